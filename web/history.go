package web

import (
	"net/http"
	"net/url"
	"regexp"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// changeShow tells one change in full.
func (s *Server) changeShow(c echo.Context) error {
	r, e, err := s.changeOf(c)
	if err != nil {
		return err
	}
	if !r.Line.Has(e.State) { // told with the names of its own state
		st, _, err := s.store.State(c.Request().Context(), r.Place.ID, e.State)
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, r.space.In(st.ID, st.Name).URL("history", e.ID))
	}
	return s.showChange(r, http.StatusOK, e, nil, "")
}

func (s *Server) changeOf(c echo.Context) (*room, store.Entry, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, store.Entry{}, err
	}
	e, err := s.store.Entry(c.Request().Context(), r.Place.ID, c.Param("id"))
	return r, e, err
}

// mostTold is how many ops of one change its own page tells.
const mostTold = 500

func (s *Server) showChange(r *room, status int, e store.Entry, rests []string, note string) error {
	t := s.teller(r)
	h := t.tell([]store.Entry{e}, "", mostTold)[0]
	h.When.Text = r.Say.DateTime(e.At)
	v := templates.ChangeView{Change: h, Note: note, Back: r.space.URL("history")}
	for _, id := range rests {
		later, err := s.store.Entry(r.c.Request().Context(), r.Place.ID, id)
		if err != nil {
			return err
		}
		v.Rests = append(v.Rests, t.tell([]store.Entry{later}, "", 3)[0])
	}
	var err error
	if v.Talk, err = s.talk(r, model.ChangeTopic(e.ID)); err != nil {
		return err
	}
	p := talking(s.roomPage(r, e.TitleIn(r.Say.Lang()), "history"))
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}, {Label: r.Say.T("frame.history"), URL: r.space.URL("history")}}
	return s.render(r.c, status, templates.Change(p, v))
}

// elementPath is the address of a page about one element or link, within its workspace.
var elementPath = regexp.MustCompile(`^/w/[^/]+/(?:elements|problems|journeys|links)/([^/]+)(/.*)?$`)

// backFrom is the page of this workspace that a request came from, the history where it does not say or shows what has
// gone.
func (s *Server) backFrom(r *room) string {
	home := r.space.URL("history")
	u, err := url.Parse(r.c.Request().Referer())
	if err != nil || u.Host != r.c.Request().Host || !underPath(u.Path, r.space.URL()) {
		return home
	}
	if m := elementPath.FindStringSubmatch(u.Path); m != nil {
		if r.graph.Element(m[1]) == nil || m[2] == "/remove" || m[2] == "/edit" {
			return home
		}
	}
	if underPath(u.Path, r.space.URL("history")) {
		return home
	}
	return localPath(u.RequestURI())
}

func underPath(path, base string) bool {
	return path == base || len(path) > len(base) && path[:len(base)] == base && path[len(base)] == '/'
}
