package web

import (
	"net/url"
	"slices"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// blueprintWidth is how wide a blueprint of a comparison is at least, in px.
const blueprintWidth = 1160

// comparedJourneys draws one journey on both sides: the one that was asked for, else the first that differs.
func (s *Server) comparedJourneys(cw *comparing) *templates.ComparedJourneys {
	v := &templates.ComparedJourneys{}
	list := slices.Clone(cw.To.Graph.OfKind(model.Journey))
	for _, j := range cw.From.Graph.OfKind(model.Journey) {
		if cw.To.Graph.Element(j.ID) == nil {
			list = append(list, j)
		}
	}
	if len(list) == 0 {
		return v
	}
	at := slices.IndexFunc(list, func(j *model.Element) bool { return j.ID == cw.q.Journey })
	if at < 0 {
		at = max(0, slices.IndexFunc(list, func(j *model.Element) bool { return s.journeyDiffers(cw, j) }))
	}
	for i, j := range list {
		v.Tabs = append(v.Tabs, templates.Tab{Label: j.NameIn(cw.Say.Lang()), URL: cw.q.url(cw.base, func(q *compareQuery) { q.Journey = j.ID }), Current: i == at})
	}
	j := list[at]
	v.Name = j.NameIn(cw.Say.Lang())
	sheets := []*blueprintSheet{s.sheetOf(cw.before, j.ID), s.sheetOf(cw.room, j.ID)}
	sides := []*templates.ComparedBlueprint{&v.From, &v.To}
	for i, sheet := range sheets {
		sides[i].Name = cw.sideName(cw.side(i))
		if sheet == nil {
			continue
		}
		d := sheet.draw()
		d.Whole, d.Width = true, blueprintWidth
		sides[i].Drawing = &d
	}
	if v.To.Drawing != nil {
		v.TraceURL = cw.space.URL("journeys", j.ID, "trace") + "?with=" + url.QueryEscape(cw.From.Ref)
	}
	if v.From.Drawing != nil && v.To.Drawing != nil {
		cw.markBlueprints(v.From.Drawing, v.To.Drawing)
	}
	v.Curve = cw.feelings(v)
	return v
}

// journeyDiffers says whether anything that the blueprint of a journey shows differs.
func (s *Server) journeyDiffers(cw *comparing, j *model.Element) bool {
	a, b := s.sheetOf(cw.before, j.ID), s.sheetOf(cw.room, j.ID)
	if a == nil || b == nil {
		return true
	}
	x, y := a.draw(), b.draw()
	return cw.markBlueprints(&x, &y)
}

// sheetOf is the blueprint of a journey in the state of a room; nil where the journey is not there.
func (s *Server) sheetOf(r *room, journey string) *blueprintSheet {
	j := r.graph.Element(journey)
	if j == nil || j.Kind != model.Journey {
		return nil
	}
	b := &blueprint{room: r, s: s, journey: j, all: model.JourneySteps(r.graph, journey), words: r.wording()}
	b.shown = b.all
	return &blueprintSheet{blueprint: b, Blueprint: analysis.BlueprintOf(r.graph, j, "")}
}

// markBlueprints marks on the earlier drawing what goes, on the later one what comes and what changes, and says whether anything
// does.
func (cw *comparing) markBlueprints(before, after *templates.Blueprint) bool {
	fates := cw.fates()
	differs := false
	mark := func(this, other *templates.Blueprint, missing templates.Fate) {
		for i := range this.Columns {
			c := &this.Columns[i]
			k := slices.IndexFunc(other.Columns, func(o templates.BlueprintStep) bool { return o.Thing.ID == c.Thing.ID })
			if k < 0 {
				c.Mark, differs = missing, true
			} else if missing == templates.Added && fates[c.Thing.ID].As == templates.Changed {
				c.Mark, differs = templates.Changed, true
			}
			for n := range c.Boxes {
				b := &c.Boxes[n]
				there := k >= 0 && slices.ContainsFunc(other.Columns[k].Boxes, func(o templates.BlueprintBox) bool { return o.Lane == b.Lane && o.Thing.ID == b.Thing.ID })
				switch {
				case !there:
					b.Mark = missing
				case missing == templates.Added && fates[b.Thing.ID].As == templates.Changed:
					b.Mark = templates.Changed
				}
				differs = differs || b.Mark != ""
			}
		}
	}
	mark(before, after, templates.Removed)
	mark(after, before, templates.Added)
	return differs
}

// feelings are both curves over all steps of either side, in the order of the later one.
func (cw *comparing) feelings(v *templates.ComparedJourneys) templates.FeelingPair {
	p := templates.FeelingPair{Names: [2]string{v.From.Name, v.To.Name}}
	p.Say, p.Title = cw.Say, cw.Say.T("compare.feelings", "Name", v.Name)
	at := func(id string) int {
		return slices.IndexFunc(p.Steps, func(s templates.FeltStep) bool { return s.Name == id })
	}
	names := map[string]string{} // by id, which is the name until all are there
	for side, d := range []*templates.Blueprint{v.To.Drawing, v.From.Drawing} {
		if d == nil {
			continue
		}
		last := -1
		for _, c := range d.Columns {
			i := at(c.Thing.ID)
			if i < 0 {
				i = last + 1
				p.Steps = slices.Insert(p.Steps, i, templates.FeltStep{Name: c.Thing.ID, Mark: c.Mark})
			}
			names[c.Thing.ID] = c.Thing.Name
			p.Steps[i].Felt[1-side] = c.Feeling
			last = i
		}
	}
	same := true
	for i := range p.Steps {
		s := &p.Steps[i]
		s.Name = names[s.Name]
		same = same && s.Felt[0] == s.Felt[1]
	}
	if same {
		p.Unchange = cw.Say.T("compare.feelings.same")
	}
	return p
}
