package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/layout"
	"rootline/store"
	"rootline/templates"
)

// blueprintRow is a row of the figure of a journey that is made of links: what a step has to do with.
type blueprintRow struct {
	key     string
	kind    model.LinkKind
	out     bool         // the step is the link's From
	far     []model.Kind // what can stand at the other end; what is added by name is of the first
	visible *bool        // of performs: whether the customer sees it
}

var yes, no = true, false

// blueprintRows are the rows of links, from the customer down; the rows of a step's own fields stand between them.
var blueprintRows = []blueprintRow{
	{key: "goes", kind: model.Next, out: true, far: []model.Kind{model.Step}},
	{key: "prob", kind: model.Affects, far: []model.Kind{model.Problem}},
	{key: "at", kind: model.At, out: true, far: []model.Kind{model.Touchpoint}},
	{key: "seen", kind: model.Performs, far: []model.Kind{model.Employee, model.Partner}, visible: &yes},
	{key: "unseen", kind: model.Performs, far: []model.Kind{model.Employee, model.Partner}, visible: &no},
	{key: "tools", kind: model.Serves, far: []model.Kind{model.Technology}},
	{key: "asks", kind: model.Asks, out: true, far: []model.Kind{model.Data}},
	{key: "gives", kind: model.Gives, out: true, far: []model.Kind{model.Data}},
	{key: "rules", kind: model.Governs, far: []model.Kind{model.Policy}},
	{key: "needs", kind: model.Requires, out: true, far: []model.Kind{model.Capability}},
}

// livesRow is no row of the figure: the filter shows customers, and the panel of a step names its own.
var livesRow = blueprintRow{key: "lives", kind: model.Lives, far: []model.Kind{model.Customer}}

// fieldRows are the rows of a step's own fields, and the props that each edits.
var fieldRows = map[string][]string{
	"feel": {"feeling", "feels"}, "does": {"does"}, "thinks": {"thinks"}, "time": {"wait_s", "duration_s"}, "stage": {"stage"},
}

// rowKeys are all rows that can be folded, from the customer down.
var rowKeys = []string{"goes", "prob", "feel", "does", "thinks", "at", "seen", "unseen", "tools", "asks", "gives", "rules", "needs", "time", "series"}

// seldom are the rows that are folded as long as no step has anything in them, unless somebody wants to see them.
var seldom = []string{"goes", "gives", "needs", "series"}

func rowOf(key string) *blueprintRow {
	if key == livesRow.key {
		return &livesRow
	}
	i := slices.IndexFunc(blueprintRows, func(row blueprintRow) bool { return row.key == key })
	if i < 0 {
		return nil
	}
	return &blueprintRows[i]
}

// links are the links of a step in this row.
func (row *blueprintRow) links(g *model.Graph, step string) []*model.Link {
	if row.out {
		return g.Out(step, row.kind)
	}
	links := g.In(step, row.kind)
	if row.visible != nil {
		links = slices.DeleteFunc(links, func(l *model.Link) bool { return l.Props.Bool("visible") != *row.visible })
	}
	return links
}

func (row *blueprintRow) end(l *model.Link) string {
	if row.out {
		return l.To
	}
	return l.From
}

// blueprintQuery is what the address of a journey asks for.
type blueprintQuery struct {
	Customer string
	Fold     []string // rows
	Show     []string // rows that would be folded by themselves
	Print    bool
	Form     string // of the blueprint: "table", "outline"; "" = the drawing
	Edit     string // "STEP.ROW": a form stands there
	Add      string // id of the step before which one is added, "end", or addWay
	Saved    string // "STEP.ROW": it was just saved
}

// addWay asks for the form of a way that leads from the step at hand elsewhere.
const addWay = "way"

