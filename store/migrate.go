package store

import (
	"context"
	"errors"
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
		defer func() { _ = conn.Close() }() // gives the connection back
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return s.fault(err)
		}
		defer tx.Rollback() // releases the lock
		if _, err := tx.ExecContext(ctx, s.dialect.lock); err != nil {
			return s.fault(err)
		}
	}
	err := s.up(ctx)
	for i := 0; err != nil && s.dialect.lock == "" && i < 3; i++ {
		// Another process may have been faster between looking and making: then there is nothing left to do.
		err = s.up(ctx)
	}
	return err
}

func (s *Store) up(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", s.damaged(ctx, err))
	}
	if have > want {
		return model.Fault(model.Unavailable, "", "db.newer", "Have", have, "Want", want)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", s.damaged(ctx, err))
	}
	return nil
}

// damaged turns an error on reading the schema into one that says so where the file is damaged, whatever sort of error that
// led to.
func (s *Store) damaged(ctx context.Context, err error) error {
	if kind, _ := s.dialect.kind(err); kind != model.Internal || s.dialect.whole == "" {
		return s.fault(err)
	}
	var answer string
	if e := s.db.QueryRowContext(ctx, s.dialect.whole).Scan(&answer); e != nil || answer != "ok" {
		return &model.Error{Kind: model.Unavailable, Field: s.dsn, Msg: "db.format", Args: map[string]any{"Path": s.dsn}, Err: errors.Join(err, e)}
	}
	return err
}

// SchemaVersion returns the version of the schema; after Open it is the newest that the program knows.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}
