package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"time"

	"rootline/model"
)

// State is another state of a workspace than the current one: a list of changes over a base.
type State struct {
	ID   string         `json:"id"`
	Name string         `json:"name"`
	Kind string         `json:"kind"` // future, transition, view
	Base string         `json:"base"` // model.Current, or the id of another state
	Made model.Revision `json:"-"`    // at which it was made
	At   time.Time      `json:"-"`    // when
}

// AddState makes a state. Errors: Invalid; Conflict where the id is taken; NotFound where its base is missing.
func (s *Store) AddState(ctx context.Context, workspace string, st State, author model.Author) error {
	if !model.IsID(st.ID) || st.ID == model.Current {
		return model.Fault(model.Invalid, "id", "id", "ID", st.ID)
	}
	if err := model.CheckPlanName(st.Name); err != nil {
		return err
	}
	return s.writeTo(ctx, workspace, func(t *txn) error { return t.addState(ctx, workspace, st, author) })
}

// pagesBeside are the pages that stand among those of plans; a plan of that id would have none.
var pagesBeside = []string{"timeline", "import"}

func (t *txn) addState(ctx context.Context, workspace string, st State, author model.Author) error {
	if slices.Contains(pagesBeside, st.ID) {
		return model.Fault(model.Conflict, "id", "id.taken", "ID", st.ID)
	}
	rev, err := t.hold(ctx, workspace)
	if err != nil {
		return err
	}
	if st.Base != model.Current {
		_, err := oneState(ctx, t, workspace, st.Base)
		if errors.Is(err, sql.ErrNoRows) {
			return model.Fault(model.NotFound, "base", "plan.base.gone")
		}
		if err != nil {
			return err
		}
	}
	_, err = t.ExecContext(ctx, `INSERT INTO states (workspace_id, id, name, kind, base, created_at, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		workspace, st.ID, st.Name, st.Kind, st.Base, millis(t.store.Now()), rev)
	if kind, _ := t.store.dialect.kind(err); kind == model.Conflict {
		return model.Fault(model.Conflict, "id", "id.taken", "ID", st.ID)
	}
	if err != nil {
		return err
	}
	if err := t.wake(ctx, workspace); err != nil {
		return err
	}
	return t.audit(ctx, workspace, author, "state.add", st.ID, st)
}

// hold takes the workspace until the transaction ends, and returns its revision: what is looked at then stays so.
func (t *txn) hold(ctx context.Context, workspace string) (rev model.Revision, err error) {
	return rev, t.QueryRowContext(ctx, `UPDATE workspaces SET revision = revision
		WHERE id = $1 AND deleted_at IS NULL RETURNING revision`, workspace).Scan(&rev)
}

// SetState gives a state another name or kind. Errors: Invalid; NotFound.
func (s *Store) SetState(ctx context.Context, workspace string, st State, author model.Author) error {
	if err := model.CheckPlanName(st.Name); err != nil {
		return err
	}
	return s.writeTo(ctx, workspace, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE states SET name = $3, kind = $4 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL`, workspace, st.ID, st.Name, st.Kind)
		if err := oneRow(r, err); err != nil {
			return err
		}
		if err := t.wake(ctx, workspace); err != nil {
			return err
		}
		return t.audit(ctx, workspace, author, "state.set", st.ID, st)
	})
}

// RemoveState takes a state out of use until RestoreState brings it back; its changes stay in the log. Errors: Conflict where another state stands on it;
// NotFound.
func (s *Store) RemoveState(ctx context.Context, workspace, id string, author model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if _, err := t.hold(ctx, workspace); err != nil {
			return err
		}
		over, err := collect(ctx, t, scanState, stateQuery+` AND base = $2 ORDER BY created_at, id`, workspace, id)
		if err != nil {
			return err
		}
		if len(over) > 0 {
			return model.Fault(model.Conflict, "", "plan.base", "Name", over[0].Name, "count", len(over))
		}
		r, err := t.ExecContext(ctx, `UPDATE states SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL`, workspace, id, millis(s.Now()))
		if err := oneRow(r, err); err != nil {
			return err
		}
		t.afterCommit(func() { s.plans.drop(stateKey{workspace, id}) })
		if err := t.wake(ctx, workspace); err != nil {
			return err
		}
		return t.audit(ctx, workspace, author, "state.remove", id, nil)
	})
}

