package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
	"rootline/web/inquiry"
)

const (
	promiseParts = 200 // that a form offers; of more parts one promises for all alike
	promiseSaid  = 12  // figures named of one promise
)

// promiseList lists the thresholds of the workspace, held against the graph: what is broken first.
func (s *Server) promiseList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	v := templates.PromisesView{Tabs: r.metricsTabs("promises"), Metrics: r.space.URL("metrics")}
	judged := analysis.Judge(r.graph, r.Place.Thresholds)
	count := make(map[analysis.Verdict]int)
	for _, verdict := range []analysis.Verdict{analysis.Broken, analysis.Untold, analysis.Kept} {
		for i := range judged {
			if judged[i].Verdict == verdict {
				count[verdict]++
				v.Promises = append(v.Promises, r.promiseLine(&judged[i]))
			}
		}
	}
	var lead []string
	for _, verdict := range []analysis.Verdict{analysis.Kept, analysis.Broken, analysis.Untold} {
		if n := count[verdict]; n > 0 {
			lead = append(lead, r.Say.T("metrics.promises."+string(verdict), "count", n))
		}
	}
	v.Lead = strings.Join(lead, " ")
	return s.render(c, http.StatusOK, templates.Promises(s.metricsPage(r, r.Say.T("metrics.tab.promises")), v))
}

func (r *room) promiseLine(j *analysis.Judgement) templates.PromiseLine {
	t := j.Threshold
	l := templates.PromiseLine{Metric: inquiry.MetricName(r.Say, t.Metric), URL: r.space.URL("metrics", t.Metric), PartID: t.Part,
		Bound: inquiry.BoundWords(r.Say, t, r.Place.Currency), Verdict: string(j.Verdict), Word: r.Say.T("metrics.verdict." + string(j.Verdict))}
	if j.Metric != nil && t.Part == "" && !j.Metric.Whole {
		l.Bound = r.Say.T("metrics.promise.each", "Bound", l.Bound)
	}
	if j.Metric != nil && t.Part != "" {
		l.Part = t.Part
		if p := j.Metric.Of(r.graph).Part(t.Part); p != nil {
			l.Part = inquiry.PartName(r.Say, r.graph, p)
		}
	}
	held := inquiry.HeldWords(r.Say, r.graph, j, r.Place.Currency)
	for _, h := range held[:min(promiseSaid, len(held))] {
		l.Says = append(l.Says, r.heldSentence(j, h))
	}
	if more := len(held) - promiseSaid; more > 0 {
		l.Unspoken = r.Say.T("metrics.behind.more", "count", more)
	}
	if j.Verdict == analysis.Kept && t.Part == "" && j.Counted > 1 {
		l.Holds = r.Say.T("metrics.promises.all", "count", j.Counted)
	}
	if r.space.Owns() {
		l.Drop = r.space.URL("metrics", t.Metric, "promise", "remove")
		l.DropLabel = r.Say.T("metrics.promise.drop.this", "Promise", r.Say.T("metrics.pair", "Name", l.Metric, "Value", l.Bound))
	}
	return l
}

// heldSentence says one figure with links to what it is of.
func (r *room) heldSentence(j *analysis.Judgement, h inquiry.Held) templates.Sentence {
	if h.Part == nil || j.Metric == nil {
		if h.Name == "" && j.Metric != nil && j.Counted > 0 {
			return templates.Sentence{Parts: []templates.SentencePart{{Text: r.figure(h.Value, j.Metric.Unit)}}}
		}
		return templates.Sentence{Parts: []templates.SentencePart{{Text: h.Message}}}
	}
	name := []templates.SentencePart{{Text: h.Name}}
	if e := h.Part.Element; e != nil && h.Part.On == nil {
		name = []templates.SentencePart{{Thing: r.named(e)}}
	}
	var out templates.Sentence
	for _, piece := range r.Say.Pieces("metrics.pair") {
		switch piece.Name {
		case "Name":
			out.Parts = append(out.Parts, name...)
		case "Value":
			out.Parts = append(out.Parts, templates.SentencePart{Text: r.figure(h.Value, j.Metric.Unit)})
		default:
			out.Parts = append(out.Parts, templates.SentencePart{Text: piece.Text})
		}
	}
	return out
}

// promiseForm is the form for a promise about a metric; nil where who looks may not promise.
func (r *room) promiseForm(m *analysis.Metric) *templates.PromiseForm {
	if !r.space.Owns() {
		return nil
	}
	unit := r.Say.T("metrics.promise.unit."+string(m.Unit), "Currency", r.Say.Currency(r.Place.Currency))
	f := &templates.PromiseForm{Action: r.space.URL("metrics", m.ID, "promise"), Part: templates.Field{Name: "part", Label: r.Say.T("metrics.promise.of")}, Whole: r.Say.T("metrics.promise.all"),
		Max: templates.Field{Name: "max", Label: r.Say.T("metrics.promise.max"), Unit: unit, InputMode: "decimal", Dir: "ltr"},
		Min: templates.Field{Name: "min", Label: r.Say.T("metrics.promise.min"), Unit: unit, InputMode: "decimal", Dir: "ltr"}, Seen: r.promisesShown(m)}
	if m.Whole {
		f.Whole = r.Say.T("metrics.promise.whole")
	}
	if parts := m.Of(r.graph).Parts; len(parts) <= promiseParts {
		for i := range parts {
			f.Parts = append(f.Parts, templates.Option{Value: parts[i].ID, Label: inquiry.PartName(r.Say, r.graph, &parts[i])})
		}
		slices.SortStableFunc(f.Parts, func(a, b templates.Option) int { return strings.Compare(a.Label, b.Label) })
	}
	return f
}

