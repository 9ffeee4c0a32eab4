package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// A plan that was removed is brought back by the toast, or later from the list; not over a base that is gone.
func TestPlanIsBroughtBack(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	made := func(name, base string) string {
		form := b.get(t, "/w/lamps/states").want(t, http.StatusOK).form(t, "/states")
		form.Set("name", name)
		form.Set("base", base)
		return b.post(t, "/w/lamps/states", form).want(t, http.StatusSeeOther).location
	}
	desk := made("One desk", model.Current)
	later := made("Later", desk[strings.LastIndex(desk, "/")+1:])
	for _, at := range []string{later, desk} {
		b.post(t, at+"/remove", nil).want(t, http.StatusSeeOther)
	}
	list := b.get(t, "/w/lamps/states").want(t, http.StatusOK)
	if !strings.Contains(list.body, later+"/restore") || !strings.Contains(list.body, "2 removed plans") {
		t.Error("the list does not offer to bring them back")
	}
	b.get(t, desk).want(t, http.StatusNotFound)
	b.post(t, later+"/restore", nil).want(t, http.StatusSeeOther)
	if said := b.get(t, "/w/lamps/states").body; !strings.Contains(said, "Bring that one back first") {
		t.Error("a plan over one that is gone is not refused with a reason")
	}
	b.post(t, list.undo(t), nil).want(t, http.StatusSeeOther)
	back := b.get(t, desk).want(t, http.StatusOK)
	if at := back.undo(t); at != desk+"/remove" {
		t.Errorf("what brought it back is taken back at %s", at)
	}
	b.post(t, later+"/restore", nil).want(t, http.StatusSeeOther)
	b.get(t, later).want(t, http.StatusOK)
}

