package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"rootline/model/exchange/demo"
)

// served is a server that runs in this process.
type served struct {
	URL   string
	lines chan string // what it prints below its address
	stop  func() int  // asks it to end and returns its exit code
}

// serve starts a server on a database and waits until it says that it listens.
func serve(t *testing.T, db string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	code := make(chan int, 1)
	var complaints bytes.Buffer
	go func() {
		env := map[string]string{"ROOTLINE_DB": db, "ROOTLINE_ADDR": "127.0.0.1:0"}
		code <- run(ctx, append([]string{"serve"}, args...), func(name string) string { return env[name] }, strings.NewReader(""), write, &complaints)
		_ = write.Close() // a pipe's never fails
	}()
	s := &served{lines: make(chan string, 10)}
	s.stop = func() int {
		cancel()
		c := <-code
		code <- c
		return c
	}
	t.Cleanup(func() { s.stop() })
	out := bufio.NewScanner(read)
	if !out.Scan() {
		t.Fatalf("the server said nothing: %s", complaints.String())
	}
	var ok bool
	if s.URL, ok = strings.CutPrefix(out.Text(), "listening on "); !ok {
		t.Fatalf("first line %q, want listening on URL", out.Text())
	}
	go func() {
		for out.Scan() {
			s.lines <- out.Text()
		}
		close(s.lines)
	}()
	return s
}

func get200(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %d, %v", url, r.StatusCode, err)
	}
	return string(b)
}

func TestServeLeadsToTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "r.db")
	s := serve(t, db)
	link := regexp.MustCompile(regexp.QuoteMeta(s.URL) + `/setup/[A-Za-z0-9_-]{43}`).FindString(<-s.lines)
	if link == "" {
		t.Fatal("no link to make the first administrator")
	}
	get200(t, http.DefaultClient, s.URL+"/readyz")
	get200(t, http.DefaultClient, link)
	mustCommand(t, db, "user", "create", "--email", "ana@example.org", "--name", "Ana", "--admin") // beside the running server
	if code := s.stop(); code != exitWell {
		t.Errorf("exit code %d after a signal, want 0", code)
	}
	s = serve(t, db)
	s.stop()
	if line, ok := <-s.lines; ok {
		t.Errorf("with an administrator it still says %q", line)
	}
}

func TestServeDemo(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "r.db")
	for range 2 { // a second start adds nothing
		s := serve(t, db, "--demo")
		link, ok := strings.CutPrefix(<-s.lines, "demo at ")
		if !ok || !strings.HasPrefix(link, s.URL+"/demo/") {
			t.Fatalf("demo line %q, want demo at %s/demo/…", link, s.URL)
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		if page := get200(t, &http.Client{Jar: jar}, link); !strings.Contains(page, "Lamp shop") {
			t.Error("the link does not lead into the demo workspace")
		}
		if code := s.stop(); code != exitWell {
			t.Fatalf("exit code %d", code)
		}
	}
	const problem = `"kind": "problem"`
	there := strings.Count(mustCommand(t, db, "export", "--workspace", "demo"), problem)
	if want := strings.Count(string(demo.File()), problem); there != want || want < 4 {
		t.Errorf("the demo has %d problems, want those %d of its file", there, want)
	}
}

func TestServeSaysWhyItCannot(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	newer := filepath.Join(t.TempDir(), "newer.db")
	mustCommand(t, newer, "migrate")
	raise(t, newer)
	for _, c := range []struct {
		name, db, addr string
		want           string
	}{
		{"port in use", filepath.Join(t.TempDir(), "r.db"), taken.Addr().String(), "already listens on " + taken.Addr().String()},
		{"newer database", newer, "127.0.0.1:0", "newer program (version 999"},
	} {
		code, out, complaints := command(t, nil, "", "serve", "--db", c.db, "--addr", c.addr)
		if code != exitFailed || out != "" || !strings.Contains(complaints, c.want) || strings.Count(complaints, "\n") != 1 {
			t.Errorf("%s: %d, %q, %q, want exit 1 and one sentence with %q", c.name, code, out, complaints, c.want)
		}
	}
}

// raise makes a database one of a newer program.
func raise(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
}

// TestServeEndsWithListeners: an open stream must not keep the server from ending; its client connects again.
func TestServeEndsWithListeners(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db := filepath.Join(folder, "r.db")
	file := filepath.Join(folder, "lamp.json")
	if err := os.WriteFile(file, []byte(`{"format": "rootline/1", "workspace": {"slug": "lamp"}, "elements": [{"id": "a", "kind": "technology", "name": "A"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	mustCommand(t, db, "import", file)
	mustCommand(t, db, "user", "create", "--email", "ana@example.org", "--name", "Ana", "--admin")
	token := strings.TrimSpace(mustCommand(t, db, "token", "create", "--email", "ana@example.org", "--name", "t"))
	s := serve(t, db)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v1/workspaces/lamp/events?since=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	for lines.Scan() && lines.Text() != "id: 1" {
	}
	start := time.Now()
	if code := s.stop(); code != exitWell {
		t.Errorf("exit code %d, want 0", code)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
	for lines.Scan() { // ends: the server closed the stream
	}
}
