package model_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
)

// Unfolding is applying one after another, without what does not hold: taking a change back halfway leaves no trace.
func TestUnfoldIsApplying(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, base := change(t, model.NewGraph(nil, nil), 25)
		var list []model.PlannedChange
		for i := range rapid.IntRange(0, 8).Draw(t, "changes") {
			c, _ := change(t, base, 5) // each drawn from the base: they come into each other's way
			c.ID = string(rune('a' + i))
			list = append(list, model.PlannedChange{Change: c, Status: rapid.SampledFrom([]model.PlanStatus{model.Planned, model.Doing, model.Dropped, model.Realised}).Draw(t, "status")})
		}
		want := base
		var applied []bool
		for _, c := range list {
			next, _, err := want.Apply(c.Change)
			ok := err == nil && c.Status.Counts()
			applied = append(applied, ok)
			if ok {
				want = next
			}
		}
		before := picture(t, base)
		got := model.Unfold(base, list)
		if diff := cmp.Diff(picture(t, want), picture(t, got.Graph)); diff != "" {
			t.Fatalf("applied one by one (-) and unfolded (+):\n%s", diff)
		}
		if diff := cmp.Diff(before, picture(t, base)); diff != "" {
			t.Fatalf("the base has changed:\n%s", diff)
		}
		step := model.Unfold(base, nil)
		for i, c := range list {
			step = step.Then(c)
			if got.Judged[i].Applied != applied[i] || c.Status.Counts() && !applied[i] != got.Judged[i].Left() {
				t.Fatalf("change %s is judged %+v, applied %v", c.ID, got.Judged[i], applied[i])
			}
		}
		if diff := cmp.Diff(picture(t, got.Graph).File, picture(t, step.Graph).File); diff != "" {
			t.Fatalf("at once (-) and change by change (+):\n%s", diff)
		}
		if diff := cmp.Diff(got.Judged, step.Judged); diff != "" {
			t.Fatalf("at once (-) and change by change (+):\n%s", diff)
		}
	})
}

// A rebase in which every clash is decided leaves nothing stale but what needs what is gone.
func TestRebaseSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, base := change(t, model.NewGraph(nil, nil), 25)
		at, list := base, []model.PlannedChange(nil)
		for i := range rapid.IntRange(1, 5).Draw(t, "changes") {
			var c model.Change
			c, at = change(t, at, 4)
			c.ID = string(rune('a' + i))
			list = append(list, model.PlannedChange{Change: c, Status: model.Planned})
		}
		_, now := change(t, base, 8)
		_, clashes, err := model.Rebase(now, list, nil)
		if err != nil {
			t.Fatalf("Rebase: %v", err)
		}
		var res []model.Resolution
		for _, c := range clashes {
			res = append(res, model.Resolution{ID: c.ID, Field: c.Field, Take: model.TakeLeft})
		}
		ops, open, err := model.Rebase(now, list, res)
		if err != nil {
			t.Fatalf("decided: %v", err)
		}
		for range 5 { // a decision may bring another to light
			for _, c := range open {
				res = append(res, model.Resolution{ID: c.ID, Field: c.Field, Take: model.TakeLeft})
			}
			if len(open) == 0 {
				break
			}
			if ops, open, err = model.Rebase(now, list, res); err != nil {
				t.Fatalf("decided: %v", err)
			}
		}
		if len(open) > 0 {
			t.Fatalf("never at an end: %v", open)
		}
		for i := range list {
			if settled, ok := ops[list[i].ID]; ok {
				list[i].Ops = settled
			}
		}
		for i, j := range model.Unfold(now, list).Judged {
			if len(j.Stale) > 0 {
				t.Fatalf("change %s is still stale: %+v", list[i].ID, j.Stale)
			}
		}
	})
}

