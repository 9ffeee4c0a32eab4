package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// secretOn is what a page shows once.
func secretOn(t *testing.T, page reply) string {
	t.Helper()
	for n := range page.nodes(t) {
		if _, ok := attr(n, "data-once"); ok {
			value, _ := attr(n, "value")
			return value
		}
	}
	t.Fatalf("nothing is shown once: %s", firstWords(page.body))
	return ""
}

// localPart is the path of an address of the site.
func localPart(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

func TestInvite(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	owner := x.browse(t, x.owner)
	made := owner.post(t, "/w/lamps/people/invitations", url.Values{"role": {"contributor"}, "days": {"7"}, "email": {"new@example.com"}}).want(t, 200)
	link := localPart(t, secretOn(t, made))
	if again := owner.get(t, "/w/lamps/people").want(t, 200); strings.Contains(again.body, link) {
		t.Error("the link is shown twice")
	} else if !strings.Contains(again.body, "new@example.com") {
		t.Error("the open invitation is not listed")
	}
	guest := x.browse(t, store.User{})
	page := guest.get(t, link).want(t, 200)
	form := page.form(t, link)
	if form.Get("email") != "new@example.com" {
		t.Errorf("the form knows the address %q", form.Get("email"))
	}
	form.Set("name", "Nadia")
	form.Set("password", "short")
	if kept := guest.post(t, link, form).want(t, 422).form(t, link); kept.Get("name") != "Nadia" || kept.Get("password") != "" {
		t.Error("a refused form loses the name, or shows the password")
	}
	form.Set("password", "quiet lamps at night")
	if in := guest.post(t, link, form).want(t, http.StatusSeeOther); in.location != "/w/lamps" {
		t.Errorf("joined, leads to %s", in.location)
	}
	guest.get(t, "/w/lamps").want(t, 200)
	guest.get(t, "/w/lamps/settings").want(t, 403)
	x.browse(t, store.User{}).get(t, link).want(t, 404) // it works once
	members, err := x.store.Members(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Name != "Nadia" {
			continue
		}
		if m.Role != model.Contributor {
			t.Errorf("role = %s", m.Role)
		}
		owner.post(t, "/w/lamps/people/"+m.ID, url.Values{"role": {"viewer"}}).want(t, http.StatusSeeOther)
		guest.get(t, "/w/lamps/add").want(t, 403)
		owner.post(t, "/w/lamps/people/"+m.ID+"/remove", nil).want(t, http.StatusSeeOther)
		guest.get(t, "/w/lamps").want(t, 404) // on the next request
	}
	if last := owner.post(t, "/w/lamps/people/"+x.owner.ID, url.Values{"role": {"viewer"}}).want(t, http.StatusConflict); !strings.Contains(last.body, "needs an owner") {
		t.Errorf("the last owner: %s", firstWords(last.body))
	}
}

// Somebody who has an account joins with it.
func TestJoinSignedIn(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	made := x.browse(t, x.owner).post(t, "/w/lamps/people/invitations", url.Values{"role": {"editor"}, "days": {"1"}}).want(t, 200)
	link := localPart(t, secretOn(t, made))
	b := x.browse(t, x.person(t, "Jonas Weber", ""))
	b.get(t, "/w/lamps").want(t, 404)
	b.post(t, link, b.get(t, link).want(t, 200).form(t, link)).want(t, http.StatusSeeOther)
	b.get(t, "/w/lamps/add").want(t, 200)
}

func TestAccountPassword(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	u, err := x.store.AddUser(t.Context(), store.User{Name: "Lea", Email: "lea@example.com"}, "quiet lamps at night", byCommand)
	if err != nil {
		t.Fatal(err)
	}
	here, there := x.browse(t, u), x.browse(t, u)
	here.post(t, "/account/password", url.Values{"old": {"wrong"}, "password": {"another long password"}}).want(t, 422)
	here.post(t, "/account/password", url.Values{"old": {"quiet lamps at night"}, "password": {"password"}}).want(t, 422)
	there.get(t, "/account").want(t, 200)
	here.post(t, "/account/password", url.Values{"old": {"quiet lamps at night"}, "password": {"another long password"}}).want(t, http.StatusSeeOther)
	here.get(t, "/account").want(t, 200)
	there.get(t, "/account").want(t, http.StatusSeeOther) // signed out
	again := x.browse(t, store.User{})
	again.post(t, "/login", url.Values{"email": {"lea@example.com"}, "password": {"another long password"}}).want(t, http.StatusSeeOther)
	here.post(t, "/account/signout", nil).want(t, http.StatusSeeOther)
	for name, b := range map[string]*browser{"here": here, "elsewhere": again} {
		if r := b.get(t, "/account").want(t, http.StatusSeeOther); !strings.HasPrefix(r.location, "/login") {
			t.Errorf("%s: signed out everywhere leads to %s", name, r.location)
		}
	}
}

func TestAccountTokens(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	secret := secretOn(t, b.post(t, "/account/tokens", url.Values{"token": {"Nightly export"}, "scope": {"read"}, "days": {"30"}}).want(t, 200))
	u, scope, err := x.store.UserByToken(t.Context(), secret)
	if err != nil || u.ID != x.owner.ID || scope != store.ScopeRead {
		t.Fatalf("the token acts for %s with %s: %v", u.Name, scope, err)
	}
	page := b.get(t, "/account").want(t, 200)
	if strings.Contains(page.body, secret) || !strings.Contains(page.body, "Nightly export") {
		t.Error("the page shows the secret again, or does not list the token")
	}
	b.post(t, "/account/tokens", url.Values{"token": {"x"}, "scope": {"admin"}, "days": {"30"}}).want(t, 403)
	tokens, err := x.store.Tokens(t.Context(), x.owner.ID)
	if err != nil || len(tokens) != 1 {
		t.Fatalf("%d tokens: %v", len(tokens), err)
	}
	x.browse(t, x.person(t, "Somebody Else", model.Owner)).post(t, "/account/tokens/"+tokens[0].ID+"/remove", nil).want(t, 404)
	b.post(t, "/account/tokens/"+tokens[0].ID+"/remove", nil).want(t, http.StatusSeeOther)
	if _, _, err := x.store.UserByToken(t.Context(), secret); err == nil {
		t.Error("the token still works")
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.workspace(t, "taken", x.owner)
	form := b.get(t, "/w/lamps/settings").want(t, 200).form(t, "/settings")
	form.Set("slug", "taken")
	b.post(t, "/w/lamps/settings", form).want(t, http.StatusConflict)
	form.Set("slug", "lights")
	form.Set("name", "Lights")
	form["languages"] = []string{"fa", "en"}
	if r := b.post(t, "/w/lamps/settings", form).want(t, http.StatusSeeOther); r.location != "/w/lights/settings" {
		t.Errorf("leads to %s", r.location)
	}
	w, err := x.store.Workspace(t.Context(), "lights")
	if err != nil || w.Name != "Lights" || strings.Join(w.Languages, " ") != "en fa" {
		t.Errorf("workspace = %+v, %v; the first language must stay first", w, err)
	}
	b.get(t, "/w/lamps").want(t, 404)
	b.get(t, "/w/lights/settings/remove").want(t, 200)
	b.post(t, "/w/lights/settings/remove", nil).want(t, http.StatusSeeOther)
	b.get(t, "/w/lights").want(t, 404)
}

func TestAdministration(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	root, err := x.store.AddUser(t.Context(), store.User{Name: "Root", Email: "root@example.com", Admin: true}, "", byCommand)
	if err != nil {
		t.Fatal(err)
	}
	b := x.browse(t, root)
	b.post(t, "/admin/people", url.Values{"name": {"Lea"}, "email": {"no address"}}).want(t, 422)
	link := localPart(t, secretOn(t, b.post(t, "/admin/people", url.Values{"name": {"Lea"}, "email": {"lea@example.com"}}).want(t, 200)))
	lea := x.browse(t, store.User{})
	lea.get(t, link).want(t, 200)
	lea.post(t, link, url.Values{"password": {"12345678"}}).want(t, 422)
	lea.post(t, link, url.Values{"password": {"quiet lamps at night"}}).want(t, http.StatusSeeOther)
	lea.get(t, "/account").want(t, 200)
	lea.get(t, "/admin").want(t, 404)
	x.browse(t, store.User{}).get(t, link).want(t, 404)
	u, err := x.store.UserByEmail(t.Context(), "lea@example.com")
	if err != nil {
		t.Fatal(err)
	}
	b.post(t, "/admin/people/"+u.ID+"/disable", url.Values{"disabled": {"true"}}).want(t, http.StatusSeeOther)
	lea.get(t, "/account").want(t, http.StatusSeeOther)
	b.post(t, "/admin/people/"+root.ID+"/disable", url.Values{"disabled": {"true"}}).want(t, http.StatusConflict)
	b.get(t, "/w/lamps/settings").want(t, 200) // owns every workspace
}
