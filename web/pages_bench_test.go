package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rootline/model"
	"rootline/store"
)

// elsewhere are pages that BenchmarkPages does not ask for: those of no workspace, of links that work once, and files.
var elsewhere = []string{"/api/", "/static/", "/healthz", "/readyz", "/demo/", "/setup/", "/password/", "/join/", "/s/", "/w/:ws/map.svg", "/w/:ws/settings/fields/:kind"}

// busy fills the workspace with 10,000 elements and 50,000 links, and returns what stands in the places of paths.
func (x *site) busy(b *testing.B) func(path string) string {
	b.Helper()
	ops := ecosystemOf(10_000)
	for len(ops) > 0 {
		some := ops[:min(len(ops), 20_000)]
		x.commit(b, some...)
		ops = ops[len(some):]
	}
	g := x.graph(b)
	tech, problem, journey := g.OfKind(model.Technology)[3].ID, g.OfKind(model.Problem)[3].ID, g.OfKind(model.Journey)[3].ID
	step := g.Targets(journey, model.HasStep)[0].ID
	tree := []model.Op{}
	for i := range 30 { // causes of one problem, three beneath each
		id, above := fmt.Sprintf("cause-%d", i), problem
		if i > 0 {
			above = fmt.Sprintf("cause-%d", (i-1)/3)
		}
		tree = append(tree, model.Add(&model.Element{ID: id, Kind: model.Cause, Name: fmt.Sprintf("The file is written once a night, in its %d. part", i)}),
			model.Join(&model.Link{ID: "because-" + id, Kind: model.Because, From: above, To: id}),
			model.Join(&model.Link{ID: "lies-" + id, Kind: model.LocatedIn, From: id, To: tech}))
	}
	begun := x.commit(b, tree...).ID
	by := x.owner.Author()
	if err := x.store.AddState(b.Context(), x.space.ID, store.State{ID: "plan", Name: "Plan", Kind: "future", Base: model.Current}, by); err != nil {
		b.Fatal(err)
	}
	_, err := x.store.CommitChange(b.Context(), model.Change{Workspace: x.space.ID, State: "plan", Title: "Planned", Author: by, Ops: []model.Op{model.Set(tech, "name", g.Element(tech).Name, "Hub")}})
	if err != nil {
		b.Fatal(err)
	}
	series, err := x.store.AddSeries(b.Context(), x.space.ID, model.Series{Element: tech, Name: "Hours out of order", Points: []model.Point{{On: "2026-01-01", Value: 1}, {On: "2026-02-01", Value: 3}}}, by)
	if err != nil {
		b.Fatal(err)
	}
	comment, err := x.store.AddComment(b.Context(), x.space.ID, store.Comment{Topic: model.ElementTopic(tech), Text: "Why?"}, by)
	if err != nil {
		b.Fatal(err)
	}
	meeting, err := x.store.AddMeeting(b.Context(), store.Meeting{Workspace: x.space.ID, Title: "Why", Problem: problem, Agenda: store.QuickAgenda, Door: store.DoorOpen}, by)
	if err != nil {
		b.Fatal(err)
	}
	link := g.Out(tech, model.DependsOn)[0].ID
	ids := map[string]string{"elements": tech, "problems": problem, "journeys": journey, "links": link, "series": series.ID, "comments": comment.ID, "sessions": meeting.ID,
		"states": "plan", "history": begun, "metrics": "M3", "unknowns": problem}
	return func(path string) string {
		id := ids[strings.SplitN(path+"/////", "/", 5)[3]]
		page := map[bool]string{true: "dig", false: "what"}[strings.HasSuffix(path, "/:on")]
		out := strings.NewReplacer(":ws", x.space.Slug, ":id", id, ":kind", "technology", ":prop", "cost_per_month", ":step", step, ":page", page, ":on", "cause-1", ":template", "retire").Replace(path)
		switch path {
		case "/w/:ws/pick":
			out += "?q=elem&kinds=technology"
		case "/w/:ws/search":
			out += "?q=ecosystem+99"
		case "/w/:ws/compare":
			out += "?to=plan"
		}
		return out
	}
}

// BenchmarkPages is what the server does for each page at 10,000 elements and 50,000 links, sessions and all: when nothing has
// changed since it was last asked for, after an edit of what a system says, and after one that joins two systems with a feed, a system
// with a step, and notes something of that step. Beside the time it took stands the time of processors.
func BenchmarkPages(b *testing.B) {
	x := newSite(b)
	fill := x.busy(b)
	of := x.graph(b).OfKind
	tech, other, step := of(model.Technology)[3].ID, of(model.Technology)[4].ID, of(model.Step)[5].ID
	edits := []struct {
		name string
		ops  func(n string) []model.Op
	}{{name: "again"}, {"after-edit", func(n string) []model.Op {
		return []model.Op{model.Set(tech, "props.vendor", nil, n), model.Set(tech, "props.vendor", n, nil)}
	}}, {"after-links", func(n string) []model.Op {
		return []model.Op{model.Join(&model.Link{ID: "feed-" + n, Kind: model.Feeds, From: tech, To: other}), model.Join(&model.Link{ID: "serves-" + n, Kind: model.Serves, From: tech, To: step}),
			model.Set(step, "notes", x.graph(b).Element(step).Field("notes"), n)}
	}}}
	edited := 0 // so that each edit is another
	cookie := x.browse(b, x.owner).cookie(b)
	ask := func(b *testing.B, path string) (int, time.Duration) {
		b.Helper()
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.AddCookie(cookie)
		w := httptest.NewRecorder()
		begun := processor(b)
		x.server.Handler().ServeHTTP(w, req)
		took := processor(b) - begun
		if w.Code >= 400 {
			b.Fatalf("%s answers %d", path, w.Code)
		}
		return w.Code, took
	}
	for _, r := range x.server.Routes() {
		if r.Method != http.MethodGet || r.Streams() || r.Right == admin || begins(r.Path, elsewhere) {
			continue
		}
		path := fill(r.Path)
		if status, _ := ask(b, path); status != http.StatusOK {
			continue // it leads to another page
		}
		for _, edit := range edits {
			b.Run(strings.TrimPrefix(r.Path, "/w/:ws")+"/"+edit.name, func(b *testing.B) {
				var took time.Duration
				for range b.N {
					if edit.ops != nil {
						b.StopTimer()
						edited++
						x.commit(b, edit.ops(fmt.Sprint(edited))...)
						b.StartTimer()
					}
					_, one := ask(b, path)
					took += one
				}
				b.ReportMetric(float64(took.Microseconds())/1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// processor is the processor time that this process has taken: what a busy machine does not blur.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func begins(path string, with []string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(path, w) })
}
