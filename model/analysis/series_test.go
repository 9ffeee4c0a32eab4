package analysis_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

func daily(values ...float64) (out []model.Point) {
	for i, v := range values {
		out = append(out, model.Point{On: fmt.Sprintf("2026-01-%02d", i+1), Value: v})
	}
	return out
}

func TestXmR(t *testing.T) {
	t.Parallel()
	// Mean (10+12+11+13+10+12+14+14)/8 = 96/8 = 12. Steps 2,1,2,3,2,2,0: 12/7. 2.66·12/7 = 4.56.
	l, ok := analysis.XmR(daily(10, 12, 11, 13, 10, 12, 14, 14))
	want := analysis.Limits{Mean: 12, Lower: 7.44, Upper: 16.56, Step: 12.0 / 7}
	if diff := cmp.Diff(want, l, about); !ok || diff != "" {
		t.Errorf("XmR (-want +got):\n%s", diff)
	}
	if l.Outside(16.5) || !l.Outside(16.6) || !l.Outside(7.4) || l.Outside(7.5) {
		t.Error("the limits do not part what is usual from what is not")
	}
	if _, ok := analysis.XmR(daily(1, 2, 3, 4, 5, 6, 7)); ok {
		t.Error("seven values have limits")
	}
	// Nothing was ever below zero: mean 2, steps 4 each, 2 − 2.66·4 would be −8.64.
	if l, _ = analysis.XmR(daily(0, 4, 0, 4, 0, 4, 0, 4)); l.Lower != 0 || math.Abs(l.Upper-12.64) > 1e-9 {
		t.Errorf("limits %v, want 0 to 12.64", l)
	}
	if l, _ = analysis.XmR(daily(-1, 4, 0, 4, 0, 4, 0, 5)); l.Lower >= 0 {
		t.Errorf("what has been below zero has the lower limit %v", l.Lower)
	}
	if l, _ = analysis.XmR(daily(5, 5, 5, 5, 5, 5, 5, 5)); l.Outside(5) || !l.Outside(5.1) {
		t.Errorf("what never moves has limits %v", l)
	}
}

var about = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })

func TestShift(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []float64
		want   int
	}{
		{[]float64{20, 20, 20, 20, 20, 20, 20, 20, 10, 10, 10, 10, 10, 10, 10, 10}, 8},
		{[]float64{20, 20, 20, 20, 20, 20, 20, 20, 20, 10, 10, 10, 10, 10, 10, 10}, -1}, // seven
		{[]float64{1, 9, 1, 9, 1, 9, 1, 9}, -1},
		{[]float64{5, 5, 5, 5, 5, 5, 5, 5, 5}, -1}, // on the mean is on neither side
	} {
		points := daily(c.values...)
		l, _ := analysis.XmR(points)
		if got := l.Shift(points); got != c.want {
			t.Errorf("Shift(%v) = %d, want %d", c.values, got, c.want)
		}
	}
}

func TestEffectOf(t *testing.T) {
	t.Parallel()
	points := daily(10, 12, 4, 2)
	for day, want := range map[string]analysis.Effect{
		"2026-01-03": {Before: &points[1], Last: &points[3], Since: 2, Mean: 3},
		"2025-12-31": {Last: &points[3], Since: 4, Mean: 7},
		"2026-02-01": {Before: &points[3]},
	} {
		if diff := cmp.Diff(want, analysis.EffectOf(points, day), about); diff != "" {
			t.Errorf("EffectOf %s (-want +got):\n%s", day, diff)
		}
	}
	if diff := cmp.Diff(analysis.Effect{}, analysis.EffectOf(nil, "2026-01-01")); diff != "" {
		t.Errorf("of nothing:\n%s", diff)
	}
}

// Moving all values moves the limits with them; the mean lies between them.
func TestXmRMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), analysis.MinXmR, 40).Draw(t, "values")
		by := rapid.Float64Range(-1e6, 1e6).Draw(t, "by")
		values[0] = -1 - math.Abs(values[0])
		moved := make([]float64, len(values))
		for i, v := range values {
			moved[i] = v + by
		}
		moved[0] = min(moved[0], -1)
		a, _ := analysis.XmR(daily(values...))
		if a.Lower > a.Mean || a.Mean > a.Upper {
			t.Fatalf("limits %v", a)
		}
		if moved[0] == values[0]+by {
			b, _ := analysis.XmR(daily(moved...))
			if math.Abs(b.Upper-a.Upper-by) > 1e-3 || math.Abs(b.Lower-a.Lower-by) > 1e-3 {
				t.Fatalf("limits %v moved by %v are %v", a, by, b)
			}
		}
	})
}
