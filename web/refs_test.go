package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rootline/model"
)

// A reference is added, shown with its host, removed and brought back; a bad address is refused and kept.
func TestRefs(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	const at = "/w/lamps/elements/crm"
	form := b.get(t, at).want(t, 200).form(t, "/refs")
	form.Set("url", "javascript:alert(1)")
	form.Set("title", "Ticket 12")
	if r := b.post(t, at+"/refs", form).want(t, http.StatusUnprocessableEntity); r.form(t, "/refs").Get("title") != "Ticket 12" {
		t.Error("what was typed is lost")
	}
	form.Set("url", "https://www.tickets.example.org/12")
	for range 2 {
		b.post(t, at+"/refs", form).want(t, http.StatusSeeOther)
	}
	if got := x.graph(t).Element("crm").Refs; len(got) != 1 || got[0] != (model.Ref{Title: "Ticket 12", URL: "https://www.tickets.example.org/12"}) {
		t.Fatalf("references = %v", got)
	}
	page := b.get(t, at)
	if text := textOfPage(t, page); !strings.Contains(text, "Ticket 12") || !strings.Contains(text, "tickets.example.org") {
		t.Errorf("the page says: %s", text)
	}
	remove := page.form(t, "/refs/remove")
	for range 2 {
		b.post(t, at+"/refs/remove", remove).want(t, http.StatusSeeOther)
	}
	if got := x.graph(t).Element("crm").Refs; got != nil {
		t.Errorf("references = %v", got)
	}
	b.post(t, b.get(t, at).undo(t), nil).want(t, http.StatusSeeOther)
	if got := x.graph(t).Element("crm").Refs; len(got) != 1 {
		t.Errorf("after undo references = %v", got)
	}
	v := x.browse(t, x.person(t, "Vera", model.Viewer))
	v.post(t, at+"/refs", url.Values{"url": {"https://example.org"}}).want(t, http.StatusForbidden)
	if page := v.get(t, at); strings.Contains(page.body, "/refs\"") {
		t.Error("a viewer is offered to add references")
	}
}

// Evidence says how old it is, and that it is stale once its review was due.
func TestEvidenceAge(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	x.commit(t, model.Add(&model.Element{ID: "c", Kind: model.Cause, Name: "Cause"}),
		model.Add(&model.Element{ID: "old", Kind: model.Evidence, Name: "Old log", Props: model.Props{"on": day(-5), "review_on": day(-1)}}),
		model.Add(&model.Element{ID: "new", Kind: model.Evidence, Name: "New log", Props: model.Props{"on": day(0), "review_on": day(0)}}),
		model.Join(&model.Link{ID: "s1", Kind: model.ShownBy, From: "c", To: "old"}))
	if text := textOfPage(t, b.get(t, "/w/lamps/elements/old")); !strings.Contains(text, "5 days ago") || !strings.Contains(text, "May be out of date: it was due for review") {
		t.Errorf("the old one says: %s", text)
	}
	if text := textOfPage(t, b.get(t, "/w/lamps/elements/new")); strings.Contains(text, "out of date") || !strings.Contains(text, "today") {
		t.Errorf("the new one says: %s", text) // it is to be looked at today, and not late
	}
	if text := textOfPage(t, b.get(t, "/w/lamps/elements/c")); !strings.Contains(text, "5 days ago; review is due") {
		t.Errorf("the cause says: %s", text)
	}
}
