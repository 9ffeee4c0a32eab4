package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rootline/model"
)

// Who came by a link sets a first password without an old one; after that the old one is asked.
func TestFirstPassword(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	page := b.get(t, "/account").want(t, http.StatusOK)
	if form := page.form(t, "/account/password"); form.Has("old") {
		t.Error("the form asks for an old password that there is not")
	}
	b.post(t, "/account/password", url.Values{"password": {"short"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/account/password", url.Values{"password": {"correct horse battery"}}).want(t, http.StatusSeeOther)
	if ok, err := x.store.HasPassword(t.Context(), x.owner.ID, "correct horse battery"); err != nil || !ok {
		t.Fatalf("HasPassword = %v, %v", ok, err)
	}
	if form := b.get(t, "/account").want(t, http.StatusOK).form(t, "/account/password"); !form.Has("old") {
		t.Error("the form does not ask for the old password")
	}
	b.post(t, "/account/password", url.Values{"password": {"another battery"}, "old": {""}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/account/password", url.Values{"password": {"another battery"}, "old": {"correct horse battery"}}).want(t, http.StatusSeeOther)
}

// Times are said as the reader's clocks show them: as they chose, else as their browser tells, else as the server's, named.
func TestTimesInTheReadersZone(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	done := x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	entry, err := x.store.Entry(t.Context(), x.space.ID, done.ID)
	if err != nil {
		t.Fatal(err)
	}
	said := func(zone string) string {
		t.Helper()
		z, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		return entry.At.In(z).Format("15:04")
	}
	at := func() (text, title string) {
		t.Helper()
		for n := range b.get(t, "/w/lamps/history/"+done.ID).want(t, http.StatusOK).nodes(t) {
			if n.Data == "time" {
				title, _ = attr(n, "title")
				return textOf(n), title
			}
		}
		return "", ""
	}
	u, err := url.Parse(x.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.Jar.SetCookies(u, []*http.Cookie{{Name: "tz", Value: "Asia/Kathmandu"}})
	if text, title := at(); !strings.Contains(text, said("Asia/Kathmandu")) || title != "" {
		t.Errorf("as the browser tells: %q (%s), want %s in it", text, title, said("Asia/Kathmandu"))
	}
	form := b.get(t, "/account").want(t, http.StatusOK).form(t, "/account")
	form.Set("zone", "Atlantis")
	b.post(t, "/account", form).want(t, http.StatusUnprocessableEntity)
	form.Set("zone", "America/St_Johns")
	form.Del("keys")
	b.post(t, "/account", form).want(t, http.StatusSeeOther)
	if text, _ := at(); !strings.Contains(text, said("America/St_Johns")) {
		t.Errorf("as the person chose: %q, want %s in it", text, said("America/St_Johns"))
	}
	if u, err := x.store.User(t.Context(), x.owner.ID); err != nil || u.TimeZone != "America/St_Johns" || !u.KeysOff || u.Name != x.owner.Name {
		t.Errorf("profile = %+v, %v", u, err)
	}
	form.Set("zone", "")
	b.post(t, "/account", form).want(t, http.StatusSeeOther)
	b.Jar.SetCookies(u, []*http.Cookie{{Name: "tz", Value: "Nowhere/At_All"}})
	here, _ := entry.At.Local().Zone()
	if text, _ := at(); !strings.Contains(text, entry.At.Local().Format("15:04")) {
		t.Errorf("as the server's clocks: %q", text)
	}
	for n := range b.get(t, "/w/lamps/elements").want(t, http.StatusOK).nodes(t) {
		if title, _ := attr(n, "title"); n.Data == "time" && title != here {
			t.Errorf("the server's zone is called %q, want %q", title, here)
		}
	}
	// A day is a day everywhere.
	b.Jar.SetCookies(u, []*http.Cookie{{Name: "tz", Value: "Pacific/Honolulu"}})
	x.commit(t, model.Add(&model.Element{ID: "e", Kind: model.Evidence, Name: "Tally", Props: model.Props{"on": "2026-03-04"}}))
	if page := b.get(t, "/w/lamps/elements/e").want(t, http.StatusOK); !strings.Contains(page.body, "4 March 2026") {
		t.Error("a date of the model moved with the zone")
	}
}
