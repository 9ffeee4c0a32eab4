package layout

import "testing"

// overlap says whether two rectangles share more than an edge.
func overlap(a, b Rect) bool {
	return a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H
}

func TestDrawStaged(t *testing.T) {
	t.Parallel()
	d := DrawStaged(Staged{
		Lanes: make([]StagedLane, 3), Columns: 2,
		Boxes: []StagedBox{{Width: 128, Height: 38, Key: "a"}, {Width: 128, Height: 38, Lane: 1, Column: 1, Key: "b"},
			{Width: 128, Height: 38, Lane: 1, Column: 1, Key: "c"}, {Width: 128, Height: 38, Lane: 2, Key: "d"}},
		Links: []StagedLink{{0, 1}, {3, 0}, {2, 2}},
	})
	if len(d.Lanes) != 3 || len(d.Columns) != 2 || len(d.Boxes) != 4 || len(d.Links) != 3 || len(d.Order) != 4 {
		t.Fatalf("drawing has %d lanes, %d columns, %d boxes, %d links, %d in order; want 3, 2, 4, 3, 4",
			len(d.Lanes), len(d.Columns), len(d.Boxes), len(d.Links), len(d.Order))
	}
	for i, a := range d.Boxes {
		for _, b := range d.Boxes[:i] {
			if overlap(a, b) {
				t.Errorf("boxes %v and %v overlap", a, b)
			}
		}
	}
	for i, p := range d.Links {
		if p.D == "" || len(p.Points) < 2 {
			t.Errorf("link %d = %v, want a way", i, p)
		}
	}
}
