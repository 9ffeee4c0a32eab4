package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func (w shop) do(t testing.TB, state string, act model.Act) (store.Done, error) {
	t.Helper()
	act.State = state
	return w.Do(t.Context(), store.Act{Act: act, Workspace: w.id, Title: "act", Author: command})
}

func (w shop) mustDo(t testing.TB, state string, act model.Act) store.Done {
	t.Helper()
	done, err := w.do(t, state, act)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func (w shop) plan(t testing.TB, state string) *store.Plan {
	t.Helper()
	p, err := w.Plan(t.Context(), w.id, state)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// list tells the list of a state: "title status", with a star where the change is part of the state.
func (w shop) list(t testing.TB, state string) []string {
	t.Helper()
	var out []string
	p := w.plan(t, state)
	for i, c := range p.Changes {
		s := c.ID + " " + string(c.Status)
		if p.Judged[i].Applied {
			s += " *"
		}
		out = append(out, s)
	}
	return out
}

func (w shop) wantList(t testing.TB, state string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.list(t, state)); diff != "" {
		t.Errorf("list of %s (-want +got):\n%s", state, diff)
	}
}

// named is a change in a state with an id of its own.
func (w shop) planned(t testing.TB, state, id string, ops ...model.Op) {
	t.Helper()
	c := w.within(state, ops...)
	c.ID, c.Title = id, "Plan "+id
	w.mustDone(t, c)
}

func TestRealise(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		w.addState(t, "one-desk", model.Current)
		w.addState(t, "later", "one-desk")
		w.planned(t, "one-desk", "hub", tech("hub", "Hub"), link(model.DependsOn, "l1", "crm", "hub"))
		w.planned(t, "one-desk", "rename", rename("hub", "Hub", "Desk"))
		w.planned(t, "later", "more", rename("erp", "ERP", "Books"))

		_, err := w.do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "rename"})
		if e := wantKind(t, err, model.Conflict, "plan.rests"); !slices.Equal(e.Rests, []string{"hub"}) {
			t.Errorf("rename rests on %v, want hub", e.Rests)
		}
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "hub", On: "tomorrow"})
		wantKind(t, err, model.Invalid, "prop.date")
		done := w.mustDo(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "hub", On: "2026-03-01", Evidence: "seen at the till"})
		if got := w.state(t, "hub", ""); got != "Hub" {
			t.Errorf("hub in current = %q", got)
		}
		w.wantList(t, "one-desk", "hub realised", "rename planned *")
		if got := w.state(t, "hub", "one-desk"); got != "Desk" {
			t.Errorf("hub in the state = %q, want it renamed once", got)
		}
		if c := w.plan(t, "one-desk").Changes[0]; c.On != "2026-03-01" || c.Evidence != "seen at the till" || c.RealisedBy != done.ID {
			t.Errorf("realised = %+v", c)
		}
		if e, err := s.Entry(t.Context(), w.id, done.ID); err != nil || e.Title != "Plan hub" && e.Title != "act" || e.State != model.Current {
			t.Errorf("its entry = %+v, %v", e, err)
		}
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "hub"})
		wantKind(t, err, model.Conflict, "plan.status.realised")
		_, err = w.undo(t, "hub")
		wantKind(t, err, model.Conflict, "plan.undo")
		if got := (shop{b.open(t), w.id}).list(t, "one-desk"); !slices.Equal(got, []string{"hub realised", "rename planned *"}) {
			t.Errorf("another process sees %v", got)
		}

		// realised in a state that stands on another
		w.mustDo(t, "later", model.Act{Kind: model.ActRealise, Change: "more"})
		if got := w.state(t, "erp", ""); got != "Books" {
			t.Errorf("erp = %q", got)
		}

		// taken back, it is planned again; realised again, it is there again, at its old place
		before := w.plan(t, "one-desk").Revision
		undone := w.mustUndo(t, done.ID)
		w.wantList(t, "one-desk", "hub planned *", "rename planned *")
		if got := w.state(t, "hub", ""); got != "(absent)" {
			t.Errorf("hub in current after undo = %q", got)
		}
		then, err := s.PlanAt(t.Context(), w.id, "one-desk", before)
		if err != nil || then.Changes[0].Status != model.Realised {
			t.Errorf("before the undo it was %v, %v", then, err)
		}
		w.mustUndo(t, undone.ID)
		w.wantList(t, "one-desk", "hub realised", "rename planned *")
		w.mustUndo(t, w.last(t))
		w.wantList(t, "one-desk", "hub planned *", "rename planned *")
		again := w.mustDo(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "hub"})
		w.wantList(t, "one-desk", "hub realised", "rename planned *")
		for name, from := range map[string]shop{"": w, " in another process": {b.open(t), w.id}} {
			if got := from.state(t, "hub", ""); got != "Hub" {
				t.Errorf("realised again%s: hub = %q", name, got)
			}
		}
		w.mustUndo(t, again.ID)

		// what holds in the state no more cannot become current either
		w.must(t, rename("crm", "CRM", "Sales"))
		w.planned(t, "one-desk", "crm", rename("crm", "Sales", "Desk"))
		w.must(t, rename("crm", "Sales", "Field sales"))
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "crm"})
		if e := wantKind(t, err, model.Conflict, "stale"); len(e.Stale) != 1 || e.Stale[0].Present != "Field sales" {
			t.Errorf("stale = %v", e.Stale)
		}
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "nothing"})
		wantKind(t, err, model.NotFound, "not-found")
	})
}

