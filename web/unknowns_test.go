package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// TestOwnerIsAsked: a question goes into the inbox of who keeps the thing, once; it leads to its form, and the answer takes it
// away.
func TestOwnerIsAsked(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ben, viewer := x.person(t, "Ben", model.Editor), x.person(t, "Vera", model.Viewer)
	x.commit(t, clerkShop()...)
	gift := x.commit(t, model.Set("erp", "owner", x.graph(t).Element("erp").Field("owner"), ben.ID))
	ana, b := x.browse(t, x.owner), x.browse(t, ben)
	given := "The command line made you the owner of “ERP”"
	b.post(t, "/w/lamps/inbox/mark", url.Values{"key": {"change:" + gift.ID}, "read": {"true"}})

	at := "/w/lamps/unknowns/f/runs_per_month"
	ana.get(t, "/w/lamps/unknowns").want(t, http.StatusOK).form(t, at+"/ask")
	for range 2 { // asked twice, it is there once
		ana.post(t, at+"/ask", url.Values{}).want(t, http.StatusSeeOther)
	}
	asked := ana.get(t, "/w/lamps/unknowns").want(t, http.StatusOK)
	asked.says(t, "Ben was asked")
	if strings.Contains(asked.body, at+"/ask") {
		t.Error("what was asked can be asked again")
	}
	ask := x.owner.Name + " asks you about “ERP”"
	wantInbox(t, b, ask, given)
	b.get(t, "/w/lamps/inbox").says(t, "How often a month", "ERP hands data to Till")
	b.get(t, "/w/lamps/unknowns").want(t, http.StatusOK).says(t, "Ben was asked")

	open := b.get(t, "/w/lamps/inbox").form(t, "/w/lamps/inbox/open")
	open.Set("key", "ask:f:runs_per_month")
	if to := b.post(t, "/w/lamps/inbox/open", open).want(t, http.StatusSeeOther).header.Get("Location"); to != at {
		t.Errorf("the question leads to %s, want %s", to, at)
	}
	wantInbox(t, b, "", ask+"; "+given)
	form := b.get(t, at).form(t, at)
	form.Set("props.runs_per_month", "100")
	b.post(t, at, form).want(t, http.StatusSeeOther)
	wantInbox(t, b, "", given)

	// What is known is not asked for, nor anybody who is no member, nor by who may not answer.
	ana.post(t, at+"/ask", url.Values{}).want(t, http.StatusSeeOther)
	if !strings.Contains(ana.get(t, "/w/lamps/unknowns").body, "That was answered meanwhile") {
		t.Error("it is not said why a question was not put")
	}
	wantInbox(t, b, "", given)
	x.commit(t, model.Set("erp", "owner", ben.ID, "Somebody else"))
	ana.post(t, "/w/lamps/unknowns/f/handling_s/ask", url.Values{}).want(t, http.StatusSeeOther)
	wantInbox(t, b, "", given)
	x.browse(t, viewer).post(t, "/w/lamps/unknowns/f/handling_s/ask", url.Values{}).want(t, http.StatusForbidden)
}
