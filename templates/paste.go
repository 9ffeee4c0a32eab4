package templates

// ListPaste is where one pastes names or rows.
type ListPaste struct {
	Action, Cancel string
	Kind, Text     string
	Kinds          []Option
	Client         string
	Errors         []FieldError
	Preview        *PastePreview // nil before the text has been looked at
}

// PastePreview shows what would become of each row.
type PastePreview struct {
	Sep, Same, Was   string
	Head             bool
	There            bool // some of the names are there already
	Columns          []PasteColumn
	Fields           []Option // what a column can be
	Sums             []PasteSum
	Rows             []PasteRow
	More             int // rows that are not shown
	Add, Set, Faults int
}

// PasteSum counts the rows of one fate.
type PasteSum struct{ Fate, Words string }

// PasteColumn is a column of what was pasted.
type PasteColumn struct {
	N           int // from 1
	Head, Field string
}

// PasteRow is a row of what was pasted, as it would be taken.
type PasteRow struct {
	Line               int
	Fate, Fault, There string
	Icon, Layer        string
	Cells              []PasteCell
}

// PasteCell is a cell: its value in words, or what is wrong with it.
type PasteCell struct {
	Text, Fault string
	Out         bool // its column is left out
}
