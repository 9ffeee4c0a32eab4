package api

import (
	"context"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/web/inquiry"
)

type inDiff struct {
	InSpace
	From    string `query:"from" default:"current" doc:"current, the id of a state, or either with @ and a revision"`
	To      string `query:"to" required:"true" doc:"As from"`
	Figures bool   `query:"metrics" default:"true" doc:"Whether figures are compared, too, which takes longer"`
}

// Diff is what leads from one state to another, by class.
type Diff struct {
	Structural []Difference  `json:"structural" doc:"Elements and links that appear, go or move their end"`
	Factual    []Difference  `json:"factual" doc:"Props and owners"`
	Wording    []Difference  `json:"wording" doc:"Names, notes, tags, references"`
	Layout     []Difference  `json:"layout" doc:"Order and stage"`
	Metrics    []FigureShift `json:"metrics" doc:"Figures that are others"`
}

// Difference is one thing that differs.
type Difference struct {
	ID      string       `json:"id"`
	Kind    string       `json:"kind"`
	Op      model.DiffOp `json:"op" enum:"added,removed,changed"`
	Field   string       `json:"field" doc:"Empty where the whole appears or goes"`
	From    any          `json:"from"`
	To      any          `json:"to"`
	Changes []string     `json:"changes" doc:"Ids of the changes behind it"`
}

// FigureShift is a figure that is another one. A figure is a number, or lo and hi; null where it is not known, or never reached.
type FigureShift struct {
	ID      string   `json:"id" doc:"Of the metric"`
	Part    string   `json:"part" doc:"Empty where it is of the whole state"`
	From    any      `json:"from"`
	To      any      `json:"to"`
	Because []string `json:"because" doc:"Ids of the changes without which it would not be this one"`
}

func (a *API) diff(ctx context.Context, c *call, in *inDiff) (*body[Diff], error) {
	var sides [2]*inquiry.Side
	for i, ref := range []string{in.From, in.To} {
		var err error
		if sides[i], err = inquiry.SideOf(ctx, a.Store, c.Place.Workspace, ref); err != nil {
			return nil, err
		}
	}
	figures := inquiry.NoFigures
	if in.Figures {
		figures = inquiry.AllFigures
	}
	found, err := inquiry.Compare(ctx, a.Store, c.Place.Workspace, sides[0], sides[1], figures)
	if err != nil {
		return nil, err
	}
	out := Diff{Metrics: []FigureShift{}}
	for class, list := range map[model.Class]*[]Difference{model.Structural: &out.Structural, model.Factual: &out.Factual, model.Wording: &out.Wording, model.Layout: &out.Layout} {
		*list = []Difference{}
		for _, d := range found.Delta.Of(class) {
			*list = append(*list, Difference{d.ID, d.Kind, d.Op, d.Field, d.From, d.To, append([]string{}, found.Because(d)...)})
		}
	}
	value := func(f analysis.Figure) any {
		v, _ := amount(f)
		return v
	}
	for _, s := range found.Shifts {
		out.Metrics = append(out.Metrics, FigureShift{s.Metric.ID, s.ID, value(s.From), value(s.To), append([]string{}, s.Because...)})
	}
	return &body[Diff]{out}, nil
}
