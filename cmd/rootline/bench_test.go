package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/exchange"
)

// land writes a file of so many technologies, and twice as many links between them.
func land(b testing.TB, elements int) string {
	b.Helper()
	f := &exchange.File{Workspace: model.Workspace{Slug: "land", Name: "Land", Currency: "EUR", Languages: []string{"en"}}}
	id := func(n int) string { return fmt.Sprintf("technology-%d", n) }
	for n := range elements {
		f.Elements = append(f.Elements, &model.Element{ID: id(n), Kind: model.Technology, Name: fmt.Sprintf("Application %d", n),
			Notes: "Keeps orders, and the stock of the store beside them.", Owner: "Ana",
			Props: model.Props{"type": "application", "lifecycle": "live", "vendor": "ACME", "run_cost_per_year": model.Num(float64(1000 + n%5000))}})
		for k := range 2 {
			f.Links = append(f.Links, &model.Link{ID: fmt.Sprintf("l%d-%d", n, k), Kind: model.DependsOn, From: id(n), To: id((n + 1 + k*7) % elements), Props: model.Props{"hard": k == 0}})
		}
	}
	var out bytes.Buffer
	if err := exchange.Write(&out, f); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "land.json")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// built is the program as people have it; the test binary holds much else.
func built(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "rootline")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

// BenchmarkImport is the whole command: read the file, check it, store it as one change. The goal for 10,000 elements and
// 20,000 links is below 3 s.
func BenchmarkImport(b *testing.B) {
	program, file := built(b), land(b, 10_000)
	for b.Loop() {
		out, err := exec.CommandContext(b.Context(), program, "import", "--db", filepath.Join(b.TempDir(), "r.db"), file).CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

// BenchmarkStart is the time from the start of the program on a database of so many elements until it says that it
// listens, the goal being below 300 ms; and its resident memory then, which is to be below 60 MB, and after the first page.
func BenchmarkStart(b *testing.B) {
	program := built(b)
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("elements=%d", n), func(b *testing.B) {
			db := filepath.Join(b.TempDir(), "r.db")
			if out, err := exec.CommandContext(b.Context(), program, "import", "--db", db, land(b, n)).CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
			token := ""
			for _, args := range [][]string{{"user", "create", "--email", "ana@example.org", "--name", "Ana", "--admin"}, {"token", "create", "--email", "ana@example.org", "--name", "b"}} {
				out, err := exec.CommandContext(b.Context(), program, append(args, "--db", db)...).Output()
				if err != nil {
					b.Fatal(err)
				}
				token = strings.TrimSpace(string(out)) // of the last command
			}
			var listening time.Duration
			var rest, busy float64
			for b.Loop() {
				took, atRest, afterPage := startOnce(b, program, db, token)
				listening, rest, busy = listening+took, rest+atRest, busy+afterPage
			}
			runs := float64(b.N)
			b.ReportMetric(float64(listening.Milliseconds())/runs, "ms-to-listening")
			b.ReportMetric(rest/runs, "MB-at-rest")
			b.ReportMetric(busy/runs, "MB-after-a-list")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func startOnce(b *testing.B, program, db, token string) (listening time.Duration, rest, busy float64) {
	b.Helper()
	server := exec.CommandContext(b.Context(), program, "serve", "--db", db, "--addr", "127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	listening = time.Since(begin)
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		b.Fatalf("the server said %q, %v", line, err)
	}
	rest = resident(b, server.Process.Pid)
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url+"/api/v1/workspaces/land/elements?limit=50", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%v, %v", answer, err)
	}
	_ = answer.Body.Close() // only that it came counts
	busy = resident(b, server.Process.Pid)
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		b.Fatal(err)
	}
	return listening, rest, busy
}

// resident is the memory of a process that is in RAM, in MB, as Linux counts it.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("MEMORY NOT MEASURED: ", err)
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		b.Fatal("no VmRSS")
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb * 1024 / 1e6
}
