package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// stepFirst are the fields of a step that its panel asks for first, in order; the others are folded.
var stepFirst = []string{"name", "props.stage", "props.does", "props.thinks", "props.feels", "props.feeling", "props.wait_s", "props.duration_s"}

func (r *room) stepFields(e *model.Element) []formField {
	fields := r.fieldsOf(model.Step, e)
	rank := func(f formField) int {
		if i := slices.Index(stepFirst, f.name); i >= 0 {
			return i
		}
		return len(stepFirst)
	}
	slices.SortStableFunc(fields, func(a, b formField) int { return rank(a) - rank(b) })
	return fields
}

// stepShow is the page of a step within its journey: the figure with the panel of the step. A step that is no longer in the
// journey leads to the journey.
func (s *Server) stepShow(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return c.Redirect(http.StatusSeeOther, b.q.url(b.base(), nil))
	}
	f := b.draw(b.stepFields(e), func(field string) any { return fieldValue(e, field) })
	return b.showStep(http.StatusOK, e, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(b.rev)}, nil)
}

// showStep draws the page with the panel of a step. bad, where given, is the form that adds something and was refused.
func (b *blueprint) showStep(status int, e *model.Element, f *recordForm, t templates.RecordForm, bad *templates.LinkAdd) error {
	panel := b.panel(e)
	if b.mayEdit {
		panel.Form = b.stepForm(e, f, t)
	} else {
		for _, field := range f.fields {
			if v := fieldValue(e, field.name); v != nil && field.name != "name" {
				panel.Facts = append(panel.Facts, templates.Fact{Label: b.words.Field(field.kind, field.name), Value: b.words.Value(field.kind, field.name, v)})
			}
		}
	}
	for i := range panel.Groups {
		if g := &panel.Groups[i]; bad != nil && g.Row == bad.Row {
			g.Add = bad
		}
	}
	return b.show(status, panel)
}

func (b *blueprint) stepForm(e *model.Element, f *recordForm, t templates.RecordForm) *templates.StepForm {
	t.Action = b.stepURL(e.ID)
	t.Errors, t.Stale = f.messages(), f.stale
	out := &templates.StepForm{RecordForm: t, Saved: b.q.Saved == e.ID}
	for _, field := range f.fields {
		message := messageFor(t.Errors, field.name)
		in := b.stepInput(field, f.in[field.name], message)
		in.Field.Example = ""
		if in.Widget == templates.WidgetLong {
			in.Field.Rows = 2
		}
		if slices.Contains(stepFirst, field.name) {
			out.First = append(out.First, in)
			continue
		}
		out.More = append(out.More, in)
		out.MoreOpen = out.MoreOpen || message != ""
	}
	return out
}

func (b *blueprint) panel(e *model.Element) *templates.StepPanel {
	at := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == e.ID })
	p := &templates.StepPanel{Thing: b.named(e), Place: b.Say.T("journey.panel.place", "N", at+1, "Steps", len(b.all)),
		Close: b.q.url(b.base(), nil) + "#s-" + e.ID, Element: b.space.URL("elements", e.ID)}
	neighbour := func(i int) *templates.Thing {
		if i < 0 || i >= len(b.all) {
			return nil
		}
		t := b.named(b.graph.Element(b.all[i].To))
		t.URL = b.stepURL(t.ID)
		return &t
	}
	p.Prev, p.Next = neighbour(at-1), neighbour(at+1)
	if b.mayEdit {
		p.Menu = b.stepMenu(e.ID)
		p.Menu.Panel = true
	}
	again := b.askedBefore()
	for i := range blueprintRows {
		row := &blueprintRows[i]
		g := b.group(row, e, again)
		switch row.key {
		case "at":
			g.Line = "interaction"
		case "unseen":
			g.Line = "visibility"
		case "tools":
			g.Line = "internal"
		}
		if len(g.Items) > 0 || g.Add != nil || g.Line != "" {
			p.Groups = append(p.Groups, g)
		}
		if row.key == "prob" {
			if g := b.group(&livesRow, e, again); len(g.Items) > 0 || g.Add != nil {
				p.Groups = append(p.Groups, g)
			}
		}
	}
	if within := b.opened(e.ID); b.mayEdit || len(within) > 0 {
		p.Open = &templates.StepOpen{Journeys: within}
		if b.mayEdit {
			p.Open.Action, p.Open.Client = b.q.url(b.base("steps", e.ID, "open"), nil), store.NewID()
		}
	}
	return p
}

// group is one sort of thing that a step has to do with, each with its way to be taken away.
func (b *blueprint) group(row *blueprintRow, e *model.Element, again map[string]bool) templates.StepGroup {
	g := templates.StepGroup{Row: row.key, Label: b.Say.T("journey.row." + row.key)}
	for _, l := range row.links(b.graph, e.ID) {
		it := templates.StepItem{CellThing: b.cellThing(row, l, again), Link: l.ID}
		if row.key == "goes" {
			it.Words, it.Thing.URL = b.wayWords(l), b.wayURL(l)
		}
		if b.mayEditLink(l) {
			if len(l.Kind.Spec().Props) > 0 {
				it.EditURL = b.space.URL("links", l.ID) + "?of=" + e.ID + "&back=" + url.QueryEscape(b.stepURL(e.ID))
			}
			it.Unlink, it.Client = b.q.url(b.base("steps", e.ID, "unlink"), nil), store.NewID()
		}
		g.Items = append(g.Items, it)
	}
	if b.mayEdit || row.key == "prob" && b.mayAsk {
		g.Add = b.linkAdd(row, e)
	}
	return g
}
