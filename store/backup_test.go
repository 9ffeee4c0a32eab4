package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// A copy made while others write is one moment of the log: every revision up to its last, and nothing half.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s := b.open(t)
	w := newShop(t, s)
	w.must(t, land(200, 1)...)
	var stop atomic.Bool
	var written atomic.Int64
	var all sync.WaitGroup
	begun := make(chan struct{}, 4)
	for i := range 4 {
		all.Go(func() {
			for k := 0; !stop.Load(); k++ {
				id := fmt.Sprintf("t%d-%d", i, k)
				if _, err := s.Commit(t.Context(), w.change(tech(id, "T"), link(model.DependsOn, "l-"+id, id, "technology-1"))); err != nil {
					t.Error(err)
					return
				}
				if written.Add(1); k == 0 {
					begun <- struct{}{}
				}
			}
		})
	}
	for range cap(begun) {
		<-begun
	}
	var copies []string
	before := written.Load()
	for i := range 3 {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("copy %d?.db", i))
		if err := s.Backup(t.Context(), file); err != nil {
			t.Error(err)
		}
		copies = append(copies, file)
	}
	stop.Store(true)
	all.Wait()
	last := before
	for _, file := range copies {
		if err := store.CheckBackup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		restored := filepath.Join(t.TempDir(), "restored.db")
		if err := store.Restore(t.Context(), file, restored, false); err != nil {
			t.Fatal(err)
		}
		r := shop{base{b.clock, restored, true}.open(t), w.id}
		g, rev, err := r.Graph(t.Context(), w.id)
		if err != nil {
			t.Fatal(err)
		}
		elements, links := g.Len()
		if elements != 200+int(rev)-1 || links != 199+int(rev)-1 || int64(rev)-1 < last {
			t.Errorf("copy: revision %d with %d elements and %d links; %d changes were answered before", rev, elements, links, last)
		}
		last = int64(rev) - 1
		log, err := r.Log(t.Context(), w.id, 0, 1<<30)
		if err != nil || len(log) != int(rev) {
			t.Errorf("copy: %d changes in the log, %v, want %d", len(log), err, rev)
		}
		r.must(t, tech("after", "After"))
	}
	wantKind(t, s.Backup(t.Context(), copies[0]), model.Conflict, "file.exists")
	missing := s.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder", "x.db"))
	wantKind(t, missing, model.Unavailable, "backup.write")
}

// One flipped bit anywhere, a file cut short or none of ours: refused, whatever it is, and the database stays as it was.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s := b.open(t)
	w := newShop(t, s)
	w.must(t, land(300, 2)...)
	good := filepath.Join(t.TempDir(), "good.db")
	if err := s.Backup(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(name string, content []byte) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "bad.db")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if e, ok := errors.AsType[*model.Error](store.CheckBackup(t.Context(), file)); !ok || e.Kind != model.Invalid || e.Msg != "backup.bad" {
			t.Errorf("%s = %v, want it refused", name, e)
		}
		target := filepath.Join(t.TempDir(), "target.db")
		if err := store.Restore(t.Context(), file, target, true); err == nil {
			t.Errorf("%s was restored", name)
		}
		if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s left something behind: %v", name, err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		at, bit := random.IntN(len(whole)), random.IntN(8)
		damaged := append([]byte(nil), whole...)
		damaged[at] ^= 1 << bit
		refused(fmt.Sprintf("bit %d of byte %d", bit, at), damaged)
	}
	refused("cut short", whole[:len(whole)/2])
	refused("empty", nil)
	refused("no database", []byte("this is not a database, but it is longer than the sixty-four bytes of a head"))
	wantKind(t, store.CheckBackup(t.Context(), filepath.Join(t.TempDir(), "none")), model.NotFound, "file.missing")
}

func TestRestore(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s := b.open(t)
	w := newShop(t, s)
	w.must(t, tech("crm", "CRM"))
	want := in(t, w.graph(t))
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	w.must(t, rename("crm", "CRM", "after the copy"))
	wantKind(t, store.Restore(t.Context(), file, b.dsn, false), model.Conflict, "restore.exists")
	wantKind(t, store.Restore(t.Context(), file, b.dsn, true), model.Conflict, "restore.open")
	other := sqliteBase(t)
	closed, err := store.Open(t.Context(), other.dsn, store.Options{Now: b.Now})
	if err != nil {
		t.Fatal(err)
	}
	newShopAt(t, closed, "to-be-replaced")
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), file, other.dsn, true); err != nil {
		t.Fatal(err)
	}
	restored := shop{other.open(t), w.id}
	if diff := cmp.Diff(want, in(t, restored.graph(t))); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	again := filepath.Join(t.TempDir(), "again.db")
	if err := restored.Backup(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if err := store.CheckBackup(t.Context(), again); err != nil {
		t.Errorf("a copy of what was restored = %v", err)
	}
}

