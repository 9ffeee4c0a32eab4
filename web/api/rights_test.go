package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// principals are the sorts of caller that the table below has a column for.
var principals = []string{"stranger", "outsider", "other owner", "removed", "disabled", "revoked",
	"viewer", "contributor", "editor", "owner", "read token", "admin"}

// A row of statuses, in the order of principals: first those who must not even learn that the workspace is there.
const (
	allSignedIn  = "401 200 200 200 401 401 200 200 200 200 200 200"
	signedInMay  = "401 201 201 201 401 401 201 201 201 201 403 201" // read tokens only read
	forRead      = "401 404 404 404 401 401 200 200 200 200 200 200"
	forAnswer    = "401 404 404 404 401 401 403 201 201 201 403 201"
	forComment   = "401 404 404 404 401 401 201 201 201 201 403 201"
	forMeasure   = "401 404 404 404 401 401 403 403 201 201 403 201" // a contributor measures what belongs to an analysis
	forChange    = "401 404 404 404 401 401 403 403 201 201 403 201"
	forChangeOK  = "401 404 404 404 401 401 403 403 200 200 403 200"
	forShareRead = "401 404 404 404 401 401 403 403 200 200 200 200"
	forShareGone = "401 404 404 404 401 401 403 403 204 204 403 204"
	forOwn       = "401 404 404 404 401 401 403 403 403 200 403 200"
	forOwnGone   = "401 404 404 404 401 401 403 403 403 204 403 204"
	ownThing     = "401 204 204 204 401 401 204 204 204 204 403 204" // each removes a thing of their own
	everyone     = "200 200 200 200 200 200 200 200 200 200 200 200"
)

// act is a request that the table tries: a path with {ws} in it, and its body.
type act struct {
	path string
	body any
}

const addCause = `{"title": "One more why", "ops": [{"op": "add_element", "element": {"id": "c2", "kind": "cause", "name": "The form has no place for it"}},
	{"op": "add_link", "link": {"id": "b2", "kind": "because", "from": "c1", "to": "c2"}}]}`

