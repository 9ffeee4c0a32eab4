package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/find"
	"rootline/store"
	"rootline/templates"
)

// pointsInTable is how many values the page of a series lists unless it is asked for all.
const pointsInTable = 120

// measures are the series of an element, with the form for a further value of each.
func (s *Server) measures(r *room, e *model.Element) ([]templates.MeasureRow, error) {
	list, err := s.store.SeriesOf(r.c.Request().Context(), r.Place.ID, e.ID)
	if err != nil {
		return nil, err
	}
	var out []templates.MeasureRow
	for _, m := range list {
		row := templates.MeasureRow{Measure: templates.Measure{Series: m}, URL: r.space.URL("series", m.ID), May: r.mayEdit(e), Add: s.pointForm(r, m, "-"+m.ID)}
		if t := r.targetOf(e, m); t != nil {
			row.Measure.Target = targetValue(t)
		}
		out = append(out, row)
	}
	return out, nil
}

func (s *Server) pointForm(r *room, m model.Series, key string) templates.PointForm {
	today := s.store.Now().Local().Format(time.DateOnly)
	return templates.PointForm{Action: r.space.URL("series", m.ID, "points"), Client: store.NewID(), On: today, Unit: m.Unit, Key: key, Seen: r.pointShown(m, today)}
}

// pointShown is what a form for one value shows: the day, and the value that stands there.
func (r *room) pointShown(m model.Series, day string) templates.Seen {
	return carries("on", day, "value", r.valueOn(m, day))
}

// valueOn is the value of a day as a form shows it, "" where there is none.
func (r *room) valueOn(m model.Series, day string) string {
	for _, p := range m.Points {
		if p.On == day {
			return writeFigure(r.Say.Lang(), p.Value)
		}
	}
	return ""
}

// targetOf is the target that promises something of a series: the element itself where it is one, else one whose metric is the
// name of the series and whose scope is the element, or an action that is measured by it; nil where there is none.
func (r *room) targetOf(e *model.Element, m model.Series) *model.Element {
	if e.Kind == model.Target && targetValue(e) != nil {
		return e
	}
	name := find.Fold(m.Name)
	for _, a := range r.graph.OfKind(model.Action) {
		if a.Props.Text("measure") != "" && find.Fold(a.Props.Text("measure")) == name && promisedBy(a) != nil {
			return a
		}
	}
	for _, t := range r.graph.OfKind(model.Target) {
		scope := find.Fold(t.Props.Text("scope"))
		if targetValue(t) != nil && find.Fold(t.Props.Text("metric")) == name && (scope == find.Fold(e.ID) || scope == find.Fold(e.Name) || scope == find.Fold(e.NameIn(r.Say.Lang()))) {
			return t
		}
	}
	return nil
}

// targetValue is what a target promises, as one figure; nil where it is not known.
func targetValue(t *model.Element) *float64 {
	if t.Kind == model.Action {
		return promisedBy(t)
	}
	n, ok := t.Props.Number("value")
	if !ok {
		return nil
	}
	v := n.Mid()
	return &v
}

// measured is a series that the path names, and the element that it measures. Errors: NotFound, also where the element is not
// in this state.
func (s *Server) measured(c echo.Context) (*room, model.Series, *model.Element, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, model.Series{}, nil, err
	}
	m, err := s.store.Series(c.Request().Context(), r.Place.ID, c.Param("id"))
	if err != nil {
		return nil, m, nil, err
	}
	e := r.graph.Element(m.Element)
	if e == nil {
		return nil, m, nil, model.Fault(model.NotFound, "", "not-found")
	}
	return r, m, e, nil
}

