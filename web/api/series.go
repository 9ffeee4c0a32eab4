package api

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"rootline/model"
)

// SeriesHead is a measure over time without its values.
type SeriesHead struct {
	ID      string `json:"id"`
	Element string `json:"element"`
	Name    string `json:"name" doc:"What is measured"`
	Unit    string `json:"unit" doc:"In words"`
}

// SeriesList is a page of series.
type SeriesList struct {
	Series []SeriesHead `json:"series"`
	Next   string       `json:"next,omitempty"`
}

type inSeriesList struct {
	InSpace
	Page
	Element string `query:"element" doc:"Only of this element"`
}

func (a *API) seriesList(ctx context.Context, c *call, in *inSeriesList) (*body[SeriesList], error) {
	list, err := a.Store.AllSeries(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	heads := []SeriesHead{}
	for _, m := range list {
		if in.Element == "" || m.Element == in.Element {
			heads = append(heads, SeriesHead{m.ID, m.Element, m.Name, m.Unit})
		}
	}
	var out SeriesList
	out.Series, out.Next = cut(heads, func(m SeriesHead) string { return m.ID }, in.Page)
	return &body[SeriesList]{out}, nil
}

type seriesNew struct {
	InSpace
	Body struct {
		Element string        `json:"element" doc:"The id of what is measured"`
		Name    string        `json:"name" minLength:"1" maxLength:"1000"`
		Unit    string        `json:"unit,omitempty"`
		Points  []model.Point `json:"points,omitempty"`
	}
}

func (a *API) seriesAdd(ctx context.Context, c *call, in *seriesNew) (*body[Made], error) {
	if err := a.measurable(ctx, c, in.Body.Element); err != nil {
		return nil, err
	}
	m, err := a.Store.AddSeries(ctx, c.Place.ID, model.Series{Element: in.Body.Element, Name: in.Body.Name, Unit: in.Body.Unit, Points: in.Body.Points}, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[Made]{Made{m.ID}}, nil
}

// measurable says whether the caller may measure an element: who may edit it may.
func (a *API) measurable(ctx context.Context, c *call, element string) error {
	g, _, err := a.Store.Graph(ctx, c.Place.ID)
	if err != nil {
		return err
	}
	e := g.Element(element)
	switch {
	case e == nil && !c.Place.Role.May(model.RightChange):
		return model.Fault(model.NotFound, "element", "absent", "ID", element)
	case e != nil && !c.Place.Role.MayEdit(g, e):
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return nil // one of another state: the store knows whether there is such an element
}

// InSeries names a series.
type InSeries struct {
	InSpace
	ID string `path:"id"`
}

func (a *API) series(ctx context.Context, c *call, in *InSeries) (*body[model.Series], error) {
	m, err := a.Store.Series(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	return &body[model.Series]{m}, nil
}

type pointsNew struct {
	InSeries
	Body points
}

// points are values to add: a list of them, one alone, or a list under "points".
type points []model.Point

// UnmarshalJSON reads any of the three forms.
func (p *points) UnmarshalJSON(b []byte) error {
	var list []model.Point
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '[' {
		err := json.Unmarshal(b, &list)
		*p = list
		return err
	}
	var in struct {
		model.Point
		Points []model.Point `json:"points"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	if *p = in.Points; in.Points == nil {
		*p = points{in.Point}
	}
	return nil
}

// Schema describes the three forms.
func (p points) Schema(r huma.Registry) *huma.Schema {
	one := &huma.Schema{Type: huma.TypeObject, Required: []string{"on", "value"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
		"on": {Type: huma.TypeString, Description: "A day, YYYY-MM-DD"}, "value": {Type: huma.TypeNumber}}}
	many := &huma.Schema{Type: huma.TypeArray, Items: one}
	under := &huma.Schema{Type: huma.TypeObject, Required: []string{"points"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{"points": many}}
	for _, s := range []*huma.Schema{one, many, under} {
		s.PrecomputeMessages()
	}
	return &huma.Schema{OneOf: []*huma.Schema{many, one, under}, Description: "Values by day; a later one of the same day corrects the one before"}
}

func (a *API) pointsAdd(ctx context.Context, c *call, in *pointsNew) (*body[model.Series], error) {
	if err := a.mayMeasure(ctx, c, in.ID); err != nil {
		return nil, err
	}
	if _, err := a.Store.AddPoints(ctx, c.Place.ID, in.ID, in.Body, c.Author()); err != nil {
		return nil, err
	}
	return a.series(ctx, c, &in.InSeries)
}

func (a *API) mayMeasure(ctx context.Context, c *call, id string) error {
	m, err := a.Store.Series(ctx, c.Place.ID, id)
	if err != nil {
		return err
	}
	return a.measurable(ctx, c, m.Element)
}

func (a *API) seriesRemove(ctx context.Context, c *call, in *InSeries) (*none, error) {
	if err := a.mayMeasure(ctx, c, in.ID); err != nil {
		return nil, err
	}
	return nil, a.Store.RemoveSeries(ctx, c.Place.ID, in.ID, c.Author())
}

type inPoint struct {
	InSeries
	On string `path:"on" doc:"A day, YYYY-MM-DD"`
}

func (a *API) pointRemove(ctx context.Context, c *call, in *inPoint) (*none, error) {
	if err := a.mayMeasure(ctx, c, in.ID); err != nil {
		return nil, err
	}
	_, err := a.Store.RemovePoint(ctx, c.Place.ID, in.ID, in.On, c.Author())
	return nil, err
}
