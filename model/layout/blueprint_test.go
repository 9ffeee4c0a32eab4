package layout

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func drawBlueprint(t *rapid.T) Blueprint {
	b := Blueprint{Lanes: 5, Above: 1, Line: 3, Last: 4, Width: rapid.Float64Range(300, 1300).Draw(t, "width"), RightToLeft: rapid.Bool().Draw(t, "rtl")}
	n := rapid.IntRange(0, 12).Draw(t, "steps")
	for i := range n {
		c := BlueprintColumn{Name: rapid.SampledFrom([]string{"", "Waits", strings.Repeat("name ", 30)}).Draw(t, "name"), Feeling: Feeling{float64(i%5 - 2), rapid.Bool().Draw(t, "felt")},
			Felt: rapid.SampledFrom([]string{"", "Angry and ashamed in front of the queue"}).Draw(t, "words"), Times: make([]string, rapid.IntRange(0, 3).Draw(t, "times"))}
		for range rapid.IntRange(0, 9).Draw(t, "boxes") {
			c.Boxes = append(c.Boxes, BlueprintBox{Lane: rapid.IntRange(0, 4).Draw(t, "lane"), Text: rapid.SampledFrom([]string{"", "CRM", strings.Repeat("x", 300), "صندوق پستی مشترک"}).Draw(t, "text"),
				Note: rapid.SampledFrom([]string{"", "9 minutes", strings.Repeat("note ", 20)}).Draw(t, "note"), Step: rapid.Bool().Draw(t, "step")})
		}
		for k := range c.Boxes {
			if rapid.IntRange(0, 3).Draw(t, "uses") == 0 {
				c.Boxes[k].Uses = []int{rapid.IntRange(0, len(c.Boxes)-1).Draw(t, "used")}
			}
		}
		b.Columns = append(b.Columns, c)
	}
	for range rapid.IntRange(0, 6).Draw(t, "hops") {
		if n == 0 {
			break
		}
		from, to := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		if from < to && len(b.Columns[from].Boxes) > 0 && len(b.Columns[to].Boxes) > 0 {
			b.Hops = append(b.Hops, BlueprintHop{From: from, To: to})
		}
		b.Ways = append(b.Ways, Way{from, to})
	}
	return b
}

func TestBlueprintBoxesStandInTheirCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBlueprint(t)
		d := DrawBlueprint(b)
		for i, c := range b.Columns {
			for k, item := range c.Boxes {
				box, lane, col := d.Boxes[i][k], d.Lanes[item.Lane], d.Columns[i]
				if box.X < col.X || box.X+box.W > col.X+col.Width || box.Y < lane.Top || box.Y+box.H > lane.Bottom {
					t.Fatalf("box %v stands out of column %v, lane %v", box.Rect, col, lane)
				}
				for m, o := range d.Boxes[i][:k] {
					if box.meets(Rect{o.X, o.Y + 1, o.W, o.H - 2}) {
						t.Fatalf("boxes %d and %d of step %d meet", m, k, i)
					}
				}
				for _, l := range append(append([]Line{}, box.Text...), box.Note...) {
					if l.Y > box.Y+box.H || l.Y < box.Y {
						t.Fatalf("words at %v stand out of %v", l.Y, box.Rect)
					}
				}
			}
			if s := d.Steps[i]; s.Y < d.StepRow.Top || s.Y+s.H > d.StepRow.Bottom {
				t.Fatalf("step %v stands out of its row %v", s.Rect, d.StepRow)
			}
		}
	})
}

// partsOf are the level and upright parts of a path of such.
func partsOf(path string) []Rect {
	var out []Rect
	var at Point
	for _, part := range strings.FieldsFunc(strings.NewReplacer("M", "\nM", "H", "\nH", "V", "\nV").Replace(path), func(r rune) bool { return r == '\n' }) {
		n := strings.Fields(part[1:])
		v := make([]float64, len(n))
		for i := range n {
			v[i], _ = strconv.ParseFloat(n[i], 64)
		}
		to := at
		switch part[0] {
		case 'M':
			at = Point{v[0], v[1]}
			continue
		case 'H':
			to.X = v[0]
		case 'V':
			to.Y = v[0]
		}
		out = append(out, span(at, to))
		at = to
	}
	return out
}

func TestBlueprintLinesKeepOffBoxes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := DrawBlueprint(drawBlueprint(t))
		paths := append(append([]string{}, d.Trunks...), d.Hops...)
		for _, u := range d.Uses {
			paths = append(paths, u.D)
		}
		for _, p := range paths {
			for _, s := range partsOf(p) {
				for _, col := range append(d.Boxes, d.Steps) {
					for _, box := range col {
						inner := Rect{box.X + 1, box.Y + 1, box.W - 2, box.H - 2}
						if inner.W > 0 && inner.H > 0 && s.X <= inner.X+inner.W && inner.X <= s.X+s.W && s.Y <= inner.Y+inner.H && inner.Y <= s.Y+s.H {
							t.Fatalf("line %s runs through box %v", p, box.Rect)
						}
					}
				}
			}
		}
	})
}

func TestBlueprintIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBlueprint(t)
		if diff := cmp.Diff(DrawBlueprint(b), DrawBlueprint(b)); diff != "" {
			t.Fatal(diff)
		}
	})
}
