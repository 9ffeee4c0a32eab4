package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
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
		v.Add = r.space.URL("add", string(model.Journey))
	}
	w := r.wording()
	for _, row := range s.listings.of(r.Place.ID, r.graph).named(r.Say.Lang()) {
		if e := row.element; e.Kind == model.Journey {
			v.Journeys = append(v.Journeys, r.journeyRow(w, e))
		}
	}
	p := s.roomPage(r, r.Say.T("frame.journeys"), "journeys")
	return s.render(c, http.StatusOK, templates.Journeys(p, v))
}

func (r *room) journeyRow(w templates.Wording, e *model.Element) templates.JourneyRow {
	row := templates.JourneyRow{Thing: r.named(e), Goal: e.Props.Text("goal")}
	row.Thing.URL = r.space.URL("journeys", e.ID)
	for _, step := range stepsOf(r.graph, e.ID) {
		row.Steps = append(row.Steps, r.named(step))
	}
	if n, ok := e.Props.Number("runs_per_month"); ok {
		row.Runs = r.Say.T("records.home.times", "N", w.PropValue(&model.Prop{Type: model.TypeNumber}, "", n))
	}
	for _, cust := range r.graph.Sources(e.ID, model.Lives) {
		row.Customers = append(row.Customers, r.named(cust))
	}
	return row
}

// stepsOf returns the steps of a journey in their order.
func stepsOf(g *model.Graph, journey string) []*model.Element {
	links := g.Out(journey, model.HasStep)
	slices.SortStableFunc(links, templates.ByOrder)
	steps := make([]*model.Element, len(links))
	for i, l := range links {
		steps[i] = g.Element(l.To)
	}
	return steps
}

// journeyShow reads a journey step by step: what the customer does, thinks and feels, where, and who and what is there.
func (s *Server) journeyShow(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if e.Kind != model.Journey {
		return model.Fault(model.NotFound, "", "not-found")
	}
	w := r.wording()
	v := templates.JourneyView{Row: r.journeyRow(w, e), Element: r.space.URL("elements", e.ID)}
	if r.mayEdit(e) {
		v.Add = r.space.URL("add", string(model.Step)) + "?link=" + string(model.HasStep) + "&end=to&of=" + e.ID
	}
	for _, step := range stepsOf(r.graph, e.ID) {
		v.Steps = append(v.Steps, r.stepView(w, step))
	}
	p := s.roomPage(r, e.NameIn(r.Say.Lang()), "journeys")
	p.Crumbs = r.crumbs(model.Journey)
	return s.render(c, http.StatusOK, templates.Journey(p, v))
}

func (r *room) stepView(w templates.Wording, e *model.Element) templates.StepView {
	v := templates.StepView{Thing: r.named(e), Stage: e.Props.Text("stage")}
	kind := string(e.Kind)
	for _, name := range []string{"does", "thinks", "feels", "wait_s", "duration_s"} {
		if x := e.Props[name]; x != nil {
			v.Says = append(v.Says, templates.Fact{Label: w.Label(kind, name), Value: w.Value(kind, model.PropField(name), x), Long: name == "thinks"})
		}
	}
	if f, ok := e.Props.Number("feeling"); ok {
		v.Feeling, v.HasFeeling = int(f.Lo), true
		v.FeelingWords = w.Value(kind, "props.feeling", f)
	}
	things := func(list []*model.Element) []templates.Thing {
		var out []templates.Thing
		for _, x := range list {
			out = append(out, r.named(x))
		}
		return out
	}
	v.Problems = things(r.graph.Sources(e.ID, model.Affects))
	v.At = things(r.graph.Targets(e.ID, model.At))
	for _, l := range r.graph.In(e.ID, model.Performs) {
		t := r.named(r.graph.Element(l.From))
		if l.Props.Bool("visible") {
			v.Seen = append(v.Seen, t)
		} else {
			v.Unseen = append(v.Unseen, t)
		}
	}
	v.Tools = things(r.graph.Sources(e.ID, model.Serves))
	v.Rules = things(r.graph.Sources(e.ID, model.Governs))
	return v
}

// problemShow leads to the page of a problem, which is that of an element.
func (s *Server) problemShow(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID))
}
