package analysis_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
)

func element(kind model.Kind, id string, props model.Props) *model.Element {
	return &model.Element{ID: id, Kind: kind, Name: id, Props: props}
}

func because(from, to string, props model.Props) *model.Link {
	return &model.Link{ID: from + "-" + to, Kind: model.Because, From: from, To: to, Props: props}
}

func lies(cause, place string) *model.Link {
	return &model.Link{ID: cause + "@" + place, Kind: model.LocatedIn, From: cause, To: place}
}

var root = model.Props{"stop": "root"}

var roughly = cmpopts.EquateApprox(0, 1e-9)

// byID maps the shares of a list to ids.
func byID(list []analysis.Share) map[string]float64 {
	out := map[string]float64{}
	for _, s := range list {
		out[s.Element.ID] = s.Share.Mid()
	}
	return out
}

// The lamp of the demo: 18,400 a month. The till does not find the order takes 0.7 of it, of which the day-old orders 0.6 and the
// search 0.4; the clerk who may not refund takes 0.3; the untrained clerk is disproved. So:
// Order management 0.7 × 0.6 = 0.42, the till 0.7 × 0.4 = 0.28, the returns rule 0.3.
func TestCostShareOfTheLamp(t *testing.T) {
	t.Parallel()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	got := analysis.CostShare(model.NewGraph(f.Elements, f.Links), "lamp-return")
	want := map[string]float64{"order-mgmt": .42, "returns-rule": .3, "till": .28}
	if diff := cmp.Diff(want, byID(got.Elements), roughly); diff != "" {
		t.Errorf("shares (-want +got):\n%s", diff)
	}
	if len(got.Unassigned) > 0 {
		t.Errorf("unassigned %v, want nothing", got.Unassigned)
	}
	if c := got.Elements[0].Cost; math.Abs(c.Lo-7728) > 1e-6 { // 18,400 × 0.42
		t.Errorf("Order management costs %v a month, want 7728", c)
	}
}

// Two problems: p costs 1000 to 3000, q costs 1000; r has no cost. All of p ends at a; of q one half at a, one half at b.
// At least (p 1000): a has 1000 + 500 of 2000, 0.75; at most (p 3000): 3000 + 500 of 4000, 0.875.
func TestCostShareKeepsIntervals(t *testing.T) {
	t.Parallel()
	g := model.NewGraph([]*model.Element{
		element(model.Problem, "p", model.Props{"cost_per_month": model.Number{Lo: 1000, Hi: 3000}}),
		element(model.Problem, "q", model.Props{"cost_per_month": model.Num(1000)}),
		element(model.Problem, "r", nil),
		element(model.Cause, "x", root), element(model.Cause, "y", root),
		element(model.Technology, "a", nil), element(model.Technology, "b", nil),
	}, []*model.Link{because("p", "x", nil), because("q", "x", nil), because("q", "y", nil), because("r", "y", nil), lies("x", "a"), lies("y", "b")})
	got := analysis.CostShare(g)
	if diff := cmp.Diff(model.Number{Lo: 2000, Hi: 4000}, got.Total); diff != "" {
		t.Errorf("total (-want +got):\n%s", diff)
	}
	a := got.Elements[0]
	if a.Element.ID != "a" || math.Abs(a.Share.Lo-.75) > 1e-9 || math.Abs(a.Share.Hi-.875) > 1e-9 || a.Cost.Lo != 1500 || a.Cost.Hi != 3500 {
		t.Errorf("first = %s %v %v, want a, 0.75 to 0.875, 1500 to 3500", a.Element.ID, a.Share, a.Cost)
	}
	if diff := cmp.Diff([]string{"r"}, got.WithoutCost); diff != "" {
		t.Errorf("without cost (-want +got):\n%s", diff)
	}
}

