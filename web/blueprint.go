package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/layout"
	"rootline/templates"
)

// blueprintAny leads to the blueprint of the first journey.
func (s *Server) blueprintAny(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	if list := r.graph.OfKind(model.Journey); len(list) > 0 {
		return c.Redirect(http.StatusSeeOther, r.space.URL("journeys", list[0].ID, "blueprint"))
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("journeys"))
}

// blueprintShow shows a journey as a blueprint.
func (s *Server) blueprintShow(c echo.Context) error {
	j, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	base := j.base("blueprint")
	sheet := &blueprintSheet{blueprint: j, Blueprint: analysis.BlueprintOf(j.graph, j.journey, j.q.Customer)}
	drawing := sheet.draw()
	if format := c.QueryParam("format"); format != "" {
		drawing.File, drawing.Whole = true, true
		drawing.Width = float64(len(drawing.Columns)) * 190
		unlinked(&drawing)
		return s.sendDrawing(c, format, j.journey.ID, templates.BlueprintFile(drawing))
	}
	url := func(change func(*blueprintQuery)) string {
		q := blueprintQuery{Customer: j.q.Customer, Print: j.q.Print, Paper: j.q.Paper, Form: j.q.Form}
		return q.url(base, change)
	}
	v := templates.BlueprintView{Views: templates.Views{Space: j.space, Now: templates.ViewBlueprint, Journey: j.journey.ID}, Thing: j.named(j.journey),
		Lead: strings.Join(j.lead(), " "), Drawing: drawing, Print: j.q.Print, Empty: len(drawing.Columns) == 0, Exports: j.exportDoors(s.drawingFormats(), url(func(q *blueprintQuery) { q.Print, q.Form = false, "" }))}
	v.PrintURL = url(func(q *blueprintQuery) { q.Print, q.Form = !q.Print, "" })
	v.Customers = append(v.Customers, j.customerTabs()...)
	for i, id := range append([]string{""}, ids(j.customers())...) {
		if i < len(v.Customers) {
			v.Customers[i].URL = url(func(q *blueprintQuery) { q.Customer = id })
		}
	}
	v.Tabs = j.journeyTabs("blueprint")
	if left := len(j.all) - len(drawing.Columns); left > 0 && j.q.Customer != "" {
		v.Left = j.Say.T("journey.left", "count", left, "Customer", j.graph.Element(j.q.Customer).NameIn(j.Say.Lang()))
	}
	if j.mayEdit {
		v.AddURL = j.q.url(j.base(), func(q *blueprintQuery) { q.Add = "end" }) + "#add"
	}
	switch {
	case v.Print:
		v.Bands = sheet.bands(drawing, j.q.perBand())
		v.Papers, v.Paper = j.papers(url), j.q.Paper
	case j.q.Form == "":
		v.Table = sheet.table(drawing)
	}
	at := func(form string) string {
		return url(func(q *blueprintQuery) { q.Print, q.Form = false, form })
	}
	if !v.Empty {
		if v.Forms, err = s.viewForms(j.room, viewed{page: "blueprint", path: "journeys/" + j.journey.ID + "/blueprint", now: j.q.Form, at: at, part: j.Say.T("viewforms.row"),
			place: j.Say.T("viewforms.steps")}, &v.Views, drawing.Title, func() []viewPart { return sheet.parts(drawing) }); err != nil {
			return err
		}
	}
	p := s.roomPage(j.room, j.journey.NameIn(j.Say.Lang()), "journeys")
	p.Wide, p.Rail = true, true
	p.Crumbs = j.crumbs(model.Journey)
	p.Styles = append([]string{"canvas", "views", "list"}, p.Styles...)
	if v.Print {
		p.Styles = append(p.Styles, "sheets")
	}
	return s.render(c, http.StatusOK, templates.BlueprintPage(p, v))
}

func ids(list []*model.Element) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.ID
	}
	return out
}