// table has an act for every operation and the status that each principal gets. An operation that is missing here, or one here
// that is not served, fails the test.
var table = []struct {
	operation string
	statuses  string
	act       func(t *testing.T, x *site, slug, who string) act
}{
	{"GET /openapi.json", everyone, plain("/openapi.json", nil)},
	{"GET /me", allSignedIn, plain("/me", nil)},
	{"GET /tokens", allSignedIn, plain("/tokens", nil)},
	{"POST /tokens", signedInMay, plain("/tokens", `{"name": "more", "scope": "read"}`)},
	{"DELETE /tokens/:id", ownThing, ownToken},
	{"GET /workspaces", allSignedIn, plain("/workspaces", nil)},
	{"POST /workspaces", signedInMay, newWorkspace},
	{"GET /workspaces/:ws", forRead, plain("/workspaces/{ws}", nil)},
	{"PATCH /workspaces/:ws", forOwn, plain("/workspaces/{ws}", `{"name": "Lamps"}`)},
	{"DELETE /workspaces/:ws", forOwnGone, plain("/workspaces/{ws}", nil)},
	{"GET /workspaces/:ws/members", forRead, plain("/workspaces/{ws}/members", nil)},
	{"GET /workspaces/:ws/members/:user", forRead, member("viewer", nil)},
	{"PUT /workspaces/:ws/members/:user", forOwn, member("outsider", `{"role": "viewer"}`)},
	{"DELETE /workspaces/:ws/members/:user", forOwnGone, member("contributor", nil)},
	{"GET /workspaces/:ws/model", forRead, plain("/workspaces/{ws}/model", nil)},
	{"GET /workspaces/:ws/elements", forRead, plain("/workspaces/{ws}/elements", nil)},
	{"GET /workspaces/:ws/elements/:id", forRead, plain("/workspaces/{ws}/elements/crm", nil)},
	{"GET /workspaces/:ws/changes", forRead, plain("/workspaces/{ws}/changes", nil)},
	{"POST /workspaces/:ws/changes", forAnswer, plain("/workspaces/{ws}/changes", addCause)},
	{"POST /workspaces/:ws/changes/:id/undo", forAnswer, undo},
	{"GET /workspaces/:ws/events", forRead, plain("/workspaces/{ws}/events", nil)},
	{"GET /workspaces/:ws/sessions", forRead, plain("/workspaces/{ws}/sessions", nil)},
	{"POST /workspaces/:ws/sessions", forChange, plain("/workspaces/{ws}/sessions", `{"title": "Lamp return"}`)},
	{"GET /workspaces/:ws/sessions/:id", forRead, session("", nil)},
	{"POST /workspaces/:ws/sessions/:id/stage", strings.ReplaceAll(forChange, "201", "200"), session("/stage", `{"stage": 1}`)},
	{"POST /workspaces/:ws/sessions/:id/end", strings.ReplaceAll(forChange, "201", "200"), session("/end", nil)},
	{"POST /workspaces/:ws/sessions/:id/cards", forAnswer, session("/cards", `{"text": "The till does not find it"}`)},
	{"GET /workspaces/:ws/states", forRead, plain("/workspaces/{ws}/states", nil)},
	{"POST /workspaces/:ws/states", forChange, plain("/workspaces/{ws}/states", `{"name": "One desk", "kind": "future"}`)},
	{"GET /workspaces/:ws/states/:id", forRead, state("", nil)},
	{"POST /workspaces/:ws/states/:id/changes", forAnswer, state("/changes", `{"title": "A hub", "ops": [{"op": "add_element", "element": {"id": "hub", "kind": "technology", "name": "Hub"}}]}`)},
	{"GET /workspaces/:ws/diff", forRead, plain("/workspaces/{ws}/diff?from=current@0&to=current", nil)},
	{"PATCH /workspaces/:ws/states/:id", forChangeOK, state("", `{"name": "Two desks"}`)},
	{"DELETE /workspaces/:ws/states/:id", forShareGone, state("", nil)},
	{"POST /workspaces/:ws/states/:id/rebase", forChangeOK, state("/rebase", `{}`)},
	{"POST /workspaces/:ws/states/:id/merge", forChangeOK, merged},
	{"POST /workspaces/:ws/states/:id/order", forChangeOK, planned("/order", `{"changes": ["ID"]}`)},
	{"POST /workspaces/:ws/states/:id/changes/:change/realise", forChange, planned("/changes/ID/realise", `{"on": "2026-03-01", "evidence": "seen"}`)},
	{"POST /workspaces/:ws/states/:id/changes/:change/drop", forChange, planned("/changes/ID/drop", `{"reason": "too dear"}`)},
	{"POST /workspaces/:ws/states/:id/changes/:change/deviate", forChange, planned("/changes/ID/deviate", `{"reason": "otherwise"}`)},
	{"POST /workspaces/:ws/states/:id/changes/:change/start", forChange, planned("/changes/ID/start", "")},
	{"POST /workspaces/:ws/states/:id/changes/:change/plan", forChange, begun},
	{"POST /workspaces/:ws/states/:id/changes/:change/settle", forChange, planned("/changes/ID/settle", `{"resolutions": []}`)},
	{"GET /workspaces/:ws/problems/:id/analysis", forRead, plain("/workspaces/{ws}/problems/p1/analysis", nil)},
	{"POST /workspaces/:ws/problems/:id/findings/:key/keep", forAnswer, plain("/workspaces/{ws}/problems/p1/findings/P8-p1/keep", `{"reason": "we were there"}`)},
	{"GET /workspaces/:ws/problems/:id/report", forRead, plain("/workspaces/{ws}/problems/p1/report", nil)},
	{"GET /workspaces/:ws/comments", forRead, plain("/workspaces/{ws}/comments?on=element:crm", nil)},
	{"POST /workspaces/:ws/comments", forComment, plain("/workspaces/{ws}/comments", `{"on": "element:crm", "text": "Who keeps this?"}`)},
	{"PATCH /workspaces/:ws/comments/:id", "401 404 404 404 401 401 403 403 403 200 403 403", commented(`{"text": "Who kept this?"}`)}, // the owner's words
	{"DELETE /workspaces/:ws/comments/:id", forOwnGone, commented(nil)},
	{"GET /workspaces/:ws/series", forRead, plain("/workspaces/{ws}/series", nil)},
	{"POST /workspaces/:ws/series", forMeasure, plain("/workspaces/{ws}/series", `{"element": "crm", "name": "Out of order", "unit": "hours"}`)},
	{"GET /workspaces/:ws/series/:id", forRead, measured("", nil)},
	{"DELETE /workspaces/:ws/series/:id", "401 404 404 404 401 401 403 403 204 204 403 204", measured("", nil)},
	{"POST /workspaces/:ws/series/:id/points", forMeasure, measured("/points", `[{"on": "2026-02-01", "value": 3}]`)},
	{"DELETE /workspaces/:ws/series/:id/points/:on", "401 404 404 404 401 401 403 403 204 204 403 204", measured("/points/2026-01-01", nil)},
	{"GET /workspaces/:ws/metrics", forRead, plain("/workspaces/{ws}/metrics", nil)},
	{"GET /workspaces/:ws/ripple/:id", forRead, plain("/workspaces/{ws}/ripple/crm", nil)},
	{"GET /workspaces/:ws/disconnects", forRead, plain("/workspaces/{ws}/disconnects", nil)},
	{"GET /workspaces/:ws/causes", forRead, plain("/workspaces/{ws}/causes", nil)},
	{"POST /workspaces/:ws/fixes", "401 404 404 404 401 401 200 200 200 200 403 200", plain("/workspaces/{ws}/fixes", `{}`)},
	{"GET /workspaces/:ws/thresholds", forRead, plain("/workspaces/{ws}/thresholds", nil)},
	{"PUT /workspaces/:ws/thresholds", forOwn, plain("/workspaces/{ws}/thresholds", `[{"metric": "M3", "max": 10}]`)},
	{"GET /workspaces/:ws/shares", forShareRead, plain("/workspaces/{ws}/shares", nil)},
	{"POST /workspaces/:ws/shares", forChange, plain("/workspaces/{ws}/shares", `{"target": "problem:p1"}`)},
	{"DELETE /workspaces/:ws/shares/:id", forShareGone, shared},
	{"POST /workspaces/:ws/import", forChangeOK, imported},
	{"GET /workspaces/:ws/export", forRead, plain("/workspaces/{ws}/export", nil)},
}

