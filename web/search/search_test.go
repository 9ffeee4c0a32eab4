package search_test

import (
	"testing"

	"rootline/model"
	"rootline/web/search"
)

func TestWordsAreFoundHoweverTheyAreTyped(t *testing.T) {
	t.Parallel()
	e := &model.Element{ID: "x1", Kind: model.Technology, Name: "Caisse enregistrée", Names: map[string]string{"fa": "صندوق کالای ۱۲", "zh": "收银机"},
		Notes: "Straße", Tags: []string{"Old"}, Props: model.Props{"vendor": "Łódź Systems", "lifecycle": "live"}}
	for query, want := range map[string]bool{
		"ENREGISTREE caisse": true,
		"strasse":            true,
		"lodz":               true,
		"old live":           true,
		"收银":                 true,
		"صندوق كالاي 12":     true, // typed on an Arabic keyboard, with other digits
		"caisse neuve":       false,
		"x1":                 false, // it has a name
		"":                   true,
	} {
		if got := search.Matches(search.Text(e), search.Words(query)); got != want {
			t.Errorf("Matches(…, Words(%q)) = %v, want %v", query, got, want)
		}
	}
	if !search.Matches(search.Text(&model.Element{ID: "x1", Kind: model.Technology}), search.Words("X1")) {
		t.Error("an element without a name is not found by its id")
	}
}
