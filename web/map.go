package web

import (
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/ecosystem"
	"rootline/model/find"
	"rootline/templates"
)

// atlas is the map while a request deals with it.
type atlas struct {
	*room
	s     *Server
	q     mapQuery
	base  string
	words templates.Wording
	m     *ecosystem.Map
	d     *templates.MapDrawing // nil where nothing is drawn
	t     *traced               // what belongs to what was chosen; nil where nothing was
	note  string                // what kept an act from being done
	same  string                // tells the drawing from others
	end   linkEnd               // of a link, where it was not found
	made  string                // id of what an act added
}

// mapWidth is how wide the drawing is at least, in px: what a screen of common size has room for beside the rail.
const mapWidth = 1360

// mapShow is the page of the ecosystem map.
func (s *Server) mapShow(c echo.Context) error {
	a, err := s.atlasOf(c)
	if err != nil {
		return err
	}
	if a.q.Q != "" {
		if found := a.find(); len(found) == 1 {
			return c.Redirect(http.StatusSeeOther, a.q.url(a.base, func(q *mapQuery) { q.On = found[0].ID })+"#b-"+found[0].ID)
		}
	}
	return a.show(http.StatusOK)
}

// atlasOf enters the workspace and reads what the address asks for.
func (s *Server) atlasOf(c echo.Context) (*atlas, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, err
	}
	return &atlas{room: r, s: s, q: readMapQuery(c), base: r.space.URL("map"), words: r.wording()}, nil
}

func (a *atlas) show(status int) error {
	a.choose()
	if format := a.c.QueryParam("format"); format != "" {
		return a.file(format)
	}
	a.t = a.trace()
	v := a.view()
	if v.Figure != nil {
		var err error
		if v.Figure.Values, v.Legend.Values, err = a.colours(); err != nil {
			return err
		}
		if v.Figure.Values != nil {
			v.Legend.By = a.Say.T("map.colour." + a.q.Colour)
		}
	}
	if a.q.Part {
		return a.s.render(a.c, status, templates.MapPart(a.Say, v))
	}
	p := a.s.roomPage(a.room, a.Say.T("frame.map"), "map")
	p.Wide, p.Rail = true, true
	p.Styles = append([]string{"element", "map", "list"}, p.Styles...)
	if !v.Empty {
		var err error
		if v.Saved, err = a.s.savedViews(a.room, "map", "map", a.q.kept().values().Encode()); err != nil {
			return err
		}
	}
	p.Scripts = []string{"map"}
	if v.Figure != nil && a.q.Paper != "" {
		sheet := a.sheet(v.Figure.Values, v.Legend)
		v.Sheet, v.Upright = &sheet, sheet.Upright(a.Say)
	}
	if v.Figure != nil && a.q.Show > 0 {
		v.Present = a.present(&v)
		return a.s.render(a.c, status, templates.MapPresented(p, v))
	}
	return a.s.render(a.c, status, templates.Map(p, v))
}

// choose selects what the query asks for and draws it, where it has not been drawn already.
func (a *atlas) choose() {
	q := a.q.Query
	if e := a.graph.Element(a.q.On); e != nil && e.Kind.Spec().Map {
		q.Keep = e.ID
	}
	key := mapQuery{Query: q}.values().Encode()
	a.m = a.selection(q, key)
	if q.Keep != "" { // the map is one and the same whatever is chosen on it, as long as it is there anyway
		plain := q
		plain.Keep = ""
		if m := a.selection(plain, key); m.Box(q.Keep) >= 0 {
			a.m = m
		} else {
			key += "&keep=" + q.Keep
		}
	}
	if formOf(a.q.View) != "" || len(a.m.Boxes) == 0 {
		return
	}
	view := a.base + "?" + key + "&lang=" + a.Say.Lang()
	a.same = digest(view, revision(a.rev))
	a.d = drawingOf(a.graph, view, func() *templates.MapDrawing {
		d := templates.DrawMap(a.words, a.graph, a.m, a.s.orders.of(view), mapWidth)
		a.s.orders.keep(view, d.Order)
		return d
	})
}