func readBlueprintQuery(c echo.Context) blueprintQuery {
	rows := func(name string) []string {
		var out []string
		for _, key := range strings.Split(c.QueryParam(name), ",") {
			if slices.Contains(rowKeys, key) && !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
		return out
	}
	return blueprintQuery{Customer: c.QueryParam("customer"), Fold: rows("fold"), Show: rows("show"), Print: c.QueryParam("view") == "print", Form: formOf(c.QueryParam("view")),
		Edit: c.QueryParam("edit"), Add: c.QueryParam("add"), Saved: c.QueryParam("saved")}
}

// url is an address that keeps how the journey is looked at, with one thing asked otherwise. What is being edited, added or
// was saved is not kept.
func (q blueprintQuery) url(path string, change func(*blueprintQuery)) string {
	q.Fold, q.Show, q.Edit, q.Add, q.Saved = slices.Clone(q.Fold), slices.Clone(q.Show), "", "", ""
	if change != nil {
		change(&q)
	}
	v := url.Values{}
	for name, value := range map[string]string{"customer": q.Customer, "fold": strings.Join(q.Fold, ","), "show": strings.Join(q.Show, ","),
		"edit": q.Edit, "add": q.Add, "saved": q.Saved} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.Print {
		v.Set("view", "print")
	} else if q.Form != "" {
		v.Set("view", q.Form)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// blueprint is a journey while a request deals with it.
type blueprint struct {
	*room
	s       *Server
	q       blueprintQuery
	journey *model.Element
	all     []*model.Link // to every step, in order
	shown   []*model.Link // to those that the filter lets through
	words   templates.Wording
	series  map[string][]model.Series // by step
	mayEdit bool
	mayAsk  bool // add problems
	note    string
}

// journeyOf enters the workspace and finds the journey that the path names. Errors: NotFound.
func (s *Server) journeyOf(c echo.Context) (*blueprint, error) {
	r, e, err := s.elementOf(c)
	if err != nil {
		return nil, err
	}
	if e.Kind != model.Journey {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	b := &blueprint{room: r, s: s, q: readBlueprintQuery(c), journey: e, all: model.JourneySteps(r.graph, e.ID), words: r.wording()}
	b.mayEdit, b.mayAsk = r.mayEdit(e), r.mayAdd(model.Problem)
	if customer := r.graph.Element(b.q.Customer); customer == nil || customer.Kind != model.Customer {
		b.q.Customer = ""
	}
	for _, l := range b.all {
		if b.q.Customer == "" || model.LivesStep(r.graph, b.q.Customer, e.ID, l.To) {
			b.shown = append(b.shown, l)
		}
	}
	b.series, err = s.seriesOfSteps(r, b.shown)
	return b, err
}

// seriesOfSteps are the measures of steps, by step.
func (s *Server) seriesOfSteps(r *room, steps []*model.Link) (map[string][]model.Series, error) {
	ids := make([]string, len(steps))
	for i, l := range steps {
		ids[i] = l.To
	}
	list, err := s.store.SeriesOf(r.c.Request().Context(), r.Place.ID, ids...)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]model.Series)
	for _, m := range list {
		out[m.Element] = append(out[m.Element], m)
	}
	return out, nil
}

// base is the address of the journey.
func (b *blueprint) base(parts ...string) string {
	return b.space.URL(append([]string{"journeys", b.journey.ID}, parts...)...)
}

// step is the step that the path names. Errors: NotFound where it is none of this journey.
func (b *blueprint) step() (*model.Element, error) {
	id := b.c.Param("step")
	if !slices.ContainsFunc(b.all, func(l *model.Link) bool { return l.To == id }) {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	return b.graph.Element(id), nil
}

// journeyShow is the page of a journey: its figure.
func (s *Server) journeyShow(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	return b.show(http.StatusOK, nil)
}

// show draws the page, with the panel of a step where one is given.
func (b *blueprint) show(status int, panel *templates.StepPanel) error {
	v := b.view()
	v.Panel = panel
	p := b.s.roomPage(b.room, b.journey.NameIn(b.Say.Lang()), "journeys")
	p.Wide, p.Rail = true, true
	p.Crumbs = b.crumbs(model.Journey)
	p.Styles = append([]string{"element", "journey", "series"}, p.Styles...)
	if b.mayEdit || b.mayAsk {
		p.Scripts = []string{"pick", "journey"}
	}
	if b.q.Print {
		p.Scripts = append(p.Scripts, "report")
	}
	return b.s.render(b.c, status, templates.Journey(p, v))
}

// perSheet is how many steps stand side by side on a printed sheet of A3.
const perSheet = 12

func (b *blueprint) view() templates.JourneyView {
	lang := b.Say.Lang()
	v := templates.JourneyView{Thing: b.named(b.journey), Goal: b.journey.Props.Text("goal"), Base: b.q.url(b.base(), nil), MayEdit: b.mayEdit,
		Steps: len(b.all), Lead: b.lead(), Print: b.q.Print, Note: b.note}
	v.AddURL = b.q.url(b.base(), func(q *blueprintQuery) { q.Add, q.Print = "end", false }) + "#add"
	v.PrintURL = b.q.url(b.base(), func(q *blueprintQuery) { q.Print = !q.Print })
	for _, up := range b.graph.Targets(b.journey.ID, model.PartOf) {
		v.Parents = append(v.Parents, b.journeyThing(up))
	}
	for _, down := range b.graph.Sources(b.journey.ID, model.PartOf) {
		v.Children = append(v.Children, b.journeyThing(down))
	}
	v.Customers, v.Tabs = b.customerTabs(), b.journeyTabs("steps")
	if left := len(b.all) - len(b.shown); left > 0 {
		v.Left = b.Say.T("journey.left", "count", left, "Customer", b.graph.Element(b.q.Customer).NameIn(lang))
	}
	v.Menu = b.menu()
	empty := b.emptyRows()
	for _, key := range rowKeys {
		v.Rows = append(v.Rows, templates.RowChoice{Label: b.rowLabel(key), Shown: !b.folded(key, empty), URL: b.foldURL(key, empty)})
	}
	per := max(len(b.shown)+1, 1)
	if b.q.Print {
		per = perSheet
	}
	for from := 0; from == 0 || from < len(b.shown); from += per {
		v.Bands = append(v.Bands, b.band(b.shown[from:min(from+per, len(b.shown))], from, empty))
	}
	return v
}

func (b *blueprint) journeyThing(e *model.Element) templates.Thing {
	t := b.named(e)
	t.URL = b.space.URL("journeys", e.ID)
	return t
}

// menu are the ways to pages about the journey.
func (b *blueprint) menu() []templates.Door {
	page := b.space.URL("elements", b.journey.ID)
	back := "back=" + url.QueryEscape(b.q.url(b.base(), nil))
	doors := []templates.Door{{Label: b.Say.T("records.journey.about"), URL: page, Icon: "list"}}
	if b.mayEdit {
		doors = append([]templates.Door{
			{Label: b.Say.T("journey.edit"), URL: page + "/edit?" + back, Icon: "edit"},
			{Label: b.Say.T("journey.customer.add"), URL: page + "/say?link=lives&end=to&" + back, Icon: "k-customer"},
			{Label: b.Say.T("journey.part.say"), URL: page + "/say?link=part_of&end=from&" + back, Icon: "journey"},
		}, doors...)
		doors = append(doors, templates.Door{Label: b.Say.T("records.remove"), URL: page + "/remove", Icon: "trash"})
	}
	return doors
}

// customers are those who live the journey or one of its steps.
func (b *blueprint) customers() []*model.Element {
	list := b.graph.Sources(b.journey.ID, model.Lives)
	for _, l := range b.all {
		for _, e := range b.graph.Sources(l.To, model.Lives) {
			if !slices.Contains(list, e) {
				list = append(list, e)
			}
		}
	}
	return list
}

func (b *blueprint) customerTabs() []templates.Tab {
	list := b.customers()
	if len(list) < 2 && b.q.Customer == "" {
		return nil
	}
	tabs := []templates.Tab{{Label: b.Say.T("journey.filter.all"), Current: b.q.Customer == "", URL: b.q.url(b.base(), func(q *blueprintQuery) { q.Customer = "" })}}
	for _, e := range list {
		tabs = append(tabs, templates.Tab{Label: e.NameIn(b.Say.Lang()), Current: b.q.Customer == e.ID,
			URL: b.q.url(b.base(), func(q *blueprintQuery) { q.Customer = e.ID })})
	}
	return tabs
}

// emptyRows are the rows in which no step has anything.
func (b *blueprint) emptyRows() map[string]bool {
	empty := map[string]bool{}
	for _, key := range rowKeys {
		empty[key] = !slices.ContainsFunc(b.shown, func(l *model.Link) bool {
			if row := rowOf(key); row != nil {
				return slices.ContainsFunc(row.links(b.graph, l.To), func(way *model.Link) bool { return key != "goes" || b.tellsWay(way) })
			}
			if key == "series" {
				return len(b.series[l.To]) > 0
			}
			e := b.graph.Element(l.To)
			return slices.ContainsFunc(fieldRows[key], e.Props.Known)
		})
	}
	return empty
}

func (b *blueprint) folded(key string, empty map[string]bool) bool {
	switch {
	case slices.Contains(b.q.Fold, key):
		return true
	case slices.Contains(b.q.Show, key) || !empty[key]:
		return false
	}
	return slices.Contains(seldom, key) || !b.mayEdit
}

func (b *blueprint) foldURL(key string, empty map[string]bool) string {
	drop := func(list []string) []string { return slices.DeleteFunc(list, func(s string) bool { return s == key }) }
	return b.q.url(b.base(), func(q *blueprintQuery) {
		fold := !b.folded(key, empty)
		q.Fold, q.Show = drop(q.Fold), drop(q.Show)
		switch {
		case fold && !(empty[key] && slices.Contains(seldom, key)):
			q.Fold = append(q.Fold, key)
		case !fold && empty[key]:
			q.Show = append(q.Show, key)
		}
	})
}

func (b *blueprint) rowLabel(key string) string { return b.Say.T("journey.row." + key) }

// band draws a run of steps. from is the place of the first among those shown.
func (b *blueprint) band(links []*model.Link, from int, empty map[string]bool) templates.Band {
	band := templates.Band{Labels: map[string]templates.RowLabel{}}
	for _, key := range rowKeys {
		if !b.folded(key, empty) {
			band.Labels[key] = templates.RowLabel{Label: b.rowLabel(key), FoldURL: b.foldURL(key, empty)}
		}
	}
	var feelings []layout.Feeling
	place := map[string]int{}
	add := func(before string) {
		band.Columns = append(band.Columns, templates.StepColumn{Adding: b.stepAdd(before)})
		feelings = append(feelings, layout.Feeling{})
	}
	for _, l := range links {
		if b.mayEdit && b.q.Add == l.To {
			add(l.To)
		}
		place[l.To] = len(band.Columns)
		e := b.graph.Element(l.To)
		band.Columns = append(band.Columns, b.column(e, l, from))
		n, ok := e.Props.Number("feeling")
		feelings = append(feelings, layout.Feeling{Value: n.Mid(), Known: ok})
	}
	if b.mayEdit && b.q.Add == "end" {
		add("")
	}
	band.Curve = layout.Feelings(feelings)
	var ways []layout.Way
	for _, l := range links {
		for _, way := range b.graph.Out(l.To, model.Next) {
			to, there := place[way.To]
			if there && b.tellsWay(way) {
				ways = append(ways, layout.Way{From: place[l.To], To: to})
			}
		}
	}
	band.Ways = layout.DrawWays(len(band.Columns), ways)
	again := b.askedBefore()
	for i := range band.Columns {
		if c := &band.Columns[i]; c.Adding == nil {
			c.Cells = b.cells(c.Thing.ID, band, again)
		}
	}
	return band
}

// stepAdd is the form for steps before a step, "" = at the end.
func (b *blueprint) stepAdd(before string) *templates.StepAdd {
	f := &templates.StepAdd{Action: b.q.url(b.base("steps"), nil), Client: store.NewID(), Before: before, Cancel: b.q.url(b.base(), nil), Again: b.c.QueryParam("again") != ""}
	if b.note != "" {
		f.Value, f.Error = b.c.FormValue("names"), b.note
	}
	return f
}

func (b *blueprint) stepURL(id string) string { return b.q.url(b.base("steps", id), nil) }

// place is where a step stands among those shown, −1 where it does not.
func (b *blueprint) place(id string) int {
	return slices.IndexFunc(b.shown, func(l *model.Link) bool { return l.To == id })
}

func (b *blueprint) column(e *model.Element, l *model.Link, from int) templates.StepColumn {
	at := b.place(e.ID)
	c := templates.StepColumn{Thing: b.named(e), Number: b.Say.Number(float64(slices.Index(b.all, l) + 1)), URL: b.stepURL(e.ID), Current: b.c.Param("step") == e.ID}
	c.StageIs = e.Props.Text("stage")
	if at == from || b.stageOf(at-1) != c.StageIs {
		c.Stage = c.StageIs
	}
	c.Hurt = len(b.graph.In(e.ID, model.Affects)) > 0
	c.Within = b.opened(e.ID)
	if !b.mayEdit || b.q.Print {
		return c
	}
	c.StageURL = b.q.url(b.base(), func(q *blueprintQuery) { q.Edit = e.ID + ".stage" }) + "#s-" + e.ID
	if b.q.Edit == e.ID+".stage" {
		c.StageIn = b.stageForm(e)
	}
	c.Plus = b.q.url(b.base(), func(q *blueprintQuery) { q.Add = e.ID }) + "#add"
	c.Menu = b.stepMenu(e.ID)
	c.Menu.Before = c.Plus
	return c
}

func (b *blueprint) stageOf(at int) string {
	return b.graph.Element(b.shown[at].To).Props.Text("stage")
}

// opened are the journeys that show a step in detail: their steps are parts of it.
func (b *blueprint) opened(step string) []templates.Thing {
	var out []templates.Thing
	for _, part := range b.graph.Sources(step, model.PartOf) {
		for _, j := range b.graph.Sources(part.ID, model.HasStep) {
			if j.ID != b.journey.ID && !slices.ContainsFunc(out, func(t templates.Thing) bool { return t.ID == j.ID }) {
				out = append(out, b.journeyThing(j))
			}
		}
	}
	return out
}

func (b *blueprint) stepMenu(id string) *templates.ColumnMenu {
	at := b.place(id)
	return &templates.ColumnMenu{Branch: b.q.url(b.base("steps", id), func(q *blueprintQuery) { q.Add = addWay }) + "#g-goes", Move: b.q.url(b.base("steps", id, "move"), nil), Remove: b.q.url(b.base("steps", id, "remove"), nil), Client: store.NewID(),
		Earlier: at > 0, Later: at >= 0 && at < len(b.shown)-1}
}

// tellsWay says whether a way says more than the order of the steps does: it leads elsewhere than to the next one, or knows
// a share or a wait.
func (b *blueprint) tellsWay(way *model.Link) bool {
	from := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == way.From })
	to := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == way.To })
	share, known := way.Props.Number("share")
	return to < 0 || to != from+1 || known && share != model.Num(1) || way.Props.Known("wait_s") || way.Props.Bool("handoff")
}

