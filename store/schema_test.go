package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// Both engines have the same tables, columns, keys and indexes, which the migrations say twice. Each has its own index over
// words: SQLite tables of which one is virtual, PostgreSQL a column of its own type and
// a way along the rows of a workspace.
func TestSchemasAgree(t *testing.T) {
	t.Parallel()
	lite, pg := sqliteBase(t), postgresBase(t)
	lite.open(t)
	pg.open(t)
	if diff := cmp.Diff(sqliteSchema(t, lite.raw(t)), postgresSchema(t, pg.raw(t))); diff != "" {
		t.Errorf("schemas (-SQLite +PostgreSQL):\n%s", diff)
	}
}

func lines(t *testing.T, db *sql.DB, query string, args ...any) (out []string) {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// sqliteSchema describes each column, key and index by a line of text.
func sqliteSchema(t *testing.T, db *sql.DB) (out []string) {
	for _, table := range lines(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' AND name NOT LIKE 'found_%'`) {
		var strict int
		if err := db.QueryRow(`SELECT strict FROM pragma_table_list WHERE name = $1`, table).Scan(&strict); err != nil || strict != 1 {
			t.Errorf("table %s is not STRICT: %v", table, err)
		}
		out = append(out, lines(t, db, fmt.Sprintf(`SELECT '%[1]s.' || name || CASE WHEN "notnull" THEN ' not null' ELSE '' END || ' ' ||
			CASE type WHEN 'INTEGER' THEN 'number' WHEN 'TEXT' THEN 'text' WHEN 'BLOB' THEN 'bytes' WHEN 'REAL' THEN 'real' ELSE type END FROM pragma_table_info('%[1]s')`, table))...)
		out = append(out, lines(t, db, fmt.Sprintf(`SELECT '%[1]s primary key ' || group_concat(name, ',') FROM (
			SELECT name FROM pragma_table_info('%[1]s') WHERE pk > 0 ORDER BY pk) HAVING COUNT(*) > 0`, table))...)
		out = append(out, lines(t, db, fmt.Sprintf(`SELECT '%[1]s references ' || "table" || ' ' || group_concat("from" || '=' || "to", ',') FROM (
			SELECT id, "table", "from", "to" FROM pragma_foreign_key_list('%[1]s') ORDER BY id, seq) GROUP BY id, "table"`, table))...)
		out = append(out, lines(t, db, fmt.Sprintf(`SELECT '%[1]s ' || CASE WHEN l."unique" THEN 'unique ' ELSE '' END || CASE WHEN l.partial THEN 'partial ' ELSE '' END ||
			'index ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
			FROM pragma_index_list('%[1]s') l WHERE l.origin <> 'pk'`, table))...)
	}
	slices.Sort(out)
	return out
}

func postgresSchema(t *testing.T, db *sql.DB) (out []string) {
	out = append(out, lines(t, db, `SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END || ' ' ||
		CASE data_type WHEN 'bigint' THEN 'number' WHEN 'boolean' THEN 'number' WHEN 'text' THEN 'text' WHEN 'bytea' THEN 'bytes' WHEN 'double precision' THEN 'real' ELSE data_type END
		FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'goose_db_version' AND data_type <> 'tsvector'`)...)
	out = append(out, lines(t, db, `SELECT c.conrelid::regclass::text || ' primary key ' || string_agg(a.attname, ',' ORDER BY k.n)
		FROM pg_constraint c CROSS JOIN unnest(c.conkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
		WHERE c.contype = 'p' AND c.connamespace = current_schema()::regnamespace AND c.conrelid::regclass::text <> 'goose_db_version' GROUP BY c.oid, c.conrelid`)...)
	out = append(out, lines(t, db, `SELECT c.conrelid::regclass::text || ' references ' || c.confrelid::regclass::text || ' ' || string_agg(a.attname || '=' || b.attname, ',' ORDER BY k.n)
		FROM pg_constraint c CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY k(num, other, n)
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
		WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace GROUP BY c.oid, c.conrelid, c.confrelid`)...)
	out = append(out, lines(t, db, `SELECT i.indrelid::regclass::text || ' ' || CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || CASE WHEN i.indpred IS NOT NULL THEN 'partial ' ELSE '' END ||
		'index ' || string_agg(a.attname, ',' ORDER BY k.n)
		FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
		WHERE NOT i.indisprimary AND x.relname <> 'found_doc' AND a.atttypid <> 'tsvector'::regtype AND x.relnamespace = current_schema()::regnamespace AND i.indrelid::regclass::text <> 'goose_db_version' GROUP BY i.indexrelid, i.indrelid, i.indisunique, i.indpred`)...)
	slices.Sort(out)
	return out
}

// A link cannot join elements of another workspace, not even past the store.
func TestLinkAcrossWorkspaces(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		w.must(t, tech("crm", "CRM"))
		beside.must(t, tech("erp", "ERP"))
		_, err := s.Commit(t.Context(), w.change(link(model.DependsOn, "l1", "crm", "erp")))
		wantKind(t, err, model.Invalid, "link.end")
		db := b.raw(t)
		insert := `INSERT INTO links (workspace_id, id, seq, kind, from_id, to_id, body, sum) VALUES ($1, $2, 1, 'depends_on', $3, $4, '{}', 0)`
		if _, err := db.Exec(insert, w.id, "l2", "crm", "crm"); err != nil {
			t.Errorf("a link within the workspace = %v", err)
		}
		for _, ends := range [][2]string{{"crm", "erp"}, {"erp", "crm"}, {"crm", "nobody"}} {
			if _, err := db.Exec(insert, w.id, "l3", ends[0], ends[1]); err == nil {
				t.Errorf("the database took a link from %s to %s", ends[0], ends[1])
			}
		}
		if _, err := db.Exec(`DELETE FROM elements WHERE workspace_id = $1 AND id = 'crm'`, w.id); err == nil {
			t.Error("the database let an element go that a link reaches")
		}
	})
}

