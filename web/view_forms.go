package web

import (
	"strings"

	"rootline/model"
	"rootline/templates"
)

// viewPart is a part of what a view shows, with the elements in it: a lane of the map, a row of a blueprint, a ring of a network.
type viewPart struct {
	name, rule string // rule names the line above it; "" = none
	things     []viewThing
}

// viewThing is an element in a part.
type viewThing struct {
	e     *model.Element
	layer string           // "" = its own
	place string           // where in the part; "" = nothing to say
	pins  []*model.Element // problems that are felt there
}

// add puts an element into the part, with the problems that are felt there.
func (p *viewPart) add(r *room, e *model.Element, place string) {
	p.things = append(p.things, viewThing{e: e, place: place, layer: string(model.LayerOf(r.graph, e)), pins: r.feltAt(e)})
}

// feltAt are the problems that are felt at an element, but for those that are over.
func (r *room) feltAt(e *model.Element) []*model.Element {
	var out []*model.Element
	for _, p := range r.graph.Sources(e.ID, model.Affects) {
		if p.Props.Text("status") != "closed" {
			out = append(out, p)
		}
	}
	return out
}

// viewed is a view that can be shown in several forms.
type viewed struct {
	page, path string                   // as saved views know it
	now        string                   // the form that is asked for; "" = the drawing
	at         func(form string) string // its address in a form, with the same filters
	part       string                   // what a part of it is called
	place      string                   // what a place is called; "" = it says none
}

// viewForms fills the forms of a view: the way to each, the saved views, and what the asked one shows.
func (s *Server) viewForms(r *room, v viewed, views *templates.Views, caption string, parts func() []viewPart) (templates.ViewForms, error) {
	f := templates.ViewForms{Now: v.now, Caption: caption, PartLabel: v.part, PlaceLabel: v.place}
	for _, form := range []string{"", "table", "outline"} {
		tab := templates.Tab{URL: v.at(form), Current: form == v.now}
		if form == "" {
			tab.Label, tab.Narrow = r.Say.T("viewforms.drawing"), r.Say.T("viewforms.list") // which stands there in its place
		} else {
			tab.Label = r.Say.T("viewforms." + form)
		}
		f.Tabs = append(f.Tabs, tab)
	}
	views.At = map[templates.View]string{views.Now: v.at(""), templates.ViewTable: v.at("table")}
	switch v.now {
	case "table":
		f.Rows = r.viewRows(parts(), nil)
	case "outline":
		f.Outline = r.viewOutline(parts(), nil)
	}
	if v.now == "table" {
		views.Now = templates.ViewTable
	}
	_, query, _ := strings.Cut(v.at(v.now), "?")
	var err error
	f.Saved, err = s.savedViews(r, v.page, v.path, query)
	return f, err
}

// formOf reads which form of a view is asked for.
func formOf(value string) string {
	if value == "table" || value == "outline" {
		return value
	}
	return ""
}

// viewRows are the rows of a table of what a view shows. on says where an element is chosen in the drawing, nil = nowhere.
func (r *room) viewRows(parts []viewPart, on func(id string) string) []templates.ViewRow {
	var rows []templates.ViewRow
	for _, part := range parts {
		for _, t := range part.things {
			row := templates.ViewRow{Thing: templates.ThingOf(r.Say, t.e, t.layer), Kind: r.Say.Kind(t.e.Kind, false), Part: part.name, Place: t.place, Owner: r.person(t.e.Owner)}
			row.URL = r.space.URL("elements", t.e.ID)
			if on != nil {
				row.OnURL = on(t.e.ID)
			}
			var names []string
			for _, p := range t.pins {
				names = append(names, p.NameIn(r.Say.Lang()))
			}
			row.Problems = r.Say.List(names)
			if cost, known := r.wording().CostTogether(t.pins); known {
				row.Cost = cost
			} else if len(t.pins) > 0 {
				row.Cost, row.Unknown = r.Say.T("say.unknown"), true
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// mostSaid is how many sentences the outline has of one element.
const mostSaid = 12

// viewOutline is what a view shows as nested lists: its parts, what is in them, what is said of it. says words an element; nil =
// what it has to do with others that the view shows.
func (r *room) viewOutline(parts []viewPart, says func(e *model.Element) []templates.Sentence) []templates.ViewPart {
	if says == nil {
		says = r.saidAmong(parts)
	}
	w := r.wording()
	var out []templates.ViewPart
	for _, part := range parts {
		o := templates.ViewPart{Name: part.name, Rule: part.rule}
		for _, t := range part.things {
			branch := templates.ViewBranch{Thing: templates.ThingOf(r.Say, t.e, t.layer), Place: t.place}
			branch.URL = r.space.URL("elements", t.e.ID)
			for _, p := range t.pins {
				branch.Costs = append(branch.Costs, templates.Rest{Thing: r.named(p), Cost: cost(w, p)})
			}
			branch.Says = says(t.e)
			o.Things = append(o.Things, branch)
		}
		out = append(out, o)
	}
	return out
}

// saidAmong words an element by its links with others that are shown.
func (r *room) saidAmong(parts []viewPart) func(e *model.Element) []templates.Sentence {
	shown := map[string]bool{}
	for _, part := range parts {
		for _, t := range part.things {
			shown[t.e.ID] = true
		}
	}
	w := r.wording()
	return func(e *model.Element) []templates.Sentence {
		var out []templates.Sentence
		for _, s := range w.Sentences(r.graph, e, r.named) {
			kept := false
			for _, l := range s.Links {
				kept = kept || shown[l.From] && shown[l.To]
			}
			if kept && len(out) < mostSaid {
				out = append(out, s)
			}
		}
		return out
	}
}
