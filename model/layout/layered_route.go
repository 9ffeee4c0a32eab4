package layout

import (
	"cmp"
	"math"
	"slices"
)

// ways leads the links of layers from rank to rank. Above each rank runs a channel, and one below the last.
type ways struct {
	*layers
	ports   []dock
	out, in []int32   // ports of each link at its upper and its lower box; -1 = none
	net     []int32   // of each link
	pieces  [][]int32 // of each link, in the channels that it goes through
	around  []int32   // for links that run around: their piece in the gutter beside everything
	under   []bool    // for links within a rank: from bottom to bottom; else from side to side
	runs    stretches
	tracks  []int
	gutter  stretches
	rank    []Span // of each rank: upper edge and height
	heights [][]float64
	aside   []float64 // places of the tracks in the gutter
}

// dock is where a link leaves or enters a box.
type dock struct {
	box     int32
	bottom  bool
	net     int32
	towards float64
	x       float64
}

func (y *layers) route() {
	w := &ways{layers: y}
	w.bundle()
	w.open()
	w.collect()
	w.down()
	w.draw()
}

func (w *ways) within(i int) bool {
	c := &w.chains[i]
	return c.upper != c.lower && w.row[c.upper] == w.row[c.lower]
}

// beside says whether two boxes of a rank have nothing but way-points between them.
func (w *ways) beside(a, b int32) bool {
	if w.at[a] > w.at[b] {
		a, b = b, a
	}
	for _, v := range w.rows[w.row[a]][w.at[a]+1 : w.at[b]] {
		if int(v) < len(w.Boxes) {
			return false
		}
	}
	return true
}

// bundle finds the net of each link: as in a staged drawing, the ways into a box from above are one, and those out of its bottom where
// they are many.
func (w *ways) bundle() {
	n := len(w.chains)
	w.net, w.under, w.around = make([]int32, n), make([]bool, n), make([]int32, n)
	colours := map[int]int{}
	for _, l := range w.Links {
		if _, ok := colours[l.Kind]; !ok {
			colours[l.Kind] = len(colours)
		}
	}
	side := func(box int32, at, i int) int { return (2*int(box)+at)*len(colours) + colours[w.Links[i].Kind] }
	links, nets := make([]int32, 2*len(w.Boxes)*len(colours)), make([]int32, 2*len(w.Boxes)*len(colours))
	ends := func(i int) (int, int) {
		c := &w.chains[i]
		if w.within(i) {
			return side(c.upper, bottom, i), side(c.lower, bottom, i)
		}
		return side(c.upper, bottom, i), side(c.lower, top, i)
	}
	for i := range w.chains {
		c := &w.chains[i]
		if w.within(i) {
			w.under[i] = !w.beside(c.upper, c.lower)
		}
		if c.upper != c.lower && (!w.within(i) || w.under[i]) {
			u, l := ends(i)
			links[u]++
			links[l]++
		}
	}
	next := int32(0)
	for i := range w.chains {
		u, l := ends(i)
		if w.Curved || w.under[i] && max(links[u], links[l]) <= manyLinks {
			w.net[i] = next
			next++
			continue
		}
		if links[u] > manyLinks && links[u] > links[l] {
			l = u
		}
		if nets[l] == 0 {
			next++
			nets[l] = next
		}
		w.net[i] = nets[l] - 1
	}
}

// neighbour is the vertex after the upper box on the way of a link, and the one before the lower box.
func (c *chained) neighbours() (int32, int32) {
	if c.points > 0 {
		return c.point, c.point + c.points - 1
	}
	return c.lower, c.upper
}

// open makes the ports, those of one side of a box in the order of where their ways lead.
func (w *ways) open() {
	n := len(w.chains)
	w.out, w.in = make([]int32, n), make([]int32, n)
	far := 0.0
	for v := range w.x {
		far = max(far, w.x[v])
	}
	port := func(box int32, bottom bool, net int32, towards float64) int32 {
		w.ports = append(w.ports, dock{box, bottom, net, towards, w.x[box]})
		return int32(len(w.ports) - 1)
	}
	for i := range w.chains {
		c := &w.chains[i]
		w.out[i], w.in[i] = -1, -1
		switch {
		case c.upper == c.lower, w.within(i) && !w.under[i]:
		case w.within(i):
			w.out[i], w.in[i] = port(c.upper, true, w.net[i], w.x[c.lower]), port(c.lower, true, w.net[i], w.x[c.upper])
		case c.points < 0: // around
			w.out[i], w.in[i] = port(c.upper, true, w.net[i], far), port(c.lower, false, w.net[i], far)
		default:
			first, last := c.neighbours()
			w.out[i], w.in[i] = port(c.upper, true, w.net[i], w.x[first]), port(c.lower, false, w.net[i], w.x[last])
		}
	}
	// first where ways leave downwards; then where they arrive, now that it is known where from
	w.lines(true)
	for i := range w.chains {
		if c := &w.chains[i]; c.points == 0 {
			w.ports[w.in[i]].towards = w.ports[w.out[i]].x
		}
	}
	w.lines(false)
	for i := range w.chains {
		if c := &w.chains[i]; c.points > 0 {
			w.snap(c.point+c.points-1, c.point-1, w.ports[w.in[i]].x)
			w.snap(c.point, c.point+c.points, w.ports[w.out[i]].x)
		}
	}
}

