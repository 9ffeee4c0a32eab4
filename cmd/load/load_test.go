package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
	"rootline/web"
)

// TestSeedAndDrive fills a workspace of a real server, and reads and writes all there is to read and write.
func TestSeedAndDrive(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	server := httptest.NewServer(web.New(web.Options{Store: s}).Handler())
	defer server.Close()
	byHand := model.Author{Kind: model.ByCommand}
	ana, err := s.AddUser(t.Context(), store.User{Email: "ana@example.org", Name: "Ana"}, "", byHand)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := s.AddToken(t.Context(), ana, store.Token{Name: "load", Scope: store.ScopeWrite}, byHand)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := s.AddPass(t.Context(), store.Pass{Kind: store.PassDemo, User: ana.ID, Expires: s.Now().Add(time.Hour)}, byHand)
	if err != nil {
		t.Fatal(err)
	}
	env := func(name string) string { return map[string]string{"LOAD_TOKEN": token}[name] }
	command := func(args ...string) string {
		t.Helper()
		var out strings.Builder
		if err := run(t.Context(), append(args, "--to", server.URL), env, &out); err != nil {
			t.Fatalf("load %s: %v", strings.Join(args, " "), err)
		}
		return out.String()
	}
	command("seed", "--elements", "20")
	for _, read := range []string{"list", "element", "api"} {
		out := command("drive", "--link", server.URL+"/demo/"+secret, "--writers", "2", "--readers", "3", "--requests", "10", "--for", "1m", "--read", read)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		for i, want := range [][]string{{"create", "10", "0"}, {read, "10", "0"}} {
			if got := strings.Fields(lines[i+1])[:3]; !cmp.Equal(got, want) {
				t.Errorf("%s: %q, want %q at the beginning", read, got, want)
			}
		}
	}
	rooms := strings.Fields(strings.Split(command("rooms", "--rooms", "2", "--listeners", "3", "--rate", "50", "--time", "200ms", "--size", "10", "--deaf", "1"), "\n")[1])
	if rooms[0] != "6" || rooms[2] != "0" || rooms[7] != "0" || rooms[8] != "0" || rooms[9] != "0" || rooms[3] == "0" {
		t.Errorf("rooms: %q, want 6 listeners, nothing refused, lost, twice or out of order, and something heard", rooms)
	}
	meeting := strings.Fields(command("meeting", "--people", "3", "--every", "50ms", "--time", "120ms"))
	if kept, cards := meeting[len(meeting)-1], meeting[5]; kept != cards || kept == "0" {
		t.Errorf("meeting: %q, want as many cards kept as taken", meeting)
	}
	w, err := s.Workspace(t.Context(), "load")
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := s.Graph(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	// Links of 20: 19 to the one before; to half its number 17, as 0, 1 and 2 have no other there.
	if elements, links := g.Len(); elements != 20+3*10 || links != 19+17 {
		t.Errorf("%d elements and %d links, want 50 and 36", elements, links)
	}
}

func TestDriveCountsFailures(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	got := drive(t.Context(), []load{{"half", 4, func(_ context.Context, _ int, n int64) error {
		if n%2 == 0 {
			return broken
		}
		return nil
	}}}, bounds{requests: 100, time: time.Minute})[0]
	if len(got.took) != 50 || got.failed != 50 || !errors.Is(got.failure, broken) {
		t.Errorf("%d well, %d failed, %v, want 50, 50, broken", len(got.took), got.failed, got.failure)
	}
}

// TestDriveKeepsItsPace: ten requests of two loads at a hundred a second are due within a tenth of a second, the last
// after nine hundredths.
func TestDriveKeepsItsPace(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	ask := func(context.Context, int, int64) error { asked.Add(1); return nil }
	start := time.Now()
	drive(t.Context(), []load{{"a", 2, ask}, {"b", 3, ask}}, bounds{requests: 1000, time: 100 * time.Millisecond, rate: 100})
	if took := time.Since(start); took < 90*time.Millisecond || asked.Load() != 10 {
		t.Errorf("%d requests in %v, want 10 in 90 ms or more", asked.Load(), took)
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	var r result
	for i := range 200 {
		r.took = append(r.took, time.Duration(i+1)*time.Millisecond)
	}
	for percent, want := range map[int]time.Duration{50: 100 * time.Millisecond, 95: 190 * time.Millisecond, 99: 198 * time.Millisecond} {
		if got := r.at(percent); got != want {
			t.Errorf("at(%d) = %v, want %v", percent, got, want)
		}
	}
	if got := (result{}).at(99); got != 0 {
		t.Errorf("at(99) of no answers = %v, want 0", got)
	}
}

// TestSum: three rounds against a side that answers 10, 20 and 40 requests in a second.
func TestSum(t *testing.T) {
	t.Parallel()
	round := func(n int, p99 time.Duration) result {
		r := result{all: time.Second}
		for range n {
			r.took = append(r.took, p99)
		}
		return r
	}
	other := []result{round(10, 4*time.Millisecond), round(20, 4*time.Millisecond), round(40, 4*time.Millisecond)}
	ours := []result{round(30, time.Millisecond), round(40, 2*time.Millisecond), round(40, 8*time.Millisecond)}
	got := sum(ours, other)
	want := summary{perSecond: 40, p50: 2 * time.Millisecond, p95: 2 * time.Millisecond, p99: 2 * time.Millisecond, timesRate: 2, timesP99: 0.5}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(summary{})); diff != "" {
		t.Errorf("medians of rounds 3×, 2×, 1× as fast (-want +got):\n%s", diff)
	}
}
