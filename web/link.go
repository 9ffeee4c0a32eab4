package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/store"
	"rootline/templates"
)

// sayable are the kinds of link that an element of a kind can have, each with the side on which it stands; those that fit
// anything come last.
func sayable(k model.Kind) []linkSide {
	var special, general []linkSide
	for i := range model.LinkKinds {
		spec := &model.LinkKinds[i]
		for _, out := range []bool{true, false} {
			far := farKinds(spec, k, out)
			switch {
			case len(far) == 0:
			case len(spec.From) == len(model.Kinds) && (out || len(spec.To) == len(model.Kinds)):
				general = append(general, linkSide{spec.Kind, out})
			default:
				special = append(special, linkSide{spec.Kind, out})
			}
		}
	}
	return append(special, general...)
}

// linkSide is a kind of link seen from one of its ends.
type linkSide struct {
	kind model.LinkKind
	out  bool // from this end
}

// farKinds are the kinds that can stand at the other end of a link that an element of kind k has on this side.
func farKinds(spec *model.LinkSpec, k model.Kind, out bool) []model.Kind {
	near, far := spec.From, spec.To
	if !out {
		near, far = far, near
	}
	if !slices.Contains(near, k) {
		return nil
	}
	if spec.SameKind {
		return []model.Kind{k}
	}
	return far
}

// sayMore asks what to say of an element; with a kind of link in its address, of what.
func (s *Server) sayMore(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	side, far := r.wantedSide(e)
	if far == nil {
		return s.showSayMore(r, e)
	}
	f := r.draw(linkFields(side.kind), func(string) any { return nil })
	return s.showLink(r, http.StatusOK, e, side, far, f, linkEnd{}, store.NewID())
}

// wantedSide reads from the address what is to be said; no kinds where it does not say, or says what cannot be.
func (r *room) wantedSide(e *model.Element) (linkSide, []model.Kind) {
	spec := model.LinkKind(r.c.QueryParam("link")).Spec()
	if spec == nil {
		return linkSide{}, nil
	}
	side := linkSide{spec.Kind, r.c.QueryParam("end") != "to"}
	return side, farKinds(spec, e.Kind, side.out)
}

func (side linkSide) query() string {
	end := "from"
	if !side.out {
		end = "to"
	}
	return "?link=" + string(side.kind) + "&end=" + end
}

func (s *Server) showSayMore(r *room, e *model.Element) error {
	name := e.NameIn(r.Say.Lang())
	specific := templates.LinkGroup{Title: r.Say.T("records.say.kind", "Kind", r.Say.Kind(e.Kind, false))}
	general := templates.LinkGroup{Title: r.Say.T("records.say.any")}
	for _, side := range sayable(e.Kind) {
		far := farKinds(side.kind.Spec(), e.Kind, side.out)
		if !slices.ContainsFunc(far, func(k model.Kind) bool { return r.mayAddWith(side, k, e) }) {
			continue // not for this role
		}
		icon, layer := templates.Look(&model.Element{Kind: far[0]})
		choice := templates.LinkChoice{Words: r.linkPreview(&model.Link{Kind: side.kind}, e, side.out), URL: r.space.URL("elements", e.ID, "say") + side.query(), Icon: icon, Layer: layer}
		if len(far) > 10 {
			choice.Icon, choice.Layer = "link", string(model.LayerForeign)
			general.Choices = append(general.Choices, choice)
		} else {
			specific.Choices = append(specific.Choices, choice)
		}
	}
	p := s.recordPage(r, e, r.Say.T("records.say.more"))
	return s.render(r.c, http.StatusOK, templates.SayMore(p, name, []templates.LinkGroup{specific, general}))
}

