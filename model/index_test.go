package model

import (
	"fmt"
	"slices"
	"testing"
)

// The order of arrival is that of what was applied, whatever else was tried from the same graphs.
func TestOrderOfArrivalIgnoresWhatWasTried(t *testing.T) {
	t.Parallel()
	add := func(g *Graph, id string) *Graph {
		t.Helper()
		next, _, err := g.Apply(Change{Ops: []Op{Add(&Element{ID: id, Kind: Technology, Name: id})}})
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	g := NewGraph(nil, nil)
	var want []string
	var tried []*Graph
	for i := range 3 * maxDepth { // deeper than one book's parents go
		id := fmt.Sprintf("t%d", i)
		tried = append(tried, add(g, fmt.Sprintf("t%d", i+1)), add(g, "late"))
		g = add(g, id)
		want = append(want, id)
		if h := g.Handle(id); h != Handle(i) {
			t.Errorf("Handle(%s) = %d, want %d", id, h, i)
		}
	}
	order := func(g *Graph) (got []string) {
		for e := range g.Elements() {
			got = append(got, e.ID)
		}
		return got
	}
	if got := order(g); !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
	for i, branch := range tried {
		last := fmt.Sprintf("t%d", i/2+1)
		if i%2 == 1 {
			last = "late"
		}
		if got := order(branch); !slices.Equal(got, append(slices.Clone(want[:i/2]), last)) {
			t.Errorf("branch %d = %v, want it to end in %s", i, got, last)
		}
		if branch.Element(last) == nil || g.Element("late") != nil || branch.Has("t99") {
			t.Errorf("branch %d finds the wrong ids", i)
		}
	}
}
