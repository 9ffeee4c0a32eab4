package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"rootline/model"
	"rootline/store"
)

// fullStore keeps sessions where there is no room left for another.
type fullStore struct{ scs.CtxStore }

func (fullStore) CommitCtx(context.Context, string, []byte, time.Time) error {
	return model.Fault(model.Full, "", "db.full")
}

// Where the disk is full, who signs in hears what to do, and who has signed in goes on: only what the next page would have said
// is lost.
func TestNoRoomForSessions(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b, stranger := x.browse(t, x.owner), x.browse(t, store.User{})
	x.server.sessions.Store = fullStore{x.store.Sessions()}
	_, secret, err := x.store.AddPass(t.Context(), store.Pass{Kind: store.PassDemo, User: x.owner.ID, Workspace: x.space.ID, Expires: x.store.Now().AddDate(0, 0, 1)}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	r := stranger.get(t, "/demo/"+secret).want(t, http.StatusInsufficientStorage)
	if !strings.Contains(r.body, "Ask your administrator to make room") || strings.Count(r.body, "no room left") > 2 || r.header.Get("Set-Cookie") != "" {
		t.Errorf("who signs in on a full disk reads %q, with the cookie %q", firstWords(r.body), r.header.Get("Set-Cookie"))
	}
	b.post(t, "/w/lamps/undo", url.Values{}).want(t, http.StatusSeeOther)
	b.get(t, "/w/lamps").want(t, http.StatusOK)
}

// A form that leads nowhere is not read beyond what a page takes.
func TestFormsThatLeadNowhereAreBounded(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	for _, to := range []string{"POST /nope", "PUT /login", "POST /healthz"} {
		method, path, _ := strings.Cut(to, " ")
		body := &endless{}
		r := httptest.NewRequest(method, path, body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		x.server.Handler().ServeHTTP(httptest.NewRecorder(), r)
		if body.read > 2<<20 {
			t.Errorf("%s reads %d bytes", to, body.read)
		}
	}
}

// endless is a file that is being sent, up to 64 MB.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	const begins = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
	if e.read == 0 {
		e.read = copy(b, begins)
		return e.read, nil
	}
	if e.read > 64<<20 {
		return 0, io.EOF
	}
	for i := range b {
		b[i] = 'a'
	}
	e.read += len(b)
	return len(b), nil
}

// What cannot be read as a form is said in plain words, with the limit where there is one.
func TestFormsThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "late", Kind: model.Problem, Name: "Late"}))
	b := x.browse(t, x.owner)
	for path, limit := range map[string]string{"/w/lamps/settings": "takes 1 MB", "/w/lamps/new/list": "takes 8 MB"} {
		r := b.post(t, path, url.Values{"name": {strings.Repeat("x", 9<<20)}}).want(t, http.StatusRequestEntityTooLarge)
		if !strings.Contains(r.body, limit) || strings.Contains(r.body, "on our side") {
			t.Errorf("%s: %s", path, firstWords(r.body))
		}
	}
	r := b.post(t, "/w/lamps/problems/late/analysis/outline/edit", url.Values{"text": {"One", "Two"}, "depth": {"1"}}).want(t, http.StatusBadRequest)
	if !strings.Contains(r.body, "Nothing was stored") || strings.Contains(r.body, "on our side") {
		t.Error(firstWords(r.body))
	}
}
