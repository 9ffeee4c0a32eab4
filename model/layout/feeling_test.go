package layout

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(v float64) Feeling { return Feeling{v, true} }

// Columns are 100 wide, so steps stand at 50, 150, …; a degree is 22 high, zero lies at 100.
func TestFeelings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		steps []Feeling
		ys    []float64
		runs  []string
	}{
		{"no step", nil, nil, nil},
		{"one step", []Feeling{at(1)}, []float64{78}, nil},
		{"down", []Feeling{at(2), at(-2)}, []float64{56, 144}, []string{"M50 56C100 56 100 144 150 144"}},
		{"level", []Feeling{at(0), at(0)}, []float64{100, 100}, []string{"M50 100C100 100 100 100 150 100"}},
		{"a gap in the middle", []Feeling{at(0), at(1), {}, at(-1), at(0)}, []float64{100, 78, 100, 122, 100},
			[]string{"M50 100C100 100 100 78 150 78", "M350 122C400 122 400 100 450 100"}},
		{"known alone between gaps", []Feeling{{}, at(1), {}}, []float64{100, 78, 100}, nil},
		{"nothing known", []Feeling{{}, {}}, []float64{100, 100}, nil},
		{"beyond the scale", []Feeling{at(9), at(-9)}, []float64{56, 144}, []string{"M50 56C100 56 100 144 150 144"}},
	} {
		got := Feelings(c.steps)
		var ys []float64
		for i, d := range got.Dots {
			ys = append(ys, d.Y)
			if d.Known != c.steps[i].Known {
				t.Errorf("%s: dot %d known = %v, want %v", c.name, i, d.Known, c.steps[i].Known)
			}
		}
		if !slices.Equal(ys, c.ys) {
			t.Errorf("%s: heights = %v, want %v", c.name, ys, c.ys)
		}
		if diff := cmp.Diff(c.runs, got.Runs); diff != "" {
			t.Errorf("%s: runs (-want +got):\n%s", c.name, diff)
		}
	}
}

// Over the columns of a drawing that runs from right to left, the curve runs so too: middles at 250 and 50.
func TestFeelingsAt(t *testing.T) {
	t.Parallel()
	got := FeelingsAt([]Feeling{at(2), at(-2)}, []Span{{200, 100}, {0, 100}})
	if want := "M250 56C150 56 150 144 50 144"; got.Width != 300 || !slices.Equal(got.Runs, []string{want}) {
		t.Errorf("curve = %v wide, %v; want 300, %s", got.Width, got.Runs, want)
	}
}
