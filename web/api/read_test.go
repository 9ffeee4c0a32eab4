package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model/exchange"
	"rootline/model/exchange/demo"
)

func TestModelIsTheFileWithItsRevision(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	path := "/workspaces/" + slug + "/model"
	r := x.want(http.StatusOK, "viewer", "GET", path, nil)
	f, _, err := exchange.Read(bytes.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Elements) != 4 || len(f.Links) != 2 || f.Revision != 1 || f.Workspace.Slug != slug {
		t.Errorf("%d elements, %d links, revision %d, slug %s; want 4, 2, 1, %s", len(f.Elements), len(f.Links), f.Revision, f.Workspace.Slug, slug)
	}
	tag := r.header.Get("ETag")
	if r := x.want(http.StatusNotModified, "viewer", "GET", path, nil, "If-None-Match", tag); len(r.body) != 0 {
		t.Errorf("304 has a body: %s", r.body)
	}
	x.want(http.StatusCreated, "editor", "POST", "/workspaces/"+slug+"/changes", set("name", `"CRM"`, `"CRM North"`))
	now := x.want(http.StatusOK, "viewer", "GET", path, nil, "If-None-Match", tag)
	if now.header.Get("ETag") == tag || !bytes.Contains(now.body, []byte("CRM North")) {
		t.Error("the model did not change with its workspace")
	}
	then := x.want(http.StatusOK, "viewer", "GET", path+"?at=1", nil)
	if !bytes.Equal(then.body, r.body) {
		t.Errorf("at=1 is\n%s\nwant what it was then\n%s", then.body, r.body)
	}
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?at=99", nil)
	x.want(http.StatusNotFound, "viewer", "GET", path+"?state=never", nil)
}

func ids(t *testing.T, r reply) (list []string, next string) {
	t.Helper()
	m := r.json(t)
	elements, ok := m["elements"].([]any)
	if !ok {
		t.Fatalf("elements = %v, want a list", m["elements"])
	}
	for _, e := range elements {
		list = append(list, e.(map[string]any)["id"].(string))
	}
	next, _ = m["next"].(string)
	return list, next
}

func TestElementsAreFound(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/elements"
	for query, want := range map[string][]string{
		"":                    {"c1", "crm", "p1", "pos"},
		"kind=technology":     {"crm", "pos"},
		"q=HOLDS":             {"crm"},
		"q=enregistree":       {"pos"}, // a French name, typed without its accents
		"q=online+lamp":       {"p1"},
		"q=lamp+zebra":        nil,
		"tag=old":             {"crm"},
		"kind=data":           nil,
		"kind=cause&q=forgot": {"c1"},
	} {
		got, next := ids(t, x.want(http.StatusOK, "viewer", "GET", path+"?"+query, nil))
		if !slices.Equal(got, want) || next != "" {
			t.Errorf("?%s = %v, next %q, want %v", query, got, next, want)
		}
	}
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?kind=spaceship", nil)

	// The best come first, and next goes on in their order; a state is searched as it is.
	space := strings.TrimSuffix(path, "/elements")
	x.want(http.StatusCreated, "editor", "POST", space+"/changes", `{"title": "More", "ops": [
		{"op": "add_element", "element": {"id": "a1", "kind": "technology", "name": "Archive", "notes": "of the till", "tags": ["old"]}},
		{"op": "add_element", "element": {"id": "a2", "kind": "technology", "name": "Old till", "tags": ["old"]}}]}`)
	state := x.want(http.StatusCreated, "editor", "POST", space+"/states", `{"name": "One desk", "kind": "future"}`).json(t)["id"].(string)
	x.want(http.StatusCreated, "editor", "POST", space+"/states/"+state+"/changes", set("name", `"CRM"`, `"Till of all"`))
	for query, want := range map[string][]string{
		"q=till":                 {"pos", "a2", "a1"},
		"q=ti&tag=old":           {"a2", "a1"},
		"q=till&state=" + state:  {"pos", "crm", "a2", "a1"},
		"q=%3F":                  nil,
		"q=+&kind=problem":       {"p1"},
		"q=till&kind=technology": {"pos", "a2", "a1"},
	} {
		var all []string
		for after := ""; ; {
			got, next := ids(t, x.want(http.StatusOK, "viewer", "GET", path+"?limit=1&after="+after+"&"+query, nil))
			all = append(all, got...)
			if after = next; next == "" {
				break
			}
		}
		if !slices.Equal(all, want) {
			t.Errorf("?%s, one by one = %v, want %v", query, all, want)
		}
	}
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?q=till&after=crm", nil)
}

