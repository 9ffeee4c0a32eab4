package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"rootline/model"
)

// rowsOf is what a change leaves to write in the tables of the current state.
type rowsOf struct {
	elements, links         [][]any
	goneElements, goneLinks []string
}

// writeRows brings the rows of the current state to where the change left the graph.
func (t *txn) writeRows(ctx context.Context, rev model.Revision, c model.Change, next *model.Graph) error {
	added := make(map[string]bool)
	for _, op := range c.Ops {
		if op.Element != nil || op.Link != nil {
			added[op.Target()] = true
		}
	}
	back, err := t.removedBefore(ctx, c, added)
	if err != nil {
		return err
	}
	r, err := rowsAfter(rev, c, next, back)
	if err != nil {
		return err
	}
	// Links go before their ends, and come after them.
	if err := t.remove(ctx, c.Workspace, "links", r.goneLinks); err != nil {
		return err
	}
	err = t.insertRows(ctx, `INSERT INTO elements (workspace_id, id, seq, kind, name, body)`,
		`ON CONFLICT (workspace_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, body = excluded.body`, 6, r.elements)
	if err != nil {
		return fmt.Errorf("elements: %w", err)
	}
	err = t.insertRows(ctx, `INSERT INTO links (workspace_id, id, seq, kind, from_id, to_id, body)`,
		`ON CONFLICT (workspace_id, id) DO UPDATE SET from_id = excluded.from_id, to_id = excluded.to_id, body = excluded.body`, 7, r.links)
	if err != nil {
		return fmt.Errorf("links: %w", err)
	}
	return t.remove(ctx, c.Workspace, "elements", r.goneElements)
}

// rowsAfter lists what to write. A new row stands behind all older ones; one that came back, at its old place.
func rowsAfter(rev model.Revision, c model.Change, next *model.Graph, back map[string]int64) (rowsOf, error) {
	var r rowsOf
	seen := make(map[string]bool)
	for i, op := range c.Ops {
		id := op.Target()
		if seen[id] {
			continue
		}
		seen[id] = true
		seq, ok := back[id]
		if !ok {
			seq = int64(rev)<<24 + int64(i)
		}
		switch e, l := next.Element(id), next.Link(id); {
		case e != nil:
			body, err := json.Marshal(e)
			if err != nil {
				return r, err
			}
			r.elements = append(r.elements, []any{c.Workspace, id, seq, e.Kind, e.Name, string(body)})
		case l != nil:
			body, err := json.Marshal(l)
			if err != nil {
				return r, err
			}
			r.links = append(r.links, []any{c.Workspace, id, seq, l.Kind, l.From, l.To, string(body)})
		case op.Kind == model.OpRemoveElement || op.Kind == model.OpAddElement:
			r.goneElements = append(r.goneElements, id)
		default: // it may have been either where only set ops name it; deleting what is not there does no harm
			r.goneLinks = append(r.goneLinks, id)
			r.goneElements = append(r.goneElements, id)
		}
	}
	return r, nil
}

// removedBefore finds which added ids were used before: an undo brings them back to their old place, anything else is
// refused.
func (t *txn) removedBefore(ctx context.Context, c model.Change, added map[string]bool) (map[string]int64, error) {
	back := make(map[string]int64)
	if len(added) == 0 {
		return back, nil
	}
	list := make([]string, 0, len(added))
	for id := range added {
		list = append(list, id)
	}
	err := inChunks(list, func(ids []string) error {
		marks, args := placeholders(c.Workspace, ids)
		type row struct {
			id  string
			seq int64
		}
		rows, err := collect(ctx, t, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.id, &r.seq) },
			`SELECT id, seq FROM removed WHERE workspace_id = $1 AND id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			back[r.id] = r.seq
		}
		return nil
	})
	if err != nil || len(back) == 0 {
		return back, err
	}
	if len(c.Undoes) == 0 {
		for id := range back {
			return nil, model.Fault(model.Invalid, "", "id.removed", "ID", id)
		}
	}
	for id := range back {
		if _, err := t.ExecContext(ctx, `DELETE FROM removed WHERE workspace_id = $1 AND id = $2`, c.Workspace, id); err != nil {
			return nil, err
		}
	}
	return back, nil
}

// remove takes rows out of elements or links and remembers their ids and places.
func (t *txn) remove(ctx context.Context, workspace, table string, gone []string) error {
	return inChunks(gone, func(ids []string) error {
		marks, args := placeholders(workspace, ids)
		_, err := t.ExecContext(ctx, `
			INSERT INTO removed (workspace_id, id, seq)
			SELECT workspace_id, id, seq FROM `+table+` WHERE workspace_id = $1 AND id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `DELETE FROM `+table+` WHERE workspace_id = $1 AND id IN (`+marks+`)`, args...)
		return err
	})
}

func inChunks(ids []string, f func([]string) error) error {
	const most = 500
	for len(ids) > 0 {
		n := min(most, len(ids))
		if err := f(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// placeholders returns "$2, $3, …" for the ids, and the arguments with the workspace first.
func placeholders(workspace string, ids []string) (string, []any) {
	marks := make([]string, len(ids))
	args := []any{workspace}
	for i, id := range ids {
		args = append(args, id)
		marks[i] = fmt.Sprintf("$%d", i+2)
	}
	return strings.Join(marks, ", "), args
}
