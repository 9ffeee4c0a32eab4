package web

import (
	"math"
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

// Lengths of what the panel says.
const (
	panelSays  = 12
	panelFacts = 6
	panelNames = 12 // of one kind that a ripple reaches
	panelLate  = 2
	panelApart = 5
)

// panel tells of what was chosen, nil where nothing was.
func (a *atlas) panel() *templates.MapPanel {
	e := a.on()
	if e == nil {
		return nil
	}
	p := &templates.MapPanel{Thing: a.named(e), Kind: a.Say.Upper(a.Say.Kind(e.Kind, false)), Close: a.q.url(a.base, func(q *mapQuery) { q.On, q.Ways = "", "" })}
	switch e.Kind {
	case model.Technology, model.Employee, model.Partner:
		p.Kind = a.Say.T("records.kind.layer", "Kind", p.Kind, "Layer", a.Say.T("records.layer."+string(model.LayerOf(a.graph, e))))
	case model.Problem:
		p.URL = a.space.URL("problems", e.ID)
	case model.Journey:
		p.URL = a.space.URL("journeys", e.ID)
	}
	p.Kept = a.Say.T("records.kept.nobody")
	if e.Owner != "" {
		p.Kept = a.Say.T("records.kept", "Who", a.person(e.Owner))
	} else if keepers := a.graph.Targets(e.ID, model.OwnedBy); len(keepers) > 0 {
		p.Kept = a.Say.T("records.kept", "Who", keepers[0].NameIn(a.Say.Lang()))
	}
	if e.Kind != model.Problem {
		for _, way := range []string{"above", "below", "links"} {
			p.Ways = append(p.Ways, templates.Tab{Label: a.Say.T("map.panel.way." + way), Current: way == a.t.ways, URL: a.q.url(a.base, func(q *mapQuery) { q.Ways = way })})
		}
	}
	switch a.t.ways {
	case "above":
		a.above(p)
	case "below":
		a.below(p)
	default:
		a.near(p, e)
	}
	if e.Kind != model.Problem {
		p.CostsTitle = a.Say.T("map.panel.problems")
		p.Costs, _ = a.restsOn(a.words, e)
	}
	a.apartAt(p, e)
	p.Facts = a.panelFacts(e)
	p.Forms = a.forms(e)
	if a.q.Focus != e.ID && e.Kind != model.Problem {
		p.OnlyURL = a.q.url(a.base, func(q *mapQuery) { q.Focus, q.Depth = e.ID, 0 })
	}
	if e.Kind == model.Problem && a.q.Problem != e.ID {
		p.OnlyURL = a.q.url(a.base, func(q *mapQuery) { q.Problem = e.ID })
	}
	return p
}

// apartAt says how the ecosystem falls apart at the thing.
func (a *atlas) apartAt(p *templates.MapPanel, e *model.Element) {
	all := analysis.Disconnects(a.graph)
	for i := range all {
		if !slices.Contains(all[i].On, e) {
			continue
		}
		if len(p.Apart) == panelApart {
			p.ApartMore++
			continue
		}
		p.Apart = append(p.Apart, templates.MapApart{Title: a.Say.T("disconnects." + string(all[i].Sort) + ".title"), Says: a.pieces(inquiry.DisconnectPieces(a.Say, &all[i]))})
	}
}

// near says what the thing has to do with.
func (a *atlas) near(p *templates.MapPanel, e *model.Element) {
	all := a.says(e, math.MaxInt)
	p.Says, p.More = all[:min(len(all), panelSays)], max(0, len(all)-panelSays)
	for i := range p.Says {
		p.Says[i].Detail = "" // its own page tells
	}
}

// above counts and names what rests on the thing, and says which of its news come late.
func (a *atlas) above(p *templates.MapPanel) {
	r := a.t.ripple
	steps := r.Steps()
	p.TotalsTitle = a.Say.T("map.panel.stops")
	p.Totals = []templates.MapTotal{
		{Figure: a.Say.T("map.panel.of", "N", steps, "All", len(a.graph.OfKind(model.Step))), Words: a.Say.T("map.panel.steps", "count", steps)},
		{Figure: a.Say.Number(float64(len(r.Rests) - steps)), Words: a.Say.T("map.panel.need", "count", len(r.Rests)-steps)},
	}
	if cost, ok := a.words.CostTogether(a.problemsOf(r.Of)); ok {
		p.Totals = append(p.Totals, templates.MapTotal{Figure: cost, Words: a.Say.T("map.panel.touched")})
		p.Note = a.Say.T("map.panel.overlap")
	}
	if runs, ok := r.Runs.Number(); ok && runs.Hi > 0 {
		p.Runs = a.Say.T("map.panel.runs", "N", a.words.PropValue(&model.Prop{Type: model.TypeNumber}, "", runs))
	}
	for _, n := range a.t.late[:min(len(a.t.late), panelLate)] {
		p.Late = append(p.Late, a.lateWords(n))
	}
	a.groups(p, r, r.Rests, r.Contacts, r.Journeys, r.Customers)
}

// below names what the thing rests on.
func (a *atlas) below(p *templates.MapPanel) {
	r := a.t.ripple
	count := map[model.Kind]int{}
	for _, x := range r.On {
		count[r.Element(x).Kind]++
	}
	p.TotalsTitle = a.Say.T("map.panel.rests")
	for _, k := range []model.Kind{model.Technology, model.Employee, model.Partner, model.Data} {
		if count[k] > 0 && len(p.Totals) < 3 {
			p.Totals = append(p.Totals, templates.MapTotal{Figure: a.Say.Number(float64(count[k])), Words: a.Say.Kind(k, count[k] != 1)})
		}
	}
	if len(p.Totals) == 0 {
		p.Note = a.Say.T("map.panel.rests.nothing")
		p.Totals = []templates.MapTotal{{Figure: a.Say.Number(0), Words: a.Say.T("map.panel.rests.known")}}
	}
	a.groups(p, r, r.On)
}

// groups names what a ripple reaches, kind by kind, each with the way there.
func (a *atlas) groups(p *templates.MapPanel, r *analysis.Ripple, lists ...[]analysis.Reached) {
	count := 0
	for _, list := range lists {
		count += len(list)
	}
	p.GroupsTitle = a.Say.T("map.panel.all", "count", count)
	for _, k := range []model.Kind{model.Customer, model.Journey, model.Step, model.Touchpoint, model.Channel, model.Employee, model.Partner, model.Technology, model.Data} {
		g := templates.MapGroup{Title: a.Say.Upper(a.Say.Kind(k, true))}
		for _, list := range lists {
			for _, x := range list {
				e := r.Element(x)
				if e.Kind != k {
					continue
				}
				if len(g.Things) == panelNames {
					g.More++
					continue
				}
				t := a.named(e)
				t.URL = a.onURL(e.ID) + "#b-" + e.ID
				var way []string
				for _, step := range r.Path(x) {
					way = append(way, step.NameIn(a.Say.Lang()))
				}
				g.Things = append(g.Things, templates.MapReached{Thing: t, Way: way})
			}
		}
		if len(g.Things) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
}

// lateWords says what comes late: "Order reaches Till after 12 hours as a rule and 24 hours at worst, by way of …".
func (a *atlas) lateWords(n analysis.LateNews) string {
	lang := a.Say.Lang()
	on := n.Way[len(n.Way)-1].NameIn(lang)
	words := ""
	expected, okExpected := n.Expected.Number()
	worst, okWorst := n.Worst.Number()
	switch {
	case okExpected && okWorst:
		words = a.Say.T("map.late.both", "Data", n.Data.NameIn(lang), "On", on, "Expected", a.words.About(expected), "Worst", a.words.About(worst))
	default:
		words = a.Say.T("map.late.unknown", "Data", n.Data.NameIn(lang), "On", on)
	}
	var by []string
	for _, e := range n.Way[1 : len(n.Way)-1] {
		by = append(by, e.NameIn(lang))
	}
	if len(by) > 0 {
		words += " " + a.Say.T("map.late.by", "Way", by)
	}
	if fresh, ok := n.Step.Props.Number("freshness_s"); ok {
		words += " " + a.Say.T("map.late.fresh", "Step", n.Step.NameIn(lang), "Time", a.Say.Quantity(fresh, model.Seconds, ""))
	}
	return words
}

// panelFacts are the first things that are known of an element.
func (a *atlas) panelFacts(e *model.Element) []templates.Fact {
	var out []templates.Fact
	props := a.words.Props(e.Kind)
	for i := range props {
		p := &props[i]
		v := e.Props[p.Name]
		if v == nil || p.Type == model.TypeLong || len(out) == panelFacts {
			continue
		}
		f := templates.Fact{Label: a.words.Label(string(e.Kind), p.Name), Value: a.words.Value(string(e.Kind), model.PropField(p.Name), v)}
		if n, ok := v.(model.Number); ok && n.Confidence != "fact" && n.Confidence != "" {
			f.Sure = a.words.Sure(v)
		}
		out = append(out, f)
	}
	return out
}
