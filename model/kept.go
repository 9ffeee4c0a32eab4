package model

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Aspect is one side of a graph that an edit touches or leaves as it was.
type Aspect int

// version stands for an aspect as it is between two edits that touch it: two graphs that have the same one are alike in it.
type version struct{ _ byte } // not of size nothing, so that each has an address of its own

// side are the aspects of one kind of element or link: of its members, of all that is said of them, and of each of its props.
type side struct {
	place int // in the registry; its length for all that is in no registry
	first Aspect
	props []Prop
}

func (s side) members() Aspect { return s.first }

func (s side) content() Aspect { return s.first + 1 }

func (s side) prop(i int) Aspect { return s.first + 2 + Aspect(i) }

// end is one more than the last.
func (s side) end() Aspect { return s.prop(len(s.props)) }

// sidesOf numbers the aspects of a registry, from this one on; what is in no registry has no props, and the empty kind.
func sidesOf[S any, K ~string](registry []S, of func(*S) (K, []Prop), from Aspect) map[K]side {
	m := make(map[K]side, len(registry)+1)
	for i := range registry {
		kind, props := of(&registry[i])
		m[kind] = side{i, from, props}
		from = m[kind].end()
	}
	m[""] = side{place: len(registry), first: from}
	return m
}

var (
	kindSides = sidesOf(Kinds, func(s *KindSpec) (Kind, []Prop) { return s.Kind, s.Props }, 0)
	linkSides = sidesOf(LinkKinds, func(s *LinkSpec) (LinkKind, []Prop) { return s.Kind, s.Props }, kindSides[""].end())
	aspects   = int(linkSides[""].end())
)

func sideOf[K ~string](sides map[K]side, kind K) side {
	if s, ok := sides[kind]; ok {
		return s
	}
	return sides[""]
}

// Members is which elements of a kind there are.
func Members(k Kind) Aspect { return sideOf(kindSides, k).members() }

// Content is which elements of a kind there are, and all that is said of them.
func Content(k Kind) Aspect { return sideOf(kindSides, k).content() }

// Joins is which links of a kind there are, and what they join.
func Joins(k LinkKind) Aspect { return sideOf(linkSides, k).members() }

// Details is which links of a kind there are, what they join, and all that is said of them.
func Details(k LinkKind) Aspect { return sideOf(linkSides, k).content() }

// Says is which elements or links of a kind there are, what they join, and what their props of these names say.
func Says[K Kind | LinkKind](k K, props ...string) []Aspect {
	var s side
	switch k := any(k).(type) {
	case Kind:
		s = sideOf(kindSides, k)
	case LinkKind:
		s = sideOf(linkSides, k)
	}
	out := make([]Aspect, len(props))
	for i, name := range props {
		at := slices.IndexFunc(s.props, func(p Prop) bool { return p.Name == name })
		if at < 0 {
			panic(fmt.Sprintf("%s has no prop %s", k, name))
		}
		out[i] = s.prop(at)
	}
	return out
}

// Each is one aspect of several kinds.
func Each[K Kind | LinkKind](aspect func(K) Aspect, kinds ...K) []Aspect {
	out := make([]Aspect, len(kinds))
	for i, k := range kinds {
		out[i] = aspect(k)
	}
	return out
}

// kept holds, for all versions of a graph together, what was derived from some aspects of it.
type kept struct {
	mu sync.Mutex
	m  map[string][]keptValue // the newest last
}

// keptValue is what was derived from these aspects of a graph of this size.
type keptValue struct {
	from  []*version
	sizes [2]int
	value any
}

// keptVersions is how many values of one key are kept: that of the present, and that of a state beside it.
const keptVersions = 2

// Keep is Memo for what rests on some aspects of g and on nothing else: it is taken over from an earlier version of the graph
// where none of them has changed since. What derive returns must not hold on to g.
func Keep[T any](g *Graph, key string, on []Aspect, derive func() T) T {
	return Renew(g, key, on, func(T) T { return derive() })
}