// snap moves the way-points from one on, as far as they stand below each other, to where a port lies, where there is room: a small jog
// looks like a mistake.
func (w *ways) snap(from, end int32, to float64) {
	step, x := int32(1), w.x[from]
	if end < from {
		step = -1
	}
	last := from
	for v := from; v != end && w.x[v] == x; v += step {
		if lo, hi := w.bounds(v); to < lo || to > hi {
			return
		}
		last = v
	}
	for v := from; ; v += step {
		w.x[v] = to
		if v == last {
			return
		}
	}
}

// lines puts the ports of all boxes in their rows, at the bottom or on top.
func (w *ways) lines(bottom bool) {
	var own []int32
	for n := range w.ports {
		if w.ports[n].bottom == bottom {
			own = append(own, int32(n))
		}
	}
	box := func(i int32) int { return int(w.ports[own[i]].box) }
	order := sorted(len(own), len(w.Boxes), box)
	var list []int32
	for k, i := range order {
		list = append(list, own[i])
		if k+1 == len(order) || box(order[k+1]) != box(i) {
			w.line(list)
			list = list[:0]
		}
	}
}

// line puts the ports of one side of a box in a row. The ways of one net share a port, at the mean of their places.
func (w *ways) line(list []int32) {
	type shared struct {
		net     int32
		towards float64
		n       int
	}
	slices.SortFunc(list, func(a, b int32) int { return cmp.Or(cmp.Compare(w.ports[a].net, w.ports[b].net), cmp.Compare(a, b)) })
	var nets []shared
	for _, n := range list {
		p := &w.ports[n]
		if k := len(nets) - 1; k < 0 || nets[k].net != p.net {
			nets = append(nets, shared{p.net, p.towards, 1})
			continue
		}
		s := &nets[len(nets)-1]
		s.towards += p.towards
		s.n++
	}
	for i := range nets {
		nets[i].towards /= float64(nets[i].n)
	}
	slices.SortStableFunc(nets, func(a, b shared) int { return cmp.Compare(a.towards, b.towards) })
	b := &w.Boxes[w.ports[list[0]].box]
	inset := min(portInset, b.Width/5)
	room := b.Width - 2*inset
	step := min(portStep, room/float64(max(len(nets)-1, 1)))
	middle := w.x[w.ports[list[0]].box]
	at := make(map[int32]float64, len(nets))
	// as a row, moved to where the one that leads straightest runs straight
	shift, least := 0.0, math.Inf(1)
	for i, s := range nets {
		x := middle + (float64(i)-float64(len(nets)-1)/2)*step
		free := (room - step*float64(len(nets)-1)) / 2
		if by := s.towards - x; math.Abs(by) <= free && math.Abs(by) < least {
			shift, least = by, math.Abs(by)
		}
	}
	for i, s := range nets {
		at[s.net] = round(middle + (float64(i)-float64(len(nets)-1)/2)*step + shift)
	}
	for _, n := range list {
		w.ports[n].x = at[w.ports[n].net]
	}
}

// collect gives the stretches of all ways their tracks.
func (w *ways) collect() {
	w.pieces = make([][]int32, len(w.chains))
	ranks := len(w.rows)
	w.gutterTracks()
	for i := range w.chains {
		c := &w.chains[i]
		if w.out[i] < 0 {
			continue
		}
		x, channel := w.ports[w.out[i]].x, w.row[c.upper]+1
		step := func(to float64, up bool) {
			w.pieces[i] = append(w.pieces[i], w.runs.add(channel, w.net[i], x, true, to, up))
			x = to
			channel++
		}
		if w.Curved {
			continue
		}
		switch {
		case w.within(i):
			step(w.ports[w.in[i]].x, true)
		case c.points < 0:
			aside := w.aside[w.gutter.of(w.around[i]).track]
			step(aside, false)
			channel = w.row[c.lower]
			step(w.ports[w.in[i]].x, false)
		default:
			for p := c.point; p < c.point+c.points; p++ {
				step(w.x[p], false)
			}
			step(w.ports[w.in[i]].x, false)
		}
	}
	w.runs.join()
	w.tracks = w.runs.assign(ranks+1, trackApart, trackNear)
	w.room = rooms(w.tracks, w.room)
}

// gutterTracks makes room beside everything for the links that run around.
func (w *ways) gutterTracks() {
	wide := 0.0
	for v, x := range w.x {
		half := 0.0
		if v < len(w.Boxes) {
			half = w.Boxes[v].Width / 2
		}
		wide = max(wide, x+half)
	}
	w.drawn.Width = wide + layeredMargin
	for i := range w.chains {
		if c := &w.chains[i]; w.out[i] >= 0 && c.points < 0 && !w.within(i) {
			w.around[i] = w.gutter.add(0, w.net[i], float64(w.row[c.upper]+1), true, float64(w.row[c.lower]), true)
		}
	}
	w.gutter.join()
	n := w.gutter.assign(1, 0, -1)[0]
	if n > 0 {
		w.drawn.Width = wide + trackRoom(n)
		w.aside = even(n, wide, w.drawn.Width)
	}
	w.drawn.Width = math.Ceil(w.drawn.Width)
}

