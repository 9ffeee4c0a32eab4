package web

import (
	"cmp"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"rootline/model"
	"rootline/web/search"
)

// listed is an element made ready to be found and put in order.
type listed struct {
	element *model.Element
	names   string            // folded, in every language
	text    string            // folded: names, notes, tags and texts of its props
	mu      sync.Mutex        // over keys: listings of one workspace share rows
	keys    map[string]string // by language
}

// listing is every element of a graph, made ready, in order of arrival.
type listing struct {
	rows   []*listed
	byName map[string][]*listed // by language
	by     map[*model.Element]*listed
	mu     sync.Mutex // over byName
}

// listings remembers the newest listing of the workspaces used lately: an edit leaves all but a few elements as they were.
type listings struct {
	mu    sync.Mutex
	held  map[string]*listing
	order []string // by last use, oldest first
}

const maxListings = 16

// of returns the listing of a workspace's graph.
func (l *listings) of(workspace string, g *model.Graph) *listing {
	return model.Memo(g, "web.listing", func() *listing {
		l.mu.Lock()
		old := l.held[workspace]
		l.mu.Unlock()
		fresh := newListing(g, old)
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.held == nil {
			l.held = make(map[string]*listing)
		}
		l.held[workspace] = fresh
		l.order = append(slices.DeleteFunc(l.order, func(w string) bool { return w == workspace }), workspace)
		if len(l.order) > maxListings {
			delete(l.held, l.order[0])
			l.order = l.order[1:]
		}
		return fresh
	})
}

func newListing(g *model.Graph, old *listing) *listing {
	n, _ := g.Len()
	l := &listing{rows: make([]*listed, 0, n), by: make(map[*model.Element]*listed, n), byName: make(map[string][]*listed)}
	for e := range g.Elements() {
		var row *listed
		if old != nil {
			row = old.by[e]
		}
		if row == nil {
			row = newListed(e)
		}
		l.rows = append(l.rows, row)
		l.by[e] = row
	}
	return l
}

func newListed(e *model.Element) *listed {
	return &listed{element: e, names: search.Names(e), text: search.Text(e), keys: map[string]string{}}
}

// named returns all rows by name in a language, then by id. The slice is shared: do not change it.
func (l *listing) named(lang string) []*listed {
	l.mu.Lock()
	defer l.mu.Unlock()
	if rows := l.byName[lang]; rows != nil {
		return rows
	}
	type keyed struct {
		key string
		row *listed
	}
	c := collate.New(language.Make(lang), collate.IgnoreCase, collate.Numeric)
	var buf collate.Buffer
	all := make([]keyed, len(l.rows))
	for i, r := range l.rows {
		all[i] = keyed{r.key(lang, c, &buf), r}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.row.element.ID, b.row.element.ID)
	})
	rows := make([]*listed, len(all))
	for i, k := range all {
		rows[i] = k.row
	}
	l.byName[lang] = rows
	return rows
}

// key says where the row's name stands among others in a language.
func (r *listed) key(lang string, c *collate.Collator, buf *collate.Buffer) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	key, ok := r.keys[lang]
	if !ok {
		key = string(c.KeyFromString(buf, r.element.NameIn(lang)))
		buf.Reset()
		r.keys[lang] = key
	}
	return key
}
