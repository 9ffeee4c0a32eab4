package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rootline/store"
)

// TestKillLosesNothing kills a serving program at any moment while eight writers change a workspace, fifty times on one
// database: what was acknowledged is there, once and whole, and the database is sound.
func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	db := filepath.Join(t.TempDir(), "r.db")
	file := filepath.Join(t.TempDir(), "kill.json")
	if err := os.WriteFile(file, []byte(`{"format": "rootline/1", "workspace": {"slug": "kill"}, "elements": [{"id": "counter", "kind": "technology", "name": "0"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	mustCommand(t, db, "import", file)
	mustCommand(t, db, "user", "create", "--email", "ana@example.org", "--name", "Ana", "--admin")
	token := strings.TrimSpace(mustCommand(t, db, "token", "create", "--email", "ana@example.org", "--name", "writers"))

	acknowledged := make(map[string]store.Done) // by the id of the element that the change added
	for round := range rounds {
		for id, done := range killRound(t, db, token, round) {
			acknowledged[id] = done
		}
	}
	if len(acknowledged) < rounds {
		t.Fatalf("only %d changes were acknowledged in %d rounds: the writers did not write", len(acknowledged), rounds)
	}
	wantWhole(t, db, acknowledged)
	t.Logf("%d acknowledged changes survived %d kills", len(acknowledged), rounds)
}

// killRound starts the program, lets eight writers write until a few dozen changes are acknowledged, kills it without warning
// while they go on, and returns what was acknowledged.
func killRound(t *testing.T, db, token string, round int) map[string]store.Done {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server := exec.CommandContext(ctx, "rootline", "serve", "--db", db, "--addr", "127.0.0.1:0")
	server.Env = append(os.Environ(), "GOMEMLIMIT=256MiB")
	var complaints bytes.Buffer
	server.Stderr = &complaints
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("round %d: the server said %q: %s", round, line, complaints.String())
	}

	const writers = 8
	enough := 16 + round%23 // the moment differs from round to round
	acks := make(chan ack, 1024)
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() { writeUntilKilled(ctx, url, token, fmt.Sprintf("e%d-%d", round, w), acks) })
	}
	go func() { writing.Wait(); close(acks) }()
	got := make(map[string]store.Done)
	for a := range acks {
		got[a.id] = a.done
		if len(got) == enough {
			if err := server.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = server.Wait() // it was killed
	return got
}

// ack is a change that was answered with 201.
type ack struct {
	id   string
	done store.Done
}

// writeUntilKilled adds one element after another, each with a link to the first one of all, until the server is gone.
func writeUntilKilled(ctx context.Context, url, token, prefix string, acks chan<- ack) {
	client := &http.Client{Transport: &http.Transport{}}
	for i := 0; ; i++ {
		id := fmt.Sprintf("%s-%d", prefix, i)
		body := fmt.Sprintf(`{"title": "Add %[1]s", "client_id": %[1]q, "ops": [
			{"op": "add_element", "element": {"id": %[1]q, "kind": "technology", "name": %[1]q}},
			{"op": "add_link", "link": {"id": "l%[1]s", "kind": "depends_on", "from": %[1]q, "to": "counter"}}]}`, id)
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/api/v1/workspaces/kill/changes", strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		answer, err := client.Do(r)
		if err != nil {
			return
		}
		var done store.Done
		err = json.NewDecoder(answer.Body).Decode(&done)
		answer.Body.Close()
		if err != nil {
			return
		}
		if answer.StatusCode == http.StatusCreated {
			acks <- ack{id, done}
		}
	}
}

// wantWhole looks into the database for every acknowledged change.
func wantWhole(t *testing.T, path string, acknowledged map[string]store.Done) {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Workspace(t.Context(), "kill")
	if err != nil {
		t.Fatal(err)
	}
	g, rev, err := s.Graph(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	log, err := s.Log(t.Context(), w.ID, 0, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	logged := make(map[string]store.Entry, len(log))
	for i, e := range log {
		if want := i + 1; int(e.Revision) != want {
			t.Fatalf("entry %d of the log has revision %d: there is a gap", want, e.Revision)
		}
		logged[e.ID] = e
	}
	if int(rev) != len(log) {
		t.Errorf("revision %d, but %d entries in the log", rev, len(log))
	}
	for id, done := range acknowledged {
		if e, ok := logged[done.ID]; !ok || e.Revision != done.Revision {
			t.Errorf("the log lost change %s of revision %d", done.ID, done.Revision)
		}
		if g.Element(id) == nil || g.Link("l"+id) == nil {
			t.Errorf("the model lost %s or its link", id)
		}
	}
	elements, links := g.Len()
	if elements != len(log) || links != elements-1 { // each change added one of both; the import one element
		t.Errorf("%d elements and %d links after %d changes: something is half there, or twice", elements, links, len(log))
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var answer string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&answer); err != nil || answer != "ok" {
		t.Errorf("integrity_check = %q, %v", answer, err)
	}
}
