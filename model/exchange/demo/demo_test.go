package demo_test

import (
	"bytes"
	"testing"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
)

func read(t *testing.T) *exchange.File {
	t.Helper()
	f, warnings, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Errorf("warning %s at %s", w.Msg, w.Path)
	}
	return f
}

func TestTheDemoAppliesWholeAndIsCanonical(t *testing.T) {
	t.Parallel()
	f := read(t)
	if err := f.Workspace.Check(); err != nil {
		t.Errorf("workspace: %v", err)
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: exchange.Ops(f)})
	if err != nil {
		t.Fatal(err)
	}
	again := exchange.FromGraph(f.Workspace, g)
	again.States, again.Kept, again.Verdicts = f.States, f.Kept, f.Verdicts
	var b bytes.Buffer
	if err := exchange.Write(&b, again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), demo.File()) {
		t.Error("demo.json is not what Write makes of it")
	}
}

func TestTheDemoSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, e := range read(t).Elements {
		for _, lang := range []string{"fr", "zh", "fa"} {
			if e.Names[lang] == "" {
				t.Errorf("%s has no name in %s", e.ID, lang)
			}
		}
	}
}

func TestTheDemoTellsItsStory(t *testing.T) {
	t.Parallel()
	f := read(t)
	g := model.NewGraph(f.Elements, f.Links)
	for kind, least := range map[model.Kind]int{
		model.Customer: 3, model.Channel: 3, model.Step: 5, model.Employee: 5, model.Partner: 2, model.Policy: 4,
		model.Technology: 12, model.Data: 5, model.Problem: 4, model.Action: 5,
	} {
		if n := len(g.OfKind(kind)); n < least {
			t.Errorf("%d of kind %s, want at least %d", n, kind, least)
		}
	}
	for _, id := range []string{"lamp-return", "where-parcel", "gift-cards"} {
		if open := openEnds(g, id, map[string]bool{}); len(open) > 0 {
			t.Errorf("the analysis of %s is finished, yet %v has neither a deeper cause nor a decision to stop", id, open)
		}
	}
	if open := openEnds(g, "late-refund", map[string]bool{}); len(open) == 0 {
		t.Error("the analysis of late-refund has only begun, yet nothing is left open")
	}
	for _, k := range f.Kept {
		if g.Element(k.Problem) == nil {
			t.Errorf("a finding is kept for %s, which is not there", k.Problem)
		}
	}
	for _, v := range f.Verdicts {
		if g.Link(v.Link) == nil {
			t.Errorf("a verdict is given on %s, which is not there", v.Link)
		}
	}
}

// openEnds lists the causes below id that nobody has decided on.
func openEnds(g *model.Graph, id string, seen map[string]bool) []string {
	var open []string
	for _, c := range g.Targets(id, model.Because) {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		switch below := g.Targets(c.ID, model.Because); {
		case len(below) > 0:
			open = append(open, openEnds(g, c.ID, seen)...)
		case c.Props.Text("stop") == "" && c.Props.Text("status") != "disproved":
			open = append(open, c.ID)
		}
	}
	return open
}

// The plan of the demo holds over its present, and takes the clerk's fourth system away.
func TestThePlanOfTheDemoHolds(t *testing.T) {
	t.Parallel()
	f := read(t)
	g := model.NewGraph(f.Elements, f.Links)
	if len(f.States) != 1 || len(f.States[0].Changes) != 5 {
		t.Fatalf("%d states", len(f.States))
	}
	var list []model.PlannedChange
	for _, c := range f.States[0].Changes {
		list = append(list, model.PlannedChange{Change: c, Status: model.Planned})
	}
	plan := model.Unfold(g, list)
	for i, j := range plan.Judged {
		if !j.Applied {
			t.Errorf("%s: %+v", list[i].ID, j)
		}
	}
	if plan.Graph.Element("mailbox") != nil {
		t.Error("the shared mailbox is still there")
	}
}
