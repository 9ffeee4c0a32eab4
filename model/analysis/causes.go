package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Ranking says across all problems where their causes lie, and which causes many of them share. Elements stand in it by their
// handles, so that it holds as long as nothing that it rests on changes.
type Ranking struct {
	Elements    []RankedElement // the greatest share first, what is alike in order of arrival
	Causes      []RankedCause   // likewise
	Unassigned  Figure          // the share of the cost that ends at no element
	WithoutCost []model.Handle  // problems without a cost, which count for no share
}

// RankedElement is an element in which causes lie.
type RankedElement struct {
	Element  model.Handle
	Share    Figure // of the cost of all problems that comes to rest here (metric M20)
	Touched  Figure // cost a month of the problems whose causes reach it (metric M21); unknown where none of them has a cost
	Problems []model.Handle
}

// RankedCause is a cause that some problem reaches.
type RankedCause struct {
	Element  model.Handle
	Share    Figure         // of the cost of all problems that comes to rest at it: nothing of one that is no root
	Problems []model.Handle // that reach it
	Choke    []model.Handle // those of which every way from any root passes it
}

// Causes ranks elements and causes across all problems. What is disproved and what only a circle leads to does not count. The answer
// is shared: do not change it.
func Causes(g *model.Graph) *Ranking {
	return model.Keep(g, "analysis.causes", onCosts, func() *Ranking {
		all, f := allCosts(g), followedOf(g)
		out := &Ranking{WithoutCost: all.without, Unassigned: Figure{Sort: Undefined}}
		if all.total.Hi > 0 {
			out.Unassigned = unassigned(all)
		}
		share := sharesBy(g, all.places)
		var order []rank
		for h := range model.Handle(g.Span()) {
			if problems := f.touching.at(h); len(problems) > 0 {
				touched, _ := costTogether(g, problems)
				order = append(order, rank{h, share(h), touched, len(problems)})
			}
		}
		for _, x := range ranked(order) {
			out.Elements = append(out.Elements, RankedElement{x.h, x.share, x.touched, f.touching.at(x.h)})
		}
		share, order = sharesBy(g, all.roots), order[:0]
		for _, h := range f.causes {
			order = append(order, rank{h, share(h), Figure{}, len(f.above.at(h))})
		}
		for _, x := range ranked(order) {
			out.Causes = append(out.Causes, RankedCause{x.h, x.share, f.above.at(x.h), f.choke.at(x.h)})
		}
		return out
	})
}

// rank is what an element or a cause is ranked by.
type rank struct {
	h              model.Handle
	share, touched Figure
	problems       int
}

// ranked puts the greatest first, and what is alike in order of arrival.
func ranked(list []rank) []rank {
	slices.SortFunc(list, func(a, b rank) int {
		return cmp.Or(cmp.Compare(b.share.Hi, a.share.Hi), cmp.Compare(b.touched.Hi, a.touched.Hi), cmp.Compare(b.problems, a.problems), cmp.Compare(a.h, b.h))
	})
	return list
}

// sharesBy says which share comes to rest at an element, nothing where none does.
func sharesBy(g *model.Graph, list []stake) func(model.Handle) Figure {
	at := make([]int32, g.Span()) // one more than the place in list
	for i, s := range list {
		at[s.at] = int32(i + 1)
	}
	return func(h model.Handle) Figure {
		if at[h] == 0 {
			return Exactly(0)
		}
		s := list[at[h]-1].share
		return Between(s.Lo, s.Hi)
	}
}
