package web

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/model"
	"rootline/store"
)

// site is a server over a database of its own, for one test.
type site struct {
	*httptest.Server
	store  *store.Store
	server *Server
	space  model.Workspace
	owner  store.User
}

var byCommand = model.Author{Kind: model.ByCommand}

// ticking is a clock that never shows one millisecond twice: what happens one after the other has an order.
func ticking() func() time.Time {
	var last atomic.Int64
	return func() time.Time {
		for {
			before, now := last.Load(), time.Now().UnixMilli()
			if now <= before {
				now = before + 1
			}
			if last.CompareAndSwap(before, now) {
				return time.UnixMilli(now)
			}
		}
	}
}

// newSite starts a server with one workspace, "lamps", and its owner.
func newSite(t testing.TB) *site {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "r.db"), store.Options{Now: ticking()})
	if err != nil {
		t.Fatal(err)
	}
	server := New(Options{Store: s})
	x := &site{Server: httptest.NewServer(server.Handler()), store: s, server: server}
	t.Cleanup(func() {
		x.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	x.owner = x.person(t, "Olga Owner", "")
	x.space = x.workspace(t, "lamps", x.owner)
	return x
}

// person makes a person who signs in by a pass, without a password.
func (x *site) person(t testing.TB, name string, role model.Role) store.User {
	t.Helper()
	u, err := x.store.AddUser(t.Context(), store.User{Name: name, Email: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@example.com"}, "", byCommand)
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		if err := x.store.SetMember(t.Context(), x.space.ID, u.ID, role, byCommand); err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func (x *site) workspace(t testing.TB, slug string, owner store.User) model.Workspace {
	t.Helper()
	w, err := x.store.AddWorkspace(t.Context(), model.Workspace{Slug: slug, Name: "Team " + slug, Currency: "EUR", Languages: []string{"en", "fr"}}, owner.ID, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// commit makes a change of the workspace from the command line.
func (x *site) commit(t testing.TB, ops ...model.Op) store.Done {
	t.Helper()
	done, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: "test", Author: byCommand, Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func (x *site) graph(t testing.TB) *model.Graph {
	t.Helper()
	g, _, err := x.store.Graph(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// browser is somebody's browser, without script.
type browser struct {
	*http.Client
	base string
}

// browse opens a browser; with a person given, they are signed in. It does not follow redirects.
func (x *site) browse(t testing.TB, u store.User) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, x.URL}
	if u.ID == "" {
		return b
	}
	_, secret, err := x.store.AddPass(t.Context(), store.Pass{Kind: store.PassDemo, User: u.ID, Workspace: x.space.ID, Expires: x.store.Now().AddDate(0, 0, 1)}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	if r := b.get(t, "/demo/"+secret); r.status != http.StatusSeeOther {
		t.Fatalf("sign in = %d", r.status)
	}
	return b
}

// reply is an answer, read whole.
type reply struct {
	status   int
	location string
	header   http.Header
	body     string
}

func (b *browser) get(t testing.TB, path string) reply {
	t.Helper()
	r, err := b.Get(b.base + path)
	return read1(t, r, err)
}

func (b *browser) post(t testing.TB, path string, form url.Values) reply {
	t.Helper()
	r, err := b.PostForm(b.base+path, form)
	return read1(t, r, err)
}

func read1(t testing.TB, r *http.Response, err error) reply {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{r.StatusCode, r.Header.Get("Location"), r.Header, string(body)}
}

// want fails the test where the status is another.
func (r reply) want(t testing.TB, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("status = %d, want %d\n%s", r.status, status, firstWords(r.body))
	}
	return r
}

// firstWords is what a page says is wrong, else how it begins.
func firstWords(body string) string {
	r := reply{body: body}
	doc, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		return body
	}
	said := ""
	for n := range doc.Descendants() {
		class, _ := attr(n, "class")
		if n.Data == "main" && said == "" {
			said = shortened(textOf(n), 500)
		}
		if class == "errors" {
			return textOf(n)
		}
	}
	return said
}

// nodes walks the whole page.
func (r reply) nodes(t testing.TB) func(yield func(*html.Node) bool) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*html.Node) bool) {
		for n := range doc.Descendants() {
			if !yield(n) {
				return
			}
		}
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// form reads what the first form that posts to a path ending in action would send.
func (r reply) form(t testing.TB, action string) url.Values {
	t.Helper()
	for n := range r.nodes(t) {
		a, _ := attr(n, "action")
		path, _, _ := strings.Cut(a, "?")
		if n.Type == html.ElementNode && n.Data == "form" && strings.HasSuffix(path, action) {
			return formValues(n)
		}
	}
	t.Fatalf("no form posts to %s\n%s", action, firstWords(r.body))
	return nil
}

func formValues(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name, named := attr(n, "name")
		if n.Type != html.ElementNode || !named {
			continue
		}
		value, _ := attr(n, "value")
		_, checked := attr(n, "checked")
		kind, _ := attr(n, "type")
		switch n.Data {
		case "input":
			if kind != "radio" && kind != "checkbox" || checked {
				v.Add(name, value)
			}
		case "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			v.Add(name, strings.ReplaceAll(text, "\n", "\r\n"))
		case "select":
			v.Add(name, selected(n))
		}
	}
	return v
}

func selected(n *html.Node) string {
	first, found := "", false
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		value, _ := attr(o, "value")
		if _, on := attr(o, "selected"); on {
			return value
		}
		if !found {
			first, found = value, true
		}
	}
	return first
}

// attrOf is the value of an attribute, "" where there is none.
func attrOf(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}