// journeyTabs are the two ways to look at a journey: step by step, where it is edited, and as a blueprint.
func (b *blueprint) journeyTabs(now string) []templates.Tab {
	q := blueprintQuery{Customer: b.q.Customer}
	return []templates.Tab{
		{Label: b.Say.T("views.blueprint.steps"), URL: q.url(b.base(), nil), Current: now == "steps"},
		{Label: b.Say.T("views.blueprint"), URL: q.url(b.base("blueprint"), nil), Current: now == "blueprint"},
		{Label: b.Say.T("trace.tab"), URL: b.base("trace"), Current: now == "trace"},
	}
}

// blueprintSheet is a blueprint while it is drawn.
type blueprintSheet struct {
	*blueprint
	analysis.Blueprint
}

// draw is the drawing of the whole journey.
func (b *blueprintSheet) draw() templates.Blueprint {
	d := templates.Blueprint{Canvas: templates.Canvas{Say: b.Say, Title: b.Say.T("views.blueprint.drawing", "Name", b.journey.NameIn(b.Say.Lang()))},
		Feels: b.rowLabel("feel"), Steps: b.Say.T("views.blueprint.step")}
	for _, lane := range []struct{ key, ground string }{{"prob", ""}, {"at", ""}, {"seen", ""}, {"unseen", "g1"}, {"tools", "g2"}, {"data", "g3"}, {"rules", "g3"}} {
		name := ""
		if lane.key == "data" {
			name = b.Say.T("views.blueprint.data")
		} else {
			name = b.rowLabel(lane.key)
		}
		d.Lanes = append(d.Lanes, templates.BlueprintLane{Name: name, Ground: lane.ground})
	}
	stage := ""
	for i, s := range b.Blueprint.Steps {
		c := b.column(i, s)
		if is := s.Step.Props.Text("stage"); is != stage {
			stage, c.Stage = is, is
		}
		d.Columns = append(d.Columns, c)
	}
	for _, w := range b.Blueprint.Ways {
		if !w.Plain || w.Handoff {
			if w.To != w.From+1 {
				d.Ways = append(d.Ways, templates.BlueprintWay{From: w.From, To: w.To, Words: b.wayWords(w.Link)})
			}
		}
		if w.Handoff && w.To == w.From+1 {
			d.Columns[w.From].Handoff = b.Say.T("views.blueprint.handoff")
		}
	}
	for _, r := range b.Blueprint.Repeats {
		from, to := dataBox(d.Columns[r.From], r.Data.ID), dataBox(d.Columns[r.To], r.Data.ID)
		if from >= 0 && to >= 0 {
			d.Hops = append(d.Hops, templates.BlueprintHop{From: r.From, FromBox: from, To: r.To, ToBox: to, Structural: r.Class == analysis.Structural,
				Words: b.againWords(r)})
		}
	}
	return d
}

func dataBox(c templates.BlueprintStep, id string) int {
	return slices.IndexFunc(c.Boxes, func(x templates.BlueprintBox) bool { return x.Lane == templates.LaneData && x.Thing.ID == id })
}

// againWords say that data is asked for again, and why if it is known.
func (b *blueprintSheet) againWords(r analysis.BlueprintRepeat) string {
	if r.Class == "" || r.Class == analysis.Unclear {
		return b.Say.T("views.blueprint.again")
	}
	return b.Say.T("views.blueprint.again." + string(r.Class))
}

