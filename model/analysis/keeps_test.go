package analysis_test

import (
	"math"
	"testing"

	"rootline/model"
	"rootline/model/analysis"
)

func TestKeeps(t *testing.T) {
	t.Parallel()
	exactly, never, open := analysis.Exactly, analysis.Figure{Sort: analysis.Never}, analysis.Between(4, math.Inf(1))
	sum := 0.0
	for range 3 {
		sum += .1
	}
	for _, tt := range []struct {
		is         analysis.Figure
		comparator string
		bound      model.Number
		want       analysis.Verdict
	}{
		{exactly(3), "at-most", model.Num(3), analysis.Kept},
		{exactly(sum), "at-most", model.Num(.3), analysis.Kept},
		{exactly(3), "below", model.Num(3), analysis.Broken},
		{exactly(2), "below", model.Num(3), analysis.Kept},
		{exactly(3), "above", model.Num(3), analysis.Broken},
		{exactly(4), "above", model.Num(3), analysis.Kept},
		{exactly(3), "at-least", model.Num(3), analysis.Kept},
		{exactly(2), "at-least", model.Num(3), analysis.Broken},
		{exactly(3), "equal", model.Number{Lo: 3, Hi: 3, Confidence: "estimate"}, analysis.Kept},
		{exactly(4), "equal", model.Num(3), analysis.Broken},
		{analysis.Between(2, 4), "equal", model.Num(3), analysis.Untold},
		{analysis.Between(2, 4), "at-most", model.Num(3), analysis.Untold},
		{analysis.Between(2, 4), "at-most", model.Number{Lo: 3, Hi: 5}, analysis.Untold},
		{exactly(4), "at-most", model.Number{Lo: 3, Hi: 5}, analysis.Untold}, // the bound itself is an estimate
		{exactly(6), "at-most", model.Number{Lo: 3, Hi: 5}, analysis.Broken},
		{never, "at-most", model.Num(3), analysis.Broken},
		{never, "at-least", model.Num(3), analysis.Kept},
		{open, "at-most", model.Num(3), analysis.Broken},
		{open, "at-least", model.Num(3), analysis.Kept},
		{open, "above", model.Num(5), analysis.Untold},
		{analysis.Figure{}, "at-most", model.Num(3), analysis.Untold},
		{analysis.Figure{Sort: analysis.Undefined}, "at-most", model.Num(3), analysis.Untold},
	} {
		if got := tt.is.Keeps(tt.comparator, tt.bound); got != tt.want {
			t.Errorf("%+v %s %+v is %s, want %s", tt.is, tt.comparator, tt.bound, got, tt.want)
		}
	}
}
