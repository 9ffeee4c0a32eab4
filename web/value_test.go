package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

func valueSite(t *testing.T) *site {
	x := newSite(t)
	x.commit(t, slices.Concat(ofKind(model.Employee, "clerk", "cook"), ofKind(model.Partner, "carrier"), ofKind(model.Step, "bring", "eat"), ofKind(model.Problem, "late"),
		joined(model.Performs, model.Props{"visible": true}, "clerk>bring", "cook>eat"), joined(model.Affects, nil, "late>bring"),
		[]model.Op{model.Set("bring", "props.feeling", nil, model.Num(-2)), model.Set("eat", "props.feeling", nil, model.Num(1)), model.Set("cook", "props.value", nil, "all")})...)
	return x
}

func TestValueIsRatedInPlace(t *testing.T) {
	t.Parallel()
	x := valueSite(t)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/value").want(t, http.StatusOK)
	if diff := cmp.Diff([]string{"clerk", "carrier", "cook"}, page.names(t)); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	form := page.form(t, "/w/lamps/value")
	if form.Get("actor") != "clerk" {
		t.Fatalf("the first form is about %s", form.Get("actor"))
	}
	before := x.revision(t)
	form.Set("value", "none")
	if r := b.post(t, "/w/lamps/value", form); r.status != http.StatusSeeOther || r.location != "/w/lamps/value#w-clerk" {
		t.Fatalf("rated = %d to %s", r.status, r.location)
	}
	if r := b.post(t, "/w/lamps/value", form); r.status != http.StatusSeeOther { // sent twice
		t.Fatalf("again = %d", r.status)
	}
	if got := x.graph(t).Element("clerk").Props.Text("value"); got != "none" {
		t.Errorf("value = %q", got)
	}
	if n := x.revision(t) - before; n != 1 {
		t.Errorf("%d changes, want one", n)
	}
	if after := b.get(t, "/w/lamps/value"); !strings.Contains(after.body, "One who gets little acts where customers suffer") {
		t.Errorf("headline: %s", firstWords(after.body))
	}
	// Who saw another value than there is now is told.
	x.commit(t, model.Set("cook", "props.value", "all", "some"))
	stale := url.Values{"actor": {"cook"}, "value": {"none"}, "drawn_at": {form.Get("drawn_at")}}
	if r := b.post(t, "/w/lamps/value", stale).want(t, http.StatusConflict); !strings.Contains(r.body, "cook") {
		t.Errorf("stale: %s", firstWords(r.body))
	}
	b.post(t, "/w/lamps/value", url.Values{"actor": {"clerk"}, "value": {"lots"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, "/w/lamps/value", url.Values{"actor": {"bring"}, "value": {"all"}}).want(t, http.StatusNotFound)
	if got := b.post(t, "/w/lamps/value", url.Values{"actor": {"clerk"}, "value": {""}}); got.status != http.StatusSeeOther || x.graph(t).Element("clerk").Props.Known("value") {
		t.Errorf("a rating cannot be taken back: %d", got.status)
	}
	if got := b.get(t, "/w/lamps/value?format=svg").want(t, http.StatusOK); !strings.Contains(got.body, "clerk") {
		t.Error("the file does not name the clerk")
	}
}

func TestValueForReaders(t *testing.T) {
	t.Parallel()
	x := valueSite(t)
	viewer := x.browse(t, x.person(t, "Vera Viewer", model.Viewer))
	if page := viewer.get(t, "/w/lamps/value").want(t, http.StatusOK); strings.Contains(page.body, "name=\"actor\"") {
		t.Error("who may not change it is asked for a rating")
	}
	viewer.post(t, "/w/lamps/value", url.Values{"actor": {"clerk"}, "value": {"all"}}).want(t, http.StatusForbidden)
	y := newSite(t)
	if empty := y.browse(t, y.owner).get(t, "/w/lamps/value").want(t, http.StatusOK); !strings.Contains(empty.body, "/w/lamps/add/employee") {
		t.Error("an empty place does not teach")
	}
}

// TestValueNamesTheDearestProblems: of an actor with many, those that cost most, and how many more there are.
func TestValueNamesTheDearestProblems(t *testing.T) {
	t.Parallel()
	x := valueSite(t)
	var ops []model.Op
	for i := range 11 {
		id := fmt.Sprintf("p%02d", i)
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Problem, Name: id, Props: model.Props{"cost_per_month": model.Num(float64(100 + i))}}))
	}
	ops = append(ops, joined(model.Affects, nil, "p00>bring", "p01>bring", "p02>bring", "p03>bring", "p04>bring", "p05>bring", "p06>bring", "p07>bring", "p08>bring", "p09>bring", "p10>bring")...)
	x.commit(t, ops...)
	page := x.browse(t, x.owner).get(t, "/w/lamps/value").want(t, http.StatusOK).body
	row, _, _ := strings.Cut(page[strings.Index(page, `id="w-clerk"`):], "</tr>")
	for i := range 11 {
		if named, want := strings.Contains(row, fmt.Sprintf("p%02d", i)), i >= 3; named != want {
			t.Errorf("p%02d is named: %v", i, named)
		}
	}
	if !strings.Contains(row, "and 4 more") { // p00 to p02, and the one of which no cost is known
		t.Errorf("row = %s", row)
	}
}

// TestValueHasOneRuleForWhoSuffers: the headline, the drawing and the table mean the same actors, though one of them acts where
// customers feel well and have a problem; and a cost is told of the step where it is.
func TestValueHasOneRuleForWhoSuffers(t *testing.T) {
	t.Parallel()
	x := valueSite(t)
	cost := func(id string) model.Op { return model.Set(id, "props.cost_per_month", nil, model.Num(500)) }
	x.commit(t, slices.Concat(ofKind(model.Step, "wait"), ofKind(model.Problem, "cold", "lost"), ofKind(model.Employee, "both"),
		joined(model.Affects, nil, "cold>eat", "lost>wait"), joined(model.Performs, nil, "carrier>bring", "carrier>wait", "both>eat", "both>wait"),
		[]model.Op{model.Set("wait", "props.feeling", nil, model.Num(-2)), model.Set("cook", "props.value", "all", "some"), model.Set("clerk", "props.value", nil, "none"),
			model.Set("bring", "props.stage", nil, "End"), cost("cold"), cost("lost")})...)
	page := x.browse(t, x.owner).get(t, "/w/lamps/value").want(t, http.StatusOK)
	if !strings.Contains(page.body, "2 who get little act where customers suffer") {
		t.Errorf("headline: %s", firstWords(page.body))
	}
	bars, cells, rows := 0, 0, 0
	for n := range page.nodes(t) {
		switch class, _ := attr(n, "class"); {
		case n.Data == "path" && class == "bar":
			bars++
		case n.Data == "rect" && class == "hurts":
			cells++
		case n.Data == "tr" && class == "hurts":
			rows++
		}
	}
	if bars != 2 || cells != 2 || rows != 2 {
		t.Errorf("%d boxes, %d cells and %d rows are marked, want the clerk and the cook in each", bars, cells, rows)
	}
	notes := page.texts(t, "text", "sub")
	want := []string{"bring", "eat", "problems of €500 a month", "wait", "problems of €500 a month", "wait", "€1,000 a month at 2 steps"}
	slices.Sort(notes)
	slices.Sort(want)
	if diff := cmp.Diff(want, notes); diff != "" { // of the carrier's steps, felt alike, the one with the dear problem
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
