package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
