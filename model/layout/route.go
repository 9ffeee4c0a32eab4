package layout

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// net is what shares one horizontal run in the gap beneath a layer: all links down from one vertex, or one return.
type net struct {
	tops, bottoms []float64 // where it meets the layer above and the layer below
	lo, hi        float64   // the run
	track         int       // -1 = it runs straight down
}

// channel is the gap beneath a layer.
type channel struct {
	nets   []*net
	tracks int
	gates  bool
	first  float64 // height of the first track
}

// paths holds what the routes need once heights are known.
type paths struct {
	down    map[*vertex]*net   // of each vertex with something beneath
	entry   map[[2]int]float64 // by link and step of its chain: where it enters the vertex below
	exit    map[*vertex]float64
	returns []returning
}

type returning struct {
	link       int
	from, to   *net
	start, end float64 // x at the effect and at the cause
	gutter     float64
}

// route finds a track for every link and then the heights of everything.
func (d *draft) route() {
	p := paths{down: map[*vertex]*net{}, entry: map[[2]int]float64{}, exit: map[*vertex]float64{}}
	channels := make([]*channel, len(d.layers))
	for i := range channels {
		channels[i] = &channel{}
	}
	d.ports(&p)
	for y, row := range d.layers {
		for _, v := range row {
			if len(v.down) == 0 {
				continue
			}
			n := &net{tops: []float64{p.exit[v]}}
			p.down[v] = n
			channels[y].nets = append(channels[y].nets, n)
			if v.node >= 0 && d.Nodes[v.node].Gate {
				channels[y].gates = true
			}
		}
	}
	for i, chain := range d.chains {
		for k := 1; k < len(chain); k++ {
			n := p.down[chain[k-1]]
			n.bottoms = append(n.bottoms, p.entry[[2]int{i, k}])
		}
	}
	d.returns(&p, channels)
	for _, c := range channels {
		c.assign(d.m.between)
	}
	d.heights(channels)
	d.draw(&p, channels)
}

// ports says where links leave and enter each vertex. One link between two boxes that overlap runs straight.
func (d *draft) ports(p *paths) {
	for _, v := range d.vertices {
		p.exit[v] = v.x
	}
	type arrival struct {
		link, step int
		from       *vertex
	}
	arrivals := map[*vertex][]arrival{}
	for i, chain := range d.chains {
		for k := 1; k < len(chain); k++ {
			arrivals[chain[k]] = append(arrivals[chain[k]], arrival{i, k, chain[k-1]})
		}
	}
	for _, v := range d.vertices {
		in := arrivals[v]
		slices.SortStableFunc(in, func(a, b arrival) int { return cmp.Compare(a.from.x, b.from.x) })
		for i, a := range in {
			x := v.x
			if len(in) > 1 {
				step := min(d.m.between, (v.width-2*d.m.radius)/float64(len(in)))
				x += (float64(i) - float64(len(in)-1)/2) * step
			} else if len(a.from.down) == 1 {
				inset := 2 * d.m.radius
				switch {
				case math.Abs(v.x-a.from.x) <= a.from.width/2-inset:
					p.exit[a.from] = v.x
				case math.Abs(v.x-a.from.x) <= v.width/2-inset:
					x = a.from.x
				}
			}
			if len(a.from.down) == 1 && math.Abs(x-p.exit[a.from]) < 2*d.m.between && math.Abs(x-a.from.x) < a.from.width/2-d.m.radius {
				p.exit[a.from] = x // a small jog is worse than a line off the middle
			}
			p.entry[[2]int{a.link, a.step}] = x
		}
	}
}

