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
}