// formScale is how many of a metric's units one of its form's is: people promise in percent and hours.
var formScale = map[analysis.Unit]float64{analysis.ShareOf: .01, analysis.Seconds: 3600}

// bound reads one bound of a promise.
func (r *room) bound(m *analysis.Metric, name string) (*float64, *model.Error) {
	text := field(r.c, name)
	if text == "" {
		return nil, nil
	}
	v, ok := readFigure(r.Say.Lang(), text)
	if !ok {
		return nil, model.Fault(model.Invalid, name, "form.figure", "Value", shortened(text, 40))
	}
	if scale := formScale[m.Unit]; scale > 0 && !strings.ContainsAny(text, "%٪％") {
		v *= scale
	}
	return &v, nil
}

// promiseSet promises something about a metric; a promise of the same part gives way to it.
func (s *Server) promiseSet(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	m, err := r.metric()
	if err != nil {
		return err
	}
	t := model.Threshold{Metric: m.ID, Part: field(c, "part")}
	var faults []*model.Error
	for name, to := range map[string]**float64{"max": &t.Max, "min": &t.Min} {
		v, fault := r.bound(m, name)
		if fault != nil {
			faults = append(faults, fault)
		}
		*to = v
	}
	if len(faults) == 0 {
		for _, fault := range analysis.CheckThresholds([]model.Threshold{t}) {
			fault.Field = "max"
			faults = append(faults, fault)
		}
	}
	if t.Part != "" && m.Of(r.graph).Part(t.Part) == nil {
		faults = append(faults, model.Fault(model.Invalid, "part", "threshold.part"))
	}
	if len(faults) > 0 {
		f := r.promiseForm(m)
		f.Part.Value, f.Max.Value, f.Min.Value = t.Part, c.FormValue("max"), c.FormValue("min")
		for _, fault := range faults {
			f.Errors = append(f.Errors, templates.FieldError{Field: fault.Field, Message: r.Say.Error(fault)})
		}
		f.Part.Error, f.Max.Error, f.Min.Error = messageFor(f.Errors, "part"), messageFor(f.Errors, "max"), messageFor(f.Errors, "min")
		return s.showMetric(r, http.StatusUnprocessableEntity, m, f)
	}
	saw := look(c)
	err = s.promise(r, m, "metrics.promise.set", func(list []model.Threshold) ([]model.Threshold, error) {
		saw = look(c)
		name := "promise." + t.Part
		if saw.was.Has("promises") && !saw.was.Has(name) {
			saw.was.Set(name, "") // there was none
		}
		words := func(bounds string) string {
			if bounds == "" {
				return r.Say.T("say.unknown")
			}
			return inquiry.BoundWords(r.Say, bounded(t, bounds), r.Place.Currency)
		}
		now := ""
		for _, have := range list {
			if have.Metric == t.Metric && have.Part == t.Part {
				now = boundsText(have)
			}
		}
		if bounds := saw.field(name, r.Say.T("metrics.promise"), boundsText(t), now, words); bounds != "" {
			return append(without(list, t), bounded(t, bounds)), saw.fault()
		}
		return without(list, t), saw.fault()
	})
	if fault, ok := mendable(err); ok {
		f := r.promiseForm(m)
		f.Part.Value, f.Max.Value, f.Min.Value, f.Seen = t.Part, c.FormValue("max"), c.FormValue("min"), saw.form()
		return s.showMetric(r, Status(fault.Kind), m, f)
	}
	return err
}

// promisesShown are the promises about a metric, as its form carries them.
func (r *room) promisesShown(m *analysis.Metric) templates.Seen {
	pairs := []string{"promises", "all"}
	for _, t := range r.Place.Thresholds {
		if t.Metric == m.ID {
			pairs = append(pairs, "promise."+t.Part, boundsText(t))
		}
	}
	return carries(pairs...)
}

// boundsText are the bounds of a promise as one value: the least and the most.
func boundsText(t model.Threshold) string {
	one := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'g', -1, 64)
	}
	return one(t.Min) + " " + one(t.Max)
}

// bounded is a promise with other bounds.
func bounded(t model.Threshold, bounds string) model.Threshold {
	one := func(text string) *float64 {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil
		}
		return &v
	}
	least, most, _ := strings.Cut(bounds, " ")
	t.Min, t.Max = one(least), one(most)
	return t
}

// promiseRemove takes a promise back.
func (s *Server) promiseRemove(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	m, err := r.metric()
	if err != nil {
		return err
	}
	t := model.Threshold{Metric: m.ID, Part: field(c, "part")}
	return s.promise(r, m, "metrics.promise.gone", func(list []model.Threshold) ([]model.Threshold, error) { return without(list, t), nil })
}

// without leaves out the thresholds of the same part of the same metric.
func without(list []model.Threshold, t model.Threshold) []model.Threshold {
	return slices.DeleteFunc(slices.Clone(list), func(have model.Threshold) bool { return have.Metric == t.Metric && have.Part == t.Part })
}

func (s *Server) promise(r *room, m *analysis.Metric, done string, change func([]model.Threshold) ([]model.Threshold, error)) error {
	if err := s.store.ChangeThresholds(r.c.Request().Context(), r.Place.ID, change, author(r.c)); err != nil {
		return err
	}
	s.flashAside(r, r.Say.T(done), "")
	return r.c.Redirect(http.StatusSeeOther, r.space.URL("metrics", m.ID))
}
