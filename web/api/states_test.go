package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlanThroughAPI: a state from its first change to what is done of it.
func TestPlanThroughAPI(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space()
	made := func(of string) string {
		return x.want(http.StatusCreated, "editor", "POST", path+"/states", `{"name": "`+of+`", "kind": "future"}`).json(t)["id"].(string)
	}
	one, two := path+"/states/"+made("One desk"), made("Two desks")
	change := func(at, body string) string {
		return x.want(http.StatusCreated, "editor", "POST", at+"/changes", body).json(t)["id"].(string)
	}
	rename := change(one, set("name", `"CRM"`, `"Desk"`))
	hub := change(one, addHub)
	change(path+"/states/"+two, set("name", `"CRM"`, `"Field"`))

	clash := x.want(http.StatusConflict, "editor", "POST", one+"/merge", `{"with": "`+two+`"}`).json(t)["conflicts"].([]any)
	if c := clash[0].(map[string]any); len(clash) != 1 || c["id"] != "crm" || c["field"] != "name" || c["original"] != "CRM" || c["left"] != "Desk" || c["right"] != "Field" {
		t.Errorf("conflicts = %v", clash)
	}
	x.want(http.StatusOK, "editor", "POST", one+"/merge", `{"with": "`+two+`", "resolutions": [{"id": "crm", "field": "name", "take": "value", "value": "Desk and field"}]}`)
	x.want(http.StatusUnprocessableEntity, "editor", "POST", one+"/merge", `{"with": "current"}`)

	x.want(http.StatusCreated, "editor", "POST", path+"/changes", set("name", `"CRM"`, `"Sales"`))
	changes := x.want(http.StatusOK, "viewer", "GET", one, nil).json(t)["changes"].([]any)
	first, last := changes[0].(map[string]any), changes[2].(map[string]any)
	if len(changes) != 3 || first["id"] != rename || first["status"] != "planned" || len(first["stale"].([]any)) != 1 || len(last["waits_for"].([]any)) != 1 || last["waits_for"].([]any)[0] != rename {
		t.Errorf("changes = %v", changes)
	}
	conflicts := x.want(http.StatusConflict, "editor", "POST", one+"/rebase", `{}`).json(t)["conflicts"].([]any)
	if c := conflicts[0].(map[string]any); len(conflicts) != 1 || c["original"] != "CRM" || c["left"] != "Sales" || c["right"] != "Desk and field" {
		t.Errorf("conflicts = %v", conflicts)
	}
	x.want(http.StatusConflict, "editor", "POST", one+"/changes/"+rename+"/realise", `{"on": "2026-03-01"}`)
	done := x.want(http.StatusCreated, "editor", "POST", one+"/changes/"+hub+"/realise", `{"on": "2026-03-01", "evidence": "seen", "client_id": "r1"}`).json(t)
	again := x.want(http.StatusCreated, "editor", "POST", one+"/changes/"+hub+"/realise", `{"on": "2026-03-01", "evidence": "seen", "client_id": "r1"}`).json(t)
	if done["id"] != again["id"] || done["revision"] != again["revision"] {
		t.Errorf("a retry answers %v, first %v", again, done)
	}
	x.want(http.StatusConflict, "editor", "POST", one+"/changes/"+hub+"/realise", `{}`)
	x.want(http.StatusOK, "viewer", "GET", path+"/elements/hub", nil)
	x.want(http.StatusOK, "editor", "POST", one+"/rebase", `{"resolutions": [{"id": "crm", "field": "name", "take": "right"}]}`)
	if got := x.want(http.StatusOK, "viewer", "GET", path+"/elements/crm?state="+one[len(path+"/states/"):], nil).json(t)["name"]; got != "Desk and field" {
		t.Errorf("after the rebase crm is %v", got)
	}
	x.want(http.StatusUnprocessableEntity, "editor", "POST", one+"/changes/"+rename+"/deviate", `{"reason": " "}`)
	x.want(http.StatusCreated, "editor", "POST", one+"/changes/"+rename+"/drop", `{"reason": "no"}`)
	x.want(http.StatusConflict, "editor", "POST", one+"/changes/"+rename+"/drop", `{"reason": "no"}`)
	x.want(http.StatusCreated, "editor", "POST", path+"/changes/"+done["id"].(string)+"/undo", nil)
	st := x.want(http.StatusOK, "viewer", "GET", one, nil).json(t)
	if c := st["changes"].([]any)[1].(map[string]any); c["status"] != "planned" {
		t.Errorf("taken back it is %v", c["status"])
	}
	x.want(http.StatusNoContent, "editor", "DELETE", one, nil)
	x.want(http.StatusNotFound, "editor", "GET", one, nil)
}

