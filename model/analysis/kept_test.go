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
	switch sort := rapid.IntRange(0, 11).Draw(t, "edit"); {
	case sort == 10:
		return model.Remove(g, some().ID)
	case sort == 11:
		return []model.Op{model.Set("foreign", "kind", "foreign", string(rapid.SampledFrom(model.AllKinds()).Draw(t, "turned")))}
	case sort == 0:
		e := some()
		field := rapid.SampledFrom([]string{"name", "notes", "owner", "names.fr", "tags.new"}).Draw(t, "field")
		if field == "tags.new" {
			return []model.Op{model.Set(e.ID, field, e.Field(field), e.Field(field) == nil)}
		}
		return []model.Op{model.Set(e.ID, field, e.Field(field), fmt.Sprint("renamed ", n))}
	case sort <= 3:
		e := some()
		return anyProp(t, g, e.Kind.Spec().Props, e, e.ID)
	case sort <= 5 && len(links) > 0:
		l := rapid.SampledFrom(links).Draw(t, "link")
		return anyProp(t, g, l.Kind.Spec().Props, l, l.ID)
	case sort == 6:
		var ops []model.Op
		kind := some().Kind
		if rapid.Bool().Draw(t, "of any kind") {
			kind = rapid.SampledFrom(model.AllKinds()).Draw(t, "kind")
		}
		for i := range rapid.SampledFrom([]int{1, 1, 130}).Draw(t, "added") {
			ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("x%d-%d", n, i), Kind: kind, Name: "new"}))
		}
		return ops
	case sort == 7 && len(links) > 0:
		return []model.Op{{Kind: model.OpRemoveLink, ID: rapid.SampledFrom(links).Draw(t, "link").ID}}
	case sort == 8 && len(links) > 0:
		l := rapid.SampledFrom(links).Draw(t, "link")
		end := rapid.SampledFrom([]string{"from", "to"}).Draw(t, "end")
		was := l.Field(end).(string)
		is := rapid.SampledFrom(elements).Filter(func(e *model.Element) bool { return e.Kind == g.Element(was).Kind }).Draw(t, "is")
		return []model.Op{{Kind: model.OpReEnd, ID: l.ID, End: end, Old: was, New: is.ID}}
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
			join(model.Because, nil, "p>c", "p>d", "q>d").join(model.LocatedIn, nil, "c>t0", "d>t0").add(model.Foreign, nil, "foreign")
		graphs := []*model.Graph{start.graph(), nil}
		graphs[1] = graphs[0]
		said(graphs[0])
		var inverse [2]model.Change // of the last edit of each state
		for n := range rapid.IntRange(1, 8).Draw(t, "edits") {
			at := rapid.IntRange(0, 1).Draw(t, "state")
			change := model.Change{Ops: anyEdit(t, graphs[at], n)}
			if rapid.IntRange(0, 9).Draw(t, "undone") == 0 {
				change = inverse[at]
			}
			edited, back, err := graphs[at].Apply(change)
			if err != nil {
				continue // a circle, an end twice
			}
			graphs[at], inverse[at] = edited, back
			for _, g := range graphs {
				if diff := cmp.Diff(said(again(g)), said(g)); diff != "" {
					t.Fatalf("kept (-measured afresh +kept):\n%s", diff)
				}
			}
		}
	})
}

