package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// lamps is a delivery that makes a workspace with one element, a state over it and a state over that.
func lamps() store.Delivery {
	return store.Delivery{
		Workspace: model.Workspace{Slug: "lamps", Name: "Lamps", Currency: "EUR", Languages: []string{"en"}},
		Change:    model.Change{Title: "Import", Author: command, Ops: []model.Op{tech("crm", "CRM")}},
		States: []store.StateDelivery{
			{State: store.State{ID: "soon", Name: "Soon", Kind: "transition", Base: model.Current},
				Changes: []model.Change{{ID: "one", Title: "Rename", Ops: []model.Op{model.Set("crm", "name", "CRM", "One CRM")}}}},
			{State: store.State{ID: "later", Name: "Later", Kind: "future", Base: "soon"},
				Changes: []model.Change{{ID: "two", Title: "Add", Ops: []model.Op{tech("erp", "ERP")}, Needs: []string{"one"}}}},
		},
		Kept:     []store.Kept{{Problem: "p", Key: "A5-c", Reason: "their own word", By: "Ana"}},
		Verdicts: []store.Verdict{{Link: "l", Verdict: "follows", By: "Ana"}},
	}
}

func names(t *testing.T, s *store.Store, workspace, state string) []string {
	t.Helper()
	g, _, err := s.StateGraph(t.Context(), workspace, state)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for e := range g.Elements() {
		out = append(out, e.Name)
	}
	return out
}

func TestDeliver(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, done, err := s.Deliver(t.Context(), lamps())
		if err != nil || done.Revision != 1 {
			t.Fatalf("Deliver = %v, %v, want revision 1", done, err)
		}
		for state, want := range map[string][]string{model.Current: {"CRM"}, "soon": {"One CRM"}, "later": {"One CRM", "ERP"}} {
			if got := names(t, s, w.ID, state); !slices.Equal(got, want) {
				t.Errorf("%s has %v, want %v", state, got, want)
			}
		}
		kept, err := s.KeptOf(t.Context(), w.ID, "p")
		if err != nil || len(kept) != 1 || kept[0].By != "Ana" {
			t.Errorf("kept = %v, %v", kept, err)
		}
		verdicts, err := s.VerdictsOf(t.Context(), w.ID)
		if err != nil || len(verdicts) != 1 || verdicts[0].By != "Ana" || verdicts[0].ByID != "" {
			t.Errorf("verdicts = %v, %v", verdicts, err)
		}
	})
}

// TestDeliverAllOrNothing: what is refused late takes with it what was fine before it.
func TestDeliverAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		d := lamps()
		d.States[1].Changes[0].Ops = append(d.States[1].Changes[0].Ops, model.Op{Kind: model.OpAddElement, Element: &model.Element{ID: "x", Kind: "spaceship"}})
		_, _, err := s.Deliver(t.Context(), d)
		if e, ok := errors.AsType[*model.Error](err); !ok || e.Kind != model.Invalid {
			t.Fatalf("Deliver = %v, want Invalid", err)
		}
		if _, err := s.Workspace(t.Context(), "lamps"); err == nil {
			t.Error("the workspace was made")
		}
		if _, _, err := s.Deliver(t.Context(), lamps()); err != nil {
			t.Errorf("the right one after the wrong one: %v", err)
		}
	})
}

// TestDeliverIntoAWorkspace: an id of a change that is taken is replaced, wherever it is named, and a change that does not
// hold over the present is kept.
func TestDeliverIntoAWorkspace(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, _, err := s.Deliver(t.Context(), lamps())
		if err != nil {
			t.Fatal(err)
		}
		again := lamps()
		again.Workspace, again.Change.Ops, again.Kept, again.Verdicts = w, nil, nil, nil
		again.States[0].ID, again.States[1].ID, again.States[1].Base = "soon2", "later2", "soon2"
		again.States[0].Changes[0].Ops[0].Old = "An older name"
		if _, done, err := s.Deliver(t.Context(), again); err != nil || done.ID != "" {
			t.Fatalf("Deliver = %v, %v, want no change of the current state", done, err)
		}
		if got, want := names(t, s, w.ID, "later2"), []string{"CRM", "ERP"}; !slices.Equal(got, want) {
			t.Errorf("later2 has %v, want %v: the stale change is left out", got, want)
		}
		soon, err := changesOf(t, s, w.ID, "soon2")
		if err != nil || len(soon) != 1 || soon[0].ID == "one" {
			t.Fatalf("changes of soon2 = %v, %v, want the stale one under a fresh id", soon, err)
		}
		later, err := changesOf(t, s, w.ID, "later2")
		if err != nil || len(later) != 1 || !slices.Equal(later[0].Needs, []string{soon[0].ID}) {
			t.Fatalf("changes of later2 = %v, %v, want one that needs %s", later, err, soon[0].ID)
		}
		log, err := s.Log(t.Context(), w.ID, 0, 100)
		if err != nil || len(log) != 5 || log[4].Revision != 5 {
			t.Errorf("the log has %d changes, %v, want 5 without a gap", len(log), err)
		}
	})
}

func TestStateGraphAt(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, _, err := s.Deliver(t.Context(), lamps()) // 1 current, 2 soon, 3 later
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Commit(t.Context(), model.Change{Workspace: w.ID, Author: command, Title: "Note", Ops: []model.Op{model.Set("crm", "notes", nil, "old")}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Undo(t.Context(), model.Change{Workspace: w.ID, Undoes: []string{"one"}, Author: command, Title: "Undo"}); err != nil { // 5
			t.Fatal(err)
		}
		type seen struct {
			Names []string
			Notes string
		}
		for _, c := range []struct {
			state string
			at    model.Revision
			want  seen
		}{
			{"soon", 1, seen{[]string{"CRM"}, ""}},
			{"soon", 2, seen{[]string{"One CRM"}, ""}},
			{"later", 2, seen{[]string{"One CRM"}, ""}},
			{"later", 3, seen{[]string{"One CRM", "ERP"}, ""}},
			{"later", 4, seen{[]string{"One CRM", "ERP"}, "old"}},
			{"later", 5, seen{[]string{"CRM", "ERP"}, "old"}},
			{model.Current, 4, seen{[]string{"CRM"}, "old"}},
		} {
			g, err := s.StateGraphAt(t.Context(), w.ID, c.state, c.at)
			if err != nil {
				t.Fatal(err)
			}
			var got seen
			for e := range g.Elements() {
				got.Names = append(got.Names, e.Name)
			}
			got.Notes = g.Element("crm").Notes
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s at %d (-want +got):\n%s", c.state, c.at, diff)
			}
		}
	})
}
