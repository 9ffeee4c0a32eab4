package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func journeyOf(orders ...any) *Graph {
	elements := []*Element{{ID: "j", Kind: Journey}}
	var links []*Link
	for i, o := range orders {
		id := fmt.Sprintf("s%d", i)
		elements = append(elements, &Element{ID: id, Kind: Step})
		l := &Link{ID: "has-" + id, Kind: HasStep, From: "j", To: id}
		switch o := o.(type) {
		case int:
			l.Props = Props{"order": Num(float64(o))}
		case float64:
			l.Props = Props{"order": Num(o)}
		}
		links = append(links, l)
	}
	return NewGraph(elements, links)
}

func stepIDs(g *Graph) []string {
	var ids []string
	for _, l := range JourneySteps(g, "j") {
		ids = append(ids, l.To)
	}
	return ids
}

func TestJourneySteps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		orders []any
		want   []string
	}{
		{"none", nil, nil},
		{"by order", []any{3, 1, 2}, []string{"s1", "s2", "s0"}},
		{"without one last, as they came", []any{nil, 2, nil, 1}, []string{"s3", "s1", "s0", "s2"}},
		{"alike, as they came", []any{1, 1, 0.5}, []string{"s2", "s0", "s1"}},
	} {
		if got := stepIDs(journeyOf(c.orders...)); !slices.Equal(got, c.want) {
			t.Errorf("%s: JourneySteps = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRoom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		orders    []any
		at, count int
		want      []float64
		ops       int
	}{
		{"in nothing", nil, 0, 2, []float64{1, 2}, 0},
		{"behind all", []any{1, 2}, 2, 2, []float64{3, 4}, 0},
		{"before all", []any{1, 2}, 0, 1, []float64{0}, 0},
		{"between", []any{1, 2}, 1, 1, []float64{1.5}, 0},
		{"three between", []any{1, 2}, 1, 3, []float64{1.25, 1.5, 1.75}, 0},
		{"no room between", []any{1, 1.001, 4}, 1, 1, []float64{2}, 1},
		{"among orders alike", []any{1, 1, 1}, 3, 1, []float64{4}, 2},
		{"among steps without one", []any{nil, nil}, 1, 1, []float64{2}, 2},
	} {
		orders, ops := Room(JourneySteps(journeyOf(c.orders...), "j"), c.at, c.count)
		if !slices.Equal(orders, c.want) || len(ops) != c.ops {
			t.Errorf("%s: Room = %v and %d ops, want %v and %d", c.name, orders, len(ops), c.want, c.ops)
		}
	}
}

// Whatever the orders were, a step comes to stand where it was put, and the others keep their order.
func TestRoomPutsInPlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.OneOf(rapid.Just[any](nil), rapid.Custom(func(t *rapid.T) any { return rapid.IntRange(-3, 3).Draw(t, "whole") }),
			rapid.Custom(func(t *rapid.T) any { return rapid.Float64Range(0, 1).Draw(t, "fraction") }))
		g := journeyOf(rapid.SliceOfN(order, 0, 6).Draw(t, "orders")...)
		for range rapid.IntRange(1, 12).Draw(t, "times") {
			links := JourneySteps(g, "j")
			at := rapid.IntRange(0, len(links)).Draw(t, "at")
			want := slices.Insert(stepIDs(g), at, fmt.Sprintf("s%d", len(links)))
			orders, ops := Room(links, at, 1)
			id := fmt.Sprintf("s%d", len(links))
			ops = append(ops, Add(&Element{ID: id, Kind: Step}),
				Join(&Link{ID: "has-" + id, Kind: HasStep, From: "j", To: id, Props: Props{"order": Num(orders[0])}}))
			next, _, err := g.Apply(Change{Ops: ops})
			if err != nil {
				t.Fatal(err)
			}
			g = next
			if got := stepIDs(g); !slices.Equal(got, want) {
				t.Fatalf("steps = %v, want %v", got, want)
			}
		}
	})
}

