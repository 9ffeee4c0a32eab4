package web

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/oklog/ulid/v2"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// recordForm is a form about one element or link while a request deals with it.
type recordForm struct {
	r      *room
	fields []formField
	was    map[string]any     // each field as the form showed it; nil = unset
	in     map[string]entered // each field as it stands in the form now
	stale  []templates.StaleField
	faults []*model.Error
	folded bool // what is not filled in is folded away, even of a link
}

// draw begins a form that shows these values.
func (r *room) draw(fields []formField, value func(field string) any) *recordForm {
	f := &recordForm{r: r, fields: fields, was: map[string]any{}, in: map[string]entered{}}
	for _, field := range fields {
		v := value(field.name)
		f.was[field.name], f.in[field.name] = v, r.show(field, v)
	}
	return f
}

// fieldEdit is a field that the person has changed.
type fieldEdit struct {
	field    formField
	old, new any
}

// edits reads what was entered and returns the fields that differ from what the form showed. A field that the form did not
// have stays as it is.
func (f *recordForm) edits(c echo.Context) []fieldEdit {
	var out []fieldEdit
	for _, field := range f.fields {
		now, there := field.read(c)
		if !there || now.same(f.in[field.name]) {
			continue
		}
		f.in[field.name] = now
		v, err := f.r.parse(field, now, f.was[field.name])
		if err != nil {
			f.faults = append(f.faults, err)
			continue
		}
		if !model.Same(v, f.was[field.name]) {
			out = append(out, fieldEdit{field, f.was[field.name], v})
		}
	}
	return out
}

// ops are the edits as ops on an element or link; tags are edited one by one.
func ops(id string, edits []fieldEdit) []model.Op {
	var out []model.Op
	for _, e := range edits {
		if e.field.name != "tags" {
			out = append(out, model.Set(id, e.field.name, e.old, e.new))
			continue
		}
		before, _ := e.old.([]string)
		after, _ := e.new.([]string)
		for _, t := range before {
			if !slices.Contains(after, t) {
				out = append(out, model.Set(id, "tags."+t, true, nil))
			}
		}
		for _, t := range after {
			if !slices.Contains(before, t) {
				out = append(out, model.Set(id, "tags."+t, nil, true))
			}
		}
	}
	return out
}

// faultsOf turns the faults of a change into faults of the form's fields.
func faultsOf(err *model.Error, ops []model.Op) []*model.Error {
	var out []*model.Error
	for _, e := range err.All() {
		one := *e
		one.Also = nil
		one.Field = formPath(e.Field, ops)
		out = append(out, &one)
	}
	return out
}

// formPath is the form's name for a place in a change: of "ops[2].new" the field that op sets, of "ops[0].element.name"
// the field itself; "" where the form has no such place.
func formPath(path string, ops []model.Op) string {
	rest, ok := strings.CutPrefix(path, "ops[")
	if !ok {
		return ""
	}
	n, rest, _ := strings.Cut(rest, "].")
	if field, ok := strings.CutPrefix(rest, "element."); ok {
		return field
	}
	if field, ok := strings.CutPrefix(rest, "link."); ok {
		return field
	}
	if i, err := strconv.Atoi(n); err == nil && i < len(ops) {
		return ops[i].Field
	}
	return ""
}

// messages says the faults beside their fields, in the order of the form.
func (f *recordForm) messages() []templates.FieldError {
	var out []templates.FieldError
	for _, e := range f.faults {
		out = append(out, templates.FieldError{Field: e.Field, Message: f.r.Say.Error(e)})
	}
	return out
}

// fill puts the fields into a form: those asked for first and those with something in them, then the others.
func (f *recordForm) fill(t *templates.RecordForm) {
	w := f.r.wording()
	t.Errors = f.messages()
	t.Stale = f.stale
	for _, field := range f.fields {
		message := messageFor(t.Errors, field.name)
		in := f.r.input(w, field, f.in[field.name], message)
		empty := f.in[field.name].same(entered{})
		isLink := model.LinkKind(field.kind).Spec() != nil && model.Kind(field.kind).Spec() == nil
		if field.name == "name" || field.prop != nil && field.prop.Asked || !empty || message != "" || isLink && !f.folded {
			t.First = append(t.First, in)
		} else {
			t.More = append(t.More, in)
		}
	}
}

// drawnAt is the revision that a form was drawn from, and the graph as it stood then; the present where the form does not
// say, or says what cannot be.
func (s *Server) drawnAt(r *room, name string) (*model.Graph, model.Revision, error) {
	n, err := strconv.ParseInt(r.c.FormValue(name), 10, 64)
	rev := model.Revision(n)
	if err != nil || rev <= 0 || rev >= r.rev {
		return r.graph, r.rev, nil
	}
	g, err := s.store.StateGraphAt(r.c.Request().Context(), r.Place.ID, r.State.ID, rev)
	if err != nil {
		return nil, 0, err
	}
	return g, rev, nil
}

// once is the client id of what a form asks: the same where the same form is sent twice with the same in it, so that it
// takes effect once; another where somebody went back and sent it with something else in it.
func once(c echo.Context) string {
	form, err := c.FormParams()
	client := c.FormValue("client")
	if err != nil || client == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(c.Path() + "?" + sorted(form)))
	return fmt.Sprintf("%s-%x", shortened(client, 40), sum[:10])
}

func sorted(form url.Values) string { return form.Encode() }

