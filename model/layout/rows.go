package layout

import (
	"cmp"
	"slices"
	"strings"
)

// Rows is what a drawing of boxes in rows is made from: links join boxes of rows that are neighbours.
type Rows struct {
	Boxes       []RowBox
	Links       []RowLink
	Width       float64 // that the drawing fills; it is wider where the boxes need more
	Names       float64 // room at the side where reading starts, for the names of the rows
	RightToLeft bool
}

// RowBox is one box, with small ones that hang under it.
type RowBox struct {
	Row   int // 0 = uppermost
	Text  string
	Hung  []string
	Loose bool // nothing is joined to its row: the boxes follow each other from where reading starts
}

// RowLink joins a box to one of the next row; both are indexes of Boxes. Links between other rows are not drawn.
type RowLink struct{ From, To int }

// RowsDrawing is where everything goes.
type RowsDrawing struct {
	Width, Height float64
	Rows          []RowSpan // from the uppermost
	Boxes         []RowPlace
	Links         []string // path data, in the order of the links; "" = not drawn
}

// RowSpan is the height that a row takes.
type RowSpan struct{ Top, Bottom float64 }

// RowPlace is a box in place.
type RowPlace struct {
	Box
	Hung []Box
}

// Measures of a drawing in rows, in px.
const (
	rowText     = 12.5
	rowSmall    = 11.5
	rowLine     = 14.5
	rowLeast    = 92.0  // width of a box
	rowWord     = 118.0 // width of a box that is made for a long word
	rowMost     = 150.0 // width of a box
	rowLoose    = 196.0 // width of a loose box
	rowNear     = 12.0  // least gap between boxes
	rowEdge     = 20.0  // around the drawing
	rowSign     = 17.0  // room for the sign before the text
	rowPad      = 9.0
	rowHeight   = 38.0 // least height of a box
	rowHung     = 9.0  // height of a hung box without its lines
	rowHungLine = 13.5
	rowHungGap  = 4.0
	rowBetween  = 72.0 // between two rows
	rowLines    = 3    // of a text at most
	rowMaxLinks = 1500 // beyond, the order of the boxes is not bettered: nobody could follow the lines
)

// DrawRows puts boxes into rows: in an order in which few links cross, each near those that it is joined to. The same input
// gets the same drawing. The method is that of DrawCauses; links are curves between the rows, so none runs through a box.
func DrawRows(r Rows) RowsDrawing {
	out := RowsDrawing{Width: r.Width}
	if len(r.Boxes) == 0 {
		return out
	}
	d := &draft{m: measures{gap: rowNear, margin: rowEdge, width: r.Width - r.Names}}
	all := make([]*vertex, len(r.Boxes))
	var rows [][]*vertex
	for i, b := range r.Boxes {
		for len(rows) <= b.Row {
			rows = append(rows, nil)
		}
		all[i] = &vertex{node: i, layer: b.Row, at: len(rows[b.Row])}
		rows[b.Row] = append(rows[b.Row], all[i])
	}
	rows = slices.DeleteFunc(rows, func(row []*vertex) bool { return len(row) == 0 })
	for y, row := range rows {
		n, width := float64(len(row)), 0.0
		loose := r.Boxes[row[0].node].Loose
		if width = min(max((d.m.width-2*rowEdge-(n-1)*rowNear)/n, r.longestWord(row)), rowMost); loose {
			width = rowLoose
		}
		for _, v := range row {
			v.layer, v.width = y, width
		}
		d.m.width = max(d.m.width, 2*rowEdge-rowNear+n*(width+rowNear))
		if !loose {
			d.layers, d.vertices = append(d.layers, row), append(d.vertices, row...)
		}
	}
	for _, l := range r.Links {
		if from, to := all[l.From], all[l.To]; to.layer == from.layer+1 {
			from.down, to.up = append(from.down, to), append(to.up, from)
		}
	}
	if len(d.vertices) > 0 {
		if len(r.Links) <= rowMaxLinks {
			d.order()
		}
		d.place()
		_, hi := d.extent()
		d.m.width = max(d.m.width, hi+rowEdge)
	}
	for _, row := range d.layers { // as they are arranged now
		rows[row[0].layer] = row
	}
	for _, row := range rows {
		spread(row, d.m.width, r.Boxes[row[0].node].Loose)
		for _, v := range row {
			v.x += r.Names
		}
	}
	out.Width = d.m.width + r.Names
	out.fill(r, rows)
	out.join(r, all)
	return out
}

// longestWord is the least width of the boxes of a row: so that hardly a word must be cut, or leaves its box.
func (r Rows) longestWord(row []*vertex) float64 {
	longest := rowLeast
	for _, v := range row {
		for _, word := range pieces(r.Boxes[v.node].Text) {
			longest = max(longest, TextWidth(strings.TrimSpace(word), rowText, false)+2*rowPad+rowSign)
		}
	}
	return min(longest, rowWord)
}

