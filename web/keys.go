package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/templates"
)

// keys lists the keys that do something on pages.
func (s *Server) keys(c echo.Context) error {
	return s.render(c, http.StatusOK, templates.Keys(s.page(c, visitOf(c).Say.T("lists.keys.title"), "")))
}

// guide shows what pages are made of.
func (s *Server) guide(c echo.Context) error {
	p := s.page(c, visitOf(c).Say.T("guide.title"), "")
	p.Styles, p.Scripts = []string{"element", "series", "metrics", "guide"}, []string{"pick"}
	return s.render(c, http.StatusOK, templates.Guide(p))
}
