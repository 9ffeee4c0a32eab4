package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

func (x *site) ownFields(t testing.TB) []model.OwnField {
	t.Helper()
	w, err := x.store.WorkspaceByID(t.Context(), x.space.ID)
	if err != nil {
		t.Fatal(err)
	}
	return w.Fields
}

// An owner adds a field, people fill it in, it is renamed, moved and removed; the values stay and come back.
func TestOwnFields(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	b := x.browse(t, x.owner)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	const at = "/w/lamps/settings/fields"
	add := func(v url.Values) reply {
		t.Helper()
		return b.post(t, at, v)
	}
	add(url.Values{"kind": {"technology"}, "label": {"Licence seats"}, "type": {"number"}, "unit": {"seats"}}).want(t, http.StatusSeeOther)
	add(url.Values{"kind": {"technology"}, "label": {"Support  tier"}, "type": {"choice"}, "choices": {"gold\r\nsilver\r\n\r\ngold"}}).want(t, http.StatusSeeOther)
	add(url.Values{"kind": {"technology"}, "label": {"مسئول"}, "type": {"text"}, "unit": {"left out"}}).want(t, http.StatusSeeOther)
	want := []model.OwnField{
		{Kind: model.Technology, Name: "licence_seats", Label: "Licence seats", Type: model.TypeNumber, Unit: "seats"},
		{Kind: model.Technology, Name: "support_tier", Label: "Support tier", Type: model.TypeChoice, Choices: []string{"gold", "silver"}},
		{Kind: model.Technology, Name: "field_1", Label: "مسئول", Type: model.TypeText},
	}
	if diff := cmp.Diff(want, x.ownFields(t)); diff != "" {
		t.Fatalf("fields (-want +got):\n%s", diff)
	}
	for name, bad := range map[string]url.Values{
		"without a name":    {"kind": {"technology"}, "type": {"text"}},
		"one choice":        {"kind": {"technology"}, "label": {"x"}, "type": {"choice"}, "choices": {"gold"}},
		"the same again":    {"kind": {"technology"}, "label": {"licence SEATS"}, "type": {"text"}},
		"no such kind":      {"kind": {"nothing"}, "label": {"x"}, "type": {"text"}},
		"no such type":      {"kind": {"technology"}, "label": {"x"}, "type": {"ids"}},
		"a very long label": {"kind": {"technology"}, "label": {strings.Repeat("é", 201)}, "type": {"text"}},
	} {
		if r := add(bad); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `class="errors"`) {
			t.Errorf("%s: %d", name, r.status)
		}
	}

	form := b.get(t, "/w/lamps/elements/crm/edit").want(t, 200).form(t, "/edit")
	form.Set("props.licence_seats", "40")
	form.Set("props.support_tier", "gold")
	b.post(t, "/w/lamps/elements/crm/edit", form).want(t, http.StatusSeeOther)
	if text := textOfPage(t, b.get(t, "/w/lamps/elements/crm")); !strings.Contains(text, "Licence seats own field40 seats") || !strings.Contains(text, "Support tier own fieldgold") {
		t.Errorf("the element says: %s", text)
	}
	if list := textOfPage(t, b.get(t, "/w/lamps/elements?kind=technology")); !strings.Contains(list, "Licence seats") {
		t.Errorf("the list does not show the field: %s", list)
	}

	edit := b.get(t, at+"/technology/licence_seats").want(t, 200).form(t, "/licence_seats")
	edit.Set("label", "Seats")
	edit.Set("type", "date")
	b.post(t, at+"/technology/licence_seats", edit).want(t, http.StatusSeeOther)
	if page := b.get(t, at); !strings.Contains(page.body, "1 value does not fit") {
		t.Error("it is not said that a value does not fit")
	}
	if n, ok := x.graph(t).Element("crm").Props.Number("licence_seats"); !ok || n.Lo != 40 {
		t.Error("the value that does not fit has gone")
	}
	b.post(t, at+"/technology/field_1/move", url.Values{"to": {"up"}}).want(t, http.StatusSeeOther)
	b.post(t, at+"/technology/field_1/move", url.Values{"to": {"up"}}).want(t, http.StatusSeeOther)
	b.post(t, at+"/technology/field_1/move", url.Values{"to": {"up"}}).want(t, http.StatusSeeOther) // it is on top
	if got := x.ownFields(t); got[0].Name != "field_1" || got[1].Name != "licence_seats" || got[1].Label != "Seats" {
		t.Errorf("fields = %v", got)
	}
	if page := b.get(t, at+"/technology/support_tier/remove").want(t, 200); !strings.Contains(page.body, "The value of 1 element stays") {
		t.Error("it is not said what becomes of the values")
	}
	for range 2 {
		b.post(t, at+"/technology/support_tier/remove", nil).want(t, http.StatusSeeOther)
	}
	if got := x.graph(t).Element("crm").Props.Text("support_tier"); got != "gold" {
		t.Errorf("the value is %q", got)
	}
	add(url.Values{"kind": {"technology"}, "label": {"Support tier"}, "type": {"text"}}).want(t, http.StatusSeeOther)
	if got := x.ownFields(t); got[2].Name != "support_tier" {
		t.Errorf("a field of the same name is %q: its values do not come back", got[2].Name)
	}
	// Another field without Latin letters never gets the values of one that was removed.
	x.commit(t, model.Set("crm", "props.field_1", nil, "Ana"))
	b.post(t, at+"/technology/field_1/remove", nil).want(t, http.StatusSeeOther)
	add(url.Values{"kind": {"technology"}, "label": {"负责人"}, "type": {"text"}}).want(t, http.StatusSeeOther)
	if got := x.ownFields(t); got[2].Name != "field_2" {
		t.Errorf("it is called %q", got[2].Name)
	}
}
