package templates

import (
	"rootline/model/layout"
	"rootline/templates/say"
)

// Engagement is an engagement model as it is drawn: rows of boxes from the customer down, and the links between neighbouring
// rows. Two drawings of the same boxes have the same places, so that two states can stand side by side: what one of them has
// not is Absent there.
type Engagement struct {
	Canvas                   // its size is found from the boxes
	Rows     []EngagementRow // from the customer down
	Boxes    []EngagementBox
	Links    []EngagementLink
	Width    float64 // that the drawing fills; 0 = 1040
	Line     int     // the row under which the line of visibility runs
	LineName bool    // the line carries its name
	Focus    bool    // some are lit; the rest is calmed
}

// EngagementRow names a row.
type EngagementRow struct {
	Key    string // "customers", "channels", "systems", "under", "capabilities"
	Name   string // "" = without a name
	Ground string // class of what it stands on: "", "g1" … "g3", "gp"
}

// EngagementBox is one element.
type EngagementBox struct {
	Row    int
	Thing  Thing
	Mark   ChangeMark
	Hung   []HungBox
	Flags  []string // numbers of what it requires
	Number string   // of a capability: what the flags say
	Warn   string   // why it is marked, in words; "" = it is not
	Lit    bool
}

// HungBox is an element that hangs under another: who runs a channel.
type HungBox struct {
	Thing Thing
	Mark  ChangeMark
	Lit   bool
}

// EngagementLink joins two boxes of neighbouring rows, the upper first, by their indexes.
type EngagementLink struct {
	From, To int
	Title    string // what it says, in words
	Want     int    // how much it is wanted, 1–3; 0 = not, or not known
	Policy   string // "undecided", "not"; "" = served, or no such link
	Mark     ChangeMark
	Lit      bool
}

// ChangeMark says what becomes of an element or a link in another state, and which changes do it.
type ChangeMark struct {
	As      Fate
	Numbers []int // of the changes
}

// Fate is what becomes of an element or a link.
type Fate string

// What can become of one. The zero value is as it was.
const (
	Added   Fate = "add"
	Removed Fate = "rem" // drawn, dashed and struck through
	Changed Fate = "chg"
	Absent  Fate = "gone" // not drawn, but it keeps its place
)

// drawnEngagement is an Engagement with its places.
type drawnEngagement struct {
	Engagement
	layout.RowsDrawing
	rtl bool
}

func (v Engagement) draw() drawnEngagement {
	r := layout.Rows{Width: v.Width, RightToLeft: v.Say.Dir() == "rtl"}
	if r.Width == 0 {
		r.Width = 1040
	}
	for _, row := range v.Rows {
		if row.Name != "" {
			r.Names = 96
		}
	}
	for _, b := range v.Boxes {
		box := layout.RowBox{Row: b.Row, Text: v.Say.Isolate(b.Thing.Name)}
		if b.Number != "" {
			box.Text, box.Loose = v.Say.Isolate(b.Number+"  "+b.Thing.Name), true
		}
		for _, h := range b.Hung {
			box.Hung = append(box.Hung, v.Say.Isolate(h.Thing.Name))
		}
		r.Boxes = append(r.Boxes, box)
	}
	for _, l := range v.Links {
		r.Links = append(r.Links, layout.RowLink{From: l.From, To: l.To})
	}
	d := drawnEngagement{Engagement: v, RowsDrawing: layout.DrawRows(r), rtl: r.RightToLeft}
	d.Canvas.Width, d.Canvas.Height = d.RowsDrawing.Width, d.RowsDrawing.Height
	d.Class += " engagement"
	for _, b := range v.Boxes {
		d.Icons = append(d.Icons, b.Thing.Icon)
		for _, h := range b.Hung {
			d.Icons = append(d.Icons, h.Thing.Icon)
		}
	}
	return d
}

// lineY is where the line of visibility runs, −1 where it does not.
func (d drawnEngagement) lineY() float64 {
	at := d.Line
	switch {
	case len(d.RowsDrawing.Rows) == 0:
		return -1
	case at+1 < len(d.RowsDrawing.Rows):
		return (d.RowsDrawing.Rows[at].Bottom+d.RowsDrawing.Rows[at+1].Top)/2 + .5
	}
	return d.RowsDrawing.Height - .5
}

// grounds are what the rows below the line stand on: each to the middle between it and the next.
func (d drawnEngagement) grounds() []ground {
	var out []ground
	top := d.lineY()
	for i, row := range d.RowsDrawing.Rows {
		if i <= d.Line {
			continue
		}
		bottom := d.RowsDrawing.Height
		if i+1 < len(d.RowsDrawing.Rows) {
			bottom = (row.Bottom + d.RowsDrawing.Rows[i+1].Top) / 2
		}
		class := ""
		if i < len(d.Engagement.Rows) {
			class = d.Engagement.Rows[i].Ground
		}
		out = append(out, ground{class, top, bottom - top})
		top = bottom
	}
	return out
}

