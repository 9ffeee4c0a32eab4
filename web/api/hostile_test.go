package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestFaultsAreToldWhereTheyAre: what is wrong with a call is said at its path and in the language that was asked for, also
// where the library in between found it.
func TestFaultsAreToldWhereTheyAre(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	path := "/workspaces/" + x.space()
	ops := func(op string) string { return fmt.Sprintf(`{"title": "x", "ops": [%s]}`, op) }
	set := func(value string) string {
		return ops(`{"op": "set", "id": "p1", "field": "props.cost_per_month", "new": ` + value + `}`)
	}
	for _, c := range []struct {
		body   string
		status int
		path   string
		says   string
	}{
		{``, 400, "body", "Rien n’a été envoyé"},
		{`{"title"`, 400, "body", "caractère 8"},
		{`{} {}`, 400, "body", "JSON"},
		{`null`, 422, "body", "objet"},
		{`{"title": "x", "title": "y"}`, 422, "title", "deux fois"},
		{ops(`{"op": "set", "op": "set"}`), 422, "ops[0].op", "deux fois"},
		{ops(`{"op": "add_element", "element": {"id": "x1", "kind": "technology", "props": {"vendor": "a", "v\u0065ndor": "b"}}}`), 422, "ops[0].element.props.vendor", "deux fois"},
		{set(`{"lo": 1, "hi": 2, "lo": 3}`), 422, "ops[0].new.lo", "deux fois"},
		{set(`1e999`), 422, "ops[0].new", "1e999"},
		{set(strings.Repeat("[", 300) + strings.Repeat("]", 300)), 422, "", "200"},
		{`{"title": "x", "drawn_at": 1e40, "ops": [{"op": "remove_link", "id": "d1"}]}`, 422, "drawn_at", "1e40"},
		{`{"title": 7, "ops": [{"op": "remove_link", "id": "d1"}]}`, 422, "title", "guillemets"},
		{`{"ops": [{"op": "remove_link", "id": "d1"}]}`, 422, "title", "nécessaire"},
		{`{"title": "x", "zebra": 1, "ops": [{"op": "remove_link", "id": "d1"}]}`, 422, "zebra", "n’existe pas"},
		{`{"title": "x", "ops": []}`, 422, "ops", "au moins 1"},
		{"{\"title\": \"\xff\"}", 422, "body", "illisibles"},
		{`{"title": "` + strings.Repeat("x", 1<<20) + `"}`, 413, "body", "octets"},
	} {
		r := x.do("editor", "POST", path+"/changes", c.body, "Accept-Language", "fr")
		faults, _ := r.json(t)["errors"].([]any)
		if r.status != c.status || len(faults) != 1 {
			t.Errorf("%.60s = %d: %.200s, want %d and one fault", c.body, r.status, r.body, c.status)
			continue
		}
		f := faults[0].(map[string]any)
		if at := f["path"].(string); at != c.path && c.path != "" || !strings.Contains(f["message"].(string), c.says) {
			t.Errorf("%.60s is at fault at %q: %q, want at %q: … %s …", c.body, at, f["message"], c.path, c.says)
		}
	}
	for query, want := range map[string]string{"limit=0": "1 ou plus", "limit=many": "nombre entier", "limit=1001": "1000 ou moins"} {
		r := x.want(http.StatusUnprocessableEntity, "viewer", "GET", path+"/elements?"+query, nil, "Accept-Language", "fr")
		if !strings.Contains(string(r.body), want) || !strings.Contains(string(r.body), `"path":"query.limit"`) {
			t.Errorf("?%s says %s, want %s", query, r.body, want)
		}
	}
}

