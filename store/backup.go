package store

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"rootline/model"
)

// Backup writes a consistent copy of a SQLite database to a new file while others go on working. Errors: Conflict where the
// file exists; Invalid on PostgreSQL, which has tools of its own for this.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.dialect != &sqliteDialect {
		return model.Fault(model.Invalid, "", "backup.postgres")
	}
	if _, err := os.Stat(file); err == nil {
		return model.Fault(model.Conflict, file, "file.exists", "Path", file)
	}
	// VACUUM INTO wants a connection that may write and no transaction around it.
	if _, err := s.writes.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		os.Remove(file) //nolint:errcheck // perhaps never made; the first error tells
		return &model.Error{Kind: model.Unavailable, Field: file, Msg: "backup.write", Args: map[string]any{"Path": file}, Err: err}
	}
	return nil
}

// CheckBackup says whether a file is a whole database that this program can read.
func CheckBackup(ctx context.Context, file string) error {
	bad := func(err error) error {
		return &model.Error{Kind: model.Invalid, Field: file, Msg: "backup.bad", Args: map[string]any{"Path": file}, Err: err}
	}
	if _, err := os.Stat(file); err != nil {
		return &model.Error{Kind: model.NotFound, Field: file, Msg: "file.missing", Args: map[string]any{"Path": file}, Err: err}
	}
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=query_only(1)")
	if err != nil {
		return bad(err)
	}
	defer db.Close() //nolint:errcheck // only read
	var answer string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&answer); err != nil || answer != "ok" {
		return bad(errors.Join(err, errors.New(answer)))
	}
	var n int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM workspaces`).Scan(&n); err != nil {
		return bad(err)
	}
	return nil
}
