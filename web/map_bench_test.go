package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"

	"rootline/model"
)

// ecosystemOf is a model of n elements and five times as many links, of the kinds and in the proportions that a map has:
// a journey for every hundred elements, with steps, touchpoints, actors, technologies, data and problems around it.
func ecosystemOf(n int) []model.Op {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := []model.Kind{model.Journey, model.Step, model.Step, model.Touchpoint, model.Employee, model.Technology, model.Technology, model.Technology, model.Data, model.Problem, model.Channel, model.Policy, model.Partner}
	ids := map[model.Kind][]string{}
	var ops []model.Op
	add := func(k model.Kind, props model.Props) string {
		id := fmt.Sprintf("e%06d", len(ops))
		ids[k] = append(ids[k], id)
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: k, Name: fmt.Sprintf("Element %d of the ecosystem", len(ops)), Props: props}))
		return id
	}
	phases := []string{"discover", "evaluate", "buy", "receive", "use", "support"}
	for range max(1, n/100) {
		add(model.Journey, model.Props{"lifecycle": phases[random.IntN(len(phases))]})
	}
	for len(ops) < n {
		k := kinds[1+random.IntN(len(kinds)-1)]
		props := model.Props{}
		switch k {
		case model.Problem:
			props["cost_per_month"] = model.Num(float64(random.IntN(20000)))
		case model.Technology:
			props["type"], props["lifecycle"] = "application", "live"
		}
		add(k, props)
	}
	links := 0
	join := func(k model.LinkKind, from, to string, props model.Props) {
		ops = append(ops, model.Join(&model.Link{ID: fmt.Sprintf("l%06d", links), Kind: k, From: from, To: to, Props: props}))
		links++
	}
	any := func(k model.Kind) string { return ids[k][random.IntN(len(ids[k]))] }
	for i, s := range ids[model.Step] {
		join(model.HasStep, ids[model.Journey][i%len(ids[model.Journey])], s, model.Props{"order": model.Num(float64(i))})
		join(model.At, s, any(model.Touchpoint), nil)
	}
	for links < 5*n {
		switch random.IntN(9) {
		case 0:
			join(model.Performs, any(model.Employee), any(model.Step), model.Props{"visible": random.IntN(2) == 0})
		case 1:
			join(model.Serves, any(model.Technology), any(model.Step), nil)
		case 2:
			join(model.Uses, any(model.Employee), any(model.Technology), nil)
		case 3, 4:
			join(model.DependsOn, any(model.Technology), any(model.Technology), nil)
		case 5:
			join(model.Feeds, any(model.Technology), any(model.Technology), model.Props{"mode": "batch", "interval_s": model.Num(86400)})
		case 6:
			join(model.Holds, any(model.Technology), any(model.Data), nil)
		case 7:
			join(model.Supports, any(model.Technology), any(model.Touchpoint), nil)
		case 8:
			join(model.Affects, any(model.Problem), any(model.Step), nil)
		}
	}
	return ops
}

// BenchmarkMap is what the server does for the page of the map, sessions and all: drawn before, drawn anew after an edit, with
// something chosen. It tells how large the page is, compressed.
func BenchmarkMap(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		x, tech := bigSite(b, n)
		for _, c := range []struct {
			name, path string
			edited     bool
		}{{"again", "/w/lamps/map", false}, {"after-edit", "/w/lamps/map", true}, {"chosen", "/w/lamps/map?on=" + tech, false}, {"part", "/w/lamps/map?part=1&on=" + tech, false}, {"all", "/w/lamps/map?all=1", true}, {"all-again", "/w/lamps/map?all=1", false}} {
			b.Run(fmt.Sprintf("elements=%d/%s", n, c.name), func(b *testing.B) { x.pages(b, c.path, tech, c.edited) })
		}
	}
}

// BenchmarkViews is the same of the other views: each as it opens, after an edit, and as a table.
func BenchmarkViews(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		x, tech := bigSite(b, n)
		journey := x.graph(b).OfKind(model.Journey)[0].ID
		for _, c := range []struct{ name, path string }{{"engagement", "/w/lamps/engagement"}, {"network", "/w/lamps/elements/" + tech + "/network"}, {"value", "/w/lamps/value"},
			{"blueprint", "/w/lamps/journeys/" + journey + "/blueprint"}, {"causes", "/w/lamps/causes"}, {"map-table", "/w/lamps/map?view=table"}} {
			for _, edited := range []bool{false, true} {
				name := map[bool]string{false: "again", true: "after-edit"}[edited]
				b.Run(fmt.Sprintf("elements=%d/%s/%s", n, c.name, name), func(b *testing.B) { x.pages(b, c.path, tech, edited) })
			}
		}
	}
}

// bigSite has a workspace of n elements, and names one of its technologies.
func bigSite(b *testing.B, n int) (*site, string) {
	x := newSite(b)
	ops := ecosystemOf(n)
	for len(ops) > 0 {
		some := ops[:min(len(ops), 20_000)]
		x.commit(b, some...)
		ops = ops[len(some):]
	}
	return x, x.graph(b).OfKind(model.Technology)[3].ID
}

// pages asks for a page again and again; edited: after an edit each time, which is not counted.
func (x *site) pages(b *testing.B, path, tech string, edited bool) {
	cookie := x.browse(b, x.owner).cookie(b)
	size := 0
	for i := range b.N {
		if edited {
			b.StopTimer()
			x.commit(b, model.Set(tech, "props.vendor", nil, fmt.Sprint(i)), model.Set(tech, "props.vendor", fmt.Sprint(i), nil))
			b.StartTimer()
		}
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.AddCookie(cookie)
		w := httptest.NewRecorder()
		x.server.Handler().ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatalf("%d", w.Code)
		}
		if i == 0 {
			b.StopTimer()
			size = compressed(b, w.Body.Bytes())
			b.StartTimer()
		}
	}
	b.ReportMetric(float64(size)/1000, "kB")
}

func compressed(t testing.TB, page []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(page); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
