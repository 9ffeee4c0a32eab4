package analysis

import "rootline/model"

// Links over integers. A traversal of a large model that looks up ids in maps takes thirty times as long as one that runs over
// handles; so every figure of this package reads a graph through these lists, which are kept as long as the graph is.

// sort is a kind as a number, so that a traversal need not look at elements.
type sort uint8 // of element

// sorts numbers the kinds from 1 on; 0 is no element.
var sorts = func() map[model.Kind]sort {
	m := make(map[model.Kind]sort, len(model.Kinds))
	for i := range model.Kinds {
		m[model.Kinds[i].Kind] = sort(i + 1)
	}
	return m
}()

var (
	aStep, aTechnology, aJourney = sorts[model.Step], sorts[model.Technology], sorts[model.Journey]
	aCustomer, aChannel          = sorts[model.Customer], sorts[model.Channel]
	aTouchpoint, aData           = sorts[model.Touchpoint], sorts[model.Data]
	aPolicy, aCapability         = sorts[model.Policy], sorts[model.Capability]
	anEmployee, aPartner         = sorts[model.Employee], sorts[model.Partner]
)

// sortsOf says of what kind each element is, by its handle.
func sortsOf(g *model.Graph) []sort {
	return model.Keep(g, "analysis.sorts", allMembers, func() []sort {
		of := make([]sort, g.Span())
		for k, number := range sorts {
			for _, e := range g.OfKind(k) {
				of[g.Handle(e.ID)] = number
			}
		}
		return of
	})
}

var allMembers = func() (all []model.Aspect) {
	for i := range model.Kinds {
		all = append(all, model.Members(model.Kinds[i].Kind))
	}
	return all
}()

// linksByKind are the handles of all links, in order of arrival.
func linksByKind(g *model.Graph) map[model.LinkKind][]model.Handle {
	return model.Memo(g, "analysis.links", func() map[model.LinkKind][]model.Handle {
		of := make(map[model.LinkKind][]model.Handle)
		for h := range model.Handle(g.LinkSpan()) {
			if l := g.LinkAt(h); l != nil {
				of[l.Kind] = append(of[l.Kind], h)
			}
		}
		return of
	})
}

// lists hold a list for each handle, end to end in one slice.
type lists struct {
	start []int32
	items []model.Handle
}

// at is the list of h; do not change it.
func (l lists) at(h model.Handle) []model.Handle { return l.items[l.start[h]:l.start[h+1]] }

// group sorts pairs into lists: value(i) joins the list of key(i), in order.
func group(n, keys int, key, value func(i int) model.Handle) lists {
	l := lists{start: make([]int32, keys+1), items: make([]model.Handle, n)}
	for i := range n {
		l.start[key(i)+1]++
	}
	for k := range keys {
		l.start[k+1] += l.start[k]
	}
	next := append([]int32(nil), l.start[:keys]...)
	for i := range n {
		k := key(i)
		l.items[next[k]] = value(i)
		next[k]++
	}
	return l
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
		j := &joins{links: linksByKind(g)[kind]}
		n := len(j.links)
		j.from, j.to = make([]model.Handle, n), make([]model.Handle, n)
		for i, h := range j.links {
			l := g.LinkAt(h)
			j.from[i], j.to[i] = g.Handle(l.From), g.Handle(l.To)
		}
		place := func(i int) model.Handle { return model.Handle(i) }
		j.out = group(n, g.Span(), func(i int) model.Handle { return j.from[i] }, place)
		j.in = group(n, g.Span(), func(i int) model.Handle { return j.to[i] }, place)
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

// ids are the ids of elements.
func ids(g *model.Graph, handles []model.Handle) []string {
	out := make([]string, len(handles))
	for i, h := range handles {
		out[i] = g.At(h).ID
	}
	return out
}
