package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

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
	for _, view := range compareViews {
		b.Run("view="+view, func(b *testing.B) {
			begun, n, size := processor(b), 0, 0
			for b.Loop() {
				req := httptest.NewRequest(http.MethodGet, "/w/lamps/compare?to=one&view="+view, nil)
				req.AddCookie(cookie)
				w := httptest.NewRecorder()
				x.server.Handler().ServeHTTP(w, req)
				if w.Code != http.StatusOK {
					b.Fatalf("%d", w.Code)
				}
				n, size = n+1, w.Body.Len()
			}
			b.ReportMetric(float64((processor(b)-begun).Microseconds())/1000/float64(n), "cpu-ms/op")
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}