// freshID is an id for the nth thing that a form adds: the same where the same form is sent twice.
func freshID(c echo.Context, kind string, n int) string {
	key := once(c)
	started, err := ulid.ParseStrict(c.FormValue("client"))
	if key == "" || err != nil {
		return store.NewElementID(kind)
	}
	var id ulid.ULID
	sum := sha256.Sum256([]byte(key + " " + strconv.Itoa(n)))
	copy(id[:6], started[:6])
	copy(id[6:], sum[:])
	return kind + "-" + id.String()
}

// change is a change of the current state by who looks, from a form.
func (s *Server) change(r *room, t titled, ops []model.Op) model.Change {
	title, titles := r.title(t)
	return model.Change{ID: store.NewID(), Workspace: r.Place.ID, State: r.State.ID, Title: title, Titles: titles, Author: author(r.c), At: s.store.Now(), ClientID: once(r.c), Ops: ops}
}

// done flashes what a change did, with the way to take it back.
func (s *Server) done(r *room, text, change string) {
	s.flash(r.c, text, r.space.URL("history", change, "undo"))
}

// conflict marks the fields of the form that are stale, with all three values. It says false where an op that is no field
// of the form was stale.
func (f *recordForm) conflict(err *model.Error, present func(field string) any) bool {
	w := f.r.wording()
	for _, st := range err.Stale {
		i := slices.IndexFunc(f.fields, func(field formField) bool { return field.name == st.Field })
		if i < 0 {
			return false
		}
		field := f.fields[i]
		f.stale = append(f.stale, templates.StaleField{Name: field.name, Label: w.Field(field.kind, field.name),
			Original: w.Value(field.kind, field.name, f.was[field.name]), Present: w.Value(field.kind, field.name, present(field.name)),
			Mine: w.Value(field.kind, field.name, st.Proposed), Both: bothOf(f.was[field.name], present(field.name), st.Proposed)})
	}
	return len(f.stale) > 0
}

// bothOf joins two rewritings of a text, "" where they touch, or where these are no texts.
func bothOf(original, present, mine any) string {
	was, isText := original.(string)
	theirs, also := present.(string)
	own, too := mine.(string)
	if !isText || !also || !too {
		return ""
	}
	both, ok := model.MergeTexts(was, theirs, own)
	if !ok || both == theirs || both == own {
		return ""
	}
	return both
}

// rebase brings the form to the present: fields that the person left alone show what stands there now, the others keep
// what was entered.
func (f *recordForm) rebase(present func(field string) any) {
	for _, field := range f.fields {
		if f.in[field.name].same(f.r.show(field, f.was[field.name])) {
			f.in[field.name] = f.r.show(field, present(field.name))
		}
	}
}

// decide reads what the person decided of the fields that were stale when the form was last drawn: what is theirs is left
// as it is. id is of the element or link that the form is about.
func (s *Server) decide(f *recordForm, id string) error {
	form, err := f.r.c.FormParams()
	if err != nil || form.Get("was") == "" {
		return nil // nothing was stale
	}
	first, _, err := s.drawnAt(f.r, "was")
	if err != nil {
		return err
	}
	w := f.r.wording()
	for _, name := range form["stale"] {
		i := slices.IndexFunc(f.fields, func(field formField) bool { return field.name == name })
		if i < 0 {
			continue
		}
		field := f.fields[i]
		take := form.Get("take." + name)
		mine, _ := field.read(f.r.c)
		st := templates.StaleField{Name: name, Label: w.Field(field.kind, name), Take: take, Original: w.Value(field.kind, name, valueIn(first, id, name)),
			Present: w.Value(field.kind, name, f.was[name]), Mine: mine.Text}
		if v, err := f.r.parse(field, mine, f.was[name]); err == nil {
			st.Mine, st.Both = w.Value(field.kind, name, v), bothOf(valueIn(first, id, name), f.was[name], v)
		}
		if take != "mine" && take != "theirs" && (take != "both" || st.Both == "") {
			fault := model.Fault(model.Invalid, "take."+name, "form.decide", "Field", st.Label)
			f.faults = append(f.faults, fault)
			st.Error = f.r.Say.Error(fault)
		}
		f.stale = append(f.stale, st)
	}
	return nil
}

// valueIn is the value of a form's field in an element or link as a graph has it; nil where the graph does not have it.
func valueIn(g *model.Graph, id, field string) any {
	if e := g.Element(id); e != nil {
		return fieldValue(e, field)
	}
	if l := g.Link(id); l != nil {
		return l.Field(field)
	}
	return nil
}

// settle leaves out the edits of fields that the person gave up for what stands there, and puts both together where they
// chose that.
func (f *recordForm) settle(c echo.Context, edits []fieldEdit) []fieldEdit {
	form, err := c.FormParams()
	if err != nil {
		return edits
	}
	out := edits[:0]
	for _, e := range edits {
		take := ""
		if slices.Contains(form["stale"], e.field.name) {
			take = form.Get("take." + e.field.name)
		}
		if take == "theirs" {
			continue
		}
		if i := slices.IndexFunc(f.stale, func(st templates.StaleField) bool { return st.Name == e.field.name }); take == "both" && i >= 0 {
			e.new = f.stale[i].Both
		}
		out = append(out, e)
	}
	return out
}

// mendableIn returns the fault that the person can mend in the form before them, NotFound of what it is about included.
func mendableIn(err error) (*model.Error, bool) {
	e, ok := errors.AsType[*model.Error](err)
	return e, ok && (e.Kind == model.Invalid || e.Kind == model.Conflict || e.Kind == model.NotFound && e.Msg == "absent")
}
