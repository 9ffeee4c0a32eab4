package model

import "slices"

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
		if !ok || r.Saw != nil && !(Same(r.Saw.Present, s.Present) && Same(r.Saw.Proposed, s.Proposed) && len(r.Saw.Joined) == len(s.Joined)) {
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
		if op.Target() != s.ID {
			return false
		}
		if removes := s.Op == OpRemoveElement || s.Op == OpRemoveLink; removes || s.Field == "" {
			return op.Kind == s.Op
		}
		return op.Field+op.End == s.Field
	}
	cannot := func() ([]Op, error) {
		return nil, Fault(Invalid, "resolutions", "plan.cannot", "Take", string(r.Take), "ID", s.ID, "Field", s.Field)
	}
	if r.Take == TakeLeft { // what stays keeps its links
		return without(func(op Op) bool { return this(op) || op.Kind == OpRemoveLink && slices.Contains(s.With, op.ID) }), nil
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
		if len(s.Joined) > 0 { // what hangs on it goes too
			first := make([]Op, len(s.Joined))
			for i, l := range s.Joined {
				first[i] = Op{Kind: OpRemoveLink, ID: l.ID}
			}
			return slices.Insert(ops, max(slices.IndexFunc(ops, this), 0), first...), nil
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
	for range rounds {
		stale := u.judge(c).Stale
		if c.Ops, open, err = Settle(c.Ops, stale, resolutions); err != nil || len(open) == len(stale) {
			return c.Ops, open, err
		}
	}
	return c.Ops, u.judge(c).Stale, nil
}

// rounds is how often what a decision brings to light is decided too.
const rounds = 8

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
		for round := 0; ; round++ {
			j := u.judge(c)
			if len(j.Stale) == 0 || round == rounds {
				if !j.Applied && c.Status != Realised {
					u.leftOut = append(u.leftOut, c.Change)
				}
				for _, s := range j.Stale { // no decision helped
					clashes = append(clashes, clashOf(s))
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
						clashes = append(clashes, clashOf(s))
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

func clashOf(s Stale) Clash {
	return Clash{ID: s.ID, Field: s.Field, Original: s.Original, Left: s.Present, Right: s.Proposed}
}