// down places the ranks.
func (w *ways) down() {
	ranks := len(w.rows)
	w.rank, w.heights = make([]Span, ranks), make([][]float64, ranks+1)
	for i, b := range w.Boxes {
		h := &w.rank[w.row[i]].Width
		*h = max(*h, b.Height)
	}
	least := layeredRank
	if w.Curved || w.Across {
		least = layeredBend
	}
	y := 0.0
	for r := range ranks + 1 {
		from := y
		switch n := w.room[r]; {
		case r > 0 && r < ranks:
			y += max(least, trackRoom(n))
		case n > 0:
			y += max(layeredMargin, trackRoom(n))
		case r == ranks && w.Curved && slices.Contains(w.under, true):
			y += layeredBend / 2
		default:
			y += layeredMargin
		}
		y = round(y)
		w.heights[r] = even(w.tracks[r], from, y)
		if r < ranks {
			w.rank[r].X = y
			y += w.rank[r].Width
		}
	}
	w.drawn.Height = math.Ceil(y)
	w.drawn.Ranks = w.rank
	w.drawn.Boxes = make([]Rect, len(w.Boxes))
	for i, b := range w.Boxes {
		s := w.rank[w.row[i]]
		w.drawn.Boxes[i] = Rect{round(w.x[i] - b.Width/2), round(s.X + (s.Width-b.Height)/2), b.Width, b.Height}
	}
}

// draw makes the points of all ways.
func (w *ways) draw() {
	w.drawn.Links = make([]Path, len(w.chains))
	for i := range w.chains {
		c := &w.chains[i]
		p := &w.drawn.Links[i]
		a, b := w.drawn.Boxes[c.upper], w.drawn.Boxes[c.lower]
		switch {
		case c.upper == c.lower:
			p.Points = loop(a)
		case w.out[i] < 0:
			y := a.Y + a.H/2
			if p.Points = []Point{{a.X + a.W, y}, {b.X, y}}; a.X > b.X {
				p.Points = []Point{{a.X, y}, {b.X + b.W, y}}
			}
		case w.Curved:
			w.bend(i)
		default:
			w.turns(i)
		}
		if int(c.upper) != w.Links[i].From {
			slices.Reverse(p.Points)
		}
	}
}

// turns is the way of a link that runs level and upright.
func (w *ways) turns(i int) {
	c, p := &w.chains[i], &w.drawn.Links[i]
	a, b := w.drawn.Boxes[c.upper], w.drawn.Boxes[c.lower]
	x := w.ports[w.out[i]].x
	p.Points = append(make([]Point, 0, 2*len(w.pieces[i])+2), Point{x, a.Y + a.H})
	for k, n := range w.pieces[i] {
		run := w.runs.of(n)
		to := w.ports[w.in[i]].x
		switch {
		case c.points < 0 && k == 0 && !w.within(i):
			to = w.aside[w.gutter.of(w.around[i]).track]
		case k < int(c.points):
			to = w.x[c.point+int32(k)]
		}
		if run.track >= 0 {
			y := w.heights[run.channel][run.track]
			p.Points = append(p.Points, Point{x, y}, Point{to, y})
		}
		x = to
	}
	end := b.Y
	if w.within(i) {
		end = b.Y + b.H
	}
	p.Points = append(p.Points, Point{x, end})
}

// bend is the way of a link in a curved drawing: upright beside the ranks that it passes, and a bend in each channel.
func (w *ways) bend(i int) {
	c, p := &w.chains[i], &w.drawn.Links[i]
	a, b := w.drawn.Boxes[c.upper], w.drawn.Boxes[c.lower]
	out, in := w.ports[w.out[i]].x, w.ports[w.in[i]].x
	p.Points = []Point{{out, a.Y + a.H}}
	if w.within(i) {
		p.Points, p.bulge = append(p.Points, Point{in, b.Y + b.H}), layeredBend*.4
		return
	}
	foot := func(r int32) float64 { return w.rank[r].X + w.rank[r].Width }
	p.Points = append(p.Points, Point{out, foot(w.row[c.upper])})
	if c.points < 0 {
		aside := w.aside[w.gutter.of(w.around[i]).track]
		p.Points = append(p.Points, Point{aside, w.rank[w.row[c.upper]+1].X}, Point{aside, foot(w.row[c.lower] - 1)})
	}
	for n := range c.points {
		v := c.point + n
		p.Points = append(p.Points, Point{w.x[v], w.rank[w.row[v]].X}, Point{w.x[v], foot(w.row[v])})
	}
	p.Points = append(p.Points, Point{in, w.rank[w.row[c.lower]].X}, Point{in, b.Y})
}
