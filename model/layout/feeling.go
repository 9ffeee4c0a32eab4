package layout

import (
	"math"
	"strconv"
	"strings"
)

// The feeling curve: one column of ColumnWidth for each step, a rung of feelingRung for each degree from +2 to −2.
const (
	ColumnWidth   = 100. // of a step; the page stretches it
	FeelingHeight = 200. // of the whole drawing
	feelingRung   = 22.
	feelingZero   = FeelingHeight / 2
)

// Feeling is how customers feel at a step, from −2 to +2.
type Feeling struct {
	Value float64
	Known bool
}

// FeelingCurve is the way of the customers' feelings along the steps of a journey.
type FeelingCurve struct {
	Width float64
	Zero  float64  // where a feeling of 0 lies; better lies above it
	Dots  []Dot    // of each step
	Runs  []string // path data, one for each run of two or more neighbouring steps whose feeling is known
}

// Dot is the place of a step on the curve; on the line of zero where nobody knows.
type Dot struct {
	X, Y  float64
	Known bool
}

// Feelings draws the feelings of the steps of a journey, in their order, in columns of equal width. Where one is not known the
// curve has a gap. It bends between the steps and never leaves the feelings of the two that it joins. Values beyond −2…+2 stand
// at the edge.
func Feelings(steps []Feeling) FeelingCurve { return FeelingsAt(steps, equalColumns(len(steps))) }

// FeelingsAt is the same over columns that stand somewhere already: those of a staged drawing. It is as wide as they reach.
func FeelingsAt(steps []Feeling, columns []Span) FeelingCurve {
	c := FeelingCurve{Width: reach(columns), Zero: feelingZero}
	var run []Dot
	for i, f := range steps {
		d := Dot{X: columns[i].X + columns[i].Width/2, Y: feelingZero, Known: f.Known}
		if f.Known {
			d.Y -= feelingRung * math.Max(-2, math.Min(2, f.Value))
			run = append(run, d)
		} else {
			c.close(run)
			run = nil
		}
		c.Dots = append(c.Dots, d)
	}
	c.close(run)
	return c
}

func equalColumns(n int) []Span {
	out := make([]Span, n)
	for i := range out {
		out[i] = Span{ColumnWidth * float64(i), ColumnWidth}
	}
	return out
}

// reach is where the last of columns ends, on whichever side that stands.
func reach(columns []Span) float64 {
	end := 0.0
	for _, c := range columns {
		end = max(end, c.X+c.Width)
	}
	return end
}

func (c *FeelingCurve) close(run []Dot) {
	if len(run) < 2 {
		return
	}
	var b strings.Builder
	b.WriteString("M" + figures(run[0].X, run[0].Y))
	for i, to := range run[1:] {
		middle := (run[i].X + to.X) / 2
		b.WriteString("C" + figures(middle, run[i].Y, middle, to.Y, to.X, to.Y))
	}
	c.Runs = append(c.Runs, b.String())
}

// figures writes coordinates for path data, to a tenth.
func figures(list ...float64) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	}
	return strings.Join(words, " ")
}