// At e one link has the share 0.5, two have none: 0.25 each. One of those leads to a leaf that is no root, the other to a root
// without a place; the root under the first lies in two places, 0.25 each. A root below a root gets nothing.
func TestCostShareUnassigned(t *testing.T) {
	t.Parallel()
	g := model.NewGraph([]*model.Element{
		element(model.Problem, "p", model.Props{"cost_per_month": model.Num(100)}),
		element(model.Cause, "e", nil), element(model.Cause, "placed", root), element(model.Cause, "deeper", root), element(model.Cause, "leaf", nil),
		element(model.Cause, "lost", root), element(model.Cause, "no", model.Props{"status": "disproved", "stop": "root"}),
		element(model.Technology, "a", nil), element(model.Technology, "b", nil),
	}, []*model.Link{because("p", "e", nil), because("e", "placed", model.Props{"share": model.Num(.5)}), because("e", "leaf", nil), because("e", "lost", nil),
		because("e", "no", nil), because("placed", "deeper", nil), lies("placed", "a"), lies("placed", "b"), lies("deeper", "a"), lies("no", "b")})
	got := analysis.CostShare(g)
	if diff := cmp.Diff(map[string]float64{"a": .25, "b": .25}, byID(got.Elements), roughly); diff != "" {
		t.Errorf("shares (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]float64{"leaf": .25, "lost": .25}, byID(got.Unassigned), roughly); diff != "" {
		t.Errorf("unassigned (-want +got):\n%s", diff)
	}
	if !got.Split {
		t.Error("an equal split is not told")
	}
}

func TestCostShareOfAProblemWithoutCauses(t *testing.T) {
	t.Parallel()
	g := model.NewGraph([]*model.Element{element(model.Problem, "p", model.Props{"cost_per_month": model.Num(100)})}, nil)
	if diff := cmp.Diff(map[string]float64{"p": 1}, byID(analysis.CostShare(g).Unassigned), roughly); diff != "" {
		t.Errorf("unassigned (-want +got):\n%s", diff)
	}
}

// TestCostEndsAgainstEveryPath follows each way down on its own, which is what the definition says, and compares.
func TestCostEndsAgainstEveryPath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someGraph(t)
		got := analysis.CostEnds(g, "c0")
		places, unassigned := map[string]float64{}, map[string]float64{}
		everyPath(g, "c0", 1, places, unassigned)
		drop := cmpopts.IgnoreMapEntries(func(_ string, v float64) bool { return math.Abs(v) < 1e-9 })
		if diff := cmp.Diff(places, got.Places, roughly, drop); diff != "" {
			t.Fatalf("places (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(unassigned, got.Unassigned, roughly, drop); diff != "" {
			t.Fatalf("unassigned (-want +got):\n%s", diff)
		}
		sum := 0.0
		for _, m := range []map[string]float64{got.Places, got.Unassigned} {
			for _, v := range m {
				sum += v
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("everything comes to %v, want 1", sum)
		}
	})
}

func someGraph(t *rapid.T) *model.Graph {
	n := rapid.IntRange(0, 9).Draw(t, "causes")
	elements := []*model.Element{element(model.Problem, "c0", nil), element(model.Technology, "a", nil), element(model.Technology, "b", nil)}
	var links []*model.Link
	for i := 1; i <= n; i++ {
		props := model.Props{}
		if rapid.IntRange(0, 2).Draw(t, "root") == 0 {
			props["stop"] = "root"
		}
		if rapid.IntRange(0, 6).Draw(t, "disproved") == 0 {
			props["status"] = "disproved"
		}
		id := fmt.Sprint("c", i)
		elements = append(elements, element(model.Cause, id, props))
		for j := range i {
			if rapid.IntRange(0, 2).Draw(t, "link") == 0 {
				p := model.Props{}
				if rapid.Bool().Draw(t, "given") {
					p["share"] = model.Num(float64(rapid.IntRange(0, 10).Draw(t, "share")) / 10)
				}
				links = append(links, because(fmt.Sprint("c", j), id, p))
			}
		}
		if rapid.IntRange(0, 7).Draw(t, "circle") == 0 {
			links = append(links, because(id, "c1", model.Props{"circle": true}))
		}
		for _, place := range []string{"a", "b"} {
			if rapid.Bool().Draw(t, "place") {
				links = append(links, lies(id, place))
			}
		}
	}
	return model.NewGraph(elements, links)
}

