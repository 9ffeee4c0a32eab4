package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rootline/model"
)

type roomsCommand struct {
	place
	Rooms     int           `default:"20" help:"Workspaces, made where they are missing: the slug with a number behind it."`
	Listeners int           `default:"50" help:"Streams of each."`
	Deaf      int           `default:"0" help:"Further streams of the first room that never read what they are sent."`
	Rate      float64       `default:"20" help:"Changes a second, of all rooms together."`
	Time      time.Duration `default:"30s" help:"How long changes are made."`
	Size      int           `default:"0" help:"Bytes of notes in each change."`
	Idle      time.Duration `default:"0s" help:"How long the streams stay silent before the memory is read: the server's own cleaning comes every two minutes."`
	Pid       int           `help:"Process of the server: its memory is read before and after the streams open."`
}

// ear is one stream, and what it heard.
type ear struct {
	room  int
	heard []heard
}

type heard struct {
	revision int64
	at       time.Time
}

// saved is one change: when it was sent off, and its revision.
type saved struct {
	room     int
	revision int64
	at       time.Time
}

// Run opens the streams, makes changes, and says how long each took from its sending to each screen, and what was lost, came
// twice or in the wrong order.
func (c *roomsCommand) Run(p *program) error {
	if c.Rooms < 1 || c.Listeners < 1 || c.Rate <= 0 {
		return errors.New("rooms, listeners and rate are 1 or more")
	}
	rooms := make([]*rootline, c.Rooms)
	for i := range rooms {
		at := c.place
		at.Workspace = c.Workspace + "-" + strconv.Itoa(i+1)
		r, err := at.open(p, false)
		if err != nil {
			return err
		}
		if err := r.seed(p.ctx, 0); err != nil {
			return err
		}
		rooms[i] = r
	}
	before, err := c.memory()
	if err != nil {
		return err
	}
	ctx, hangUp := context.WithCancel(p.ctx)
	defer hangUp()
	ears := make([]*ear, 0, c.Rooms*c.Listeners)
	var listening sync.WaitGroup
	opened := make(chan error, c.Rooms*c.Listeners)
	for i, r := range rooms {
		for range c.Listeners {
			e := &ear{room: i}
			ears = append(ears, e)
			listening.Go(func() { e.listen(ctx, r, opened) })
		}
	}
	for range ears {
		if err := <-opened; err != nil {
			return fmt.Errorf("a stream does not open: %w", err)
		}
	}
	waitUntil(ctx, time.Now().Add(c.Idle))
	idle, err := c.memory()
	if err != nil {
		return err
	}
	var mute []net.Conn
	for range c.Deaf {
		conn, err := deaf(ctx, rooms[0])
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }() // the end of the run ends it anyway
		mute = append(mute, conn)
	}
	saves, failed, failure := c.change(ctx, rooms)
	waitUntil(ctx, time.Now().Add(3*time.Second)) // for what is still on its way
	var cut atomic.Int64
	var asking sync.WaitGroup
	for _, conn := range mute {
		asking.Go(func() {
			if wasCut(conn) {
				cut.Add(1)
			}
		})
	}
	asking.Wait()
	hangUp()
	listening.Wait()
	return c.tell(p, ears, saves, failed, failure, int(cut.Load()), idle-before)
}

// memory is that of the server in MiB, 0 where nobody said which process it is.
func (c *roomsCommand) memory() (float64, error) {
	if c.Pid == 0 {
		return 0, nil
	}
	return resident(c.Pid)
}

// change makes changes at the rate, room by room.
func (c *roomsCommand) change(ctx context.Context, rooms []*rootline) (saves []saved, failed int, failure error) {
	var mu sync.Mutex
	var running sync.WaitGroup
	begin := time.Now()
	for n := int64(1); ; n++ {
		due := begin.Add(time.Duration(float64(n) / c.Rate * float64(time.Second)))
		if due.Sub(begin) > c.Time || !waitUntil(ctx, due) {
			break
		}
		running.Go(func() {
			room := int(n) % len(rooms)
			at := time.Now()
			revision, err := rooms[room].change(ctx, n, c.Size)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed++
				failure = errors.Join(failure, err)
				return
			}
			saves = append(saves, saved{room, revision, at})
		})
	}
	running.Wait()
	return saves, failed, failure
}

