package store_test

import (
	"slices"
	"sync"
	"testing"

	"rootline/model"
	"rootline/store"
)

// Who may commit what; the others learn nothing of the graph, and nothing is stored.
func TestCommitRights(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		w.must(t, tech("crm", "CRM"), element(model.Problem, "p", "Lamps come back"))
		people := map[string]store.User{}
		for name, role := range map[string]model.Role{"owner": model.Owner, "editor": model.Editor, "contributor": model.Contributor, "viewer": model.Viewer,
			"stranger": model.NoRole, "disabled": model.Owner, "removed": model.Owner} {
			people[name] = w.member(t, name, role)
		}
		var err error
		if people["admin"], err = s.AddUser(t.Context(), store.User{Email: "admin@example.org", Name: "Admin", Admin: true}, "", command); err != nil {
			t.Fatal(err)
		}
		if err := s.SetMember(t.Context(), beside.id, people["stranger"].ID, model.Owner, command); err != nil {
			t.Fatal(err)
		}
		if err := s.SetDisabled(t.Context(), people["disabled"].ID, true, command); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveMember(t.Context(), w.id, people["removed"].ID, command); err != nil {
			t.Fatal(err)
		}
		people["nobody"] = store.User{ID: "no-such", Name: "Nobody"}
		const ok = model.ErrorKind(-1)
		tests := []struct {
			who                       string
			model_, answer, stale, no model.ErrorKind // of a change of the model, of an analysis, a stale one, a refused one
		}{
			{"owner", ok, ok, model.Conflict, model.Invalid},
			{"editor", ok, ok, model.Conflict, model.Invalid},
			{"admin", ok, ok, model.Conflict, model.Invalid},
			{"contributor", model.Forbidden, ok, model.Conflict, model.Invalid},
			{"viewer", model.Forbidden, model.Forbidden, model.Forbidden, model.Forbidden},
			{"stranger", model.NotFound, model.NotFound, model.NotFound, model.NotFound},
			{"removed", model.NotFound, model.NotFound, model.NotFound, model.NotFound},
			{"disabled", model.NotFound, model.NotFound, model.NotFound, model.NotFound},
			{"nobody", model.NotFound, model.NotFound, model.NotFound, model.NotFound},
		}
		for _, tt := range tests {
			t.Run(tt.who, func(t *testing.T) {
				u := people[tt.who]
				try := func(what string, want model.ErrorKind, ops ...model.Op) {
					t.Helper()
					before := w.graph(t)
					_, err := s.Commit(t.Context(), w.as(u, ops...))
					if got := kindOf(err); got != want {
						t.Errorf("%s = %v (kind %d), want kind %d", what, err, got, want)
					}
					if (w.graph(t) == before) != (want != ok) {
						t.Errorf("%s: stored %v", what, w.graph(t) != before)
					}
				}
				try("a change of the model", tt.model_, tech("t-"+tt.who, "T"))
				try("an answer", tt.answer, element(model.Cause, "c-"+tt.who, "C"), link(model.Because, "b-"+tt.who, "p", "c-"+tt.who))
				try("a stale one", tt.stale, model.Set("p", "name", "long ago", "x"))
				try("a refused one", tt.no, element(model.Cause, "p", "C"))
			})
		}
		for name, author := range map[string]model.Author{"a guest": {Kind: model.ByGuest, Name: "Guest"}, "no author": {}} {
			c := w.change(tech("t-guest", "T"))
			c.Author = author
			_, err := s.Commit(t.Context(), c)
			if kindOf(err) != model.Forbidden {
				t.Errorf("%s = %v, want it forbidden", name, err)
			}
		}
		service := w.change(tech("t-service", "T"))
		service.Author = model.Author{Kind: model.ByService, Name: "reminder"}
		w.mustDone(t, service)
	})
}

func TestUndoRights(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		contributor, stranger := w.member(t, "ana", model.Contributor), w.member(t, "ben", model.NoRole)
		structural := w.make(t, tech("crm", "CRM"))
		own := w.mustDone(t, w.as(contributor, element(model.Problem, "p", "Lamps come back"))).ID
		undo := func(u store.User, id string) error {
			_, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{id}, Author: u.Author(), Title: "undo"})
			return err
		}
		if got := kindOf(undo(contributor, structural)); got != model.Forbidden {
			t.Errorf("a contributor takes back a change of the model: kind %d, want Forbidden", got)
		}
		if got := kindOf(undo(stranger, own)); got != model.NotFound {
			t.Errorf("a stranger takes back an answer: kind %d, want NotFound", got)
		}
		if err := undo(contributor, own); err != nil {
			t.Error(err)
		}
		if got := kindOf(undo(stranger, own)); got != model.NotFound { // and does not learn that it was taken back
			t.Errorf("a stranger takes back what was taken back: kind %d, want NotFound", got)
		}
	})
}

