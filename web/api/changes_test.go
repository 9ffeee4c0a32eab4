package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func set(field, old, new string) string {
	return fmt.Sprintf(`{"title": "Set %[1]s", "ops": [{"op": "set", "id": "crm", "field": %[1]q, "old": %s, "new": %s}]}`, field, old, new)
}

func TestChangeIsMadeOnceForOneClientID(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/changes"
	body := `{"title": "Rename", "client_id": "try-1", "ops": [{"op": "set", "id": "crm", "field": "name", "old": "CRM", "new": "Customer files"}]}`
	first := x.want(http.StatusCreated, "editor", "POST", path, body).json(t)
	again := x.want(http.StatusCreated, "editor", "POST", path, body).json(t)
	if diff := cmp.Diff(first, again); diff != "" || first["revision"] != 2.0 {
		t.Errorf("first %v, retried %v, want revision 2 both times", first, again)
	}
	log := x.want(http.StatusOK, "viewer", "GET", path+"?since=1", nil).json(t)["changes"].([]any)
	if len(log) != 1 {
		t.Fatalf("the log has %d changes since 1, want 1", len(log))
	}
	got := log[0].(map[string]any)
	delete(got, "at")
	want := map[string]any{"revision": 2.0, "id": first["id"], "state": "current", "title": "Rename", "client_id": "try-1",
		"author": map[string]any{"kind": "user", "id": x.users["editor"].ID, "name": "Person editor"},
		"ops":    []any{map[string]any{"op": "set", "id": "crm", "field": "name", "old": "CRM", "new": "Customer files"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("log entry (-want +got):\n%s", diff)
	}
}

func TestStaleChangeShowsAllThreeValues(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/changes"
	x.want(http.StatusCreated, "owner", "POST", path, set("name", `"CRM"`, `"CRM North"`))
	want := []any{map[string]any{"op": "set", "id": "crm", "field": "name", "original": "CRM", "present": "CRM North", "proposed": "Sales CRM"}}
	for name, body := range map[string]string{
		"by its old":      set("name", `"CRM"`, `"Sales CRM"`),
		"by its revision": `{"title": "Rename", "drawn_at": 1, "ops": [{"op": "set", "id": "crm", "field": "name", "new": "Sales CRM"}]}`,
	} {
		r := x.want(http.StatusConflict, "editor", "POST", path, body).json(t)
		if diff := cmp.Diff(want, r["stale"]); diff != "" {
			t.Errorf("%s: stale (-want +got):\n%s", name, diff)
		}
	}
	// Another field of the same element does not collide.
	x.want(http.StatusCreated, "editor", "POST", path, `{"title": "Note", "drawn_at": 1, "ops": [{"op": "set", "id": "crm", "field": "notes", "new": "Old and slow"}]}`)
	if g := x.want(http.StatusOK, "viewer", "GET", strings.Replace(path, "changes", "elements/crm", 1), nil).json(t); g["name"] != "CRM North" || g["notes"] != "Old and slow" {
		t.Errorf("crm = %v", g)
	}
}

func TestRefusalsNameTheirPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	for _, c := range []struct{ name, body, path string }{
		{"unknown kind", `{"title": "x", "ops": [{"op": "add_element", "element": {"id": "e9", "kind": "spaceship", "name": "X"}}]}`, "ops[0].element.kind"},
		{"impossible link", `{"title": "x", "ops": [{"op": "add_link", "link": {"id": "l9", "kind": "performs", "from": "crm", "to": "pos"}}]}`, "l9"},
		{"missing end", `{"title": "x", "ops": [{"op": "add_link", "link": {"id": "l9", "kind": "depends_on", "from": "crm", "to": "nobody"}}]}`, "l9"},
		{"circle", `{"title": "x", "ops": [{"op": "add_link", "link": {"id": "l9", "kind": "because", "from": "c1", "to": "c1"}}]}`, "l9"},
		{"number where a date belongs", `{"title": "x", "ops": [{"op": "set", "id": "p1", "field": "props.since", "new": 5}]}`, "ops[0].new"},
		{"unknown op", `{"title": "x", "ops": [{"op": "explode", "id": "crm"}]}`, "ops[0].op"},
		{"taken id", `{"title": "x", "ops": [{"op": "add_element", "element": {"id": "crm", "kind": "technology"}}]}`, "ops[0].element.id"},
		{"unknown field of the call", `{"title": "x", "colour": "red", "ops": [{"op": "remove_link", "id": "d1"}]}`, "colour"},
		{"unknown field of an op", `{"title": "x", "ops": [{"op": "remove_link", "id": "d1", "force": true}]}`, "ops[0].force"},
		{"no title", `{"ops": [{"op": "remove_link", "id": "d1"}]}`, "title"},
		{"a title of blanks", `{"title": " \n ", "ops": [{"op": "remove_link", "id": "d1"}]}`, "title"},
		{"a name of blanks", `{"title": "x", "ops": [{"op": "set", "id": "crm", "field": "name", "old": "CRM", "new": "  "}]}`, "ops[0].new"},
		{"a tag of two lines", `{"title": "x", "ops": [{"op": "set", "id": "crm", "field": "tags.a\nb", "new": true}]}`, "ops[0].new"},
		{"an element without id", `{"title": "x", "ops": [{"op": "add_element", "element": {"kind": "technology"}}]}`, "ops[0].element.id"},
		{"no ops", `{"title": "x", "ops": []}`, "ops"},
	} {
		r := x.want(http.StatusUnprocessableEntity, "editor", "POST", "/workspaces/"+slug+"/changes", c.body).json(t)
		errs, _ := r["errors"].([]any)
		found := false
		for _, e := range errs {
			e := e.(map[string]any)
			found = found || e["path"] == c.path && e["message"] != ""
		}
		if !found || r["status"] != 422.0 || r["title"] == "" || r["detail"] == "" {
			t.Errorf("%s: %v, want a fault at %q", c.name, r, c.path)
		}
	}
	if n := len(x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/changes", nil).json(t)["changes"].([]any)); n != 1 {
		t.Errorf("the log has %d changes after refusals alone, want the first one", n)
	}
	if r := x.do("editor", "POST", "/workspaces/"+slug+"/changes", `{"title": `); r.status != http.StatusBadRequest {
		t.Errorf("broken JSON = %d, want 400", r.status)
	}
	long := `{"title": "x", "ops": [{"op": "set", "id": "crm", "field": "notes", "new": "` + strings.Repeat("a", 1<<20) + `"}]}`
	if r := x.do("editor", "POST", "/workspaces/"+slug+"/changes", long); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over 1 MiB = %d, want 413", r.status)
	}
}

