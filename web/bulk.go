package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// bulkActs are what can be done with several elements at once.
var bulkActs = []string{"tag", "untag", "owner", "set", "remove"}

// bulk is several elements and what is to be done with them, as a request says it.
type bulk struct {
	r     *room
	do    string
	ids   []string // as chosen; nil = all that the query finds
	query string   // of the list
	list  string   // the page of the side bar that the list is on
	back  string
	on    []*model.Element
	input string
	fault string // what is wrong with the input
	note  string // what happened meanwhile
}

// elementBulk first asks what exactly is to be done with the chosen elements, and does it, as one change, where the form says
// that it has been asked.
func (s *Server) elementBulk(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	b := &bulk{r: r, do: c.FormValue("do"), query: c.FormValue("query"), list: c.FormValue("list"), back: r.sentBack(c.FormValue("back")), input: field(c, "value")}
	if !slices.Contains(bulkActs, b.do) {
		return model.Fault(model.NotFound, "", "not-found")
	}
	if err := s.choose(c, b); err != nil {
		return err
	}
	if len(b.on) == 0 {
		s.notice(c, r.Say.T("lists.bulk.nothing"))
		return c.Redirect(http.StatusSeeOther, b.back)
	}
	if c.FormValue("sure") == "" {
		return s.showBulk(b, http.StatusOK)
	}
	if n, err := strconv.Atoi(c.FormValue("count")); b.ids == nil && err == nil && n != len(b.on) {
		b.note = r.Say.T("lists.bulk.other", "count", len(b.on))
		return s.showBulk(b, http.StatusConflict)
	}
	ops, title, fault := b.change()
	if fault != nil {
		b.fault = r.Say.Error(fault)
		return s.showBulk(b, http.StatusUnprocessableEntity)
	}
	if len(ops) == 0 { // it is so already
		s.notice(c, r.Say.T("lists.bulk.same"))
		return c.Redirect(http.StatusSeeOther, b.back)
	}
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		if b.r, err = s.enter(c); err != nil { // what changed meanwhile
			return err
		}
		b.fault = r.Say.Error(fault)
		if err := s.choose(c, b); err != nil {
			return err
		}
		return s.showBulk(b, Status(fault.Kind))
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	return c.Redirect(http.StatusSeeOther, b.back)
}

// sentBack is a page of this workspace that a form asks to go back to, the elements where it names none.
func (r *room) sentBack(back string) string {
	path, _, _ := strings.Cut(back, "?")
	if localPath(back) != back || !underPath(path, r.space.URL()) {
		return r.space.URL("elements")
	}
	return back
}

// choose finds the elements that the form names; those that have gone are left out.
func (s *Server) choose(c echo.Context, b *bulk) error {
	b.on = nil
	if c.FormValue("all") == "" {
		b.ids = slices.Compact(slices.Sorted(slices.Values(fields(c, "id"))))
		for _, id := range b.ids {
			if e := b.r.graph.Element(id); e != nil {
				b.on = append(b.on, e)
			}
		}
		return nil
	}
	b.ids = nil
	v, err := url.ParseQuery(b.query)
	if err != nil {
		return model.Fault(model.Invalid, "", "view.long")
	}
	found, err := s.find(b.r, listQueryOf(v, b.list))
	for _, row := range found {
		b.on = append(b.on, row.element)
	}
	return err
}

// change is what is to be done as ops and their title. Where the input is no good it says why.
func (b *bulk) change() ([]model.Op, titled, *model.Error) {
	n := len(b.on)
	switch b.do {
	case "tag", "untag":
		tags, fault := readTags(b.input)
		if fault == nil && tags == nil {
			fault = model.Fault(model.Invalid, "value", "required")
		}
		if fault != nil {
			return nil, nil, fault
		}
		list, _ := tags.([]string)
		return b.tagged(list), telling("lists.title."+b.do, "Tags", list, "count", n), nil
	case "owner":
		owner := b.r.ownerOf(b.input, nil)
		if owner == nil {
			return b.set("owner", nil), telling("lists.title.ownerless", "count", n), nil
		}
		return b.set("owner", owner), telling("lists.title.owner", "Name", b.input, "count", n), nil
	case "set":
		return b.setProp()
	}
	return b.removed(), telling("lists.title.remove", "count", n), nil
}

func (b *bulk) tagged(tags []string) []model.Op {
	var before, after any = nil, true
	if b.do == "untag" {
		before, after = after, before
	}
	var ops []model.Op
	for _, e := range b.on {
		for _, t := range tags {
			if slices.Contains(e.Tags, t) == (before != nil) {
				ops = append(ops, model.Set(e.ID, "tags."+t, before, after))
			}
		}
	}
	return ops
}

func (b *bulk) set(field string, v any) []model.Op {
	var ops []model.Op
	for _, e := range b.on {
		if old := e.Field(field); !model.Same(old, v) {
			ops = append(ops, model.Set(e.ID, field, old, v))
		}
	}
	return ops
}

// setProp sets a prop to one of its choices; the input is a condition, which they all meet afterwards.
func (b *bulk) setProp() ([]model.Op, titled, *model.Error) {
	name, value, _ := strings.Cut(strings.TrimPrefix(b.input, "props."), ":")
	w := b.r.wording()
	i := slices.IndexFunc(b.settable(w), func(p model.Prop) bool { return p.Name == name })
	if i < 0 {
		return nil, nil, model.Fault(model.Invalid, "value", "required")
	}
	p := b.settable(w)[i]
	var v any
	switch {
	case value == "":
	case p.Type == model.TypeBool:
		v = value == "true"
	case p.Type == model.TypeWhole:
		f, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, nil, model.Fault(model.Invalid, "value", "prop.number")
		}
		v = model.Num(f)
	default:
		v = value
	}
	v, fault := p.Value("value", v)
	if fault != nil {
		return nil, nil, fault
	}
	kind, field := string(b.on[0].Kind), model.PropField(name)
	return b.set(field, v), telling("lists.title.set", "Field", label(kind, field), "Value", titled(func(r *room) string { return r.wording().Value(kind, field, v) }), "count", len(b.on)), nil
}