// TestPlanByForms makes a plan, adds a ready-made change to it, meets a correction of today, decides, and realises it.
func TestPlanByForms(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t,
		model.Add(&model.Element{ID: "box", Kind: model.Technology, Name: "Shared mailbox"}), model.Add(&model.Element{ID: "desk", Kind: model.Technology, Name: "Service desk"}),
		model.Add(&model.Element{ID: "mail", Kind: model.Channel, Name: "E-mail"}), model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}),
		model.Join(&model.Link{ID: "s", Kind: model.Supports, From: "box", To: "mail"}))
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/states").want(t, http.StatusOK)
	form := page.form(t, "/states")
	form.Set("name", " ")
	if r := b.post(t, "/w/lamps/states", form).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "Fill this in") {
		t.Error("a plan without a name is not asked for one")
	}
	form.Set("name", "One desk")
	home := b.post(t, "/w/lamps/states", form).want(t, http.StatusSeeOther).location
	if twice := b.post(t, "/w/lamps/states", form).want(t, http.StatusSeeOther).location; twice != home {
		t.Errorf("sent twice it leads to %s, first to %s", twice, home)
	}
	id := strings.TrimPrefix(home, "/w/lamps/states/")
	there := "/w/lamps~" + id
	if plan := b.get(t, home).want(t, http.StatusOK); !strings.Contains(plan.body, `href="`+there+`/change/replace"`) {
		t.Error("the plan does not offer ready-made changes")
	}

	// a ready-made change, by names that are typed
	ask := b.get(t, there+"/change/replace").want(t, http.StatusOK).form(t, "/change/replace")
	ask.Set("old", "no such thing")
	ask.Set("new", "Service desk")
	if r := b.post(t, there+"/change/replace", ask).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "no such thing") {
		t.Error("what was typed is not kept")
	}
	ask.Set("old", "shared mailbox")
	made := b.post(t, there+"/change/replace", ask).want(t, http.StatusSeeOther).location
	if !strings.HasPrefix(made, home+"#c-") {
		t.Fatalf("it leads to %s", made)
	}
	change := strings.TrimPrefix(made, home+"#c-")
	if again := b.post(t, there+"/change/replace", ask).want(t, http.StatusSeeOther).location; again != made {
		t.Errorf("sent twice it leads to %s, first to %s", again, made)
	}
	g, _, err := x.store.StateGraph(t.Context(), x.space.ID, id)
	if err != nil || g.Element("box") != nil || g.Link("s").From != "desk" || x.graph(t).Element("box") == nil {
		t.Fatalf("the plan has %v, %v", g.Link("s"), err)
	}
	plan := b.get(t, home).want(t, http.StatusOK).body
	for _, word := range []string{"Service desk⁩ replaces", "Shared mailbox", "planned"} {
		if !strings.Contains(plan, word) && !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(plan), strings.TrimSuffix(word, "⁩ replaces")) {
			t.Errorf("the plan does not say %q", word)
		}
	}

	// somebody joins something to what is to go
	x.commit(t, model.Join(&model.Link{ID: "u", Kind: model.Uses, From: "clerk", To: "box"}))
	stale := b.get(t, home).want(t, http.StatusOK)
	acts := home + "/changes/" + change
	settle := stale.form(t, acts+"/settle")
	if len(settle) != 0 {
		t.Errorf("something is chosen already: %v", settle)
	}
	b.post(t, acts+"/settle", settle).want(t, http.StatusConflict)
	if r := b.post(t, acts+"/realise", url.Values{"on": {"2026-03-01"}}).want(t, http.StatusConflict); !strings.Contains(r.body, "Decide below") {
		t.Error("it is not said what to do before it can be done")
	}
	settle.Set(stale.question(t), "right")
	realise := stale.form(t, acts+"/realise")
	x.commit(t, model.Join(&model.Link{ID: "u1", Kind: model.Uses, From: "clerk", To: "box"}))
	meanwhile := b.post(t, acts+"/settle", settle).want(t, http.StatusConflict)
	if g, _, err := x.store.StateGraph(t.Context(), x.space.ID, id); err != nil || g.Link("u1") == nil {
		t.Fatal("a decision about one link took another away that nobody had read of")
	}
	if len(meanwhile.form(t, acts+"/settle")) > 0 {
		t.Error("an answer to what was so before is chosen for what is so now")
	}
	settle.Set(meanwhile.question(t), "right")
	b.post(t, acts+"/settle", settle).want(t, http.StatusSeeOther)
	if r := b.post(t, acts+"/realise", realise).want(t, http.StatusConflict); !strings.Contains(r.body, "altered meanwhile") {
		t.Error("a change is marked as done though others altered it since it was read")
	}
	if x.nameIn(t, id, "box") != "" {
		t.Error("decided, and the mailbox is still there")
	}

	// once more, and made again from its answers
	x.commit(t, model.Join(&model.Link{ID: "u2", Kind: model.Uses, From: "clerk", To: "box"}))
	b.post(t, acts+"/remake", nil).want(t, http.StatusSeeOther)
	if x.nameIn(t, id, "box") != "" {
		t.Error("made again, and the mailbox is still there")
	}

	if r := b.post(t, acts+"/drop", url.Values{"reason": {" "}}).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, "Say in a sentence why.") {
		t.Error("it is dropped without a reason")
	}
	for field, label := range map[string]string{"reason": "“Why?”", "evidence": "“How one can see it”"} {
		do := map[string]string{"reason": "/drop", "evidence": "/realise"}[field]
		for _, sign := range []string{"\x00", "\x07"} {
			if r := b.post(t, acts+do, url.Values{field: {"Too" + sign + "dear"}}).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, label+": It has a character that cannot be seen") {
				t.Errorf("a %s with %q is refused without naming the field", field, sign)
			}
		}
	}
	b.post(t, acts+"/start", nil).want(t, http.StatusSeeOther)
	b.post(t, acts+"/realise", url.Values{"on": {"soon"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, acts+"/realise", url.Values{"on": {"2026-03-01"}, "evidence": {"The mailbox answers no more"}}).want(t, http.StatusSeeOther)
	if g := x.graph(t); g.Element("box") != nil || g.Link("s").From != "desk" {
		t.Error("it is done, and today is as before")
	}
	after := b.get(t, home).want(t, http.StatusOK)
	if !strings.Contains(after.body, "The mailbox answers no more") || !strings.Contains(after.body, "One of them is done.") {
		t.Error("the plan does not say what is done")
	}
	undo := ""
	for n := range after.nodes(t) {
		if a, _ := attr(n, "action"); strings.HasSuffix(a, "/undo") {
			undo = a
		}
	}
	b.post(t, undo, url.Values{}).want(t, http.StatusSeeOther)
	if x.graph(t).Element("box") == nil {
		t.Error("taken back, and the mailbox is still gone")
	}
	b.post(t, acts+"/fly", nil).want(t, http.StatusNotFound)
	b.post(t, home+"/changes/none/drop", nil).want(t, http.StatusNotFound)
	b.post(t, home+"/remove", nil).want(t, http.StatusSeeOther)
	b.get(t, home).want(t, http.StatusNotFound)
	b.get(t, there).want(t, http.StatusNotFound)
}

// TestPlansInOneAnother: another plan is brought in once somebody has decided what both changed apart.
func TestPlansInOneAnother(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	x.plan(t, "mine", model.Current)
	x.plan(t, "theirs", model.Current)
	x.within(t, "mine", model.Set("crm", "name", "CRM", "Mine"))
	x.within(t, "theirs", model.Set("crm", "name", "CRM", "Theirs"), model.Add(&model.Element{ID: "hub", Kind: model.Technology, Name: "Hub"}))
	b := x.browse(t, x.owner)
	const path = "/w/lamps/states/mine/merge"
	form := b.get(t, path).want(t, http.StatusOK).form(t, path)
	asked := b.post(t, path, form).want(t, http.StatusConflict)
	for _, word := range []string{"Mine", "Theirs", "CRM"} {
		if !strings.Contains(asked.body, word) {
			t.Errorf("the choice does not show %s", word)
		}
	}
	form = asked.form(t, path)
	if form.Get(asked.question(t)) != "" {
		t.Error("something is chosen already")
	}
	form.Set(asked.question(t), "right")
	x.within(t, "mine", model.Set("crm", "name", "Mine", "Ours"))
	asked = b.post(t, path, form).want(t, http.StatusConflict) // it was said of another name
	form.Set(asked.question(t), "right")
	b.post(t, path, form).want(t, http.StatusSeeOther)
	if a, c := x.nameIn(t, "mine", "crm"), x.nameIn(t, "mine", "hub"); a != "Theirs" || c != "Hub" {
		t.Errorf("merged: %s, %s", a, c)
	}
	b.post(t, path, url.Values{"with": {"none"}}).want(t, http.StatusUnprocessableEntity)

	// what waits for a decision in the other plan does not come along, and that is said first
	x.commit(t, model.Set("crm", "name", "CRM", "Sales"))
	form = b.post(t, path, url.Values{"with": {"theirs"}}).want(t, http.StatusConflict).form(t, path)
	if form.Get("without") == "" {
		t.Error("it is not said what does not come along")
	}
	if r := b.post(t, path, form); strings.Contains(r.body, "wait for a decision there. They do") {
		t.Error("what was read is said once more")
	}
}

// question is the name of the first question of a page that has to be decided by choosing.
func (r reply) question(t *testing.T) string {
	t.Helper()
	for n := range r.nodes(t) {
		if name, _ := attr(n, "name"); n.Data == "input" && strings.HasPrefix(name, "take.") {
			return name
		}
	}
	t.Fatal("nothing is to be decided")
	return ""
}
