package analysis_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/analysis"
)

// questions are what to find out, as "id.prop settles+narrows metrics".
func questions(g *model.Graph) []string {
	var out []string
	for _, q := range analysis.Unknowns(g, 0) {
		out = append(out, fmt.Sprintf("%s.%s %d+%d %v", q.ID(), q.Prop, q.Settles, q.Narrows, q.Metrics))
	}
	return out
}

// By hand goes an order from web to oms, nobody said how often, and a name, of which both are known roughly: runs 10 to 20, by 360 s,
// and by that the feed's own figure alone is settled; the sum has no bound until the first is known. Of what problems cost, a guess
// of 100 to 300 leaves a fifth of what one of 0 to 800 does.
func TestUnknowns(t *testing.T) {
	t.Parallel()
	d := new(draw).add(model.Technology, nil, "web", "oms", "crm").
		join(model.Feeds, model.Props{"mode": "manual", "handling_s": model.Num(60), "transfer_s": model.Num(0), "interval_s": model.Num(0)}, "web>oms").
		join(model.Feeds, model.Props{"mode": "manual", "handling_s": model.Num(360), "runs_per_month": model.Number{Lo: 10, Hi: 20}, "transfer_s": model.Num(0), "interval_s": model.Num(0)}, "oms>crm").
		add(model.Problem, model.Props{"cost_per_month": model.Number{Lo: 100, Hi: 300}, "opportunity_per_month": model.Num(1)}, "p").
		add(model.Problem, model.Props{"cost_per_month": model.Number{Lo: 0, Hi: 800}, "opportunity_per_month": model.Num(1)}, "q")
	want := []string{
		"q.cost_per_month 0+1 []",     // .8 of the sum
		"l0.runs_per_month 1+1 [M11]", // of three figures (two feeds, the sum) one whole and the bound of another: 2/3
		"l1.runs_per_month 1+0 [M11]", // 1/3
		"p.cost_per_month 0+1 []",     // .2
	}
	if diff := cmp.Diff(want, questions(d.graph())); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	for most := 1; most <= 5; most++ {
		first := analysis.Unknowns(d.graph(), most)
		if all := analysis.Unknowns(d.graph(), 0); !cmp.Equal(all[:min(most, len(all))], first) {
			t.Errorf("the first %d are %v, want the first of %v", most, first, all)
		}
	}
	if rough := analysis.Unknowns(d.graph(), 1)[0].Rough; rough == nil || rough.Hi != 800 {
		t.Errorf("known so far = %v, want 0 to 800", rough)
	}
}

// TestUnknownsOfEveryMetric: each metric that is open for one reason asks for it, and the answer settles it.
func TestUnknownsOfEveryMetric(t *testing.T) {
	t.Parallel()
	carried := model.Props{"mode": "batch", "data": []string{"order"}, "transfer_s": model.Num(5), "interval_s": model.Num(60)}
	without := func(p model.Props, prop string) model.Props {
		out := model.Props{}
		for k, v := range p {
			if k != prop {
				out[k] = v
			}
		}
		return out
	}
	step := model.Props{"live": true, "freshness_s": model.Num(60), "wait_s": model.Num(0), "duration_s": model.Num(0)}
	world := func(s, between, feed, want, system model.Props, runs model.Props) *model.Graph {
		return new(draw).add(model.Journey, runs, "j").add(model.Step, step, "give").add(model.Step, between, "wait").add(model.Step, s, "ask").
			add(model.Technology, model.Props{"lifecycle": "live"}, "web", "crm").add(model.Technology, system, "till").add(model.Data, nil, "order").
			add(model.Employee, nil, "clerk").add(model.Customer, nil, "home").add(model.Channel, nil, "shop").
			join(model.HasStep, nil, "j>give", "j>wait", "j>ask").join(model.Serves, nil, "web>give", "till>ask", "crm>ask").
			join(model.Performs, nil, "clerk>ask").join(model.Gives, nil, "give>order").join(model.Asks, nil, "ask>order").
			join(model.Holds, model.Props{"master": true}, "web>order").join(model.Holds, nil, "till>order").
			join(model.Feeds, feed, "web>till").join(model.Supports, nil, "till>shop").join(model.Reaches, want, "shop>home").graph()
	}
	live, one, often := model.Props{"lifecycle": "live"}, model.Props{"want": model.Num(1)}, model.Props{"runs_per_month": model.Num(5)}
	if got := questions(world(step, step, carried, one, live, often)); len(got) > 0 {
		t.Fatalf("of a graph of which all is known it is asked for %v", got)
	}
	for name, c := range map[string]struct {
		g    *model.Graph
		want []string
	}{
		"M4":         {world(without(step, "live"), step, carried, one, live, often), []string{"ask.live 1+0 [M4]"}},
		"M8 M9 M10":  {world(step, step, without(carried, "interval_s"), one, live, often), []string{"l11.interval_s 3+0 [M8 M9 M10]"}},
		"M7":         {world(step, step, without(carried, "data"), one, live, often), []string{"l11.data 3+0 [M7 M9 M12]"}},
		"freshness":  {world(without(step, "freshness_s"), step, carried, one, live, often), []string{"ask.freshness_s 1+0 [M10]"}},
		"M12":        {world(step, without(step, "wait_s"), carried, one, live, often), []string{"wait.wait_s 1+0 [M12]"}},
		"M13 want":   {world(step, step, carried, nil, live, often), nil}, // however much it is wanted, it is there
		"M13 system": {world(step, step, carried, one, nil, often), []string{"till.lifecycle 1+0 [M13]"}},
		"runs":       {world(step, step, carried, one, live, nil), []string{"j.runs_per_month 3+0 [M16]"}},
	} {
		if diff := cmp.Diff(c.want, questions(c.g)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