func TestNewerDatabase(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		s := b.open(t)
		version, err := s.SchemaVersion(t.Context())
		if err != nil || version == 0 {
			t.Fatalf("schema version = %d, %v", version, err)
		}
		if _, err := b.raw(t).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)`, version+1, true); err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(t.Context(), b.dsn, store.Options{})
		e := wantKind(t, err, model.Unavailable, "db.newer")
		if e.Args["Have"] != version+1 || e.Args["Want"] != version {
			t.Errorf("args = %v, want %d and %d", e.Args, version+1, version)
		}
	})
}

// Several processes that start at once on an empty database find it whole.
func TestOpenTogether(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		errs := make(chan error, 4)
		for range cap(errs) {
			go func() {
				s, err := store.Open(t.Context(), b.dsn, store.Options{Now: b.Now})
				if err == nil {
					err = s.Ready(t.Context())
					_ = s.Close()
				}
				errs <- err
			}()
		}
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Errorf("open = %v", err)
			}
		}
	})
}

// What cannot be opened is refused with a sentence of its own.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte("this is not a database, and long enough to be read"), 0o600); err != nil {
		t.Fatal(err)
	}
	for dsn, msg := range map[string]string{
		text:                                 "db.format",
		folder:                               "db.open",
		filepath.Join(text, "sub", "a.db"):   "db.folder",
		"postgres://nobody@127.0.0.1:1/none": "db.connect",
	} {
		_, err := store.Open(t.Context(), dsn, store.Options{})
		wantKind(t, err, model.Unavailable, msg)
	}
	odd := filepath.Join(folder, "50% off? #1.db")
	s, err := store.Open(t.Context(), odd, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	files, _ := filepath.Glob(filepath.Join(folder, "50*"))
	if !slices.ContainsFunc(files, func(f string) bool { return strings.HasSuffix(f, "50% off? #1.db") }) {
		t.Errorf("files = %q", files)
	}
}