// askedBefore says for each `asks` link whether the customer was asked for the same, or gave it, at an earlier step.
func (b *blueprint) askedBefore() map[string]bool {
	known, again := map[string]bool{}, map[string]bool{}
	for _, l := range b.shown {
		var here []string
		for _, d := range b.graph.Out(l.To, model.Asks, model.Gives) {
			if d.Kind == model.Asks && known[d.To] {
				again[d.ID] = true
			}
			here = append(here, d.To)
		}
		for _, id := range here {
			known[id] = true
		}
	}
	return again
}

// lead says the journey in a few sentences: who, how often, what touches it, how long they wait.
func (b *blueprint) lead() []string {
	var out []string
	lang := b.Say.Lang()
	var who []string
	for _, e := range b.customers() {
		if b.q.Customer == "" || b.q.Customer == e.ID {
			who = append(who, e.NameIn(lang))
		}
	}
	runs, often := b.journey.Props.Number("runs_per_month")
	switch words := b.words.PropValue(&model.Prop{Type: model.TypeNumber}, "", runs); {
	case len(who) > 0 && often:
		out = append(out, b.Say.T("journey.lead.who.often", "Who", who, "N", words))
	case len(who) > 0:
		out = append(out, b.Say.T("journey.lead.who", "Who", who))
	case often:
		out = append(out, b.Say.T("journey.lead.often", "N", words))
	}
	tools := map[string]bool{}
	var wait model.Number
	waits := false
	count := func(p model.Props) {
		if n, ok := p.Number("wait_s"); ok {
			wait.Lo, wait.Hi, waits = wait.Lo+n.Lo, wait.Hi+n.Hi, true
		}
	}
	for _, l := range b.shown {
		for _, serves := range b.graph.In(l.To, model.Serves) {
			tools[serves.From] = true
		}
		count(b.graph.Element(l.To).Props)
		for _, way := range b.graph.Out(l.To, model.Next) {
			count(way.Props)
		}
	}
	if len(tools) > 0 {
		out = append(out, b.Say.T("journey.lead.tools", "count", len(tools)))
	}
	if again := len(b.askedBefore()); again > 0 {
		out = append(out, b.Say.T("journey.lead.again", "count", again))
	}
	if waits {
		out = append(out, b.Say.T("journey.lead.waits", "Time", b.Say.Quantity(wait, model.Seconds, "")))
	}
	return out
}

