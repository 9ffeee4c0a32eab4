package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
	"rootline/templates"
)

// How many actors the page of value shows: in the drawing, and in the table until somebody wants more.
const (
	worthsDrawn   = 60
	worthsOnPage  = 50
	worthsAtMost  = 1000
	worthProblems = 8 // of an actor, the dearest
)

// valueChoices are what an actor can get, the least first; "" is that nobody has said.
var valueChoices = []string{"none", "some", "all", ""}

// valueShow shows who gets value, and how customers fare where they act.
func (s *Server) valueShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	if format := c.QueryParam("format"); format != "" {
		chart := r.valueChart(analysis.Worths(r.graph))
		chart.File = true
		for i := range chart.Items {
			chart.Items[i].Thing.URL = ""
		}
		return s.sendDrawing(c, format, "value", templates.ValueDrawing(chart))
	}
	return s.showValue(r, http.StatusOK, "")
}

func (s *Server) showValue(r *room, status int, note string) error {
	all := analysis.Worths(r.graph)
	base := r.space.URL("value")
	v := templates.ValueView{Views: templates.Views{Space: r.space, Now: templates.ViewValue}, Note: note, DrawnAt: revision(r.rev), Exports: r.exportDoors(s.drawingFormats(), base)}
	v.Title, v.Lead = r.valueHeadline(all)
	for _, k := range []model.Kind{model.Employee, model.Partner} {
		if r.mayAdd(k) {
			v.Add = append(v.Add, templates.Door{Label: r.Say.T("kind." + string(k) + ".add"), URL: r.space.URL("add", string(k))})
		}
	}
	q := valueQuery{All: r.c.QueryParam("all") != "", Form: formOf(r.c.QueryParam("view"))}
	most := worthsOnPage
	if q.All {
		most = worthsAtMost
	}
	if len(all) > most {
		v.Left = len(all) - most
		if most < worthsAtMost {
			v.AllURL = valueQuery{All: true, Form: q.Form}.url(base)
		}
	}
	for _, w := range all[:min(most, len(all))] {
		v.Rows = append(v.Rows, r.valueLine(w))
	}
	for _, value := range valueChoices {
		v.Choices = append(v.Choices, templates.Option{Value: value, Label: r.valueWord(value)})
	}
	if len(all) > 0 && r.mayEdit(all[0].Actor) {
		v.Action = r.space.URL("value")
	}
	v.Chart = r.valueChart(all)
	at := func(form string) string { return valueQuery{All: q.All, Form: form}.url(base) }
	var err error
	if v.Forms, err = s.viewForms(r, viewed{page: "value", path: "value", now: q.Form, at: at, part: r.Say.T("views.value.gets"), place: r.Say.T("viewforms.steps")}, &v.Views, v.Chart.Title,
		func() []viewPart { return r.valueParts(all[:min(most, len(all))]) }); err != nil {
		return err
	}
	p := s.roomPage(r, r.Say.T("views.value"), "map")
	p.Wide, p.Rail = true, true
	p.Styles = append([]string{"canvas", "views", "list"}, p.Styles...)
	return s.render(r.c, status, templates.ValuePage(p, v))
}

// valueQuery is what the address of the page of value asks for.
type valueQuery struct {
	All  bool
	Form string // "table", "outline"; "" = the drawing
}

