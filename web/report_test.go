package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/store"
	"rootline/templates"
)

// clock is a clock that a test moves.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time           { return time.UnixMilli(c.at.Load()).UTC() }
func (c *clock) forward(by time.Duration) { c.at.Add(by.Milliseconds()) }

// lampSite is a site whose workspace holds the demo, at noon of 22 November 2026.
func lampSite(t *testing.T) (*site, *clock) {
	t.Helper()
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).UnixMilli())
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "r.db"), store.Options{Now: c.now})
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
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	x.commit(t, exchange.Ops(f)...)
	return x, c
}

// made is the link that a page shows after it was made.
func made(t *testing.T, r reply) string {
	t.Helper()
	for n := range r.nodes(t) {
		if name, _ := attr(n, "name"); n.Type == html.ElementNode && name == "link" {
			link, _ := attr(n, "value")
			u, err := url.Parse(link)
			if err != nil {
				t.Fatal(err)
			}
			return u.Path
		}
	}
	t.Fatalf("no link on the page: %s", firstWords(r.body))
	return ""
}

func TestReportPageAndFiles(t *testing.T) {
	t.Parallel()
	x, _ := lampSite(t)
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	page := viewer.get(t, "/w/lamps/problems/lamp-return/report?audience=executive").want(t, http.StatusOK)
	if !strings.Contains(page.body, "Decision asked of Marta Klein, head of retail") || strings.Contains(page.body, "/share?") {
		t.Error("a viewer reads the report, and is not offered to share it")
	}
	if !strings.Contains(viewer.get(t, "/w/lamps/problems/lamp-return/report?language=fa").want(t, http.StatusOK).body, `class="a4" lang="fa" dir="rtl"`) {
		t.Error("the report does not speak Persian when asked to")
	}
	for format, kind := range map[string]string{"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "json": "application/json"} {
		file := viewer.get(t, "/w/lamps/problems/lamp-return/report?format="+format).want(t, http.StatusOK)
		if got := file.header.Get("Content-Type"); got != kind {
			t.Errorf("%s comes as %s", format, got)
		}
		if format == "json" && !json.Valid([]byte(file.body)) {
			t.Error("the JSON is none")
		}
		if format == "html" && file.header.Get("Content-Security-Policy") != templates.ReportPolicy() {
			t.Errorf("the file comes with the policy %q", file.header.Get("Content-Security-Policy"))
		}
	}
	viewer.get(t, "/w/lamps/problems/lamp-return/report?format=exe").want(t, http.StatusUnprocessableEntity)
	viewer.get(t, "/w/lamps/problems/till/report").want(t, http.StatusNotFound) // no problem
	viewer.get(t, "/w/lamps/problems/lamp-return/share").want(t, http.StatusForbidden)
	list := viewer.get(t, "/w/lamps/reports").want(t, http.StatusOK)
	if n := strings.Count(list.body, "/report\""); n != len(x.graph(t).OfKind(model.Problem)) {
		t.Errorf("%d reports are listed", n)
	}
}

// A root that nobody has judged: the badge says what the drawing says, and how one knows is said once, in the reader's language.
func TestReportSaysOnceHowSureOneIs(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.chain(t, "The order goes astray", "The label has no house number")
	x.commit(t, model.Set("c1", "props.stop", nil, "root"))
	b := x.browse(t, x.owner)
	w := b.walk(t, "p")
	w.at = "/w/lamps/problems/p/analysis/ground/c1"
	w.answer("ground/c1", "grade", "documented", "certainty", "sure")
	for lang, want := range map[string][2]string{"en": {"the team is surea document says so", "root: a document, sure"}, "zh": {"团队确定有文件记载", "根本原因：有文件，确定"}} {
		body := b.get(t, "/w/lamps/problems/p/report?audience=executive&language="+lang).want(t, http.StatusOK).body
		if got := textIn(body, "p", "meta"); got != want[0] {
			t.Errorf("in %s the root is told as %q, want %q", lang, got, want[0])
		}
		file := b.get(t, "/w/lamps/problems/p/report?audience=analyst&format=html&language="+lang).want(t, http.StatusOK).body
		if !strings.Contains(file, want[1]) {
			t.Errorf("in %s the drawing does not say %q", lang, want[1])
		}
		if lang == "zh" && strings.Contains(file, "says so") {
			t.Error("the Chinese report speaks English")
		}
	}
}

