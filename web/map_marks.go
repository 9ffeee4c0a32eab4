package web

import (
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/ecosystem"
	"rootline/templates"
)

// traced is what stands out with what was chosen: which boxes, and which of the lines between them.
type traced struct {
	ways   string // of mapWays; "" = of a problem
	ripple *analysis.Ripple
	late   []analysis.LateNews
	boxes  []bool
	after  []bool // boxes that only news reach late
	feeds  map[string]bool
}

// usualWays is what stands out with a thing of this kind, where the address does not say.
func usualWays(k model.Kind) string {
	switch k {
	case model.Technology, model.Data, model.Employee, model.Partner, model.Policy, model.Capability:
		return "above"
	case model.Step, model.Journey, model.Customer:
		return "below"
	}
	return "links"
}

// trace follows what was chosen; nil where nothing was.
func (a *atlas) trace() *traced {
	e := a.on()
	if e == nil {
		return nil
	}
	t := &traced{boxes: make([]bool, len(a.m.Boxes)), after: make([]bool, len(a.m.Boxes)), feeds: map[string]bool{}, ways: a.q.Ways}
	if e.Kind == model.Problem {
		t.ways = ""
		for _, l := range a.graph.Out(e.ID, model.Affects) {
			t.add(a.m, l.To)
		}
		for _, at := range a.causesLie(e) {
			t.add(a.m, at.ID)
		}
		return t
	}
	if t.ways == "" {
		t.ways = usualWays(e.Kind)
	}
	t.ripple = analysis.RippleOf(a.graph, e.ID)
	t.add(a.m, e.ID)
	switch t.ways {
	case "links":
		for _, l := range a.links(e) {
			if l.Kind != model.OwnedBy {
				t.add(a.m, l.From)
				t.add(a.m, l.To)
			}
		}
	case "above":
		for _, list := range [][]analysis.Reached{t.ripple.Rests, t.ripple.Contacts, t.ripple.Customers} {
			for _, x := range list {
				t.add(a.m, t.ripple.Element(x).ID)
			}
		}
		t.late = analysis.LateNewsOf(a.graph, e.ID)
		for _, n := range t.late {
			for _, on := range n.Way[1:] {
				t.news(a.m, on.ID)
			}
			t.news(a.m, n.Step.ID)
			for _, id := range n.Links {
				t.feeds[id] = true
			}
			last := n.Way[len(n.Way)-1].ID
			for _, l := range a.graph.In(n.Step.ID, model.Performs) {
				if slices.ContainsFunc(a.graph.Out(l.From, model.Uses), func(u *model.Link) bool { return u.To == last }) {
					t.news(a.m, l.From)
				}
			}
		}
		t.contacts(a.graph, a.m)
	case "below":
		for _, x := range t.ripple.On {
			t.add(a.m, t.ripple.Element(x).ID)
		}
	}
	return t
}

func (t *traced) add(m *ecosystem.Map, id string) {
	if i := m.Box(id); i >= 0 {
		t.boxes[i] = true
	}
}

// news marks what only news reach late.
func (t *traced) news(m *ecosystem.Map, id string) {
	if i := m.Box(id); i >= 0 && !t.boxes[i] {
		t.boxes[i], t.after[i] = true, true
	}
}

// contacts adds what lies between the steps that stand out and what they rest on: their touchpoints, and the channels of these
// that something that stands out supports or runs.
func (t *traced) contacts(g *model.Graph, m *ecosystem.Map) {
	out := func(id string) (at int, on bool) {
		at = m.Box(id)
		return at, at >= 0 && t.boxes[at]
	}
	for _, s := range m.In(ecosystem.Steps) {
		step, on := out(s.ID)
		if !on {
			continue
		}
		for _, l := range g.Out(s.ID, model.At) {
			at, already := out(l.To)
			if at < 0 || already {
				continue
			}
			t.boxes[at], t.after[at] = true, t.after[step]
			for _, offer := range g.In(l.To, model.Offers) {
				c, already := out(offer.From)
				held := slices.ContainsFunc(g.In(offer.From, model.Supports, model.Runs), func(l *model.Link) bool { _, on := out(l.From); return on })
				if c >= 0 && !already && held {
					t.boxes[c], t.after[c] = true, t.after[step]
				}
			}
		}
	}
}

// marks say what of the drawing stands out.
func (a *atlas) marks() templates.MapMarks {
	m := templates.MapMarks{On: -1}
	if a.t == nil {
		return m
	}
	m.On = a.m.Box(a.on().ID)
	m.Boxes, m.Lines, m.Problems = a.t.boxes, make([]templates.MapTone, len(a.m.Lines)), map[string]bool{}
	for i, line := range a.m.Lines {
		m.Lines[i] = a.t.tone(a, line, m.On)
	}
	if e := a.on(); e.Kind == model.Problem {
		m.Problems[e.ID] = true
	} else {
		for _, p := range a.problemsOf(e) {
			m.Problems[p.ID] = true
		}
	}
	return m
}

// tone is how much a line stands out.
func (t *traced) tone(a *atlas, line ecosystem.Line, on int) templates.MapTone {
	if !t.boxes[line.From] || !t.boxes[line.To] || t.ways == "" {
		return templates.ToneCalm
	}
	if t.ways == "links" && line.From != on && line.To != on {
		return templates.ToneCalm
	}
	fed, carried := false, false // only hands over data; such as is followed here
	for _, l := range line.Links {
		if l.Kind == model.Feeds {
			fed = true
			carried = carried || t.feeds[l.ID]
		}
	}
	needs := slices.ContainsFunc(line.Links, func(l *model.Link) bool { return l.Kind != model.Feeds && l.Kind != model.Holds })
	switch {
	case t.ways == "links" && fed && !needs:
		return toneOf(line.Links)
	case t.ways == "links":
		return templates.ToneHot
	case carried && !(needs && !t.after[line.From] && !t.after[line.To]):
		return templates.ToneLate
	case !needs && (a.on().Kind != model.Data || line.From != on && line.To != on):
		return templates.ToneCalm
	case t.after[line.From] || t.after[line.To]:
		return templates.ToneLate
	}
	return templates.ToneHot
}

// toneOf is how a feed stands out: what comes late is dashed.
func toneOf(links []*model.Link) templates.MapTone {
	if slices.ContainsFunc(links, func(l *model.Link) bool { return l.Kind == model.Feeds && l.Props.Text("mode") != "sync" }) {
		return templates.ToneLate
	}
	return templates.ToneHot
}
