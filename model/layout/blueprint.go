package layout

import (
	"cmp"
	"math"
	"slices"
)

// Blueprint is what the drawing of a journey is made from: a column for each step, lanes of boxes from what the customer meets
// down to what lies under it.
type Blueprint struct {
	Columns     []BlueprintColumn
	Lanes       int // of boxes
	Above       int // lanes that stand over the steps; the others stand under them
	Line        int // the lane over which the line of visibility runs
	Last        int // the lane under which the hops run
	Ways        []Way
	Hops        []BlueprintHop
	Width       float64 // that it fills if its columns can; it is wider where they cannot
	RightToLeft bool
}

// BlueprintColumn is one step.
type BlueprintColumn struct {
	Name    string
	Feeling Feeling
	Felt    string   // words beside the feeling
	Times   []string // short lines under the step
	Boxes   []BlueprintBox
}

// BlueprintBox is one thing that the step has to do with.
type BlueprintBox struct {
	Lane int
	Text string
	Note string  // a smaller line; "" = none
	Free float64 // width that signs of the box leave its words no room in
	Step bool    // a line joins it to the step
	Uses []int   // boxes of the column that a line joins it to
}

// BlueprintHop is a line from a box of one column to one of another, that runs under the lanes.
type BlueprintHop struct{ From, FromBox, To, ToBox int }

// BlueprintDrawing is where everything goes.
type BlueprintDrawing struct {
	Width, Height float64
	Line          float64 // height of the line of visibility
	Columns       []Span  // from where reading starts
	Curve         FeelingCurve
	Felt          [][]Line  // by column; set above the dot where Y is less than that of the dot
	Top           RowSpan   // of the curve
	Lanes         []RowSpan // of boxes
	Steps         []Box
	StepRow       RowSpan // of the steps and what stands under them
	Times         [][]Line
	Boxes         [][]Box  // by column
	Trunks        []string // by column: from the step to its boxes; "" = to none
	Uses          []BlueprintUse
	Hops          []string
	Arcs          []Arc
	Next          []Segment // from each step to the one after it
}

// BlueprintUse is the line from one box of a column to another.
type BlueprintUse struct {
	Column, From, To int
	D                string
}

// Segment is a level line.
type Segment struct{ X1, X2, Y float64 }

// Measures of a blueprint, in px.
const (
	bpLeast   = 158.0 // width of a column
	bpMost    = 236.0
	bpStart   = 20.0 // from the column's edge to its boxes: room for the trunk
	bpEnd     = 26.0 // from the boxes to the column's other edge: room for lines to other boxes
	bpGap     = 7.0  // between boxes of one cell
	bpPad     = 12.0 // over and under the boxes of a lane
	bpEmpty   = 34.0 // height of a lane without boxes
	bpRung    = 17.0 // of feeling
	bpCurve   = 4*bpRung + 2*bpFelt
	bpFelt    = 34.0 // room for words over and under the curve
	bpVisible = 18.0 // room for the line of visibility
	bpTrack   = 9.0  // between hops
	bpLines   = 4    // of a text at most
)

// DrawBlueprint lays a journey out: position says at which step, so that only what happens within a step needs lines. No line
// runs through a box: a trunk before the boxes of a column joins them to their step, and lines between boxes run behind them.
func DrawBlueprint(b Blueprint) BlueprintDrawing {
	n := float64(len(b.Columns))
	column := math.Floor(min(max(b.Width/max(n, 1), bpLeast), bpMost))
	d := &blueprintDraft{Blueprint: b, column: column}
	d.out.Width = max(column*n, b.Width)
	for i := range b.Columns {
		d.out.Columns = append(d.out.Columns, Span{d.mirrored(column*float64(i), column), column})
	}
	y := d.curve(8)
	d.out.Boxes = make([][]Box, len(b.Columns))
	for i, c := range b.Columns {
		d.out.Boxes[i] = make([]Box, len(c.Boxes))
	}
	for lane := range b.Above {
		y = d.lane(lane, y)
	}
	y = d.ways(y)
	y = d.steps(y)
	for lane := b.Above; lane < b.Lanes; lane++ {
		if lane == b.Line {
			d.out.Line = y + bpVisible/2 + .5
			y += bpVisible
		}
		y = d.lane(lane, y)
		if lane == b.Last {
			y = d.hops(y)
		}
	}
	d.out.Height = y
	d.trunks()
	d.uses()
	return d.out
}

type blueprintDraft struct {
	Blueprint
	column float64
	out    BlueprintDrawing
}

func (d *blueprintDraft) mirrored(x, width float64) float64 {
	if d.RightToLeft {
		x = d.out.Width - x - width
	}
	return round(x)
}

// left is where a column begins, and middle its middle, before the drawing is turned.
func (d *blueprintDraft) left(i int) float64 { return d.column * float64(i) }
func (d *blueprintDraft) middle(i int) float64 {
	return d.left(i) + bpStart + (d.column-bpStart-bpEnd)/2
}

