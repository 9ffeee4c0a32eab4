package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// rippleRows is how many elements of one kind are listed at first.
const rippleRows = 25

// ripples says whether what rests on an element of this kind can be asked.
func ripples(k model.Kind) bool {
	spec := k.Spec()
	return spec != nil && spec.Map && k != model.Customer && k != model.Foreign
}

// rippleGroups are the kinds of a ripple in the order in which they are read, each with its counting words.
var rippleGroups = []struct {
	words string
	kinds []model.Kind
}{
	{"metrics.n.customers", []model.Kind{model.Customer}}, {"metrics.n.journeys", []model.Kind{model.Journey}}, {"metrics.n.steps", []model.Kind{model.Step}},
	{"metrics.n.contacts", []model.Kind{model.Channel, model.Touchpoint}}, {"metrics.n.roles", []model.Kind{model.Employee, model.Partner}},
	{"metrics.n.systems", []model.Kind{model.Technology}}, {"metrics.n.others", []model.Kind{model.Data, model.Policy, model.Capability}},
}

// reachedOf sorts what a ripple reaches into these groups.
func (r *room) reachedOf(p *analysis.Ripple, lists ...[]analysis.Reached) [][]analysis.Reached {
	out := make([][]analysis.Reached, len(rippleGroups))
	for _, x := range slices.Concat(lists...) {
		kind := p.Element(x).Kind
		if i := slices.IndexFunc(rippleGroups, func(g struct {
			words string
			kinds []model.Kind
		}) bool {
			return slices.Contains(g.kinds, kind)
		}); i >= 0 {
			out[i] = append(out[i], x)
		}
	}
	return out
}

// stops says what feels it when an element stops; nil of a kind on which nothing rests.
func (r *room) stops(e *model.Element) *templates.StopsView {
	if !ripples(e.Kind) {
		return nil
	}
	p := analysis.RippleOf(r.graph, e.ID)
	title, lead := "metrics.rests", "metrics.rests.lead"
	if e.Kind == model.Technology {
		title, lead = "metrics.stops", "metrics.stops.lead"
	}
	v := &templates.StopsView{Title: r.Say.T(title), URL: r.space.URL("elements", e.ID, "ripple")}
	parts := r.countReached(p)
	if len(parts) == 0 {
		v.None = r.Say.T("metrics.stops.none")
		return v
	}
	v.Lead = r.Say.T(lead, "Parts", r.Say.List(parts))
	v.Runs = r.runsWords(p)
	if e.Kind == model.Technology {
		if part := analysis.MetricOf("M15").Of(r.graph).Part(e.ID); part != nil && part.Value.Lo > 0 {
			v.Alone = r.Say.T("metrics.stops.alone", "count", int(part.Value.Lo))
		}
	}
	return v
}

// countReached counts what rests on an element, kind by kind.
func (r *room) countReached(p *analysis.Ripple) []string {
	var parts []string
	for i, list := range r.reachedOf(p, p.Rests, p.Contacts, p.Journeys, p.Customers) {
		if len(list) > 0 {
			parts = append(parts, r.Say.T(rippleGroups[i].words, "count", len(list)))
		}
	}
	return parts
}

// runsWords says how many customers a month go along the journeys of a ripple.
func (r *room) runsWords(p *analysis.Ripple) string {
	switch {
	case len(p.Journeys) == 0:
		return ""
	case p.Runs.Sort != analysis.Known:
		return r.Say.T("metrics.stops.runs.unknown")
	}
	return r.Say.T("metrics.stops.runs", "N", r.figure(p.Runs, analysis.Count))
}

// elementRipple is the page of what rests on an element, each with a way, and of what it rests on.
func (s *Server) elementRipple(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	v, err := s.elementView(r, e, "ripple")
	if err != nil {
		return err
	}
	p := analysis.RippleOf(r.graph, e.ID)
	most := rippleRows
	if c.QueryParam("all") != "" {
		most = len(p.Rests) + len(p.Customers) + len(p.Journeys) + len(p.Contacts) + len(p.On)
	}
	view := templates.RippleView{Runs: r.runsWords(p), Map: r.space.URL("map") + "?on=" + e.ID + "&show=above"}
	if !ripples(e.Kind) {
		view.Map = ""
	}
	if parts := r.countReached(p); len(parts) > 0 {
		view.Lead = r.Say.T("metrics.rests.lead", "Parts", r.Say.List(parts))
	} else {
		view.None = r.Say.T("metrics.stops.none")
	}
	cut := false
	groups := func(lists ...[]analysis.Reached) (out []templates.RippleGroup) {
		for i, list := range r.reachedOf(p, lists...) {
			if len(list) == 0 {
				continue
			}
			g := templates.RippleGroup{Title: r.Say.T(rippleGroups[i].words, "count", len(list))}
			for _, x := range list[:min(most, len(list))] {
				g.Rows = append(g.Rows, r.rippleRow(p, x))
			}
			if more := len(list) - most; more > 0 {
				cut, g.More = true, r.Say.T("metrics.behind.more", "count", more)
			}
			out = append(out, g)
		}
		return out
	}
	view.Up, view.Down = groups(p.Rests, p.Contacts, p.Journeys, p.Customers), groups(p.On)
	if cut {
		view.MoreURL = v.Base + "/ripple?all=1"
	}
	page := s.elementPage(r, e)
	page.Styles = append(page.Styles, "metrics")
	return s.render(c, http.StatusOK, templates.ElementRipple(page, v, view))
}

func (r *room) rippleRow(p *analysis.Ripple, x analysis.Reached) templates.RippleRow {
	path := p.Path(x)
	row := templates.RippleRow{Thing: r.named(path[len(path)-1])}
	for _, via := range path[1 : len(path)-1] {
		row.Way = append(row.Way, r.named(via))
	}
	return row
}
