package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

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
		p.Styles = append(p.Styles, "sheets")
	}
	return b.s.render(b.c, status, templates.Journey(p, v))
}

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
		per = b.q.perBand()
		v.Papers, v.Paper = b.papers(func(change func(*blueprintQuery)) string { return b.q.url(b.base(), change) }), b.q.Paper
	}
	for from := 0; from == 0 || from < len(b.shown); from += per {
		band := b.band(b.shown[from:min(from+per, len(b.shown))], from, empty)
		if len(b.shown) > per {
			band.Room = float64(per)
		}
		v.Bands = append(v.Bands, band)
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