// measuring is measured for those who may change it. Errors: NotFound; Forbidden.
func (s *Server) measuring(c echo.Context) (*room, model.Series, *model.Element, error) {
	r, m, e, err := s.measured(c)
	if err == nil && !r.mayEdit(e) {
		err = model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return r, m, e, err
}

// seriesShow is the page of a series.
func (s *Server) seriesShow(c echo.Context) error {
	r, m, e, err := s.measured(c)
	if err != nil {
		return err
	}
	add := s.pointForm(r, m, "")
	if on := c.QueryParam("on"); on != "" {
		for _, p := range m.Points {
			if p.On == on {
				add.On, add.Value, add.Seen = on, writeFigure(r.Say.Lang(), p.Value), r.pointShown(m, on)
			}
		}
	}
	return s.showSeries(r, http.StatusOK, m, e, add, templates.PasteForm{Client: store.NewID()})
}

func (s *Server) showSeries(r *room, status int, m model.Series, e *model.Element, add templates.PointForm, paste templates.PasteForm) error {
	base := r.space.URL("series", m.ID)
	v := templates.MeasureView{Measure: templates.Measure{Series: m}, Element: r.named(e), Base: base, May: r.mayEdit(e), Add: add, Paste: paste, EditURL: base + "/edit"}
	v.Paste.Action = base + "/points"
	if t := r.targetOf(e, m); t != nil {
		v.Measure.Target, v.TargetName, v.Targets = targetValue(t), t.NameIn(r.Say.Lang()), r.space.URL("elements", t.ID)
	}
	said, err := s.store.WhoSaid(r.c.Request().Context(), r.Place.ID, m.ID)
	if err != nil {
		return err
	}
	limits, usual := analysis.XmR(m.Points)
	for _, p := range slices.Backward(m.Points) {
		if len(v.Rows) == pointsInTable && r.c.QueryParam("all") == "" {
			v.All = base + "?all=1"
			break
		}
		v.Rows = append(v.Rows, templates.PointRow{On: p.On, Day: r.Say.Day(p.On), Value: r.Say.Number(p.Value), Out: usual && limits.Outside(p.Value), By: said[p.On].By,
			When: s.when(r.Say, said[p.On].At), EditURL: base + "?on=" + p.On + "#add", RemoveURL: base + "/points/" + p.On + "/remove"})
	}
	p := s.roomPage(r, m.Name, sectionOf(e.Kind))
	p.Styles = append(p.Styles, "series")
	p.Crumbs = append(r.crumbs(e.Kind), templates.Crumb{Label: e.NameIn(r.Say.Lang()), URL: r.space.URL("elements", e.ID)})
	return s.render(r.c, status, templates.MeasurePage(p, v))
}

// pointsAdd adds one value to a series, or many that were pasted.
func (s *Server) pointsAdd(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	add, paste := s.pointForm(r, m, ""), templates.PasteForm{Client: store.NewID()}
	var points []model.Point
	if form, err := c.FormParams(); err == nil && form.Has("rows") {
		paste.Client, paste.Text = c.FormValue("client"), c.FormValue("rows")
		if points, paste = r.pastedPoints(m, paste); len(paste.Errors) > 0 || len(points) == 0 {
			if len(paste.Errors) == 0 {
				paste.Errors = []string{r.Say.T("error.required")}
			}
			return s.showSeries(r, http.StatusUnprocessableEntity, m, e, add, paste)
		}
	} else {
		add.Client, add.On, add.Value = c.FormValue("client"), field(c, "on"), field(c, "value")
		p, faults := r.point(m, add.On, add.Value)
		if len(faults) > 0 {
			for _, f := range faults {
				add.Errors = append(add.Errors, templates.FieldError{Field: f.Field, Message: r.Say.Error(f)})
			}
			return s.showSeries(r, http.StatusUnprocessableEntity, m, e, add, paste)
		}
		saw := look(c)
		if saw.was.Has("value") && saw.was.Get("on") != p.On {
			saw.was = url.Values{} // of another day it showed nothing
		}
		add.Value = saw.text("value", r.Say.T("series.value"), writeFigure(r.Say.Lang(), p.Value), r.valueOn(m, p.On))
		saw.now.Set("on", p.On)
		if fault, ok := asFault(saw.fault()); ok {
			add.Seen = saw.form()
			return s.showSeries(r, Status(fault.Kind), m, e, add, paste)
		}
		if p, faults = r.point(m, add.On, add.Value); len(faults) == 0 { // none where somebody took the value away, and so it stays
			points = []model.Point{p}
		}
	}
	act, err := s.store.AddPoints(c.Request().Context(), r.Place.ID, m.ID, points, author(c))
	if fault, ok := mendable(err); ok {
		paste.Errors = []string{r.Say.Error(fault)}
		return s.showSeries(r, Status(fault.Kind), m, e, add, paste)
	}
	if err != nil {
		return err
	}
	if text := r.pointsSaved(m, points); act == "" { // it was so already
		s.flash(c, text, "")
	} else {
		s.flashAside(r, text, r.space.URL("series", m.ID, "undo", act))
	}
	return c.Redirect(http.StatusSeeOther, s.backToMeasure(r, m, e))
}

// pointsSaved says that values were saved, and what stood there before: m is the series as it was.
func (r *room) pointsSaved(m model.Series, points []model.Point) string {
	was := map[string]float64{}
	for _, p := range m.Points {
		was[p.On] = p.Value
	}
	over := 0
	for _, p := range points {
		if before, had := was[p.On]; had && before != p.Value {
			over++
		}
	}
	switch {
	case over > 0 && len(points) == 1:
		p := points[0]
		return r.Say.T("series.told.now", "Series", r.Say.Quote(m.Name), "Day", r.Say.Day(p.On), "Was", r.Say.Number(was[p.On]), "Value", r.Say.Number(p.Value))
	case over > 0:
		return r.Say.T("series.added.over", "Saved", r.Say.T("series.added", "count", len(points)), "count", over)
	}
	return r.Say.T("series.added", "count", len(points))
}

// backToMeasure is the page that a form about a series came from: that of its element, else of the series.
func (s *Server) backToMeasure(r *room, m model.Series, e *model.Element) string {
	u, err := url.Parse(r.c.Request().Referer())
	if element := r.space.URL("elements", e.ID); err == nil && u.Host == r.c.Request().Host && u.Path == element {
		return element + "#series"
	}
	return r.space.URL("series", m.ID)
}

// point reads one value as people write it.
func (r *room) point(m model.Series, on, value string) (model.Point, []*model.Error) {
	var faults []*model.Error
	day, ok := r.Say.ParseDate(on)
	if !ok {
		faults = append(faults, model.Fault(model.Invalid, "on", "series.day", "Value", shortened(on, 40)))
	}
	v, ok := readFigure(r.Say.Lang(), withoutUnit(value, m.Unit))
	if !ok {
		faults = append(faults, model.Fault(model.Invalid, "value", "form.figure", "Value", shortened(value, 40)))
	}
	return model.Point{On: day, Value: v}, faults
}

func withoutUnit(value, unit string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), unit))
}

