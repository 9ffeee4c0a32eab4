package model_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
)

func TestDiffClasses(t *testing.T) {
	t.Parallel()
	a := shop(t)
	b := mustApply(t, a,
		set("till", "name", "Till", "POS"), set("till", "owner", nil, "Ana"), set("till", "props.vendor", nil, "Acme"), set("till", "tags.old", nil, true),
		add("technology", "crm", "CRM"), reEnd("l-box", "to", "till", "crm"), removeLink("l-dep"), set("b1", "props.order", nil, 2.0))
	delta := model.Diff(a, b)
	got := map[model.Class][]string{}
	for _, c := range model.Classes {
		for _, d := range delta.Of(c) {
			got[c] = append(got[c], fmt.Sprintf("%s %s %s %v", d.Op, d.ID, d.Field, d.Link))
		}
	}
	want := map[model.Class][]string{
		model.Structural: {"added crm  false", "changed l-box to true", "removed l-dep  true"},
		model.Factual:    {"changed till owner false", "changed till props.vendor false"},
		model.Wording:    {"changed till name false", "changed till tags.old false"},
		model.Layout:     {"changed b1 props.order true"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	for _, d := range delta {
		if d.ID == "till" && d.Field == "name" && (d.From != "Till" || d.To != "POS") {
			t.Errorf("name from %v to %v", d.From, d.To)
		}
	}
}

func TestDiffOfAKindThatChanges(t *testing.T) {
	t.Parallel()
	a := model.NewGraph([]*model.Element{{ID: "x", Kind: model.Foreign, Name: "X", Props: model.Props{"lifecycle": "unheard-of", "kept": "k"}},
		{ID: "y", Kind: model.Technology, Name: "Y"}}, nil)
	b := model.NewGraph([]*model.Element{{ID: "x", Kind: model.Technology, Name: "X", Props: model.Props{"lifecycle": "live", "kept": "k"}},
		{ID: "y", Kind: model.Partner, Name: "Y"}}, nil)
	back, _, err := a.Apply(model.Change{Ops: model.Diff(a, b).Ops()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(picture(t, b).File, picture(t, back).File); diff != "" {
		t.Errorf("applied (-want +got):\n%s", diff)
	}
}

// twoGraphs draws two graphs: of one descent, or made apart.
func twoGraphs(t *rapid.T) (a, b *model.Graph) {
	_, base := change(t, model.NewGraph(nil, nil), 30)
	_, a = change(t, base, 12)
	_, b = change(t, base, 12)
	if rapid.Bool().Draw(t, "apart") {
		b = model.NewGraph(slices.Collect(b.Elements()), slices.Collect(b.Links()))
		if rapid.Bool().Draw(t, "another order") {
			elements, links := slices.Collect(b.Elements()), slices.Collect(b.Links())
			slices.Reverse(elements)
			slices.Reverse(links)
			b = model.NewGraph(elements, links)
		}
	}
	return a, b
}

func TestDiffAppliedToAGivesB(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := twoGraphs(t)
		for _, e := range slices.Concat(slices.Collect(a.Elements()), slices.Collect(b.Elements())) {
			if v, ok := e.Props["vendor"]; ok && v == "" && e.Kind != model.Foreign {
				t.Skip("an empty text that it kept when it turned from foreign: nobody can set one")
			}
		}
		delta := model.Diff(a, b)
		got, _, err := a.Apply(model.Change{Ops: delta.Ops()})
		if err != nil {
			t.Fatalf("the ops of %v: %v", delta, err)
		}
		if diff := cmp.Diff(picture(t, b).File, picture(t, got).File); diff != "" {
			t.Fatalf("a with the difference (-want +got):\n%s", diff)
		}
		if rest := model.Diff(got, b); len(rest) > 0 {
			t.Fatalf("still differs: %v", rest)
		}
		apart := model.NewGraph(slices.Collect(a.Elements()), slices.Collect(a.Links()))
		if d := model.Diff(a, a); len(d) > 0 {
			t.Fatalf("a differs from itself: %v", d)
		}
		if d := model.Diff(a, apart); len(d) > 0 {
			t.Fatalf("a differs from its like: %v", d)
		}
		if diff := cmp.Diff(delta, model.Diff(apart, b)); diff != "" {
			t.Fatalf("what the descent has to do with it (-of one descent +apart):\n%s", diff)
		}
	})
}

// copyOf returns a graph that shares nothing with g, and in which one element in a hundred has another name; in the order of g,
// or in another one.
func copyOf(g *model.Graph, mix bool) *model.Graph {
	from, to := slices.Collect(g.Elements()), slices.Collect(g.Links())
	named := make(map[string]bool)
	for i := 0; i < len(from); i += 100 {
		named[from[i].ID] = true
	}
	if mix {
		by := rand.New(rand.NewPCG(1, 2))
		by.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
		by.Shuffle(len(to), func(i, j int) { to[i], to[j] = to[j], to[i] })
	}
	elements, links := make([]*model.Element, len(from)), make([]*model.Link, len(to))
	for i, e := range from {
		c := *e
		c.ID, c.Props = strings.Clone(e.ID), maps.Clone(e.Props)
		if named[e.ID] {
			c.Name += " north"
		}
		elements[i] = &c
	}
	for i, l := range to {
		c := *l
		c.ID = strings.Clone(l.ID)
		links[i] = &c
	}
	return model.NewGraph(elements, links)
}

// BenchmarkDiff compares two models of 100,000 elements and twice as many links, made apart, in one order and in another. In turns
// with it a loop over maps and a merge of sorted lists compare the same; Diff is stated as a share of each.
func BenchmarkDiff(b *testing.B) {
	const n = 100_000
	g := model.NewGraph(large(n))
	sameElement := func(x, y *model.Element) bool {
		return x.Kind == y.Kind && x.Name == y.Name && x.Notes == y.Notes && x.Owner == y.Owner && maps.Equal(x.Names, y.Names) &&
			slices.Equal(x.Tags, y.Tags) && slices.Equal(x.Refs, y.Refs) && cmpProps(x.Props, y.Props)
	}
	sameLink := func(x, y *model.Link) bool {
		return x.Kind == y.Kind && x.From == y.From && x.To == y.To && cmpProps(x.Props, y.Props)
	}
	elementID, linkID := func(e *model.Element) string { return e.ID }, func(l *model.Link) string { return l.ID }
	for name, o := range map[string]*model.Graph{"order=same": copyOf(g, false), "order=another": copyOf(g, true)} {
		ours, joins := slices.Collect(g.Elements()), slices.Collect(g.Links())
		theirs, theirJoins := slices.Collect(o.Elements()), slices.Collect(o.Links())
		sort := func(elements []*model.Element, links []*model.Link) ([]*model.Element, []*model.Link) {
			return slices.SortedFunc(slices.Values(elements), func(x, y *model.Element) int { return strings.Compare(x.ID, y.ID) }),
				slices.SortedFunc(slices.Values(links), func(x, y *model.Link) int { return strings.Compare(x.ID, y.ID) })
		}
		sorted, sortedJoins := sort(ours, joins)
		sortedTheirs, sortedTheirJoins := sort(theirs, theirJoins)
		b.Run(name, func(b *testing.B) {
			var took [3]time.Duration
			for b.Loop() {
				for i, found := range []func() int{
					func() int { return len(model.Diff(g, o)) },
					func() int {
						return countByMaps(ours, theirs, elementID, sameElement) + countByMaps(joins, theirJoins, linkID, sameLink)
					},
					func() int {
						return countByMerge(sorted, sortedTheirs, elementID, sameElement) + countByMerge(sortedJoins, sortedTheirJoins, linkID, sameLink)
					},
				} {
					start := time.Now()
					if found() != n/100 {
						b.Fatal("wrong")
					}
					took[i] += time.Since(start)
				}
			}
			b.ReportMetric(took[0].Seconds()*1e3/float64(b.N), "ms/diff")
			b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "of-maps")
			b.ReportMetric(took[0].Seconds()/took[2].Seconds(), "of-merge")
		})
	}
}

// countByMaps counts what differs between two lists, by a map.
func countByMaps[T any](a, b []*T, id func(*T) string, same func(a, b *T) bool) int {
	seen := make(map[string]*T, len(a))
	for _, v := range a {
		seen[id(v)] = v
	}
	found := 0
	for _, v := range b {
		if o := seen[id(v)]; o == nil || !same(o, v) {
			found++
		}
		delete(seen, id(v))
	}
	return found + len(seen)
}

// countByMerge counts what differs between two lists that are sorted.
func countByMerge[T any](a, b []*T, id func(*T) string, same func(a, b *T) bool) int {
	found := 0
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(id(a[0]), id(b[0])); {
		case c < 0:
			found, a = found+1, a[1:]
		case c > 0:
			found, b = found+1, b[1:]
		default:
			if !same(a[0], b[0]) {
				found++
			}
			a, b = a[1:], b[1:]
		}
	}
	return found + len(a) + len(b)
}

// BenchmarkDiffNear compares two models of 100,000 elements of one descent, with 200 edits between them.
func BenchmarkDiffNear(b *testing.B) {
	g := model.NewGraph(large(100_000))
	var ops []model.Op
	for i := range 200 {
		id := fmt.Sprintf("technology-%06d", i*400)
		ops = append(ops, set(id, "name", g.Element(id).Name, "New"))
	}
	near, _, err := g.Apply(model.Change{Ops: ops})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if len(model.Diff(g, near)) != 200 {
			b.Fatal("wrong")
		}
	}
}

func cmpProps(a, b model.Props) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if !model.Same(v, b[k]) {
			return false
		}
	}
	return true
}
