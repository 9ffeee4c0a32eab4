package ecosystem_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/ecosystem"
)

// shop is a small ecosystem: two steps of one journey, what they rest on, and what is on no step.
//
//	journey: order (stage Buy), bring (stage Return)
//	order at checkout, offered by web, which the web shop supports; bring at the counter
//	the clerk performs bring in view and order out of view, and uses the till; the till needs the ERP
//	the ERP holds orders, as does the web shop; the archive has nothing to do with any of it
func shop(more ...model.Op) *model.Graph {
	element := func(kind model.Kind, id string, props model.Props) model.Op {
		return model.Add(&model.Element{ID: id, Kind: kind, Name: strings.ToUpper(id), Props: props})
	}
	link := func(kind model.LinkKind, from, to string, props model.Props) model.Op {
		return model.Join(&model.Link{ID: string(kind) + "-" + from + "-" + to, Kind: kind, From: from, To: to, Props: props})
	}
	ops := []model.Op{
		element(model.Journey, "j", model.Props{"lifecycle": "support"}),
		element(model.Step, "order", model.Props{"stage": "Buy"}), element(model.Step, "bring", model.Props{"stage": "Return"}),
		element(model.Customer, "household", nil), element(model.Touchpoint, "checkout", nil), element(model.Touchpoint, "counter", nil),
		element(model.Channel, "web", nil), element(model.Employee, "clerk", nil), element(model.Technology, "shop", nil),
		element(model.Technology, "till", model.Props{"lifecycle": "retiring"}), element(model.Technology, "erp", nil), element(model.Technology, "archive", nil),
		element(model.Data, "orders", nil), element(model.Policy, "rule", nil), element(model.Problem, "p", model.Props{"cost_per_month": model.Num(100)}),
		element(model.Problem, "q", nil), element(model.Cause, "c", nil),
		link(model.HasStep, "j", "order", model.Props{"order": model.Num(1)}), link(model.HasStep, "j", "bring", model.Props{"order": model.Num(2)}),
		link(model.Lives, "household", "j", nil), link(model.At, "order", "checkout", nil), link(model.At, "bring", "counter", nil),
		link(model.Offers, "web", "checkout", nil), link(model.Supports, "shop", "web", nil), link(model.Supports, "shop", "checkout", nil), link(model.Serves, "shop", "order", nil),
		link(model.Performs, "clerk", "bring", model.Props{"visible": true}), link(model.Performs, "clerk", "order", model.Props{"visible": false}),
		link(model.Uses, "clerk", "till", nil), link(model.Serves, "till", "bring", nil), link(model.DependsOn, "till", "erp", nil), link(model.Feeds, "erp", "till", nil),
		link(model.Holds, "erp", "orders", nil), link(model.Holds, "shop", "orders", nil), link(model.Governs, "rule", "clerk", nil),
		link(model.Affects, "p", "bring", model.Props{"strength": model.Num(3)}), link(model.Affects, "p", "counter", nil), link(model.Affects, "q", "bring", nil),
		link(model.Because, "p", "c", nil), link(model.LocatedIn, "c", "erp", nil),
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: append(ops, more...)})
	if err != nil {
		panic(err)
	}
	return g
}

