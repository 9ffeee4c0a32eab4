package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
)

// Without script several names are typed at once; what is there is linked, what is not is added, once. With script, and where
// something is called so, a comma belongs to the name.
func TestSeveralNamesAtOnce(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, append(lampJourney("a", "b"), model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Add(&model.Element{ID: "both", Kind: model.Technology, Name: "Till, old and new"}))...)
	b := x.browse(t, x.owner)
	tools := func(step string) (names []string) {
		for _, e := range x.graph(t).Sources(step, model.Serves) {
			names = append(names, e.Name)
		}
		slices.Sort(names)
		return names
	}
	send := func(step string, f url.Values) reply {
		f.Set("row", "tools")
		return b.post(t, "/w/lamps/journeys/j/steps/"+step+"/links", f)
	}
	send("a", url.Values{"other-tools": {"crm, Shared mailbox، Label printer, shared Mailbox,"}}).want(t, http.StatusSeeOther)
	if got, want := tools("a"), []string{"CRM", "Label printer", "Shared mailbox"}; !slices.Equal(got, want) {
		t.Errorf("typed with commas: %q, want %q", got, want)
	}
	send("b", url.Values{"other-tools": {"till, old and new"}}).want(t, http.StatusSeeOther)
	send("b", url.Values{"other-tools": {"Scanner, by hand"}, "other-tools.one": {"1"}}).want(t, http.StatusSeeOther)
	if got, want := tools("b"), []string{"Scanner, by hand", "Till, old and new"}; !slices.Equal(got, want) {
		t.Errorf("one name each: %q, want %q", got, want)
	}
	send("b", url.Values{"other-tools": {" , "}}).want(t, http.StatusUnprocessableEntity)
}

// linkForm is the form of the panel of a step that adds to a row.
func (b *browser) linkForm(t *testing.T, step, row string) url.Values {
	t.Helper()
	for n := range b.get(t, step).want(t, 200).nodes(t) {
		if class, _ := attr(n, "class"); class == "link-form" {
			if v := formValues(n); v.Get("row") == row {
				return v
			}
		}
	}
	t.Fatalf("no form adds to %s", row)
	return nil
}

func TestStepLinks(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, append(lampJourney("a", "b"), model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Add(&model.Element{ID: "till1", Kind: model.Technology, Name: "Till"}), model.Add(&model.Element{ID: "till2", Kind: model.Technology, Name: "Till"}))...)
	send := func(row string, set url.Values) reply {
		f := b.linkForm(t, "/w/lamps/journeys/j/steps/a", row)
		for k, v := range set {
			f[k] = v
		}
		return b.post(t, "/w/lamps/journeys/j/steps/a/links", f)
	}
	send("tools", url.Values{"other-tools": {"crm"}}).want(t, 303) // by name, whatever its letters
	send("tools", url.Values{"other-tools.id": {"till1", "crm"}}).want(t, 303)
	if got := len(x.graph(t).In("a", model.Serves)); got != 2 {
		t.Errorf("%d technologies serve it, want two: none twice", got)
	}
	page := send("tools", url.Values{"other-tools": {"Till"}}).want(t, 422)
	if !strings.Contains(page.body, `value="Till"`) {
		t.Error("what was typed is lost")
	}
	send("tools", url.Values{}).want(t, 422)
	send("seen", url.Values{"other-seen": {"Parcel carrier"}, "as": {"partner"}}).want(t, 303)
	send("unseen", url.Values{"other-unseen": {"Warehouse team"}}).want(t, 303)
	send("goes", url.Values{"other-goes": {"b"}, "share": {"40 %"}}).want(t, 303)
	send("goes", url.Values{"other-goes": {"a"}, "share": {"a few"}}).want(t, 422)
	g := x.graph(t)
	for _, l := range g.In("a", model.Performs) {
		want := map[model.Kind]bool{model.Partner: true, model.Employee: false}
		if e := g.Element(l.From); l.Props["visible"] != want[e.Kind] {
			t.Errorf("%s is visible: %v", e.Name, l.Props["visible"])
		}
	}
	if way := g.Out("a", model.Next); len(way) != 1 || way[0].Props["share"] != model.Num(.4) {
		t.Errorf("ways = %v", way)
	}
	figure := b.get(t, "/w/lamps/journeys/j")
	if got, want := figure.cell(t, "a", "goes"), "40% to 2 Step b"; got != want {
		t.Errorf("leads %q, want %q", got, want)
	}
	if !strings.Contains(figure.body, `class="way"`) {
		t.Error("the branch is not drawn")
	}
	l := g.In("a", model.Serves)[0]
	b.post(t, "/w/lamps/journeys/j/steps/a/unlink", url.Values{"link": {l.ID}}).want(t, 303)
	b.post(t, "/w/lamps/journeys/j/steps/a/unlink", url.Values{"link": {"has-b"}}).want(t, 303)
	if g := x.graph(t); g.Link(l.ID) != nil || g.Link("has-b") == nil {
		t.Error("the link, or one that is not of the step, is not as it should be")
	}
}

