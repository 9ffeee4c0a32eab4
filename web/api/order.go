package api

import (
	"cmp"
	"slices"
	"sync"

	"rootline/model"
)

// orders keeps the elements of the graphs that were listed lately in the order of their ids: an edit leaves all but a few
// where they were. Safe for concurrent use.
type orders struct {
	mu   sync.Mutex
	held map[string][]placed // by workspace and state
	used []string            // by last use, oldest first
}

// placed is an element and its handle.
type placed struct {
	element *model.Element
	handle  model.Handle
}

const maxOrders = 16

// of returns the elements of a graph by id. The slice is shared: do not change it.
func (o *orders) of(workspace, state string, g *model.Graph) []placed {
	return model.Memo(g, "api.byID", func() []placed {
		key := workspace + " " + state
		o.mu.Lock()
		old := o.held[key]
		o.mu.Unlock()
		next := follow(old, g)
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.held == nil {
			o.held = make(map[string][]placed)
		}
		o.held[key] = next
		o.used = append(slices.DeleteFunc(o.used, func(k string) bool { return k == key }), key)
		if len(o.used) > maxOrders {
			delete(o.held, o.used[0])
			o.used = o.used[1:]
		}
		return next
	})
}

// follow is the order of g: what it shares with the older order stands as it stood, what is new is put in between.
func follow(old []placed, g *model.Graph) []placed {
	n, _ := g.Len()
	kept := make([]placed, 0, n)
	there := make([]bool, g.Span())
	for _, p := range old {
		// A handle is good for one line of versions; the id says whether it still is.
		if e := g.At(p.handle); e != nil && e.ID == p.element.ID {
			kept = append(kept, placed{e, p.handle})
			there[p.handle] = true
		}
	}
	var fresh []placed
	for h := range there {
		if e := g.At(model.Handle(h)); e != nil && !there[h] {
			fresh = append(fresh, placed{e, model.Handle(h)})
		}
	}
	slices.SortFunc(fresh, byID)
	if len(kept) == 0 || len(fresh) == 0 {
		return append(kept, fresh...)
	}
	out := make([]placed, 0, n)
	for _, p := range fresh {
		at, _ := slices.BinarySearchFunc(kept, p, byID)
		out = append(append(out, kept[:at]...), p)
		kept = kept[at:]
	}
	return append(out, kept...)
}

func byID(a, b placed) int { return cmp.Compare(a.element.ID, b.element.ID) }