func ids(boxes []ecosystem.Box) []string {
	var out []string
	for _, b := range boxes {
		out = append(out, b.ID)
	}
	slices.Sort(out)
	return out
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	m := ecosystem.Of(shop(), ecosystem.Query{})
	if m.Journey == nil || m.Journey.ID != "j" {
		t.Fatalf("the only journey is not that of the columns: %v", m.Journey)
	}
	want := []ecosystem.Column{{Stage: "Buy", Step: "order"}, {Stage: "Return", Step: "bring"}, {Rest: true}}
	if diff := cmp.Diff(want, m.Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	type place struct {
		lane   ecosystem.Lane
		column int
	}
	places := map[string]place{}
	for _, b := range m.Boxes {
		places[b.ID] = place{b.Lane, b.Column}
	}
	if diff := cmp.Diff(map[string]place{
		"household": {ecosystem.Customers, -1}, "order": {ecosystem.Steps, 0}, "bring": {ecosystem.Steps, 1},
		"checkout": {ecosystem.Touchpoints, 0}, "counter": {ecosystem.Touchpoints, 1}, "web": {ecosystem.Channels, 0},
		"clerk": {ecosystem.Seen, 0}, // on both steps alike: the earlier
		"shop":  {ecosystem.Tools, 0}, "till": {ecosystem.Tools, 1},
		"erp": {ecosystem.Foundations, 1}, "archive": {ecosystem.Foundations, 2}, "orders": {ecosystem.Records, 0}, "rule": {ecosystem.Policies, -1},
	}, places, cmp.AllowUnexported(place{})); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if !m.Boxes[m.Box("clerk")].Half || m.Boxes[m.Box("shop")].Half {
		t.Error("an actor seen in one place and hidden in another is half-marked, and nobody else")
	}
	if m.Found != 13 || m.Total != 14 { // the journey is what the columns say
		t.Errorf("%d of %d, want 13 of 14", m.Found, m.Total)
	}
}

func TestPhasesAreTheColumnsOfManyJourneys(t *testing.T) {
	t.Parallel()
	g := shop(model.Add(&model.Element{ID: "k", Kind: model.Journey, Name: "K", Props: model.Props{"lifecycle": "buy"}}), model.Add(&model.Element{ID: "look", Kind: model.Step, Name: "Look"}),
		model.Join(&model.Link{ID: "hk", Kind: model.HasStep, From: "k", To: "look"}), model.Join(&model.Link{ID: "sa", Kind: model.Serves, From: "archive", To: "look"}))
	m := ecosystem.Of(g, ecosystem.Query{})
	var phases []string
	for _, c := range m.Columns {
		phases = append(phases, c.Phase)
	}
	if want := []string{"discover", "evaluate", "buy", "receive", "use", "support", "support"}; m.Journey != nil || !slices.Equal(phases, want) {
		t.Fatalf("journey %v, columns %q, want %q: one for each step of the longest journey", m.Journey, phases, want)
	}
	for id, phase := range map[string]string{"j": "support", "k": "buy", "look": "buy", "archive": "buy", "bring": "support", "erp": "support"} {
		if got := m.Columns[m.Boxes[m.Box(id)].Column].Phase; got != phase {
			t.Errorf("%s stands in %q, want %q", id, got, phase)
		}
	}
	if order, bring := m.Boxes[m.Box("order")], m.Boxes[m.Box("bring")]; order.Column+1 != bring.Column || order.Row != bring.Row {
		t.Errorf("the steps of a journey do not stand side by side: %d.%d, %d.%d", order.Column, order.Row, bring.Column, bring.Row)
	}
	// With one of the journeys chosen, what is on the other's steps alone goes.
	m = ecosystem.Of(g, ecosystem.Query{Journey: "j"})
	for _, id := range []string{"k", "look", "archive"} {
		if m.Box(id) >= 0 {
			t.Errorf("%s is on the map of a journey that it has nothing to do with", id)
		}
	}
}

// TestJourneysOfNoPhaseStandInRows: where no journey says its phase, and where some do not.
func TestJourneysOfNoPhaseStandInRows(t *testing.T) {
	t.Parallel()
	journey := func(id, phase string, steps ...string) []model.Op {
		j := &model.Element{ID: id, Kind: model.Journey, Name: id}
		if phase != "" {
			j.Props = model.Props{"lifecycle": phase}
		}
		ops := []model.Op{model.Add(j)}
		for n, step := range steps {
			ops = append(ops, model.Add(&model.Element{ID: step, Kind: model.Step, Name: step}), // as they happen, from the last to the first
				model.Join(&model.Link{ID: "h" + step, Kind: model.HasStep, From: id, To: step, Props: model.Props{"order": model.Num(float64(len(steps) - n))}}))
		}
		return ops
	}
	type place struct {
		column, row int
		begins      string
	}
	for name, test := range map[string]struct {
		ops     []model.Op
		columns []ecosystem.Column
		places  map[string]place
	}{
		"none says it": {slices.Concat(journey("a", "", "a3", "a2", "a1"), journey("b", "", "b2", "b1"), journey("empty", "")),
			[]ecosystem.Column{{Unknown: true}, {Unknown: true}, {Unknown: true}, {Rest: true}},
			map[string]place{"a1": {0, 0, "a"}, "a2": {1, 0, ""}, "a3": {2, 0, ""}, "b1": {0, 1, "b"}, "b2": {1, 1, ""}}},
		"one says it": {slices.Concat(journey("a", "use", "a2", "a1"), journey("b", "", "b2", "b1")),
			[]ecosystem.Column{{Phase: "discover"}, {Phase: "evaluate"}, {Phase: "buy"}, {Phase: "receive"}, {Phase: "use"}, {Phase: "use"}, {Phase: "support"}, {Unknown: true}, {Unknown: true}},
			map[string]place{"a1": {4, 0, "a"}, "a2": {5, 0, ""}, "b1": {7, 0, "b"}, "b2": {8, 0, ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: test.ops})
			if err != nil {
				t.Fatal(err)
			}
			m := ecosystem.Of(g, ecosystem.Query{})
			if diff := cmp.Diff(test.columns, m.Columns); diff != "" {
				t.Errorf("columns (-want +got):\n%s", diff)
			}
			got := map[string]place{}
			for _, b := range m.In(ecosystem.Steps) {
				at := place{column: b.Column, row: b.Row}
				if b.Begins != nil {
					at.begins = b.Begins.ID
				}
				got[b.ID] = at
			}
			if diff := cmp.Diff(test.places, got, cmp.AllowUnexported(place{})); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

// A step that two journeys share stands once, in the row of the first; the row of the second names it, in its order.
func TestRowsNameWhatTheyShare(t *testing.T) {
	t.Parallel()
	var ops []model.Op
	for _, id := range []string{"look", "pay", "pack", "send"} {
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Step, Name: id}))
	}
	for _, j := range [][]string{{"buy", "pay", "look"}, {"return", "look", "pack", "pay", "send", "look"}, {"all", "look", "pay"}} {
		ops = append(ops, model.Add(&model.Element{ID: j[0], Kind: model.Journey, Name: j[0]}))
		for n, step := range j[1:] {
			ops = append(ops, model.Join(&model.Link{ID: fmt.Sprint(j[0], n), Kind: model.HasStep, From: j[0], To: step, Props: model.Props{"order": model.Num(float64(n))}}))
		}
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	m := ecosystem.Of(g, ecosystem.Query{})
	for _, b := range m.In(ecosystem.Steps) {
		if b.Begins != nil {
			for _, e := range b.Also {
				got[b.Begins.ID] += e.ID + " "
			}
		}
	}
	if diff := cmp.Diff(map[string]string{"return": "look pay "}, got); diff != "" {
		t.Errorf("named in rows (-want +got):\n%s", diff)
	}
}

func TestWhole(t *testing.T) {
	t.Parallel()
	g := shop(model.Add(&model.Element{ID: "k", Kind: model.Journey, Name: "K"}), model.Add(&model.Element{ID: "stray", Kind: model.Step, Name: "Stray"}))
	m := ecosystem.Of(g, ecosystem.Query{All: true, Whole: true})
	if m.Journey == nil || len(m.Boxes) != m.Total {
		t.Errorf("of the whole, %d of %d are shown", len(m.Boxes), m.Total)
	}
}

func TestLongJourneysGoOnBeneath(t *testing.T) {
	t.Parallel()
	var ops []model.Op
	for i, phase := range []string{"discover", "buy", "use"} {
		id := fmt.Sprintf("j%d", i)
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Journey, Name: id, Props: model.Props{"lifecycle": phase}}))
		for n := range 9 {
			step := fmt.Sprintf("s%d-%d", i, n)
			ops = append(ops, model.Add(&model.Element{ID: step, Kind: model.Step, Name: step}),
				model.Join(&model.Link{ID: "h" + step, Kind: model.HasStep, From: id, To: step, Props: model.Props{"order": model.Num(float64(n))}}))
		}
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	m := ecosystem.Of(g, ecosystem.Query{})
	// Three phases share twelve columns, the other three have one each; nine steps in four columns are three rows.
	if len(m.Columns) != 3*4+3 {
		t.Fatalf("%d columns", len(m.Columns))
	}
	first, last := m.Boxes[m.Box("s1-0")], m.Boxes[m.Box("s1-8")]
	if first.Row != 0 || last.Row != 2 || last.Column != first.Column {
		t.Errorf("the first of nine stands at %d.%d, the last at %d.%d", first.Column, first.Row, last.Column, last.Row)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	g := shop(model.Set("shop", "tags.core", nil, true), model.Set("erp", "owner", nil, "Ana"), model.Join(&model.Link{ID: "o", Kind: model.OwnedBy, From: "till", To: "clerk"}))
	for _, test := range []struct {
		name string
		q    ecosystem.Query
		want []string
	}{
		{"kinds", ecosystem.Query{Kinds: []model.Kind{model.Channel, model.Data}}, []string{"orders", "web"}},
		{"tags", ecosystem.Query{Tags: []string{"core", "other"}}, []string{"shop"}},
		{"owner by name", ecosystem.Query{Owner: "Ana"}, []string{"erp"}},
		{"owner by link", ecosystem.Query{Owner: "clerk"}, []string{"till"}},
		{"hidden", ecosystem.Query{Hidden: true}, []string{"archive", "erp", "orders", "shop", "till"}},
		{"problems", ecosystem.Query{Hurt: true}, []string{"bring", "counter", "erp"}},
		{"one problem", ecosystem.Query{Problem: "q"}, []string{"bring"}},
		{"near", ecosystem.Query{Focus: "erp"}, []string{"erp", "orders", "till"}},
		{"nearer", ecosystem.Query{Focus: "erp", Depth: 2}, []string{"bring", "clerk", "erp", "orders", "shop", "till"}},
		{"customer", ecosystem.Query{Customer: "household", Kinds: []model.Kind{model.Technology}}, []string{"erp", "shop", "till"}},
		{"two at once", ecosystem.Query{Hidden: true, Hurt: true}, []string{"erp"}},
		{"kept whatever is asked", ecosystem.Query{Kinds: []model.Kind{model.Channel}, Keep: "till"}, []string{"till", "web"}},
		{"what is not there", ecosystem.Query{Customer: "nobody", Kinds: []model.Kind{model.Channel}}, []string{"web"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, ids(ecosystem.Of(g, test.q).Boxes)); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFewestThatMatter(t *testing.T) {
	t.Parallel()
	var ops []model.Op
	for i := range 400 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("t%d", i), Kind: model.Technology, Name: "T"}))
	}
	g := shop(ops...)
	m := ecosystem.Of(g, ecosystem.Query{})
	if len(m.Boxes) != ecosystem.Usual || m.Found != 413 {
		t.Fatalf("%d of %d are shown, want %d of 413", len(m.Boxes), m.Found, ecosystem.Usual)
	}
	for _, id := range []string{"order", "bring", "clerk", "erp", "rule", "household"} {
		if m.Box(id) < 0 {
			t.Errorf("%s is left out for what matters less", id)
		}
	}
	m = ecosystem.Of(g, ecosystem.Query{Most: 12})
	if m.Box("bring") < 0 || m.Box("till") < 0 || len(m.Boxes) != 12 {
		t.Errorf("of twelve: %q", ids(m.Boxes))
	}
	if all := ecosystem.Of(g, ecosystem.Query{All: true}); len(all.Boxes) != 413 {
		t.Errorf("all are %d", len(all.Boxes))
	}
}

