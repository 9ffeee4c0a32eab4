// Package inquiry gathers what an analysis is made from beside the graph (who the members are, what they keep and judged)
// and words what it found, alike for pages, API and command line.
package inquiry

import (
	"context"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates/say"
)

// Analyse returns the analysis of a problem in a graph of a workspace. Errors: NotFound where the graph has no such problem.
func Analyse(ctx context.Context, s *store.Store, w model.Workspace, g *model.Graph, problem string) (*whys.Analysis, error) {
	if e := g.Element(problem); e == nil || e.Kind != model.Problem {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	m, err := material(ctx, s, w, g)
	if err != nil {
		return nil, err
	}
	kept, err := s.KeptOf(ctx, w.ID, problem)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		m.Judgement.Kept = append(m.Judgement.Kept, whys.Kept{Key: k.Key, Reason: k.Reason, By: k.By, At: k.At.Format(time.RFC3339), Digest: k.Digest})
	}
	return whys.Analyse(g, problem, m), nil
}

// material is what all analyses of a workspace are made from.
func material(ctx context.Context, s *store.Store, w model.Workspace, g *model.Graph) (whys.Material, error) {
	members, err := s.Members(ctx, w.ID)
	if err != nil {
		return whys.Material{}, err
	}
	verdicts, err := s.VerdictsOf(ctx, w.ID)
	if err != nil {
		return whys.Material{}, err
	}
	names, person := people(members)
	m := whys.Material{Reader: whys.ReaderFor(g, nil, w.Languages, names), Person: person, Now: s.Now()}
	for _, v := range verdicts {
		m.Judgement.Verdicts = append(m.Judgement.Verdicts, whys.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict, Digest: v.Digest})
	}
	return m, nil
}

// OfFile returns the analyses of every problem in a file, whose elements and links g holds.
func OfFile(f *exchange.File, g *model.Graph) []*whys.Analysis {
	m := whys.Material{Reader: whys.ReaderFor(g, nil, f.Workspace.Languages, nil)}
	for _, v := range f.Verdicts {
		m.Judgement.Verdicts = append(m.Judgement.Verdicts, whys.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict})
	}
	var out []*whys.Analysis
	for _, p := range g.OfKind(model.Problem) {
		m.Judgement.Kept = nil
		for _, k := range f.Kept {
			if k.Problem == p.ID || k.Problem == "" {
				m.Judgement.Kept = append(m.Judgement.Kept, whys.Kept{Key: k.Key, Reason: k.Reason, By: k.By, At: k.At.Format(time.RFC3339)})
			}
		}
		out = append(out, whys.Analyse(g, p.ID, m))
	}
	return out
}

// Message says a finding in a sentence, naming what it is about.
func Message(p *say.Printer, _ *whys.Analysis, f whys.Finding) string { return f.Say(p) }

// Reasons says what keeps the score of an analysis down, most weighty first.
func Reasons(p *say.Printer, a *whys.Analysis) []string {
	out := make([]string, len(a.Score.Reasons))
	for i, r := range a.Score.Reasons {
		out[i] = p.T("score."+r.ID, "count", r.Count)
	}
	return out
}
