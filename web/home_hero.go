package web

import (
	"cmp"
	"maps"
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/layout"
	"rootline/templates"
)

const heroEnds = 6 // elements named in the drawing; the others are one rest

// hero says where the cost of these problems comes to rest; nil where none of it has been traced to an element yet.
func (r *room) hero(w templates.Wording, problems []*model.Element) *templates.HeroView {
	v := &templates.HeroView{}
	into := make(map[string]float64) // cost a month by element; "" = not traced
	type part struct {
		from   int
		to     string
		amount float64
	}
	var parts []part
	var total float64
	for i, e := range problems {
		n, known := e.Props.Number("cost_per_month")
		v.Problems = append(v.Problems, templates.HeroEnd{Thing: r.named(e),
			Pool: layout.Pool{Name: e.NameIn(r.Say.Lang()), Figure: cost(w, e), Lo: n.Lo, Hi: n.Hi, Unknown: !known}})
		ends := analysis.CostEnds(r.graph, e.ID)
		for _, id := range slices.Sorted(maps.Keys(ends.Places)) {
			parts = append(parts, part{i, id, n.Mid() * ends.Places[id]})
		}
		var lost float64
		for _, share := range ends.Unassigned {
			lost += share
		}
		parts = append(parts, part{i, "", n.Mid() * lost})
		total += n.Mid()
	}
	for _, p := range parts {
		into[p.to] += p.amount
	}
	traced := slices.DeleteFunc(slices.Collect(maps.Keys(into)), func(id string) bool { return id == "" || into[id] <= 0 })
	if len(traced) == 0 || total <= 0 {
		return nil
	}
	slices.SortFunc(traced, func(a, b string) int { return cmp.Or(cmp.Compare(into[b], into[a]), cmp.Compare(a, b)) })
	place := make(map[string]int) // of an element among the ends
	end := func(t templates.Thing, amount float64) {
		v.Ends = append(v.Ends, templates.HeroEnd{Thing: t, Cost: r.Say.Quantity(model.Num(rounded(amount)), model.Money, r.Place.Currency),
			Pool: layout.Pool{Name: t.Name, Figure: r.Say.Percent(amount / total), Lo: amount, Hi: amount}})
	}
	var rest float64
	for i, id := range traced {
		if i < heroEnds {
			place[id] = len(v.Ends)
			end(r.named(r.graph.Element(id)), into[id])
			continue
		}
		place[id] = heroEnds
		rest += into[id]
	}
	if rest > 0 {
		end(templates.Thing{Name: r.Say.T("hero.rest")}, rest)
	}
	if into[""] > 0 {
		place[""] = len(v.Ends)
		end(templates.Thing{Name: r.Say.T("hero.untraced")}, into[""])
		v.Ends[place[""]].Lost = true
	}
	for _, p := range parts {
		if p.amount > 0 {
			v.Streams = append(v.Streams, layout.Stream{From: p.from, To: place[p.to], Amount: p.amount})
		}
	}
	return v
}
