package analysis

import (
	"testing"

	"rootline/model"
)

// The order is given on the web, asked for an hour later at the desk, which a nightly file feeds, and two days later at the
// till, to which nothing leads.
func TestRunOf(t *testing.T) {
	t.Parallel()
	element := func(kind model.Kind, id string, props model.Props) model.Op {
		return model.Add(&model.Element{ID: id, Kind: kind, Name: id, Props: props})
	}
	link := func(kind model.LinkKind, from, to string, props model.Props) model.Op {
		return model.Join(&model.Link{ID: from + "-" + to, Kind: kind, From: from, To: to, Props: props})
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: []model.Op{
		element(model.Journey, "j", nil), element(model.Data, "order", nil),
		element(model.Step, "buy", nil), element(model.Step, "call", model.Props{"wait_s": model.Num(3600), "duration_s": model.Num(60)}), element(model.Step, "bring", nil),
		element(model.Technology, "web", nil), element(model.Technology, "desk", nil), element(model.Technology, "till", nil),
		link(model.HasStep, "j", "buy", model.Props{"order": model.Num(1)}), link(model.HasStep, "j", "call", model.Props{"order": model.Num(2)}), link(model.HasStep, "j", "bring", model.Props{"order": model.Num(3)}),
		link(model.Next, "buy", "call", model.Props{"wait_s": model.Num(3600)}), link(model.Next, "call", "bring", model.Props{"wait_s": model.Num(172800)}),
		link(model.Serves, "web", "buy", nil), link(model.Serves, "desk", "call", nil), link(model.Serves, "till", "bring", nil),
		link(model.Gives, "buy", "order", nil), link(model.Asks, "call", "order", nil), link(model.Asks, "bring", "order", nil),
		link(model.Feeds, "web", "desk", model.Props{"data": []string{"order"}, "transfer_s": model.Num(60), "interval_s": model.Num(86400)}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	run := RunOf(g, g.Element("j"))
	if len(run) != 3 || len(run[0].Given) != 1 || len(run[0].Asked) != 0 {
		t.Fatalf("the run is %+v", run)
	}
	call, bring := run[1].Asked[0], run[2].Asked[0]
	if call.Class != Late || call.From.ID != "web" || call.To.ID != "desk" || call.Takes != Exactly(86460) || call.Time != Exactly(3600) {
		t.Errorf("at the call: %+v", call)
	}
	if bring.Class != Structural || bring.From.ID != "web" || bring.To.ID != "till" || bring.Takes.Sort != Never {
		t.Errorf("at the till: %+v", bring)
	}
	knows := map[string]Knows{}
	for _, p := range run[2].Held[0].At {
		knows[p.System.ID] = p.Knows
	}
	for id, want := range map[string]Knows{"web": KnowsYes, "desk": KnowsYes, "till": KnowsNever} {
		if knows[id] != want {
			t.Errorf("in the end %s knows: %s, want %s", id, knows[id], want)
		}
	}
	if at := run[1].Held[0].At; at[1].System.ID != "desk" || at[1].Knows != KnowsLate || !at[1].Asks {
		t.Errorf("at the call the desk has %+v", at)
	}
}
