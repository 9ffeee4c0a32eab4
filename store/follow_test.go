package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// wait returns after the watch has told of something, and fails when it never does.
func wait(t *testing.T, changed <-chan struct{}) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	select {
	case <-changed:
	case <-ctx.Done():
		t.Fatal("nothing was told")
	}
}

// Two processes on one database: what one commits, the other sees in its graph, in its next commit and in its watch.
func TestOtherProcess(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		a, other := b.follow(t), b.follow(t)
		w := newShop(t, a)
		w.must(t, tech("crm", "CRM"))
		o := shop{other, w.id}
		if got := o.name(t, "crm"); got != "CRM" {
			t.Errorf("the other sees %q", got)
		}
		w.must(t, rename("crm", "CRM", "Sales"))
		if got := o.name(t, "crm"); got != "Sales" {
			t.Errorf("after an edit the other sees %q, want Sales", got)
		}
		drawn := w.must(t, rename("crm", "Sales", "Sales 2"))
		if rev := o.must(t, rename("crm", "Sales 2", "Sales 3"), tech("erp", "ERP")); rev != drawn+1 {
			t.Errorf("the other's commit took revision %d, want %d", rev, drawn+1)
		}
		c := w.change(model.Set("crm", "name", nil, "Mine"))
		c.DrawnAt = drawn
		_, err := a.Commit(t.Context(), c)
		e := wantKind(t, err, model.Conflict, "stale")
		if diff := cmp.Diff([]model.Stale{{Op: model.OpSet, ID: "crm", Field: "name", Original: "Sales 2", Present: "Sales 3", Proposed: "Mine"}}, e.Stale); diff != "" {
			t.Errorf("stale by the other's edit (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(in(t, w.graph(t)), in(t, o.graph(t))); diff != "" {
			t.Errorf("graphs (-one +other):\n%s", diff)
		}
	})
}

func TestWatch(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		a, other := b.follow(t), b.follow(t)
		w := newShop(t, a)
		w.must(t, element(model.Problem, "p", "Lamps come back"))
		ana := w.member(t, "ana", model.Viewer)
		changed, stop := other.Watch(w.id)
		defer stop()
		seen := model.Revision(1)
		for i := range 5 {
			rev := w.must(t, model.Set("p", "notes", w.graph(t).Element("p").Field("notes"), string(rune('a'+i))))
			for seen < rev { // it may be told twice, never not at all
				wait(t, changed)
				log, err := other.Log(t.Context(), w.id, seen, 100)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range log {
					if e.Revision != seen+1 {
						t.Fatalf("revision %d after %d", e.Revision, seen)
					}
					seen = e.Revision
				}
			}
		}
		for name, act := range map[string]func() error{
			"a finding is kept": func() error {
				return a.Keep(t.Context(), w.id, store.Kept{Problem: "p", Key: "A5", Reason: "our word"}, command)
			},
			"a member goes": func() error { return a.RemoveMember(t.Context(), w.id, ana.ID, command) },
		} {
			drain(changed)
			if err := act(); err != nil {
				t.Fatal(err)
			}
			wait(t, changed)
			t.Log(name)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		for range changed { // closed with the store
		}
	})
}

func drain(c <-chan struct{}) {
	for {
		select {
		case <-c:
		default:
			return
		}
	}
}

// A watch of one workspace hears nothing of another in the same process.
func TestWatchApart(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		ours, stop := s.Watch(w.id)
		defer stop()
		theirs, stop2 := s.Watch(beside.id)
		beside.must(t, tech("a", "A"))
		beside.must(t, tech("b", "B"))
		if len(theirs) != 1 || len(ours) != 0 {
			t.Errorf("told %d and %d times, want once (of several changes) and not at all", len(theirs), len(ours))
		}
		<-theirs
		stop2()
		stop2()
		beside.must(t, tech("c", "C"))
		if len(theirs) != 0 {
			t.Error("told after the watch was ended")
		}
	})
}
