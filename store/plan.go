package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"

	"database/sql"

	"rootline/model"
)

// Plan is a state as it stands at a revision: its graph, and the list that makes it. It is shared: do not change it.
type Plan struct {
	State
	Revision   model.Revision
	Graph      *model.Graph
	Under      *model.Graph // of the state it stands on
	Changes    []model.PlannedChange
	Judged     []model.Judged // how each of them meets the base
	Reconciled model.Revision // of the last rebase, or at which the state was made

	unfolded model.Unfolded
	log      []Entry // all that made the list
}

// Change returns the place of a change in the list, -1 where it is not there.
func (v *Plan) Change(id string) int {
	return slices.IndexFunc(v.Changes, func(c model.PlannedChange) bool { return c.ID == id })
}

// Due counts the changes that are due by a day, written as 2006-01-02.
func (v *Plan) Due(day string) int {
	n := 0
	for _, c := range v.Changes {
		if c.Due != "" && c.Due <= day {
			n++
		}
	}
	return n
}

// stateKey names a state.
type stateKey struct{ workspace, state string }

// plans remembers the newest view of the states used lately.
type plans struct {
	mu    sync.Mutex
	held  map[stateKey]*Plan
	order []stateKey // by last use, oldest first
}

// maxPlans bounds the plans held. A view shares with its base what it does not change, so it weighs little beside it.
const maxPlans = 64

func (c *plans) get(k stateKey) *Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.held[k]
	if v != nil {
		c.use(k)
	}
	return v
}

// put keeps v unless a newer one is held.
func (c *plans) put(k stateKey, v *Plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.held[k]; old != nil && old.Revision > v.Revision {
		return
	}
	if c.held == nil {
		c.held = make(map[stateKey]*Plan)
	}
	c.held[k] = v
	c.use(k)
	if len(c.order) > maxPlans {
		delete(c.held, c.order[0])
		c.order = c.order[1:]
	}
}

func (c *plans) use(k stateKey) {
	c.order = append(slices.DeleteFunc(c.order, func(o stateKey) bool { return o == k }), k)
}

func (c *plans) drop(k stateKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, k)
	c.order = slices.DeleteFunc(c.order, func(o stateKey) bool { return o == k })
}

// Plan returns a state over the present head of its base. Errors: NotFound.
func (s *Store) Plan(ctx context.Context, workspace, state string) (*Plan, error) {
	g, rev, err := s.Graph(ctx, workspace)
	if err != nil {
		return nil, err
	}
	r := reader{q: s.db, workspace: workspace, current: g, at: rev, held: s.plans.get, keep: s.plans.put}
	v, err := r.plan(ctx, state)
	return v, s.fault(err)
}

// PlanAt returns a state as it stood at a revision, over its base as that stood. Errors: as GraphAt; NotFound for the state.
func (s *Store) PlanAt(ctx context.Context, workspace, state string, at model.Revision) (*Plan, error) {
	g, err := s.GraphAt(ctx, workspace, at)
	if err != nil {
		return nil, err
	}
	none := func(stateKey) *Plan { return nil }
	r := reader{q: s.db, workspace: workspace, current: g, at: at, held: none, keep: func(stateKey, *Plan) {}}
	v, err := r.plan(ctx, state)
	return v, s.fault(err)
}

// reader makes plans of one moment.
type reader struct {
	q         querier
	workspace string
	current   *model.Graph
	at        model.Revision
	held      func(stateKey) *Plan
	keep      func(stateKey, *Plan)
}

// view brings the plan that is held forward: by the changes that came to its list where nothing else happened, else by
// unfolding the list anew.
func (r *reader) plan(ctx context.Context, state string) (*Plan, error) {
	st, err := oneState(ctx, r.q, r.workspace, state)
	if err != nil {
		return nil, err
	}
	base := r.current
	if st.Base != model.Current {
		b, err := r.plan(ctx, st.Base)
		if err != nil {
			return nil, err
		}
		base = b.Graph
	}
	key := stateKey{r.workspace, state}
	held := r.held(key)
	if held != nil && held.Revision > r.at {
		held = nil
	}
	since := model.Revision(-1)
	if held != nil {
		since = held.Revision
	}
	fresh, err := listLog(ctx, r.q, key, since, r.at)
	if err != nil {
		return nil, err
	}
	v := &Plan{State: st, Revision: r.at, Under: base}
	if held != nil {
		v.log = append(slices.Clip(held.log), fresh...)
	} else {
		v.log = fresh
	}
	switch {
	case held != nil && len(fresh) == 0:
		v.Changes, v.Reconciled = held.Changes, held.Reconciled
	default:
		v.Changes, v.Reconciled = model.ListOf(listed(standing(v.log)))
		v.Reconciled = max(v.Reconciled, st.Made)
	}
	appended := held != nil && held.Under == base && !slices.ContainsFunc(fresh, func(e Entry) bool { return e.Act != nil || len(e.Undoes) > 0 })
	switch {
	case appended:
		v.unfolded = held.unfolded
		for _, c := range v.Changes[len(held.Changes):] {
			v.unfolded = v.unfolded.Then(c)
		}
	default:
		v.unfolded = model.Unfold(base, v.Changes)
	}
	v.Graph, v.Judged = v.unfolded.Graph, v.unfolded.Judged
	r.keep(key, v)
	return v, nil
}