// recordPage is the frame of a page below that of an element.
func (s *Server) recordPage(r *room, e *model.Element, title string) templates.Page {
	p := s.roomPage(r, title, sectionOf(e.Kind))
	p.Scripts = []string{"pick"}
	p.Crumbs = append(r.crumbs(e.Kind), templates.Crumb{Label: e.NameIn(r.Say.Lang()), URL: r.space.URL("elements", e.ID)})
	return p
}

// linkEnd is the other end of a link as a form names it.
type linkEnd struct {
	typed  string     // a name
	chosen []string   // an id
	as     model.Kind // what to make of a name that is not there yet
	fault  string     // message
	among  []*model.Element
	anew   []string // names that something else bears, which does not fit: sent again, something new is added
}

func (s *Server) showLink(r *room, status int, e *model.Element, side linkSide, far []model.Kind, f *recordForm, end linkEnd, client string) error {
	t := templates.RecordForm{Title: r.linkPreview(&model.Link{Kind: side.kind}, e, side.out), Action: r.c.Request().URL.RequestURI(), Cancel: r.space.URL("elements", e.ID, "say"),
		Button: r.Say.T("records.say.go"), Client: client}
	f.folded = true
	f.fill(&t)
	other := templates.Field{Name: "other", Label: r.Say.T("records.say.other"), Hint: r.Say.T("records.say.other.hint"), Value: end.typed, Error: end.fault, Required: true}
	if end.fault != "" {
		t.Errors = append([]templates.FieldError{{Field: "other", Message: end.fault}}, t.Errors...)
	}
	pick := r.pick(other, far, end.chosen)
	pick.Several = true
	pick.Source += "&add=1&not=" + url.QueryEscape(e.ID)
	view := templates.LinkForm{Form: t, Pick: pick, Anew: end.anew, Among: r.amongOptions(end)}
	for _, k := range far {
		if r.mayAddWith(side, k, e) && (k != model.Foreign || len(far) == 1) {
			view.Kinds = append(view.Kinds, templates.Option{Value: string(k), Label: r.Say.Kind(k, false), On: k == end.as})
		}
	}
	return s.render(r.c, status, templates.LinkNew(s.recordPage(r, e, t.Title), view))
}

// amongOptions are the namesakes of which one is meant.
func (r *room) amongOptions(end linkEnd) []templates.Option {
	var out []templates.Option
	for _, m := range end.among {
		out = append(out, templates.Option{Value: m.ID, Label: m.NameIn(r.Say.Lang()), Hint: r.apart(m)})
	}
	return out
}

// apart says what tells an element from its namesakes.
func (r *room) apart(e *model.Element) string {
	words := []string{r.Say.Kind(e.Kind, false)}
	if e.Owner != "" {
		words = append(words, r.person(e.Owner))
	}
	if e.Notes != "" {
		words = append(words, shortened(e.Notes, 60))
	}
	return strings.Join(append(words, e.ID), " · ")
}

// mayAddWith says whether who looks may add an element of this kind together with the link to it.
func (r *room) mayAddWith(side linkSide, k model.Kind, e *model.Element) bool {
	fresh := &model.Element{ID: "fresh", Kind: k}
	l := &model.Link{ID: "link", Kind: side.kind, From: e.ID, To: fresh.ID}
	if !side.out {
		l.From, l.To = l.To, l.From
	}
	return r.may(model.Add(fresh), model.Join(l))
}

