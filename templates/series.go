package templates

// MeasureRow is one series on the page of its element, with the form for a further value.
type MeasureRow struct {
	Measure Measure
	URL     string
	Add     PointForm
	May     bool // who looks may add values
}

// MeasureView is the page of one series.
type MeasureView struct {
	Measure             Measure
	Element             Thing
	Base                string // address of the page
	May                 bool
	Add                 PointForm
	Paste               PasteForm
	Rows                []PointRow // the newest first
	All                 string     // address with all rows; "" = all are there
	EditURL             string
	RemoveURL           string
	TargetName, Targets string // the element that promises, and its address
}

// PointRow is one value of a series in its table.
type PointRow struct {
	Day, On, Value     string // Day in words, On as YYYY-MM-DD
	Out                bool   // outside of the usual range
	By                 string
	When               When
	EditURL, RemoveURL string
}

// PointForm is the form for one value.
type PointForm struct {
	Action, Client  string
	On, Value, Unit string
	Key             string // tells its fields from others of the page
	Errors          []FieldError
	Seen            Seen
}

// PasteForm is the form for many values.
type PasteForm struct {
	Action, Client, Text string
	Errors               []string // each with its row
	More                 int      // rows that were refused beside those
}

// SeriesForm is the form for a series itself.
type SeriesForm struct {
	Title, Lead, Action, Cancel, Client, Button string
	Name, Unit, Text                            string
	Names                                       []string // suggestions
	New                                         bool     // asks for values too
	RemoveURL                                   string   // "" = there is nothing to take away
	Errors                                      []FieldError
	Seen                                        Seen
}
