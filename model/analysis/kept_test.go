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

// said is all that this package says of a graph, as lines. Elements stand there with name and props, so that an old version of one
// is told from the present.
func said(g *model.Graph) []string {
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	names := func(list []*model.Element) string {
		var all []string
		for _, e := range list {
			all = append(all, fmt.Sprint(e.ID, "=", e.Name, e.Props))
		}
		return strings.Join(all, ",")
	}
	for _, r := range analysis.Metrics(g) {
		line("%s %v %v", r.Metric.ID, r.Value, r.Beside)
		for i := range r.Parts {
			p := &r.Parts[i]
			at := ""
			for _, e := range []*model.Element{p.Element, p.On} {
				if e != nil {
					at += names([]*model.Element{e})
				}
			}
			if p.Link != nil {
				at += fmt.Sprint(*p.Link)
			}
			line("%s %s %s %v %v", r.Metric.ID, p.ID, at, p.Value, p.Beside)
			if r.Metric.ID != "M18" {
				line("behind %v", r.Metric.Behind(g, p))
			}
		}
	}
	for _, d := range analysis.Disconnects(g) {
		line("%s %s | %s | %s | %s | %s %v %v %v", d.Key, names(d.On), names(d.Left), names(d.Right), names(d.For), d.Link, d.Latency, d.Words, d.Style)
	}
	for _, q := range analysis.Unknowns(g, 0) {
		what := ""
		if q.Link != nil {
			what = fmt.Sprint(*q.Link)
		} else {
			what = names([]*model.Element{q.Element})
		}
		rough := "nothing"
		if q.Rough != nil {
			rough = fmt.Sprint(*q.Rough)
		}
		line("%s %s %s %d %d %v %.9f", what, q.Prop, rough, q.Settles, q.Narrows, q.Metrics, q.Weight)
	}
	for i, q := range analysis.Unknowns(g, 3) {
		line("%d. %s %s", i, q.ID(), q.Prop)
	}
	line("%d disconnects, %d of two sorts", analysis.CountDisconnects(g), len(analysis.DisconnectsOf(g, analysis.Orphans, analysis.ApartPeople)))
	ranking := analysis.Causes(g)
	at := func(handles ...model.Handle) string {
		var all []*model.Element
		for _, h := range handles {
			all = append(all, g.At(h))
		}
		return names(all)
	}
	line("%v %v", ranking.Unassigned, at(ranking.WithoutCost...))
	for _, e := range ranking.Elements {
		line("%s %v %v %v", at(e.Element), e.Share, e.Touched, at(e.Problems...))
	}
	for _, c := range ranking.Causes {
		line("%s %v %v %v", at(c.Element), c.Share, at(c.Problems...), at(c.Choke...))
	}
	costs := analysis.CostsOf(g)
	line("%v %v", costs.Total, costs.Lost)
	for _, c := range slices.Concat(costs.Problems, costs.Elements) {
		line("%s %v", names([]*model.Element{c.Element}), c.Cost)
	}
	for _, w := range analysis.Worths(g) {
		line("%s %s %v %v %d", names([]*model.Element{w.Actor}), w.Value, w.Worst, w.Cost, len(w.Steps))
	}
	for e := range g.Elements() {
		r := analysis.RippleOf(g, e.ID)
		line("ripple of %s: %v", e.ID, r.Runs)
		for _, x := range slices.Concat(r.Rests, r.Contacts, r.Journeys, r.Customers, r.On) {
			line(" %s", names(r.Path(x)))
		}
	}
	for _, j := range g.OfKind(model.Journey) {
		for _, s := range analysis.RunOf(g, j) {
			line("%s %v %v %v %v %v", s.Step.Name, s.After, names(s.Systems), names(s.Given), len(s.Asked), len(s.Held))
		}
	}
	return append(out, analysis.Hub(g))
}

// anyProp gives one of the props a value that it can have, or takes it away.
func anyProp(t *rapid.T, g *model.Graph, props []model.Prop, holder interface{ Field(string) any }, id string) []model.Op {
	if len(props) == 0 {
		return nil
	}
	p := rapid.SampledFrom(props).Draw(t, "prop")
	var v any
	switch {
	case rapid.IntRange(0, 3).Draw(t, "taken away") == 0:
	case p.Type == model.TypeChoice:
		v = rapid.SampledFrom(p.Choices).Draw(t, "choice")
	case p.Type == model.TypeBool:
		v = rapid.Bool().Draw(t, "flag")
	case p.Type == model.TypeWhole, p.Max > p.Min:
		v = model.Num(float64(rapid.IntRange(int(p.Min), min(int(p.Max), 3)).Draw(t, "whole")))
	case p.Type == model.TypeNumber:
		lo := float64(rapid.SampledFrom([]int{0, 5, 60, 4000}).Draw(t, "least"))
		v = model.Number{Lo: lo, Hi: lo + float64(rapid.SampledFrom([]int{0, 0, 10}).Draw(t, "more"))}
	case p.Type == model.TypeIDs:
		if all := g.OfKind(p.Of); len(all) > 0 {
			v = []string{rapid.SampledFrom(all).Draw(t, "of").ID}
		}
	case p.Type == model.TypeList && len(p.Choices) == 0:
		v = []string{rapid.SampledFrom([]string{"pay", "search"}).Draw(t, "listed")}
	case p.Type == model.TypeText:
		v = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "text")
	}
	field := model.PropField(p.Name)
	return []model.Op{model.Set(id, field, holder.Field(field), v)}
}

