package layout

// finish puts the texts into the boxes and measures the whole.
func (d *draft) finish() Drawing {
	m, out := d.m, d.drawn
	_, hi := d.extent()
	out.Width = max(out.Width, hi+m.margin, m.width)
	out.Size, out.radius = m.text, m.radius
	for i := range d.boxes {
		b := &d.boxes[i]
		x := b.X + m.pad
		switch {
		case m.sign == 0:
			x = b.X + b.W/2
		case !d.Nodes[i].Question:
			b.Mark = Point{b.X + m.pad, b.Y + 11.5}
			x += m.sign
		}
		y := b.Y + m.first
		for k := range b.Text {
			b.Text[k].X, b.Text[k].Y = x, y
			y += m.line
		}
		for k := range b.Note {
			b.Note[k].X, b.Note[k].Y = x, y
			y += m.line
		}
	}
	out.Boxes = d.boxes
	if len(d.layers) > 1 {
		out.Line = d.above[0] + d.height[0] + m.toLine + .5
	} else {
		out.Line = d.above[0] + d.height[0] + m.fromTrack - .5
	}
	out.Gates = d.withNotes(out.Gates, out)
	return out
}

// withNotes writes the words beside each gate that has the room: no other gate, no line coming down.
func (d *draft) withNotes(gates []Gate, out Drawing) []Gate {
	const before = 10
	for i := range gates {
		g := &gates[i]
		note := d.Nodes[g.Node].GateNote
		room := Rect{g.X + g.W, g.Y, before + TextWidth(note, d.m.text.Note, false) + before, g.H}
		if note == "" || room.X+room.W > out.Width || crowded(room, i, gates, out.Routes) {
			continue
		}
		g.Note = Line{note, g.X + g.W + before, g.Y + g.H/2 + d.m.text.Note*.37}
	}
	return gates
}

func crowded(room Rect, own int, gates []Gate, routes []Route) bool {
	for i, g := range gates {
		if i != own && g.meets(room) {
			return true
		}
	}
	for _, r := range routes {
		for k := 1; k < len(r.Points); k++ {
			if span(r.Points[k-1], r.Points[k]).meets(room) {
				return true
			}
		}
	}
	return false
}

func span(a, b Point) Rect {
	return Rect{min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X) - min(a.X, b.X), max(a.Y, b.Y) - min(a.Y, b.Y)}
}

func (r Rect) meets(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y <= o.Y+o.H && o.Y <= r.Y+r.H
}

// mirror turns the drawing for scripts that run from right to left.
func (d *Drawing) mirror() {
	flip := func(r *Rect) { r.X = d.Width - r.X - r.W }
	for i := range d.Boxes {
		b := &d.Boxes[i]
		flip(&b.Rect)
		b.Mark.X = d.Width - b.Mark.X
		for _, lines := range [][]Line{b.Text, b.Note} {
			for k := range lines {
				lines[k].X = d.Width - lines[k].X
			}
		}
	}
	for i := range d.Routes {
		for k := range d.Routes[i].Points {
			d.Routes[i].Points[k].X = d.Width - d.Routes[i].Points[k].X
		}
		d.Routes[i] = routeOf(d.Routes[i].Points, d.radius)
	}
	for i := range d.Gates {
		g := &d.Gates[i]
		flip(&g.Rect)
		g.Middle.X, g.Note.X = d.Width-g.Middle.X, d.Width-g.Note.X
		g.Stem = routeOf([]Point{{g.Middle.X, g.stemTop}, {g.Middle.X, g.Y}}, 0).Data
	}
}