// commented is an act on a comment that the owner made.
func commented(body any) func(t *testing.T, x *site, slug, who string) act {
	return func(t *testing.T, x *site, slug, _ string) act {
		c, err := x.store.AddComment(t.Context(), x.workspace(slug).ID, store.Comment{Topic: "element:crm", Text: "Who keeps this?"}, x.users["owner"].Author())
		if err != nil {
			t.Fatal(err)
		}
		return act{"/workspaces/{ws}/comments/" + c.ID, body}
	}
}

// measured is an act on a series of a technology.
func measured(rest string, body any) func(t *testing.T, x *site, slug, who string) act {
	return func(t *testing.T, x *site, slug, _ string) act {
		m, err := x.store.AddSeries(t.Context(), x.workspace(slug).ID, model.Series{Element: "crm", Name: "Out of order", Points: []model.Point{{On: "2026-01-01", Value: 2}}}, x.users["owner"].Author())
		if err != nil {
			t.Fatal(err)
		}
		return act{"/workspaces/{ws}/series/" + m.ID + rest, body}
	}
}

func TestEveryOperationAsEveryone(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.others()
	var served []string
	for _, r := range x.server.Routes() {
		if path, ok := strings.CutPrefix(r.Path, "/api/v1"); ok {
			served = append(served, r.Method+" "+path)
		}
	}
	for _, op := range served {
		if !slices.ContainsFunc(table, func(r struct {
			operation string
			statuses  string
			act       func(t *testing.T, x *site, slug, who string) act
		}) bool {
			return r.operation == op
		}) {
			t.Errorf("%s is served and not in the table", op)
		}
	}
	for _, row := range table {
		t.Run(row.operation, func(t *testing.T) {
			if !slices.Contains(served, row.operation) {
				t.Fatal("in the table and not served")
			}
			method, _, _ := strings.Cut(row.operation, " ")
			statuses := strings.Fields(row.statuses)
			for i, who := range principals {
				slug := x.space()
				a := row.act(t, x, slug, who)
				r := x.do(who, method, strings.ReplaceAll(a.path, "{ws}", slug), a.body)
				if got := fmt.Sprint(r.status); got != statuses[i] {
					t.Errorf("as %s: %s, want %s: %s", who, got, statuses[i], r.body)
				}
				if r.status >= 400 && r.header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("as %s: the answer is %s, want a problem document", who, r.header.Get("Content-Type"))
				}
			}
		})
	}
}

