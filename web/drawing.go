package web

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// drawingFormats are the files that a drawing can be had as on this machine.
func drawingFormats() []string {
	return []string{"svg"}
}

// sendDrawing hands a drawing out as a file called name. Errors: Invalid for a format that there is not.
func (s *Server) sendDrawing(c echo.Context, format, name string, drawing component) error {
	if format != "svg" {
		return model.Fault(model.Invalid, "format", "format.unknown", "Value", format, "Known", drawingFormats())
	}
	var b bytes.Buffer
	if err := templates.WriteSVG(c.Request().Context(), &b, drawing); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
	h.Set("Content-Security-Policy", templates.DrawingPolicy())
	return c.Blob(http.StatusOK, "image/svg+xml", b.Bytes())
}