// TestListsPage: following next sees everything once, in order.
func TestListsPage(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	var all []string
	after, pages := "", 0
	for {
		got, next := ids(t, x.want(http.StatusOK, "viewer", "GET", fmt.Sprintf("/workspaces/%s/elements?limit=3&after=%s", slug, after), nil))
		all = append(all, got...)
		if pages++; next == "" {
			break
		}
		after = next
	}
	if want := []string{"c1", "crm", "p1", "pos"}; !slices.Equal(all, want) || pages != 2 {
		t.Errorf("%v in %d pages, want %v in 2", all, pages, want)
	}
	for i := range 3 {
		x.want(http.StatusCreated, "editor", "POST", "/workspaces/"+slug+"/changes", fmt.Sprintf(`{"title": "Tag", "ops": [{"op": "set", "id": "pos", "field": "tags.t%d", "new": true}]}`, i))
	}
	first := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/changes?limit=2", nil).json(t)
	rest := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/changes?after="+first["next"].(string), nil).json(t)
	if n, m := len(first["changes"].([]any)), len(rest["changes"].([]any)); n != 2 || m != 2 || rest["next"] != nil {
		t.Errorf("pages of %d and %d changes, next %v, want 2 and 2 and no more", n, m, rest["next"])
	}
	for _, limit := range []string{"0", "1001", "many"} {
		x.want(http.StatusUnprocessableEntity, "viewer", "GET", "/workspaces/"+slug+"/elements?limit="+limit, nil)
	}
}

