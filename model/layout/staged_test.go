package layout

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// overlap says whether two rectangles share more than an edge.
func overlap(a, b Rect) bool {
	return a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H
}

// checkStaged fails where a drawing breaks what holds for all of them.
func checkStaged(t interface {
	Helper()
	Fatalf(string, ...any)
}, s Staged, d StagedDrawing) {
	t.Helper()
	if len(d.Boxes) != len(s.Boxes) || len(d.Links) != len(s.Links) || len(d.Lanes) != max(len(s.Lanes), 1) || len(d.Columns) != max(s.Columns, 1) {
		t.Fatalf("drawing has %d boxes, %d links, %d lanes, %d columns", len(d.Boxes), len(d.Links), len(d.Lanes), len(d.Columns))
	}
	y := s.Head
	for i, lane := range d.Lanes {
		if lane.Y != y || lane.Height <= 0 {
			t.Fatalf("lane %d = %v, want it to begin at %v", i, lane, y)
		}
		y += lane.Height
	}
	if y > d.Height {
		t.Fatalf("lanes end at %v, the drawing at %v", y, d.Height)
	}
	for i, b := range d.Boxes {
		lane := d.Lanes[clamp(s.Boxes[i].Lane, len(d.Lanes))]
		if b.Y < lane.Y || b.Y+b.H > lane.Y+lane.Height || b.X < 0 || b.X+b.W > d.Width {
			t.Fatalf("box %d at %v leaves its lane %v or the width %v", i, b, lane, d.Width)
		}
		for k, c := range d.Boxes[:i] {
			if overlap(b, c) {
				t.Fatalf("boxes %d and %d overlap: %v, %v", i, k, b, c)
			}
		}
	}
	for i, p := range d.Links {
		checkWay(t, fmt.Sprint("link ", i), p, d.Boxes, s.Links[i].From, s.Links[i].To)
		for k := 1; k < len(p.Points); k++ {
			for n, b := range d.Boxes {
				if way := span(p.Points[k-1], p.Points[k]); way.H == 0 && overlap(way, Rect{b.X, b.Y - s.Boxes[n].Above, b.W, s.Boxes[n].Above}) {
					t.Fatalf("link %d runs along at %v in the room over box %d at %v", i, way, n, b)
				}
			}
		}
		for _, q := range p.Points {
			if q.X < 0 || q.X > d.Width || q.Y < 0 || q.Y > d.Height {
				t.Fatalf("link %d leaves the drawing at %v", i, q)
			}
		}
	}
}

// checkWay fails where a way is not level and upright, does not begin and end at the edges of its boxes, or runs through a box.
func checkWay(t interface {
	Helper()
	Fatalf(string, ...any)
}, name string, p Path, boxes []Rect, from, to int) {
	t.Helper()
	if p.D == "" || len(p.Points) < 2 {
		t.Fatalf("%s has no way: %v", name, p)
	}
	onEdge := func(q Point, b Rect) bool {
		return (q.Y == b.Y || q.Y == b.Y+b.H) && q.X > b.X && q.X < b.X+b.W || (q.X == b.X || q.X == b.X+b.W) && q.Y > b.Y && q.Y < b.Y+b.H
	}
	if !onEdge(p.Points[0], boxes[from]) || !onEdge(p.Points[len(p.Points)-1], boxes[to]) {
		t.Fatalf("%s runs from %v to %v, want from an edge of %v to one of %v", name, p.Points[0], p.Points[len(p.Points)-1], boxes[from], boxes[to])
	}
	for k := 1; k < len(p.Points); k++ {
		a, b := p.Points[k-1], p.Points[k]
		if a.X != b.X && a.Y != b.Y {
			t.Fatalf("%s runs aslant from %v to %v", name, a, b)
		}
		for i, box := range boxes {
			if overlap(span(a, b), Rect{box.X, box.Y, box.W, box.H}) || a.X == b.X && a.X > box.X && a.X < box.X+box.W && max(a.Y, b.Y) > box.Y && min(a.Y, b.Y) < box.Y+box.H ||
				a.Y == b.Y && a.Y > box.Y && a.Y < box.Y+box.H && max(a.X, b.X) > box.X && min(a.X, b.X) < box.X+box.W {
				t.Fatalf("%s runs through box %d at %v: %v to %v", name, i, box, a, b)
			}
		}
	}
}