// A contributor names problems, and nothing else.
func TestContributorNamesProblems(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, lampJourney("a")...)
	b := x.browse(t, x.person(t, "Carla", model.Contributor))
	f := b.linkForm(t, "/w/lamps/journeys/j/steps/a", "prob")
	f.Set("other-prob", "The till does not know the order")
	b.post(t, "/w/lamps/journeys/j/steps/a/links", f).want(t, 303)
	if got := b.get(t, "/w/lamps/journeys/j").cell(t, "a", "prob"); got != "The till does not know the order" {
		t.Errorf("problems = %q", got)
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/links", url.Values{"row": {"tools"}, "other-tools": {"CRM"}}).want(t, 403)
	if page := b.get(t, "/w/lamps/journeys/j"); strings.Contains(page.body, "edit=a.does") || strings.Contains(page.body, "/move") {
		t.Error("the page offers what is not theirs")
	}
	viewer := x.browse(t, x.person(t, "Vera", model.Viewer))
	if page := viewer.get(t, "/w/lamps/journeys/j/steps/a").want(t, 200); strings.Contains(page.body, `action="/w/lamps/journeys`) {
		t.Error("a viewer is offered a form")
	}
}

// A branch leads to a step that is not there yet: it stands behind the one that is left, and the journey goes on by both ways.
func TestBranchToANewStep(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, lampJourney("a", "b")...)
	page := b.get(t, "/w/lamps/journeys/j/steps/a?add=way").want(t, 200)
	if !strings.Contains(page.body, `<details open><summary>Also leads to`) {
		t.Error("the form for a way is folded away")
	}
	b.post(t, "/w/lamps/journeys/j/steps/a/links", url.Values{"client": {"branch"}, "row": {"goes"}, "new": {"Asks a friend"}, "share": {"40"}}).want(t, 303)
	g, _, err := x.store.Graph(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ways []string
	steps := model.JourneySteps(g, "j")
	for _, l := range steps {
		for _, way := range g.Out(l.To, model.Next) {
			share, _ := way.Props.Number("share")
			ways = append(ways, fmt.Sprint(g.Element(way.From).Name, " → ", g.Element(way.To).Name, " ", share.Lo))
		}
	}
	slices.Sort(ways)
	a, after := g.Element("a").Name, g.Element("b").Name
	want := []string{a + " → Asks a friend 0.4", a + " → " + after + " 0", "Asks a friend → " + after + " 0"}
	slices.Sort(want)
	if !slices.Equal(ways, want) {
		t.Errorf("ways %q, want %q", ways, want)
	}
	if len(steps) != 3 || g.Element(steps[1].To).Name != "Asks a friend" {
		t.Errorf("the new step stands elsewhere among the %d", len(steps))
	}
}