// spread moves the boxes of a row half way from where their links pull them to an even row over the whole width: both keep the
// order and the gaps, so what lies between does too. Loose ones stand in a line.
func spread(row []*vertex, whole float64, loose bool) {
	slot := (whole - 2*rowEdge) / float64(len(row))
	for i, v := range row {
		if loose {
			v.x = rowEdge + v.width/2 + float64(i)*(v.width+rowNear)
			continue
		}
		v.x = (v.x + rowEdge + slot*(float64(i)+.5)) / 2
	}
}

// fill gives each row its height and each box its place and words.
func (out *RowsDrawing) fill(r Rows, rows [][]*vertex) {
	out.Boxes = make([]RowPlace, len(r.Boxes))
	y := rowEdge
	for _, row := range rows {
		span := RowSpan{Top: y, Bottom: y}
		height := rowHeight
		for _, v := range row {
			b := &out.Boxes[v.node]
			for _, s := range Wrap(r.Boxes[v.node].Text, v.width-2*rowPad-rowSign, rowText, false, rowLines) {
				b.Text = append(b.Text, Line{Text: s})
			}
			height = max(height, rowLine*float64(len(b.Text))+12)
		}
		for _, v := range row {
			b := &out.Boxes[v.node]
			b.Layer = v.layer
			b.Rect = Rect{round(v.x - v.width/2), y, v.width, height}
			first := y + height/2 - rowLine*float64(len(b.Text)-1)/2 + rowText*.36
			set(r, out.Width, &b.Box, first, rowPad)
			foot := y + height
			for _, text := range r.Boxes[v.node].Hung {
				h := Box{Rect: Rect{b.X + 6, foot + rowHungGap, v.width - 12, 0}}
				for _, s := range Wrap(text, h.W-2*6-15, rowSmall, false, 2) {
					h.Text = append(h.Text, Line{Text: s})
				}
				h.H = rowHung + rowHungLine*float64(max(len(h.Text), 1))
				set(r, out.Width, &h, h.Y+h.H/2-rowHungLine*float64(len(h.Text)-1)/2+rowSmall*.36, 6)
				foot += rowHungGap + h.H
				b.Hung = append(b.Hung, h)
			}
			span.Bottom = max(span.Bottom, foot)
			if r.RightToLeft {
				b.X = round(out.Width - b.X - b.W)
				for i := range b.Hung {
					b.Hung[i].X = round(out.Width - b.Hung[i].X - b.Hung[i].W)
				}
			}
		}
		span.Bottom = max(span.Bottom, y+height)
		out.Rows = append(out.Rows, span)
		y = span.Bottom + rowBetween
	}
	out.Height = y - rowBetween + rowEdge
}

// set puts the sign and the words into a box, where reading starts.
func set(r Rows, width float64, b *Box, first, pad float64) {
	sign, line := rowSign, rowLine
	if pad < rowPad { // a hung one
		sign, line = 15, rowHungLine
	}
	x := b.X + pad
	b.Mark = Point{round(x), round(b.Y + b.H/2)}
	for i := range b.Text {
		b.Text[i].X, b.Text[i].Y = round(x+sign), round(first+line*float64(i))
	}
	if r.RightToLeft {
		b.Mark.X = round(width - b.Mark.X)
		for i := range b.Text {
			b.Text[i].X = round(width - b.Text[i].X)
		}
	}
}

// join draws the links. Those of one box leave it side by side, in the order of their other ends.
func (out *RowsDrawing) join(r Rows, all []*vertex) {
	out.Links = make([]string, len(r.Links))
	drawn := func(l RowLink) bool { return all[l.To].layer == all[l.From].layer+1 }
	starts, ends := make([]float64, len(r.Links)), make([]float64, len(r.Links))
	ports := func(at []float64, mine, other func(RowLink) int) {
		of := make([][]int, len(r.Boxes))
		for i, l := range r.Links {
			if drawn(l) {
				of[mine(l)] = append(of[mine(l)], i)
			}
		}
		for box, links := range of {
			slices.SortStableFunc(links, func(a, b int) int {
				return cmp.Compare(all[other(r.Links[a])].x, all[other(r.Links[b])].x)
			})
			v := all[box]
			apart := min(14, .7*v.width/float64(max(len(links)-1, 1)))
			for i, link := range links {
				at[link] = v.x + apart*(float64(i)-float64(len(links)-1)/2)
			}
		}
	}
	ports(starts, func(l RowLink) int { return l.From }, func(l RowLink) int { return l.To })
	ports(ends, func(l RowLink) int { return l.To }, func(l RowLink) int { return l.From })
	x := func(v float64) string {
		if r.RightToLeft {
			v = out.Width - v
		}
		return num(v)
	}
	for i, l := range r.Links {
		if !drawn(l) {
			continue
		}
		from := out.Boxes[l.From]
		foot := from.Y + from.H
		if n := len(from.Hung); n > 0 {
			foot = from.Hung[n-1].Y + from.Hung[n-1].H
		}
		top, bottom := out.Rows[from.Layer].Bottom, out.Boxes[l.To].Y
		middle := num((top + bottom) / 2)
		path := "M" + x(starts[i]) + " " + num(foot)
		if foot < top {
			path += "V" + num(top)
		}
		out.Links[i] = path + "C" + x(starts[i]) + " " + middle + " " + x(ends[i]) + " " + middle + " " + x(ends[i]) + " " + num(bottom)
	}
}
