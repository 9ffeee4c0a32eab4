package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/templates"
)

// elementList shows the elements of a workspace, of one kind or all.
func (s *Server) elementList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	q := readListQuery(c, "elements")
	title := r.Say.T("frame.elements")
	if q.Kind != "" {
		title = r.Say.Upper(r.Say.Kind(q.Kind, true))
	}
	return s.showList(r, q, title, "elements", r.space.URL("elements"))
}

// problemList shows the problems, the dearest first.
func (s *Server) problemList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	return s.showList(r, readListQuery(c, "problems"), r.Say.T("frame.problems"), "problems", r.space.URL("problems"))
}

// showList answers with a list: as a page, or as a table for other programs.
func (s *Server) showList(r *room, q listQuery, title, section, base string) error {
	if r.c.QueryParam("format") == "csv" {
		found, err := s.find(r, q)
		if err != nil {
			return err
		}
		return s.listCSV(r, q, found, section)
	}
	list := templates.ElementPage{Title: title, Kind: q.Kind}
	list.Any, _ = r.graph.Len()
	if q.FixedKind {
		list.Any = len(r.graph.OfKind(q.Kind))
	}
	switch {
	case q.Kind == "" && (r.mayAdd(model.Problem) || r.mayAdd(model.Step)):
		list.AddURL, list.AddLabel = r.space.URL("add"), r.Say.T("records.add")
		list.PasteURL = r.space.URL("new", "list")
	case q.Kind != "" && r.mayAdd(q.Kind):
		list.AddURL, list.AddLabel = r.space.URL("add", string(q.Kind)), r.Say.T("kind."+string(q.Kind)+".add")
		list.PasteURL = r.space.URL("new", "list") + "?kind=" + string(q.Kind)
	}
	var err error
	if list.Any > 0 {
		if list.Body, err = s.drawList(r, q, title, section, base); err != nil {
			return err
		}
	}
	if list.Views, err = s.savedViews(r, section, section, q.values().Encode()); err != nil {
		return err
	}
	list.Views.Stays = true
	page := s.roomPage(r, title, section)
	page.Scripts, page.Styles = []string{"list"}, append(page.Styles, "list")
	return s.render(r.c, http.StatusOK, templates.Elements(page, list))
}

// drawList draws what everybody of one role sees alike of a list, or takes it as it was drawn before at the same revision.
func (s *Server) drawList(r *room, q listQuery, title, section, base string) (templates.Drawn, error) {
	key := r.drawnAs(s.store.Now(), base, q)
	if d, ok := s.drawn.get(key); ok {
		return d, nil
	}
	found, err := s.find(r, q)
	if err != nil {
		return templates.Drawn{}, err
	}
	w := r.wording()
	list := templates.ElementList{Title: title, Base: base, Q: q.Q, Kind: q.Kind, FixedKind: q.FixedKind, Tag: q.Tag, Sort: q.values().Get("sort"),
		Filtered: q.Q != "" || q.Tag != "" || len(q.Is) > 0, Total: len(found), Clear: q.url(base, func(n *listQuery) { n.Q, n.Tag, n.Is = "", "", nil })}
	from, to := q.place.window(found, q.Rows)
	shown := found[from:to]
	list.Pages, list.Lengths = q.pages(base, found, from, to), q.lengths(r, base, len(found))
	list.Columns = r.columns(w, q, base)
	changed, err := s.changedOf(r, list.Columns, shown)
	if err != nil {
		return templates.Drawn{}, err
	}
	list.Rows = make([]templates.Row, 0, len(shown))
	for _, row := range shown {
		list.Rows = append(list.Rows, r.listRow(w, list.Columns, row.element, changed))
	}
	list.Kinds, list.Tags = r.kindChoices(q), r.tagChoices(q)
	list.Groups, list.Conditions = r.conditionChoices(w, q, base)
	list.Choosable = r.columnChoices(w, q)
	list.CSV = listAddress(base, withFormat(q.values(), "csv"))
	s.listActs(r, w, q, base, section, &list)
	d, err := templates.DrawList(r.c.Request().Context(), r.Say, list)
	if err == nil && list.Total > 0 && q.Edit == "" { // a form is for one person and moment
		s.drawn.put(key, d)
	}
	return d, err
}