// last is the id of the newest entry of the log.
func (w shop) last(t testing.TB) string {
	t.Helper()
	list, err := w.Recent(t.Context(), w.id, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	return list[0].ID
}

// Of many who realise one change at once, in two processes, one does.
func TestRealiseAtOnce(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "c", rename("crm", "CRM", "Desk"), tech("hub", "Hub"))
		doors := []shop{w, {b.open(t), w.id}}
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = doors[i%2].do(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "c"})
			})
		}
		all.Wait()
		well := 0
		for _, err := range errs {
			if err == nil {
				well++
			} else {
				wantKind(t, err, model.Conflict, "plan.status.realised")
			}
		}
		if well != 1 {
			t.Errorf("realised %d times", well)
		}
		log, err := w.Log(t.Context(), w.id, 0, 100)
		if err != nil || len(log) != 3 {
			t.Errorf("the log has %d entries, %v, want 3", len(log), err)
		}
	})
}

func TestStatuses(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "hub", tech("hub", "Hub"))
		w.planned(t, "one-desk", "rename", rename("hub", "Hub", "Desk"))
		w.planned(t, "one-desk", "crm", rename("crm", "CRM", "Sales"))
		_, err := w.do(t, "one-desk", model.Act{Kind: model.ActDrop, Change: "hub"})
		wantKind(t, err, model.Invalid, "required")
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActStart, Change: "crm"})
		dropped := w.mustDo(t, "one-desk", model.Act{Kind: model.ActDrop, Change: "hub", Reason: "too dear"})
		w.wantList(t, "one-desk", "hub dropped", "rename planned", "crm doing *")
		if j := w.plan(t, "one-desk").Judged[1]; !slices.Equal(j.WaitsFor, []string{"hub"}) || len(j.Stale) > 0 {
			t.Errorf("rename is judged %+v, want it to wait for hub", j)
		}
		if c := w.plan(t, "one-desk").Changes[0]; c.Reason != "too dear" || c.By != command {
			t.Errorf("dropped = %+v", c)
		}
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActStart, Change: "hub"})
		wantKind(t, err, model.Conflict, "plan.status.dropped")
		w.mustUndo(t, dropped.ID)
		w.wantList(t, "one-desk", "hub planned *", "rename planned *", "crm doing *")
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActDrop, Change: "hub", Reason: "x"})
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActPlan, Change: "hub"})
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActDeviate, Change: "crm", Reason: "renamed otherwise", On: "2026-01-02"})
		w.wantList(t, "one-desk", "hub planned *", "rename planned *", "crm deviated")

		drift := model.DriftOf(w.graph(t), w.plan(t, "one-desk").Changes)
		if want := []model.Drift{{Change: "crm", ID: "crm", Field: "name", Proposed: "Sales", Present: "CRM"}}; !slices.Equal(drift, want) {
			t.Errorf("drift = %v, want %v", drift, want)
		}
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "hub"})
		w.must(t, model.Set("hub", "owner", nil, "Ana"), rename("hub", "Hub", "Relay")) // what nobody planned does not drift
		drift = model.DriftOf(w.graph(t), w.plan(t, "one-desk").Changes)
		if want := (model.Drift{Change: "hub", ID: "hub", Field: "name", Proposed: "Hub", Present: "Relay"}); !slices.Contains(drift, want) || len(drift) != 2 {
			t.Errorf("drift = %v, want among it that what was brought is called otherwise", drift)
		}
		w.must(t, model.Op{Kind: model.OpRemoveElement, ID: "hub"})
		drift = model.DriftOf(w.graph(t), w.plan(t, "one-desk").Changes)
		if len(drift) != 2 || drift[0].Change != "hub" && drift[1].Change != "hub" {
			t.Errorf("drift = %v, want the hub among it", drift)
		}
	})
}

