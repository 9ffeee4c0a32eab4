package layout_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"rootline/model/layout"
)

// someCauses draws a problem with up to most causes: a tree, some shared causes, some circles.
func someCauses(most int) *rapid.Generator[layout.Causes] {
	return rapid.Custom(func(t *rapid.T) layout.Causes {
		n := rapid.IntRange(0, most).Draw(t, "causes")
		c := layout.Causes{RightToLeft: rapid.Bool().Draw(t, "rtl"), Small: rapid.Bool().Draw(t, "small"), Lines: rapid.IntRange(0, 3).Draw(t, "lines")}
		text := rapid.SampledFrom([]string{"The till does not find the online order", "صندوق سفارش اینترنتی را پیدا نمی‌کند", "收银机查不到网上的订单",
			"x", strings.Repeat("long", 40), "", "Order management hands its orders to the ERP once a night, so that nobody knows"})
		for i := range n + 1 {
			c.Nodes = append(c.Nodes, layout.Node{ID: fmt.Sprint("n", i), Text: text.Draw(t, "text"), Note: rapid.SampledFrom([]string{"", "measured, sure"}).Draw(t, "note"),
				Gate: rapid.Bool().Draw(t, "gate"), GateNote: "both are needed", Question: i > 0 && rapid.IntRange(0, 9).Draw(t, "open") == 0})
		}
		for i := 1; i <= n; i++ {
			c.Links = append(c.Links, layout.Link{From: rapid.IntRange(max(0, i-12), i-1).Draw(t, "effect"), To: i})
		}
		for range rapid.IntRange(0, n/3).Draw(t, "more") {
			a, b := rapid.IntRange(0, n).Draw(t, "a"), rapid.IntRange(1, max(n, 1)).Draw(t, "b")
			if a != b && b <= n {
				c.Links = append(c.Links, layout.Link{From: a, To: b, Return: a > b})
			}
		}
		return c
	})
}

func TestBoxesNeverOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := layout.DrawCauses(someCauses(150).Draw(t, "graph"))
		for i, a := range d.Boxes {
			if a.X < 0 || a.Y < 0 || a.X+a.W > d.Width || a.Y+a.H > d.Height {
				t.Fatalf("box %d at %v lies outside of %v × %v", i, a.Rect, d.Width, d.Height)
			}
			for j, b := range d.Boxes[:i] {
				if meet(a.Rect, b.Rect) {
					t.Fatalf("boxes %d %v and %d %v overlap", i, a.Rect, j, b.Rect)
				}
			}
			for _, g := range d.Gates {
				if meet(a.Rect, g.Rect) {
					t.Fatalf("box %d %v and the gate of %d %v overlap", i, a.Rect, g.Node, g.Rect)
				}
			}
		}
	})
}

func meet(a, b layout.Rect) bool {
	return a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H
}

func TestRoutesEndAtTheirBoxes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := someCauses(60).Draw(t, "graph")
		d := layout.DrawCauses(c)
		for i, r := range d.Routes {
			first, last := r.Points[0], r.Points[len(r.Points)-1]
			from, to := d.Boxes[c.Links[i].From], d.Boxes[c.Links[i].To]
			if !within(first.X, from.Rect) || first.Y < from.Y+from.H {
				t.Fatalf("route %d begins at %v, not beneath %v", i, first, from.Rect)
			}
			if !within(last.X, to.Rect) || math.Abs(last.Y-to.Y) > .01 {
				t.Fatalf("route %d ends at %v, not on top of %v", i, last, to.Rect)
			}
			for k := 1; k < len(r.Points); k++ {
				if a, b := r.Points[k-1], r.Points[k]; a.X != b.X && a.Y != b.Y {
					t.Fatalf("route %d runs aslant from %v to %v", i, a, b)
				}
			}
		}
	})
}

func within(x float64, r layout.Rect) bool { return x >= r.X-.01 && x <= r.X+r.W+.01 }

func TestRoutesKeepOffBoxes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := someCauses(40).Draw(t, "graph")
		d := layout.DrawCauses(c)
		for i, r := range d.Routes {
			for k := 1; k < len(r.Points); k++ {
				a, b := r.Points[k-1], r.Points[k]
				line := layout.Rect{X: min(a.X, b.X), Y: min(a.Y, b.Y), W: math.Abs(a.X - b.X), H: math.Abs(a.Y - b.Y)}
				for j, box := range d.Boxes {
					inner := layout.Rect{X: box.X + 1, Y: box.Y + 1, W: box.W - 2, H: box.H - 2}
					if line.X <= inner.X+inner.W && inner.X <= line.X+line.W && line.Y <= inner.Y+inner.H && inner.Y <= line.Y+line.H {
						t.Fatalf("route %d (%v) runs through box %d %v", i, r.Points, j, box.Rect)
					}
				}
			}
		}
	})
}

func TestDrawingIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := someCauses(40).Draw(t, "graph")
		if diff := cmp.Diff(layout.DrawCauses(c), layout.DrawCauses(c), cmpopts.IgnoreUnexported(layout.Drawing{}, layout.Gate{})); diff != "" {
			t.Fatalf("two drawings differ:\n%s", diff)
		}
	})
}

func TestRightToLeftMirrors(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := someCauses(30).Draw(t, "graph")
		c.RightToLeft = false
		left := layout.DrawCauses(c)
		c.RightToLeft = true
		right := layout.DrawCauses(c)
		for i, b := range left.Boxes {
			if m := right.Boxes[i]; math.Abs(b.X-(right.Width-m.X-m.W)) > .01 || b.Y != m.Y || b.H != m.H {
				t.Fatalf("box %d is at %v and mirrored at %v of %v", i, b.Rect, m.Rect, right.Width)
			}
		}
	})
}

