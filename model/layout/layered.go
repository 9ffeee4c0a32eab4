package layout

import "slices"

// Layered is a drawing of boxes in ranks: what an element rests on, and what rests on it. Links run from rank to rank.
type Layered struct {
	Boxes       []LayeredBox
	Links       []LayeredLink
	Ranked      bool     // the ranks of the boxes are given; else each stands beyond those that lead to it, as far as there is no circle
	Before      []string // Order of the drawing before an edit: all that can stays where it was; nil = a fresh drawing
	Across      bool     // ranks follow each other from where reading starts; else from the top down
	RightToLeft bool
	Curved      bool // links bend instead of turning corners, and each has ends of its own
}

// LayeredBox is a box that wants a place.
type LayeredBox struct {
	Width, Height float64
	Rank          int    // where Layered.Ranked; any number, the lowest comes first
	Key           string // tells the box from all others and stays the same from drawing to drawing
}

// LayeredLink joins two boxes by their indexes in Boxes; it may join a box to itself.
type LayeredLink struct {
	From, To int
	Kind     int // links of different kinds share no stretch of their ways
}

// LayeredDrawing says where everything goes.
type LayeredDrawing struct {
	Width, Height float64
	Ranks         []Span   // one for each rank that has boxes, along the way that ranks follow each other: X is the upper edge where they run down
	Boxes         []Rect   // one for each box
	Links         []Path   // one for each link, from its From to its To
	Crossings     int      // pairs of links that cross between neighbouring ranks
	Order         []string // to hand back as Before; nothing for people to read
}

// Sizes of layered drawings, in px.
const (
	layeredMargin = 16.0
	layeredGap    = 24.0 // between boxes of a rank
	layeredTight  = 14.0 // the same where ranks follow each other across
	layeredPoint  = 8.0  // between way-points
	layeredRank   = 44.0 // between ranks, at least
	layeredBend   = 64.0 // the same in a curved drawing, and across
)

// Effort of a layered drawing: elementary steps for each box, way-point and link, and at most; and the most way-points: links that
// would need more run around everything.
const (
	layeredEffort = 8000
	layeredBudget = 90_000_000
	layeredPoints = 150_000
)

// DrawLayered lays out a drawing in ranks. The same input always gets the same drawing.
//
// The method is that of Sugiyama, Tagawa and Toda (1981): ranks, an order within each with few crossings, places, and then ways
// in tracks between the ranks.
func DrawLayered(l Layered) LayeredDrawing {
	if len(l.Boxes) == 0 {
		return LayeredDrawing{}
	}
	return drawLayered(l, layeredPoints)
}

func drawLayered(l Layered, points int) LayeredDrawing {
	y := newLayers(l)
	y.chain(points)
	if !y.again {
		y.arrange()
		y.place()
	} else {
		y.rearrange()
		y.replace()
	}
	y.route()
	d := y.drawn
	d.Order = y.order()
	if l.Across {
		d.turn()
	}
	if l.RightToLeft {
		mirror(d.Width, d.Boxes, d.Links)
		if l.Across {
			for i, r := range d.Ranks {
				d.Ranks[i].X = d.Width - r.X - r.Width
			}
		}
	}
	for i := range d.Links {
		p := &d.Links[i]
		if p.across = l.Across; l.Across && l.RightToLeft {
			p.bulge = -p.bulge
		}
		p.draw(l.Curved)
	}
	return d
}

// turn lets what runs down run across.
func (d *LayeredDrawing) turn() {
	d.Width, d.Height = d.Height, d.Width
	for i, b := range d.Boxes {
		d.Boxes[i] = Rect{b.Y, b.X, b.H, b.W}
	}
	for i := range d.Links {
		for k, p := range d.Links[i].Points {
			d.Links[i].Points[k] = Point{p.Y, p.X}
		}
	}
}

// layers is a layered drawing under way. It runs down; what runs across is turned at the end. Its vertices are the boxes, and a
// way-point in each rank that a link passes.
type layers struct {
	Layered
	again  bool    // it follows a drawing before
	row    []int32 // of each vertex
	chains []chained
	rows   [][]int32           // the vertices of each row in order
	at     []int32             // place of each vertex in its row
	x      []float64           // middle of each vertex
	stood  map[string]standing // where vertices stood before, by their names; only where again
	was    []float64           // the same by vertex
	known  []bool              // which of them did
	room   []int               // for how many tracks each channel has room; before the ways are known, in the drawing before
	drawn  LayeredDrawing
	gap    float64
}

// chained is a link as a chain of vertices from its upper to its lower box.
type chained struct {
	upper, lower int32
	point        int32 // the first way-point
	points       int32 // how many; -1 = the link runs around, or lies within a row
}