func TestLastOwner(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		ana := w.member(t, "ana", model.Owner)
		wantKind(t, s.SetMember(t.Context(), w.id, ana.ID, model.Editor, command), model.Conflict, "member.last-owner")
		wantKind(t, s.RemoveMember(t.Context(), w.id, ana.ID, command), model.Conflict, "member.last-owner")
		ben := w.member(t, "ben", model.Owner)
		wantKind(t, s.SetMember(t.Context(), w.id, ben.ID, "king", command), model.Invalid, "role")
		wantKind(t, s.SetMember(t.Context(), w.id, "no-such", model.Viewer, command), model.NotFound, "not-found")
		wantKind(t, s.SetMember(t.Context(), "no-such", ben.ID, model.Viewer, command), model.NotFound, "not-found")
		// Each removes the other, at the same time and in two processes: one of them stays.
		other := b.open(t)
		errs := make(chan error, 2)
		go func() { errs <- s.RemoveMember(t.Context(), w.id, ana.ID, command) }()
		go func() { errs <- other.RemoveMember(t.Context(), w.id, ben.ID, command) }()
		if one, two := <-errs, <-errs; (one == nil) == (two == nil) {
			t.Errorf("removing each other = %v and %v, want one refused", one, two)
		}
		members, err := s.Members(t.Context(), w.id)
		if err != nil || len(members) != 1 || members[0].Role != model.Owner {
			t.Errorf("members = %v, %v, want one owner", members, err)
		}
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, _ := newShop(t, s), newShopAt(t, s, "beside")
		ana := w.member(t, "ana", model.Viewer)
		admin, err := s.AddUser(t.Context(), store.User{Email: "admin@example.org", Name: "Admin", Admin: true}, "", command)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who    store.User
			slug   string
			role   model.Role
			places int
		}{
			{ana, "lamp-shop", model.Viewer, 1}, {ana, "beside", model.NoRole, 1}, {ana, "nowhere", model.NoRole, 1},
			{admin, "lamp-shop", model.Owner, 2}, {admin, "beside", model.Owner, 2}, {store.User{ID: "x"}, "lamp-shop", model.NoRole, 0},
		} {
			p, err := s.Place(t.Context(), tt.slug, tt.who)
			if tt.role == model.NoRole {
				wantKind(t, err, model.NotFound, "not-found") // foreign and absent look the same
			} else if err != nil || p.Role != tt.role {
				t.Errorf("%s in %s = %q, %v, want %q", tt.who.Name, tt.slug, p.Role, err, tt.role)
			}
			places, err := s.Places(t.Context(), tt.who, "", 10)
			if err != nil || len(places) != tt.places {
				t.Errorf("%s may enter %d workspaces, %v, want %d", tt.who.Name, len(places), err, tt.places)
			}
		}
	})
}

// TestPlacesPageBySlug: a page goes on after the slug that the one before ended with, for members as for administrators.
func TestPlacesPageBySlug(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		var ana store.User
		for i, slug := range []string{"c", "a", "e", "b", "d"} {
			w := newShopAt(t, s, slug)
			if i == 0 {
				ana = w.member(t, "ana", model.Viewer)
			} else if slug == "d" {
				continue // not hers
			} else if err := s.SetMember(t.Context(), w.id, ana.ID, model.Editor, command); err != nil {
				t.Fatal(err)
			}
		}
		admin, err := s.AddUser(t.Context(), store.User{Email: "admin@example.org", Name: "Admin", Admin: true}, "", command)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who   store.User
			after string
			limit int
			want  []string
		}{
			{ana, "", 2, []string{"a editor", "b editor"}}, {ana, "b", 2, []string{"c viewer", "e editor"}}, {ana, "e", 2, nil},
			{admin, "", 3, []string{"a owner", "b owner", "c owner"}}, {admin, "c", 3, []string{"d owner", "e owner"}},
		} {
			places, err := s.Places(t.Context(), tt.who, tt.after, tt.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range places {
				got = append(got, p.Slug+" "+string(p.Role))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s after %q: %q, want %q", tt.who.Name, tt.after, got, tt.want)
			}
		}
	})
}

