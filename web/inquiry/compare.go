package inquiry

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/store"
)

// Side is one of two states, or moments, that are compared.
type Side struct {
	Ref   string         // as it was asked for: "current", "current@12", the id of a state, "ID@12"
	State store.State    // zero of the current state
	At    model.Revision // the revision at which it stands
	Past  bool           // it is not the newest
	Graph *model.Graph
	Plans []*store.Plan // the state and those that it stands on, itself first; none of the current state
}

// Current says whether it is of the current state.
func (s *Side) Current() bool { return s.State.ID == "" }

// SideOf finds what a reference names. Errors: NotFound; Invalid.
func SideOf(ctx context.Context, s *store.Store, w model.Workspace, ref string) (*Side, error) {
	state, at, past := strings.Cut(ref, "@")
	side := &Side{Ref: ref, Past: past}
	if past {
		n, err := strconv.ParseInt(at, 10, 64)
		if err != nil || n < 0 {
			return nil, model.Fault(model.Invalid, "at", "revision.ahead", "At", at, "Revision", w.Revision)
		}
		side.At = model.Revision(n)
	}
	var err error
	if state == model.Current || state == "" {
		if past {
			side.Graph, err = s.GraphAt(ctx, w.ID, side.At)
		} else {
			side.Graph, side.At, err = s.Graph(ctx, w.ID)
		}
		return side, err
	}
	for at := state; at != model.Current; {
		var p *store.Plan
		if past {
			p, err = s.PlanAt(ctx, w.ID, at, side.At)
		} else {
			p, err = s.Plan(ctx, w.ID, at)
		}
		if err != nil {
			return nil, err
		}
		side.Plans = append(side.Plans, p)
		at = p.Base
	}
	first := side.Plans[0]
	side.State, side.At, side.Graph = first.State, first.Revision, first.Graph
	return side, nil
}

// Comparison is what differs between two sides.
type Comparison struct {
	From, To *Side
	Delta    model.Delta
	Changes  map[model.Key][]string // ids of the changes behind a difference, by what differs
	Shifts   []analysis.Shift
	Told     Told                  // whether the shifts say which changes are behind them
	Planned  []model.PlannedChange // the changes that lead there, in their order; of both sides where both are planned
	Logged   []model.Change        // the changes of the current state between the two moments, the first first
}

// Because lists the changes behind a difference.
func (c *Comparison) Because(d model.Difference) []string {
	return c.Changes[model.Key{ID: d.ID, Field: d.Field}]
}

// Figures says how far a comparison goes into figures.
type Figures int

// What is asked of figures.
const (
	NoFigures    Figures = iota
	QuickFigures         // those that differ, and the changes behind them where those are found at once
	AllFigures           // the changes behind them too, though it takes a while
)

// Told says whether the changes behind figures were found.
type Told int

// What became of the reasons.
const (
	ToldNow   Told = iota
	ToldLater      // it takes a while: AllFigures finds them
	ToldNever      // it would take too long
)

// Each change is left out once, and what differs then is measured in the whole model: the work is so many elements and links for
// each change.
const (
	quickWork      = 200_000
	mostWork       = 6_000_000
	mostAttributed = 200 // changes: the list is unfolded as often as it has changes
)

// Compare finds what leads from one side to the other. Figures are measured, and attributed to changes, as far as it is asked for.
func Compare(ctx context.Context, s *store.Store, w model.Workspace, from, to *Side, figures Figures) (*Comparison, error) {
	c := &Comparison{From: from, To: to, Delta: model.Diff(from.Graph, to.Graph), Changes: make(map[model.Key][]string)}
	var lefts []leave
	for _, side := range []*Side{to, from} {
		other := from
		if side == from {
			other = to
		}
		for i, p := range side.Plans {
			k := slices.IndexFunc(other.Plans, func(o *store.Plan) bool { return o.ID == p.ID })
			if k >= 0 && other.Plans[k].Revision == p.Revision {
				break // common to both
			}
			for j, planned := range p.Changes {
				if !p.Judged[j].Applied || k >= 0 && counts(other.Plans[k], planned) {
					continue
				}
				c.Planned = append(c.Planned, planned)
				c.blame(planned.Change)
				lefts = append(lefts, leave{planned.ID, side == from, func() *model.Graph { return without(side, i, func(id string) bool { return id == planned.ID }) }})
			}
		}
	}
	if err := c.blameLog(ctx, s, w); err != nil {
		return nil, err
	}
	if figures == NoFigures {
		return c, nil
	}
	c.Shifts = analysis.Shifts(from.Graph, to.Graph, c.Delta)
	if len(lefts) > 0 && len(c.Shifts) > 0 {
		c.reason(lefts, figures)
	}
	return c, nil
}

// counts says whether a change is part of another moment of its plan too, or of the current state by then.
func counts(p *store.Plan, c model.PlannedChange) bool {
	i := p.Change(c.ID)
	return i >= 0 && (p.Changes[i].Status == model.Realised || p.Judged[i].Applied && reflect.DeepEqual(p.Changes[i].Ops, c.Ops))
}

