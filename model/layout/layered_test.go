package layout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func checkLayered(t interface {
	Helper()
	Fatalf(string, ...any)
}, l Layered, d LayeredDrawing) {
	t.Helper()
	if len(d.Boxes) != len(l.Boxes) || len(d.Links) != len(l.Links) || len(d.Order) < len(l.Boxes) {
		t.Fatalf("drawing has %d boxes, %d links, %d in order", len(d.Boxes), len(d.Links), len(d.Order))
	}
	for i, b := range d.Boxes {
		if b.W != l.Boxes[i].Width || b.H != l.Boxes[i].Height || b.X < 0 || b.X+b.W > d.Width || b.Y < 0 || b.Y+b.H > d.Height {
			t.Fatalf("box %d at %v in %v × %v, want it whole", i, b, d.Width, d.Height)
		}
		for k, c := range d.Boxes[:i] {
			if overlap(b, c) {
				t.Fatalf("boxes %d and %d overlap: %v, %v", i, k, b, c)
			}
		}
	}
	for i, p := range d.Links {
		checkWay(t, fmt.Sprint("link ", i), p, d.Boxes, l.Links[i].From, l.Links[i].To)
	}
}

func randomLayered(t *rapid.T) Layered {
	l := Layered{Ranked: rapid.Bool().Draw(t, "ranked"), Across: rapid.Bool().Draw(t, "across"), RightToLeft: rapid.Bool().Draw(t, "right to left")}
	boxes := rapid.IntRange(1, 60).Draw(t, "boxes")
	for i := range boxes {
		l.Boxes = append(l.Boxes, LayeredBox{Width: rapid.SampledFrom([]float64{128, 90, 200}).Draw(t, "w"), Height: rapid.SampledFrom([]float64{38, 53, 24}).Draw(t, "h"),
			Rank: rapid.IntRange(-3, 3).Draw(t, "rank"), Key: fmt.Sprint(i)})
	}
	end := rapid.IntRange(0, boxes-1)
	for range rapid.IntRange(0, 2*boxes).Draw(t, "links") {
		l.Links = append(l.Links, LayeredLink{end.Draw(t, "from"), end.Draw(t, "to"), rapid.IntRange(0, 1).Draw(t, "kind")})
	}
	return l
}

func TestLayeredWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := randomLayered(t)
		most := rapid.SampledFrom([]int{0, 20, layeredPoints}).Draw(t, "way-points")
		d := drawLayered(l, most)
		checkLayered(t, l, d)
		if rapid.Bool().Draw(t, "again") {
			l.Before = d.Order
			checkLayered(t, l, drawLayered(l, most))
		}
	})
}

// Without circles every link leads down, and its box stands just beneath one that leads to it or just over one that it leads to.
func TestRanks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Layered{}
		n := rapid.IntRange(1, 40).Draw(t, "boxes")
		for i := range n {
			l.Boxes = append(l.Boxes, LayeredBox{Width: 90, Height: 38, Key: fmt.Sprint(i)})
		}
		shuffled := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Perm(n)
		for range rapid.IntRange(0, 2*n).Draw(t, "links") {
			a, b := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
			if a != b {
				l.Links = append(l.Links, LayeredLink{From: shuffled[min(a, b)], To: shuffled[max(a, b)]})
			}
		}
		y := newLayers(l)
		near := make([]bool, n)
		for _, k := range l.Links {
			if y.row[k.From] >= y.row[k.To] {
				t.Fatalf("link from rank %d to rank %d, want down", y.row[k.From], y.row[k.To])
			}
			if y.row[k.From]+1 == y.row[k.To] {
				near[k.From], near[k.To] = true, true
			}
		}
		for _, k := range l.Links {
			if !near[k.From] || !near[k.To] {
				t.Fatalf("a box of link %v stands next to nothing that it is linked to: ranks %v", k, y.row)
			}
		}
	})
}

// chanceLayered makes a graph of this size, the same for the same seed, as a network of dependencies is: most boxes lead to few others, a
// few are led to by many, and there are circles.
func chanceLayered(seed uint64, boxes, links int) Layered {
	chance := rand.New(rand.NewPCG(seed, 11))
	var l Layered
	for i := range boxes {
		l.Boxes = append(l.Boxes, LayeredBox{Width: 128, Height: 38, Key: fmt.Sprint("e", i)})
	}
	for len(l.Links) < links {
		a := chance.IntN(boxes)
		b := a + 1 + int(math.Abs(chance.NormFloat64())*float64(boxes)/8)
		if chance.IntN(50) == 0 {
			b = a - 1 - chance.IntN(boxes/4+1)
		}
		if b >= 0 && b < boxes {
			l.Links = append(l.Links, LayeredLink{From: a, To: b})
		}
	}
	return l
}

