package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"rootline/model"
)

// job is one caller's part of a transaction, waiting for the writer.
type job struct {
	ctx   context.Context
	key   string // the workspace it writes to; "" = none, or several
	fn    func(*txn) error
	taken atomic.Bool // by the writer, or by a caller who gave up: the first wins
	done  chan error  // one answer
}

// txn is one caller's part of the transaction under way.
type txn struct {
	store   *Store
	group   *group
	graphs  map[string]versioned // graphs as this transaction has left them, by workspace id
	plans   map[stateKey]*Plan   // plans as it has seen them
	about   []string             // what the change at hand is about beside its own ops: ids of elements and links
	meeting string               // id of the one that it is made in, whoever makes it; "" = none
	after   []func()             // run once all is durable, in order

	undone  []model.Change // that the change takes back
	folding int            // of the workspace whose revision was taken
	toFind  toFind         // written at the end of the transaction
}

// group is the transaction that several callers share.
type group struct {
	*sql.Tx
	prepared map[string]compiled // by text; nil = not one that is kept compiled
	wrote    map[string]bool     // workspaces whose graph a part has changed
}

// compiled is a statement that is kept.
type compiled interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

// afterCommit runs f once the transaction is durable.
func (t *txn) afterCommit(f func()) { t.after = append(t.after, f) }

// maxGroup is how many callers share one commit to disk.
const maxGroup = 128

// write runs fn in a transaction, which it may share with other callers; each is answered after its own part is durable.
// When fn fails, its part is undone and the others stand. A caller whose ctx ends while it waits is gone at once and
// nothing is written; once fn runs, it runs to its end. fn may run again where the database asks for it.
func (s *Store) write(ctx context.Context, fn func(*txn) error) error { return s.writeTo(ctx, "", fn) }

// writeTo is write for a part that writes to this workspace alone.
func (s *Store) writeTo(ctx context.Context, workspace string, fn func(*txn) error) error {
	j := &job{ctx: ctx, key: workspace, fn: fn, done: make(chan error, 1)}
	select {
	case s.queue <- j:
	case <-ctx.Done():
		return gaveUp(ctx)
	case <-s.ended:
		return closed()
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.taken.CompareAndSwap(false, true) {
			return gaveUp(ctx)
		}
	case <-s.ended:
	}
	select { // the writer has it, and answers
	case err := <-j.done:
		return err
	case <-s.ended:
	}
	select { // it may have answered before it ended
	case err := <-j.done:
		return err
	default:
		return closed()
	}
}

func gaveUp(ctx context.Context) error {
	return &model.Error{Kind: model.Unavailable, Msg: "db.busy", Err: ctx.Err()}
}

func closed() error {
	return &model.Error{Kind: model.Unavailable, Msg: "db.connect", Err: errors.New("the store is closed")}
}

// writer is the one goroutine that writes to the database: it takes all that wait and commits them together.
func (s *Store) writer(ctx context.Context) {
	defer close(s.ended)
	for {
		select {
		case j := <-s.queue:
			s.commitGroup(s.gather([]*job{j}))
			if s.dialect.compiles {
				s.statements.prepare(s.writes)
			}
		case <-ctx.Done():
			s.drain()
			return
		}
	}
}

// gather takes what waits, as much as one commit holds.
func (s *Store) gather(waiting []*job) []*job {
	for len(waiting) < maxGroup {
		select {
		case j := <-s.queue:
			waiting = append(waiting, j)
		default:
			return waiting
		}
	}
	return waiting
}

// drain finishes what waits when the store closes.
func (s *Store) drain() {
	for {
		waiting := s.gather(nil)
		if len(waiting) == 0 {
			return
		}
		s.commitGroup(waiting)
	}
}

// tries bounds the repetition of a transaction that the database asked to be tried again.
const tries = 4

func (s *Store) commitGroup(waiting []*job) {
	jobs := slices.DeleteFunc(waiting, func(j *job) bool { return !j.taken.CompareAndSwap(false, true) })
	if len(jobs) == 0 {
		return
	}
	// Every process locks the rows of workspaces in the same order, so that two of them do not wait for each other.
	slices.SortStableFunc(jobs, func(a, b *job) int { return cmp.Compare(a.key, b.key) })
	var errs []error
	var err error
	for range tries {
		errs = make([]error, len(jobs))
		if err = s.runGroup(jobs, errs); !s.dialect.retry(err) {
			break
		}
	}
	for i, j := range jobs {
		j.done <- s.fault(cmp.Or(errs[i], err))
	}
}

