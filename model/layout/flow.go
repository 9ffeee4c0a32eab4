package layout

import "math"

// Flow is what a drawing of amounts that run down is made from: what they come from, in a row on top, and where they end,
// in a row beneath.
type Flow struct {
	From, To    []Pool
	Streams     []Stream
	Width       float64 // px
	RightToLeft bool
}

// Pool is one end of streams: an amount with a figure and a name.
type Pool struct {
	Name, Figure string
	Lo, Hi       float64 // what is known of the amount; equal where it is one figure
	Unknown      bool    // nothing is known of it: it is drawn as an open box
}

// Stream is an amount that runs from one pool to another.
type Stream struct {
	From, To int
	Amount   float64
}

// FlowDrawing is a flow in place, in px.
type FlowDrawing struct {
	Width, Height float64
	Line          float64 // y of the line of visibility
	From, To      []Bar
	Streams       []string // path data, one for each stream
}

// Bar is a pool in place.
type Bar struct {
	Known   Rect // as much as there is at least; no width where nothing is known
	Unknown Rect // what is uncertain beyond; no width where nothing is
	X       float64
	Figure  float64 // y of the figure
	Lines   []Row   // of the name
}

// Row is one line of text at its height.
type Row struct {
	Text string
	Y    float64
}

// Measures of a flow, in px.
const (
	flowTop     = 96.0  // y of the upper bars
	flowBottom  = 276.0 // y of the lower bars
	flowBar     = 8.0   // height of a bar
	flowGap     = 20.0  // least between two slots
	flowSlot    = 104.0 // least width of a slot, for the words
	flowOpen    = 70.0  // width of a box for what is unknown
	flowText    = 13.0  // size of names
	flowFigure  = 15.5  // size of figures
	flowLeading = 18.0
	flowLines   = 3 // of a name at most
)

// DrawFlow puts a flow in place. The same amount has the same width above and below. Deterministic.
func DrawFlow(f Flow) FlowDrawing {
	d := FlowDrawing{Width: f.Width, Line: flowTop + flowBar + .5}
	scale := flowScale(f)
	top := slots(f.From, f.Width, scale)
	bottom := slots(f.To, f.Width, scale)
	for i, p := range f.From {
		d.From = append(d.From, f.bar(p, top[i], scale, flowTop, true))
	}
	for i, p := range f.To {
		b := f.bar(p, bottom[i], scale, flowBottom, false)
		d.To = append(d.To, b)
		d.Height = math.Max(d.Height, b.Figure+flowLeading)
	}
	d.Streams = f.streams(top, bottom, scale)
	return d
}

// slot is the room of one pool.
type slot struct{ x, width float64 }

// flowScale is the width of one unit such that the upper row just fits.
func flowScale(f Flow) float64 {
	need := func(scale float64) float64 {
		sum := flowGap * float64(len(f.From)-1)
		for _, p := range f.From {
			sum += p.slotWidth(scale)
		}
		return sum
	}
	var total float64
	for _, p := range f.From {
		total += p.Hi
	}
	if total <= 0 {
		return 0
	}
	lo, hi := 0.0, f.Width/total
	for range 50 {
		if mid := (lo + hi) / 2; need(mid) > f.Width {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo
}

func (p Pool) width(scale float64) float64 {
	if p.Unknown {
		return flowOpen
	}
	return math.Max(2, p.Hi*scale)
}

// slotWidth is the room of a pool: for its bar, and for its words.
func (p Pool) slotWidth(scale float64) float64 {
	return math.Max(math.Max(flowSlot, TextWidth(p.Figure, flowFigure, true)), p.width(scale))
}

// slots spreads the pools over the whole width.
func slots(pools []Pool, width, scale float64) []slot {
	used := 0.0
	for _, p := range pools {
		used += p.slotWidth(scale)
	}
	gap := flowGap
	if len(pools) > 1 {
		gap = math.Min(72, (width-used)/float64(len(pools)-1)) // negative where the words must stand closer than they would
	}
	out := make([]slot, len(pools))
	x := math.Max(0, (width-used-gap*float64(len(pools)-1))/2)
	for i, p := range pools {
		out[i] = slot{x, p.slotWidth(scale) + math.Min(gap, 0)}
		x += p.slotWidth(scale) + gap
	}
	return out
}

// bar puts a pool into its slot, with its words above or below.
func (f Flow) bar(p Pool, s slot, scale, y float64, above bool) Bar {
	known := math.Max(2, p.Lo*scale)
	if p.Unknown {
		known = 0
	}
	b := Bar{
		X:       f.mirrored(s.x, 0),
		Known:   Rect{f.mirrored(s.x, known), y, known, flowBar},
		Unknown: Rect{f.mirrored(s.x+known, p.width(scale)-known), y + .5, math.Max(0, p.width(scale)-known), flowBar - 1},
	}
	if b.Unknown.W < 2 {
		b.Unknown = Rect{}
	}
	lines := Wrap(p.Name, s.width, flowText, !above, flowLines)
	first := y + 30
	b.Figure = first + flowLeading*float64(len(lines)) + 2
	if above {
		first = y - 12 - flowLeading*float64(len(lines)-1)
		b.Figure = first - 20
	}
	for i, l := range lines {
		b.Lines = append(b.Lines, Row{l, first + flowLeading*float64(i)})
	}
	return b
}

// mirrored is the left edge of something of this width that begins at x.
func (f Flow) mirrored(x, width float64) float64 {
	if f.RightToLeft {
		x = f.Width - x - width
	}
	return round(x)
}

// streams draws each stream as a band between its two pools; those of one pool lie side by side, in the order of the other
// ends, so that they cross as little as their ends allow.
func (f Flow) streams(top, bottom []slot, scale float64) []string {
	out := make([]string, len(f.Streams))
	starts := make([]float64, len(f.Streams))
	used := make([]float64, len(f.From))
	for to := range f.To {
		for i, s := range f.Streams {
			if s.To == to {
				starts[i] = top[s.From].x + used[s.From]
				used[s.From] += s.Amount * scale
			}
		}
	}
	used = make([]float64, len(f.To))
	for from := range f.From {
		for i, s := range f.Streams {
			if s.From != from {
				continue
			}
			width := s.Amount * scale
			out[i] = f.band(starts[i], bottom[s.To].x+used[s.To], width)
			used[s.To] += width
		}
	}
	return out
}

func (f Flow) band(top, bottom, width float64) string {
	const y0, y1 = flowTop + flowBar + 6, flowBottom
	const upper, lower = y1 - (y1-y0)*.42, y0 + (y1-y0)*.42
	a, b := f.mirrored(top, width), f.mirrored(bottom, width)
	c := func(x1, h1, x2, h2, x, y float64) string {
		return "C" + num(x1) + " " + num(h1) + " " + num(x2) + " " + num(h2) + " " + num(x) + " " + num(y)
	}
	return "M" + num(a) + " " + num(y0) + c(a, upper, b, lower, b, y1) + "H" + num(b+width) + c(b+width, lower, a+width, upper, a+width, y0) + "Z"
}
