package web

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
	"rootline/web/live"
)

// events is the stream of a page that is open in a browser: what others change, and who is here.
func (s *Server) events(c echo.Context) error {
	since, err := live.Since(c.Request())
	if err != nil {
		return err
	}
	v := visitOf(c)
	return s.streams.Serve(c.Response(), c.Request(), live.Listener{
		Workspace: v.Place.ID, Since: since, Here: hereOf(c), May: s.stillMay(c.Param("ws"), v.User),
		Follow: c.QueryParam("meeting"),
	})
}

// stillMay asks whether a person may still read a workspace: a stream outlives the request that was asked for its right.
func (s *Server) stillMay(segment string, u store.User) func(context.Context) error {
	slug, _, _ := strings.Cut(segment, templates.StateMark)
	return func(ctx context.Context) error {
		now, err := s.store.User(ctx, u.ID)
		if err != nil {
			return err
		}
		if now.Disabled || now.Epoch != u.Epoch {
			return model.Fault(model.Unauthenticated, "", "sign-in.ended")
		}
		place, err := s.store.Place(ctx, slug, now)
		if err == nil && !place.Role.May(model.RightRead) {
			err = model.Fault(model.NotFound, "", "not-found")
		}
		return err
	}
}

// hereMove says where a person is, and in which field they write.
func (s *Server) hereMove(c echo.Context) error {
	if h := hereOf(c); h != nil {
		s.streams.Move(visitOf(c).Place.ID, *h)
	}
	return c.NoContent(http.StatusNoContent)
}

// hereWhose says whom the server takes a browser for: its pages ask before they send what somebody typed.
func (s *Server) hereWhose(c echo.Context) error {
	v := visitOf(c)
	return c.String(http.StatusOK, shelf(v.Place.ID, v.User.ID))
}

// shelf is the name under which what somebody sends to a workspace, or to a session, waits in their browser.
func shelf(place, person string) string { return place + " " + person }

// hereOf is the tab that a request comes from, nil where it does not say.
func hereOf(c echo.Context) *live.Here {
	u := visitOf(c).User
	h := live.Here{Key: c.FormValue("tab"), Person: u.ID, Name: u.Name, Page: c.FormValue("page"), Field: c.FormValue("field")}
	if h.Key == "" || len(h.Key) > 40 || len(h.Page) > 500 || len(h.Field) > 100 || !utf8.ValidString(h.Key+h.Page+h.Field) {
		return nil
	}
	h.Key = u.ID + "/" + h.Key
	return &h
}
