package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/layout"
	"rootline/templates"
)

// journeyList shows the journeys, each with its steps in order.
func (s *Server) journeyList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	v := templates.JourneysView{}
	if r.mayAdd(model.Journey) {
		v.Add = r.space.URL("new", "journey")
	}
	w := r.wording()
	for _, row := range s.listings.of(r.where(), r.graph).named(r.Say.Lang()) {
		if e := row.element; e.Kind == model.Journey {
			v.Journeys = append(v.Journeys, r.journeyRow(w, e))
		}
	}
	p := s.roomPage(r, r.Say.T("frame.journeys"), "journeys")
	p.Styles = append([]string{"element", "journey"}, p.Styles...)
	return s.render(c, http.StatusOK, templates.Journeys(p, v))
}

func (r *room) journeyRow(w templates.Wording, e *model.Element) templates.JourneyRow {
	row := templates.JourneyRow{Thing: r.named(e), Goal: e.Props.Text("goal")}
	row.Thing.URL = r.space.URL("journeys", e.ID)
	problems := map[string]bool{}
	count := func(id string) {
		for _, l := range r.graph.In(id, model.Affects) {
			problems[l.From] = true
		}
	}
	count(e.ID)
	var feelings []layout.Feeling
	for _, l := range model.JourneySteps(r.graph, e.ID) {
		step := r.graph.Element(l.To)
		t := r.named(step)
		t.URL = r.space.URL("journeys", e.ID, "steps", step.ID)
		row.Steps = append(row.Steps, t)
		n, ok := step.Props.Number("feeling")
		feelings = append(feelings, layout.Feeling{Value: n.Mid(), Known: ok})
		count(step.ID)
	}
	row.Curve = layout.Feelings(feelings)
	if len(problems) > 0 {
		row.Problems = r.Say.T("journey.problems", "count", len(problems))
	}
	if n, ok := e.Props.Number("runs_per_month"); ok {
		row.Runs = r.Say.T("records.home.times", "N", w.PropValue(&model.Prop{Type: model.TypeNumber}, "", n))
	}
	for _, cust := range r.graph.Sources(e.ID, model.Lives) {
		row.Customers = append(row.Customers, r.named(cust))
	}
	for _, up := range r.graph.Targets(e.ID, model.PartOf) {
		row.PartOf = append(row.PartOf, r.named(up))
	}
	return row
}

// problemShow leads to the page of a problem, which is that of an element.
func (s *Server) problemShow(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID))
}