// anyEdit is one edit of a graph, of any sort; n tells its ids from those of others.
func anyEdit(t *rapid.T, g *model.Graph, n int) []model.Op {
	elements, links := slices.Collect(g.Elements()), slices.Collect(g.Links())
	some := func() *model.Element { return rapid.SampledFrom(elements).Draw(t, "element") }
	switch sort := rapid.IntRange(0, 10).Draw(t, "edit"); {
	case sort == 10:
		return model.Remove(g, some().ID)
	case sort == 0:
		e := some()
		return []model.Op{model.Set(e.ID, "name", e.Field("name"), fmt.Sprint("renamed ", n))}
	case sort <= 3:
		e := some()
		return anyProp(t, g, e.Kind.Spec().Props, e, e.ID)
	case sort <= 5 && len(links) > 0:
		l := rapid.SampledFrom(links).Draw(t, "link")
		return anyProp(t, g, l.Kind.Spec().Props, l, l.ID)
	case sort == 6:
		var ops []model.Op
		kind := some().Kind
		for i := range rapid.SampledFrom([]int{1, 1, 130}).Draw(t, "added") {
			ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("x%d-%d", n, i), Kind: kind, Name: "new"}))
		}
		return ops
	case sort == 7 && len(links) > 0:
		return []model.Op{{Kind: model.OpRemoveLink, ID: rapid.SampledFrom(links).Draw(t, "link").ID}}
	case sort == 8 && len(links) > 0:
		l := rapid.SampledFrom(links).Draw(t, "link")
		to := rapid.SampledFrom(elements).Filter(func(e *model.Element) bool { return e.Kind == g.Element(l.To).Kind }).Draw(t, "to")
		return []model.Op{{Kind: model.OpReEnd, ID: l.ID, End: "to", Old: l.To, New: to.ID}}
	}
	spec := rapid.SampledFrom(model.LinkKinds).Draw(t, "joined")
	if len(links) > 0 && rapid.IntRange(0, 3).Draw(t, "of a kind that is there") > 0 {
		spec = *rapid.SampledFrom(links).Draw(t, "as").Kind.Spec()
	}
	end := func(kinds []model.Kind) *model.Element {
		can := slices.DeleteFunc(slices.Clone(elements), func(e *model.Element) bool { return !slices.Contains(kinds, e.Kind) })
		if len(can) == 0 {
			return nil
		}
		return rapid.SampledFrom(can).Draw(t, "end")
	}
	from, to := end(spec.From), end(spec.To)
	if from == nil || to == nil {
		return nil
	}
	return []model.Op{model.Join(&model.Link{ID: fmt.Sprint("y", n), Kind: spec.Kind, From: from.ID, To: to.ID})}
}

// TestKeptIsFresh: what is taken over from before an edit is what the graph says when it is measured for the first time; in two
// states beside each other too.
func TestKeptIsFresh(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := someWorld(t)
		start.add(model.Problem, model.Props{"cost_per_month": model.Num(100)}, "p", "q").add(model.Cause, model.Props{"stop": "root"}, "c", "d").
			join(model.Because, nil, "p>c", "p>d", "q>d").join(model.LocatedIn, nil, "c>t0", "d>t0")
		graphs := []*model.Graph{start.graph(), nil}
		graphs[1] = graphs[0]
		said(graphs[0])
		for n := range rapid.IntRange(1, 8).Draw(t, "edits") {
			at := rapid.IntRange(0, 1).Draw(t, "state")
			edited, _, err := graphs[at].Apply(model.Change{Ops: anyEdit(t, graphs[at], n)})
			if err != nil {
				continue // a circle, an end twice
			}
			graphs[at] = edited
			for _, g := range graphs {
				if diff := cmp.Diff(said(again(g)), said(g)); diff != "" {
					t.Fatalf("kept (-measured afresh +kept):\n%s", diff)
				}
			}
		}
	})
}
