package model_test

import (
	"fmt"
	"strings"
	"testing"

	"rootline/model"
)

// TestKeep: what was derived is taken over until an edit touches what it rests on, and then it is derived again; where two states
// go their own ways, each has its own.
func TestKeep(t *testing.T) {
	t.Parallel()
	derived := 0
	of := func(g *model.Graph, on ...model.Aspect) (string, bool) {
		before := derived
		answer := model.Keep(g, fmt.Sprint(on), on, func() string {
			derived++
			s := ""
			for e := range g.Elements() {
				s += e.ID + e.Name + " "
			}
			for l := range g.Links() {
				s += fmt.Sprint(l.ID, l.Props["wait_s"], " ")
			}
			return s
		})
		return answer, derived > before
	}
	apply := func(g *model.Graph, ops ...model.Op) *model.Graph {
		t.Helper()
		next, _, err := g.Apply(model.Change{Ops: ops})
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	all := []model.Aspect{model.Members(model.Step), model.Content(model.Step), model.Joins(model.Next), model.Details(model.Next),
		model.Says(model.Step, "wait_s")[0], model.Says(model.Next, "wait_s")[0]}
	begin := func() *model.Graph {
		return apply(model.NewGraph(nil, nil), model.Add(&model.Element{ID: "a", Kind: model.Step}), model.Add(&model.Element{ID: "b", Kind: model.Step}), model.Add(&model.Element{ID: "c", Kind: model.Foreign}),
			model.Join(&model.Link{ID: "ab", Kind: model.Next, From: "a", To: "b"}))
	}
	for name, c := range map[string]struct {
		op    model.Op
		fresh []bool // of each of all
	}{
		"a name":          {model.Set("a", "name", nil, "A"), []bool{false, true, false, false, false, false}},
		"a prop":          {model.Set("a", "props.wait_s", nil, model.Num(1)), []bool{false, true, false, false, true, false}},
		"another prop":    {model.Set("a", "props.duration_s", nil, model.Num(1)), []bool{false, true, false, false, false, false}},
		"another detail":  {model.Set("ab", "props.handoff", nil, true), []bool{false, false, false, true, false, false}},
		"a detail":        {model.Set("ab", "props.wait_s", nil, model.Num(1)), []bool{false, false, false, true, false, true}},
		"another kind":    {model.Add(&model.Element{ID: "t", Kind: model.Technology}), []bool{false, false, false, false, false, false}},
		"a step":          {model.Add(&model.Element{ID: "d", Kind: model.Step}), []bool{true, true, false, false, true, false}},
		"one that turns":  {model.Set("c", "kind", "foreign", "step"), []bool{true, true, false, false, true, false}},
		"a link less":     {model.Op{Kind: model.OpRemoveLink, ID: "ab"}, []bool{false, false, true, true, false, true}},
		"another end":     {model.Op{Kind: model.OpReEnd, ID: "ab", End: "to", Old: "b", New: "a"}, []bool{false, false, true, true, false, true}},
		"a link of a new": {model.Join(&model.Link{ID: "ba", Kind: model.Next, From: "b", To: "a"}), []bool{false, false, true, true, false, true}},
	} {
		start := begin()
		for _, on := range all {
			of(start, on)
		}
		next := apply(start, c.op)
		for i, on := range all {
			if _, fresh := of(next, on); fresh != c.fresh[i] {
				t.Errorf("%s: aspect %d was derived again: %v, want %v", name, i, fresh, c.fresh[i])
			}
			if _, fresh := of(start, on); fresh {
				t.Errorf("%s: what the version before has was derived again", name)
			}
		}
	}

	start := begin()
	one, two := apply(start, model.Set("a", "name", nil, "one")), apply(start, model.Set("a", "name", nil, "two"))
	for _, g := range []*model.Graph{one, two, one} {
		want := "a" + g.Element("a").Name
		if got, _ := of(g, model.Content(model.Step)); !strings.HasPrefix(got, want) {
			t.Errorf("a state says %q of itself, want %q first", got, want)
		}
	}

	many := make([]model.Op, 200)
	for i := range many {
		many[i] = model.Add(&model.Element{ID: fmt.Sprint("x", i), Kind: model.Partner})
	}
	if _, fresh := of(apply(start, many...), model.Members(model.Step)); !fresh {
		t.Error("what is as long as the graph was is taken over by a longer one")
	}
}
