package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rootline/model"
	"rootline/store"
)

// by commits a change of a person.
func (x *site) by(t testing.TB, u store.User, title string, ops ...model.Op) store.Done {
	t.Helper()
	done, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: title, Author: u.Author(), Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// happened are the entries of a page of the history: what each says first, those within a group indented.
func happened(t *testing.T, page reply) (out []string) {
	t.Helper()
	for n := range page.want(t, 200).nodes(t) {
		if class, _ := attr(n, "class"); n.Data == "summary" && n.Parent.Parent.Data == "li" || n.Data == "a" && class == "quiet" && n.Parent.Data == "li" && strings.Contains(attrOf(n, "href"), "/w/") {
			indent := ""
			if n.Data == "a" {
				for p := n.Parent; p != nil; p = p.Parent {
					if p.Data == "details" {
						indent = "  "
					}
				}
			}
			out = append(out, indent+textOf(n))
		}
	}
	return out
}

func wantHappened(t *testing.T, page reply, want ...string) {
	t.Helper()
	if got := happened(t, page); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("happened:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestActivity(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ana, ben := x.person(t, "Ana", model.Editor), x.person(t, "Ben", model.Editor)
	b := x.browse(t, ana)
	x.by(t, ana, "Begin", model.Add(&model.Element{ID: "t1", Kind: model.Technology, Name: "One"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Data"}))
	for _, id := range []string{"t2", "t3", "t4"} {
		x.by(t, ben, "Add "+id, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id}))
	}
	x.by(t, ben, "Rename", model.Set("d", "name", "Data", "Order"))
	if _, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:t1", Text: "Why **one**?"}, ben.Author()); err != nil {
		t.Fatal(err)
	}
	x.commit(t, model.Join(&model.Link{ID: "l", Kind: model.Holds, From: "t1", To: "d"}))
	group := []string{"Added 3 technologies 3 changes", "  Add t4", "  Add t3", "  Add t2"}
	said := "Ben on “One”"
	wantHappened(t, b.get(t, "/w/lamps/history"), append(append([]string{"test", said, "Rename"}, group...), "Begin")...)
	wantHappened(t, b.get(t, "/w/lamps/history?who="+ben.ID), append([]string{said, "Rename"}, group...)...)
	wantHappened(t, b.get(t, "/w/lamps/history?who=command"), "test")
	wantHappened(t, b.get(t, "/w/lamps/history?what=comments"), said)
	wantHappened(t, b.get(t, "/w/lamps/history?what=comments&who="+ana.ID))
	wantHappened(t, b.get(t, "/w/lamps/history?what=data"), "test", "Rename", "Begin") // a link concerns both its ends
	wantHappened(t, b.get(t, "/w/lamps/history?what=technology&who="+ana.ID), "Begin")
	if text := textOfPage(t, b.get(t, "/w/lamps/history")); !strings.Contains(text, "Why one?") {
		t.Error("the comment is not quoted")
	}
	if text := textOfPage(t, b.get(t, "/w/lamps/history?what=journey")); !strings.Contains(text, "Nothing like that so far") {
		t.Errorf("an empty page says %q", text)
	}
	// What a group holds can be taken back one by one.
	page := b.get(t, "/w/lamps/history")
	b.post(t, actionIn(t, page, "/undo"), nil).want(t, http.StatusSeeOther)
}

// Going back page by page meets everything once, changes and comments alike.
func TestActivityPages(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	old := "CRM"
	for i := range 70 {
		name := fmt.Sprint("CRM ", i)
		if _, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: "change " + fmt.Sprint(i), Author: byCommand,
			Ops: []model.Op{model.Set("crm", "name", old, name), model.Set("crm", "notes", nil, nil)}}); err != nil {
			t.Fatal(err)
		}
		old = name
		if i%2 == 0 {
			if _, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:crm", Text: fmt.Sprint("comment ", i, ".")}, x.owner.Author()); err != nil {
				t.Fatal(err)
			}
		}
	}
	seen := map[string]int{}
	at, pages := "/w/lamps/history", 0
	for at != "" {
		page := b.get(t, at).want(t, 200)
		for n := range page.nodes(t) {
			if class, _ := attr(n, "class"); class == "quote" {
				seen[textOf(n)]++
			}
			if strings.Contains(attrOf(n, "href"), "/history/") {
				seen[textOf(n)]++
			}
		}
		pages++
		at = ""
		for n := range page.nodes(t) {
			if attrOf(n, "rel") == "next" {
				at = attrOf(n, "href")
			}
		}
		if pages > 10 {
			t.Fatal("it never ends")
		}
	}
	for i := range 70 {
		if n := seen[fmt.Sprint("change ", i)]; n != 1 {
			t.Errorf("change %d was met %d times", i, n)
		}
		if n := seen[fmt.Sprint("comment ", i, ".")]; i%2 == 0 && n != 1 {
			t.Errorf("comment %d was met %d times", i, n)
		}
	}
	if pages != 3 { // 71 changes and 35 comments, 50 to a page
		t.Errorf("%d pages, want 3", pages)
	}
}

