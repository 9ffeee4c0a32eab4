package whys_test

import (
	"bytes"
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/model/whys"
)

// lampShop is the demo as a graph.
func lampShop(t *testing.T) *model.Graph {
	t.Helper()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: exchange.Ops(f)})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAnalyseDemo(t *testing.T) {
	g := lampShop(t)
	for _, p := range g.OfKind(model.Problem) {
		a := whys.Analyse(g, p.ID, whys.Material{})
		var keys []string
		for _, f := range a.Findings {
			keys = append(keys, f.Key+":"+string(f.Level))
		}
		t.Logf("%s: %d nodes, %d roots, score %v, next %v\n %v", p.Name, len(a.Nodes), len(a.Roots()), a.Score, a.Next(), keys)
		if slices.ContainsFunc(a.Findings, func(f whys.Finding) bool { return !whys.SoundKey(f.Key) }) {
			t.Errorf("a key of %v is not sound", keys)
		}
	}
}
