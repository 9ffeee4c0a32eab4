package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

// paths are the ways of a list, each as "erp oms web buy".
func paths(r *analysis.Ripple, list []analysis.Reached) []string {
	var out []string
	for _, x := range list {
		var ids []string
		for _, e := range r.Path(x) {
			ids = append(ids, e.ID)
		}
		out = append(out, strings.Join(ids, " "))
	}
	return out
}

// Nine nodes reach erp: oms and pos at once, refund at once; web, carrier, deliver, return_ask through oms, return_store through
// pos; buy through web.
func TestRippleOfTheVector(t *testing.T) {
	t.Parallel()
	d := vector().add(model.Customer, nil, "household").join(model.Lives, nil, "household>lamp")
	r := analysis.RippleOf(d.graph(), "erp")
	want := []string{"erp oms", "erp pos", "erp refund", "erp oms carrier", "erp oms deliver", "erp oms return_ask", "erp oms web", "erp oms web buy", "erp pos return_store"}
	got := paths(r, r.Rests)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	if r.Steps() != 5 {
		t.Errorf("%d steps rest on it, want all 5", r.Steps())
	}
	if diff := cmp.Diff([]string{"erp refund lamp"}, paths(r, r.Journeys)); diff != "" {
		t.Errorf("journeys (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"erp refund household"}, paths(r, r.Customers)); diff != "" {
		t.Errorf("customers (-want +got):\n%s", diff)
	}
	if r.Runs != analysis.Exactly(100) {
		t.Errorf("runs = %v, want the 100 of the journey, once", r.Runs)
	}
	if got := paths(r, r.On); len(got) > 0 {
		t.Errorf("erp rests on %v, want nothing", got)
	}
	down := analysis.RippleOf(d.graph(), "buy")
	if diff := cmp.Diff([]string{"buy web", "buy web oms", "buy web oms erp"}, paths(down, down.On)); diff != "" {
		t.Errorf("below buy (-want +got):\n%s", diff)
	}
}

// The agent uses the desk, which serves another step of theirs: the store step rests on what serves it alone.
func TestRippleEndsAtActors(t *testing.T) {
	t.Parallel()
	d := vector().add(model.Employee, nil, "agent").join(model.Performs, nil, "agent>return_ask", "agent>return_store").
		join(model.Uses, nil, "agent>desk")
	r := analysis.RippleOf(d.graph(), "desk")
	if diff := cmp.Diff([]string{"desk return_ask", "desk agent"}, paths(r, r.Rests)); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	// What the agent does rests on the agent, and a rule for the agent reaches those steps.
	d.add(model.Policy, nil, "six-minutes").join(model.Governs, nil, "six-minutes>agent")
	r = analysis.RippleOf(d.graph(), "six-minutes")
	if diff := cmp.Diff([]string{"six-minutes agent", "six-minutes agent return_ask", "six-minutes agent return_store"}, paths(r, r.Rests)); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
}

func TestRippleOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	d := vector().add(model.Journey, nil, "gift").join(model.HasStep, nil, "gift>refund")
	r := analysis.RippleOf(d.graph(), "pos")
	if !r.Runs.IsOpen() || r.Runs.Lo != 100 {
		t.Errorf("runs = %v, want at least 100: nobody said how often a gift is given", r.Runs)
	}
	if analysis.RippleOf(d.graph(), "nothing") != nil {
		t.Error("a ripple of what is not there")
	}
}

// someNeeds is a small graph of steps, actors and technologies.
func someNeeds(t *rapid.T) *model.Graph {
	d := new(draw)
	var steps, actors, systems []string
	name := func(list *[]string, kind model.Kind, of string, most int) {
		for i := range rapid.IntRange(0, most).Draw(t, of) {
			*list = append(*list, fmt.Sprint(of, i))
		}
		d.add(kind, nil, *list...)
	}
	name(&steps, model.Step, "s", 5)
	name(&actors, model.Employee, "a", 3)
	name(&systems, model.Technology, "t", 6)
	some := func(kind model.LinkKind, from, to []string, props func() model.Props) {
		for _, a := range from {
			for _, b := range to {
				if rapid.IntRange(0, 3).Draw(t, "link") == 0 {
					d.join(kind, props(), a+">"+b)
				}
			}
		}
	}
	none := func() model.Props { return nil }
	some(model.Serves, systems, steps, none)
	some(model.Uses, actors, systems, none)
	some(model.Performs, actors, steps, none)
	some(model.DependsOn, systems, systems, func() model.Props {
		switch rapid.IntRange(0, 3).Draw(t, "hard") {
		case 0:
			return model.Props{"hard": false}
		case 1:
			return model.Props{"hard": true}
		}
		return nil
	})
	return d.graph()
}

// needs is the definition of "X cannot work without Y", word by word.
func needs(g *model.Graph, x, y string) bool {
	serves := func(tech, step string) bool {
		return slices.ContainsFunc(g.Out(tech, model.Serves), func(l *model.Link) bool { return l.To == step })
	}
	switch a, b := g.Element(x).Kind, g.Element(y).Kind; {
	case a == model.Step && b == model.Technology:
		return serves(y, x)
	case a == model.Employee && b == model.Technology:
		uses := slices.ContainsFunc(g.Out(x, model.Uses), func(l *model.Link) bool { return l.To == y })
		return uses && slices.ContainsFunc(g.Out(x, model.Performs), func(l *model.Link) bool { return serves(y, l.To) })
	case a == model.Technology && b == model.Technology:
		return slices.ContainsFunc(g.Out(x, model.DependsOn), func(l *model.Link) bool {
			hard, known := l.Props["hard"].(bool)
			return l.To == y && (hard || !known)
		})
	}
	return false
}

// reaches says who reaches whom over needs, by Warshall's closure, each node itself included.
func reaches(g *model.Graph) (ids []string, to map[string]map[string]bool) {
	to = map[string]map[string]bool{}
	for e := range g.Elements() {
		if k := e.Kind; k == model.Step || k == model.Employee || k == model.Technology {
			ids = append(ids, e.ID)
		}
	}
	for _, x := range ids {
		to[x] = map[string]bool{x: true}
		for _, y := range ids {
			if needs(g, x, y) {
				to[x][y] = true
			}
		}
	}
	for _, via := range ids {
		for _, x := range ids {
			for _, y := range ids {
				if to[x][via] && to[via][y] {
					to[x][y] = true
				}
			}
		}
	}
	return ids, to
}

func TestRippleAgainstClosure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := someNeeds(t)
		nodes, to := reaches(g)
		for _, v := range nodes {
			if g.Element(v).Kind != model.Technology {
				continue
			}
			r := analysis.RippleOf(g, v)
			got := map[string]bool{}
			for _, x := range r.Rests {
				got[r.Element(x).ID] = true
				path := r.Path(x)
				for i := range path[1:] {
					if !needs(g, path[i+1].ID, path[i].ID) {
						t.Fatalf("the way %v to %s does not follow what needs what", path, r.Element(x).ID)
					}
				}
			}
			want := map[string]bool{}
			for _, x := range nodes {
				if x != v && to[x][v] {
					want[x] = true
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("what rests on %s (-want +got):\n%s", v, diff)
			}
		}
	})
}
