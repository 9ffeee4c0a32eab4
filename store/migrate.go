package store

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"

	"rootline/model"
)

func (s *Store) provider() (*goose.Provider, error) {
	return goose.NewProvider(goose.Dialect(s.dialect.name), s.writes, s.dialect.migrations(), goose.WithDisableGlobalRegistry(true))
}

// migrate brings the schema forward, one process at a time, and refuses a database of a newer program.
func (s *Store) migrate(ctx context.Context) error {
	if s.dialect.lock != "" {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return s.fault(err)
		}
		defer conn.Close() //nolint:errcheck // gives the connection back
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return s.fault(err)
		}
		defer tx.Rollback() //nolint:errcheck // releases the lock
		if _, err := tx.ExecContext(ctx, s.dialect.lock); err != nil {
			return s.fault(err)
		}
	}
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", s.fault(err))
	}
	if have > want {
		return model.Fault(model.Unavailable, "", "db.newer", "Have", have, "Want", want)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", s.fault(err))
	}
	return nil
}

// SchemaVersion returns the version of the schema; after Open it is the newest that the program knows.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}
