package store_test

import (
	"cmp"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/model"
	"rootline/store"
)

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// base is an empty database of one engine, and the clock of the stores that open it.
type base struct {
	*clock
	dsn    string
	sqlite bool
}

// open opens the database once more, as another process would.
func (b base) open(t testing.TB) *store.Store { return b.openWith(t, store.Options{}) }

// follow opens it as a process that hears of what others commit.
func (b base) follow(t testing.TB) *store.Store { return b.openWith(t, store.Options{Follow: true}) }

func (b base) openWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	o.Now, o.Log = b.Now, slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), b.dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// raw is a connection past the store, to see what lies in the tables.
func (b base) raw(t testing.TB) *sql.DB {
	t.Helper()
	driver := "pgx"
	if b.sqlite {
		driver = "sqlite"
	}
	db, err := sql.Open(driver, b.dsn)
	if err != nil {
		t.Fatal(err)
	}
	if b.sqlite {
		if _, err := db.Exec(`PRAGMA foreign_keys = 1`); err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// eachBase runs f once for each engine, on an empty database.
func eachBase(t *testing.T, f func(t *testing.T, b base)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, sqliteBase(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, postgresBase(t))
	})
}

// each is eachBase for tests that need one store and no more.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	eachBase(t, func(t *testing.T, b base) { f(t, b.open(t)) })
}

func sqliteBase(t testing.TB) base {
	return base{newClock(), filepath.Join(t.TempDir(), "rootline.db"), true}
}

// postgresBase makes a schema of the test's own and drops it at the end.
func postgresBase(t testing.TB) base {
	t.Helper()
	at := os.Getenv("ROOTLINE_TEST_POSTGRES")
	if at == "" {
		if os.Getenv("ROOTLINE_TEST_REQUIRE") == "1" {
			t.Fatal("ROOTLINE_TEST_POSTGRES names no PostgreSQL, and ROOTLINE_TEST_REQUIRE asks for one")
		}
		t.Skip("NOT TESTED on PostgreSQL: ROOTLINE_TEST_POSTGRES names none")
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	schema := "t" + strings.ToLower(rand.Text())
	exec := func(statement string) {
		db, err := sql.Open("pgx", at)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE SCHEMA ` + schema)
	t.Cleanup(func() { exec(`DROP SCHEMA ` + schema + ` CASCADE`) })
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return base{newClock(), u.String(), false}
}

var command = model.Author{Kind: model.ByCommand, Name: "rootline"}

// shop is a workspace under test.
type shop struct {
	*store.Store
	id string
}

func newShop(t testing.TB, s *store.Store) shop { return newShopAt(t, s, "lamp-shop") }

func newShopAt(t testing.TB, s *store.Store, slug string) shop {
	t.Helper()
	w, err := s.AddWorkspace(t.Context(), model.Workspace{Slug: slug, Name: "Lamp shop", Currency: "EUR", Languages: []string{"en"}}, "", command)
	if err != nil {
		t.Fatal(err)
	}
	return shop{s, w.ID}
}

// change is a change by the command line, who may do anything.
func (w shop) change(ops ...model.Op) model.Change {
	return model.Change{Workspace: w.id, Title: "a change", Author: command, Ops: ops}
}

// must commits ops and returns their revision.
func (w shop) must(t testing.TB, ops ...model.Op) model.Revision {
	t.Helper()
	return w.mustDone(t, w.change(ops...)).Revision
}

func (w shop) mustDone(t testing.TB, c model.Change) store.Done {
	t.Helper()
	done, err := w.CommitChange(t.Context(), c)
	if err != nil {
		t.Fatalf("commit: %v%s", err, faults(err))
	}
	return done
}

func faults(err error) string {
	var text string
	if e, ok := errors.AsType[*model.Error](err); ok {
		text = fmt.Sprintf(" %v %v", e.Stale, e.Args)
	}
	return text
}

// as returns the shop's change by a person.
func (w shop) as(u store.User, ops ...model.Op) model.Change {
	c := w.change(ops...)
	c.Author = u.Author()
	return c
}

func (w shop) graph(t testing.TB) *model.Graph {
	t.Helper()
	g, _, err := w.Graph(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (w shop) name(t testing.TB, id string) string {
	t.Helper()
	e := w.graph(t).Element(id)
	if e == nil {
		return "(absent)"
	}
	return e.Name
}

// member adds a person who can sign in, with a role in the shop; NoRole leaves them a stranger to it.
func (w shop) member(t testing.TB, name string, role model.Role) store.User {
	t.Helper()
	u := person(t, w.Store, name)
	if role != model.NoRole {
		if err := w.SetMember(t.Context(), w.id, u.ID, role, command); err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func person(t testing.TB, s *store.Store, name string) store.User {
	t.Helper()
	u, err := s.AddUser(t.Context(), store.User{Email: name + "@example.org", Name: name}, "", command)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func tech(id, name string) model.Op {
	return model.Add(&model.Element{ID: id, Kind: model.Technology, Name: name})
}

func element(kind model.Kind, id, name string) model.Op {
	return model.Add(&model.Element{ID: id, Kind: kind, Name: name})
}

func link(kind model.LinkKind, id, from, to string) model.Op {
	return model.Join(&model.Link{ID: id, Kind: kind, From: from, To: to})
}

func rename(id, from, to string) model.Op { return model.Set(id, "name", from, to) }

// in returns elements and links of a graph in order of arrival, one line of JSON each.
func in(t testing.TB, g *model.Graph) []string {
	t.Helper()
	var lines []string
	add := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	for e := range g.Elements() {
		add(e)
	}
	for l := range g.Links() {
		add(l)
	}
	return lines
}

// sorted is in without the order of arrival.
func sorted(t testing.TB, g *model.Graph) []string {
	t.Helper()
	lines := in(t, g)
	slices.Sort(lines)
	return lines
}

// wantKind fails unless err is a model.Error of this kind and message, and returns what it holds.
func wantKind(t testing.TB, err error, kind model.ErrorKind, msg string) model.Error {
	t.Helper()
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Kind != kind || e.Msg != msg {
		t.Fatalf("error = %v (kind %d), want kind %d and %q", err, cmp.Or(e, &model.Error{}).Kind, kind, msg)
	}
	return *e
}

// kindOf returns the kind of an error, -1 for none.
func kindOf(err error) model.ErrorKind {
	if err == nil {
		return -1
	}
	e, ok := errors.AsType[*model.Error](err)
	if !ok {
		return model.Internal
	}
	return e.Kind
}