// TestOneBoxForACauseOfTwoEffects: both lines come in on top of it, side by side, and a tree crosses nothing.
func TestSharedCause(t *testing.T) {
	t.Parallel()
	c := layout.Causes{Nodes: make([]layout.Node, 4), Links: []layout.Link{{From: 0, To: 1}, {From: 0, To: 2}, {From: 1, To: 3}, {From: 2, To: 3}}}
	d := layout.DrawCauses(c)
	if len(d.Boxes) != 4 || d.Boxes[3].Layer != 2 {
		t.Fatalf("boxes = %v, want the shared cause once, in layer 2", d.Boxes)
	}
	a, b := d.Routes[2].Points, d.Routes[3].Points
	if a[len(a)-1] == b[len(b)-1] {
		t.Errorf("both links end at %v", a[len(a)-1])
	}
	if a[len(a)-1].X > b[len(b)-1].X {
		t.Errorf("the links cross on top of the box: %v and %v", a, b)
	}
}

func TestCrossedListsAreUncrossed(t *testing.T) {
	t.Parallel()
	// Effects 1 and 2, whose causes are named the other way round: 3 and 4 belong to 2 and 1.
	c := layout.Causes{Nodes: make([]layout.Node, 5), Links: []layout.Link{{From: 0, To: 1}, {From: 0, To: 2}, {From: 2, To: 3}, {From: 1, To: 4}}}
	d := layout.DrawCauses(c)
	if (d.Boxes[1].X < d.Boxes[2].X) != (d.Boxes[4].X < d.Boxes[3].X) {
		t.Errorf("the links cross: effects at %v and %v, causes at %v and %v", d.Boxes[1].X, d.Boxes[2].X, d.Boxes[4].X, d.Boxes[3].X)
	}
}

// TestCircleAsTheOnlyWay: a cause that only a circle reaches is drawn beneath, and the other half of the circle leads back up.
func TestCircleAsTheOnlyWay(t *testing.T) {
	t.Parallel()
	c := layout.Causes{Nodes: make([]layout.Node, 3), Links: []layout.Link{{From: 0, To: 1}, {From: 1, To: 2, Return: true}, {From: 2, To: 1}}}
	d := layout.DrawCauses(c)
	if d.Boxes[2].Layer != 2 {
		t.Errorf("layers = %d, %d, %d, want 0, 1, 2", d.Boxes[0].Layer, d.Boxes[1].Layer, d.Boxes[2].Layer)
	}
	way := d.Routes[2].Points
	if way[len(way)-1].Y > way[0].Y {
		t.Errorf("the circle runs %v, want back up", way)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width float64
		most  int
		want  []string
	}{
		{"The till does not find the online order", 150, 0, []string{"The till does not find", "the online order"}},
		{"收银机查不到网上的订单。", 80, 0, []string{"收银机查不到", "网上的订单。"}},
		{"صندوق سفارش اینترنتی را پیدا نمی‌کند", 130, 0, []string{"صندوق سفارش", "اینترنتی را پیدا", "نمی‌کند"}},
		{"one two three four", 40, 2, []string{"one", "two…"}},
		{"", 40, 0, nil},
		{"\u2068Calls 9 times, again.\u2069", 50, 0, []string{"\u2066Calls 9\u2069", "\u2066times,\u2069", "\u2066again.\u2069"}},
		{"\u2068صندوق ERP را\u2069", 60, 2, []string{"\u2067صندوق\u2069", "\u2067ERP را\u2069"}},
		{"Avis de remboursement", 84, 0, []string{"Avis de", "rembourse‐", "ment"}},
		{"\u2068one\u2069 and \u2068two\u2069", 200, 0, []string{"\u2068one\u2069 and \u2068two\u2069"}},
	} {
		if diff := cmp.Diff(c.want, layout.Wrap(c.text, c.width, 13, false, c.most)); diff != "" {
			t.Errorf("Wrap(%q, %v) (-want +got):\n%s", c.text, c.width, diff)
		}
	}
}

var latin = regexp.MustCompile(`^[a-zA-Z]{2}$`)

func TestWrapKeepsEveryLetterAndTheWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zA-Z]{1,30}|[一-龥]{1,8}|[ا-ی]{1,12}| ){0,20}`).Draw(t, "text")
		width := rapid.Float64Range(30, 300).Draw(t, "width")
		lines := layout.Wrap(text, width, 13, false, 0)
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		whole := ""
		for i, l := range lines {
			uncut, cut := strings.CutSuffix(l, "‐")
			if cut && (i == len(lines)-1 || !latin.MatchString(uncut[len(uncut)-1:]+lines[i+1][:1])) {
				t.Fatalf("Wrap(%q) puts a hyphen at the end of %q", text, l)
			}
			whole += uncut
		}
		if got := bare(whole); got != bare(text) {
			t.Fatalf("Wrap(%q) keeps %q", text, got)
		}
		for _, l := range lines {
			if w := layout.TextWidth(l, 13, false); w > 1.15*width && len([]rune(l)) > 1 {
				t.Fatalf("line %q is %v wide, more than %v", l, w, width)
			}
		}
	})
}

func BenchmarkDrawCauses(b *testing.B) {
	c := layout.Causes{}
	for i := range 101 {
		c.Nodes = append(c.Nodes, layout.Node{Text: "Order management hands its orders to the ERP once a night", Note: "measured, sure", Gate: true})
		if i > 0 {
			c.Links = append(c.Links, layout.Link{From: (i - 1) / 3, To: i})
		}
		if i%7 == 6 {
			c.Links = append(c.Links, layout.Link{From: i - 6, To: i})
		}
	}
	for b.Loop() {
		layout.DrawCauses(c)
	}
}
