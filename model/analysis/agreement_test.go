package analysis_test

import (
	"math"
	"testing"

	"rootline/model/analysis"
)

func TestAgreement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts []int
		want   float64
	}{
		{[]int{0, 0, 0, 2, 4, 2}, .8390},
		{[]int{4, 0, 0, 0, 0, 4}, 0},
		{[]int{1, 0, 0, 2, 3, 2}, .5592},
		{[]int{0, 0, 0, 7, 0, 0}, 1},
	} {
		if got, known := analysis.Agreement(c.counts); !known || math.Abs(got-c.want) > .00005 {
			t.Errorf("Agreement(%v) = %.4f, %v, want %.4f", c.counts, got, known, c.want)
		}
	}
	if _, known := analysis.Agreement([]int{0, 0, 0}); known {
		t.Error("nobody voted, and yet they agree")
	}
}
