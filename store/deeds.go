package store

import (
	"context"
	"database/sql"

	"rootline/model"
)

// Deed is what somebody did that is no change of the graph and is told beside them: measuring, and promising something of a figure.
type Deed struct {
	AuditRow
	Measured model.Series // without its points; zero of a promise
	Gone     bool         // what was measured is no longer: the series was removed
}

// told are the acts that are told; two indexes hold exactly these.
const told = `a.act IN ('series.add', 'series.points', 'series.remove', 'series.restore', 'workspace.thresholds')`

// Promising is the detail of the act of promising: the bounds on figures before it and after it.
type Promising struct {
	Before []model.Threshold `json:"before"`
	After  []model.Threshold `json:"after"`
}

// Deeds lists what was measured and promised in a workspace before the deed of this number (0 = up to now), the newest first, at
// most limit.
func (s *Store) Deeds(ctx context.Context, workspace string, before int64, limit int) ([]Deed, error) {
	if before == 0 {
		before = 1 << 62
	}
	return s.deeds(ctx, `a.seq < $2 ORDER BY a.seq DESC LIMIT $3`, workspace, before, limit)
}

// DeedsOn lists what was measured of an element, the newest first, at most limit. Its plus keeps SQLite from going through all
// that was ever told, in their order, in search of those few.
func (s *Store) DeedsOn(ctx context.Context, workspace, element string, limit int) ([]Deed, error) {
	return s.deeds(ctx, `a.target IN (SELECT id FROM series WHERE workspace_id = $1 AND element_id = $2) ORDER BY +a.seq DESC LIMIT $3`, workspace, element, limit)
}

func (s *Store) deeds(ctx context.Context, where string, args ...any) ([]Deed, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r Deed, err error) {
		var at int64
		var detail []byte
		err = rows.Scan(&r.Seq, &r.Workspace, &at, &r.Actor.Kind, &r.Actor.ID, &r.Actor.Name, &r.Act, &r.Target, &detail,
			&r.Measured.ID, &r.Measured.Element, &r.Measured.Name, &r.Measured.Unit, &r.Gone)
		r.At, r.Detail = fromMillis(at), detail
		return r, err
	}, `SELECT a.seq, a.workspace_id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.act, a.target, a.detail,
			COALESCE(m.id, ''), COALESCE(m.element_id, ''), COALESCE(m.name, ''), COALESCE(m.unit, ''), m.removed_at IS NOT NULL
		FROM audit a LEFT JOIN series m ON m.workspace_id = a.workspace_id AND m.id = a.target
		WHERE a.workspace_id = $1 AND `+told+` AND `+where, args...)
	return list, s.fault(err)
}
