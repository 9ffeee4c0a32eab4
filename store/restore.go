package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"

	"rootline/model"
)

// Restore puts the copy that Backup wrote in the place of the SQLite database at dsn. An existing database is overwritten
// only where force is set, and never while a program has it open. Errors: Invalid for a copy that is damaged, or for
// PostgreSQL; NotFound where there is no copy; Conflict where the database exists or is open; Unavailable for the disk.
func Restore(ctx context.Context, file, dsn string, force bool) error {
	if dialectOf(dsn) != &sqliteDialect {
		return model.Fault(model.Invalid, "", "backup.postgres")
	}
	if err := CheckBackup(ctx, file); err != nil {
		return err
	}
	if info, err := os.Stat(dsn); err == nil && info.Size() > 0 {
		if !force {
			return model.Fault(model.Conflict, dsn, "restore.exists", "Path", dsn)
		}
		if inUse(ctx, dsn) {
			return model.Fault(model.Conflict, dsn, "restore.open", "Path", dsn)
		}
	}
	if err := replace(file, dsn); err != nil {
		return &model.Error{Kind: model.Unavailable, Field: dsn, Msg: "restore.write", Args: map[string]any{"Path": dsn}, Err: err}
	}
	return nil
}

// inUse says whether a program has a SQLite database open: leaving the journal mode WAL needs the file for oneself alone.
// A file that is no database is not in use.
func inUse(ctx context.Context, path string) bool {
	db, err := sql.Open("sqlite", sqliteURL(path, "deferred", "busy_timeout(200)"))
	if err != nil {
		return false
	}
	defer func() { _ = db.Close() }() // the file is about to be replaced
	_, err = db.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	_, msg := sqliteKind(err)
	return msg == "db.busy"
}

// replace copies a file over another so that, whatever happens, either the old or the new one is there whole.
func replace(from, to string) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only read
	out, err := os.CreateTemp(filepath.Dir(to), ".restore-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(out.Name()) }() // gone where it was renamed
	_, err = io.Copy(out, in)
	if err = errors.Join(err, unseal(out), out.Sync(), out.Close()); err != nil {
		return err
	}
	for _, journal := range []string{to + "-wal", to + "-shm"} { // of the old database: they would be read as the new one's
		if err := os.Remove(journal); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(out.Name(), to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // only synced
	return folder.Sync()
}

// SchemaStatus returns the version of the schema at dsn, 0 where there is no database, and the newest that the program
// knows. It changes nothing.
func SchemaStatus(ctx context.Context, dsn string) (have, want int64, err error) {
	d := dialectOf(dsn)
	if d == &sqliteDialect {
		if _, err := os.Stat(dsn); errors.Is(err, os.ErrNotExist) {
			return 0, newest(d), nil
		}
	}
	db, writes, err := d.open(ctx, dsn)
	if err != nil {
		return 0, 0, err
	}
	s := &Store{dialect: d, db: &reads{DB: db}, writes: writes}
	defer func() { _ = s.closeDB() }() // only read
	// Asked of the table itself: goose would make it.
	err = db.QueryRowContext(ctx, `SELECT MAX(version_id) FROM goose_db_version`).Scan(&have)
	if _, known := d.kind(err); err != nil && known != "" {
		return 0, 0, s.fault(err)
	}
	return have, newest(d), nil
}

// newest is the version of the last migration.
func newest(d *dialect) int64 {
	files, err := goose.NewProvider(goose.Dialect(d.name), &sql.DB{}, d.migrations(), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		panic(fmt.Errorf("migrations: %w", err)) // they are embedded
	}
	last := int64(0)
	for _, m := range files.ListSources() {
		last = max(last, m.Version)
	}
	return last
}