// curve draws the feelings.
func (d *blueprintDraft) curve(y float64) float64 {
	d.out.Top = RowSpan{y, y + bpCurve}
	zero := y + bpFelt + 2*bpRung
	d.out.Curve = FeelingCurve{Width: d.out.Width, Zero: round(zero)}
	var run []Dot
	for i, c := range d.Columns {
		dot := Dot{X: d.mirrored(d.middle(i), 0), Y: round(zero), Known: c.Feeling.Known}
		if dot.Known {
			dot.Y = round(zero - bpRung*math.Max(-2, math.Min(2, c.Feeling.Value)))
			run = append(run, dot)
		} else {
			d.out.Curve.close(run)
			run = nil
		}
		d.out.Curve.Dots = append(d.out.Curve.Dots, dot)
		lines := Wrap(c.Felt, d.column-12, rowSmall, false, 2)
		var words []Line
		for k, s := range lines {
			at := dot.Y + 17 + 13*float64(k)
			if !dot.Known || c.Feeling.Value >= 0 {
				at = dot.Y - 9 - 13*float64(len(lines)-1-k)
			}
			words = append(words, Line{s, dot.X, round(at)})
		}
		d.out.Felt = append(d.out.Felt, words)
	}
	d.out.Curve.close(run)
	return y + bpCurve
}

// lane stacks the boxes of a lane in each column.
func (d *blueprintDraft) lane(lane int, y float64) float64 {
	height := 0.0
	width := d.column - bpStart - bpEnd
	for i, c := range d.Columns {
		foot := 0.0
		for k, item := range c.Boxes {
			if item.Lane != lane {
				continue
			}
			b := &d.out.Boxes[i][k]
			b.Layer = lane
			for _, s := range Wrap(item.Text, width-2*rowPad-rowSign+4-item.Free, rowText, false, bpLines) {
				b.Text = append(b.Text, Line{Text: s})
			}
			for _, s := range Wrap(item.Note, width-2*rowPad-rowSign+4, rowSmall-.5, false, bpLines) {
				b.Note = append(b.Note, Line{Text: s})
			}
			lines := rowLine*float64(max(len(b.Text), 1)) + 13*float64(len(b.Note))
			b.Rect = Rect{d.mirrored(d.left(i)+bpStart, width), y + bpPad + foot, width, lines + 11}
			d.set(b)
			foot += b.H + bpGap
		}
		height = max(height, foot-bpGap)
	}
	bottom := y + bpEmpty
	if height > 0 {
		bottom = y + height + 2*bpPad
	}
	d.out.Lanes = append(d.out.Lanes, RowSpan{y, bottom})
	return bottom
}

// set puts the sign and the words into a box, where reading starts.
func (d *blueprintDraft) set(b *Box) {
	start := func(from float64) float64 {
		if d.RightToLeft {
			return round(b.X + b.W - from)
		}
		return round(b.X + from)
	}
	b.Mark = Point{start(rowPad - 1), round(b.Y + 5.5 + rowLine/2)}
	y := b.Y + 5.5 + rowText*.88
	for k := range b.Text {
		b.Text[k].X, b.Text[k].Y = start(rowPad-1+rowSign), round(y)
		y += rowLine
	}
	for k := range b.Note {
		b.Note[k].X, b.Note[k].Y = start(rowPad-1+rowSign), round(y)
		y += 13
	}
}

// ways draws arcs over the steps, the short ones nearest to them.
func (d *blueprintDraft) ways(y float64) float64 {
	drawn := DrawWays(len(d.Columns), d.Ways) // which lane each takes
	y += drawn.Height
	for i := range drawn.Arcs {
		a := &drawn.Arcs[i]
		x, end := d.middle(a.From)+arcApart, d.middle(a.To)-arcApart
		turn := arcTurn
		if end < x {
			turn = -turn
		}
		if d.RightToLeft {
			x, end, turn = d.mirrored(x, 0), d.mirrored(end, 0), -turn
		}
		top := y - waysFoot - laneHeight*(float64(a.Lane)+.5)
		a.D = "M" + figures(x, y) + "V" + figures(top+arcTurn) + "Q" + figures(x, top, x+turn, top) + "H" + figures(end-turn) +
			"Q" + figures(end, top, end, top+arcTurn) + "V" + figures(y-2)
		a.Head = "M" + figures(end-4, y-7) + "L" + figures(end, y-1, end+4, y-7)
	}
	d.out.Arcs = drawn.Arcs
	return y
}

