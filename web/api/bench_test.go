package api_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
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

// BenchmarkRipple asks over HTTP for what rests on one system among 100,000 with 500,000 dependencies, in turns with a bare search
// over the same links: all of it, and the nearest hundred of each list with the counts of all. In a graph of one group nearly
// everything rests on the first.
func BenchmarkRipple(b *testing.B) {
	const size, each = 100_000, 5
	for _, group := range []int{4000, size} { // each depends on others of its group that came before it
		r := rand.New(rand.NewPCG(1, 2))
		over := make([][]int32, size) // what depends on each
		elements, links := make([]string, size), make([]string, 0, size*each)
		for i := range size {
			elements[i] = fmt.Sprintf(`{"id": "e%d", "kind": "technology", "name": "A technology"}`, i)
			for k := range min(i%group, each) {
				on := i - 1 - r.IntN(i%group)
				over[on] = append(over[on], int32(i))
				links = append(links, fmt.Sprintf(`{"id": "l%d-%d", "kind": "depends_on", "from": "e%d", "to": "e%d"}`, i, k, i, on))
			}
		}
		x := newSite(b)
		slug := x.space()
		x.want(http.StatusOK, "owner", "POST", "/workspaces/"+slug+"/import", upload(b, "many.json",
			`{"format": "rootline/1", "elements": [`+strings.Join(elements, ",")+`], "links": [`+strings.Join(links, ",")+`]}`))
		client := new(http.Client)
		for _, from := range []int32{100, 800, 3999} {
			for _, limit := range []string{"?limit=100", ""} {
				if limit == "" && group == size {
					continue // an answer of a hundred megabytes
				}
				path := fmt.Sprintf("/workspaces/%s/ripple/e%d%s", slug, from, limit)
				send(b, client, x, "GET", path, "", http.StatusOK)
				b.Run(fmt.Sprintf("group=%d/from=%d%s", group, from, limit), func(b *testing.B) {
					var bare, asked time.Duration
					reached := 0
					for b.Loop() {
						begun := time.Now()
						seen, todo := make([]bool, size), []int32{from}
						for i := 0; i < len(todo); i++ {
							for _, next := range over[todo[i]] {
								if !seen[next] {
									seen[next] = true
									todo = append(todo, next)
								}
							}
						}
						bare += time.Since(begun)
						begun = time.Now()
						send(b, client, x, "GET", path, "", http.StatusOK)
						asked += time.Since(begun)
						reached = len(todo) - 1
					}
					b.ReportMetric(float64(asked.Microseconds())/1000/float64(b.N), "asked-ms")
					b.ReportMetric(float64(bare.Microseconds())/1000/float64(b.N), "bare-ms")
					b.ReportMetric(float64(reached), "reached")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}