func TestOrder(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "hub", tech("hub", "Hub"))
		w.planned(t, "one-desk", "rename", rename("hub", "Hub", "Desk"))
		w.planned(t, "one-desk", "crm", rename("crm", "CRM", "Sales"))
		w.mustDo(t, "one-desk", model.Act{Kind: model.ActOrder, Order: []string{"crm", "hub"}})
		w.wantList(t, "one-desk", "crm planned *", "hub planned *", "rename planned *")
		w.planned(t, "one-desk", "erp", tech("erp", "ERP"))
		w.wantList(t, "one-desk", "crm planned *", "hub planned *", "rename planned *", "erp planned *")
		_, err := w.do(t, "one-desk", model.Act{Kind: model.ActOrder, Order: []string{"rename"}})
		if e := wantKind(t, err, model.Conflict, "plan.order"); !slices.Equal(e.Rests, []string{"rename"}) {
			t.Errorf("what falls is %v", e.Rests)
		}
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActOrder, Order: []string{"crm", "crm"}})
		wantKind(t, err, model.Invalid, "id.taken")
		_, err = w.do(t, "one-desk", model.Act{Kind: model.ActOrder, Order: []string{"nothing"}})
		wantKind(t, err, model.NotFound, "not-found")
		w.mustUndo(t, w.last(t)) // erp
		w.mustUndo(t, w.last(t)) // and back: the undo is what came last
		w.wantList(t, "one-desk", "crm planned *", "hub planned *", "rename planned *", "erp planned *")
	})
}

// What was decided about a change is not taken back once the change is done: it was done as decided.
func TestSettledAndDone(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "c", rename("crm", "CRM", "Desk"))
		w.must(t, rename("crm", "CRM", "Sales"))
		a := store.Act{Act: model.Act{State: "one-desk", Change: "c"}, Workspace: w.id, Title: "settle", Author: command}
		settled, err := s.Settle(t.Context(), a, []model.Resolution{{ID: "crm", Field: "name", Take: model.TakeRight}})
		if err != nil {
			t.Fatal(err)
		}
		done := w.mustDo(t, "one-desk", model.Act{Kind: model.ActRealise, Change: "c"})
		_, err = w.undo(t, settled.ID)
		wantKind(t, err, model.Conflict, "plan.undo")
		w.mustUndo(t, done.ID)
		w.mustUndo(t, settled.ID)
		if j := w.plan(t, "one-desk").Judged[0]; len(j.Stale) != 1 {
			t.Errorf("taken back, it is judged %+v", j)
		}
	})
}

