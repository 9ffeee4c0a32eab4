package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Metrics M20 and M21, and what problems cost: what is spent on them, and what is lost by them.

// costShares is M20: parts are the elements where roots lie, then the roots themselves.
func costShares(g *model.Graph) *Result {
	all := CostShare(g)
	r := &Result{}
	for _, list := range [][]Share{all.Elements, all.Roots} {
		for _, s := range list {
			r.Parts = append(r.Parts, partOf(s.Element, Between(s.Share.Lo, s.Share.Hi), Named{"cost", Between(s.Cost.Lo, s.Cost.Hi)}))
		}
	}
	lost := span{}
	for _, s := range all.Unassigned {
		lost = lost.plus(span{s.Cost.Lo, s.Cost.Hi})
	}
	r.Beside = []Named{{"total", Between(all.Total.Lo, all.Total.Hi)}, {"unassigned_cost", lost.figure()}, {"without_cost", Exactly(float64(len(all.WithoutCost)))}}
	if all.Total.Hi > 0 {
		r.Beside = append(r.Beside, Named{"unassigned", unassigned(allCosts(g))})
	}
	return r
}

// unassigned is the share of the whole that does not end at an element: what the elements leave of 1.
func unassigned(all *costs) Figure {
	s := span{1, 1}
	for _, e := range all.places {
		s = span{s.lo - e.share.Hi, s.hi - e.share.Lo}
	}
	return Between(max(0, s.lo), min(1, max(0, s.hi)))
}

// costTouched is M21. A problem without a cost is left out and counted beside.
func costTouched(g *model.Graph) *Result {
	r := &Result{}
	of := followedOf(g).touching
	for h := range model.Handle(g.Span()) {
		if problems := of.at(h); len(problems) > 0 {
			v, without := costTogether(g, problems)
			r.Parts = append(r.Parts, partOf(g.At(h), v, Named{"without_cost", Exactly(float64(without))}))
		}
	}
	return r
}

// CostTogether sums what problems cost a month, as far as it is known, and counts those of which it is.
func CostTogether(problems []*model.Element) (sum model.Number, known int) {
	for _, p := range problems {
		if n, ok := p.Props.Number("cost_per_month"); ok {
			sum.Lo, sum.Hi, known = sum.Lo+n.Lo, sum.Hi+n.Hi, known+1
		}
	}
	return sum, known
}

// costTogether is what these problems cost a month, unknown where none of them has a cost, and how many have none.
func costTogether(g *model.Graph, problems []model.Handle) (sum Figure, without int) {
	all := span{}
	for _, p := range problems {
		if n, ok := g.At(p).Props.Number("cost_per_month"); ok {
			all = all.plus(span{n.Lo, n.Hi})
		} else {
			without++
		}
	}
	if without == len(problems) {
		return Figure{}, without
	}
	return all.figure(), without
}

func behindCost(g *model.Graph, p *Part) []Trace {
	if p.Element.Kind == model.Cause {
		for _, s := range CostShare(g).Roots {
			if s.Element.ID == p.ID {
				return []Trace{{What: "problems", IDs: s.Problems, Figure: Figure{Sort: Undefined}}}
			}
		}
		return nil
	}
	return []Trace{trace(g, "problems", followedOf(g).touching.at(g.Handle(p.ID))...)}
}

// Costs say what problems cost a month: tangible, which is spent or written off, and opportunity, which is not earned.
type Costs struct {
	Total    Cost
	Problems []CostOf // the dearest first
	Elements []CostOf // where roots lie, the dearest first
	Lost     Cost     // what was not traced to an element
}

// Cost is a cost a month of both kinds. What is not known of either is not in it: Unknown counts the problems of which one kind
// is not known.
type Cost struct {
	Tangible, Opportunity               Figure
	UnknownTangible, UnknownOpportunity int
}

// CostOf is what one problem or element costs.
type CostOf struct {
	Element *model.Element
	Cost
}

// costing sums a cost up.
type costing struct {
	tangible, opportunity    span
	known, unknown           int
	knownOther, unknownOther int
}

func (c *costing) add(p *model.Element, part float64) {
	if n, ok := p.Props.Number("cost_per_month"); ok {
		c.tangible, c.known = c.tangible.plus(span{part * n.Lo, part * n.Hi}), c.known+1
	} else {
		c.unknown++
	}
	if n, ok := p.Props.Number("opportunity_per_month"); ok {
		c.opportunity, c.knownOther = c.opportunity.plus(span{part * n.Lo, part * n.Hi}), c.knownOther+1
	} else {
		c.unknownOther++
	}
}

func (c *costing) cost() Cost {
	out := Cost{UnknownTangible: c.unknown, UnknownOpportunity: c.unknownOther}
	if c.known > 0 {
		out.Tangible = Between(c.tangible.lo, c.tangible.hi)
	}
	if c.knownOther > 0 {
		out.Opportunity = Between(c.opportunity.lo, c.opportunity.hi)
	}
	return out
}

// CostsOf says what the problems of g cost that are not closed, and where that comes to rest: both kinds go down the causes as
// metric M20 says.
func CostsOf(g *model.Graph) Costs {
	return model.Memo(g, "analysis.costsof", func() Costs {
		var total, lost costing
		elements, f := make(map[model.Handle]*costing), followedOf(g)
		var out Costs
		for i, h := range f.problems {
			e := g.At(h)
			if e.Props.Text("status") == "closed" {
				continue
			}
			var own costing
			own.add(e, 1)
			total.add(e, 1)
			out.Problems = append(out.Problems, CostOf{e, own.cost()})
			for _, x := range f.places.of(i) {
				if elements[x.at] == nil {
					elements[x.at] = &costing{}
				}
				elements[x.at].add(e, x.part)
			}
			rest := 0.
			for _, x := range f.lost.of(i) {
				rest += x.part
			}
			if rest > 0 {
				lost.add(e, rest)
			}
		}
		for h, c := range elements {
			out.Elements = append(out.Elements, CostOf{g.At(h), c.cost()})
		}
		out.Total, out.Lost = total.cost(), lost.cost()
		dearest := func(a, b CostOf) int {
			return cmp.Or(cmp.Compare(b.least(), a.least()), cmp.Compare(a.Element.ID, b.Element.ID))
		}
		slices.SortFunc(out.Problems, dearest)
		slices.SortFunc(out.Elements, dearest)
		return out
	})
}

// least is what is surely there of both kinds.
func (c Cost) least() float64 { return c.Tangible.Lo + c.Opportunity.Lo }
