package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rootline/model"
)

// TestCompare tells what leads from one state to another.
func TestCompare(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}),
		model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}), model.Join(&model.Link{ID: "u1", Kind: model.Uses, From: "clerk", To: "crm"}),
		model.Join(&model.Link{ID: "u2", Kind: model.Uses, From: "clerk", To: "erp"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "u2"})
	x.within(t, "one", model.Set("crm", "name", "CRM", "Desk"))
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/compare?to=one").want(t, http.StatusOK)
	var rows, links []string
	for n := range page.nodes(t) {
		if n.Data == "tr" {
			rows = append(rows, textOf(n))
		}
		if href, _ := attr(n, "href"); strings.Contains(href, "#c-") {
			links = append(links, href)
		}
	}
	if !slices.ContainsFunc(rows, func(s string) bool { return strings.HasPrefix(s, "Clerk21 better1: test in one") }) {
		t.Errorf("the clerk's systems are not among %q", rows)
	}
	if len(links) < 4 {
		t.Errorf("changes are linked %d times", len(links))
	}
	list := b.get(t, "/w/lamps/compare?to=one&view=list").want(t, http.StatusOK)
	for _, word := range []string{"CRM", "Desk", "Clerk works in ERP"} {
		if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(list.body), word) {
			t.Errorf("the list does not show %q", word)
		}
	}
	if same := b.get(t, "/w/lamps/compare?from=one&to=one").want(t, http.StatusOK); !strings.Contains(same.body, "alike in everything") {
		t.Error("a plan beside itself differs")
	}
	b.get(t, "/w/lamps/compare").want(t, http.StatusOK)
	b.get(t, "/w/lamps/compare?from=current@1&to=current").want(t, http.StatusOK)
	b.get(t, "/w/lamps/compare?to=none").want(t, http.StatusNotFound)
}

// TestCompareDrawn draws what two states have, and what becomes of it, in shapes.
func TestCompareDrawn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "home", Kind: model.Customer, Name: "Home"}), model.Add(&model.Element{ID: "web", Kind: model.Channel, Name: "Web"}),
		model.Add(&model.Element{ID: "shop", Kind: model.Technology, Name: "Old shop"}), model.Join(&model.Link{ID: "r1", Kind: model.Reaches, From: "web", To: "home"}),
		model.Join(&model.Link{ID: "s1", Kind: model.Supports, From: "shop", To: "web"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Op{Kind: model.OpRemoveLink, ID: "s1"}, model.Op{Kind: model.OpRemoveElement, ID: "shop"},
		model.Add(&model.Element{ID: "new", Kind: model.Technology, Name: "New shop"}), model.Join(&model.Link{ID: "s2", Kind: model.Supports, From: "new", To: "web"}))
	x.within(t, "one", model.Set("web", "name", "Web", "Web and app"))
	b := x.browse(t, x.owner)
	for _, view := range []string{"", "&view=map"} {
		fates := map[string]string{}
		for n := range b.get(t, "/w/lamps/compare?to=one"+view).want(t, http.StatusOK).nodes(t) {
			class, _ := attr(n, "class")
			for _, f := range strings.Fields(class) {
				if f == "add" || f == "rem" || f == "chg" {
					if name := firstTitle(n); name != "" && strings.Contains(class, "bx") {
						fates[name] = f
					}
				}
			}
		}
		if want := map[string]string{"Old shop": "rem", "New shop": "add", "Web and app": "chg"}; !maps.Equal(fates, want) {
			t.Errorf("view %q shows %v, want %v", view, fates, want)
		}
	}
}

// firstTitle is the title of a part of a drawing.
func firstTitle(n *html.Node) string {
	for c := range n.ChildNodes() {
		if c.Data == "title" {
			return strings.TrimSpace(textOf(c))
		}
	}
	return ""
}
