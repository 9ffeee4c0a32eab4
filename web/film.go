package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// filmTicks is how many moments the slider of the film offers.
const filmTicks = 30

// filmShow shows one revision of a state as a map, with what its last change did.
func (s *Server) filmShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	at := r.rev
	if n, err := strconv.ParseInt(c.QueryParam("at"), 10, 64); err == nil && n >= 0 {
		at = min(model.Revision(n), r.rev)
	}
	if day, err := time.ParseInLocation(time.DateOnly, c.QueryParam("on"), r.Say.Zone()); err == nil {
		if at, err = s.store.RevisionBefore(ctx, r.Place.ID, day.AddDate(0, 0, 1)); err != nil {
			return err
		}
	}
	entry, before, after, err := s.store.Around(ctx, r.Place.ID, r.Line, at)
	if err != nil {
		return err
	}
	state := model.Current
	if r.State.ID != "" {
		state = r.State.ID
	}
	var graphs [2]*model.Graph
	for i, rev := range []model.Revision{before, entry.Revision} {
		if graphs[i], err = s.store.StateGraphAt(ctx, r.Place.ID, state, rev); err != nil {
			return err
		}
	}
	from, to := graphs[0], graphs[1]
	base := r.space.URL("film")
	link := func(rev model.Revision) string {
		if rev == 0 {
			return ""
		}
		return base + "?at=" + strconv.FormatInt(int64(rev), 10)
	}
	v := templates.FilmView{Title: r.Say.T("film.title"), Lead: r.Say.T("film.lead"), Self: base, Back: link(before), Next: link(after), Last: link(r.rev), On: c.QueryParam("on"), First: link(min(1, r.rev))}
	if after == 0 {
		v.Last = ""
	}
	if before == 0 {
		v.First = ""
	}
	for i := range min(filmTicks, int(r.rev)) {
		rev := 1 + model.Revision(i)*(r.rev-1)/model.Revision(max(min(filmTicks, int(r.rev))-1, 1))
		v.Ticks = append(v.Ticks, templates.FilmTick{Label: r.Say.T("film.tick", "N", int64(rev)), URL: link(rev), Current: rev == entry.Revision, Past: rev <= entry.Revision})
	}
	if entry.ID != "" {
		in := *r
		in.graph, in.today = to, from
		h := s.teller(&in).tell([]store.Entry{entry}, "", planWords)[0]
		h.When.Text = r.Say.DateTime(entry.At)
		v.Change, v.At = &h, r.Say.T("film.at", "N", int64(entry.Revision), "Total", int64(r.rev))
		v.Between = s.betweenURL(r, state, entry.Revision, r.rev)
		if before > 0 {
			v.Step = s.betweenURL(r, state, before, entry.Revision)
		}
	}
	drawn := &both{room: r, from: from, to: to, fates: fatesOf(model.Diff(from, to)), title: v.Title, url: func(id string) string {
		if r.graph.Element(id) != nil {
			return r.space.URL("elements", id)
		}
		return r.space.URL("elements", id, "history")
	}}
	v.Figure, _ = drawn.figure(s, base)
	p := s.roomPage(r, v.Title, "history")
	p.Wide, p.Rail = true, true
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.history"), URL: r.space.URL("history")}}
	p.Styles = append([]string{"canvas", "views", "map"}, append(p.Styles, "states")...)
	return s.render(c, http.StatusOK, templates.Film(p, v))
}

// betweenURL is what lies between two revisions of a state, "" where they are one.
func (s *Server) betweenURL(r *room, state string, from, to model.Revision) string {
	if from == to {
		return ""
	}
	ref := func(rev model.Revision) string { return state + "@" + strconv.FormatInt(int64(rev), 10) }
	return r.space.Today().URL("compare") + "?" + url.Values{"from": {ref(from)}, "to": {ref(to)}}.Encode()
}