// others are the principals that are no members of the workspaces of a site, or no more.
func (x *site) others() {
	by := model.Author{Kind: model.ByCommand}
	x.person("other owner", false)
	if _, err := x.store.AddWorkspace(x.Context(), model.Workspace{Slug: "other", Name: "Other", Currency: "EUR", Languages: []string{"en"}}, x.users["other owner"].ID, by); err != nil {
		x.Fatal(err)
	}
	x.person("removed", false) // never a member of the fresh workspaces; TestRemovedMember looks at the moment itself
	x.person("disabled", true)
	if err := x.store.SetDisabled(x.Context(), x.users["disabled"].ID, true, by); err != nil {
		x.Fatal(err)
	}
	x.tokens["read token"] = x.token(x.users["owner"], store.ScopeRead)
	x.users["read token"] = x.users["owner"]
	tok, secret, err := x.store.AddToken(x.Context(), x.users["owner"], store.Token{Name: "revoked", Scope: store.ScopeWrite}, by)
	if err != nil {
		x.Fatal(err)
	}
	if err := x.store.RemoveToken(x.Context(), x.users["owner"].ID, tok.ID, by); err != nil {
		x.Fatal(err)
	}
	x.tokens["revoked"], x.users["revoked"] = secret, x.users["owner"]
}

func plain(path string, body any) func(*testing.T, *site, string, string) act {
	return func(*testing.T, *site, string, string) act { return act{path, body} }
}

func member(name string, body any) func(*testing.T, *site, string, string) act {
	return func(_ *testing.T, x *site, _, _ string) act {
		return act{"/workspaces/{ws}/members/" + x.users[name].ID, body}
	}
}

func newWorkspace(_ *testing.T, _ *site, slug, _ string) act {
	return act{"/workspaces", fmt.Sprintf(`{"slug": "new-%s", "name": "New"}`, slug)}
}

func ownToken(t *testing.T, x *site, _, who string) act {
	u := x.users[who]
	if who == "stranger" {
		u = x.users["owner"]
	}
	tok, _, err := x.store.AddToken(t.Context(), u, store.Token{Name: "to go", Scope: store.ScopeRead}, u.Author())
	if err != nil {
		t.Fatal(err)
	}
	return act{"/tokens/" + tok.ID, nil}
}

// undo is of a change that a contributor may make, so that they may take it back too.
func undo(t *testing.T, x *site, slug, _ string) act {
	r := x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/changes", addCause)
	return act{fmt.Sprintf("/workspaces/{ws}/changes/%s/undo", r.json(t)["id"]), nil}
}

func state(rest string, body any) func(*testing.T, *site, string, string) act {
	return func(t *testing.T, x *site, slug, _ string) act {
		r := x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/states", `{"name": "One desk", "kind": "future"}`)
		return act{fmt.Sprintf("/workspaces/{ws}/states/%s%s", r.json(t)["id"], rest), body}
	}
}

func session(rest string, body any) func(*testing.T, *site, string, string) act {
	return func(t *testing.T, x *site, slug, _ string) act {
		r := x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/sessions", `{"title": "Lamp return"}`)
		return act{fmt.Sprintf("/workspaces/{ws}/sessions/%s%s", r.json(t)["id"], rest), body}
	}
}