// shareWords words a share of those who go a way.
func (b *blueprint) wayWords(way *model.Link) string {
	name := b.graph.Element(way.To).NameIn(b.Say.Lang())
	if at := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == way.To }); at >= 0 {
		name = b.Say.T("journey.way.step", "N", at+1, "Name", name)
	}
	words := b.Say.T("journey.way.to", "Name", name)
	if b.isBack(way) {
		words = b.Say.T("journey.way.back", "Name", name)
	}
	if share, ok := way.Props.Number("share"); ok {
		words = b.Say.T("journey.way.share", "Share", b.Say.Quantity(share, model.Share, ""), "Way", words)
	}
	if wait, ok := way.Props.Number("wait_s"); ok {
		words = b.Say.T("journey.way.wait", "Way", words, "Time", b.Say.Quantity(wait, model.Seconds, ""))
	}
	if way.Props.Bool("handoff") {
		words = b.Say.T("journey.way.handoff", "Way", words)
	}
	return words
}

func (b *blueprint) isBack(way *model.Link) bool {
	from := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == way.From })
	to := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == way.To })
	return to >= 0 && to <= from
}

// level is the class of the height of a feeling.
func level(n model.Number, known bool) string {
	if !known {
		return "u"
	}
	v := int(n.Mid())
	switch {
	case v < 0:
		return "n" + strconv.Itoa(-v)
	case v > 0:
		return "p" + strconv.Itoa(v)
	}
	return "0"
}