// runGroup runs the jobs one after another in one transaction, each behind a savepoint, and commits. errs receives the
// fault of each job; the error returned is of the transaction itself, and then nothing of it is stored.
func (s *Store) runGroup(jobs []*job, errs []error) error {
	// The transaction outlives any one caller: its context is not theirs.
	tx, err := s.writes.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // after Commit it says that the transaction is done
	g := &group{Tx: tx, prepared: make(map[string]compiled), wrote: make(map[string]bool)}
	graphs, plans := make(map[string]versioned), make(map[stateKey]*Plan)
	var after []func()
	var found toFind
	for i, j := range jobs {
		part := &txn{store: s, group: g, graphs: maps.Clone(graphs), plans: maps.Clone(plans)}
		if errs[i], err = part.run(j, len(jobs) > 1); err != nil {
			return err
		}
		if errs[i] == nil {
			graphs, plans = part.graphs, part.plans
			after = append(after, part.after...)
			found.anew = append(found.anew, part.toFind.anew...)
			found.rows = append(found.rows, part.toFind.rows...)
		}
	}
	if err := (&txn{store: s, group: g}).writeFound(context.Background(), found); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, f := range after {
		f()
	}
	return nil
}

// run runs one job. Its own fault comes first; the second is one that ends the transaction for all.
func (t *txn) run(j *job, shared bool) (fault, fatal error) {
	if !shared {
		err := guarded(t, j.fn)
		return err, err // rolls back; the caller gets its own fault
	}
	ctx := context.Background()
	if _, err := t.ExecContext(ctx, `SAVEPOINT part`); err != nil {
		return nil, fmt.Errorf("savepoint: %w", err)
	}
	fault = guarded(t, j.fn)
	if t.store.dialect.retry(fault) {
		return nil, fault
	}
	if fault != nil {
		if _, err := t.ExecContext(ctx, `ROLLBACK TO SAVEPOINT part`); err != nil {
			// The engine has given up the transaction: why, the fault says.
			return fault, fmt.Errorf("rollback to savepoint: %w", errors.Join(fault, err))
		}
	}
	if _, err := t.ExecContext(ctx, `RELEASE SAVEPOINT part`); err != nil {
		return fault, fmt.Errorf("release savepoint: %w", err)
	}
	return fault, nil
}

// guarded keeps a panic in one caller's part from taking the writer with it.
func guarded(t *txn, fn func(*txn) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &model.Error{Kind: model.Internal, Msg: "internal", Err: fmt.Errorf("panic in a write: %v", p)}
		}
	}()
	return fn(t)
}

// ExecContext runs a statement of this part. A caller who goes away must not break the transaction that others share, so
// ctx is asked for its values only.
func (t *txn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := storable(args); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if st := t.prepared(ctx, query); st != nil {
		return st.ExecContext(ctx, args...)
	}
	return t.group.ExecContext(ctx, query, args...)
}

// QueryContext is ExecContext for rows.
func (t *txn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	if st := t.prepared(ctx, query); st != nil {
		return st.QueryContext(ctx, args...)
	}
	return t.group.QueryContext(ctx, query, args...)
}

// QueryRowContext is ExecContext for one row.
func (t *txn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = context.WithoutCancel(ctx)
	if st := t.prepared(ctx, query); st != nil {
		return st.QueryRowContext(ctx, args...)
	}
	return t.group.QueryRowContext(ctx, query, args...)
}

func (t *txn) prepared(ctx context.Context, query string) compiled {
	st, ok := t.group.prepared[query]
	if ok {
		return st
	}
	if kept := t.store.statements.of(query); kept != nil {
		st = t.group.StmtContext(ctx, kept) // the transaction closes it
	}
	t.group.prepared[query] = st
	return st
}

// storable refuses text that not every engine keeps: one refuses what another would store half.
func storable(args []any) error {
	for _, a := range args {
		s, ok := a.(string)
		switch {
		case !ok:
		case !utf8.ValidString(s):
			return model.Fault(model.Invalid, "", "text.encoding")
		case strings.IndexByte(s, 0) >= 0:
			return model.Fault(model.Invalid, "", "text.nul")
		}
	}
	return nil
}

// insertRows inserts many rows by as few statements as the engines' limit on parameters allows. insert is the statement up
// to VALUES, end what follows it (ON CONFLICT …).
func (t *txn) insertRows(ctx context.Context, insert, end string, columns int, rows [][]any) error {
	for len(rows) > 0 {
		n := chunk(len(rows), columns)
		args := make([]any, 0, n*columns)
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := t.ExecContext(ctx, insert+t.store.dialect.values(n, columns)+end, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
