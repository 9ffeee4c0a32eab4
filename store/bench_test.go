package store_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/find"
	"rootline/store"
)

// The same number of writers, each waiting for its answer: changes through Commit, and bare single inserts that the driver
// commits one by one, with the same durability. One run measures both, in turns.
func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			w := newShop(b, sqliteBase(b).open(b))
			editor := w.member(b, "ana", model.Editor)
			var n atomic.Int64
			w.must(b, tech("warm", "Warm"))
			raw := rawInsert(b)
			var ours, theirs time.Duration
			const turn = 512 // commits
			for done := 0; done < b.N; done += turn {
				k := min(turn, b.N-done)
				ours += spread(b, writers, k, func() error {
					_, err := w.Commit(b.Context(), w.as(editor, tech(fmt.Sprintf("t%d", n.Add(1)), "A technology")))
					return err
				})
				theirs += spread(b, writers, k, raw)
			}
			b.ReportMetric(float64(b.N)/ours.Seconds(), "commits/s")
			b.ReportMetric(float64(b.N)/theirs.Seconds(), "bare/s")
			b.ReportMetric(theirs.Seconds()/ours.Seconds(), "×bare")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// rawInsert returns a single insert of a body like ours, committed by itself.
func rawInsert(b *testing.B) func() error {
	b.Helper()
	db := rawTable(b)
	insert, err := db.Prepare(`INSERT INTO elements (workspace_id, id, body) VALUES ($1, $2, $3)`)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = insert.Close() })
	var n atomic.Int64
	return func() error {
		id := fmt.Sprintf("t%d", n.Add(1))
		_, err := insert.Exec("01JBQW6Q0000000000000000", id, `{"id":"`+id+`","kind":"technology","name":"A technology"}`)
		return err
	}
}

