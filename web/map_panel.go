package web

import (
	"slices"

	"rootline/model"
	"rootline/templates"
)

// marks say what of the drawing stands out: what was chosen, and what is linked to it.
func (a *atlas) marks() templates.MapMarks {
	e := a.on()
	m := templates.MapMarks{On: -1}
	if e == nil {
		return m
	}
	m.On = a.m.Box(e.ID)
	m.Boxes, m.Lines = make([]bool, len(a.m.Boxes)), make([]templates.MapTone, len(a.m.Lines))
	m.Problems = map[string]bool{}
	if m.On >= 0 {
		m.Boxes[m.On] = true
		for _, p := range a.m.Boxes[m.On].Pins {
			m.Problems[p.ID] = true
		}
	} else {
		m.Problems[e.ID] = true
	}
	mark := func(id string) {
		if i := a.m.Box(id); i >= 0 {
			m.Boxes[i] = true
		}
	}
	for _, l := range a.links(e) {
		if l.Kind != model.OwnedBy {
			mark(l.From)
			mark(l.To)
		}
	}
	for i, line := range a.m.Lines {
		if line.From == m.On || line.To == m.On {
			m.Lines[i] = toneOf(line.Links)
		}
	}
	return m
}

// toneOf is how a line stands out: what only hands over news late is dashed.
func toneOf(links []*model.Link) templates.MapTone {
	late := slices.ContainsFunc(links, func(l *model.Link) bool { return l.Kind == model.Feeds && l.Props.Text("mode") != "sync" })
	hard := slices.ContainsFunc(links, func(l *model.Link) bool { return l.Kind != model.Feeds })
	if late && !hard {
		return templates.ToneLate
	}
	return templates.ToneHot
}

// Lengths of what the panel says.
const (
	panelSays  = 10
	panelFacts = 6
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
	p.CostsTitle = a.Say.T("map.panel.problems")
	p.Costs, _ = a.restsOn(a.words, e)
	all := a.says(e, 1000)
	p.Says, p.More = all[:min(len(all), panelSays)], max(0, len(all)-panelSays)
	p.Facts = a.panelFacts(e)
	if a.q.Focus != e.ID {
		p.OnlyURL = a.q.url(a.base, func(q *mapQuery) { q.Focus, q.Depth = e.ID, 0 })
	}
	return p
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
		out = append(out, templates.Fact{Label: a.words.Label(string(e.Kind), p.Name), Value: a.words.Value(string(e.Kind), model.PropField(p.Name), v), Sure: a.words.Sure(v)})
	}
	return out
}
