package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// savedViews are the views that people named of a page, for its tabs. page says of which sort it is ("elements", "map"), path
// is its address within the workspace ("journeys/j-1"), query what it shows now: in its one form, so that the view that it
// is can be told, and without what is under way.
func (s *Server) savedViews(r *room, page, path, query string) (templates.SavedViews, error) {
	views, err := s.store.Views(r.c.Request().Context(), r.Place.ID, page, r.User.ID)
	if err != nil {
		return templates.SavedViews{}, err
	}
	out := templates.SavedViews{All: r.pageURL(path, "")}
	named := query == ""
	for _, v := range views {
		if v.Path != path {
			continue
		}
		one := r.savedView(v)
		one.Current = v.Query == query
		named = named || one.Current
		out.Some = append(out.Some, one)
		out.Manage = r.space.URL("views")
	}
	if !named {
		out.Save = templates.ViewForm{Action: r.space.URL("views"), Page: page, Path: path, Query: query, Back: r.pageURL(path, query), MayTeam: r.Place.Role.May(model.RightChange)}
	}
	return out, nil
}

// pageURL is the address of a page by its path within the workspace.
func (r *room) pageURL(path, query string) string {
	address := r.space.URL(strings.Split(path, "/")...)
	if query != "" {
		address += "?" + query
	}
	return address
}

func (r *room) savedView(v store.View) templates.SavedView {
	one := templates.SavedView{ID: v.ID, Name: v.Name, URL: r.pageURL(v.Path, v.Query), Own: v.Owner != ""}
	if r.maySetView(v) {
		one.RenameURL, one.RemoveURL = r.space.URL("views", v.ID), r.space.URL("views", v.ID, "remove")
	}
	return one
}

// maySetView says whether who looks may rename and remove a view: their own, and the team's where they may change what the
// team has.
func (r *room) maySetView(v store.View) bool {
	return v.Owner == r.User.ID || v.Owner == "" && r.Place.Role.May(model.RightChange)
}

// viewPages are the sorts of page that have saved views, with the id of the words for each.
var viewPages = map[string]string{"elements": "frame.elements", "problems": "frame.problems", "map": "frame.map", "engagement": "views.engagement",
	"value": "views.value", "network": "views.network", "blueprint": "views.blueprint"}

// viewList is where saved views are renamed and removed.
func (s *Server) viewList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	return s.showViews(r, http.StatusOK, store.View{}, "")
}

func (s *Server) showViews(r *room, status int, wrong store.View, message string) error {
	l := templates.ViewList{}
	pages, err := s.store.AllViews(r.c.Request().Context(), r.Place.ID, r.User.ID)
	if err != nil {
		return err
	}
	for _, v := range pages {
		one := r.savedView(v)
		one.Page = r.pageWords(v)
		if v.ID == wrong.ID {
			one.Name, one.Error = wrong.Name, message
		}
		l.Views = append(l.Views, one)
	}
	p := s.roomPage(r, r.Say.T("lists.views"), "")
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}}
	return s.render(r.c, status, templates.ViewsPage(p, l))
}

// pageWords name the page that a view shows.
func (r *room) pageWords(v store.View) string {
	words := v.Page
	if id := viewPages[v.Page]; id != "" {
		words = r.Say.T(id)
	}
	if q, err := url.ParseQuery(v.Query); err == nil && model.Kind(q.Get("kind")).Spec() != nil {
		words += " · " + r.Say.Upper(r.Say.Kind(model.Kind(q.Get("kind")), true))
	}
	if way := strings.Split(v.Path, "/"); len(way) > 1 {
		if e := r.graph.Element(way[1]); e != nil {
			words += " · " + e.NameIn(r.Say.Lang())
		}
	}
	return words
}

