package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"rootline/model"
)

// guarded asks for the right of a route, once, before its handler. A workspace that one may not see answers as one that
// does not exist.
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
			return model.Fault(model.Unauthenticated, "", "sign-in.ended")
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
		place, err := s.store.Place(c.Request().Context(), c.Param("ws"), v.User)
		if err != nil {
			return err
		}
		v.Place = place
		if !place.Role.May(r.Right) {
			return model.Fault(model.Forbidden, "", "forbidden", "Role", string(place.Role))
		}
		return r.handle(c)
	}
}