func TestSettle(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"), tech("old", "Old"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "c", rename("crm", "CRM", "Desk"), rename("erp", "ERP", "Books"), tech("hub", "Hub"), model.Op{Kind: model.OpRemoveElement, ID: "old"})
		w.planned(t, "one-desk", "more", rename("crm", "Desk", "One desk"), model.Set("hub", "notes", nil, "new"))
		w.must(t, rename("crm", "CRM", "Sales"), tech("till", "Till"), link(model.DependsOn, "l", "till", "old"))
		p := w.plan(t, "one-desk")
		if len(p.Judged[0].Stale) != 1 || !slices.Equal(p.Judged[1].WaitsFor, []string{"c"}) || len(p.Judged[1].Stale) > 0 {
			t.Fatalf("judged %+v", p.Judged)
		}
		settle := func(change string, res ...model.Resolution) error {
			_, err := s.Settle(t.Context(), store.Act{Act: model.Act{State: "one-desk", Change: change}, Workspace: w.id, Title: "settle", Author: command}, res)
			return err
		}
		err := settle("c", model.Resolution{ID: "crm", Field: "name", Take: model.TakeValue, Value: "Desk of sales"})
		e := wantKind(t, err, model.Conflict, "stale") // only now it shows that something new hangs on what goes
		if len(e.Stale) != 1 || e.Stale[0].ID != "old" || e.Stale[0].Op != model.OpRemoveElement {
			t.Fatalf("still stale: %+v", e.Stale)
		}
		w.wantList(t, "one-desk", "c planned", "more planned")
		if err := settle("c", model.Resolution{ID: "crm", Field: "name", Take: model.TakeValue, Value: "Desk of sales"}, model.Resolution{ID: "old", Take: model.TakeRight}); err != nil {
			t.Fatal(err)
		}
		w.wantList(t, "one-desk", "c planned *", "more planned")
		if got := []string{w.state(t, "crm", "one-desk"), w.state(t, "erp", "one-desk"), w.state(t, "old", "one-desk"), w.state(t, "old", "")}; !slices.Equal(got, []string{"Desk of sales", "Books", "(absent)", "Old"}) {
			t.Errorf("settled: %v", got)
		}
		if err := settle("more", model.Resolution{ID: "crm", Field: "name", Take: model.TakeLeft}); err != nil {
			t.Fatal(err)
		}
		w.wantList(t, "one-desk", "c planned *", "more planned *")
		w.mustUndo(t, w.last(t))
		w.wantList(t, "one-desk", "c planned *", "more planned")
	})
}

func TestRebase(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"), tech("pos", "POS"))
		w.addState(t, "one-desk", model.Current)
		w.planned(t, "one-desk", "a", rename("crm", "CRM", "Desk"), model.Set("pos", "notes", nil, "kept"))
		w.planned(t, "one-desk", "b", rename("crm", "Desk", "One desk"), rename("erp", "ERP", "Books"))
		w.must(t, rename("crm", "CRM", "Sales"), rename("erp", "ERP", "Ledger"), rename("pos", "POS", "Till"))
		rebase := func(res ...model.Resolution) error {
			_, err := s.Rebase(t.Context(), store.Act{Act: model.Act{State: "one-desk"}, Workspace: w.id, Title: "rebase", Author: command}, res)
			return err
		}
		before := w.plan(t, "one-desk")
		e := wantKind(t, rebase(), model.Conflict, "plan.clashes")
		want := []model.Clash{
			{ID: "crm", Field: "name", Original: "CRM", Left: "Sales", Right: "One desk"},
			{ID: "erp", Field: "name", Original: "ERP", Left: "Ledger", Right: "Books"},
		}
		if diff := cmp.Diff(want, e.Clashes); diff != "" {
			t.Errorf("clashes (-want +got):\n%s", diff)
		}
		if after := w.plan(t, "one-desk"); after.Revision != before.Revision {
			t.Errorf("revision %d after a rebase that was refused, want %d", after.Revision, before.Revision)
		}
		for _, tt := range []struct {
			crm, erp model.Take
			want     []string
		}{
			{model.TakeRight, model.TakeLeft, []string{"One desk", "Ledger", "Till"}},
			{model.TakeLeft, model.TakeRight, []string{"Sales", "Books", "Till"}},
			{model.TakeOriginal, model.TakeValue, []string{"CRM", "Accounts", "Till"}},
		} {
			err := rebase(model.Resolution{ID: "crm", Field: "name", Take: tt.crm}, model.Resolution{ID: "erp", Field: "name", Take: tt.erp, Value: "Accounts"})
			if err != nil {
				t.Fatal(err)
			}
			w.wantList(t, "one-desk", "a planned *", "b planned *")
			p := w.plan(t, "one-desk")
			var got []string
			for _, id := range []string{"crm", "erp", "pos"} {
				got = append(got, p.Graph.Element(id).Name)
			}
			if !slices.Equal(got, tt.want) || p.Reconciled != p.Revision || p.Graph.Element("pos").Notes != "kept" {
				t.Errorf("rebased: %v, reconciled at %d of %d; want %v", got, p.Reconciled, p.Revision, tt.want)
			}
			w.mustUndo(t, w.last(t))
		}
		wantKind(t, rebase(model.Resolution{ID: "crm", Field: "name", Take: "mine"}), model.Invalid, "prop.choice")
	})
}

