package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func revisions(list []store.Entry) (revs []model.Revision) {
	for _, e := range list {
		revs = append(revs, e.Revision)
	}
	return revs
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("a", "A"), tech("b", "B"), tech("c", "C"))                         // 1
		w.must(t, rename("c", "C", "C2"))                                                 // 2: not of a
		w.must(t, link(model.DependsOn, "l1", "a", "b"))                                  // 3: to or from both
		w.must(t, model.Set("l1", "props.hard", nil, true))                               // 4
		w.must(t, model.Op{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "b", New: "c"}) // 5
		w.must(t, model.Op{Kind: model.OpRemoveLink, ID: "l1"})                           // 6: from a to c
		w.must(t, model.Op{Kind: model.OpRemoveElement, ID: "b"})                         // 7
		for id, want := range map[string][]model.Revision{
			"a": {6, 5, 4, 3, 1}, "b": {7, 5, 4, 3, 1}, "c": {6, 5, 2, 1}, "l1": {6, 5, 4, 3}, "nobody": nil,
		} {
			got, err := s.History(t.Context(), w.id, id, 100)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, revisions(got)); diff != "" {
				t.Errorf("history of %s (-want +got):\n%s", id, diff)
			}
		}
		some, err := s.History(t.Context(), w.id, "a", 2)
		if diff := cmp.Diff([]model.Revision{6, 5}, revisions(some)); err != nil || diff != "" {
			t.Errorf("the newest two: %v (-want +got):\n%s", err, diff)
		}
	})
}

// A title that the program worded is kept in each of its languages, also where an act passes it on; one that somebody typed in
// none.
func TestTitles(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		c := model.Change{Workspace: w.id, Author: command, Title: "Added “A”", Titles: map[string]string{"en": "Added “A”", "fr": "« A » est ajouté"}, Ops: []model.Op{tech("a", "A")}}
		worded, err := s.CommitChange(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		typed := w.mustDone(t, w.change(tech("b", "B")))
		undone, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Author: command, Undoes: []string{worded.ID}, Title: "undo", Titles: map[string]string{"fr": "annulé"}})
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{worded.ID: "« A » est ajouté", typed.ID: "a change", undone.ID: "annulé"} {
			if e, err := s.Entry(t.Context(), w.id, id); err != nil || e.TitleIn("fr") != want {
				t.Errorf("%s is called %q, %v; want %q", id, e.TitleIn("fr"), err, want)
			}
		}
	})
}

func TestLog(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		for _, name := range []string{"a", "b", "c", "d"} {
			w.must(t, tech(name, name))
		}
		beside.must(t, tech("x", "x"))
		get := func(list []store.Entry, err error) []model.Revision {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return revisions(list)
		}
		for _, tt := range []struct {
			name string
			got  []model.Revision
			want []model.Revision
		}{
			{"all", get(s.Log(t.Context(), w.id, 0, 100)), []model.Revision{1, 2, 3, 4}},
			{"since", get(s.Log(t.Context(), w.id, 2, 100)), []model.Revision{3, 4}},
			{"a page", get(s.Log(t.Context(), w.id, 1, 2)), []model.Revision{2, 3}},
			{"beyond", get(s.Log(t.Context(), w.id, 9, 2)), nil},
			{"newest", get(s.Recent(t.Context(), w.id, 0, 2)), []model.Revision{4, 3}},
			{"before", get(s.Recent(t.Context(), w.id, 3, 5)), []model.Revision{2, 1}},
		} {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	})
}

func TestGraphAt(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		then := [][]string{nil}
		for _, ops := range [][]model.Op{
			{tech("a", "A"), tech("b", "B"), link(model.DependsOn, "l1", "a", "b")},
			{rename("a", "A", "A2"), model.Set("a", "tags.old", nil, true)},
			{{Kind: model.OpRemoveLink, ID: "l1"}, {Kind: model.OpRemoveElement, ID: "b"}},
			{tech("c", "C"), link(model.DependsOn, "l2", "c", "a")},
		} {
			w.must(t, ops...)
			then = append(then, sorted(t, w.graph(t)))
		}
		for name, from := range map[string]*store.Store{"in memory": s, "from a start": b.open(t)} {
			kept := make(map[int]*model.Graph)
			for _, rev := range []int{3, 2, 4, 0, 1, 2, 3, 0} {
				g, err := from.GraphAt(t.Context(), w.id, model.Revision(rev))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(then[rev], sorted(t, g)); diff != "" {
					t.Errorf("%s, revision %d (-then +now):\n%s", name, rev, diff)
				}
				if before := kept[rev]; before != nil && before != g {
					t.Errorf("%s, revision %d is made anew", name, rev)
				}
				kept[rev] = g
			}
		}
		_, err := s.GraphAt(t.Context(), w.id, 5)
		wantKind(t, err, model.Invalid, "revision.ahead")
		_, err = s.GraphAt(t.Context(), "no-such", 1)
		wantKind(t, err, model.NotFound, "not-found")
	})
}
