package layout

import (
	"cmp"
	"slices"
)

// ordering arranges vertices within rows so that few links cross. Links join vertices of neighbouring rows, or of one row; a
// long link has a vertex in every row that it passes. All is integers in flat arrays: this is where a layout spends its time.
//
// The method is that of Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs" (1993): sweeps that sort
// each row by its neighbours, then exchanges of neighbours in a row; and beyond it the sifting of Matuszewski, Schönfeld and
// Molitor, "Using sifting for k-layer straightline crossing minimization" (1999), and what anneal does while the budget lasts.
type ordering struct {
	rows            [][]int32 // the vertices of each row, in order
	row, at         []int32   // of each vertex: its row, and its place there
	cell            []int32   // of each vertex: those of a row stay sorted by it; nil = they may go anywhere
	fixed           []bool    // vertices that keep their order among themselves; nil = none
	up, down, level neighbours

	spent, budget int // elementary steps, of some nanoseconds each
	kept          []int32
	tree          []int32       // of counts, see Fenwick, "A new data structure for cumulative frequency tables" (1994)
	keys          []uint64      // to sort by
	near          [2]neighbours // places of neighbours above and below, in order, where lookAround has been
	next, scratch []int32
	lifted        *lifted
}

// neighbours are lists of vertices, those of v between start[v] and start[v+1].
type neighbours struct{ start, to []int32 }

func (n neighbours) of(v int32) []int32 { return n.to[n.start[v]:n.start[v+1]] }

// newNeighbours collects for each of n vertices the other ends of pairs that begin with it.
func newNeighbours(n int, pairs [][2]int32, from int) neighbours {
	out := neighbours{start: make([]int32, n+1), to: make([]int32, len(pairs))}
	for _, p := range pairs {
		out.start[p[from]+1]++
	}
	for v := range n {
		out.start[v+1] += out.start[v]
	}
	next := slices.Clone(out.start[:n])
	for _, p := range pairs {
		out.to[next[p[from]]] = p[1-from]
		next[p[from]]++
	}
	return out
}

// newOrdering takes the row of each vertex, the pairs of neighbouring rows, the upper vertex first, and the pairs of one row.
// The vertices of a row begin in the order of their numbers, within their cells.
func newOrdering(row, cell []int32, down, level [][2]int32) *ordering {
	n, rows := len(row), int32(0)
	for _, r := range row {
		rows = max(rows, r+1)
	}
	both := make([][2]int32, 0, 2*len(level))
	for _, p := range level {
		both = append(both, p, [2]int32{p[1], p[0]})
	}
	o := &ordering{row: row, cell: cell, at: make([]int32, n), rows: make([][]int32, rows),
		down: newNeighbours(n, down, 0), up: newNeighbours(n, down, 1), level: newNeighbours(n, both, 0), next: make([]int32, n)}
	for v := range row {
		o.rows[row[v]] = append(o.rows[row[v]], int32(v))
	}
	widest := 0
	for _, list := range o.rows {
		widest = max(widest, len(list))
		if cell != nil {
			slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(cell[a], cell[b]) })
		}
	}
	o.tree, o.keys = make([]int32, widest+1), make([]uint64, widest)
	o.near = [2]neighbours{{o.up.start, make([]int32, len(o.up.to))}, {o.down.start, make([]int32, len(o.down.to))}}
	o.settle()
	return o
}

// settle notes the place of each vertex.
func (o *ordering) settle() {
	for _, list := range o.rows {
		for i, v := range list {
			o.at[v] = int32(i)
		}
	}
}

// keep remembers the present order, and restore brings it back.
func (o *ordering) keep() {
	o.kept = o.kept[:0]
	for _, list := range o.rows {
		o.kept = append(o.kept, list...)
	}
}

func (o *ordering) restore() {
	i := 0
	for _, list := range o.rows {
		i += copy(list, o.kept[i:])
	}
	o.settle()
}

// crossings counts the pairs of links that cross: between two rows where they swap sides, within a row where they interleave.
func (o *ordering) crossings() int {
	n := 0
	for r := range o.rows {
		n += o.crossingsBelow(r) + o.crossingsWithin(r)
	}
	return n
}

func (o *ordering) crossingsBelow(r int) int {
	if r+1 >= len(o.rows) {
		return 0
	}
	tree := o.tree[:len(o.rows[r+1])+1]
	clear(tree)
	n, links := 0, int32(0)
	for _, v := range o.rows[r] {
		to := o.down.of(v)
		for _, w := range to { // those before that end further along
			n += int(links)
			for i := o.at[w] + 1; i > 0; i &= i - 1 {
				n -= int(tree[i])
			}
		}
		for _, w := range to {
			for i := int(o.at[w]) + 1; i < len(tree); i += i & -i {
				tree[i]++
			}
		}
		links += int32(len(to))
	}
	o.spent += 4 * (int(links) + len(o.rows[r]))
	return n
}

func (o *ordering) crossingsWithin(r int) int {
	if len(o.level.to) == 0 {
		return 0
	}
	tree := o.tree[:len(o.rows[r])+1]
	clear(tree)
	n, open := 0, int32(0)
	add := func(at, by int32) {
		for i := int(at) + 1; i < len(tree); i += i & -i {
			tree[i] += by
		}
		open += by
	}
	for _, v := range o.rows[r] {
		at := o.at[v]
		for _, w := range o.level.of(v) {
			if o.at[w] < at {
				add(o.at[w], -1)
			}
		}
		for _, w := range o.level.of(v) {
			if o.at[w] < at { // those that began after it and go on
				n += int(open)
				for i := o.at[w] + 1; i > 0; i &= i - 1 {
					n -= int(tree[i])
				}
			}
		}
		for _, w := range o.level.of(v) {
			if o.at[w] > at {
				add(at, 1)
			}
		}
	}
	return n
}

// minimise looks for the order with the fewest crossings within a budget of elementary steps, and returns how many are left.
func (o *ordering) minimise(budget int) int {
	o.spent, o.budget = 0, budget
	least := o.crossings()
	o.keep()
	best := o.kept
	for start := range 2 {
		if least == 0 || o.spent > o.budget {
			break
		}
		o.kept = nil
		o.spread(start == 1)
		if n := o.descend(start == 0); n < least {
			least, best = n, o.kept
		}
	}
	o.kept = best
	o.restore()
	if least > 0 && o.spent < o.budget && o.sift() {
		least = o.crossings()
	}
	return o.anneal(least)
}
