package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/ecosystem"
)

// mapQuery is what the address of the map asks for: what to show, and how.
type mapQuery struct {
	ecosystem.Query
	View   string // "table", "outline", "drawing" (on a phone too); "" = the drawing, on a phone lists
	Colour string // a property by which to colour; "" = by layer
	On     string // the element or problem that was chosen
	Ways   string // what stands out with it: "links", "above", "below"; "" = as fits it
	Paper  string // "a4" to "a0"
	Q      string // words to search for
	Do     string // a form that stands open: "add", "link", …
	Lane   string // where something is added
	To     string // what the chosen thing is linked with
	Part   bool   // only what changes with what is chosen
	Show   int    // presented: so many lanes; 0 = not presented
}

var (
	mapViews   = []string{"table", "outline", "drawing"}
	mapWays    = []string{"links", "above", "below"}
	mapPapers  = []string{"a4", "a3", "a2", "a1", "a0"}
	mapColours = []string{"lifecycle", "evidence", "owner", "age", "problems", "cost"}
)

// noJourney is the value of journey that asks for the phases of life cycle even where there is but one journey.
const noJourney = "-"

func readMapQuery(c echo.Context) mapQuery {
	v := c.QueryParams()
	one := func(name string, of []string) string {
		if value := v.Get(name); slices.Contains(of, value) {
			return value
		}
		return ""
	}
	var q mapQuery
	q.Journey, q.Focus, q.Customer, q.Problem, q.Owner = v.Get("journey"), v.Get("focus"), v.Get("customer"), v.Get("problem"), v.Get("owner")
	if q.Journey == noJourney {
		q.Journey, q.Phases = "", true
	}
	if n, err := strconv.Atoi(v.Get("depth")); err == nil && q.Focus != "" {
		q.Depth = min(max(n, 1), 3)
	}
	for _, k := range listOf(v["kinds"]) {
		if spec := model.Kind(k).Spec(); spec != nil && spec.Map {
			q.Kinds = append(q.Kinds, spec.Kind)
		}
	}
	slices.Sort(q.Kinds)
	q.Tags = v["tags"]
	slices.Sort(q.Tags)
	q.Tags = slices.Compact(q.Tags)
	q.Hidden, q.Hurt, q.All = v.Get("hidden") != "", v.Get("problems") != "", v.Get("all") != ""
	q.View, q.Ways, q.Paper, q.Colour = one("view", mapViews), one("show", mapWays), one("paper", mapPapers), one("colour", mapColours)
	q.On, q.Q = v.Get("on"), strings.TrimSpace(v.Get("q"))
	if n, err := strconv.Atoi(v.Get("present")); err == nil {
		q.Show = max(n, 0)
	}
	q.Do, q.Lane, q.To, q.Part = v.Get("do"), v.Get("lane"), v.Get("to"), v.Get("part") != ""
	return q
}

// listOf takes values that were sent one by one, or with commas between them, apart.
func listOf(values []string) []string {
	var out []string
	for _, v := range values {
		for _, one := range strings.Split(v, ",") {
			if one != "" && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out
}

// values are the query as an address has it.
func (q mapQuery) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	flag := func(name string, on bool) {
		if on {
			v.Set(name, "1")
		}
	}
	set("journey", q.Journey)
	if q.Phases {
		v.Set("journey", noJourney)
	}
	set("focus", q.Focus)
	if q.Depth > 1 {
		v.Set("depth", strconv.Itoa(q.Depth))
	}
	var kinds []string
	for _, k := range q.Kinds {
		kinds = append(kinds, string(k))
	}
	set("kinds", strings.Join(kinds, ","))
	if len(q.Tags) > 0 {
		v["tags"] = q.Tags
	}
	set("customer", q.Customer)
	set("problem", q.Problem)
	set("owner", q.Owner)
	flag("hidden", q.Hidden)
	flag("problems", q.Hurt)
	flag("all", q.All)
	set("view", q.View)
	set("colour", q.Colour)
	set("on", q.On)
	set("show", q.Ways)
	set("paper", q.Paper)
	if q.Show > 0 {
		v.Set("present", strconv.Itoa(q.Show))
	}
	set("do", q.Do)
	set("lane", q.Lane)
	set("to", q.To)
	return v
}

// kept is what of a query belongs to a saved view: what to show, in which form and colours.
func (q mapQuery) kept() mapQuery {
	return mapQuery{Query: q.Query, View: q.View, Colour: q.Colour}
}

// asDrawing is the same as a drawing.
func (q mapQuery) asDrawing() mapQuery {
	q.View = ""
	return q
}

// url is the address of the map with one thing asked otherwise. What was searched for, and a form that stood open, are not
// kept.
func (q mapQuery) url(base string, change func(*mapQuery)) string {
	q.Do, q.To = "", ""
	if q.Lane != "" && change == nil {
		q.Lane = ""
	}
	q.Q, q.Part = "", false
	if change != nil {
		change(&q)
	}
	if v := q.values(); len(v) > 0 {
		return base + "?" + v.Encode()
	}
	return base
}