func TestMergeStates(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		w.addState(t, "mine", model.Current)
		w.addState(t, "theirs", model.Current)
		w.addState(t, "above", "mine")
		w.planned(t, "mine", "m", rename("crm", "CRM", "Mine"), model.Set("erp", "notes", nil, "m"))
		w.planned(t, "theirs", "t", rename("crm", "CRM", "Theirs"), tech("hub", "Hub"))
		w.planned(t, "above", "u", tech("top", "Top"))
		merge := func(state, with string, res ...model.Resolution) error {
			_, err := s.Merge(t.Context(), store.Act{Act: model.Act{State: state}, Workspace: w.id, Title: "merge", Author: command}, with, res)
			return err
		}
		e := wantKind(t, merge("mine", "theirs"), model.Conflict, "plan.clashes")
		if want := []model.Clash{{ID: "crm", Field: "name", Original: "CRM", Left: "Mine", Right: "Theirs"}}; !cmp.Equal(want, e.Clashes) {
			t.Errorf("clashes = %v, want %v", e.Clashes, want)
		}
		if err := merge("mine", "theirs", model.Resolution{ID: "crm", Field: "name", Take: model.TakeRight}); err != nil {
			t.Fatal(err)
		}
		if a, b := w.state(t, "crm", "mine"), w.state(t, "hub", "mine"); a != "Theirs" || b != "Hub" || len(w.list(t, "mine")) != 2 {
			t.Errorf("merged: %s, %s, %v", a, b, w.list(t, "mine"))
		}
		if err := merge("mine", "above"); err != nil {
			t.Fatal(err)
		}
		if got := w.state(t, "top", "mine"); got != "Top" {
			t.Errorf("top = %q", got)
		}
		rev := w.plan(t, "theirs").Revision
		if err := merge("theirs", "theirs"); kindOf(err) != model.Invalid {
			t.Errorf("a state with itself = %v", err)
		}
		if err := merge("theirs", "current"); kindOf(err) != model.Invalid {
			t.Errorf("current into a state = %v", err)
		}
		if err := merge("theirs", "none"); kindOf(err) != model.NotFound {
			t.Errorf("what is not there = %v", err)
		}
		if w.plan(t, "theirs").Revision != rev {
			t.Error("what was refused took a revision")
		}
	})
}

func TestRemoveState(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		w.addState(t, "later", "one-desk")
		w.planned(t, "one-desk", "c", rename("crm", "CRM", "Desk"))
		beside := shop{b.open(t), w.id}
		beside.list(t, "one-desk")
		e := wantKind(t, s.RemoveState(t.Context(), w.id, "one-desk", command), model.Conflict, "plan.base")
		if e.Args["Name"] != "later" {
			t.Errorf("it names %v", e.Args)
		}
		for _, id := range []string{"later", "one-desk"} {
			if err := s.RemoveState(t.Context(), w.id, id, command); err != nil {
				t.Fatal(err)
			}
		}
		for _, from := range []shop{w, beside} {
			if _, _, err := from.StateGraph(t.Context(), w.id, "one-desk"); kindOf(err) != model.NotFound {
				t.Errorf("a removed state = %v", err)
			}
			_, err := from.CommitChange(t.Context(), w.within("one-desk", tech("x", "X")))
			if kindOf(err) != model.NotFound {
				t.Errorf("a change of a removed state = %v", err)
			}
		}
		if err := s.AddState(t.Context(), w.id, store.State{ID: "next", Name: "Next", Kind: "future", Base: "one-desk"}, command); kindOf(err) != model.NotFound {
			t.Errorf("a state over a removed one = %v", err)
		}
		if err := s.RemoveState(t.Context(), w.id, "one-desk", command); kindOf(err) != model.NotFound {
			t.Errorf("removed twice = %v", err)
		}
		if log, err := w.Log(t.Context(), w.id, 0, 10); err != nil || len(log) != 2 {
			t.Errorf("the log has %d entries, %v: what was done is kept", len(log), err)
		}

		wantKind(t, s.RestoreState(t.Context(), w.id, "later", command), model.Conflict, "plan.base.removed")
		if gone, err := s.RemovedStates(t.Context(), w.id); err != nil || len(gone) != 2 || gone[0].ID == gone[1].ID {
			t.Errorf("removed are %v, %v", gone, err)
		}
		if err := s.RestoreState(t.Context(), w.id, "one-desk", command); err != nil {
			t.Fatal(err)
		}
		for _, from := range []shop{w, beside} {
			if g, _, err := from.StateGraph(t.Context(), w.id, "one-desk"); err != nil || g.Element("crm").Name != "Desk" {
				t.Errorf("brought back it has %v, %v", g, err)
			}
		}
		for _, id := range []string{"one-desk", "never"} {
			if err := s.RestoreState(t.Context(), w.id, id, command); kindOf(err) != model.NotFound {
				t.Errorf("%s brought back again = %v", id, err)
			}
		}
	})
}