// everyEdit yields one edit of each sort: of each element and link other values of every prop; of the first two of each kind another
// value of other fields, another end, a removal; of each kind one more, of links between two that it can join.
func everyEdit(g *model.Graph, yield func(what string, ops ...model.Op)) {
	props := func(kind, id string, of []model.Prop, now func(string) any) {
		for _, p := range of {
			values, field := others(p, g), model.PropField(p.Name)
			for _, v := range []any{values[0], values[1], values[len(values)-1]} { // it is not known, and two others
				if !model.Same(v, now(field)) {
					yield(fmt.Sprint(kind, " ", field, " ", v), model.Set(id, field, now(field), v))
				}
			}
		}
	}
	met := map[string]int{}
	for e := range g.Elements() {
		props(string(e.Kind), e.ID, e.Kind.Spec().Props, e.Field)
		if met[string(e.Kind)]++; met[string(e.Kind)] > 2 {
			continue
		}
		for field, v := range map[string]any{"name": "another", "notes": "some", "owner": "somebody", "names.fr": "autre", "tags.new": true, "props.own": "own"} {
			yield(fmt.Sprint(e.Kind, " ", field), model.Set(e.ID, field, e.Field(field), v))
		}
		yield(fmt.Sprint(e.Kind, " removed"), model.Remove(g, e.ID)...)
	}
	clear(met)
	for l := range g.Links() {
		props(string(l.Kind), l.ID, l.Kind.Spec().Props, l.Field)
		if met[string(l.Kind)]++; met[string(l.Kind)] > 2 {
			continue
		}
		for _, end := range []string{"from", "to"} {
			was := l.Field(end).(string)
			for _, e := range g.OfKind(g.Element(was).Kind)[:min(2, len(g.OfKind(g.Element(was).Kind)))] {
				yield(fmt.Sprint(l.Kind, " ", end, " ", e.ID), model.Op{Kind: model.OpReEnd, ID: l.ID, End: end, Old: was, New: e.ID})
			}
		}
		yield(fmt.Sprint(l.Kind, " removed"), model.Op{Kind: model.OpRemoveLink, ID: l.ID})
	}
	for _, k := range model.AllKinds() {
		yield(fmt.Sprint("one more ", k), model.Add(&model.Element{ID: "new", Kind: k, Name: "new"}))
		yield(fmt.Sprint("foreign turns ", k), model.Set("foreign", "kind", "foreign", string(k)))
	}
	for _, spec := range model.LinkKinds {
		for _, from := range spec.From {
			for _, to := range spec.To {
				a, b := g.OfKind(from), g.OfKind(to)
				anything := len(spec.From) == len(model.AllKinds()) && from != model.Step // what may join everything does so for one
				if len(a) > 0 && len(b) > 0 && spec.Joins(from, to) && !anything {
					yield(fmt.Sprint(from, " ", spec.Kind, " ", to), model.Join(&model.Link{ID: "new", Kind: spec.Kind, From: a[0].ID, To: b[len(b)-1].ID}))
				}
			}
		}
	}
}

// TestKeptIsFreshAfterEveryEdit: each edit of a world that has been looked at leaves it as it is to somebody who has not.
func TestKeptIsFreshAfterEveryEdit(t *testing.T) {
	t.Parallel()
	d := draw{slices.Collect(rich().Elements()), slices.Collect(rich().Links())}
	d.add(model.Foreign, nil, "foreign").add(model.Touchpoint, model.Props{"functions": []string{"pay"}, "style": "blue"}, "tp").
		add(model.Touchpoint, model.Props{"functions": []string{"pay"}, "style": "red"}, "tq").add(model.Channel, model.Props{"mode": "digital"}, "net", "app").
		add(model.Policy, nil, "rule").add(model.Capability, nil, "can").add(model.Customer, nil, "firm").
		join(model.Offers, nil, "net>tp", "app>tq").join(model.At, nil, "buy>tp").join(model.Runs, nil, "clerk>net", "post>app").join(model.Governs, nil, "rule>buy").
		join(model.Requires, nil, "buy>can").join(model.Enables, nil, "clerk>can").join(model.Lives, nil, "home>lamp", "firm>buy").join(model.Affects, nil, "late>buy")
	world := d.graph()
	said(world)
	kinds, edits := map[string]bool{}, 0
	everyEdit(world, func(what string, ops ...model.Op) {
		edited, _, err := world.Apart().Apply(model.Change{Ops: ops})
		if err != nil {
			return // a circle, one that cannot go
		}
		edits++
		for _, op := range ops {
			kinds[string(op.Kind)] = true
		}
		if diff := cmp.Diff(said(again(edited)), said(edited)); diff != "" {
			t.Errorf("%s: kept (-measured afresh +kept):\n%s", what, diff)
		}
	})
	if edits < 1000 || len(kinds) != 6 {
		t.Errorf("%d edits were made, by %v", edits, kinds)
	}
}
