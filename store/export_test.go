package store

import (
	"context"
	"database/sql"
)

// Part is what TestPanic and others run as one caller's part of a transaction.
type Part struct{ *txn }

// Write runs a part.
func (s *Store) Write(ctx context.Context, fn func(Part) error) error {
	return s.write(ctx, func(t *txn) error { return fn(Part{t}) })
}

// Exec runs a statement in the part.
func (p Part) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.ExecContext(ctx, query, args...)
}

// Held says how many graphs are held, and their elements and links in all.
func (s *Store) Held() (n, total int) {
	s.graphs.mu.Lock()
	defer s.graphs.mu.Unlock()
	return len(s.graphs.held), s.graphs.total
}

// HoldAtMost bounds the graphs held.
func (s *Store) HoldAtMost(n int) { s.graphs.most = n }

// Forget drops all graphs held, as a start does.
func (s *Store) Forget() {
	s.graphs.mu.Lock()
	defer s.graphs.mu.Unlock()
	for _, e := range s.graphs.held {
		s.graphs.remove(e)
	}
}