// Households and firms return lamps; firms alone name their tax number, and who was given a lamp joins at the counter.
func TestLivesStep(t *testing.T) {
	t.Parallel()
	lives := func(from, to string) *Link { return &Link{ID: from + "-" + to, Kind: Lives, From: from, To: to} }
	g := NewGraph([]*Element{{ID: "j", Kind: Journey}, {ID: "order", Kind: Step}, {ID: "tax", Kind: Step}, {ID: "counter", Kind: Step},
		{ID: "household", Kind: Customer}, {ID: "firm", Kind: Customer}, {ID: "given", Kind: Customer}},
		[]*Link{lives("household", "j"), lives("firm", "j"), lives("firm", "tax"), lives("given", "counter")})
	for customer, want := range map[string][]string{"household": {"order", "counter"}, "firm": {"order", "tax", "counter"}, "given": {"counter"}, "nobody": nil} {
		var got []string
		for _, step := range []string{"order", "tax", "counter"} {
			if LivesStep(g, customer, "j", step) {
				got = append(got, step)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s goes through %v, want %v", customer, got, want)
		}
	}
}

// stepsOf are the links from a journey to its steps, in this order.
func stepsOf(journey string, steps ...string) []*Link {
	var links []*Link
	for i, s := range steps {
		links = append(links, &Link{ID: journey + s, Kind: HasStep, From: journey, To: s, Props: Props{"order": Num(float64(i + 1))}})
	}
	return links
}

func TestRewire(t *testing.T) {
	t.Parallel()
	way := func(from, to string, props Props) *Link {
		return &Link{ID: from + to, Kind: Next, From: from, To: to, Props: props}
	}
	chain := []*Link{way("a", "b", nil), way("b", "c", nil), way("c", "d", nil)}
	branch := append(slices.Clone(chain), way("a", "c", Props{"share": Num(.4)}), way("d", "a", nil))
	for _, c := range []struct {
		name  string
		ways  []*Link
		after string
		want  []string
	}{
		{"nothing moves", chain, "abcd", []string{"ab", "bc", "cd"}},
		{"one moves later", chain, "acbd", []string{"ac", "bd", "cb"}},
		{"the last comes first", chain, "dabc", []string{"ab", "bc"}},
		{"one is put between", chain, "axbcd", []string{"ax", "bc", "cd", "xb"}},
		{"two are put between", chain, "abxycd", []string{"ab", "bx", "cd", "xy", "yc"}},
		{"one is put behind all", chain, "abcdx", []string{"ab", "bc", "cd"}},
		{"one is put before all", chain, "xabcd", []string{"ab", "bc", "cd"}},
		{"one goes", chain, "acd", []string{"ac", "cd"}},
		{"branch and loop stay", branch, "axbcd", []string{"ac", "ax", "bc", "cd", "da", "xb"}},
		{"where a branch leads already", branch, "acd", []string{"ac", "cd", "da"}},
		{"no ways, none made", nil, "axbcd", nil},
		{"where another journey goes too", append(slices.Clone(chain), stepsOf("other", "a", "b")...), "bacd", []string{"ab", "ac", "ba", "cd"}},
		{"where another has both apart", append(slices.Clone(chain), stepsOf("other", "a", "x", "b")...), "bacd", []string{"ac", "ba", "cd"}},
	} {
		elements := []*Element{{ID: "a", Kind: Step}, {ID: "b", Kind: Step}, {ID: "c", Kind: Step}, {ID: "d", Kind: Step}, {ID: "x", Kind: Step}, {ID: "y", Kind: Step},
			{ID: "this", Kind: Journey}, {ID: "other", Kind: Journey}}
		g := NewGraph(elements, append(slices.Clone(c.ways), stepsOf("this", "a", "b", "c", "d")...))
		n := 0
		next, _, err := g.Apply(Change{Ops: Rewire(g, []string{"a", "b", "c", "d"}, strings.Split(c.after, ""), func() string { n++; return fmt.Sprint("new-", n) })})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var got []string
		for l := range next.Links() {
			if l.Kind == Next && strings.Contains(c.after, l.From) && strings.Contains(c.after, l.To) {
				got = append(got, l.From+l.To)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: ways = %v, want %v", c.name, got, c.want)
		}
	}
}
