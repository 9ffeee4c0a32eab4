package web

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/transfer"
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

// sheet is what the map shows as one picture with headline and legend, nothing chosen on it. values and legend are those of a
// colouring.
func (a *atlas) sheet(values []int, legend templates.MapLegend) templates.MapSheetView {
	return templates.MapSheetView{Figure: templates.MapFigureView{Drawing: a.d, Title: a.Say.T("map.title", "Name", a.space.Name), Marks: templates.MapMarks{On: -1}, Values: values},
		Sub: a.Say.T("map.when", "N", a.Say.Plain(float64(a.rev))), Legend: legend}
}

// file hands out what the map shows, with its filters, in a format. Errors: NotFound where it shows nothing; Invalid for a
// format that there is not.
func (a *atlas) file(format string) error {
	name := a.Place.Slug + "-map"
	if format == "dot" || format == "mermaid" {
		var b bytes.Buffer
		if err := transfer.Write(a.c.Request().Context(), &b, nil, a.shown(), format); err != nil {
			return err
		}
		kind, extension := transfer.Media(format)
		a.c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+extension+`"`)
		return a.c.Blob(http.StatusOK, kind, b.Bytes())
	}
	if a.d == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	legend := a.d.Legend(a.Say)
	values, words, err := a.colours()
	if err != nil {
		return err
	}
	if values != nil {
		legend.By, legend.Values = a.Say.T("map.colour."+a.q.Colour), words
	}
	return a.s.sendDrawing(a.c, format, name, templates.MapFile(a.Say, a.sheet(values, legend)))
}

// shown is the part of the graph that the map shows, with the problems pinned on it, as a file.
func (a *atlas) shown() *exchange.File {
	whole := exchange.FromGraph(a.Place.Workspace, a.graph)
	on := map[string]bool{}
	for _, b := range a.m.Boxes {
		on[b.ID] = true
		for _, p := range b.Pins {
			on[p.ID] = true
		}
	}
	whole.Elements = slices.DeleteFunc(slices.Clone(whole.Elements), func(e *model.Element) bool { return !on[e.ID] })
	whole.Links = slices.DeleteFunc(slices.Clone(whole.Links), func(l *model.Link) bool { return !on[l.From] || !on[l.To] })
	return whole
}
