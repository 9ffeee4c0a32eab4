package layout

import (
	"cmp"
	"slices"
)

// Effort of a staged drawing: elementary steps for each box, way-point and link, and at most; and the most way-points with which
// crossings are counted at all.
const (
	stagedEffort = 2000
	stagedBudget = 8_000_000
	stagedPoints = 4000
)

// arrange chooses the rows and slots of the boxes within their cells: first so that links are short, then so that few cross.
func (g *grid) arrange() {
	g.shorten()
	if o, boxes := g.ordering(); o != nil {
		g.minimise(o)
		g.settle(o, boxes)
		for range 2 {
			g.spread()
		}
	}
}

func (g *grid) minimise(o *ordering) int {
	return o.minimise(min(stagedBudget, stagedEffort*(len(o.row)+len(o.down.to)+len(o.level.to))))
}

// ordering is the drawing as rows of boxes and of way-points where a link passes a row. A link keeps to one column on its way:
// that of its lower or of its upper box, or one between with fewer boxes. It is nil where there is nothing to choose, or too much.
func (g *grid) ordering() (o *ordering, boxes int) {
	boxes = len(g.Boxes)
	free := false
	row, cell := make([]int32, boxes), make([]int32, boxes)
	taken := make(map[[2]int]int, boxes)
	for i, b := range g.Boxes {
		row[i], cell[i] = int32(g.row[i]), int32(b.Column)
		if taken[[2]int{g.row[i], b.Column}]++; taken[[2]int{g.row[i], b.Column}] > 1 {
			free = true
		}
	}
	if !free {
		return nil, boxes
	}
	var down, level [][2]int32
	for _, l := range g.Links {
		a, b := l.From, l.To
		if g.row[a] > g.row[b] {
			a, b = b, a
		}
		if g.row[a] == g.row[b] {
			if a != b {
				level = append(level, [2]int32{int32(a), int32(b)})
			}
			continue
		}
		column := g.passage(a, b, taken)
		from := int32(a)
		for r := g.row[a] + 1; r < g.row[b]; r++ {
			v := int32(len(row))
			row, cell = append(row, int32(r)), append(cell, int32(column))
			down = append(down, [2]int32{from, v})
			from = v
		}
		down = append(down, [2]int32{from, int32(b)})
		if len(row) > boxes+stagedPoints {
			return nil, boxes
		}
	}
	return newOrdering(row, cell, down, level), boxes
}

// passage is the column in which a link passes the rows between its ends.
func (g *grid) passage(upper, lower int, taken map[[2]int]int) int {
	from, to := g.Boxes[upper].Column, g.Boxes[lower].Column
	best, least := to, -1
	try := func(c int) {
		n := 0
		for r := g.row[upper] + 1; r < g.row[lower]; r++ {
			n += taken[[2]int{r, c}]
		}
		if least < 0 || n < least {
			best, least = c, n
		}
	}
	try(to)
	try(from)
	for c := min(from, to) + 1; c < max(from, to) && least > 0; c++ {
		try(c)
	}
	return best
}

// settle takes the order of boxes from an ordering.
func (g *grid) settle(o *ordering, boxes int) {
	next := map[[2]int]int{}
	for r, list := range o.rows {
		for _, v := range list {
			if i := int(v); i < boxes {
				from, _, span := g.cell(i)
				k := [2]int{r, g.Boxes[i].Column}
				g.slot[i] = from + next[k]*span
				next[k]++
			}
		}
	}
}

// parts are the boxes that stand side by side in one cell, each in order.
func (g *grid) parts() [][]int {
	boxes := make([]int, len(g.Boxes))
	for i := range boxes {
		boxes[i] = i
	}
	slices.SortFunc(boxes, func(a, b int) int { return cmp.Or(cmp.Compare(g.row[a], g.row[b]), cmp.Compare(g.slot[a], g.slot[b])) })
	var parts [][]int
	for from := 0; from < len(boxes); {
		to := from + 1
		for to < len(boxes) && g.row[boxes[to]] == g.row[boxes[from]] && g.Boxes[boxes[to]].Column == g.Boxes[boxes[from]].Column {
			to++
		}
		parts = append(parts, boxes[from:to])
		from = to
	}
	return parts
}

// wish is where a box would stand if it were alone: the mean slot of those it is linked to, in 64ths; its own where there are none.
func (g *grid) wish(box int) int {
	to := g.linked.of(box)
	if len(to) == 0 {
		return g.slot[box] << 6
	}
	sum := 0
	for _, k := range to {
		sum += g.slot[k]<<6 + (g.span[k]-1)<<5
	}
	return sum / len(to)
}

// spread moves the boxes of cells that have room, in their order, to the slots nearest to what they are linked to.
func (g *grid) spread() {
	for _, part := range g.parts() {
		from, to, span := g.cell(part[0])
		slots := (to - from) / span
		if len(part) >= slots {
			continue
		}
		none, wishes := true, make([]int, len(part))
		for k, i := range part {
			wishes[k] = g.wish(i) - from<<6
			none = none && len(g.linked.of(i)) == 0
		}
		if none {
			continue
		}
		for k, s := range fit(wishes, slots, span<<6) {
			g.slot[part[k]] = from + s*span
		}
	}
}

// fit chooses a slot for each wish, in order, so that the sum of distances is least.
func fit(wishes []int, slots, size int) []int {
	n, extra := len(wishes), slots-len(wishes)
	// cost[e] is the least for the wishes so far with e slots left empty before the last of them; came says how many were
	// before the one before.
	cost, came := make([]int, extra+1), make([][]int, n)
	for k, w := range wishes {
		came[k] = make([]int, extra+1)
		best := 0
		for e := range cost {
			if cost[e] < cost[best] {
				best = e
			}
			came[k][e] = best
		}
		next := make([]int, extra+1)
		for e := range next {
			next[e] = cost[came[k][e]] + abs(w-(k+e)*size)
		}
		cost = next
	}
	at := 0
	for e := range cost {
		if cost[e] < cost[at] {
			at = e
		}
	}
	out := make([]int, n)
	for k := n - 1; k >= 0; k-- {
		out[k] = k + at
		at = came[k][at]
	}
	return out
}