// reason finds the changes behind the figures, or takes over what was found before, or says why not.
func (c *Comparison) reason(lefts []leave, figures Figures) {
	kept := model.Memo(c.To.Graph, "inquiry.reasons", func() *model.Beside[[]analysis.Shift] { return new(model.Beside[[]analysis.Shift]) })
	if known, ok := kept.Get(c.From.Graph); ok {
		c.Shifts = known
		return
	}
	elements, links := c.To.Graph.Len()
	work := (elements + links) * len(lefts)
	switch {
	case work > mostWork || len(lefts) > mostAttributed:
		c.Told = ToldNever
		return
	case work > quickWork && figures != AllFigures:
		c.Told = ToldLater
		return
	}
	for _, backwards := range []bool{false, true} {
		c.attribute(lefts, backwards)
	}
	kept.Put(c.From.Graph, c.Shifts)
}

// leave is the graph of a side without one change.
type leave struct {
	id    string
	from  bool // of the side that the comparison starts from
	graph func() *model.Graph
}

func (c *Comparison) attribute(lefts []leave, from bool) {
	turned := slices.Clone(c.Shifts)
	graphs := make(map[string]func() *model.Graph)
	var ids []string
	for _, l := range lefts {
		if l.from == from {
			graphs[l.id] = l.graph
			ids = append(ids, l.id)
		}
	}
	if len(ids) == 0 {
		return
	}
	if from {
		for i := range turned {
			turned[i].From, turned[i].To = turned[i].To, turned[i].From
		}
	}
	side := c.To
	if from {
		side = c.From
	}
	analysis.Because(turned, side.Graph, ids, func(id string) *model.Graph { return graphs[id]() })
	for i := range turned {
		c.Shifts[i].Because = turned[i].Because
	}
}

// without is the graph of a side whose plans, the i-th and those over it, lack some changes.
func without(side *Side, i int, lacks func(id string) bool) *model.Graph {
	base := side.Plans[i].Under.Apart()
	for k := i; k >= 0; k-- {
		list := slices.Clone(side.Plans[k].Changes)
		for j := range list {
			if lacks(list[j].ID) {
				list[j].Status = model.Dropped
			}
		}
		base = model.Unfold(base, list).Graph
	}
	return base
}

// Shares says whether all that differs comes from changes of the side that the comparison leads to: else no figure can be shared
// out among them.
func (c *Comparison) Shares() bool {
	return len(c.To.Plans) > 0 && c.To.At == c.From.At && !slices.ContainsFunc(c.Planned, func(p model.PlannedChange) bool {
		return slices.ContainsFunc(c.From.Plans, func(o *store.Plan) bool { return o.Change(p.ID) >= 0 })
	})
}

// Share shares out what some changes make of a figure of the side that the comparison leads to. ok is false where that cannot be
// done: see analysis.Shapley.
func (c *Comparison) Share(s analysis.Shift, changes []string) (shares []analysis.Figure, ok bool) {
	if !c.Shares() {
		return nil, false
	}
	return analysis.Shapley(len(changes), func(set uint) analysis.Figure {
		g := without(c.To, len(c.To.Plans)-1, func(id string) bool {
			i := slices.Index(changes, id)
			return i >= 0 && set>>i&1 == 0
		})
		return s.Metric.At(g, s.ID)
	})
}

// blame notes what a change writes.
func (c *Comparison) blame(change model.Change) {
	for _, op := range change.Ops {
		k := model.Key{ID: op.Target(), Field: op.Field + op.End}
		if !slices.Contains(c.Changes[k], change.ID) {
			c.Changes[k] = append(c.Changes[k], change.ID)
		}
	}
}

// mostLogged bounds the changes of the current state that are read to say which of them made a difference.
const mostLogged = 5000

// blameLog notes what changes of the current state between the two moments wrote.
func (c *Comparison) blameLog(ctx context.Context, s *store.Store, w model.Workspace) error {
	low, high := min(c.From.At, c.To.At), max(c.From.At, c.To.At)
	if low == high || high-low > mostLogged {
		return nil
	}
	log, err := s.Log(ctx, w.ID, low, int(high-low))
	if err != nil {
		return err
	}
	for _, e := range log {
		if e.State == model.Current {
			c.blame(e.Change)
			c.Logged = append(c.Logged, e.Change)
		}
	}
	return nil
}

// ByClass returns the differences of a class that weigh most first: what appears, what goes, what changes.
func (c *Comparison) ByClass(class model.Class) model.Delta {
	d := c.Delta.Of(class)
	order := map[model.DiffOp]int{model.Added: 0, model.Removed: 1, model.Changed: 2}
	slices.SortStableFunc(d, func(x, y model.Difference) int {
		return cmp.Compare(order[x.Op], order[y.Op])
	})
	return d
}
