package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Ranking says across all problems where their causes lie, and which causes many of them share.
type Ranking struct {
	Elements    []RankedElement // the greatest share first
	Causes      []RankedCause   // the greatest share first
	Unassigned  Figure          // the share of the cost that ends at no element
	WithoutCost []string        // ids of problems without a cost, which count for no share
}

// RankedElement is an element in which causes lie.
type RankedElement struct {
	Element  *model.Element
	Share    Figure // of the cost of all problems that comes to rest here (metric M20)
	Touched  Figure // cost a month of the problems whose causes reach it (metric M21); unknown where none of them has a cost
	Problems []string
}

// RankedCause is a cause that some problem reaches.
type RankedCause struct {
	Element  *model.Element
	Share    Figure   // of the cost of all problems that comes to rest at it: nothing of one that is no root
	Problems []string // that reach it
	Choke    []string // those of which every way from any root passes it
}

// Causes ranks elements and causes across all problems. What is disproved and what only a circle leads to does not count.
func Causes(g *model.Graph) *Ranking {
	return model.Memo(g, "analysis.causes", func() *Ranking {
		all := CostShare(g)
		out := &Ranking{WithoutCost: all.WithoutCost, Unassigned: Figure{Sort: Undefined}}
		if all.Total.Hi > 0 {
			out.Unassigned = unassigned(all)
		}
		out.elements(g, all)
		out.Causes = rankedCauses(g, all)
		return out
	})
}

func sharesByID(list []Share) map[string]Figure {
	out := make(map[string]Figure, len(list))
	for _, s := range list {
		out[s.Element.ID] = Between(s.Share.Lo, s.Share.Hi)
	}
	return out
}

func (r *Ranking) elements(g *model.Graph, all CostShares) {
	shares := sharesByID(all.Elements)
	of := touching(g)
	for _, p := range MetricOf("M21").Of(g).Parts {
		e := RankedElement{Element: p.Element, Share: Exactly(0), Touched: p.Value, Problems: ids(g, of[g.Handle(p.ID)])}
		if s, ok := shares[p.ID]; ok {
			e.Share = s
		}
		r.Elements = append(r.Elements, e)
	}
	slices.SortStableFunc(r.Elements, func(a, b RankedElement) int {
		return cmp.Or(cmp.Compare(b.Share.Hi, a.Share.Hi), cmp.Compare(b.Touched.Hi, a.Touched.Hi), cmp.Compare(len(b.Problems), len(a.Problems)))
	})
}

func rankedCauses(g *model.Graph, all CostShares) []RankedCause {
	return model.Keep(g, "analysis.rankedcauses", aspects(onEnds, model.Content(model.Problem)), func() []RankedCause { return rankCauses(g, all) })
}

func rankCauses(g *model.Graph, all CostShares) []RankedCause {
	var out []RankedCause
	shares := sharesByID(all.Roots)
	at := make(map[model.Handle]int)
	for _, p := range g.OfKind(model.Problem) {
		d := newDescent(g, g.Handle(p.ID))
		for _, h := range d.order[1:] {
			i, ok := at[h]
			if !ok {
				i = len(out)
				at[h] = i
				c := RankedCause{Element: g.At(h), Share: Exactly(0)}
				if s, ok := shares[c.Element.ID]; ok {
					c.Share = s
				}
				out = append(out, c)
			}
			out[i].Problems = append(out[i].Problems, p.ID)
		}
		for _, h := range d.chokes() {
			out[at[h]].Choke = append(out[at[h]].Choke, p.ID)
		}
	}
	slices.SortStableFunc(out, func(a, b RankedCause) int {
		return cmp.Or(cmp.Compare(b.Share.Hi, a.Share.Hi), cmp.Compare(len(b.Problems), len(a.Problems)), cmp.Compare(a.Element.ID, b.Element.ID))
	})
	return out
}

// descent is what lies beneath one problem: causes that are not disproved, over links that are no circles.
type descent struct {
	g     *model.Graph
	order []model.Handle // the problem first, each before all that it is there because of
	place map[model.Handle]int
	down  [][]int // by place
}

func newDescent(g *model.Graph, problem model.Handle) *descent {
	because := relationOf(g, model.Because)
	d := &descent{g: g, place: make(map[model.Handle]int)}
	type frame struct {
		h    model.Handle
		next int
	}
	seen := map[model.Handle]bool{problem: true}
	for call := []frame{{problem, 0}}; len(call) > 0; {
		f := &call[len(call)-1]
		links := because.out.at(f.h)
		if f.next == len(links) {
			d.order = append(d.order, f.h)
			call = call[:len(call)-1]
			continue
		}
		l := links[f.next]
		f.next++
		if c := because.to[l]; counts(g, because, l) && !seen[c] {
			seen[c] = true
			call = append(call, frame{c, 0})
		}
	}
	slices.Reverse(d.order)
	for i, h := range d.order {
		d.place[h] = i
	}
	d.down = make([][]int, len(d.order))
	for i, h := range d.order {
		for _, l := range because.out.at(h) {
			if c := because.to[l]; counts(g, because, l) && !slices.Contains(d.down[i], d.place[c]) {
				d.down[i] = append(d.down[i], d.place[c])
			}
		}
	}
	return d
}

// counts says whether a link leads to a cause: it is no circle, and the cause is not disproved.
func counts(g *model.Graph, because *relation, l model.Handle) bool {
	return !because.props(l).Bool("circle") && g.At(because.to[l]).Props.Text("status") != "disproved"
}

func (d *descent) isRoot(i int) bool { return i > 0 && d.g.At(d.order[i]).Props.Text("stop") == "root" }

// chokes are the causes that every way from any root to the problem passes. Among what lies on such ways, in an order in which each
// stands before what is beneath it, those are the places over which no link jumps.
func (d *descent) chokes() []model.Handle {
	n := len(d.order)
	leads := make([]bool, n) // down to a root
	for i := n - 1; i >= 0; i-- {
		leads[i] = d.isRoot(i) || slices.ContainsFunc(d.down[i], func(c int) bool { return leads[c] })
	}
	var out []model.Handle
	reach := 0 // the lowest place that a link from above leads to
	for i := range n {
		if !leads[i] {
			continue
		}
		if i > 0 && reach <= i {
			out = append(out, d.order[i])
		}
		for _, c := range d.down[i] {
			if leads[c] {
				reach = max(reach, c)
			}
		}
		if d.isRoot(i) {
			reach = n // its way begins here: what is further down is not on it
		}
	}
	return out
}
