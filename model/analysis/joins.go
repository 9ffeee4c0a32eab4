package analysis

import (
	"iter"
	"slices"

	"rootline/model"
)

// Links over integers. A traversal of a large model that looks up ids in maps takes thirty times as long as one that runs over
// handles; so every figure of this package reads a graph through these lists, which are kept as long as the graph is.

var (
	aStep, aTechnology, aJourney = model.Step.Number(), model.Technology.Number(), model.Journey.Number()
	aCustomer, aChannel          = model.Customer.Number(), model.Channel.Number()
	aTouchpoint, aData           = model.Touchpoint.Number(), model.Data.Number()
	aPolicy, aCapability         = model.Policy.Number(), model.Capability.Number()
	anEmployee, aPartner         = model.Employee.Number(), model.Partner.Number()
)

// lists hold a list for each handle, end to end in one slice.
type lists struct {
	start []int32
	items []model.Handle
}

// at is the list of h; do not change it.
func (l lists) at(h model.Handle) []model.Handle { return l.items[l.start[h]:l.start[h+1]] }

// group makes lists for all handles of g: each of items joins the list of what stands at its place in keys, in order; without items,
// the places themselves do.
func group(g *model.Graph, keys, items []model.Handle) lists {
	n := g.Span()
	l := lists{start: make([]int32, n+1), items: make([]model.Handle, len(keys))}
	for _, k := range keys {
		l.start[k+1]++
	}
	for k := range n {
		l.start[k+1] += l.start[k]
	}
	next := slices.Clone(l.start[:n])
	for i, k := range keys {
		item := model.Handle(i)
		if items != nil {
			item = items[i]
		}
		l.items[next[k]] = item
		next[k]++
	}
	return l
}

// ofKinds yields the elements of some kinds, kind by kind, each with its handle.
func ofKinds(g *model.Graph, kinds ...model.Kind) iter.Seq2[model.Handle, *model.Element] {
	return func(yield func(model.Handle, *model.Element) bool) {
		for _, k := range kinds {
			for _, h := range g.HandlesOf(k) {
				if !yield(h, g.At(h)) {
					return
				}
			}
		}
	}
}

// relation is one kind of link. Within it a link is known by its place.
type relation struct {
	g *model.Graph
	*joins
}

// joins are the links of one kind over handles.
type joins struct {
	links    []model.Handle // by place: the handle, in order of arrival
	from, to []model.Handle // by place: the two ends
	out, in  lists          // places, by handle of element
}

// relationOf returns the links of a kind over handles.
func relationOf(g *model.Graph, kind model.LinkKind) *relation {
	return &relation{g, model.Keep(g, "analysis.joins:"+string(kind), []model.Aspect{model.Joins(kind)}, func() *joins {
		j := &joins{}
		j.links, j.from, j.to = g.LinksOf(kind)
		j.out, j.in = group(g, j.from, nil), group(g, j.to, nil)
		return j
	})}
}

// link is the link at a place.
func (r *relation) link(at model.Handle) *model.Link { return r.g.LinkAt(r.links[at]) }

// props are what is known of a link.
func (r *relation) props(at model.Handle) model.Props { return r.link(at).Props }

// targets yields where the links of an element lead, one for each link.
func (r *relation) targets(h model.Handle) func(yield func(model.Handle) bool) {
	return func(yield func(model.Handle) bool) {
		for _, l := range r.out.at(h) {
			if !yield(r.to[l]) {
				return
			}
		}
	}
}

// sources yields where the links to an element come from, one for each link.
func (r *relation) sources(h model.Handle) func(yield func(model.Handle) bool) {
	return func(yield func(model.Handle) bool) {
		for _, l := range r.in.at(h) {
			if !yield(r.from[l]) {
				return
			}
		}
	}
}

// marks is a set of handles that is emptied at once.
type marks struct {
	on    []uint32
	round uint32
}

func marksOf(g *model.Graph) *marks { return &marks{on: make([]uint32, g.Span()), round: 1} }

func (m *marks) clear() { m.round++ }

func (m *marks) has(h model.Handle) bool { return m.on[h] == m.round }

// add says whether h is new.
func (m *marks) add(h model.Handle) bool {
	if m.on[h] == m.round {
		return false
	}
	m.on[h] = m.round
	return true
}
