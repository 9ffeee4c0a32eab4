package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/templates"
)

// rowsPerPage is how many elements one page of a list shows.
const rowsPerPage = 50

// listQuery is what the address of a list asks for.
type listQuery struct {
	Kind      model.Kind // "" = all
	Q, Tag    string
	Sort      string // "name", "kind", "changed", "props.X"; a leading "-" turns it round
	Page      int    // from 1
	FixedKind bool   // the kind is the page's own and not in the address
}

func readListQuery(c echo.Context, kind model.Kind) listQuery {
	q := listQuery{Kind: kind, FixedKind: kind != "", Q: strings.TrimSpace(c.QueryParam("q")), Tag: c.QueryParam("tag"), Sort: c.QueryParam("sort")}
	if !q.FixedKind {
		q.Kind = model.Kind(c.QueryParam("kind"))
	}
	if q.Kind.Spec() == nil {
		q.Kind = ""
	}
	q.Page, _ = strconv.Atoi(c.QueryParam("page"))
	q.Page = max(q.Page, 1)
	return q
}

// url is the address of the list with one thing asked otherwise.
func (q listQuery) url(base string, change func(*listQuery)) string {
	q.Page = 1
	change(&q)
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	if !q.FixedKind {
		set("kind", string(q.Kind))
	}
	set("q", q.Q)
	set("tag", q.Tag)
	set("sort", q.Sort)
	if q.Page > 1 {
		set("page", strconv.Itoa(q.Page))
	}
	if len(v) == 0 {
		return base
	}
	return base + "?" + v.Encode()
}

// elementList shows the elements of a workspace, of one kind or all.
func (s *Server) elementList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	q := readListQuery(c, "")
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
	q := readListQuery(c, model.Problem)
	if q.Sort == "" {
		q.Sort = "-props.cost_per_month"
	}
	return s.showList(r, q, r.Say.T("frame.problems"), "problems", r.space.URL("problems"))
}

func (s *Server) showList(r *room, q listQuery, title, section, base string) error {
	found, err := s.find(r, q)
	if err != nil {
		return err
	}
	list := templates.ElementList{Title: title, Base: base, Q: q.Q, Kind: q.Kind, FixedKind: q.FixedKind, Tag: q.Tag, Sort: q.Sort, Filtered: q.Q != "" || q.Tag != ""}
	list.Total = len(found)
	list.Any, _ = r.graph.Len()
	if q.FixedKind {
		list.Any = len(r.graph.OfKind(q.Kind))
	}
	q.Page = min(q.Page, max(1, (len(found)+rowsPerPage-1)/rowsPerPage))
	from := (q.Page - 1) * rowsPerPage
	shown := found[from:min(from+rowsPerPage, len(found))]
	if len(found) > rowsPerPage {
		list.Pages = templates.Pages{Shown: len(shown), Total: len(found)}
		if q.Page > 1 {
			list.Pages.Before = q.url(base, func(n *listQuery) { n.Page = q.Page - 1 })
		}
		if from+len(shown) < len(found) {
			list.Pages.Next = q.url(base, func(n *listQuery) { n.Page = q.Page + 1 })
		}
	}
	changed, err := s.changedAt(r, shown)
	if err != nil {
		return err
	}
	w := r.wording()
	list.Columns = s.columns(w, q, base)
	for _, row := range shown {
		list.Rows = append(list.Rows, s.listRow(r, w, list.Columns, row.element, changed))
	}
	list.Kinds = r.kindChoices(q)
	list.Tags = r.tagChoices(q)
	if q.FixedKind || q.Kind != "" {
		if r.mayAdd(q.Kind) {
			list.AddURL, list.AddLabel = r.space.URL("add", string(q.Kind)), r.Say.T("kind."+string(q.Kind)+".add")
		}
	} else if r.mayAdd(model.Problem) {
		list.AddURL, list.AddLabel = r.space.URL("add"), r.Say.T("records.add")
	}
	page := s.roomPage(r, title, section)
	return s.render(r.c, http.StatusOK, templates.Elements(page, list))
}

