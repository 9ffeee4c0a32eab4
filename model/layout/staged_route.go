package layout

import (
	"cmp"
	"math"
	"slices"
)

// router finds the ways of the links of a grid. Between every two rows runs a channel, above the first and below the last too;
// channel r lies above row r. Before the first slot, between every two and after the last runs a gutter; gutter s lies before slot s.
// A way leaves its upper box downwards and comes into its lower box from above; to pass rows it takes a gutter, or a slot where
// nothing stands. Links with a box in common share stretches: they are a net.
type router struct {
	*grid
	wires []wire
	ports []port

	column [][]int   // boxes of each slot from the top down
	taken  [][]int   // for each strip, how many of the rows up to a row are taken; strip 2g is gutter g, strip 2s+1 slot s
	downTo []int32   // the deepest channel that a way straight down from a box reaches
	upTo   []int32   // the highest one that a way straight up from a box reaches
	load   []int     // rows passed in each gutter
	kinds  int       // of links
	used   [][]int32 // gutters of each net
	guess  []float64 // middle of each strip, roughly

	gutters, channels stretches
	gutterTracks      []int
	channelTracks     []int
}

// wire is a link on its way.
type wire struct {
	link         int
	twin         int32 // a wire before with the same ends, drawn the same; -1 = none
	upper, lower int
	kind         wireKind
	colour       int32 // kind of the link, from 0
	net          int32
	own          bool  // the net is that of the upper box
	top, bottom  int32 // channels under the upper and over the lower box
	strip        int   // where it passes rows
	out, in      int32 // ports at the upper and the lower box
	pass         int32 // pieces of stretches: in the gutter,
	first, last  int32 // in the channel under the upper and over the lower box; -1 = none
}

type wireKind uint8

const (
	selfWire     wireKind = iota
	besideWire            // straight from side to side
	underWire             // between boxes of one row, below
	overWire              // the same, above
	nextWire              // to the next row
	gutterWire            // past rows
	downWire              // straight down through free places, then aside
	upWire                // aside, then straight down
	straightWire          // straight down all the way
)

const (
	top    = 0
	bottom = 1
)

// route decides how all links run.
func (g *grid) route() *router {
	n := len(g.Boxes)
	r := &router{grid: g, downTo: make([]int32, n), upTo: make([]int32, n), load: make([]int, len(g.slots)+1)}
	r.survey()
	r.classify()
	r.bundle()
	r.pass()
	r.dock()
	r.upright()
	return r
}

// survey notes what stands where.
func (r *router) survey() {
	slots, rows := len(r.slots), len(r.laneOf)
	r.column = make([][]int, slots)
	r.taken = make([][]int, 2*slots+1)
	for i := range r.taken {
		r.taken[i] = make([]int, rows+1)
	}
	for i := range r.Boxes {
		r.upTo[i] = math.MaxInt32
		if r.loose && r.band(i) {
			continue
		}
		for strip := 2*r.slot[i] + 1; strip <= 2*(r.slot[i]+r.span[i])-1; strip++ {
			r.taken[strip][r.row[i]+1] = 1
		}
		if r.span[i] == 1 {
			r.column[r.slot[i]] = append(r.column[r.slot[i]], i)
		}
	}
	for _, list := range r.taken {
		for y := range rows {
			list[y+1] += list[y]
		}
	}
	for _, list := range r.column {
		slices.SortFunc(list, func(a, b int) int { return cmp.Compare(r.row[a], r.row[b]) })
	}
	x := 0.0
	for _, s := range r.slots {
		r.guess = append(r.guess, x, x+stagedGap/2+s.Width/2)
		x += stagedGap + s.Width
	}
	r.guess = append(r.guess, x)
}

// free says whether nothing stands in a strip in the rows from..to, the last not among them.
func (r *router) free(strip, from, to int) bool {
	return from >= to || r.taken[strip][to] == r.taken[strip][from]
}

// about is the middle of a box, roughly.
func (r *router) about(box int) float64 {
	return (r.guess[2*r.slot[box]+1] + r.guess[2*(r.slot[box]+r.span[box])-1]) / 2
}

