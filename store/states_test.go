package store_test

import (
	"reflect"
	"testing"

	"rootline/model"
	"rootline/store"
)

func (w shop) state(t testing.TB, id, at string) string {
	t.Helper()
	g, _, err := w.StateGraph(t.Context(), w.id, at)
	if err != nil {
		t.Fatal(err)
	}
	if e := g.Element(id); e != nil {
		return e.Name
	}
	return "(absent)"
}

func (w shop) addState(t testing.TB, id, over string) {
	t.Helper()
	if err := w.AddState(t.Context(), w.id, store.State{ID: id, Name: id, Kind: "future", Base: over}, command); err != nil {
		t.Fatal(err)
	}
}

// within returns a change in a state.
func (w shop) within(state string, ops ...model.Op) model.Change {
	c := w.change(ops...)
	c.State = state
	return c
}

func TestStates(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		w.addState(t, "one-desk", model.Current)
		w.addState(t, "later", "one-desk")
		w.mustDone(t, w.within("one-desk", rename("crm", "CRM", "Desk"), tech("hub", "Hub"), link(model.DependsOn, "l1", "crm", "hub")))
		w.mustDone(t, w.within("later", rename("hub", "Hub", "Hub 2")))
		check := func(moment string, want map[string][3]string) {
			t.Helper()
			for name, from := range map[string]shop{"": w, " as another process sees it": {b.open(t), w.id}} {
				for id, names := range want {
					got := [3]string{from.state(t, id, ""), from.state(t, id, "one-desk"), from.state(t, id, "later")}
					if got != names {
						t.Errorf("%s%s: %s is %q now, in one-desk and later, want %q", moment, name, id, got, names)
					}
				}
			}
		}
		check("changes over current", map[string][3]string{
			"crm": {"CRM", "Desk", "Desk"}, "erp": {"ERP", "ERP", "ERP"}, "hub": {"(absent)", "Hub", "Hub 2"},
		})
		w.must(t, rename("erp", "ERP", "Books"), tech("oms", "OMS"))
		check("a correction of current", map[string][3]string{"erp": {"Books", "Books", "Books"}, "oms": {"OMS", "OMS", "OMS"}})
		correction := w.make(t, rename("crm", "CRM", "Sales")) // what one-desk relied on is no longer so
		check("a change gone stale is left out whole, and what rests on it", map[string][3]string{
			"crm": {"Sales", "Sales", "Sales"}, "hub": {"(absent)", "(absent)", "(absent)"},
		})
		w.mustUndo(t, correction)
		check("and is back with its ground", map[string][3]string{"crm": {"CRM", "Desk", "Desk"}, "hub": {"(absent)", "Hub", "Hub 2"}})
		revision := w.must(t, tech("last", "Last"))
		if revision != 7 {
			t.Errorf("revision = %d, want 7: one log for all states", revision)
		}
		_, err := s.Commit(t.Context(), w.within("one-desk", rename("crm", "CRM", "x")))
		wantKind(t, err, model.Conflict, "stale")
		g, err := s.StateGraphAt(t.Context(), w.id, "one-desk", 4) // before the correction of crm
		if err != nil || g.Element("crm").Name != "Desk" || g.Element("erp").Name != "Books" || g.Element("last") != nil {
			t.Errorf("one-desk at revision 4 = %v, %v", g, err)
		}
		if _, err := s.StateGraphAt(t.Context(), w.id, "no-such", 4); err == nil {
			t.Error("a state that is not there has a graph")
		}
		if elements, _ := (shop{b.open(t), w.id}).graph(t).Len(); elements != 4 {
			t.Errorf("%d elements in the rows of the current state, want 4", elements)
		}
	})
}