// find returns what a query asks for, in its order. The slice may be shared: do not change it.
func (s *Server) find(r *room, q listQuery) ([]*listed, error) {
	all := s.listings.of(r.where(), r.graph)
	asked := find.Ask(q.Q)
	named := all.named(r.Say.Lang())
	if q.Kind == "" && q.Tag == "" && asked.Empty() && (q.Sort == "" || q.Sort == "name") {
		return named, nil // the list as people first open it
	}
	found, judge := make([]*listed, 0, len(named)), asked.Judge()
	for _, row := range named {
		e := row.element
		if (q.Kind == "" || e.Kind == q.Kind) && (q.Tag == "" || slices.Contains(e.Tags, q.Tag)) && judge.Finds(row.doc) {
			found = append(found, row)
		}
	}
	by, turned := strings.CutPrefix(q.Sort, "-")
	switch {
	case by == "kind":
		found = sortedBy(found, func(row *listed) int { return kindPlace(row.element.Kind) })
	case by == "changed":
		last, err := s.listings.touched(r.c.Request().Context(), s.store, r.where(), r.rev)
		if err != nil {
			return nil, err
		}
		found = sortedBy(found, func(row *listed) model.Revision { return last[row.element.ID] })
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

// columns are those of a list: of one kind, its first facts; of all, what they have in common.
func (s *Server) columns(w templates.Wording, q listQuery, base string) []templates.Column {
	column := func(key, label string) templates.Column {
		col := templates.Column{Key: key, Label: label}
		col.URL = q.url(base, func(n *listQuery) {
			n.Sort = key
			if q.Sort == key {
				n.Sort = "-" + key
			}
		})
		switch q.Sort {
		case key:
			col.Sorted = "ascending"
		case "-" + key:
			col.Sorted = "descending"
		}
		if key == "name" && q.Sort == "" {
			col.Sorted = "ascending"
			col.URL = q.url(base, func(n *listQuery) { n.Sort = "-name" })
		}
		return col
	}
	cols := []templates.Column{column("name", w.Say.T("prop.name"))}
	if q.Kind == "" {
		return append(cols, column("kind", w.Say.T("prop.kind")), templates.Column{Key: "owner", Label: w.Say.T("prop.owner")},
			column("changed", w.Say.T("records.changed")))
	}
	for _, p := range listProps(w, q.Kind) {
		col := column("props."+p.Name, w.Label(string(q.Kind), p.Name))
		col.Number = p.Type == model.TypeNumber
		cols = append(cols, col)
	}
	return append(cols, templates.Column{Key: "owner", Label: w.Say.T("prop.owner")}, column("changed", w.Say.T("records.changed")))
}

// listProps are the props that a list of this kind shows: at most three, those asked for first, texts left out.
func listProps(w templates.Wording, k model.Kind) []model.Prop {
	props := w.Props(k)
	if k == model.Problem { // what one decides by
		return []model.Prop{*k.Spec().Prop("cost_per_month"), *k.Spec().Prop("frequency_per_month"), *k.Spec().Prop("status")}
	}
	var out []model.Prop
	for _, asked := range []bool{true, false} {
		for _, p := range props {
			if len(out) < 3 && p.Asked == asked && p.Type != model.TypeLong && p.Type != model.TypeIDs && p.Type != model.TypeList {
				out = append(out, p)
			}
		}
	}
	return out
}

func (s *Server) listRow(r *room, w templates.Wording, cols []templates.Column, e *model.Element, changed map[string]templates.When) templates.Row {
	row := templates.Row{Thing: r.named(e), Tags: e.Tags}
	for _, col := range cols[1:] {
		cell := templates.Cell{Number: col.Number}
		switch {
		case col.Key == "kind":
			cell.Text = r.Say.Kind(e.Kind, false)
		case col.Key == "owner":
			cell.Text = r.person(e.Owner)
		case col.Key == "changed":
			cell.When = changed[e.ID]
		default:
			name, _ := model.PropName(col.Key)
			v := e.Props[name]
			cell.Text, cell.Unknown = w.Value(string(e.Kind), col.Key, v), v == nil
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// changedAt says when each of these rows last changed.
func (s *Server) changedAt(r *room, rows []*listed) (map[string]templates.When, error) {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.element.ID
	}
	at, err := s.store.ChangedAt(r.c.Request().Context(), r.Place.ID, r.Line, ids...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]templates.When, len(at))
	for id, t := range at {
		out[id] = s.when(r.Say, t)
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
