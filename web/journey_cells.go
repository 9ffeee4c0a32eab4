package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// cells are what the rows say of one step.
func (b *blueprint) cells(step string, band templates.Band, again map[string]bool) []templates.StepCell {
	e := b.graph.Element(step)
	var out []templates.StepCell
	for _, key := range rowKeys {
		if _, shown := band.Labels[key]; !shown {
			continue
		}
		c := templates.StepCell{Row: key, Label: b.rowLabel(key), Saved: b.q.Saved == step+"."+key}
		if row := rowOf(key); row != nil {
			b.linkCell(&c, row, e, again)
		} else if key == "series" {
			b.seriesCell(&c, e)
		} else {
			b.fieldCell(&c, key, e)
		}
		out = append(out, c)
	}
	return out
}

// mayEditRow says whether who looks may change what a row says: contributors name problems.
func (b *blueprint) mayEditRow(key string) bool {
	return !b.q.Print && (b.mayEdit || key == "prob" && b.mayAsk)
}

func (b *blueprint) editURL(step, key string) string {
	return b.q.url(b.base(), func(q *blueprintQuery) { q.Edit = step + "." + key }) + "#" + templates.CellID(step, key)
}

func (b *blueprint) fieldCell(c *templates.StepCell, key string, e *model.Element) {
	switch key {
	case "feel":
		n, ok := e.Props.Number("feeling")
		c.Level, c.Text = level(n, ok), e.Props.Text("feels")
		if ok {
			c.Value = b.words.Value(string(e.Kind), "props.feeling", n)
		}
	case "time":
		for _, name := range []string{"wait_s", "duration_s"} {
			if n, ok := e.Props.Number(name); ok {
				c.Facts = append(c.Facts, b.Say.T("journey.time."+name, "Time", b.Say.Quantity(n, model.Seconds, "")))
			}
		}
	default:
		c.Text, c.Said = e.Props.Text(key), key == "thinks"
		if c.Said && c.Text != "" {
			c.Text = b.Say.Quote(strings.Trim(c.Text, "“”«»\""))
		}
	}
	if !b.mayEditRow(key) {
		return
	}
	c.EditURL = b.editURL(e.ID, key)
	words := "journey.cell.edit"
	if c.Empty() {
		words = "journey.cell.add" // as the sign in an empty cell says
	}
	c.EditLabel = b.Say.T(words, "Row", c.Label, "Name", b.Say.Quote(e.NameIn(b.Say.Lang())))
	if b.q.Edit == e.ID+"."+key && b.c.Param("step") == "" {
		c.Field = b.fieldForm(e, key)
	}
}

// seriesCell shows what is measured of a step.
func (b *blueprint) seriesCell(c *templates.StepCell, e *model.Element) {
	for _, m := range b.series[e.ID] {
		c.Measures = append(c.Measures, templates.MeasureRow{Measure: templates.Measure{Series: m}, URL: b.space.URL("series", m.ID)})
	}
	if b.mayEditRow(c.Row) {
		c.AddURL = b.space.URL("elements", e.ID, "measure")
		c.EditLabel = b.Say.T("journey.cell.add", "Row", c.Label, "Name", b.Say.Quote(e.NameIn(b.Say.Lang())))
	}
}

// fieldForm is the form of the fields of one row of a step.
func (b *blueprint) fieldForm(e *model.Element, key string) *templates.FieldForm {
	f := &templates.FieldForm{Action: b.stepURL(e.ID), Client: store.NewID(), DrawnAt: revision(b.rev), Cancel: b.q.url(b.base(), nil) + "#" + templates.CellID(e.ID, key),
		Hidden: []templates.Option{{Label: "from", Value: key}}}
	for _, name := range fieldRows[key] {
		field := formField{name: model.PropField(name), kind: string(model.Step), prop: model.Step.Spec().Prop(name)}
		in := b.stepInput(field, b.room.show(field, e.Props[name]), "")
		if name != "feeling" { // whose figures mean nothing by themselves
			in.Field.Hint, in.Number.Hint = "", ""
		}
		in.Field.First, in.Number.First = len(f.Inputs) == 0, len(f.Inputs) == 0
		f.Inputs = append(f.Inputs, in)
	}
	return f
}

// stageForm is the form of the heading over neighbouring steps.
func (b *blueprint) stageForm(e *model.Element) *templates.FieldForm {
	is := e.Props.Text("stage")
	return &templates.FieldForm{Action: b.q.url(b.base("stage"), nil), Client: store.NewID(), DrawnAt: revision(b.rev), Cancel: b.q.url(b.base(), nil) + "#s-" + e.ID,
		Hidden: []templates.Option{{Label: "step", Value: e.ID}, {Label: "stage_was", Value: is}},
		Inputs: []templates.StepInput{{Input: templates.Input{Widget: templates.WidgetText, Field: templates.Field{Name: "stage", Label: b.Say.T("journey.stage"), Value: is, First: true}}}}}
}

