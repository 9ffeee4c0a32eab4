package whys_test

import (
	"bytes"
	"slices"
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

// Whom the team names feels it; those who live the step are meant only where nobody is named.
func TestCustomers(t *testing.T) {
	t.Parallel()
	elements := []*model.Element{{ID: "p", Kind: model.Problem}, {ID: "j", Kind: model.Journey}, {ID: "s", Kind: model.Step},
		{ID: "families", Kind: model.Customer}, {ID: "students", Kind: model.Customer}}
	links := []*model.Link{{ID: "l1", Kind: model.HasStep, From: "j", To: "s"}, {ID: "l2", Kind: model.Lives, From: "families", To: "j"},
		{ID: "l3", Kind: model.Lives, From: "students", To: "j"}, {ID: "l4", Kind: model.Affects, From: "p", To: "s"}}
	said := &model.Link{ID: "l5", Kind: model.Affects, From: "p", To: "students"}
	for want, links := range map[string][]*model.Link{"families students": links, "students": append(slices.Clone(links), said)} {
		var got []string
		for _, e := range whys.Analyse(model.NewGraph(elements, links), "p", whys.Material{}).Customers() {
			got = append(got, e.ID)
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("it is felt by %s, want %s", g, want)
		}
	}
}

// How far a cause is believed: a judgement stands above how sure the team is, and only a judgement confirms.
func TestStanding(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{"": "status suspected", "certainty=sure shown measured": "certainty sure", "guess": "certainty guess",
		"certainty=sure status=suspected": "status suspected", "certainty=guess status=confirmed": "status confirmed"} {
		prop, value := analyse(t, "c1 < p: "+words).Node("c1").Standing()
		if got := prop + " " + value; got != want {
			t.Errorf("%q stands as %s, want %s", words, got, want)
		}
	}
}
