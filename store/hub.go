package store

import "sync"

// hub wakes those who watch a workspace when it has a new revision. It carries no data: a watcher reads the log from the
// revision it knows, so that a slow one misses nothing and holds nobody up.
type hub struct {
	mu       sync.Mutex
	watchers map[string]map[chan struct{}]bool // by workspace id
	closed   bool
}

// Watch returns a channel that receives after the workspace has changed, several changes perhaps at once, and is closed
// with the store. End the watch by calling stop.
func (s *Store) Watch(workspace string) (changed <-chan struct{}, stop func()) {
	return s.hub.watch(workspace)
}

func (h *hub) watch(workspace string) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(c)
		return c, func() {}
	}
	if h.watchers == nil {
		h.watchers = make(map[string]map[chan struct{}]bool)
	}
	if h.watchers[workspace] == nil {
		h.watchers[workspace] = make(map[chan struct{}]bool)
	}
	h.watchers[workspace][c] = true
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers[workspace], c)
		if len(h.watchers[workspace]) == 0 {
			delete(h.watchers, workspace)
		}
	}
}

// wake wakes the watchers of a workspace, of every one where it is "".
func (h *hub) wake(workspace string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if workspace != "" {
		wakeEach(h.watchers[workspace])
		return
	}
	for _, ws := range h.watchers {
		wakeEach(ws)
	}
}

func wakeEach(watchers map[chan struct{}]bool) {
	for c := range watchers {
		select {
		case c <- struct{}{}:
		default: // already told, and not yet looked
		}
	}
}

func (h *hub) idle() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.watchers) == 0
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, ws := range h.watchers {
		for c := range ws {
			close(c)
		}
	}
	h.watchers = nil
}
