package web

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// The first page of the workspace brings, compressed as browsers ask for it, at most 100 kB with all that it needs, and at most
// 30 kB of scripts.
func TestFirstPageWeighsLittle(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	weigh := func(path string) int {
		t.Helper()
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, x.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Accept-Encoding", "gzip")
		answer, err := b.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d", path, answer.StatusCode)
		}
		n, err := io.Copy(io.Discard, answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	all, scripts := weigh("/w/lamps"), 0
	seen := map[string]bool{}
	for n := range b.get(t, "/w/lamps").want(t, http.StatusOK).nodes(t) {
		path := ""
		switch n.Data {
		case "link":
			path = attrOf(n, "href")
		case "script":
			path = attrOf(n, "src")
		case "use":
			path, _, _ = strings.Cut(attrOf(n, "href"), "#")
		}
		if !strings.HasPrefix(path, "/") || seen[path] {
			continue
		}
		seen[path] = true
		size := weigh(path)
		if n.Data == "script" {
			scripts += size
		}
		all += size
	}
	if scripts == 0 || scripts > 30_000 || all > 100_000 {
		t.Errorf("the first page weighs %d bytes, %d of them scripts; want at most 100,000 and 30,000", all, scripts)
	}
	t.Logf("the first page weighs %d bytes, %d of them scripts", all, scripts)
}
