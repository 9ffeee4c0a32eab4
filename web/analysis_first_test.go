package web

import (
	"strings"
	"testing"

	"rootline/model"
)

// TestAnalysisFirst: the wording of a first cause is remarked on at once, on the page where it was written, and once.
func TestAnalysisFirst(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.person(t, "Carla Contributor", model.Contributor))
	w := b.walk(t, x.problem(t, "The store cannot take back a lamp bought online"))
	w.at = "/w/lamps/problems/p/analysis/first"
	w.answer("first", "causes", "The clerk was careless\nThe till reads the orders of the day before")
	if w.page() != "first" {
		t.Fatalf("after a text that blames, the guide asks %s, want first again", w.page())
	}
	body := w.get(t, w.at).want(t, 200).body
	if n := strings.Count(body, `class="ask"`); n == 0 || !strings.Contains(body, "/analysis/ground/") {
		t.Errorf("no remark, or no way to mend it: %d", n)
	}
	w.answer("first")
	if w.page() == "first" {
		t.Error("the remark is made twice")
	}
}

// TestAnalysisNewPlace: a place that is not in the model is of the kind that was chosen, else of the one that its name tells, and
// the change says which.
func TestAnalysisNewPlace(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	problem := x.problem(t, "The store cannot take back a lamp bought online")
	x.commit(t, model.Add(&model.Element{ID: "c", Kind: model.Cause, Name: "The till reads the orders of the day before"}),
		model.Join(&model.Link{ID: "b", Kind: model.Because, From: problem, To: "c"}))
	b := x.browse(t, x.person(t, "Carla Contributor", model.Contributor))
	w := b.walk(t, problem)
	w.at = "/w/lamps/problems/p/analysis/ground/c"
	w.answer("ground/c", "place", "Returns rule", "human", "true")
	if recent, err := x.store.Recent(t.Context(), x.space.ID, 0, 1); err != nil || !strings.HasSuffix(recent[0].Title, "New: “Returns rule” (policy)") {
		t.Errorf("the change is titled %q (%v)", recent[0].Title, err)
	}
	w.at = "/w/lamps/problems/p/analysis/ground/c"
	w.answer("ground/c", "place", "Rule engine", "place.kind", "technology")
	a := x.analysis(t, problem)
	c := a.Node("c")
	if len(c.Places) != 2 || c.Places[0].Kind != model.Policy || c.Places[1].Kind != model.Technology {
		t.Errorf("places = %v", c.Places)
	}
	asked := false
	for _, q := range a.Questions() {
		asked = asked || q.Page == "person" && q.On == "c"
	}
	if !asked {
		t.Error("somebody did it, yet the person question is not asked")
	}
}