func TestElementHasLinksAndHistory(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	x.want(http.StatusCreated, "editor", "POST", "/workspaces/"+slug+"/changes", set("name", `"CRM"`, `"CRM North"`))
	e := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/elements/crm", nil).json(t)
	if diff := cmp.Diff([]any{map[string]any{"id": "d1", "kind": "depends_on", "from": "pos", "to": "crm"}}, e["links"]); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	var titles []string
	for _, past := range e["history"].([]any) {
		titles = append(titles, past.(map[string]any)["title"].(string))
	}
	if want := []string{"Set name", "Begin"}; e["name"] != "CRM North" || !slices.Equal(titles, want) {
		t.Errorf("name %v, history %v, want CRM North and %v", e["name"], titles, want)
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space()
	id := x.want(http.StatusCreated, "editor", "POST", path+"/states", `{"name": "One desk", "kind": "future"}`).json(t)["id"].(string)
	x.want(http.StatusCreated, "editor", "POST", path+"/states/"+id+"/changes", set("name", `"CRM"`, `"One CRM"`))
	if e := x.want(http.StatusOK, "viewer", "GET", path+"/elements/crm?state="+id, nil).json(t); e["name"] != "One CRM" {
		t.Errorf("in the state crm is called %v", e["name"])
	}
	if e := x.want(http.StatusOK, "viewer", "GET", path+"/elements/crm", nil).json(t); e["name"] != "CRM" {
		t.Errorf("in the present crm is called %v", e["name"])
	}
	x.want(http.StatusCreated, "editor", "POST", path+"/changes", set("name", `"CRM"`, `"CRM North"`))
	changes := x.want(http.StatusOK, "viewer", "GET", path+"/states/"+id, nil).json(t)["changes"].([]any)
	stale := changes[0].(map[string]any)["stale"].([]any)
	if len(changes) != 1 || len(stale) != 1 || stale[0].(map[string]any)["present"] != "CRM North" {
		t.Errorf("changes = %v, want one that is stale", changes)
	}
	x.want(http.StatusNotFound, "editor", "POST", path+"/states/never/changes", set("name", `"CRM"`, `"X"`))
	x.want(http.StatusNotFound, "editor", "POST", path+"/states", `{"name": "x", "kind": "future", "base": "never"}`)
}

func TestAnalysisAndKeeping(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/problems/p1"
	findings := func() map[string]map[string]any {
		a := x.want(http.StatusOK, "viewer", "GET", path+"/analysis", nil).json(t)
		if a["problem"] != "p1" || len(a["nodes"].([]any)) != 2 || len(a["links"].([]any)) != 1 {
			t.Fatalf("analysis = %v", a)
		}
		if diff := cmp.Diff([]any{map[string]any{"id": "c1", "name": "The agent forgot to enter the order", "status": "suspected"}}, a["roots"]); diff != "" {
			t.Errorf("roots (-want +got):\n%s", diff)
		}
		score := a["score"].(map[string]any)
		if _, ok := score["value"].(float64); !ok || len(score["reasons"].([]any)) == 0 {
			t.Errorf("score = %v, want a value and reasons", score)
		}
		byKey := map[string]map[string]any{}
		for _, f := range a["findings"].([]any) {
			f := f.(map[string]any)
			byKey[f["key"].(string)] = f
		}
		return byKey
	}
	before := findings()
	if f := before["P8-p1"]; f["level"] != "ask" || f["check"] != "P8" || f["on"] != "p1" || f["message"] == "" || f["kept"] != nil {
		t.Errorf("P8-p1 = %v", f)
	}
	if f := before["R1-c1"]; f["level"] != "stop" {
		t.Errorf("R1-c1 = %v, want a stop", f)
	}
	x.want(http.StatusCreated, "contributor", "POST", path+"/findings/P8-p1/keep", `{"reason": "we were there"}`)
	kept, _ := findings()["P8-p1"]["kept"].(map[string]any)
	if kept["reason"] != "we were there" || kept["by"] != "Person contributor" || kept["at"] == "" {
		t.Errorf("kept = %v", kept)
	}
	x.want(http.StatusConflict, "contributor", "POST", path+"/findings/R1-c1/keep", `{"reason": "it was him"}`)
	x.want(http.StatusUnprocessableEntity, "contributor", "POST", path+"/findings/P8-p1/keep", `{"reason": ""}`)
	x.want(http.StatusNotFound, "contributor", "POST", path+"/findings/Z1-p1/keep", `{"reason": "x"}`)
	x.want(http.StatusNotFound, "viewer", "GET", strings.Replace(path, "p1", "crm", 1)+"/analysis", nil)
}

func TestReport(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	x.want(http.StatusOK, "owner", "POST", "/workspaces/"+slug+"/import", upload(t, "demo.json", string(demo.File())))
	path := "/workspaces/" + slug + "/problems/lamp-return/report"
	const name = "A lamp bought online cannot be returned in a store"
	for query, c := range map[string]struct{ kind, want string }{
		"":                              {"text/html; charset=utf-8", "<!doctype html>"},
		"?format=md":                    {"text/markdown; charset=utf-8", "# "},
		"?format=json":                  {"application/json", `"audience": "manager"`},
		"?format=json&language=fa":      {"application/json", `"language": "fa"`},
		"?format=json&audience=analyst": {"application/json", `"evidence"`},
	} {
		r := x.want(http.StatusOK, "viewer", "GET", path+query, nil)
		if got := r.header.Get("Content-Type"); got != c.kind || !strings.Contains(string(r.body), c.want) {
			t.Errorf("%s is %s without %q: %.200s", query, got, c.want, r.body)
		}
	}
	draft := x.want(http.StatusOK, "viewer", "GET", strings.Replace(path, "lamp-return", "p1", 1)+"?format=json", nil).json(t)
	if draft["draft"] != true || draft["problem"].(map[string]any)["name"] != name {
		t.Errorf("report of what is not ready = %v", draft)
	}
	html := x.want(http.StatusOK, "viewer", "GET", path, nil)
	if policy := html.header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy = %q", policy)
	}
	if d := x.want(http.StatusNotImplemented, "viewer", "GET", path+"?format=pdf", nil).json(t)["detail"]; d == nil || !strings.Contains(d.(string), "html") {
		t.Errorf("pdf: %v, want what to do instead", d)
	}
	for _, format := range []string{"png", "pdf"} {
		if d := x.want(http.StatusNotImplemented, "viewer", "GET", "/workspaces/"+slug+"/export?format="+format, nil).json(t)["detail"]; d == nil || !strings.Contains(d.(string), "apt install chromium") {
			t.Errorf("%s: %v, want what to install", format, d)
		}
	}
	for format, begins := range map[string]string{"dot": "digraph ", "mermaid": "flowchart ", "svg": "<svg"} {
		r := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/export?format="+format, nil)
		if !strings.Contains(string(r.body), begins) || !strings.Contains(r.header.Get("Content-Disposition"), slug+".") {
			t.Errorf("%s = %.200s, %s", format, r.body, r.header.Get("Content-Disposition"))
		}
	}
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?audience=aunt", nil)
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?language=tlh", nil)
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"?format=docx", nil)
	x.want(http.StatusNotFound, "viewer", "GET", strings.Replace(path, "lamp-return", "never", 1), nil)
}

