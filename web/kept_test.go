package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/templates/say"
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
	page := b.post(t, "/login", sign).want(t, http.StatusOK)
	if !strings.Contains(page.body, "First line") || strings.Contains(page.body, battery) || x.revision(t) != rev {
		t.Error("the page does not show what was written, shows the password, or has sent it by itself")
	}
	again := page.form(t, at)
	for name, want := range form {
		if got := again[name]; len(got) != len(want) || strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	b.post(t, at, again).want(t, http.StatusSeeOther)
	if e := x.graph(t).Element("crm"); e.Name != `Customers "& co" <b>` || !strings.Contains(e.Notes, "the third, with ص and 灯 and 💡") {
		t.Errorf("saved %q %q", e.Name, e.Notes)
	}
}

// Two forms wait, each in its own window: each goes where it was written for, also where the session ends once more.
func TestKeptFormsDoNotMixUp(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b, crmForm := x.ended(t, battery)
	const till, crm = "/w/lamps/elements/till/edit", "/w/lamps/elements/crm/edit"
	crmForm.Set("name", "Customers of the north")
	forms := map[string]url.Values{crm: crmForm, till: {"name": {"Till of the south"}}}
	for range 2 {
		waiting := map[string]url.Values{}
		for at, form := range forms {
			waiting[at] = b.post(t, at, form).want(t, http.StatusUnauthorized).form(t, "/login")
		}
		for at, sign := range waiting {
			sign.Set("email", x.owner.Email)
			sign.Set("password", battery)
			forms[at] = b.post(t, "/login", sign).want(t, http.StatusOK).form(t, at)
		}
		must(t, x.store.SignOutEverywhere(t.Context(), x.owner.ID, byCommand))
	}
	owner, err := x.store.User(t.Context(), x.owner.ID)
	must(t, err)
	b = x.browse(t, owner)
	for at, form := range forms {
		b.post(t, at, form).want(t, http.StatusSeeOther)
	}
	g := x.graph(t)
	if g.Element("crm").Name != "Customers of the north" || g.Element("till").Name != "Till of the south" {
		t.Errorf("saved %q and %q", g.Element("crm").Name, g.Element("till").Name)
	}
}

// A form with a file waits too, with the text of the file.
func TestKeptFormWithAFile(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b, _ := x.ended(t, battery)
	const at = "/w/lamps/states/import"
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(t, w.WriteField("name", "Target of the group"))
	f, err := w.CreateFormFile("file", "model.json")
	must(t, err)
	_, err = f.Write([]byte(`{"elements": "as the group has it"}`))
	must(t, err)
	must(t, w.Close())
	r, err := b.Post(b.base+at, w.FormDataContentType(), &body)
	sign := read1(t, r, err).want(t, http.StatusUnauthorized).form(t, "/login")
	sign.Set("email", x.owner.Email)
	sign.Set("password", battery)
	kept := b.post(t, "/login", sign).want(t, http.StatusOK).form(t, at)
	if kept.Get("name") != "Target of the group" || kept.Get("text") != `{"elements": "as the group has it"}` {
		t.Errorf("what waits is %v", kept)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever page a form is refused with, it holds what somebody wrote.
func TestRefusedFormsShowWhatWasWritten(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	eve := x.person(t, "Eve Editor", model.Editor)
	b := x.browse(t, eve)
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, http.StatusOK).form(t, "/edit")
	form.Set("notes", "a thought of <three> hours")
	gone := b.post(t, "/w/lamps~plan-removed-meanwhile/elements/crm/edit", form).want(t, http.StatusNotFound)
	must(t, x.store.SetMember(t.Context(), x.space.ID, eve.ID, model.Viewer, byCommand))
	barred := b.post(t, "/w/lamps/elements/erp/edit", form).want(t, http.StatusForbidden)
	for _, page := range []reply{gone, barred} {
		if !strings.Contains(page.body, "a thought of &lt;three&gt; hours") || strings.Contains(page.body, form.Get("client")) {
			t.Errorf("the page does not show what was written, or shows what nobody wrote: %s", firstWords(page.body))
		}
	}
	if page := b.post(t, "/password/none", url.Values{"password": {battery}}); strings.Contains(page.body, battery) {
		t.Error("a password is shown")
	}
}

// What a form says without anybody having written it is not shown as if somebody had.
func TestHiddenFieldsAreNotWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../templates/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	hidden := regexp.MustCompile(`type="hidden" name="([a-z_.]+)"`)
	v := &visit{Say: say.For("en")}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range hidden.FindAllSubmatch(text, -1) {
			name := string(m[1])
			if _, said := keptLabel(v, name); said && !slices.Contains([]string{"name", "title", "url"}, name) { // those are typed in other forms
				t.Errorf("%s: %q would be shown as written", filepath.Base(file), name)
			}
		}
	}
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
	if page := b.get(t, "/w/lamps").want(t, http.StatusOK); strings.Contains(page.body, "between us") || !strings.Contains(page.body, "Somebody else had been writing here") {
		t.Error("it is shown, or nothing says why it is not")
	}
}

// Who signs in where somebody else is signed in finds nothing of theirs.
func TestSigningInLeavesTheOthersSession(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.some(t)
	b := x.browse(t, x.owner)
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, http.StatusOK).form(t, "/edit")
	form.Set("name", "Known to the owner")
	b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusSeeOther) // the next page would say so, with its undo
	eve := x.person(t, "Eve Else", model.Editor)
	must(t, x.store.SetPassword(t.Context(), eve.ID, battery, byCommand))
	b.post(t, "/login", url.Values{"email": {eve.Email}, "password": {battery}}).want(t, http.StatusSeeOther)
	if page := b.get(t, "/account").want(t, http.StatusOK); strings.Contains(page.body, "/undo") {
		t.Error("she is offered to take back what another did")
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
	if got := b.post(t, "/login", sign).want(t, http.StatusOK).form(t, "/edit").Get("notes"); got != long {
		t.Errorf("%d bytes wait, want %d", len(got), len(long))
	}
}