// A live file with damaged pages is never served as if nothing were.
func TestDamagedDatabase(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s, err := store.Open(t.Context(), b.dsn, store.Options{Now: b.Now})
	if err != nil {
		t.Fatal(err)
	}
	w := newShop(t, s)
	w.must(t, land(300, 1)...)
	want := in(t, w.graph(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(b.dsn)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 16 {
		damaged := append([]byte(nil), whole...)
		at := random.IntN(len(whole)/4096-1)*4096 + random.IntN(8) // the head of a page
		if i%2 == 1 {                                              // or anywhere
			at = 4096 + random.IntN(len(whole)-4096-8)
		}
		for k := range 8 {
			damaged[at+k] ^= byte(1 + random.IntN(255))
		}
		file := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), file, store.Options{Now: b.Now})
		if err == nil {
			var g *model.Graph
			if g, _, err = s.Graph(t.Context(), w.id); err == nil {
				if diff := cmp.Diff(want, in(t, g)); diff != "" {
					t.Errorf("bytes from %d: another graph is served:\n%s", at, diff)
				}
			}
			_ = s.Close()
		}
		if err != nil && kindOf(err) == model.Internal {
			t.Errorf("bytes from %d: error without a kind: %v", at, err)
		}
	}
}

// Neither a letter that became another nor a row that is missing goes unseen.
func TestDamagedRows(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		for name, damage := range map[string]string{
			"letter":  `UPDATE elements SET body = REPLACE(body, 'Application 7', 'Application 8') WHERE workspace_id = $1`,
			"missing": `DELETE FROM links WHERE workspace_id = $1 AND id = 'l7-0'`,
			"number":  `UPDATE elements SET body = REPLACE(body, '1003', '1004') WHERE workspace_id = $1`,
		} {
			s := b.open(t)
			w := newShopAt(t, s, name)
			w.must(t, land(10, 1)...)
			if _, err := b.raw(t).Exec(damage, w.id); err != nil {
				t.Fatal(err)
			}
			s.Forget()
			wantKind(t, second(s.Graph(t.Context(), w.id)), model.Unavailable, "db.format")
			_, err := s.Commit(t.Context(), w.change(tech("x", "X")))
			wantKind(t, err, model.Unavailable, "db.format")
		}
	})
}

// A copy of a damaged database is refused because of the database: the folder for the copy is not at fault.
func TestBackupOfADamagedDatabase(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s, err := store.Open(t.Context(), b.dsn, store.Options{Now: b.Now})
	if err != nil {
		t.Fatal(err)
	}
	newShop(t, s).must(t, land(2000, 1)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(b.dsn)
	if err != nil {
		t.Fatal(err)
	}
	for at := len(whole) / 2 / 4096 * 4096; at < len(whole); at += 4096 { // the heads of half of the pages
		copy(whole[at:at+8], "damaged!")
	}
	if err := os.WriteFile(b.dsn, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s = b.open(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	wantKind(t, s.Backup(t.Context(), file), model.Unavailable, "db.format")
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it left something behind: %v", err)
	}
	wantKind(t, b.open(t).Backup(t.Context(), filepath.Join(t.TempDir(), "none", "copy.db")), model.Unavailable, "backup.write")
}

// A copy that a newer program made is refused in words of its own.
func TestRestoreOfANewerCopy(t *testing.T) {
	t.Parallel()
	b := sqliteBase(t)
	s := b.open(t)
	version, err := s.SchemaVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.raw(t).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)`, version+1, true); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "target.db")
	e := wantKind(t, store.Restore(t.Context(), file, target, true), model.Unavailable, "backup.newer")
	if e.Args["Have"] != version+1 || e.Args["Want"] != version {
		t.Errorf("args = %v", e.Args)
	}
	if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
		t.Error("it was restored")
	}
}