// RestoreState brings a removed state back as it was left. Errors: Conflict where what it stands on is removed too; NotFound.
func (s *Store) RestoreState(ctx context.Context, workspace, id string, author model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if _, err := t.hold(ctx, workspace); err != nil {
			return err
		}
		var base string
		err := t.QueryRowContext(ctx, `UPDATE states SET deleted_at = NULL WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NOT NULL RETURNING base`, workspace, id).Scan(&base)
		if err != nil {
			return err
		}
		if base != model.Current {
			_, err := oneState(ctx, t, workspace, base)
			if errors.Is(err, sql.ErrNoRows) {
				return model.Fault(model.Conflict, "", "plan.base.removed")
			}
			if err != nil {
				return err
			}
		}
		t.afterCommit(func() { s.plans.drop(stateKey{workspace, id}) })
		if err := t.wake(ctx, workspace); err != nil {
			return err
		}
		return t.audit(ctx, workspace, author, "state.restore", id, nil)
	})
}

// RemovedStates lists the states that were taken out of use, the last first.
func (s *Store) RemovedStates(ctx context.Context, workspace string) ([]State, error) {
	list, err := collect(ctx, s.db, scanState, stateColumns+` AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, id`, workspace)
	return list, s.fault(err)
}

// States lists the states beside the current one, oldest first.
func (s *Store) States(ctx context.Context, workspace string) ([]State, error) {
	list, err := collect(ctx, s.db, scanState, stateQuery+` ORDER BY created_at, id`, workspace)
	return list, s.fault(err)
}

// Line is a state and what it stands on: its base, the base of that, and so on down to the current state. nil = the current
// state alone.
type Line []string

// Of is the id of the state whose line this is.
func (l Line) Of() string {
	if len(l) == 0 {
		return model.Current
	}
	return l[0]
}

// Has says whether a state is on the line.
func (l Line) Has(state string) bool { return state == model.Current || slices.Contains(l, state) }

// within is the condition that a revision is of the line; its parameters begin with number from.
func (l Line) within(from int) (condition string, args []any) {
	condition = `revision NOT IN (SELECT revision FROM changes WHERE workspace_id = $1 AND state <> 'current'`
	for _, state := range l {
		condition += ` AND state <> $` + strconv.Itoa(from+len(args))
		args = append(args, state)
	}
	return condition + `)`, args
}

// State returns one state beside the current one, and its line. Errors: NotFound.
func (s *Store) State(ctx context.Context, workspace, id string) (State, Line, error) {
	st, line, err := lineOf(ctx, s.db, workspace, id)
	return st, line, s.fault(err)
}

func lineOf(ctx context.Context, q querier, workspace, id string) (State, Line, error) {
	st, err := oneState(ctx, q, workspace, id)
	if err != nil {
		return State{}, nil, err
	}
	line := Line{id}
	for at := st; at.Base != model.Current; {
		if at, err = oneState(ctx, q, workspace, at.Base); err != nil {
			return State{}, nil, err
		}
		line = append(line, at.ID)
	}
	return st, append(line, model.Current), nil
}

const (
	stateColumns = `SELECT id, name, kind, base, made_at, created_at FROM states WHERE workspace_id = $1`
	stateQuery   = stateColumns + ` AND deleted_at IS NULL`
)

func scanState(rows *sql.Rows) (st State, err error) {
	err = scanOneState(rows, &st)
	return st, err
}

func scanOneState(row interface{ Scan(...any) error }, st *State) error {
	var at int64
	err := row.Scan(&st.ID, &st.Name, &st.Kind, &st.Base, &st.Made, &at)
	st.At = fromMillis(at)
	return err
}

func oneState(ctx context.Context, q querier, workspace, id string) (st State, err error) {
	err = scanOneState(q.QueryRowContext(ctx, stateQuery+` AND id = $2`, workspace, id), &st)
	return st, err
}

// StateGraph returns the graph of any state over the present head of its base, and the workspace's revision. Errors:
// NotFound.
func (s *Store) StateGraph(ctx context.Context, workspace, state string) (*model.Graph, model.Revision, error) {
	if state == "" || state == model.Current {
		return s.Graph(ctx, workspace)
	}
	v, err := s.Plan(ctx, workspace, state)
	if err != nil {
		return nil, 0, err
	}
	return v.Graph, v.Revision, nil
}

// StateGraphAt returns the graph of a state as it stood at a revision. Errors: as GraphAt; NotFound for the state.
func (s *Store) StateGraphAt(ctx context.Context, workspace, state string, at model.Revision) (*model.Graph, error) {
	if state == "" || state == model.Current {
		return s.GraphAt(ctx, workspace, at)
	}
	v, err := s.PlanAt(ctx, workspace, state, at)
	if err != nil {
		return nil, err
	}
	return v.Graph, nil
}
