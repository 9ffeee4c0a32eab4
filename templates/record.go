package templates

// Widget is the sort of input that asks for a field.
type Widget string

// The sorts of input.
const (
	WidgetText   Widget = "text"
	WidgetLong   Widget = "long"
	WidgetNumber Widget = "number"
	WidgetSelect Widget = "select"
	WidgetSeg    Widget = "seg"
	WidgetChecks Widget = "checks"
	WidgetYesNo  Widget = "yesno"
	WidgetPick   Widget = "pick"
	WidgetPerson Widget = "person" // a line with the members' names to choose from
)

// Input is one field of a form about an element or a link.
type Input struct {
	Widget  Widget
	Field   Field
	Number  NumberField // of WidgetNumber
	Pick    PickField   // of WidgetPick
	Options []Option
}

// RecordForm is the form in which an element or a link is added or edited.
type RecordForm struct {
	Title, Lead string
	Action      string
	Cancel      string
	Button      string
	Client      string // makes a form that is sent twice take effect once
	DrawnAt     string // the revision that the form shows; "" = nothing of it is there yet
	Was         string // of a stale form: the revision that it showed at first
	Hidden      []Option
	First, More []Input // More is folded
	MoreOpen    bool
	Stale       []StaleField
	Note        string // beside the errors: what happened meanwhile
	Errors      []FieldError
}

// StaleField is a field that somebody else changed meanwhile: all three values, and the choice between the last two.
type StaleField struct {
	Name, Label             string
	Original, Present, Mine string // in words
	Both                    string // the two rewritings joined; "" = they touch
	Take                    string // "mine", "theirs", "both"; "" = not decided
	Error                   string
}

// Seen is what a form outside of the graph carries so that it undoes nothing that somebody else did meanwhile.
type Seen struct {
	Was   string       // what it showed; "" = it says nothing of it
	Stale []StaleField // what others changed that it changes too
}

// KindChoice is a kind that can be added.
type KindChoice struct {
	Thing    Thing
	Says     string
	Examples string
}

// RemoveView asks before an element goes.
type RemoveView struct {
	Question  Question
	Sentences []Sentence // what goes with it
	More      int
}

// LinkChoice is one thing that can be said of an element.
type LinkChoice struct {
	Words, URL string
	Icon       string
	Layer      string
}

// LinkGroup are the choices that lead to one sort of thing.
type LinkGroup struct {
	Title   string
	Choices []LinkChoice
}

// LinkForm is the form in which something more is said of an element.
type LinkForm struct {
	Form  RecordForm
	Pick  PickField // the other end
	Kinds []Option  // what to make of a name that is not there yet
	Among []Option  // several have the name that was typed: one of them is meant
	Anew  []string  // names that are added though something else bears them
}

// LinkEdit is the form of a link that is there.
type LinkEdit struct {
	Form      RecordForm
	Bare      bool // the link knows nothing beside its ends
	RemoveURL string
}