// listActs are what one can do with the rows of a list.
func (s *Server) listActs(r *room, w templates.Wording, q listQuery, base, section string, list *templates.ElementList) {
	if !r.space.CanContribute() {
		return
	}
	list.Bulk = templates.BulkBar{Action: r.space.URL("elements", "bulk"), Query: q.values().Encode(), Section: section, Back: q.here(base), All: q.Mark == "all", Page: q.Mark == "page",
		MarkAll: q.here(base, "mark", "all"), MarkPage: q.here(base, "mark", "page"), MarkNone: q.here(base)}
	edit := q.here(base, "edit", "")
	for i := range list.Rows {
		row := &list.Rows[i]
		e := r.graph.Element(row.ID)
		if !r.mayEdit(e) {
			continue
		}
		if row.ID == q.Edit {
			row.Edit = r.rowEdit(w, list.Columns, e, q, base)
		} else {
			row.EditURL = editAddress(edit, row.ID)
		}
	}
}

// editAddress puts the id of a row into the address of its edit.
func editAddress(edit, id string) string {
	at := strings.Index(edit, "edit=") + len("edit=")
	return edit[:at] + id + edit[at:] + "#r-" + id
}

func withFormat(v url.Values, format string) url.Values {
	v.Set("format", format)
	return v
}

// find returns what a query asks for, in its order. The slice may be shared: do not change it.
func (s *Server) find(r *room, q listQuery) ([]*listed, error) {
	all := s.listings.of(r.where(), r.graph)
	asked := find.Ask(q.Q)
	named := all.named(r.Say.Lang())
	if q.Kind == "" && q.Tag == "" && len(q.Is) == 0 && asked.Empty() && q.Sort == "name" {
		return named, nil // the list as people first open it
	}
	found, judge := make([]*listed, 0, len(named)), asked.Judge()
	for _, row := range named {
		e := row.element
		if (q.Kind == "" || e.Kind == q.Kind) && (q.Tag == "" || slices.Contains(e.Tags, q.Tag)) && q.meets(e) && judge.Finds(row.doc) {
			found = append(found, row)
		}
	}
	by, turned := strings.CutPrefix(q.Sort, "-")
	switch {
	case by == "kind":
		found = sortedBy(found, func(row *listed) int { return kindPlace(row.element.Kind) })
	case by == "changed":
		last, err := s.listings.touched(r.c.Request().Context(), s.store, r.where(), r.graph, r.rev)
		if err != nil {
			return nil, err
		}
		found = sortedBy(found, func(row *listed) model.Revision { return last.of(row.element.ID).Revision })
	case by == "owner":
		sortByText(found, turned, func(e *model.Element) string { return r.person(e.Owner) })
		return found, nil
	case by == "links":
		found = sortedBy(found, func(row *listed) int { return r.linkCount(row.element) })
	case strings.HasPrefix(by, "names."):
		sortByText(found, turned, func(e *model.Element) string { return e.Names[strings.TrimPrefix(by, "names.")] })
		return found, nil
	case strings.HasPrefix(by, "props."):
		name, _ := model.PropName(by)
		sortByProp(found, name, turned)
		return found, nil
	}
	if turned {
		slices.Reverse(found)
	}
	return found, nil
}

// meets says whether an element has all the values that the query asks for.
func (q listQuery) meets(e *model.Element) bool {
	for _, is := range q.Is {
		if !is.holds(e) {
			return false
		}
	}
	return true
}

