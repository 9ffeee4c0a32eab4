package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

// The ways to look at a comparison.
const (
	comparePair     = "" // engagement models side by side, and the figures
	compareMap      = "map"
	compareJourneys = "journeys"
	compareCauses   = "causes"
	compareList     = "list"
)

var compareViews = []string{comparePair, compareMap, compareJourneys, compareCauses, compareList}

// compareQuery is what the address of a comparison asks for.
type compareQuery struct {
	From, To string // references as inquiry.SideOf reads them
	View     string
	Only     bool // of the map: only what changes, and what it touches
	All      bool // of the engagement models: all that can be drawn
	Journey  string
	Metric   string // of which a figure is shared out
	Part     string // the figure; "" = that of the whole
	Of       string // the only metric of which figures are listed
	Why      bool   // find the changes behind the figures, though it takes a while
}

func (q compareQuery) url(base string, change func(*compareQuery)) string {
	if change != nil {
		change(&q)
	}
	v := url.Values{}
	for name, value := range map[string]string{"from": q.From, "to": q.To, "view": q.View, "journey": q.Journey, "metric": q.Metric, "part": q.Part, "of": q.Of} {
		if value != "" && (name != "from" || value != model.Current) {
			v.Set(name, value)
		}
	}
	for name, on := range map[string]bool{"only": q.Only, "all": q.All, "why": q.Why} {
		if on {
			v.Set(name, "1")
		}
	}
	return base + "?" + v.Encode()
}

// comparing words a comparison.
type comparing struct {
	*inquiry.Comparison
	*room   // of the side that it leads to
	q       compareQuery
	base    string
	outside templates.Workspace
	before  *room // of the side that it starts from
	t       *teller
	numbers map[string]templates.ComparedChange
}

// compare shows what leads from one state to another, or from one moment to another.
func (s *Server) compare(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	states, err := s.store.States(ctx, r.Place.ID)
	if err != nil {
		return err
	}
	q := compareQuery{From: cmp.Or(c.QueryParam("from"), model.Current), To: c.QueryParam("to"), Only: c.QueryParam("only") != "", All: c.QueryParam("all") != "",
		Journey: c.QueryParam("journey"), Metric: c.QueryParam("metric"), Part: c.QueryParam("part"),
		Of: c.QueryParam("of"), Why: c.QueryParam("why") != ""}
	if q.To == "" && len(states) > 0 {
		q.To = states[0].ID
	}
	q.To = cmp.Or(q.To, model.Current)
	if slices.Contains(compareViews, c.QueryParam("view")) {
		q.View = c.QueryParam("view")
	}
	cw, err := s.comparing(r, q)
	if err != nil {
		return err
	}
	v := templates.CompareView{Self: cw.base, View: q.View, FromName: r.sideName(cw.From), ToName: r.sideName(cw.To), Same: len(cw.Delta) == 0}
	v.Title = r.Say.Upper(r.Say.T("compare.title", "From", r.quotedSide(cw.From), "To", r.quotedSide(cw.To)))
	if !v.Same {
		v.Lead = r.Say.T("compare.lead", "count", len(cw.Delta))
	}
	v.From, v.To = r.sideOptions(states, cw.From), r.sideOptions(states, cw.To)
	v.Back = q.url(cw.base, func(q *compareQuery) { q.From, q.To, q.Metric, q.Part, q.Of, q.Why = q.To, q.From, "", "", "", false })
	for _, view := range compareViews {
		label := "compare.view." + cmp.Or(view, "pair")
		v.Tabs = append(v.Tabs, templates.Tab{Label: r.Say.T(label), URL: q.url(cw.base, func(q *compareQuery) { *q = compareQuery{From: q.From, To: q.To, View: view} }), Current: view == q.View})
	}
	v.Numbers = cw.number()
	switch q.View {
	case comparePair:
		v.Pair = cw.pair()
		v.Figures, v.Better, v.Worse = cw.figures()
		v.FiguresSay = r.Say.T("compare.toward.say", "Better", v.Better, "Worse", v.Worse)
		switch cw.Told {
		case inquiry.ToldLater:
			v.Why, v.WhyURL = r.Say.T("compare.why.later", "count", len(cw.Planned)), q.url(cw.base, func(q *compareQuery) { q.Why = true })+"#compare-figures"
		case inquiry.ToldNever:
			v.Why = r.Say.T("compare.why.never", "count", len(cw.Planned))
		}
		if q.Of != "" {
			v.AllFiguresURL = q.url(cw.base, func(q *compareQuery) { q.Of = "" }) + "#compare-figures"
		}
	case compareMap:
		v.Map = s.comparedMap(cw)
	case compareJourneys:
		v.Journeys = s.comparedJourneys(cw)
	case compareCauses:
		v.Causes = cw.causes()
	case compareList:
		for _, class := range model.Classes {
			if rows := cw.class(class); len(rows.Rows) > 0 {
				v.Classes = append(v.Classes, rows)
			}
		}
	}
	p := s.roomPage(r, v.Title, "states")
	p.Wide, p.Rail = true, true
	p.Styles = append([]string{"canvas", "views", "map"}, append(p.Styles, "states")...)
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.states"), URL: r.space.URL("states")}}
	return s.render(c, http.StatusOK, templates.Compare(p, v))
}