// What a view can name as its page, and as the way there: segments of an address, none of which leads upwards.
var (
	pageForm = regexp.MustCompile(`^[a-z][a-z-]{0,39}$`)
	pathForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$`)
)

// viewAdd gives what a page shows a name.
func (s *Server) viewAdd(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(c.FormValue("query"))
	page, path := c.FormValue("page"), c.FormValue("path")
	if err != nil || !pageForm.MatchString(page) || !pathForm.MatchString(path) {
		return model.Fault(model.Invalid, "", "view.long")
	}
	v := store.View{Workspace: r.Place.ID, Page: page, Path: path, Query: query.Encode(), Name: field(c, "name"), Owner: r.User.ID}
	team := c.FormValue("for") == "team"
	if team {
		v.Owner = ""
		if !r.maySetView(v) {
			return model.Fault(model.Forbidden, "", "forbidden.change")
		}
	}
	done, replaced, err := s.addOrReplace(c, v)
	if e, ok := mendable(err); ok {
		f := templates.ViewForm{Action: r.space.URL("views"), Page: v.Page, Path: v.Path, Query: v.Query, Back: r.pageURL(v.Path, v.Query), Name: v.Name, Team: team,
			MayTeam: r.Place.Role.May(model.RightChange), Taken: e.Msg == "view.taken", Errors: fieldErrors(r.Say, e)}
		p := s.roomPage(r, r.Say.T("lists.views.save"), "")
		return s.render(c, Status(e.Kind), templates.ViewNew(p, f))
	}
	if err != nil {
		return err
	}
	undo := r.space.URL("views", done.ID, "remove")
	if replaced { // what stood there before is not kept
		undo = ""
	}
	s.flashAside(r, r.Say.T("lists.views.saved", "Name", r.Say.Quote(done.Name)), undo)
	return c.Redirect(http.StatusSeeOther, r.pageURL(v.Path, v.Query))
}

// addOrReplace keeps a view, in the place of its namesake where there is one and the form says so.
func (s *Server) addOrReplace(c echo.Context, v store.View) (done store.View, replaced bool, err error) {
	if c.FormValue("replace") != "true" {
		done, err = s.store.AddView(c.Request().Context(), v, author(c))
		return done, false, err
	}
	all, err := s.store.Views(c.Request().Context(), v.Workspace, v.Page, visitOf(c).User.ID)
	if err != nil {
		return v, false, err
	}
	i := slices.IndexFunc(all, func(o store.View) bool {
		return o.Owner == v.Owner && o.Name == strings.Join(strings.Fields(v.Name), " ")
	})
	if i < 0 {
		done, err = s.store.AddView(c.Request().Context(), v, author(c))
		return done, false, err
	}
	v.ID = all[i].ID
	return v, true, s.store.SetView(c.Request().Context(), v, author(c))
}

// viewOf enters the workspace and finds the view that the path names, where who asks may set it. Errors: NotFound; Forbidden.
func (s *Server) viewOf(c echo.Context) (*room, store.View, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, store.View{}, err
	}
	v, err := s.store.View(c.Request().Context(), r.Place.ID, c.Param("id"), r.User.ID)
	if err == nil && !r.maySetView(v) {
		err = model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return r, v, err
}

// viewRename gives a view another name.
func (s *Server) viewRename(c echo.Context) error {
	r, v, err := s.viewOf(c)
	if err != nil {
		return err
	}
	v.Name = field(c, "name")
	err = s.store.SetView(c.Request().Context(), v, author(c))
	if e, ok := mendable(err); ok {
		return s.showViews(r, Status(e.Kind), v, r.Say.Error(e))
	}
	if err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("views"))
}

// viewRemove takes a view away; the toast brings it back.
func (s *Server) viewRemove(c echo.Context) error {
	r, v, err := s.viewOf(c)
	if err != nil {
		return err
	}
	if err := s.store.RemoveView(c.Request().Context(), r.Place.ID, v.ID, author(c)); err != nil {
		return err
	}
	again := url.Values{"page": {v.Page}, "path": {v.Path}, "query": {v.Query}, "name": {v.Name}, "for": {"me"}}
	if v.Owner == "" {
		again.Set("for", "team")
	}
	s.flashAside(r, r.Say.T("lists.views.removed", "Name", r.Say.Quote(v.Name)), r.space.URL("views")+"?"+again.Encode())
	return c.Redirect(http.StatusSeeOther, r.space.URL("views"))
}