// digest tells one drawing from others.
func digest(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p + "\x00")) // never fails
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// addURL is the form that adds in a lane, "" where it is not for who looks.
func (a *atlas) addURL(l ecosystem.Lane) string {
	if kinds := l.Adds(); len(kinds) == 0 || !a.mayAdd(kinds[0]) {
		return ""
	}
	return a.q.url(a.base, func(q *mapQuery) { q.On, q.Ways, q.Do, q.Lane = "", "", "add", string(l) })
}

// selection is the map of a query; that of the whole, which most look at, is kept.
func (a *atlas) selection(q ecosystem.Query, key string) *ecosystem.Map {
	if key == "" && q.Keep == "" {
		return model.Memo(a.graph, "web.map", func() *ecosystem.Map { return ecosystem.Of(a.graph, q) })
	}
	return ecosystem.Of(a.graph, q)
}

// on is the element or problem that was chosen, nil where nothing was.
func (a *atlas) on() *model.Element {
	e := a.graph.Element(a.q.On)
	if e == nil || !e.Kind.Spec().Map && e.Kind != model.Problem {
		return nil
	}
	return e
}

// onURL is the map with something chosen.
func (a *atlas) onURL(id string) string {
	return a.q.url(a.base, func(q *mapQuery) { q.On, q.Ways = id, "" })
}

// boxURL chooses a thing on the drawing; that which is chosen already leads to what is said of it.
func (a *atlas) boxURL(id string) string {
	if id == a.q.On && a.q.Do != "add" {
		return templates.ToPanel
	}
	return a.onURL(id) + "#b-" + id
}

func (a *atlas) view() templates.MapView {
	v := templates.MapView{Title: a.Say.T("map.title", "Name", a.space.Name), When: a.Say.T("map.when", "N", a.Say.Plain(float64(a.rev)))}
	if a.State.ID != "" {
		v.When = a.Say.T("map.when.plan", "Plan", a.Say.Quote(a.State.Name), "N", a.Say.Plain(float64(a.rev)))
	}
	v.Views = templates.Views{Space: a.space, Now: templates.ViewMap, At: map[templates.View]string{
		templates.ViewMap: a.q.url(a.base, func(q *mapQuery) { q.View = "" }), templates.ViewTable: a.q.url(a.base, func(q *mapQuery) { q.View = "table" })}}
	if a.q.View == "table" {
		v.Views.Now = templates.ViewTable
	}
	if a.m.Journey != nil {
		v.Views.Journey = a.m.Journey.ID
	}
	if e := a.on(); e != nil {
		v.Views.Element = e.ID
	}
	if a.mayAdd(model.Problem) {
		v.AddURL = a.space.URL("add")
	}
	if v.Empty = a.m.Total == 0; v.Empty {
		return v
	}
	v.None = len(a.m.Boxes) == 0
	v.ClearURL = a.base
	v.Filter, v.Chips = a.filter(), a.chips()
	a.count(&v)
	a.ways(&v)
	if a.q.Q != "" {
		v.FoundFor = shortened(a.q.Q, 80)
		for _, e := range a.find() {
			t := a.named(e)
			t.URL = a.onURL(e.ID) + "#b-" + e.ID
			v.Found = append(v.Found, t)
		}
	}
	switch {
	case v.None:
	case formOf(a.q.View) != "":
		v.Forms = a.otherForms()
	default:
		v.Figure = &templates.MapFigureView{Drawing: a.d, Fates: a.planned(), Title: a.figureTitle(), Marks: a.marks(), Same: a.same, URL: a.boxURL, AddURL: a.addURL}
		v.Wide = a.d.Width > 1.5*mapWidth
		v.List = a.lists()
		v.Legend = a.d.Legend(a.Say)
		v.Legend.Fates = len(v.Figure.Fates) > 0
	}
	if v.Adding = a.addPanel(); v.Adding == nil {
		v.Panel = a.panel()
	}
	return v
}

