package web

import (
	"bytes"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// component is what can be drawn.
type component = templ.Component

// render draws a page into a buffer before the status is written, so that a broken component still becomes an error page.
func (s *Server) render(c echo.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= mostPooled {
			buffers.Put(b)
		}
	}()
	if err := page.Render(c.Request().Context(), b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// buffers are used again, so that each page does not grow one of its own; very large ones are let go.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const mostPooled = 2 << 20

// menuSpaces is how many workspaces the menu offers; a page of its own lists them all.
const menuSpaces = 20

// page is the frame of a page: its title, and the section of the side bar that it belongs to.
func (s *Server) page(c echo.Context, title, section string) templates.Page {
	v := visitOf(c)
	p := templates.Page{Say: v.Say, Title: title, Section: section, Theme: v.Theme, Path: c.Request().URL.RequestURI()}
	if c.Request().Method != "GET" {
		p.Path = "/"
	}
	if v.User.ID == "" {
		return p
	}
	p.Person = templates.Person{ID: v.User.ID, Name: v.User.Name, Admin: v.User.Admin}
	p.Keys = !v.User.KeysOff
	p.Flash = s.takeFlash(c)
	if v.Place.ID != "" {
		p.Workspace = v.space()
		if v.State.ID != "" {
			p.Today = today(c)
			if c.Request().Method != "GET" {
				p.Today = p.Workspace.Today().URL()
			}
		}
		p.Counts = s.counts(c, v)
		if places, err := s.store.Places(c.Request().Context(), v.User, "", menuSpaces); err == nil { // without them the menu is short, the page whole
			for _, place := range places {
				p.Spaces = append(p.Spaces, frameSpace(place))
			}
		}
	}
	return p
}

// counts are the figures beside the pages of the side bar: how many problems there are in this state, and how many things wait for
// who looks. Without them the page is whole.
func (s *Server) counts(c echo.Context, v *visit) map[string]int {
	ctx := c.Request().Context()
	counts := map[string]int{}
	if g, _, err := s.store.StateGraph(ctx, v.Place.ID, v.State.ID); err == nil {
		counts["problems"] = len(g.OfKind(model.Problem))
	}
	g, _, err := s.store.Graph(ctx, v.Place.ID)
	if err != nil {
		return counts
	}
	if n, err := s.waiting(ctx, v, g); err == nil && n > 0 {
		counts["inbox"] = n
	}
	return counts
}