// randomStaged makes a drawing by chance; sizes are as pages have them.
func randomStaged(t *rapid.T) Staged {
	s := Staged{
		Lanes:       make([]StagedLane, rapid.IntRange(1, 8).Draw(t, "lanes")),
		Columns:     rapid.IntRange(0, 9).Draw(t, "columns"),
		Start:       rapid.SampledFrom([]float64{0, 108}).Draw(t, "start"),
		Width:       rapid.SampledFrom([]float64{0, 1084, 4000}).Draw(t, "width"),
		RightToLeft: rapid.Bool().Draw(t, "right to left"),
	}
	for i := range s.Lanes {
		s.Lanes[i].Band = rapid.IntRange(0, 5).Draw(t, "band") == 0
		s.Lanes[i].Above = rapid.SampledFrom([]float64{0, 20}).Draw(t, "above")
		s.Lanes[i].Least = rapid.SampledFrom([]float64{0, 200}).Draw(t, "least")
	}
	boxes := rapid.IntRange(0, 150).Draw(t, "boxes")
	for i := range boxes {
		s.Boxes = append(s.Boxes, StagedBox{
			Width: rapid.SampledFrom([]float64{128, 90, 200}).Draw(t, "w"), Height: rapid.SampledFrom([]float64{38, 53, 24}).Draw(t, "h"),
			Lane: rapid.IntRange(0, len(s.Lanes)-1).Draw(t, "lane"), Column: rapid.IntRange(0, max(s.Columns, 1)-1).Draw(t, "column"),
			Above: rapid.SampledFrom([]float64{0, 0, 40}).Draw(t, "over"), Tier: rapid.IntRange(0, 1).Draw(t, "tier"), Key: fmt.Sprint(i),
		})
	}
	if boxes > 0 {
		end := rapid.IntRange(0, boxes-1)
		for range rapid.IntRange(0, 2*boxes).Draw(t, "links") {
			s.Links = append(s.Links, StagedLink{end.Draw(t, "from"), end.Draw(t, "to"), rapid.IntRange(0, 1).Draw(t, "kind")})
		}
	}
	return s
}

func TestStagedWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomStaged(t)
		d := drawStaged(s, false)
		checkStaged(t, s, d)
		if rapid.Bool().Draw(t, "again") {
			s.Before = d.Order
			checkStaged(t, s, drawStaged(s, false))
		}
	})
}

// chanceStaged makes a drawing of this size, the same for the same seed: lanes and columns as in a map, links mostly to lanes near.
func chanceStaged(seed uint64, boxes, links int) Staged {
	chance := rand.New(rand.NewPCG(seed, 3))
	s := Staged{Lanes: make([]StagedLane, 7), Columns: 7, Start: 108}
	for i := range boxes {
		s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 38, Lane: chance.IntN(7), Column: chance.IntN(7), Key: fmt.Sprint("e", i)})
	}
	for len(s.Links) < links {
		l := StagedLink{From: chance.IntN(boxes), To: chance.IntN(boxes)}
		if abs(s.Boxes[l.From].Lane-s.Boxes[l.To].Lane) <= 1+chance.IntN(3) && abs(s.Boxes[l.From].Column-s.Boxes[l.To].Column) <= 1+chance.IntN(3) {
			s.Links = append(s.Links, l)
		}
	}
	return s
}

func TestStagedOddities(t *testing.T) {
	t.Parallel()
	grid := func(lanes, columns, boxes int, links ...StagedLink) Staged {
		s := Staged{Lanes: make([]StagedLane, lanes), Columns: columns, Links: links}
		for i := range boxes {
			s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 53, Lane: i / max(columns, 1) % max(lanes, 1), Column: i % max(columns, 1), Key: fmt.Sprint(i)})
		}
		return s
	}
	star := grid(5, 5, 501)
	for i := range 500 {
		star.Links = append(star.Links, StagedLink{From: 250, To: i})
	}
	for name, s := range map[string]Staged{
		"nothing":                {},
		"one box":                grid(1, 1, 1),
		"a box linked to itself": grid(1, 1, 1, StagedLink{}),
		"no links":               grid(6, 6, 40),
		"sixty columns":          grid(3, 60, 180, StagedLink{From: 0, To: 179}, StagedLink{From: 59, To: 120}),
		"all in one cell":        grid(1, 1, 3000, StagedLink{From: 0, To: 2999}, StagedLink{From: 5, To: 2000}),
		"500 links on one box":   star,
	} {
		d := DrawStaged(s)
		checkStaged(t, s, d)
		if name == "all in one cell" && (d.Width/d.Height < .8 || d.Width/d.Height > 2.5) {
			t.Errorf("%s: %v × %v, want a shape that a screen shows", name, d.Width, d.Height)
		}
	}
}

func TestStagedIsTheSameAgain(t *testing.T) {
	t.Parallel()
	a, b := DrawStaged(chanceStaged(1, 200, 400)), DrawStaged(chanceStaged(1, 200, 400))
	for i := range a.Links {
		if a.Links[i].D != b.Links[i].D {
			t.Fatalf("link %d = %s, then %s", i, a.Links[i].D, b.Links[i].D)
		}
	}
}
