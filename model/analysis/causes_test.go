package analysis_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

// p is there because of a and b, both because of c, below which lies the root r; and a because of the root s as well.
func TestCausesAcrossProblems(t *testing.T) {
	t.Parallel()
	d := new(draw).add(model.Problem, model.Props{"cost_per_month": model.Num(300)}, "p").add(model.Problem, model.Props{"cost_per_month": model.Num(100)}, "q").
		add(model.Problem, nil, "free").add(model.Cause, nil, "a", "b", "c").add(model.Cause, root, "r").add(model.Technology, nil, "erp", "till").
		join(model.Because, nil, "p>a", "p>b", "a>c", "b>c", "c>r", "q>c", "free>a").join(model.LocatedIn, nil, "r>erp", "a>till")
	g := d.graph()
	r := analysis.Causes(g)
	got := map[string]string{}
	for _, c := range r.Causes {
		got[g.At(c.Element).ID] = fmt.Sprint(c.Share.Hi, g.IDs(c.Problems), g.IDs(c.Choke))
	}
	want := map[string]string{"a": "0 [p free] [free]", "b": "0 [p] []", "c": "0 [p q free] [p q free]", "r": "1 [p q free] [p q free]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
	if e := r.Elements; len(e) != 2 || g.At(e[0].Element).ID != "erp" || e[0].Share != analysis.Exactly(1) || e[0].Touched != analysis.Exactly(400) || e[1].Touched != analysis.Exactly(300) {
		t.Errorf("elements = %+v, want the ERP with all of the cost, then the till, touched by p", e)
	}
	if diff := cmp.Diff([]string{"free"}, g.IDs(r.WithoutCost)); diff != "" || r.Unassigned != analysis.Exactly(0) {
		t.Errorf("without cost (-want +got):\n%s\nunassigned %v", diff, r.Unassigned)
	}
}

// someCauses is a few problems over a few causes, with gates, roots, costs of fixes, and what cannot be fixed.
func someCauses(t *rapid.T) *model.Graph {
	d := new(draw)
	problems, causes := rapid.IntRange(1, 3).Draw(t, "problems"), rapid.IntRange(0, 7).Draw(t, "causes")
	pick := func(of string, options ...any) any { return options[rapid.IntRange(0, len(options)-1).Draw(t, of)] }
	props := func() model.Props {
		p := model.Props{}
		if v := pick("gate", "and", "or", ""); v != "" {
			p["gate"] = v
		}
		if v := pick("stop", "root", "outside", "", "", "as-designed", "root"); v != "" {
			p["stop"] = v
		}
		if rapid.IntRange(0, 7).Draw(t, "disproved") == 0 {
			p["status"] = "disproved"
		}
		return p
	}
	for i := range problems {
		p := props()
		delete(p, "stop")
		delete(p, "status")
		p["cost_per_month"] = pick("cost", model.Num(0), model.Num(10), model.Num(25), model.Num(40))
		d.add(model.Problem, p, fmt.Sprint("p", i))
	}
	for i := range causes {
		id := fmt.Sprint("c", i)
		d.add(model.Cause, props(), id)
		if v := pick("fix", nil, model.Num(0), model.Num(2), model.Num(3)); v != nil {
			d.add(model.Action, model.Props{"cost": v}, "act"+id).join(model.Addresses, nil, "act"+id+">"+id)
		}
		for j := range problems {
			if rapid.IntRange(0, 3).Draw(t, "link") == 0 {
				d.join(model.Because, nil, fmt.Sprint("p", j)+">"+id)
			}
		}
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "link") == 0 {
				d.join(model.Because, nil, fmt.Sprint("c", j)+">"+id)
			}
		}
		if i > 0 && rapid.IntRange(0, 7).Draw(t, "circle") == 0 {
			d.join(model.Because, model.Props{"circle": true}, id+">c0")
		}
	}
	return d.graph()
}

// live are the causes right beneath a node.
func live(g *model.Graph, id string) []string {
	var out []string
	for _, l := range g.Out(id, model.Because) {
		if !l.Props.Bool("circle") && g.Element(l.To).Props.Text("status") != "disproved" {
			out = append(out, l.To)
		}
	}
	return out
}

// leads says whether a way leads from a node down to a root without passing one node.
func leads(g *model.Graph, id, without string) bool {
	if id == without {
		return false
	}
	if e := g.Element(id); e.Kind == model.Cause && e.Props.Text("stop") == "root" {
		return true
	}
	return slices.ContainsFunc(live(g, id), func(c string) bool { return leads(g, c, without) })
}

func TestChokePointsAgainstEveryWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someCauses(t)
		for _, c := range analysis.Causes(g).Causes {
			var want []string
			id := g.At(c.Element).ID
			for _, p := range g.IDs(c.Problems) {
				if leads(g, p, "") && !leads(g, p, id) {
					want = append(want, p)
				}
			}
			if got := g.IDs(c.Choke); !slices.Equal(want, got) {
				t.Fatalf("%s is a choke point of %v, want %v", id, got, want)
			}
		}
	})
}

// breaks says whether an effect is broken by these fixes, as the gates have it.
func breaks(g *model.Graph, id string, fixed map[string]bool) bool {
	if fixed[id] {
		return true
	}
	below := live(g, id)
	if g.Element(id).Props.Text("gate") == "and" {
		return slices.ContainsFunc(below, func(c string) bool { return breaks(g, c, fixed) })
	}
	return len(below) > 0 && !slices.ContainsFunc(below, func(c string) bool { return !breaks(g, c, fixed) })
}

// everySet yields each set of causes that can be fixed, with what it costs.
func everySet(g *model.Graph, yield func(map[string]bool, float64)) {
	var ids []string
	var costs []float64
	for _, c := range g.OfKind(model.Cause) {
		if stop := c.Props.Text("stop"); c.Props.Text("status") == "disproved" || stop == "outside" || stop == "as-designed" {
			continue
		}
		cost := 1.
		for _, a := range g.Sources(c.ID, model.Addresses) {
			n, _ := a.Props.Number("cost")
			cost = n.Lo
		}
		ids, costs = append(ids, c.ID), append(costs, cost)
	}
	for set := range 1 << len(ids) {
		fixed, cost := map[string]bool{}, 0.
		for i, id := range ids {
			if set>>i&1 == 1 {
				fixed[id] = true
				cost += costs[i]
			}
		}
		yield(fixed, cost)
	}
}

func TestFixesAgainstEverySet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someCauses(t)
		budget := float64(rapid.IntRange(0, 6).Draw(t, "budget"))
		all := map[string]bool{}
		everySet(g, func(fixed map[string]bool, _ float64) { maps.Copy(all, fixed) })
		var can []string
		for _, p := range g.OfKind(model.Problem) {
			if breaks(g, p.ID, all) {
				can = append(can, p.ID)
			}
		}
		least, most := math.Inf(1), 0.
		everySet(g, func(fixed map[string]bool, cost float64) {
			money, every := 0., true
			for _, p := range can {
				if !breaks(g, p, fixed) {
					every = false
					continue
				}
				n, _ := g.Element(p).Props.Number("cost_per_month")
				money += n.Lo
			}
			if every {
				least = min(least, cost)
			}
			if cost <= budget {
				most = max(most, money)
			}
		})
		check := func(f analysis.Fixes) {
			fixed := map[string]bool{}
			for _, id := range f.Causes {
				fixed[id] = true
			}
			for _, p := range f.Covers {
				if !breaks(g, p, fixed) {
					t.Fatalf("%v does not break %s", f, p)
				}
			}
			if !f.Optimal {
				t.Fatalf("%v: not known to be the best", f)
			}
		}
		free := analysis.SmallestFixes(g, nil)
		check(free)
		if free.Cost != least || free.Bound != least || !slices.Equal(free.Covers, can) {
			t.Fatalf("without a budget %+v, want %v for %v", free, can, least)
		}
		some := analysis.SmallestFixes(g, &budget)
		check(some)
		if some.Cost > budget || some.Money != most || some.Bound != most {
			t.Fatalf("within %v: %+v, want %v a month", budget, some, most)
		}
	})
}

// A problem over thirty pairs of causes, each pair an effect of its own: the search says how far it came.
func TestFixesOfManyCauses(t *testing.T) {
	t.Parallel()
	d := new(draw).add(model.Problem, model.Props{"cost_per_month": model.Num(100)}, "p")
	for i := range 40 {
		e := fmt.Sprint("e", i)
		d.add(model.Cause, model.Props{"gate": "and", "stop": "outside"}, e).join(model.Because, nil, "p>"+e)
		for j := range 5 {
			c := fmt.Sprint("c", (i*7+j*j*11)%60)
			if !slices.ContainsFunc(d.elements, func(x *model.Element) bool { return x.ID == c }) {
				d.add(model.Cause, root, c)
			}
			d.join(model.Because, nil, e+">"+c)
		}
	}
	f := analysis.SmallestFixes(d.graph(), nil)
	if len(f.Covers) != 1 || f.Cost < f.Bound || f.Bound <= 0 || f.Cost > 40 {
		t.Errorf("fixes = %+v, want a set between its bound and one for each pair", f)
	}
}
