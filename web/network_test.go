package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

func TestNetworkFollowsItsFilters(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	if r := b.get(t, "/w/lamps/network"); r.location != "/w/lamps/elements" {
		t.Errorf("the network of nothing leads to %s", r.location)
	}
	x.commit(t, slices.Concat(ofKind(model.Technology, "shop", "till", "erp", "bus"), ofKind(model.Employee, "clerk"),
		joined(model.DependsOn, nil, "till>erp", "shop>erp", "bus>bus"), joined(model.Feeds, nil, "erp>bus"), joined(model.Uses, nil, "clerk>till"))...)
	if r := b.get(t, "/w/lamps/network"); r.location != "/w/lamps/elements/erp/network" {
		t.Errorf("the network of anything leads to %s, want the ERP, which most is joined to", r.location)
	}
	boxes := func(path string) string {
		var out []string
		for _, s := range b.get(t, path).want(t, http.StatusOK).texts(t, "g", "bx") {
			out = append(out, s[:len(s)/2]) // its title and its words
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	const at = "/w/lamps/elements/erp/network"
	for query, want := range map[string]string{
		"": "bus erp shop till", "?depth=2": "bus clerk erp shop till", "?depth=99": "bus clerk erp shop till", "?links=feeds": "bus erp",
		"?links=": "erp", "?depth=2&links=depends_on": "erp shop till", "?links=nonsense,feeds": "bus erp",
	} {
		if got := boxes(at + query); got != want {
			t.Errorf("%s shows %q, want %q", query, got, want)
		}
	}
	page := b.get(t, at+"?links=feeds").want(t, http.StatusOK)
	if !strings.Contains(page.body, `href="/w/lamps/elements/erp/network?links=feeds%2Cdepends_on"`) {
		t.Error("no way to add a kind of link")
	}
	if got := b.get(t, at+"?format=svg").want(t, http.StatusOK).body; strings.Contains(got, "href=\"/") || !strings.Contains(got, "<title>") {
		t.Error("the file is not whole in itself")
	}
	b.get(t, "/w/lamps/elements/none/network").want(t, http.StatusNotFound)
}

func TestNetworkIsBounded(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ops := ofKind(model.Technology, "hub")
	for i := range 200 {
		ops = append(append(ops, ofKind(model.Technology, fmt.Sprint("t", i))...), joined(model.DependsOn, nil, fmt.Sprint("t", i, ">hub"))...)
	}
	x.commit(t, ops...)
	b := x.browse(t, x.owner)
	boxes := b.get(t, "/w/lamps/elements/hub/network").want(t, http.StatusOK).texts(t, "g", "bx")
	if last := boxes[len(boxes)-1]; len(boxes) != 1+networkRank+1 || !strings.Contains(last, fmt.Sprint("and ", 200-networkRank, " more")) {
		t.Errorf("%d boxes, the last of which is %s; want the hub, %d others, and one for the rest", len(boxes), last, networkRank)
	}
	if n := len(b.get(t, "/w/lamps/elements/hub/network?all=1").want(t, http.StatusOK).texts(t, "g", "bx")); n != 201 {
		t.Errorf("%d boxes, want all 201", n)
	}
}