// present shows the lanes one after another, from the customer down.
func (a *atlas) present(v *templates.MapView) *templates.MapPresent {
	lanes := a.d.Lanes()
	n := min(a.q.Show, len(lanes))
	v.Figure.Upto, v.Figure.AddURL = n, nil
	at := func(n int) string {
		if n < 1 || n > len(lanes) {
			return ""
		}
		return a.q.url(a.base, func(q *mapQuery) { q.Show = n })
	}
	p := &templates.MapPresent{Back: at(n - 1), Next: at(n + 1), End: a.q.url(a.base, func(q *mapQuery) { q.Show = 0 }), Lane: lanes[n-1].Name, Says: lanes[n-1].Says}
	p.Count = a.Say.T("map.present.count", "N", n, "All", len(lanes))
	return p
}

// figureTitle says what the drawing shows.
func (a *atlas) figureTitle() string {
	if e := a.on(); e != nil {
		return a.Say.T("map.figure.on", "Name", a.space.Name, "count", len(a.m.Boxes), "On", e.NameIn(a.Say.Lang()))
	}
	return a.Say.T("map.figure", "Name", a.space.Name, "count", len(a.m.Boxes))
}

// count says how much of the whole is shown, and leads to more.
func (a *atlas) count(v *templates.MapView) {
	shown := len(a.m.Boxes)
	if a.m.Journey != nil && !a.q.Narrows() {
		shown++ // the journey is the columns
	}
	v.Count = a.Say.T("map.count", "N", shown, "count", a.m.Total)
	if a.m.Found > len(a.m.Boxes) {
		v.AllURL = a.q.url(a.base, func(q *mapQuery) { q.All = true })
	}
	if a.q.All && a.m.Found > ecosystem.Usual {
		v.LessURL = a.q.url(a.base, func(q *mapQuery) { q.All = false })
	}
}

// ways lead to the same in another form.
func (a *atlas) ways(v *templates.MapView) {
	if a.q.View == "table" || a.q.View == "outline" {
		v.MapURL = a.q.url(a.base, func(q *mapQuery) { q.View = "" })
	} else if a.q.View == "" {
		v.DrawingURL = a.q.url(a.base, func(q *mapQuery) { q.View = "drawing" })
	}
	if a.q.View != "outline" {
		v.OutlineURL = a.q.url(a.base, func(q *mapQuery) { q.View = "outline" })
	}
	v.Drawn, v.Paper = a.q.View == "drawing", a.q.Paper
	for _, size := range mapPapers {
		v.PaperURLs = append(v.PaperURLs, templates.Door{Label: a.Say.T("map.paper", "Size", strings.ToUpper(size)), URL: a.q.url(a.base, func(q *mapQuery) { q.Paper, q.View, q.On = size, "", "" })})
	}
	v.Exports = a.exportDoors(append(a.s.drawingFormats(), "dot", "mermaid"), a.q.kept().asDrawing().url(a.base, nil))
	v.PresentURL = a.q.url(a.base, func(q *mapQuery) { q.Show, q.On, q.Ways, q.View = 1, "", "", "" })
}

// mostFound is how many things a search names.
const mostFound = 30

// find returns the elements of the map's kinds whose names have the words that were searched for; the one of exactly that name
// alone, where there is one.
func (a *atlas) find() []*model.Element {
	asked := find.Ask(a.q.Q)
	if asked.Wordless() {
		return nil
	}
	judge := asked.Judge()
	var found, exact []*model.Element
	for _, row := range a.s.listings.of(a.where(), a.graph).named(a.Say.Lang()) {
		if e := row.element; e.Kind.Spec().Map && judge.Named(row.doc) {
			if len(found) < mostFound {
				found = append(found, e)
			}
			if find.Fold(e.NameIn(a.Say.Lang())) == find.Fold(a.q.Q) {
				exact = append(exact, e)
			}
		}
	}
	if len(exact) == 1 {
		return exact
	}
	return found
}

