package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

// fewUnknowns is how many questions are asked at once.
const fewUnknowns = 15

// unknownList lists what to find out next.
func (s *Server) unknownList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	v := templates.UnknownsView{Tabs: r.metricsTabs("unknowns")}
	questions := analysis.Unknowns(r.graph, fewUnknowns)
	keys := make([]string, len(questions))
	for i := range questions {
		keys[i] = store.AskKey(questions[i].ID(), questions[i].Prop)
	}
	asked, err := s.store.Asks(c.Request().Context(), r.Place.ID, keys)
	if err != nil {
		return err
	}
	for i := range questions {
		item := r.unknownItem(&questions[i])
		s.askOf(r, &questions[i], asked[keys[i]], &item)
		v.Questions = append(v.Questions, item)
	}
	return s.render(c, http.StatusOK, templates.Unknowns(s.metricsPage(r, r.Say.T("unknowns.title")), v))
}

func (r *room) unknownItem(q *analysis.Question) templates.UnknownItem {
	w := r.wording()
	kind, may := "", false
	out := templates.UnknownItem{}
	if q.Link != nil {
		kind = string(q.Link.Kind)
		out.Sentence = w.LinkSentence(r.graph, q.Link, "", r.named)
		out.Sentence.Detail = ""
		may = r.mayEditLink(q.Link)
	} else {
		kind, may = string(q.Element.Kind), r.mayEdit(q.Element)
		out.Thing = r.named(q.Element)
	}
	out.Label = w.Label(kind, q.Prop)
	if q.Rough != nil {
		out.Known = r.Say.T("unknowns.rough", "Value", w.Value(kind, model.PropField(q.Prop), *q.Rough))
	}
	if q.Settles > 0 {
		out.Does = r.Say.T("unknowns.settles", "count", q.Settles)
	}
	if q.Narrows > 0 {
		if out.Does != "" {
			out.Does += " "
		}
		out.Does += r.Say.T("unknowns.narrows", "count", q.Narrows)
	}
	var names []string
	for _, id := range q.Metrics {
		if id == "" {
			names = append(names, r.Say.T("metrics.costs"))
		} else {
			names = append(names, inquiry.MetricName(r.Say, id))
		}
	}
	out.Figures = r.Say.T("unknowns.figures", "List", names)
	if may {
		out.URL = r.space.URL("unknowns", q.ID(), q.Prop)
	}
	return out
}

// keeper is who keeps an element, or what a link joins: a member's id, or a name; "" = nobody.
func keeper(g *model.Graph, id string) string {
	if e := g.Element(id); e != nil {
		return e.Owner
	}
	l := g.Link(id)
	return cmp.Or(g.Element(l.From).Owner, g.Element(l.To).Owner)
}

// mayBeAsked says whether a question can be put into the inbox of who keeps something: of a member other than who looks. What is
// planned is nobody's to answer yet.
func (r *room) mayBeAsked(owner string) bool {
	return r.State.ID == "" && owner != r.User.ID && slices.ContainsFunc(r.members, func(p templates.Person) bool { return p.ID == owner })
}

// askOf says whom to ask, or that somebody was asked.
func (s *Server) askOf(r *room, q *analysis.Question, asked []store.Notice, out *templates.UnknownItem) {
	owner := keeper(r.graph, q.ID())
	who := r.person(owner)
	was := slices.IndexFunc(asked, func(n store.Notice) bool { return n.User == owner })
	switch {
	case owner == "":
		out.Ask, out.Nobody = r.Say.T("unknowns.ask.nobody"), true
	case was >= 0:
		when := s.when(r.Say, asked[was].At)
		out.Ask, out.Asked = r.Say.T("unknowns.asked", "Who", who), &when
	case owner == r.User.ID:
		out.Ask = r.Say.T("unknowns.ask.you")
	default:
		out.Ask = r.Say.T("unknowns.ask", "Who", who)
		if r.mayBeAsked(owner) && out.URL != "" {
			out.AskURL = r.space.URL("unknowns", q.ID(), q.Prop, "ask")
		}
	}
}

// unknownAsk puts the form of one question into the inbox of who keeps the thing.
func (s *Server) unknownAsk(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	a, err := r.askedOf(r.graph)
	if err != nil {
		return err
	}
	owner := keeper(r.graph, a.id)
	if a.value != nil && !rough(a.value) || !r.mayBeAsked(owner) {
		s.flash(c, r.Say.T("unknowns.ask.cannot"), "")
		return c.Redirect(http.StatusSeeOther, r.space.URL("unknowns"))
	}
	about := a.id
	if l := r.graph.Link(a.id); l != nil {
		about = l.From
	}
	n := store.Notice{User: owner, Key: store.AskKey(a.id, a.field.prop.Name), Topic: model.ElementTopic(about), By: r.User.Name}
	if err := s.store.Ask(c.Request().Context(), r.Place.ID, n); err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("unknowns.ask.done", "Who", r.person(owner)), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("unknowns"))
}

// rough says whether a value is known as an interval only.
func rough(v any) bool {
	n, ok := v.(model.Number)
	return ok && n.IsInterval()
}

