package model_test

import (
	"fmt"
	"slices"
	"testing"

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

// copyOf returns a graph that shares nothing with g, and in which one element in a hundred has another name.
func copyOf(g *model.Graph) *model.Graph {
	var elements []*model.Element
	var links []*model.Link
	for e := range g.Elements() {
		c := *e
		c.Props = model.Props{}
		for k, v := range e.Props {
			c.Props[k] = v
		}
		if len(elements)%100 == 0 {
			c.Name += " north"
		}
		elements = append(elements, &c)
	}
	for l := range g.Links() {
		c := *l
		links = append(links, &c)
	}
	return model.NewGraph(elements, links)
}

// BenchmarkDiff compares two models of 100,000 elements: made apart, and of one descent; beside it a loop over a map, and a
// merge of sorted lists, that compare the same.
func BenchmarkDiff(b *testing.B) {
	const n = 100_000
	g := model.NewGraph(large(n))
	other := copyOf(g)
	var ops []model.Op
	for i := range 200 {
		id := fmt.Sprintf("technology-%06d", i*400)
		ops = append(ops, set(id, "name", g.Element(id).Name, "New"))
	}
	near, _, err := g.Apply(model.Change{Ops: ops})
	if err != nil {
		b.Fatal(err)
	}
	same := func(x, y *model.Element) bool {
		return x.Name == y.Name && x.Notes == y.Notes && x.Owner == y.Owner && cmpProps(x.Props, y.Props)
	}
	b.Run("apart", func(b *testing.B) {
		for b.Loop() {
			if len(model.Diff(g, other)) != n/100 {
				b.Fatal("wrong")
			}
		}
	})
	b.Run("descended", func(b *testing.B) {
		for b.Loop() {
			if len(model.Diff(g, near)) != 200 {
				b.Fatal("wrong")
			}
		}
	})
	list := func(g *model.Graph) []*model.Element { return slices.Collect(g.Elements()) }
	x, y := list(g), list(other)
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			seen := make(map[string]*model.Element, n)
			for _, e := range x {
				seen[e.ID] = e
			}
			found := 0
			for _, e := range y {
				if o := seen[e.ID]; o == nil || !same(o, e) {
					found++
				}
				delete(seen, e.ID)
			}
			if found+len(seen) != n/100 {
				b.Fatal("wrong")
			}
		}
	})
	b.Run("sorted", func(b *testing.B) {
		for b.Loop() {
			found := 0
			for i, j := 0, 0; i < len(x) && j < len(y); {
				switch {
				case x[i].ID < y[j].ID:
					i++
				case x[i].ID > y[j].ID:
					j++
				default:
					if !same(x[i], y[j]) {
						found++
					}
					i, j = i+1, j+1
				}
			}
			if found != n/100 {
				b.Fatal("wrong")
			}
		}
	})
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
