package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"rootline/model"
)

// longOps is how many bytes of ops a change may have before Lately and About leave them out.
const longOps = 64 << 10

// briefColumns are entryColumns without the ops of a change that has many: an import is told by its title, and reading it
// whole for each page would cost more than the page.
var briefColumns = strings.NewReplacer(
	" ops,", " CASE WHEN octet_length(ops) > "+strconv.Itoa(longOps)+" THEN '[]' ELSE ops END,",
	" inverse,", " CASE WHEN octet_length(ops) > "+strconv.Itoa(longOps)+" THEN '[]' ELSE inverse END,",
).Replace(entryColumns)

func (s *Store) brief(ctx context.Context, workspace, where string, args ...any) ([]Entry, error) {
	list, err := collect(ctx, s.db, scanEntry, `SELECT `+briefColumns+` FROM changes WHERE workspace_id = $1 AND `+where, append([]any{workspace}, args...)...)
	for i := range list {
		list[i].Workspace = workspace
		list[i].Long = len(list[i].Ops) == 0
	}
	return list, s.fault(err)
}

// Lately is Recent for people to read, of a line alone: a change with very many ops comes without them, and Long says so.
func (s *Store) Lately(ctx context.Context, workspace string, line Line, before model.Revision, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1 << 62
	}
	within, args := line.within(4)
	return s.brief(ctx, workspace, `revision < $2 AND `+within+` ORDER BY revision DESC LIMIT $3`, append([]any{before, limit}, args...)...)
}

// About is History for people to read, as Lately is Recent.
func (s *Store) About(ctx context.Context, workspace string, line Line, id string, limit int) ([]Entry, error) {
	within, args := line.within(4)
	return s.brief(ctx, workspace, `revision IN (
			SELECT revision FROM touched WHERE workspace_id = $1 AND target_id = $2 AND `+within+` ORDER BY revision DESC LIMIT $3)
		ORDER BY revision DESC`, append([]any{id, limit}, args...)...)
}

// Touch is the last change that concerned an element or link.
type Touch struct {
	Revision model.Revision
	At       time.Time
}

// LastTouched says which change of a line last concerned each element and link of a workspace.
func (s *Store) LastTouched(ctx context.Context, workspace string, line Line) (map[string]Touch, error) {
	within, args := line.within(2)
	type row struct {
		id string
		Touch
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.id, &r.Revision, &at)
		r.At = fromMillis(at)
		return r, err
	}, `SELECT t.target_id, t.revision, c.at
		FROM (SELECT target_id, MAX(revision) AS revision FROM touched WHERE workspace_id = $1 AND `+within+` GROUP BY target_id) t
		JOIN changes c ON c.workspace_id = $1 AND c.revision = t.revision`, append([]any{workspace}, args...)...)
	if err != nil {
		return nil, s.fault(err)
	}
	out := make(map[string]Touch, len(list))
	for _, r := range list {
		out[r.id] = r.Touch
	}
	return out, nil
}

// ChangedAt says when these elements and links of a workspace were last concerned by a change of a line.
func (s *Store) ChangedAt(ctx context.Context, workspace string, line Line, ids ...string) (map[string]time.Time, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := []any{workspace}
	places := make([]string, len(ids))
	for i, id := range ids {
		args = append(args, id)
		places[i] = "$" + strconv.Itoa(i+2)
	}
	within, more := line.within(len(ids) + 2)
	args = append(args, more...)
	type row struct {
		id string
		at time.Time
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.id, &at)
		r.at = fromMillis(at)
		return r, err
	}, `SELECT t.target_id, c.at
		FROM (SELECT target_id, MAX(revision) AS revision FROM touched
			WHERE workspace_id = $1 AND target_id IN (`+strings.Join(places, ", ")+`) AND `+within+` GROUP BY target_id) t
		JOIN changes c ON c.workspace_id = $1 AND c.revision = t.revision`, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	out := make(map[string]time.Time, len(list))
	for _, r := range list {
		out[r.id] = r.at
	}
	return out, nil
}
