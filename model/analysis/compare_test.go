package analysis_test

import (
	"math"
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/analysis"
)

func TestToward(t *testing.T) {
	t.Parallel()
	lower, higher, one := analysis.MetricOf("M3"), analysis.MetricOf("M13"), analysis.MetricOf("M6")
	never, unknown := analysis.Figure{Sort: analysis.Never}, analysis.Figure{}
	for _, tt := range []struct {
		m        *analysis.Metric
		from, to analysis.Figure
		want     int
	}{
		{lower, analysis.Exactly(4), analysis.Exactly(2), 1},
		{lower, analysis.Exactly(2), analysis.Exactly(4), -1},
		{higher, analysis.Exactly(2), analysis.Exactly(4), 1},
		{lower, never, analysis.Exactly(4), 1},
		{lower, analysis.Exactly(4), never, -1},
		{lower, unknown, analysis.Exactly(4), 0},
		{lower, analysis.Between(2, 6), analysis.Exactly(2), 1},
		{lower, analysis.Between(2, 6), analysis.Between(1, 3), 0}, // they overlap
		{lower, analysis.Exactly(5), analysis.Between(1, math.Inf(1)), 0},
		{one, analysis.Exactly(0), analysis.Exactly(1), 1},
		{one, analysis.Exactly(1), analysis.Exactly(2), -1},
		{one, analysis.Exactly(3), analysis.Exactly(2), 1},
		{one, analysis.Exactly(0), analysis.Exactly(2), 0},
	} {
		if got := (analysis.Shift{Metric: tt.m, From: tt.from, To: tt.to}).Toward(); got != tt.want {
			t.Errorf("%s from %v to %v = %d, want %d", tt.m.ID, tt.from, tt.to, got, tt.want)
		}
	}
}

// A clerk needs three systems; one change takes one away, another a second, a third changes nothing of it.
func TestBecause(t *testing.T) {
	t.Parallel()
	tech := func(id string) *model.Element { return &model.Element{ID: id, Kind: model.Technology, Name: id} }
	uses := func(id, to string) *model.Link {
		return &model.Link{ID: id, Kind: model.Uses, From: "clerk", To: to}
	}
	base := model.NewGraph([]*model.Element{{ID: "clerk", Kind: model.Employee, Name: "Clerk"}, tech("a"), tech("b"), tech("c")},
		[]*model.Link{uses("ua", "a"), uses("ub", "b"), uses("uc", "c")})
	list := []model.PlannedChange{
		{Status: model.Planned, Change: model.Change{ID: "one", Ops: []model.Op{{Kind: model.OpRemoveLink, ID: "ua"}}}},
		{Status: model.Planned, Change: model.Change{ID: "two", Ops: []model.Op{{Kind: model.OpRemoveLink, ID: "ub"}, model.Add(tech("d"))}}},
		{Status: model.Planned, Change: model.Change{ID: "three", Ops: []model.Op{model.Set("c", "name", "c", "C")}}},
	}
	planned := model.Unfold(base, list).Graph
	shifts := analysis.Shifts(base, planned, model.Diff(base, planned))
	analysis.Because(shifts, planned, []string{"one", "two", "three"}, func(id string) *model.Graph {
		without := slices.DeleteFunc(slices.Clone(list), func(c model.PlannedChange) bool { return c.ID == id })
		return model.Unfold(base, without).Graph
	})
	i := slices.IndexFunc(shifts, func(s analysis.Shift) bool { return s.Metric.ID == "M3" && s.ID == "clerk" })
	if i < 0 {
		t.Fatalf("no shift of M3 among %v", shifts)
	}
	if s := shifts[i]; s.From != analysis.Exactly(3) || s.To != analysis.Exactly(1) || !slices.Equal(s.Because, []string{"one", "two"}) || s.Toward() != 1 {
		t.Errorf("M3 of the clerk = %+v", s)
	}
	if again := analysis.Shifts(planned, planned, nil); len(again) > 0 {
		t.Errorf("a graph differs from itself: %v", again)
	}
}
