// Package layout says where the boxes and lines of a drawing go. It knows sizes and neighbours, nothing of what they mean:
// the caller hands in texts and links and draws what comes back. Everything is in CSS pixels, from the upper left corner,
// and the same input always gets the same drawing.
package layout

// Causes are a problem and what lies beneath it, to be drawn as a graph: the problem on top, then the line of visibility, then
// every cause in the layer of its longest way from the problem.
type Causes struct {
	Nodes       []Node // the problem first; every other is reached from it by links that are no Return
	Links       []Link
	RightToLeft bool
	Small       bool    // as on a printed page: smaller text, centred, no sign in the boxes
	Width       float64 // at least this wide; 0 = 460, small 276
	Lines       int     // longest text of a box, in lines; 0 = whole
}

// Node is one box.
type Node struct {
	ID       string
	Text     string
	Note     string // a smaller line beneath; "" = none
	Gate     bool   // a gate joins its links
	GateNote string // words beside the gate, drawn where there is room
	Question bool   // an open place, not a cause: a small box
	Strong   bool   // its text is bold
}

// Link leads from an effect down to one of its causes; both are indexes of Nodes.
type Link struct {
	From, To int
	Return   bool // a circle: it leads back up, and is drawn around the side
}

// Point is a place in the drawing.
type Point struct{ X, Y float64 }

// Rect is a part of the drawing.
type Rect struct{ X, Y, W, H float64 }

// Drawing is where everything goes.
type Drawing struct {
	Width, Height float64
	Line          float64  // height of the line of visibility
	Boxes         []Box    // one for each node, in their order
	Gates         []Gate   // in the order of their nodes
	Routes        []Route  // one for each link, in their order
	Size          TextSize // of the texts

	radius float64 // of corners
}

// Box is where a node goes.
type Box struct {
	Rect
	Layer int // 0 for the problem
	Text  []Line
	Note  []Line
	Mark  Point // upper corner of the sign, at the side where reading starts; only where the drawing is not small
}

// Line is one line of text. X is where reading starts, or the middle in a small drawing; Y the baseline.
type Line struct {
	Text string
	X, Y float64
}

// Gate joins the links of a node.
type Gate struct {
	Rect
	Node   int
	Stem   string // path data from the box to the gate
	Note   Line   // Text is "" where there is no room for it
	Middle Point  // of its own word: baseline

	stemTop float64
}

// Route is the way of a link.
type Route struct {
	Data   string  // path data
	Points []Point // the corners, from the effect to the cause
}

// measures are the sizes of a drawing.
type measures struct {
	text                      TextSize
	width, margin, gap        float64
	least, most, top, ask     float64 // widths of boxes: of causes, of the problem, of an open place
	pad, sign                 float64 // room beside the text; room for the sign before it
	line, first, last         float64 // height of a line; from the edge to the first baseline; from the last to the edge
	gateW, gateH, radius      float64
	toLine, toGate, toTrack   float64 // gaps: problem to line, anything to a gate, gate to the first track
	track, fromTrack, between float64 // between tracks; from the last track to a box; between ports of a box
}

var (
	large = measures{text: TextSize{13, 11.5}, width: 460, margin: 16, gap: 14, least: 133, most: 206, top: 300, ask: 104, pad: 12, sign: 17,
		line: 18, first: 22, last: 12, gateW: 68, gateH: 26, radius: 8, toLine: 28, toGate: 26, toTrack: 14, track: 10, fromTrack: 17, between: 12}
	small = measures{text: TextSize{11.5, 11}, width: 276, margin: 1, gap: 8, least: 88, most: 134, top: 190, ask: 70, pad: 5, sign: 0,
		line: 15, first: 18, last: 9, gateW: 40, gateH: 18, radius: 8, toLine: 16, toGate: 11, toTrack: 8, track: 8, fromTrack: 12, between: 8}
)

// DrawCauses lays out a cause graph. A graph without nodes has an empty drawing.
//
// The method is that of Sugiyama, Tagawa and Toda (1981): layers, an order within each by barycentres, then places; lines run
// in tracks between the layers, as Hashimoto and Stevens (1971) assign them.
func DrawCauses(c Causes) Drawing {
	if len(c.Nodes) == 0 {
		return Drawing{}
	}
	m := large
	if c.Small {
		m = small
	}
	if c.Width > 0 {
		m.width = c.Width
	}
	d := newDraft(c, m)
	d.layer()
	d.order()
	d.wrap()
	d.place()
	d.route()
	out := d.finish()
	if c.RightToLeft {
		out.mirror()
	}
	return out
}