func listed(log []Entry) []model.Listed {
	out := make([]model.Listed, len(log))
	for i, e := range log {
		out[i] = model.Listed{Change: e.Change, Revision: e.Revision}
	}
	return out
}

// listLog reads all that made the list of a state, after a revision and up to one: its changes, and the acts on it, which
// may stand in the log of another state.
func listLog(ctx context.Context, q querier, k stateKey, since, to model.Revision) ([]Entry, error) {
	log, err := entries(ctx, q, `workspace_id = $1 AND revision IN (
			SELECT revision FROM changes WHERE workspace_id = $1 AND state = $2 AND state <> 'current' AND revision > $3 AND revision <= $4
			UNION SELECT revision FROM acts WHERE workspace_id = $1 AND state = $2 AND revision > $3 AND revision <= $4)
		ORDER BY revision`, k.workspace, k.state, since, to)
	if err != nil || len(log) == 0 {
		return nil, err
	}
	bodies, err := actsOf(ctx, q, k, since, to)
	if err != nil {
		return nil, err
	}
	for i := range log {
		if body := bodies[log[i].Revision]; body != "" {
			log[i].Act = new(model.Act)
			if err := json.Unmarshal([]byte(body), log[i].Act); err != nil {
				return nil, err
			}
		}
	}
	return log, nil
}

// actsOf reads acts on the list of a state by revision.
func actsOf(ctx context.Context, q querier, k stateKey, since, to model.Revision) (map[model.Revision]string, error) {
	type act struct {
		rev  model.Revision
		body string
	}
	list, err := collect(ctx, q, func(rows *sql.Rows) (a act, err error) {
		err = rows.Scan(&a.rev, &a.body)
		return a, err
	}, `SELECT revision, body FROM acts WHERE workspace_id = $1 AND state = $2 AND revision > $3 AND revision <= $4`, k.workspace, k.state, since, to)
	out := make(map[model.Revision]string, len(list))
	for _, a := range list {
		out[a.rev] = a.body
	}
	return out, err
}

// view returns a state as this transaction sees it, at a revision.
func (t *txn) plan(ctx context.Context, workspace, state string, at model.Revision) (*Plan, error) {
	g, err := t.graph(ctx, workspace, model.Current, at)
	if err != nil {
		return nil, err
	}
	r := reader{q: t, workspace: workspace, current: g, at: at,
		held: func(k stateKey) *Plan { return cmp.Or(t.plans[k], t.store.plans.get(k)) },
		keep: func(k stateKey, v *Plan) { t.plans[k] = v }}
	return r.plan(ctx, state)
}

// act records what an entry of the log does to the list of a state, and on which lists an undo takes something back.
func (t *txn) act(ctx context.Context, rev model.Revision, c model.Change) error {
	insert := `INSERT INTO acts (workspace_id, state, revision, body) VALUES ($1, $2, $3, $4)`
	if c.Act != nil {
		body, err := json.Marshal(c.Act)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, insert, c.Workspace, c.Act.State, rev, string(body)); err != nil {
			return err
		}
	}
	lists, err := t.listsOf(ctx, c.Workspace, c.Undoes)
	if err != nil {
		return err
	}
	for _, state := range lists {
		if _, err := t.ExecContext(ctx, insert, c.Workspace, state, rev, ""); err != nil {
			return err
		}
	}
	return nil
}

// listsOf names the states on whose lists these changes act.
func (t *txn) listsOf(ctx context.Context, workspace string, changes []string) ([]string, error) {
	var out []string
	err := inChunks(changes, func(ids []string) error {
		states, err := collect(ctx, t, func(rows *sql.Rows) (state string, err error) { return state, rows.Scan(&state) },
			`SELECT DISTINCT a.state FROM acts a JOIN changes c ON c.workspace_id = a.workspace_id AND c.revision = a.revision
			WHERE a.workspace_id = $1 AND c.id IN (`+t.store.dialect.marks(2, len(ids))+`)`, withIDs(ids, workspace)...)
		out = append(out, states...)
		return err
	})
	slices.Sort(out)
	return slices.Compact(out), err
}