func TestRemoveWorkspace(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s, other := b.open(t), b.follow(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		ana := w.member(t, "ana", model.Owner)
		shop{other, w.id}.graph(t)
		changed, stop := other.Watch(w.id)
		defer stop()
		if err := s.RemoveWorkspace(t.Context(), w.id, command); err != nil {
			t.Fatal(err)
		}
		wait(t, changed)
		for name, err := range map[string]error{
			"graph":           second(s.Graph(t.Context(), w.id)),
			"graph elsewhere": second(other.Graph(t.Context(), w.id)),
			"commit":          first(s.Commit(t.Context(), w.change(tech("x", "X")))),
			"place":           first(s.Place(t.Context(), "lamp-shop", ana)),
			"settings":        s.SetWorkspace(t.Context(), model.Workspace{ID: w.id, Slug: "x", Name: "X", Currency: "EUR", Languages: []string{"en"}}, command),
			"member":          s.SetMember(t.Context(), w.id, ana.ID, model.Viewer, command),
			"removal again":   s.RemoveWorkspace(t.Context(), w.id, command),
		} {
			if kindOf(err) != model.NotFound {
				t.Errorf("%s of a removed workspace = %v, want NotFound", name, err)
			}
		}
		newShop(t, s) // its slug is free again
	})
}

func first[T any](_ T, err error) error { return err }

func second[T, U any](_ T, _ U, err error) error { return err }

func TestWorkspaceSettings(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, _ := newShop(t, s), newShopAt(t, s, "beside")
		set := model.Workspace{ID: w.id, Slug: "lamps", Name: "Lamps", Currency: "CHF", Languages: []string{"fr", "en"},
			Fields: []model.OwnField{{Kind: model.Technology, Name: "cost_centre", Type: model.TypeText}}}
		if err := s.SetWorkspace(t.Context(), set, command); err != nil {
			t.Fatal(err)
		}
		got, err := s.Workspace(t.Context(), "lamps")
		if err != nil || got.Currency != "CHF" || got.Languages[0] != "fr" || len(got.Fields) != 1 {
			t.Errorf("workspace = %+v, %v", got, err)
		}
		most := 10.
		bounds := []model.Threshold{{Metric: "M3", Max: &most}}
		if err := s.SetThresholds(t.Context(), w.id, bounds, command); err != nil {
			t.Fatal(err)
		}
		if got, err = s.Workspace(t.Context(), "lamps"); err != nil || len(got.Thresholds) != 1 || *got.Thresholds[0].Max != 10 || got.Name != "Lamps" {
			t.Errorf("with a threshold = %+v, %v", got, err)
		}
		wantKind(t, s.SetThresholds(t.Context(), "nowhere", bounds, command), model.NotFound, "not-found")
		set.Slug = "beside"
		wantKind(t, s.SetWorkspace(t.Context(), set, command), model.Conflict, "slug.taken")
		set.Slug = "Not a slug"
		wantKind(t, s.SetWorkspace(t.Context(), set, command), model.Invalid, "slug")
		_, err = s.AddWorkspace(t.Context(), model.Workspace{Slug: "beside", Name: "B", Currency: "EUR", Languages: []string{"en"}}, "", command)
		wantKind(t, err, model.Conflict, "slug.taken")
	})
}

// TestReadsAskedAgain: a text that was compiled answers each time for what it is asked then.
func TestReadsAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		var people []store.User
		for _, name := range []string{"ana", "bob", "eve"} {
			people = append(people, person(t, s, name))
		}
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				u, err := s.User(t.Context(), people[i%3].ID)
				if err != nil || u.Name != people[i%3].Name {
					t.Errorf("User(%s) = %s, %v", people[i%3].Name, u.Name, err)
				}
			})
		}
		all.Wait()
		if err := s.SetProfile(t.Context(), store.User{ID: people[0].ID, Name: "Ana Maria", Language: "fr"}, command); err != nil {
			t.Fatal(err)
		}
		if u, err := s.User(t.Context(), people[0].ID); err != nil || u.Name != "Ana Maria" {
			t.Errorf("after an edit: %s, %v, want Ana Maria", u.Name, err)
		}
	})
}
