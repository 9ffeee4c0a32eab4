package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rootline/model"
	"rootline/store"
	"rootline/web/live"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// room is a workspace with streams that a test can listen to.
type room struct {
	*testing.T
	db      string
	store   *store.Store
	streams *live.Streams
	id      string // of the workspace
	url     string
	barred  atomic.Bool // whether listeners have lost their right
	added   int
}

func newRoom(t *testing.T, tune func(*live.Streams)) *room {
	t.Helper()
	r := &room{T: t, db: filepath.Join(t.TempDir(), "r.db")}
	var err error
	if r.store, err = store.Open(t.Context(), r.db, store.Options{Log: slog.New(slog.DiscardHandler), Follow: true}); err != nil {
		t.Fatal(err)
	}
	w, err := r.store.AddWorkspace(t.Context(), model.Workspace{Slug: "lamp", Name: "Lamp", Currency: "EUR", Languages: []string{"en"}}, "", model.Author{Kind: model.ByCommand})
	if err != nil {
		t.Fatal(err)
	}
	r.id = w.ID
	r.streams = live.New(r.store, slog.New(slog.DiscardHandler))
	r.streams.Beat = 20 * time.Millisecond
	if tune != nil {
		tune(r.streams)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	server.Config.ReadTimeout = 300 * time.Millisecond // a stream must outlive the limits on ordinary requests
	server.Config.WriteTimeout = 300 * time.Millisecond
	server.Start()
	r.url = server.URL
	t.Cleanup(func() {
		r.streams.Close()
		server.Close()
		r.store.Close()
	})
	return r
}

func (r *room) serve(w http.ResponseWriter, q *http.Request) {
	since, err := live.Since(q)
	if err == nil {
		err = r.streams.Serve(w, q, live.Listener{Workspace: r.id, Since: since, May: func(context.Context) error {
			if r.barred.Load() {
				return errors.New("no longer a member")
			}
			return nil
		}})
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
	}
}

// change adds an element for each of these notes, and returns the revision.
func (r *room) change(notes ...string) model.Revision {
	r.Helper()
	r.added++
	c := model.Change{Workspace: r.id, Title: fmt.Sprintf("Add %d", r.added), Author: model.Author{Kind: model.ByCommand}}
	for i, n := range notes {
		c.Ops = append(c.Ops, model.Add(&model.Element{ID: fmt.Sprintf("e%d-%d", r.added, i), Kind: model.Technology, Name: "X", Notes: n}))
	}
	rev, err := r.store.Commit(r.Context(), c)
	if err != nil {
		r.Fatal(err)
	}
	return rev
}

// listener reads a stream.
type listener struct {
	*testing.T
	events chan event // closed when the stream ends
}

type event struct {
	id   int64
	data map[string]any
}

// listen opens a stream and returns once it is open.
func (r *room) listen(query, last string) *listener {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	r.Cleanup(cancel)
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+query, nil)
	if err != nil {
		r.Fatal(err)
	}
	if last != "" {
		q.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "text/event-stream" {
		r.Fatalf("stream = %d %s", answer.StatusCode, kind)
	}
	l := &listener{r.T, make(chan event, 1000)}
	lines := bufio.NewReader(answer.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			r.Fatalf("the stream did not open: %v", err)
		}
		if line == ": open\n" {
			break
		}
	}
	go l.read(lines)
	return l
}

func (l *listener) read(lines *bufio.Reader) {
	defer close(l.events)
	var e event
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			e.id, _ = strconv.ParseInt(strings.TrimSpace(id), 10, 64)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &e.data); err != nil {
				return
			}
		}
		if line == "\n" && e.id != 0 {
			l.events <- e
			e = event{}
		}
	}
}

// next waits for an event.
func (l *listener) next() event {
	l.Helper()
	select {
	case e, open := <-l.events:
		if !open {
			l.Fatal("the stream ended")
		}
		return e
	case <-time.After(patience):
		l.Fatal("no event came")
	}
	return event{}
}

// want waits for the events of these revisions, in order.
func (l *listener) want(from, to model.Revision) {
	l.Helper()
	for rev := from; rev <= to; rev++ {
		if e := l.next(); e.id != int64(rev) {
			l.Fatalf("event %d came, want %d", e.id, rev)
		}
	}
}

// wantEnd waits for the stream to end.
func (l *listener) wantEnd() {
	l.Helper()
	select {
	case e, open := <-l.events:
		if open {
			l.Fatalf("event %d came, want the end", e.id)
		}
	case <-time.After(patience):
		l.Fatal("the stream did not end")
	}
}

func TestEventsComeAsChangesAreMade(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.change("")
	fromNow, fromStart := r.listen("/", ""), r.listen("/?since=0", "")
	fromStart.want(1, 1)
	r.change("")
	e := fromNow.next()
	if e.id != 2 || e.data["revision"] != 2.0 || e.data["title"] != "Add 2" || e.data["state"] != "current" || len(e.data["ops"].([]any)) != 1 {
		t.Errorf("event = %+v, want that of the second change", e)
	}
	r.change("")
	fromNow.want(3, 3)
	fromStart.want(2, 3)
}