func TestShares(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space() + "/shares"
	made := x.want(http.StatusCreated, "editor", "POST", path, `{"target": "problem:p1", "audience": "executive", "expires": "2100-01-01", "password": "for them only", "redact": true}`).json(t)
	url, _ := made["url"].(string)
	if !strings.HasPrefix(url, "https://rootline.example.org/s/") || len(url) < len("https://rootline.example.org/s/")+43 {
		t.Errorf("url = %q", url)
	}
	list := x.want(http.StatusOK, "editor", "GET", path, nil).json(t)["shares"].([]any)
	got := list[0].(map[string]any)
	if len(list) != 1 || got["id"] != made["id"] || got["target"] != "problem:p1" || got["audience"] != "executive" || got["redact"] != true || got["password"] != true || got["expires"] != "2100-01-02T00:00:00Z" {
		t.Errorf("shares = %v", list)
	}
	for _, body := range []string{`{"target": "problem:p1", "expires": "2001-01-01"}`, `{"target": "problem:never"}`, `{"target": "problem:crm"}`,
		`{"target": "everything"}`, `{"target": "problem:p1", "audience": "aunt"}`, `{"target": "problem:p1", "expires": "soon"}`} {
		x.want(http.StatusUnprocessableEntity, "editor", "POST", path, body)
	}
	x.want(http.StatusNoContent, "editor", "DELETE", path+"/"+made["id"].(string), nil)
	x.want(http.StatusNotFound, "editor", "DELETE", path+"/"+made["id"].(string), nil)
}

