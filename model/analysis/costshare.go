// Package analysis computes figures of a graph: what rests on what, and which causes lie under which problems. Every figure is
// a pure function of one graph; what is unknown stays unknown, and an interval stays an interval.
package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// CostShares say where the monthly cost of problems ends: metric M20.
type CostShares struct {
	Total       model.Number // cost a month of the problems counted, in the workspace's currency
	Elements    []Share      // where roots lie, the largest first
	Roots       []Share      // the roots themselves, the largest first
	Unassigned  []Share      // causes and problems where cost ends without reaching a place, the largest first
	WithoutCost []string     // ids of problems that have no cost, and so are not counted
	Split       bool         // somewhere a cost was split equally, for want of shares
}

// Share is the part of a cost that ends at an element.
type Share struct {
	Element  *model.Element
	Share    model.Number // of Total, 0–1; all of Elements and Unassigned together make 1
	Cost     model.Number // a month
	Problems []string     // ids of the problems it comes from, in their order
}

// Ends say which part of a problem ends where, as shares of 1. They do not depend on what the problem costs.
type Ends struct {
	Roots      map[string]float64 // by id of the root
	Places     map[string]float64 // by id of the element in which a root lies
	Unassigned map[string]float64 // by id of the cause, or of the problem itself, where the way ends without a place
	Split      bool               // somewhere the whole was split equally, for want of shares
}

// CostEnds pushes one problem down its causes: at each effect by the shares given on its links, the rest in equal parts to the
// links without one, to the first root on each way, and from there in equal parts to the root's places. Nothing goes through a
// disproved cause or along a circle. Shares that come to more than 1 are scaled down to it; where they come to less and no link
// is without one, the rest is unassigned.
func CostEnds(g *model.Graph, problem string) Ends {
	f := followedOf(g)
	i, ok := slices.BinarySearch(f.problems, g.Handle(problem))
	if !ok {
		return Ends{}
	}
	byID := func(side portions) map[string]float64 {
		out := make(map[string]float64)
		for _, x := range side.of(i) {
			out[g.At(x.at).ID] += x.part
		}
		return out
	}
	return Ends{Roots: byID(f.roots), Places: byID(f.places), Unassigned: byID(f.lost), Split: f.split[i]}
}

// CostShare says where the cost of these problems ends, of all problems where none is named. The answer is shared: do not
// change it.
func CostShare(g *model.Graph, problems ...string) CostShares {
	if len(problems) == 0 {
		return model.Memo(g, "analysis.costshare", func() CostShares { return allCosts(g).told(g) })
	}
	var chosen []int
	for i, h := range followedOf(g).problems {
		if slices.Contains(problems, g.At(h).ID) {
			chosen = append(chosen, i)
		}
	}
	return costsOf(g, chosen).told(g)
}

// allCosts says where the cost of all problems ends.
func allCosts(g *model.Graph) *costs {
	return model.Keep(g, "analysis.costs", onCosts, func() *costs {
		all := make([]int, len(followedOf(g).problems))
		for i := range all {
			all[i] = i
		}
		return costsOf(g, all)
	})
}

// costs are CostShares by handles: they stay the same while what is said of the elements changes otherwise.
type costs struct {
	total               model.Number
	places, roots, lost []stake // each in order of its handle
	without             []model.Handle
	split               bool
}

// stake is a Share by handles.
type stake struct {
	at          model.Handle
	share, cost model.Number
	problems    []model.Handle
}

// costsOf says where the cost of problems at these places among all ends.
func costsOf(g *model.Graph, problems []int) *costs {
	f := followedOf(g)
	out := &costs{}
	var counted []costed
	for _, i := range problems {
		cost, ok := g.At(f.problems[i]).Props.Number("cost_per_month")
		if !ok {
			out.without = append(out.without, f.problems[i])
			continue
		}
		out.total.Lo, out.total.Hi = out.total.Lo+cost.Lo, out.total.Hi+cost.Hi
		out.split = out.split || f.split[i]
		counted = append(counted, costed{f.problems[i], i, cost})
	}
	out.places, out.roots, out.lost = collect(g, counted, f.places, out.total), collect(g, counted, f.roots, out.total), collect(g, counted, f.lost, out.total)
	return out
}

