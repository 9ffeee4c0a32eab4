package layout

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestDrawWays(t *testing.T) {
	t.Parallel()
	lanes := func(w Ways) []int {
		var out []int
		for _, a := range w.Arcs {
			out = append(out, a.Lane)
		}
		return out
	}
	for _, c := range []struct {
		name   string
		ways   []Way
		lanes  []int
		height float64
	}{
		{"none", nil, nil, 0},
		{"one", []Way{{0, 2}}, []int{0}, 24},
		{"side by side", []Way{{0, 1}, {2, 4}}, []int{0, 0}, 24},
		{"one within the other", []Way{{0, 5}, {1, 3}}, []int{1, 0}, 38},
		{"there and back", []Way{{1, 3}, {3, 1}}, []int{0, 1}, 38},
		{"touching at a step", []Way{{0, 2}, {2, 4}}, []int{0, 1}, 38},
		{"round to itself", []Way{{2, 2}}, []int{0}, 24},
	} {
		got := DrawWays(6, c.ways)
		if !slices.Equal(lanes(got), c.lanes) || got.Height != c.height {
			t.Errorf("%s: lanes %v, height %v; want %v, %v", c.name, lanes(got), got.Height, c.lanes, c.height)
		}
	}
	// Leaves the first column (middle 50) at 59 and arrives in the third (250) at 241; lane 0 lies at 24 − 10 − 7.
	if got, want := DrawWays(3, []Way{{0, 2}}).Arcs[0].D, "M59 24V13Q59 7 65 7H235Q241 7 241 13V21"; got != want {
		t.Errorf("arc = %s, want %s", got, want)
	}
	// From right to left the first column (middle 250) is left at 241, and the third (50) is reached at 59.
	if got, want := DrawWaysAt([]Way{{0, 2}}, []Span{{200, 100}, {100, 100}, {0, 100}}).Arcs[0].D, "M241 24V13Q241 7 235 7H65Q59 7 59 13V21"; got != want {
		t.Errorf("arc from right to left = %s, want %s", got, want)
	}
	if !(Way{3, 1}).Back() || !(Way{2, 2}).Back() || (Way{1, 2}).Back() {
		t.Error("a way is back where it leads to an earlier step or to its own")
	}
}

func TestArcsOfOneLaneNeverMeet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.IntRange(0, 9)
		ways := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Way { return Way{place.Draw(t, "from"), place.Draw(t, "to")} }), 0, 20).Draw(t, "ways")
		arcs := DrawWays(10, ways).Arcs
		for i, a := range arcs {
			for _, b := range arcs[:i] {
				if a.Lane == b.Lane && min(a.From, a.To) <= max(b.From, b.To) && min(b.From, b.To) <= max(a.From, a.To) {
					t.Fatalf("%v and %v lie upon each other in lane %d", a.Way, b.Way, a.Lane)
				}
			}
		}
	})
}
