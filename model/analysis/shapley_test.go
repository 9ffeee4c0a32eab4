package analysis_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"rootline/model/analysis"
)

// The glove game: one has a left glove, two have right ones, and only a pair is worth something. The shares are 2/3, 1/6, 1/6.
func TestShapleyOfGloves(t *testing.T) {
	t.Parallel()
	shares, ok := analysis.Shapley(3, func(set uint) analysis.Figure {
		if set&1 == 1 && set > 1 {
			return analysis.Exactly(1)
		}
		return analysis.Exactly(0)
	})
	if !ok {
		t.Fatal("there are bounds everywhere")
	}
	for i, want := range []float64{2. / 3, 1. / 6, 1. / 6} {
		if math.Abs(shares[i].Lo-want) > 1e-12 || math.Abs(shares[i].Hi-want) > 1e-12 {
			t.Errorf("share %d is %v, want %v", i, shares[i], want)
		}
	}
}

// The shares come to what all changes do together, whatever they do.
func TestShapleyAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, analysis.MostShared).Draw(t, "changes")
		values := rapid.SliceOfN(rapid.Float64Range(0, 1000), 1<<n, 1<<n).Draw(t, "figures")
		shares, _ := analysis.Shapley(n, func(set uint) analysis.Figure { return analysis.Exactly(values[set]) })
		sum := 0.0
		for _, s := range shares {
			sum += s.Lo
		}
		if want := values[1<<n-1] - values[0]; math.Abs(sum-want) > 1e-6 {
			t.Fatalf("the shares come to %v, want %v", sum, want)
		}
	})
}

func TestShapleyOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	if _, ok := analysis.Shapley(1, func(set uint) analysis.Figure { return analysis.Figure{} }); ok {
		t.Error("nothing is known, and yet it is shared out")
	}
	if _, ok := analysis.Shapley(7, func(set uint) analysis.Figure { return analysis.Exactly(1) }); ok {
		t.Error("so many sets should not be measured")
	}
}
