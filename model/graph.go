package model

import (
	"iter"
	"slices"
	"sync"
	"weak"
)

// Graph is all elements and links of one state of a workspace at one moment. A Graph never changes: Apply returns the
// next one, which shares all that stayed as it was. Safe for concurrent use.
//
// An element has a handle, in order of arrival and never reused, so that traversals run over integers; Handle and At
// lead from ids to handles and back.
type Graph struct {
	elements pages[*Element]
	links    pages[joined]
	out, in  pages[[]Handle] // handles of links, by handle of element; the slices are never changed in place
	count    int             // elements present
	linked   int             // links present
	memo     *memo
	versions []*version // of each aspect
	kept     *kept      // shared by all versions

	elementIDs, linkIDs index
}

// Handle numbers the elements of a graph, and separately its links, from 0 in order of arrival.
type Handle int32

// None is the handle of nothing.
const None Handle = -1

// NewGraph returns the graph of these elements and links, in their order of arrival. They must be whole and sound, as a
// store keeps them; use Apply for what comes from outside.
func NewGraph(elements []*Element, links []*Link) *Graph {
	g := &Graph{elementIDs: newIndex(), linkIDs: newIndex(), memo: &memo{}, versions: make([]*version, aspects), kept: &kept{}}
	for i := range g.versions {
		g.versions[i] = new(version)
	}
	d := g.draft()
	d.elementIDs.own = make(map[string]Handle, len(elements))
	d.linkIDs.own = make(map[string]Handle, len(links))
	for i, e := range elements {
		d.elementIDs.own[e.ID] = Handle(i)
	}
	for i, l := range links {
		d.linkIDs.own[l.ID] = Handle(i)
	}
	if len(d.elementIDs.own) < len(elements) || len(d.linkIDs.own) < len(links) { // an id stands twice: the last one counts
		return NewGraph(unique(elements, func(e *Element) string { return e.ID }), unique(links, func(l *Link) string { return l.ID }))
	}
	from, to := make([]Handle, len(links)), make([]Handle, len(links))
	for i, l := range links {
		from[i], to[i] = d.elementIDs.allot(l.From), d.elementIDs.allot(l.To)
	}
	all := make([]joined, len(links))
	for i, l := range links {
		all[i] = joined{l, from[i], to[i], l.Kind.Number()}
	}
	d.elements.pages, d.links.pages = paged(elements), paged(all)
	d.out.pages, d.in.pages = paged(adjacency(from, len(d.elementIDs.own))), paged(adjacency(to, len(d.elementIDs.own)))
	d.count, d.linked = len(elements), len(links)
	return d.done()
}

func unique[T any](list []T, id func(T) string) []T {
	at := make(map[string]int, len(list))
	var out []T
	for _, v := range list {
		if i, ok := at[id(v)]; ok {
			out[i] = v
			continue
		}
		at[id(v)] = len(out)
		out = append(out, v)
	}
	return out
}

// adjacency returns, for each of n elements, the handles of the links of which it is this end.
func adjacency(end []Handle, n int) [][]Handle {
	first := make([]int, n+1)
	for _, h := range end {
		first[h+1]++
	}
	for i := range n {
		first[i+1] += first[i]
	}
	all := make([]Handle, len(end))
	lists := make([][]Handle, n)
	for h := range n {
		if from, to := first[h], first[h+1]; from < to {
			lists[h] = all[from:from:to] // no room beyond its own
		}
	}
	for l, h := range end {
		lists[h] = append(lists[h], Handle(l))
	}
	return lists
}

// Len returns the number of elements and the number of links.
func (g *Graph) Len() (elements, links int) { return g.count, g.linked }

// Handle returns the handle of an element, None where g has no such element.
func (g *Graph) Handle(id string) Handle {
	h := g.elementIDs.find(id)
	if g.elements.at(int(h)) == nil {
		return None
	}
	return h
}

// At returns the element with this handle, nil where it is not in g.
func (g *Graph) At(h Handle) *Element { return g.elements.at(int(h)) }

// LinkAt returns the link with this handle, nil where it is not in g.
func (g *Graph) LinkAt(h Handle) *Link { return g.links.at(int(h)).Link }

// IDs returns the ids of elements of g.
func (g *Graph) IDs(handles []Handle) []string {
	out := make([]string, len(handles))
	for i, h := range handles {
		out[i] = g.At(h).ID
	}
	return out
}

// Span is one more than the highest handle of an element, or more.
func (g *Graph) Span() int { return len(g.elements.chunks) * pageSize }

// LinkSpan is one more than the highest handle of a link, or more.
func (g *Graph) LinkSpan() int { return len(g.links.chunks) * pageSize }

// Element returns the element with this id, nil where g has none.
func (g *Graph) Element(id string) *Element {
	return g.elements.at(int(g.elementIDs.find(id)))
}

// Link returns the link with this id, nil where g has none.
func (g *Graph) Link(id string) *Link { return g.links.at(int(g.linkIDs.find(id))).Link }

// Has says whether an element or link of this id is present.
func (g *Graph) Has(id string) bool { return g.Element(id) != nil || g.Link(id) != nil }

