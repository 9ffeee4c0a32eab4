package web

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/templates"
	"rootline/templates/say"
)

// mapFile is the whole map as a drawing to keep.
func (s *Server) mapFile(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	first := r.Say
	if len(r.Place.Languages) > 0 {
		first = say.For(r.Place.Languages[0])
	}
	var b bytes.Buffer
	if err := templates.MapSVG(first, r.graph, r.Place.Name, r.Place.Currency).Render(c.Request().Context(), &b); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+r.Place.Slug+`-map.svg"`)
	return c.Blob(http.StatusOK, "image/svg+xml", b.Bytes())
}
