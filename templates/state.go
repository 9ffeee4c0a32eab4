package templates

// PlansView lists the plans of a workspace: the states beside the present.
type PlansView struct {
	Plans   []PlanCard
	Form    *PlanForm     // nil where who looks may not make one
	Removed []RemovedPlan // that may be brought back by who looks, the last first
}

// RemovedPlan is a plan that was taken out of use.
type RemovedPlan struct {
	Name    string
	Restore string // takes the POST
}

// PlanCard is one plan in the list.
type PlanCard struct {
	Name, URL  string
	Kind, Base string // in words
	BaseURL    string // "" = it stands on today
	Total      int    // changes that count, or did
	Done       int
	Open       int // changes that wait for a decision
	Look       string
	Compare    string
	When       When
}

// PlanForm makes a plan, or names one anew.
type PlanForm struct {
	Action, Button, Client string
	Name                   Field
	Kinds, Bases           []Option // no bases = it has one
	Errors                 []FieldError
	Seen                   Seen
}

// PlanView is one plan as a list of changes to read.
type PlanView struct {
	Name, Lead, Kind    string
	Look, Compare, Base string // addresses; no base = it stands on today
	Changes             []PlanChange
	Ready               []ReadyChange // to add; none where who looks may not
	Rename              *PlanForm
	Remove              string // takes the POST; "" = may not
	Merge               string
	Drift               []PlanDrift
	Note                string // what kept an act from being done
}

// PlanChange is one change of a plan.
type PlanChange struct {
	ID, Number, Title string
	Status            string // model.PlanStatus
	By                string
	When              When
	Words             []string
	Out               bool // it should be part of the plan and is not
	WaitsFor          []PlanChange
	Refused           []string
	Stale             []PlanStale
	Read              string // names the edits that are read here
	On, Evidence      string
	Due, DueOn        string // the day by which it is meant to be done, in words and for a form; "" = none
	Late              bool   // that day is past
	Reason            string
	Ready             string // of a ready-made change: makes it again
	Acts              string // where acts on it are posted; "" = who looks decides nothing
	Undo              string // takes it out of the plan; "" = may not
	First, Last       bool
	Error             string // what kept an act on it from being done
	Errors            []FieldError
	Today             string // the date, for a form
}

// PlanStale is one thing that a change met otherwise than its author saw.
type PlanStale struct {
	Key                         string // of the choice: name of its field
	About                       string
	Original, Present, Proposed string // in words; all empty where there is nothing to compare
	Choices                     []Option
	Value                       *Field // another value can be typed; nil = not
	Error                       string
}

// ReadyChange is a template to add a change by.
type ReadyChange struct{ ID, Title, Says, URL string }

// PlanDrift is one thing that came otherwise than a change that is done had it.
type PlanDrift struct {
	Change            string
	About             string
	Proposed, Present string
}

// ReadyForm asks the questions of a ready-made change.
type ReadyForm struct {
	Title, Lead    string
	Action, Cancel string
	Button, Client string
	Inputs         []Input
	Errors         []FieldError
	Note           string
}

// MergeView brings one plan into another, with what both changed apart.
type MergeView struct {
	Title, Lead, Action, Cancel string
	Client                      string
	Plans                       []Option // to choose from
	Clashes                     []PlanStale
	Left                        []string // titles of changes of the other plan that do not come along
	Without                     string   // names them in the form
	OtherURL                    string
	Errors                      []FieldError
}

// compareWords offers the comparison with what the plan stands on.
func (c PlanCard) compareWords() string { return compareWords(c.BaseURL == "") }

func (v PlanView) compareWords() string { return compareWords(v.Base == "") }

func compareWords(today bool) string {
	if today {
		return "states.compare.today"
	}
	return "states.compare"
}