// newLayers turns boxes so that ranks run down, and ranks them.
func newLayers(l Layered) *layers {
	y := &layers{Layered: l, gap: layeredGap}
	y.Boxes = slices.Clone(l.Boxes)
	if l.Across {
		y.gap = layeredTight
		for i := range y.Boxes {
			b := &y.Boxes[i]
			b.Width, b.Height = b.Height, b.Width
		}
	}
	var ranks []int
	switch {
	case y.readBefore():
		y.again = true
		ranks = y.ranksBefore()
	case l.Ranked:
		ranks = make([]int, len(l.Boxes))
		for i, b := range l.Boxes {
			ranks[i] = b.Rank
		}
	default:
		ranks = y.ranks()
	}
	used := slices.Compact(slices.Sorted(slices.Values(ranks)))
	y.row = make([]int32, len(ranks))
	for i, r := range ranks {
		at, _ := slices.BinarySearch(used, r)
		y.row[i] = int32(at)
	}
	return y
}

// chain makes the way-points, so many at most, for short links first.
func (y *layers) chain(most int) {
	y.chains = make([]chained, len(y.Links))
	deepest := int(slices.Max(y.row))
	for i, l := range y.Links {
		c := &y.chains[i]
		*c = chained{upper: int32(l.From), lower: int32(l.To), points: -1}
		if y.row[c.upper] > y.row[c.lower] {
			c.upper, c.lower = c.lower, c.upper
		}
	}
	span := func(i int32) int { c := &y.chains[i]; return int(y.row[c.lower] - y.row[c.upper]) }
	points := 0
	for _, i := range sorted(len(y.chains), deepest+1, span) {
		c := &y.chains[i]
		if n := span(i); n > 0 {
			if points += n - 1; points > most {
				break
			}
			c.point, c.points = int32(len(y.row)), int32(n-1)
			for r := y.row[c.upper] + 1; r < y.row[c.lower]; r++ {
				y.row = append(y.row, r)
			}
		}
	}
}

// pairs are the links from vertex to vertex, the upper first, and those within a row.
func (y *layers) pairs() (down, level [][2]int32) {
	for i := range y.chains {
		c := &y.chains[i]
		if c.points < 0 {
			if y.row[c.upper] == y.row[c.lower] && c.upper != c.lower {
				level = append(level, [2]int32{c.upper, c.lower})
			}
			continue
		}
		from := c.upper
		for p := c.point; p < c.point+c.points; p++ {
			down = append(down, [2]int32{from, p})
			from = p
		}
		down = append(down, [2]int32{from, c.lower})
	}
	return down, level
}

// arrange orders each row. Parts of the drawing that no link joins are ordered one by one and stand side by side.
func (y *layers) arrange() {
	down, level := y.pairs()
	part, parts := y.parts(down, level)
	y.rows = make([][]int32, slices.Max(y.row)+1)
	size := len(y.row) + len(down) + len(level)
	budget := min(layeredBudget, layeredEffort*size)
	number := make([]int32, len(y.row)) // of each vertex in its part
	downOf, levelOf := divide(down, part, parts), divide(level, part, parts)
	for p, vertices := range members(part, parts) {
		if len(vertices) == 1 {
			y.rows[y.row[vertices[0]]] = append(y.rows[y.row[vertices[0]]], vertices[0])
			continue
		}
		row := make([]int32, len(vertices))
		for i, v := range vertices {
			number[v], row[i] = int32(i), y.row[v]
		}
		rename := func(pairs [][2]int32) {
			for i, k := range pairs {
				pairs[i] = [2]int32{number[k[0]], number[k[1]]}
			}
		}
		rename(downOf[p])
		rename(levelOf[p])
		o := newOrdering(row, nil, downOf[p], levelOf[p])
		own := len(vertices) + len(downOf[p]) + len(levelOf[p])
		y.drawn.Crossings += o.minimise(int(float64(budget) * float64(own) / float64(size)))
		for r, list := range o.rows {
			for _, i := range list {
				y.rows[r] = append(y.rows[r], vertices[i])
			}
		}
	}
	y.settle()
}

func (y *layers) settle() {
	y.at = make([]int32, len(y.row))
	for _, list := range y.rows {
		for i, v := range list {
			y.at[v] = int32(i)
		}
	}
}

// parts numbers the parts that links join, by their first vertices: union and find.
func (y *layers) parts(pairs ...[][2]int32) (part []int32, parts int) {
	root := make([]int32, len(y.row))
	for v := range root {
		root[v] = int32(v)
	}
	find := func(v int32) int32 {
		for root[v] != v {
			root[v] = root[root[v]]
			v = root[v]
		}
		return v
	}
	for _, list := range pairs {
		for _, k := range list {
			a, b := find(k[0]), find(k[1])
			root[max(a, b)] = min(a, b)
		}
	}
	part = make([]int32, len(root))
	for v := range root {
		if r := find(int32(v)); int(r) == v {
			part[v] = int32(parts)
			parts++
		} else {
			part[v] = part[r]
		}
	}
	return part, parts
}

func members(part []int32, parts int) [][]int32 {
	out := make([][]int32, parts)
	for v, p := range part {
		out[p] = append(out[p], int32(v))
	}
	return out
}

func divide(pairs [][2]int32, part []int32, parts int) [][][2]int32 {
	out := make([][][2]int32, parts)
	for _, k := range pairs {
		out[part[k[0]]] = append(out[part[k[0]]], k)
	}
	return out
}
