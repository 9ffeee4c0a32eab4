package templates

// CausesView ranks causes across all problems and says which to mend first.
type CausesView struct {
	Tabs     []Tab
	Lead     string
	Action   string // takes the budget by GET
	AddURL   string // where analyses begin
	Fixes    FixesView
	Causes   []CauseRank
	Elements []CauseRank // that causes lie in
	AllURL   string      // "" = all are listed
	Notes    []string
}

// CauseRank is one cause, or one element that causes lie in.
type CauseRank struct {
	Thing       Thing
	Share       string // of what all problems cost
	Least, Most float64
	Touched     string         // what the problems that reach it cost a month; of elements alone
	Problems    []SentencePart // that reach it
	Note        string
}

// FixesView is the least to mend.
type FixesView struct {
	Budget, Currency string
	Error            string // what is wrong with the budget
	Answer           string
	Fixes            []Fix
	Ends, Leaves     []SentencePart // problems that cannot come back then, and those that can
	Notes            []string
}

// Fix is one cause to mend.
type Fix struct {
	Thing           Thing
	Cost            string // of the cheapest action against it
	Unknown         bool   // nobody said what it costs
	Actions, Places []Thing
}
