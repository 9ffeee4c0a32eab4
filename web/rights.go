package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// timeless are the beginnings of addresses that are of no state: what waits for one, who works here, settings, what is shared.
var timeless = []string{"/w/:ws/inbox", "/w/:ws/people", "/w/:ws/settings", "/w/:ws/sessions", "/w/:ws/problems/:id/share", "/w/:ws/states", "/w/:ws/compare"}

// Timeless says whether the page is the same in every state.
func (r Route) Timeless() bool {
	return slices.ContainsFunc(timeless, func(path string) bool { return underPath(r.Path, path) })
}

// Streams says whether the answer goes on for as long as somebody listens.
func (r Route) Streams() bool { return strings.HasSuffix(r.Path, "/events") }

// today is the address of the same page in the present.
func today(c echo.Context) string {
	u := *c.Request().URL
	slug, _, _ := strings.Cut(c.Param("ws"), templates.StateMark)
	rest := strings.TrimPrefix(u.EscapedPath(), "/w/")
	if _, after, ok := strings.Cut(rest, "/"); ok {
		rest = "/" + after
	} else {
		rest = ""
	}
	out := templates.Workspace{Slug: slug}.URL() + rest
	if u.RawQuery != "" {
		out += "?" + u.RawQuery
	}
	return out
}

// guarded asks for the right of a route, once, before its handler. A workspace that one may not see answers as one that
// does not exist, and so does a state that is not there.
func (s *Server) guarded(r Route) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitOf(c)
		if r.Right == model.RightNone {
			return r.handle(c)
		}
		if v.User.ID == "" {
			if c.Request().Method == http.MethodGet {
				return c.Redirect(http.StatusSeeOther, "/login?back="+url.QueryEscape(c.Request().URL.RequestURI()))
			}
			return s.askToSignIn(c)
		}
		switch r.Right {
		case model.RightSignIn:
			return r.handle(c)
		case model.RightAdmin:
			if !v.User.Admin {
				return model.Fault(model.NotFound, "", "not-found")
			}
			return r.handle(c)
		}
		slug, state, named := strings.Cut(c.Param("ws"), templates.StateMark)
		place, err := s.store.Place(c.Request().Context(), slug, v.User)
		if err != nil {
			return err
		}
		if named && r.Timeless() {
			return c.Redirect(http.StatusSeeOther, today(c))
		}
		if named {
			if v.State, v.Line, err = s.store.State(c.Request().Context(), place.ID, state); err != nil {
				return err
			}
		}
		v.Place = place
		if !place.Role.MayIn(v.State.ID, r.Right) {
			return model.Fault(model.Forbidden, "", "forbidden", "Role", string(place.Role))
		}
		return r.handle(c)
	}
}
