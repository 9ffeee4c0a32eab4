package templates

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates/say"
)

// Measure is a series with what a drawing of it shows beside its values.
type Measure struct {
	model.Series
	Target *float64 // what was promised; nil = nothing
}

// Amount words a value of a series with its unit.
func (m Measure) Amount(s *say.Printer, v float64) string { return UnitAmount(s, v, m.Unit) }

// Last words the last value; "" = there is none.
func (m Measure) Last(s *say.Printer) string {
	if len(m.Points) == 0 {
		return ""
	}
	return m.Amount(s, m.Points[len(m.Points)-1].Value)
}

// UnitAmount words a value with a unit that people wrote.
func UnitAmount(s *say.Printer, v float64, unit string) string {
	if unit == "" {
		return s.Number(v)
	}
	return s.T("series.amount", "Value", v, "Unit", unit)
}

// Sentence says a series in words: from where to where, how low and high, how many values.
func (m Measure) Sentence(s *say.Printer) string {
	if len(m.Points) == 0 {
		return s.T("series.empty")
	}
	first, last := m.Points[0], m.Points[len(m.Points)-1]
	if len(m.Points) == 1 {
		return s.T("series.says.one", "Value", m.Amount(s, last.Value), "Day", s.Day(last.On))
	}
	lo, hi := m.bounds()
	return s.T("series.says", "First", first.Value, "FirstDay", s.Day(first.On), "Last", m.Amount(s, last.Value), "LastDay", s.Day(last.On),
		"Low", lo, "High", hi, "count", len(m.Points))
}

// bounds are the lowest and the highest value.
func (m Measure) bounds() (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, p := range m.Points {
		lo, hi = min(lo, p.Value), max(hi, p.Value)
	}
	return lo, hi
}

// Usual says between which values the series moves while nothing changes, and what of it is not so; "" where there are too few
// values to say.
func (m Measure) Usual(s *say.Printer) string {
	l, ok := analysis.XmR(m.Points)
	if !ok {
		return ""
	}
	fine := math.Pow(10, 2-math.Floor(math.Log10(max(l.Upper-l.Lower, 1e-9)))) // a hundredth of its width tells enough
	words := s.T("series.usual", "Lower", math.Round(l.Lower*fine)/fine, "Upper", m.Amount(s, math.Round(l.Upper*fine)/fine))
	n := 0
	for _, p := range m.Points {
		if l.Outside(p.Value) {
			n++
		}
	}
	if n > 0 {
		words += " " + s.T("series.outside", "count", n)
	}
	if at := l.Shift(m.Points); at >= 0 {
		words += " " + s.T("series.shift", "Day", s.Day(m.Points[at].On))
	}
	return words
}

// ChartSize is how a series is drawn.
type ChartSize struct {
	Width, Height float64
	Text          float64 // size of its letters
	Bare          bool    // a line without figures, for a row or a report
}

// The sizes of a drawing of a series.
var (
	SmallChart = ChartSize{Width: 360, Height: 140, Text: 11.5}
	LargeChart = ChartSize{Width: 760, Height: 240, Text: 12.5}
	SparkChart = ChartSize{Width: 240, Height: 56, Text: 11.5, Bare: true}
)

// chart is a series made ready to be drawn; lengths are in units of its view box.
type chart struct {
	Size   ChartSize
	Lines  []string // paths; a gap in the values is a gap in the line
	Dots   []dot
	Band   *usualBand
	Target string // height of the line; "" = none
	Words  []chartWord
}

// dot is one value.
type dot struct {
	X, Y string
	Out  string // the path of a diamond: it lies outside of the usual range; "" = it does not
	Last bool
}

// usualBand is the usual range.
type usualBand struct{ X, Y, Width, Height, Mean string }

// chartWord is a figure in a drawing.
type chartWord struct {
	X, Y, Anchor, Text, Class string
}

// mostDots is how many values are drawn as dots; more are a line with its ends.
const mostDots = 60

