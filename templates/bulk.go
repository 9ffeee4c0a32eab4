package templates

// BulkView asks what exactly is to be done with several elements.
type BulkView struct {
	Do, Title, Action, Back, Button string
	Note                            string // what happened meanwhile
	Things                          []Thing
	More                            int // chosen beside those that are named
	Count                           int
	Client, Query, List             string
	All                             bool // that the query finds
	IDs                             []string
	Value                           string
	Suggestions                     []string
	Groups                          []OptionGroup // values to set
	Goes                            []string      // what goes with them, in sentences
	Sentences                       []Sentence
	MoreLinks                       int
	Errors                          []FieldError
}