// names are the names of the rows, line by line, beside the upper boxes of each.
func (d drawnEngagement) names() []layout.Line {
	var out []layout.Line
	for i, row := range d.Engagement.Rows {
		for k, s := range layout.Wrap(row.Name, 84, 12, true, 3) {
			l := layout.Line{Text: s, X: 20, Y: d.RowsDrawing.Rows[i].Top + 15 + 15*float64(k)}
			if d.rtl {
				l.X = d.Canvas.Width - l.X
			}
			out = append(out, l)
		}
	}
	return out
}

type ground struct {
	class     string
	y, height float64
}

func (d drawnEngagement) boxClass(t Thing, m ChangeMark, lit, small bool) string {
	class := "bx l-" + t.Layer
	if small {
		class += " sm"
	}
	if m.As != "" {
		class += " " + string(m.As)
	}
	return class + d.focus(lit)
}

// focus calms what is not looked at, where something is.
func (d drawnEngagement) focus(lit bool) string {
	switch {
	case !d.Focus:
		return ""
	case lit:
		return " lit"
	}
	return " calm"
}

func (d drawnEngagement) linkClass(l EngagementLink) string {
	class := "lk"
	if l.Want > 1 {
		class += " w" + say.For("en").Plain(float64(min(l.Want, 3)))
	}
	switch l.Policy {
	case "undecided":
		class += " und"
	case "not":
		class += " not"
	}
	if l.Mark.As != "" {
		class += " " + string(l.Mark.As)
	}
	return class + d.focus(l.Lit)
}

// isDrawn says whether a link is: neither it nor one of its ends is absent, and its rows are neighbours.
func (d drawnEngagement) isDrawn(i int) bool {
	l := d.Engagement.Links[i]
	return d.RowsDrawing.Links[i] != "" && l.Mark.As != Absent && d.Engagement.Boxes[l.From].Mark.As != Absent && d.Engagement.Boxes[l.To].Mark.As != Absent
}

// corner is the place at the upper corner of a box where reading ends (or starts), inset by this much.
func (d drawnEngagement) corner(b layout.Rect, start bool, inset float64) (x, y float64) {
	if start != d.rtl {
		return b.X + inset, b.Y
	}
	return b.X + b.W - inset, b.Y
}

// inner is the second outline of what is changed.
func inner(r layout.Rect) layout.Rect {
	return layout.Rect{X: r.X + 3, Y: r.Y + 3, W: r.W - 6, H: r.H - 6}
}

// signX is where a sign begins that stands where reading starts.
func (d drawnEngagement) signX(b layout.Box, size float64) float64 {
	if d.rtl {
		return b.Mark.X - size
	}
	return b.Mark.X
}

// EngagementView is the page of the engagement model.
type EngagementView struct {
	Forms            ViewForms
	Views            Views
	Title, Lead      string
	Empty            bool
	Drawing          Engagement
	Table            EngagementTable
	Aparts           []Apart
	Add              []Door // what can be added, where one may
	Exports          []Door
	Left             int // elements that are not shown
	All, Under       bool
	AllURL, UnderURL string
	ClearURL         string
}

// Apart is a place where things do not fit together.
type Apart struct {
	Key     string
	Sort    string  // those of one sort stand together under its words
	What    []Thing // where it is
	Note    string
	Parts   []string // what stands apart
	For     []Thing  // whom or what it concerns
	URL     string   // shows it in the drawing, or all again
	Current bool
}

// EngagementTable says an engagement model as a matrix: a line for each customer type, a column for each channel.
type EngagementTable struct {
	Columns []EngagementColumn
	Lines   []EngagementLine
	Needs   bool // some channel requires a capability
	Wants   bool // some customer type does
}

// EngagementColumn is a channel.
type EngagementColumn struct {
	Thing                     Thing
	Mode                      string
	Runners, Platforms, Needs []Thing
	Notes                     map[string]string // of platforms, by id: that it is retired, for which touchpoint alone it is there
}

// EngagementLine is a customer type.
type EngagementLine struct {
	Thing Thing
	Cells []ReachCell
	Needs []Thing
}

// ReachCell is what is known of a channel for a customer type.
type ReachCell struct {
	Reached bool
	Want    int    // 0–3; −1 = not known
	Words   string // how much it is wanted; "" = not known
	Policy  string // "serve", "undecided", "not"; "" = nobody said
	URL     string // where it can be changed; "" = not by who looks
}