// column is one step with its boxes.
func (b *blueprintSheet) column(i int, s analysis.BlueprintStep) templates.BlueprintStep {
	n, felt := s.Step.Props.Number("feeling")
	c := templates.BlueprintStep{Thing: b.named(s.Step), Feeling: layout.Feeling{Value: n.Mid(), Known: felt}, Feel: b.feeling(n, felt), Felt: s.Step.Props.Text("feels")}
	c.Thing.URL = b.base("steps", s.Step.ID)
	at := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == s.Step.ID })
	c.Number = b.Say.Number(float64(at + 1))
	for _, w := range b.Blueprint.Ways {
		if wait, ok := w.Link.Props.Number("wait_s"); ok && w.To == i && w.From < i {
			c.Times = append(c.Times, b.Say.T("views.blueprint.after", "Time", b.Say.Quantity(wait, model.Seconds, "")))
		}
	}
	for _, name := range []string{"wait_s", "duration_s"} {
		if t, ok := s.Step.Props.Number(name); ok {
			c.Times = append(c.Times, b.Say.T("journey.time."+name, "Time", b.Say.Quantity(t, model.Seconds, "")))
		}
	}
	add := func(lane int, e *model.Element, note string) *templates.BlueprintBox {
		t := b.named(e)
		c.Boxes = append(c.Boxes, templates.BlueprintBox{Lane: lane, Thing: t, Note: note})
		return &c.Boxes[len(c.Boxes)-1]
	}
	for _, e := range s.Problems {
		note := ""
		if cost, ok := e.Props.Number("cost_per_month"); ok {
			note = b.Say.Quantity(cost, model.MoneyPerMonth, b.Place.Currency)
		}
		add(templates.LaneProblems, e, note)
	}
	for _, e := range s.Touchpoints {
		var channels []string
		for _, ch := range b.graph.Sources(e.ID, model.Offers) {
			channels = append(channels, ch.NameIn(b.Say.Lang()))
		}
		add(templates.LaneContact, e, b.Say.List(channels))
	}
	systems := map[string]int{}
	users := map[string]bool{}
	place := func(actors []analysis.BlueprintActor, lane int) {
		for _, a := range actors {
			note := ""
			if m, ok := a.Link.Props.Number("minutes"); ok {
				note = b.Say.Quantity(m, model.Minutes, "")
			}
			x := add(lane, a.Actor, note)
			x.Thing.Layer = string(model.LayerSeen)
			x.Thing.Icon, _ = templates.Look(a.Actor)
			if lane == templates.LaneUnseen {
				x.Thing.Layer = string(model.LayerUnseen)
				if a.Actor.Kind == model.Employee {
					x.Thing.Icon = "k-hidden"
				}
			}
			if switches := a.Switches(); switches > 0 && a.Said && s.Step.Props.Bool("live") {
				x.Badge = "⇄ " + b.Say.Number(float64(switches))
				x.BadgeWords = b.Say.T("views.blueprint.switches", "count", switches)
			}
		}
	}
	place(s.Seen, templates.LaneSeen)
	place(s.Unseen, templates.LaneUnseen)
	for _, e := range s.Systems {
		systems[e.ID] = len(c.Boxes)
		add(templates.LaneSystems, e, "")
	}
	for _, a := range slices.Concat(s.Seen, s.Unseen) {
		if !a.Said {
			continue
		}
		from := slices.IndexFunc(c.Boxes, func(x templates.BlueprintBox) bool {
			return x.Thing.ID == a.Actor.ID && (x.Lane == templates.LaneSeen || x.Lane == templates.LaneUnseen)
		})
		for _, t := range a.Systems {
			c.Boxes[from].Uses = append(c.Boxes[from].Uses, systems[t.ID])
			users[t.ID] = true
		}
	}
	for id := range users {
		c.Boxes[systems[id]].Alone = true
	}
	b.data(&c, s, i)
	for _, e := range s.Rules {
		x := add(templates.LaneRules, e, "")
		x.Alone = true
	}
	return c
}

// data adds what a step asks for and what it yields; what it does both with stands once.
func (b *blueprintSheet) data(c *templates.BlueprintStep, s analysis.BlueprintStep, i int) {
	for _, l := range slices.Concat(s.Asks, s.Gives) {
		word := b.Say.T("views.blueprint." + string(l.Kind))
		if fields := l.Props.List("fields"); len(fields) > 0 {
			word = b.Say.T("views.blueprint.fields", "What", word, "Fields", fields)
		}
		again := slices.IndexFunc(b.Blueprint.Repeats, func(r analysis.BlueprintRepeat) bool { return r.To == i && r.Data.ID == l.To })
		if l.Kind == model.Asks && again >= 0 {
			word = b.againWords(b.Blueprint.Repeats[again])
			if fields := l.Props.List("fields"); len(fields) > 0 {
				word = b.Say.T("views.blueprint.fields", "What", word, "Fields", fields)
			}
		}
		if at := dataBox(*c, l.To); at >= 0 {
			c.Boxes[at].Note = fmt.Sprint(c.Boxes[at].Note, "; ", word)
			continue
		}
		c.Boxes = append(c.Boxes, templates.BlueprintBox{Lane: templates.LaneData, Thing: b.named(b.graph.Element(l.To)), Note: word, Again: l.Kind == model.Asks && again >= 0})
	}
}

