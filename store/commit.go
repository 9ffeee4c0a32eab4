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

// Commit applies c to its state of its workspace and appends it, with its inverse, to the log; the revision returned is
// durable. A change whose ClientID was seen before takes effect once and gets its first answer. Errors: as Graph.Apply,
// and Forbidden where the author may not make it; nothing is stored then. Safe for concurrent use.
func (s *Store) Commit(ctx context.Context, c model.Change) (model.Revision, error) {
	done, err := s.commit(ctx, c, nil)
	return done.Revision, err
}

// Done is the answer to a commit: the change as it was first made.
type Done struct {
	ID       string         `json:"id"`
	Revision model.Revision `json:"revision"`
}

// CommitChange is Commit, and also returns the id that the change has in the log.
func (s *Store) CommitChange(ctx context.Context, c model.Change) (Done, error) {
	return s.commit(ctx, c, nil)
}

// commit is Commit; prepare, where given, fills in the change within the transaction.
func (s *Store) commit(ctx context.Context, c model.Change, prepare func(*txn, *model.Change) error) (Done, error) {
	var done Done
	err := s.write(ctx, func(t *txn) error {
		var err error
		done, err = t.commit(ctx, c, prepare)
		return err
	})
	if err != nil {
		return Done{}, fmt.Errorf("commit %s: %w", c.ID, err)
	}
	return done, nil
}

func (t *txn) commit(ctx context.Context, c model.Change, prepare func(*txn, *model.Change) error) (Done, error) {
	if c.State == "" {
		c.State = model.Current
	}
	if c.ID == "" {
		c.ID = NewID()
	}
	if c.At.IsZero() {
		c.At = t.store.Now()
	}
	if done, err := t.repeated(ctx, c); err != nil || done.ID != "" {
		return done, err
	}
	var rev model.Revision
	err := t.QueryRowContext(ctx, `
		UPDATE workspaces SET revision = revision + 1
		WHERE id = $1 AND deleted_at IS NULL RETURNING revision`, c.Workspace).Scan(&rev)
	if err != nil {
		return Done{}, err
	}
	if prepare != nil {
		if err := prepare(t, &c); err != nil {
			return Done{}, err
		}
	}
	g, err := t.graph(ctx, c.Workspace, c.State, rev-1) // brought forward from the log
	if err != nil {
		return Done{}, err
	}
	if err := t.fillOld(ctx, &c); err != nil { // each Old as it stood at c.DrawnAt
		return Done{}, err
	}
	next, inverse, err := g.Apply(c)
	if err != nil {
		return Done{}, err
	}
	if err := t.allow(ctx, g, next, c); err != nil {
		return Done{}, err
	}
	if err := t.record(ctx, rev, c, inverse, next); err != nil {
		return Done{}, err
	}
	current := versioned{next, rev}
	if c.State != model.Current {
		current = versioned{t.graphs[c.Workspace].graph, rev}
	}
	t.graphs[c.Workspace] = current
	t.afterCommit(func() { // to cache and hub: they hear only of what is durable
		t.store.graphs.put(c.Workspace, current)
		t.store.hub.wake(c.Workspace)
	})
	return Done{c.ID, rev}, nil
}

// repeated answers a change that was already made: a retry carries the same client id.
func (t *txn) repeated(ctx context.Context, c model.Change) (Done, error) {
	var done Done
	if c.ClientID == "" {
		return done, nil
	}
	err := t.QueryRowContext(ctx, `SELECT id, revision FROM changes WHERE workspace_id = $1 AND client_id = $2`,
		c.Workspace, c.ClientID).Scan(&done.ID, &done.Revision)
	if errors.Is(err, sql.ErrNoRows) {
		return Done{}, nil
	}
	return done, err
}

// graph returns the graph of a state as this transaction sees it.
func (t *txn) graph(ctx context.Context, workspace, state string, at model.Revision) (*model.Graph, error) {
	v, ok := t.graphs[workspace]
	if !ok {
		v, ok = t.store.graphs.get(workspace)
	}
	if !ok || v.at != at {
		var err error
		if v, err = forward(ctx, t, workspace, v, ok && v.at < at, at); err != nil {
			return nil, err
		}
	}
	t.graphs[workspace] = v
	if state == model.Current {
		return v.graph, nil
	}
	return stateGraph(ctx, t, workspace, state, v.graph)
}

