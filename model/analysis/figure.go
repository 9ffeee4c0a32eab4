package analysis

import (
	"math"

	"rootline/model"
)

// Figure is what a formula answers: a number, the bounds it lies between where something it rests on is not known, or why
// there is none. The zero value is unknown.
type Figure struct {
	Sort   FigureSort
	Lo, Hi float64 // of a Known one: equal where the number is exact; Hi is +Inf where nothing bounds it from above
}

// FigureSort says what a figure knows.
type FigureSort uint8

// The sorts of figure.
const (
	Unknown   FigureSort = iota // nothing is known of it
	Known                       // a number, or bounds
	Undefined                   // there is nothing to count: the overlap of channels where there is one channel
	Never                       // a time that never ends: no path leads there
)

// Exactly is a figure that is known as one number.
func Exactly(v float64) Figure { return Figure{Known, v, v} }

// Between is a figure of which the bounds are known. What is at least nothing, and bounded by nothing, is unknown.
func Between(lo, hi float64) Figure {
	if lo <= 0 && math.IsInf(hi, 1) || math.IsNaN(lo) || math.IsNaN(hi) {
		return Figure{}
	}
	return Figure{Known, lo, hi}
}

// IsExact says whether the figure is one number.
func (f Figure) IsExact() bool { return f.Sort == Known && f.Lo == f.Hi }

// IsOpen says whether only a lower bound is known.
func (f Figure) IsOpen() bool { return f.Sort == Known && math.IsInf(f.Hi, 1) }

// Number is the figure as a number of the model, and whether it is one with both bounds.
func (f Figure) Number() (model.Number, bool) {
	if f.Sort != Known || f.IsOpen() {
		return model.Number{}, false
	}
	return model.Number{Lo: f.Lo, Hi: f.Hi}, true
}

// span is an interval while it is summed up: from 0 to +Inf is what nobody knows.
type span struct{ lo, hi float64 }

var anything = span{0, math.Inf(1)}

func (s span) plus(o span) span { return span{s.lo + o.lo, s.hi + o.hi} }

func (s span) times(o span) span { return span{product(s.lo, o.lo), product(s.hi, o.hi)} }

// product is a × b, where nothing of what nobody knows is nothing.
func product(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

func (s span) figure() Figure { return Between(s.lo, s.hi) }

// spanOf is a prop that is no less than nothing: anything where it is not known.
func spanOf(p model.Props, name string) span {
	n, ok := p.Number(name)
	if !ok {
		return anything
	}
	return span{n.Lo, n.Hi}
}

// maybe is a yes-or-no: whether it may be, and whether it must be.
type maybe struct{ may, must bool }

func maybeOf(p model.Props, name string) maybe {
	v, known := p[name].(bool)
	return maybe{may: v || !known, must: v}
}