func TestImportAnswersForEveryRow(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	path := "/workspaces/" + slug
	file := `{"format": "rootline/1", "workspace": {"name": "Not taken"}, "elements": [
		{"id": "crm", "kind": "technology", "name": "CRM North"}, {"id": "erp", "kind": "technology", "name": "ERP"}, {"id": "pos", "kind": "technology", "name": "Till"}]}`
	want := []any{
		map[string]any{"path": "elements[0]", "id": "crm", "outcome": "changed"},
		map[string]any{"path": "elements[1]", "id": "erp", "outcome": "added"},
		map[string]any{"path": "elements[2]", "id": "pos", "outcome": "same"},
	}
	dry := x.want(http.StatusOK, "editor", "POST", path+"/import?dry_run=true", upload(t, "more.json", file)).json(t)
	if diff := cmp.Diff(want, dry["rows"]); diff != "" || dry["change"] != nil {
		t.Errorf("dry run: change %v, rows (-want +got):\n%s", dry["change"], diff)
	}
	x.want(http.StatusNotFound, "viewer", "GET", path+"/elements/erp", nil)
	done := x.want(http.StatusOK, "editor", "POST", path+"/import", upload(t, "more.json", file)).json(t)
	if diff := cmp.Diff(map[string]any{"added": 1.0, "changed": 1.0, "same": 1.0, "removed": 0.0, "refused": 0.0}, done["counts"]); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	x.want(http.StatusOK, "viewer", "GET", path+"/elements/erp", nil)
	change := done["change"].(map[string]any)
	x.want(http.StatusCreated, "editor", "POST", path+"/changes/"+change["id"].(string)+"/undo", nil)
	if e := x.want(http.StatusOK, "viewer", "GET", path+"/elements/crm", nil).json(t); e["name"] != "CRM" {
		t.Errorf("after undo crm is called %v", e["name"])
	}
	bad := x.want(http.StatusUnprocessableEntity, "editor", "POST", path+"/import", upload(t, "bad.json", `{"format": "rootline/1", "elements": [{"id": "x", "kind": "spaceship"}]}`)).json(t)
	if errs := bad["errors"].([]any); errs[0].(map[string]any)["path"] != "elements[0].kind" {
		t.Errorf("errors = %v", errs)
	}
	x.want(http.StatusUnprocessableEntity, "editor", "POST", path+"/import", upload(t, "x.csv", "id,name\n"))
	x.want(http.StatusUnprocessableEntity, "editor", "POST", path+"/import", `{"format": "rootline/1"}`)
}

// TestAnEditorBringsNoFields: fields and thresholds are the owner's to make.
func TestAnEditorBringsNoFields(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	file := `{"format": "rootline/1", "workspace": {"fields": [{"kind": "technology", "name": "cost_centre", "type": "text"}]}}`
	for _, c := range []struct {
		who  string
		want int
	}{{"editor", 0}, {"owner", 1}} {
		x.want(http.StatusOK, c.who, "POST", "/workspaces/"+slug+"/import", upload(t, "f.json", file))
		if got := len(x.workspace(slug).Fields); got != c.want {
			t.Errorf("after an import by the %s there are %d fields, want %d", c.who, got, c.want)
		}
	}
}

func TestExportGoesBackIn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	from, to := x.space(), x.space()
	x.want(http.StatusOK, "owner", "POST", "/workspaces/"+from+"/import", upload(t, "demo.json", string(demo.File())))
	out := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+from+"/export", nil)
	if d := out.header.Get("Content-Disposition"); d != fmt.Sprintf(`attachment; filename="%s.json"`, from) {
		t.Errorf("Content-Disposition = %q", d)
	}
	x.want(http.StatusOK, "owner", "POST", "/workspaces/"+to+"/import?mode=replace", upload(t, "again.json", string(out.body)))
	again := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+to+"/export", nil)
	if want := bytes.Replace(out.body, []byte(from), []byte(to), 1); !bytes.Equal(again.body, want) {
		t.Error("the export of what was imported differs")
	}
	x.want(http.StatusUnprocessableEntity, "viewer", "GET", "/workspaces/"+to+"/export?format=telepathy", nil)
}

