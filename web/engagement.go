package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// engagementOnPage is how many of each kind the engagement model shows: as many as one sheet of paper holds. All of them are
// shown on request, up to what a browser draws with ease.
const (
	engagementOnPage = 14
	engagementAtMost = 80
)

// engagementShow is the engagement model on one page.
func (s *Server) engagementShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	q := engagementQuery{All: c.QueryParam("all") != "", Under: c.QueryParam("under") != "", Of: c.QueryParam("of"), Form: formOf(c.QueryParam("view"))}
	if format := c.QueryParam("format"); format != "" {
		return s.sendDrawing(c, format, "engagement", templates.EngagementDrawing(r.engagementFile(q)))
	}
	v, err := s.engagement(r, q)
	if err != nil {
		return err
	}
	p := s.roomPage(r, r.Say.T("views.engagement"), "map")
	p.Wide, p.Rail = true, true
	p.Styles = append([]string{"canvas", "views", "list"}, p.Styles...)
	return s.render(c, http.StatusOK, templates.EngagementPage(p, v))
}

// engagementQuery is what the address of the engagement model asks for.
type engagementQuery struct {
	All   bool   // all elements, as far as they can be drawn
	Under bool   // what lies under the platforms, too
	Of    string // key of the disconnect that is looked at
	Form  string // "table", "outline"; "" = the drawing
}

func (q engagementQuery) most() int {
	if q.All {
		return engagementAtMost
	}
	return engagementOnPage
}

