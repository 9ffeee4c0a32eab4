package templates

import (
	"strconv"

	"rootline/model/layout"
	"rootline/templates/say"
)

// JourneysView is the list of a workspace's journeys.
type JourneysView struct {
	Journeys []JourneyRow
	Add      string // "" where one may not
}

// JourneyRow is a journey in short.
type JourneyRow struct {
	Thing     Thing
	Goal      string
	Runs      string // "" = not known
	Steps     []Thing
	Customers []Thing
	Problems  string // how many are felt in it, "" = none
	Curve     layout.FeelingCurve
	PartOf    []Thing
}

// JourneyView is a journey drawn step by step, from what the customer lives down to what shapes it.
type JourneyView struct {
	Thing     Thing
	Lead      []string // sentences
	Goal      string
	Base      string // address of the figure as it is looked at
	Menu      []Door // ways to pages about the journey
	MayEdit   bool
	AddURL    string // opens the form for a step at the end
	Parents   []Thing
	Children  []Thing
	Tabs      []Tab // ways to look at the journey
	Customers []Tab // filter; none where there is but one
	Rows      []RowChoice
	Bands     []Band
	Print     bool // in bands that fit the width of a sheet
	PrintURL  string
	Papers    []Tab  // to print on
	Paper     string // "" = A4
	Steps     int    // of the journey
	Left      string // how many the filter leaves out, in words; "" = none
	Note      string // what kept the last act from being done
	Panel     *StepPanel
}

// RowChoice is a row of the figure that can be folded.
type RowChoice struct {
	Label, URL string
	Shown      bool
}

// Band is a run of columns. The figure has one, a printed one as many as it needs.
type Band struct {
	Labels  map[string]RowLabel // by row
	Columns []StepColumn
	Curve   layout.FeelingCurve
	Ways    layout.Ways
	Room    float64 // for how many columns there is room; 0 = for as many as it has
}

// title names the figure, or the part of it that a band is.
func (b Band) title(s *say.Printer, v JourneyView) string {
	whole := s.T("journey.figure", "Name", v.Thing.Name)
	if len(v.Bands) == 1 || len(b.Columns) == 0 {
		return whole
	}
	return s.T("journey.figure.band", "Figure", whole, "From", b.Columns[0].Number, "To", b.Columns[len(b.Columns)-1].Number)
}

// wide is how wide what lies behind the columns is: where a band is not full, as wide as if it were.
func (b Band) wide(width float64) float64 {
	if b.Room == 0 || len(b.Columns) == 0 {
		return width
	}
	return width * b.Room / float64(len(b.Columns))
}

// RowLabel is the name of a row, and where it is folded.
type RowLabel struct{ Label, FoldURL string }

// StepColumn is a step, or a form where one will be.
type StepColumn struct {
	Adding   *StepAdd // the rest is empty
	Thing    Thing
	Number   string
	URL      string // of the panel
	Current  bool
	Hurt     bool
	Stage    string // where it begins
	StageIs  string
	StageURL string
	StageIn  *FieldForm
	Within   []Thing // journeys that show it in detail
	Cells    []StepCell
	Plus     string // opens the form for a step before it
	Menu     *ColumnMenu
}

// ColumnMenu is what can be done with a step where it stands.
type ColumnMenu struct {
	Move, Remove   string // take POSTs
	Client         string
	Earlier, Later bool
	Panel          bool   // it stands in the panel: moving leads back there
	Before, Branch string // lead to the forms for a step before it, and for a way that leads from it elsewhere; "" = there is none
}

// StepCell is what one row says of one step.
type StepCell struct {
	Row, Label string
	Text       string // of a row of text
	Said       bool
	Value      string // of the feeling: "+1"
	Level      string // class of its height: "p2" … "n2", "u" = not known
	Things     []CellThing
	Ways       []CellWay
	Facts      []string // times
	Measures   []MeasureRow
	AddURL     string // of a page that adds to it; "" = there is none
	EditURL    string // "" = not for who looks
	EditLabel  string
	Field      *FieldForm
	Add        *LinkAdd
	Saved      bool
}