// linkNew says something more of an element: it links it to another, which it makes where it is not there yet.
func (s *Server) linkNew(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	side, far := r.wantedSide(e)
	if far == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	f := r.draw(linkFields(side.kind), func(string) any { return nil })
	edits := f.edits(c)
	end := linkEnd{typed: field(c, "other"), as: model.Kind(field(c, "as"))}
	others, made := r.otherEnds(&end, far)
	r.notItself(&end, e, others...)
	if end.fault != "" || len(f.faults) > 0 {
		return s.showLink(r, http.StatusUnprocessableEntity, e, side, far, f, end, c.FormValue("client"))
	}
	var ops []model.Op
	for _, m := range made {
		ops = append(ops, model.Add(m))
	}
	for i, other := range others {
		ops = append(ops, model.Join(r.linkTo(side, e, other, edits, i)))
	}
	title := saidOf(side, e, others, ops[len(made)].Link)
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		f.faults = faultsOf(fault, ops)
		for _, one := range f.faults {
			if one.Field == "name" {
				one.Field = "other"
			}
		}
		return s.showLink(r, Status(fault.Kind), e, side, far, f, end, c.FormValue("client"))
	}
	if err != nil {
		return err
	}
	said := title(r)
	if len(made) > 0 { // who meant one that is there sees that it became another
		names := make([]string, len(made))
		for i, m := range made {
			names[i] = r.quoted(m)
		}
		said = r.Say.T("records.made.too", "Said", said, "Names", r.Say.List(names), "count", len(made))
	}
	s.done(r, said, done.ID)
	return c.Redirect(http.StatusSeeOther, r.backOr(r.space.URL("elements", e.ID)))
}

// linkTo is the link of a side to the nth of the other ends that were named, behind those that are there.
func (r *room) linkTo(side linkSide, e, other *model.Element, props []fieldEdit, n int) *model.Link {
	l := &model.Link{ID: freshID(r.c, string(side.kind), 2*n), Kind: side.kind, From: e.ID, To: other.ID}
	if !side.out {
		l.From, l.To = l.To, l.From
	}
	if len(props) > 0 {
		l.Props = model.Props{}
	}
	for _, ed := range props {
		name, _ := model.PropName(ed.field.name)
		l.Props[name] = ed.new
	}
	given := l.Props.Known("order")
	if side.kind == model.Because || given { // causes of one effect have an order only where someone gives one
		return l
	}
	r.placeLast(l)
	if order, ok := l.Props.Number("order"); ok && side.out {
		l.Props["order"] = model.Num(order.Lo + float64(n))
	}
	return l
}

// saidOf is the title of a change that links an element to others, all by links like l.
func saidOf(side linkSide, e *model.Element, others []*model.Element, l *model.Link) titled {
	if len(others) > 1 {
		names := make([]titled, len(others))
		for i, other := range others {
			names[i] = quotedName(other)
		}
		return telling("records.title.edit", "Name", titled(func(r *room) string { return r.linkPreview(l, e, side.out) }), "Fields", names)
	}
	from, to := e, others[0]
	if !side.out {
		from, to = to, from
	}
	return func(r *room) string {
		return r.Say.T(r.Say.Link(side.kind, templates.SayingOf(l, "says"), to.Kind), "From", bareName(from)(r), "To", bareName(to)(r))
	}
}

// otherEnds finds the elements that a form names as other ends, those that it makes among them: what was picked, and what was
// typed. What stands in the way is left in end.
func (r *room) otherEnds(end *linkEnd, far []model.Kind) (ends, made []*model.Element) {
	end.chosen = fields(r.c, "other.id")
	for _, id := range end.chosen {
		e := r.picked(end, id, far)
		if e == nil {
			return nil, nil
		}
		ends = append(ends, e)
	}
	for _, name := range r.namesIn("other", far...) {
		if slices.ContainsFunc(ends, func(e *model.Element) bool {
			return slices.Contains(r.byName(name, e.Kind), e) || find.Fold(e.Name) == find.Fold(name)
		}) {
			continue // picked among its namesakes, or said twice
		}
		e, fresh := r.typedEnd(end, name, far, 2*len(made)+1)
		if e == nil {
			return nil, nil
		}
		if ends = append(ends, e); fresh {
			made = append(made, e)
		}
	}
	if len(ends) == 0 {
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "required"))
	}
	return ends, made
}

