package templates

import "rootline/model"

// ElementList is a list of elements as one page shows it.
type ElementList struct {
	Title, Base      string
	Q, Tag, Sort     string
	Kind             model.Kind // "" = all
	FixedKind        bool       // the page is about this kind alone
	Filtered         bool       // by words, a tag or values
	Clear            string     // the list without its filters
	Any              int        // elements that the page could show at all
	Total            int        // found
	Columns          []Column
	Rows             []Row
	Kinds, Tags      []Option      // by which to narrow it
	Groups           []OptionGroup // values by which to narrow it
	Conditions       []Condition   // values by which it is narrowed
	Choosable        []Option      // columns that it can show
	Views            SavedViews
	Pages            Pages
	Bulk             BulkBar
	AddURL, AddLabel string // "" where one may not add
	PasteURL         string
	CSV              string
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
