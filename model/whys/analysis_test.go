package whys_test

import (
	"bytes"
	"strings"
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
		if n := len(a.Open(whys.Ask)); n > 3 {
			t.Errorf("%s: people are asked %d things, which is a lot for an analysis that is well under way", p.Name, n)
		}
		if s := p.Props.Text("status"); (s == "acting" || s == "verified") && a.Draft() {
			t.Errorf("%s is being acted on, and its report is a draft", p.Name)
		}
	}
}

// TestFewThings: what a newcomer sees at first, step by step.
func TestFewThings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sketch, want string }{
		{"p", "P1-p P2-p P8-p P9-p P10-p"},
		{"p: at pay", "P1-p P8-p P10-p"},
		{"p: sound", ""},
		{"p: sound; c1 < p", "A15-c1 A17-c1 G4-p"},
		{"p: sound; c1 < p; c2 < p", "A15-c1 A17-c1 A15-c2 A17-c2 G11-p"},
		{"p: sound and; c1 < p: sound; c2 < p: sound", "G9-p"},
		{"p: sound and; c1 < p: sound; c2 < p: sound; c3 < c2: sound alone root", "G9-p G1-c3 G13-c3 C1-c3"},
	} {
		var got []string
		for _, f := range analyse(t, c.sketch).Findings {
			got = append(got, f.Key)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: finds %s, want %s", c.sketch, g, c.want)
		}
	}
}