// rawTable opens a database of one table with the pragmas that the store sets.
func rawTable(b *testing.B) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "raw.db")+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE elements (workspace_id TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (workspace_id, id)) STRICT`); err != nil {
		b.Fatal(err)
	}
	return db
}

// spread calls f n times from so many callers, each of which waits for its answer, and returns how long that took.
func spread(b *testing.B, callers, n int, f func() error) time.Duration {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	start := time.Now()
	for range callers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := f(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// land is the ops of an ecosystem: technologies with props, each depending on so many of those before it.
func land(elements, linksEach int) []model.Op {
	var ops []model.Op
	for i := range elements {
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("technology-%d", i), Kind: model.Technology, Name: fmt.Sprintf("Application %d", i),
			Notes: "Keeps orders, and the stock of the store beside them.", Owner: "Ana",
			Props: model.Props{"type": "application", "lifecycle": "live", "vendor": "ACME", "run_cost_per_year": model.Num(float64(1000 + i))}}))
	}
	for i := range elements {
		for k := range linksEach {
			if to := i - 1 - k*7; to >= 0 {
				ops = append(ops, model.Join(&model.Link{ID: fmt.Sprintf("l%d-%d", i, k), Kind: model.DependsOn, From: fmt.Sprintf("technology-%d", i),
					To: fmt.Sprintf("technology-%d", to), Props: model.Props{"hard": true}}))
			}
		}
	}
	return ops
}

// An import of 10,000 elements and 20,000 links, as one change; the goal is below 3 s. Beside it, the same bodies as bare
// rows in one transaction.
func BenchmarkImport(b *testing.B) {
	ops := land(10_000, 2)
	var ours, bare time.Duration
	for b.Loop() {
		w := newShop(b, sqliteBase(b).open(b))
		start := time.Now()
		w.must(b, ops...)
		ours += time.Since(start)
		bare += bareRows(b, ops)
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/import")
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "×bare")
	b.ReportMetric(0, "ns/op")
}

// bareRows inserts the bodies that ops bring, one statement to a row, and returns how long that took.
func bareRows(b *testing.B, ops []model.Op) time.Duration {
	b.Helper()
	db := rawTable(b)
	start := time.Now()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare(`INSERT INTO elements (workspace_id, id, body) VALUES ($1, $2, $3)`)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = insert.Close() }()
	for _, op := range ops {
		body, err := json.Marshal(op)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := insert.Exec("01JBQW6Q0000000000000000", op.Target(), string(body)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// The first reading of a graph after a start, beside a bare reading of the same rows; a later one; what a graph weighs; and
// a change of one field.
func BenchmarkGraph(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		at := sqliteBase(b)
		w := newShop(b, at.open(b))
		w.must(b, land(n, 1)...)
		b.Run(fmt.Sprintf("cold/elements=%d", n), func(b *testing.B) {
			db := at.raw(b)
			var ours, bare time.Duration
			for b.Loop() {
				w.Forget()
				start := time.Now()
				w.graph(b)
				ours += time.Since(start)
				bare += scan(b, db, w.id)
			}
			b.ReportMetric(1000*ours.Seconds()/float64(b.N), "ms/graph")
			b.ReportMetric(ours.Seconds()/bare.Seconds(), "×bare")
			b.ReportMetric(0, "ns/op")
		})
		b.Run(fmt.Sprintf("warm/elements=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := w.Graph(b.Context(), w.id); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("memory/elements=%d", n), func(b *testing.B) {
			s := at.open(b)
			var before, after runtime.MemStats
			var g *model.Graph
			for b.Loop() {
				runtime.GC()
				runtime.ReadMemStats(&before)
				g = shop{s, w.id}.graph(b)
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.StopTimer()
				elements, links := g.Len()
				if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 0 {
					b.ReportMetric(float64(grown)/float64(elements+links), "B/item")
				}
				s.Forget()
				b.StartTimer()
			}
		})
		b.Run(fmt.Sprintf("commit/elements=%d", n), func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				w.must(b, model.Set("technology-5", "props.outage_h_per_month", nil, float64(i)), model.Set("technology-5", "props.outage_h_per_month", float64(i), nil))
			}
		})
	}
}

// scan reads all rows of a workspace and does nothing with them.
func scan(b *testing.B, db *sql.DB, workspace string) time.Duration {
	b.Helper()
	start := time.Now()
	for _, table := range []string{"elements", "links"} {
		rows, err := db.Query(`SELECT seq, sum, body FROM `+table+` WHERE workspace_id = $1`, workspace)
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var seq, sum int64
			var body sql.RawBytes
			if err := rows.Scan(&seq, &sum, &body); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// The newest page of a list over everything: the audit of the installation, at two sizes. The larger may take at most 1.3
// times as long.
func BenchmarkListAll(b *testing.B) {
	var took [2]time.Duration
	sizes := []int{10_000, 1_000_000}
	var stores []*store.Store
	for _, n := range sizes {
		at := sqliteBase(b)
		s := at.open(b)
		_, err := at.raw(b).Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO audit (workspace_id, at, actor_kind, actor_id, actor_name, act, target, detail, address, request)
			SELECT '', i, 'user', 'u', 'Ana', 'sign-in', 'u', '{}', '', '' FROM n`, n)
		if err != nil {
			b.Fatal(err)
		}
		stores = append(stores, s)
	}
	for b.Loop() {
		for i, s := range stores {
			start := time.Now()
			if list, err := s.Audit(b.Context(), "", 50); err != nil || len(list) != 50 {
				b.Fatal(len(list), err)
			}
			took[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(took[0].Microseconds())/float64(b.N), "µs/10k")
	b.ReportMetric(float64(took[1].Microseconds())/float64(b.N), "µs/1M")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "×growth")
	b.ReportMetric(0, "ns/op")
}

