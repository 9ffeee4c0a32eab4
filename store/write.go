package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"rootline/model"
)

// job is one caller's part of a transaction, waiting for the writer.
type job struct {
	ctx  context.Context
	fn   func(*txn) error
	done chan error // one answer
}

// txn is one caller's part of the transaction under way.
type txn struct {
	*sql.Tx
	store  *Store
	graphs map[string]versioned // graphs as this transaction has left them, by workspace id
	after  []func()             // run once all is durable, in order
}

// afterCommit runs f once the transaction is durable.
func (t *txn) afterCommit(f func()) { t.after = append(t.after, f) }

// maxGroup is how many callers share one commit to disk.
const maxGroup = 128

// write runs fn in a transaction, which it may share with other callers; each is answered after its own part is durable.
// When fn fails, its part is undone and the others stand.
func (s *Store) write(ctx context.Context, fn func(*txn) error) error {
	j := &job{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case s.queue <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	return <-j.done // the writer answers every job it has taken, also at the end
}

// writer is the one goroutine that writes to the database: it takes all that wait and commits them together.
func (s *Store) writer(ctx context.Context) {
	for {
		var group []*job
		select {
		case j := <-s.queue:
			group = append(group, j)
		case <-ctx.Done():
			s.drain()
			return
		}
		s.commitGroup(s.gather(group))
	}
}

func (s *Store) gather(group []*job) []*job {
	for len(group) < maxGroup {
		select {
		case j := <-s.queue:
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// drain finishes what waits when the store closes.
func (s *Store) drain() {
	for {
		group := s.gather(nil)
		if len(group) == 0 {
			return
		}
		s.commitGroup(group)
	}
}

// tries bounds the repetition of a transaction that the database asked to be tried again.
const tries = 4

func (s *Store) commitGroup(group []*job) {
	var errs []error
	var err error
	for range tries {
		errs = make([]error, len(group))
		err = s.runGroup(group, errs)
		if !s.dialect.retry(err) {
			break
		}
	}
	for i, j := range group {
		switch {
		case errs[i] != nil:
			j.done <- s.fault(errs[i])
		case err != nil:
			j.done <- s.fault(err)
		default:
			j.done <- nil
		}
	}
}

// runGroup runs the jobs one after another in one transaction, each behind a savepoint, and commits. errs receives the
// fault of each job; the error returned is of the transaction itself, and then nothing of it is stored.
func (s *Store) runGroup(group []*job, errs []error) error {
	// The transaction outlives any one caller: its context is not theirs.
	tx, err := s.writes.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it says that the transaction is done
	graphs := make(map[string]versioned)
	var after []func()
	for i, j := range group {
		if errs[i] = j.ctx.Err(); errs[i] != nil {
			continue
		}
		part := &txn{Tx: tx, store: s, graphs: make(map[string]versioned)}
		for k, v := range graphs {
			part.graphs[k] = v
		}
		if errs[i], err = part.run(j, len(group) > 1); err != nil {
			return err
		}
		if errs[i] == nil {
			graphs = part.graphs
			after = append(after, part.after...)
		}
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
		if err := guarded(t, j.fn); err != nil {
			return err, err // rolls back; the caller gets its own fault
		}
		return nil, nil
	}
	ctx := context.Background()
	if _, err := t.ExecContext(ctx, `SAVEPOINT part`); err != nil {
		return nil, fmt.Errorf("savepoint: %w", err)
	}
	fault = guarded(t, j.fn)
	end := `RELEASE SAVEPOINT part`
	if fault != nil {
		end = `ROLLBACK TO SAVEPOINT part`
	}
	if t.store.dialect.retry(fault) {
		return nil, fault
	}
	if _, err := t.ExecContext(ctx, end); err != nil {
		return fault, fmt.Errorf("savepoint: %w", errors.Join(err, fault))
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

// insertRows inserts many rows by as few statements as the engines' limit on parameters allows. insert is the statement up
// to VALUES, end what follows it (ON CONFLICT …).
func (t *txn) insertRows(ctx context.Context, insert, end string, columns int, rows [][]any) error {
	const maxParams = 16_000
	for size := maxParams / columns; len(rows) > 0; {
		n := min(size, len(rows))
		var b strings.Builder
		b.WriteString(insert + " VALUES ")
		args := make([]any, 0, n*columns)
		for i, row := range rows[:n] {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("(")
			for c := range columns {
				if c > 0 {
					b.WriteString(", ")
				}
				fmt.Fprintf(&b, "$%d", len(args)+c+1)
			}
			b.WriteString(")")
			args = append(args, row...)
		}
		if _, err := t.ExecContext(ctx, b.String()+" "+end, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
