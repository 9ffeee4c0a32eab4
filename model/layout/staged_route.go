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
	sides [][2][]int32 // ports of each box on top and at the bottom

	column [][]int // boxes of each slot from the top down
	taken  [][]int // for each strip, how many of the rows up to a row are taken; strip 2g is gutter g, strip 2s+1 slot s
	downTo []int32 // the deepest channel that a way straight down from a box reaches
	upTo   []int32 // the highest one that a way straight up from a box reaches
	load   []int   // rows passed in each gutter
	nets   map[netKey]int32
	used   map[[2]int32]bool // gutters of nets
	guess  []float64         // middle of each strip, roughly

	gutters, channels stretches
	gutterTracks      []int
	channelTracks     []int
}

// wire is a link on its way.
type wire struct {
	link         int
	upper, lower int
	kind         wireKind
	net          int32
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

type netKey struct {
	box    int
	bottom bool
	kind   int
}

// port is where ways of a net leave or enter a box.
type port struct {
	box      int
	net      int32
	straight bool    // the way leads straight on
	towards  float64 // where it leads
	then     float64 // to tell apart those that lead the same way
	offset   float64 // from the middle of the box
}

const (
	top    = 0
	bottom = 1
)

// route decides how all links run.
func (g *grid) route() *router {
	n := len(g.Boxes)
	r := &router{grid: g, sides: make([][2][]int32, n), downTo: make([]int32, n), upTo: make([]int32, n),
		nets: map[netKey]int32{}, used: map[[2]int32]bool{}, load: make([]int, len(g.slots)+1)}
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
	ends := make([][2]int, len(r.laneOf)+1) // of links, by channel: how many enter it from above, from below
	for i, l := range r.Links {
		w := &r.wires[i]
		*w = wire{link: i, upper: l.From, lower: l.To, pass: -1, first: -1, last: -1}
		if d := r.row[l.From] - r.row[l.To]; d > 0 || d == 0 && r.slot[l.From] > r.slot[l.To] {
			w.upper, w.lower = l.To, l.From
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
	for i := range r.wires { // on the side of a row where less goes on
		if w := &r.wires[i]; w.kind == underWire {
			row := r.row[w.upper]
			if ends[row][1] < ends[row+1][0] {
				w.kind = overWire
			}
		}
	}
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
	into, outOf := map[netKey]int{}, map[netKey]int{}
	for i := range r.wires {
		w := &r.wires[i]
		u, l := r.ends(w)
		switch w.kind {
		case gutterWire:
			into[l]++
			outOf[u]++
		case underWire:
			outOf[l]++
			outOf[u]++
		case overWire:
			into[l]++
			into[u]++
		}
	}
	for i := range r.wires {
		w := &r.wires[i]
		u, l := r.ends(w)
		switch w.kind {
		case selfWire, besideWire:
			continue
		case gutterWire:
			w.net = r.net(l)
			if outOf[u] > manyLinks && outOf[u] > into[l] {
				w.net = r.net(u)
			}
		case underWire:
			w.net = r.hub(w, outOf)
		case overWire:
			w.net = r.hub(w, into)
		}
		if r.Curved {
			w.net = -int32(i) - 1
		}
	}
}

// ends are the sides of boxes that a wire joins.
func (r *router) ends(w *wire) (upper, lower netKey) {
	kind := r.Links[w.link].Kind
	return netKey{w.upper, w.kind != overWire, kind}, netKey{w.lower, w.kind == underWire, kind}
}

// hub is the net of a wire within a row: that of the end with more links, or one of its own where they are few.
func (r *router) hub(w *wire, links map[netKey]int) int32 {
	at, other := r.ends(w)
	if links[other] > links[at] {
		at = other
	}
	if links[at] > manyLinks {
		return r.net(at)
	}
	return -int32(w.link) - 1
}

func (r *router) net(k netKey) int32 {
	n, ok := r.nets[k]
	if !ok {
		n = int32(len(r.nets))
		r.nets[k] = n
	}
	return n
}

// pass chooses where each wire passes the rows between its ends, the short ones first.
func (r *router) pass() {
	var list []*wire
	for i := range r.wires {
		w := &r.wires[i]
		if w.kind != gutterWire {
			continue
		}
		if w.bottom == w.top {
			w.kind = nextWire
			continue
		}
		list = append(list, w)
	}
	slices.SortStableFunc(list, func(a, b *wire) int { return cmp.Compare(a.bottom-a.top, b.bottom-b.top) })
	for _, w := range list {
		r.choose(w)
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
		if r.used[[2]int32{w.net, int32(gutter)}] {
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
		r.used[[2]int32{w.net, int32(w.strip / 2)}] = true
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

// dock gives each net its port at each box.
func (r *router) dock() {
	type key struct {
		box, side int
		net       int32
	}
	at := make(map[key]int32, 2*len(r.wires))
	open := func(box, side int, w *wire, towards, then float64, straight bool) int32 {
		k := key{box, side, w.net}
		n, ok := at[k]
		if !ok {
			n = int32(len(r.ports))
			at[k] = n
			r.ports = append(r.ports, port{box: box, net: w.net, towards: towards, then: then, straight: straight})
			r.sides[box][side] = append(r.sides[box][side], n)
			return n
		}
		if p := &r.ports[n]; straight && !p.straight {
			p.straight, p.towards = true, towards
		}
		return n
	}
	for i := range r.wires {
		w := &r.wires[i]
		a, b := w.upper, w.lower
		if w.kind == selfWire || w.kind == besideWire {
			continue
		}
		xa, xb := r.about(a), r.about(b)
		straight := w.kind == straightWire || w.kind == nextWire && xa == xb
		switch w.kind {
		case underWire:
			w.out, w.in = open(a, bottom, w, xb, 0, false), open(b, bottom, w, xa, 0, false)
		case overWire:
			w.out, w.in = open(a, top, w, xb, 0, false), open(b, top, w, xa, 0, false)
		case gutterWire:
			x := r.guess[w.strip]
			w.out = open(a, bottom, w, x, turn(xb-x, float64(w.bottom)), false)
			w.in = open(b, top, w, x, turn(xa-x, -float64(w.top)), false)
		default:
			w.out, w.in = open(a, bottom, w, xb, 0, straight), open(b, top, w, xa, 0, straight)
		}
	}
	for box := range r.sides {
		for _, list := range r.sides[box] {
			r.line(list)
		}
	}
}

// turn sorts ways that take the same turn at first: those that then turn left, the nearest first; then those that turn right, the
// nearest last.
func turn(aside, far float64) float64 {
	if aside < 0 {
		return far - 1e6
	}
	return 1e6 - far
}

const (
	portInset = 14. // from the corners of a box
	portStep  = 18. // between ports
	portTwin  = 10. // between ports that lead straight on
)

// line puts the ports of one side of a box in a row: in the middle those that lead straight on, the others left and right of them.
func (r *router) line(list []int32) {
	if len(list) < 2 {
		return
	}
	here := r.about(r.ports[list[0]].box)
	rank := func(p *port) int {
		switch {
		case p.straight:
			return 0
		case p.towards < here:
			return -1
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b int32) int {
		p, q := &r.ports[a], &r.ports[b]
		if c := cmp.Compare(rank(p), rank(q)); c != 0 || p.straight {
			return cmp.Or(c, cmp.Compare(p.net, q.net))
		}
		return cmp.Or(cmp.Compare(p.towards, q.towards), cmp.Compare(p.then, q.then), cmp.Compare(p.net, q.net))
	})
	var count [3]int
	for _, n := range list {
		count[rank(&r.ports[n])+1]++
	}
	half := max(0, r.drawnWidth(r.ports[list[0]].box)/2-portInset)
	if count[1] == 0 {
		step := min(portStep, 2*half/float64(len(list)-1))
		for i, n := range list {
			r.ports[n].offset = (float64(i) - float64(len(list)-1)/2) * step
		}
		return
	}
	inner := min(portTwin*float64(count[1]-1)/2, half/2)
	step := min(portStep, (half-inner)/float64(max(count[0], count[2], 1)))
	for i, n := range list {
		switch k := i - count[0]; {
		case k < 0:
			r.ports[n].offset = -inner + float64(k)*step
		case k >= count[1]:
			r.ports[n].offset = inner + float64(k-count[1]+1)*step
		case count[1] > 1:
			r.ports[n].offset = -inner + float64(k)*2*inner/float64(count[1]-1)
		}
	}
}

// drawnWidth is the width of a box as far as it is known before the gutters are.
func (r *router) drawnWidth(box int) float64 {
	if !r.band(box) {
		return r.Boxes[box].Width
	}
	w := stagedGap * float64(r.span[box]-1)
	for _, s := range r.slots[r.slot[box] : r.slot[box]+r.span[box]] {
		w += s.Width
	}
	return w
}

// upright gives the stretches in gutters their tracks.
func (r *router) upright() {
	for i := range r.wires {
		w := &r.wires[i]
		if w.kind != gutterWire {
			continue
		}
		x := r.guess[w.strip]
		w.pass = r.gutters.add(int32(w.strip/2), w.net, float64(w.top), r.about(w.upper) < x, float64(w.bottom), r.about(w.lower) < x)
	}
	r.gutters.join()
	r.gutterTracks = r.gutters.assign(len(r.slots)+1, 0, -1)
}
