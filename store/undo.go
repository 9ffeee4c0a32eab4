package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"rootline/model"
)

// Undo takes back the changes that c undoes together, as one new change by its author; their inverses are its ops. Errors:
// Conflict with Rests where later changes rest on them, and with Stale; NotFound; Forbidden.
func (s *Store) Undo(ctx context.Context, c model.Change) (Done, error) {
	workspace, ids := c.Workspace, c.Undoes
	var undone []Entry
	done, err := s.commit(ctx, c, func(t *txn, c *model.Change) error {
		var err error
		if undone, err = t.toUndo(ctx, workspace, ids); err != nil {
			return err
		}
		c.State, c.Undoes, c.Ops = undone[0].State, nil, inverseOf(undone)
		for _, e := range undone {
			c.Undoes = append(c.Undoes, e.ID)
			t.undone = append(t.undone, e.Change)
		}
		if c.State != model.Current {
			return t.undoInState(ctx, c, undone)
		}
		if buried, err := bury(ctx, t, workspace, undone); err != nil || len(buried) > 0 {
			return errors.Join(err, &model.Error{Kind: model.Conflict, Msg: "undo.rests"}) // which ones: see below
		}
		return t.markUndone(ctx, workspace, undone)
	})
	var fault *model.Error
	if errors.As(err, &fault) && (fault.Kind == model.Conflict || fault.Kind == model.Invalid || fault.Kind == model.NotFound) && len(undone) > 0 && undone[0].State == model.Current {
		rests, e := s.restOn(ctx, workspace, undone)
		if e != nil {
			return Done{}, e
		}
		if len(rests) > 0 {
			return Done{}, &model.Error{Kind: model.Conflict, Msg: "undo.rests", Args: map[string]any{"count": len(rests)}, Stale: fault.Stale, Rests: rests, Err: err}
		}
	}
	return done, err
}

// stood is the revision from which a change stands: its own, or that of the last one that let it stand again.
func (e Entry) stood() model.Revision { return max(e.Revision, e.RedoneBy) }

// lastFirst puts first what was applied last.
func lastFirst(a, b Entry) int {
	return cmp.Or(cmp.Compare(b.stood(), a.stood()), cmp.Compare(b.Revision, a.Revision))
}

// inverseOf returns the ops that take back changes, given last first.
func inverseOf(list []Entry) []model.Op {
	var ops []model.Op
	for _, e := range list {
		ops = append(ops, e.Inverse...)
	}
	return ops
}

// toUndo reads the changes to take back, last first.
func (t *txn) toUndo(ctx context.Context, workspace string, ids []string) ([]Entry, error) {
	var list []Entry
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		e, err := oneEntry(ctx, t, workspace, id)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && list[0].State != e.State {
			return nil, model.Fault(model.Invalid, "", "undo.states")
		}
		list = append(list, e)
	}
	if len(list) == 0 {
		return nil, model.Fault(model.Invalid, "", "undo.none")
	}
	for _, e := range list {
		if !stands(e, list) {
			return nil, model.Fault(model.Conflict, "", "undo.done", "Title", e.Title)
		}
	}
	slices.SortFunc(list, lastFirst)
	return list, nil
}

// stands says whether a change stands, or will when these have been taken back.
func stands(e Entry, undone []Entry) bool {
	return e.UndoneBy == 0 || slices.ContainsFunc(undone, func(u Entry) bool { return u.Revision == e.UndoneBy })
}

