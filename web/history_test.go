package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// The toast after an act takes it back, without script, and the toast after that brings it again.
func TestUndoFromToast(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Address"}),
		model.Join(&model.Link{ID: "l", Kind: model.Holds, From: "crm", To: "d"}))
	ask := b.get(t, "/w/lamps/elements/crm/remove").want(t, 200)
	if !strings.Contains(ask.body, "Address") {
		t.Error("the question does not name what goes with it")
	}
	gone := b.post(t, "/w/lamps/elements/crm/remove", ask.form(t, "/remove")).want(t, http.StatusSeeOther)
	if x.graph(t).Has("crm") || x.graph(t).Has("l") {
		t.Fatal("it is still there")
	}
	b.post(t, "/w/lamps/elements/crm/remove", ask.form(t, "/remove")).want(t, http.StatusSeeOther) // sent twice
	drawn, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.base+gone.location, nil)
	if err != nil {
		t.Fatal(err)
	}
	drawn.Header.Set("Fresh", "yes") // a page that is open elsewhere catches up first
	answer, err := b.Do(drawn)
	if page := read1(t, answer, err).want(t, 200); strings.Contains(page.body, `class="toast"`) {
		t.Error("the toast went to a page that was only drawn afresh")
	}
	undo := b.get(t, gone.location).want(t, 200).undo(t)
	back := b.post(t, undo, nil).want(t, http.StatusSeeOther)
	if g := x.graph(t); !g.Has("crm") || !g.Has("l") {
		t.Fatal("undo did not bring it back")
	}
	b.post(t, undo, nil).want(t, http.StatusSeeOther) // sent twice
	if !x.graph(t).Has("crm") {
		t.Fatal("undo sent twice undid itself")
	}
	b.post(t, b.get(t, back.location).want(t, 200).undo(t), nil).want(t, http.StatusSeeOther)
	if x.graph(t).Has("crm") {
		t.Error("undoing the undo did not remove it again")
	}
}

// A change that later ones rest on is taken back together with them, after they were shown.
func TestUndoTogether(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	first := x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	x.commit(t, model.Set("crm", "name", "CRM", "CRM North"))
	x.commit(t, model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Address"}), model.Join(&model.Link{ID: "l", Kind: model.Holds, From: "crm", To: "d"}))
	page := b.post(t, "/w/lamps/history/"+first.ID+"/undo", nil).want(t, http.StatusConflict)
	if !strings.Contains(page.body, "CRM North") || !strings.Contains(page.body, "Address") {
		t.Error("the page does not tell what rests on it")
	}
	b.post(t, "/w/lamps/history/"+first.ID+"/undo", page.form(t, "/undo")).want(t, http.StatusSeeOther)
	if n, _ := x.graph(t).Len(); n != 0 {
		t.Errorf("%d elements are left", n)
	}
}

// The history tells in the reader's language what happened, whoever did it.
func TestHistoryWords(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM", Props: model.Props{"run_cost_per_year": model.Num(100)}}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Address"}))
	x.commit(t, model.Set("crm", "props.run_cost_per_year", model.Num(100), model.Number{Lo: 2000, Hi: 3000}), model.Set("crm", "props.lifecycle", nil, "live"))
	x.commit(t, model.Join(&model.Link{ID: "l", Kind: model.Holds, From: "crm", To: "d"}))
	x.commit(t, model.Op{Kind: model.OpRemoveLink, ID: "l"}, model.Op{Kind: model.OpRemoveElement, ID: "d"})
	for at, all := range map[string][]string{
		"/w/lamps/history":              {"Added CRM (technology)", "Running cost: €2,000 to €3,000 a year, was €100 a year", "Lifecycle: live", "Now: CRM holds Address", "No longer: CRM holds Address", "Removed Address"},
		"/w/lamps/elements/crm/history": {"Running cost: €2,000 to €3,000 a year, was €100 a year", "No longer: CRM holds Address"},
	} {
		text := textOfPage(t, b.get(t, at).want(t, 200))
		for _, want := range all {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", at, want, text)
			}
		}
	}
	if text := textOfPage(t, b.get(t, "/w/lamps/elements/crm/history")); strings.Contains(text, "Removed Address") {
		t.Error("the history of CRM tells of the removal of another element")
	}
}

func textOfPage(t *testing.T, page reply) string {
	t.Helper()
	for n := range page.nodes(t) {
		if n.Data == "main" {
			return textOf(n)
		}
	}
	return ""
}

