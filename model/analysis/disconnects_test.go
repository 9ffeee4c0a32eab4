package analysis_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
)

func disconnects(g *model.Graph) []string {
	var out []string
	for _, d := range analysis.Disconnects(g) {
		out = append(out, d.Key)
	}
	return out
}

// Each sort once, and beside it a case that is none: what nobody said is never claimed.
func TestDisconnects(t *testing.T) {
	t.Parallel()
	serve := model.Props{"policy": "serve", "want": model.Num(3)}
	d := new(draw).
		add(model.Customer, nil, "household").
		add(model.Channel, model.Props{"mode": "digital"}, "web", "app").add(model.Channel, nil, "fax").
		add(model.Partner, nil, "agency").add(model.Employee, nil, "desk").
		add(model.Technology, model.Props{"lifecycle": "live"}, "shop", "mobile", "crm", "erp").
		add(model.Technology, model.Props{"lifecycle": "retired-but-needed"}, "ledger").add(model.Technology, model.Props{"lifecycle": "retired"}, "gone").
		add(model.Touchpoint, model.Props{"functions": []string{"Pay", "track"}, "style": "blue"}, "checkout").
		add(model.Touchpoint, model.Props{"functions": []string{"pay "}, "style": "green"}, "till-page").
		add(model.Data, nil, "order", "name", "note").
		add(model.Step, model.Props{"traceable": false}, "lost").add(model.Step, nil, "maybe-lost").
		join(model.Reaches, serve, "web>household", "app>household").join(model.Reaches, model.Props{"policy": "undecided", "want": model.Num(2)}, "fax>household").
		join(model.Runs, nil, "desk>web", "agency>app").
		join(model.Supports, nil, "shop>web", "mobile>app").
		join(model.Offers, nil, "web>checkout", "app>till-page").
		join(model.Holds, model.Props{"master": true}, "crm>name", "erp>name", "shop>order").
		join(model.Holds, nil, "erp>order", "ledger>order", "crm>note").
		join(model.Feeds, model.Props{"mode": "manual", "data": []string{"order"}}, "shop>erp").
		join(model.Feeds, model.Props{"mode": "batch", "data": []string{"name"}, "interval_s": model.Num(86400)}, "crm>erp").
		join(model.Feeds, model.Props{"mode": "batch", "data": []string{"name"}}, "erp>crm").
		join(model.Uses, nil, "desk>ledger")
	want := []string{"people:web:app", "systems:web:app", "function:checkout:till-page", "wanted:fax:l2", "masters:name",
		"copies:order", "copies:name", "orphans:order", "manual:shop:erp:l15", "slow:crm:erp:l16", "retired:ledger", "trace:lost"}
	if diff := cmp.Diff(want, disconnects(d.graph())); diff != "" {
		t.Errorf("disconnects (-want +got):\n%s", diff)
	}
	for _, x := range analysis.Disconnects(d.graph()) {
		if x.Sort == analysis.Orphans && (len(x.Right) != 1 || x.Right[0].ID != "ledger") {
			t.Errorf("copies that nothing feeds = %v, want the ledger: the ERP is fed", x.Right)
		}
		if x.Sort == analysis.Slow && !x.Latency.IsOpen() {
			t.Errorf("latency = %v, want at least a day: nobody said how long the transfer takes", x.Latency)
		}
	}
}

// Where no system is known to be live, a promise is not real; where nobody said so, nothing is claimed.
func TestPromisesThatAreNotReal(t *testing.T) {
	t.Parallel()
	serve := model.Props{"policy": "serve"}
	d := new(draw).add(model.Customer, nil, "c").add(model.Channel, nil, "none", "planned", "unsaid", "live").
		add(model.Technology, model.Props{"lifecycle": "planned"}, "a").add(model.Technology, nil, "b").add(model.Technology, model.Props{"lifecycle": "live"}, "l").
		join(model.Reaches, serve, "none>c", "planned>c", "unsaid>c", "live>c").join(model.Supports, nil, "a>planned", "b>unsaid", "l>live")
	want := []string{"promised:none:l0", "promised:planned:l1"}
	got := slices.DeleteFunc(disconnects(d.graph()), func(k string) bool { return k[:8] != "promised" })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("promises (-want +got):\n%s", diff)
	}
}

func TestDisconnectsOfTheLamp(t *testing.T) {
	t.Parallel()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	got := map[analysis.DisconnectSort]int{}
	for _, d := range analysis.Disconnects(model.NewGraph(f.Elements, f.Links)) {
		got[d.Sort]++
	}
	for _, sort := range []analysis.DisconnectSort{analysis.ApartPeople, analysis.ApartSystems, analysis.RivalMasters, analysis.Copies, analysis.ByHand, analysis.Slow, analysis.StillNeeded, analysis.Untraceable, analysis.Unanswered, analysis.Promised} {
		if got[sort] == 0 {
			t.Errorf("nothing of the sort %q in the demo", sort)
		}
	}
}
