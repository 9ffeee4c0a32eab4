package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/store"
)

func (w shop) undo(t testing.TB, ids ...string) (store.Done, error) {
	return w.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: ids, Author: command, Title: "undo"})
}

func (w shop) mustUndo(t testing.TB, ids ...string) store.Done {
	t.Helper()
	done, err := w.undo(t, ids...)
	if err != nil {
		t.Fatalf("undo: %v%s", err, faults(err))
	}
	return done
}

// make commits ops and returns the change's id.
func (w shop) make(t testing.TB, ops ...model.Op) string {
	t.Helper()
	return w.mustDone(t, w.change(ops...)).ID
}

func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		before := in(t, w.graph(t))
		id := w.make(t, rename("crm", "CRM", "Sales"), tech("oms", "OMS"), link(model.DependsOn, "l1", "oms", "erp"), model.Set("l1", "props.hard", nil, true))
		w.must(t, model.Set("crm", "notes", nil, "kept")) // another field: no matter
		done := w.mustUndo(t, id)
		w.must(t, model.Set("crm", "notes", "kept", nil))
		if diff := cmp.Diff(before, in(t, w.graph(t))); diff != "" {
			t.Errorf("after undo (-want +got):\n%s", diff)
		}
		e, err := s.Entry(t.Context(), w.id, id)
		if err != nil || e.UndoneBy != done.Revision || done.Revision != 4 {
			t.Errorf("undone by revision %d, %v; the undo is %d, want both 4", e.UndoneBy, err, done.Revision)
		}
		_, err = w.undo(t, id)
		wantKind(t, err, model.Conflict, "undo.done")
		_, err = w.undo(t)
		wantKind(t, err, model.Invalid, "undo.none")
		_, err = w.undo(t, "no-such-change")
		wantKind(t, err, model.NotFound, "not-found")
	})
}

func TestUndoRests(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		setUp := []model.Op{tech("a", "A"), tech("b", "B"), tech("c", "C"), link(model.DependsOn, "l1", "a", "b")}
		remove := func(id string) model.Op { return model.Op{Kind: model.OpRemoveElement, ID: id} }
		unlink := func(id string) model.Op { return model.Op{Kind: model.OpRemoveLink, ID: id} }
		tests := []struct {
			name  string
			first []model.Op
			then  [][]model.Op
			rests []int // of then; nil = the undo works
		}{
			{"edits of other fields", []model.Op{rename("a", "A", "A2")}, [][]model.Op{{model.Set("a", "notes", nil, "n")}, {rename("b", "B", "B2")}}, nil},
			{"edited again", []model.Op{rename("a", "A", "A2")}, [][]model.Op{{rename("b", "B", "B2")}, {rename("a", "A2", "A3")}}, []int{1}},
			{"what was added was edited and that undone", []model.Op{tech("x", "X")}, [][]model.Op{{model.Set("x", "notes", nil, "n")}, nil}, nil},
			{"edited there and back", []model.Op{rename("a", "A", "A2")}, [][]model.Op{{rename("a", "A2", "A3")}, {rename("a", "A3", "A2")}}, nil},
			{"edited twice more", []model.Op{rename("a", "A", "A2")}, [][]model.Op{{rename("a", "A2", "A3")}, {rename("a", "A3", "A4")}}, []int{0, 1}},
			{"removed since", []model.Op{rename("c", "C", "C2")}, [][]model.Op{{remove("c")}}, []int{0}},
			{"a link to what was added", []model.Op{tech("x", "X")}, [][]model.Op{{link(model.DependsOn, "l2", "a", "x")}, {rename("a", "A", "A2")}}, []int{0}},
			{"what was added was edited", []model.Op{tech("x", "X")}, [][]model.Op{{model.Set("x", "notes", nil, "n")}}, []int{0}},
			{"an end of a removed link went", []model.Op{unlink("l1")}, [][]model.Op{{rename("a", "A", "A2")}, {remove("b")}}, []int{1}},
			{"a link moved on", []model.Op{{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "b", New: "c"}},
				[][]model.Op{{{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "c", New: "a"}}}, []int{0}},
			{"the old end of a moved link went", []model.Op{{Kind: model.OpReEnd, ID: "l1", End: "to", Old: "b", New: "c"}}, [][]model.Op{{remove("b")}}, []int{0}},
			{"through what rests on what rests", []model.Op{tech("x", "X")},
				[][]model.Op{{link(model.DependsOn, "l2", "a", "x")}, {model.Set("l2", "props.hard", nil, true)}, {rename("b", "B", "B2")}}, []int{0, 1}},
			{"an end that was added since", []model.Op{tech("x", "X")},
				[][]model.Op{{{Kind: model.OpReEnd, ID: "l1", End: "from", Old: "a", New: "x"}}}, []int{0}},
		}
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				w := newShopAt(t, s, fmt.Sprintf("shop-%d", i))
				w.must(t, setUp...)
				before := sorted(t, w.graph(t))
				id := w.make(t, tt.first...)
				var then, want []string
				for k, ops := range tt.then {
					if ops == nil {
						then = append(then, w.mustUndo(t, then[k-1]).ID)
						continue
					}
					then = append(then, w.make(t, ops...))
				}
				for _, k := range tt.rests {
					want = append(want, then[k])
				}
				_, err := w.undo(t, id)
				if tt.rests == nil {
					if err != nil {
						t.Fatalf("undo = %v, want it done", err)
					}
					return
				}
				e := wantKind(t, err, model.Conflict, "undo.rests")
				if diff := cmp.Diff(want, e.Rests); diff != "" {
					t.Errorf("rests of %v (-want +got):\n%s", then, diff)
				}
				w.mustUndo(t, append(e.Rests, id)...)
				var others []string
				for k := range then {
					if !slices.Contains(tt.rests, k) {
						others = append(others, then[k])
					}
				}
				if len(others) > 0 {
					w.mustUndo(t, others...)
				}
				if diff := cmp.Diff(before, sorted(t, w.graph(t))); diff != "" {
					t.Errorf("all taken back (-want +got):\n%s", diff)
				}
			})
		}
	})
}

