package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

	"rootline/model"
)

// State is another state of a workspace than the current one: a list of changes over a base.
type State struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"` // future, transition, view
	Base string `json:"base"` // model.Current, or the id of another state
}

// AddState makes a state. Errors: Conflict where the id is taken; NotFound where its base is missing.
func (s *Store) AddState(ctx context.Context, workspace string, st State, author model.Author) error {
	if !model.IsID(st.ID) || st.ID == model.Current {
		return model.Fault(model.Invalid, "id", "id", "ID", st.ID)
	}
	return s.write(ctx, func(t *txn) error { return t.addState(ctx, workspace, st, author) })
}

func (t *txn) addState(ctx context.Context, workspace string, st State, author model.Author) error {
	if st.Base != model.Current {
		if _, err := oneState(ctx, t, workspace, st.Base); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(ctx, `INSERT INTO states (workspace_id, id, name, kind, base, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		workspace, st.ID, st.Name, st.Kind, st.Base, millis(t.store.Now()))
	if err != nil {
		return err
	}
	return t.audit(ctx, workspace, author, "state.add", st.ID, st)
}

// States lists the states beside the current one, oldest first.
func (s *Store) States(ctx context.Context, workspace string) ([]State, error) {
	list, err := collect(ctx, s.db, scanState, `SELECT id, name, kind, base FROM states WHERE workspace_id = $1 ORDER BY created_at, id`, workspace)
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
	st, err := oneState(ctx, s.db, workspace, id)
	if err != nil {
		return State{}, nil, s.fault(err)
	}
	line := Line{id}
	for at := st; at.Base != model.Current; {
		if at, err = oneState(ctx, s.db, workspace, at.Base); err != nil {
			return State{}, nil, s.fault(err)
		}
		line = append(line, at.ID)
	}
	return st, append(line, model.Current), nil
}

func scanState(rows *sql.Rows) (st State, err error) {
	return st, rows.Scan(&st.ID, &st.Name, &st.Kind, &st.Base)
}

func oneState(ctx context.Context, q querier, workspace, id string) (st State, err error) {
	err = q.QueryRowContext(ctx, `SELECT id, name, kind, base FROM states WHERE workspace_id = $1 AND id = $2`, workspace, id).
		Scan(&st.ID, &st.Name, &st.Kind, &st.Base)
	return st, err
}

// StateChanges lists the changes of a state that stand, in order.
func (s *Store) StateChanges(ctx context.Context, workspace, state string) ([]Entry, error) {
	list, err := stateChanges(ctx, s.db, workspace, state)
	return list, s.fault(err)
}

func stateChanges(ctx context.Context, q querier, workspace, state string) ([]Entry, error) {
	return entries(ctx, q, `workspace_id = $1 AND state = $2 AND state <> 'current' AND undone_by IS NULL AND undoes = '[]' ORDER BY revision`, workspace, state)
}

// stateGraph materialises a state at a revision over the current state of that moment. A change with a stale op is left out
// whole.
func stateGraph(ctx context.Context, q querier, workspace, state string, current *model.Graph, at model.Revision) (*model.Graph, error) {
	if state == "" || state == model.Current {
		return current, nil
	}
	st, err := oneState(ctx, q, workspace, state)
	if err != nil {
		return nil, err
	}
	g, err := stateGraph(ctx, q, workspace, st.Base, current, at)
	if err != nil {
		return nil, err
	}
	log, err := entries(ctx, q, `workspace_id = $1 AND state = $2 AND state <> 'current' AND revision <= $3 ORDER BY revision`, workspace, state, at)
	if err != nil {
		return nil, err
	}
	for _, c := range standing(log) {
		if next, _, err := g.Apply(c.Change); err == nil {
			g = next
		}
	}
	return g, nil
}

// StateGraph returns the graph of any state over the present head of its base, and the workspace's revision. Errors:
// NotFound.
func (s *Store) StateGraph(ctx context.Context, workspace, state string) (*model.Graph, model.Revision, error) {
	g, rev, err := s.Graph(ctx, workspace)
	if err != nil {
		return nil, 0, err
	}
	g, err = stateGraph(ctx, s.db, workspace, state, g, rev)
	return g, rev, s.fault(err)
}

// StateGraphAt returns the graph of a state as it stood at a revision. Errors: as GraphAt; NotFound for the state.
func (s *Store) StateGraphAt(ctx context.Context, workspace, state string, at model.Revision) (*model.Graph, error) {
	g, err := s.GraphAt(ctx, workspace, at)
	if err != nil {
		return nil, err
	}
	g, err = stateGraph(ctx, s.db, workspace, state, g, at)
	return g, s.fault(err)
}