// bands are the drawing in parts that fit a sheet. What leads from part to part is said in words.
func (b *blueprintSheet) bands(d templates.Blueprint, perBand int) []templates.Blueprint {
	var out []templates.Blueprint
	for from := 0; from < len(d.Columns); from += perBand {
		to := min(from+perBand, len(d.Columns))
		band := d
		band.Whole, band.Columns, band.Ways, band.Hops, band.Width = true, slices.Clone(d.Columns[from:to]), nil, nil, float64(perBand)*templates.PrintedStep
		for _, w := range d.Ways {
			if w.From >= from && w.From < to && w.To >= from && w.To < to {
				w.From, w.To = w.From-from, w.To-from
				band.Ways = append(band.Ways, w)
			} else if w.From >= from && w.From < to {
				c := &band.Columns[w.From-from]
				c.Times = append(slices.Clip(c.Times), layout.Wrap(w.Words, templates.PrintedStep-24, 11.5, false, 3)...)
			}
		}
		for _, h := range d.Hops {
			if h.From >= from && h.To < to {
				h.From, h.To = h.From-from, h.To-from
				band.Hops = append(band.Hops, h)
			}
		}
		out = append(out, band)
	}
	return out
}

// table says the same as the drawing.
func (b *blueprintSheet) table(d templates.Blueprint) []templates.BlueprintLine {
	var out []templates.BlueprintLine
	for i, c := range d.Columns {
		s := b.Blueprint.Steps[i]
		n, felt := s.Step.Props.Number("feeling")
		l := templates.BlueprintLine{Step: c, Level: level(n, felt)}
		for _, x := range c.Boxes {
			l.Cells[x.Lane] = append(l.Cells[x.Lane], x)
		}
		for _, w := range b.Blueprint.Ways {
			if w.From == i && (!w.Plain || w.Handoff || w.Link.Props.Known("wait_s")) {
				words := b.wayWords(w.Link)
				if w.Handoff && !w.Link.Props.Bool("handoff") {
					words = b.Say.T("journey.way.handoff", "Way", words)
				}
				l.Leads = append(l.Leads, words)
			}
		}
		out = append(out, l)
	}
	return out
}

// parts are the steps, and the rows under them with what stands in each: an element once, with the steps at which it stands there.
func (b *blueprintSheet) parts(d templates.Blueprint) []viewPart {
	steps := viewPart{name: d.Steps}
	rows := make([]viewPart, len(d.Lanes))
	places := make([]map[string][]string, len(d.Lanes))
	for i, lane := range d.Lanes {
		rows[i].name, places[i] = lane.Name, map[string][]string{}
	}
	for i, c := range d.Columns {
		steps.add(b.room, b.Blueprint.Steps[i].Step, b.Blueprint.Steps[i].Step.Props.Text("stage"))
		for _, x := range c.Boxes {
			e := b.graph.Element(x.Thing.ID)
			if places[x.Lane][e.ID] == nil {
				rows[x.Lane].add(b.room, e, "")
			}
			places[x.Lane][e.ID] = append(places[x.Lane][e.ID], c.Thing.Name)
		}
	}
	out := []viewPart{steps}
	for i, row := range rows {
		for k := range row.things {
			row.things[k].place = b.Say.List(places[i][row.things[k].e.ID])
		}
		if i == templates.LaneUnseen {
			row.rule = b.Say.T("part.line.visibility")
		}
		if len(row.things) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// unlinked takes the addresses out of a drawing that leaves the site.
func unlinked(d *templates.Blueprint) {
	for i := range d.Columns {
		d.Columns[i].Thing.URL = ""
		for k := range d.Columns[i].Boxes {
			d.Columns[i].Boxes[k].Thing.URL = ""
		}
	}
}
