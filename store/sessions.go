package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Sessions keeps browser sessions for alexedwards/scs; tokens are kept as hashes.
type Sessions struct{ s *Store }

// Sessions returns the store's keeper of sessions.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// Find returns the data of a session that has not expired.
func (x Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit keeps the data of a session.
func (x Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, b, expiry)
}

// Delete ends a session.
func (x Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }

// FindCtx is Find with a context.
func (x Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var b []byte
	err := x.s.db.QueryRowContext(ctx, `SELECT data FROM sessions WHERE token_hash = $1 AND expires_at > $2`,
		hashSecret(token), millis(x.s.Now())).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return b, err == nil, x.s.fault(err)
}

// CommitCtx is Commit with a context. It also drops sessions that have expired.
func (x Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return x.s.write(ctx, func(t *txn) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, millis(x.s.Now())); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO sessions (token_hash, data, expires_at) VALUES ($1, $2, $3)
			ON CONFLICT (token_hash) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`, hashSecret(token), b, millis(expiry))
		return err
	})
}

// DeleteCtx is Delete with a context.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.s.write(ctx, func(t *txn) error {
		_, err := t.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = $1`, hashSecret(token))
		return err
	})
}