// returns leads each circle from below its effect around the far side to above its cause.
func (d *draft) returns(p *paths, channels []*channel) {
	_, hi := d.extent()
	used := map[*vertex]float64{}
	corner := func(v *vertex) float64 {
		used[v]++
		return v.x + max(v.width/2-d.m.radius-6-(used[v]-1)*d.m.between, d.m.between)
	}
	for i, l := range d.Links {
		if !l.Return {
			continue
		}
		from, to := d.vertices[l.From], d.vertices[l.To]
		r := returning{link: i, start: corner(from), end: corner(to), gutter: hi + d.m.between*float64(len(p.returns)+1)}
		r.from = &net{tops: []float64{r.start}, lo: r.start, hi: r.gutter}
		r.to = &net{bottoms: []float64{r.end}, lo: r.end, hi: r.gutter}
		channels[from.layer].nets = append(channels[from.layer].nets, r.from)
		above := max(to.layer-1, 0)
		channels[above].nets = append(channels[above].nets, r.to)
		p.returns = append(p.returns, r)
	}
}

// assign gives each net a track of its own among those that its run meets. Where one net comes from above and another goes on
// below at the same place, the first runs higher, so that the two never lie on each other.
func (c *channel) assign(near float64) {
	var run []*net
	for _, n := range c.nets {
		ends := append(slices.Clone(n.tops), n.bottoms...)
		if n.hi > n.lo { // a return knows its gutter
			ends = append(ends, n.lo, n.hi)
		}
		n.lo, n.hi = slices.Min(ends), slices.Max(ends)
		n.track = -1
		if n.hi-n.lo >= 1 { // less is not seen, and runs straight
			run = append(run, n)
		}
	}
	slices.SortStableFunc(run, func(a, b *net) int { return cmp.Compare(a.lo, b.lo) })
	over := func(a, b *net) bool { // a comes down where b goes on
		return slices.ContainsFunc(a.tops, func(x float64) bool {
			return slices.ContainsFunc(b.bottoms, func(y float64) bool { return math.Abs(x-y) < near/2 })
		})
	}
	var placed []*net
	for len(placed) < len(run) {
		next := slices.IndexFunc(run, func(n *net) bool {
			return n.track < 0 && !slices.ContainsFunc(run, func(o *net) bool { return o != n && o.track < 0 && over(o, n) })
		})
		if next < 0 { // each waits for another: let them touch
			next = slices.IndexFunc(run, func(n *net) bool { return n.track < 0 })
		}
		n, track := run[next], 0
		for _, o := range placed {
			if over(o, n) {
				track = max(track, o.track+1)
			}
		}
		for slices.ContainsFunc(placed, func(o *net) bool {
			return o.track == track && o.lo < n.hi+near && n.lo < o.hi+near
		}) {
			track++
		}
		n.track = track
		placed = append(placed, n)
		c.tracks = max(c.tracks, track+1)
	}
}

// heights says how far down each layer stands.
func (d *draft) heights(channels []*channel) {
	m := d.m
	d.above = make([]float64, len(d.layers))
	y := m.margin/2 + .5
	y = math.Floor(y)
	for i, c := range channels {
		d.above[i] = y
		y += d.height[i]
		if i == 0 && len(d.layers) > 1 {
			y += m.toLine
		}
		if c.gates {
			y += m.toGate + m.gateH
		}
		y += m.toTrack
		c.first = y
		y += float64(max(c.tracks-1, 0))*m.track + m.fromTrack
	}
}

