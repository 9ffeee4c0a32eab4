package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// Of many writers at once, each is answered by its own revision or its own refusal.
func TestCommitTogether(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		w.must(t, tech("crm", "CRM"))
		const writers, each = 64, 4
		var mu sync.Mutex
		var revisions []model.Revision
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				for k := range each {
					id := fmt.Sprintf("t%d-%d", i, k)
					switch {
					case i%8 == 3: // refused
						_, err := s.Commit(t.Context(), w.change(tech(id, "T"), rename("crm", "never so", "x")))
						if e, ok := errors.AsType[*model.Error](err); !ok || e.Kind != model.Conflict {
							t.Errorf("refused = %v, want a Conflict", err)
						}
					case i%8 == 5: // in another workspace
						if _, err := s.Commit(t.Context(), beside.change(tech(id, "T"))); err != nil {
							t.Error(err)
						}
					default:
						rev, err := s.Commit(t.Context(), w.change(tech(id, "T"), link(model.DependsOn, "l-"+id, id, "crm")))
						if err != nil {
							t.Error(err)
						}
						mu.Lock()
						revisions = append(revisions, rev)
						mu.Unlock()
					}
				}
			})
		}
		all.Wait()
		slices.Sort(revisions)
		var want []model.Revision
		for i := range writers * 6 / 8 * each {
			want = append(want, model.Revision(i+2)) // 1 is the CRM's
		}
		if diff := cmp.Diff(want, revisions); diff != "" {
			t.Errorf("revisions answered (-want +got):\n%s", diff)
		}
		g := w.graph(t)
		if elements, links := g.Len(); elements != len(want)+1 || links != len(want) {
			t.Errorf("%d elements and %d links, want %d and %d", elements, links, len(want)+1, len(want))
		}
		if elements, _ := beside.graph(t).Len(); elements != writers/8*each {
			t.Errorf("%d elements in the other workspace, want %d", elements, writers/8*each)
		}
		if diff := cmp.Diff(in(t, g), in(t, shop{b.open(t), w.id}.graph(t))); diff != "" {
			t.Errorf("rows (-graph +rows):\n%s", diff)
		}
	})
}

// Several people edit one field, each from what they last saw: every edit lands or is answered with all three values.
func TestTwoOnOneThing(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "0"))
		const people, edits = 20, 10
		var landed, refused sync.Map
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				for k := range edits {
					g, rev, err := s.Graph(t.Context(), w.id)
					if err != nil {
						t.Error(err)
						return
					}
					mine := fmt.Sprintf("%d-%d", i, k)
					c := w.change(model.Set("crm", "name", nil, mine))
					c.DrawnAt = rev
					at, err := s.Commit(t.Context(), c)
					if err == nil {
						landed.Store(at, mine)
						continue
					}
					e, ok := errors.AsType[*model.Error](err)
					if !ok || len(e.Stale) != 1 || e.Stale[0].Original != g.Element("crm").Name || e.Stale[0].Proposed != mine || e.Stale[0].Present == e.Stale[0].Original {
						t.Errorf("refusal = %v %+v", err, e)
					}
					refused.Store(mine, true)
				}
			})
		}
		all.Wait()
		log, err := s.Log(t.Context(), w.id, 1, 1000)
		if err != nil {
			t.Fatal(err)
		}
		name := "0"
		for _, e := range log {
			mine, ok := landed.Load(e.Revision)
			if !ok || e.Ops[0].New != mine || e.Ops[0].Old != name {
				t.Errorf("revision %d: %v → %v, answered as %v over %q", e.Revision, e.Ops[0].Old, e.Ops[0].New, mine, name)
			}
			name, _ = e.Ops[0].New.(string)
		}
		n := len(log)
		refused.Range(func(any, any) bool { n++; return true })
		if n != people*edits {
			t.Errorf("%d edits landed or were answered, want %d", n, people*edits)
		}
	})
}

