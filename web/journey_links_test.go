package web

import (
	"net/http"
	"net/url"
	"slices"
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
