package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// clerkShop is a clerk who needs three systems, of which one is fed by hand and nobody said how often.
func clerkShop() []model.Op {
	return []model.Op{
		model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}),
		model.Add(&model.Element{ID: "j", Kind: model.Journey, Name: "Return a lamp", Props: model.Props{"runs_per_month": 410.0}}),
		model.Add(&model.Element{ID: "bring", Kind: model.Step, Name: "Brings it", Owner: "Jonas", Props: model.Props{"traceable": false}}),
		model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP", Owner: "Jonas Weber"}),
		model.Add(&model.Element{ID: "till", Kind: model.Technology, Name: "Till"}),
		model.Join(&model.Link{ID: "h", Kind: model.HasStep, From: "j", To: "bring"}),
		model.Join(&model.Link{ID: "s", Kind: model.Serves, From: "till", To: "bring"}),
		model.Join(&model.Link{ID: "s2", Kind: model.Serves, From: "crm", To: "bring"}),
		model.Join(&model.Link{ID: "d", Kind: model.DependsOn, From: "till", To: "erp"}),
		model.Join(&model.Link{ID: "p", Kind: model.Performs, From: "clerk", To: "bring"}),
		model.Join(&model.Link{ID: "u", Kind: model.Uses, From: "clerk", To: "erp"}),
		model.Join(&model.Link{ID: "u2", Kind: model.Uses, From: "clerk", To: "till"}),
		model.Join(&model.Link{ID: "u3", Kind: model.Uses, From: "clerk", To: "crm"}),
		model.Join(&model.Link{ID: "f", Kind: model.Feeds, From: "erp", To: "till", Props: model.Props{"mode": "manual", "handling_s": 36.0, "transfer_s": 0.0, "interval_s": 0.0}}),
	}
}

// said is the text of a page's main part, in one line.
func (r reply) said(t *testing.T) string {
	t.Helper()
	for n := range r.nodes(t) {
		if n.Data == "main" {
			return strings.Join(strings.Fields(textOf(n)), " ")
		}
	}
	t.Fatal("no main part")
	return ""
}

func (r reply) says(t *testing.T, words ...string) {
	t.Helper()
	text := r.said(t)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("the page does not say %q:\n%s", w, text)
		}
	}
}

func TestFiguresArePromisedAndHeld(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, clerkShop()...)
	b := x.browse(t, x.owner)
	b.get(t, "/w/lamps/metrics").want(t, http.StatusOK).says(t, "Systems a role needs Clerk", "Typed again by hand", "not known")
	b.get(t, "/w/lamps/metrics/M3").want(t, http.StatusOK).says(t, "Clerk uses CRM, ERP and Till", "Nobody has promised")
	b.get(t, "/w/lamps/metrics/M99").want(t, http.StatusNotFound)

	wrong := b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {"few"}}).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(wrong.body, `value="few"`) {
		t.Error("what was typed is gone")
	}
	b.post(t, "/w/lamps/metrics/M3/promise", url.Values{}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {"1"}, "part": {"nobody"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {"9"}}).want(t, http.StatusSeeOther)
	b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {"2"}}).want(t, http.StatusSeeOther) // in place of the first
	b.post(t, "/w/lamps/metrics/M17/promise", url.Values{"max": {"50"}}).want(t, http.StatusSeeOther)
	b.post(t, "/w/lamps/metrics/M11/promise", url.Values{"max": {"20"}}).want(t, http.StatusSeeOther)
	w, err := x.store.Workspace(t.Context(), "lamps")
	if err != nil || len(w.Thresholds) != 3 || *w.Thresholds[0].Max != 2 || *w.Thresholds[1].Max != .5 {
		t.Fatalf("thresholds = %+v, %v, want one of each metric, the second a share", w.Thresholds, err)
	}
	b.get(t, "/w/lamps/metrics/thresholds").want(t, http.StatusOK).says(t, "One promise is kept.", "One is broken.", "Of one it cannot be told.",
		"broken at most 2, each of them", "Clerk: 3", "cannot be told at most 20 hours a month", "kept at most 50% Take")
	b.get(t, "/w/lamps").want(t, http.StatusOK)
	b.post(t, "/w/lamps/metrics/M3/promise/remove", url.Values{"part": {""}}).want(t, http.StatusSeeOther)
	b.get(t, "/w/lamps/metrics/M3").want(t, http.StatusOK).says(t, "Nobody has promised")

	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	viewer.get(t, "/w/lamps/metrics/M3").want(t, http.StatusOK).says(t, "Owners of the workspace decide")
}

