package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"rootline/model"
	"rootline/store"
)

// A part that fails, whether by its own doing, in the database or by a panic, takes nothing of the others with it.
func TestFailingParts(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		// The first part holds the writer until all others wait, so that they share one transaction.
		inside, go_ := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			if err := s.Write(t.Context(), func(store.Part) error { close(inside); <-go_; return nil }); err != nil {
				t.Error(err)
			}
		})
		<-inside
		ours := errors.New("ours")
		failing := map[string]func(store.Part) error{
			"own":   func(store.Part) error { return ours },
			"panic": func(store.Part) error { panic("in the middle") },
			"row": func(p store.Part) error { // a statement that the engine refuses, after one that it took
				if _, err := p.Exec(t.Context(), `UPDATE workspaces SET name = 'broken' WHERE id = $1`, w.id); err != nil {
					return err
				}
				_, err := p.Exec(t.Context(), `INSERT INTO members (workspace_id, user_id, role) VALUES ($1, 'nobody', 'viewer')`, w.id)
				return err
			},
			"statement": func(p store.Part) error { _, err := p.Exec(t.Context(), `UPDATE no_such_table SET x = 1`); return err },
		}
		errs := make(map[string]error)
		var mu sync.Mutex
		queued := make(chan struct{}, 100)
		for i := range 20 {
			all.Go(func() {
				queued <- struct{}{}
				if _, err := s.Commit(t.Context(), w.change(tech(fmt.Sprintf("t%d", i), "T"))); err != nil {
					t.Errorf("commit beside failing parts: %v", err)
				}
			})
			if i%5 != 2 {
				continue
			}
			for name, fn := range failing {
				all.Go(func() {
					queued <- struct{}{}
					err := s.Write(t.Context(), fn)
					mu.Lock()
					defer mu.Unlock()
					errs[name] = err
				})
			}
		}
		for range 20 + 4*len(failing) {
			<-queued
		}
		close(go_)
		all.Wait()
		if !errors.Is(errs["own"], ours) {
			t.Errorf("own error = %v", errs["own"])
		}
		if e, ok := errors.AsType[*model.Error](errs["panic"]); !ok || e.Kind != model.Internal {
			t.Errorf("panic = %v, want an Internal error", errs["panic"])
		}
		if errs["row"] == nil || errs["statement"] == nil {
			t.Errorf("refused statements = %v, %v", errs["row"], errs["statement"])
		}
		if elements, _ := (shop{b.open(t), w.id}).graph(t).Len(); elements != 21 {
			t.Errorf("%d elements, want 21", elements)
		}
		if got, err := s.WorkspaceByID(t.Context(), w.id); err != nil || got.Name != "Lamp shop" {
			t.Errorf("workspace = %q, %v: the failing part left something", got.Name, err)
		}
		w.must(t, rename("crm", "CRM", "after"))
	})
}

// The graphs in memory are bounded, those used last stay.
func TestGraphsHeld(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s := b.open(t)
	const most = 300
	s.HoldAtMost(most)
	var shops []shop
	for i := range 4 {
		w := newShopAt(t, s, fmt.Sprintf("shop-%d", i))
		w.must(t, land(60, 1)...) // 119 elements and links
		shops = append(shops, w)
		if n, total := s.Held(); total > most || n != min(i+1, 2) {
			t.Fatalf("after %d: %d graphs with %d elements and links held, want %d with at most %d", i+1, n, total, min(i+1, 2), most)
		}
	}
	for _, w := range shops {
		if elements, _ := w.graph(t).Len(); elements != 60 {
			t.Errorf("%d elements", elements)
		}
	}
	w := newShopAt(t, s, "large")
	w.must(t, land(200, 1)...) // more than all that may be held stays, alone
	if n, total := s.Held(); n != 1 || total != 399 {
		t.Errorf("%d graphs with %d elements and links held, want 1 with 399", n, total)
	}
}
