package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// TestLargeChangesAreReadWhole: whether their ops are read anew or remembered, and with what became of them since.
func TestLargeChangesAreReadWhole(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		var changes []string
		for i := range 6 { // more than are remembered
			c := model.Change{ID: fmt.Sprintf("import-%d", i), Workspace: w.id, Title: "Import", Author: command}
			for j := range 1000 {
				c.Ops = append(c.Ops, tech(fmt.Sprintf("t%d-%d", i, j), "A technology among many"))
			}
			if _, err := s.Commit(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			changes = append(changes, c.ID)
		}
		for range 2 {
			for i, id := range changes {
				want, err := s.Entry(t.Context(), w.id, id)
				if err != nil {
					t.Fatal(err)
				}
				got, err := s.History(t.Context(), w.id, fmt.Sprintf("t%d-500", i), 10)
				if err != nil || len(got) != 1 {
					t.Fatalf("History = %d entries, %v, want 1", len(got), err)
				}
				if diff := cmp.Diff(want, got[0]); diff != "" {
					t.Errorf("%s (-Entry +History):\n%s", id, diff)
				}
			}
		}
		done, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: changes[5:], Author: command, Title: "Undo"})
		if err != nil {
			t.Fatal(err)
		}
		log, err := s.Log(t.Context(), w.id, 0, 100)
		if err != nil || len(log) != 7 || log[5].UndoneBy != done.Revision || len(log[6].Ops) != 1000 {
			t.Errorf("the log has %d entries, %v; want 7, the sixth undone by %d", len(log), err, done.Revision)
		}
	})
}