// TestHostileInputIsRefused: whatever a program sends, the fault is its own (4xx) and nothing is stored.
func TestHostileInputIsRefused(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	ops := func(op string) string { return fmt.Sprintf(`{"title": "x", "ops": [%s]}`, op) }
	named := func(name string) string {
		return ops(fmt.Sprintf(`{"op": "add_element", "element": {"id": "x1", "kind": "technology", "name": %s}}`, name))
	}
	for name, body := range map[string]string{
		"nothing":             ``,
		"null":                `null`,
		"a list":              `[]`,
		"a number":            `7`,
		"deep":                strings.Repeat(`{"ops":[`, 20_000),
		"deep and closed":     `{"title": "x", "ops": ` + strings.Repeat(`[`, 5_000) + strings.Repeat(`]`, 5_000) + `}`,
		"ops is null":         `{"title": "x", "ops": null}`,
		"an op is null":       ops(`null`),
		"an op is a text":     ops(`"remove everything"`),
		"element is null":     ops(`{"op": "add_element", "element": null}`),
		"link is a list":      ops(`{"op": "add_link", "link": []}`),
		"NUL":                 named(`"a\u0000b"`),
		"not UTF-8":           named("\"\xff\xfe\""),
		"half a character":    named(`"\ud83d"`),
		"the other half":      named(`"a\\\ude00"`),
		"a number as name":    named(`7`),
		"too long":            named(`"` + strings.Repeat("x", 2000) + `"`),
		"endless number":      ops(`{"op": "set", "id": "p1", "field": "props.cost_per_month", "new": 1e999}`),
		"upside down":         ops(`{"op": "set", "id": "p1", "field": "props.cost_per_month", "new": {"lo": 3, "hi": 1}}`),
		"an object for text":  ops(`{"op": "set", "id": "p1", "field": "name", "new": {"a": 1}}`),
		"a field out of thin": ops(`{"op": "set", "id": "p1", "field": "..", "new": 1}`),
		"a script as address": ops(`{"op": "set", "id": "p1", "field": "refs", "new": [{"title": "x", "url": "javascript:alert(1)"}]}`),
		"negative revision":   `{"title": "x", "drawn_at": -1, "ops": [{"op": "remove_link", "id": "d1"}]}`,
		"far revision":        `{"title": "x", "drawn_at": 9223372036854775807, "ops": [{"op": "set", "id": "crm", "field": "name", "old": "never", "new": "y"}]}`,
		"a huge revision":     `{"title": "x", "drawn_at": 1e40, "ops": [{"op": "remove_link", "id": "d1"}]}`,
		"NUL in the title":    `{"title": "a\u0000b", "ops": [{"op": "remove_link", "id": "d1"}]}`,
		"NUL in the client":   `{"title": "x", "client_id": "a\u0000b", "ops": [{"op": "remove_link", "id": "d1"}]}`,
		"NUL in what was":     ops(`{"op": "remove_link", "id": "d1", "old": {"props.x": "\u0000"}}`),
	} {
		r := x.do("editor", "POST", "/workspaces/"+slug+"/changes", body)
		if r.status < 400 || r.status >= 500 {
			t.Errorf("%s = %d, want a fault of the caller: %.300s", name, r.status, r.body)
		}
	}
	x.want(http.StatusCreated, "editor", "POST", "/workspaces/"+slug+"/changes", named(`"\ud83d\ude00 \\ude00 \u00e9"`))
	if e := x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/elements/x1", nil).json(t); e["name"] != "😀 \\ude00 é" {
		t.Errorf("name = %q", e["name"])
	}
	if n := len(x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug+"/changes", nil).json(t)["changes"].([]any)); n != 2 {
		t.Errorf("%d changes in the log, want the first and the good one", n)
	}
	for _, path := range []string{"/workspaces/%00", "/workspaces/" + slug + "/elements/%00", "/workspaces/" + slug + "/elements/" + strings.Repeat("x", 5000),
		"/workspaces/" + slug + "/elements?q=" + url.QueryEscape("\x00\xff"), "/workspaces/" + slug + "/elements?after=%00", "/workspaces/" + slug + "/elements?state=%00",
		"/workspaces/" + slug + "/model?at=-1", "/workspaces/" + slug + "/model?at=99999999999999999999", "/workspaces/" + slug + "/changes?since=-5",
		"/workspaces/" + slug + "/changes?after=99999999999999999999", "/workspaces/" + slug + "/members/%00", "/workspaces/" + slug + "/states/%00",
		"/workspaces/" + slug + "/problems/%00/analysis", "/workspaces/" + slug + "/events?since=x", "/workspaces/" + slug + "/export?state=%00"} {
		if r := x.do("viewer", "GET", path, nil); r.status >= 500 {
			t.Errorf("GET %q = %d: %.300s", path, r.status, r.body)
		}
	}
	for path, body := range map[string]string{"/tokens": `{"name": "a\u0000b"}`, "/workspaces": `{"slug": "a\u0000b", "name": "x"}`,
		"/workspaces/" + slug + "/states":                          `{"name": "a\u0000b", "kind": "future"}`,
		"/workspaces/" + slug + "/shares":                          `{"target": "problem:p1\u0000"}`,
		"/workspaces/" + slug + "/problems/p1/findings/P8-p1/keep": `{"reason": "a\u0000b"}`} {
		if r := x.do("owner", "POST", path, body); r.status < 400 || r.status >= 500 {
			t.Errorf("POST %s %s = %d: %.300s", path, body, r.status, r.body)
		}
	}
}