// classify says how each link runs in principle.
func (r *router) classify() {
	r.wires = make([]wire, len(r.Links))
	colours := map[int]int32{}
	ends := make([][2]int, len(r.laneOf)+1) // of links, by channel: how many enter it from above, from below
	for i, l := range r.Links {
		w := &r.wires[i]
		*w = wire{link: i, twin: -1, upper: l.From, lower: l.To, pass: -1, first: -1, last: -1}
		if d := r.row[l.From] - r.row[l.To]; d > 0 || d == 0 && r.slot[l.From] > r.slot[l.To] {
			w.upper, w.lower = l.To, l.From
		}
		if len(colours) == 0 || l.Kind != r.Links[i-1].Kind {
			if _, ok := colours[l.Kind]; !ok {
				colours[l.Kind] = int32(len(colours))
			}
			w.colour = colours[l.Kind]
		} else {
			w.colour = r.wires[i-1].colour
		}
		a, b := w.upper, w.lower
		w.top, w.bottom = int32(r.row[a]+1), int32(r.row[b])
		switch {
		case a == b:
			w.kind = selfWire
		case r.row[a] == r.row[b]:
			w.kind = underWire
			if r.clear(a, b) {
				w.kind = besideWire
			}
		default:
			w.kind = gutterWire
			ends[w.top][0]++
			ends[w.bottom][1]++
		}
	}
	r.kinds = len(colours)
	for i := range r.wires { // on the side of a row where less goes on
		if w := &r.wires[i]; w.kind == underWire {
			row := r.row[w.upper]
			if ends[row][1] < ends[row+1][0] {
				w.kind = overWire
			}
		}
	}
	r.pairUp()
}

// pairUp finds the wires that run as others do.
func (r *router) pairUp() {
	if r.Curved {
		return
	}
	groups := sorted(len(r.wires), len(r.Boxes), func(i int32) int { return r.wires[i].upper })
	compare := func(i, k int32) int {
		a, b := &r.wires[i], &r.wires[k]
		return cmp.Or(cmp.Compare(a.lower, b.lower), cmp.Compare(a.colour, b.colour))
	}
	for from := 0; from < len(groups); {
		to := from + 1
		for to < len(groups) && r.wires[groups[to]].upper == r.wires[groups[from]].upper {
			to++
		}
		group := groups[from:to]
		slices.SortFunc(group, func(i, k int32) int { return cmp.Or(compare(i, k), cmp.Compare(i, k)) })
		for k := 1; k < len(group); k++ {
			if i := group[k-1]; compare(i, group[k]) == 0 {
				w := &r.wires[group[k]]
				if w.twin = i; r.wires[i].twin >= 0 {
					w.twin = r.wires[i].twin
				}
			}
		}
		from = to
	}
}

// sorted are the numbers below n by their keys, which are below keys; those of one key in order.
func sorted(n, keys int, key func(i int32) int) []int32 {
	start, out := make([]int32, keys+1), make([]int32, n)
	for i := range int32(n) {
		start[key(i)+1]++
	}
	for k := range keys {
		start[k+1] += start[k]
	}
	for i := range int32(n) {
		k := key(i)
		out[start[k]] = i
		start[k]++
	}
	return out
}

// clear says whether nothing stands between two boxes of one row.
func (r *router) clear(a, b int) bool {
	for strip := 2 * (r.slot[a] + r.span[a]); strip <= 2*r.slot[b]; strip++ {
		if !r.free(strip, r.row[a], r.row[a]+1) {
			return false
		}
	}
	return true
}

const manyLinks = 6 // with more than so many, the links that leave a box downwards are one net

// bundle finds the net of each wire. The ways into a box from above are one; those out of the bottom of a box are one where they
// are many. Where links differ in kind nothing is shared, and nothing in a curved drawing.
func (r *router) bundle() {
	links := make([]int32, 2*len(r.Boxes)*r.kinds) // of each side and kind
	nets := make([]int32, len(links))              // 0 = none yet
	for i := range r.wires {
		if w := &r.wires[i]; w.twin < 0 && w.kind > besideWire {
			u, l := r.ends(w)
			links[u]++
			links[l]++
		}
	}
	next := int32(0)
	alone := func() int32 { next++; return next - 1 }
	for i := range r.wires {
		w := &r.wires[i]
		if w.twin >= 0 || w.kind <= besideWire {
			continue
		}
		u, l := r.ends(w)
		if w.own = links[u] > manyLinks && links[u] > links[l]; w.kind != gutterWire {
			w.own = links[u] >= links[l]
		}
		if w.own {
			l = u
		}
		switch {
		case r.Curved, w.kind != gutterWire && links[l] <= manyLinks:
			w.net = alone()
		default:
			if nets[l] == 0 {
				nets[l] = alone() + 1
			}
			w.net = nets[l] - 1
		}
	}
	r.used = make([][]int32, next)
}

// ends are the sides of boxes that a wire joins.
func (r *router) ends(w *wire) (upper, lower int) {
	side := func(box int, side int) int { return (2*box+side)*r.kinds + int(w.colour) }
	switch w.kind {
	case overWire:
		return side(w.upper, top), side(w.lower, top)
	case underWire:
		return side(w.upper, bottom), side(w.lower, bottom)
	}
	return side(w.upper, bottom), side(w.lower, top)
}

