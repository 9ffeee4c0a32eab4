package templates

import (
	"strings"

	"rootline/model/layout"
)

// Blueprint is a journey as it is drawn: a column for each step, lanes from what the customer meets down to what lies under it.
type Blueprint struct {
	Canvas
	Columns []BlueprintStep
	Lanes   []BlueprintLane
	Ways    []BlueprintWay
	Hops    []BlueprintHop
	Whole   bool    // with the names of its rows
	Width   float64 // that it fills; 0 = 1264
	Feels   string  // name of the row of feelings
	Steps   string  // name of the row of steps
}

// The lanes of a blueprint, by their places.
const (
	LaneProblems = iota
	LaneContact
	LaneSeen
	LaneUnseen
	LaneSystems
	LaneData
	LaneRules
)

// BlueprintLane is one lane of boxes.
type BlueprintLane struct {
	Name   string
	Ground string // class of what it stands on
}

// BlueprintStep is one step.
type BlueprintStep struct {
	Thing   Thing
	Number  string
	Stage   string // where one begins
	Feeling layout.Feeling
	Feel    string // "−2"; "" = not known
	Felt    string // in words
	Times   []string
	Mark    Fate   // what becomes of it in another state
	Handoff string // why other people take over on the way to the next step, in words; "" = they do not, or nobody knows
	Boxes   []BlueprintBox
}

// BlueprintBox is one thing that a step has to do with.
type BlueprintBox struct {
	Lane       int
	Thing      Thing
	Note       string
	Mark       Fate // what becomes of it in another state
	Alone      bool // no line joins it to its step: others work with it
	Uses       []int
	Again      bool   // it was asked for, or given, before
	Badge      string // how often somebody changes systems while the customer waits; "" = never
	BadgeWords string
}

// free is the width that the folded corner of data, or the sign there, takes from its words.
func (b BlueprintBox) free() float64 {
	if b.Lane == LaneData {
		return 9
	}
	return 0
}

// BlueprintWay leads elsewhere than to the next step.
type BlueprintWay struct {
	From, To int
	Words    string
}

// BlueprintHop leads from data to the same data, asked for again.
type BlueprintHop struct {
	From, FromBox, To, ToBox int
	Words                    string
	Structural               bool
}

// blueprintNames is how wide the names of the rows are.
const blueprintNames = 112.0

// StepsOnA4 is how many steps stand side by side on upright A4, where they can still be read; PrintedStep is how wide each is, in px.
const (
	StepsOnA4   = 5
	PrintedStep = 168.0
)

// sheetClass is the class of what is printed on a paper: it has the page of that name.
func sheetClass(paper string) string {
	if paper == "" {
		return "sheets on-a4"
	}
	return "sheets on-" + paper
}

// bandCut is one band of a drawing that is wider than paper: the part of it that begins so far from the left.
type bandCut struct{ x, width float64 }

// cutRoom is what a band shows of its neighbours: the signs that stand between two steps.
const cutRoom = 9.0

// cuts are the bands of the drawing on upright A4, all equally wide but the last.
func (d drawnBlueprint) cuts() []bandCut {
	var out []bandCut
	columns := d.BlueprintDrawing.Columns
	for from := 0; from < len(columns); from += StepsOnA4 {
		to := min(from+StepsOnA4, len(columns))
		first, last := columns[from], columns[to-1]
		before, after := either(from > 0, cutRoom, 0), either(to < len(columns), cutRoom, 0)
		if d.rtl {
			first, last, before, after = last, first, after, before
		}
		out = append(out, bandCut{first.X - before, last.X + last.Width - first.X + before + after})
	}
	return out
}

// cutWidth is how wide the bands are together with the names of their rows.
func (d drawnBlueprint) cutWidth() float64 {
	return blueprintNames + d.cuts()[0].width + cutRoom
}

// drawnBlueprint is a Blueprint with its places.
type drawnBlueprint struct {
	Blueprint
	layout.BlueprintDrawing
	rtl bool
}

func (v Blueprint) draw() drawnBlueprint {
	b := layout.Blueprint{Lanes: len(v.Lanes), Above: LaneContact, Line: LaneUnseen, Last: LaneData, Width: v.Width, RightToLeft: v.Say.Dir() == "rtl"}
	if b.Width == 0 {
		b.Width = 1264
	}
	d := drawnBlueprint{Blueprint: v, rtl: b.RightToLeft}
	for _, s := range v.Columns {
		c := layout.BlueprintColumn{Name: v.Say.Isolate(s.Number + " " + s.Thing.Name), Feeling: s.Feeling, Felt: v.Say.Isolate(strings.TrimSpace(s.Felt + " " + s.Feel)), Times: s.Times}
		for _, x := range s.Boxes {
			c.Boxes = append(c.Boxes, layout.BlueprintBox{Lane: x.Lane, Text: v.Say.Isolate(x.Thing.Name), Note: v.Say.Isolate(x.Note), Step: !x.Alone, Uses: x.Uses, Free: x.free()})
			d.Icons = append(d.Icons, x.Thing.Icon)
		}
		b.Columns = append(b.Columns, c)
	}
	for _, w := range v.Ways {
		b.Ways = append(b.Ways, layout.Way{From: w.From, To: w.To})
	}
	for _, h := range v.Hops {
		b.Hops = append(b.Hops, layout.BlueprintHop{From: h.From, FromBox: h.FromBox, To: h.To, ToBox: h.ToBox})
	}
	d.Icons = append(d.Icons, "people", "undo")
	d.BlueprintDrawing = layout.DrawBlueprint(b)
	d.Canvas.Width, d.Canvas.Height = d.BlueprintDrawing.Width, d.BlueprintDrawing.Height+4
	if v.Whole {
		d.Canvas.Width += blueprintNames
	}
	d.Class += " blueprint"
	return d
}