func TestContributorAnswersOnly(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/changes"
	x.want(http.StatusForbidden, "contributor", "POST", path, set("name", `"CRM"`, `"Mine"`))
	x.want(http.StatusCreated, "contributor", "POST", path, `{"title": "Where it lies", "ops": [
		{"op": "add_element", "element": {"id": "desk", "kind": "technology", "name": "Service desk"}},
		{"op": "add_link", "link": {"id": "x1", "kind": "located_in", "from": "c1", "to": "desk"}}]}`)
}

func TestUndo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	path := "/workspaces/" + slug + "/changes"
	add := x.want(http.StatusCreated, "editor", "POST", path, `{"title": "Add", "ops": [{"op": "add_element", "element": {"id": "erp", "kind": "technology", "name": "ERP"}}]}`).json(t)["id"].(string)
	link := x.want(http.StatusCreated, "editor", "POST", path, `{"title": "Link", "ops": [{"op": "add_link", "link": {"id": "d2", "kind": "depends_on", "from": "pos", "to": "erp"}}]}`).json(t)["id"].(string)
	refused := x.want(http.StatusConflict, "editor", "POST", path+"/"+add+"/undo", nil).json(t)
	if diff := cmp.Diff([]any{link}, refused["rests_on"]); diff != "" {
		t.Errorf("rests_on (-want +got):\n%s", diff)
	}
	if _, ok := refused["stale"].([]any); !ok {
		t.Errorf("stale = %v, want a list", refused["stale"])
	}
	done := x.want(http.StatusCreated, "editor", "POST", path+"/"+add+"/undo", fmt.Sprintf(`{"with": [%q]}`, link)).json(t)
	if done["revision"] != 4.0 || done["id"] == "" {
		t.Errorf("undo = %v", done)
	}
	x.want(http.StatusNotFound, "viewer", "GET", "/workspaces/"+slug+"/elements/erp", nil)
	x.want(http.StatusNotFound, "editor", "POST", path+"/never/undo", nil)
	r := x.want(http.StatusConflict, "editor", "POST", path+"/"+add+"/undo", nil).json(t)
	if r["detail"] == "" {
		t.Error("undoing twice says nothing")
	}
}

// TestSentencesFollowTheRequest: the same refusal, in the language that the request asks for.
func TestSentencesFollowTheRequest(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	english := x.do("viewer", "GET", "/workspaces/never", nil).json(t)["detail"]
	french := x.do("viewer", "GET", "/workspaces/never", nil, "Accept-Language", "fr").json(t)["detail"]
	if english == french || french == "" {
		t.Errorf("English %q, French %q", english, french)
	}
}
