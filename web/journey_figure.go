package web

import (
	"slices"
	"strconv"

	"rootline/model"
	"rootline/model/layout"
	"rootline/store"
	"rootline/templates"
)

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
	return slices.Contains(seldom, key) || !b.mayEdit || b.q.Print
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

func (b *blueprint) rowLabel(key string) string { return b.Say.T(rowLabelID(key)) }

func rowLabelID(key string) string { return "journey.row." + key }

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
