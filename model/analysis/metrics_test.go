package analysis_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/analysis"
)

// values are the parts of a metric by id, each as bounds.
func values(g *model.Graph, metric string) map[string][2]float64 {
	out := map[string][2]float64{}
	for _, p := range analysis.MetricOf(metric).Of(g).Parts {
		out[p.ID] = bounds(p.Value)
	}
	return out
}

// bounds are those of a figure: unknown is anything from nothing on, never is infinite, undefined is none.
func bounds(f analysis.Figure) [2]float64 {
	switch f.Sort {
	case analysis.Known:
		return [2]float64{f.Lo, f.Hi}
	case analysis.Unknown:
		return [2]float64{0, math.Inf(1)}
	case analysis.Never:
		return [2]float64{math.Inf(1), math.Inf(1)}
	}
	return [2]float64{math.NaN(), math.NaN()}
}

func exact(m map[string]float64) map[string][2]float64 {
	out := map[string][2]float64{}
	for id, v := range m {
		out[id] = [2]float64{v, v}
	}
	return out
}

func whole(g *model.Graph, metric string) [2]float64 {
	return bounds(analysis.MetricOf(metric).Of(g).Value)
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, roughly); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// TestVector holds the metrics to the worked example: its arithmetic is in the numbers.
func TestVector(t *testing.T) {
	t.Parallel()
	d := vector()
	g := d.graph()
	expect(t, "M1", values(g, "M1"), exact(map[string]float64{"lamp": 7}))
	expect(t, "M2", values(g, "M2"), exact(map[string]float64{"lamp": 7}))
	expect(t, "M16", values(g, "M16"), exact(map[string]float64{"erp": 9. / 11, "oms": 5. / 11, "pos": 2. / 11, "crm": 2. / 11, "web": 1. / 11, "carrier": 1. / 11, "desk": 1. / 11}))
	steps := map[string]float64{}
	for _, p := range analysis.MetricOf("M16").Of(g).Parts {
		steps[p.ID] = p.Get("steps").Lo
	}
	expect(t, "steps of M16", steps, map[string]float64{"erp": 5, "oms": 3, "pos": 2, "crm": 1, "web": 1, "carrier": 1, "desk": 1})
	expect(t, "M17", whole(g, "M17"), [2]float64{33. / 144, 33. / 144})
	expect(t, "M17 of technologies", bounds(analysis.MetricOf("M17").Of(g).Get("technologies")), [2]float64{14. / 49, 14. / 49})

	d.add(model.Employee, nil, "agent").join(model.Performs, nil, "agent>return_store").join(model.Uses, nil, "agent>pos")
	g = d.graph()
	expect(t, "M16 with an agent", values(g, "M16")["erp"], [2]float64{10. / 12, 10. / 12})
	expect(t, "M17 with an agent", whole(g, "M17"), [2]float64{36. / 169, 36. / 169})
	expect(t, "M3", values(g, "M3"), exact(map[string]float64{"agent": 1}))

	// Of the idle nothing is recorded: that is no zero. The waiter's step needs no system: that is one.
	d.add(model.Employee, nil, "idle", "waiter").add(model.Step, nil, "wait").join(model.Performs, nil, "waiter>wait")
	expect(t, "M3", values(d.graph(), "M3"), map[string][2]float64{"agent": {1, 1}, "idle": {0, math.Inf(1)}, "waiter": {0, 0}})
}

// Every step of the example is served by systems of a group of their own, so each stops with any of them, and with what they
// need: erp is under all five; oms under buy (by web), deliver, return_ask.
func TestSinglePoints(t *testing.T) {
	t.Parallel()
	g := vector().graph()
	expect(t, "M15", values(g, "M15"), exact(map[string]float64{"erp": 5, "oms": 3, "pos": 2, "crm": 1, "web": 1, "carrier": 1, "desk": 1}))
	// Where pos and web can stand in for each other at a sixth step, neither stops it alone, but erp does, which both need.
	d := vector().add(model.Step, nil, "pay").join(model.Serves, model.Props{"group": "till"}, "pos>pay", "web>pay")
	got := values(d.graph(), "M15")
	expect(t, "M15 of alternatives", map[string][2]float64{"erp": got["erp"], "pos": got["pos"], "web": got["web"], "oms": got["oms"]},
		exact(map[string]float64{"erp": 6, "pos": 2, "web": 1, "oms": 3}))
}

