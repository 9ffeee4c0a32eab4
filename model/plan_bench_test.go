package model_test

import (
	"fmt"
	"testing"

	"rootline/model"
)

// plans makes a list of n changes over a model of 100,000 elements: each renames, sets a cost, adds a system and joins it.
func plans(g *model.Graph, n int) []model.PlannedChange {
	list := make([]model.PlannedChange, n)
	for i := range list {
		id := fmt.Sprintf("technology-%06d", i*400%100_000/2*2)
		e := g.Element(id)
		hub := fmt.Sprintf("hub-%d", i)
		list[i] = model.PlannedChange{Status: model.Planned, Change: model.Change{ID: fmt.Sprintf("c%d", i), Ops: []model.Op{
			set(id, "name", e.Name, e.Name+" north"), set(id, "owner", nil, "Ana"), add("technology", hub, "Hub"), join("depends_on", fmt.Sprintf("d%d", i), id, hub),
		}}}
	}
	return list
}

// BenchmarkUnfold materialises a state of 200 changes over 100,000 elements.
func BenchmarkUnfold(b *testing.B) {
	g := model.NewGraph(large(100_000))
	list := plans(g, 200)
	b.ReportAllocs()
	for b.Loop() {
		u := model.Unfold(g, list)
		for _, j := range u.Judged {
			if !j.Applied {
				b.Fatal(j)
			}
		}
	}
}

// BenchmarkRebase settles a state of 1,000 ops in 250 changes, of which every fifth has met another name.
func BenchmarkRebase(b *testing.B) {
	g := model.NewGraph(large(100_000))
	list := plans(g, 250)
	var moved []model.Op
	var res []model.Resolution
	for i := 0; i < len(list); i += 5 {
		id := list[i].Ops[0].ID
		moved = append(moved, set(id, "name", g.Element(id).Name, "Moved"))
		res = append(res, model.Resolution{ID: id, Field: "name", Take: model.TakeRight})
	}
	base, _, err := g.Apply(model.Change{Ops: moved})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, clashes, err := model.Rebase(base, list, res)
		if err != nil || len(clashes) > 0 {
			b.Fatal(clashes, err)
		}
	}
}