func TestUndoInState(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		first := w.mustDone(t, w.within("one-desk", rename("crm", "CRM", "Desk")))
		second := w.mustDone(t, w.within("one-desk", rename("crm", "Desk", "Desk 2")))
		here := w.make(t, tech("erp", "ERP"))
		_, err := w.undo(t, first.ID)
		if e := wantKind(t, err, model.Conflict, "undo.rests"); len(e.Rests) != 1 || e.Rests[0] != second.ID {
			t.Errorf("rests = %v, want %s", e.Rests, second.ID)
		}
		_, err = w.undo(t, first.ID, here)
		wantKind(t, err, model.Invalid, "undo.states")
		undone := w.mustUndo(t, first.ID, second.ID)
		if got := w.state(t, "crm", "one-desk"); got != "CRM" {
			t.Errorf("after undo crm is %q", got)
		}
		w.mustUndo(t, undone.ID)
		if got := w.state(t, "crm", "one-desk"); got != "Desk 2" {
			t.Errorf("after redo crm is %q", got)
		}
		g, err := s.StateGraphAt(t.Context(), w.id, "one-desk", undone.Revision) // when both were taken back
		if err != nil || g.Element("crm").Name != "CRM" {
			t.Errorf("one-desk at the undo: %v, %v", g.Element("crm"), err)
		}
		changes, err := changesOf(t, s, w.id, "one-desk")
		if err != nil || len(changes) != 2 {
			t.Errorf("%d changes stand in the state, %v, want 2", len(changes), err)
		}
	})
}

// What the author of a change in a state saw includes what has been corrected in current since.
func TestDrawnAtInState(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		w.addState(t, "one-desk", model.Current)
		drawn := w.mustDone(t, w.within("one-desk", rename("erp", "ERP", "Books"))).Revision
		w.must(t, rename("crm", "CRM", "Sales"))
		w.mustDone(t, w.within("one-desk", rename("erp", "Books", "Ledger")))
		for id, want := range map[string]model.Stale{
			"crm": {Op: model.OpSet, ID: "crm", Field: "name", Original: "CRM", Present: "Sales", Proposed: "mine"},
			"erp": {Op: model.OpSet, ID: "erp", Field: "name", Original: "Books", Present: "Ledger", Proposed: "mine"},
		} {
			c := w.within("one-desk", model.Set(id, "name", nil, "mine"))
			c.DrawnAt = drawn
			_, err := s.Commit(t.Context(), c)
			if e := wantKind(t, err, model.Conflict, "stale"); !reflect.DeepEqual(e.Stale, []model.Stale{want}) {
				t.Errorf("stale = %+v, want %+v", e.Stale, want)
			}
		}
		c := w.within("one-desk", model.Set("crm", "notes", nil, "mine"))
		c.DrawnAt = drawn
		w.mustDone(t, c)
	})
}

func TestAddState(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.addState(t, "one", model.Current)
		for name, tt := range map[string]struct {
			st   store.State
			kind model.ErrorKind
		}{
			"id taken":     {store.State{ID: "one", Name: "x", Kind: "future", Base: model.Current}, model.Conflict},
			"no such base": {store.State{ID: "two", Name: "x", Kind: "future", Base: "nowhere"}, model.NotFound},
			"current":      {store.State{ID: "current", Name: "x", Kind: "future", Base: model.Current}, model.Invalid},
			"no id":        {store.State{ID: "", Name: "x", Kind: "future", Base: model.Current}, model.Invalid},
		} {
			err := s.AddState(t.Context(), w.id, tt.st, command)
			if kindOf(err) != tt.kind {
				t.Errorf("%s = %v, want kind %d", name, err, tt.kind)
			}
		}
		list, err := s.States(t.Context(), w.id)
		if err != nil || len(list) != 1 {
			t.Errorf("states = %v, %v", list, err)
		}
	})
}

func changesOf(t *testing.T, s *store.Store, workspace, state string) ([]model.PlannedChange, error) {
	t.Helper()
	v, err := s.Plan(t.Context(), workspace, state)
	if err != nil {
		return nil, err
	}
	return v.Changes, nil
}