// laneRule is the line that is drawn above a lane, "" = none.
func laneRule(l ecosystem.Lane) string {
	switch l {
	case ecosystem.Touchpoints:
		return "part.line.interaction"
	case ecosystem.Unseen:
		return "part.line.visibility"
	case ecosystem.Tools:
		return "part.line.internal"
	}
	return ""
}

// lists say the map lane by lane.
func (a *atlas) lists() []templates.MapList {
	var out []templates.MapList
	rule := ""
	for _, lane := range ecosystem.Lanes {
		if r := laneRule(lane); r != "" {
			rule = r
		}
		boxes := a.m.In(lane)
		if len(boxes) == 0 {
			continue
		}
		l := templates.MapList{Name: a.Say.T("map.list." + string(lane)), Layer: string(lane.Layer())}
		if rule != "" {
			l.Rule, l.Visible = a.Say.T(rule), rule == "part.line.visibility"
		}
		rule = ""
		for _, b := range boxes {
			t := templates.MapThing{Thing: templates.ThingOf(a.Say, b.Element, string(lane.Layer()))}
			t.URL = a.onURL(b.ID)
			if priced := a.m.Priced(a.m.Box(b.ID)); len(priced) > 0 {
				t.Cost = templates.PinsCost(a.words, priced)
			}
			l.Things = append(l.Things, t)
		}
		out = append(out, l)
	}
	return out
}

// parts are the lanes of the map with what stands in them.
func (a *atlas) parts() []viewPart {
	var out []viewPart
	rule := ""
	for _, lane := range ecosystem.Lanes {
		if r := laneRule(lane); r != "" {
			rule = r
		}
		boxes := a.m.In(lane)
		if len(boxes) == 0 {
			continue
		}
		part := viewPart{name: a.Say.T("map.list." + string(lane))}
		if rule != "" {
			part.rule = a.Say.T(rule)
		}
		rule = ""
		for _, b := range boxes {
			part.things = append(part.things, viewThing{e: b.Element, layer: string(lane.Layer()), place: a.words.ColumnName(a.m, b.Column), pins: b.Pins})
		}
		out = append(out, part)
	}
	return out
}

// otherForms show the map as a table or as an outline.
func (a *atlas) otherForms() templates.ViewForms {
	f := templates.ViewForms{Now: a.q.View, Caption: a.Say.T("map.title", "Name", a.space.Name), PartLabel: a.Say.T("map.table.lane"), PlaceLabel: a.Say.T("map.table.column")}
	if f.Now == "outline" {
		f.Outline = a.viewOutline(a.parts(), func(e *model.Element) []templates.Sentence { return a.says(e, mostSaid) })
		return f
	}
	f.Rows = a.viewRows(a.parts(), func(id string) string {
		return a.q.url(a.base, func(q *mapQuery) { q.View, q.On, q.Ways = "", id, "" }) + "#b-" + id
	})
	return f
}

// says are the sentences of an element about others of the map's kinds.
func (a *atlas) says(e *model.Element, most int) []templates.Sentence {
	all := a.words.Sentences(a.graph, e, func(e *model.Element) templates.Thing {
		t := a.named(e)
		if e.Kind.Spec().Map {
			t.URL = a.onURL(e.ID) + "#b-" + e.ID
		}
		return t
	})
	all = slices.DeleteFunc(all, func(s templates.Sentence) bool {
		l := s.Links[0]
		return !a.graph.Element(l.From).Kind.Spec().Map || !a.graph.Element(l.To).Kind.Spec().Map || l.Kind == model.OwnedBy
	})
	return all[:min(most, len(all))]
}

// planned says what is otherwise on the map of a plan than today; nil in the present.
func (a *atlas) planned() map[string]templates.ChangeMark {
	if a.State.ID == "" || a.graph == a.today {
		return nil
	}
	return fatesOf(model.Diff(a.today, a.graph))
}