func TestUndoOfUndo(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		first := w.make(t, rename("crm", "CRM", "Sales"))
		undo := w.mustUndo(t, first)
		redo := w.mustUndo(t, undo.ID)
		if got := w.name(t, "crm"); got != "Sales" {
			t.Errorf("name after redo = %q, want Sales", got)
		}
		e, err := s.Entry(t.Context(), w.id, first)
		if err != nil || e.UndoneBy != 0 {
			t.Errorf("after redo the change is undone by %d, %v; want it to stand", e.UndoneBy, err)
		}
		w.mustUndo(t, first)
		if got := w.name(t, "crm"); got != "CRM" {
			t.Errorf("name after the second undo = %q, want CRM", got)
		}
		w.mustUndo(t, redo.ID) // has no effect any more: it is so already
		if got := w.name(t, "crm"); got != "CRM" {
			t.Errorf("name after the redo was taken back too = %q, want CRM", got)
		}
	})
}

// Taking back the taking back of an undo: what was undone first is undone again.
func TestUndoThrice(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		first := w.make(t, tech("crm", "CRM"))
		second := w.mustUndo(t, first)
		third := w.mustUndo(t, second.ID)
		w.mustUndo(t, third.ID)
		if got := w.name(t, "crm"); got != "(absent)" {
			t.Errorf("crm = %q, want it gone", got)
		}
		_, err := w.undo(t, first)
		wantKind(t, err, model.Conflict, "undo.done")
	})
}

// What was removed comes back by undo only, and to its old place, whichever process has which graph in memory.
func TestUndoToOldPlace(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s, other := b.open(t), b.open(t)
		w := newShop(t, s)
		w.must(t, tech("a", "A"), tech("b", "B"), link(model.DependsOn, "l1", "a", "b"), link(model.DependsOn, "l2", "b", "a"))
		before := in(t, w.graph(t))
		behind := shop{other, w.id}
		behind.graph(t)
		gone := w.make(t, model.Remove(w.graph(t), "a")...)
		_, err := w.Commit(t.Context(), w.change(link(model.DependsOn, "l1", "b", "b")))
		wantKind(t, err, model.Invalid, "id.removed")
		started := shop{b.open(t), w.id} // never saw what went
		started.graph(t)
		started.mustUndo(t, gone)
		for name, where := range map[string]shop{"the one that undid it": started, "the one that removed it": w, "one that looks on": behind, "one that starts": {b.open(t), w.id}} {
			if diff := cmp.Diff(before, in(t, where.graph(t))); diff != "" {
				t.Errorf("%s sees (-want +got):\n%s", name, diff)
			}
		}
		both := []string{w.make(t, tech("c", "C")), w.make(t, model.Op{Kind: model.OpRemoveElement, ID: "c"})}
		w.mustUndo(t, both...) // comes back and goes again
		_, err = w.Commit(t.Context(), w.change(tech("c", "Another")))
		wantKind(t, err, model.Invalid, "id.removed")
	})
}

