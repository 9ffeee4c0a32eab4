package model

import (
	"maps"
	"slices"
	"sync"
)

// Aspect is one side of a graph that an edit touches or leaves as it was.
type Aspect int

// version stands for an aspect as it is between two edits that touch it: two graphs that have the same one are alike in it.
type version struct{ _ byte } // not of size nothing, so that each has an address of its own

// numbers gives each entry of a registry its place among the aspects, and all that is in no registry the last.
func numbers[S any, K comparable](registry []S, kind func(*S) K) map[K]int {
	m := make(map[K]int, len(registry))
	for i := range registry {
		m[kind(&registry[i])] = i
	}
	return m
}

var (
	kindNumbers = numbers(Kinds, func(s *KindSpec) Kind { return s.Kind })
	linkNumbers = numbers(LinkKinds, func(s *LinkSpec) LinkKind { return s.Kind })
	aspects     = 2 * (len(kindNumbers) + len(linkNumbers) + 2)
)

func aspectOf[K comparable](numbers map[K]int, kind K, before int) Aspect {
	n, ok := numbers[kind]
	if !ok {
		n = len(numbers)
	}
	return Aspect(2 * (before + n))
}

// Members is which elements of a kind there are.
func Members(k Kind) Aspect { return aspectOf(kindNumbers, k, 0) }

// Content is which elements of a kind there are, and all that is said of them.
func Content(k Kind) Aspect { return Members(k) + 1 }

// Joins is which links of a kind there are, and what they join.
func Joins(k LinkKind) Aspect { return aspectOf(linkNumbers, k, len(kindNumbers)+1) }

// Details is which links of a kind there are, what they join, and all that is said of them.
func Details(k LinkKind) Aspect { return Joins(k) + 1 }

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
		v := derive()
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
	members := Members(Kind(d.Kind))
	if d.Link {
		members = Joins(LinkKind(d.Kind))
	}
	return a == members+1 || a == members && d.Class() == Structural
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

func (c *changed) touch(a Aspect, members bool) {
	if c.fresh == nil {
		c.fresh, c.versions = new(version), slices.Clone(c.versions)
	}
	if members {
		c.versions[a] = c.fresh
	}
	c.versions[a+1] = c.fresh
}

func (c *changed) element(old, e *Element) {
	fresh := old == nil || e == nil || old.Kind != e.Kind
	for _, x := range []*Element{old, e} {
		if x != nil {
			c.touch(Members(x.Kind), fresh)
		}
	}
}

func (c *changed) link(old, l *Link) {
	fresh := old == nil || l == nil || old.Kind != l.Kind || old.From != l.From || old.To != l.To
	for _, x := range []*Link{old, l} {
		if x != nil {
			c.touch(Joins(x.Kind), fresh)
		}
	}
}

// done returns the versions of all aspects; what is touched from now on gets another.
func (c *changed) done() []*version {
	c.fresh = nil
	return c.versions
}
