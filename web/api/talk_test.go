package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComments(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	at := "/workspaces/" + slug + "/comments"
	first := x.want(http.StatusCreated, "viewer", "POST", at, `{"on": "element:crm", "text": "@editor@example.org who keeps this?"}`).json(t)["id"].(string)
	x.want(http.StatusCreated, "editor", "POST", at, `{"on": "element:crm", "text": "I do", "thread": "`+first+`"}`)
	x.want(http.StatusCreated, "editor", "POST", at, `{"on": "report:problem:p1", "text": "Well told"}`)
	said := func(who, query string) (out []string, next string) {
		m := x.want(http.StatusOK, who, "GET", at+query, nil).json(t)
		for _, c := range m["comments"].([]any) {
			c := c.(map[string]any)
			s := c["by"].(map[string]any)["name"].(string) + ": " + c["text"].(string)
			if c["thread"] != c["id"] {
				s = "> " + s
			}
			for _, word := range []string{"removed", "resolved"} {
				if c[word] == true {
					s += " " + word
				}
			}
			out = append(out, s)
		}
		next, _ = m["next"].(string)
		return out, next
	}
	got, next := said("viewer", "?on=element:crm&limit=1")
	more, end := said("viewer", "?on=element:crm&limit=1&after="+next)
	if diff := cmp.Diff([]string{"Person viewer: @editor@example.org who keeps this?", "> Person editor: I do"}, append(got, more...)); diff != "" || next == "" || end != "" {
		t.Errorf("comments (-want +got), next %q, %q:\n%s", next, end, diff)
	}
	if n, _, err := x.store.Unread(t.Context(), x.workspace(slug).ID, x.users["editor"].ID, nil); n != 1 || err != nil {
		t.Errorf("the editor has %d unread, %v; want the mention", n, err)
	}
	x.want(http.StatusOK, "viewer", "PATCH", at+"/"+first, `{"resolved": true}`)
	x.want(http.StatusForbidden, "editor", "PATCH", at+"/"+first, `{"text": "not mine"}`)
	x.want(http.StatusNoContent, "viewer", "DELETE", at+"/"+first, nil)
	x.want(http.StatusNotFound, "viewer", "DELETE", at+"/"+first, nil)
	if got, _ := said("viewer", "?on=element:crm"); got[0] != "Person viewer:  removed resolved" {
		t.Errorf("after all that: %q", got)
	}
	for query, status := range map[string]int{"": 422, "?on=": 422, "?on=link:d1": 422, "?on=element:none": 200} {
		if r := x.do("viewer", "GET", at+query, nil); r.status != status {
			t.Errorf("%q = %d, want %d", query, r.status, status)
		}
	}
	for body, status := range map[string]int{`{"on": "element:none", "text": "x"}`: 404, `{"on": "element:crm", "text": "  "}`: 422, `{"on": "element:crm"}`: 422, `{"on": "x", "text": "x"}`: 422} {
		if r := x.do("editor", "POST", at, body); r.status != status {
			t.Errorf("%s = %d, want %d: %s", body, r.status, status, r.body)
		}
	}
}

func TestSeries(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	at := "/workspaces/" + slug + "/series"
	id := x.want(http.StatusCreated, "contributor", "POST", at, `{"element": "p1", "name": "Complaints", "unit": "a week"}`).json(t)["id"].(string)
	x.want(http.StatusCreated, "editor", "POST", at, `{"element": "crm", "name": "Out of order"}`)
	for _, body := range []string{`[{"on": "2026-01-08", "value": 4}, {"on": "2026-01-01", "value": 5.5}]`, `{"points": [{"on": "2026-01-08", "value": 3}]}`, `{"on": "2026-01-15", "value": 0}`} {
		x.want(http.StatusCreated, "contributor", "POST", at+"/"+id+"/points", body)
	}
	m := x.want(http.StatusOK, "viewer", "GET", at+"/"+id, nil).json(t)
	want := map[string]any{"id": id, "element": "p1", "name": "Complaints", "unit": "a week", "points": []any{
		map[string]any{"on": "2026-01-01", "value": 5.5}, map[string]any{"on": "2026-01-08", "value": 3.0}, map[string]any{"on": "2026-01-15", "value": 0.0}}}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	list := x.want(http.StatusOK, "viewer", "GET", at+"?element=p1", nil).json(t)["series"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["name"] != "Complaints" {
		t.Errorf("series of p1 = %v", list)
	}
	for body, field := range map[string]string{
		`[{"on": "2026-02-01", "value": 1}, {"on": "2026-02-30", "value": 1}]`: "points[1].on",
		`[{"on": "2026-02-01", "value": 1}, {"on": "2026-02-01", "value": 2}]`: "points[1].on",
		`[{"on": "2026-02-01"}]`: "",
		`{}`:                     "",
	} {
		r := x.want(http.StatusUnprocessableEntity, "editor", "POST", at+"/"+id+"/points", body)
		if !strings.Contains(string(r.body), field) {
			t.Errorf("%s: %s, want a fault at %s", body, r.body, field)
		}
	}
	x.want(http.StatusNoContent, "contributor", "DELETE", at+"/"+id+"/points/2026-01-08", nil)
	x.want(http.StatusNotFound, "contributor", "DELETE", at+"/"+id+"/points/2026-01-08", nil)
	x.want(http.StatusNoContent, "contributor", "DELETE", at+"/"+id, nil)
	x.want(http.StatusNotFound, "viewer", "GET", at+"/"+id, nil)
}

// Fields of the workspace's own are set as its settings, and hold what is written to them.
func TestOwnFields(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	at := "/workspaces/" + slug
	x.want(http.StatusForbidden, "editor", "PATCH", at, `{"fields": []}`)
	x.want(http.StatusUnprocessableEntity, "owner", "PATCH", at, `{"fields": [{"kind": "technology", "name": "vendor", "type": "text"}]}`)
	r := x.want(http.StatusOK, "owner", "PATCH", at, `{"fields": [{"kind": "technology", "name": "seats", "label": "Seats", "type": "number", "unit": "seats"}]}`).json(t)
	want := []any{map[string]any{"kind": "technology", "name": "seats", "label": "Seats", "type": "number", "unit": "seats"}}
	if diff := cmp.Diff(want, r["fields"]); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if m := x.want(http.StatusOK, "viewer", "GET", at+"/model", nil); !strings.Contains(string(m.body), `"fields": [{"kind": "technology", "name": "seats", "label": "Seats", "type": "number", "unit": "seats"}]`) {
		t.Errorf("the model does not have the field: %.300s", m.body)
	}
	set := func(v string) string {
		return `{"title": "Count", "ops": [{"op": "set", "id": "crm", "field": "props.seats", "new": ` + v + `}]}`
	}
	refused := x.want(http.StatusUnprocessableEntity, "editor", "POST", at+"/changes", set(`"many"`))
	if !strings.Contains(string(refused.body), `ops[0].new`) {
		t.Errorf("refused without its place: %s", refused.body)
	}
	x.want(http.StatusCreated, "editor", "POST", at+"/changes", set(`40`))
	x.want(http.StatusOK, "owner", "PATCH", at, `{"name": "Lamps"}`)
	if r := x.want(http.StatusOK, "viewer", "GET", at, nil).json(t); len(r["fields"].([]any)) != 1 {
		t.Error("a new name took the fields away")
	}
}