// settable are the props of a few values that all the chosen elements have: of those of one kind, its own.
func (b *bulk) settable(w templates.Wording) []model.Prop {
	if len(b.on) == 0 {
		return nil
	}
	k := b.on[0].Kind
	if slices.ContainsFunc(b.on, func(e *model.Element) bool { return e.Kind != k }) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(w.Props(k)), func(p model.Prop) bool {
		return p.Type != model.TypeChoice && p.Type != model.TypeBool && (p.Type != model.TypeWhole || p.Max-p.Min > 10)
	})
}

// links are those that go with the chosen elements, each once.
func (b *bulk) links() []*model.Link {
	var out []*model.Link
	seen := map[string]bool{}
	for _, e := range b.on {
		for _, l := range b.r.links(e) {
			if !seen[l.ID] {
				seen[l.ID] = true
				out = append(out, l)
			}
		}
	}
	return out
}

func (b *bulk) removed() []model.Op {
	var ops []model.Op
	for _, l := range b.links() {
		ops = append(ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID})
	}
	for _, e := range b.on {
		ops = append(ops, model.Op{Kind: model.OpRemoveElement, ID: e.ID})
	}
	return ops
}

// mostNamed is how many of the chosen elements are named before something is done with them.
const mostNamed = 12

// showBulk asks what exactly is to be done.
func (s *Server) showBulk(b *bulk, status int) error {
	r, say := b.r, b.r.Say
	w := r.wording()
	v := templates.BulkView{Do: b.do, Title: say.T("lists.bulk."+b.do+".title", "count", len(b.on)), Action: r.space.URL("elements", "bulk"), Back: b.back, Note: b.note,
		Button: say.T("lists.bulk." + b.do + ".go"), Client: store.NewID(), Count: len(b.on), Query: b.query, List: b.list, All: b.ids == nil, IDs: b.ids, Value: b.input}
	for _, e := range b.on[:min(len(b.on), mostNamed)] {
		v.Things = append(v.Things, r.named(e))
	}
	v.More = len(b.on) - len(v.Things)
	if b.fault != "" {
		v.Errors = []templates.FieldError{{Field: "value", Message: b.fault}}
	}
	switch b.do {
	case "tag":
		for _, o := range r.tagChoices(listQuery{}) {
			v.Suggestions = append(v.Suggestions, o.Value)
		}
	case "untag":
		v.Suggestions = b.tags()
	case "owner":
		for _, m := range r.members {
			v.Suggestions = append(v.Suggestions, m.Name)
		}
	case "set":
		v.Groups = b.valueChoices(w)
	case "remove":
		if err := s.removalSays(b, &v); err != nil {
			return err
		}
	}
	p := s.roomPage(r, v.Title, cmpOr(b.list, "elements"))
	p.Styles = append(p.Styles, "list")
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}, {Label: say.T("lists.bulk.list"), URL: b.back}}
	return s.render(r.c, status, templates.Bulk(p, v))
}

// tags are those that some of the chosen elements have, in order.
func (b *bulk) tags() []string {
	seen := map[string]bool{}
	var out []string
	for _, e := range b.on {
		for _, t := range e.Tags {
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return out[:min(len(out), mostTags)]
}

// valueChoices are the values that the chosen elements can be given, by prop.
func (b *bulk) valueChoices(w templates.Wording) []templates.OptionGroup {
	var groups []templates.OptionGroup
	props := b.settable(w)
	for i := range props {
		p := &props[i]
		field := model.PropField(p.Name)
		g := templates.OptionGroup{Label: w.Label(string(b.on[0].Kind), p.Name)}
		choices := w.Choices(p)
		if p.Type == model.TypeBool {
			choices = []templates.Option{{Value: "true", Label: b.r.Say.T("part.yes")}, {Value: "false", Label: b.r.Say.T("part.no")}}
		}
		for _, o := range append(choices, templates.Option{Label: b.r.Say.T("part.unknown")}) {
			is := condition{field, o.Value}.String()
			g.Options = append(g.Options, templates.Option{Value: is, Label: g.Label + ": " + o.Label, On: is == b.input})
		}
		groups = append(groups, g)
	}
	return groups
}

// removalSays says what goes with the chosen elements: links, and of problems their analysis and what was kept of it.
func (s *Server) removalSays(b *bulk, v *templates.BulkView) error {
	r := b.r
	w := r.wording()
	links := b.links()
	if len(links) > 0 {
		v.Goes = append(v.Goes, r.Say.T("lists.goes.links", "count", len(links)))
	}
	analyses, kept := 0, 0
	for _, e := range b.on {
		if e.Kind != model.Problem {
			continue
		}
		if len(r.graph.Out(e.ID, model.Because)) > 0 {
			analyses++
		}
		list, err := s.store.KeptOf(r.c.Request().Context(), r.Place.ID, e.ID)
		if err != nil {
			return err
		}
		kept += len(list)
	}
	if analyses > 0 {
		v.Goes = append(v.Goes, r.Say.T("lists.goes.analyses", "count", analyses))
	}
	if kept > 0 {
		v.Goes = append(v.Goes, r.Say.T("lists.goes.kept", "count", kept))
	}
	for _, l := range links[:min(len(links), mostGoing)] {
		v.Sentences = append(v.Sentences, w.LinkSentence(r.graph, l, "", r.named))
	}
	v.MoreLinks = len(links) - len(v.Sentences)
	return nil
}
