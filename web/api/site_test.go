package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"rootline/model"
	"rootline/store"
	"rootline/web"
	"rootline/web/transfer"
)

// site is a server with a store of its own, and people in it.
type site struct {
	testing.TB
	store  *store.Store
	server *web.Server
	url    string
	users  map[string]store.User
	tokens map[string]string // by principal
	spaces atomic.Int32
}

// roles that the people of a site have in each of its workspaces.
var roles = map[string]model.Role{"viewer": model.Viewer, "contributor": model.Contributor, "editor": model.Editor, "owner": model.Owner}

// newSite starts a server. Its people are called as what they are: viewer, contributor, editor, owner, outsider (signed in, no
// member), admin.
func newSite(t testing.TB) *site {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"), store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Options{Store: s, Log: slog.New(slog.DiscardHandler), BaseURL: "https://rootline.example.org"})
	h := httptest.NewUnstartedServer(nil)
	h.Config = server.HTTP()
	h.Start()
	t.Cleanup(func() {
		_ = h.Config.Shutdown(t.Context()) // ends the streams; the test is over
		h.Close()
		s.Close()
	})
	x := &site{TB: t, store: s, server: server, url: h.URL + "/api/v1", users: map[string]store.User{}, tokens: map[string]string{}}
	for name := range roles {
		x.person(name, false)
	}
	x.person("outsider", false)
	x.person("admin", true)
	return x
}

func (x *site) person(name string, admin bool) {
	x.Helper()
	u, err := x.store.AddUser(x.Context(), store.User{Email: strings.ReplaceAll(name, " ", "-") + "@example.org", Name: "Person " + name, Admin: admin}, "", model.Author{Kind: model.ByCommand})
	if err != nil {
		x.Fatal(err)
	}
	x.users[name] = u
	x.tokens[name] = x.token(u, store.ScopeWrite)
}

func (x *site) token(u store.User, scope store.Scope) string {
	x.Helper()
	_, secret, err := x.store.AddToken(x.Context(), u, store.Token{Name: "test", Scope: scope}, u.Author())
	if err != nil {
		x.Fatal(err)
	}
	return secret
}

// lamp is what a fresh workspace of a site holds: a problem with one cause, and two technologies.
const lamp = `{"format": "rootline/1", "workspace": {"slug": "SLUG", "name": "Lamp shop", "currency": "EUR", "languages": ["en"]},
	"elements": [
		{"id": "p1", "kind": "problem", "name": "A lamp bought online cannot be returned in a store"},
		{"id": "c1", "kind": "cause", "name": "The agent forgot to enter the order", "props": {"stop": "root", "human": true}},
		{"id": "crm", "kind": "technology", "name": "CRM", "notes": "Holds the customers", "tags": ["old"]},
		{"id": "pos", "kind": "technology", "name": "Till", "names": {"fr": "Caisse enregistrée"}}],
	"links": [
		{"id": "b1", "kind": "because", "from": "p1", "to": "c1"},
		{"id": "d1", "kind": "depends_on", "from": "pos", "to": "crm"}]}`

// space makes a workspace with all four members, and returns its slug.
func (x *site) space() string {
	x.Helper()
	slug := fmt.Sprintf("lamp-%d", x.spaces.Add(1))
	f, _, err := transfer.Read(strings.NewReader(strings.Replace(lamp, "SLUG", slug, 1)), "")
	if err != nil {
		x.Fatal(err)
	}
	by := model.Author{Kind: model.ByCommand}
	if _, err := transfer.Import(x.Context(), x.store, f, transfer.Options{Make: true, Author: by, Title: "Begin"}); err != nil {
		x.Fatal(err)
	}
	w := x.workspace(slug)
	for name, role := range roles {
		if err := x.store.SetMember(x.Context(), w.ID, x.users[name].ID, role, by); err != nil {
			x.Fatal(err)
		}
	}
	return slug
}

func (x *site) workspace(slug string) model.Workspace {
	x.Helper()
	w, err := x.store.Workspace(x.Context(), slug)
	if err != nil {
		x.Fatal(err)
	}
	return w
}

// reply is what the server answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// json reads the answer as JSON.
func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(r.body, &m); err != nil {
		t.Fatalf("answer %d is no JSON object: %v\n%s", r.status, err, r.body)
	}
	return m
}

// do sends a request as a principal ("" = without a token). A body that is text is sent as JSON, a *multipartBody as it is.
func (x *site) do(who, method, path string, body any, headers ...string) reply {
	x.Helper()
	var content io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case string:
		content, kind = strings.NewReader(b), "application/json"
	case *multipartBody:
		content, kind = bytes.NewReader(b.Bytes()), b.kind
	default:
		x.Fatalf("body of type %T", body)
	}
	r, err := http.NewRequestWithContext(x.Context(), method, x.url+path, content)
	if err != nil {
		x.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if token := x.tokens[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		x.Fatal(err)
	}
	defer answer.Body.Close()
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		return reply{answer.StatusCode, answer.Header, nil} // it does not end by itself
	}
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		x.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, b}
}

// want does a request and fails the test unless the status is as wanted.
func (x *site) want(status int, who, method, path string, body any, headers ...string) reply {
	x.Helper()
	r := x.do(who, method, path, body, headers...)
	if r.status != status {
		x.Fatalf("%s %s as %s = %d, want %d: %s", method, path, who, r.status, status, r.body)
	}
	return r
}

// multipartBody is a form with a file.
type multipartBody struct {
	bytes.Buffer
	kind string
}

func upload(t testing.TB, name, content string) *multipartBody {
	t.Helper()
	b := &multipartBody{}
	w := multipart.NewWriter(b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b.kind = w.FormDataContentType()
	return b
}