// Keeping what was to go keeps its links; letting it go takes all that was joined to it since, and each of them is shown.
func TestSettleARemoval(t *testing.T) {
	t.Parallel()
	base := shop(t)
	ops := []model.Op{{Kind: model.OpRemoveLink, ID: "l-uses", Old: map[string]any{"from": "clerk", "to": "till"}}, removeLink("l-dep"), removeLink("l-box"), removeLink("l-part"), remove("till"), set("erp", "notes", nil, "Takes over")}
	list := []model.PlannedChange{{Change: model.Change{ID: "retire", Ops: ops}, Status: model.Planned}}
	joined := mustApply(t, base, join("uses", "new1", "clerk", "till"), join("uses", "new2", "clerk", "till"))
	moved := mustApply(t, base, reEnd("l-uses", "to", "till", "erp"))
	stale := model.Unfold(joined, list).Judged[0].Stale
	if len(stale) != 1 || len(stale[0].Joined) != 2 {
		t.Fatalf("stale is %+v; want one removal with both links that were joined since", stale)
	}
	settled := func(now *model.Graph, take model.Take) *model.Graph {
		t.Helper()
		s := model.Unfold(now, list).Judged[0].Stale[0]
		ops, open, err := model.SettleOne(now, list, 0, []model.Resolution{{ID: s.ID, Field: s.Field, Take: take}})
		if err != nil || len(open) > 0 {
			t.Fatalf("%s: open %v, %v", take, open, err)
		}
		return mustApply(t, now, ops...)
	}
	if g := settled(joined, model.TakeLeft); g.Element("till") == nil || len(g.In("till"))+len(g.Out("till")) != 6 || g.Element("erp").Notes == "" {
		t.Errorf("kept, it has %v and %v", g.In("till"), g.Out("till"))
	}
	if g := settled(joined, model.TakeRight); g.Element("till") != nil || g.Link("new2") != nil {
		t.Error("it, or what was joined to it, is still there")
	}
	if g := settled(moved, model.TakeLeft); g.Link("l-uses") == nil || g.Element("till") != nil {
		t.Error("the link that was to be kept went, or kept more than itself")
	}
	if g := settled(moved, model.TakeRight); g.Link("l-uses") != nil {
		t.Error("the link that was to go after all is there")
	}
}

// A change that is left out explains why another one does not hold only where that one saw what it would have written.
func TestWhatIsLeftOutExplains(t *testing.T) {
	t.Parallel()
	base := shop(t)
	list := []model.PlannedChange{
		{Change: model.Change{ID: "a", Ops: []model.Op{set("till", "name", "Till", "Desk")}}, Status: model.Dropped},
		{Change: model.Change{ID: "b", Ops: []model.Op{set("till", "name", "Till", "One desk")}}, Status: model.Planned},
		{Change: model.Change{ID: "c", Ops: []model.Op{set("till", "name", "Desk", "Old desk")}}, Status: model.Planned},
	}
	j := model.Unfold(mustApply(t, base, set("till", "name", "Till", "Sales")), list).Judged
	if len(j[1].Stale) != 1 || len(j[1].WaitsFor) > 0 {
		t.Errorf("somebody renamed what it renames: %+v; want it stale", j[1])
	}
	if len(j[2].Stale) > 0 || !slices.Equal(j[2].WaitsFor, []string{"a"}) {
		t.Errorf("it renames what a dropped change would have named: %+v; want it to wait", j[2])
	}
}

func TestListOf(t *testing.T) {
	t.Parallel()
	entry := func(rev model.Revision, id string, act *model.Act) model.Listed {
		return model.Listed{Change: model.Change{ID: id, Act: act, Ops: []model.Op{add("technology", id, id)}}, Revision: rev}
	}
	list, reconciled := model.ListOf([]model.Listed{
		entry(1, "a", nil), entry(2, "b", nil), entry(3, "c", nil),
		entry(4, "x1", &model.Act{Kind: model.ActOrder, Order: []string{"c", "a"}}),
		entry(5, "x2", &model.Act{Kind: model.ActDrop, Change: "b", Reason: "dear"}),
		entry(6, "d", nil),
		entry(7, "x3", &model.Act{Kind: model.ActRealise, Change: "c", On: "2026-01-01"}),
		entry(8, "x4", &model.Act{Kind: model.ActRebase, Ops: map[string][]model.Op{"a": {add("technology", "z", "Z")}, "gone": nil}}),
		entry(9, "x5", &model.Act{Kind: model.ActDrop, Change: "gone", Reason: "x"}),
	})
	var got []string
	for _, c := range list {
		got = append(got, c.ID+" "+string(c.Status)+" "+c.Reason+c.On+c.RealisedBy)
	}
	if want := []string{"c realised 2026-01-01x3", "a planned ", "b dropped dear", "d planned "}; !slices.Equal(got, want) || reconciled != 8 || list[1].Ops[0].Element.ID != "z" {
		t.Errorf("list = %q, reconciled %d, want %q and 8", got, reconciled, want)
	}
}