func (q engagementQuery) url(path string, change func(*engagementQuery)) string {
	if change != nil {
		change(&q)
	}
	v := url.Values{}
	for name, on := range map[string]bool{"all": q.All, "under": q.Under} {
		if on {
			v.Set(name, "1")
		}
	}
	for name, value := range map[string]string{"of": q.Of, "view": q.Form} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// apart is one place where the parts of an engagement model do not fit together.
type apart struct {
	templates.Apart
	on    []string          // ids of what it concerns
	marks map[string]string // words for the boxes that are marked for it, by id
}

// engagement is the page.
func (s *Server) engagement(r *room, q engagementQuery) (templates.EngagementView, error) {
	base := r.space.URL("engagement")
	sel := r.engaged(q)
	v := templates.EngagementView{Views: templates.Views{Space: r.space, Now: templates.ViewEngagement}, Empty: sel.Empty(), Left: sel.Left, All: q.All,
		AllURL: q.url(base, func(q *engagementQuery) { q.All = true }), Under: q.Under, UnderURL: q.url(base, func(q *engagementQuery) { q.Under = !q.Under }),
		ClearURL: q.url(base, func(q *engagementQuery) { q.Of = "" })}
	for _, k := range []model.Kind{model.Customer, model.Channel, model.Technology, model.Capability} {
		if r.mayAdd(k) {
			v.Add = append(v.Add, templates.Door{Label: r.Say.T("kind." + string(k) + ".add"), URL: r.space.URL("add", string(k)), Icon: k.Spec().Icon})
		}
	}
	if v.Empty {
		return v, nil
	}
	list := r.aparts(sel)
	marks := map[string]string{}
	var of *apart
	for i := range list {
		a := &list[i]
		a.URL = q.url(base, func(q *engagementQuery) { q.Of = a.Key })
		a.Current = a.Key == q.Of
		if a.Current {
			of, a.URL = a, v.ClearURL
		}
		for id, words := range a.marks {
			marks[id] = words
		}
		v.Aparts = append(v.Aparts, a.Apart)
	}
	v.Drawing = r.drawnEngagement(sel, marks, of)
	v.Table = r.engagementTable(sel)
	v.Title, v.Lead = r.engagementHeadline(sel, len(list))
	v.Exports = r.exportDoors(s.drawingFormats(), q.url(base, func(q *engagementQuery) { q.Form = "" }))
	at := func(form string) string { return q.url(base, func(q *engagementQuery) { q.Form = form }) }
	var err error
	v.Forms, err = s.viewForms(r, viewed{page: "engagement", path: "engagement", now: q.Form, at: at, part: r.Say.T("viewforms.row")}, &v.Views, v.Drawing.Title,
		func() []viewPart { return r.engagementParts(sel) })
	return v, err
}

// engagementParts are the rows of the model with what stands in them.
func (r *room) engagementParts(sel analysis.Engagement) []viewPart {
	var runners []string
	for _, c := range sel.Channels {
		for _, e := range analysis.RunnersOf(r.graph, c) {
			if !slices.Contains(runners, e.ID) {
				runners = append(runners, e.ID)
			}
		}
	}
	var out []viewPart
	for _, row := range []struct {
		name string
		ids  []string
	}{{"views.row.customers", sel.Customers}, {"viewforms.channels", sel.Channels}, {"views.matrix.runners", runners}, {"views.row.systems", sel.Platforms},
		{"views.row.under", sel.Under}, {"views.row.capabilities", sel.Capabilities}} {
		if len(row.ids) == 0 {
			continue
		}
		part := viewPart{name: r.Say.T(row.name)}
		for _, id := range row.ids {
			part.add(r, r.graph.Element(id), "")
		}
		out = append(out, part)
	}
	return out
}

// engaged is what the model shows of this version of the graph. Nobody changes it.
func (r *room) engaged(q engagementQuery) analysis.Engagement {
	return model.Memo(r.graph, fmt.Sprint("web.engaged:", q.most(), q.Under), func() analysis.Engagement {
		return analysis.Engage(q.most(), q.Under, r.graph)
	})
}

// engagementFile is the drawing as a file.
func (r *room) engagementFile(q engagementQuery) templates.Engagement {
	sel := r.engaged(q)
	d := templates.NewEngagement(r.Say, sel, nil, r.graph)
	r.nameRows(&d)
	d.File = true
	return d
}

// drawnEngagement is a selection as it is drawn. marks are words for the boxes that are marked, by id; of is what is looked at.
func (r *room) drawnEngagement(sel analysis.Engagement, marks map[string]string, of *apart) templates.Engagement {
	d := templates.NewEngagement(r.Say, sel, nil, r.graph)
	r.nameRows(&d)
	lit := map[string]bool{}
	if of != nil {
		d.Focus = true
		for _, id := range of.on {
			lit[id] = true
		}
	}
	for i := range d.Boxes {
		b := &d.Boxes[i]
		b.Thing.URL = r.space.URL("elements", b.Thing.ID)
		b.Warn, b.Lit = marks[b.Thing.ID], lit[b.Thing.ID]
		for k := range b.Hung {
			h := &b.Hung[k]
			h.Thing.URL, h.Lit = r.space.URL("elements", h.Thing.ID), b.Lit
		}
	}
	for i := range d.Links {
		l := &d.Links[i]
		l.Lit = d.Boxes[l.From].Lit && d.Boxes[l.To].Lit
	}
	return d
}

// nameRows gives a drawing its title, and its rows and its line their names.
func (r *room) nameRows(d *templates.Engagement) {
	d.Title = r.Say.T("views.engagement.drawing", "Name", r.space.Name)
	d.LineName = true
	for i := range d.Rows {
		d.Rows[i].Name = r.Say.T("views.row." + d.Rows[i].Key)
	}
}

// engagementHeadline states what the model shows: how many channels, who runs them, on how many systems.
func (r *room) engagementHeadline(sel analysis.Engagement, aparts int) (title, lead string) {
	if len(sel.Channels) == 0 && aparts == 0 {
		return r.Say.T("views.engagement.nowhere"), r.Say.T("views.engagement.nowhere.says")
	}
	runners := map[string]bool{}
	for _, c := range sel.Channels {
		for _, e := range analysis.RunnersOf(r.graph, c) {
			runners[e.ID] = true
		}
	}
	counted := func(id string, n int) string {
		if n == 0 && r.Say.Has(id+".none") {
			return r.Say.T(id + ".none")
		}
		return r.Say.T(id, "count", n)
	}
	title = r.Say.T("views.engagement.title", "Channels", counted("views.engagement.channels", len(sel.Channels)),
		"Runners", counted("views.engagement.runners", len(runners)), "Systems", counted("views.engagement.systems", len(sel.Platforms)))
	switch {
	case aparts > 0:
		lead = r.Say.T("views.engagement.aparts", "count", aparts)
	default:
		lead = r.Say.T("views.engagement.fits")
	}
	return title, lead
}

// aparts are the places where the parts do not fit together: separate systems and separate hands behind one customer, promises
// without a system, wishes that nobody answers, rival masters of one data.
func (r *room) aparts(sel analysis.Engagement) []apart {
	out := append(r.islands(sel, analysis.ApartSystems, model.Supports, analysis.PlatformsOf), r.islands(sel, analysis.ApartPeople, model.Runs, analysis.RunnersOf)...)
	shown := slices.Concat(sel.Customers, sel.Channels, sel.Platforms, sel.Under)
	for _, d := range analysis.DisconnectsOf(r.graph, analysis.ApartFunction, analysis.Promised, analysis.Unanswered, analysis.RivalMasters) {
		a, ok := r.apartOf(d, shown)
		if !ok {
			continue
		}
		// What is amiss with one channel in the same way for several customers is one place.
		same := slices.IndexFunc(out, func(o apart) bool {
			return len(d.On) == 1 && o.Sort == a.Sort && o.Note == a.Note && len(o.What) == 1 && o.What[0].ID == d.On[0].ID
		})
		if same < 0 {
			out = append(out, a)
			continue
		}
		out[same].For, out[same].on = append(out[same].For, a.For...), append(out[same].on, a.on...)
	}
	return out
}

// islands are the customers behind whose channels stand sets that share nothing; those who meet the same sets are one place.
func (r *room) islands(sel analysis.Engagement, sort analysis.DisconnectSort, kind model.LinkKind, under func(*model.Graph, string) []*model.Element) []apart {
	var out []apart
	at := map[string]int{} // by the islands
	for _, id := range sel.Customers {
		islands := analysis.Islands(r.graph, id, kind)
		if len(islands) < 2 {
			continue
		}
		var names []string
		on := []string{id}
		for _, island := range islands {
			var channels []string
			for _, c := range island {
				channels = append(channels, c.NameIn(r.Say.Lang()))
				on = append(on, c.ID)
				for _, e := range under(r.graph, c.ID) {
					on = append(on, e.ID)
				}
			}
			names = append(names, r.Say.List(channels))
		}
		key := strings.Join(names, "|")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, apart{Apart: templates.Apart{Key: string(sort) + "-" + id, Sort: string(sort), Parts: names}})
		}
		out[i].What = append(out[i].What, r.named(r.graph.Element(id)))
		out[i].on = append(out[i].on, on...)
	}
	return out
}