// A retry that overtakes the first try takes effect once, also where it reaches another process.
func TestClientIDTogether(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		nodes := []*store.Store{b.open(t), b.open(t)}
		w := newShop(t, nodes[0])
		for round := range 10 {
			c := w.change(tech(fmt.Sprintf("t%d", round), "T"))
			c.ClientID = fmt.Sprintf("form-%d", round)
			answers := make([]store.Done, 8)
			var all sync.WaitGroup
			for i := range answers {
				all.Go(func() {
					var err error
					if answers[i], err = nodes[i%2].CommitChange(t.Context(), c); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			for _, a := range answers {
				if a != answers[0] || a.Revision != model.Revision(round+1) {
					t.Fatalf("answers = %v, want all the same at revision %d", answers, round+1)
				}
			}
		}
	})
}

// Two processes with many writers in many workspaces: nobody is refused because of the other.
func TestTwoProcesses(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		nodes := []*store.Store{b.open(t), b.open(t)}
		var shops []shop
		for i := range 6 {
			shops = append(shops, newShopAt(t, nodes[0], fmt.Sprintf("shop-%d", i)))
		}
		const writers, each = 16, 6
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				for k := range each {
					w := shop{nodes[i%2], shops[(i+k*5)%len(shops)].id}
					if _, err := w.Commit(t.Context(), w.change(tech(fmt.Sprintf("t%d-%d", i, k), "T"))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		total := 0
		for _, w := range shops {
			one, other := in(t, w.graph(t)), in(t, shop{nodes[1], w.id}.graph(t))
			if diff := cmp.Diff(one, other); diff != "" {
				t.Errorf("the two processes see (-one +other):\n%s", diff)
			}
			total += len(one)
		}
		if total != writers*each {
			t.Errorf("%d elements, want %d", total, writers*each)
		}
	})
}

// A caller who goes away while others write breaks nothing of theirs.
func TestCancelled(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.Commit(gone, w.change(tech("never", "Never")))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled before it began = %v, want context.Canceled", err)
		}
		const callers = 48
		committed := make([]bool, callers)
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if i%2 == 1 { // cancels while it waits, or is written, or is done
					go func() {
						for range i * 5 {
							_, _, _ = w.Graph(t.Context(), w.id) // passes the time
						}
						cancel()
					}()
				}
				_, err := s.Commit(ctx, w.change(tech(fmt.Sprintf("t%d", i), "T")))
				committed[i] = err == nil
				if err != nil && (i%2 == 0 || !errors.Is(err, context.Canceled)) {
					t.Errorf("caller %d = %v", i, err)
				}
			})
		}
		all.Wait()
		g := shop{b.open(t), w.id}.graph(t)
		for i, want := range committed {
			if got := g.Element(fmt.Sprintf("t%d", i)) != nil; got != want {
				t.Errorf("caller %d: stored %v, answered %v", i, got, want)
			}
		}
		if g.Element("never") != nil {
			t.Error("what was cancelled before it began is stored")
		}
	})
}

func TestClosed(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		keep := b.open(t)
		w := newShop(t, keep)
		s, err := store.Open(t.Context(), b.dsn, store.Options{Now: b.Now})
		if err != nil {
			t.Fatal(err)
		}
		changed, stop := s.Watch(w.id)
		defer stop()
		acknowledged := make([]bool, 32)
		var all sync.WaitGroup
		for i := range acknowledged {
			all.Go(func() {
				_, err := s.Commit(t.Context(), w.change(tech(fmt.Sprintf("t%d", i), "T")))
				acknowledged[i] = err == nil
			})
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		all.Wait() // nobody waits for ever
		for range changed {
		}
		if _, err := s.Commit(t.Context(), w.change(tech("late", "Late"))); err == nil {
			t.Error("a closed store took a change")
		}
		g := w.graph(t)
		for i, want := range acknowledged {
			if got := g.Element(fmt.Sprintf("t%d", i)) != nil; want && !got {
				t.Errorf("writer %d was answered and is not there", i)
			}
		}
	})
}
