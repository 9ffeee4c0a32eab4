package api_test

import (
	"net/http"
	"testing"
)

// TestSessionThroughAPI: begun, written in once for each client id, and read.
func TestSessionThroughAPI(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/sessions"
	made := x.want(http.StatusCreated, "editor", "POST", path, `{"title": "Lamp return"}`).json(t)
	if code, _ := made["code"].(string); len(code) != 8 {
		t.Errorf("code = %q, want 8 signs", code)
	}
	x.want(http.StatusForbidden, "contributor", "POST", path, `{"title": "Lamp return"}`)
	one := path + "/" + made["id"].(string)
	for range 2 {
		x.want(http.StatusCreated, "contributor", "POST", one+"/cards", `{"text": "The till does not find it", "client_id": "a"}`)
	}
	x.want(http.StatusUnprocessableEntity, "contributor", "POST", one+"/cards", `{"text": ""}`)
	got := x.want(http.StatusOK, "viewer", "GET", one, nil).json(t)
	if got["hidden"] != 1.0 || len(got["cards"].([]any)) != 0 || len(got["people"].([]any)) != 1 {
		t.Errorf("session = %v", got)
	}
	if list := x.want(http.StatusOK, "viewer", "GET", path, nil).json(t)["sessions"].([]any); len(list) != 1 {
		t.Errorf("sessions = %v", list)
	}
	x.want(http.StatusNotFound, "viewer", "GET", path+"/nope", nil)
	if got := x.want(http.StatusOK, "editor", "POST", one+"/stage", `{"stage": 2}`).json(t); got["stage"] != 2.0 {
		t.Errorf("at the third stage: %v", got)
	}
	x.want(http.StatusUnprocessableEntity, "editor", "POST", one+"/stage", `{"stage": -1}`)
	if got := x.want(http.StatusOK, "editor", "POST", one+"/end", nil).json(t); got["ended"] == nil || got["code"] != nil {
		t.Errorf("after its end: %v", got)
	}
	x.want(http.StatusConflict, "editor", "POST", one+"/stage", `{"stage": 0}`)
	x.want(http.StatusConflict, "editor", "POST", one+"/end", nil)
}
