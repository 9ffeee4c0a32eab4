package store

import (
	"slices"
	"sync"

	"rootline/model"
)

// past remembers graphs as they stood at revisions that were looked at lately, so that who goes through them, or comes back, does
// not take everything back anew. What was at a revision never changes.
type past struct {
	mu   sync.Mutex
	held []pastGraph // by last use, oldest first
}

// pastGraph is the graph of a workspace's current state at a revision.
type pastGraph struct {
	workspace string
	versioned
}

// Bounds of what past holds: graphs, and elements and links in all. They share with the present what has not changed since.
const (
	maxPast     = 16
	maxPastSize = 150_000
)

// near returns the graph at the revision, or else the one soonest after it; v where it holds none that is sooner.
func (p *past) near(workspace string, at model.Revision, v versioned) versioned {
	p.mu.Lock()
	defer p.mu.Unlock()
	best := -1
	for i, h := range p.held {
		if h.workspace == workspace && h.at >= at && h.at < v.at {
			best, v = i, h.versioned
		}
	}
	if best >= 0 {
		p.use(best)
	}
	return v
}

// use makes one the last that is let go.
func (p *past) use(i int) {
	one := p.held[i]
	p.held = append(slices.Delete(p.held, i, i+1), one)
}

// put keeps a graph; what it pushes out was used longest ago.
func (p *past) put(workspace string, v versioned) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.held, func(h pastGraph) bool { return h.workspace == workspace && h.at == v.at }); i >= 0 {
		p.use(i) // somebody else was as quick
		return
	}
	one := pastGraph{workspace, v}
	if one.size() > maxPastSize {
		return
	}
	p.held = append(p.held, one)
	size := 0
	for i, h := range slices.Backward(p.held) {
		if size += h.size(); size > maxPastSize || len(p.held)-i > maxPast {
			p.held = slices.Delete(p.held, 0, i+1)
			return
		}
	}
}

// drop forgets a workspace.
func (p *past) drop(workspace string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = slices.DeleteFunc(p.held, func(h pastGraph) bool { return h.workspace == workspace })
}
