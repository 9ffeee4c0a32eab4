package templates_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/model/whys"
	"rootline/templates"
	"rootline/templates/say"
)

// lampShop is the demo as a graph, with what its people judged.
func lampShop(t testing.TB) (*model.Graph, whys.Judgement) {
	t.Helper()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	var said whys.Judgement
	for _, k := range f.Kept {
		said.Kept = append(said.Kept, whys.Kept{Key: k.Key, Reason: k.Reason, By: k.By, At: k.At.Format(time.RFC3339)})
	}
	for _, v := range f.Verdicts {
		said.Verdicts = append(said.Verdicts, whys.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict})
	}
	return model.NewGraph(f.Elements, f.Links), said
}

func drawn(t *testing.T, lang string, v templates.CauseGraphView) string {
	t.Helper()
	var b strings.Builder
	if err := templates.CauseGraph(say.For(lang), v).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCauseGraph(t *testing.T) {
	t.Parallel()
	g, said := lampShop(t)
	a := whys.Analyse(g, "lamp-return", whys.Material{Judgement: said})
	svg := drawn(t, "en", templates.CauseGraphView{Analysis: a, Currency: "EUR", Now: "c-not-found", Ask: true, LineName: true,
		URL: func(n *whys.Node) string { return "/on/" + n.ID }})
	for _, want := range []string{
		`class="nd p"`, `class="nd c conf now"`, `class="nd q"`, `class="nd c lik"`, `class="nd c susp"`, `class="nd c out"`, // certainty by edge
		`class="ln hot"`, `class="ln hot dash"`, `class="ln off"`, // the way here, the open place, the disproved
		`href="/on/c-not-found"`, `>€18,400 a month<`, `>measured,<`, `>confirmed<`, `>you are here<`, `>line of visibility<`,
		`<title>The till does not find the online order (confirmed)</title>`, `>all are needed<`, `>each alone<`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the drawing lacks %s", want)
		}
	}
	if strings.Contains(svg, "style=") {
		t.Error("the drawing has a style attribute, which the policy refuses")
	}
	if n := strings.Count(svg, `class="gate"`); n != 2 {
		t.Errorf("%d gates, want 2: under the problem and under the till", n)
	}
}

func TestCauseOutlineSaysEveryCause(t *testing.T) {
	t.Parallel()
	g, said := lampShop(t)
	a := whys.Analyse(g, "lamp-return", whys.Material{Judgement: said})
	var b strings.Builder
	if err := templates.CauseOutline(say.For("fa"), templates.CauseGraphView{Analysis: a}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	for _, n := range a.Nodes {
		if strings.Count(b.String(), n.Names["fa"]) != 1 {
			t.Errorf("the outline says %q %d times, want once", n.Names["fa"], strings.Count(b.String(), n.Names["fa"]))
		}
	}
}
