package model

import (
	"maps"
	"sync"
)

// index gives ids their handles, in order of arrival. Versions of a graph share a book, in which each knows the first n
// entries: what another version wrote behind them, perhaps one that came to nothing, says nothing to it. So the order of
// arrival depends on what was applied, not on what else was tried.
type index struct {
	book *book
	n    int
}

// book is what versions of a graph share: entries are added, never changed.
type book struct {
	parent *book // whose first n entries stand before these; nil = none
	n      int
	depth  int // parents
	mu     sync.RWMutex
	own    map[string]Handle // from n on
}

// maxDepth bounds how many books a search goes through.
const maxDepth = 6

func newIndex() index { return index{book: &book{}} }

func (x index) find(id string) Handle {
	for b, n := x.book, x.n; b != nil; b, n = b.parent, b.n {
		b.mu.RLock()
		h, ok := b.own[id]
		b.mu.RUnlock()
		if ok && int(h) < n {
			return h
		}
	}
	return None
}

// fork returns an index with a book of its own for what comes.
func (x index) fork() index {
	return index{&book{parent: x.book, n: x.n, depth: x.book.depth + 1}, x.n}
}

// common returns how many of the first handles mean the same id in both: those of the last book that both read in.
func (x index) common(y index) int {
	for b, n := x.book, x.n; b != nil; b, n = b.parent, min(n, b.n) {
		for c, m := y.book, y.n; c != nil; c, m = c.parent, min(m, c.n) {
			if b == c {
				return min(n, m)
			}
		}
	}
	return 0
}

// indexDraft is an index while an edit is made.
type indexDraft struct {
	index
	own   map[string]Handle // new ids
	fresh []string          // those since the last mark; see edit.mark
}

// mark begins to note what ids come; back forgets those since then.
func (x *indexDraft) mark() { x.fresh = x.fresh[:0] }

func (x *indexDraft) back() {
	for _, id := range x.fresh {
		delete(x.own, id)
	}
	x.mark()
}

func (x *indexDraft) find(id string) Handle {
	if h, ok := x.own[id]; ok {
		return h
	}
	return x.index.find(id)
}

// allot returns the handle of id, a new one where it has none.
func (x *indexDraft) allot(id string) Handle {
	h := x.find(id)
	if h == None {
		if x.own == nil {
			x.own = make(map[string]Handle)
		}
		h = Handle(x.n + len(x.own))
		x.own[id] = h
		x.fresh = append(x.fresh, id)
	}
	return h
}

// done returns the index with the new ids.
func (x *indexDraft) done() index {
	if len(x.own) == 0 {
		return x.index
	}
	n := x.n + len(x.own)
	if x.n == 0 {
		return index{&book{own: x.own}, n}
	}
	b := x.book
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n+len(b.own) == x.n {
		if b.own == nil {
			b.own = make(map[string]Handle)
		}
		maps.Copy(b.own, x.own)
		return index{b, n}
	}
	// Another version has grown from the same base: this one goes on in a book of its own.
	if b.depth < maxDepth {
		return index{&book{parent: b, n: x.n, depth: b.depth + 1, own: x.own}, n}
	}
	all := make(map[string]Handle, n)
	for above, known := b, x.n; above != nil; above, known = above.parent, above.n {
		if above != b {
			above.mu.RLock()
		}
		for id, h := range above.own {
			if int(h) < known {
				all[id] = h
			}
		}
		if above != b {
			above.mu.RUnlock()
		}
	}
	maps.Copy(all, x.own)
	return index{&book{own: all}, n}
}