// asked is one prop of an element or link that a form asks for.
type asked struct {
	id    string
	field formField
	value any
	name  titled // what it is asked of
}

// askedOf finds what the path asks for in a graph. Errors: NotFound; Forbidden where who looks may not change it.
func (r *room) askedOf(g *model.Graph) (asked, error) {
	a := asked{id: r.c.Param("id")}
	prop := r.c.Param("prop")
	var p *model.Prop
	if e := g.Element(a.id); e != nil {
		p, a.field.kind, a.value = e.Kind.Spec().Prop(prop), string(e.Kind), e.Props[prop]
		a.name = func(r *room) string { return e.NameIn(r.Say.Lang()) }
	} else if l := g.Link(a.id); l != nil {
		p, a.field.kind, a.value = l.Kind.Spec().Prop(prop), string(l.Kind), l.Props[prop]
		a.name = func(r *room) string { return r.wording().LinkSentence(g, l, "", r.named).String() }
	}
	if p == nil {
		return a, model.Fault(model.NotFound, "", "not-found")
	}
	if !r.mayAnswer(a.id) {
		return a, model.Fault(model.Forbidden, "", "forbidden.change")
	}
	a.field.name, a.field.prop = model.PropField(prop), p
	return a, nil
}

// mayAnswer says whether who looks may say what is not known of an element or link.
func (r *room) mayAnswer(id string) bool {
	if e := r.graph.Element(id); e != nil {
		return r.mayEdit(e)
	}
	l := r.graph.Link(id)
	return l != nil && r.mayEditLink(l)
}

// unknownPage is the form of one question.
func (s *Server) unknownPage(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	a, err := r.askedOf(r.graph)
	if err != nil {
		return err
	}
	f := r.draw([]formField{a.field}, func(string) any { return a.value })
	return s.showUnknown(r, http.StatusOK, a, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(r.rev)})
}

func (s *Server) showUnknown(r *room, status int, a asked, f *recordForm, t templates.RecordForm) error {
	t.Title, t.Lead = r.wording().Label(a.field.kind, a.field.prop.Name), a.name(r)
	t.Action, t.Cancel, t.Button = r.space.URL("unknowns", a.id, a.field.prop.Name), r.space.URL("unknowns"), r.Say.T("unknowns.save")
	f.fill(&t)
	t.First, t.More = append(t.First, t.More...), nil
	p := s.metricsPage(r, t.Title)
	p.Scripts = []string{"pick"}
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("metrics.title"), URL: r.space.URL("metrics")}, {Label: r.Say.T("unknowns.title"), URL: r.space.URL("unknowns")}}
	return s.render(r.c, status, templates.Record(p, t))
}

// unknownSave saves the answer to one question.
func (s *Server) unknownSave(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	drawn, at, err := s.drawnAt(r, "drawn_at")
	if err != nil {
		return err
	}
	a, err := r.askedOf(drawn)
	if err != nil {
		return err
	}
	f := r.draw([]formField{a.field}, func(string) any { return a.value })
	t := templates.RecordForm{Client: c.FormValue("client"), DrawnAt: revision(at), Was: c.FormValue("was")}
	if err := s.decide(f, a.id); err != nil {
		return err
	}
	edits := f.settle(c, f.edits(c))
	if len(f.faults) > 0 {
		return s.showUnknown(r, http.StatusUnprocessableEntity, a, f, t)
	}
	if len(edits) == 0 {
		return c.Redirect(http.StatusSeeOther, r.space.URL("unknowns"))
	}
	ops := ops(a.id, edits)
	title := telling("unknowns.title.saved", "Label", label(a.field.kind, model.PropField(a.field.prop.Name)), "Name", titled(func(r *room) string { return r.Say.Quote(shortened(a.name(r), 80)) }))
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		return s.unknownRefused(r, a, f, t, fault, ops)
	}
	if err != nil {
		return err
	}
	if err := s.store.Answered(c.Request().Context(), r.Place.ID, store.AskKey(a.id, a.field.prop.Name)); err != nil {
		return err
	}
	s.done(r, r.Say.T("unknowns.saved"), done.ID)
	return c.Redirect(http.StatusSeeOther, r.space.URL("unknowns"))
}

// unknownRefused draws the form again: with what is wrong, or with what somebody else answered meanwhile.
func (s *Server) unknownRefused(r *room, a asked, f *recordForm, t templates.RecordForm, fault *model.Error, ops []model.Op) error {
	now, err := s.enter(r.c)
	if err != nil {
		return err
	}
	present := func(field string) any { return valueIn(now.graph, a.id, field) }
	switch {
	case !now.graph.Has(a.id):
		t.Note = r.Say.T("records.gone", "Name", r.Say.Quote(a.name(r)))
	case fault.Kind == model.Conflict && f.conflict(fault, present):
		t.Was, t.DrawnAt = cmpOr(t.Was, t.DrawnAt), revision(now.rev)
		f.rebase(present)
		t.Client = store.NewID()
	default:
		f.faults = faultsOf(fault, ops)
	}
	return s.showUnknown(now, Status(fault.Kind), a, f, t)
}
