package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// Forms outside of the graph: two people open one, and both send it.
func TestNobodyUndoesWhatSomebodyElseDid(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}), model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}),
		model.Join(&model.Link{ID: "u", Kind: model.Uses, From: "clerk", To: "crm"}))
	x.plan(t, "one-desk", model.Current)
	ctx := t.Context()
	err := x.store.EditFields(ctx, x.space.ID, func([]model.OwnField) ([]model.OwnField, error) {
		return []model.OwnField{{Kind: model.Technology, Name: "size", Label: "Size", Type: model.TypeNumber, Unit: "kg"}}, nil
	}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	series, err := x.store.AddSeries(ctx, x.space.ID, model.Series{Element: "crm", Name: "Calls", Unit: "per day", Points: []model.Point{{On: "2026-01-01", Value: 10}}}, x.owner.Author())
	if err != nil {
		t.Fatal(err)
	}
	said, err := x.store.AddComment(ctx, x.space.ID, store.Comment{Topic: model.ElementTopic("crm"), Text: "Slow."}, x.owner.Author())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		page, action string
		field        string // that both change
		theirs, mine string
		other        []string // a field that only I change, with its new value; none where the form has one field
	}{
		"settings":    {"/w/lamps/settings", "/w/lamps/settings", "name", "Their lamps", "My lamps", []string{"currency", "CHF"}},
		"plan":        {"/w/lamps/states/one-desk", "/w/lamps/states/one-desk", "name", "Their desk", "My desk", nil},
		"field":       {"/w/lamps/settings/fields/technology/size", "/w/lamps/settings/fields/technology/size", "label", "Their size", "My size", []string{"unit", "t"}},
		"series":      {"/w/lamps/series/" + series.ID + "/edit", "/w/lamps/series/" + series.ID + "/edit", "name", "Their calls", "My calls", []string{"unit", "a week"}},
		"first value": {"/w/lamps/series/" + series.ID, "/w/lamps/series/" + series.ID + "/points", "value", "77.5", "99.5", nil},
		"value":       {"/w/lamps/series/" + series.ID + "?on=2026-01-01", "/w/lamps/series/" + series.ID + "/points", "value", "12.5", "45.5", nil},
		"threshold":   {"/w/lamps/metrics/M3", "/w/lamps/metrics/M3/promise", "max", "7.25", "8.75", nil},
		"comment":     {"/w/lamps/comments/" + said.ID + "/edit", "/w/lamps/comments/" + said.ID + "/edit", "text", "Theirs.", "Mine.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := x.browse(t, x.owner)
			open := func() url.Values {
				r := b.get(t, c.page).want(t, http.StatusOK)
				return r.form(t, c.action)
			}
			mine, theirs := open(), open()
			theirs.Set(c.field, c.theirs)
			mine.Set(c.field, c.mine)
			b.post(t, c.action, theirs).want(t, http.StatusSeeOther)
			r := b.post(t, c.action, mine).want(t, http.StatusConflict)
			if !strings.Contains(r.body, c.theirs) || !strings.Contains(r.body, c.mine) || !strings.Contains(r.body, "Somebody changed this while you were writing") {
				t.Errorf("the answer does not show both values: %s", firstWords(r.body))
			}
			again := r.form(t, c.action)
			b.post(t, c.action, again).want(t, http.StatusUnprocessableEntity) // nothing is decided
			take := ""
			for _, n := range again["stale"] {
				take = "take." + n
			}
			again.Set(take, "theirs")
			b.post(t, c.action, again).want(t, http.StatusSeeOther)
			if now := b.get(t, c.page); strings.Contains(now.body, c.mine) {
				t.Error("mine is stored though I left theirs")
			}
			again.Set(take, "mine")
			again.Set("client", store.NewID())
			b.post(t, c.action, again).want(t, http.StatusSeeOther)
			if now := b.get(t, c.page); !strings.Contains(now.body, c.mine) {
				t.Error("mine is not stored though I chose it")
			}
			if c.other == nil {
				return
			}
			mine, theirs = open(), open()
			theirs.Set(c.field, c.theirs)
			mine.Set(c.other[0], c.other[1])
			b.post(t, c.action, theirs).want(t, http.StatusSeeOther)
			b.post(t, c.action, mine).want(t, http.StatusSeeOther)
			if now := open(); now.Get(c.field) != c.theirs || now.Get(c.other[0]) != c.other[1] {
				t.Errorf("%s = %q, %s = %q; want what each of us wrote", c.field, now.Get(c.field), c.other[0], now.Get(c.other[0]))
			}
		})
	}
}

// Who speaks of what somebody took away keeps the words, and hears that it has gone.
func TestCommentOnWhatHasGone(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	x.commit(t, model.Remove(x.graph(t), "crm")...)
	b := x.browse(t, x.owner)
	form := url.Values{"on": {string(model.ElementTopic("crm"))}, "text": {"It was slow."}, "client": {store.NewID()}}
	if r := b.post(t, "/w/lamps/comments", form).want(t, http.StatusNotFound); !strings.Contains(r.body, "It was slow.") {
		t.Error("the words are lost")
	}
}

// A plan does not take the address of a page that stands among the plans.
func TestPlanNamesOfPages(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	for _, id := range []string{"timeline", "import"} {
		err := x.store.AddState(t.Context(), x.space.ID, store.State{ID: id, Name: "Plan", Kind: "future", Base: model.Current}, byCommand)
		if kindOf(err) != model.Conflict {
			t.Errorf("a plan with the id %s: %v, want Conflict", id, err)
		}
	}
}
