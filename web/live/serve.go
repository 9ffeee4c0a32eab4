package live

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"rootline/model"
)

// Listener is one who listens to a workspace.
type Listener struct {
	Workspace string                      // id
	Since     model.Revision              // the last revision known; negative = only what comes from now on
	May       func(context.Context) error // asked at the beginning, before whatever is sent, and at every beat; an error ends the stream
	Here      *Here                       // who listens, from which page; nil = a program, which neither shows nor hears who is here
	Mute      bool                        // changes are not told: a guest, who may not see them
	Meeting   string                      // id of the meeting in which whatever happens is told; "" = none
	Seen      int64                       // the version of it that the page shows
	Follow    string                      // id of the meeting whose facilitator brings everybody to pages; "" = none
}

// Since returns the revision from which a request wants to hear: its header Last-Event-ID, which a browser sends when it
// connects again, else its parameter since; -1 = from now on. Errors: Invalid.
func Since(r *http.Request) (model.Revision, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("since")
	}
	if text == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n < 0 {
		return 0, model.Fault(model.Invalid, "since", "since", "Value", text)
	}
	return model.Revision(n), nil
}

// Serve sends events until the client goes, its right ends, it stays away from what was sent, or the streams close. An
// error is returned only where nothing was sent yet, so that it can be answered.
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, l Listener) error {
	ctx := r.Context()
	l.May = beside(l.May)
	if err := l.May(ctx); err != nil {
		return err
	}
	room, err := s.enter(ctx, l.Workspace)
	if err != nil {
		return err
	}
	defer s.exit(room)
	if l.Here != nil {
		room.arrive(*l.Here)
		defer room.leaves(l.Here.Key)
	}
	if l.Since < 0 {
		now, err := s.store.WorkspaceByID(ctx, l.Workspace)
		if err != nil {
			return err
		}
		l.Since = now.Revision
	}
	c := connection{http.NewResponseController(w), w, s.Patience}
	// The server's limit on reading a request would end the stream too.
	if err := c.SetReadDeadline(time.Time{}); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy that gathers would hold events back
	w.WriteHeader(http.StatusOK)
	if !c.send([]byte(fmt.Sprintf("retry: %d\n: open\n\n", retry.Milliseconds()))) {
		return nil
	}
	s.run(ctx, c, room, l)
	return nil
}

// beside runs what asks the database in a goroutine of its own, so that the stack that this takes is not kept by a stream
// for as long as it is open.
func beside(may func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		done := make(chan error, 1)
		go func() {
			defer func() {
				if p := recover(); p != nil { // nobody else would, and it ends the program
					done <- fmt.Errorf("panic: %v\n%s", p, debug.Stack())
				}
			}()
			done <- may(ctx)
		}()
		return <-done
	}
}

// retry is how long a browser waits before it connects again.
const retry = time.Second

// silence is how long a stream says nothing before it sends a comment, which keeps proxies from closing it.
const silence = 15 * time.Second

func (s *Streams) run(ctx context.Context, c connection, room *room, l Listener) {
	beat := time.NewTicker(s.Beat)
	defer beat.Stop()
	last, seen := time.Now(), 0
	brought, told := "", l.Follow == "" // the page may be older than this stream, so it is told once in any case
	for {
		events, whole, changed := room.since(l.Since)
		if !whole {
			var err error
			if events, err = s.older(ctx, l); err != nil {
				return
			}
		}
		if l.May(ctx) != nil {
			return
		}
		for i, e := range events {
			if i > 0 && l.May(ctx) != nil || !l.Mute && !c.send(e.frame) {
				return
			}
			l.Since, last = e.revision, time.Now()
		}
		if now := room.pulse(l.Meeting); l.Meeting != "" && now.Version != l.Seen {
			if !c.send(fmt.Appendf(nil, "event: happened\ndata: %d\n\n", now.Version)) {
				return
			}
			l.Seen, last = now.Version, time.Now()
		}
		if now := room.pulse(l.Follow); !told || now.Follow != brought {
			path, err := json.Marshal(now.Follow)
			if err != nil || !c.send(fmt.Appendf(nil, "event: follow\ndata: %s\n\n", path)) {
				return
			}
			brought, told, last = now.Follow, true, time.Now()
		}
		if l.Here != nil {
			frame, count := room.present()
			if count != seen {
				if !c.send(frame) {
					return
				}
				seen, last = count, time.Now()
			}
		}
		if len(events) > 0 && !whole {
			continue // there may be more in the log
		}
		select {
		case <-ctx.Done():
			return
		case <-s.done:
			c.send([]byte(": the server is going down; connect again\n\n"))
			return
		case <-changed:
		case <-beat.C:
			if time.Since(last) >= silence {
				if !c.send([]byte(":\n\n")) {
					return
				}
				last = time.Now()
			}
		}
	}
}

// older reads what a listener missed from the log.
func (s *Streams) older(ctx context.Context, l Listener) ([]event, error) {
	entries, err := s.store.Log(ctx, l.Workspace, l.Since, page)
	if err != nil {
		return nil, err
	}
	return encode(entries)
}

// connection writes to one client.
type connection struct {
	*http.ResponseController
	w        http.ResponseWriter
	patience time.Duration
}

// send writes and flushes, and says whether the client took it in time.
func (c connection) send(frame []byte) bool {
	if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return false
	}
	if _, err := c.w.Write(frame); err != nil || c.Flush() != nil {
		return false
	}
	return c.SetWriteDeadline(time.Time{}) == nil // while nothing is sent, there is nothing to wait for
}