// Elements yields all elements in order of arrival.
func (g *Graph) Elements() iter.Seq[*Element] {
	return each(g.elements, func(e *Element) *Element { return e })
}

// Links yields all links in order of arrival.
func (g *Graph) Links() iter.Seq[*Link] { return each(g.links, joined.thing) }

func each[S, T any](p pages[S], thing func(S) *T) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, c := range p.chunks {
			if c == nil {
				continue
			}
			for _, s := range c {
				if v := thing(s); v != nil && !yield(v) {
					return
				}
			}
		}
	}
}

// OfKind returns the elements of a kind in order of arrival. The slice is shared: do not change it.
func (g *Graph) OfKind(k Kind) []*Element {
	return Keep(g, "kind:"+string(k), []Aspect{Content(k)}, func() []*Element {
		var of []*Element
		for _, h := range g.HandlesOf(k) {
			of = append(of, g.At(h))
		}
		return of
	})
}

// HandlesOf returns the handles of the elements of a kind in order of arrival. The slice is shared: do not change it.
func (g *Graph) HandlesOf(k Kind) []Handle {
	return Keep(g, "handles:"+string(k), []Aspect{Members(k)}, func() []Handle {
		var of []Handle
		number := k.Number()
		for h, n := range g.KindNumbers() {
			if n == number && (int(n) <= len(Kinds) || g.At(Handle(h)).Kind == k) {
				of = append(of, Handle(h))
			}
		}
		return of
	})
}

// OutHandles returns the handles of the links that leave an element; do not change the slice.
func (g *Graph) OutHandles(h Handle) []Handle { return g.out.at(int(h)) }

// InHandles returns the handles of the links that reach an element; do not change the slice.
func (g *Graph) InHandles(h Handle) []Handle { return g.in.at(int(h)) }

// Out returns the links of these kinds (all kinds where none is given) that leave the element, in order of arrival.
func (g *Graph) Out(id string, kinds ...LinkKind) []*Link { return g.linksAt(g.out, id, kinds) }

// In returns the links of these kinds that reach the element, in order of arrival.
func (g *Graph) In(id string, kinds ...LinkKind) []*Link { return g.linksAt(g.in, id, kinds) }

func (g *Graph) linksAt(side pages[[]Handle], id string, kinds []LinkKind) []*Link {
	var out []*Link
	for _, h := range side.at(int(g.Handle(id))) {
		l := g.LinkAt(h)
		if len(kinds) == 0 || slices.Contains(kinds, l.Kind) {
			out = append(out, l)
		}
	}
	return out
}

// Targets returns the elements that links of these kinds lead to from the element, in order of arrival of the links.
func (g *Graph) Targets(id string, kinds ...LinkKind) []*Element {
	var out []*Element
	for _, l := range g.Out(id, kinds...) {
		out = append(out, g.Element(l.To))
	}
	return out
}

// Sources returns the elements from which links of these kinds lead to the element.
func (g *Graph) Sources(id string, kinds ...LinkKind) []*Element {
	var out []*Element
	for _, l := range g.In(id, kinds...) {
		out = append(out, g.Element(l.From))
	}
	return out
}

// memo keeps what was derived from one version of a graph, for as long as that version lives.
type memo struct {
	mu sync.Mutex
	m  map[string]func() any
}

// Memo returns what derive makes of g, computed once for each key and version of the graph: who asks meanwhile waits for it,
// so that many readers after an edit do not all do the same work. The answer is shared and must not be changed. derive must
// not ask for its own key.
func Memo[T any](g *Graph, key string, derive func() T) T {
	g.memo.mu.Lock()
	once, ok := g.memo.m[key]
	if !ok {
		once = sync.OnceValue(func() any { return derive() })
		if g.memo.m == nil {
			g.memo.m = make(map[string]func() any)
		}
		g.memo.m[key] = once
	}
	g.memo.mu.Unlock()
	return once().(T)
}

// Beside keeps what was made of a graph and each of a few others that it was looked at beside, those looked at last. Its zero value
// is empty; keep it with Memo. Safe for concurrent use.
type Beside[T any] struct {
	mu     sync.Mutex
	others []weak.Pointer[Graph] // oldest first
	values []T
}

// mostBeside is how many others are remembered.
const mostBeside = 4

// Get returns what was made with other, and whether it is there.
func (b *Beside[T]) Get(other *Graph) (value T, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.Index(b.others, weak.Make(other)); i >= 0 {
		return b.values[i], true
	}
	return value, false
}

// Put keeps what was made with other.
func (b *Beside[T]) Put(other *Graph, value T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.Index(b.others, weak.Make(other)); i >= 0 {
		b.values[i] = value
		return
	}
	b.others, b.values = append(b.others, weak.Make(other)), append(b.values, value)
	if len(b.others) > mostBeside {
		b.others, b.values = slices.Delete(b.others, 0, 1), slices.Delete(b.values, 0, 1)
	}
}

// draft is the next version of a graph while an edit is made.
type draft struct {
	base     *Graph
	elements edit[*Element]
	links    edit[joined]
	out, in  edit[[]Handle]
	count    int
	linked   int
	changed  changed

	elementIDs, linkIDs indexDraft
}

