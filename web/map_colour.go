package web

import (
	"cmp"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// noValue is the index of what is not known: hatched both ways.
const noValue = 6

// colours are the boxes by a property: by box the index of its value, −1 where the property is none of it; and what the
// indexes mean.
func (a *atlas) colours() (values []int, legend []templates.MapValue, err error) {
	var of func(e *model.Element) int
	var names map[int]string
	choice := func(prop string, indexes map[string]int) map[int]string {
		out := map[int]string{}
		for value, i := range indexes {
			out[i] = a.Say.Choice(prop, value)
		}
		return out
	}
	switch a.q.Colour {
	case "lifecycle":
		indexes := map[string]int{"live": 0, "planned": 1, "retiring": 2, "retired": 3, "retired-but-needed": 4}
		names = choice("lifecycle", indexes)
		of = func(e *model.Element) int {
			if e.Kind != model.Technology {
				return -1
			}
			if i, ok := indexes[e.Props.Text("lifecycle")]; ok {
				return i
			}
			return noValue
		}
	case "evidence":
		names = map[int]string{}
		for i, g := range model.Grades {
			names[i] = a.Say.Choice("grade", g)
		}
		of = a.evidence
	case "owner":
		of, names = a.keptBy()
	case "age":
		if of, err = a.ages(); err != nil {
			return nil, nil, err
		}
		names = map[int]string{0: a.Say.T("map.age.month"), 1: a.Say.T("map.age.quarter"), 2: a.Say.T("map.age.year"), 4: a.Say.T("map.age.older")}
	case "problems":
		names = map[int]string{0: a.Say.T("map.problems.none"), 2: a.Say.T("map.problems", "count", 1), 3: a.Say.T("map.problems", "count", 2), 4: a.Say.T("map.problems.more")}
		of = func(e *model.Element) int {
			switch n := len(a.problemsOf(e)); n {
			case 0:
				return 0
			case 1, 2:
				return n + 1
			}
			return 4
		}
	case "cost":
		of, names = a.costShares()
	default:
		return nil, nil, nil
	}
	used := map[int]bool{}
	for _, b := range a.m.Boxes {
		i := of(b.Element)
		used[i] = true
		values = append(values, i)
	}
	if _, ok := names[noValue]; !ok {
		names[noValue] = a.Say.T("say.unknown")
	}
	for i := range noValue + 1 {
		if used[i] {
			legend = append(legend, templates.MapValue{Index: i, Label: names[i]})
		}
	}
	return values, legend, nil
}

// evidence is how well an element, or a cause that lies in it, is known: the best grade.
func (a *atlas) evidence(e *model.Element) int {
	best := noValue
	for _, shown := range append(a.graph.Sources(e.ID, model.LocatedIn), e) {
		for _, ev := range a.graph.Targets(shown.ID, model.ShownBy) {
			if i := slices.Index(model.Grades, ev.Props.Text("grade")); i >= 0 {
				best = min(best, i)
			}
		}
	}
	return best
}

// keptBy tells the five who keep most on this map apart, and all others.
func (a *atlas) keptBy() (of func(*model.Element) int, names map[int]string) {
	keeper := func(e *model.Element) string {
		if e.Owner != "" {
			return e.Owner
		}
		if links := a.graph.Out(e.ID, model.OwnedBy); len(links) > 0 {
			return links[0].To
		}
		return ""
	}
	count := map[string]int{}
	for _, b := range a.m.Boxes {
		if k := keeper(b.Element); k != "" {
			count[k]++
		}
	}
	var order []string
	for k := range count {
		order = append(order, k)
	}
	slices.SortFunc(order, func(x, y string) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
	names = map[int]string{5: a.Say.T("map.owner.others"), noValue: a.Say.T("records.kept.nobody")}
	for i, k := range order[:min(len(order), 5)] {
		names[i] = a.ownerName(k)
	}
	return func(e *model.Element) int {
		switch i := slices.Index(order, keeper(e)); {
		case i < 0:
			return noValue
		default:
			return min(i, 5)
		}
	}, names
}

// ages tells how long ago each element was last changed.
func (a *atlas) ages() (func(*model.Element) int, error) {
	ids := make([]string, len(a.m.Boxes))
	for i, b := range a.m.Boxes {
		ids[i] = b.ID
	}
	at := map[string]time.Time{}
	for some := range slices.Chunk(ids, 500) {
		times, err := a.s.store.ChangedAt(a.c.Request().Context(), a.Place.ID, a.Line, some...)
		if err != nil {
			return nil, err
		}
		for id, t := range times {
			at[id] = t
		}
	}
	now := a.s.store.Now()
	return func(e *model.Element) int {
		t, ok := at[e.ID]
		switch since := now.Sub(t); {
		case !ok:
			return noValue
		case since < 30*24*time.Hour:
			return 0
		case since < 91*24*time.Hour:
			return 1
		case since < 365*24*time.Hour:
			return 2
		}
		return 4
	}, nil
}

// costShares tells which part of what problems cost comes to rest in each element.
func (a *atlas) costShares() (of func(*model.Element) int, names map[int]string) {
	shares := model.Memo(a.graph, "web.costshares", func() map[string]float64 {
		out := map[string]float64{}
		for _, s := range analysis.CostShare(a.graph).Elements {
			out[s.Element.ID] = s.Share.Mid()
		}
		return out
	})
	names = map[int]string{0: a.Say.T("map.share.none"), 1: a.Say.T("map.share.below", "Share", a.Say.Percent(.05)), 2: a.Say.T("map.share.below", "Share", a.Say.Percent(.15)),
		3: a.Say.T("map.share.below", "Share", a.Say.Percent(.3)), 4: a.Say.T("map.share.above", "Share", a.Say.Percent(.3))}
	return func(e *model.Element) int {
		share, ok := shares[e.ID]
		switch {
		case !ok || share == 0:
			return 0
		case share < .05:
			return 1
		case share < .15:
			return 2
		case share < .3:
			return 3
		}
		return 4
	}, names
}
