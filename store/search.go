package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/find"
)

// folding counts the ways in which model/find has made terms: raise it with each change of what an element is found by. Rows
// of another folding are not asked; the next change of their workspace writes them anew.
const folding = 1

// Search finds elements of a state of a workspace: those of a kind, or of all, behind a place, at most so many, the best
// first and those of one rank in order of arrival. The current state is asked of an index in the database, any other of its
// graph; both answer alike. Errors: NotFound.
func (s *Store) Search(ctx context.Context, workspace, state string, q find.Query, kind model.Kind, after find.Place, most int) ([]find.Hit, error) {
	if state == "" || state == model.Current {
		var have int
		err := s.db.QueryRowContext(ctx, `SELECT folding FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, workspace).Scan(&have)
		if err != nil {
			return nil, s.fault(err)
		}
		if have == folding {
			hits, err := s.searchRows(ctx, workspace, q, kind, after, most)
			return hits, s.fault(err)
		}
	}
	g, _, err := s.StateGraph(ctx, workspace, state)
	if err != nil {
		return nil, err
	}
	return find.In(g, q, kind, after, most), nil
}

// searchRows asks the index, rank by rank until there are enough.
func (s *Store) searchRows(ctx context.Context, workspace string, q find.Query, kind model.Kind, after find.Place, most int) ([]find.Hit, error) {
	if q.Wordless() {
		return nil, nil
	}
	var hits []find.Hit
	for rank := after.Rank; rank < find.Ranks && len(hits) < most; rank++ {
		asked := append(slices.Clone(s.dialect.finding), s.dialect.match(q.Rank(rank, kind), placeMark(workspace)), after.At, workspace, most-len(hits))
		some, err := collect(ctx, s.db, func(rows *sql.Rows) (h find.Hit, err error) {
			h.Rank = rank
			return h, rows.Scan(&h.ID, &h.At)
		}, s.dialect.found, asked...)
		if err != nil {
			return nil, err
		}
		hits = append(hits, some...)
		after.At = -1
	}
	return hits, nil
}

// placeMark stands before the terms of a workspace, so that an index over all workspaces has the words of each by
// themselves, and one with many elements does not slow the others. Two may share a mark: rows are asked for their workspace,
// too.
func placeMark(workspace string) string {
	sum := sha256.Sum256([]byte(workspace))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// foundRow is what an element is found by; "" where it went.
type foundRow struct{ workspace, id, terms string }

// toFind is what a transaction leaves to write in the index.
type toFind struct {
	anew []string // workspaces whose rows are all there
	rows []foundRow
}

// find notes what brings the index from a graph to the next. It is written when all parts are done: each savepoint in
// between would make the engine write it piece by piece.
func (t *txn) find(ctx context.Context, c model.Change, g, next *model.Graph) error {
	mark := placeMark(c.Workspace)
	if t.folding != folding {
		t.toFind.anew = append(t.toFind.anew, c.Workspace)
		for e := range next.Elements() {
			t.toFind.rows = append(t.toFind.rows, foundRow{c.Workspace, e.ID, marked(find.Of(e), mark)})
		}
		_, err := t.ExecContext(ctx, `UPDATE workspaces SET folding = $1 WHERE id = $2`, folding, c.Workspace)
		return err
	}
	seen := make(map[string]bool)
	for _, op := range c.Ops {
		id := op.Target()
		if seen[id] {
			continue
		}
		seen[id] = true
		if e := next.Element(id); e != nil {
			t.toFind.rows = append(t.toFind.rows, foundRow{c.Workspace, id, marked(find.Of(e), mark)})
		} else if g.Element(id) != nil {
			t.toFind.rows = append(t.toFind.rows, foundRow{c.Workspace, id, ""})
		}
	}
	return nil
}

// writeFound writes the index. An element that several parts changed has one row, where it came first.
func (t *txn) writeFound(ctx context.Context, f toFind) error {
	for _, w := range f.anew {
		if _, err := t.ExecContext(ctx, `DELETE FROM found WHERE workspace_id = $1`, w); err != nil {
			return err
		}
	}
	at := make(map[[2]string]int, len(f.rows))
	rows := make([][]any, 0, len(f.rows))
	for _, r := range f.rows {
		key := [2]string{r.workspace, r.id}
		if i, ok := at[key]; ok {
			rows[i][2] = r.terms
			continue
		}
		at[key] = len(rows)
		rows = append(rows, []any{r.workspace, r.id, r.terms})
	}
	return t.insertRows(ctx, `INSERT INTO found (workspace_id, id, terms)`,
		`ON CONFLICT (workspace_id, id) DO UPDATE SET terms = excluded.terms`, 3, rows)
}

// marked are the terms of a doc with a mark before each.
func marked(d find.Doc, mark string) string {
	return mark + strings.ReplaceAll(strings.TrimSpace(string(d)), " ", " "+mark)
}

// signs are how an engine writes a condition on terms.
type signs struct{ quote, begins, and, or, but string }

// write writes a condition; mark stands before each term.
func (s signs) write(e find.Expr, mark string) string {
	join := func(list []find.Expr, sign string) string {
		parts := make([]string, len(list))
		for i, e := range list {
			parts[i] = s.write(e, mark)
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return "(" + strings.Join(parts, sign) + ")"
	}
	switch e := e.(type) {
	case find.Term:
		text := s.quote + mark + e.Text + s.quote
		if e.Begins {
			text += s.begins
		}
		return text
	case find.All:
		return join(e, s.and)
	case find.Any:
		return join(e, s.or)
	case find.But:
		return "(" + s.write(e.Is, mark) + s.but + s.write(e.Not, mark) + ")"
	}
	panic("a condition of another sort")
}