// apartOf words a disconnect, where it concerns what is shown.
func (r *room) apartOf(d analysis.Disconnect, shown []string) (apart, bool) {
	a := apart{Apart: templates.Apart{Key: d.Key, Sort: string(d.Sort)}, marks: map[string]string{}}
	for _, e := range slices.Concat(d.On, d.Left, d.Right, d.For) {
		if slices.Contains(shown, e.ID) {
			a.on = append(a.on, e.ID)
		}
	}
	mark := func(list []*model.Element) {
		for _, e := range list {
			a.marks[e.ID] = r.Say.T("views.apart." + a.Sort)
		}
	}
	switch d.Sort {
	case analysis.Promised:
		if len(a.on) < 2 {
			return a, false
		}
		mark(d.On)
		a.Note = r.deadUnder(d.On[0])
	case analysis.Unanswered:
		if len(a.on) < 2 {
			return a, false
		}
		if len(d.Words) > 0 {
			a.Note = r.Say.T("views.policy." + d.Words[0])
		}
	case analysis.RivalMasters:
		if len(a.on) == 0 {
			return a, false
		}
		mark(d.Left)
		for _, e := range d.Left {
			a.Parts = append(a.Parts, e.NameIn(r.Say.Lang()))
		}
	case analysis.ApartFunction:
		a.Note = r.Say.List(d.Words)
		for _, t := range d.On {
			for _, ch := range r.graph.Sources(t.ID, model.Offers) {
				if slices.Contains(shown, ch.ID) {
					a.on = append(a.on, ch.ID)
					mark([]*model.Element{ch})
				}
			}
		}
		if len(a.on) == 0 {
			return a, false
		}
	default:
		return a, false
	}
	for _, e := range d.On {
		a.What = append(a.What, r.named(e))
	}
	for _, e := range d.For {
		a.For = append(a.For, r.named(e))
	}
	return a, true
}

