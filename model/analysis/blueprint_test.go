package analysis_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/analysis"
)

func TestBlueprintOf(t *testing.T) {
	t.Parallel()
	g := fromWords(t, "journey:j", "step:ask", "step:pay", "step:call", "step:elsewhere", "customer:home", "employee:clerk", "partner:bank", "technology:till", "technology:erp",
		"technology:desk", "data:name", "data:card", "touchpoint:counter", "problem:p", "policy:rule",
		"j has_step ask", "j has_step pay", "j has_step call", "ask at counter", "clerk performs ask", "bank performs pay", "till serves ask", "erp serves ask", "desk serves pay",
		"clerk uses till", "ask gives name", "pay asks name", "call asks name", "call asks card", "ask next pay", "pay next call", "call next ask", "pay next elsewhere", "p affects pay", "rule governs call")
	b := analysis.BlueprintOf(g, g.Element("j"), "")
	if len(b.Steps) != 3 || b.Steps[0].Step.ID != "ask" {
		t.Fatalf("%d steps", len(b.Steps))
	}
	ask := b.Steps[0]
	if diff := cmp.Diff([]string{"till", "erp"}, ids(ask.Systems)); diff != "" {
		t.Errorf("systems (-want +got):\n%s", diff)
	}
	if clerk := ask.Unseen[0]; clerk.Actor.ID != "clerk" || !clerk.Said || len(clerk.Systems) != 1 || clerk.Switches() != 0 {
		t.Errorf("clerk = %+v, want the till alone: nobody said that the clerk works in the ERP", clerk)
	}
	if bank := b.Steps[1].Unseen[0]; bank.Said || len(bank.Systems) != 1 {
		t.Errorf("bank = %+v, want all systems of the step, for nobody said which", bank)
	}
	type way struct {
		From, To       int
		Plain, Handoff bool
	}
	var ways []way
	for _, w := range b.Ways {
		ways = append(ways, way{w.From, w.To, w.Plain, w.Handoff})
	}
	if diff := cmp.Diff([]way{{0, 1, true, true}, {1, 2, true, true}, {2, 0, false, true}}, ways); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	type repeat struct {
		From, To int
		Data     string
	}
	var repeats []repeat
	for _, r := range b.Repeats {
		repeats = append(repeats, repeat{r.From, r.To, r.Data.ID})
	}
	if diff := cmp.Diff([]repeat{{0, 1, "name"}, {1, 2, "name"}}, repeats); diff != "" {
		t.Errorf("repeats (-want +got):\n%s", diff)
	}
	if b.Repeats[0].Class == "" {
		t.Error("nothing is said of why the name is asked for again")
	}
	if empty := analysis.BlueprintOf(g, &model.Element{ID: "none", Kind: model.Journey}, ""); len(empty.Steps) != 0 {
		t.Errorf("a journey without steps has %d", len(empty.Steps))
	}
}
