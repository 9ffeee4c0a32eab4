package web

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"rootline/model"
)

// TestListingFollows: what is brought forward from edit to edit is as if it were made anew, in every language.
func TestListingFollows(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	g := model.NewGraph(nil, nil)
	var held *listing
	for step := range 200 {
		ops := []model.Op{model.Add(&model.Element{ID: fmt.Sprintf("e%d", step), Kind: model.Technology, Name: fmt.Sprintf("Système %d", random.IntN(40))})}
		if step > 20 {
			there := slices.Collect(g.Elements())
			e := there[random.IntN(len(there))]
			ops = append(ops, model.Set(e.ID, "name", e.Name, fmt.Sprintf("Übersicht %d", random.IntN(40))))
			if gone := there[random.IntN(len(there))]; gone != e {
				ops = append(ops, model.Op{Kind: model.OpRemoveElement, ID: gone.ID})
			}
		}
		next, _, err := g.Apply(model.Change{Ops: ops})
		if err != nil {
			t.Fatal(err)
		}
		g = next
		followed, fresh := newListing(g, held), newListing(g, nil)
		for _, lang := range []string{"en", "fr"} {
			if got, want := names(followed.named(lang)), names(fresh.named(lang)); !slices.Equal(got, want) {
				t.Fatalf("after %d edits in %s: %q, want %q", step+1, lang, got, want)
			}
		}
		if !slices.Equal(names(followed.rows), names(fresh.rows)) {
			t.Fatalf("after %d edits they arrived as %q, want %q", step+1, names(followed.rows), names(fresh.rows))
		}
		held = followed
	}
}

func names(rows []*listed) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.element.Name + " " + r.element.ID
	}
	return out
}
