package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Worth is what an employee or a partner gets out of what they do for customers, and how customers fare where they act: who
// gets little and acts where it hurts is where to look first (Forrester, "The age of the customer").
type Worth struct {
	Actor  *model.Element
	Value  string // "all", "some", "none"; "" = nobody has said
	Steps  []WorthStep
	Worst  model.Number // the lowest feeling at their steps
	Felt   bool         // Worst is known
	Cost   model.Number // of the problems at their steps a month, each once
	Priced bool         // Cost is known of one at least
}

// WorthStep is a step that the actor performs.
type WorthStep struct {
	Step     *model.Element
	Seen     bool // by the customer, here
	Feeling  model.Number
	Felt     bool             // Feeling is known
	Problems []*model.Element // felt at the step, not closed
}

// Painful says whether customers suffer at a step that the actor performs.
func (w Worth) Painful() bool {
	return slices.ContainsFunc(w.Steps, WorthStep.Painful)
}

// Painful says whether customers suffer at the step: they feel worse than nothing, or a problem is felt there.
func (s WorthStep) Painful() bool { return s.Felt && s.Feeling.Lo < 0 || len(s.Problems) > 0 }

// Starved says whether the actor is known to get less than all.
func (w Worth) Starved() bool { return w.Value == "none" || w.Value == "some" }

// group orders actors by where to look first.
func (w Worth) group() int {
	switch {
	case w.Starved() && w.Painful():
		return 0
	case w.Value == "" && w.Painful():
		return 1
	case w.Starved():
		return 2
	case w.Value == "":
		return 3
	}
	return 4
}

// Worths rates every employee and partner: those who are starved under painful steps first, then those of whom nobody has said
// what they get; among them, those at whose steps customers feel worst, then those who get least, then those whose problems
// cost most.
func Worths(g *model.Graph) []Worth {
	return model.Keep(g, "analysis.worths", onWorths, func() []Worth {
		var out []Worth
		felt := painsOf(g)
		for _, k := range []model.Kind{model.Employee, model.Partner} {
			for _, e := range g.OfKind(k) {
				out = append(out, worthOf(g, e, felt))
			}
		}
		least := func(w Worth) int { return slices.Index([]string{"none", "some", "", "all"}, w.Value) }
		worst := func(w Worth) float64 {
			if !w.Felt {
				return 0
			}
			return w.Worst.Mid()
		}
		slices.SortStableFunc(out, func(a, b Worth) int {
			return cmp.Or(cmp.Compare(a.group(), b.group()), cmp.Compare(worst(a), worst(b)), cmp.Compare(least(a), least(b)), cmp.Compare(b.Cost.Mid(), a.Cost.Mid()))
		})
		return out
	})
}

// painsOf says how customers fare at each step that somebody performs.
func painsOf(g *model.Graph) map[model.Handle]WorthStep {
	performs, affects := relationOf(g, model.Performs), relationOf(g, model.Affects)
	of := make(map[model.Handle]WorthStep)
	for _, at := range performs.to {
		if _, met := of[at]; met {
			continue
		}
		s := WorthStep{Step: g.At(at)}
		s.Feeling, s.Felt = s.Step.Props.Number("feeling")
		for h := range affects.sources(at) {
			if p := g.At(h); p.Props.Text("status") != "closed" && !slices.Contains(s.Problems, p) {
				s.Problems = append(s.Problems, p)
			}
		}
		of[at] = s
	}
	return of
}

func worthOf(g *model.Graph, e *model.Element, pains map[model.Handle]WorthStep) Worth {
	w := Worth{Actor: e, Value: e.Props.Text("value")}
	performs := relationOf(g, model.Performs)
	links := performs.out.at(g.Handle(e.ID))
	var counted []*model.Element
	for i, at := range links {
		step := performs.to[at]
		if slices.ContainsFunc(links[:i], func(before model.Handle) bool { return performs.to[before] == step }) {
			continue
		}
		s := pains[step]
		s.Seen = performs.props(at).Bool("visible")
		if s.Felt && (!w.Felt || s.Feeling.Mid() < w.Worst.Mid()) {
			w.Worst, w.Felt = s.Feeling, true
		}
		for _, p := range s.Problems {
			if cost, ok := p.Props.Number("cost_per_month"); ok && !slices.Contains(counted, p) {
				counted = append(counted, p)
				w.Cost.Lo, w.Cost.Hi, w.Priced = w.Cost.Lo+cost.Lo, w.Cost.Hi+cost.Hi, true
			}
		}
		w.Steps = append(w.Steps, s)
	}
	return w
}
