package api

import (
	"context"

	"rootline/model"
	"rootline/model/analysis"
)

// Ranking is where the causes of all problems lie, and which many of them share. A share, and a cost touched, is a number, or lo and hi;
// it is missing where nothing is known.
type Ranking struct {
	Elements    []RankedElement `json:"elements" doc:"In which causes lie; the greatest share first"`
	Causes      []RankedCause   `json:"causes" doc:"That some problem reaches; the greatest share first"`
	Unassigned  any             `json:"unassigned,omitempty" doc:"The share of the cost that ends at no element"`
	WithoutCost []string        `json:"without_cost" doc:"Ids of problems without a cost, which count for no share"`
}

// RankedElement is an element in which causes lie.
type RankedElement struct {
	ID          string     `json:"id"`
	Kind        model.Kind `json:"kind"`
	Name        string     `json:"name"`
	CostShare   any        `json:"cost_share,omitempty" doc:"Of the cost of all problems; all shares and the unassigned one make 1"`
	CostTouched any        `json:"cost_touched,omitempty" doc:"A month, of the problems whose causes reach it; these overlap"`
	Problems    []string   `json:"problems"`
}

// RankedCause is a cause that some problem reaches.
type RankedCause struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	CostShare  any      `json:"cost_share,omitempty" doc:"Of a root; nothing comes to rest at another cause"`
	Problems   []string `json:"problems"`
	ChokePoint []string `json:"choke_point" doc:"Ids of the problems of which every way from any root passes it"`
}

func known(f analysis.Figure) any {
	v, _ := amount(f)
	return v
}

func (a *API) causes(ctx context.Context, c *call, in *InGraph) (*body[Ranking], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	r := analysis.Causes(g)
	out := Ranking{Elements: make([]RankedElement, len(r.Elements)), Causes: make([]RankedCause, len(r.Causes)), Unassigned: known(r.Unassigned), WithoutCost: g.IDs(r.WithoutCost)}
	for i, e := range r.Elements {
		at := g.At(e.Element)
		out.Elements[i] = RankedElement{at.ID, at.Kind, at.Name, known(e.Share), known(e.Touched), g.IDs(e.Problems)}
	}
	for i, x := range r.Causes {
		at := g.At(x.Element)
		out.Causes[i] = RankedCause{at.ID, at.Name, known(x.Share), g.IDs(x.Problems), g.IDs(x.Choke)}
	}
	return &body[Ranking]{out}, nil
}

// Fixes is a set of causes to fix.
type Fixes struct {
	Causes  []string `json:"causes"`
	Cost    float64  `json:"cost" doc:"Of these fixes: what their actions cost, one unit where none is known"`
	Covers  []string `json:"covers" doc:"Ids of the problems that cannot happen then"`
	Optimal bool     `json:"optimal" doc:"Whether there is nothing better"`
	Bound   float64  `json:"bound" doc:"Without a budget, no set costs less; with one, none covers problems that cost more a month"`
}

type inFixes struct {
	InGraph
	Body struct {
		Budget   *float64 `json:"budget,omitempty" minimum:"0"`
		Problems []string `json:"problems,omitempty" doc:"Ids; by default all that are not closed" maxItems:"1000"`
	}
}

func (a *API) fixes(ctx context.Context, c *call, in *inFixes) (*body[Fixes], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	for _, id := range in.Body.Problems {
		if e := g.Element(id); e == nil || e.Kind != model.Problem {
			return nil, model.Fault(model.Invalid, "problems", "absent", "ID", id)
		}
	}
	f := analysis.SmallestFixes(g, in.Body.Budget, in.Body.Problems...)
	return &body[Fixes]{Fixes{f.Causes, f.Cost, f.Covers, f.Optimal, f.Bound}}, nil
}