// TestHistoryTellsWhatIsMeasuredAndPromised: values and promises are no changes of the graph, and yet people made them.
func TestHistoryTellsWhatIsMeasuredAndPromised(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}))
	m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: "crm", Name: "Downtime", Unit: "hours"}, x.owner.Author())
	if err != nil {
		t.Fatal(err)
	}
	add := func(value string) string {
		at := b.post(t, "/w/lamps/series/"+m.ID+"/points", url.Values{"on": {"2026-01-05"}, "value": {value}}).want(t, http.StatusSeeOther).location
		return html.UnescapeString(b.get(t, at).body)
	}
	const corrected = "“Downtime” on 5 January 2026: it was 4.5, now 6"
	add("4.5")
	if toast := add("6"); !strings.Contains(toast, corrected) {
		t.Error("the toast does not say what the value took the place of")
	}
	b.get(t, "/w/lamps/metrics/thresholds").want(t, http.StatusOK)
	for _, most := range []string{"4", "10"} {
		b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {most}}).want(t, http.StatusSeeOther)
	}
	b.post(t, "/w/lamps/metrics/M3/promise/remove", nil).want(t, http.StatusSeeOther)
	made, now, gone := "Promised: Systems a role needs, at most 4", "Promised: Systems a role needs, at most 10; it was at most 4", "Promise taken back: Systems a role needs, at most 10"
	value, first := "“Downtime”: 4.5 on 5 January 2026", "“Downtime” is measured from now on"
	wantHappened(t, b.get(t, "/w/lamps/history"), gone, now, made, corrected, value, first, "test")
	wantHappened(t, b.get(t, "/w/lamps/history?what=technology"), corrected, value, first, "test")
	wantHappened(t, b.get(t, "/w/lamps/history?who=command"), "test")
	b.get(t, "/w/lamps/elements/crm/history").want(t, http.StatusOK).says(t, corrected, value, first)
}

// TestHistoryGoesOnPastDeeds: each of many values is told once, on one page or another.
func TestHistoryGoesOnPastDeeds(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: "crm", Name: "Downtime"}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	const values = 120
	for i := range values {
		if _, err := x.store.AddPoints(t.Context(), x.space.ID, m.ID, []model.Point{{On: "2026-01-05", Value: float64(i)}}, byCommand); err != nil {
			t.Fatal(err)
		}
	}
	told, at := map[string]bool{}, "/w/lamps/history"
	for at != "" {
		page := b.get(t, at)
		for _, title := range happened(t, page) {
			if told[title] {
				t.Errorf("%s is told twice", title)
			}
			told[title] = true
		}
		at = ""
		for n := range page.nodes(t) {
			if rel, _ := attr(n, "rel"); n.Data == "a" && rel == "next" {
				at = attrOf(n, "href")
			}
		}
	}
	if len(told) != values+2 {
		t.Errorf("%d entries are told, want %d values, the series and what it measures", len(told), values)
	}
}
