package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"rootline/model"
	"rootline/model/find"
)

//go:embed migrations
var migrations embed.FS

// dialect is what the two engines do not have in common.
type dialect struct {
	name     string
	folder   string // of migrations
	lock     string // statement that keeps other processes from migrating at the same time; "" = the file lock does
	notify   string // statement that tells other processes of a revision; "" = they watch the file
	open     func(ctx context.Context, dsn string) (reads, writes *sql.DB, err error)
	follow   func(ctx context.Context, s *Store, dsn string)
	kind     func(error) (model.ErrorKind, string)
	retry    func(error) bool
	whole    string                                // query that answers "ok" where the database is whole; "" = the engine sees to that
	snapshot sql.IsolationLevel                    // at which a read transaction sees one moment
	plain    bool                                  // long lists of parameters stand as "?": each with a number takes time in proportion to all
	match    func(e find.Expr, mark string) string // a condition on terms, each with the mark before it, as found takes it
	found    string                                // query for id and doc of rows of found: $1 the condition, $2 the doc they stand behind, $3 the workspace, $4 how many
	finding  []any                                 // stands before these: how the engine is to run it
	compiles bool                                  // each time it is asked: the writer keeps statements compiled; false = the driver does
}

func dialectOf(dsn string) *dialect {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return &postgresDialect
	}
	return &sqliteDialect
}

func (d *dialect) migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations/"+d.folder)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

var sqliteDialect = dialect{name: "sqlite3", folder: "sqlite", open: openSQLite, follow: followSQLite, kind: sqliteKind,
	retry: func(error) bool { return false }, compiles: true, plain: true, whole: `PRAGMA quick_check(1)`,
	match: signs{quote: `"`, begins: ` *`, and: ` AND `, or: ` OR `, but: ` NOT `}.write,
	found: `SELECT f.id, f.doc FROM found_terms t JOIN found f ON f.doc = t.rowid
		WHERE t.found_terms MATCH $1 AND t.rowid > $2 AND f.workspace_id = $3 ORDER BY t.rowid LIMIT $4`}

// ground are the pragmas of every connection. Their order counts: the busy timeout first, so that the others wait for a
// process that holds the file.
var ground = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}

// sqliteURL names a file to the driver, whatever characters its path has.
func sqliteURL(path, lock string, pragmas ...string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode()
}

// openSQLite opens a pool of readers and one writer on a file.
func openSQLite(ctx context.Context, path string) (*sql.DB, *sql.DB, error) {
	if err := checkFile(path); err != nil {
		return nil, nil, err
	}
	writes, err := sql.Open("sqlite", sqliteURL(path, "immediate", append(slices.Clone(ground), "wal_autocheckpoint(4000)", "cache_size(-16000)")...))
	if err != nil {
		return nil, nil, err
	}
	writes.SetMaxOpenConns(1)
	if err := writes.PingContext(ctx); err != nil {
		_ = writes.Close() // the first error tells
		kind, msg := sqliteKind(err)
		return nil, nil, &model.Error{Kind: kind, Field: path, Msg: msg, Args: map[string]any{"Path": path}, Err: err}
	}
	reads, err := sql.Open("sqlite", sqliteURL(path, "deferred", append(slices.Clone(ground), "query_only(1)")...))
	if err != nil {
		_ = writes.Close() // the first error tells
		return nil, nil, err
	}
	reads.SetMaxOpenConns(8)
	reads.SetMaxIdleConns(8)
	return reads, writes, nil
}

// checkFile finds out in plain words why a database file cannot be used, before the driver answers in codes. It makes the
// folder where it is missing.
func checkFile(path string) error {
	fault := func(msg string, err error) error {
		return &model.Error{Kind: model.Unavailable, Field: path, Msg: msg, Args: map[string]any{"Path": path}, Err: err}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault("db.folder", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fault("db.open", err)
	}
	defer func() { _ = f.Close() }() // only read
	head := make([]byte, 16)
	if n, err := f.Read(head); n > 0 && (err != nil || string(head[:n]) != "SQLite format 3\x00"[:n]) {
		return fault("db.format", err)
	}
	return nil
}

func sqliteKind(err error) (model.ErrorKind, string) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return commonKind(err)
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return model.Conflict, "taken"
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return model.Full, "db.full"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return model.Unavailable, "db.busy"
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return model.Unavailable, "db.open"
	case sqlite3.SQLITE_IOERR:
		return model.Unavailable, "db.io"
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return model.Unavailable, "db.format"
	}
	return model.Internal, ""
}