// markUndone notes by which revision the changes were taken back.
func (t *txn) markUndone(ctx context.Context, workspace string, undone []Entry) error {
	var by model.Revision
	if err := t.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1`, workspace).Scan(&by); err != nil {
		return err
	}
	for _, e := range undone {
		if err := t.mark(ctx, workspace, e, by, by, false); err != nil {
			return err
		}
	}
	return nil
}

// mark notes whether a change stands, and of what it undid that it does not, and so on: taking back an undo lets what it
// undid stand again. by is the revision to name, cause the one that made all this so.
func (t *txn) mark(ctx context.Context, workspace string, e Entry, by, cause model.Revision, stands bool) error {
	set := `undone_by = $3`
	if stands {
		set, by = `undone_by = NULL, redone_by = $3`, cause
	}
	if _, err := t.ExecContext(ctx, `UPDATE changes SET `+set+` WHERE workspace_id = $1 AND revision = $2`, workspace, e.Revision, by); err != nil {
		return err
	}
	for _, id := range inTurn(e.Undoes, !stands) {
		u, err := oneEntry(ctx, t, workspace, id)
		if err != nil {
			return err
		}
		if err := t.mark(ctx, workspace, u, e.Revision, cause, !stands); err != nil {
			return err
		}
	}
	return nil
}

// inTurn returns what an undo took back, which it names last first, in the order in which they fall or stand again.
func inTurn(undoes []string, stand bool) []string {
	if stand {
		undoes = slices.Clone(undoes)
		slices.Reverse(undoes)
	}
	return undoes
}

// standing returns those changes of a state's whole log that stood at its end, without the undos: what mark notes, for any
// moment.
func standing(log []Entry) []Entry {
	byID := make(map[string]Entry)
	gone := make(map[string]bool)
	var mark func(id string, stands bool)
	mark = func(id string, stands bool) {
		gone[id] = !stands
		for _, undid := range inTurn(byID[id].Undoes, !stands) {
			mark(undid, !stands)
		}
	}
	for _, e := range log {
		byID[e.ID] = e
		for _, id := range e.Undoes {
			mark(id, false)
		}
	}
	return slices.DeleteFunc(slices.Clone(log), func(e Entry) bool { return len(e.Undoes) > 0 || gone[e.ID] })
}

// restOn lists the later changes that have to be taken back together with these, oldest first: without any one of them it
// could not be done, or an edit of someone would go unseen. None where even that would not help.
func (s *Store) restOn(ctx context.Context, workspace string, undone []Entry) ([]string, error) {
	g, _, err := s.Graph(ctx, workspace)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(undone)
	for {
		ok, obstacle, err := tryUndo(ctx, s.db, workspace, g, all)
		if err != nil {
			return nil, s.fault(err)
		}
		if ok {
			break
		}
		if obstacle == nil {
			return nil, nil
		}
		all = append(all, *obstacle)
		slices.SortFunc(all, lastFirst)
	}
	// What was gathered on the way and turned out not to be needed is left out.
	const most = 100
	for i := len(all) - 1; i >= 0 && len(all) < most; i-- {
		if has(undone, all[i]) {
			continue
		}
		without := slices.Delete(slices.Clone(all), i, i+1)
		if slices.ContainsFunc(without, func(e Entry) bool { return !stands(e, without) }) {
			continue
		}
		ok, _, err := tryUndo(ctx, s.db, workspace, g, without)
		if err != nil {
			return nil, s.fault(err)
		}
		if ok {
			all = without
		}
	}
	var rests []string
	for _, e := range slices.Backward(all) {
		if !has(undone, e) {
			rests = append(rests, e.ID)
		}
	}
	return rests, nil
}

func has(list []Entry, e Entry) bool {
	return slices.ContainsFunc(list, func(u Entry) bool { return u.ID == e.ID })
}

// tryUndo says whether these changes can be taken back together and, where not, which other change has to go with them;
// nil = none that is known.
func tryUndo(ctx context.Context, q querier, workspace string, g *model.Graph, undone []Entry) (ok bool, obstacle *Entry, err error) {
	_, _, fault := g.Apply(model.Change{Ops: inverseOf(undone)})
	if fault == nil {
		buried, err := bury(ctx, q, workspace, undone)
		if err != nil || len(buried) == 0 {
			return err == nil, nil, err
		}
		return false, &buried[0], nil
	}
	list, err := after(ctx, q, workspace, blamed(fault), undone)
	if err == nil && len(list) == 0 {
		// It may rest on one of these and yet stand from earlier: while they were undone, it was as if it were not there.
		list, err = around(ctx, q, workspace, blamed(fault), undone, nil)
	}
	if err != nil {
		return false, nil, err
	}
	// The one applied last, of those that surely stand in the way where there are such; an undo only where nothing else does.
	best := -1
	for i := range list {
		if best < 0 || likelihood(list[i], undone) > likelihood(list[best], undone) {
			best = i
		}
	}
	if best < 0 {
		return false, nil, nil
	}
	return false, &list[best], nil
}

func likelihood(e Entry, undone []Entry) int {
	n := 0
	if len(e.Undoes) == 0 {
		n++
	}
	if slices.ContainsFunc(undone, func(u Entry) bool { return lastFirst(e, u) < 0 && rests(e, u) }) {
		n += 2
	}
	return n
}

// blamed lists the ids of elements and links that a refusal names.
func blamed(err error) []string {
	e, ok := errors.AsType[*model.Error](err)
	if !ok {
		return nil
	}
	var ids []string
	for _, st := range e.Stale {
		ids = append(ids, st.ID)
	}
	for _, fault := range e.All() {
		ids = append(ids, fault.Field)
		for _, name := range []string{"ID", "From", "To"} {
			if id, ok := fault.Args[name].(string); ok {
				ids = append(ids, id)
			}
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !model.IsID(id) })
}

// after lists the changes that stand, touch what these touched and were applied after the first of them; the last applied
// comes first.
func after(ctx context.Context, q querier, workspace string, ids []string, undone []Entry) ([]Entry, error) {
	first := slices.MaxFunc(undone, lastFirst)
	return around(ctx, q, workspace, ids, undone, &first)
}

// around is after for those behind a given change; nil = any. One that stands again, because an undo of it was taken back,
// comes itself and not the taking back.
func around(ctx context.Context, q querier, workspace string, ids []string, undone []Entry, first *Entry) ([]Entry, error) {
	since := model.Revision(0)
	if first != nil {
		since = first.stood() - 1
	}
	found, err := entriesAbout(ctx, q, workspace, ids, since)
	if err != nil {
		return nil, err
	}
	var list []Entry
	add := func(e Entry) {
		if stands(e, undone) && e.State == undone[0].State && (first == nil || lastFirst(e, *first) < 0) && !has(undone, e) && !has(list, e) {
			list = append(list, e)
		}
	}
	var open func(e Entry) error
	open = func(e Entry) error {
		again := false
		for _, id := range e.Undoes {
			u, err := oneEntry(ctx, q, workspace, id)
			if err != nil {
				return err
			}
			for _, id := range u.Undoes {
				again = true
				r, err := oneEntry(ctx, q, workspace, id)
				if err != nil {
					return err
				}
				if err := open(r); err != nil {
					return err
				}
			}
		}
		if !again {
			add(e)
		}
		return nil
	}
	for _, e := range found {
		if err := open(e); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, lastFirst)
	return list, nil
}

// bury lists the later edits of elements and links that taking these changes back would remove: they would be lost
// without a word, as nothing of theirs is stale.
func bury(ctx context.Context, q querier, workspace string, undone []Entry) ([]Entry, error) {
	gone := make(map[string]bool)
	for _, op := range inverseOf(undone) {
		switch op.Kind {
		case model.OpRemoveElement, model.OpRemoveLink:
			gone[op.ID] = true
		case model.OpAddElement, model.OpAddLink:
			delete(gone, op.Target())
		}
	}
	if len(gone) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, len(gone))
	for id := range gone {
		ids = append(ids, id)
	}
	list, err := after(ctx, q, workspace, ids, undone)
	return slices.DeleteFunc(list, func(e Entry) bool {
		return len(e.Undoes) > 0 || !slices.ContainsFunc(e.Ops, func(op model.Op) bool { return gone[op.ID] })
	}), err
}

// rests says whether a later change edits, or needs, what an earlier one brought, or took away what going back needs.
func rests(later, earlier Entry) bool {
	wrote := make(map[string]bool) // fields that the earlier one wrote, and ids that it brought
	needs := make(map[string]bool) // ids that must be there to go back
	for _, op := range earlier.Inverse {
		switch op.Kind {
		case model.OpSet, model.OpReEnd:
			wrote[fieldKey(op)], needs[op.ID] = true, true
			if to, ok := op.New.(string); ok && op.Kind == model.OpReEnd {
				needs[to] = true
			}
		case model.OpRemoveElement, model.OpRemoveLink:
			wrote[op.ID], needs[op.ID] = true, true
		case model.OpAddElement:
			needs[op.Target()] = true
		case model.OpAddLink:
			needs[op.Target()], needs[op.Link.From], needs[op.Link.To] = true, true, true
		}
	}
	return slices.ContainsFunc(later.Ops, func(op model.Op) bool {
		switch op.Kind {
		case model.OpSet, model.OpReEnd:
			if wrote[fieldKey(op)] {
				return true
			}
		case model.OpRemoveElement, model.OpRemoveLink, model.OpAddElement, model.OpAddLink:
			if needs[op.Target()] {
				return true
			}
		}
		return slices.ContainsFunc(op.Touches(), func(id string) bool { return !strings.Contains(id, " ") && wrote[id] })
	})
}