// mostRefused is how many refused rows are named.
const mostRefused = 10

// pastedPoints reads rows of a day and a value; each row that cannot be read is refused by its number, and then none is taken.
// A first row without any figure is a heading.
func (r *room) pastedPoints(m model.Series, f templates.PasteForm) ([]model.Point, templates.PasteForm) {
	var points []model.Point
	rowOf := map[string]int{} // by day
	f.Text = strings.ReplaceAll(strings.ReplaceAll(f.Text, "\r\n", "\n"), "\r", "\n")
	first := true
	for i, line := range strings.Split(f.Text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		heading := first && !strings.ContainsFunc(line, unicode.IsDigit)
		if first = false; heading {
			continue
		}
		on, value := twoColumns(line)
		p, faults := r.point(m, on, value)
		if before := rowOf[p.On]; len(faults) == 0 && before > 0 {
			faults = append(faults, model.Fault(model.Invalid, "", "series.row.twice", "Day", r.Say.Day(p.On), "Row", before))
		}
		switch {
		case len(faults) == 0:
			rowOf[p.On] = i + 1
			points = append(points, p)
		case len(f.Errors) == mostRefused:
			f.More++
		default:
			f.Errors = append(f.Errors, r.Say.T("series.row", "Row", i+1, "Text", r.Say.Quote(shortened(strings.TrimSpace(line), 60)), "Fault", r.Say.Error(faults[0])))
		}
	}
	return points, f
}

