package web

import (
	"net/http"
	"slices"
	"testing"

	"rootline/model"
)

// Two problems of 1,000 and 3,000 a month share a root that costs 500 to mend; the dearer one has a second root, of which
// nobody said what mending costs. So the shared root carries 1,000 + 3,000/2 of 4,000, 62.5 %.
func TestCausesAcrossProblems(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	b.get(t, "/w/lamps/causes").want(t, http.StatusOK).says(t, "No problem has been asked", "Begin with a problem")
	x.commit(t, slices.Concat(ofKind(model.Problem, "late", "lost", "new"), ofKind(model.Cause, "file", "card"), ofKind(model.Action, "stream"), ofKind(model.Technology, "erp"),
		joined(model.Because, nil, "late>file", "lost>file", "lost>card"), joined(model.LocatedIn, nil, "file>erp"), joined(model.Addresses, nil, "stream>file"),
		[]model.Op{model.Set("file", "props.stop", nil, "root"), model.Set("card", "props.stop", nil, "root"), model.Set("stream", "props.cost", nil, model.Num(500)),
			model.Set("late", "props.cost_per_month", nil, model.Num(1000)), model.Set("lost", "props.cost_per_month", nil, model.Num(3000))})...)
	b.get(t, "/w/lamps/causes").want(t, http.StatusOK).says(t, "2 causes lie behind 2 problems. 2 of them carry 100% of what problems cost.",
		"Mend these 2 causes, and 2 problems cannot come back. It costs about €500. They cost €4,000 a month now.", "fileerpstream€500", "cardnothing planned yetnot known",
		"Does not endnew", "fileevery known way to one problem passes it62%", "erp62% €4,000late and lost", "One problem has no cost yet")
	// For 400, only the cause without a cost, which counts as one, can be paid; it ends nothing alone.
	b.get(t, "/w/lamps/causes?budget=400").want(t, http.StatusOK).says(t, "For €400, no problem can be ended for good.")
	b.get(t, "/w/lamps/causes?budget=500").want(t, http.StatusOK).says(t, "Mend this one cause, and one problem cannot come back.", "Endslate", "Does not endlost and new")
	b.get(t, "/w/lamps/causes?budget=lots").want(t, http.StatusUnprocessableEntity).says(t, "Write an amount")
	b.get(t, "/w/lamps/causes?budget=-1").want(t, http.StatusUnprocessableEntity)
}
