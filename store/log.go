package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rootline/model"
)

// Entry is one change as the log keeps it.
type Entry struct {
	model.Change
	Revision model.Revision
	UndoneBy model.Revision // the revision that took it back; 0 = it stands
	Inverse  []model.Op
}

const entryColumns = `revision, id, state, title, author_kind, author_id, author_name, at, client_id, ops, inverse, undoes, undone_by, template, answers, needs`

// entries reads changes of the log; where is the condition and order.
func entries(ctx context.Context, q querier, where string, args ...any) ([]Entry, error) {
	list, err := collect(ctx, q, scanEntry, `SELECT `+entryColumns+` FROM changes WHERE `+where, args...)
	for i := range list {
		list[i].Workspace, _ = args[0].(string)
	}
	return list, err
}

func scanEntry(rows *sql.Rows) (Entry, error) {
	var e Entry
	var at int64
	var client sql.NullString
	var undone sql.NullInt64
	var ops, inverse, undoes, answers, needs []byte
	err := rows.Scan(&e.Revision, &e.ID, &e.State, &e.Title, &e.Author.Kind, &e.Author.ID, &e.Author.Name, &at, &client,
		&ops, &inverse, &undoes, &undone, &e.Template, &answers, &needs)
	if err != nil {
		return e, err
	}
	e.At, e.ClientID, e.UndoneBy = fromMillis(at), client.String, model.Revision(undone.Int64)
	err = errors.Join(json.Unmarshal(ops, &e.Ops), json.Unmarshal(inverse, &e.Inverse), json.Unmarshal(undoes, &e.Undoes),
		json.Unmarshal(answers, &e.Answers), json.Unmarshal(needs, &e.Needs))
	return e, err
}

// Log returns the changes after a revision, whatever their state, in order, at most limit.
func (s *Store) Log(ctx context.Context, workspace string, since model.Revision, limit int) ([]Entry, error) {
	list, err := entries(ctx, s.db, `workspace_id = $1 AND revision > $2 ORDER BY revision LIMIT $3`, workspace, since, limit)
	return list, s.fault(err)
}

// Recent returns the newest changes before a revision (0 = the newest of all), newest first, at most limit.
func (s *Store) Recent(ctx context.Context, workspace string, before model.Revision, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1 << 62
	}
	list, err := entries(ctx, s.db, `workspace_id = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3`, workspace, before, limit)
	return list, s.fault(err)
}

// History returns the changes that concerned an element or link, or a link to or from it, newest first, at most limit.
func (s *Store) History(ctx context.Context, workspace, id string, limit int) ([]Entry, error) {
	list, err := entries(ctx, s.db, `workspace_id = $1 AND revision IN (
			SELECT revision FROM touched WHERE workspace_id = $1 AND target_id = $2 ORDER BY revision DESC LIMIT $3)
		ORDER BY revision DESC`, workspace, id, limit)
	return list, s.fault(err)
}

// Entry returns one change. Errors: NotFound.
func (s *Store) Entry(ctx context.Context, workspace, id string) (Entry, error) {
	e, err := oneEntry(ctx, s.db, workspace, id)
	return e, s.fault(err)
}

func oneEntry(ctx context.Context, q querier, workspace, id string) (Entry, error) {
	list, err := entries(ctx, q, `workspace_id = $1 AND id = $2`, workspace, id)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Entry{}, err
	}
	return list[0], nil
}

// LastOwn returns the newest change of this person in the current state that stands and is no undo itself: what Ctrl+Z
// takes back. Errors: NotFound.
func (s *Store) LastOwn(ctx context.Context, workspace, user string) (Entry, error) {
	list, err := entries(ctx, s.db, `workspace_id = $1 AND author_id = $2 AND author_kind = 'user' AND undone_by IS NULL
		AND undoes = '[]' AND state = 'current' ORDER BY revision DESC LIMIT 1`, workspace, user)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Entry{}, s.fault(err)
	}
	return list[0], nil
}

// Undo takes back the named changes together, as one new change by the author. title is what the log will call it. Errors:
// Conflict with Rests where later changes rest on them, and with Stale; NotFound; Forbidden.
func (s *Store) Undo(ctx context.Context, workspace string, ids []string, author model.Author, title, clientID string) (Done, error) {
	c := model.Change{Workspace: workspace, Author: author, Title: title, ClientID: clientID, Undoes: ids}
	var undone []Entry
	done, err := s.commit(ctx, c, func(t *txn, c *model.Change) error {
		var err error
		undone, err = t.toUndo(ctx, workspace, ids)
		if err != nil {
			return err
		}
		c.State = undone[0].State
		for _, e := range undone {
			c.Ops = append(c.Ops, e.Inverse...)
		}
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
	slices.SortFunc(list, func(a, b Entry) int { return int(b.Revision - a.Revision) })
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

// restOn lists the later changes that stand and touch what these changes touched, in order.
func (s *Store) restOn(ctx context.Context, workspace string, undone []Entry) ([]string, error) {
	touches := make(map[string]bool)
	chosen := make(map[string]bool)
	for _, e := range undone {
		chosen[e.ID] = true
		for _, op := range e.Ops {
			for _, key := range op.Touches() {
				touches[key] = touches[key] || op.Kind != model.OpSet || key != op.ID
			}
		}
	}
	later, err := entries(ctx, s.db, `workspace_id = $1 AND revision > $2 AND state = $3 AND undone_by IS NULL AND undoes = '[]' ORDER BY revision`,
		workspace, undone[len(undone)-1].Revision, undone[0].State)
	if err != nil {
		return nil, s.fault(err)
	}
	var rests []string
	for _, e := range later {
		if !chosen[e.ID] && slices.ContainsFunc(e.Ops, func(op model.Op) bool {
			return slices.ContainsFunc(op.Touches(), func(key string) bool { return touches[key] })
		}) {
			rests = append(rests, e.ID)
		}
	}
	return rests, nil
}

// GraphAt returns the graph of the current state as it stood at a revision, by taking back what came since. Errors:
// NotFound where the workspace is not there; Invalid where the revision is ahead of it.
func (s *Store) GraphAt(ctx context.Context, workspace string, at model.Revision) (*model.Graph, error) {
	g, rev, err := s.Graph(ctx, workspace)
	if err != nil || at == rev {
		return g, err
	}
	if at > rev || at < 0 {
		return nil, model.Fault(model.Invalid, "at", "revision.ahead", "At", at, "Revision", rev)
	}
	later, err := entries(ctx, s.db, `workspace_id = $1 AND revision > $2 AND revision <= $3 AND state = 'current' ORDER BY revision DESC`, workspace, at, rev)
	if err != nil {
		return nil, s.fault(err)
	}
	for _, e := range later {
		if g, _, err = g.Apply(model.Change{Ops: e.Inverse}); err != nil {
			return nil, fmt.Errorf("revision %d: %w", e.Revision, err)
		}
	}
	return g, nil
}
