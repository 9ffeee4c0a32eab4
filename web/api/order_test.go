package api

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
)

// However a graph is edited, the order that follows its edits is the one that sorting gives.
func TestOrderFollowsEdits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := model.NewGraph(nil, nil)
		var order []placed
		for range rapid.IntRange(1, 12).Draw(t, "edits") {
			id := fmt.Sprintf("e%d", rapid.IntRange(0, 20).Draw(t, "id"))
			op := model.Add(&model.Element{ID: id, Kind: model.Step, Name: "A step"})
			if e := g.Element(id); e != nil {
				op = rapid.SampledFrom([]model.Op{{Kind: model.OpRemoveElement, ID: id}, model.Set(id, "notes", e.Field("notes"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "notes"))}).Draw(t, "op")
			}
			next, _, err := g.Apply(model.Change{Ops: []model.Op{op}})
			if err != nil {
				t.Fatal(err)
			}
			if g = next; rapid.Bool().Draw(t, "read anew") { // as from the database, where other handles are given
				g = model.NewGraph(slices.Collect(g.Elements()), nil)
			}
			order = follow(order, g)
			want := slices.Collect(g.Elements())
			slices.SortFunc(want, func(a, b *model.Element) int { return byID(placed{element: a}, placed{element: b}) })
			if !slices.EqualFunc(order, want, func(p placed, e *model.Element) bool { return p.element == e && g.At(p.handle) == e }) {
				t.Fatalf("order = %v, want %v", order, want)
			}
		}
	})
}

// BenchmarkOrder is what the list does after an edit of one element among 100,000, against sorting anew.
func BenchmarkOrder(b *testing.B) {
	var elements []*model.Element
	for i := range 100_000 {
		elements = append(elements, &model.Element{ID: fmt.Sprintf("technology-%d", i*7919%100_000), Kind: model.Technology, Name: "A technology"})
	}
	g := model.NewGraph(elements, nil)
	order := follow(nil, g)
	g, _, err := g.Apply(model.Change{Ops: []model.Op{model.Set("technology-5", "notes", nil, "x"), model.Add(&model.Element{ID: "new", Kind: model.Step, Name: "N"})}})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("followed", func(b *testing.B) {
		for b.Loop() {
			follow(order, g)
		}
	})
	b.Run("sorted", func(b *testing.B) {
		for b.Loop() {
			follow(nil, g)
		}
	})
}
