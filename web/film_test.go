package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// TestFilm shows any revision, what its change did, and the ways on.
func TestFilm(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "old", Kind: model.Technology, Name: "Old desk"}))
	x.commit(t, model.Add(&model.Element{ID: "new", Kind: model.Technology, Name: "New desk"}), model.Op{Kind: model.OpRemoveElement, ID: "old"})
	b := x.browse(t, x.owner)
	fates := func(path string) map[string]string {
		out := map[string]string{}
		for n := range b.get(t, path).want(t, http.StatusOK).nodes(t) {
			if class, _ := attr(n, "class"); strings.HasPrefix(class, "bx") && firstTitle(n) != "" {
				words := strings.Fields(class)
				out[firstTitle(n)] = words[len(words)-1]
			}
		}
		return out
	}
	if now := fates("/w/lamps/film"); now["Old desk"] != "rem" || now["New desk"] != "add" {
		t.Errorf("the last change shows %v", now)
	}
	if first := fates("/w/lamps/film?at=1"); first["Old desk"] != "add" || first["New desk"] != "" {
		t.Errorf("the first change shows %v", first)
	}
	page := b.get(t, "/w/lamps/film?at=1").want(t, http.StatusOK)
	if !strings.Contains(page.body, "/w/lamps/film?at=2") || !strings.Contains(page.body, url.QueryEscape("current@1")) {
		t.Error("no way on from the first change")
	}
	b.get(t, "/w/lamps/film?at=99").want(t, http.StatusOK)
	b.get(t, "/w/lamps/film?at=0").want(t, http.StatusOK)
	b.get(t, "/w/lamps/film?on=1999-01-01").want(t, http.StatusOK)
}

// TestTimeline gives a change a day, and shows the map before and after it.
func TestTimeline(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "old", Kind: model.Technology, Name: "Old desk"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Add(&model.Element{ID: "new", Kind: model.Technology, Name: "New desk"}))
	b := x.browse(t, x.owner)
	p, err := x.store.Plan(t.Context(), x.space.ID, "one")
	if err != nil {
		t.Fatal(err)
	}
	act := "/w/lamps/states/one/changes/" + p.Changes[0].ID + "/date"
	shown := func(on string) bool {
		return strings.Contains(b.get(t, "/w/lamps/states/timeline?plan=one&on="+on).want(t, http.StatusOK).body, "<title>New desk</title>")
	}
	if shown("2999-01-01") {
		t.Error("what has no day is there in the end")
	}
	b.post(t, act, url.Values{"due": {"soon"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, act, url.Values{"due": {"2998-06-01"}}).want(t, http.StatusSeeOther)
	if shown("2998-05-31") || !shown("2998-06-01") {
		t.Errorf("shown the day before: %v, on the day: %v", shown("2998-05-31"), shown("2998-06-01"))
	}
	b.post(t, act, url.Values{"due": {""}}).want(t, http.StatusSeeOther)
	if shown("2999-01-01") {
		t.Error("the day was not taken back")
	}
}

// TestTrace plays a journey, in this state and beside another.
func TestTrace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	order := func(n float64) model.Props { return model.Props{"order": model.Num(n)} }
	x.commit(t, model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Return"}), model.Add(&model.Element{ID: "buy", Kind: model.Step, Name: "Buys"}), model.Add(&model.Element{ID: "call", Kind: model.Step, Name: "Calls"}),
		model.Add(&model.Element{ID: "web", Kind: model.Technology, Name: "Web shop"}), model.Add(&model.Element{ID: "desk", Kind: model.Technology, Name: "Desk"}), model.Add(&model.Element{ID: "d", Kind: model.Data, Name: "Address"}),
		model.Join(&model.Link{ID: "h1", Kind: model.HasStep, From: "j", To: "buy", Props: order(1)}), model.Join(&model.Link{ID: "h2", Kind: model.HasStep, From: "j", To: "call", Props: order(2)}),
		model.Join(&model.Link{ID: "s1", Kind: model.Serves, From: "web", To: "buy"}), model.Join(&model.Link{ID: "s2", Kind: model.Serves, From: "desk", To: "call"}),
		model.Join(&model.Link{ID: "g", Kind: model.Gives, From: "buy", To: "d"}), model.Join(&model.Link{ID: "a", Kind: model.Asks, From: "call", To: "d"}))
	x.plan(t, "one", model.Current)
	x.within(t, "one", model.Join(&model.Link{ID: "f", Kind: model.Feeds, From: "web", To: "desk", Props: model.Props{"data": []string{"d"}, "transfer_s": model.Num(0), "interval_s": model.Num(0)}}))
	b := x.browse(t, x.owner)
	plain := strings.NewReplacer("\u2068", "", "\u2069", "")
	now := plain.Replace(textOfPage(t, b.get(t, "/w/lamps/journeys/j/trace?step=2").want(t, http.StatusOK)))
	if !strings.Contains(now, "Missing: an interface that carries Address from Web shop to Desk") {
		t.Errorf("the missing interface is not named: %s", now)
	}
	beside := plain.Replace(textOfPage(t, b.get(t, "/w/lamps/journeys/j/trace?step=2&with=one").want(t, http.StatusOK)))
	if !strings.Contains(beside, "Desk could show Address") {
		t.Errorf("nothing is said of the plan: %s", beside)
	}
	b.get(t, "/w/lamps~one/journeys/j/trace?step=2&with=current").want(t, http.StatusOK)
	b.get(t, "/w/lamps/journeys/j/trace?with=none").want(t, http.StatusNotFound)
	b.get(t, "/w/lamps/journeys/j/trace?step=99").want(t, http.StatusOK)
	x.commit(t, model.Op{Kind: model.OpRemoveLink, ID: "a"})
	if bare := textOfPage(t, b.get(t, "/w/lamps/journeys/j/trace")); !strings.Contains(bare, "Nobody has said yet what is asked for") || strings.Contains(bare, "Nothing is asked for again") {
		t.Error("of a run of which nothing is known a fact is stated")
	}
}