// TestDrawingAgain changes one thing at a time: nineteen boxes of twenty move less than a row, in staged drawings against their lanes. A lane
// that gets a row more pushes those below it, and so does a rank.
func TestDrawingAgain(t *testing.T) {
	t.Parallel()
	const row = 38 + 30
	type drawing struct {
		keys  []string
		boxes []Rect
	}
	type tally struct{ near, all int }
	tallies := map[string]tally{} // over all seeds
	stay := func(name string, before, after drawing) {
		was := map[string]Rect{}
		for i, k := range before.keys {
			was[k] = before.boxes[i]
		}
		n := tallies[name]
		for i, k := range after.keys {
			if w, ok := was[k]; ok {
				n.all++
				if b := after.boxes[i]; math.Abs(b.X-w.X)+math.Abs(b.Y-w.Y) < row {
					n.near++
				}
			}
		}
		tallies[name] = n
	}
	staged := func(s Staged) (drawing, []string) {
		d := DrawStaged(s)
		out := drawing{boxes: d.Boxes}
		for i, b := range s.Boxes {
			out.keys = append(out.keys, b.Key)
			out.boxes[i].Y -= d.Lanes[b.Lane].Y
		}
		return out, d.Order
	}
	layered := func(l Layered) (drawing, []string) {
		d := DrawLayered(l)
		out := drawing{boxes: d.Boxes}
		for _, b := range l.Boxes {
			out.keys = append(out.keys, b.Key)
		}
		return out, d.Order
	}
	for seed := range uint64(3) {
		s := chanceStaged(seed, 300, 500)
		before, order := staged(s)
		for name, edit := range map[string]func(*Staged){
			"nothing":     func(*Staged) {},
			"a link less": func(s *Staged) { s.Links = s.Links[1:] },
			"a link more": func(s *Staged) { s.Links = append(s.Links, StagedLink{From: 7, To: 290}) },
			"a box more": func(s *Staged) {
				s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 38, Lane: 3, Column: 3, Key: "new"})
			},
			"a box renamed": func(s *Staged) { s.Boxes[40].Height = 53 },
			"a box moved":   func(s *Staged) { s.Boxes[40].Column = (s.Boxes[40].Column + 1) % s.Columns },
			"a box less": func(s *Staged) {
				s.Boxes = s.Boxes[:len(s.Boxes)-1]
				var links []StagedLink
				for _, l := range s.Links {
					if max(l.From, l.To) < len(s.Boxes) {
						links = append(links, l)
					}
				}
				s.Links = links
			},
		} {
			e := s
			e.Boxes, e.Links = append([]StagedBox{}, s.Boxes...), append([]StagedLink{}, s.Links...)
			e.Before = order
			edit(&e)
			after, _ := staged(e)
			stay("staged: "+name, before, after)
		}
		l := chanceLayered(seed, 300, 400)
		before, order = layered(l)
		for name, edit := range map[string]func(*Layered){
			"nothing":     func(*Layered) {},
			"a link less": func(l *Layered) { l.Links = l.Links[1:] },
			"a link more": func(l *Layered) { l.Links = append(l.Links, LayeredLink{From: 7, To: 290}) },
			"a box more": func(l *Layered) {
				l.Links = append(l.Links, LayeredLink{From: 7, To: len(l.Boxes)})
				l.Boxes = append(l.Boxes, LayeredBox{Width: 128, Height: 38, Key: "new"})
			},
			"a box less": func(l *Layered) {
				l.Boxes = l.Boxes[:len(l.Boxes)-1]
				var links []LayeredLink
				for _, k := range l.Links {
					if max(k.From, k.To) < len(l.Boxes) {
						links = append(links, k)
					}
				}
				l.Links = links
			},
		} {
			e := l
			e.Boxes, e.Links = append([]LayeredBox{}, l.Boxes...), append([]LayeredLink{}, l.Links...)
			e.Before = order
			edit(&e)
			after, _ := layered(e)
			stay("layered: "+name, before, after)
		}
	}
	for name, n := range tallies {
		if 20*n.near < 19*n.all {
			t.Errorf("%s: %d of %d boxes stay, want 95 %%", name, n.near, n.all)
		}
	}
}

// In two drawings side by side, everything keeps its place: the one with less is drawn again from the order of the whole.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	s := Staged{Lanes: make([]StagedLane, 4), Curved: true, Aspect: 9}
	for i := range 20 {
		s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 38, Lane: i % 4, Key: fmt.Sprint(i)})
	}
	for i := range 19 {
		s.Links = append(s.Links, StagedLink{From: i, To: i + 1}, StagedLink{From: i, To: (i + 5) % 20})
	}
	whole := DrawStaged(s)
	if rows := len(whole.Lanes[0].Rows); rows != 1 {
		t.Errorf("a lane has %d rows, want one where the shape asks for it", rows)
	}
	part := s
	part.Before, part.Boxes, part.Links = whole.Order, s.Boxes[4:], nil
	for i, b := range DrawStaged(part).Boxes {
		if b != whole.Boxes[i+4] {
			t.Errorf("box %d stands at %v without the first four, at %v with them", i+4, b, whole.Boxes[i+4])
		}
	}
}

// An order that is not ours, or was broken on the way, makes no drawing wrong.
func TestBrokenOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spoil := func(order []string) []string {
			out := append([]string{}, order...)
			for range rapid.IntRange(1, 10).Draw(t, "times") {
				at := rapid.IntRange(0, len(out)-1).Draw(t, "at")
				out[at] = rapid.SampledFrom([]string{"", "|", "0|0,0", "1|0,99", "2|-1,0", "3|7,x", "4|99999999,0", "5|0", "|1 1", "|0", "|9 9 9|1|2", "6|3,1e300"}).Draw(t, "token")
			}
			return out
		}
		s := randomStaged(t)
		s.Before = spoil(drawStaged(s, false).Order)
		checkStaged(t, s, drawStaged(s, false))
		l := randomLayered(t)
		l.Before = spoil(drawLayered(l, layeredPoints).Order)
		checkLayered(t, l, drawLayered(l, layeredPoints))
	})
}