// names is the canvas of the names of the rows.
func (d drawnBlueprint) names() Canvas {
	c := d.Canvas
	c.Width, c.Plain, c.Class = blueprintNames, true, "names"
	return c
}

// grounds are what the lanes under the line stand on: the first begins at the line.
func (d drawnBlueprint) grounds() []ground {
	var out []ground
	for i, lane := range d.BlueprintDrawing.Lanes {
		class := d.Blueprint.Lanes[i].Ground
		if class == "" {
			continue
		}
		top, bottom := lane.Top, d.Canvas.Height
		if i == LaneUnseen {
			top = d.BlueprintDrawing.Line
		}
		if i+1 < len(d.BlueprintDrawing.Lanes) {
			bottom = d.BlueprintDrawing.Lanes[i+1].Top
		}
		out = append(out, ground{class, top, bottom - top})
	}
	return out
}

// laneWord is the name of a row at its place.
type laneWord struct {
	text  string
	y     float64
	class string
}

func (d drawnBlueprint) laneWords() []laneWord {
	var out []laneWord
	add := func(name string, y, room float64) {
		lines := layout.Wrap(name, blueprintNames-24, 12, true, 3)
		if room > 0 {
			y += min(28, (room-15*float64(len(lines)-1))/2+4) // an empty row is low
		}
		for i, s := range lines {
			out = append(out, laneWord{s, tenth(y + 15*float64(i)), "rn"})
		}
	}
	add(d.Feels, d.Curve.Zero+4, 0)
	add(d.Blueprint.Steps, d.StepRow.Top+26, 0)
	for i, lane := range d.BlueprintDrawing.Lanes {
		add(d.Blueprint.Lanes[i].Name, lane.Top, lane.Bottom-lane.Top)
	}
	return out
}

// nameX is where the names of the rows begin.
func (d drawnBlueprint) nameX() float64 {
	if d.rtl {
		return blueprintNames - 16
	}
	return 16
}

func (d drawnBlueprint) signX(b layout.Box, size float64) float64 {
	if d.rtl {
		return b.Mark.X - size
	}
	return b.Mark.X
}

// far is a place at the side of a box where reading ends, so far within it.
func (d drawnBlueprint) far(r layout.Rect, inset float64) float64 {
	if d.rtl {
		return tenth(r.X + inset)
	}
	return tenth(r.X + r.W - inset)
}

// edge is where a column begins.
func (d drawnBlueprint) edge(i int) float64 {
	c := d.BlueprintDrawing.Columns[i]
	if d.rtl {
		return c.X + c.Width
	}
	return c.X
}

// away is so far from x in reading direction.
func (d drawnBlueprint) away(x, by float64) float64 {
	if d.rtl {
		return tenth(x - by)
	}
	return tenth(x + by)
}

func (d drawnBlueprint) boxClass(b BlueprintBox) string {
	class := "bx l-" + b.Thing.Layer
	if b.Again {
		class += " again"
	}
	if b.Lane == LaneProblems {
		class += " plain"
	}
	if b.Mark != "" {
		class += " " + string(b.Mark)
	}
	return class
}

// nextPath is the line from a step to the next, with its head.
func (d drawnBlueprint) nextPath(s layout.Segment) (line, head string) {
	line = "M" + px(s.X1) + " " + px(s.Y) + "H" + px(s.X2)
	return line, arrow(layout.Point{X: s.X1, Y: s.Y}, layout.Point{X: s.X2, Y: s.Y})
}

// dotClass is that of the dot of a feeling.
func dotClass(s BlueprintStep) string {
	switch {
	case !s.Feeling.Known:
		return "feel u"
	case s.Feeling.Value <= -2:
		return "feel n2"
	case s.Feeling.Value < 0:
		return "feel n1"
	}
	return "feel"
}

// BlueprintView is the page of a blueprint.
type BlueprintView struct {
	Forms     ViewForms
	Views     Views
	Thing     Thing
	Lead      string
	Drawing   Blueprint
	Bands     []Blueprint // for print; none on the screen
	Table     []BlueprintLine
	Customers []Tab
	Tabs      []Tab
	Exports   []Door
	PrintURL  string
	Print     bool
	Papers    []Tab  // to print on
	Paper     string // "" = A4
	Empty     bool
	AddURL    string // "" = not for who looks
	Left      string // how many steps the filter leaves out, in words
}

// BlueprintLine is one step in the table: the same as its column says.
type BlueprintLine struct {
	Step  BlueprintStep
	Level string
	Leads []string          // where it leads, in words
	Cells [7][]BlueprintBox // by lane
}

// either is a where this holds, else b.
func either(is bool, a, b float64) float64 {
	if is {
		return a
	}
	return b
}

// shortTo is a text cut to a width.
func shortTo(s string, width, size float64) string {
	lines := layout.Wrap(s, width, size, true, 1)
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}