// steps draws the steps in a row, and what stands under them.
func (d *blueprintDraft) steps(y float64) float64 {
	width := d.column - bpStart - bpEnd + 8
	height, times := 38.0, 0
	for i, c := range d.Columns {
		var b Box
		for _, s := range Wrap(c.Name, width-34, rowText, true, 3) {
			b.Text = append(b.Text, Line{Text: s})
		}
		b.Rect = Rect{X: d.mirrored(d.left(i)+bpStart-4, width), Y: y + 4, W: width}
		height = max(height, rowLine*float64(len(b.Text))+12)
		times = max(times, len(c.Times))
		d.out.Steps = append(d.out.Steps, b)
	}
	for i := range d.out.Steps {
		b := &d.out.Steps[i]
		b.H = height
		first := b.Y + height/2 - rowLine*float64(len(b.Text)-1)/2 + rowText*.36
		for k := range b.Text {
			x := b.X + 18
			if d.RightToLeft {
				x = b.X + b.W - 18
			}
			b.Text[k].X, b.Text[k].Y = round(x), round(first+rowLine*float64(k))
		}
		if i > 0 {
			from, to := d.left(i-1)+bpStart-4+width, d.left(i)+bpStart+4
			d.out.Next = append(d.out.Next, Segment{d.mirrored(from, 0), d.mirrored(to, 0), round(b.Y + height/2)})
		}
		var lines []Line
		for k, s := range d.Columns[i].Times {
			lines = append(lines, Line{s, d.mirrored(d.left(i)+bpStart+2, 0), round(y + 4 + height + 17 + 15*float64(k))})
		}
		d.out.Times = append(d.out.Times, lines)
	}
	bottom := y + 4 + height + 10 + 15*float64(times)
	if times > 0 {
		bottom += 4
	}
	d.out.StepRow = RowSpan{y, bottom}
	return bottom
}

// trunks join the boxes of a column to its step: one line before them, with a branch to each.
func (d *blueprintDraft) trunks() {
	d.out.Trunks = make([]string, len(d.Columns))
	for i, c := range d.Columns {
		x := d.mirrored(d.left(i)+bpStart-10, 0)
		branches, last := "", 0.0
		for k, item := range c.Boxes {
			if !item.Step || item.Lane < d.Above {
				continue
			}
			b := d.out.Boxes[i][k]
			side := b.X
			if d.RightToLeft {
				side = b.X + b.W
			}
			middle := round(b.Y + b.H/2)
			branches += "M" + num(x) + " " + num(middle) + "H" + num(side)
			last = max(last, middle)
		}
		if branches == "" {
			continue
		}
		step := d.out.Steps[i]
		// The trunk leaves the foot of the step, which begins to its left.
		from := step.X + 12
		if d.RightToLeft {
			from = step.X + step.W - 12
		}
		foot := step.Y + step.H
		d.out.Trunks[i] = "M" + num(from) + " " + num(foot) + "V" + num(foot+3) + "H" + num(x) + "V" + num(last) + branches
	}
}

// uses join boxes of one column behind them, each from a track of its own.
func (d *blueprintDraft) uses() {
	for i, c := range d.Columns {
		track := 0
		for k, item := range c.Boxes {
			if len(item.Uses) == 0 {
				continue
			}
			from := d.out.Boxes[i][k]
			x := d.mirrored(d.left(i)+d.column-bpEnd+6+math.Mod(5*float64(track), bpEnd-10), 0)
			for _, to := range item.Uses {
				target := d.out.Boxes[i][to]
				side := func(b Box) float64 {
					if d.RightToLeft {
						return b.X
					}
					return b.X + b.W
				}
				y1, y2 := round(from.Y+from.H/2), round(target.Y+target.H/2+float64(track%3)*4-4)
				d.out.Uses = append(d.out.Uses, BlueprintUse{i, k, to, "M" + num(side(from)) + " " + num(y1) + "H" + num(x) + "V" + num(y2) + "H" + num(side(target))})
			}
			track++
		}
	}
}

// hops run from box to box of different columns, each span on a track of its own under the lanes.
func (d *blueprintDraft) hops(y float64) float64 {
	d.out.Hops = make([]string, len(d.Hops))
	order := make([]int, len(d.Hops))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(d.Hops[a].To-d.Hops[a].From, d.Hops[b].To-d.Hops[b].From), cmp.Compare(d.Hops[a].From, d.Hops[b].From))
	})
	var tracks [][]BlueprintHop
	for _, i := range order {
		h := d.Hops[i]
		t := slices.IndexFunc(tracks, func(taken []BlueprintHop) bool {
			return !slices.ContainsFunc(taken, func(o BlueprintHop) bool { return o.From <= h.To && h.From <= o.To })
		})
		if t < 0 {
			t, tracks = len(tracks), append(tracks, nil)
		}
		tracks[t] = append(tracks[t], h)
		from, to := d.out.Boxes[h.From][h.FromBox], d.out.Boxes[h.To][h.ToBox]
		track := round(y + bpTrack*float64(t))
		aside := math.Mod(4*float64(t), bpEnd-10)
		x1, x2 := d.mirrored(d.left(h.From)+d.column-bpEnd+6+aside, 0), d.mirrored(d.left(h.To)+d.column-bpEnd+6+aside, 0)
		side := func(b Box) float64 {
			if d.RightToLeft {
				return b.X
			}
			return b.X + b.W
		}
		d.out.Hops[i] = "M" + num(side(from)) + " " + num(round(from.Y+from.H/2+4)) + "H" + num(x1) + "V" + num(track) + "H" + num(x2) +
			"V" + num(round(to.Y+to.H/2)) + "H" + num(side(to))
	}
	if len(tracks) > 0 {
		y += bpTrack*float64(len(tracks)) + 4
	}
	return y
}
