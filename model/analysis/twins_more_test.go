package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

// askedFirst are the props that are asked for first, as the design names them.
var askedFirst = map[model.Kind][]string{
	model.Customer: {"volume"}, model.Problem: {"business_effect", "frequency_per_month", "cost_per_month", "severity"}, model.Journey: {"runs_per_month"},
	model.Step: {"does", "thinks", "feels", "feeling"}, model.Channel: {"mode"}, model.Employee: {"headcount"}, model.Policy: {"form"},
	model.Technology: {"type", "lifecycle"}, model.Evidence: {"grade"},
}

// M18 is what is known of what is asked for first, by counting.
func TestKnowledgeAgainstItsTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someWorld(t).graph()
		asked, known := map[model.Kind]float64{}, map[model.Kind]float64{}
		allAsked, allKnown := 0.0, 0.0
		for e := range g.Elements() {
			for _, prop := range askedFirst[e.Kind] {
				asked[e.Kind]++
				allAsked++
				if e.Props[prop] != nil {
					known[e.Kind]++
					allKnown++
				}
			}
		}
		r := analysis.MetricOf("M18").Of(g)
		if got, want := bounds(r.Value), div(allKnown, allAsked); !near(got[0], want) || !near(got[1], want) {
			t.Fatalf("M18 = %v, want %g", got, want)
		}
		for kind, n := range asked {
			if got := bounds(r.Part(string(kind)).Value); !near(got[0], known[kind]/n) {
				t.Fatalf("M18 of %s = %v, want %g of %g", kind, got, known[kind], n)
			}
		}
		if len(r.Parts) != len(asked) {
			t.Fatalf("M18 has %d parts, want %d", len(r.Parts), len(asked))
		}
	})
}

// M21 of an element is what the problems cost from which some way of causes that are not disproved leads to a cause that lies there.
func TestCostTouchedAgainstEveryWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someCauses(t)
		ops := []model.Op{model.Add(&model.Element{ID: "a", Kind: model.Technology}), model.Add(&model.Element{ID: "b", Kind: model.Policy})}
		for i, c := range g.OfKind(model.Cause) {
			for _, at := range []string{"a", "b"} {
				if rapid.Bool().Draw(t, "lies") {
					ops = append(ops, model.Join(&model.Link{ID: fmt.Sprint("at", i, at), Kind: model.LocatedIn, From: c.ID, To: at}))
				}
			}
		}
		g, _, err := g.Apply(model.Change{Ops: ops})
		if err != nil {
			t.Fatal(err)
		}
		var reaches func(id, at string) bool
		reaches = func(id, at string) bool {
			return slices.ContainsFunc(live(g, id), func(c string) bool {
				return slices.ContainsFunc(g.Targets(c, model.LocatedIn), func(e *model.Element) bool { return e.ID == at }) || reaches(c, at)
			})
		}
		r := analysis.MetricOf("M21").Of(g)
		for _, at := range []string{"a", "b"} {
			sum, touched := 0.0, 0
			for _, p := range g.OfKind(model.Problem) {
				if reaches(p.ID, at) {
					n, _ := p.Props.Number("cost_per_month")
					sum, touched = sum+n.Lo, touched+1
				}
			}
			part := r.Part(at)
			switch {
			case touched == 0:
				if part != nil && part.Value.Hi != 0 {
					t.Fatalf("M21 of %s = %v, want nothing", at, part.Value)
				}
			case part == nil || !near(bounds(part.Value)[0], sum) || !near(bounds(part.Value)[1], sum):
				t.Fatalf("M21 of %s = %v, want %g of %d problems", at, part, sum, touched)
			}
		}
	})
}