// Chart makes a series ready to be drawn. Time runs as the language is read.
func (m Measure) chart(s *say.Printer, size ChartSize) chart {
	c := chart{Size: size}
	if len(m.Points) == 0 {
		return c
	}
	lo, hi := m.bounds()
	limits, usual := analysis.XmR(m.Points)
	usual = usual && !size.Bare
	if usual {
		lo, hi = min(lo, limits.Lower), max(hi, limits.Upper)
	}
	if m.Target != nil {
		lo, hi = min(lo, *m.Target), max(hi, *m.Target)
	}
	if lo == hi {
		lo, hi = lo-1, hi+1
	}
	side, top, foot := size.Text*.6, size.Text*1.6, size.Text*3.1
	if size.Bare {
		side, top, foot = 4, 5, 5
	}
	room := m.room(s, size)
	days := make([]float64, len(m.Points))
	for i, p := range m.Points {
		days[i] = dayNumber(p.On)
	}
	first, last := days[0], days[len(days)-1]
	x := func(d float64) float64 {
		at := size.Width - room
		if last > first {
			at = side + (d-first)/(last-first)*(size.Width-room-side)
		}
		if s.Dir() == "rtl" {
			return size.Width - at
		}
		return at
	}
	y := func(v float64) float64 { return top + (hi-v)/(hi-lo)*(size.Height-top-foot) }
	gap := longGap(days)
	var line strings.Builder
	for i, p := range m.Points {
		cmd := "L"
		if i == 0 || days[i]-days[i-1] > gap {
			c.Lines = appendLine(c.Lines, &line)
			cmd = "M"
		}
		line.WriteString(cmd + num(x(days[i])) + " " + num(y(p.Value)))
		out := usual && limits.Outside(p.Value)
		alone := (i == 0 || days[i]-days[i-1] > gap) && (i == len(days)-1 || days[i+1]-days[i] > gap)
		if isLast := i == len(days)-1; isLast || out || alone || len(days) <= mostDots && !size.Bare {
			d := dot{X: num(x(days[i])), Y: num(y(p.Value)), Last: isLast}
			if out {
				d.Out = diamond(x(days[i]), y(p.Value), 4.5)
			}
			c.Dots = append(c.Dots, d)
		}
	}
	c.Lines = appendLine(c.Lines, &line)
	if usual {
		from, to := min(x(first), x(last)), max(x(first), x(last))
		c.Band = &usualBand{num(from), num(y(limits.Upper)), num(to - from), num(y(limits.Lower) - y(limits.Upper)), num(y(limits.Mean))}
	}
	if m.Target != nil {
		c.Target = num(y(*m.Target))
	}
	if !size.Bare {
		c.Words = m.words(s, size, x, y)
	}
	return c
}

// room is the space beside the line for the last figure.
func (m Measure) room(s *say.Printer, size ChartSize) float64 {
	if size.Bare {
		return 6
	}
	last := s.Number(m.Points[len(m.Points)-1].Value)
	return 10 + size.Text*.62*float64(len([]rune(last)))
}

// words are the figures of a drawing: the lowest, the highest and the last value, the first and the last day, the target.
func (m Measure) words(s *say.Printer, size ChartSize, x, y func(float64) float64) []chartWord {
	start, end, after := "start", "end", 7.0
	if s.Dir() == "rtl" {
		start, end, after = end, start, -after
	}
	n := len(m.Points)
	at := func(i int) (float64, float64) { return x(dayNumber(m.Points[i].On)), y(m.Points[i].Value) }
	lx, ly := at(n - 1)
	words := []chartWord{{num(lx + after), num(ly + size.Text*.35), start, s.Number(m.Points[n-1].Value), "last"}}
	low, high := 0, 0
	for i, p := range m.Points {
		if p.Value < m.Points[low].Value {
			low = i
		}
		if p.Value > m.Points[high].Value {
			high = i
		}
	}
	for _, e := range []struct {
		i    int
		down float64
	}{{high, -size.Text * .6}, {low, size.Text * 1.3}} {
		if e.i == n-1 || low == high {
			continue
		}
		px, py := at(e.i)
		anchor := "middle"
		if edge := size.Text * 2.2; px < edge {
			anchor = "start"
		} else if px > size.Width-edge {
			anchor = "end"
		}
		words = append(words, chartWord{num(px), num(py + e.down), anchor, s.Number(m.Points[e.i].Value), ""})
	}
	fx, _ := at(0)
	base := num(size.Height - size.Text*.35)
	words = append(words, chartWord{num(fx), base, start, s.Day(m.Points[0].On), "day"})
	if n > 1 && math.Abs(lx-fx) > size.Text*18 {
		words = append(words, chartWord{num(lx), base, end, s.Day(m.Points[n-1].On), "day"})
	}
	if m.Target != nil {
		words = append(words, chartWord{num(fx), num(y(*m.Target) - size.Text*.4), start, s.T("series.target", "Value", *m.Target), "target"})
	}
	return words
}

func appendLine(lines []string, b *strings.Builder) []string {
	if b.Len() > 0 {
		lines = append(lines, b.String())
		b.Reset()
	}
	return lines
}

// dayNumber counts days.
func dayNumber(iso string) float64 {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return 0 // not reached: days are checked when they are stored
	}
	return float64(t.Unix() / 86400)
}

// longGap is the distance in days beyond which values are not joined: where one is missing, at the usual distance, there is a gap.
func longGap(days []float64) float64 {
	var steps []float64
	for i := 1; i < len(days); i++ {
		steps = append(steps, days[i]-days[i-1])
	}
	if len(steps) < 3 {
		return math.Inf(1)
	}
	slices.Sort(steps)
	return 1.75 * steps[len(steps)/2]
}

func diamond(x, y, r float64) string {
	return "M" + num(x) + " " + num(y-r) + "L" + num(x+r) + " " + num(y) + "L" + num(x) + " " + num(y+r) + "L" + num(x-r) + " " + num(y) + "Z"
}

func num(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
