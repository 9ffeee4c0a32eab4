package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// measured is a workspace with a technology, of which a series is measured.
func measured(t *testing.T) (*site, *browser, model.Series) {
	t.Helper()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	return x, x.browse(t, x.owner), x.measure(t, "crm", "Downtime")
}

func (x *site) measure(t *testing.T, element, name string) model.Series {
	t.Helper()
	m, err := x.store.AddSeries(t.Context(), x.space.ID, model.Series{Element: element, Name: name}, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// values gives a series these values, on one day after the other, and returns the act.
func (x *site) values(t *testing.T, m model.Series, values ...float64) string {
	t.Helper()
	var list []model.Point
	for i, v := range values {
		list = append(list, model.Point{On: fmt.Sprintf("2026-01-%02d", i+1), Value: v})
	}
	act, err := x.store.AddPoints(t.Context(), x.space.ID, m.ID, list, byCommand)
	if err != nil {
		t.Fatal(err)
	}
	return act
}

// pages are the entries of a page and of all that it leads on to, page by page.
func (b *browser) pages(t *testing.T, at string) (out [][]string) {
	t.Helper()
	for at != "" {
		page := b.get(t, at)
		out, at = append(out, happened(t, page)), ""
		for n := range page.nodes(t) {
			if rel, _ := attr(n, "rel"); n.Data == "a" && rel == "next" {
				at = attrOf(n, "href")
			}
		}
		if len(out) > 20 {
			t.Fatal("it never ends")
		}
	}
	return out
}

// Taking many values back is not told as giving them, nor is correcting them.
func TestHistoryTellsValuesTakenBack(t *testing.T) {
	t.Parallel()
	x, b, m := measured(t)
	undo := func(act string) string {
		t.Helper()
		act, err := x.store.UndoPoints(t.Context(), x.space.ID, m.ID, act, byCommand)
		if err != nil {
			t.Fatal(err)
		}
		return act
	}
	undo(undo(x.values(t, m, 1, 2, 3)))
	undo(x.values(t, m, 4, 5, 6, 7))
	wantHappened(t, b.get(t, "/w/lamps/history?what=technology"), "“Downtime”: 4 values changed", "“Downtime”: 4 values changed",
		"“Downtime”: 3 values", "“Downtime”: the values of 3 days were removed", "“Downtime”: 3 values", "“Downtime” is measured from now on", "test")
}

// A promise about a part is told with the part, whatever sort of thing that is, and even where it is gone.
func TestHistoryTellsWhichPartAPromiseIsOf(t *testing.T) {
	t.Parallel()
	x, b, _ := measured(t)
	x.commit(t, model.Add(&model.Element{ID: "erp", Kind: model.Technology, Name: "ERP"}), model.Add(&model.Element{ID: "order", Kind: model.Data, Name: "Order"}),
		model.Join(&model.Link{ID: "holds", Kind: model.Holds, From: "erp", To: "order"}),
		model.Join(&model.Link{ID: "feed", Kind: model.Feeds, From: "crm", To: "erp", Props: model.Props{"data": []string{"order"}}}))
	most := 4.
	for metric, parts := range map[string]map[string]string{
		"M18": {"technology": ", Technologies,"},
		"M8":  {"feed": ", CRM → ERP,"},
		"M9":  {"order@erp": ", Order · ERP,"},
		"M3":  {"nobody": ", nobody,"},
	} {
		for part, want := range parts {
			if err := x.store.SetThresholds(t.Context(), x.space.ID, []model.Threshold{{Metric: metric, Part: part, Max: &most}}, byCommand); err != nil {
				t.Fatal(err)
			}
			if text := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(textOfPage(t, b.get(t, "/w/lamps/history"))); !strings.Contains(text, want) {
				t.Errorf("the history does not say of what part of %s it was promised, %q", metric, want)
			}
		}
	}
}

// What changes nothing is not told as a change.
func TestHistoryTellsAPromiseOnce(t *testing.T) {
	t.Parallel()
	x, b, _ := measured(t)
	for _, metric := range []string{"M3", "M11", "M3"} { // the last says it again, now behind the other
		b.post(t, "/w/lamps/metrics/"+metric+"/promise", url.Values{"max": {"4"}}).want(t, http.StatusSeeOther)
	}
	for range 2 {
		b.post(t, "/w/lamps/metrics/M3/promise/remove", nil).want(t, http.StatusSeeOther)
	}
	rows, err := x.store.Audit(t.Context(), x.space.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, r := range rows {
		if r.Act == "workspace.thresholds" {
			told++
		}
	}
	if told != 3 {
		t.Errorf("%d acts of promising are told, want two promises and one that was taken back", told)
	}
}

// What is told of a series that is gone leads to what it was measured of.
func TestHistoryOfARemovedSeriesLeadsSomewhere(t *testing.T) {
	t.Parallel()
	x, b, m := measured(t)
	x.values(t, m, 1)
	led := func() (to []string) {
		for n := range b.get(t, "/w/lamps/history").want(t, http.StatusOK).nodes(t) {
			if class, _ := attr(n, "class"); n.Data == "a" && class == "quiet" {
				b.get(t, attrOf(n, "href")).want(t, http.StatusOK)
				to = append(to, attrOf(n, "href"))
			}
		}
		return to
	}
	of, on := "/w/lamps/series/"+m.ID, "/w/lamps/elements/crm"
	if to := led(); !slices.Equal(to[:2], []string{of, of}) {
		t.Errorf("values lead to %v", to)
	}
	if err := x.store.RemoveSeries(t.Context(), x.space.ID, m.ID, byCommand); err != nil {
		t.Fatal(err)
	}
	if to := led(); !slices.Equal(to[:3], []string{on, on, on}) {
		t.Errorf("those of a removed series lead to %v", to)
	}
}

// The history of an element loses no deed and tells none where changes are missing between.
func TestElementHistoryHasMore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, values, after int }{{3, 60, 0}, {0, 1, 60}, {30, 30, 30}} {
		x, b, m := measured(t)
		old := "CRM"
		rename := func(count int) {
			for range count {
				name := old + "!"
				x.by(t, x.owner, "renamed", model.Set("crm", "name", old, name))
				old = name
			}
		}
		rename(c.before)
		for i := range c.values {
			x.values(t, m, float64(i))
		}
		rename(c.after)
		all := c.before + c.values + c.after + 2
		at, told := "/w/lamps/elements/crm/history", 0
		for at != "" {
			page := b.get(t, at).want(t, http.StatusOK)
			at = ""
			values, renamed := strings.Count(page.body, "on 1 January 2026"), strings.Count(page.body, "renamed")
			if values > 0 && renamed < c.after {
				t.Errorf("%+v: values are told and only %d of the changes after them", c, renamed)
			}
			for n := range page.nodes(t) {
				if n.Data == "a" && strings.Contains(attrOf(n, "href"), "history?most=") {
					at = attrOf(n, "href")
				}
			}
			told = values + renamed + strings.Count(page.body, "is measured from now on") + strings.Count(page.body, "Added ")
		}
		if told != all {
			t.Errorf("%+v: %d are told in the end, want %d", c, told, all)
		}
	}
}

// Filtered, the history is in order over all its pages, however many deeds of others lie between.
func TestFilteredHistoryIsInOrder(t *testing.T) {
	t.Parallel()
	x, b, m := measured(t)
	x.commit(t, model.Add(&model.Element{ID: "clerk", Kind: model.Employee, Name: "Clerk"}))
	own := x.measure(t, "clerk", "Hours")
	want, old := []string{"test", "“Downtime” is measured from now on"}, "CRM"
	rename := func() {
		title := fmt.Sprint("change ", len(want))
		by := []model.Author{byCommand, x.owner.Author()}[len(want)%2] // those of one person are told together
		if _, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: title, Author: by, Ops: []model.Op{model.Set("crm", "name", old, title)}}); err != nil {
			t.Fatal(err)
		}
		want, old = append(want, title), title
	}
	for range 35 {
		rename()
	}
	x.values(t, m, 7)
	want = append(want, "“Downtime”: 7 on 1 January 2026")
	for range 25 {
		rename()
	}
	if _, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:crm", Text: "Why?"}, x.owner.Author()); err != nil {
		t.Fatal(err)
	}
	want = append(want, "You on “"+old+"”")
	for i := range 130 {
		x.values(t, own, float64(i))
	}
	slices.Reverse(want)
	pages := b.pages(t, "/w/lamps/history?what=technology")
	if got := slices.Concat(pages...); !slices.Equal(got, want) {
		t.Errorf("told:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(pages) != 2 { // 64, 50 to a page
		t.Errorf("%d pages, want 2", len(pages))
	}
}

// Of a change of one thing the list says which, in its title or below it.
func TestHistoryNamesTheOnlyThing(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	for _, title := range []string{"Pasted one element", "Lamp shop was added"} {
		if _, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: title, Titles: map[string]string{"en": title}, Author: byCommand,
			Ops: []model.Op{model.Add(&model.Element{ID: strings.ToLower(title[:4]), Kind: model.Technology, Name: "Lamp shop"})}}); err != nil {
			t.Fatal(err)
		}
	}
	did := []string{}
	for n := range b.get(t, "/w/lamps/history").want(t, http.StatusOK).nodes(t) {
		if class, _ := attr(n, "class"); n.Data == "ul" && class == "did" {
			did = append(did, textOf(n))
		}
	}
	if !slices.Equal(did, []string{"Added Lamp shop (technology)"}) { // of the first
		t.Errorf("below the titles stands %q", did)
	}
}