func TestLastOwn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana, ben := w.member(t, "ana", model.Editor), w.member(t, "ben", model.Editor)
		_, err := s.LastOwn(t.Context(), w.id, "", ana.ID)
		wantKind(t, err, model.NotFound, "not-found")
		first := w.mustDone(t, w.as(ana, tech("a", "A"))).ID
		second := w.mustDone(t, w.as(ana, rename("a", "A", "A2"))).ID
		w.mustDone(t, w.as(ben, tech("b", "B")))
		for _, want := range []string{second, first} {
			e, err := s.LastOwn(t.Context(), w.id, "", ana.ID)
			if err != nil || e.ID != want {
				t.Fatalf("last own = %s, %v, want %s", e.ID, err, want)
			}
			if _, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{e.ID}, Author: ana.Author(), Title: "undo", ClientID: "undo-" + e.ID}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{e.ID}, Author: ana.Author(), Title: "undo", ClientID: "undo-" + e.ID}); err != nil {
				t.Errorf("the same undo retried = %v, want the first answer", err)
			}
		}
		_, err = s.LastOwn(t.Context(), w.id, "", ana.ID)
		wantKind(t, err, model.NotFound, "not-found")
	})
}

// Whatever changes and undos follow each other: memory, rows and log agree; what undo names is enough to go on; and any
// earlier revision is found again.
func TestAnyChanges(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s, cold, follower := b.open(t), b.open(t), b.open(t)
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			w := newShopAt(t, s, fmt.Sprintf("shop-%d", n))
			w.must(t, tech("a0", "A"), tech("b0", "B"))
			history := [][]string{nil, sorted(t, w.graph(t))}
			for i := range rapid.IntRange(1, 12).Draw(rt, "steps") {
				anyStep(t, rt, w, i)
				warm := in(t, w.graph(t))
				history = append(history, sorted(t, w.graph(t)))
				cold.Forget()
				if diff := cmp.Diff(warm, in(t, shop{cold, w.id}.graph(t))); diff != "" {
					rt.Fatalf("rows (-graph +rows):\n%s", diff)
				}
				if rapid.Bool().Draw(rt, "look on") {
					if diff := cmp.Diff(warm, in(t, shop{follower, w.id}.graph(t))); diff != "" {
						rt.Fatalf("log (-graph +log):\n%s", diff)
					}
				}
			}
			for rev, want := range history {
				g, err := s.GraphAt(t.Context(), w.id, model.Revision(rev))
				if err != nil {
					rt.Fatal(err)
				}
				if diff := cmp.Diff(want, sorted(t, g)); diff != "" {
					rt.Fatalf("revision %d (-then +now):\n%s", rev, diff)
				}
			}
		})
	})
}

// anyStep makes one change or undo.
func anyStep(t *testing.T, rt *rapid.T, w shop, i int) {
	g := w.graph(t)
	var elements, links []string
	for e := range g.Elements() {
		elements = append(elements, e.ID)
	}
	for l := range g.Links() {
		links = append(links, l.ID)
	}
	one := func(of []string) string { return of[rapid.IntRange(0, len(of)-1).Draw(rt, "which")] }
	fresh := fmt.Sprintf("n%d", i)
	var ops []model.Op
	switch kind := rapid.IntRange(0, 8).Draw(rt, "step"); {
	case kind == 0:
		ops = append(ops, tech(fresh, "N"))
	case kind == 1 && len(elements) > 0:
		ops = append(ops, link(model.DependsOn, "l"+fresh, one(elements), fresh), tech(fresh, "N"))
	case kind == 2 && len(elements) > 1:
		ops = append(ops, link(model.DependsOn, "l"+fresh, one(elements), one(elements)))
	case kind == 3 && len(elements) > 0:
		id := one(elements)
		ops = append(ops, rename(id, g.Element(id).Name, rapid.SampledFrom([]string{"A", "B", "C"}).Draw(rt, "name")))
	case kind == 4 && len(links) > 0:
		id := one(links)
		ops = append(ops, model.Op{Kind: model.OpReEnd, ID: id, End: "to", Old: g.Link(id).To, New: one(elements)})
	case kind == 5 && len(links) > 0:
		ops = append(ops, model.Op{Kind: model.OpRemoveLink, ID: one(links)})
	case kind == 6 && len(elements) > 0:
		ops = model.Remove(g, one(elements))
	case kind == 7 && len(links) > 0:
		id := one(links)
		ops = append(ops, model.Set(id, "props.hard", g.Link(id).Props["hard"], rapid.Bool().Draw(rt, "hard")))
	default:
		anyUndo(t, rt, w)
		return
	}
	w.must(t, ops...)
}

