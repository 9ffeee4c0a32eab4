package web

import (
	"cmp"
	"slices"
	"strconv"

	"rootline/model"
	"rootline/templates"
)

// filter is the form of what to show.
func (a *atlas) filter() templates.MapFilter {
	f := templates.MapFilter{Action: a.base, Q: a.q.Q, Hidden: a.q.Hidden, Hurt: a.q.Hurt}
	all := func(id string) []templates.Option { return []templates.Option{{Label: a.Say.T(id)}} }
	f.Journeys = all("map.filter.journey.none")
	f.Journeys[0].Value, f.Journeys[0].On = noJourney, a.m.Journey == nil
	for _, e := range a.ofKind(model.Journey) {
		f.Journeys = append(f.Journeys, templates.Option{Value: e.ID, Label: e.NameIn(a.Say.Lang()), On: e == a.m.Journey})
	}
	f.Customers = a.options(all("map.filter.all"), a.ofKind(model.Customer), a.q.Customer)
	f.Problems = a.options(all("map.filter.all"), dearest(a.graph.OfKind(model.Problem)), a.q.Problem)
	f.Owners = append(all("map.filter.all"), a.owners()...)
	for _, k := range model.MapKinds() {
		if len(a.graph.OfKind(k)) > 0 {
			f.Kinds = append(f.Kinds, templates.Option{Value: string(k), Label: a.Say.Kind(k, true), On: slices.Contains(a.q.Kinds, k)})
		}
	}
	for _, t := range a.tags() {
		f.Tags = append(f.Tags, templates.Option{Value: t, Label: t, On: slices.Contains(a.q.Tags, t)})
	}
	if a.q.Focus != "" {
		for n := 1; n <= 3; n++ {
			f.Depth = append(f.Depth, templates.Option{Value: strconv.Itoa(n), Label: a.Say.T("map.filter.depth.of", "count", n), On: n == max(a.q.Depth, 1)})
		}
	}
	f.Colours = []templates.Option{{Label: a.Say.T("map.colour.layer")}}
	for _, c := range mapColours {
		f.Colours = append(f.Colours, templates.Option{Value: c, Label: a.Say.T("map.colour." + c), On: c == a.q.Colour})
	}
	for name, values := range a.q.values() {
		for _, v := range values {
			f.Keep = append(f.Keep, templates.Option{Label: name, Value: v})
		}
	}
	slices.SortFunc(f.Keep, func(x, y templates.Option) int {
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.Value, y.Value))
	})
	return f
}

// mapOptions is how many things one list of the filter offers; others are reached from their pages.
const mapOptions = 200

func (a *atlas) ofKind(k model.Kind) []*model.Element {
	list := slices.Clone(a.graph.OfKind(k))
	lang := a.Say.Lang()
	slices.SortStableFunc(list, func(x, y *model.Element) int { return cmp.Compare(x.NameIn(lang), y.NameIn(lang)) })
	return list
}

func (a *atlas) options(out []templates.Option, list []*model.Element, now string) []templates.Option {
	for i, e := range list {
		if i < mapOptions || e.ID == now {
			out = append(out, templates.Option{Value: e.ID, Label: shortened(e.NameIn(a.Say.Lang()), 80), On: e.ID == now})
		}
	}
	return out
}

// keepers are those who keep elements of the map's kinds: members and names, and employees; with how much they keep.
func (a *atlas) keepers() map[string]int {
	return model.Memo(a.graph, "web.keepers", func() map[string]int {
		count := map[string]int{}
		for e := range a.graph.Elements() {
			if e.Owner != "" && e.Kind.Spec().Map {
				count[e.Owner]++
			}
		}
		for l := range a.graph.Links() {
			if l.Kind == model.OwnedBy && a.graph.Element(l.From).Kind.Spec().Map {
				count[l.To]++
			}
		}
		return count
	})
}

func (a *atlas) owners() []templates.Option {
	var out []templates.Option
	for id := range a.keepers() {
		out = append(out, templates.Option{Value: id, Label: a.ownerName(id), On: id == a.q.Owner})
	}
	slices.SortFunc(out, func(x, y templates.Option) int {
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.Value, y.Value))
	})
	return out[:min(len(out), mapOptions)]
}

func (a *atlas) ownerName(id string) string {
	if e := a.graph.Element(id); e != nil {
		return e.NameIn(a.Say.Lang())
	}
	return a.person(id)
}

// mapTags is how many tags the filter offers, those that most elements bear.
const mapTags = 24

func (a *atlas) tags() []string {
	tags := model.Memo(a.graph, "web.maptags", func() []string {
		count := map[string]int{}
		for e := range a.graph.Elements() {
			if e.Kind.Spec().Map {
				for _, t := range e.Tags {
					count[t]++
				}
			}
		}
		var list []string
		for t := range count {
			list = append(list, t)
		}
		slices.SortFunc(list, func(x, y string) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
		list = list[:min(len(list), mapTags)]
		slices.Sort(list)
		return list
	})
	for _, t := range a.q.Tags {
		if !slices.Contains(tags, t) {
			tags = append(slices.Clip(tags), t)
		}
	}
	return tags
}

// chips are what is filtered by, each with the way back.
func (a *atlas) chips() []templates.Door {
	var out []templates.Door
	chip := func(label string, drop func(*mapQuery)) {
		out = append(out, templates.Door{Label: label, URL: a.q.url(a.base, drop)})
	}
	if j := a.m.Journey; j != nil {
		chip(a.Say.T("map.chip.columns", "Name", shortened(j.NameIn(a.Say.Lang()), 40)), func(q *mapQuery) {
			q.Journey, q.Phases = "", len(a.graph.OfKind(model.Journey)) == 1 || a.q.Journey == ""
		})
	}
	name := func(id string) string { return shortened(nameIn(a.Say, a.graph, id), 40) }
	if a.graph.Element(a.q.Focus) != nil {
		chip(a.Say.T("map.chip.focus", "Name", name(a.q.Focus)), func(q *mapQuery) { q.Focus, q.Depth = "", 0 })
	}
	if a.graph.Element(a.q.Customer) != nil {
		chip(name(a.q.Customer), func(q *mapQuery) { q.Customer = "" })
	}
	if a.graph.Element(a.q.Problem) != nil {
		chip(name(a.q.Problem), func(q *mapQuery) { q.Problem = "" })
	}
	if a.q.Owner != "" {
		chip(a.Say.T("map.chip.owner", "Name", shortened(a.ownerName(a.q.Owner), 40)), func(q *mapQuery) { q.Owner = "" })
	}
	if len(a.q.Kinds) > 0 {
		label := a.Say.T("map.chip.kinds", "count", len(a.q.Kinds))
		if len(a.q.Kinds) == 1 {
			label = a.Say.Kind(a.q.Kinds[0], true)
		}
		chip(label, func(q *mapQuery) { q.Kinds = nil })
	}
	for _, t := range a.q.Tags {
		chip(shortened(t, 40), func(q *mapQuery) {
			q.Tags = slices.DeleteFunc(slices.Clone(q.Tags), func(other string) bool { return other == t })
		})
	}
	if a.q.Hidden {
		chip(a.Say.T("map.filter.hidden"), func(q *mapQuery) { q.Hidden = false })
	}
	if a.q.Hurt {
		chip(a.Say.T("map.filter.hurt"), func(q *mapQuery) { q.Hurt = false })
	}
	return out
}
