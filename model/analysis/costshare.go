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
	ends := Ends{Roots: map[string]float64{}, Places: map[string]float64{}, Unassigned: map[string]float64{}}
	reach := map[string]float64{problem: 1}
	for _, id := range effectsFirst(g, problem) {
		part := reach[id]
		e := g.Element(id)
		if e.Kind == model.Cause && e.Props.Text("stop") == "root" {
			ends.root(g, id, part)
			continue
		}
		links := live(g, id)
		shares, rest, split := linkShares(links)
		ends.Split = ends.Split || split
		for i, l := range links {
			reach[l.To] += part * shares[i]
		}
		if rest > 0 {
			ends.Unassigned[id] += part * rest
		}
	}
	return ends
}

func (ends *Ends) root(g *model.Graph, id string, part float64) {
	ends.Roots[id] += part
	var places []string
	for _, p := range g.Targets(id, model.LocatedIn) {
		if !slices.Contains(places, p.ID) {
			places = append(places, p.ID)
		}
	}
	for _, p := range places {
		ends.Places[p] += part / float64(len(places))
	}
	if len(places) == 0 {
		ends.Unassigned[id] += part
	}
}

// live are the links to causes that count: no circle, nothing disproved.
func live(g *model.Graph, id string) []*model.Link {
	var out []*model.Link
	for _, l := range g.Out(id, model.Because) {
		if !l.Props.Bool("circle") && g.Element(l.To).Props.Text("status") != "disproved" {
			out = append(out, l)
		}
	}
	return out
}

// linkShares says how much goes down each link, what is left over, and whether anything was split for want of shares.
func linkShares(links []*model.Link) (shares []float64, rest float64, split bool) {
	if len(links) == 0 {
		return nil, 1, false
	}
	shares = make([]float64, len(links))
	given, without := 0.0, 0
	for i, l := range links {
		n, ok := l.Props.Number("share")
		if !ok {
			without++
			continue
		}
		shares[i] = n.Mid()
		given += shares[i]
	}
	if given > 1 {
		for i := range shares {
			shares[i] /= given
		}
		given = 1
	}
	if without == 0 {
		if 1-given < 1e-9 { // 0.7 + 0.2 + 0.1 is not quite 1
			return shares, 0, false
		}
		return shares, 1 - given, false
	}
	for i, l := range links {
		if !l.Props.Known("share") {
			shares[i] = (1 - given) / float64(without)
		}
	}
	return shares, 0, without > 1
}

// effectsFirst lists a problem and the causes under it, each after all that lead to it.
func effectsFirst(g *model.Graph, problem string) []string {
	var order []string
	seen := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		seen[id] = true
		for _, l := range live(g, id) {
			if !seen[l.To] {
				visit(l.To)
			}
		}
		order = append(order, id)
	}
	visit(problem)
	slices.Reverse(order)
	return order
}

// costEnds are CostEnds of all problems.
func costEnds(g *model.Graph) map[string]Ends {
	return model.Keep(g, "analysis.ends", onEnds, func() map[string]Ends {
		of := make(map[string]Ends)
		for _, p := range g.OfKind(model.Problem) {
			of[p.ID] = CostEnds(g, p.ID)
		}
		return of
	})
}

// CostShare says where the cost of these problems ends, of all problems where none is named. The answer is shared: do not
// change it.
func CostShare(g *model.Graph, problems ...string) CostShares {
	if len(problems) > 0 {
		return costShare(g, slices.DeleteFunc(slices.Clone(g.OfKind(model.Problem)), func(p *model.Element) bool { return !slices.Contains(problems, p.ID) }))
	}
	return model.Memo(g, "analysis.costshare", func() CostShares {
		all := model.Keep(g, "analysis.costshares", aspects(onEnds, model.Content(model.Problem)), func() CostShares { return costShare(g, g.OfKind(model.Problem)) })
		all.Elements = present(g, all.Elements)
		return all
	})
}

// present returns shares of the elements as they are now.
func present(g *model.Graph, list []Share) []Share {
	out := slices.Clone(list)
	for i := range out {
		out[i].Element = g.Element(out[i].Element.ID)
	}
	return out
}

func costShare(g *model.Graph, problems []*model.Element) CostShares {
	var out CostShares
	all := costEnds(g)
	var counted []costed
	for _, p := range problems {
		cost, ok := p.Props.Number("cost_per_month")
		if !ok {
			out.WithoutCost = append(out.WithoutCost, p.ID)
			continue
		}
		out.Total.Lo, out.Total.Hi = out.Total.Lo+cost.Lo, out.Total.Hi+cost.Hi
		ends := all[p.ID]
		out.Split = out.Split || ends.Split
		counted = append(counted, costed{p.ID, cost, ends})
	}
	out.Elements = collect(g, counted, func(e Ends) map[string]float64 { return e.Places })
	out.Roots = collect(g, counted, func(e Ends) map[string]float64 { return e.Roots })
	out.Unassigned = collect(g, counted, func(e Ends) map[string]float64 { return e.Unassigned })
	return out
}

// costed is a problem with its cost and where it ends.
type costed struct {
	id   string
	cost model.Number
	ends Ends
}

func collect(g *model.Graph, counted []costed, side func(Ends) map[string]float64) []Share {
	byID := map[string]*Share{}
	ends := map[string][]ended{}
	var total model.Number
	for _, p := range counted {
		total.Lo, total.Hi = total.Lo+p.cost.Lo, total.Hi+p.cost.Hi
		for id, part := range side(p.ends) {
			s := byID[id]
			if s == nil {
				s = &Share{Element: g.Element(id)}
				byID[id] = s
			}
			s.Cost.Lo, s.Cost.Hi = s.Cost.Lo+part*p.cost.Lo, s.Cost.Hi+part*p.cost.Hi
			s.Problems = append(s.Problems, p.id)
			ends[id] = append(ends[id], ended{part, p.cost})
		}
	}
	out := make([]Share, 0, len(byID))
	for id, s := range byID {
		s.Share = shareOfTotal(ends[id], total)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Cost.Mid(), a.Cost.Mid()), cmp.Compare(b.Share.Mid(), a.Share.Mid()), cmp.Compare(a.Element.ID, b.Element.ID))
	})
	return out
}

// ended is the part of one problem that ends at an element, and what the problem costs.
type ended struct {
	part float64
	cost model.Number
}

// shareOfTotal bounds Σ part·cost / Σ cost while each cost stays within its interval; problems of which nothing ends here are in
// the total alone. Such a quotient is at its least, and at its most, where every cost stands at one of its ends: at the upper one
// exactly for the problems with the larger parts, or with the smaller (the linear fractional case of Charnes and Cooper 1962).
func shareOfTotal(ends []ended, total model.Number) model.Number {
	sorted := slices.SortedStableFunc(slices.Values(ends), func(a, b ended) int { return cmp.Compare(b.part, a.part) })
	var here model.Number // Σ part·cost
	for _, p := range sorted {
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
	for _, p := range sorted {
		width := p.cost.Hi - p.cost.Lo
		most, ofMost = most+p.part*width, ofMost+width
		least, ofLeast = least-p.part*width, ofLeast-width
		try(most, ofMost)
		try(least, ofLeast)
	}
	return n
}
