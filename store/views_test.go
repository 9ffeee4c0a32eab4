package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func TestViews(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		ana, ben := person(t, s, "ana"), person(t, s, "ben")
		add := func(name, page, owner string, in shop) store.View {
			t.Helper()
			v, err := s.AddView(t.Context(), store.View{Workspace: in.id, Page: page, Path: "elements", Query: "tag=core", Name: name, Owner: owner}, ana.Author())
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		names := func(who store.User, page string) (out []string) {
			t.Helper()
			list, err := s.Views(t.Context(), w.id, page, who.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range list {
				out = append(out, v.Name)
			}
			return out
		}
		core := add(" Core\n systems ", "elements", "", w)
		add("dear", "elements", "", w)
		mine := add("Mine", "elements", ana.ID, w)
		add("On the map", "map", "", w)
		add("Theirs", "elements", "", beside)
		for _, c := range []struct {
			who  store.User
			page string
			want []string
		}{
			{ana, "elements", []string{"Core systems", "dear", "Mine"}}, {ben, "elements", []string{"Core systems", "dear"}}, {ben, "map", []string{"On the map"}}, {ben, "journey", nil},
		} {
			if diff := cmp.Diff(c.want, names(c.who, c.page)); diff != "" {
				t.Errorf("views of %s for %s (-want +got):\n%s", c.page, c.who.Name, diff)
			}
		}
		if v, err := s.View(t.Context(), w.id, core.ID, ben.ID); err != nil || v.Query != "tag=core" || v.Path != "elements" || v.By != ana.ID || v.Created.IsZero() {
			t.Errorf("View = %+v, %v", v, err)
		}
		_, err := s.View(t.Context(), w.id, mine.ID, ben.ID)
		wantKind(t, err, model.NotFound, "not-found")
		_, err = s.View(t.Context(), beside.id, core.ID, ana.ID)
		wantKind(t, err, model.NotFound, "not-found")

		refused := func(v store.View, kind model.ErrorKind, msg string) {
			t.Helper()
			v.Workspace = w.id
			_, err := s.AddView(t.Context(), v, ana.Author())
			wantKind(t, err, kind, msg)
		}
		refused(store.View{Page: "elements", Name: " \n "}, model.Invalid, "required")
		refused(store.View{Page: "elements", Name: strings.Repeat("é", 81)}, model.Invalid, "text.long")
		refused(store.View{Page: "elements", Name: "Long", Query: strings.Repeat("q", 5000)}, model.Invalid, "view.long")
		refused(store.View{Page: "elements", Name: "dear"}, model.Conflict, "view.taken")
		add("dear", "elements", ana.ID, w) // one's own may be called as the team's

		core.Name, core.Query = "Core", "tag=core&sort=-name"
		if err := s.SetView(t.Context(), core, ben.Author()); err != nil {
			t.Fatal(err)
		}
		if v, err := s.View(t.Context(), w.id, core.ID, ben.ID); err != nil || v.Name != "Core" || v.Query != "tag=core&sort=-name" || v.Owner != "" {
			t.Errorf("after SetView: %+v, %v", v, err)
		}
		core.Name = "dear"
		wantKind(t, s.SetView(t.Context(), core, ben.Author()), model.Conflict, "view.taken")
		wantKind(t, s.SetView(t.Context(), store.View{ID: "no-such", Workspace: w.id, Page: "elements", Name: "x"}, command), model.NotFound, "not-found")
		if err := s.RemoveView(t.Context(), w.id, core.ID, ben.Author()); err != nil {
			t.Fatal(err)
		}
		wantKind(t, s.RemoveView(t.Context(), w.id, core.ID, ben.Author()), model.NotFound, "not-found")
		rows, err := s.Audit(t.Context(), w.id, 3)
		if err != nil || len(rows) != 3 || rows[0].Act != "view.remove" || rows[1].Act != "view.set" || rows[2].Act != "view.add" || !strings.Contains(string(rows[1].Detail), "Core systems") {
			t.Errorf("audit = %+v, %v", rows, err)
		}
	})
}
