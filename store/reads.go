package store

import (
	"context"
	"database/sql"
	"regexp"
	"sync"
)

// reads is the pool of readers. It keeps compiled what is asked again and again, for an engine that would compile it anew
// each time. Safe for concurrent use.
type reads struct {
	*sql.DB
	compiles bool
	mu       sync.Mutex // over kept
	kept     statements
}

// QueryContext is that of the pool.
func (r *reads) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if st := r.prepared(ctx, query); st != nil {
		return st.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext is QueryContext for one row.
func (r *reads) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if st := r.prepared(ctx, query); st != nil {
		return st.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, query, args...)
}

// prepared returns the compiled statement of a text that was asked for before, nil where there is none.
func (r *reads) prepared(ctx context.Context, query string) compiled {
	if !r.compiles {
		return nil
	}
	r.mu.Lock()
	st, due := r.kept.of(query), r.kept.asked[query] == 2
	r.mu.Unlock()
	if st == nil && due {
		st = r.keep(query)(r.PrepareContext(ctx, boundLimit.ReplaceAllString(query, "LIMIT 0 + $1")))
	}
	if st == nil {
		return nil // not a pointer that is nil
	}
	return st
}

// boundLimit is a limit that is a parameter. SQLite, the engine that compiles each time, plans such a statement by how many rows
// are wanted, and so compiles it anew whenever the parameter is given; as a sum it is not looked at.
var boundLimit = regexp.MustCompile(`\bLIMIT (\$\d+)`)

// keep is that of the statements, behind the lock: compiling is outside of it, as it may wait for a connection.
func (r *reads) keep(query string) func(*sql.Stmt, error) *sql.Stmt {
	return func(st *sql.Stmt, err error) *sql.Stmt {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.kept.keep(query)(st, err)
	}
}

// Close closes the statements and the pool.
func (r *reads) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept.close()
	return r.DB.Close()
}