func TestHomeNamesBrokenPromises(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(clerkShop(), model.Add(&model.Element{ID: "pr", Kind: model.Problem, Name: "No refund", Owner: "Ana"}))...)
	b := x.browse(t, x.owner)
	b.post(t, "/w/lamps/metrics/M3/promise", url.Values{"max": {"2"}}).want(t, http.StatusSeeOther)
	b.get(t, "/w/lamps").want(t, http.StatusOK).says(t, "A promise is broken. Systems a role needs: at most 2", "Clerk: 3")
}

func TestRippleIsFollowed(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, clerkShop()...)
	b := x.browse(t, x.owner)
	b.get(t, "/w/lamps/elements/erp").want(t, http.StatusOK).says(t, "If it stops", "Felt by 1 journey, 1 step, 1 role or partner and 1 system.", "410 customers a month", "1 step has no other way.")
	b.get(t, "/w/lamps/elements/erp/ripple").want(t, http.StatusOK).says(t, "Return a lampthrough Till Brings it", "Nothing is recorded that it needs.")
	b.get(t, "/w/lamps/elements/bring/ripple").want(t, http.StatusOK).says(t, "It carries 1 journey. 410 customers", "ERPthrough Till")
}

func TestDisconnectsAreNamed(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, clerkShop()...)
	b := x.browse(t, x.owner)
	r := b.get(t, "/w/lamps/disconnects").want(t, http.StatusOK)
	r.says(t, "2 places", "Carried by hand", "something, nobody said what: from ERP to Till", "Steps that leave no trace", "Brings it", "If it went wrong there, how would you know?")
	if !strings.Contains(r.body, `href="/w/lamps/elements/till"`) {
		t.Error("the system is no link")
	}
}

// TestUnknownIsAnswered: what narrows most is asked first, of who keeps it, and one answer settles it.
func TestUnknownIsAnswered(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, clerkShop()...)
	b := x.browse(t, x.owner)
	r := b.get(t, "/w/lamps/unknowns").want(t, http.StatusOK)
	r.says(t, "How often a month", "ERP hands data to Till", "It would settle 2 figures.", "Ask Jonas Weber")
	b.get(t, "/w/lamps/unknowns/f/nothing").want(t, http.StatusNotFound)
	b.get(t, "/w/lamps/unknowns/nothing/live").want(t, http.StatusNotFound)

	at := "/w/lamps/unknowns/f/runs_per_month"
	form := b.get(t, at).want(t, http.StatusOK).form(t, at)
	form.Set("props.runs_per_month", "often")
	b.post(t, at, form).want(t, http.StatusUnprocessableEntity)
	form.Set("props.runs_per_month", "100")
	b.post(t, at, form).want(t, http.StatusSeeOther)
	if n, _ := x.graph(t).Link("f").Props.Number("runs_per_month"); n.Lo != 100 {
		t.Fatalf("runs = %v, want 100", n)
	}
	b.get(t, "/w/lamps/metrics").want(t, http.StatusOK).says(t, "Typed again by hand 1 hour a month")

	// Somebody else answers first: both values are shown, and nothing is overwritten.
	live := "/w/lamps/unknowns/bring/live"
	mine := b.get(t, live).want(t, http.StatusOK).form(t, live)
	x.commit(t, model.Set("bring", "props.live", nil, true))
	mine.Set("props.live", "false")
	b.post(t, live, mine).want(t, http.StatusConflict)
	if !x.graph(t).Element("bring").Props.Bool("live") {
		t.Error("what somebody else answered is gone")
	}
}
