package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"rootline/model"
)

// BenchmarkCompare is what the server does for each view of a comparison of a plan of 20 changes with today, at 10,000 elements,
// sessions and all.
func BenchmarkCompare(b *testing.B) {
	x := newSite(b)
	for ops := ecosystemOf(10_000); len(ops) > 0; {
		some := ops[:min(len(ops), 20_000)]
		x.commit(b, some...)
		ops = ops[len(some):]
	}
	x.plan(b, "one", model.Current)
	list := x.graph(b).OfKind(model.Technology)
	for i := range 20 {
		hub := fmt.Sprintf("hub%d", i)
		x.within(b, "one", model.Set(list[i].ID, "props.vendor", nil, "Acme"), model.Add(&model.Element{ID: hub, Kind: model.Technology, Name: hub}),
			model.Join(&model.Link{ID: "d" + hub, Kind: model.DependsOn, From: list[i].ID, To: hub}))
	}
	cookie := x.browse(b, x.owner).cookie(b)
	for _, view := range append(compareViews, "why") {
		path := "/w/lamps/compare?to=one&view=" + view
		if view == "why" { // the changes behind each figure, found anew each time
			path = "/w/lamps/compare?to=one&why=1"
		}
		b.Run("view="+view, func(b *testing.B) {
			var spent time.Duration
			n, size := 0, 0
			for b.Loop() {
				if view == "why" {
					b.StopTimer()
					x.commit(b, model.Set(list[0].ID, "notes", nil, "note"), model.Set(list[0].ID, "notes", "note", nil))
					b.StartTimer()
				}
				req := httptest.NewRequest(http.MethodGet, path, nil)
				req.AddCookie(cookie)
				w := httptest.NewRecorder()
				begun := processor(b)
				x.server.Handler().ServeHTTP(w, req)
				spent += processor(b) - begun
				if w.Code != http.StatusOK {
					b.Fatalf("%d", w.Code)
				}
				n, size = n+1, w.Body.Len()
			}
			b.ReportMetric(float64(spent.Microseconds())/1000/float64(n), "cpu-ms/op")
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}