// TestDiff compares states and moments: what differs, by which change, and what that does to the figures.
func TestDiff(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space()
	const more = `{"title": "Begin", "ops": [
		{"op": "add_element", "element": {"id": "clerk", "kind": "employee", "name": "Clerk"}},
		{"op": "add_element", "element": {"id": "erp", "kind": "technology", "name": "ERP"}},
		{"op": "add_link", "link": {"id": "u1", "kind": "uses", "from": "clerk", "to": "crm"}},
		{"op": "add_link", "link": {"id": "u2", "kind": "uses", "from": "clerk", "to": "erp"}}]}`
	begun := x.want(http.StatusCreated, "editor", "POST", path+"/changes", more).json(t)
	id := x.want(http.StatusCreated, "editor", "POST", path+"/states", `{"name": "One desk", "kind": "future"}`).json(t)["id"].(string)
	change := func(body string) string {
		return x.want(http.StatusCreated, "editor", "POST", path+"/states/"+id+"/changes", body).json(t)["id"].(string)
	}
	fewer := change(`{"title": "Fewer", "ops": [{"op": "remove_link", "id": "u2", "old": {}}]}`)
	named := change(set("name", `"CRM"`, `"Desk"`))
	owned := change(`{"title": "Owner", "ops": [{"op": "set", "id": "crm", "field": "owner", "new": "Ana"}, {"op": "add_link", "link": {"id": "d", "kind": "depends_on", "from": "erp", "to": "crm"}}]}`)
	d := x.want(http.StatusOK, "viewer", "GET", path+"/diff?from=current&to="+id, nil).json(t)
	tell := func(d map[string]any, class string) []string {
		var out []string
		for _, v := range d[class].([]any) {
			e := v.(map[string]any)
			out = append(out, fmt.Sprintf("%v %v %v %v", e["op"], e["id"], e["field"], e["changes"]))
		}
		return out
	}
	want := map[string][]string{
		"structural": {"added d  [" + owned + "]", "removed u2  [" + fewer + "]"},
		"factual":    {"changed crm owner [" + owned + "]"},
		"wording":    {"changed crm name [" + named + "]"},
		"layout":     nil,
	}
	for class, w := range want {
		if diff := cmp.Diff(w, tell(d, class)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", class, diff)
		}
	}
	figures := map[string]map[string]any{}
	for _, v := range d["metrics"].([]any) {
		m := v.(map[string]any)
		figures[fmt.Sprint(m["id"], " ", m["part"])] = m
	}
	if m := figures["M3 clerk"]; m == nil || m["from"] != 2.0 || m["to"] != 1.0 || fmt.Sprint(m["because"]) != "["+fewer+"]" {
		t.Errorf("systems per role = %v", m)
	}
	for key, m := range figures {
		if strings.Contains(fmt.Sprint(m["because"]), named) {
			t.Errorf("%s is because of another name: %v", key, m)
		}
	}
	back := x.want(http.StatusOK, "viewer", "GET", path+"/diff?from="+id+"&to=current&metrics=false", nil).json(t)
	if got := tell(back, "structural"); len(got) != 2 || got[0] != "removed d  ["+owned+"]" || len(back["metrics"].([]any)) != 0 {
		t.Errorf("the way back = %v", back)
	}
	past := x.want(http.StatusOK, "viewer", "GET", path+"/diff?from=current@1&to=current@2", nil).json(t)
	if got := tell(past, "structural"); len(got) != 4 || !strings.HasSuffix(got[0], "["+begun["id"].(string)+"]") {
		t.Errorf("between two revisions: %v", got)
	}
	for class := range want {
		if same := x.want(http.StatusOK, "viewer", "GET", path+"/diff?from="+id+"&to="+id, nil).json(t); len(same[class].([]any)) > 0 {
			t.Errorf("a state differs from itself: %v", same)
		}
	}
	x.want(http.StatusNotFound, "viewer", "GET", path+"/diff?to=never", nil)
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"/diff?to=current@99", nil)
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"/diff?to=current@x", nil)
}