func (b *blueprint) linkCell(c *templates.StepCell, row *blueprintRow, e *model.Element, again map[string]bool) {
	for _, l := range row.links(b.graph, e.ID) {
		if row.key != "goes" {
			c.Things = append(c.Things, b.cellThing(row, l, again))
			continue
		}
		if b.tellsWay(l) {
			c.Ways = append(c.Ways, templates.CellWay{Words: b.wayWords(l), URL: b.wayURL(l), Back: b.isBack(l)})
		}
	}
	if !b.mayEditRow(row.key) {
		return
	}
	c.EditURL = b.editURL(e.ID, row.key)
	c.EditLabel = b.Say.T("journey.cell.add", "Row", c.Label, "Name", b.Say.Quote(e.NameIn(b.Say.Lang())))
	if b.q.Edit == e.ID+"."+row.key && b.c.Param("step") == "" {
		c.Add = b.linkAdd(row, e)
		c.Add.Pick.First = true
		c.Add.Cancel = b.q.url(b.base(), nil) + "#" + templates.CellID(e.ID, row.key)
		c.Add.Hidden = append(c.Add.Hidden, templates.Option{Label: "from", Value: row.key})
	}
}

// wayURL is where a way leads: to the step in this figure, or in a journey that has it.
func (b *blueprint) wayURL(way *model.Link) string {
	if b.place(way.To) >= 0 {
		return "#s-" + way.To
	}
	for _, j := range b.graph.Sources(way.To, model.HasStep) {
		return b.space.URL("journeys", j.ID) + "#s-" + way.To
	}
	return b.space.URL("elements", way.To)
}

// cellThing is an element in a cell with what the link to it knows.
func (b *blueprint) cellThing(row *blueprintRow, l *model.Link, again map[string]bool) templates.CellThing {
	e := b.graph.Element(row.end(l))
	t := templates.CellThing{Thing: b.named(e)}
	lang := b.Say.Lang()
	switch row.key {
	case "prob":
		if n, ok := e.Props.Number("cost_per_month"); ok {
			t.Lead = b.Say.Quantity(n, model.Money, b.Place.Currency)
		}
	case "at":
		var channels []string
		for _, ch := range b.graph.Sources(e.ID, model.Offers) {
			channels = append(channels, ch.NameIn(lang))
		}
		if len(channels) > 0 {
			t.Notes = append(t.Notes, b.Say.List(channels))
		}
	case "seen", "unseen":
		t.Thing.Layer = string(model.LayerSeen)
		if row.key == "unseen" { // here, whatever they are elsewhere
			t.Thing.Layer = string(model.LayerUnseen)
		}
		t.Thing.Icon, _ = templates.Look(e)
		if row.key == "unseen" && e.Kind == model.Employee {
			t.Thing.Icon = "k-hidden"
		}
		if n, ok := l.Props.Number("minutes"); ok {
			t.Notes = append(t.Notes, b.Say.Quantity(n, model.Minutes, ""))
		}
	case "tools":
		if group := l.Props.Text("group"); group != "" {
			t.Notes = append(t.Notes, b.Say.T("journey.either", "Group", group))
		}
	case "asks", "gives":
		t.Again = again[l.ID]
		if fields := l.Props.List("fields"); len(fields) > 0 {
			t.Notes = append(t.Notes, b.Say.List(fields))
		}
	case "rules":
		if effect := l.Props.Text("effect"); effect != "" {
			t.Notes = append(t.Notes, b.Say.Choice("effect", effect))
		}
	}
	return t
}

// linkAdd is the form that adds to a row of a step.
func (b *blueprint) linkAdd(row *blueprintRow, e *model.Element) *templates.LinkAdd {
	f := &templates.LinkAdd{Action: b.q.url(b.base("steps", e.ID, "links"), nil), Client: store.NewID(), Row: row.key}
	field := templates.Field{Name: "other-" + row.key, Label: b.Say.T("journey.row." + row.key + ".add")}
	if row.key == "goes" {
		f.Pick.Field = field
		for i, l := range b.all {
			taken := slices.ContainsFunc(b.graph.Out(e.ID, model.Next), func(way *model.Link) bool { return way.To == l.To })
			if !taken {
				name := b.Say.T("journey.way.step", "N", i+1, "Name", b.graph.Element(l.To).NameIn(b.Say.Lang()))
				f.Targets = append(f.Targets, templates.Option{Value: l.To, Label: name})
			}
		}
		f.Open = b.q.Add == addWay
		f.New = templates.Field{Name: "new", Label: b.Say.T("journey.way.new")}
		f.Share = templates.Field{Name: "share", Label: b.Say.T("journey.way.share.label"), Hint: b.Say.T("journey.way.share.hint"), Short: true, InputMode: "decimal", Dir: "ltr"}
		return f
	}
	f.Pick = b.pick(field, row.far, nil)
	f.Pick.Hint = ""
	f.Pick.Several = true
	f.Pick.Source += "&add=each"
	if len(row.far) > 1 {
		for _, k := range row.far {
			f.Kinds = append(f.Kinds, templates.Option{Value: string(k), Label: b.Say.T("journey.link.new", "ThingKind", b.Say.Kind(k, false))})
		}
	}
	return f
}
