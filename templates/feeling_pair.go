package templates

import (
	"rootline/model/layout"
)

// FeelingPair is how customers feel along a journey, before and after: two curves over the same steps.
type FeelingPair struct {
	Canvas
	Names    [2]string // of the two states
	Steps    []FeltStep
	Unchange string // said where both are one and the same curve; "" = they differ
}

// FeltStep is one step of either journey.
type FeltStep struct {
	Name string
	Felt [2]layout.Feeling // before and after; not known where the step is not there
	Mark Fate
}

// feltColumn is how wide a step is.
const feltColumn = 132.0

// drawnFeelings are two curves with their places.
type drawnFeelings struct {
	FeelingPair
	curves [2]layout.FeelingCurve
	names  [][]layout.Line
}

func (v FeelingPair) draw() drawnFeelings {
	d := drawnFeelings{FeelingPair: v}
	columns := make([]layout.Span, len(v.Steps))
	deepest := 0
	for i, s := range v.Steps {
		at := i
		if v.Say.Dir() == "rtl" {
			at = len(v.Steps) - 1 - i
		}
		columns[i] = layout.Span{X: feltColumn * float64(at), Width: feltColumn}
		var lines []layout.Line
		for k, text := range layout.Wrap(v.Say.Isolate(s.Name), feltColumn-12, 12, false, 3) {
			lines = append(lines, layout.Line{Text: text, X: columns[i].X + feltColumn/2, Y: layout.FeelingHeight + 6 + 15*float64(k)})
		}
		deepest = max(deepest, len(lines))
		d.names = append(d.names, lines)
	}
	for k := range d.curves {
		var felt []layout.Feeling
		for _, s := range v.Steps {
			felt = append(felt, s.Felt[k])
		}
		d.curves[k] = layout.FeelingsAt(felt, columns)
	}
	d.Canvas.Width, d.Canvas.Height = feltColumn*float64(len(v.Steps)), layout.FeelingHeight+10+15*float64(deepest)
	d.Canvas.Plain = true
	return d
}