// pass chooses where each wire passes the rows between its ends, the short ones first.
func (r *router) pass() {
	for i := range r.wires {
		if w := &r.wires[i]; w.kind == gutterWire && w.bottom == w.top {
			w.kind = nextWire
		}
	}
	for _, i := range sorted(len(r.wires), len(r.laneOf)+1, func(i int32) int { return max(0, int(r.wires[i].bottom-r.wires[i].top)) }) {
		if w := &r.wires[i]; w.kind == gutterWire && w.twin < 0 {
			r.choose(w)
		}
	}
}

// What a way costs besides its length, in px.
const (
	turnCost  = 14. // for each pair of corners
	loadCost  = 3.  // for what runs in a gutter already, for each share of it as long as the way
	shareCost = 24. // less, in a gutter that the net is in
)

func (r *router) choose(w *wire) {
	a, b := w.upper, w.lower
	xa, xb := r.about(a), r.about(b)
	from, to := int(w.top), int(w.bottom)
	slotA, slotB := 2*r.slot[a]+1, 2*r.slot[b]+1
	if r.span[a] == 1 && r.span[b] == 1 && slotA == slotB && r.free(slotA, from, to) {
		w.kind, w.strip = straightWire, slotA
		return
	}
	best := math.Inf(1)
	if r.span[a] == 1 && r.free(slotA, from, to) && r.mayDown(a, w.bottom) {
		best, w.kind, w.strip = math.Abs(xa-xb)+turnCost, downWire, slotA
	}
	if c := math.Abs(xa-xb) + turnCost; c < best && r.span[b] == 1 && r.free(slotB, from, to) && r.mayUp(b, w.top) {
		best, w.kind, w.strip = c, upWire, slotB
	}
	try := func(gutter int) bool {
		strip := 2 * gutter
		if !r.free(strip, from, to) {
			return false
		}
		x := r.guess[strip]
		c := math.Abs(xa-x) + math.Abs(x-xb) + 2*turnCost + loadCost*float64(r.load[gutter])/float64(to-from)
		if slices.Contains(r.used[w.net], int32(gutter)) {
			c -= shareCost
		}
		if c < best {
			best, w.kind, w.strip = c, gutterWire, strip
		}
		return true
	}
	// beside the lower box on the side of the upper one first, then the others
	sides := []int{r.slot[b], r.slot[b] + r.span[b]}
	if xa > xb || xa == xb && r.slot[b] < len(r.slots)/2 {
		slices.Reverse(sides)
	}
	found := best < math.Inf(1)
	for _, gutter := range append(sides, r.slot[a], r.slot[a]+r.span[a]) {
		found = try(gutter) || found
	}
	lo, hi := min(r.slot[a], r.slot[b]), max(r.slot[a], r.slot[b])
	for far := 1; !found; far++ { // boxes of bands lie across: the next gutter that is free all the way
		if lo >= far {
			found = try(lo - far)
		}
		if hi+far < len(r.load) {
			found = try(hi+far) || found
		}
	}
	switch w.kind {
	case downWire:
		r.downTo[a] = max(r.downTo[a], w.bottom)
	case upWire:
		r.upTo[b] = min(r.upTo[b], w.top)
	default:
		r.load[w.strip/2] += to - from
		if gutter := int32(w.strip / 2); !slices.Contains(r.used[w.net], gutter) {
			r.used[w.net] = append(r.used[w.net], gutter)
		}
	}
}

// mayDown says whether a way from a box straight down to a channel stays clear of those that lead straight up beneath it.
func (r *router) mayDown(box int, channel int32) bool {
	list := r.column[r.slot[box]]
	i, _ := slices.BinarySearchFunc(list, r.row[box]+1, func(b, row int) int { return cmp.Compare(r.row[b], row) })
	return i == len(list) || channel <= r.upTo[list[i]]
}

// mayUp is the same for a way from a box straight up.
func (r *router) mayUp(box int, channel int32) bool {
	list := r.column[r.slot[box]]
	i, _ := slices.BinarySearchFunc(list, r.row[box], func(b, row int) int { return cmp.Compare(r.row[b], row) })
	return i == 0 || r.downTo[list[i-1]] <= channel
}

// upright gives the stretches in gutters their tracks.
func (r *router) upright() {
	r.gutters.pieces = make([]piece, 0, len(r.wires))
	for i := range r.wires {
		w := &r.wires[i]
		if w.kind != gutterWire || w.twin >= 0 {
			continue
		}
		x := r.guess[w.strip]
		w.pass = r.gutters.add(int32(w.strip/2), w.net, float64(w.top), r.about(w.upper) < x, float64(w.bottom), r.about(w.lower) < x)
	}
	r.gutters.join()
	r.gutterTracks = r.gutters.assign(len(r.slots)+1, 0, -1)
	r.gutterRoom = rooms(r.gutterTracks, r.gutterRoom)
}
