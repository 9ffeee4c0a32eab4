package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
	"rootline/templates"
	"rootline/web/inquiry"
)

// timelineShow shows plans along time: what is done, and what is due when, with the map on a day.
func (s *Server) timelineShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	states, err := s.store.States(ctx, r.Place.ID)
	if err != nil {
		return err
	}
	today := s.store.Now().In(r.Say.Zone()).Format(time.DateOnly)
	on := today
	if _, err := time.Parse(time.DateOnly, c.QueryParam("on")); err == nil {
		on = c.QueryParam("on")
	}
	v := templates.TimelineView{Title: r.Say.T("timeline.title"), Lead: r.Say.T("timeline.lead"), Self: r.space.URL("states", "timeline"), On: on, Day: r.day(on)}
	var chosen *store.Plan
	for _, st := range states {
		p, err := s.store.Plan(ctx, r.Place.ID, st.ID)
		if err != nil {
			return err
		}
		if chosen == nil || st.ID == c.QueryParam("plan") {
			chosen = p
		}
		v.Rows = append(v.Rows, r.timelineRow(p, today))
	}
	for i, st := range states {
		v.Plans = append(v.Plans, templates.Option{Value: st.ID, Label: st.Name, On: st.ID == chosen.ID})
		for k := range v.Rows[i].Stops {
			v.Rows[i].Stops[k].Current = st.ID == chosen.ID && v.Rows[i].Stops[k].Day == v.Day
		}
	}
	if chosen != nil {
		then, err := s.graphOn(r, chosen, on, today)
		if err != nil {
			return err
		}
		g := then.Graph
		d := model.Diff(r.graph, g)
		if v.Says = r.Say.T("timeline.same"); len(d) > 0 {
			v.Says = r.Say.T("timeline.says", "count", len(d), "Plan", r.Say.Quote(chosen.Name))
		}
		if then.waits > 0 {
			v.Says += " " + r.Say.T("timeline.waits", "count", then.waits)
		}
		v.Compare = r.compareURL(chosen.Base, chosen.ID)
		drawn := &both{room: r, from: r.graph, to: g, fates: fatesOf(d), title: v.Day, url: func(id string) string {
			if r.graph.Element(id) != nil {
				return r.space.URL("elements", id)
			}
			return r.space.In(chosen.ID, chosen.Name).URL("elements", id)
		}}
		if on < today { // from then to now
			drawn.from, drawn.to, drawn.fates = g, r.graph, fatesOf(model.Diff(g, r.graph))
		}
		v.Figure, _ = drawn.figure(s, v.Self)
	}
	if v.Promises, err = s.timedPromises(r, today); err != nil {
		return err
	}
	p := s.roomPage(r, v.Title, "states")
	p.Wide, p.Rail = true, true
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.states"), URL: r.space.URL("states")}}
	p.Styles = append([]string{"canvas", "views", "map"}, append(p.Styles, "states")...)
	return s.render(c, http.StatusOK, templates.Timeline(p, v))
}

// day is a day in words, as it is written where it is none.
func (r *room) day(on string) string {
	if t, err := time.Parse(time.DateOnly, on); err == nil {
		return r.Say.Date(t)
	}
	return on
}

// timelineRow is one plan along time: its changes by the day on which they came, or are due.
func (r *room) timelineRow(p *store.Plan, today string) templates.TimelineRow {
	row := templates.TimelineRow{Name: p.Name, URL: r.space.Today().URL("states", p.ID)}
	by := map[string][]templates.PlanChange{today: nil}
	for i, ch := range p.Changes {
		one := templates.PlanChange{Number: r.Say.Number(float64(i + 1)), Title: ch.TitleIn(r.Say.Lang()), Status: string(ch.Status)}
		day := ch.Due
		if !ch.Status.Counts() {
			day = ch.On
		}
		switch {
		case ch.Status == model.Dropped:
		case day == "":
			row.Open = append(row.Open, one)
		default:
			by[day] = append(by[day], one)
		}
	}
	days := make([]string, 0, len(by))
	for day := range by {
		days = append(days, day)
	}
	slices.Sort(days)
	for _, day := range days {
		u := r.space.Today().URL("states", "timeline") + "?" + url.Values{"plan": {p.ID}, "on": {day}}.Encode()
		row.Stops = append(row.Stops, templates.TimelineStop{Day: r.day(day), URL: u, Today: day == today, Changes: by[day]})
	}
	return row
}

