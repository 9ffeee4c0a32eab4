package layout

import "slices"

// route draws the links.
func (g *grid) route() {
	g.drawn.Links = make([]Path, len(g.Links))
	for i, l := range g.Links {
		g.drawn.Links[i] = Path{Points: g.way(l)}
	}
}

// way leads a link through the gaps between rows, and past rows through the gap before its lower box.
func (g *grid) way(l StagedLink) []Point {
	a, b := g.drawn.Boxes[l.From], g.drawn.Boxes[l.To]
	upper, lower := l.From, l.To
	if g.row[upper] > g.row[lower] {
		upper, lower = lower, upper
	}
	u, d := g.drawn.Boxes[upper], g.drawn.Boxes[lower]
	under := func(r int) float64 { return g.rows[r].y + g.rows[r].height + 12 }
	over := func(r int) float64 { return g.rows[r].y - 12 }
	var p []Point
	switch rows := g.row[lower] - g.row[upper]; {
	case l.From == l.To:
		return []Point{{a.X + a.W, a.Y + a.H/2}, {a.X + a.W + 9, a.Y + a.H/2}, {a.X + a.W + 9, a.Y + a.H + 9}, {a.X + a.W - 18, a.Y + a.H + 9}, {a.X + a.W - 18, a.Y + a.H}}
	case rows == 0:
		y := under(g.row[upper])
		return []Point{{middle(a), a.Y + a.H}, {middle(a), y}, {middle(b), y}, {middle(b), b.Y + b.H}}
	case rows == 1:
		y := over(g.row[lower])
		p = []Point{{middle(u), u.Y + u.H}, {middle(u), y}, {middle(d), y}, {middle(d), d.Y}}
	default:
		x := g.slots[g.slot[lower]].X - 12
		y1, y2 := under(g.row[upper]), over(g.row[lower])
		p = []Point{{middle(u), u.Y + u.H}, {middle(u), y1}, {x, y1}, {x, y2}, {middle(d), y2}, {middle(d), d.Y}}
	}
	if upper != l.From {
		slices.Reverse(p)
	}
	return p
}