// namesIn takes apart the names that were typed into a field that takes several, with commas or semicolons between them. With script names
// are picked one by one, and a comma belongs to one; so it does where something is called that.
func (r *room) namesIn(name string, kinds ...model.Kind) []string {
	typed := field(r.c, name)
	if typed != "" && (field(r.c, name+".one") != "" || len(r.byName(typed, kinds...)) > 0) {
		return []string{typed}
	}
	return separated(strings.NewReplacer(";", ",", "；", ",", "؛", ",").Replace(typed))
}

// otherEnd finds the element that a form names as the other end, or makes one: what was picked, else the one of that name,
// else a new one of the kind that was chosen for it. What stands in the way is left in end.
func (r *room) otherEnd(end *linkEnd, far []model.Kind) (e *model.Element, made bool) {
	end.chosen = fields(r.c, "other.id")
	if len(end.chosen) > 0 {
		end.chosen = end.chosen[len(end.chosen)-1:]
		return r.picked(end, end.chosen[0], far), false
	}
	if end.typed == "" {
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "required"))
		return nil, false
	}
	return r.typedEnd(end, end.typed, far, 1)
}

// drop takes back one pick; the others stay in the form.
func (end *linkEnd) drop(id string) {
	end.chosen = slices.DeleteFunc(slices.Clone(end.chosen), func(one string) bool { return one == id })
}

// picked is the element with this id, nil where it cannot be the other end: then end says why.
func (r *room) picked(end *linkEnd, id string, far []model.Kind) *model.Element {
	switch e := r.graph.Element(id); {
	case e == nil:
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "absent", "ID", id))
	case !slices.Contains(far, e.Kind):
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "form.unfit", "Value", shortened(e.NameIn(r.Say.Lang()), 80)))
	default:
		return e
	}
	end.drop(id)
	return nil
}

// typedEnd is the element of this name, else a new one, the nth thing that the form adds; nil where end says why not.
func (r *room) typedEnd(end *linkEnd, name string, far []model.Kind, n int) (e *model.Element, made bool) {
	switch found := r.byName(name, far...); {
	case len(found) == 1:
		return found[0], false
	case len(found) > 1:
		end.among = found
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "form.several", "Value", shortened(name, 80)))
		return nil, false
	}
	kind := end.as
	if len(far) == 1 {
		kind = far[0]
	}
	if !slices.Contains(far, kind) {
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "form.kind", "Value", shortened(name, 80)))
		return nil, false
	}
	if r.elsewhere(end, name, kind) {
		return nil, false
	}
	return &model.Element{ID: freshID(r.c, string(kind), n), Kind: kind, Name: name}, true
}

// notItself leaves in end that nothing is said of a thing and itself.
func (r *room) notItself(end *linkEnd, e *model.Element, others ...*model.Element) {
	if end.fault == "" && slices.Contains(others, e) {
		end.drop(e.ID)
		end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "form.itself", "Value", shortened(e.NameIn(r.Say.Lang()), 80)))
	}
}

// elsewhere says whether things of other kinds than fit bear the name of one that would be added. That is left in end, once: who
// sends the same again means something new.
func (r *room) elsewhere(end *linkEnd, name string, kind model.Kind) bool {
	end.anew = fields(r.c, "anew")
	if slices.Contains(end.anew, name) {
		return false
	}
	var kinds []string
	for i := range model.Kinds {
		if k := model.Kinds[i].Kind; len(r.byName(name, k)) > 0 {
			kinds = append(kinds, r.Say.Kind(k, false))
		}
	}
	if len(kinds) == 0 {
		return false
	}
	end.anew = append(end.anew, name)
	end.fault = r.Say.Error(model.Fault(model.Invalid, "other", "form.elsewhere", "Value", shortened(name, 80), "Kinds", kinds, "Kind", r.Say.Kind(kind, false)))
	return true
}

// linkOf finds the link that the path names, and the end from whose page it is looked at. Errors: NotFound.
func (s *Server) linkOf(c echo.Context) (*room, *model.Link, *model.Element, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, nil, nil, err
	}
	l := r.graph.Link(c.Param("id"))
	if l == nil {
		return nil, nil, nil, model.Fault(model.NotFound, "", "not-found")
	}
	return r, l, r.endOf(l), nil
}