// ondate is a state on a day.
type ondate struct {
	*model.Graph
	waits int // changes that are due by then and not part of it, for what they rest on is not, or somebody has to decide
}

// graphOn is a state on a day: in the past what was current then, from today on with all that is due by then.
func (s *Server) graphOn(r *room, p *store.Plan, on, today string) (ondate, error) {
	if on < today {
		rev, err := s.revisionOn(r, on)
		if err != nil {
			return ondate{}, err
		}
		g, err := s.store.GraphAt(r.c.Request().Context(), r.Place.ID, rev)
		return ondate{Graph: g}, err
	}
	plans := []*store.Plan{p}
	for p.Base != model.Current {
		var err error
		if p, err = s.store.Plan(r.c.Request().Context(), r.Place.ID, p.Base); err != nil {
			return ondate{}, err
		}
		plans = append(plans, p)
	}
	// One day is like another until something is due.
	key := "web.on"
	for _, p := range plans {
		key += ":" + strconv.Itoa(p.Due(on))
	}
	return model.Memo(plans[0].Graph, key, func() ondate {
		is := ondate{Graph: p.Under}
		for _, p := range slices.Backward(plans) {
			list := model.By(p.Changes, on)
			u := model.Unfold(is.Graph, list)
			is.Graph = u.Graph
			for i, j := range u.Judged {
				if list[i].Status.Counts() && !j.Applied {
					is.waits++
				}
			}
		}
		return is
	}), nil
}

// revisionOn is the last revision of a day, where who looks lives.
func (s *Server) revisionOn(r *room, on string) (model.Revision, error) {
	day, err := time.ParseInLocation(time.DateOnly, on, r.Say.Zone())
	if err != nil {
		return 0, model.Fault(model.Invalid, "on", "prop.date", "Value", on)
	}
	return s.store.RevisionBefore(r.c.Request().Context(), r.Place.ID, day.AddDate(0, 0, 1))
}

// mostPromises bounds the targets that are measured as they were on their day.
const mostPromises = 40

// timedPromises measures every target that bears a day: on that day where it is past, else now.
func (s *Server) timedPromises(r *room, today string) ([]templates.TimedPromise, error) {
	var out []templates.TimedPromise
	targets := slices.Clone(r.graph.OfKind(model.Target))
	slices.SortStableFunc(targets, func(a, b *model.Element) int { return cmp.Compare(a.Props.Text("on"), b.Props.Text("on")) })
	for _, e := range targets {
		on, m := e.Props.Text("on"), analysis.MetricOf(e.Props.Text("metric"))
		value, known := e.Props.Number("value")
		comparator := cmp.Or(e.Props.Text("comparator"), "at-most")
		if on == "" || m == nil || !known || len(out) == mostPromises {
			continue
		}
		var is analysis.Figure // unknown where nothing was recorded yet
		if on < today {
			rev, err := s.revisionOn(r, on)
			if err != nil {
				return nil, err
			}
			if rev > 0 {
				g, err := s.store.GraphAt(r.c.Request().Context(), r.Place.ID, rev)
				if err != nil {
					return nil, err
				}
				is = m.At(g, e.Props.Text("scope"))
			}
		} else {
			is = m.At(r.graph, e.Props.Text("scope"))
		}
		p := templates.TimedPromise{Thing: r.named(e), Day: r.day(on), Is: inquiry.FigureWords(r.Say, is, m.Unit, r.Place.Currency), Fate: fateOfPromise(is, is.Keeps(comparator, value), on < today)}
		p.Bound = r.Say.T("records.pair", "Label", inquiry.MetricName(r.Say, m.ID), "Value", r.Say.Choice("comparator", comparator)+" "+inquiry.FigureWords(r.Say, analysis.Between(value.Lo, value.Hi), m.Unit, r.Place.Currency))
		p.FateWords = r.Say.T("timeline.fate." + p.Fate)
		out = append(out, p)
	}
	return out, nil
}

// fateOfPromise says what became of a target: "kept", "broken", "unknown"; "open" while its day has not come and it is not kept
// yet.
func fateOfPromise(is analysis.Figure, v analysis.Verdict, past bool) string {
	switch {
	case v == analysis.Kept:
		return "kept"
	case !past && (is.Sort == analysis.Known || is.Sort == analysis.Never):
		return "open"
	case past && v == analysis.Broken:
		return "broken"
	}
	return "unknown"
}