// twoColumns parts a row into a day and a value: at a tab or semicolon, else at the last space, else at the first comma.
func twoColumns(line string) (on, value string) {
	line = strings.TrimSpace(line)
	at := strings.IndexAny(line, "\t;")
	if at < 0 {
		at = strings.LastIndexFunc(line, unicode.IsSpace)
	}
	if at < 0 {
		at = strings.IndexAny(line, ",،，")
	}
	if at < 0 {
		return line, ""
	}
	_, width := utf8.DecodeRuneInString(line[at:])
	between := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,،，", r) }
	return strings.TrimFunc(line[:at], between), strings.TrimFunc(line[at+width:], between)
}

// seriesUndo takes back what was added to a series, or taken away from it, at once.
func (s *Server) seriesUndo(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	undo, err := s.store.UndoPoints(c.Request().Context(), r.Place.ID, m.ID, c.Param("act"), author(c))
	switch {
	case kindOf(err) == model.NotFound: // sent twice, or changed since: it is as somebody wants it
		s.notice(c, r.Say.T("error.undo.none"))
	case err != nil:
		return err
	default:
		s.flashAside(r, r.Say.T("series.undone"), r.space.URL("series", m.ID, "undo", undo))
	}
	return c.Redirect(http.StatusSeeOther, s.backToMeasure(r, m, e))
}

// pointRemove takes the value of a day away.
func (s *Server) pointRemove(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	act, err := s.store.RemovePoint(c.Request().Context(), r.Place.ID, m.ID, c.Param("on"), author(c))
	switch {
	case kindOf(err) == model.NotFound: // sent twice
	case err != nil:
		return err
	default:
		s.flashAside(r, r.Say.T("series.point.removed", "Day", r.Say.Day(c.Param("on"))), r.space.URL("series", m.ID, "undo", act))
	}
	return c.Redirect(http.StatusSeeOther, s.backToMeasure(r, m, e))
}

// seriesNewPage is the form for a new series of an element.
func (s *Server) seriesNewPage(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if !r.mayEdit(e) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return s.showSeriesNew(r, http.StatusOK, e, templates.SeriesForm{Client: store.NewID()}, templates.PasteForm{})
}

func (s *Server) showSeriesNew(r *room, status int, e *model.Element, f templates.SeriesForm, paste templates.PasteForm) error {
	f.New, f.Title, f.Lead = true, r.Say.T("series.new.title", "Name", r.Say.Quote(e.NameIn(r.Say.Lang()))), r.Say.T("series.new.says")
	f.Action, f.Cancel, f.Button = r.space.URL("elements", e.ID, "measure"), r.space.URL("elements", e.ID)+"#series", r.Say.T("series.new.go")
	return s.showSeriesForm(r, status, e, f, paste)
}

func (s *Server) showSeriesForm(r *room, status int, e *model.Element, f templates.SeriesForm, paste templates.PasteForm) error {
	all, err := s.store.AllSeries(r.c.Request().Context(), r.Place.ID)
	if err != nil {
		return err
	}
	for _, m := range all { // what is measured elsewhere is best measured under the same name
		if !slices.Contains(f.Names, m.Name) {
			f.Names = append(f.Names, m.Name)
		}
	}
	if measure := e.Props.Text("measure"); measure != "" && !slices.Contains(f.Names, measure) {
		f.Names = append(f.Names, measure)
	}
	p := s.roomPage(r, f.Title, sectionOf(e.Kind))
	p.Styles = append(p.Styles, "series")
	p.Crumbs = append(r.crumbs(e.Kind), templates.Crumb{Label: e.NameIn(r.Say.Lang()), URL: r.space.URL("elements", e.ID)})
	return s.render(r.c, status, templates.SeriesFormPage(p, f, paste))
}

