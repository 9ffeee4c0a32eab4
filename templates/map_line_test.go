package templates

import (
	"strings"
	"testing"

	"rootline/model/layout"
)

// TestWordsStandOnTheirOwnLine: another line may run a track away, and they must not be read as its.
func TestWordsStandOnTheirOwnLine(t *testing.T) {
	t.Parallel()
	way := func(points ...layout.Point) layout.Path { return layout.Path{Points: points} }
	long := way(layout.Point{X: 10, Y: 0}, layout.Point{X: 10, Y: 500}, layout.Point{X: 210, Y: 500}, layout.Point{X: 210, Y: 520})
	short := way(layout.Point{X: 10, Y: 0}, layout.Point{X: 10, Y: 100}, layout.Point{X: 40, Y: 100}, layout.Point{X: 40, Y: 300})
	level := way(layout.Point{X: 10, Y: 100}, layout.Point{X: 40, Y: 100})
	for _, test := range []struct {
		name, dir string
		path      layout.Path
		anchor    string
		x, middle float64
	}{
		{"on the level stretch", "ltr", long, "middle", 110, 500},
		{"beside the upright one where the level one is too short", "ltr", short, "", 44, 200},
		{"on its other side from right to left", "rtl", short, "", 36, 200},
		{"on a short line that has nothing else", "ltr", level, "middle", 25, 100},
	} {
		w := (&MapDrawing{dir: test.dir}).wordsOn(test.path, "batch, up to 1 day")
		if w.anchor != test.anchor || w.x != test.x || w.Y+w.H/2 != test.middle {
			t.Errorf("%s: at %v,%v anchored %q, want %v,%v anchored %q", test.name, w.x, w.Y+w.H/2, w.anchor, test.x, test.middle, test.anchor)
		}
		from := w.x
		switch {
		case test.anchor == "middle":
			from -= w.W / 2
		case test.dir == "rtl":
			from -= w.W
		}
		if w.Rect.X != from {
			t.Errorf("%s: the room of the words begins at %v, the words at %v", test.name, w.Rect.X, from)
		}
	}
	if w := (&MapDrawing{}).wordsOn(long, strings.Repeat("wide ", 40)); w.anchor != "" {
		t.Error("words wider than the level stretch cover its corners")
	}
}