func (g *Graph) draft() *draft {
	return &draft{base: g, elementIDs: indexDraft{index: g.elementIDs}, linkIDs: indexDraft{index: g.linkIDs}, count: g.count, linked: g.linked,
		elements: edit[*Element]{pages: g.elements}, links: edit[joined]{pages: g.links}, changed: changed{versions: g.versions},
		out: edit[[]Handle]{pages: g.out}, in: edit[[]Handle]{pages: g.in}}
}

// fork returns g with a book of its own for the ids to come, so that what grows from it leaves the one that g's successors
// write in alone.
func (g *Graph) fork() *Graph {
	f := *g
	f.elementIDs, f.linkIDs, f.memo = g.elementIDs.fork(), g.linkIDs.fork(), &memo{}
	return &f
}

func (d *draft) done() *Graph {
	return &Graph{elementIDs: d.elementIDs.done(), linkIDs: d.linkIDs.done(), elements: d.elements.pages, links: d.links.pages, out: d.out.pages, in: d.in.pages,
		count: d.count, linked: d.linked, memo: &memo{}, versions: d.changed.done(), kept: d.base.kept}
}

// marked is a moment of a draft to which it can be taken back.
type marked struct{ count, linked int }

func (d *draft) mark() marked {
	d.elements.mark()
	d.links.mark()
	d.out.mark()
	d.in.mark()
	d.elementIDs.mark()
	d.linkIDs.mark()
	return marked{d.count, d.linked}
}

func (d *draft) back(m marked) {
	d.elements.back()
	d.links.back()
	d.out.back()
	d.in.back()
	d.elementIDs.back()
	d.linkIDs.back()
	d.count, d.linked = m.count, m.linked
}

// thing returns an element or link, nil where it is not there.
func (d *draft) thing(id string) any {
	if e := d.element(id); e != nil {
		return e
	}
	if l := d.link(id); l != nil {
		return l
	}
	return nil
}

func (d *draft) element(id string) *Element {
	return d.elements.at(int(d.elementIDs.find(id)))
}

func (d *draft) link(id string) *Link { return d.links.at(int(d.linkIDs.find(id))).Link }

func (d *draft) has(id string) bool { return d.element(id) != nil || d.link(id) != nil }

// putElement adds e, or puts it in the place of the element with its id.
func (d *draft) putElement(e *Element) {
	h := int(d.elementIDs.allot(e.ID))
	old := d.elements.at(h)
	if old == nil {
		d.count++
	}
	d.changed.element(old, e)
	d.elements.set(h, e)
}

func (d *draft) dropElement(id string) {
	h := int(d.elementIDs.find(id))
	d.changed.element(d.elements.at(h), nil)
	d.elements.set(h, nil)
	d.count--
}

// putLink adds l, or puts it in the place of the link with its id. An end that is not there yet gets its handle now, and
// is judged when the whole change has been drawn.
func (d *draft) putLink(l *Link) {
	h := d.linkIDs.allot(l.ID)
	now := d.links.at(int(h))
	old := now.Link
	if old == nil {
		d.linked++
	}
	if old == nil || old.From != l.From || old.To != l.To {
		d.unhook(h, old)
		now.from, now.to = d.hook(&d.out, l.From, h), d.hook(&d.in, l.To, h)
	}
	now.Link, now.kind = l, l.Kind.Number()
	d.changed.link(old, l)
	d.links.set(int(h), now)
}

func (d *draft) dropLink(id string) {
	h := d.linkIDs.find(id)
	old := d.links.at(int(h)).Link
	d.unhook(h, old)
	d.changed.link(old, nil)
	d.links.set(int(h), joined{})
	d.linked--
}

// hook notes a link at an end and returns the handle of that end.
func (d *draft) hook(side *edit[[]Handle], id string, h Handle) Handle {
	end := int(d.elementIDs.allot(id))
	now := mine(side, end)
	// Kept in order of handles, so that an undo restores the order of links too.
	i, _ := slices.BinarySearch(now, h)
	side.set(end, slices.Insert(now, i, h))
	return Handle(end)
}

// mine returns the entry as a slice that the draft may change in place: one that it shares is copied, once a draft, so
// that a change with many links of one element does not copy them for each.
func mine(side *edit[[]Handle], i int) []Handle {
	now := side.at(i)
	if side.whole[i] {
		return now
	}
	if side.whole == nil {
		side.whole = make(map[int]bool)
	}
	side.whole[i] = true
	return append(make([]Handle, 0, len(now)+1), now...)
}

func (d *draft) unhook(h Handle, l *Link) {
	if l == nil {
		return
	}
	for _, s := range []struct {
		side *edit[[]Handle]
		id   string
	}{{&d.out, l.From}, {&d.in, l.To}} {
		end := int(d.elementIDs.find(s.id))
		now := mine(s.side, end)
		if i, ok := slices.BinarySearch(now, h); ok {
			now = slices.Delete(now, i, i+1)
		}
		if len(now) == 0 {
			now = nil
		}
		s.side.set(end, now)
	}
}
