package templates

// TargetForm asks for a target model made elsewhere.
type TargetForm struct {
	Action, Cancel string
	Name           Field
	Text           Field
	FileError      string
	Errors         []FieldError
}

// MatchView asks what of a model by another hand is what of ours.
type MatchView struct {
	Title, Lead    string
	Action, Cancel string
	Client         string
	Name, File     string // of the plan; the file as it came
	Sums           []string
	Asked          []MatchAsk
	Taken          []MatchPair
	Fresh          []Thing
	Missing        []Thing
	Lack           []Option
	Spelling       bool // their spelling of names is taken
	Errors         []FieldError

	TakenCount, FreshCount, MissingCount int // of which some are listed above
}

// MatchAsk is one element of theirs that somebody decides about.
type MatchAsk struct {
	Key, Name, Kind string
	Error           string
	Choices         []Option
}

// MatchPair is one that was taken without asking.
type MatchPair struct {
	Thing Thing
	How   string
}
