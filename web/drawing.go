package web

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
	"rootline/web/transfer"
)

// drawingFormats are the files that a drawing can be had as on this machine.
func (s *Server) drawingFormats() []string {
	if s.paper.Ready() {
		return []string{"svg", "png", "pdf"}
	}
	return []string{"svg"}
}

// sendDrawing hands a drawing out as a file called name. Errors: Invalid for a format that there is not.
func (s *Server) sendDrawing(c echo.Context, format, name string, drawing component) error {
	if !slices.Contains(s.drawingFormats(), format) {
		return model.Fault(model.Invalid, "format", "format.unknown", "Value", format, "Known", s.drawingFormats())
	}
	var b bytes.Buffer
	if err := templates.WriteSVG(c.Request().Context(), &b, drawing); err != nil {
		return err
	}
	return s.sendSVG(c, format, name, b.Bytes())
}

// sendSVG hands out a drawing that is there as SVG.
func (s *Server) sendSVG(c echo.Context, format, name string, svg []byte) error {
	out, err := s.paper.Drawing(c.Request().Context(), svg, format)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
	if format == "svg" {
		h.Set("Content-Security-Policy", templates.DrawingPolicy())
	}
	kind, _ := transfer.Media(format)
	return c.Blob(http.StatusOK, kind, out)
}
