package web

import (
	"net/http"
	"strings"
	"testing"

	"rootline/model"
)

// trashed lists what a page of the trash names, change by change, and whether each can be put back.
func trashedThings(t *testing.T, r reply) (list []string, back []string) {
	t.Helper()
	for n := range r.nodes(t) {
		if class, _ := attr(n, "class"); class != "things" {
			continue
		}
		var names []string
		for d := range n.Descendants() {
			if class, _ := attr(d, "class"); class == "what" {
				names = append(names, textOf(d))
			}
		}
		list = append(list, strings.Join(names, ", "))
		for d := range n.Parent.Descendants() {
			if action, ok := attr(d, "action"); ok {
				back = append(back, action)
			}
		}
	}
	return list, back
}

func wantTrash(t *testing.T, r reply, want ...string) []string {
	t.Helper()
	got, back := trashedThings(t, r.want(t, http.StatusOK))
	if strings.Join(got, " | ") != strings.Join(want, " | ") {
		t.Errorf("in the trash are %q, want %q", got, want)
	}
	return back
}

// What was taken away is listed, found by its words, and put back; what is there again is not listed any more.
func TestTrash(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	wantTrash(t, b.get(t, "/w/lamps/trash"))
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Adresse <b>é</b>"}),
		model.Join(&model.Link{ID: "l", Kind: model.Holds, From: "crm", To: "d"}))
	x.commit(t, model.Op{Kind: model.OpRemoveLink, ID: "l"})
	x.commit(t, model.Op{Kind: model.OpRemoveElement, ID: "d"}, model.Set("crm", "name", "CRM", "CRM North"))
	wantTrash(t, b.get(t, "/w/lamps/trash"), "Adresse <b>é</b>", "CRM North holds Adresse <b>é</b>")
	wantTrash(t, b.get(t, "/w/lamps/trash?q=adresse+e"), "Adresse <b>é</b>", "CRM North holds Adresse <b>é</b>")
	wantTrash(t, b.get(t, "/w/lamps/trash?q=zebra"))
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	if back := wantTrash(t, viewer.get(t, "/w/lamps/trash"), "Adresse <b>é</b>", "CRM North holds Adresse <b>é</b>"); len(back) != 0 {
		t.Errorf("a viewer is offered to put back: %v", back)
	}
	back := wantTrash(t, b.get(t, "/w/lamps/trash"), "Adresse <b>é</b>", "CRM North holds Adresse <b>é</b>")
	b.post(t, back[0], nil).want(t, http.StatusSeeOther)
	if g := x.graph(t); !g.Has("d") || g.Element("crm").Name != "CRM" {
		t.Error("it was not put back with the rest of its change")
	}
	wantTrash(t, b.get(t, "/w/lamps/trash"), "CRM holds Adresse <b>é</b>")
	b.post(t, back[1], nil).want(t, http.StatusSeeOther)
	wantTrash(t, b.get(t, "/w/lamps/trash"))
	if !x.graph(t).Has("l") {
		t.Error("the link was not put back")
	}
}

// Pages of the trash follow each other.
func TestTrashGoesOn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	const n = trashPerPage + 5
	for i := range n {
		id := "t" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		x.commit(t, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id}))
		x.commit(t, model.Op{Kind: model.OpRemoveElement, ID: id})
	}
	first := b.get(t, "/w/lamps/trash")
	older := ""
	for node := range first.nodes(t) {
		if rel, _ := attr(node, "rel"); rel == "next" {
			older, _ = attr(node, "href")
		}
	}
	one, _ := trashedThings(t, first)
	two, _ := trashedThings(t, b.get(t, older).want(t, http.StatusOK))
	seen := map[string]bool{}
	for _, name := range append(one, two...) {
		seen[name] = true
	}
	if len(one) != trashPerPage || len(two) != 5 || len(seen) != n {
		t.Errorf("%d and %d things, %d in all, want %d and 5, %d", len(one), len(two), len(seen), trashPerPage, n)
	}
}

// The keys take back and bring again what one did oneself, without naming it.
func TestUndoAndRedoByKey(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	press := func(key, says string) {
		t.Helper()
		to := b.post(t, "/w/lamps/"+key, nil).want(t, http.StatusSeeOther).location
		page := b.get(t, to).want(t, http.StatusOK)
		for n := range page.nodes(t) {
			if class, _ := attr(n, "class"); class == "toast" && n.Data == "dialog" {
				if got := textOf(n); !strings.Contains(got, says) {
					t.Errorf("%s says %q, want %q", key, got, says)
				}
				return
			}
		}
		t.Errorf("%s says nothing", key)
	}
	press("undo", "nothing of yours")
	f := b.get(t, "/w/lamps/add/technology").form(t, "/add/technology")
	f.Set("name", "CRM “North”")
	b.post(t, "/w/lamps/add/technology", f).want(t, http.StatusSeeOther)
	there := func() bool { n, _ := x.graph(t).Len(); return n > 0 }
	press("redo", "nothing to redo")
	press("undo", "Redo")
	if there() {
		t.Error("undo took nothing back")
	}
	press("redo", "Redid")
	if !there() {
		t.Error("redo brought nothing back")
	}
	press("redo", "nothing to redo")
	press("undo", "Undid: ")
	if there() {
		t.Error("the second undo took nothing back")
	}
}
