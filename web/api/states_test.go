package api_test

import (
	"net/http"
	"testing"
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