// engagementTable says the model as a matrix.
func (r *room) engagementTable(sel analysis.Engagement) templates.EngagementTable {
	var t templates.EngagementTable
	things := func(list []*model.Element) (out []templates.Thing) {
		for _, e := range list {
			out = append(out, r.named(e))
		}
		return out
	}
	w := r.wording()
	for _, id := range sel.Channels {
		e := r.graph.Element(id)
		col := templates.EngagementColumn{Thing: r.named(e), Runners: things(analysis.RunnersOf(r.graph, id)), Platforms: things(analysis.PlatformsOf(r.graph, id)),
			Needs: things(r.graph.Targets(id, model.Requires))}
		col.Notes = r.platformNotes(id)
		if mode := e.Props.Text("mode"); mode != "" {
			col.Mode = r.Say.Choice("mode", mode)
		}
		t.Columns = append(t.Columns, col)
	}
	for _, id := range sel.Customers {
		row := templates.EngagementLine{Thing: r.named(r.graph.Element(id)), Needs: things(r.graph.Targets(id, model.Requires))}
		for _, ch := range sel.Channels {
			var cell templates.ReachCell
			if reach, ok := analysis.ReachOf(r.graph, ch, id); ok {
				cell = templates.ReachCell{Reached: true, Policy: reach.Policy, Want: -1}
				if reach.Wanted {
					cell.Want = int(reach.Want.Mid() + .5)
					cell.Words = r.Say.T("views.want", "N", w.PropValue(&model.Prop{Type: model.TypeNumber}, "", reach.Want))
				}
				if r.mayEditLink(r.graph.Link(reach.Link)) {
					cell.URL = r.space.URL("links", reach.Link) + "?of=" + id
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Lines = append(t.Lines, row)
	}
	for _, row := range t.Lines {
		t.Wants = t.Wants || len(row.Needs) > 0
	}
	for _, col := range t.Columns {
		t.Needs = t.Needs || len(col.Needs) > 0
	}
	return t
}

// platformNotes say of the platforms of a channel, by id, what keeps them from making it real: that one is not live, or is there
// for a touchpoint of the channel alone.
func (r *room) platformNotes(channel string) map[string]string {
	notes := map[string]string{}
	own := r.graph.Sources(channel, model.Supports)
	for _, t := range analysis.PlatformsOf(r.graph, channel) {
		var words []string
		if life := t.Props.Text("lifecycle"); life != "" && life != "live" {
			words = append(words, r.Say.Choice("lifecycle", life))
		}
		if !slices.Contains(own, t) {
			var at []string
			for _, p := range r.graph.Targets(channel, model.Offers) {
				if slices.Contains(r.graph.Sources(p.ID, model.Supports), t) {
					at = append(at, p.NameIn(r.Say.Lang()))
				}
			}
			words = append(words, r.Say.T("views.matrix.only", "Touchpoints", r.Say.List(at)))
		}
		if len(words) > 0 {
			notes[t.ID] = strings.Join(words, r.Say.T("records.semicolon"))
		}
	}
	return notes
}

// deadUnder names the systems that support a channel itself, none of which is live, with what became of them; "" = there are none.
func (r *room) deadUnder(channel *model.Element) string {
	var out []string
	for _, t := range r.graph.Sources(channel.ID, model.Supports) {
		out = append(out, r.Say.T("views.apart.dead", "Name", t.NameIn(r.Say.Lang()), "Life", r.Say.Choice("lifecycle", t.Props.Text("lifecycle"))))
	}
	return strings.Join(out, r.Say.T("records.semicolon"))
}

// exportDoors are the files that a view can be had as.
func (r *room) exportDoors(formats []string, self string) []templates.Door {
	join := "?"
	if strings.Contains(self, "?") {
		join = "&"
	}
	var out []templates.Door
	for _, format := range formats {
		out = append(out, templates.Door{Label: r.Say.T("views.export." + format), URL: fmt.Sprint(self, join, "format=", format), Icon: "download"})
	}
	return out
}
