package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

// formsSite has a journey of two steps with all that views show around it.
func formsSite(t *testing.T) *site {
	x := newSite(t)
	x.commit(t, slices.Concat(ofKind(model.Customer, "home"), ofKind(model.Journey, "trip"), ofKind(model.Step, "ask", "wait"), ofKind(model.Channel, "phone"),
		ofKind(model.Employee, "agent"), ofKind(model.Technology, "desk", "store"), ofKind(model.Data, "order"), ofKind(model.Problem, "late"),
		joined(model.Lives, nil, "home>trip"), joined(model.HasStep, model.Props{"order": model.Num(1)}, "trip>ask"), joined(model.HasStep, model.Props{"order": model.Num(2)}, "trip>wait"),
		joined(model.Reaches, nil, "phone>home"), joined(model.Runs, nil, "agent>phone"), joined(model.Supports, nil, "desk>phone"), joined(model.Performs, nil, "agent>ask"),
		joined(model.Serves, nil, "desk>ask"), joined(model.DependsOn, nil, "desk>store"), joined(model.Holds, nil, "store>order"), joined(model.Asks, nil, "ask>order"),
		joined(model.Affects, nil, "late>ask"), []model.Op{model.Set("late", "props.cost_per_month", nil, model.Num(1200))})...)
	return x
}

// withForm is the address of a view in another form.
func withForm(at, form string) string {
	path, query, _ := strings.Cut(at, "?")
	v, _ := url.ParseQuery(query) // the test's own
	v.Set("view", form)
	return path + "?" + v.Encode()
}

// listed are the names of the elements in a view's table or outline, in order.
func (r reply) listed(t *testing.T) (names []string) {
	t.Helper()
	for n := range r.nodes(t) {
		if class, _ := attr(n, "class"); n.Data != "a" || !strings.HasPrefix(class, "k ") {
			continue
		}
		inTable := n.Parent.Data == "th"
		inOutline := n.Parent.Data == "li" && n.Parent.Parent.Parent.Data == "section"
		if inTable || inOutline {
			names = append(names, textOf(n))
		}
	}
	return names
}

func TestViewsAsTablesAndOutlines(t *testing.T) {
	t.Parallel()
	x := formsSite(t)
	b := x.browse(t, x.owner)
	for _, view := range []struct {
		at, want string // the names in the table, in order
	}{
		{"/w/lamps/map?problems=1", "ask"},
		{"/w/lamps/map?hidden=1", "agent desk store order"},
		{"/w/lamps/engagement", "home phone agent desk"},
		{"/w/lamps/engagement?under=1", "home phone agent desk store"},
		{"/w/lamps/elements/desk/network?links=depends_on%2Cholds", "desk store"},
		{"/w/lamps/elements/desk/network?depth=2&links=depends_on%2Cholds", "desk store order"},
		{"/w/lamps/value", "agent"},
		{"/w/lamps/journeys/trip/blueprint", "ask wait late agent desk order"},
	} {
		table := withForm(view.at, "table")
		if drawing := b.get(t, view.at).want(t, http.StatusOK); !strings.Contains(drawing.body, `href="`+strings.ReplaceAll(table, "&", "&amp;")+`"`) {
			t.Errorf("%s does not lead to its table, %s", view.at, table)
		}
		for _, form := range []string{"table", "outline"} {
			page := b.get(t, withForm(view.at, form)).want(t, http.StatusOK)
			if got := strings.Join(page.listed(t), " "); got != view.want {
				t.Errorf("%s as a %s names %q, want %q", view.at, form, got, view.want)
			}
			if strings.Contains(view.want, "ask") && !strings.Contains(page.body, "€1,200") {
				t.Errorf("%s as a %s does not say what the problem costs", view.at, form)
			}
		}
	}
}

// A view of a drawing can be given a name: with its filters, and without what was chosen in it.
func TestViewsOfDrawingsAreSaved(t *testing.T) {
	t.Parallel()
	x := formsSite(t)
	b := x.browse(t, x.owner)
	for at, kept := range map[string]string{
		"/w/lamps/map?hidden=1&on=desk&show=below":            "/w/lamps/map?hidden=1",
		"/w/lamps/engagement?under=1":                         "/w/lamps/engagement?under=1",
		"/w/lamps/elements/desk/network?depth=2":              "/w/lamps/elements/desk/network?depth=2",
		"/w/lamps/value?view=table":                           "/w/lamps/value?view=table",
		"/w/lamps/journeys/trip/blueprint?customer=home":      "/w/lamps/journeys/trip/blueprint?customer=home",
		"/w/lamps/map?colour=owner&kinds=technology&on=agent": "/w/lamps/map?colour=owner&kinds=technology",
	} {
		form := b.get(t, at).want(t, http.StatusOK).form(t, "/views")
		form.Set("name", "Of "+kept)
		if r := b.post(t, "/w/lamps/views", form).want(t, http.StatusSeeOther); r.location != kept {
			t.Errorf("%s is kept as %s, want %s", at, r.location, kept)
		}
		if again := b.get(t, at).want(t, http.StatusOK); !strings.Contains(again.body, "Of "+strings.ReplaceAll(kept, "&", "&amp;")) {
			t.Errorf("%s does not offer its view", at)
		}
	}
	if list := b.get(t, "/w/lamps/views").want(t, http.StatusOK); !strings.Contains(list.body, "Network · desk") || !strings.Contains(list.body, "Blueprint · trip") {
		t.Error("the list of views does not say what they are of")
	}
}