// costed is a problem with its place among all and its cost.
type costed struct {
	h    model.Handle
	i    int
	cost model.Number
}

func collect(g *model.Graph, counted []costed, side portions, total model.Number) []stake {
	var parts []ended
	var problems, at []model.Handle
	for _, p := range counted {
		for _, x := range side.of(p.i) {
			parts, problems, at = append(parts, ended{x.part, p.cost}), append(problems, p.h), append(at, x.at)
		}
	}
	// What ends at one element stands together, in the order of the problems.
	of := group(g, at, nil)
	from := make([]model.Handle, len(parts)) // which problem
	var out []stake
	var here []ended
	for h := range model.Handle(g.Span()) {
		list := of.at(h)
		if len(list) == 0 {
			continue
		}
		first := int(of.start[h])
		s := stake{at: h, problems: from[first : first+len(list) : first+len(list)]}
		here = here[:0]
		for i, k := range list {
			x := parts[k]
			s.problems[i], here = problems[k], append(here, x)
			s.cost.Lo, s.cost.Hi = s.cost.Lo+x.part*x.cost.Lo, s.cost.Hi+x.part*x.cost.Hi
		}
		s.share = shareOfTotal(here, total)
		out = append(out, s)
	}
	return out
}

// told says it of the elements as they are now.
func (c *costs) told(g *model.Graph) CostShares {
	tell := func(list []stake) []Share {
		out := make([]Share, len(list))
		for i, s := range list {
			out[i] = Share{Element: g.At(s.at), Share: s.share, Cost: s.cost, Problems: g.IDs(s.problems)}
		}
		slices.SortFunc(out, func(a, b Share) int {
			return cmp.Or(cmp.Compare(b.Cost.Mid(), a.Cost.Mid()), cmp.Compare(b.Share.Mid(), a.Share.Mid()), cmp.Compare(a.Element.ID, b.Element.ID))
		})
		return out
	}
	return CostShares{Total: c.total, Elements: tell(c.places), Roots: tell(c.roots), Unassigned: tell(c.lost), WithoutCost: g.IDs(c.without), Split: c.split}
}

// ended is the part of one problem that ends at an element, and what the problem costs.
type ended struct {
	part float64
	cost model.Number
}

// shareOfTotal bounds Σ part·cost / Σ cost while each cost stays within its interval; problems of which nothing ends here are in
// the total alone. Such a quotient is at its least, and at its most, where every cost stands at one of its ends: at the upper one
// exactly for the problems with the larger parts, or with the smaller (the linear fractional case of Charnes and Cooper 1962). It
// sorts ends.
func shareOfTotal(ends []ended, total model.Number) model.Number {
	slices.SortStableFunc(ends, func(a, b ended) int { return cmp.Compare(b.part, a.part) })
	var here model.Number // Σ part·cost
	for _, p := range ends {
		here.Lo, here.Hi = here.Lo+p.part*p.cost.Lo, here.Hi+p.part*p.cost.Hi
	}
	known := false
	var n model.Number
	try := func(part, whole float64) {
		if whole <= 0 {
			return
		}
		share := part / whole
		if !known {
			n, known = model.Num(share), true
		}
		n.Lo, n.Hi = min(n.Lo, share), max(n.Hi, share)
	}
	// Beginning with all at one end, those with the largest parts go to the other, one after the other.
	most, ofMost := here.Lo, total.Lo
	least, ofLeast := here.Hi, total.Hi
	try(most, ofMost)
	try(least, ofLeast)
	for _, p := range ends {
		width := p.cost.Hi - p.cost.Lo
		most, ofMost = most+p.part*width, ofMost+width
		least, ofLeast = least-p.part*width, ofLeast-width
		try(most, ofMost)
		try(least, ofLeast)
	}
	return n
}
