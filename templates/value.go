package templates

import (
	"slices"

	"rootline/model/layout"
)

// ValueChart draws who gets how much against how customers fare where they act: columns from who gets least, rows from where
// customers feel best.
type ValueChart struct {
	Canvas
	Columns []string // their names
	Rows    []ValueRow
	Items   []ValueItem
}

// ValueRow is one rung of feeling.
type ValueRow struct {
	Name  string
	Level string // class of the dot: "p2" … "n2", "u"
}

// ValueItem is one actor.
type ValueItem struct {
	Column, Row int
	Thing       Thing
	Notes       []string // at most two
	Hurts       bool     // gets little where customers suffer
}

// drawnValue is a ValueChart with its places.
type drawnValue struct {
	ValueChart
	layout.CellsDrawing
	rtl bool
}

func (v ValueChart) draw() drawnValue {
	c := layout.Cells{Columns: len(v.Columns), Rows: len(v.Rows), Width: 1040, Names: 104, Head: 44, RightToLeft: v.Say.Dir() == "rtl"}
	d := drawnValue{ValueChart: v, rtl: c.RightToLeft}
	for _, item := range v.Items {
		c.Items = append(c.Items, layout.CellItem{Column: item.Column, Row: item.Row, Text: v.Say.Isolate(item.Thing.Name), Lines: len(item.Notes)})
		d.Icons = append(d.Icons, item.Thing.Icon)
	}
	d.CellsDrawing = layout.DrawCells(c)
	d.Canvas.Width, d.Canvas.Height = d.CellsDrawing.Width, d.CellsDrawing.Height
	return d
}

// start is a place so far from where reading starts.
func (d drawnValue) start(from float64) float64 {
	if d.rtl {
		return d.Canvas.Width - from
	}
	return from
}

func (d drawnValue) signX(b layout.Box) float64 {
	if d.rtl {
		return b.Mark.X - 12
	}
	return b.Mark.X
}

// middle is the middle of a column.
func middle(s layout.Span) float64 { return tenth(s.X + s.Width/2) }

// hurts says whether somebody in this cell gets little where customers suffer.
func (d drawnValue) hurts(column, row int) bool {
	return slices.ContainsFunc(d.Items, func(i ValueItem) bool { return i.Hurts && i.Column == column && i.Row == row })
}

// bar is a stroke before a box, where reading starts.
func (d drawnValue) bar(b layout.Box) string {
	x := b.X - 5
	if d.rtl {
		x = b.X + b.W + 5
	}
	return "M" + px(x) + " " + px(b.Y) + "v" + px(b.H)
}

// note is a smaller line of a box, cut where it would not fit.
func (d drawnValue) note(i, k int) string {
	lines := layout.Wrap(d.Say.Isolate(d.Items[i].Notes[k]), d.Boxes[i].W-2*9-19, 11, false, 1)
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// ValueView is the page of who gets value.
type ValueView struct {
	Forms       ViewForms
	Views       Views
	Title, Lead string
	Chart       ValueChart
	Rows        []ValueLine
	Choices     []Option // of the rating, "" among them
	Action      string   // takes the rating by POST; "" = not for who looks
	DrawnAt     string
	Note        string // what kept the last act from being done
	Left        int
	AllURL      string
	Add         []Door
	Exports     []Door
}

// ValueLine is one actor in the table.
type ValueLine struct {
	Thing    Thing
	Value    string // "all", "some", "none"; "" = nobody has said
	Client   string
	Hurts    bool
	Steps    []ValueStep
	Problems []CellThing // with what they cost
	More     string      // how many more there are, "" = none
}

// ValueStep is a step that an actor performs.
type ValueStep struct {
	Thing Thing
	Feel  string // "−2"; "" = not known
	Level string // class: "p2" … "n2", "u"
	Seen  bool
}

// edge is the line before a column.
func (d drawnValue) edge(i int) float64 {
	c := d.CellsDrawing.Columns[i]
	if d.rtl {
		return c.X + c.Width
	}
	return c.X
}