func (r *room) endOf(l *model.Link) *model.Element {
	if r.c.QueryParam("of") == l.To {
		return r.graph.Element(l.To)
	}
	return r.graph.Element(l.From)
}

// linkEditPage is the form of a link.
func (s *Server) linkEditPage(c echo.Context) error {
	r, l, e, err := s.linkOf(c)
	if err != nil {
		return err
	}
	if !r.mayEditLink(l) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	f := r.draw(linkFields(l.Kind), l.Field)
	return s.showLinkEdit(r, http.StatusOK, l, e, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(r.rev)})
}

func (s *Server) showLinkEdit(r *room, status int, l *model.Link, e *model.Element, f *recordForm, t templates.RecordForm) error {
	w := r.wording()
	t.Title = w.LinkSentence(r.graph, l, "", r.named).String()
	t.Action, t.Cancel, t.Button = r.withBack(r.space.URL("links", l.ID)+"?of="+e.ID), r.backOr(r.space.URL("elements", e.ID, "links")), r.Say.T("part.save")
	f.fill(&t)
	v := templates.LinkEdit{Form: t, Bare: len(f.fields) == 0, RemoveURL: r.space.URL("links", l.ID, "remove") + "?of=" + e.ID}
	return s.render(r.c, status, templates.LinkEditPage(s.recordPage(r, e, t.Title), v))
}

// linkEdit sets what a link knows beside its ends.
func (s *Server) linkEdit(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	drawn, at, err := s.drawnAt(r, "drawn_at")
	if err != nil {
		return err
	}
	seen := drawn.Link(c.Param("id"))
	if seen == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	if r.graph.Link(seen.ID) == nil {
		return model.Fault(model.Conflict, "", "form.link.gone")
	}
	e := r.endOf(seen)
	f := r.draw(linkFields(seen.Kind), seen.Field)
	t := templates.RecordForm{Client: c.FormValue("client"), DrawnAt: revision(at), Was: c.FormValue("was")}
	if err := s.decide(f, seen.ID); err != nil {
		return err
	}
	edits := f.settle(c, f.edits(c))
	if len(f.faults) > 0 {
		return s.showLinkEdit(r, http.StatusUnprocessableEntity, seen, e, f, t)
	}
	back := r.backOr(r.space.URL("elements", e.ID, "links"))
	if len(edits) == 0 {
		return c.Redirect(http.StatusSeeOther, back)
	}
	ops := ops(seen.ID, edits)
	var labels []titled
	for _, ed := range edits {
		labels = append(labels, label(ed.field.kind, ed.field.name))
	}
	title := telling("records.title.edit", "Name", sentence(seen), "Fields", labels)
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		now, err := s.enter(c)
		if err != nil {
			return err
		}
		present := now.graph.Link(seen.ID)
		switch {
		case present == nil:
			return model.Fault(model.Conflict, "", "form.link.gone")
		case fault.Kind == model.Conflict && f.conflict(fault, present.Field):
			t.Was, t.DrawnAt, t.Client = cmpOr(t.Was, t.DrawnAt), revision(now.rev), store.NewID()
			f.rebase(present.Field)
		default:
			f.faults = faultsOf(fault, ops)
		}
		return s.showLinkEdit(now, Status(fault.Kind), present, e, f, t)
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, back)
}

// linkRemove takes a link away.
func (s *Server) linkRemove(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	l := r.graph.Link(c.Param("id"))
	if l == nil {
		return s.alreadyGone(r)
	}
	e := r.endOf(l)
	title := telling("records.op.unlink", "Sentence", sentence(l))
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, []model.Op{{Kind: model.OpRemoveLink, ID: l.ID}}))
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID, "links"))
}
