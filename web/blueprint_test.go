package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

func TestBlueprintSaysAllInDrawingAndTable(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	if r := b.get(t, "/w/lamps/blueprint"); r.location != "/w/lamps/journeys" {
		t.Errorf("the blueprint of nothing leads to %s", r.location)
	}
	x.commit(t, ofKind(model.Journey, "j")...)
	if empty := b.get(t, "/w/lamps/journeys/j/blueprint").want(t, http.StatusOK); !strings.Contains(empty.body, "/w/lamps/journeys/j?add=end") {
		t.Error("an empty journey does not teach")
	}
	x.commit(t, slices.Concat(ofKind(model.Step, "ask", "pay"), ofKind(model.Employee, "clerk"), ofKind(model.Technology, "till", "erp"), ofKind(model.Data, "name"),
		joined(model.HasStep, nil, "j>ask", "j>pay"), joined(model.Performs, model.Props{"visible": true}, "clerk>pay"), joined(model.Serves, nil, "till>pay", "erp>pay"),
		joined(model.Uses, nil, "clerk>till", "clerk>erp"), joined(model.Gives, nil, "ask>name"), joined(model.Asks, nil, "pay>name"),
		joined(model.Next, model.Props{"wait_s": model.Num(7200)}, "ask>pay"), []model.Op{model.Set("pay", "props.live", nil, true), model.Set("pay", "props.feeling", nil, model.Num(-2)), model.Set("pay", "props.stage", nil, "Pay & go")})...)
	if r := b.get(t, "/w/lamps/blueprint"); r.location != "/w/lamps/journeys/j/blueprint" {
		t.Errorf("the blueprint of anything leads to %s", r.location)
	}
	page := b.get(t, "/w/lamps/journeys/j/blueprint").want(t, http.StatusOK)
	if !strings.Contains(page.body, `<span class="on-wide">Drawing</span><span class="on-narrow">List</span>`) {
		t.Error("where a list stands for the drawing, the switch says otherwise")
	}
	svg, table, _ := strings.Cut(page.body, "<table")
	for _, want := range []string{"Pay &amp; go", ">1 ask<", ">2 pay<", ">clerk<", ">till<", ">erp<", "after 2 hours", "changes systems once while the customer waits", "asked again"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the drawing lacks %q", want)
		}
	}
	for _, want := range []string{">clerk<", ">till<", "after 2 hours", "changes systems once while the customer waits", "asked again"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q", want)
		}
	}
	if strings.Contains(page.body, "<style") {
		t.Error("the page brings styles that its policy refuses")
	}
	svg, _, _ = strings.Cut(svg, `class="legend"`)
	if n := strings.Count(svg, `class="use `); n != 2 {
		t.Errorf("%d lines from the clerk to a system, want 2", n)
	}
	if file := b.get(t, "/w/lamps/journeys/j/blueprint?format=svg").want(t, http.StatusOK).body; strings.Contains(file, "href=\"/") || !strings.Contains(file, "line of visibility") {
		t.Error("the file is not whole in itself")
	}
}

func TestBlueprintOfSixtySteps(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprint("s", i))
	}
	x.commit(t, append(lampJourney(names...), joined(model.Next, nil, "s20>s11")...)...)
	b := x.browse(t, x.owner)
	page := b.get(t, "/w/lamps/journeys/j/blueprint").want(t, http.StatusOK)
	if n := strings.Count(page.body, `href="#blue-steps"`); n != 12 || strings.Count(page.body, `href="#blue-names"`) != n || strings.Count(page.body, `id="blue-steps"`) != 1 {
		t.Errorf("printed as it is, the page has %d bands, want 12 of five steps, each with the names of its rows", n)
	}
	if n := len(b.get(t, "/w/lamps/journeys/j/blueprint").want(t, http.StatusOK).texts(t, "g", "main")); n != 60 {
		t.Errorf("%d steps are drawn", n)
	}
	sheets := b.get(t, "/w/lamps/journeys/j/blueprint?view=print").want(t, http.StatusOK)
	if n := len(sheets.texts(t, "div", "band")); n != 12 || strings.Contains(sheets.body, "<style") {
		t.Errorf("%d bands on A4, want 12 of five steps", n)
	}
	if !strings.Contains(sheets.body, ">back to 12 Step s11<") {
		t.Error("a way that leads to another band is not said")
	}
	if n := len(b.get(t, "/w/lamps/journeys/j/blueprint?view=print&paper=a3").want(t, http.StatusOK).texts(t, "div", "band")); n != 6 {
		t.Errorf("%d bands on A3, want 6 of ten steps", n)
	}
}