// Renew is Keep for what can be brought forward: derive is handed what was derived last, of whichever version or state, the zero
// value where nothing was. It may take over what it finds to be the same, element by element and link by link.
func Renew[T any](g *Graph, key string, on []Aspect, derive func(last T) T) T {
	return Memo(g, key, func() T {
		from := make([]*version, len(on))
		for i, a := range on {
			from[i] = g.versions[a]
		}
		sizes := [2]int{g.Span(), g.LinkSpan()}
		same := func(v keptValue) bool { return v.sizes == sizes && slices.Equal(v.from, from) }
		g.kept.mu.Lock()
		known := g.kept.m[key]
		i := slices.IndexFunc(known, same)
		g.kept.mu.Unlock()
		if i >= 0 {
			return known[i].value.(T)
		}
		var last T
		if len(known) > 0 {
			last = known[len(known)-1].value.(T)
		}
		v := derive(last)
		g.kept.mu.Lock()
		defer g.kept.mu.Unlock()
		if g.kept.m == nil {
			g.kept.m = make(map[string][]keptValue)
		}
		known = g.kept.m[key]
		known = known[max(0, len(known)+1-keptVersions):]
		g.kept.m[key] = append(slices.Clone(known), keptValue{from, sizes, v})
		return v
	})
}

// Touches says whether a difference is one in this aspect.
func (d Difference) Touches(a Aspect) bool {
	s := sideOf(kindSides, Kind(d.Kind))
	if d.Link {
		s = sideOf(linkSides, LinkKind(d.Kind))
	}
	switch {
	case a < s.first || a >= s.end():
		return false
	case a == s.content() || d.Class() == Structural:
		return true
	}
	prop, ok := PropName(d.Field)
	return ok && a != s.members() && s.props[a-s.prop(0)].Name == prop
}

// Apart is g for a look at what could be: what is derived from it, and from what it is changed to, is kept for itself, and takes
// the place of nothing that is kept of g.
func (g *Graph) Apart() *Graph {
	other := *g
	g.kept.mu.Lock()
	defer g.kept.mu.Unlock()
	other.kept = &kept{m: maps.Clone(g.kept.m)}
	return &other
}

// changed notes which aspects a draft touches.
type changed struct {
	versions []*version
	fresh    *version // nil = nothing was touched yet
}

// touch notes that one of this side was as it was and is as it is; fresh: it came, went, or joins something else.
func (c *changed) touch(s side, fresh bool, was, is Props) {
	if c.fresh == nil {
		c.fresh, c.versions = new(version), slices.Clone(c.versions)
	}
	if fresh {
		for a := s.first; a < s.end(); a++ {
			c.versions[a] = c.fresh
		}
		return
	}
	c.versions[s.content()] = c.fresh
	for i := range s.props {
		if name := s.props[i].Name; !Same(was[name], is[name]) {
			c.versions[s.prop(i)] = c.fresh
		}
	}
}

func (c *changed) element(old, e *Element) {
	if old != nil && e != nil && old.Kind == e.Kind {
		c.touch(sideOf(kindSides, e.Kind), false, old.Props, e.Props)
		return
	}
	for _, x := range []*Element{old, e} {
		if x != nil {
			c.touch(sideOf(kindSides, x.Kind), true, nil, nil)
		}
	}
}

func (c *changed) link(old, l *Link) {
	if old != nil && l != nil && old.Kind == l.Kind && old.From == l.From && old.To == l.To {
		c.touch(sideOf(linkSides, l.Kind), false, old.Props, l.Props)
		return
	}
	for _, x := range []*Link{old, l} {
		if x != nil {
			c.touch(sideOf(linkSides, x.Kind), true, nil, nil)
		}
	}
}

// done returns the versions of all aspects; what is touched from now on gets another.
func (c *changed) done() []*version {
	c.fresh = nil
	return c.versions
}
