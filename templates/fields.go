package templates

// FieldsView are the fields that a workspace adds to its kinds.
type FieldsView struct {
	Kinds []FieldKind
	Add   OwnFieldForm
}

// FieldKind are the fields of one kind.
type FieldKind struct {
	Thing Thing // names the kind
	Rows  []FieldRow
}

// FieldRow is one field.
type FieldRow struct {
	Label, Type, Detail string // Detail: unit or choices
	Used                int    // elements that have a value
	URL                 string // of its form; /move and /remove stand below it
	First, Last         bool
}

// OwnFieldForm is the form of a field.
type OwnFieldForm struct {
	Title, Action, Cancel, Button string
	Kind                          string // "" is asked for only of a new one
	Kinds, Types                  []Option
	Label, Type, Unit, Choices    string // choices one to a line
	New                           bool
	Used                          int // elements that have a value
	RemoveURL                     string
	Seen                          Seen
	Errors                        []FieldError
}
