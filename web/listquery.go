package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// rowsPerPage is how many elements one page of a list shows, where its address does not ask for more.
const rowsPerPage = 50

// pageLengths are how many rows a page of a list can have.
var pageLengths = []int{rowsPerPage, 200, 1000}

// listQuery is what the address of a list asks for.
type listQuery struct {
	Kind      model.Kind // "" = all
	FixedKind bool       // the kind is the page's own and not in the address
	Q, Tag    string
	Is        []condition
	Sort      string   // "name", "kind", "owner", "links", "changed", "props.X", "names.X"; a leading "-" turns it round
	Usual     string   // the order where the address names none
	Cols      []string // beside the name; nil = the usual ones
	Rows      int      // of a page: one of pageLengths
	place     listPlace
	Edit      string // id of the row that is being edited
	Mark      string // which rows are chosen to begin with: "page", "all"; "" = none
}

// listPlace is the row beside which a page begins or ends, and the number at which that row stood: where it has gone, the
// page begins there all the same.
type listPlace struct {
	After, Before string // ids
	At            int
}

// condition is a value that a field of the elements must have; Value "" = it is not known.
type condition struct{ Field, Value string }

func (c condition) String() string { return c.Field + ":" + c.Value }

// holds says whether an element meets the condition.
func (c condition) holds(e *model.Element) bool {
	switch v := e.Field(c.Field).(type) {
	case nil:
		return c.Value == ""
	case string:
		return v == c.Value
	case bool:
		return strconv.FormatBool(v) == c.Value
	case []string:
		return slices.Contains(v, c.Value)
	case model.Number:
		return strconv.FormatFloat(v.Lo, 'f', -1, 64) == c.Value
	}
	return false
}

// Bounds of what an address may ask for.
const (
	mostConditions = 20
	mostColumns    = 30
)

func readListQuery(c echo.Context, section string) listQuery {
	return listQueryOf(c.QueryParams(), section)
}

// listQueryOf reads the query of the list that a page of the side bar shows; what cannot be is left out.
func listQueryOf(v url.Values, section string) listQuery {
	q := listQuery{Usual: "name", Q: strings.TrimSpace(v.Get("q")), Tag: v.Get("tag"), Sort: v.Get("sort"), Edit: v.Get("edit"), Mark: v.Get("mark")}
	if section == "problems" {
		q.Kind, q.FixedKind, q.Usual = model.Problem, true, "-props.cost_per_month" // the dearest first
	}
	if q.Sort == "" {
		q.Sort = q.Usual
	}
	if !q.FixedKind {
		q.Kind = model.Kind(v.Get("kind"))
	}
	if q.Kind.Spec() == nil {
		q.Kind = ""
	}
	for _, is := range v["is"] {
		field, value, ok := strings.Cut(is, ":")
		if one := (condition{field, value}); ok && len(q.Is) < mostConditions && !slices.Contains(q.Is, one) {
			q.Is = append(q.Is, one)
		}
	}
	switch {
	case v.Has("pick"): // from the form
		q.Cols = append([]string{}, v["col"]...)
	case v.Has("cols"):
		q.Cols = strings.FieldsFunc(v.Get("cols"), func(r rune) bool { return r == ',' })
	}
	if len(q.Cols) > mostColumns {
		q.Cols = q.Cols[:mostColumns]
	}
	if q.Rows, _ = strconv.Atoi(v.Get("rows")); !slices.Contains(pageLengths, q.Rows) {
		q.Rows = rowsPerPage
	}
	q.place.After, q.place.Before = v.Get("after"), v.Get("before")
	q.place.At, _ = strconv.Atoi(v.Get("at"))
	return q
}

// values are the query in its one form, without the place in the list and what is under way in it.
func (q listQuery) values() url.Values {
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
	for _, is := range q.Is {
		v.Add("is", is.String())
	}
	if q.Sort != q.Usual {
		set("sort", q.Sort)
	}
	if q.Rows > rowsPerPage {
		v.Set("rows", strconv.Itoa(q.Rows))
	}
	if q.Cols != nil {
		v.Set("cols", strings.Join(q.Cols, ","))
	}
	return v
}

func listAddress(base string, v url.Values) string {
	if len(v) == 0 {
		return base
	}
	return base + "?" + v.Encode()
}

// url is the address of the list with one thing asked otherwise, from its first page on.
func (q listQuery) url(base string, change func(*listQuery)) string {
	change(&q)
	return listAddress(base, q.values())
}

// here is the address of the page as it is shown, with what is added.
func (q listQuery) here(base string, more ...string) string {
	v := q.values()
	q.place.put(v)
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return listAddress(base, v)
}

func (p listPlace) put(v url.Values) {
	switch {
	case p.After != "":
		v.Set("after", p.After)
	case p.Before != "":
		v.Set("before", p.Before)
	default:
		return
	}
	v.Set("at", strconv.Itoa(p.At))
}

// window is the part of the rows that the page shows, at most so many.
func (p listPlace) window(rows []*listed, most int) (from, to int) {
	if p.Before != "" {
		to = standsAt(rows, p.Before, p.At)
		if to < 0 {
			to = min(max(p.At, 0), len(rows))
		}
		if from = to - most; from <= 0 {
			from, to = 0, min(most, len(rows)) // the first page is a whole one
		}
		return from, to
	}
	if p.After != "" {
		if from = standsAt(rows, p.After, p.At-1) + 1; from == 0 {
			from = min(max(p.At, 0), len(rows))
		}
		if from == len(rows) {
			from = max(0, len(rows)-most) // what came after has gone
		}
	}
	return from, min(from+most, len(rows))
}

// standsAt is where the row of an element stands, -1 where it does not; near is where it stood.
func standsAt(rows []*listed, id string, near int) int {
	if near >= 0 && near < len(rows) && rows[near].element.ID == id {
		return near
	}
	return slices.IndexFunc(rows, func(r *listed) bool { return r.element.ID == id })
}

// pages are the ways on from a window of the rows.
func (q listQuery) pages(base string, rows []*listed, from, to int) templates.Pages {
	if len(rows) <= q.Rows {
		return templates.Pages{}
	}
	p := templates.Pages{From: from + 1, Shown: to - from, Total: len(rows)}
	at := func(place listPlace) string {
		q.place = place
		return q.here(base)
	}
	if from > 0 {
		p.Before = at(listPlace{Before: rows[from].element.ID, At: from})
	}
	if to < len(rows) {
		p.Next = at(listPlace{After: rows[to-1].element.ID, At: to})
	}
	return p
}

// lengths are the ways to pages of other lengths, nil where all rows stand on the shortest.
func (q listQuery) lengths(r *room, base string, total int) []templates.Tab {
	if total <= rowsPerPage {
		return nil
	}
	var out []templates.Tab
	for i, n := range pageLengths {
		if i > 0 && pageLengths[i-1] >= total {
			break // no longer than the one before
		}
		out = append(out, templates.Tab{Label: r.Say.Number(float64(n)), Current: n == q.Rows, URL: q.url(base, func(q *listQuery) { q.Rows = n })})
	}
	return out
}