func TestShareLifecycle(t *testing.T) {
	t.Parallel()
	x, now := lampSite(t)
	owner, stranger := x.browse(t, x.owner), x.browse(t, store.User{})
	form := owner.get(t, "/w/lamps/problems/lamp-return/share").want(t, http.StatusOK).form(t, "/share")
	if got := form.Get("expires"); got != "2026-12-22" {
		t.Errorf("a link lives until %s by default, want 30 days", got)
	}
	form.Set("audience", "executive")
	answer := owner.post(t, "/w/lamps/problems/lamp-return/share", form).want(t, http.StatusOK)
	link := made(t, answer)
	if strings.Contains(owner.get(t, "/w/lamps/problems/lamp-return/share").body, link) {
		t.Error("the link is shown a second time")
	}

	page := stranger.get(t, link).want(t, http.StatusOK)
	for name, want := range map[string]string{"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(page.body, "Marta Klein") || strings.Contains(page.body, "/w/lamps") {
		t.Error("the shared page does not hold the report, or leads into the workspace")
	}
	if md := stranger.get(t, link+"?format=md&audience=analyst").want(t, http.StatusOK); strings.Contains(md.body, "How we know") {
		t.Error("a reader got more than the link is for")
	}
	missing := stranger.get(t, "/s/0123456789abcdefghijkl").want(t, http.StatusNotFound)

	gone := func(why string) {
		t.Helper()
		if r := stranger.get(t, link); r.status != missing.status || anonymous(r.body) != anonymous(missing.body) {
			t.Errorf("%s: answers %d, unlike a link that never was", why, r.status)
		}
	}
	now.forward(29 * 24 * time.Hour)
	stranger.get(t, link).want(t, http.StatusOK)
	now.forward(2 * 24 * time.Hour)
	gone("expired")
	now.forward(-31 * 24 * time.Hour) // sessions live by the clock on the wall

	share := func(f url.Values) {
		t.Helper()
		f.Set("audience", "manager")
		link = made(t, owner.post(t, "/w/lamps/problems/lamp-return/share", f).want(t, http.StatusOK))
		stranger.get(t, link).want(t, http.StatusOK)
	}
	share(url.Values{})
	for n := range owner.get(t, "/w/lamps/problems/lamp-return/share").nodes(t) {
		if action, _ := attr(n, "action"); strings.HasSuffix(action, "/revoke") {
			owner.post(t, action, url.Values{}).want(t, http.StatusSeeOther)
		}
	}
	gone("revoked")

	share(url.Values{})
	done := x.commit(t, removal(x.graph(t), "lamp-return")...)
	gone("the problem removed")
	if _, err := x.store.Undo(t.Context(), model.Change{Workspace: x.space.ID, Undoes: []string{done.ID}, Author: byCommand, Title: "back"}); err != nil {
		t.Fatal(err)
	}
	stranger.get(t, link).want(t, http.StatusOK)
	if err := x.store.RemoveWorkspace(t.Context(), x.space.ID, byCommand); err != nil {
		t.Fatal(err)
	}
	gone("the workspace deleted")
}

var requestIDs = regexp.MustCompile(`/s/[^"]*`)

// anonymous is a page without its own address.
func anonymous(body string) string { return requestIDs.ReplaceAllString(body, "/s/…") }

// removal takes an element away with its links.
func removal(g *model.Graph, id string) []model.Op {
	var ops []model.Op
	for _, l := range append(g.Out(id), g.In(id)...) {
		ops = append(ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID})
	}
	return append(ops, model.Op{Kind: model.OpRemoveElement, ID: id})
}

