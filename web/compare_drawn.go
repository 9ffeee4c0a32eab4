package web

import (
	"maps"
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/ecosystem"
	"rootline/templates"
)

// fates say what becomes of elements and links, by id, and which changes do it.
func (cw *comparing) fates() map[string]templates.ChangeMark {
	out := fatesOf(cw.Delta)
	for _, d := range cw.Delta {
		m := out[d.ID]
		for _, id := range cw.Because(d) {
			m = numbered(m, cw.numbers[id].At)
		}
		out[d.ID] = m
	}
	return out
}

// numbered adds the number of a change to a mark.
func numbered(m templates.ChangeMark, n int) templates.ChangeMark {
	if n > 0 && !slices.Contains(m.Numbers, n) {
		m.Numbers = append(slices.Clip(m.Numbers), n)
		slices.Sort(m.Numbers)
	}
	return m
}

// touched adds to the fates what links do to their ends. shown are the elements of a drawing: where both ends are, the line tells
// it, and the lower one bears the number; where only one is, that is changed.
func (cw *comparing) touched(fates map[string]templates.ChangeMark, shown []string) map[string]templates.ChangeMark {
	out := maps.Clone(fates)
	for _, d := range cw.Delta {
		if !d.Link || fates[d.ID].As == "" {
			continue
		}
		for _, g := range []*model.Graph{cw.From.Graph, cw.To.Graph} {
			l := g.Link(d.ID)
			if l == nil || l.Kind == model.OwnedBy {
				continue
			}
			ends := []string{l.From, l.To}
			both := slices.Contains(shown, l.From) && slices.Contains(shown, l.To)
			if both {
				ends = ends[1:]
			}
			for _, end := range ends {
				m := out[end]
				if m.As == "" && !both {
					m.As = templates.Changed
				}
				for _, n := range fates[d.ID].Numbers {
					m = numbered(m, n)
				}
				out[end] = m
			}
		}
	}
	return out
}

// pairAtMost is how many of each kind two drawings side by side show, so that they can be read.
const pairAtMost = 8

// pairWidth is how wide one of two drawings side by side is, in px.
const pairWidth = 680

// pair draws both engagement models: each thing in the same place.
func (cw *comparing) pair() *templates.ComparedPair {
	most := pairAtMost
	if cw.q.All {
		most = engagementAtMost
	}
	fates := cw.fates()
	sel := analysis.EngageFirst(func(id string) bool { return fates[id].As != "" }, most, true, cw.From.Graph, cw.To.Graph)
	if sel.Empty() {
		return nil
	}
	v := &templates.ComparedPair{Left: sel.Left, Numbered: len(cw.numbers) > 0, AllURL: cw.q.url(cw.base, func(q *compareQuery) { q.All = true })}
	sides := []*templates.ComparedSide{&v.From, &v.To}
	drawn := slices.Concat(sel.Customers, sel.Channels, sel.Platforms, sel.Under)
	marks := []map[string]templates.ChangeMark{nil, cw.touched(fates, drawn)}
	if len(cw.Delta) > 0 && !slices.ContainsFunc(drawn, func(id string) bool { m := marks[1][id]; return m.As != "" || len(m.Numbers) > 0 }) {
		v.MapURL = cw.q.url(cw.base, func(q *compareQuery) { q.View, q.Only = compareMap, true })
	}
	graphs := []*model.Graph{cw.From.Graph, cw.To.Graph}
	for i, r := range []*room{cw.before, cw.room} {
		d := templates.NewEngagement(cw.Say, sel, marks[i], graphs[i], graphs[1-i])
		d.Title = cw.Say.T("compare.drawing", "Name", cw.sideName(cw.side(i)))
		d.Width, d.LineName = pairWidth, true
		for k := range d.Boxes {
			b := &d.Boxes[k]
			r.follow(&b.Thing)
			for h := range b.Hung {
				r.follow(&b.Hung[h].Thing)
			}
		}
		*sides[i] = templates.ComparedSide{Name: cw.sideName(cw.side(i)), Says: cw.sideSays(i), Drawing: d}
	}
	return v
}

// follow gives a thing the address of its page, where it is there.
func (r *room) follow(t *templates.Thing) {
	if r.graph.Element(t.ID) != nil {
		t.URL = r.space.URL("elements", t.ID)
	}
}

// sideSays is what is worth knowing about a side beside its name.
func (cw *comparing) sideSays(i int) string {
	side := cw.side(i)
	if side.Current() || len(side.Plans) == 0 {
		return cw.Say.T("compare.revision", "N", int64(side.At))
	}
	n := 0
	for _, j := range side.Plans[0].Judged {
		if j.Applied {
			n++
		}
	}
	return cw.Say.T("states.count", "count", n)
}

// comparedMap draws one map of both states.
func (s *Server) comparedMap(cw *comparing) *templates.ComparedMap {
	v := &templates.ComparedMap{Numbered: len(cw.numbers) > 0}
	fates := cw.fates()
	drawn := &both{room: cw.room, from: cw.From.Graph, to: cw.To.Graph, fates: fates, only: cw.q.Only, title: cw.Say.T("compare.drawing.both", "From", cw.quotedSide(cw.From), "To", cw.quotedSide(cw.To)),
		url: func(id string) string {
			if cw.To.Graph.Element(id) == nil {
				return cw.before.space.URL("elements", id)
			}
			return cw.space.URL("elements", id)
		}}
	var m *ecosystem.Map
	v.Figure, m = drawn.figure(s, cw.base+":"+cw.q.From+":"+cw.q.To)
	for _, only := range []bool{false, true} {
		label := map[bool]string{false: "compare.map.all", true: "compare.map.only"}[only]
		v.Tabs = append(v.Tabs, templates.Tab{Label: cw.Say.T(label), URL: cw.q.url(cw.base, func(q *compareQuery) { q.Only = only }), Current: only == cw.q.Only})
	}
	v.Says = cw.Say.T("compare.map.shown", "Shown", len(m.Boxes), "Total", m.Total)
	if left := off(m, fates); left > 0 {
		v.Left, v.LeftURL = cw.Say.T("compare.map.left", "count", left), cw.q.url(cw.base, func(q *compareQuery) { q.View, q.Only = compareList, false })
	}
	return v
}

// off counts what differs and does not stand on a map.
func off(m *ecosystem.Map, fates map[string]templates.ChangeMark) int {
	on := make(map[string]bool)
	for _, line := range m.Lines {
		for _, l := range line.Links {
			on[l.ID] = true
		}
	}
	n := 0
	for id, f := range fates {
		if f.As != "" && !on[id] && m.Box(id) < 0 {
			n++
		}
	}
	return n
}
