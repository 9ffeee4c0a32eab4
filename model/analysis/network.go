package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Network is what lies around one element.
type Network struct {
	Nodes []NetworkNode // the element first, then by distance, then in the order in which their links came
	Links []*model.Link // among them, in order of arrival
	Kinds []LinkCount   // of all links within the distance, whether shown or not, in the order of the registry
	Left  int           // elements within the distance that are not among the nodes
	More  map[int]int   // of these, how many would stand in each rank
}

// NetworkNode is one element of a network.
type NetworkNode struct {
	Element  *model.Element
	Distance int // links from the element in the middle
	Rank     int // beyond the one it was reached from (where a link leads to it), or before it (where a link leads from it)
}

// LinkCount is how many links of a kind there are.
type LinkCount struct {
	Kind  model.LinkKind
	Count int
}

// NetworkOf gathers the elements that are so many links away from id, in either direction, over links of these kinds (nil =
// all), at most so many elements (0 = all), and so many in one rank (0 = all): of each kind of link as many then, as far as there
// are. An id that g does not have has no network.
func NetworkOf(g *model.Graph, id string, depth int, kinds []model.LinkKind, most, wide int) Network {
	var n Network
	middle := g.Handle(id)
	if middle == model.None {
		return n
	}
	at := map[model.Handle]int{middle: 0}
	count := map[model.LinkKind]int{}
	n.Nodes = []NetworkNode{{Element: g.At(middle)}}
	around := func(h model.Handle, visit func(l *model.Link, far model.Handle, step int)) {
		for _, x := range g.OutHandles(h) {
			l := g.LinkAt(x)
			visit(l, g.Handle(l.To), 1)
		}
		for _, x := range g.InHandles(h) {
			if l := g.LinkAt(x); l.From != l.To { // one that leads from an element to itself was met already
				visit(l, g.Handle(l.From), -1)
			}
		}
	}
	wanted := func(l *model.Link) bool { return kinds == nil || slices.Contains(kinds, l.Kind) }
	beyond := map[model.Handle]int{} // their ranks
	inRank := map[int]int{0: 1}
	for i := 0; i < len(n.Nodes); i++ {
		from := n.Nodes[i]
		if from.Distance == depth {
			break // so are all that follow
		}
		var found []neighbour
		around(g.Handle(from.Element.ID), func(l *model.Link, far model.Handle, step int) {
			count[l.Kind]++
			if _, known := at[far]; !known && wanted(l) {
				found = append(found, neighbour{far, l.Kind, from.Rank + step})
			}
		})
		if wide > 0 && len(found) > wide {
			inTurns(found)
		}
		for _, x := range found {
			if _, known := at[x.h]; known {
				continue
			}
			if most > 0 && len(n.Nodes) >= most || wide > 0 && inRank[x.rank] >= wide {
				beyond[x.h] = x.rank
				continue
			}
			delete(beyond, x.h)
			at[x.h] = len(n.Nodes)
			inRank[x.rank]++
			n.Nodes = append(n.Nodes, NetworkNode{Element: g.At(x.h), Distance: from.Distance + 1, Rank: x.rank})
		}
	}
	n.Left = len(beyond)
	n.More = map[int]int{}
	for _, rank := range beyond {
		n.More[rank]++
	}
	var handles []model.Handle
	for _, node := range n.Nodes {
		for _, x := range g.OutHandles(g.Handle(node.Element.ID)) {
			l := g.LinkAt(x)
			if _, there := at[g.Handle(l.To)]; there && wanted(l) {
				handles = append(handles, x)
			}
		}
	}
	slices.Sort(handles)
	for _, x := range handles {
		n.Links = append(n.Links, g.LinkAt(x))
	}
	for i := range model.LinkKinds {
		if k := model.LinkKinds[i].Kind; count[k] > 0 {
			n.Kinds = append(n.Kinds, LinkCount{k, count[k]})
		}
	}
	return n
}

// neighbour is an element at the other end of a link.
type neighbour struct {
	h    model.Handle
	kind model.LinkKind
	rank int
}

// inTurns puts one of each kind first, then the second of each, and so on.
func inTurns(list []neighbour) {
	turn := make(map[neighbour]int, len(list))
	met := map[neighbour]int{}
	for _, x := range list {
		of := neighbour{kind: x.kind, rank: x.rank}
		if _, known := turn[x]; !known {
			turn[x] = met[of]
			met[of]++
		}
	}
	slices.SortStableFunc(list, func(a, b neighbour) int { return cmp.Compare(turn[a], turn[b]) })
}

// Hub is the element that is joined to most others on the map, "" where there are no elements: where a look at a network
// begins, if nobody says where.
func Hub(g *model.Graph) string {
	return model.Memo(g, "analysis.hub", func() string {
		best, most := "", -1
		for h := range model.Handle(g.Span()) {
			e := g.At(h)
			if e == nil || e.Kind.Spec() == nil || !e.Kind.Spec().Map {
				continue
			}
			if n := len(g.OutHandles(h)) + len(g.InHandles(h)); cmp.Compare(n, most) > 0 {
				best, most = e.ID, n
			}
		}
		return best
	})
}
