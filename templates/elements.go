package templates

import (
	"bytes"
	"context"
	"io"

	"rootline/model"
	"rootline/templates/say"
)

// ElementPage is the page of a list: what is the same for all who may see it stands in Body, drawn.
type ElementPage struct {
	Title            string
	Kind             model.Kind // "" = all
	Any              int        // elements that the page could show at all
	Views            SavedViews
	Body             Drawn
	AddURL, AddLabel string // "" where one may not add
	PasteURL         string
}

// Drawn is a part of a page that these components drew before, to be shown again as it is.
type Drawn struct{ html []byte }

// Render writes what was drawn.
func (d Drawn) Render(_ context.Context, w io.Writer) error {
	_, err := w.Write(d.html)
	return err
}

// Size is how many bytes it takes.
func (d Drawn) Size() int { return len(d.html) }

// DrawList draws the filter, the table and the foot of a list.
func DrawList(ctx context.Context, s *say.Printer, l ElementList) (Drawn, error) {
	var b bytes.Buffer
	err := listBody(s, l).Render(ctx, &b)
	return Drawn{b.Bytes()}, err
}

// ElementList is a list of elements as one page shows it.
type ElementList struct {
	Title, Base  string
	Q, Tag, Sort string     // Sort "" = the usual order
	Kind         model.Kind // "" = all
	FixedKind    bool       // the page is about this kind alone
	Filtered     bool       // by words, a tag or values
	Clear        string     // the list without its filters
	Total        int        // found
	Columns      []Column
	Rows         []Row
	Kinds, Tags  []Option      // by which to narrow it
	Groups       []OptionGroup // values by which to narrow it
	Conditions   []Condition   // values by which it is narrowed
	Choosable    []Option      // columns that it can show
	Lengths      []Tab         // how many rows a page can have; nil = all are shown
	Pages        Pages
	Bulk         BulkBar
	CSV          string
}

// Column is a column of a list; its head orders the list by it.
type Column struct {
	Key, Label, URL string // URL "" = no order by it
	Sorted          string // "ascending", "descending"; "" = the list is in another order
	Number, Long    bool
}

// Row is one element of a list, with a cell for each column behind the first.
type Row struct {
	ID      string
	Thing   Thing
	Mark    string // how it differs from today: DiffersNew, DiffersChanged; "" = not
	Tags    []string
	Cells   []Cell
	EditURL string   // "" where one may not
	Edit    *RowEdit // nil = the row is only read
}

// Cell is a value in a list.
type Cell struct {
	Text                  string
	When                  When
	Number, Unknown, Long bool
}

// RowEdit is a row as a form. An input without a widget is none: the cell is only read.
type RowEdit struct {
	Action, Stay, Cancel, Full string // Stay: Action, but coming back to the form
	Client, DrawnAt            string
	Name, Tags                 Input
	Cells                      []Input
}

// OptionGroup is a group of options under a heading.
type OptionGroup struct {
	Label   string
	Options []Option
}

// Condition is a value by which a list is narrowed, and the way to the list without it.
type Condition struct{ Field, Words, Value, Without string }

// BulkBar is what can be done with the chosen rows of a list. Action "" = nothing.
type BulkBar struct {
	Action, Query, Section, Back string
	All, Page                    bool // all that were found are chosen; all of this page
	MarkAll, MarkPage, MarkNone  string
}

// When is a moment as a page says it.
type When struct {
	Text, ISO string
	Zone      string // of the clock, where it may not be the reader's; "" = it is
}