// web {web, oms}, store {pos, erp}, phone {desk, crm, oms}: of the three pairs one shares one of four systems.
func TestChannelUnity(t *testing.T) {
	t.Parallel()
	d := vector().add(model.Customer, nil, "household", "hermit").add(model.Channel, nil, "web-shop", "store", "phone").add(model.Partner, nil, "agency").
		join(model.Supports, nil, "web>web-shop", "oms>web-shop", "pos>store", "erp>store", "desk>phone", "crm>phone", "oms>phone").
		join(model.Reaches, nil, "web-shop>household", "store>household", "phone>household", "store>hermit").
		join(model.Runs, nil, "agency>phone", "agency>store")
	r := analysis.MetricOf("M14").Of(d.graph())
	expect(t, "M14", bounds(r.Part("household").Value), [2]float64{1. / 12, 1. / 12})
	expect(t, "twin", bounds(r.Part("household").Get("runs")), [2]float64{1. / 3, 1. / 3})
	if s := r.Part("hermit").Value.Sort; s != analysis.Undefined {
		t.Errorf("one channel has an overlap: %v", r.Part("hermit").Value)
	}
}

// Order goes from web by 5 s at once, 60 s once a day, 10 s every 900 s: expected 5 + 60 + 43,200 + 10 + 450 = 43,725 s, worst
// 5 + 60 + 86,400 + 10 + 900 = 87,375 s. A ledger that nothing feeds never learns of it.
func TestStaleness(t *testing.T) {
	t.Parallel()
	carries := func(mode string, transfer float64, interval float64) model.Props {
		p := model.Props{"mode": mode, "transfer_s": model.Num(transfer), "data": []string{"order"}}
		if interval > 0 {
			p["interval_s"] = model.Num(interval)
		}
		return p
	}
	d := vector().add(model.Data, nil, "order").add(model.Technology, nil, "ledger").
		join(model.Holds, model.Props{"master": true}, "web>order").join(model.Holds, nil, "oms>order", "pos>order", "ledger>order").
		join(model.Feeds, carries("sync", 5, 0), "web>oms").join(model.Feeds, carries("batch", 60, 86400), "oms>erp").join(model.Feeds, carries("batch", 10, 900), "erp>pos").
		join(model.Serves, nil, "ledger>refund").
		join(model.Asks, nil, "return_store>order", "refund>order", "buy>order")
	for _, s := range d.elements {
		if s.ID == "return_store" || s.ID == "refund" {
			s.Props = model.Props{"freshness_s": model.Num(87375)}
		}
	}
	g := d.graph()
	m9 := analysis.MetricOf("M9").Of(g)
	expect(t, "worst", values(g, "M9"), map[string][2]float64{"order@web": {0, 0}, "order@oms": {5, 5}, "order@pos": {87375, 87375}, "order@ledger": {math.Inf(1), math.Inf(1)}})
	expect(t, "expected", bounds(m9.Part("order@pos").Get("expected")), [2]float64{43725, 43725})
	expect(t, "M7", values(g, "M7"), exact(map[string]float64{"order": 1}))
	expect(t, "M5", whole(g, "M5"), [2]float64{.75, .75})
	// Asked: at buy of web, the master; at return_store of pos, just in time; at refund of pos and of the ledger, which is never.
	expect(t, "M10", whole(g, "M10"), [2]float64{.25, .25})
}

