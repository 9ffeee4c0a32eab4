package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"rootline/model"
)

// Undo takes back the named changes together, as one new change by the author. title is what the log will call it. Errors:
// Conflict with Rests where later changes rest on them, and with Stale; NotFound; Forbidden.
func (s *Store) Undo(ctx context.Context, workspace string, ids []string, author model.Author, title, clientID string) (Done, error) {
	c := model.Change{Workspace: workspace, Author: author, Title: title, ClientID: clientID, Undoes: ids}
	var undone []Entry
	done, err := s.commit(ctx, c, func(t *txn, c *model.Change) error {
		var err error
		if undone, err = t.toUndo(ctx, workspace, ids); err != nil {
			return err
		}
		c.State = undone[0].State
		c.Ops = inverseOf(undone)
		return t.markUndone(ctx, workspace, undone)
	})
	var fault *model.Error
	if errors.As(err, &fault) && (fault.Kind == model.Conflict || fault.Kind == model.Invalid || fault.Kind == model.NotFound) && len(undone) > 0 {
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

// inverseOf returns the ops that take back changes, given newest first.
func inverseOf(list []Entry) []model.Op {
	var ops []model.Op
	for _, e := range list {
		ops = append(ops, e.Inverse...)
	}
	return ops
}

func newestFirst(a, b Entry) int { return cmp.Compare(b.Revision, a.Revision) }

// toUndo reads the changes to take back, newest first.
func (t *txn) toUndo(ctx context.Context, workspace string, ids []string) ([]Entry, error) {
	var list []Entry
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		e, err := oneEntry(ctx, t, workspace, id)
		if err != nil {
			return nil, err
		}
		if e.UndoneBy != 0 {
			return nil, model.Fault(model.Conflict, "", "undo.done", "Title", e.Title)
		}
		if len(list) > 0 && list[0].State != e.State {
			return nil, model.Fault(model.Invalid, "", "undo.states")
		}
		list = append(list, e)
	}
	if len(list) == 0 {
		return nil, model.Fault(model.Invalid, "", "undo.none")
	}
	slices.SortFunc(list, newestFirst)
	return list, nil
}

// markUndone notes by which revision the changes were taken back; taking back an undo lets what it undid stand again.
func (t *txn) markUndone(ctx context.Context, workspace string, undone []Entry) error {
	for _, e := range undone {
		_, err := t.ExecContext(ctx, `
			UPDATE changes SET undone_by = (SELECT revision FROM workspaces WHERE id = $1)
			WHERE workspace_id = $1 AND revision = $2`, workspace, e.Revision)
		if err != nil {
			return err
		}
		for _, id := range e.Undoes {
			_, err := t.ExecContext(ctx, `UPDATE changes SET undone_by = NULL WHERE workspace_id = $1 AND id = $2`, workspace, id)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// standing returns those changes of a state's whole log that stood at its end, without the undos: what markUndone notes,
// for any moment.
func standing(log []Entry) []Entry {
	gone := make(map[string]bool)
	undoes := make(map[string][]string)
	for _, e := range log {
		for _, id := range e.Undoes {
			gone[id] = true
			for _, again := range undoes[id] {
				gone[again] = false
			}
		}
		undoes[e.ID] = e.Undoes
	}
	return slices.DeleteFunc(slices.Clone(log), func(e Entry) bool { return len(e.Undoes) > 0 || gone[e.ID] })
}

// restOn lists the later changes that have to be taken back together with these, oldest first: without any one of them it
// could not be done. None where even that would not help.
func (s *Store) restOn(ctx context.Context, workspace string, undone []Entry) ([]string, error) {
	state := undone[0].State
	g, _, err := s.StateGraph(ctx, workspace, state)
	if err != nil {
		return nil, err
	}
	works := func(list []Entry) bool {
		_, _, err := g.Apply(model.Change{Ops: inverseOf(list)})
		return err == nil
	}
	all := slices.Clone(undone)
	for !works(all) {
		next, ok, err := s.newestResting(ctx, workspace, all)
		if err != nil || !ok {
			return nil, err
		}
		all = append(all, next)
		slices.SortFunc(all, newestFirst)
	}
	// What was gathered on the way and turned out not to be needed is left out.
	const most = 100
	chosen := func(e Entry) bool { return slices.ContainsFunc(undone, func(u Entry) bool { return u.ID == e.ID }) }
	for i := len(all) - 1; i >= 0 && len(all) < most; i-- {
		if without := slices.Delete(slices.Clone(all), i, i+1); !chosen(all[i]) && works(without) {
			all = without
		}
	}
	var rests []string
	for _, e := range slices.Backward(all) {
		if !chosen(e) {
			rests = append(rests, e.ID)
		}
	}
	return rests, nil
}

// newestResting returns the newest change that stands, is not among these and may stand in the way of taking them back.
func (s *Store) newestResting(ctx context.Context, workspace string, undone []Entry) (Entry, bool, error) {
	var ids []string
	oldest := undone[len(undone)-1].Revision
	for _, e := range undone {
		ids = append(ids, concerned(e.Ops, e.Inverse, nil)...)
	}
	later, err := entriesAbout(ctx, s.db, workspace, ids, oldest)
	if err != nil {
		return Entry{}, false, s.fault(err)
	}
	var loose *Entry
	for _, e := range slices.Backward(later) {
		if e.UndoneBy != 0 || e.State != undone[0].State || slices.ContainsFunc(undone, func(u Entry) bool { return u.ID == e.ID }) {
			continue
		}
		for _, u := range undone {
			if u.Revision >= e.Revision {
				continue
			}
			if rests(e, u) {
				return e, true, nil
			}
			if loose == nil && shapes(e) {
				loose = &e // no field in common, but a circle or a kind may be
			}
		}
	}
	if loose == nil {
		return Entry{}, false, nil
	}
	return *loose, true, nil
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
		case model.OpRemoveElement, model.OpRemoveLink, model.OpAddElement:
			if needs[op.Target()] {
				return true
			}
		}
		return slices.ContainsFunc(op.Touches(), func(id string) bool { return !strings.Contains(id, " ") && wrote[id] })
	})
}

// shapes says whether a change has a say in which links are sound.
func shapes(e Entry) bool {
	return slices.ContainsFunc(e.Ops, func(op model.Op) bool {
		return op.Kind != model.OpAddElement && (op.Kind != model.OpSet || op.Field == "kind" || op.Field == "props.circle")
	})
}
