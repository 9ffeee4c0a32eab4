package layout

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func drawRows(t *rapid.T) Rows {
	r := Rows{Width: rapid.Float64Range(300, 1400).Draw(t, "width"), Names: rapid.SampledFrom([]float64{0, 96}).Draw(t, "names"), RightToLeft: rapid.Bool().Draw(t, "rtl")}
	for i := range rapid.IntRange(0, 24).Draw(t, "boxes") {
		b := RowBox{Row: rapid.IntRange(0, 3).Draw(t, "row"), Text: rapid.SampledFrom([]string{"", "Web", "Order management", "صندوق پستی مشترک", strings.Repeat("long ", 60), strings.Repeat("x", 300)}).Draw(t, "text")}
		for range rapid.IntRange(0, 2).Draw(t, "hung") {
			b.Hung = append(b.Hung, fmt.Sprint("Who runs it ", i))
		}
		r.Boxes = append(r.Boxes, b)
	}
	if n := len(r.Boxes); n > 0 {
		for range rapid.IntRange(0, 40).Draw(t, "links") {
			r.Links = append(r.Links, RowLink{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")})
		}
	}
	return r
}

func TestRowsNeverOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRows(t)
		d := DrawRows(r)
		var all []Rect
		for i, b := range d.Boxes {
			all = append(all, b.Rect)
			for _, h := range b.Hung {
				all = append(all, h.Rect)
				if h.Y+h.H > d.Rows[b.Layer].Bottom {
					t.Fatalf("what hangs under box %d hangs out of its row", i)
				}
			}
			if len(b.Hung) != len(r.Boxes[i].Hung) {
				t.Fatalf("box %d has %d under it, want %d", i, len(b.Hung), len(r.Boxes[i].Hung))
			}
		}
		for i, a := range all {
			if a.X < 0 || a.X+a.W > d.Width+.5 || a.Y+a.H > d.Height {
				t.Fatalf("box %v stands out of %v × %v", a, d.Width, d.Height)
			}
			for k, b := range all[:i] {
				if a.meets(Rect{b.X, b.Y + 1, b.W, b.H - 2}) {
					t.Fatalf("boxes %d and %d meet: %v, %v", k, i, b, a)
				}
			}
		}
	})
}

// A link begins under its upper box and ends on its lower one, and between the two rows it is alone.
func TestRowLinksEndAtTheirBoxes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRows(t)
		d := DrawRows(r)
		for i, l := range r.Links {
			from, to := d.Boxes[l.From], d.Boxes[l.To]
			if (d.Links[i] == "") != (to.Layer != from.Layer+1) {
				t.Fatalf("link %v between rows %d and %d: %q", l, from.Layer, to.Layer, d.Links[i])
			}
			if d.Links[i] == "" {
				continue
			}
			n := strings.FieldsFunc(d.Links[i], func(r rune) bool { return strings.ContainsRune("MVC ", r) })
			x, _ := strconv.ParseFloat(n[0], 64)
			end, _ := strconv.ParseFloat(n[len(n)-2], 64)
			y, _ := strconv.ParseFloat(n[len(n)-1], 64)
			if x < from.X || x > from.X+from.W || end < to.X || end > to.X+to.W || y != to.Y {
				t.Fatalf("link %q does not join %v and %v", d.Links[i], from.Rect, to.Rect)
			}
		}
	})
}

func TestRowsAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRows(t)
		if diff := cmp.Diff(DrawRows(r), DrawRows(r), cmp.AllowUnexported(Box{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRowsUncross(t *testing.T) {
	t.Parallel()
	r := Rows{Width: 600, Boxes: []RowBox{{Row: 0, Text: "a"}, {Row: 0, Text: "b"}, {Row: 1, Text: "for b"}, {Row: 1, Text: "for a"}},
		Links: []RowLink{{0, 3}, {1, 2}}}
	d := DrawRows(r)
	if (d.Boxes[0].X < d.Boxes[1].X) != (d.Boxes[3].X < d.Boxes[2].X) {
		t.Errorf("the links cross: %v", d.Boxes)
	}
}

func TestEmptyRows(t *testing.T) {
	t.Parallel()
	if d := DrawRows(Rows{Width: 500}); d.Width != 500 || len(d.Boxes) != 0 {
		t.Errorf("an empty drawing = %v", d)
	}
}