// comparing finds what differs, and prepares to word it. Errors: NotFound; Invalid.
func (s *Server) comparing(r *room, q compareQuery) (*comparing, error) {
	ctx := r.c.Request().Context()
	var sides [2]*inquiry.Side
	for i, ref := range []string{q.From, q.To} {
		var err error
		if sides[i], err = inquiry.SideOf(ctx, s.store, r.Place.Workspace, ref); err != nil {
			return nil, err
		}
	}
	figures := inquiry.NoFigures
	if q.View == comparePair {
		figures = inquiry.QuickFigures
	}
	if figures != inquiry.NoFigures && (q.Why || q.Metric != "") {
		figures = inquiry.AllFigures
	}
	found, err := inquiry.Compare(ctx, s.store, r.Place.Workspace, sides[0], sides[1], figures)
	if err != nil {
		return nil, err
	}
	from, to := *r, *r
	to.graph, to.today = sides[1].Graph, sides[0].Graph
	from.graph = sides[0].Graph
	from.space, to.space = r.sideSpace(sides[0]), r.sideSpace(sides[1])
	return &comparing{Comparison: found, room: &to, before: &from, q: q, base: r.space.URL("compare"), outside: r.space, t: s.teller(&to), numbers: map[string]templates.ComparedChange{}}, nil
}

// side is the one that the comparison starts from (0), or the one that it leads to (1).
func (cw *comparing) side(i int) *inquiry.Side { return []*inquiry.Side{cw.From, cw.To}[i] }

// sideSpace is the workspace in the state of a side.
func (r *room) sideSpace(side *inquiry.Side) templates.Workspace {
	if side.Current() {
		return r.space.Today()
	}
	return r.space.In(side.State.ID, side.State.Name)
}

func (r *room) sideName(s *inquiry.Side) string {
	name := s.State.Name
	if s.Current() {
		name = r.Say.T("states.today")
	}
	if s.Past {
		name = r.Say.T("compare.at", "Name", name, "Revision", int64(s.At))
	}
	return name
}

// quotedSide is the name of a side within a sentence.
func (r *room) quotedSide(s *inquiry.Side) string {
	if s.Current() && !s.Past {
		return r.Say.T("compare.today")
	}
	return r.Say.Quote(r.sideName(s))
}

func (r *room) sideOptions(states []store.State, side *inquiry.Side) []templates.Option {
	out := []templates.Option{{Value: model.Current, Label: r.Say.T("states.today"), On: side.Ref == model.Current}}
	for _, st := range states {
		out = append(out, templates.Option{Value: st.ID, Label: st.Name, On: side.Ref == st.ID})
	}
	if side.Past {
		out = append(out, templates.Option{Value: side.Ref, Label: r.sideName(side), On: true})
	}
	return out
}

// mostNumbered bounds the changes of the log that are listed.
const mostNumbered = 200

// number numbers the changes: as their plan does where they are of one plan, else one after another, those of the log last.
func (cw *comparing) number() []templates.ComparedChange {
	var out []templates.ComparedChange
	add := func(at int, id, title, url string, back bool) {
		one := templates.ComparedChange{At: at, Number: cw.Say.Number(float64(at)), Title: title, URL: url, Back: back}
		cw.numbers[id] = one
		out = append(out, one)
	}
	behind := make(map[string]bool) // changes of the log that a difference comes from
	for _, d := range cw.Delta {
		for _, id := range cw.Because(d) {
			behind[id] = true
		}
	}
	logged := slices.DeleteFunc(slices.Clone(cw.Logged), func(l model.Change) bool { return !behind[l.ID] })
	planned := make(map[string]bool)
	for _, c := range cw.Planned {
		planned[c.ID] = true
	}
	plans := 0
	for _, p := range slices.Concat(cw.To.Plans, cw.From.Plans) {
		if slices.ContainsFunc(p.Changes, func(c model.PlannedChange) bool { return planned[c.ID] }) {
			plans++
		}
	}
	through := plans > 1 || plans == 1 && len(logged) > 0
	for _, side := range []*inquiry.Side{cw.To, cw.From} {
		for _, p := range side.Plans {
			for i, c := range p.Changes {
				if !planned[c.ID] || cw.numbers[c.ID].Number != "" {
					continue
				}
				at := i + 1
				if through {
					at = len(out) + 1
				}
				add(at, c.ID, c.TitleIn(cw.Say.Lang()), cw.outside.URL("states", p.ID)+"#c-"+c.ID, side == cw.From)
			}
		}
	}
	for _, l := range logged[:min(len(logged), mostNumbered)] {
		if cw.numbers[l.ID].Number == "" {
			add(len(out)+1, l.ID, l.TitleIn(cw.Say.Lang()), cw.outside.URL("history", l.ID), cw.To.At < cw.From.At)
		}
	}
	return out
}

// behind are the changes with these ids.
func (cw *comparing) behind(ids []string) []templates.ComparedChange {
	var out []templates.ComparedChange
	for _, id := range ids {
		if n, ok := cw.numbers[id]; ok {
			out = append(out, n)
		}
	}
	return out
}
