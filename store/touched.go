package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"
)

// ChangedAt says when elements and links of a workspace were last concerned by a change: those named, or all where none is.
func (s *Store) ChangedAt(ctx context.Context, workspace string, ids ...string) (map[string]time.Time, error) {
	query := `SELECT t.target_id, MAX(c.at) FROM touched t
		JOIN changes c ON c.workspace_id = t.workspace_id AND c.revision = t.revision
		WHERE t.workspace_id = $1`
	args := []any{workspace}
	if len(ids) > 0 {
		places := make([]string, len(ids))
		for i, id := range ids {
			args = append(args, id)
			places[i] = "$" + strconv.Itoa(i+2)
		}
		query += ` AND t.target_id IN (` + strings.Join(places, ", ") + `)`
	}
	type row struct {
		id string
		at time.Time
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.id, &at)
		r.at = fromMillis(at)
		return r, err
	}, query+` GROUP BY t.target_id`, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	out := make(map[string]time.Time, len(list))
	for _, r := range list {
		out[r.id] = r.at
	}
	return out, nil
}