// What the program called a change is read in the reader's language wherever it stands; somebody's own title stays as it is.
func TestTitlesAreReadInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.by(t, x.owner, "Typed by hand", model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	b.post(t, "/preferences", url.Values{"lang": {"fr"}}).want(t, http.StatusSeeOther)
	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, http.StatusOK).form(t, "/edit")
	form.Set("name", "CRM Nord")
	b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusSeeOther)
	b.post(t, "/w/lamps/elements/crm/remove", b.get(t, "/w/lamps/elements/crm/remove").form(t, "/remove")).want(t, http.StatusSeeOther)
	list, err := x.store.Recent(t.Context(), x.space.ID, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	b.post(t, "/w/lamps/undo", nil).want(t, http.StatusSeeOther)
	b.get(t, "/w/lamps") // the toast is for who did it
	b.post(t, "/preferences", url.Values{"lang": {"en"}}).want(t, http.StatusSeeOther)
	for _, path := range []string{"/history", "/elements/crm"} {
		text := textOfPage(t, b.get(t, "/w/lamps"+path).want(t, http.StatusOK))
		for _, want := range []string{"Typed by hand", "Undid: “Removed ‘CRM Nord’”"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q: %s", path, want, text)
			}
		}
	}
	if text := textOfPage(t, b.get(t, "/w/lamps/history")); !strings.Contains(text, "“CRM Nord”: Name: CRM Nord, was CRM") || strings.Contains(text, "is now called") || strings.Count(text, "Added CRM") != 1 {
		t.Errorf("what was done once is told twice, or somebody's title is gone: %s", text)
	}
	b.post(t, "/preferences", url.Values{"lang": {"fa"}}).want(t, http.StatusSeeOther)
	for n := range b.get(t, "/w/lamps/history").nodes(t) { // a sentence runs as its language does, whatever name it begins with
		if dir, _ := attr(n, "dir"); n.Data == "bdi" && strings.Contains(textOf(n), "CRM Nord") && dir != "rtl" {
			t.Errorf("%q has the direction %q", textOf(n), dir)
		} else if textOf(n) == "Typed by hand" && n.Data == "bdi" && dir != "auto" {
			t.Errorf("somebody's own words have the direction %q", dir)
		}
	}
	b.post(t, "/preferences", url.Values{"lang": {"en"}}).want(t, http.StatusSeeOther)
	if text := textOfPage(t, b.get(t, "/w/lamps/history/"+list[0].ID)); !strings.Contains(text, "Removed “CRM Nord”") || strings.Contains(text, "supprim") {
		t.Errorf("the page of the change says %s", text)
	}
}

// TestUndoKeyTakesTheLastAct: where what somebody did last is no change of the graph, the key takes that back, or says that it
// cannot, and leaves what came before alone.
func TestUndoKeyTakesTheLastAct(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Late parcels"}))
	form := b.get(t, "/w/lamps/elements/p/measure").want(t, http.StatusOK).form(t, "/measure")
	form.Set("name", "Complaints")
	at := b.post(t, "/w/lamps/elements/p/measure", form).want(t, http.StatusSeeOther).location
	value := b.get(t, at).form(t, "/points")
	value.Set("on", "2026-01-05")
	value.Set("value", "12")
	b.post(t, at+"/points", value).want(t, http.StatusSeeOther)
	form = b.get(t, "/w/lamps/elements/p/edit").form(t, "/edit")
	form.Set("name", "Parcels come late")
	b.post(t, "/w/lamps/elements/p/edit", form).want(t, http.StatusSeeOther)
	value.Set("on", "2026-01-06")
	value.Set("client", "")
	b.post(t, at+"/points", value).want(t, http.StatusSeeOther)
	name := func() string { return x.graph(t).Element("p").Name }

	press := func() reply {
		r := b.post(t, "/w/lamps/undo", url.Values{"back": {"/w/lamps"}})
		for r.status == http.StatusTemporaryRedirect { // the browser sends it again, as it was
			r = b.post(t, r.location, url.Values{"back": {"/w/lamps"}})
		}
		return b.get(t, r.want(t, http.StatusSeeOther).location)
	}
	for i, want := range []string{"2026-01-05 12, Parcels come late", "2026-01-05 12, Late parcels", ", Late parcels"} {
		press()
		if got := valuesOf(t, b.get(t, at)) + ", " + name(); got != want {
			t.Errorf("after press %d: %s, want %s", i+1, got, want)
		}
	}
	if page := press(); !strings.Contains(page.body, "not an edit of the model") { // the series itself
		t.Errorf("after all of them: %s", firstWords(page.body))
	}
	if page := b.get(t, b.post(t, "/w/lamps/redo", url.Values{"back": {"/w/lamps"}}).want(t, http.StatusSeeOther).location); !strings.Contains(page.body, "does not bring it back") {
		t.Errorf("brought back: %s", firstWords(page.body))
	}
	value.Set("client", "")
	b.post(t, at+"/points", value).want(t, http.StatusSeeOther)
	b.post(t, b.get(t, at).undo(t), nil).want(t, http.StatusSeeOther) // by its button: the key has nothing to do with it any more
	if page := press(); valuesOf(t, b.get(t, at)) != "" || !strings.Contains(page.body, "nothing of yours") {
		t.Errorf("after the button: %s", firstWords(page.body))
	}
	form = b.get(t, "/w/lamps/elements?kind=problem&q=late").form(t, "/w/lamps/views")
	form.Set("name", "Late ones")
	b.post(t, "/w/lamps/views", form).want(t, http.StatusSeeOther)
	press()
	if page := press(); !strings.Contains(page.body, "nothing of yours") {
		t.Errorf("a view comes and goes: %s", firstWords(page.body))
	}
	comment := b.get(t, "/w/lamps/elements/p/comments").form(t, "/w/lamps/comments")
	comment.Set("text", "Every Monday")
	b.post(t, "/w/lamps/comments", comment).want(t, http.StatusSeeOther)
	if page := press(); !strings.Contains(page.body, "not an edit of the model") {
		t.Errorf("after a comment: %s", firstWords(page.body))
	}
}
