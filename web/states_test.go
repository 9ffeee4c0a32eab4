package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// plan makes a state over another in the workspace of the site.
func (x *site) plan(t testing.TB, id, base string) {
	t.Helper()
	if err := x.store.AddState(t.Context(), x.space.ID, store.State{ID: id, Name: "Plan " + id, Kind: "future", Base: base}, byCommand); err != nil {
		t.Fatal(err)
	}
}

// within makes a change of a state from the command line.
func (x *site) within(t testing.TB, state string, ops ...model.Op) store.Done {
	t.Helper()
	done, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, State: state, Title: "test in " + state, Author: byCommand, Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func (x *site) nameIn(t testing.TB, state, id string) string {
	t.Helper()
	g, _, err := x.store.StateGraph(t.Context(), x.space.ID, state)
	if err != nil {
		t.Fatal(err)
	}
	if e := g.Element(id); e != nil {
		return e.Name
	}
	return ""
}

// TestPagesInState walks every page that reads: in a state it answers as in the present, says in which state it is, and
// leads on within it.
func TestPagesInState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.stand(t, "editor")
	s.plan(t, "one-desk", model.Current)
	here := "/w/" + s.space.Slug
	there := here + "~one-desk"
	for _, r := range x.server.Routes() {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.Path, "/w/:ws") || r.Right == own || r.Streams() {
			continue
		}
		path := s.target(t, r.Path, s.who)
		now, then := s.get(t, path), s.get(t, strings.Replace(path, here, there, 1))
		if r.Timeless() {
			if then.status != http.StatusSeeOther || then.location != path {
				t.Errorf("%s in a state = %d to %q, want the way to %s", r.Path, then.status, then.location, path)
			}
			continue
		}
		if now.status != then.status || then.location != strings.Replace(now.location, here, there, 1) {
			t.Errorf("%s = %d to %q, in a state %d to %q", r.Path, now.status, now.location, then.status, then.location)
		}
		if then.status == http.StatusOK && strings.Contains(then.body, "<main") && !strings.Contains(then.body, `class="state-banner"`) {
			t.Errorf("%s does not say that it is in a state", r.Path)
		}
		if now.status == http.StatusOK && strings.Contains(now.body, "state-banner") {
			t.Errorf("%s says of the present that it is in a state", r.Path)
		}
		if then.status != http.StatusOK {
			continue
		}
		for n := range then.nodes(t) { // every way out keeps the state, but for the one that leaves it and what is of none
			for _, name := range []string{"href", "action"} {
				to, ok := attr(n, name)
				if !ok || !strings.HasPrefix(to, here) || strings.HasPrefix(to, there) {
					continue
				}
				leaves := n.Parent != nil && slices.ContainsFunc([]string{"state-banner", "pop"}, func(c string) bool {
					class, _ := attr(n.Parent, "class")
					return strings.Contains(class, c)
				})
				if u := strings.TrimPrefix(to, here); !leaves && !slices.ContainsFunc(timeless, func(path string) bool { return strings.HasPrefix(u, strings.TrimPrefix(path, "/w/:ws")) }) {
					t.Errorf("%s in a state leads to %s", r.Path, to)
				}
			}
		}
	}
	s.get(t, here+"~no-such").want(t, http.StatusNotFound)
	s.get(t, here+"~current").want(t, http.StatusNotFound)
	s.get(t, here+"~").want(t, http.StatusNotFound)
	if got := s.get(t, here+"~no-such/people"); got.status != http.StatusSeeOther {
		t.Errorf("people in a state = %d", got.status)
	}
}

