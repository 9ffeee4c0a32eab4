package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// valuesOf are the rows of the table of a series, the newest first: "day value".
func valuesOf(t *testing.T, page reply) string {
	t.Helper()
	var out []string
	for n := range page.want(t, 200).nodes(t) {
		if n.Data != "tr" {
			continue
		}
		on, value := "", ""
		for d := range n.Descendants() {
			if d.Data == "time" && on == "" {
				on = attrOf(d, "datetime")
			}
			if d.Data == "td" && attrOf(d, "class") == "num" {
				value = textOf(d)
			}
		}
		if on != "" {
			out = append(out, on+" "+value)
		}
	}
	return strings.Join(out, "; ")
}

// From nothing to a drawing, with values added, pasted, corrected, removed and taken back: without script.
func TestSeriesPages(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Late parcels"}),
		model.Add(&model.Element{ID: "goal", Kind: model.Target, Name: "Half of it", Props: model.Props{"metric": "complaints", "scope": "late parcels", "value": model.Num(5)}}))
	form := b.get(t, "/w/lamps/elements/p/measure").want(t, 200).form(t, "/measure")
	form.Set("unit", "a week")
	bad := b.post(t, "/w/lamps/elements/p/measure", form).want(t, http.StatusUnprocessableEntity)
	if bad.form(t, "/measure").Get("unit") != "a week" {
		t.Error("what was typed is lost")
	}
	form.Set("name", "Complaints")
	form.Set("rows", "Week\tCount\r\n2026-01-05\t12,5\r\n\r\n12.01.2026\t11 a week\r\n2026-01-19;9")
	var at string
	for range 2 { // sent twice, made once
		at = b.post(t, "/w/lamps/elements/p/measure", form).want(t, http.StatusSeeOther).location
	}
	page := b.get(t, at)
	if got := valuesOf(t, page); got != "2026-01-19 9; 2026-01-12 11; 2026-01-05 12.5" {
		t.Errorf("values: %s", got)
	}
	if text := textOfPage(t, page); !strings.Contains(text, "From 12.5 on 5 January 2026 to 9 a week on 19 January 2026; between 9 and 12.5, 3 values.") || !strings.Contains(text, "Half of it") {
		t.Errorf("the page says: %s", text)
	}
	if !strings.Contains(page.body, `<path class="target"`) {
		t.Error("what was promised is not drawn")
	}

	about := b.get(t, "/w/lamps/elements/p").want(t, 200)
	if n := strings.Count(about.body, `<svg class="chart"`); n != 1 {
		t.Errorf("the page of the element draws %d series", n)
	}
	add := about.form(t, "/points")
	add.Set("on", "2026-01-19")
	add.Set("value", "8")
	b.post(t, at+"/points", add).want(t, http.StatusSeeOther)
	if got := valuesOf(t, b.get(t, at)); got != "2026-01-19 8; 2026-01-12 11; 2026-01-05 12.5" {
		t.Errorf("after a correction: %s", got)
	}
}

// undoing taken from toasts, each on the page that follows the act.
func TestSeriesUndo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: "crm", Name: "Out of order", Points: []model.Point{{On: "2026-01-01", Value: 1}}}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	at := "/w/lamps/series/" + m.ID
	b.post(t, at+"/points", url.Values{"rows": {"2026-01-01\t5\n2026-01-02\t6"}}).want(t, http.StatusSeeOther)
	page := b.get(t, at)
	if got := valuesOf(t, page); got != "2026-01-02 6; 2026-01-01 5" {
		t.Fatalf("after pasting: %s", got)
	}
	undo := page.undo(t)
	for range 2 {
		b.post(t, undo, nil).want(t, http.StatusSeeOther)
	}
	if got := valuesOf(t, b.get(t, at)); got != "2026-01-01 1" {
		t.Errorf("after undo: %s", got)
	}
	b.post(t, at+"/points/2026-01-01/remove", nil).want(t, http.StatusSeeOther)
	page = b.get(t, at)
	if got := valuesOf(t, page); got != "" {
		t.Errorf("after removing: %s", got)
	}
	b.post(t, page.undo(t), nil).want(t, http.StatusSeeOther)
	if got := valuesOf(t, b.get(t, at)); got != "2026-01-01 1" {
		t.Errorf("after undo: %s", got)
	}
	gone := b.post(t, at+"/remove", nil).want(t, http.StatusSeeOther)
	where, _, _ := strings.Cut(gone.location, "#")
	page = b.get(t, where)
	b.get(t, at).want(t, http.StatusNotFound)
	b.post(t, page.undo(t), nil).want(t, http.StatusSeeOther)
	if got := valuesOf(t, b.get(t, at)); got != "2026-01-01 1" {
		t.Errorf("after bringing it back: %s", got)
	}
}

