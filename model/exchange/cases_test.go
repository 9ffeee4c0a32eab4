package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// TestCases: analyses that others published, restated in our own words and finished. What a published case can say, a file
// must hold.
func TestCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cases/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d cases, %v; want at least six", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, warnings := mustRead(t, string(text))
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
			if diff := cmp.Diff(string(text), written(t, f)); diff != "" {
				t.Errorf("not canonical (-want +got):\n%s", diff)
			}
			if err := f.Workspace.Check(); err != nil {
				t.Errorf("workspace: %v", err)
			}
			g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: Ops(f)})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range g.OfKind(model.Problem) {
				finished(t, g, p)
			}
		})
	}
}

// finished says what a finished analysis of a problem still lacks.
func finished(t *testing.T, g *model.Graph, p *model.Element) {
	t.Helper()
	if !strings.Contains(p.Notes, "Source: ") {
		t.Errorf("%s names no source", p.ID)
	}
	roots := 0
	for _, c := range below(g, p.ID, map[string]bool{}) {
		if len(g.Out(c.ID, model.LocatedIn)) == 0 {
			t.Errorf("%s has no place", c.ID)
		}
		if len(g.Out(c.ID, model.Because)) > 1 && c.Props.Text("gate") == "" {
			t.Errorf("%s has several causes and no gate", c.ID)
		}
		if c.Props.Text("stop") != "root" {
			continue
		}
		roots++
		if len(g.In(c.ID, model.Addresses)) == 0 && c.Props.Text("accepted") == "" {
			t.Errorf("%s is a root that nobody acts on or accepts", c.ID)
		}
		if len(g.Out(c.ID, model.ShownBy)) == 0 && c.Props.Text("certainty") == "sure" {
			t.Errorf("%s is sure of nothing", c.ID)
		}
	}
	if roots == 0 {
		t.Errorf("%s reaches no root", p.ID)
	}
	for _, a := range g.OfKind(model.Action) {
		for _, prop := range []string{"strength", "due", "measure"} {
			if !a.Props.Known(prop) {
				t.Errorf("%s has no %s", a.ID, prop)
			}
		}
		if a.Owner == "" {
			t.Errorf("%s has no owner", a.ID)
		}
	}
}

func below(g *model.Graph, id string, seen map[string]bool) (all []*model.Element) {
	for _, c := range g.Targets(id, model.Because) {
		if !seen[c.ID] {
			seen[c.ID] = true
			all = append(append(all, c), below(g, c.ID, seen)...)
		}
	}
	return all
}

// What each case is there for.
func TestCasesKeepWhatTheyAreTold(t *testing.T) {
	t.Parallel()
	graph := func(name string) *model.Graph {
		text, err := os.ReadFile("testdata/cases/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		f, _ := mustRead(t, string(text))
		return model.NewGraph(f.Elements, f.Links)
	}
	if g := graph("failover-runbook"); len(g.Sources("c5", model.Because)) != 2 {
		t.Error("failover-runbook: the root has not two effects")
	}
	if g := graph("one-contract-every-surface"); len(g.Sources("kit", model.Because)) != 5 {
		t.Error("one-contract-every-surface: five problems do not share the root")
	}
	g := graph("lab-report-errors")
	if g.Element("c5").Props.Text("status") != "disproved" || g.Element("c5").Props.Text("stop") != "root" || g.Element("a1").Props.Text("status") != "not-effective" {
		t.Error("lab-report-errors: the claimed root is not told as disproved, or its action as not effective")
	}
	g = graph("memorial-stone")
	if g.Element("c0").Props.Text("status") != "disproved" || len(g.Out("c0", model.ShownBy)) < 2 {
		t.Error("memorial-stone: the rejected explanation is not kept with its evidence")
	}
	if a := graph("machine-stop").Element("a2"); a.Props.Text("intent") != "soften" {
		t.Error("machine-stop: the change of the fuse is not told from a fix of the root")
	}
	if g := graph("vacuum-repair-late"); len(g.Targets("c3", model.Because)) != 2 {
		t.Error("vacuum-repair-late: the chain does not branch at its third cause")
	}
	if g := graph("release-broke-feature"); len(g.OfKind(model.Action)) != 5 {
		t.Error("release-broke-feature: not an action at each level")
	}
	if g := graph("tpn-potassium"); len(g.Targets("c1", model.Because)) != 4 {
		t.Error("tpn-potassium: not four causes under one")
	}
}
