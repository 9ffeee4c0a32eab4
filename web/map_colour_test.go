package web

import (
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

// A map is coloured by a property: each value has a fill and a place in the legend, and what is not known is one of them.
func TestMapColours(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(lampMap(), model.Set("till", "props.lifecycle", nil, "retired-but-needed"), model.Set("till", "owner", nil, "Ana"), model.Set("clerk", "owner", nil, "Ana"),
		model.Set("erp", "owner", nil, "Ben"), model.Add(&model.Element{ID: "ev", Kind: model.Evidence, Name: "Log", Props: model.Props{"grade": "measured"}}),
		model.Join(&model.Link{ID: "sb", Kind: model.ShownBy, From: "erp", To: "ev"}), model.Add(&model.Element{ID: "c", Kind: model.Cause, Name: "Cause", Props: model.Props{"stop": "root"}}),
		model.Join(&model.Link{ID: "bc", Kind: model.Because, From: "p", To: "c"}), model.Join(&model.Link{ID: "li", Kind: model.LocatedIn, From: "c", To: "erp"}))...)
	b := x.browse(t, x.owner)
	for colour, want := range map[string]map[string]string{
		"lifecycle": {"till": "v4", "erp": "v6", "clerk": ""},
		"owner":     {"till": "v0", "clerk": "v0", "erp": "v1", "orders": "v6"},
		"evidence":  {"erp": "v0", "till": "v6"},
		"problems":  {"bring": "v2", "erp": "v2", "till": "v0"},
		"cost":      {"erp": "v4", "till": "v0"},
		"age":       {"erp": "v0"},
	} {
		page := b.get(t, "/w/lamps/map?colour="+colour).want(t, 200)
		for id, value := range want {
			class := classOf(page.byID(t, "b-"+id))
			i := slices.IndexFunc(class, func(c string) bool { return len(c) == 2 && c[0] == 'v' })
			got := ""
			if i >= 0 {
				got = class[i]
			}
			if got != value {
				t.Errorf("by %s, %s is %q, want %q", colour, id, got, value)
			}
			if value != "" && !strings.Contains(page.body, `id="`+value+`"`) {
				t.Errorf("by %s there is no pattern %s", colour, value)
			}
		}
	}
	if page := b.get(t, "/w/lamps/map?colour=owner"); !strings.Contains(page.body, ">Ana<") && !strings.Contains(page.body, "Ana</span>") {
		t.Error("the legend does not name who keeps most")
	}
}

// Where the ecosystem falls apart the map bears a mark.
func TestMapMarksDisconnects(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(lampMap(), model.Set("till", "props.lifecycle", nil, "retired-but-needed"))...)
	page := x.browse(t, x.owner).get(t, "/w/lamps/map").want(t, 200)
	marked := func(id string) bool {
		for n := range page.byID(t, "b-"+id).Descendants() {
			if slices.Contains(classOf(n), "apart") {
				return true
			}
		}
		return false
	}
	if !marked("till") || marked("erp") {
		t.Errorf("the till that is retired and still needed is marked: %v; the ERP: %v", marked("till"), marked("erp"))
	}
}
