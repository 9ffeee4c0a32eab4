package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

// found lists what a search page or the palette offers, group by group: "Group: name, name".
func found(t *testing.T, r reply) (groups []string) {
	t.Helper()
	for n := range r.nodes(t) {
		label, _ := attr(n, "aria-labelledby")
		role, _ := attr(n, "role")
		if !strings.HasPrefix(label, "found-") && role != "group" {
			continue
		}
		title, _ := attr(n, "aria-label")
		var names []string
		for d := range n.Descendants() {
			if d.Data == "h2" {
				title = textOf(d)
			}
			if d.Data == "bdi" {
				names = append(names, strings.ReplaceAll(textOf(d), " ", ""))
			}
		}
		if len(names) > 0 && title != "" {
			groups = append(groups, title+": "+strings.Join(names, ", "))
		}
	}
	return groups
}

func wantFound(t *testing.T, r reply, want ...string) {
	t.Helper()
	if got := found(t, r); !slices.Equal(got, want) {
		t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestSearchFindsAnything(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t,
		model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "Nightly<b>order</b>file", Names: map[string]string{"fr": "Fichier"}}),
		model.Add(&model.Element{ID: "oms", Kind: model.Technology, Name: "Order", Tags: []string{"orders"}}),
		model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Late", Notes: "The order <i>comes</i> late"}))
	page := b.get(t, "/w/lamps/search?q=order").want(t, http.StatusOK)
	wantFound(t, page, "Technologies: Order, Nightly<b>order</b>file", "Tags: orders", "Problems: Late")
	if !strings.Contains(strings.Join(strings.Fields(page.body), " "), "<mark>order</mark> &lt;i&gt;comes&lt;/i&gt; late") {
		t.Error("the words are not marked in their place")
	}
	wantFound(t, b.get(t, "/w/lamps/search?q=order&in=palette").want(t, http.StatusOK), "Elements: Order, Nightly<b>order</b>file, Late", "Tags: orders")
	wantFound(t, b.get(t, "/w/lamps/search?q=order&kind=problem").want(t, http.StatusOK), "Problems: Late")
	b.post(t, "/w/lamps/views", url.Values{"page": {"elements"}, "path": {"elements"}, "query": {"kind=technology"}, "name": {"Ageing systems"}, "for": {"team"}}).want(t, http.StatusSeeOther)
	wantFound(t, b.get(t, "/w/lamps/search?q=ageing&in=palette").want(t, http.StatusOK), "Saved views: Ageingsystems")
	wantFound(t, b.get(t, "/w/lamps/search?q=invite").want(t, http.StatusOK), "Actions: Invitesomebody", "Pages: People")
	wantFound(t, b.get(t, "/w/lamps/search?q=add+a+techn").want(t, http.StatusOK), "Actions: Addatechnology")
	wantFound(t, b.get(t, "/w/lamps/search?q=zeppelin").want(t, http.StatusOK))
	wantFound(t, b.get(t, "/w/lamps/search?q="+url.QueryEscape("\x00\xff')\" OR *")).want(t, http.StatusOK))
	if got := found(t, b.get(t, "/w/lamps/search?in=palette").want(t, http.StatusOK)); len(got) != 2 || !strings.HasPrefix(got[0], "Changed lately") {
		t.Errorf("before anything is typed = %v", got)
	}

	// Who may only read is not offered what they may not do.
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	wantFound(t, viewer.get(t, "/w/lamps/search?q=add+a+techn").want(t, http.StatusOK))
	wantFound(t, viewer.get(t, "/w/lamps/search?q=invite").want(t, http.StatusOK), "Pages: People")
}

// More than a page goes on by key, each thing once.
func TestSearchGoesOn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	var ops []model.Op
	for i := range 120 {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("lamp%d", i), Kind: model.Technology, Name: fmt.Sprintf("Lamp %d", i)}))
	}
	x.commit(t, ops...)
	seen, pages := map[string]bool{}, 0
	for at := "/w/lamps/search?q=lamp"; at != ""; pages++ {
		page := b.get(t, at).want(t, http.StatusOK)
		for _, name := range strings.Split(strings.Join(found(t, page), ", "), ", ") {
			if seen[name] {
				t.Errorf("%s stands on two pages", name)
			}
			seen[name] = true
		}
		at = ""
		for n := range page.nodes(t) {
			if rel, _ := attr(n, "rel"); rel == "next" {
				at, _ = attr(n, "href")
			}
		}
	}
	if len(seen) != 120 || pages != 3 {
		t.Errorf("%d things on %d pages, want 120 on 3", len(seen), pages)
	}
}