func TestExportOfTheMap(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	x.want(http.StatusOK, "owner", "POST", "/workspaces/"+slug+"/import", upload(t, "demo.json", string(demo.File())))
	out := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/export?format=svg", nil)
	if got := out.header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("Content-Type = %q", got)
	}
	if d := out.header.Get("Content-Disposition"); d != fmt.Sprintf(`attachment; filename="%s.svg"`, slug) {
		t.Errorf("Content-Disposition = %q", d)
	}
	if !regexp.MustCompile(`^<svg [^>]*><title[^>]*>`).Match(out.body) || !bytes.Contains(out.body, []byte("<title>Nightly order file</title>")) {
		t.Errorf("the drawing begins %.200s", out.body)
	}
}

func TestWorkspacesAndMembers(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	made := x.want(http.StatusCreated, "outsider", "POST", "/workspaces", `{"slug": "fresh", "name": "Fresh", "currency": "CHF", "languages": ["fr", "en"]}`).json(t)
	if diff := cmp.Diff(map[string]any{"slug": "fresh", "name": "Fresh", "currency": "CHF", "languages": []any{"fr", "en"}, "fields": []any{}, "role": "owner", "revision": 0.0}, made); diff != "" {
		t.Errorf("made (-want +got):\n%s", diff)
	}
	x.want(http.StatusConflict, "viewer", "POST", "/workspaces", `{"slug": "fresh", "name": "Mine"}`)
	x.want(http.StatusUnprocessableEntity, "viewer", "POST", "/workspaces", `{"slug": "No Slug", "name": "Mine"}`)
	if r := x.want(http.StatusOK, "outsider", "PATCH", "/workspaces/fresh", `{"name": "Fresher"}`).json(t); r["name"] != "Fresher" || r["currency"] != "CHF" {
		t.Errorf("patched = %v", r)
	}
	x.want(http.StatusUnprocessableEntity, "outsider", "PATCH", "/workspaces/fresh", `{"revision": 7}`)
	members := "/workspaces/fresh/members/"
	if r := x.want(http.StatusOK, "outsider", "PUT", members+x.users["viewer"].ID, `{"role": "editor"}`).json(t); r["role"] != "editor" || r["email"] != "viewer@example.org" {
		t.Errorf("member = %v", r)
	}
	x.want(http.StatusUnprocessableEntity, "outsider", "PUT", members+x.users["viewer"].ID, `{"role": "king"}`)
	x.want(http.StatusNotFound, "outsider", "PUT", members+"never", `{"role": "viewer"}`)
	x.want(http.StatusConflict, "outsider", "DELETE", members+x.users["outsider"].ID, nil) // the last owner
	x.want(http.StatusNoContent, "outsider", "DELETE", members+x.users["viewer"].ID, nil)
	x.want(http.StatusNoContent, "outsider", "DELETE", "/workspaces/fresh", nil)
	x.want(http.StatusNotFound, "outsider", "GET", "/workspaces/fresh", nil)
}

// TestDescriptionHasEveryOperation: the OpenAPI document comes from the code that serves, and names all of it.
func TestDescriptionHasEveryOperation(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var doc struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(x.want(http.StatusOK, "", "GET", "/openapi.json", nil).body, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("openapi %q, want 3.1", doc.OpenAPI)
	}
	for _, row := range table {
		method, path, _ := strings.Cut(row.operation, " ")
		parts := strings.Split(path, "/")
		for i, p := range parts {
			if name, ok := strings.CutPrefix(p, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		if path = strings.Join(parts, "/"); path != "/openapi.json" && doc.Paths[path][strings.ToLower(method)] == nil {
			t.Errorf("the document lacks %s %s", method, path)
		}
	}
}

// TestOtherAddressesAreProblemsToo: what no operation answers is answered in the same form.
func TestOtherAddressesAreProblemsToo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	for _, c := range []struct {
		method, path string
		want         int
	}{{"GET", "/nothing", 404}, {"GET", "/workspaces/x/y/z", 404}, {"GET", "/docs", 404}} {
		if r := x.want(c.want, "viewer", c.method, c.path, nil); r.json(t)["status"] != float64(c.want) || r.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s = %s", c.method, c.path, r.body)
		}
	}
}
