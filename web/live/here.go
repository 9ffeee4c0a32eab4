package live

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Here is one browser that shows a page of the workspace. It is advice for the others, never a lock, and known to this process
// alone.
type Here struct {
	Key    string `json:"key"`             // of the tab
	Person string `json:"person"`          // id of a user; "" = a guest
	Name   string `json:"name"`            // as others see it
	Page   string `json:"page"`            // path
	Field  string `json:"field,omitempty"` // that is being written in; "" = none
}

// presence is who is in a room. Its lock is that of the room.
type presence struct {
	tabs  map[string]Here
	count int    // of the changes that were told
	frame []byte // the last that was told
	due   bool   // a change waits to be told
}

// Bounds of what is told of who is here.
const (
	mostHere   = 100
	tellWithin = 300 * time.Millisecond // several changes are told as one
)

func (r *room) arrive(h Here) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.here.tabs == nil {
		r.here.tabs = make(map[string]Here)
	}
	r.here.tabs[h.Key] = h
	r.tell()
}

func (r *room) leaves(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.here.tabs, key)
	r.tell()
}

// Move says that a tab shows another page, or that its person writes in a field. One that does not listen is not here.
func (s *Streams) Move(workspace string, h Here) {
	s.mu.Lock()
	r := s.rooms[workspace]
	s.mu.Unlock()
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if was, ok := r.here.tabs[h.Key]; ok && was.Person == h.Person && was != h {
		r.here.tabs[h.Key] = h
		r.tell()
	}
}

// tell wakes the listeners before long, once for all that changes until then.
func (r *room) tell() {
	if r.here.due {
		return
	}
	r.here.due = true
	time.AfterFunc(tellWithin, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.here.due = false
		list := make([]Here, 0, len(r.here.tabs))
		for _, h := range r.here.tabs {
			list = append(list, h)
		}
		slices.SortFunc(list, func(a, b Here) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key)) })
		data, err := json.Marshal(list[:min(len(list), mostHere)])
		if err != nil {
			return // texts always can be written
		}
		r.here.count++
		r.here.frame = append(append([]byte("event: here\ndata: "), data...), "\n\n"...)
		close(r.changed)
		r.changed = make(chan struct{})
	})
}

// present is the last that was told of who is here, and a number that changes with it; 0 = nothing yet.
func (r *room) present() (frame []byte, count int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.here.frame, r.here.count
}
