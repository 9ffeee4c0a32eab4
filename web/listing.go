package web

import (
	"cmp"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"rootline/model"
	"rootline/model/find"
	"rootline/store"
)

// listed is an element made ready to be found and put in order.
type listed struct {
	element *model.Element
	handle  model.Handle
	doc     find.Doc          // what it is found by
	mu      sync.Mutex        // over keys: listings of one workspace share rows
	keys    map[string]string // by language
}

// listing is every element of a graph, made ready, in order of arrival.
type listing struct {
	rows   []*listed
	at     []*listed            // by handle; nil = no element there
	byName map[string][]*listed // by language
	mu     sync.Mutex           // over byName
}

// where says which graph of the newest is meant: that of a workspace, in the state with which the line begins.
type where struct {
	workspace string
	line      store.Line
}

func (w where) key() string { return w.workspace + " " + w.line.Of() }

// where is what this room shows.
func (r *room) where() where { return where{r.Place.ID, r.Line} }

// listings remembers the newest listing of the workspaces used lately: an edit leaves all but a few elements as they were.
type listings struct {
	mu    sync.Mutex
	held  map[string]*listing     // by key of where
	last  map[string]*lastTouched // by the same
	order []string                // by last use, oldest first
}

const maxListings = 16

// of returns the listing of a graph.
func (l *listings) of(place where, g *model.Graph) *listing {
	return model.Memo(g, "web.listing", func() *listing {
		key := place.key()
		l.mu.Lock()
		old := l.held[key]
		l.mu.Unlock()
		fresh := newListing(g, old)
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.held == nil {
			l.held = make(map[string]*listing)
		}
		l.held[key] = fresh
		l.order = append(slices.DeleteFunc(l.order, func(k string) bool { return k == key }), key)
		if len(l.order) > maxListings {
			delete(l.held, l.order[0])
			delete(l.last, l.order[0])
			l.order = l.order[1:]
		}
		return fresh
	})
}

// newListing makes a graph's elements ready. old, where there is one, has most of them already.
func newListing(g *model.Graph, old *listing) *listing {
	n, _ := g.Len()
	l := &listing{rows: make([]*listed, 0, n), at: make([]*listed, g.Span()), byName: make(map[string][]*listed)}
	var fresh []*listed
	for h := range l.at {
		e := g.At(model.Handle(h))
		if e == nil {
			continue
		}
		row := old.of(e, model.Handle(h))
		if row == nil {
			row = newListed(e, model.Handle(h))
			fresh = append(fresh, row)
		}
		l.rows = append(l.rows, row)
		l.at[h] = row
	}
	if old != nil {
		l.follow(old, fresh)
	}
	return l
}

// of returns the row of an element, nil where the listing has none of it as it is.
func (l *listing) of(e *model.Element, h model.Handle) *listed {
	if l == nil || int(h) >= len(l.at) || l.at[h] == nil || l.at[h].element != e {
		return nil
	}
	return l.at[h]
}

// follow takes over the orders of an older listing: what both have stands as it stood, and what is fresh is put in between.
func (l *listing) follow(old *listing, fresh []*listed) {
	old.mu.Lock()
	defer old.mu.Unlock()
	for lang, rows := range old.byName {
		kept := make([]*listed, 0, len(rows))
		for _, r := range rows {
			if l.of(r.element, r.handle) == r {
				kept = append(kept, r)
			}
		}
		o := newOrder(lang)
		slices.SortFunc(fresh, o.compare)
		next := make([]*listed, 0, len(l.rows))
		for _, r := range fresh {
			at, _ := slices.BinarySearchFunc(kept, r, o.compare)
			next = append(append(next, kept[:at]...), r)
			kept = kept[at:]
		}
		l.byName[lang] = append(next, kept...)
	}
}

func newListed(e *model.Element, h model.Handle) *listed {
	return &listed{element: e, handle: h, doc: find.Of(e), keys: map[string]string{}}
}

// named returns all rows by name in a language, then by id. The slice is shared: do not change it.
func (l *listing) named(lang string) []*listed {
	l.mu.Lock()
	defer l.mu.Unlock()
	rows := l.byName[lang]
	if rows == nil {
		rows = slices.Clone(l.rows)
		slices.SortFunc(rows, newOrder(lang).compare)
		l.byName[lang] = rows
	}
	return rows
}

// order compares rows by name as a language puts them. Not safe for concurrent use.
type order struct {
	lang string
	c    *collate.Collator
	buf  collate.Buffer
}

func newOrder(lang string) *order {
	return &order{lang: lang, c: collate.New(language.Make(lang), collate.IgnoreCase, collate.Numeric)}
}

func (o *order) compare(a, b *listed) int {
	if c := cmp.Compare(o.key(a), o.key(b)); c != 0 {
		return c
	}
	return cmp.Compare(a.element.ID, b.element.ID)
}

// key says where the row's name stands among others.
func (o *order) key(r *listed) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	key, ok := r.keys[o.lang]
	if !ok {
		key = string(o.c.KeyFromString(&o.buf, r.element.NameIn(o.lang)))
		o.buf.Reset()
		r.keys[o.lang] = key
	}
	return key
}