func TestLinesSayEachWayOnce(t *testing.T) {
	t.Parallel()
	m := ecosystem.Of(shop(), ecosystem.Query{})
	var got []string
	for _, l := range m.Lines {
		kinds := ""
		for _, link := range l.Links {
			kinds += " " + string(link.Kind)
		}
		got = append(got, m.Boxes[l.From].ID+" "+m.Boxes[l.To].ID+kinds)
	}
	slices.Sort(got)
	want := []string{
		"bring counter at", "clerk bring performs", "clerk till uses", "erp orders holds", "erp till feeds depends_on", "order checkout at",
		"shop orders holds", "shop web supports", "web checkout offers",
	} // the shop's service is said by way of the channel, the till's by the clerk; the clerk stands at the order
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestPinsRulesAndStations(t *testing.T) {
	t.Parallel()
	m := ecosystem.Of(shop(), ecosystem.Query{})
	bring := m.Boxes[m.Box("bring")]
	if len(bring.Pins) != 2 || bring.Pins[0].ID != "p" || bring.Pins[1].ID != "q" {
		t.Errorf("pins on bring: %v; the dearest comes first, what is not known last", bring.Pins)
	}
	if m.Home("p") != m.Box("bring") || m.Home("nothing") != -1 {
		t.Errorf("the cost of p stands on %d", m.Home("p"))
	}
	if len(m.Priced(m.Box("bring"))) == 0 || len(m.Priced(m.Box("counter"))) > 0 || len(m.Priced(m.Box("erp"))) > 0 {
		t.Error("the cost of p stands elsewhere than on the step where it is felt most")
	}
	told := map[string]int{}
	for i := range m.Boxes {
		for _, p := range m.Priced(i) {
			told[p.ID]++
		}
	}
	if diff := cmp.Diff(map[string]int{"p": 1, "q": 1}, told); diff != "" {
		t.Errorf("how often the cost of a problem is told (-want +got):\n%s", diff)
	}
	if n := m.Boxes[m.Box("rule")].Number; n != 1 || !slices.Equal(m.Boxes[m.Box("clerk")].Rules, []int{1}) {
		t.Errorf("rule %d, on the clerk %v", n, m.Boxes[m.Box("clerk")].Rules)
	}
	if got := m.Boxes[m.Box("household")].Stations; !slices.Equal(got, []int{m.Box("order"), m.Box("bring")}) {
		t.Errorf("stations %v", got)
	}
}

func TestNothing(t *testing.T) {
	t.Parallel()
	m := ecosystem.Of(model.NewGraph(nil, nil), ecosystem.Query{})
	if len(m.Boxes) != 0 || m.Total != 0 || len(m.Columns) != 1 {
		t.Errorf("a map of nothing: %+v", m)
	}
	// A link to itself, and kinds that an import brought.
	g := shop(model.Join(&model.Link{ID: "self", Kind: model.DependsOn, From: "erp", To: "erp"}), model.Add(&model.Element{ID: "x", Kind: model.Foreign, Name: "X"}))
	m = ecosystem.Of(g, ecosystem.Query{})
	erp := m.Box("erp")
	if !slices.ContainsFunc(m.Lines, func(l ecosystem.Line) bool { return l.From == erp && l.To == erp }) {
		t.Error("the link to itself is lost")
	}
	if m.Boxes[m.Box("x")].Lane != ecosystem.Others {
		t.Error("what was imported without a kind has no lane")
	}
}