func commonKind(err error) (model.ErrorKind, string) {
	if errors.Is(err, sql.ErrNoRows) {
		return model.NotFound, "not-found"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return model.Unavailable, "db.busy"
	}
	return model.Internal, ""
}

// followSQLite notices commits of other processes by the file's data version, asked a few times a second and only while
// somebody listens. It asks the writer's connection, whose own commits leave that version as it is.
func followSQLite(ctx context.Context, s *Store, _ string) {
	var seen int64
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if s.hub.idle() {
			continue
		}
		var version int64
		if err := s.writes.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err == nil && version != seen {
			seen = version
			s.hub.wake("")
		}
	}
}

var postgresDialect = dialect{name: "postgres", folder: "postgres", open: openPostgres, follow: followPostgres, kind: postgresKind,
	match: signs{quote: `'`, begins: `:*`, and: ` & `, or: ` | `, but: ` & !`}.write,
	// What many rows have is met soon on the way along all of them; what few have, the index knows. Each way is written so
	// that the planner cannot take the other; and the long one hangs on the count, so that no workers are started for it, which
	// takes longer than a search.
	found: `WITH few AS MATERIALIZED (
			SELECT id, doc FROM found WHERE vector @@ CAST(CAST($1 AS TEXT) AS tsquery) AND doc > $2 AND workspace_id = $3 LIMIT 1001),
		n AS MATERIALIZED (SELECT COUNT(*) AS few FROM few)
		SELECT id, doc FROM (
			SELECT id, doc FROM few WHERE (SELECT few FROM n) <= 1000
			UNION ALL
			SELECT many.id, many.doc FROM n CROSS JOIN LATERAL (
				SELECT id, doc FROM found WHERE n.few > 1000 AND (vector @@ CAST(CAST($1 AS TEXT) AS tsquery)) IS TRUE AND doc > $2 AND workspace_id = $3
				ORDER BY doc LIMIT $4) AS many) AS hits
		ORDER BY doc LIMIT $4`,
	finding:  []any{pgx.QueryExecModeExec}, // planned for the words at hand: which way is short depends on them
	lock:     `SELECT pg_advisory_xact_lock(7276587)`,
	snapshot: sql.LevelRepeatableRead,
	notify:   `SELECT pg_notify('rootline', $1)`,
	retry: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
	}}

func openPostgres(ctx context.Context, dsn string) (*sql.DB, *sql.DB, error) {
	reads, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, nil, err
	}
	if err := reads.PingContext(ctx); err != nil {
		_ = reads.Close() // the first error tells
		return nil, nil, &model.Error{Kind: model.Unavailable, Msg: "db.connect", Err: err}
	}
	reads.SetMaxOpenConns(16)
	reads.SetMaxIdleConns(16)
	writes, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, nil, err
	}
	writes.SetMaxOpenConns(1)
	return reads, writes, nil
}

func postgresKind(err error) (model.ErrorKind, string) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var c *pgconn.ConnectError
		if errors.As(err, &c) {
			return model.Unavailable, "db.connect"
		}
		return commonKind(err)
	}
	switch {
	case e.Code == "22021":
		return model.Invalid, "text.encoding"
	case e.Code == "23505":
		return model.Conflict, "taken"
	case e.Code == "53100":
		return model.Full, "db.full"
	case strings.HasPrefix(e.Code, "08"), strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "53"):
		return model.Unavailable, "db.connect"
	}
	return model.Internal, ""
}

// followPostgres hears of other processes' commits, and asks again for everything after a broken connection.
func followPostgres(ctx context.Context, s *Store, dsn string) {
	for ctx.Err() == nil {
		if err := listen(ctx, s, dsn); err != nil && ctx.Err() == nil {
			s.log.Warn("listening to the database", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}

func listen(ctx context.Context, s *Store, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // on the way out
	if _, err := conn.Exec(ctx, `LISTEN rootline`); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.hub.wake("")
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait: %w", err)
		}
		s.hub.wake(n.Payload)
	}
}
