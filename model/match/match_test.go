package match_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/model/match"
)

// models are the lamp shop, and a target of it that somebody else drew: other ids, some names spelled otherwise, some parts
// missing, some new.
func models(t *testing.T) (ours *model.Graph, theirs *exchange.File) {
	t.Helper()
	read := func(b []byte) *exchange.File {
		f, _, err := exchange.Read(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	ours, err := exchange.Graph(read(demo.File()), model.Current)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/other-hand.json")
	if err != nil {
		t.Fatal(err)
	}
	return ours, read(b)
}

func TestProposeForAnotherHand(t *testing.T) {
	t.Parallel()
	ours, theirs := models(t)
	taken, asked, fresh := 0, map[string]string{}, map[string]bool{}
	for _, p := range match.Propose(ours, theirs.Elements, theirs.Links) {
		switch {
		case p.Taken != nil:
			taken++
			if p.Taken.Name != p.Theirs.Name || p.How != match.SameName {
				t.Errorf("%q is taken for %q by %s", p.Theirs.Name, p.Taken.Name, p.How)
			}
		case len(p.Candidates) > 0:
			asked[p.Theirs.Name] = p.Candidates[0].Ours.ID
		default:
			fresh[p.Theirs.Name] = true
		}
	}
	if taken != 64 {
		t.Errorf("%d are taken without asking", taken)
	}
	for name, want := range map[string]string{"Till/POS": "till", "Service Desk": "service-desk", "Order-Management": "order-mgmt", "Webshop": "web-shop", "E.R.P.": "erp", "Carrier's portal": "carrier-portal", "Customer CRM": "crm"} {
		if asked[name] != want {
			t.Errorf("for %q the first proposal is %q, want %q", name, asked[name], want)
		}
	}
	if !fresh["Integration hub"] {
		t.Errorf("a new system is proposed to be an old one: new are %v", fresh)
	}
}

// decided takes the first proposal where there is one.
func decided(list []match.Proposal, isNew ...string) match.Choice {
	c := match.Choice{Ours: map[string]string{}}
	for _, p := range list {
		switch {
		case p.Taken != nil:
			c.Ours[p.Theirs.ID] = p.Taken.ID
		case len(p.Candidates) > 0:
			c.Ours[p.Theirs.ID] = p.Candidates[0].Ours.ID
		}
	}
	for _, id := range isNew {
		c.Ours[id] = ""
	}
	return c
}

func TestPlanOfAnotherHand(t *testing.T) {
	t.Parallel()
	ours, theirs := models(t)
	choice := decided(match.Propose(ours, theirs.Elements, theirs.Links), "hub", "locker")
	n := 0
	fresh := func(kind string) string { n++; return fmt.Sprintf("%s-%d", kind, n) }
	for _, remove := range []bool{false, true} {
		choice.Remove = remove
		plan := match.Plan(ours, theirs.Elements, theirs.Links, choice, fresh)
		g := ours
		for _, part := range match.Parts {
			next, _, err := g.Apply(model.Change{Ops: plan[part]})
			if err != nil {
				t.Fatalf("%s: %v", part, err)
			}
			g = next
		}
		if e := g.Element("till"); e.Name != "Till/POS" || e.Props.Text("vendor") != "another supplier" {
			t.Errorf("the till is %q by %q", e.Name, e.Props.Text("vendor"))
		}
		if to := g.Targets("till", model.DependsOn); len(to) == 0 || to[len(to)-1].ID != "hub" {
			t.Errorf("the till stands on %v", to)
		}
		if there := g.Element("gift-ledger") != nil; there == remove {
			t.Errorf("what theirs lacks is there: %v, though removing is %v", there, remove)
		}
		if again := match.Plan(g, theirs.Elements, theirs.Links, choice2(choice, g), fresh); remove && len(again[match.Coming])+len(again[match.Facts])+len(again[match.Words])+len(again[match.Going]) > 0 {
			t.Errorf("done once, there is still to do: %v", again)
		}
	}
}

// choice2 is a choice after it was carried out: what was new is there.
func choice2(c match.Choice, g *model.Graph) match.Choice {
	out := match.Choice{Ours: map[string]string{}, Remove: c.Remove}
	for id, ours := range c.Ours {
		if out.Ours[id] = ours; ours == "" && g.Has(id) {
			out.Ours[id] = id
		}
	}
	return out
}

// Nothing is taken for the same because neither has a name; and what we call it in another language stays beside our first name.
func TestNamesOfAnotherHand(t *testing.T) {
	t.Parallel()
	ours := model.NewGraph([]*model.Element{
		{ID: "nameless", Kind: model.Technology}, {ID: "till", Kind: model.Technology, Name: "Till", Names: map[string]string{"fr": "Caisse"}},
	}, nil)
	theirs := []*model.Element{{ID: "x", Kind: model.Technology}, {ID: "y", Kind: model.Technology, Name: "Caisse"}}
	choice := match.Choice{Ours: map[string]string{}}
	for _, p := range match.Propose(ours, theirs, nil) {
		if p.Theirs.ID == "x" && p.Taken != nil {
			t.Errorf("one without a name is taken for %s", p.Taken.ID)
		}
		if p.Taken != nil {
			choice.Ours[p.Theirs.ID] = p.Taken.ID
		}
	}
	if choice.Ours["y"] != "till" {
		t.Fatalf("a name in another language is not known: %v", choice.Ours)
	}
	for _, op := range match.Plan(ours, theirs, nil, choice, func(kind string) string { return kind })[match.Words] {
		if op.ID == "till" {
			t.Errorf("our name is written over: %+v", op)
		}
	}
}