func (c *roomsCommand) tell(p *program, ears []*ear, saves []saved, failed int, failure error, cut int, grown float64) error {
	type key struct {
		room     int
		revision int64
	}
	sent := make(map[key]time.Time, len(saves))
	for _, s := range saves {
		sent[key{s.room, s.revision}] = s.at
	}
	perRoom := make([]int, c.Rooms)
	for _, s := range saves {
		perRoom[s.room]++
	}
	var delays []time.Duration
	lost, twice, disorder := 0, 0, 0
	for _, e := range ears {
		seen := map[int64]bool{}
		var before int64
		for _, h := range e.heard {
			at, ours := sent[key{e.room, h.revision}]
			if !ours {
				continue
			}
			switch {
			case seen[h.revision]:
				twice++
			case h.revision < before:
				disorder++
			}
			seen[h.revision], before = true, h.revision
			delays = append(delays, h.at.Sub(at))
		}
		lost += perRoom[e.room] - len(seen)
	}
	slices.Sort(delays)
	r := result{took: delays}
	t := newTable(p.stdout, "listeners", "changes", "refused", "heard", "p50", "p95", "p99", "lost", "twice", "out of order", "deaf cut", "KiB each")
	each := "?"
	if c.Pid > 0 {
		each = fmt.Sprintf("%.1f", grown*1024/float64(len(ears)))
	}
	t.row(len(ears), len(saves), failed, len(delays), r.at(50), r.at(95), r.at(99), lost, twice, disorder, fmt.Sprintf("%d of %d", cut, c.Deaf), each)
	return errors.Join(t.flush(), failure)
}

// listen reads a stream until ctx ends, and says on opened once it is open, or that it does not open.
func (e *ear) listen(ctx context.Context, r *rootline, opened chan<- error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, r.api("/events"), nil)
	if err != nil {
		opened <- err
		return
	}
	for name, value := range r.signed() {
		q.Header.Set(name, value)
	}
	answer, err := (&http.Client{Transport: streams}).Do(q)
	if err != nil {
		opened <- err
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		opened <- fmt.Errorf("%s: %s", q.URL, answer.Status)
		return
	}
	opened <- nil
	lines := bufio.NewReaderSize(answer.Body, 4096)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			if revision, err := strconv.ParseInt(strings.TrimSpace(id), 10, 64); err == nil {
				e.heard = append(e.heard, heard{revision, time.Now()})
			}
		}
	}
}

// streams carries streams: each has a connection of its own, with small buffers, and no end.
var streams = &http.Transport{DisableKeepAlives: true, ReadBufferSize: 2048, WriteBufferSize: 2048, DisableCompression: true}

// change adds one element with notes of some bytes, and gives its revision.
func (r *rootline) change(ctx context.Context, n int64, size int) (int64, error) {
	e := element(fmt.Sprintf("new-%d-%d", r.run, n), int(n))
	e.Notes = strings.Repeat("x", size)
	in := map[string]any{"title": "Add an application", "ops": []model.Op{model.Add(e)}}
	var out struct {
		Revision int64 `json:"revision"`
	}
	err := r.json(ctx, question{method: http.MethodPost, url: r.api("/changes"), header: r.signed(), want: http.StatusCreated}, in, &out)
	return out.Revision, err
}

// deaf opens a stream and reads nothing of it.
func deaf(ctx context.Context, r *rootline) (net.Conn, error) {
	at, err := url.Parse(r.api("/events"))
	if err != nil {
		return nil, err
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", at.Host)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", at.RequestURI(), at.Host, r.token)
	return conn, err
}

// wasCut says whether the server has given a connection up: what was sent before is read, and then its end comes at once.
func wasCut(conn net.Conn) bool {
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return true
	}
	_, err := io.Copy(io.Discard, conn)
	return !errors.Is(err, os.ErrDeadlineExceeded)
}