// A page of an administrator's list of all workspaces, and of a person's own, among few and among many: the goal is that
// a hundred times as many take at most 1.3 times as long.
func BenchmarkPlaces(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		at := sqliteBase(b)
		s := at.open(b)
		w := newShop(b, s)
		ana := w.member(b, "ana", model.Viewer)
		_, err := at.raw(b).Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO workspaces (id, slug, name, currency, languages, fields, thresholds, revision, created_at)
			SELECT 'w' || i, printf('w%07d', i), 'Team ' || i, 'EUR', '["en"]', '[]', '[]', 0, 0 FROM n`, n)
		if err != nil {
			b.Fatal(err)
		}
		for _, who := range []store.User{{Name: "administrator", Admin: true}, ana} {
			b.Run(fmt.Sprintf("%s/workspaces=%d", who.Name, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Places(b.Context(), who, fmt.Sprintf("w%07d", n/2), 50); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// village is an ecosystem of so many elements that bear names as people give them, and notes: of 6,000 words in four
// languages, some of which come often and most seldom.
func village(elements int) []model.Op {
	parts := []string{"order", "return", "stock", "customer", "address", "desk", "store", "web", "phone", "mail", "invoice", "refund", "lamp", "repair", "warranty",
		"delivery", "carrier", "label", "archive", "gateway", "north", "south", "legacy", "cloud", "shared", "mobile", "loyalty", "price", "promotion", "campaign",
		"caisse", "entrepôt", "été", "livraison", "réclamation", "收银机", "订单系统", "仓库", "退货", "客户", "صندوق", "سفارش", "کالای", "انبار", "مشتری"}
	random := rand.New(rand.NewPCG(3, 4))
	often := rand.NewZipf(random, 1.2, 8, 6000-1)
	word := func() string {
		i := int(often.Uint64())
		w := parts[i%len(parts)]
		if more := i / len(parts); more > 0 {
			w += []string{"", "s", "er", "ing"}[more%4] + []string{"", parts[more%len(parts)]}[min(more/4, 1)]
		}
		return w
	}
	kinds := model.AllKinds()
	var ops []model.Op
	for i := range elements {
		name := []string{word(), word(), strconv.Itoa(i % 1000)}
		notes := make([]string, 12)
		for j := range notes {
			notes[j] = word()
		}
		ops = append(ops, model.Add(&model.Element{ID: fmt.Sprintf("e%d", i), Kind: kinds[i%len(kinds)], Name: strings.Join(name, " "),
			Notes: strings.Join(notes, " "), Tags: []string{word()}}))
	}
	return ops
}

// A search among 100,000 elements, each letter of a question being asked as it is typed: the goal is a p99 below 30 ms.
func BenchmarkSearch(b *testing.B) {
	questions := []string{"return desk", "refunds", "customer addr", "warehouse", "entrepot", "ete 77", "收银机", "退货 订", "صندوق كالاي", "legacy gateway order", "e4711", "a b"}
	for _, engine := range []struct {
		name string
		make func(testing.TB) base
	}{{"sqlite", sqliteBase}, {"postgres", postgresBase}} {
		b.Run(engine.name, func(b *testing.B) {
			at := engine.make(b)
			w := newShop(b, at.open(b))
			start := time.Now()
			for part := range slices.Chunk(village(100_000), 10_000) {
				w.must(b, part...)
			}
			if _, err := at.raw(b).Exec(`ANALYZE`); err != nil { // as the engines do by themselves from time to time
				b.Fatal(err)
			}
			b.Logf("made in %v", time.Since(start))
			newShopAt(b, w.Store, "beside").must(b, village(10_000)...)
			var took []time.Duration
			slow := map[time.Duration]string{}
			hits := 0
			for b.Loop() {
				for _, q := range questions {
					letters := []rune(q)
					for n := range letters {
						start := time.Now()
						list, err := w.Search(b.Context(), w.id, model.Current, find.Ask(string(letters[:n+1])), "", find.Place{At: -1}, 50)
						if err != nil {
							b.Fatal(err)
						}
						d := time.Since(start)
						took = append(took, d)
						slow[d] = string(letters[:n+1])
						hits += len(list)
					}
				}
			}
			slices.Sort(took)
			for _, d := range took[max(0, len(took)-8):] {
				b.Logf("%v %q", d, slow[d])
			}
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
			b.ReportMetric(float64(hits)/float64(len(took)), "hits")
			b.ReportMetric(0, "ns/op")
		})
	}
}