func anyUndo(t *testing.T, rt *rapid.T, w shop) {
	log, err := w.Log(t.Context(), w.id, 0, 1000)
	if err != nil {
		rt.Fatal(err)
	}
	last := log[len(log)-1].Revision
	log = slices.DeleteFunc(log, func(e store.Entry) bool { return e.UndoneBy != 0 })
	log = slices.DeleteFunc(log, func(e store.Entry) bool { // to redo what others have followed may be refused
		return len(e.Undoes) > 0 && e.Revision != last
	})
	chosen := log[rapid.IntRange(0, len(log)-1).Draw(rt, "undo")]
	_, err = w.undo(t, chosen.ID)
	if e, ok := errors.AsType[*model.Error](err); ok && e.Msg == "undo.rests" {
		_, err = w.undo(t, append(e.Rests, chosen.ID)...)
	}
	if err != nil {
		rt.Fatalf("undo of revision %d, with what rests on it: %v%s", chosen.Revision, err, faults(err))
	}
}

// A contributor takes back what they brought, also where a technology came with a cause; what others wrote on it since keeps
// it there, and nobody takes the technology of others away by such a road.
func TestContributorUndoesTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, element(model.Cause, "c", "Because"), tech("till", "Till"))
		ana, ben := w.member(t, "ana", model.Contributor), w.member(t, "ben", model.Contributor)
		bring := func(id string) store.Done {
			return w.mustDone(t, w.as(ana, tech(id, "CRM"), link(model.LocatedIn, "l-"+id, "c", id)))
		}
		undo := func(u store.User, ids ...string) (store.Done, error) {
			return s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: ids, Author: u.Author(), Title: "undo"})
		}
		first := bring("crm")
		_, err := undo(ben, first.ID)
		wantKind(t, err, model.Forbidden, "forbidden.change")
		back, err := undo(ana, first.ID)
		if err != nil || w.graph(t).Has("crm") {
			t.Fatalf("undo of their own = %v", err)
		}
		again, err := undo(ana, back.ID)
		if err != nil || !w.graph(t).Has("crm") {
			t.Fatalf("redo = %v", err)
		}
		if _, err := undo(ana, again.ID); err != nil || w.graph(t).Has("crm") {
			t.Fatalf("undo of the redo = %v", err)
		}
		second := bring("erp")
		edit := w.mustDone(t, w.change(rename("erp", "CRM", "ERP")))
		_, err = undo(ana, second.ID)
		wantKind(t, err, model.Conflict, "undo.rests")
		_, err = undo(ana, second.ID, edit.ID)
		wantKind(t, err, model.Forbidden, "forbidden.change")
		place := w.mustDone(t, w.as(ana, link(model.LocatedIn, "l-till", "c", "till")))
		if _, err := undo(ana, place.ID); err != nil || !w.graph(t).Has("till") {
			t.Errorf("taking back a link = %v", err)
		}
	})
}

// Ctrl+Shift+Z goes forward as far as Ctrl+Z went back, until something new is done.
func TestLastUndone(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana := w.member(t, "ana", model.Editor)
		none := func(when string) {
			t.Helper()
			if _, err := s.LastUndone(t.Context(), w.id, "", ana.ID); kindOf(err) != model.NotFound {
				t.Errorf("%s: last undone = %v, want none", when, err)
			}
		}
		step := func(find func() (store.Entry, error)) {
			t.Helper()
			e, err := find()
			if err == nil {
				_, err = s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{e.ID}, Author: ana.Author(), Title: "step"})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		backward := func() (store.Entry, error) { return s.LastOwn(t.Context(), w.id, "", ana.ID) }
		forward := func() (store.Entry, error) { return s.LastUndone(t.Context(), w.id, "", ana.ID) }
		there := func(want string) {
			t.Helper()
			got := ""
			for _, id := range []string{"a", "b", "c"} {
				if w.graph(t).Has(id) {
					got += id
				}
			}
			if got != want {
				t.Errorf("there are %q, want %q", got, want)
			}
		}
		none("at the beginning")
		for _, id := range []string{"a", "b"} {
			w.mustDone(t, w.as(ana, tech(id, id)))
		}
		none("after changes")
		step(backward)
		step(backward)
		there("")
		step(forward)
		there("a")
		step(forward)
		there("ab")
		none("at the end")
		step(backward)
		there("a")
		step(forward)
		step(backward)
		w.must(t, tech("other", "By another hand")) // of somebody else: one's own way stays
		step(forward)
		there("ab")
		step(backward)
		w.mustDone(t, w.as(ana, tech("c", "c")))
		none("after something new")
		there("ac")
	})
}