func TestSharePassword(t *testing.T) {
	t.Parallel()
	x, _ := lampSite(t)
	link := made(t, x.browse(t, x.owner).post(t, "/w/lamps/problems/lamp-return/share", url.Values{"audience": {"executive"}, "password": {"lamps and returns"}}).want(t, http.StatusOK))
	reader := x.browse(t, store.User{})
	locked := reader.get(t, link).want(t, http.StatusOK)
	if strings.Contains(locked.body, "Marta Klein") || !strings.Contains(locked.body, `name="password"`) {
		t.Error("the report is shown before its password")
	}
	if file := reader.get(t, link+"?format=json"); strings.Contains(file.body, "Marta Klein") {
		t.Error("the file is handed out before its password")
	}
	reader.post(t, link, url.Values{"password": {"wrong"}}).want(t, http.StatusUnprocessableEntity)
	reader.post(t, link, url.Values{"password": {"lamps and returns"}}).want(t, http.StatusSeeOther)
	if !strings.Contains(reader.get(t, link).want(t, http.StatusOK).body, "Marta Klein") {
		t.Error("the report is not shown after its password")
	}
	if strings.Contains(x.browse(t, store.User{}).get(t, link).body, "Marta Klein") {
		t.Error("another reader needs no password")
	}
}

func TestShareRedactsAndSpeaks(t *testing.T) {
	t.Parallel()
	x, _ := lampSite(t)
	owner := x.browse(t, x.owner)
	redacted := made(t, owner.post(t, "/w/lamps/problems/lamp-return/share", url.Values{"audience": {"analyst"}, "redact": {"true"}}).want(t, http.StatusOK))
	page := x.browse(t, store.User{}).get(t, redacted).want(t, http.StatusOK)
	for _, secret := range []string{"Marta Klein", "Jonas Weber", "same name over the door"} {
		if strings.Contains(page.body, secret) {
			t.Errorf("the redacted report says %q", secret)
		}
	}
	french := made(t, owner.post(t, "/w/lamps/problems/lamp-return/share", url.Values{"audience": {"manager"}, "language": {"fr"}}).want(t, http.StatusOK))
	if page := x.browse(t, store.User{}).get(t, french+"?language=fa"); !strings.Contains(page.body, `<html lang="fr"`) || !strings.Contains(page.body, "Causes profondes") {
		t.Error("a link in French does not speak French")
	}
	reader := x.browse(t, store.User{})
	asks, err := http.NewRequest(http.MethodGet, x.URL+redacted, nil)
	if err != nil {
		t.Fatal(err)
	}
	asks.Header.Set("Accept-Language", "fa")
	answer, err := reader.Do(asks)
	if page := read1(t, answer, err); !strings.Contains(page.body, `<html lang="fa" dir="rtl"`) {
		t.Error("a link without a language does not speak the reader's")
	}
}

func TestShareRefusals(t *testing.T) {
	t.Parallel()
	x, _ := lampSite(t)
	owner := x.browse(t, x.owner)
	for name, form := range map[string]url.Values{
		"a day that is past":   {"audience": {"manager"}, "expires": {"2026-11-21"}},
		"a day that is none":   {"audience": {"manager"}, "expires": {"soon"}},
		"an unknown audience":  {"audience": {"everybody"}},
		"an unknown language":  {"audience": {"manager"}, "language": {"tlh"}},
		"no audience whatever": {},
	} {
		r := owner.post(t, "/w/lamps/problems/lamp-return/share", form)
		if r.status != http.StatusUnprocessableEntity || strings.Contains(r.body, "/s/") {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	owner.post(t, "/w/lamps/problems/till/share", url.Values{"audience": {"manager"}}).want(t, http.StatusNotFound)
	x.browse(t, x.person(t, "Vera Viewer", model.Viewer)).post(t, "/w/lamps/problems/lamp-return/share", url.Values{"audience": {"manager"}}).want(t, http.StatusForbidden)
}
