package layout

import (
	"slices"
	"strings"
)

// draft is a drawing under way. Its vertices are the nodes, and a way-point in each layer that a long link crosses.
type draft struct {
	Causes
	m        measures
	vertices []*vertex
	layers   [][]*vertex
	chains   [][]*vertex // of each link that is no return: effect, way-points, cause
	boxes    []Box
	height   []float64 // of each layer
	above    []float64 // upper edge of each layer
	drawn    Drawing
}

type vertex struct {
	node     int // -1 = a way-point
	layer    int
	at       int // place in its layer
	width    float64
	x        float64 // middle
	up, down []*vertex
}

func newDraft(c Causes, m measures) *draft {
	d := &draft{Causes: c, m: m, boxes: make([]Box, len(c.Nodes))}
	for i := range c.Nodes {
		d.vertices = append(d.vertices, &vertex{node: i})
	}
	return d
}

// layer puts each node below all its effects, and way-points on links that cross layers.
func (d *draft) layer() {
	d.settleReturns()
	waits := make([]int, len(d.Nodes))
	for _, l := range d.Links {
		if !l.Return {
			waits[l.To]++
		}
	}
	depth := 0
	var todo []int
	for i := range d.Nodes {
		if waits[i] == 0 {
			todo = append(todo, i)
			if i > 0 { // nothing leads to it: beneath the problem, for want of a better place
				d.vertices[i].layer = 1
			}
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		from := d.vertices[todo[0]]
		depth = max(depth, from.layer)
		for _, l := range d.Links {
			if l.From != todo[0] || l.Return {
				continue
			}
			d.vertices[l.To].layer = max(d.vertices[l.To].layer, from.layer+1)
			if waits[l.To]--; waits[l.To] == 0 {
				todo = append(todo, l.To)
			}
		}
	}
	d.layers = make([][]*vertex, depth+1)
	d.chain()
	seen := make(map[*vertex]bool)
	var visit func(*vertex)
	visit = func(v *vertex) {
		if seen[v] {
			return
		}
		seen[v] = true
		v.at = len(d.layers[v.layer])
		d.layers[v.layer] = append(d.layers[v.layer], v)
		for _, w := range v.down {
			visit(w)
		}
	}
	for _, v := range d.vertices[:len(d.Nodes)] {
		visit(v)
	}
}

// settleReturns makes sure that the links which are no returns reach every node and close no circle. Where a circle is the only
// way to a cause, it is drawn as a way down, and what leads back up from there as the circle.
func (d *draft) settleReturns() {
	d.Links = slices.Clone(d.Links)
	reached := make([]bool, len(d.Nodes))
	onWay := make([]bool, len(d.Nodes))
	var visit func(int)
	visit = func(n int) {
		reached[n], onWay[n] = true, true
		for i := range d.Links {
			switch l := &d.Links[i]; {
			case l.From != n || l.Return:
			case onWay[l.To]:
				l.Return = true
			case !reached[l.To]:
				visit(l.To)
			}
		}
		onWay[n] = false
	}
	visit(0)
	for again := true; again; {
		again = false
		for i := range d.Links {
			if l := &d.Links[i]; l.Return && l.From != l.To && reached[l.From] && !reached[l.To] {
				l.Return, again = false, true
				clear(reached)
				visit(0)
			}
		}
	}
}

// chain follows each link through the layers.
func (d *draft) chain() {
	for _, l := range d.Links {
		if l.Return {
			d.chains = append(d.chains, nil)
			continue
		}
		from, to := d.vertices[l.From], d.vertices[l.To]
		chain := []*vertex{from}
		for y := from.layer + 1; y < to.layer; y++ {
			v := &vertex{node: -1, layer: y}
			d.vertices = append(d.vertices, v)
			chain = append(chain, v)
		}
		chain = append(chain, to)
		for i, v := range chain[1:] {
			chain[i].down = append(chain[i].down, v)
			v.up = append(v.up, chain[i])
		}
		d.chains = append(d.chains, chain)
	}
}

const sweeps = 12 // over all layers, down and up in turn

// order arranges each layer so that few links cross: by the middle of the neighbours above, then below, keeping the best.
func (d *draft) order() {
	best, least := d.arrangement(), d.crossings()
	for i := 0; i < sweeps && least > 0; i++ {
		if i%2 == 0 {
			for _, row := range d.layers[1:] {
				sortByMiddle(row, func(v *vertex) []*vertex { return v.up })
			}
		} else {
			for y := len(d.layers) - 2; y >= 0; y-- {
				sortByMiddle(d.layers[y], func(v *vertex) []*vertex { return v.down })
			}
		}
		if n := d.crossings(); n < least {
			best, least = d.arrangement(), n
		}
	}
	d.layers = best
	for _, row := range d.layers {
		for i, v := range row {
			v.at = i
		}
	}
}

func (d *draft) arrangement() [][]*vertex {
	out := make([][]*vertex, len(d.layers))
	for i, row := range d.layers {
		out[i] = slices.Clone(row)
	}
	return out
}

// sortByMiddle sorts a layer by the mean place of neighbours; who has none stays at a place like the present one.
func sortByMiddle(row []*vertex, neighbours func(*vertex) []*vertex) {
	middle := make(map[*vertex]float64, len(row))
	for i, v := range row {
		near := neighbours(v)
		if len(near) == 0 {
			middle[v] = float64(i)
			continue
		}
		sum := 0
		for _, w := range near {
			sum += w.at
		}
		middle[v] = float64(sum) / float64(len(near))
	}
	slices.SortStableFunc(row, func(a, b *vertex) int {
		switch {
		case middle[a] < middle[b]:
			return -1
		case middle[a] > middle[b]:
			return 1
		}
		return 0
	})
	for i, v := range row {
		v.at = i
	}
}

// crossings counts the pairs of links that cross between neighbouring layers.
func (d *draft) crossings() int {
	n := 0
	for _, row := range d.layers {
		var ends []int // places of lower ends, by upper end
		for _, v := range row {
			first := len(ends)
			for _, w := range v.down {
				for _, other := range ends[:first] {
					if other > w.at {
						n++
					}
				}
				ends = append(ends, w.at)
			}
		}
	}
	return n
}

// longestWord is the width of the widest word in a box of a cause: boxes grow so that it need not be cut.
func (d *draft) longestWord() float64 {
	longest := 0.0
	for _, n := range d.Nodes[1:] {
		for _, w := range pieces(n.Text) {
			longest = max(longest, TextWidth(strings.TrimSpace(w), d.m.text.Text, n.Strong)/tolerance)
		}
	}
	return longest
}

// wrap chooses the widths of boxes, breaks their texts and so learns the height of each layer.
func (d *draft) wrap() {
	m := d.m
	columns := 1
	for _, row := range d.layers {
		boxes := 0
		for _, v := range row {
			if v.node >= 0 && !d.Nodes[v.node].Question {
				boxes++
			}
		}
		columns = max(columns, boxes)
	}
	width := (m.width - 2*m.margin - float64(columns-1)*m.gap) / float64(columns)
	width = min(max(width, m.least, d.longestWord()+2*m.pad+m.sign), m.most)
	d.height = make([]float64, len(d.layers))
	for _, v := range d.vertices {
		if v.node < 0 {
			v.width = 4
			continue
		}
		n := d.Nodes[v.node]
		switch v.width = width; {
		case v.node == 0:
			v.width = max(min(m.top, m.width-2*m.margin), width)
		case n.Question:
			v.width = min(m.ask, width)
		}
		room := v.width - 2*m.pad
		if !n.Question {
			room -= m.sign
		}
		text := Wrap(n.Text, room, m.text.Text, n.Strong || n.Question, d.Lines)
		if len(text) == 0 {
			text = []string{""}
		}
		b := &d.boxes[v.node]
		for _, s := range text {
			b.Text = append(b.Text, Line{Text: s})
		}
		for _, s := range Wrap(n.Note, room, m.text.Note, v.node == 0, 3) {
			b.Note = append(b.Note, Line{Text: s})
		}
		b.Layer, b.W = v.layer, v.width
		b.H = m.first + float64(len(b.Text)+len(b.Note)-1)*m.line + m.last
		d.height[v.layer] = max(d.height[v.layer], b.H)
	}
}
