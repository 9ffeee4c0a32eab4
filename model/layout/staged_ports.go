package layout

import (
	"cmp"
	"slices"
)

// port is where ways of a net leave or enter a box.
type port struct {
	box      int
	side     int // top or bottom
	net      int32
	straight bool    // the way leads straight on
	towards  float64 // where it leads
	then     float64 // to tell apart those that lead the same way
	offset   float64 // from the middle of the box
}

// dock gives each net its port at its own box, and each wire one at the other end.
func (r *router) dock() {
	r.ports = make([]port, 0, 2*len(r.wires))
	shared := make([]int32, len(r.used)) // port of each net at its own box; 0 = none yet
	open := func(box, side int, w *wire, shares bool, towards, then float64, straight bool) int32 {
		if shares && shared[w.net] > 0 {
			n := shared[w.net] - 1
			if p := &r.ports[n]; straight && !p.straight {
				p.straight, p.towards = true, towards
			}
			return n
		}
		n := int32(len(r.ports))
		r.ports = append(r.ports, port{box: box, side: side, net: w.net, towards: towards, then: then, straight: straight})
		if shares {
			shared[w.net] = n + 1
		}
		return n
	}
	for i := range r.wires {
		w := &r.wires[i]
		a, b := w.upper, w.lower
		if w.kind == selfWire || w.kind == besideWire || w.twin >= 0 {
			continue
		}
		from, to := bottom, top
		switch w.kind {
		case underWire:
			to = bottom
		case overWire:
			from = top
		}
		xa, xb := r.about(a), r.about(b)
		out, in := xb, xa
		var thenOut, thenIn float64
		if w.kind == gutterWire {
			x := r.guess[w.strip]
			out, thenOut = x, turn(xb-x, float64(w.bottom))
			in, thenIn = x, turn(xa-x, -float64(w.top))
		}
		straight := w.kind == straightWire || w.kind == nextWire && xa == xb
		w.out = open(a, from, w, w.own, out, thenOut, straight)
		w.in = open(b, to, w, !w.own, in, thenIn, straight)
	}
	side := func(n int32) int { return 2*r.ports[n].box + r.ports[n].side }
	list := sorted(len(r.ports), 2*len(r.Boxes), side)
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && side(list[to]) == side(list[from]) {
			to++
		}
		r.line(list[from:to])
		from = to
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
