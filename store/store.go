// Package store keeps everything that lasts: workspaces with their log of changes and their current rows, people,
// sessions, tokens, shares and the audit. It serves SQLite and PostgreSQL from one SQL text.
//
// Commit is the only way in which a graph changes. Start reading there.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"rootline/model"
)

// Store is one database and what this process remembers of it. Safe for concurrent use.
type Store struct {
	dsn     string
	dialect *dialect
	db      *reads
	writes  *sql.DB // one connection, owned by the writer
	now     func() time.Time
	log     *slog.Logger

	queue      chan *job
	stop       context.CancelFunc
	stopped    sync.WaitGroup
	ended      chan struct{} // closed when the writer has answered its last job
	statements statements    // of the writer

	graphs  graphs
	past    past
	plans   plans
	largest largest
	hub     hub
}

// Options are what a store is handed.
type Options struct {
	Now    func() time.Time // the clock; time.Now by default
	Log    *slog.Logger     // slog.Default() by default
	Follow bool             // also learn of commits by other processes, for a server with listeners
}

// Open opens the database at dsn, a path of a SQLite file or a postgres:// URL, creates it where it is missing and brings
// its schema forward. A database that is newer than the program is refused. Close it when done.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := dialectOf(dsn)
	db, writes, err := d.open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{dsn: dsn, dialect: d, db: &reads{DB: db, compiles: d.compiles}, writes: writes, now: o.Now, log: o.Log, queue: make(chan *job, 1024), ended: make(chan struct{}), graphs: graphs{most: maxHeld}}
	if err := s.migrate(ctx); err != nil {
		_ = s.closeDB() // the first error tells
		return nil, err
	}
	ctx, s.stop = context.WithCancel(context.Background())
	s.stopped.Go(func() { s.writer(ctx) })
	if o.Follow {
		s.stopped.Go(func() { d.follow(ctx, s, dsn) })
	}
	return s, nil
}

// Close finishes the writes that wait, ends all watches and closes the database.
func (s *Store) Close() error {
	s.stop()
	s.stopped.Wait()
	s.hub.close()
	return s.closeDB()
}

func (s *Store) closeDB() error {
	s.statements.close()
	err := s.db.Close()
	if e := s.writes.Close(); err == nil {
		err = e
	}
	return err
}

// Now is the store's clock, in UTC and whole milliseconds, as times are kept.
func (s *Store) Now() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

// latest is the last moment until which something can be made to last: a hundred years from now.
func (s *Store) latest() time.Time { return s.Now().AddDate(100, 0, 0) }

// NewID returns a fresh id that sorts by time.
func NewID() string { return ulid.Make().String() }

// NewElementID returns a fresh id for an element or link of this kind.
func NewElementID(kind string) string { return fmt.Sprintf("%s-%s", kind, ulid.Make()) }

// Ready says whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	return s.fault(s.db.QueryRowContext(ctx, `SELECT 1`).Scan(&one))
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// fault turns a driver's error into an error with a kind, by its code.
func (s *Store) fault(err error) error {
	if err == nil {
		return nil
	}
	if kind, msg := s.dialect.kind(err); kind != model.Internal {
		return &model.Error{Kind: kind, Msg: msg, Err: err}
	}
	return err
}