// TestAStreamResumesWhereItBroke: also when more was missed than the room remembers.
func TestAStreamResumesWhereItBroke(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(s *live.Streams) { s.Remember(8) })
	first := r.listen("/?since=0", "")
	var last model.Revision
	for range 40 {
		last = r.change("")
	}
	first.want(1, last)
	r.listen("/", "36").want(37, last)
	behind := r.listen("/?since=5", "3") // what the browser saw last counts more than the address
	behind.want(4, last)
	r.change("")
	behind.want(last+1, last+1)
	first.want(last+1, last+1)
}

// TestALostRightEndsTheStream: nothing is sent after it, and the stream ends though nothing happens.
func TestALostRightEndsTheStream(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	busy, idle := r.listen("/?since=0", ""), r.listen("/?since=0", "")
	r.change("")
	busy.want(1, 1)
	idle.want(1, 1)
	r.barred.Store(true)
	r.change("secret")
	busy.wantEnd()
	idle.wantEnd()
	answer, err := http.Get(r.url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("a new stream = %d, want 403", answer.StatusCode)
	}
}

// TestAPanicEndsOneStream, not the program.
func TestAPanicEndsOneStream(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	err := r.streams.Serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), live.Listener{Workspace: r.id, May: func(context.Context) error { panic("lost") }})
	if err == nil || !strings.Contains(err.Error(), "lost") {
		t.Errorf("the stream ends with %v", err)
	}
}

// TestASilentStreamStaysOpen: longer than the limits on ordinary requests.
func TestASilentStreamStaysOpen(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	l := r.listen("/", "")
	timer := time.NewTimer(time.Second) // what is tested is that time passes
	defer timer.Stop()
	select {
	case <-l.events:
		t.Fatal("the stream ended, or something came")
	case <-timer.C:
	}
	r.change("")
	l.want(1, 1)
}

// TestAClientThatDoesNotReadIsCutOff, and holds nobody up.
func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(s *live.Streams) { s.Patience = time.Second })
	answer, err := http.Get(r.url + "/?since=0")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	reader := r.listen("/?since=0", "")
	notes := strings.Repeat("a", 100_000)
	const changes, each = 20, 1_000_000 // 20 MB: more than the buffers between the two hold
	for range changes {
		reader.want(r.change(slices.Repeat([]string{notes}, each/len(notes))...), model.Revision(r.added))
	}
	// What was on its way can still be read; then the stream ends, long before the last event.
	got, err := io.Copy(io.Discard, answer.Body)
	if err == nil || got > changes*each*9/10 {
		t.Errorf("the client that did not read got %d bytes and then %v, want to be cut off", got, err)
	}
	r.listen("/?since=0", "").want(1, changes) // it comes back and misses nothing
}

// TestChangesOfOtherProcessesArrive: another program on the same database, such as an import from the command line.
func TestChangesOfOtherProcessesArrive(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	l := r.listen("/", "")
	other, err := store.Open(t.Context(), r.db, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, err = other.Commit(t.Context(), model.Change{Workspace: r.id, Title: "From elsewhere", Author: model.Author{Kind: model.ByCommand},
		Ops: []model.Op{model.Add(&model.Element{ID: "far", Kind: model.Technology, Name: "Far"})}})
	if err != nil {
		t.Fatal(err)
	}
	if e := l.next(); e.data["title"] != "From elsewhere" {
		t.Errorf("event = %+v", e)
	}
}

// TestClosingEndsEveryStream: with the streams, and with the store.
func TestClosingEndsEveryStream(t *testing.T) {
	t.Parallel()
	for name, shut := range map[string]func(*room){
		"streams": func(r *room) { r.streams.Close() },
		"store":   func(r *room) { r.store.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t, nil)
			a, b := r.listen("/", ""), r.listen("/", "")
			shut(r)
			a.wantEnd()
			b.wantEnd()
		})
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query, header string
		want          model.Revision
		wrong         bool
	}{
		{"", "", -1, false},
		{"?since=0", "", 0, false},
		{"?since=7", "", 7, false},
		{"?since=7", "9", 9, false},
		{"?since=-1", "", 0, true},
		{"?since=soon", "", 0, true},
		{"", "99999999999999999999", 0, true},
	} {
		q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/"+c.query, nil)
		if c.header != "" {
			q.Header.Set("Last-Event-ID", c.header)
		}
		if got, err := live.Since(q); (err != nil) != c.wrong || err == nil && got != c.want {
			t.Errorf("Since(%q, %q) = %d, %v, want %d", c.query, c.header, got, err, c.want)
		}
	}
}