// sortByText puts the rows in the order of a text; those without it come last either way.
func sortByText(rows []*listed, turned bool, text func(*model.Element) string) {
	keys := make(map[*listed]string, len(rows))
	for _, row := range rows {
		keys[row] = find.Fold(text(row.element))
	}
	slices.SortStableFunc(rows, func(a, b *listed) int {
		x, y := keys[a], keys[b]
		switch {
		case x == "" || y == "":
			return cmp.Compare(y, x) // the empty one is the lesser, and comes last
		case turned:
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	})
}

// sortedBy returns rows by a key that is worked out once for each.
func sortedBy[K cmp.Ordered](rows []*listed, key func(*listed) K) []*listed {
	type keyed struct {
		key K
		row *listed
	}
	all := make([]keyed, len(rows))
	for i, r := range rows {
		all[i] = keyed{key(r), r}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	out := make([]*listed, len(all))
	for i, k := range all {
		out[i] = k.row
	}
	return out
}

func kindPlace(k model.Kind) int {
	return slices.IndexFunc(model.Kinds, func(s model.KindSpec) bool { return s.Kind == k })
}

// sortByProp puts the rows in the order of a prop; those in which it is not known come last either way.
func sortByProp(rows []*listed, name string, turned bool) {
	slices.SortStableFunc(rows, func(a, b *listed) int {
		x, y := a.element.Props[name], b.element.Props[name]
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		c := compareValues(x, y)
		if turned {
			return -c
		}
		return c
	})
}

func compareValues(x, y any) int {
	if m, ok := x.(model.Number); ok {
		if n, ok := y.(model.Number); ok {
			return cmp.Compare(m.Mid(), n.Mid())
		}
	}
	s, _ := x.(string)
	t, _ := y.(string)
	return cmp.Compare(s, t)
}

// changedOf says when each of these rows last changed, where the list shows it.
func (s *Server) changedOf(r *room, cols []templates.Column, rows []*listed) (map[string]templates.When, error) {
	if !slices.ContainsFunc(cols, func(c templates.Column) bool { return c.Key == "changed" }) {
		return nil, nil
	}
	return s.changedAt(r, rows)
}

// fewRows is how many rows the database is asked about one by one; of more, all touches are read once and then followed.
const fewRows = 200

// changedAt says when each of these rows last changed.
func (s *Server) changedAt(r *room, rows []*listed) (map[string]templates.When, error) {
	ctx := r.c.Request().Context()
	out, when := make(map[string]templates.When, len(rows)), s.moments(r.Say)
	if len(rows) > fewRows || s.listings.holdsTouched(r.where()) {
		last, err := s.listings.touched(ctx, s.store, r.where(), r.graph, r.rev)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if t := last.of(row.element.ID); t.Revision > 0 {
				out[row.element.ID] = when(t.At)
			}
		}
		return out, nil
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.element.ID
	}
	at, err := s.store.ChangedAt(ctx, r.Place.ID, r.Line, ids...)
	if err != nil {
		return nil, err
	}
	for id, t := range at {
		out[id] = when(t)
	}
	return out, nil
}

// kindChoices are the kinds that there are, with how many of each.
func (r *room) kindChoices(q listQuery) []templates.Option {
	if q.FixedKind {
		return nil
	}
	var out []templates.Option
	for _, k := range model.AllKinds() {
		if n := len(r.graph.OfKind(k)); n > 0 || k == q.Kind {
			out = append(out, r.counted(string(k), r.Say.Upper(r.Say.Kind(k, true)), n, k == q.Kind))
		}
	}
	return out
}

func (r *room) counted(value, word string, n int, on bool) templates.Option {
	return templates.Option{Value: value, Label: r.Say.T("records.counted", "Word", word, "N", n), On: on}
}

// mostTags is how many tags a list offers to narrow it by.
const mostTags = 50

// tagChoices are the tags of the elements that the list is about, those used most first.
func (r *room) tagChoices(q listQuery) []templates.Option {
	counts := r.tagCounts(q.Kind)
	tags := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var out []templates.Option
	for i, t := range tags {
		if i < mostTags || t == q.Tag {
			out = append(out, r.counted(t, t, counts[t], t == q.Tag))
		}
	}
	return out
}

// tagCounts says how many elements of a kind, or of all, bear each tag. The map is shared: do not change it.
func (r *room) tagCounts(kind model.Kind) map[string]int {
	return model.Memo(r.graph, "web.tags:"+string(kind), func() map[string]int {
		m := map[string]int{}
		for e := range r.graph.Elements() {
			if kind == "" || e.Kind == kind {
				for _, t := range e.Tags {
					m[t]++
				}
			}
		}
		return m
	})
}
