package model

import (
	"slices"
	"strconv"
	"strings"
)

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
	j.Stale = slices.DeleteFunc(stale, func(s Stale) bool { return u.explains(c.Change, s) })
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

// writing lists the changes left out that write what an author saw in a field, bringing those that bring an element or link.
func (u Unfolded) writing(k Key, seen any) []string {
	return u.having(func(op Op) bool {
		return (op.Kind == OpSet || op.Kind == OpReEnd) && op.ID == k.ID && op.Field+op.End == k.Field && Same(op.New, seen)
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
		for field, saw := range op.saw() {
			ids = append(ids, u.writing(Key{op.ID, field}, saw)...)
		}
		for _, id := range op.relies() {
			ids = append(ids, u.bringing(id)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// saw is what the author of an op saw, by field.
func (o Op) saw() map[string]any {
	switch o.Kind {
	case OpSet, OpReEnd:
		return map[string]any{o.Field + o.End: o.Old}
	case OpRemoveElement, OpRemoveLink:
		fields, _ := o.Old.(map[string]any)
		return fields
	}
	return nil
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

// explains says whether an op of a change is stale only because another change is left out.
func (u Unfolded) explains(c Change, s Stale) bool {
	if len(u.bringing(s.ID)) > 0 {
		return true
	}
	for _, op := range c.Ops {
		if saw, ok := op.saw()[s.Field]; ok && op.ID == s.ID && len(u.writing(Key{s.ID, s.Field}, saw)) > 0 {
			return true
		}
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
		s, ok := a.surprise(c, e)
		if !ok {
			refused = append(refused, e)
			continue
		}
		i := slices.IndexFunc(stale, func(t Stale) bool { return t.Op == s.Op && t.ID == s.ID && t.Field == s.Field })
		if i < 0 {
			stale = append(stale, s)
		} else {
			stale[i].Joined = append(stale[i].Joined, s.Joined...)
		}
	}
	for i, s := range stale {
		if s.Op == OpRemoveElement {
			stale[i].With = d.takenWith(c, s.ID)
		}
	}
	return false, stale, refused
}

// takenWith lists the links at an element that a change takes away.
func (d *draft) takenWith(c Change, id string) (links []string) {
	for _, op := range c.Ops {
		if op.Kind != OpRemoveLink {
			continue
		}
		if l := d.link(op.ID); l != nil && (l.From == id || l.To == id) {
			links = append(links, l.ID)
		}
	}
	return links
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
			return Stale{Op: op.Kind, ID: missing, Field: "", Present: a.link(id), Joined: []*Link{a.link(id)}}, true
		}
	}
	return Stale{}, false
}