// A step that gives and one that asks, with a day-long file between their systems: late after an hour, avoidable after two days,
// structural without the feed, and not to be told where nobody said how long the step between takes.
func TestRepeats(t *testing.T) {
	t.Parallel()
	batch := model.Props{"mode": "batch", "interval_s": model.Num(86400), "transfer_s": model.Num(60), "data": []string{"name"}}
	class := func(between, feed model.Props) analysis.Handovers {
		d := new(draw).add(model.Journey, nil, "j").add(model.Step, nil, "give", "ask").add(model.Step, between, "wait").add(model.Data, nil, "name").
			add(model.Technology, nil, "a", "b").add(model.Employee, nil, "clerk").
			join(model.HasStep, model.Props{"order": model.Num(1)}, "j>give").join(model.HasStep, model.Props{"order": model.Num(3)}, "j>ask").join(model.HasStep, model.Props{"order": model.Num(2)}, "j>wait").
			join(model.Next, nil, "give>wait", "wait>ask").join(model.Performs, nil, "clerk>wait", "clerk>ask").
			join(model.Serves, nil, "a>give", "b>ask").join(model.Gives, nil, "give>name").join(model.Asks, nil, "ask>name")
		if feed != nil {
			d.join(model.Feeds, feed, "a>b")
		}
		g := d.graph()
		return analysis.HandoversOf(g, g.Element("j"))
	}
	hours := func(n float64) model.Props {
		return model.Props{"wait_s": model.Num(3600 * n), "duration_s": model.Num(0)}
	}
	for _, c := range []struct {
		name    string
		between model.Props
		feed    model.Props
		want    analysis.RepeatClass
	}{
		{"an hour", hours(1), batch, analysis.Late}, {"two days", hours(48), batch, analysis.Avoidable}, {"no feed", hours(48), nil, analysis.Structural},
		{"nobody knows the wait", nil, batch, analysis.Unclear}, {"one of both", model.Props{"wait_s": model.Num(1e6)}, batch, analysis.Avoidable},
		{"nobody knows the latency", hours(48), model.Props{"mode": "batch", "data": []string{"name"}}, analysis.Unclear},
		{"nobody knows what is carried", hours(48), model.Props{"mode": "sync", "transfer_s": model.Num(1)}, analysis.Unclear},
	} {
		h := class(c.between, c.feed)
		if len(h.Repeats) != 1 || h.Repeats[0].Class != c.want || h.Repeats[0].Giver.ID != "give" {
			t.Errorf("%s: repeats %v, want one, %s", c.name, h.Repeats, c.want)
		}
		if len(h.Handoffs) != 1 || h.Handoffs[0].From != "give" {
			t.Errorf("%s: hand-offs %v, want the one to the clerk", c.name, h.Handoffs)
		}
	}
}

// TestThresholds: a bound is broken where any part surely is beyond it, kept where all surely are within, else it cannot be told.
func TestThresholds(t *testing.T) {
	t.Parallel()
	at := func(v float64) *float64 { return &v }
	d := vector().add(model.Data, nil, "order").
		join(model.Feeds, model.Props{"mode": "manual", "runs_per_month": model.Num(100), "handling_s": model.Number{Lo: 36, Hi: 72}}, "web>oms"). // 1 to 2 hours
		join(model.Feeds, model.Props{"mode": "manual", "runs_per_month": model.Num(100)}, "oms>erp")
	g := d.graph()
	for _, c := range []struct {
		name string
		t    model.Threshold
		want analysis.Verdict
	}{
		{"systems, just kept", model.Threshold{Metric: "M1", Max: at(7)}, analysis.Kept},
		{"systems, broken", model.Threshold{Metric: "M1", Max: at(6)}, analysis.Broken},
		{"of a part", model.Threshold{Metric: "M1", Part: "lamp", Max: at(6)}, analysis.Broken},
		{"of a part that is gone", model.Threshold{Metric: "M1", Part: "gone", Max: at(6)}, analysis.Untold},
		{"at least an hour by hand is too much", model.Threshold{Metric: "M11", Max: at(.5)}, analysis.Broken},
		{"at least an hour by hand may be ten", model.Threshold{Metric: "M11", Max: at(10)}, analysis.Untold},
		{"at least an hour", model.Threshold{Metric: "M11", Min: at(1)}, analysis.Kept},
		{"a part that is known", model.Threshold{Metric: "M11", Part: "l19", Max: at(2)}, analysis.Kept},
		{"a part that is known within bounds", model.Threshold{Metric: "M11", Part: "l19", Max: at(1.5)}, analysis.Untold},
		{"no master is not one", model.Threshold{Metric: "M6", Min: at(1), Max: at(1)}, analysis.Broken},
		{"of no roles", model.Threshold{Metric: "M3", Max: at(10)}, analysis.Kept},
		{"of no such metric", model.Threshold{Metric: "M99", Max: at(10)}, analysis.Untold},
	} {
		if got := analysis.Judge(g, []model.Threshold{c.t})[0]; got.Verdict != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, got.Verdict, c.want, got)
		}
	}
}

