package layout

import "math"

// Staged is a drawing in lanes, from top to bottom, and columns, from where reading starts: a map of an ecosystem, or the
// blueprint of one journey. Boxes of one cell stand beneath and beside each other in a grid; links run level and upright,
// with round corners, between the boxes and never through one.
type Staged struct {
	Lanes       []StagedLane
	Columns     int // 0 = one
	Boxes       []StagedBox
	Links       []StagedLink
	Before      []string // Order of the drawing before an edit: all that can stays where it was; nil = a fresh drawing
	RightToLeft bool
	Curved      bool    // links bend instead of turning corners, and each has ends of its own
	Start       float64 // width kept before the first column, for the names of the lanes
	Head        float64 // height kept above the first lane, for the names of the columns
	Width       float64 // of the whole at least: columns move apart, within reason
	Aspect      float64 // width over height aimed at, where a cell has many boxes; 0 = 1.3
}

// StagedLane is a row of cells.
type StagedLane struct {
	Band         bool    // its boxes have no column: they stand in rows across the whole width, each as wide as whole columns
	Above, Below float64 // room kept over and under its boxes besides that of the links: for the name of a line
	Least        float64 // height at least
}

// StagedBox is a box that wants a place.
type StagedBox struct {
	Width, Height float64
	Above         float64 // room kept over it, which no link runs along: for a pin, for words
	Lane, Column  int     // from 0; out of range = the nearest there is
	Tier          int     // boxes of a lane with a higher tier stand in rows of their own beneath those with a lower one
	Key           string  // tells the box from all others and stays the same from drawing to drawing
}

// StagedLink joins two boxes by their indexes in Boxes; it may join a box to itself.
type StagedLink struct {
	From, To int
	Kind     int // links of different kinds share no stretch of their ways
}

// StagedDrawing says where everything goes.
type StagedDrawing struct {
	Width, Height float64
	Lanes         []Band   // one for each lane; each begins where the one above ends
	Columns       []Span   // one for each column
	Boxes         []Rect   // one for each box; those of a band are wider than asked for
	Links         []Path   // one for each link, from its From to its To
	Order         []string // to hand back as Before; nothing for people to read
}

// Band is a part of the height.
type Band struct {
	Y, Height float64
	Rows      []float64 // upper edge of each row of boxes
}

// Span is a part of the width.
type Span struct{ X, Width float64 }

// Path is the way of a link.
type Path struct {
	D      string  // path data
	Points []Point // where it begins, turns and ends
	Label  Point   // the middle of its longest level stretch, or of its longest one where none is level
	Level  bool    // whether the stretch at Label is level

	across bool    // it bends from left to right rather than downwards
	bulge  float64 // how far a way between neighbours swings out
}

// Sizes of staged drawings, in px.
const (
	stagedMargin = 16.0  // to the edges
	stagedSlot   = 128.0 // of a column without boxes
	stagedGap    = 30.0  // between boxes side by side, at least
	stagedMost   = 90.0  // between boxes side by side where there is width to fill
	bandGap      = 16.0  // between boxes of a band that nothing is linked to
	stagedRow    = 30.0  // between boxes of a lane, at least
	stagedBend   = 48.0  // the same in a curved drawing
	stagedLane   = 22.0  // from a box to the edge of its lane, at least
	stagedEmpty  = 40.0  // height of a lane without boxes
	stagedAspect = 1.3
)

// DrawStaged lays out a staged drawing. The same input always gets the same drawing.
func DrawStaged(s Staged) StagedDrawing { return drawStaged(s, true) }

// drawStaged can leave out the search for a good arrangement.
func drawStaged(s Staged, arranged bool) StagedDrawing {
	g := newGrid(s)
	size := g.sizes()
	if len(s.Before) == 0 || !g.again(size) {
		g.widen(size, g.widths(size))
		g.fill()
		if arranged {
			g.arrange()
		}
	}
	g.route().place()
	d := g.drawn
	d.Order = g.order()
	if s.RightToLeft {
		for i := range d.Columns {
			c := &d.Columns[i]
			c.X = d.Width - c.X - c.Width
		}
		mirror(d.Width, d.Boxes, d.Links)
	}
	for i := range d.Links {
		d.Links[i].draw(s.Curved)
	}
	return d
}

// mirror turns boxes and links for scripts that run from right to left.
func mirror(width float64, boxes []Rect, links []Path) {
	for i := range boxes {
		boxes[i].X = width - boxes[i].X - boxes[i].W
	}
	for i := range links {
		for k := range links[i].Points {
			links[i].Points[k].X = width - links[i].Points[k].X
		}
	}
}

func clamp(v, n int) int { return max(0, min(v, n-1)) }

func middle(r Rect) float64 { return r.X + r.W/2 }

func orElse(v, otherwise float64) float64 {
	if v > 0 && !math.IsInf(v, 0) {
		return v
	}
	return otherwise
}