// TestEditInState: what is saved from a page in a state goes to that state alone, and is taken back there; a contributor may
// propose it.
func TestEditInState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}))
	x.plan(t, "one-desk", model.Current)
	x.plan(t, "later", "one-desk")
	x.within(t, "one-desk", model.Set("crm", "name", "CRM", "Desk CRM"))
	connie := x.person(t, "Connie", model.Contributor)
	b := x.browse(t, connie)
	const there = "/w/lamps~one-desk"

	page := b.get(t, there+"/elements/crm").want(t, http.StatusOK)
	if !strings.Contains(page.body, "Desk CRM") || !strings.Contains(page.body, "changed by this plan") {
		t.Error("the page does not show the element as it is in the state")
	}
	if e := b.get(t, there+"/elements/erp").want(t, http.StatusOK); strings.Contains(e.body, "changed by this plan") {
		t.Error("an element that the state leaves alone is said to be changed")
	}
	form := b.get(t, there+"/elements/erp/edit").want(t, http.StatusOK)
	values := form.form(t, there+"/elements/erp/edit")
	values.Set("name", "Desk ERP")
	done := b.post(t, there+"/elements/erp/edit", values).want(t, http.StatusSeeOther)
	if done.location != there+"/elements/erp" {
		t.Errorf("after saving one is led to %s", done.location)
	}
	for state, want := range map[string]string{"": "ERP", "one-desk": "Desk ERP", "later": "Desk ERP"} {
		if got := x.nameIn(t, state, "erp"); got != want {
			t.Errorf("erp in %q = %q, want %q", state, got, want)
		}
	}
	values.Set("client", store.NewID())
	b.post(t, "/w/lamps/elements/erp/edit", values).want(t, http.StatusForbidden)

	change, err := x.store.LastOwn(t.Context(), x.space.ID, "one-desk", connie.ID)
	if err != nil {
		t.Fatal(err)
	}

	// its history is told in the state and in what rests on it, not in the present
	for path, want := range map[string]bool{"/w/lamps": false, there: true, "/w/lamps~later": true} {
		for _, rest := range []string{"/history", "/elements/erp/history"} {
			if got := strings.Contains(b.get(t, path+rest).want(t, http.StatusOK).body, "/history/"+change.ID); got != want {
				t.Errorf("%s%s tells of the change: %v, want %v", path, rest, got, want)
			}
		}
	}
	flash := b.get(t, done.location).want(t, http.StatusOK)
	undo := ""
	for n := range flash.nodes(t) {
		if a, _ := attr(n, "action"); strings.HasSuffix(a, "/undo") && strings.Contains(a, "/history/") {
			undo = a
		}
	}
	if !strings.HasPrefix(undo, there+"/history/") {
		t.Fatalf("the way to take it back is %q", undo)
	}
	if r := b.get(t, strings.TrimSuffix(strings.Replace(undo, "~one-desk", "", 1), "/undo")); r.location != strings.TrimSuffix(undo, "/undo") {
		t.Errorf("a change of a state shown in the present leads to %q", r.location)
	}
	b.post(t, undo, url.Values{}).want(t, http.StatusSeeOther)
	if got := x.nameIn(t, "one-desk", "erp"); got != "ERP" {
		t.Errorf("after undo erp is %q in the state", got)
	}
}

// TestStaleInState: a form drawn in a state before somebody else's change there meets it as anywhere.
func TestStaleInState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	x.plan(t, "one-desk", model.Current)
	x.within(t, "one-desk", model.Set("crm", "name", "CRM", "Desk"))
	b := x.browse(t, x.owner)
	values := b.get(t, "/w/lamps~one-desk/elements/crm/edit").want(t, http.StatusOK).form(t, "/w/lamps~one-desk/elements/crm/edit")
	x.within(t, "one-desk", model.Set("crm", "name", "Desk", "Theirs"))
	values.Set("name", "Mine")
	r := b.post(t, "/w/lamps~one-desk/elements/crm/edit", values).want(t, http.StatusConflict)
	for _, word := range []string{"Desk", "Theirs", "Mine"} {
		if !strings.Contains(r.body, word) {
			t.Errorf("the conflict does not show %q", word)
		}
	}
	if got := x.nameIn(t, "", "crm"); got != "CRM" {
		t.Errorf("crm in the present = %q", got)
	}
}