// seriesNew makes a series, with the values that were pasted.
func (s *Server) seriesNew(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if !r.mayEdit(e) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	f := templates.SeriesForm{Client: c.FormValue("client"), Name: field(c, "name"), Unit: field(c, "unit")}
	m := model.Series{ID: freshID(c, "series", 0), Element: e.ID, Name: f.Name, Unit: f.Unit}
	points, paste := r.pastedPoints(m, templates.PasteForm{Text: c.FormValue("rows")})
	m.Points = points
	if fault := m.Check(); fault != nil {
		f.Errors = fieldErrors(r.Say, fault)
	}
	if len(f.Errors)+len(paste.Errors) > 0 {
		return s.showSeriesNew(r, http.StatusUnprocessableEntity, e, f, paste)
	}
	m, err = s.store.AddSeries(c.Request().Context(), r.Place.ID, m, author(c))
	if fault, ok := mendableIn(err); ok {
		f.Errors = fieldErrors(r.Say, fault)
		return s.showSeriesNew(r, Status(fault.Kind), e, f, paste)
	}
	if err != nil {
		return err
	}
	s.aside(r, "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("series", m.ID))
}

// seriesEditPage is the form for the name and unit of a series.
func (s *Server) seriesEditPage(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	return s.showSeriesEdit(r, http.StatusOK, m, e, templates.SeriesForm{Name: m.Name, Unit: m.Unit, Seen: carries("name", m.Name, "unit", m.Unit)})
}

func (s *Server) showSeriesEdit(r *room, status int, m model.Series, e *model.Element, f templates.SeriesForm) error {
	at := r.space.URL("series", m.ID)
	f.Title, f.Action, f.Cancel, f.Button, f.RemoveURL = r.Say.T("records.edit.title", "Name", r.Say.Quote(m.Name)), at+"/edit", at, r.Say.T("part.save"), at+"/remove"
	return s.showSeriesForm(r, status, e, f, templates.PasteForm{})
}

func (s *Server) seriesEdit(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	f := templates.SeriesForm{Name: field(c, "name"), Unit: field(c, "unit")}
	saw := look(c)
	f.Name = saw.text("name", r.Say.T("series.name"), f.Name, m.Name)
	f.Unit = saw.text("unit", r.Say.T("series.unit"), f.Unit, m.Unit)
	if err = saw.fault(); err == nil {
		err = s.store.SetSeries(c.Request().Context(), r.Place.ID, m.ID, f.Name, f.Unit, author(c))
	}
	if fault, ok := mendable(err); ok {
		if f.Seen = saw.form(); len(f.Seen.Stale) == 0 {
			f.Errors = fieldErrors(r.Say, fault)
		}
		return s.showSeriesEdit(r, Status(fault.Kind), m, e, f)
	}
	if err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("series", m.ID))
}

// seriesRemove takes a series away with its values; the toast brings it back.
func (s *Server) seriesRemove(c echo.Context) error {
	r, m, e, err := s.measuring(c)
	if err != nil {
		return err
	}
	if err := s.store.RemoveSeries(c.Request().Context(), r.Place.ID, m.ID, author(c)); err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("series.removed", "Name", r.Say.Quote(m.Name)), r.space.URL("elements", e.ID, "measure", m.ID, "restore"))
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID)+"#series")
}

// seriesRestore brings a series of an element back.
func (s *Server) seriesRestore(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if !r.mayEdit(e) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	if err := s.store.RestoreSeries(c.Request().Context(), r.Place.ID, e.ID, c.Param("series"), author(c)); err != nil {
		return err
	}
	s.aside(r, "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("series", c.Param("series")))
}