// draw makes the routes and the gates.
func (d *draft) draw(p *paths, channels []*channel) {
	for _, v := range d.vertices {
		if v.node < 0 {
			continue
		}
		b := &d.boxes[v.node]
		b.X, b.Y = v.x-v.width/2, d.above[v.layer]
	}
	d.drawn.Routes = make([]Route, len(d.Links))
	for i, chain := range d.chains {
		if chain == nil {
			continue
		}
		from := chain[0]
		start := d.boxes[from.node].Y + d.boxes[from.node].H
		if d.Nodes[from.node].Gate {
			start = d.gate(from, p.exit[from], channels[from.layer]).bottom()
		}
		points := []Point{{p.exit[from], start}}
		for k := 1; k < len(chain); k++ {
			n := p.down[chain[k-1]]
			last, x := points[len(points)-1].X, p.entry[[2]int{i, k}]
			if n.track < 0 {
				x = last
			} else if x != last {
				y := channels[chain[k-1].layer].height(n, d.m)
				points = append(points, Point{last, y}, Point{x, y})
			}
			if k < len(chain)-1 {
				points = append(points, Point{x, d.above[chain[k].layer]})
			}
		}
		to := chain[len(chain)-1]
		points = append(points, Point{points[len(points)-1].X, d.boxes[to.node].Y})
		d.drawn.Routes[i] = routeOf(points, d.m.radius)
	}
	for _, r := range p.returns {
		from, to := d.vertices[d.Links[r.link].From], d.vertices[d.Links[r.link].To]
		low := channels[from.layer].height(r.from, d.m)
		high := channels[max(to.layer-1, 0)].height(r.to, d.m)
		d.drawn.Routes[r.link] = routeOf([]Point{{r.start, d.boxes[from.node].Y + d.boxes[from.node].H}, {r.start, low}, {r.gutter, low},
			{r.gutter, high}, {r.end, high}, {r.end, d.boxes[to.node].Y}}, d.m.radius)
		d.drawn.Width = max(d.drawn.Width, r.gutter+d.m.between)
	}
	last := len(channels) - 1
	d.drawn.Height = d.above[last] + d.height[last] + d.m.fromTrack
	if t := channels[last].tracks; t > 0 {
		d.drawn.Height = channels[last].first + float64(t)*d.m.track
	}
}

func (c *channel) height(n *net, m measures) float64 {
	return c.first + float64(max(n.track, 0))*m.track
}

// gate makes the gate under a node, once.
func (d *draft) gate(v *vertex, x float64, c *channel) *Gate {
	for i := range d.drawn.Gates {
		if d.drawn.Gates[i].Node == v.node {
			return &d.drawn.Gates[i]
		}
	}
	top := c.first - d.m.toTrack - d.m.gateH
	b := d.boxes[v.node]
	g := Gate{Node: v.node, Rect: Rect{x - d.m.gateW/2, top, d.m.gateW, d.m.gateH}, Stem: routeOf([]Point{{x, b.Y + b.H}, {x, top}}, 0).Data,
		Middle: Point{x, top + d.m.gateH/2 + d.m.text.Note*.39}, stemTop: b.Y + b.H}
	d.drawn.Gates = append(d.drawn.Gates, g)
	return &d.drawn.Gates[len(d.drawn.Gates)-1]
}

func (g *Gate) bottom() float64 { return g.Y + g.H }

// routeOf draws a line through points with round corners.
func routeOf(points []Point, radius float64) Route {
	kept := points[:1]
	for i, q := range points[1:] {
		last := kept[len(kept)-1]
		if q == last {
			continue
		}
		if len(kept) > 1 && i+1 < len(points) {
			before := kept[len(kept)-2]
			if before.X == last.X && last.X == q.X || before.Y == last.Y && last.Y == q.Y {
				kept[len(kept)-1] = q
				continue
			}
		}
		kept = append(kept, q)
	}
	var b strings.Builder
	b.WriteString("M" + num(kept[0].X) + " " + num(kept[0].Y))
	for i := 1; i < len(kept); i++ {
		q := kept[i]
		if i+1 == len(kept) {
			b.WriteString("L" + num(q.X) + " " + num(q.Y))
			break
		}
		before, after := kept[i-1], kept[i+1]
		r := min(radius, half(before, q), half(q, after))
		in, out := toward(q, before, r), toward(q, after, r)
		b.WriteString("L" + num(in.X) + " " + num(in.Y) + "Q" + num(q.X) + " " + num(q.Y) + " " + num(out.X) + " " + num(out.Y))
	}
	return Route{Data: b.String(), Points: slices.Clone(kept)}
}

func half(a, b Point) float64 { return (math.Abs(a.X-b.X) + math.Abs(a.Y-b.Y)) / 2 }

// toward is the point r from q on the way to p; the way is level or upright.
func toward(q, p Point, r float64) Point {
	return Point{q.X + r*sign(p.X-q.X), q.Y + r*sign(p.Y-q.Y)}
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

func num(v float64) string { return strconv.FormatFloat(round(v), 'f', -1, 64) }

// round keeps two decimals at most, so that drawings stay short.
func round(v float64) float64 { return math.Round(v*4) / 4 }
