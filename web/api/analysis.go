package api

import (
	"context"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/inquiry"
)

// Analysis is a problem with all that was found beneath it.
type Analysis struct {
	Problem  string         `json:"problem"`
	Nodes    []AnalysisNode `json:"nodes" doc:"The problem first, then every cause it reaches"`
	Links    []AnalysisLink `json:"links"`
	Roots    []Root         `json:"roots" doc:"Every cause the problem reaches whose stop is root"`
	Score    Score          `json:"score"`
	Findings []Finding      `json:"findings"`
	Draft    bool           `json:"draft" doc:"Whether something keeps the report a draft"`
}

// AnalysisNode is the problem or a cause.
type AnalysisNode struct {
	*model.Element
	Depth    int      `json:"depth" doc:"Whys from the problem"`
	Places   []string `json:"places" doc:"Ids of the elements where it lies"`
	Evidence []string `json:"evidence" doc:"Ids of what shows it"`
	Actions  []string `json:"actions" doc:"Ids of what addresses it"`
}

// AnalysisLink is a because link.
type AnalysisLink struct {
	*model.Link
	Read     bool `json:"read" doc:"Whether somebody has read it back"`
	Disputed bool `json:"disputed"`
}

// Root is a cause where the team stops and acts.
type Root struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status" doc:"suspected, likely, confirmed or disproved"`
}

// Score is how much of an analysis is in order.
type Score struct {
	Value   *int     `json:"value" doc:"0 to 100; null where there is nothing to count"`
	Reasons []string `json:"reasons"`
}

// Finding is what a check has to say.
type Finding struct {
	Key     string     `json:"key"`
	Check   string     `json:"check"`
	Level   whys.Level `json:"level" doc:"stop, ask or hint"`
	At      whys.Act   `json:"at,omitempty" doc:"Of a stop: the act that it stops, where that is not the analysis itself"`
	On      string     `json:"on" doc:"The id of an element or link"`
	Message string     `json:"message"`
	Kept    *Kept      `json:"kept,omitempty"`
}

// Kept says who keeps a finding, and why.
type Kept struct {
	By     string `json:"by"`
	At     string `json:"at,omitempty"`
	Reason string `json:"reason"`
}

// InProblem names a problem.
type InProblem struct {
	InSpace
	ID string `path:"id" doc:"The id of a problem"`
}

func (a *API) analysis(ctx context.Context, c *call, in *InProblem) (*body[Analysis], error) {
	found, err := a.analyse(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	return &body[Analysis]{analysisOf(found, c.Say)}, nil
}

// analyse makes the analysis of a problem in the present. Errors: NotFound.
func (a *API) analyse(ctx context.Context, c *call, problem string) (*whys.Analysis, error) {
	g, _, err := a.Store.Graph(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	return inquiry.Analyse(ctx, a.Store, c.Place.Workspace, g, problem)
}

func analysisOf(found *whys.Analysis, p *say.Printer) Analysis {
	out := Analysis{Problem: found.Problem.ID, Links: []AnalysisLink{}, Roots: []Root{}, Findings: []Finding{}, Draft: found.Draft(),
		Score: Score{Reasons: inquiry.Reasons(p, found)}}
	for _, n := range found.Nodes {
		out.Nodes = append(out.Nodes, nodeOf(n))
	}
	for _, e := range found.Links {
		out.Links = append(out.Links, AnalysisLink{e.Link, e.Read(), e.Disputed()})
	}
	for _, n := range found.Roots() {
		out.Roots = append(out.Roots, Root{n.ID, n.Name, n.Status()})
	}
	if found.Score.Known {
		out.Score.Value = &found.Score.Value
	}
	for _, f := range found.Findings {
		one := Finding{Key: f.Key, Check: f.Check, Level: f.Level, At: f.At, On: f.On, Message: inquiry.Message(p, found, f)}
		if f.Kept != nil {
			one.Kept = &Kept{f.Kept.By, f.Kept.At, f.Kept.Reason}
		}
		out.Findings = append(out.Findings, one)
	}
	return out
}

func nodeOf(n *whys.Node) AnalysisNode {
	out := AnalysisNode{Element: n.Element, Depth: n.Depth, Places: []string{}, Evidence: []string{}, Actions: []string{}}
	for _, e := range n.Places {
		out.Places = append(out.Places, e.ID)
	}
	for _, f := range n.Evidence {
		out.Evidence = append(out.Evidence, f.ID)
	}
	for _, x := range n.Actions {
		out.Actions = append(out.Actions, x.ID)
	}
	return out
}

type inKeep struct {
	InProblem
	Key  string `path:"key" doc:"The key of a finding"`
	Body struct {
		Reason string `json:"reason"`
	}
}

func (a *API) findingKeep(ctx context.Context, c *call, in *inKeep) (*body[Finding], error) {
	found, err := a.analyse(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found.Findings, func(f whys.Finding) bool { return f.Key == in.Key })
	if i < 0 {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	f := found.Findings[i]
	if f.Level == whys.Stop {
		return nil, model.Fault(model.Conflict, "", "finding.stop")
	}
	k := store.Kept{Problem: in.ID, Key: f.Key, Digest: whys.Digest(found.Graph, f.On), Reason: in.Body.Reason, By: c.User.Name, ByID: c.User.ID, At: a.Store.Now()}
	if err := a.Store.Keep(ctx, c.Place.ID, k, c.Author()); err != nil {
		return nil, err
	}
	return &body[Finding]{Finding{Key: f.Key, Check: f.Check, Level: f.Level, On: f.On, Message: inquiry.Message(c.Say, found, f),
		Kept: &Kept{k.By, k.At.Format(time.RFC3339), k.Reason}}}, nil
}
