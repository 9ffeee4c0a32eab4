// Package live tells listeners of changes as they come, by server-sent events numbered by revision: who lost the
// connection resumes from the last number that arrived and misses nothing.
//
// A room is what the listeners of one workspace share: it reads the log once and encodes each change once. A listener holds
// nothing but the last revision it was sent, so that a slow one costs nothing and can be cut off at any time.
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"rootline/model"
	"rootline/store"
)

// Streams are the event streams of a store. Safe for concurrent use.
type Streams struct {
	// Beat is how often a silent stream is asked for its right again; removal ends a stream within it. 3 s by default.
	Beat time.Duration
	// Patience is how long a client may leave what was sent to it unread before it is cut off. 10 s by default.
	Patience time.Duration

	store *store.Store
	log   *slog.Logger
	done  chan struct{}
	close func()
	kept  int // events that a room remembers for listeners that fall a little behind

	mu    sync.Mutex
	rooms map[string]*room // by workspace id
}

// New returns the streams of a store. Close them before the server that serves them.
func New(s *store.Store, log *slog.Logger) *Streams {
	done := make(chan struct{})
	return &Streams{Beat: 3 * time.Second, Patience: 10 * time.Second, store: s, log: log, done: done, kept: 256,
		close: sync.OnceFunc(func() { close(done) }), rooms: make(map[string]*room)}
}

// Close ends every stream; clients connect again and resume.
func (s *Streams) Close() { s.close() }

// event is one change, ready to be sent.
type event struct {
	revision model.Revision
	frame    []byte
}

// page is how many changes are read from the log at once.
const page = 256

// room is what the listeners of a workspace share.
type room struct {
	workspace string
	listeners int // guarded by Streams.mu
	leave     context.CancelFunc

	mu      sync.Mutex
	here    presence
	pulses  map[string]store.Pulse // of the meetings under way, by id
	events  []event                // the newest, in order, without gaps
	floor   model.Revision         // what came up to here is not in events
	head    model.Revision         // what came up to here was read
	changed chan struct{}          // closed when something may have changed, and then replaced
}

// enter returns the room of a workspace, opening it for its first listener.
func (s *Streams) enter(ctx context.Context, workspace string) (*room, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[workspace]
	if r == nil {
		w, err := s.store.WorkspaceByID(ctx, workspace)
		if err != nil {
			return nil, err
		}
		pulses, err := s.store.Pulses(ctx, workspace)
		if err != nil {
			return nil, err
		}
		life, leave := context.WithCancel(context.Background())
		r = &room{workspace: workspace, leave: leave, pulses: pulses, floor: w.Revision, head: w.Revision, changed: make(chan struct{})}
		s.rooms[workspace] = r
		changed, stop := s.store.Watch(workspace)
		go func() {
			defer stop()
			s.follow(life, r, changed)
		}()
	}
	r.listeners++
	return r, nil
}

// exit leaves a room; the last one closes it.
func (s *Streams) exit(r *room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.listeners--; r.listeners == 0 {
		r.leave()
		delete(s.rooms, r.workspace)
	}
}

// follow reads the log whenever the workspace changed, until the room or the store closes.
func (s *Streams) follow(ctx context.Context, r *room, changed <-chan struct{}) {
	for {
		for more := true; more; {
			var err error
			if more, err = s.readOn(ctx, r); err != nil {
				if ctx.Err() == nil {
					s.log.Error("events", "workspace", r.workspace, "error", err)
				}
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-changed:
			if !open {
				s.Close() // the store is closing
				return
			}
		}
	}
}

// readOn brings the room forward by a page of the log and wakes its listeners, also where nothing was new: their rights may
// have changed.
func (s *Streams) readOn(ctx context.Context, r *room) (more bool, err error) {
	entries, err := s.store.Log(ctx, r.workspace, r.head, page)
	if err != nil {
		return false, err
	}
	fresh, err := encode(entries)
	if err != nil {
		return false, err
	}
	pulses, err := s.store.Pulses(ctx, r.workspace)
	if err != nil {
		return false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pulses = pulses
	r.events = append(r.events, fresh...)
	if n := len(r.events); n > 0 {
		r.head = r.events[n-1].revision
		if n > s.kept {
			r.floor = r.events[n-s.kept-1].revision
			r.events = append([]event(nil), r.events[n-s.kept:]...)
		}
	}
	close(r.changed)
	r.changed = make(chan struct{})
	return len(entries) == page, nil
}

// pulse is that of a meeting; the zero value of one that is over or unknown.
func (r *room) pulse(meeting string) store.Pulse {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pulses[meeting]
}

// since returns the events after a revision that the room still has, whether it has them all, and what tells of more.
func (r *room) since(rev model.Revision) (events []event, whole bool, changed <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if rev < r.floor {
		return nil, false, r.changed
	}
	for i, e := range r.events {
		if e.revision > rev {
			return r.events[i:], true, r.changed
		}
	}
	return nil, true, r.changed
}

// Change is what an event says of a change: the data of a message in a stream.
type Change struct {
	Revision model.Revision `json:"revision"`
	ID       string         `json:"id"`
	State    string         `json:"state"`
	Author   model.Author   `json:"author"`
	At       time.Time      `json:"at"`
	Title    string         `json:"title"`
	Ops      []model.Op     `json:"ops,omitempty"` // absent where there are very many: the log has them
}

// manyOps is how many ops an event says at most; an import of thousands is read from the log by those who want it.
const manyOps = 500

func encode(entries []store.Entry) ([]event, error) {
	out := make([]event, 0, len(entries))
	for _, e := range entries {
		c := Change{Revision: e.Revision, ID: e.ID, State: e.State, Author: e.Author, At: e.At, Title: e.Title}
		if len(e.Ops) <= manyOps {
			c.Ops = e.Ops
		}
		data, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Revision, err)
		}
		out = append(out, event{e.Revision, fmt.Appendf(nil, "id: %d\ndata: %s\n\n", e.Revision, data)})
	}
	return out, nil
}