// everyPath is the definition, word by word, without any sharing of work.
func everyPath(g *model.Graph, id string, part float64, places, unassigned map[string]float64) {
	if e := g.Element(id); e.Kind == model.Cause && e.Props.Text("stop") == "root" {
		at := g.Targets(id, model.LocatedIn)
		if len(at) == 0 {
			unassigned[id] += part
		}
		for _, p := range at {
			places[p.ID] += part / float64(len(at))
		}
		return
	}
	var given, free float64
	var ways []*model.Link
	for _, l := range g.Out(id, model.Because) {
		if l.Props.Bool("circle") || g.Element(l.To).Props.Text("status") == "disproved" {
			continue
		}
		ways = append(ways, l)
		if n, ok := l.Props.Number("share"); ok {
			given += n.Lo
		} else {
			free++
		}
	}
	left := part
	for _, l := range ways {
		var down float64
		if n, ok := l.Props.Number("share"); ok {
			down = part * n.Lo / math.Max(given, 1)
		} else {
			down = part * math.Max(1-given, 0) / free
		}
		left -= down
		everyPath(g, l.To, down, places, unassigned)
	}
	unassigned[id] += left
}

// TestSharesAgainstEveryCorner: a share lies between the least and the greatest that it takes while each cost stands at one of its ends.
func TestSharesAgainstEveryCorner(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "problems")
		world := func(cost func(i int) model.Number, share func(i int) float64) *model.Graph {
			d := new(draw).add(model.Cause, root, "x", "y").add(model.Technology, nil, "a", "b").join(model.LocatedIn, nil, "x>a", "y>b")
			for i := range n {
				id := fmt.Sprint("p", i)
				d.add(model.Problem, model.Props{"cost_per_month": cost(i)}, id)
				d.join(model.Because, model.Props{"share": model.Num(share(i))}, id+">x").join(model.Because, nil, id+">y")
			}
			return d.graph()
		}
		costs, shares := make([]model.Number, n), make([]float64, n)
		for i := range n {
			lo := float64(rapid.IntRange(0, 3).Draw(t, "lo"))
			costs[i] = model.Number{Lo: lo, Hi: lo + float64(rapid.IntRange(0, 3).Draw(t, "width"))}
			shares[i] = float64(rapid.IntRange(0, 4).Draw(t, "share")) / 4
		}
		at := func(i int) float64 { return shares[i] }
		got := analysis.CostShare(world(func(i int) model.Number { return costs[i] }, at))
		lo, hi := map[string]float64{}, map[string]float64{}
		for corner := range 1 << n {
			one := analysis.CostShare(world(func(i int) model.Number {
				if corner>>i&1 == 1 {
					return model.Num(costs[i].Hi)
				}
				return model.Num(costs[i].Lo)
			}, at))
			if one.Total.Hi == 0 {
				continue
			}
			for _, s := range one.Elements {
				id := s.Element.ID
				if _, ok := lo[id]; !ok {
					lo[id], hi[id] = s.Share.Lo, s.Share.Hi
				}
				lo[id], hi[id] = min(lo[id], s.Share.Lo), max(hi[id], s.Share.Hi)
			}
		}
		for _, s := range got.Elements {
			if id := s.Element.ID; math.Abs(s.Share.Lo-lo[id]) > 1e-9 || math.Abs(s.Share.Hi-hi[id]) > 1e-9 {
				t.Fatalf("share of %s = %v, want %v to %v", id, s.Share, lo[id], hi[id])
			}
		}
	})
}
