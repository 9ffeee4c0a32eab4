package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

// tracer plays a run of a journey in one state.
type tracer struct {
	*room
	name    string
	journey *model.Element // nil = it is not there
	run     []analysis.RunStep
}

// traceShow plays one run of a journey, in this state and, where that is asked for, beside another.
func (s *Server) traceShow(c echo.Context) error {
	j, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	here := &tracer{room: j.room, journey: j.journey, run: analysis.RunOf(j.graph, j.journey)}
	sides := []*tracer{here}
	with := c.QueryParam("with")
	if with != "" {
		other, err := s.traceBeside(j, with)
		if err != nil {
			return err
		}
		here.name = j.Say.T("states.today")
		if j.State.ID != "" {
			here.name = j.State.Name
		}
		sides = append(sides, other)
	}
	at, _ := strconv.Atoi(c.QueryParam("step"))
	at = min(max(at, 1), max(len(here.run), 1))
	base := j.base("trace")
	link := func(step int) string {
		v := url.Values{"step": {strconv.Itoa(step)}}
		if with != "" {
			v.Set("with", with)
		}
		return base + "?" + v.Encode()
	}
	v := templates.TraceView{Thing: j.named(j.journey), Title: j.Say.T("trace.title", "Name", j.Say.Quote(j.journey.NameIn(j.Say.Lang()))), Lead: j.Say.T("trace.lead"), Views: j.journeyTabs("trace"),
		At: j.Say.T("trace.at", "N", at, "Total", len(here.run)), WithURL: base, StepParam: strconv.Itoa(at)}
	for i, step := range here.run {
		stop := templates.TraceStop{Number: j.Say.Number(float64(i + 1)), Name: step.Step.NameIn(j.Say.Lang()), URL: link(i + 1), Current: i+1 == at, Again: again(step)}
		if stop.Again > 0 {
			stop.AgainWords = j.Say.T("trace.again", "count", stop.Again)
		}
		v.Steps = append(v.Steps, stop)
	}
	if at > 1 {
		v.Back = link(at - 1)
	}
	if at < len(here.run) {
		v.Next = link(at + 1)
	}
	if v.With, err = s.traceWith(j, with); err != nil {
		return err
	}
	if len(here.run) > 0 {
		id := here.run[at-1].Step.ID
		for _, t := range sides {
			v.Sides = append(v.Sides, t.side(id))
		}
	}
	p := s.roomPage(j.room, v.Title, "journeys")
	p.Wide, p.Rail = true, true
	p.Crumbs = j.crumbs(model.Journey)
	p.Styles = append([]string{"views"}, append(p.Styles, "states")...)
	return s.render(c, http.StatusOK, templates.Trace(p, v))
}

// again counts what a step asks for again.
func again(step analysis.RunStep) int {
	n := 0
	for _, a := range step.Asked {
		if a.Class != "" {
			n++
		}
	}
	return n
}

// traceBeside plays the same journey in another state. Errors: NotFound; Invalid.
func (s *Server) traceBeside(j *blueprint, ref string) (*tracer, error) {
	side, err := inquiry.SideOf(j.c.Request().Context(), s.store, j.Place.Workspace, ref)
	if err != nil {
		return nil, err
	}
	r := *j.room
	r.graph, r.space = side.Graph, j.sideSpace(side)
	t := &tracer{room: &r, name: j.sideName(side)}
	if e := r.graph.Element(j.journey.ID); e != nil && e.Kind == model.Journey {
		t.journey, t.run = e, analysis.RunOf(r.graph, e)
	}
	return t, nil
}

// traceWith are the states to play beside.
func (s *Server) traceWith(j *blueprint, with string) ([]templates.Option, error) {
	states, err := s.store.States(j.c.Request().Context(), j.Place.ID)
	if err != nil {
		return nil, err
	}
	out := []templates.Option{{Value: "", Label: j.Say.T("trace.alone"), On: with == ""}}
	if j.State.ID != "" {
		out = append(out, templates.Option{Value: model.Current, Label: j.Say.T("states.today"), On: with == model.Current})
	}
	for _, st := range states {
		if st.ID != j.State.ID {
			out = append(out, templates.Option{Value: st.ID, Label: st.Name, On: with == st.ID})
		}
	}
	return out, nil
}

// side tells one step of the run.
func (t *tracer) side(id string) templates.TraceSide {
	v := templates.TraceSide{Name: t.name, Absent: true}
	count := 0
	for _, step := range t.run {
		count += again(step)
	}
	asked := slices.ContainsFunc(t.run, func(step analysis.RunStep) bool { return len(step.Asked) > 0 })
	switch {
	case !asked:
		v.Counts = t.Say.T("trace.count.unknown")
	case count == 0:
		v.Counts = t.Say.T("trace.count.none")
	default:
		v.Counts = t.Say.T("trace.count", "count", count)
	}
	for _, step := range t.run {
		if step.Step.ID != id {
			continue
		}
		v.Absent, v.Step = false, t.named(step.Step)
		v.Step.URL = t.space.URL("journeys", t.journey.ID, "steps", id)
		v.When = t.Say.T("trace.when", "Time", t.figure(step.After))
		v.By, v.Given = t.things(step.Systems), t.things(step.Given)
		for _, a := range step.Asked {
			v.Asked = append(v.Asked, t.ask(a))
		}
		for _, h := range step.Held {
			v.Held = append(v.Held, t.held(h))
		}
	}
	return v
}

func (t *tracer) things(list []*model.Element) (out []templates.Thing) {
	for _, e := range list {
		out = append(out, t.named(e))
	}
	return out
}

func (t *tracer) figure(f analysis.Figure) string {
	return inquiry.FigureWords(t.Say, f, analysis.Seconds, "")
}

func (t *tracer) ask(a analysis.RunAsk) templates.TraceAsk {
	v := templates.TraceAsk{Thing: t.named(a.Data), Class: string(a.Class)}
	if a.Class == "" {
		v.Badge = t.Say.T("trace.class.first")
		return v
	}
	v.Badge = t.Say.T("trace.class." + v.Class)
	v.Says = t.Say.T("trace.says", "Giver", t.Say.Quote(a.Giver.NameIn(t.Say.Lang())), "Time", t.figure(a.Time))
	if a.From == nil || a.To == nil {
		v.Fix = t.Say.T("trace.fix.nosystem")
		return v
	}
	args := []any{"Data", a.Data.NameIn(t.Say.Lang()), "From", a.From.NameIn(t.Say.Lang()), "To", a.To.NameIn(t.Say.Lang()), "Takes", t.figure(a.Takes)}
	v.Fix = t.Say.T("trace.fix."+v.Class, args...)
	if a.Class == analysis.Structural && t.mayAdd(model.Technology) {
		v.URL = t.space.URL("elements", a.From.ID, "say")
	}
	return v
}

func (t *tracer) held(h analysis.RunHeld) templates.TraceHeld {
	v := templates.TraceHeld{Thing: t.named(h.Data), Given: t.Say.T("trace.held.given", "Step", t.Say.Quote(h.Giver.NameIn(t.Say.Lang())))}
	for _, at := range h.At {
		v.At = append(v.At, templates.TracePlace{Thing: t.named(at.System), Knows: string(at.Knows), Asks: at.Asks, Words: t.Say.T("trace.knows."+string(at.Knows), "Takes", t.figure(at.Takes))})
	}
	return v
}
