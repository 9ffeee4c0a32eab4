package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// ended opens a browser whose person, with a password, was signed in, has the form of the element open, and is signed out.
func (x *site) ended(t *testing.T, password string) (*browser, url.Values) {
	t.Helper()
	if err := x.store.SetPassword(t.Context(), x.owner.ID, password, byCommand); err != nil {
		t.Fatal(err)
	}
	u, err := x.store.User(t.Context(), x.owner.ID)
	if err != nil {
		t.Fatal(err)
	}
	b := x.browse(t, u)
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, http.StatusOK).form(t, "/edit")
	if err := x.store.SignOutEverywhere(t.Context(), x.owner.ID, byCommand); err != nil {
		t.Fatal(err)
	}
	return b, form
}

const battery = "correct horse battery"

// Nothing that was typed is lost where the session ended while a form was open: one signs in, sees it, and sends it.
func TestSessionEndsWhileAFormIsOpen(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b, form := x.ended(t, battery)
	form.Set("name", `Customers "& co" <b>`)
	form.Set("notes", "\r\nFirst line\r\n\r\n  the third, with ص and 灯 and 💡")
	const at = "/w/lamps/elements/crm/edit"
	login := b.post(t, at, form).want(t, http.StatusUnauthorized)
	sign := login.form(t, "/login")
	sign.Set("email", x.owner.Email)
	sign.Set("password", "not the password")
	sign = b.post(t, "/login", sign).want(t, http.StatusUnauthorized).form(t, "/login") // what was typed waits on
	sign.Set("password", battery)
	rev := x.revision(t)
	if r := b.post(t, "/login", sign).want(t, http.StatusSeeOther); r.location != "/kept" {
		t.Fatalf("signed in, and led to %s", r.location)
	}
	page := b.get(t, "/kept").want(t, http.StatusOK)
	if !strings.Contains(page.body, "First line") || strings.Contains(page.body, battery) || x.revision(t) != rev {
		t.Error("the page does not show what was written, shows the password, or has sent it by itself")
	}
	again := page.form(t, "/kept")
	for name, want := range form {
		if got := again[name]; len(got) != len(want) || strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	moved := b.post(t, "/kept", again).want(t, http.StatusTemporaryRedirect)
	if moved.location != at {
		t.Fatalf("sent on to %s", moved.location)
	}
	b.post(t, moved.location, again).want(t, http.StatusSeeOther) // as browsers do
	if e := x.graph(t).Element("crm"); e.Name != `Customers "& co" <b>` || !strings.Contains(e.Notes, "the third, with ص and 灯 and 💡") {
		t.Errorf("saved %q %q", e.Name, e.Notes)
	}
	b.get(t, "/kept").want(t, http.StatusSeeOther) // nothing waits any more
}

func TestKeptFormIsNotShownToAnother(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b, form := x.ended(t, battery)
	form.Set("notes", "between us")
	eve := x.person(t, "Eve Else", model.Editor)
	if err := x.store.SetPassword(t.Context(), eve.ID, battery, byCommand); err != nil {
		t.Fatal(err)
	}
	sign := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusUnauthorized).form(t, "/login")
	sign.Set("email", eve.Email)
	sign.Set("password", battery)
	if r := b.post(t, "/login", sign).want(t, http.StatusSeeOther); r.location != "/" {
		t.Errorf("led to %s", r.location)
	}
	b.get(t, "/kept").want(t, http.StatusSeeOther)
	if page := b.get(t, "/w/lamps").want(t, http.StatusOK); strings.Contains(page.body, "between us") || !strings.Contains(page.body, "Somebody else had been writing here") {
		t.Error("it is shown, or nothing says why it is not")
	}
}

func TestKeptFormCanBeLetGo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b, form := x.ended(t, battery)
	form.Set("notes", "never mind")
	sign := b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusUnauthorized).form(t, "/login")
	sign.Set("email", x.owner.Email)
	sign.Set("password", battery)
	b.post(t, "/login", sign).want(t, http.StatusSeeOther)
	b.post(t, "/kept/drop", nil).want(t, http.StatusSeeOther)
	b.get(t, "/kept").want(t, http.StatusSeeOther)
	if n := x.graph(t).Element("crm").Notes; n != "" {
		t.Errorf("notes = %q", n)
	}
}

// A password waits nowhere, a form leads nowhere else, and a large one waits whole.
func TestKeptFormBounds(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b, _ := func() (*browser, url.Values) { x.some(t); return x.ended(t, battery) }()
	login := b.post(t, "/account/password", url.Values{"old": {battery}, "password": {"another battery"}}).want(t, http.StatusUnauthorized)
	if strings.Contains(login.body, "battery") {
		t.Error("the page on which one signs in carries a password")
	}
	sign := url.Values{"email": {x.owner.Email}, "password": {battery}, "kept-to": {"//evil.example/x"}, "kept.name": {"x"}}
	if r := b.post(t, "/login", sign).want(t, http.StatusSeeOther); r.location != "/" {
		t.Errorf("led to %s", r.location)
	}
	b.post(t, "/logout", nil).want(t, http.StatusSeeOther)
	long := strings.Repeat("صندوق.", 27_000) // nearly 900 kB as it travels
	sign = b.post(t, "/w/lamps/elements/crm/edit", url.Values{"notes": {long}}).want(t, http.StatusUnauthorized).form(t, "/login")
	sign.Set("email", x.owner.Email)
	sign.Set("password", battery)
	b.post(t, "/login", sign).want(t, http.StatusSeeOther)
	if got := b.get(t, "/kept").want(t, http.StatusOK).form(t, "/kept").Get("notes"); got != long {
		t.Errorf("%d bytes wait, want %d", len(got), len(long))
	}
}
