package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// addChoice asks what to add.
func (s *Server) addChoice(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	var kinds []templates.KindChoice
	for _, k := range model.AllKinds() {
		if r.mayAdd(k) && k != model.Foreign {
			kinds = append(kinds, r.kindChoice(k))
		}
	}
	p := s.roomPage(r, r.Say.T("records.add.title"), "elements")
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}, {Label: r.Say.T("frame.elements"), URL: r.space.URL("elements")}}
	return s.render(c, http.StatusOK, templates.AddChoice(p, kinds))
}

func (r *room) kindChoice(k model.Kind) templates.KindChoice {
	icon, layer := templates.Look(&model.Element{Kind: k})
	return templates.KindChoice{Says: r.Say.T("kind." + string(k) + ".says"), Thing: templates.Thing{Kind: k, Icon: icon, Layer: layer,
		Name: r.Say.Upper(r.Say.Kind(k, false)), URL: r.space.URL("add", string(k))}}
}

// newKind is the kind that the path asks to add. Errors: NotFound.
func (r *room) newKind() (model.Kind, error) {
	k := model.Kind(r.c.Param("kind"))
	if k.Spec() == nil {
		return "", model.Fault(model.NotFound, "", "not-found")
	}
	return k, nil
}

// elementNewPage is the form for a new element.
func (s *Server) elementNewPage(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	k, err := r.newKind()
	if err != nil {
		return err
	}
	if !r.mayAdd(k) && r.wantedLink(k) == nil {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	start := &model.Element{Kind: k, Name: strings.TrimSpace(c.QueryParam("name"))}
	f := r.draw(r.fieldsOf(k, nil), func(field string) any { return fieldValue(start, field) })
	return s.showNew(r, http.StatusOK, k, f, store.NewID())
}

func (s *Server) showNew(r *room, status int, k model.Kind, f *recordForm, client string) error {
	t := templates.RecordForm{Title: r.Say.T("kind." + string(k) + ".add"), Lead: r.Say.T("kind." + string(k) + ".says"), Button: r.Say.T("records.form.add"),
		Action: r.c.Request().URL.RequestURI(), Cancel: r.space.URL(sectionOf(k)), Client: client}
	if l := r.wantedLink(k); l != nil {
		of := r.graph.Element(r.c.QueryParam("of"))
		t.Cancel = r.space.URL("elements", of.ID)
		t.Lead += " " + r.Say.T("records.form.with", "Sentence", r.linkPreview(l, of, l.From == of.ID))
	}
	f.fill(&t)
	p := s.roomPage(r, t.Title, sectionOf(k))
	p.Scripts = []string{"pick"}
	p.Crumbs = r.crumbs(k)
	return s.render(r.c, status, templates.Record(p, *fillNew(&t)))
}

// fillNew folds nothing away of a kind with few fields.
func fillNew(t *templates.RecordForm) *templates.RecordForm {
	if len(t.More) <= 2 {
		t.First, t.More = append(t.First, t.More...), nil
	}
	return t
}

// elementNew adds an element, and the link that its address may ask for, in one change.
func (s *Server) elementNew(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	k, err := r.newKind()
	if err != nil {
		return err
	}
	fields := r.fieldsOf(k, nil)
	f := r.draw(fields, func(string) any { return nil })
	e := &model.Element{ID: freshID(c, string(k), 0), Kind: k}
	edits := f.edits(c)
	if f.in["name"].Text == "" {
		f.faults = append(f.faults, model.Fault(model.Invalid, "name", "required"))
	}
	if len(f.faults) > 0 {
		return s.showNew(r, http.StatusUnprocessableEntity, k, f, c.FormValue("client"))
	}
	put(e, edits)
	ops := []model.Op{model.Add(e)}
	if l := r.wantedLink(k); l != nil {
		l.ID = freshID(c, string(l.Kind), 1)
		if l.From == "" {
			l.From = e.ID
		} else {
			l.To = e.ID
		}
		r.placeLast(l)
		ops = append(ops, model.Join(l))
	}
	title := telling("records.title.add", "Name", quoting(e.Name))
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		f.faults = faultsOf(fault, ops)
		return s.showNew(r, Status(fault.Kind), k, f, c.FormValue("client"))
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	back := r.space.URL("elements", e.ID)
	if of := c.QueryParam("of"); of != "" && c.QueryParam("link") == string(model.HasStep) {
		back = r.space.URL("journeys", of)
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// put writes the edits into a new element.
func put(e *model.Element, edits []fieldEdit) {
	for _, ed := range edits {
		head, rest, _ := strings.Cut(ed.field.name, ".")
		s, _ := ed.new.(string)
		switch head {
		case "name":
			e.Name = s
		case "names":
			if e.Names == nil {
				e.Names = map[string]string{}
			}
			e.Names[rest] = s
		case "notes":
			e.Notes = s
		case "owner":
			e.Owner = s
		case "tags":
			e.Tags, _ = ed.new.([]string)
		case "refs":
			e.Refs, _ = ed.new.([]model.Ref)
		case "props":
			if e.Props == nil {
				e.Props = model.Props{}
			}
			e.Props[rest] = ed.new
		}
	}
}

// wantedLink is the link that a form for a new element also makes: its address names the kind of link, the end at which
// the new one stands, and the element at the other. nil where it names none, or none that can be.
func (r *room) wantedLink(k model.Kind) *model.Link {
	of, spec := r.graph.Element(r.c.QueryParam("of")), model.LinkKind(r.c.QueryParam("link")).Spec()
	switch {
	case of == nil || spec == nil:
		return nil
	case r.c.QueryParam("end") == "from" && spec.Joins(k, of.Kind):
		return &model.Link{Kind: spec.Kind, To: of.ID}
	case r.c.QueryParam("end") != "from" && spec.Joins(of.Kind, k):
		return &model.Link{Kind: spec.Kind, From: of.ID}
	}
	return nil
}

// placeLast gives a link that knows an order the place behind its sisters.
func (r *room) placeLast(l *model.Link) {
	if l.Kind.Spec().Prop("order") == nil || l.Props.Known("order") {
		return
	}
	last := 0.0
	for _, other := range r.graph.Out(l.From, l.Kind) {
		if n, ok := other.Props.Number("order"); ok {
			last = max(last, n.Hi)
		}
	}
	if l.Props == nil {
		l.Props = model.Props{}
	}
	l.Props["order"] = model.Num(last + 1)
}

// elementEditPage is the form of an element.
func (s *Server) elementEditPage(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if !r.mayEdit(e) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	f := r.draw(r.fieldsOf(e.Kind, e), func(field string) any { return fieldValue(e, field) })
	return s.showEdit(r, http.StatusOK, e, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(r.rev)})
}

func revision(rev model.Revision) string { return strconv.FormatInt(int64(rev), 10) }

func (s *Server) showEdit(r *room, status int, e *model.Element, f *recordForm, t templates.RecordForm) error {
	t.Title, t.Lead = r.Say.T("records.edit.title", "Name", r.Say.Quote(e.NameIn(r.Say.Lang()))), r.Say.T("kind."+string(e.Kind)+".says")
	t.Action, t.Cancel, t.Button = r.withBack(r.space.URL("elements", e.ID, "edit")), r.backOr(r.space.URL("elements", e.ID)), r.Say.T("part.save")
	f.fill(&t)
	for i := range t.First {
		t.First[i].Field.Example = ""
	}
	p := s.roomPage(r, t.Title, sectionOf(e.Kind))
	p.Scripts = []string{"pick"}
	p.Crumbs = append(r.crumbs(e.Kind), templates.Crumb{Label: e.NameIn(r.Say.Lang()), URL: r.space.URL("elements", e.ID)})
	return s.render(r.c, status, templates.Record(p, t))
}

// elementEdit sets the fields of an element that the person has changed, as one change.
func (s *Server) elementEdit(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	drawn, at, err := s.drawnAt(r, "drawn_at")
	if err != nil {
		return err
	}
	seen := drawn.Element(c.Param("id"))
	if seen == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	f := r.draw(r.fieldsOf(seen.Kind, seen), func(field string) any { return fieldValue(seen, field) })
	t := templates.RecordForm{Client: c.FormValue("client"), DrawnAt: revision(at), Was: c.FormValue("was")}
	if err := s.decide(f, seen.ID); err != nil {
		return err
	}
	edits := f.settle(c, f.edits(c))
	if len(f.faults) > 0 {
		return s.showEdit(r, http.StatusUnprocessableEntity, seen, f, t)
	}
	if len(edits) == 0 {
		return c.Redirect(http.StatusSeeOther, r.backOr(r.space.URL("elements", seen.ID)))
	}
	ops := ops(seen.ID, edits)
	title := editTitle(seen, edits)
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		return s.editRefused(r, seen, f, t, fault, ops)
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, r.backOr(r.space.URL("elements", seen.ID)))
}

// editRefused draws the form of an element again: with what is wrong in it, with the fields that somebody else changed, or
// with the word that the element has gone.
func (s *Server) editRefused(r *room, seen *model.Element, f *recordForm, t templates.RecordForm, fault *model.Error, ops []model.Op) error {
	now, err := s.enter(r.c) // the present may be later than what this request saw at first
	if err != nil {
		return err
	}
	present := now.graph.Element(seen.ID)
	value := func(field string) any { return fieldValue(present, field) }
	switch {
	case present == nil:
		t.Note = r.Say.T("records.gone", "Name", r.Say.Quote(seen.NameIn(r.Say.Lang())))
		t.Cancel = r.space.URL("history")
		return s.showEdit(now, http.StatusConflict, seen, f, t)
	case fault.Kind == model.Conflict && f.conflict(fault, value):
		t.Was, t.DrawnAt = cmpOr(t.Was, t.DrawnAt), revision(now.rev)
		f.rebase(value)
		t.Client = store.NewID()
	default:
		f.faults = faultsOf(fault, ops)
	}
	return s.showEdit(now, Status(fault.Kind), present, f, t)
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// editTitle says in a line what an edit of an element's fields does.
func editTitle(e *model.Element, edits []fieldEdit) titled {
	var fields []titled
	for _, ed := range edits {
		if ed.field.name == "name" {
			s, _ := ed.new.(string)
			return telling("records.title.rename", "Name", quotedName(e), "New", quoting(s))
		}
		fields = append(fields, label(ed.field.kind, ed.field.name))
	}
	if len(fields) > 3 {
		return telling("records.title.fields", "Name", quotedName(e), "count", len(fields))
	}
	return telling("records.title.edit", "Name", quotedName(e), "Fields", fields)
}

// mostGoing is how many of the links that go with an element are named.
const mostGoing = 12

// elementRemovePage asks before an element goes, and names what goes with it.
func (s *Server) elementRemovePage(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	if !r.mayEdit(e) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return s.showRemove(r, http.StatusOK, e, "")
}

func (s *Server) showRemove(r *room, status int, e *model.Element, note string) error {
	name := r.Say.Quote(e.NameIn(r.Say.Lang()))
	links := r.links(e)
	text := r.Say.T("records.remove.says", "count", len(links))
	if len(links) == 0 {
		text = r.Say.T("records.remove.alone")
	}
	v := templates.RemoveView{Question: templates.Question{Title: r.Say.T("records.remove.title", "Name", name), Text: text,
		Action: r.space.URL("elements", e.ID, "remove"), Yes: r.Say.T("records.remove.yes"), No: r.space.URL("elements", e.ID)}}
	if note != "" {
		v.Question.Text = note
	}
	v.Question.Hidden = []templates.Option{{Label: "client", Value: store.NewID()}}
	w := r.wording()
	for _, l := range links[:min(len(links), mostGoing)] {
		v.Sentences = append(v.Sentences, w.LinkSentence(r.graph, l, e.ID, r.named))
	}
	v.More = len(links) - len(v.Sentences)
	p := s.roomPage(r, v.Question.Title, sectionOf(e.Kind))
	p.Crumbs = append(r.crumbs(e.Kind), templates.Crumb{Label: e.NameIn(r.Say.Lang()), URL: v.Question.No})
	return s.render(r.c, status, templates.RemovePage(p, v))
}

// elementRemove takes an element away together with its links.
func (s *Server) elementRemove(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	e := r.graph.Element(c.Param("id"))
	if e == nil {
		return s.alreadyGone(r)
	}
	title := telling("records.title.remove", "Name", quotedName(e))
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, model.Remove(r.graph, e.ID)))
	if fault, ok := mendable(err); ok { // a link came meanwhile
		now, err := s.enter(c)
		if err != nil {
			return err
		}
		if now.graph.Element(e.ID) == nil {
			return fault
		}
		return s.showRemove(now, Status(fault.Kind), e, r.Say.Error(fault))
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements")+"?kind="+string(e.Kind))
}

// alreadyGone answers who takes away what has gone before: it is done. Errors: NotFound where it never was there.
func (s *Server) alreadyGone(r *room) error {
	entries, err := s.store.About(r.c.Request().Context(), r.Place.ID, r.Line, r.c.Param("id"), 1)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return model.Fault(model.NotFound, "", "not-found")
	}
	return r.c.Redirect(http.StatusSeeOther, r.space.URL("history"))
}

// linkPreview says a link that is still to be made: the far end is an ellipsis.
func (r *room) linkPreview(l *model.Link, e *model.Element, out bool) string {
	from, to := e.NameIn(r.Say.Lang()), "…"
	if !out {
		from, to = to, from
	}
	return r.Say.T("link."+string(l.Kind)+"."+templates.SayingOf(l, "says"), "From", from, "To", to)
}