// Asked first of a customer is the volume, of a journey its runs, of a technology its type and lifecycle: five of these, three known.
// Of the two numbers among them one is an estimate.
func TestKnowledge(t *testing.T) {
	t.Parallel()
	d := new(draw).add(model.Customer, model.Props{"volume": model.Number{Lo: 5, Hi: 5, Confidence: "estimate"}}, "c").
		add(model.Journey, model.Props{"runs_per_month": model.Num(5), "goal": "home"}, "j").
		add(model.Technology, model.Props{"type": "device"}, "t").add(model.Data, nil, "d").add(model.Customer, nil, "c2")
	r := analysis.MetricOf("M18").Of(d.graph())
	expect(t, "M18", bounds(r.Value), [2]float64{.6, .6})
	expect(t, "parts", values(d.graph(), "M18"), exact(map[string]float64{"customer": .5, "journey": 1, "technology": .5}))
	expect(t, "estimates", bounds(r.Get("estimate")), [2]float64{.5, .5})
	expect(t, "facts", bounds(r.Get("fact")), [2]float64{0, 0})
}

// p (1,000 to 3,000 a month) is there because of x, which lies in a, and, disproved, of y in b; q (500) because of z below w, both in
// a, and along a circle; r has no cost, and touches a and c.
func TestCostTouched(t *testing.T) {
	t.Parallel()
	costs := func(v model.Number) model.Props {
		return model.Props{"cost_per_month": v, "opportunity_per_month": model.Num(100)}
	}
	d := new(draw).add(model.Problem, costs(model.Number{Lo: 1000, Hi: 3000}), "p").add(model.Problem, costs(model.Num(500)), "q").add(model.Problem, nil, "r").
		add(model.Cause, root, "x", "z", "v").add(model.Cause, nil, "w").add(model.Cause, model.Props{"status": "disproved"}, "y").
		add(model.Technology, nil, "a", "b", "c").
		join(model.Because, nil, "p>x", "p>y", "q>w", "w>z", "r>v", "r>x").join(model.Because, model.Props{"circle": true}, "z>w", "z>v").
		join(model.LocatedIn, nil, "x>a", "y>b", "z>a", "w>a", "v>c")
	r := analysis.MetricOf("M21").Of(d.graph())
	if a := r.Part("a"); bounds(a.Value) != [2]float64{1500, 3500} || a.Get("without_cost").Lo != 1 {
		t.Errorf("a is touched by %v, want 1500 to 3500 and one problem without a cost", a)
	}
	if r.Part("b") != nil || r.Part("c").Value.Sort != analysis.Unknown {
		t.Errorf("b = %v, want none; c = %v, want unknown", r.Part("b"), r.Part("c"))
	}
	c := analysis.CostsOf(d.graph())
	expect(t, "tangible", bounds(c.Total.Tangible), [2]float64{1500, 3500})
	expect(t, "opportunity", bounds(c.Total.Opportunity), [2]float64{200, 200})
	if c.Total.UnknownTangible != 1 || c.Elements[0].Element.ID != "a" || bounds(c.Elements[0].Opportunity) != [2]float64{200, 200} {
		t.Errorf("costs = %+v, want one problem without a cost, and all of the others in a", c)
	}
}
