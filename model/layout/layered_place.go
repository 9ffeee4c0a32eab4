package layout

import "math"

// placing gives the vertices of layers their places along the rows.
type placing struct {
	*layers
	up, down neighbours
	steady   bool // boxes that stood somewhere before hold on to that
	blocks   []block
	offset   []float64
}

// block is a run of vertices that stand as close as they may.
type block struct {
	sum, weight float64
	n           int
}

func newPlacing(y *layers) *placing {
	down, _ := y.pairs()
	n := len(y.row)
	p := &placing{layers: y, down: newNeighbours(n, down, 0), up: newNeighbours(n, down, 1)}
	if y.x == nil {
		y.x = make([]float64, n)
		for _, list := range y.rows {
			x := 0.0
			for i, v := range list {
				if i > 0 {
					x += p.apart(list[i-1], v)
				}
				y.x[v] = x
			}
		}
	}
	return p
}

// half is half the width of a vertex.
func (y *layers) half(v int32) float64 {
	if int(v) < len(y.Boxes) {
		return y.Boxes[v].Width / 2
	}
	return 0
}

// apart is how far the middles of two neighbours in a row stand from each other at least.
func (y *layers) apart(a, b int32) float64 {
	boxes := int32(len(y.Boxes))
	switch {
	case a < boxes && b < boxes:
		return y.half(a) + y.half(b) + y.gap
	case a < boxes || b < boxes:
		return y.half(a) + y.half(b) + y.gap/2 + 2
	}
	return layeredPoint
}

// bounds is where a vertex may stand between its neighbours.
func (y *layers) bounds(v int32) (lo, hi float64) {
	row, at := y.rows[y.row[v]], y.at[v]
	lo, hi = math.Inf(-1), math.Inf(1)
	if at > 0 {
		lo = y.x[row[at-1]] + y.apart(row[at-1], v)
	}
	if int(at)+1 < len(row) {
		hi = y.x[row[at+1]] - y.apart(v, row[at+1])
	}
	return lo, hi
}

// place finds places near those of linked vertices.
func (y *layers) place() {
	p := newPlacing(y)
	for range 6 {
		p.pass(true)
		p.pass(false)
	}
	p.straighten()
	p.finish()
}

// pass settles all rows by their neighbours above, or below.
func (p *placing) pass(up bool) {
	if up {
		for r := len(p.rows) - 2; r >= 0; r-- {
			p.settleRow(p.rows[r], p.down, p.up)
		}
		return
	}
	for r := 1; r < len(p.rows); r++ {
		p.settleRow(p.rows[r], p.up, p.down)
	}
}

// settleRow moves the vertices of a row towards the mean of their neighbours on one side, or the other where there are none, with
// the least squares of what is left, in their order and without overlap: isotonic regression by pooling adjacent violators
// (Ayer et al. 1955).
func (p *placing) settleRow(row []int32, near, other neighbours) {
	p.blocks, p.offset = p.blocks[:0], append(p.offset[:0], 0)
	for i, v := range row {
		if i > 0 {
			p.offset = append(p.offset, p.offset[i-1]+p.apart(row[i-1], v))
		}
		want, weight := p.wish(v, near, other)
		p.blocks = append(p.blocks, block{(want - p.offset[i]) * weight, weight, 1})
		for n := len(p.blocks); n > 1; n = len(p.blocks) {
			a, b := p.blocks[n-2], p.blocks[n-1]
			if a.sum*b.weight <= b.sum*a.weight {
				break
			}
			p.blocks = append(p.blocks[:n-2], block{a.sum + b.sum, a.weight + b.weight, a.n + b.n})
		}
	}
	i := 0
	for _, b := range p.blocks {
		for range b.n {
			p.x[row[i]] = b.sum/b.weight + p.offset[i]
			i++
		}
	}
}

func (p *placing) wish(v int32, near, other neighbours) (want, weight float64) {
	box := int(v) < len(p.Boxes)
	if p.steady && p.known[v] {
		return p.was[v], 50
	}
	to, weight := near.of(v), 1.0
	if len(to) == 0 {
		to, weight = other.of(v), .3
	}
	if len(to) == 0 {
		return p.x[v], .1
	}
	for _, w := range to {
		want += p.x[w] / float64(len(to))
	}
	if !box && int(to[0]) >= len(p.Boxes) {
		weight *= 8 // a long link runs straight
	} else if !box {
		weight *= 2
	}
	return want, weight
}

// straighten lets the way-points of a link stand below each other where there is room for all of them.
func (p *placing) straighten() {
	for range 2 {
		for i := range p.chains {
			c := &p.chains[i]
			if p.steady && c.points > 0 && p.known[c.point] {
				continue
			}
			for from := c.point; from < c.point+c.points; {
				from = p.align(from, c.point+c.points)
			}
		}
	}
}

// align moves as many way-points from one on as can stand at one place, and returns the first that cannot.
func (p *placing) align(from, end int32) int32 {
	lo, hi, sum, to := math.Inf(-1), math.Inf(1), 0.0, from
	for ; to < end; to++ {
		l, h := p.bounds(to)
		if max(lo, l) > min(hi, h) {
			break
		}
		lo, hi = max(lo, l), min(hi, h)
		sum += p.x[to]
	}
	if to == from {
		return from + 1
	}
	x := max(lo, min(hi, sum/float64(to-from)))
	for v := from; v < to; v++ {
		p.x[v] = x
	}
	return to
}

// finish moves all to the margin. What stood somewhere before stays there where it can.
func (p *placing) finish() {
	lo := math.Inf(1)
	for v := range p.x {
		lo = min(lo, p.x[v]-p.half(int32(v)))
	}
	by := layeredMargin - lo
	if p.steady && lo >= layeredMargin && lo < 4*layeredMargin {
		by = 0
	}
	for v := range p.x {
		p.x[v] = round(p.x[v] + by)
	}
}
