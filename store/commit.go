package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// Made finds the change that an author has made under this client id: what a form that is sent twice is answered with. The
// zero value where there is none.
func (s *Store) Made(ctx context.Context, workspace, clientID string, by model.Author) (Done, error) {
	var done Done
	if clientID == "" {
		return done, nil
	}
	err := s.db.QueryRowContext(ctx, `SELECT id, revision FROM changes WHERE workspace_id = $1 AND client_id = $2 AND author_kind = $3 AND author_id = $4`,
		workspace, clientID, by.Kind, by.ID).Scan(&done.ID, &done.Revision)
	if errors.Is(err, sql.ErrNoRows) {
		return Done{}, nil
	}
	return done, s.fault(err)
}

// commit is Commit; prepare, where given, fills in the change within the transaction.
func (s *Store) commit(ctx context.Context, c model.Change, prepare func(*txn, *model.Change) error) (Done, error) {
	if _, ok := s.graphs.get(c.Workspace); !ok {
		// Read a cold graph beside the writer, not while all others wait. What is wrong with it shows in the transaction.
		_, _, _ = s.Graph(ctx, c.Workspace)
	}
	var done Done
	err := s.writeTo(ctx, c.Workspace, func(t *txn) error {
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
	if err := checkChange(c); err != nil {
		return Done{}, err
	}
	rev, err := t.nextRevision(ctx, c.Workspace)
	if err != nil {
		return Done{}, err
	}
	role, err := t.roleOfAuthor(ctx, c)
	if err != nil {
		return Done{}, err
	}
	if done, err := t.repeated(ctx, c); err != nil || done.ID != "" {
		return done, err
	}
	if !role.May(model.RightAnswer) {
		return Done{}, model.Fault(model.Forbidden, "", "forbidden.change")
	}
	t.about, t.meeting = nil, ""
	if prepare != nil {
		if err := prepare(t, &c); err != nil {
			return Done{}, err
		}
	}
	if !role.May(model.RightChange) {
		if err := t.ownOnly(ctx, c); err != nil {
			return Done{}, err
		}
	}
	g, err := t.graph(ctx, c.Workspace, c.State, rev-1) // brought forward from the log
	if err != nil {
		return Done{}, err
	}
	if err := t.fillOld(ctx, &c, g, rev-1); err != nil { // each Old as it stood at c.DrawnAt
		return Done{}, err
	}
	if err := t.largeList(ctx, c, rev-1); err != nil {
		return Done{}, err
	}
	if err := t.suit(ctx, &c, g); err != nil {
		return Done{}, err
	}
	next, inverse := g, model.Change{}
	if c.State == model.Current || c.Act == nil && len(c.Undoes) == 0 {
		if next, inverse, err = g.Apply(c); err != nil {
			return Done{}, err
		}
	}
	if !role.MayChange(g, next, c) && (len(t.undone) == 0 || !role.MayUndo(g, next, c.Author, t.undone)) {
		return Done{}, model.Fault(model.Forbidden, "", "forbidden.change")
	}
	moved, err := t.record(ctx, rev, c, inverse, g, next)
	if err != nil {
		return Done{}, err
	}
	t.leave(c, next, rev, moved)
	return Done{c.ID, rev}, nil
}

// leave hands the graph on to the parts that follow, and to cache and hub: they hear only of what is durable. Where
// something came back to a place that the graph does not know of, the rows know: it is read again when next asked for.
func (t *txn) leave(c model.Change, next *model.Graph, rev model.Revision, moved bool) {
	v := t.graphs[c.Workspace]
	v.at = rev
	if c.State == model.Current {
		v.graph = next
	} else if seen := t.plans[stateKey{c.Workspace, c.State}]; seen != nil {
		t.afterCommit(func() { t.store.plans.put(stateKey{c.Workspace, c.State}, seen) })
	}
	t.graphs[c.Workspace] = v
	t.group.wrote[c.Workspace] = true
	if moved {
		delete(t.graphs, c.Workspace)
	}
	t.afterCommit(func() {
		if moved {
			t.store.graphs.drop(c.Workspace)
		} else {
			t.store.graphs.put(c.Workspace, v)
		}
		t.store.hub.wake(c.Workspace)
	})
}

// checkChange refuses what is wrong with a change whatever the graph: an id that has gone comes back only by undo, so a
// change cannot take it away and add it anew.
func checkChange(c model.Change) error {
	if b, err := json.Marshal(c.Answers); err != nil || len(b) > model.MaxText || !model.Shallow(map[string]any(c.Answers)) {
		return model.Fault(model.Invalid, "answers", "prop.text")
	}
	if len(c.Undoes) > 0 {
		return nil
	}
	gone := make(map[string]bool)
	for i, op := range c.Ops {
		switch op.Kind {
		case model.OpRemoveElement, model.OpRemoveLink:
			gone[op.ID] = true
		case model.OpAddElement, model.OpAddLink:
			if gone[op.Target()] {
				return model.Fault(model.Invalid, fmt.Sprintf("ops[%d]", i), "id.removed", "ID", op.Target())
			}
		}
	}
	return nil
}

// nextRevision takes the workspace's next revision, and with it the workspace until the transaction ends.
func (t *txn) nextRevision(ctx context.Context, workspace string) (rev model.Revision, err error) {
	return rev, t.QueryRowContext(ctx, `
		UPDATE workspaces SET revision = revision + 1
		WHERE id = $1 AND deleted_at IS NULL RETURNING revision, folding`, workspace).Scan(&rev, &t.folding)
}

// repeated answers a change that was already made: a retry by the same author carries the same client id. It is asked with
// the workspace locked, so that of two at once the second finds the first.
func (t *txn) repeated(ctx context.Context, c model.Change) (Done, error) {
	var done Done
	if c.ClientID == "" {
		return done, nil
	}
	var kind model.AuthorKind
	var author string
	err := t.QueryRowContext(ctx, `SELECT id, revision, author_kind, author_id FROM changes WHERE workspace_id = $1 AND client_id = $2`,
		c.Workspace, c.ClientID).Scan(&done.ID, &done.Revision, &kind, &author)
	if errors.Is(err, sql.ErrNoRows) {
		return Done{}, nil
	}
	if err != nil {
		return Done{}, err
	}
	if kind != c.Author.Kind || author != c.Author.ID {
		return Done{}, model.Fault(model.Conflict, "client_id", "id.taken", "ID", c.ClientID)
	}
	// The revision taken for it is given back.
	_, err = t.ExecContext(ctx, `UPDATE workspaces SET revision = revision - 1 WHERE id = $1`, c.Workspace)
	return done, err
}

// graph returns the graph of a state as this transaction sees it.
func (t *txn) graph(ctx context.Context, workspace, state string, at model.Revision) (*model.Graph, error) {
	v, left := t.graphs[workspace]
	if !left {
		v, _ = t.store.graphs.get(workspace)
	}
	if v.graph == nil || v.at != at {
		var err error
		if v, err = forward(ctx, t, workspace, v, at); err != nil {
			return nil, err
		}
		if !left && !t.group.wrote[workspace] {
			t.store.graphs.put(workspace, v) // durable already, and dear: it stays whatever becomes of this change
		}
	}
	t.graphs[workspace] = v
	if state == model.Current {
		return v.graph, nil
	}
	seen, err := t.plan(ctx, workspace, state, at)
	if err != nil {
		return nil, err
	}
	return seen.Graph, nil
}

// roleOfAuthor returns what the author may do in the workspace. Errors: NotFound for one who is no member.
func (t *txn) roleOfAuthor(ctx context.Context, c model.Change) (model.Role, error) {
	switch c.Author.Kind {
	case model.ByCommand, model.ByService:
		return model.Owner, nil // they act for the installation
	case model.ByUser:
		role, err := roleOf(ctx, t, c.Workspace, c.Author.ID)
		if err == nil && role == model.NoRole {
			err = model.Fault(model.NotFound, "", "not-found")
		}
		return role, err
	case model.ByGuest:
		return guestRole(ctx, t, c.Workspace, c.Author.ID)
	}
	return model.NoRole, nil
}

// record writes the change to the log, and what follows from it: audit, history, and the rows of the current state. moved
// is as of writeRows.
func (t *txn) record(ctx context.Context, rev model.Revision, c, inverse model.Change, g, next *model.Graph) (moved bool, err error) {
	c.Ops = settled(c.Ops, inverse.Ops)
	if err := t.appendLog(ctx, rev, c, inverse, next); err != nil {
		return false, err
	}
	if err := t.act(ctx, rev, c); err != nil {
		return false, err
	}
	if err := t.audit(ctx, c.Workspace, c.Author, "change", c.ID, map[string]any{"revision": rev, "title": c.Title, "state": c.State}); err != nil {
		return false, err
	}
	if c.State == model.Current {
		if moved, err = t.writeRows(ctx, rev, c, g, next); err != nil {
			return false, err
		}
		if err := t.find(ctx, c, g, next); err != nil {
			return false, err
		}
	}
	if err := t.given(ctx, c); err != nil {
		return false, err
	}
	if err := t.meet(ctx, rev, c); err != nil {
		return false, err
	}
	return moved, t.notify(ctx, c.Workspace)
}

// notify tells other processes, once this is durable, that the workspace has changed; "" = any of them.
func (t *txn) notify(ctx context.Context, workspace string) error {
	if t.store.dialect.notify == "" {
		return nil
	}
	_, err := t.ExecContext(ctx, t.store.dialect.notify, workspace)
	return err
}

// wake tells watchers here and in other processes, once this is durable, that a workspace has changed; "" = any of them.
func (t *txn) wake(ctx context.Context, workspace string) error {
	t.afterCommit(func() { t.store.hub.wake(workspace) })
	return t.notify(ctx, workspace)
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

// appendLog writes a change to the log. next is the graph it led to, nil where it led to none.
func (t *txn) appendLog(ctx context.Context, rev model.Revision, c, inverse model.Change, next *model.Graph) error {
	columns := []any{c.Workspace, rev, c.ID, c.State, c.Title, c.Author.Kind, c.Author.ID, c.Author.Name, millis(c.At), nullable(c.ClientID)}
	for _, v := range []any{notNil(c.Ops), notNil(inverse.Ops), notNil(c.Undoes), c.Answers, notNil(c.Needs), c.Titles} {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("log: %w", err)
		}
		columns = append(columns, string(b))
	}
	current, err := next, error(nil)
	if c.State != model.Current {
		if current, err = t.graph(ctx, c.Workspace, model.Current, rev-1); err != nil {
			return err
		}
	}
	elements, links := current.Len()
	_, err = t.ExecContext(ctx, `
		INSERT INTO changes (workspace_id, revision, id, state, title, author_kind, author_id, author_name, at, client_id,
			ops, inverse, undoes, answers, needs, titles, template, elements, links)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, append(columns, c.Template, elements, links)...)
	if kind, _ := t.store.dialect.kind(err); kind == model.Conflict {
		return model.Fault(model.Conflict, "id", "id.taken", "ID", c.ID)
	}
	if err != nil {
		return err
	}
	var rows [][]any
	ids := append(concerned(c.Ops, inverse.Ops, next), t.about...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		rows = append(rows, []any{c.Workspace, id, rev})
	}
	return t.insertRows(ctx, `INSERT INTO touched (workspace_id, target_id, revision)`, "", 3, rows)
}

// Concerns lists the ids of all elements and links that the change is about, as far as it says so itself; g is the graph of
// its state, then or later.
func (e Entry) Concerns(g *model.Graph) []string { return concerned(e.Ops, e.Inverse, g) }

// concerned lists the ids of all elements and links that a change is about: those it edits, and both ends of each link.
func concerned(ops, inverse []model.Op, next *model.Graph) []string {
	var ids []string
	seen := make(map[string]bool)
	add := func(list ...string) {
		for _, id := range list {
			if id != "" && !strings.Contains(id, " ") && !seen[id] { // with a space it is a field
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for _, list := range [][]model.Op{ops, inverse} { // the inverse of a removal knows the ends
		for _, op := range list {
			add(op.Touches()...)
			if next == nil {
				continue
			}
			if l := next.Link(op.ID); l != nil {
				add(l.From, l.To)
			}
		}
	}
	return ids
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// notNil makes JSON say [] for none.
func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
