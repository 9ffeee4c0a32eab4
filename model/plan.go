package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
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
	if isBlank(name) {
		return Fault(Invalid, "name", "required")
	}
	return checkText("name", name, MaxName)
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
	Evidence string          `json:"evidence,omitempty"` // of realise: how one sees it
	Reason   string          `json:"reason,omitempty"`   // of drop and deviate
	Order    []string        `json:"order,omitempty"`    // ids of changes, those not named come behind
	Ops      map[string][]Op `json:"ops,omitempty"`      // of settle and rebase: what changes are made of from now on, by id
}

// PlannedChange is a change of a state as its list has it.
type PlannedChange struct {
	Change     // its ops as they stand after what was decided since
	Revision   Revision
	Status     PlanStatus
	On         string // the day on which it was realised
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

// Judged is how a change of a state meets its base.
type Judged struct {
	Applied  bool     // it is part of the state
	Stale    []Stale  // what it met otherwise than its author saw
	Refused  []*Error // why it cannot be, where that is it
	WaitsFor []string // ids of changes that are left out, and on which it rests
}

// Unfolded is a graph with the changes of a state's list in order, and how each of them fared.
type Unfolded struct {
	Graph   *Graph
	Judged  []Judged
	leftOut []Change
	draft   *draft // of the next graph; nil = none is under way
}

// done makes the graph of what was added.
func (u *Unfolded) done() {
	if u.draft != nil {
		u.Graph, u.draft = u.draft.done(), nil
	}
}

// Unfold returns base with the changes of a list.
func Unfold(base *Graph, list []PlannedChange) Unfolded {
	u := Unfolded{Graph: base, Judged: make([]Judged, 0, len(list))}
	if len(list) > 0 {
		u.Graph = base.fork()
	}
	for _, c := range list {
		u.add(c)
	}
	u.done()
	return u
}

// Then returns u with one more change; u itself stays as it was. A change with a stale op is left out whole, and what rests
// on one that is left out waits.
func (u Unfolded) Then(c PlannedChange) Unfolded {
	u.Judged, u.leftOut = slices.Clone(u.Judged), slices.Clone(u.leftOut)
	u.add(c)
	u.done()
	return u
}

func (u *Unfolded) add(c PlannedChange) {
	j := u.judge(c)
	u.Judged = append(u.Judged, j)
	if !j.Applied && c.Status != Realised {
		u.leftOut = append(u.leftOut, c.Change)
	}
}

func (u *Unfolded) judge(c PlannedChange) (j Judged) {
	if !c.Status.Counts() {
		return j
	}
	if j.WaitsFor = u.needed(c.Needs); len(j.WaitsFor) > 0 {
		return j
	}
	if u.draft == nil {
		u.draft = u.Graph.draft()
	}
	ok, stale, refused := u.draft.try(c.Change)
	if ok {
		j.Applied = true
		return j
	}
	if j.WaitsFor = u.under(c.Change); len(j.WaitsFor) == 0 {
		j.Stale, j.Refused = stale, refused
		return j
	}
	j.Stale = slices.DeleteFunc(stale, u.explains)
	j.Refused = slices.DeleteFunc(refused, func(e *Error) bool {
		id, _ := e.Args["ID"].(string)
		return len(u.bringing(id)) > 0
	})
	return j
}

// needed lists those of the ids that are of changes left out.
func (u Unfolded) needed(ids []string) []string {
	var out []string
	for _, id := range ids {
		if slices.ContainsFunc(u.leftOut, func(c Change) bool { return c.ID == id }) {
			out = append(out, id)
		}
	}
	return out
}

// writing lists the changes left out that write a field, bringing those that bring an element or link.
func (u Unfolded) writing(k Key) []string {
	return u.having(func(op Op) bool {
		return (op.Kind == OpSet || op.Kind == OpReEnd) && op.ID == k.ID && op.Field+op.End == k.Field
	})
}

func (u Unfolded) bringing(id string) []string {
	return u.having(func(op Op) bool {
		return (op.Kind == OpAddElement || op.Kind == OpAddLink) && op.Target() == id && id != ""
	})
}

func (u Unfolded) having(is func(Op) bool) []string {
	var ids []string
	for _, c := range u.leftOut {
		if slices.ContainsFunc(c.Ops, is) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// under lists the changes left out on which c rests: it edits, or joins, what they would have brought.
func (u Unfolded) under(c Change) []string {
	if len(u.leftOut) == 0 {
		return nil
	}
	var ids []string
	for _, op := range c.Ops {
		if op.Kind == OpSet || op.Kind == OpReEnd {
			ids = append(ids, u.writing(Key{op.ID, op.Field + op.End})...)
		}
		for _, id := range op.relies() {
			ids = append(ids, u.bringing(id)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// relies lists the elements and links that must be there for the op.
func (o Op) relies() []string {
	switch o.Kind {
	case OpAddLink:
		if o.Link != nil {
			return []string{o.Link.From, o.Link.To}
		}
		return nil
	case OpAddElement:
		return nil
	case OpReEnd:
		if to, ok := o.New.(string); ok {
			return []string{o.ID, to}
		}
	}
	return []string{o.ID}
}

// explains says whether an op is stale only because another change is left out.
func (u Unfolded) explains(s Stale) bool {
	if len(u.writing(Key{s.ID, s.Field})) > 0 || len(u.bringing(s.ID)) > 0 {
		return true
	}
	ends := []string{}
	if end, ok := s.Proposed.(string); ok && (s.Field == "from" || s.Field == "to") {
		ends = append(ends, end)
	}
	if l, ok := s.Proposed.(*Link); ok {
		ends = append(ends, l.From, l.To)
	}
	return slices.ContainsFunc(ends, func(id string) bool { return len(u.bringing(id)) > 0 })
}

// Left says whether a change that should count does not.
func (j Judged) Left() bool { return len(j.Stale)+len(j.Refused)+len(j.WaitsFor) > 0 }

// try is Apply for a change of a state: what its author did not foresee is told as stale, so that a person can decide it,
// wherever a decision can help. A change that cannot be leaves the draft as it was.
func (d *draft) try(c Change) (ok bool, stale []Stale, refused []*Error) {
	before := d.mark()
	a := d.applying(c)
	if len(a.faults) == 0 && len(a.stale) == 0 {
		a.judge()
	}
	if len(a.faults) == 0 && len(a.stale) == 0 {
		return true, nil, nil
	}
	d.back(before)
	stale = a.stale
	for _, e := range a.faults {
		if s, ok := a.surprise(c, e); ok {
			if !slices.ContainsFunc(stale, func(t Stale) bool { return t.Op == s.Op && t.ID == s.ID && t.Field == s.Field }) {
				stale = append(stale, s)
			}
		} else {
			refused = append(refused, e)
		}
	}
	return false, stale, refused
}

// surprise tells a refusal as a stale op: what the op needs has gone, its id is taken, or something new hangs on what it
// takes away.
func (a *applying) surprise(c Change, e *Error) (Stale, bool) {
	if rest, ok := strings.CutPrefix(e.Field, "ops["); ok {
		number, _, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(c.Ops) {
			return Stale{}, false
		}
		op := c.Ops[i]
		switch e.Msg {
		case "absent":
			return Stale{Op: op.Kind, ID: op.ID, Field: op.Field + op.End, Original: op.Old, Proposed: op.New, Gone: true}, true
		case "id.taken":
			s := Stale{Op: op.Kind, ID: op.Target(), Present: a.thing(op.Target())}
			if op.Element != nil {
				s.Proposed = op.Element
			} else {
				s.Proposed = op.Link
			}
			return s, s.Present != nil
		}
		return Stale{}, false
	}
	if e.Msg != "link.end" {
		return Stale{}, false
	}
	id := e.Field // of the link
	missing, _ := e.Args["ID"].(string)
	for _, op := range c.Ops {
		switch {
		case op.Kind == OpAddLink && op.Link != nil && op.Link.ID == id:
			return Stale{Op: op.Kind, ID: id, Proposed: op.Link, Gone: true}, true
		case op.Kind == OpReEnd && op.ID == id:
			return Stale{Op: op.Kind, ID: id, Field: op.End, Original: op.Old, Present: a.link(id).Field(op.End), Proposed: op.New, Gone: true}, true
		}
	}
	for _, op := range c.Ops {
		if op.Kind == OpRemoveElement && op.ID == missing { // somebody has joined something to it since
			return Stale{Op: op.Kind, ID: missing, Field: "", Present: a.link(id)}, true
		}
	}
	return Stale{}, false
}

// Settle returns the ops of a change as decided: left takes what is there now, right what was planned, original what its author
// saw, value another one. open are the stale ops that nobody decided about. Errors: Invalid where a decision cannot be.
func Settle(ops []Op, stale []Stale, resolutions []Resolution) (out []Op, open []Stale, err error) {
	if err := checkTakes(resolutions); err != nil {
		return nil, nil, err
	}
	choice := decided(resolutions)
	out = slices.Clone(ops)
	for _, s := range stale {
		r, ok := choice[Key{s.ID, s.Field}]
		if !ok {
			open = append(open, s)
			continue
		}
		if out, err = settle(out, s, r); err != nil {
			return nil, nil, err
		}
	}
	return out, open, nil
}

func settle(ops []Op, s Stale, r Resolution) ([]Op, error) {
	without := func(gone func(Op) bool) []Op { return slices.DeleteFunc(ops, gone) }
	this := func(op Op) bool {
		return op.Target() == s.ID && (s.Field == "" && op.Kind == s.Op || op.Field+op.End == s.Field && s.Field != "")
	}
	cannot := func() ([]Op, error) {
		return nil, Fault(Invalid, "resolutions", "plan.cannot", "Take", string(r.Take), "ID", s.ID, "Field", s.Field)
	}
	if r.Take == TakeLeft {
		return without(this), nil
	}
	if s.Gone {
		return cannot()
	}
	switch s.Op {
	case OpSet, OpReEnd:
		want := map[Take]any{TakeOriginal: s.Original, TakeRight: nil, TakeValue: r.Value}[r.Take]
		first := true
		var out []Op
		for _, op := range ops {
			if !this(op) {
				out = append(out, op)
				continue
			}
			switch {
			case first && r.Take == TakeRight:
				op.Old = s.Present
			case first:
				op.Old, op.New = s.Present, want
			case r.Take != TakeRight:
				continue // the decision is the last word on this field
			}
			first = false
			out = append(out, op)
		}
		return out, nil
	case OpRemoveElement, OpRemoveLink:
		if r.Take != TakeRight {
			return cannot()
		}
		if l, ok := s.Present.(*Link); ok && s.Field == "" { // what hangs on it goes too
			i := slices.IndexFunc(ops, this)
			return slices.Insert(ops, max(i, 0), Op{Kind: OpRemoveLink, ID: l.ID}), nil
		}
		for i, op := range ops {
			if seen, ok := op.Old.(map[string]any); ok && op.ID == s.ID && op.Kind == s.Op {
				rest := make(map[string]any, len(seen))
				for f, v := range seen {
					if f != s.Field {
						rest[f] = v
					}
				}
				ops[i].Old = rest
			}
		}
		return ops, nil
	case OpAddElement, OpAddLink:
		if r.Take != TakeRight || s.Present == nil {
			return cannot()
		}
		fields, ok := sides(s.Present, s.Proposed)
		if !ok {
			return cannot()
		}
		i := slices.IndexFunc(ops, this)
		return slices.Concat(ops[:i], fields.Ops(), ops[i+1:]), nil
	}
	return cannot()
}

// SettleOne settles the stale ops of the i-th change of a list over base, the changes before it being as they are; open are
// those that nobody decided about. Errors: as Settle.
func SettleOne(base *Graph, list []PlannedChange, i int, resolutions []Resolution) (ops []Op, open []Stale, err error) {
	u, c := Unfold(base, list[:i]), list[i]
	if u.Graph == base {
		u.Graph = base.fork()
	}
	const rounds = 8 // what a decision brings to light is decided too
	for range rounds {
		open = u.judge(c).Stale
		before := len(open)
		if c.Ops, open, err = Settle(c.Ops, open, resolutions); err != nil || len(open) == before {
			break
		}
	}
	return c.Ops, open, err
}

// Rebase settles every stale op of a list over base. ops are the changes that it alters, by id, as they are from now on;
// clashes what nobody decided yet: left is the base, right the state. Nothing is preselected. Errors: as Settle.
func Rebase(base *Graph, list []PlannedChange, resolutions []Resolution) (ops map[string][]Op, clashes []Clash, err error) {
	if err := checkTakes(resolutions); err != nil {
		return nil, nil, err
	}
	ops = make(map[string][]Op)
	seen := make(map[Key]bool)   // clashes so far
	spoken := make(map[Key]bool) // fields on which a decision was the last word
	u := Unfolded{Graph: base}
	if len(list) > 0 {
		u.Graph = base.fork()
	}
	choice := decided(resolutions)
	for _, c := range list {
		const rounds = 8 // what a decision brings to light is decided too
		for range rounds {
			j := u.judge(c)
			if len(j.Stale) == 0 {
				if !j.Applied && c.Status != Realised {
					u.leftOut = append(u.leftOut, c.Change)
				}
				break
			}
			var as []Resolution
			for _, s := range j.Stale {
				k := Key{s.ID, s.Field}
				r, ok := choice[k]
				switch {
				case ok && spoken[k] && r.Take != TakeRight:
					r = Resolution{ID: s.ID, Field: s.Field, Take: TakeLeft}
				case ok:
					spoken[k] = true
				default: // go on as if the state were right, to find all that there is to decide
					if !seen[k] {
						seen[k] = true
						clashes = append(clashes, Clash{ID: s.ID, Field: s.Field, Original: s.Original, Left: s.Present, Right: s.Proposed})
					}
					r = Resolution{ID: s.ID, Field: s.Field, Take: TakeRight}
					if s.Gone || s.Op == OpAddElement || s.Op == OpAddLink {
						r.Take = TakeLeft
					}
				}
				as = append(as, r)
			}
			if c.Ops, _, err = Settle(c.Ops, j.Stale, as); err != nil {
				return nil, nil, err
			}
			ops[c.ID] = c.Ops
		}
	}
	u.done()
	for i, c := range clashes {
		if c.Field != "" && c.Right != nil && u.Graph.Has(c.ID) {
			clashes[i].Right = presentField(u.Graph, c.ID, c.Field) // the last word of the state on it
		}
	}
	return ops, clashes, nil
}

// Drift is where the current state differs from what a realised change brought.
type Drift struct {
	Change   string // id of the change of the state
	ID       string
	Field    string // "" = whether it is there
	Proposed any
	Present  any
}

// DriftOf lists where g, the current state, differs now from what the realised changes of a list, and those that came
// otherwise, were to bring. The last word of the list on a field counts.
func DriftOf(g *Graph, list []PlannedChange) []Drift {
	type said struct {
		change string
		value  any
	}
	last := make(map[Key]said)
	var order []Key
	say := func(change, id, field string, v any) {
		k := Key{id, field}
		if _, ok := last[k]; !ok {
			order = append(order, k)
		}
		last[k] = said{change, v}
	}
	for _, c := range list {
		if c.Status != Realised && c.Status != Deviated {
			continue
		}
		for _, op := range c.Ops {
			switch op.Kind {
			case OpSet, OpReEnd:
				say(c.ID, op.ID, op.Field+op.End, op.New)
			case OpAddElement:
				say(c.ID, op.Element.ID, "", op.Element)
			case OpAddLink:
				say(c.ID, op.Link.ID, "", op.Link)
			case OpRemoveElement, OpRemoveLink:
				say(c.ID, op.ID, "", nil)
			}
		}
	}
	var out []Drift
	for _, k := range order {
		s, present := last[k], at(g, k.ID)
		if k.Field == "" {
			if (s.value == nil) != (present == nil) {
				out = append(out, Drift{s.change, k.ID, "", s.value, present})
			}
			continue
		}
		if present == nil {
			if whole, ok := last[Key{k.ID, ""}]; !ok || whole.value != nil {
				out = append(out, Drift{s.change, k.ID, k.Field, s.value, nil})
			}
			continue
		}
		now := presentField(g, k.ID, k.Field)
		if want := cleanField(g, k.ID, k.Field, s.value); !Same(now, want) {
			out = append(out, Drift{s.change, k.ID, k.Field, want, now})
		}
	}
	return out
}

func presentField(g *Graph, id, field string) any {
	if e := g.Element(id); e != nil {
		return e.Field(field)
	}
	if l := g.Link(id); l != nil {
		return l.Field(field)
	}
	return nil
}

// cleanField brings a value into the one form that the field of an element or link has.
func cleanField(g *Graph, id, field string, v any) any {
	var w any
	err := (*Error)(nil)
	switch e, l := g.Element(id), g.Link(id); {
	case e != nil:
		w, err = e.Kind.fieldValue("", field, v)
	case l != nil && field != "from" && field != "to":
		w, err = l.Kind.fieldValue("", field, v)
	default:
		return v
	}
	if err != nil {
		return v
	}
	return w
}
