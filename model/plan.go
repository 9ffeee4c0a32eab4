package model

import (
	"cmp"
	"slices"
	"time"
)

// PlanStatus says how far a change of a state is on its way to becoming current.
type PlanStatus string

// The statuses. A planned change and one that is being done are part of their state; the others are passed over: one that is
// realised is in the current state now, one that was dropped or came otherwise is not wanted.
const (
	Planned  PlanStatus = "planned"
	Doing    PlanStatus = "doing"
	Realised PlanStatus = "realised"
	Dropped  PlanStatus = "dropped"
	Deviated PlanStatus = "deviated" // done, but otherwise than planned
)

// PlanStatuses are all statuses, in the order in which a change goes through them.
var PlanStatuses = []PlanStatus{Planned, Doing, Realised, Dropped, Deviated}

// Counts says whether a change of this status is part of its state.
func (s PlanStatus) Counts() bool { return s == Planned || s == Doing }

// CheckPlanName says what is wrong with the name of a state, nil where nothing is.
func CheckPlanName(name string) *Error {
	if Blank(name) {
		return Fault(Invalid, "name", "required")
	}
	return CheckText("name", name, MaxName)
}

// ActKind says what an act does to the list of a state.
type ActKind string

// The acts.
const (
	ActRealise ActKind = "realise" // of a change of current: it is what the state planned
	ActDrop    ActKind = "drop"
	ActDeviate ActKind = "deviate"
	ActStart   ActKind = "start" // it is being done
	ActPlan    ActKind = "plan"  // it is planned again
	ActOrder   ActKind = "order"
	ActSettle  ActKind = "settle" // stale ops as somebody decided them
	ActRebase  ActKind = "rebase" // the same of all changes, and the moment up to which the state agrees with its base
)

// statuses are what acts make of a change.
var statuses = map[ActKind]PlanStatus{ActRealise: Realised, ActDrop: Dropped, ActDeviate: Deviated, ActStart: Doing, ActPlan: Planned}

// Status is what the act makes of a change, "" where it is none that gives a status.
func (k ActKind) Status() PlanStatus { return statuses[k] }

// Act is what gives a change the status.
func (s PlanStatus) Act() ActKind {
	for k, v := range statuses {
		if v == s {
			return k
		}
	}
	return ""
}

// Act is what an entry of the log does to the list of a state, beside or instead of ops of its own.
type Act struct {
	Kind     ActKind         `json:"act"`
	State    string          `json:"state"`              // whose list
	Change   string          `json:"change,omitempty"`   // id of the change that it is about
	On       string          `json:"on,omitempty"`       // of realise and deviate: the day
	Due      string          `json:"due,omitempty"`      // of start and plan: the day by which it is meant to be done; NoDue takes it back
	Evidence string          `json:"evidence,omitempty"` // of realise: how one sees it
	Reason   string          `json:"reason,omitempty"`   // of drop and deviate
	Order    []string        `json:"order,omitempty"`    // ids of changes, those not named come behind
	Ops      map[string][]Op `json:"ops,omitempty"`      // of settle and rebase: what changes are made of from now on, by id
}

// NoDue is the day of a change that nobody promises any longer.
const NoDue = "-"

// PlannedChange is a change of a state as its list has it.
type PlannedChange struct {
	Change     // its ops as they stand after what was decided since
	Revision   Revision
	Status     PlanStatus
	On         string // the day on which it was realised
	Due        string // the day by which it is meant to be done
	Evidence   string
	Reason     string   // why it was dropped, or came otherwise
	By         Author   // who gave it this status
	Since      Revision // by which revision it has this status
	SinceAt    time.Time
	RealisedBy string // id of the change of current that realised it
}

// Listed is an entry of the log, as far as the list of a state is made from it.
type Listed struct {
	Change
	Revision Revision
}

// ListOf returns the list of a state after these entries: its changes and the acts on it, those that stand, in order. The
// second result is the revision of the last rebase, 0 where there was none.
func ListOf(entries []Listed) ([]PlannedChange, Revision) {
	var list []PlannedChange
	var reconciled Revision
	place := make(map[string]int)
	renumber := func() {
		for i := range list {
			place[list[i].ID] = i
		}
	}
	for _, e := range entries {
		act := e.Act
		if act == nil {
			place[e.ID] = len(list)
			list = append(list, PlannedChange{Change: e.Change, Revision: e.Revision, Status: Planned, By: e.Author, Since: e.Revision, SinceAt: e.At})
			continue
		}
		switch act.Kind {
		case ActOrder:
			rank := make(map[string]int, len(act.Order))
			for i, id := range act.Order {
				rank[id] = i + 1
			}
			slices.SortStableFunc(list, func(x, y PlannedChange) int {
				return cmp.Compare(behind(rank[x.ID]), behind(rank[y.ID]))
			})
			renumber()
			continue
		case ActSettle, ActRebase:
			for id, ops := range act.Ops {
				if i, ok := place[id]; ok {
					list[i].Ops = ops
				}
			}
			if act.Kind == ActRebase {
				reconciled = e.Revision
			}
			continue
		}
		i, ok := place[act.Change]
		if !ok {
			continue // of a change that has been taken back
		}
		c := &list[i]
		c.By, c.Since, c.SinceAt, c.On, c.Evidence, c.Reason, c.RealisedBy = e.Author, e.Revision, e.At, act.On, act.Evidence, act.Reason, ""
		c.Status = act.Kind.Status()
		switch act.Due {
		case "":
		case NoDue:
			c.Due = ""
		default:
			c.Due = act.Due
		}
		if act.Kind == ActRealise {
			c.RealisedBy = e.ID
		}
	}
	return list, reconciled
}

// behind puts what has no rank last.
func behind(rank int) int {
	if rank == 0 {
		return int(^uint(0) >> 1)
	}
	return rank
}

// By returns the list as it is meant to be on a day: what is due later, or without a day, is not part of the state yet. day is
// written as 2006-01-02.
func By(list []PlannedChange, day string) []PlannedChange {
	out := slices.Clone(list)
	for i, c := range out {
		if c.Status.Counts() && (c.Due == "" || c.Due > day) {
			out[i].Status = Dropped
		}
	}
	return out
}
