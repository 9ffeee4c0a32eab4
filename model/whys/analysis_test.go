package whys_test

import (
	"bytes"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/model/whys"
	"rootline/templates/say"
)

// lampShop is the demo as a graph.
func lampShop(t testing.TB) (*model.Graph, *exchange.File) {
	t.Helper()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: exchange.Ops(f)})
	if err != nil {
		t.Fatal(err)
	}
	return g, f
}

// TestDemo looks at the demo as a facilitator would: what its analyses are asked.
func TestDemo(t *testing.T) {
	t.Parallel()
	g, f := lampShop(t)
	m := whys.Material{Reader: whys.ReaderFor(g, nil, []string{"en", "fr", "fa", "zh"}, nil)}
	m.Now = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, v := range f.Verdicts {
		m.Judgement.Verdicts = append(m.Judgement.Verdicts, whys.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict})
	}
	for _, p := range g.OfKind(model.Problem) {
		a := whys.Analyse(g, p.ID, m)
		t.Logf("%s: %d nodes, %d roots, score %v, next %v", p.Name, len(a.Nodes), len(a.Roots()), a.Score, a.Next())
		for _, f := range a.Findings {
			t.Logf("  %-4s %s: %s", f.Level, f.Key, f.Say(say.For("en")))
		}
	}
}
