package templates

// ViewForms are the forms that a view has beside its drawing: what it shows as a table and as nested lists; and the views of it
// that people gave names.
type ViewForms struct {
	Now        string // "" = the drawing, "table", "outline"
	Tabs       []Tab
	Saved      SavedViews
	Caption    string // of the table
	PartLabel  string // heads the column of parts: "Layer"
	PlaceLabel string // heads the column of places; "" = there is none
	Rows       []ViewRow
	Outline    []ViewPart
}

// ViewRow is an element in the table of what a view shows.
type ViewRow struct {
	Thing
	Kind, Part, Place, Owner, Problems, Cost string
	Unknown                                  bool   // the cost is
	OnURL                                    string // shows it in the drawing; "" = it cannot be chosen there
}

// ViewPart is a part of what a view shows as an outline has it: a lane, a row, a ring.
type ViewPart struct {
	Name, Rule string // Rule names the line above it; "" = none
	Things     []ViewBranch
}

// ViewBranch is an element of the outline with what is said of it.
type ViewBranch struct {
	Thing
	Place string
	Costs []Rest
	Says  []Sentence
}

func anyOn(rows []ViewRow) bool {
	for _, r := range rows {
		if r.OnURL != "" {
			return true
		}
	}
	return false
}