// Rows that cannot be read are refused by their number; what can be read is then not taken either, and the text is kept.
func TestSeriesPasteRefused(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: "crm", Name: "Out of order", Unit: "h"}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	at := "/w/lamps/series/" + m.ID
	rows := "2026-01-01\t5\n\n2026-02-30\t6\n2026-01-03\tmany\n01.01.2026 7\nnothing 5"
	page := b.post(t, at+"/points", url.Values{"rows": {strings.ReplaceAll(rows, "\n", "\r\n")}}).want(t, http.StatusUnprocessableEntity)
	text := textOfPage(t, page)
	for _, want := range []string{"Row 3, “2026-02-30 6”: “2026-02-30” cannot be read as a day", "Row 4, “2026-01-03 many”: ", "Row 5, “01.01.2026 7”: 1 January 2026 stands in row 1 already", "Row 6, “nothing 5”: “nothing” cannot be read"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	found := false
	for n := range page.nodes(t) {
		if n.Data == "textarea" && attrOf(n, "name") == "rows" && n.FirstChild != nil {
			found = n.FirstChild.Data == rows
		}
	}
	if !found {
		t.Error("what was pasted is lost")
	}
	if got := valuesOf(t, b.get(t, at)); got != "" {
		t.Errorf("some of it was taken: %s", got)
	}
	b.post(t, at+"/points", url.Values{"rows": {" \n"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, at+"/points", url.Values{"on": {"2026-01-01"}, "value": {""}}).want(t, http.StatusUnprocessableEntity)
	if r := b.post(t, at+"/points", url.Values{"on": {"sometime"}, "value": {"3"}}).want(t, http.StatusUnprocessableEntity); !strings.Contains(r.body, `value="sometime"`) {
		t.Error("the day that was typed is lost")
	}
}

func TestTwoColumns(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]string{
		"2026-01-01\t5":         {"2026-01-01", "5"},
		"2026-01-01;5,5":        {"2026-01-01", "5,5"},
		"4 March 2026\t1 200":   {"4 March 2026", "1 200"},
		"4 March 2026 1200":     {"4 March 2026", "1200"},
		"2026-01-01,5.5":        {"2026-01-01", "5.5"},
		"2026-01-01, 5.5":       {"2026-01-01", "5.5"},
		"۱۴۰۵/۰۱/۱۵ ۵":          {"۱۴۰۵/۰۱/۱۵", "۵"},
		"2026-01-01":            {"2026-01-01", ""},
		" 2026-01-01\u3000 12 ": {"2026-01-01", "12"},
	} {
		if on, value := twoColumns(line); on != want[0] || value != want[1] {
			t.Errorf("%q is %q and %q, want %q", line, on, value, want)
		}
	}
}

// A contributor measures what belongs to an analysis, a viewer nothing.
func TestSeriesRights(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Late"}), model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	c, v := x.browse(t, x.person(t, "Connie", model.Contributor)), x.browse(t, x.person(t, "Vera", model.Viewer))
	form := url.Values{"name": {"Complaints"}, "client": {"01ARZ3NDEKTSV4RRFFQ69G5FAV"}}
	at := c.post(t, "/w/lamps/elements/p/measure", form).want(t, http.StatusSeeOther).location
	c.post(t, "/w/lamps/elements/crm/measure", form).want(t, http.StatusForbidden)
	c.get(t, "/w/lamps/elements/crm/measure").want(t, http.StatusForbidden)
	v.post(t, at+"/points", url.Values{"on": {"2026-01-01"}, "value": {"3"}}).want(t, http.StatusForbidden)
	if page := v.get(t, at).want(t, 200); strings.Contains(page.body, "/points") {
		t.Error("a viewer is offered to add values")
	}
	if page := v.get(t, "/w/lamps/elements/p").want(t, 200); strings.Contains(page.body, "/points\"") {
		t.Error("a viewer is offered to add values on the element")
	}
}