func (q valueQuery) url(path string) string {
	v := url.Values{}
	if q.All {
		v.Set("all", "1")
	}
	if q.Form != "" {
		v.Set("view", q.Form)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// valueParts are the actors by what they get, the least first, each with the steps that they perform.
func (r *room) valueParts(all []analysis.Worth) []viewPart {
	var out []viewPart
	for _, value := range valueChoices {
		part := viewPart{name: r.Say.T("views.value.column", "Value", r.valueWord(value))}
		for _, w := range all {
			if w.Value != value {
				continue
			}
			t := viewThing{e: w.Actor, layer: string(model.LayerOf(r.graph, w.Actor))}
			var steps []string
			for _, st := range w.Steps {
				name := st.Step.NameIn(r.Say.Lang())
				if st.Felt {
					name = r.Say.T("viewforms.felt", "Step", name, "Feeling", r.feeling(st.Feeling, true))
				}
				steps = append(steps, name)
				for _, p := range st.Problems {
					if !slices.Contains(t.pins, p) {
						t.pins = append(t.pins, p)
					}
				}
			}
			t.place = r.Say.List(steps)
			part.things = append(part.things, t)
		}
		if len(part.things) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// valueSave rates one actor, as one change.
func (s *Server) valueSave(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	e := r.graph.Element(field(c, "actor"))
	if e == nil || e.Kind != model.Employee && e.Kind != model.Partner {
		return model.Fault(model.NotFound, "", "not-found")
	}
	drawn, _, err := s.drawnAt(r, "drawn_at")
	if err != nil {
		return err
	}
	var old, value any
	if seen := drawn.Element(e.ID); seen != nil {
		old = seen.Props["value"]
	}
	if v := field(c, "value"); v != "" {
		value = v
	}
	back := r.space.URL("value") + "#w-" + e.ID
	if model.Same(old, value) {
		return c.Redirect(http.StatusSeeOther, back)
	}
	title := telling("records.title.edit", "Name", quotedName(e), "Fields", []titled{label(string(e.Kind), "props.value")})
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, []model.Op{model.Set(e.ID, "props.value", old, value)}))
	if fault, ok := mendable(err); ok {
		now, err := s.enter(c)
		if err != nil {
			return err
		}
		note := r.Say.Error(fault)
		if fault.Kind == model.Conflict {
			note = r.Say.T("views.value.stale", "Name", r.quoted(e))
		}
		return s.showValue(now, Status(fault.Kind), note)
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, back)
}

func (r *room) valueWord(value string) string {
	if value == "" {
		return r.Say.T("say.unknown")
	}
	return r.Say.Choice("value", value)
}

// valueHeadline states how many are starved where customers suffer, and of how many nobody has said what they get.
func (r *room) valueHeadline(all []analysis.Worth) (title, lead string) {
	starved, unsaid := 0, 0
	for _, w := range all {
		switch {
		case w.Starved() && w.Painful():
			starved++
		case w.Value == "":
			unsaid++
		}
	}
	switch {
	case len(all) == 0:
		title = r.Say.T("views.value")
	case starved > 0:
		title = r.Say.T("views.value.starved", "count", starved)
	case unsaid == len(all):
		title = r.Say.T("views.value.unsaid.all")
	default:
		title = r.Say.T("views.value.well")
	}
	if unsaid > 0 {
		lead = r.Say.T("views.value.unsaid", "count", unsaid)
	}
	return title, lead
}

// feeling words a feeling: "−2"; "" where it is not known.
func (r *room) feeling(n model.Number, known bool) string {
	if !known {
		return ""
	}
	return r.wording().Value(string(model.Step), "props.feeling", n)
}

func (r *room) valueLine(w analysis.Worth) templates.ValueLine {
	l := templates.ValueLine{Thing: r.named(w.Actor), Value: w.Value, Client: store.NewID(), Hurts: w.Starved() && w.Painful()}
	var problems []*model.Element
	for _, st := range w.Steps {
		l.Steps = append(l.Steps, templates.ValueStep{Thing: r.named(st.Step), Feel: r.feeling(st.Feeling, st.Felt), Level: level(st.Feeling, st.Felt), Seen: st.Seen})
		for _, p := range st.Problems {
			if !slices.Contains(problems, p) {
				problems = append(problems, p)
			}
		}
	}
	problems = dearest(problems)
	for _, p := range problems[:min(len(problems), worthProblems)] {
		t := templates.CellThing{Thing: r.named(p)}
		if n, ok := p.Props.Number("cost_per_month"); ok {
			t.Lead = r.Say.Quantity(n, model.Money, r.Place.Currency)
		}
		l.Problems = append(l.Problems, t)
	}
	if left := len(problems) - len(l.Problems); left > 0 {
		l.More = r.Say.T("views.value.more", "count", left)
	}
	return l
}

// valueChart draws those who perform a step, or are rated: the others have no place in it.
func (r *room) valueChart(all []analysis.Worth) templates.ValueChart {
	chart := templates.ValueChart{Canvas: templates.Canvas{Say: r.Say, Title: r.Say.T("views.value.drawing")}}
	for _, value := range valueChoices {
		chart.Columns = append(chart.Columns, r.Say.T("views.value.column", "Value", r.valueWord(value)))
	}
	type rung struct {
		feeling int
		felt    bool
	}
	var rungs []rung
	var shown []analysis.Worth
	for _, w := range all {
		if len(w.Steps) == 0 && w.Value == "" || len(shown) == worthsDrawn {
			continue
		}
		shown = append(shown, w)
		if at := (rung{int(w.Worst.Mid()), w.Felt}); !slices.Contains(rungs, at) {
			rungs = append(rungs, at)
		}
	}
	slices.SortFunc(rungs, func(a, b rung) int { // from where customers feel best; not known last
		switch {
		case a.felt != b.felt && a.felt:
			return -1
		case a.felt != b.felt:
			return 1
		}
		return b.feeling - a.feeling
	})
	for _, at := range rungs {
		row := templates.ValueRow{Name: r.Say.T("say.unknown"), Level: "u"}
		if at.felt {
			n := model.Num(float64(at.feeling))
			row = templates.ValueRow{Name: r.feeling(n, true), Level: level(n, true)}
		}
		chart.Rows = append(chart.Rows, row)
	}
	for _, w := range shown {
		item := templates.ValueItem{Thing: r.named(w.Actor), Column: slices.Index(valueChoices, w.Value), Row: slices.Index(rungs, rung{int(w.Worst.Mid()), w.Felt}), Hurts: w.Starved() && w.Painful()}
		step := worstStep(w)
		if step != nil {
			item.Notes = append(item.Notes, step.Step.NameIn(r.Say.Lang()))
		}
		if w.Priced {
			item.Notes = append(item.Notes, r.worthCost(w, step))
		}
		chart.Items = append(chart.Items, item)
	}
	return chart
}

// worthCost words what the problems where an actor acts cost: at the step named above, or at how many steps where it is not that
// one alone.
func (r *room) worthCost(w analysis.Worth, named *analysis.WorthStep) string {
	cost := r.Say.Quantity(w.Cost, model.MoneyPerMonth, r.Place.Currency)
	at, there := 0, false
	for i, st := range w.Steps {
		if _, known := analysis.CostTogether(st.Problems); known > 0 {
			at++
			there = there || &w.Steps[i] == named
		}
	}
	if at == 1 && there {
		return r.Say.T("views.value.cost", "Cost", cost)
	}
	if at == 1 {
		return r.Say.T("views.value.cost.elsewhere", "Cost", cost)
	}
	return r.Say.T("views.value.cost.steps", "Cost", cost, "count", at)
}

// worstStep is the step of an actor at which customers feel worst: of several the one whose problems cost most, then the first;
// nil where there is none.
func worstStep(w analysis.Worth) *analysis.WorthStep {
	var worst *analysis.WorthStep
	dearest := -1.0
	for i := range w.Steps {
		st := &w.Steps[i]
		if w.Felt && !(st.Felt && st.Feeling == w.Worst) {
			continue
		}
		if sum, _ := analysis.CostTogether(st.Problems); sum.Mid() > dearest {
			worst, dearest = st, sum.Mid()
		}
	}
	return worst
}