const addHub = `{"title": "A hub", "ops": [{"op": "add_element", "element": {"id": "hub", "kind": "technology", "name": "Hub"}}]}`

// planned is an act on a change of a state; ID stands for its id.
func planned(rest, body string) func(*testing.T, *site, string, string) act {
	return func(t *testing.T, x *site, slug, who string) act {
		a := state("", nil)(t, x, slug, who)
		r := x.want(http.StatusCreated, "editor", http.MethodPost, strings.ReplaceAll(a.path, "{ws}", slug)+"/changes", addHub)
		id := fmt.Sprint(r.json(t)["id"])
		a.path += strings.ReplaceAll(rest, "ID", id)
		if body != "" {
			a.body = strings.ReplaceAll(body, "ID", id)
		}
		return a
	}
}

// begun is the way back of a change that is under way.
func begun(t *testing.T, x *site, slug, who string) act {
	a := planned("/changes/ID/start", "")(t, x, slug, who)
	x.want(http.StatusCreated, "editor", http.MethodPost, strings.ReplaceAll(a.path, "{ws}", slug), nil)
	return act{strings.TrimSuffix(a.path, "start") + "plan", nil}
}

func merged(t *testing.T, x *site, slug, who string) act {
	other := planned("", "")(t, x, slug, who)
	_, with, _ := strings.Cut(other.path, "/states/")
	return state("/merge", fmt.Sprintf(`{"with": %q}`, with))(t, x, slug, who)
}

func shared(t *testing.T, x *site, slug, _ string) act {
	r := x.want(http.StatusCreated, "editor", http.MethodPost, "/workspaces/"+slug+"/shares", `{"target": "problem:p1"}`)
	return act{fmt.Sprintf("/workspaces/{ws}/shares/%s", r.json(t)["id"]), nil}
}

func imported(t *testing.T, _ *site, _, _ string) act {
	return act{"/workspaces/{ws}/import", upload(t, "more.json", `{"format": "rootline/1", "elements": [{"id": "erp", "kind": "technology", "name": "ERP"}]}`)}
}

// TestForeignLooksAbsent: the answer for a workspace that one may not see is that for one that never was.
func TestForeignLooksAbsent(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	foreign, absent := x.do("outsider", "GET", "/workspaces/"+slug, nil), x.do("outsider", "GET", "/workspaces/never", nil)
	if string(foreign.body) != string(absent.body) || foreign.status != absent.status {
		t.Errorf("foreign %d %s, absent %d %s", foreign.status, foreign.body, absent.status, absent.body)
	}
}

// TestRemovedMember: a removal counts from the next request on.
func TestRemovedMember(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	slug := x.space()
	x.want(http.StatusOK, "viewer", "GET", "/workspaces/"+slug, nil)
	x.want(http.StatusNoContent, "owner", "DELETE", "/workspaces/"+slug+"/members/"+x.users["viewer"].ID, nil)
	x.want(http.StatusNotFound, "viewer", "GET", "/workspaces/"+slug, nil)
}

// TestATokenGivesNoMoreThanItHas: a token makes none that may do more than itself.
func TestATokenGivesNoMoreThanItHas(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.want(http.StatusForbidden, "admin", "POST", "/tokens", `{"name": "more", "scope": "admin"}`)
	x.tokens["admin"] = x.token(x.users["admin"], store.ScopeAdmin)
	secret, _ := x.want(http.StatusCreated, "admin", "POST", "/tokens", `{"name": "more", "scope": "admin", "expires": "2100-01-01"}`).json(t)["token"].(string)
	x.tokens["fresh"] = secret
	if me := x.want(http.StatusOK, "fresh", "GET", "/me", nil).json(t); me["admin"] != true || me["email"] != "admin@example.org" {
		t.Errorf("me = %v", me)
	}
	x.want(http.StatusUnprocessableEntity, "admin", "POST", "/tokens", `{"name": "past", "expires": "2001-01-01"}`)
}
