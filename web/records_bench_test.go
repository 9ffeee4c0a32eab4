package web

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/templates"
	"rootline/templates/say"
)

// large fills the workspace with n elements and twice as many links, and returns the id of one with many links.
func (x *site) large(t testing.TB, n int) string {
	t.Helper()
	kinds := []model.Kind{model.Technology, model.Step, model.Employee, model.Data, model.Problem, model.Cause, model.Policy}
	var ops []model.Op
	id := func(i int) string { return fmt.Sprintf("e%05d", i) }
	for i := range n {
		e := &model.Element{ID: id(i), Kind: kinds[i%len(kinds)], Name: fmt.Sprintf("Élément %d of the ecosystem", i*7919%n), Notes: "What one should know of it.", Tags: []string{fmt.Sprintf("t%d", i%20)}}
		if e.Kind == model.Technology {
			e.Props = model.Props{"type": "application", "run_cost_per_year": model.Num(float64(i))}
		}
		ops = append(ops, model.Add(e))
	}
	for i := range 2 * n {
		from, to := i%n/7*7, (i*31+i/n*7)%n/7*7 // technologies
		ops = append(ops, model.Join(&model.Link{ID: fmt.Sprintf("l%05d", i), Kind: model.Feeds, From: id(from), To: id(to), Props: model.Props{"mode": "batch"}}))
	}
	x.commit(t, ops...)
	x.commit(t, model.Set(id(7), "notes", "What one should know of it.", "More of it."))
	return id(7)
}

// BenchmarkRecords is what the server does for one page at 10,000 elements and 20,000 links, sessions and all; an edit
// before each makes it bring everything forward.
func BenchmarkRecords(b *testing.B) {
	x := newSite(b)
	id := x.large(b, 10_000)
	cookie := x.browse(b, x.owner).cookie(b)
	for _, c := range []struct{ name, path string }{
		{"element", "/w/lamps/elements/" + id}, {"list", "/w/lamps/elements?kind=technology"}, {"all", "/w/lamps/elements"},
		{"search", "/w/lamps/elements?q=element+99&tag=t3"}, {"byprop", "/w/lamps/elements?kind=technology&sort=-props.run_cost_per_year"},
		{"bychange", "/w/lamps/elements?sort=-changed"}, {"home", "/w/lamps"}, {"pick", "/w/lamps/pick?q=elem&kinds=technology"}, {"history", "/w/lamps/history"},
	} {
		for _, edited := range []bool{false, true} {
			name := c.name
			if edited {
				name += "-after-edit"
			}
			b.Run(name, func(b *testing.B) {
				for i := range b.N {
					if edited {
						b.StopTimer()
						x.commit(b, model.Set(id, "props.vendor", nil, fmt.Sprint(i)), model.Set(id, "props.vendor", fmt.Sprint(i), nil))
						b.StartTimer()
					}
					req := httptest.NewRequest(http.MethodGet, c.path, nil)
					req.AddCookie(cookie)
					w := httptest.NewRecorder()
					x.server.Handler().ServeHTTP(w, req)
					if w.Code != http.StatusOK {
						b.Fatalf("%d", w.Code)
					}
				}
			})
		}
	}
}

// cookie is the browser's session.
func (b *browser) cookie(t testing.TB) *http.Cookie {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.base, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := b.Jar.Cookies(req.URL)
	return all[slices.IndexFunc(all, func(c *http.Cookie) bool { return c.Name == "rootline" })]
}

// BenchmarkTable is what the server does for a page with a table of 1,000 rows, against its components alone; drawn is the
// page where nothing has changed since it was last asked for, fresh where an edit made it draw the table anew.
func BenchmarkTable(b *testing.B) {
	x := newSite(b)
	id := x.large(b, 10_000)
	cookie := x.browse(b, x.owner).cookie(b)
	const path = "/w/lamps/elements?rows=1000&kind=technology"
	ask := func(b *testing.B) {
		b.Helper()
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.AddCookie(cookie)
		w := httptest.NewRecorder()
		x.server.Handler().ServeHTTP(w, req)
		if w.Code != http.StatusOK || strings.Count(w.Body.String(), "data-row") < 1000 {
			b.Fatalf("%d", w.Code)
		}
	}
	b.Run("components", func(b *testing.B) {
		page, list := x.thousand(b)
		for b.Loop() {
			d, err := templates.DrawList(b.Context(), page.Say, list)
			if err != nil {
				b.Fatal(err)
			}
			if err := templates.Elements(page, templates.ElementPage{Title: "Technologies", Any: 1, Body: d}).Render(b.Context(), io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("drawn", func(b *testing.B) {
		for b.Loop() {
			ask(b)
		}
	})
	b.Run("fresh", func(b *testing.B) {
		for i := range b.N {
			b.StopTimer()
			x.commit(b, model.Set(id, "props.vendor", nil, fmt.Sprint(i)), model.Set(id, "props.vendor", fmt.Sprint(i), nil))
			b.StartTimer()
			ask(b)
		}
	})
}

// thousand is the page of such a table, ready to be drawn.
func (x *site) thousand(t testing.TB) (templates.Page, templates.ElementList) {
	t.Helper()
	page := templates.Page{Say: say.For("en"), Title: "Technologies", Workspace: templates.Workspace{Slug: "lamps", Name: "Lamps", Role: "owner"}, Person: templates.Person{ID: "1", Name: "Olga"}}
	list := templates.ElementList{Title: "Technologies", Base: "/w/lamps/elements", Kind: model.Technology, Total: 1000, CSV: "/w/lamps/elements?format=csv", Bulk: templates.BulkBar{Action: "/w/lamps/elements/bulk"},
		Columns: []templates.Column{{Key: "name", Label: "Name", URL: "/x"}, {Key: "type", Label: "Type", URL: "/x"}, {Key: "life", Label: "Lifecycle", URL: "/x"}, {Key: "cost", Label: "Running cost", URL: "/x", Number: true}, {Key: "owner", Label: "Owner", URL: "/x"}, {Key: "changed", Label: "Changed", URL: "/x"}}}
	n := 0
	for _, e := range x.graph(t).OfKind(model.Technology)[:1000] {
		thing := templates.ThingOf(page.Say, e, "tool")
		thing.URL = "/w/lamps/elements/" + e.ID
		list.Rows = append(list.Rows, templates.Row{ID: e.ID, Thing: thing, Tags: e.Tags, EditURL: "/w/lamps/elements?edit=" + e.ID + "&kind=technology#r-" + e.ID,
			Cells: []templates.Cell{{Text: "application"}, {Text: "not known", Unknown: true}, {Text: fmt.Sprintf("€%d a year", n), Number: true}, {}, {When: templates.When{Text: "10:42", ISO: "2026-11-02T10:42:00Z"}}}})
		n++
	}
	return page, list
}