// allow asks whether the author may make the change.
func (t *txn) allow(ctx context.Context, g, next *model.Graph, c model.Change) error {
	if c.Author.Kind != model.ByUser {
		return nil // the command line and services act for the installation
	}
	role, err := roleOf(ctx, t, c.Workspace, c.Author.ID)
	if err != nil {
		return err
	}
	if role == model.NoRole {
		return model.Fault(model.NotFound, "", "not-found")
	}
	if !role.MayChange(g, next, c) {
		return model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return nil
}

// fillOld gives each op without an Old the value that its author saw at c.DrawnAt: what the first later change of that
// field found, or the present value where none touched it.
func (t *txn) fillOld(ctx context.Context, c *model.Change) error {
	if c.DrawnAt == 0 {
		return nil
	}
	later, err := entries(ctx, t, `workspace_id = $1 AND revision > $2 AND state = $3 ORDER BY revision`, c.Workspace, c.DrawnAt, c.State)
	if err != nil {
		return err
	}
	g, err := t.graph(ctx, c.Workspace, c.State, t.graphs[c.Workspace].at)
	if err != nil {
		return err
	}
	seen := make(map[string]any)
	for _, e := range slices.Backward(later) { // the earliest has the last word
		for _, op := range slices.Backward(e.Ops) {
			if op.Kind == model.OpSet {
				seen[op.ID+" "+op.Field] = op.Old
			}
			if op.Kind == model.OpReEnd {
				seen[op.ID+" "+op.End] = op.Old
			}
		}
	}
	ops := slices.Clone(c.Ops)
	mine := make(map[string]bool) // set before by this very change: its second op sees the first
	for i, op := range ops {
		key := op.ID + " " + op.Field + op.End
		if op.Old == nil && !mine[key] && (op.Kind == model.OpSet || op.Kind == model.OpReEnd) {
			if old, ok := seen[key]; ok {
				ops[i].Old = old
			} else {
				ops[i].Old = presentValue(g, op)
			}
		}
		mine[key] = true
	}
	c.Ops = ops
	return nil
}

func presentValue(g *model.Graph, op model.Op) any {
	if e := g.Element(op.ID); e != nil {
		return e.Field(op.Field)
	}
	if l := g.Link(op.ID); l != nil {
		return l.Field(op.Field + op.End)
	}
	return nil
}

// record writes the change to the log, and what follows from it: audit, history, and the rows of the current state.
func (t *txn) record(ctx context.Context, rev model.Revision, c, inverse model.Change, next *model.Graph) error {
	c.Ops = settled(c.Ops, inverse.Ops)
	if err := t.appendLog(ctx, rev, c, inverse); err != nil {
		return err
	}
	if err := t.audit(ctx, c.Workspace, c.Author, "change", c.ID, map[string]any{"revision": rev, "title": c.Title, "state": c.State}); err != nil {
		return err
	}
	if c.State == model.Current {
		if err := t.writeRows(ctx, rev, c, next); err != nil {
			return err
		}
	}
	if t.store.dialect.notify != "" {
		if _, err := t.ExecContext(ctx, t.store.dialect.notify, c.Workspace); err != nil {
			return err
		}
	}
	return nil
}

// settled returns the ops with the Old values that were really there, as their inverses know them, so that the log can be
// replayed whoever reads it. Inverses stand in the other order.
func settled(ops, inverse []model.Op) []model.Op {
	out := slices.Clone(ops)
	for i := range out {
		inv := inverse[len(inverse)-1-i]
		switch out[i].Kind {
		case model.OpSet:
			out[i].Old, out[i].New = inv.New, inv.Old
		case model.OpReEnd:
			out[i].Old = inv.New
		}
	}
	return out
}

func (t *txn) appendLog(ctx context.Context, rev model.Revision, c, inverse model.Change) error {
	columns := []any{c.Workspace, rev, c.ID, c.State, c.Title, c.Author.Kind, c.Author.ID, c.Author.Name, millis(c.At), nullable(c.ClientID)}
	for _, v := range []any{c.Ops, inverse.Ops, notNil(c.Undoes), c.Answers, notNil(c.Needs)} {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("log: %w", err)
		}
		columns = append(columns, string(b))
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO changes (workspace_id, revision, id, state, title, author_kind, author_id, author_name, at, client_id,
			ops, inverse, undoes, answers, needs, template)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, append(columns, c.Template)...)
	if err != nil {
		return err
	}
	var rows [][]any
	seen := make(map[string]bool)
	for _, op := range c.Ops {
		for _, id := range op.Touches() {
			if model.IsID(id) && !seen[id] {
				seen[id] = true
				rows = append(rows, []any{c.Workspace, id, rev})
			}
		}
	}
	return t.insertRows(ctx, `INSERT INTO touched (workspace_id, target_id, revision)`, "", 3, rows)
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
