package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// BenchmarkChange adds an element over HTTP: token, rights, checks, log, audit and disk, by as many writers as -cpu and
// -benchtime ask; run it with -cpu 16 for the figure in docs/performance.md.
func BenchmarkChange(b *testing.B) {
	x := newSite(b)
	slug := x.space()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var n atomic.Int64
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := fmt.Sprintf(`{"title": "Add", "ops": [{"op": "add_element", "element": {"id": "e%d", "kind": "technology", "name": "A technology"}}]}`, n.Add(1))
			send(b, client, x, "POST", "/workspaces/"+slug+"/changes", body, http.StatusCreated)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}

// BenchmarkElements reads a list of fifty of ten thousand elements over HTTP.
func BenchmarkElements(b *testing.B) {
	x := newSite(b)
	slug := x.space()
	var ops []string
	for i := range 10_000 {
		ops = append(ops, fmt.Sprintf(`{"id": "e%d", "kind": "technology", "name": "A technology"}`, i))
	}
	x.want(http.StatusOK, "owner", "POST", "/workspaces/"+slug+"/import", upload(b, "many.json", `{"format": "rootline/1", "elements": [`+strings.Join(ops, ",")+`]}`))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			send(b, client, x, "GET", "/workspaces/"+slug+"/elements?limit=50&kind=technology", "", http.StatusOK)
		}
	})
}

func send(b *testing.B, client *http.Client, x *site, method, path, body string, want int) {
	r, err := http.NewRequestWithContext(b.Context(), method, x.url+path, strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	r.Header.Set("Authorization", "Bearer "+x.tokens["owner"])
	r.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != want {
		b.Errorf("%s %s = %d, %v", method, path, answer.StatusCode, err)
	}
}