// A plan that comes with changes is stored whole, or not at all.
func TestAddPlan(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		plan := func(ops ...model.Op) error {
			p := store.StateDelivery{State: store.State{ID: "target", Name: "Target", Kind: "future", Base: model.Current}}
			for _, op := range ops {
				p.Changes = append(p.Changes, model.Change{ID: store.NewID(), Title: "Part", Ops: []model.Op{op}})
			}
			return s.AddPlan(t.Context(), w.id, p, command)
		}
		_, rev, err := s.Graph(t.Context(), w.id)
		if err != nil {
			t.Fatal(err)
		}
		wantKind(t, plan(tech("hub", "Hub"), rename("crm", "Sales", "Desk")), model.Conflict, "stale")
		states, err := s.States(t.Context(), w.id)
		if _, now, _ := s.Graph(t.Context(), w.id); err != nil || len(states) > 0 || now != rev {
			t.Errorf("half of it is there: %v, %v, revision %d", states, err, now)
		}
		if err := plan(tech("hub", "Hub"), rename("crm", "CRM", "Desk")); err != nil {
			t.Fatal(err)
		}
		if p := w.plan(t, "target"); len(p.Changes) != 2 || p.Graph.Element("crm").Name != "Desk" || !p.Graph.Has("hub") {
			t.Errorf("the plan has %v", p.Changes)
		}
		wantKind(t, plan(tech("hub", "Hub")), model.Conflict, "id.taken")
	})
}

// A contributor proposes, takes back their own, and decides nothing.
func TestContributorOfState(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, tech("crm", "CRM"))
		w.addState(t, "one-desk", model.Current)
		connie := w.member(t, "connie", model.Contributor)
		c := w.within("one-desk", tech("hub", "Hub"))
		c.Author = connie.Author()
		mine := w.mustDone(t, c)
		w.planned(t, "one-desk", "theirs", rename("crm", "CRM", "Desk"))
		undo := func(id string) error {
			_, err := s.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{id}, Author: connie.Author(), Title: "undo"})
			return err
		}
		wantKind(t, undo("theirs"), model.Forbidden, "forbidden.change")
		for _, act := range []model.Act{{Kind: model.ActRealise, Change: mine.ID}, {Kind: model.ActDrop, Change: mine.ID, Reason: "x"}, {Kind: model.ActOrder, Order: []string{"theirs"}}} {
			act.State = "one-desk"
			_, err := s.Do(t.Context(), store.Act{Act: act, Workspace: w.id, Title: "act", Author: connie.Author()})
			wantKind(t, err, model.Forbidden, "forbidden.change")
		}
		dropped := w.mustDo(t, "one-desk", model.Act{Kind: model.ActDrop, Change: mine.ID, Reason: "no"})
		wantKind(t, undo(dropped.ID), model.Forbidden, "forbidden.change")
		w.mustUndo(t, dropped.ID)
		if err := undo(mine.ID); err != nil {
			t.Errorf("their own = %v", err)
		}
	})
}

func TestLargeState(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.addState(t, "one-desk", model.Current)
		ops := make([]model.Op, 100_001)
		for i := range ops {
			ops[i] = model.Set("x", "notes", nil, strings.Repeat("x", i%2+1))
		}
		ops[0] = tech("x", "X")
		_, err := s.Commit(t.Context(), w.within("one-desk", ops...))
		wantKind(t, err, model.Invalid, "plan.large")
	})
}
