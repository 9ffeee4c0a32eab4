package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/store"
)

// TestTargetByAnotherHand brings in the lamp shop as somebody else wants it: pairs are asked for, and a plan comes of it.
func TestTargetByAnotherHand(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	f, _, err := exchange.Read(strings.NewReader(string(demo.File())))
	if err != nil {
		t.Fatal(err)
	}
	f.States = nil
	x.commit(t, exchange.Ops(f)...)
	file, err := os.ReadFile("../model/match/testdata/other-hand.json")
	if err != nil {
		t.Fatal(err)
	}
	const path = "/w/lamps/states/import"
	b := x.browse(t, x.owner)
	b.get(t, path).want(t, http.StatusOK)
	b.post(t, path, url.Values{"name": {"Target"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, path, url.Values{"text": {string(file)}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, path, url.Values{"name": {"Target"}, "text": {`{"format": "rootline/1", "elements": [{"id": "x"}]}`}}).want(t, http.StatusUnprocessableEntity)
	asked := b.post(t, path, url.Values{"name": {"Target"}, "text": {string(file)}}).want(t, http.StatusOK)
	form := asked.form(t, path)
	form.Set("text", string(file))
	open := b.post(t, path, form).want(t, http.StatusUnprocessableEntity)
	if states, _ := x.store.States(t.Context(), x.space.ID); len(states) > 0 {
		t.Fatal("something was stored before all was decided")
	}
	choices := map[string]string{}
	for n := range open.nodes(t) {
		if name, _ := attr(n, "name"); strings.HasPrefix(name, "is.") {
			if value, _ := attr(n, "value"); choices[name] == "" {
				choices[name] = value
			}
			if _, on := attr(n, "checked"); on {
				t.Errorf("%s is chosen already", name)
			}
		}
	}
	if len(choices) < 7 {
		t.Fatalf("asked for %v", choices)
	}
	for name, value := range choices {
		form.Set(name, value)
	}
	form.Set("lack", "remove")
	form.Set("is.locker", "gone-meanwhile")
	if r := b.post(t, path, form).want(t, http.StatusUnprocessableEntity); !strings.Contains(firstWords(r.body), "locker") {
		t.Errorf("a choice that is no longer offered is not asked for again: %s", firstWords(r.body))
	}
	form.Set("is.locker", "-")
	made := b.post(t, path, form).want(t, http.StatusSeeOther)
	if again := b.post(t, path, form).want(t, http.StatusSeeOther); again.location != made.location {
		t.Error("sent twice, it makes two plans")
	}
	states, err := x.store.States(t.Context(), x.space.ID)
	if err != nil || len(states) != 1 {
		t.Fatalf("states: %v, %v", states, err)
	}
	p, err := x.store.Plan(t.Context(), x.space.ID, states[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Changes) != 3 || p.Graph.Element("hub") == nil || p.Graph.Element("gift-ledger") != nil || p.Graph.Element("till").Props.Text("vendor") != "another supplier" {
		t.Errorf("the plan has %d changes: %v", len(p.Changes), p.Changes)
	}
	for i, j := range p.Judged {
		if !j.Applied {
			t.Errorf("change %d does not hold: %v %v", i, j.Stale, j.Refused)
		}
	}
	if e := p.Graph.Element("till"); e.Name != "Till (POS)" {
		t.Errorf("the till is called %q, though its name was to stay", e.Name)
	}
	if g, _, _ := x.store.Graph(t.Context(), x.space.ID); g.Element("hub") != nil {
		t.Error("today has changed")
	}
}

// TestTargetTooLarge says so before anything is made of a file that no plan could hold, and does not send it back.
func TestTargetTooLarge(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var file strings.Builder
	file.WriteString(`{"format": "rootline/1", "workspace": {"slug": "x", "name": "X"}, "elements": [{"id": "t", "kind": "technology", "name": "T"}`)
	for i := range store.MaxStateOps {
		fmt.Fprintf(&file, `,{"id":"t%d","kind":"technology","name":"T"}`, i)
	}
	file.WriteString("]}")
	page := b.post(t, "/w/lamps/states/import", url.Values{"name": {"Target"}, "text": {file.String()}}).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(page.body, "100,001 elements and links") || len(page.body) > 100_000 {
		t.Errorf("a page of %d bytes: %.3000s", len(page.body), page.body)
	}
	if states, _ := x.store.States(t.Context(), x.space.ID); len(states) > 0 {
		t.Errorf("a plan was made: %v", states)
	}
}

// TestTooLarge says what is the matter with a form that is larger than a page takes, and does not read it to the end.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	page := b.post(t, "/w/lamps/states", url.Values{"name": {strings.Repeat("a long name ", 200_000)}}).want(t, http.StatusRequestEntityTooLarge)
	if !strings.Contains(page.body, "Nothing of it was stored") || strings.Contains(page.body, "a long name") {
		t.Errorf("the page says %.2000s", page.body)
	}
}
