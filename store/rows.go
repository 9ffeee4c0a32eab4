package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/model"
)

// rowsOf is what a change leaves to write in the tables of the current state.
type rowsOf struct {
	elements, links         [][]any
	goneElements, goneLinks []string
}

// writeRows brings the rows of the current state from g to next. moved says that something came back to a place that a
// graph in memory may not know of.
func (t *txn) writeRows(ctx context.Context, rev model.Revision, c model.Change, g, next *model.Graph) (moved bool, err error) {
	back, err := t.comeBack(ctx, c, next)
	if err != nil {
		return false, err
	}
	r, err := rowsAfter(rev, c, g, next, back)
	if err != nil {
		return false, err
	}
	// Links go before their ends, and come after them.
	if err := t.remove(ctx, c.Workspace, "links", rev, r.goneLinks); err != nil {
		return false, err
	}
	err = t.insertRows(ctx, `INSERT INTO elements (workspace_id, id, seq, kind, name, body, sum)`,
		`ON CONFLICT (workspace_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, body = excluded.body, sum = excluded.sum`, 7, r.elements)
	if err != nil {
		return false, fmt.Errorf("elements: %w", err)
	}
	err = t.insertRows(ctx, `INSERT INTO links (workspace_id, id, seq, kind, from_id, to_id, body, sum)`,
		`ON CONFLICT (workspace_id, id) DO UPDATE SET kind = excluded.kind, from_id = excluded.from_id, to_id = excluded.to_id,
			body = excluded.body, sum = excluded.sum`, 8, r.links)
	if err != nil {
		return false, fmt.Errorf("links: %w", err)
	}
	if err := t.remove(ctx, c.Workspace, "elements", rev, r.goneElements); err != nil {
		return false, err
	}
	read := t.graphs[c.Workspace].read
	for _, p := range back {
		moved = moved || p.gone <= read
	}
	return moved, nil
}

// rowsAfter lists what to write. A new row stands behind all older ones; one that came back, at its old place.
func rowsAfter(rev model.Revision, c model.Change, g, next *model.Graph, back map[string]place) (rowsOf, error) {
	var r rowsOf
	seen := make(map[string]bool)
	for i, op := range c.Ops {
		id := op.Target()
		if seen[id] {
			continue
		}
		seen[id] = true
		seq := int64(rev)<<24 + int64(i)
		if p, ok := back[id]; ok {
			seq = p.seq
		}
		if e := next.Element(id); e != nil {
			body, err := json.Marshal(e)
			if err != nil {
				return r, err
			}
			r.elements = append(r.elements, []any{c.Workspace, id, seq, e.Kind, e.Name, string(body), rowSum(body)})
		} else if g.Element(id) != nil {
			r.goneElements = append(r.goneElements, id)
		}
		if l := next.Link(id); l != nil {
			body, err := json.Marshal(l)
			if err != nil {
				return r, err
			}
			r.links = append(r.links, []any{c.Workspace, id, seq, l.Kind, l.From, l.To, string(body), rowSum(body)})
		} else if g.Link(id) != nil {
			r.goneLinks = append(r.goneLinks, id)
		}
	}
	return r, nil
}

// place is where something stood before it went, and the revision at which it did.
type place struct {
	id   string
	seq  int64
	gone model.Revision
}

// comeBack finds which added ids were used before: an undo brings them back to their old place, anything else is refused.
func (t *txn) comeBack(ctx context.Context, c model.Change, next *model.Graph) (map[string]place, error) {
	var added []string
	for _, op := range c.Ops {
		if op.Kind == model.OpAddElement || op.Kind == model.OpAddLink {
			added = append(added, op.Target())
		}
	}
	back := make(map[string]place)
	var here []string // those of them that are there when all is done
	err := inChunks(added, func(ids []string) error {
		places, err := collect(ctx, t, func(rows *sql.Rows) (p place, err error) { return p, rows.Scan(&p.id, &p.seq, &p.gone) },
			`SELECT id, seq, revision FROM removed WHERE workspace_id = $1 AND id IN (`+t.store.dialect.marks(2, len(ids))+`)`, withIDs(ids, c.Workspace)...)
		for _, p := range places {
			if len(c.Undoes) == 0 && c.Act == nil { // a change realised, taken back and realised again
				return model.Fault(model.Invalid, "", "id.removed", "ID", p.id)
			}
			if next.Has(p.id) {
				back[p.id] = p
				here = append(here, p.id)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return back, inChunks(here, func(ids []string) error {
		_, err := t.ExecContext(ctx, `DELETE FROM removed WHERE workspace_id = $1 AND id IN (`+t.store.dialect.marks(2, len(ids))+`)`,
			withIDs(ids, c.Workspace)...)
		return err
	})
}

// remove takes rows out of elements or links and remembers their ids and places.
func (t *txn) remove(ctx context.Context, workspace, table string, rev model.Revision, gone []string) error {
	return inChunks(gone, func(ids []string) error {
		_, err := t.ExecContext(ctx, `
			INSERT INTO removed (workspace_id, id, seq, revision)
			SELECT workspace_id, id, seq, CAST($1 AS BIGINT) FROM `+table+` WHERE workspace_id = $2 AND id IN (`+t.store.dialect.marks(3, len(ids))+`)`,
			withIDs(ids, rev, workspace)...)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `DELETE FROM `+table+` WHERE workspace_id = $1 AND id IN (`+t.store.dialect.marks(2, len(ids))+`)`,
			withIDs(ids, workspace)...)
		return err
	})
}

// inChunks calls f with the ids, so many at a time that they fit in a statement.
func inChunks(ids []string, f func([]string) error) error {
	for len(ids) > 0 {
		n := min(512, chunk(len(ids), 1))
		if err := f(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// withIDs returns arguments with ids behind them.
func withIDs(ids []string, args ...any) []any {
	for _, id := range ids {
		args = append(args, id)
	}
	return args
}