// CellID is the id of the cell of a step in a row; of the step itself where the row is "".
func CellID(step, row string) string {
	if row == "" {
		return "s-" + step
	}
	return "s-" + step + "." + row
}

// Empty says whether nobody has said anything.
func (c StepCell) Empty() bool {
	return c.Text == "" && c.Value == "" && len(c.Things) == 0 && len(c.Ways) == 0 && len(c.Facts) == 0 && len(c.Measures) == 0
}

// Open says whether a form stands in the cell.
func (c StepCell) Open() bool { return c.Field != nil || c.Add != nil }

// CellThing is an element in a cell, with what the link to it knows.
type CellThing struct {
	Thing Thing
	Lead  string // before the name: the cost of a problem
	Notes []string
	Again bool // data that the customer has been asked for, or has given, before
}

// CellWay is a way that leads on from a step.
type CellWay struct {
	Words string
	URL   string
	Back  bool
}

// FieldForm is the form of a few fields of a step where they stand.
type FieldForm struct {
	Action  string
	Client  string
	DrawnAt string
	Hidden  []Option
	Inputs  []StepInput
	Cancel  string
}

// StepInput is a field of a step: as of any record, but that a time is asked for in a unit that fits it.
type StepInput struct {
	Input
	Units []Option // of a time; none for what is no time
}

// StepAdd is the form for steps at a place.
type StepAdd struct {
	Action, Client, Before string
	Cancel                 string
	Again                  bool // one was just added
	Value, Error           string
}

// LinkAdd is the form that links a step to something, which is added where it is not there yet.
type LinkAdd struct {
	Action, Client string
	Row            string
	Hidden         []Option
	Pick           PickField
	Kinds          []Option // of what is not there yet; none where there is but one
	Targets        []Option // of a way: the steps that it can lead to
	New            Field    // of a way: the name of a step that is not there yet
	Open           bool     // one has asked for it
	Share          Field
	Cancel         string
	Error          string
}

// StepPanel is a step in full, beside the figure.
type StepPanel struct {
	Thing      Thing
	Title      string
	Place      string // "Step 3 of 8"
	Form       *StepForm
	Facts      []Fact
	Groups     []StepGroup
	Close      string
	Element    string
	Prev, Next *Thing
	Menu       *ColumnMenu
	Open       *StepOpen
}

// StepForm is the form of all fields of a step.
type StepForm struct {
	RecordForm
	First, More []StepInput
	Saved       bool
}

// StepGroup is one sort of thing that a step has to do with.
type StepGroup struct {
	Row, Label string
	Items      []StepItem
	Add        *LinkAdd
	Line       string // the line that runs above it; "" = none
}

// StepItem is one of them.
type StepItem struct {
	CellThing
	Words             string // of a way
	EditURL           string
	Unlink, Client    string
	Link, UnlinkLabel string
}

// StepOpen opens a step up into a journey of its own.
type StepOpen struct {
	Action, Client string
	Journeys       []Thing
}

// JourneyNewView is the page on which a journey begins.
type JourneyNewView struct {
	Action, Client, Cancel string
	Name, Goal, Steps      Field
	Customer               PickField
	Errors                 []FieldError
	Starters               []StarterCard
}

// StarterCard is a journey to begin from.
type StarterCard struct {
	Key, Name, Says, Client string
	Steps                   []Thing // names alone
	Curve                   layout.FeelingCurve
}

// coordinate writes a number for SVG.
func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func viewBox(w, h float64) string { return "0 0 " + coordinate(w) + " " + coordinate(h) }

// curveWords say a feeling curve to those who do not see it.
func curveWords(s *say.Printer, c layout.FeelingCurve) string {
	known := 0
	for _, d := range c.Dots {
		if d.Known {
			known++
		}
	}
	return s.T("journey.curve.says", "Known", known, "Steps", len(c.Dots))
}
