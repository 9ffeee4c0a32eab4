package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"rootline/model"
)

// AddSeries makes a series of an element, with points where s has some, and returns it with its id, which is the caller's
// where one is given: a series whose id is there already stays as it is. Errors: Invalid; NotFound where no change ever
// concerned such an element.
func (s *Store) AddSeries(ctx context.Context, workspace string, m model.Series, by model.Author) (model.Series, error) {
	m.Name, m.Unit = strings.TrimSpace(m.Name), strings.TrimSpace(m.Unit)
	if err := m.Check(); err != nil {
		return m, err
	}
	if err := model.CheckPoints(m.Points); err != nil {
		return m, err
	}
	if m.ID == "" {
		m.ID = NewElementID("series")
	}
	return m, s.writeTo(ctx, workspace, func(t *txn) error {
		var n int
		if err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM touched WHERE workspace_id = $1 AND target_id = $2`, workspace, m.Element).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return model.Fault(model.NotFound, "element", "absent", "ID", m.Element)
		}
		r, err := t.ExecContext(ctx, `INSERT INTO series (workspace_id, id, element_id, name, unit, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (workspace_id, id) DO NOTHING`, workspace, m.ID, m.Element, m.Name, m.Unit, millis(s.Now()))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return err
		}
		if err := t.audit(ctx, workspace, by, "series.add", m.ID, map[string]any{"element": m.Element, "name": m.Name, "unit": m.Unit, "values": len(m.Points)}); err != nil {
			return err
		}
		_, err = t.points(ctx, workspace, m.ID, m.Points, by)
		return err
	})
}

// Series returns one series with its points. Errors: NotFound.
func (s *Store) Series(ctx context.Context, workspace, id string) (model.Series, error) {
	list, err := seriesWhere(ctx, s.db, workspace, `id = $2`, id)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return model.Series{}, s.fault(err)
	}
	return list[0], nil
}

// SeriesOf lists the series of elements with their points, by name and id.
func (s *Store) SeriesOf(ctx context.Context, workspace string, elements ...string) ([]model.Series, error) {
	var out []model.Series
	err := inChunks(slices.Compact(slices.Sorted(slices.Values(elements))), func(ids []string) error {
		list, err := seriesWhere(ctx, s.db, workspace, `element_id IN (`+postgresDialect.marks(2, len(ids))+`)`, withIDs(ids)...)
		out = append(out, list...)
		return err
	})
	slices.SortFunc(out, bySeriesName)
	return out, s.fault(err)
}

// AllSeries lists the series of a workspace without their points, by name and id.
func (s *Store) AllSeries(ctx context.Context, workspace string) ([]model.Series, error) {
	list, err := seriesRows(ctx, s.db, workspace, `TRUE`)
	slices.SortFunc(list, bySeriesName)
	return list, s.fault(err)
}

func bySeriesName(a, b model.Series) int {
	return slices.Compare([]string{a.Name, a.ID}, []string{b.Name, b.ID})
}

func seriesRows(ctx context.Context, q querier, workspace, where string, args ...any) ([]model.Series, error) {
	return collect(ctx, q, func(rows *sql.Rows) (m model.Series, err error) {
		m.Points = []model.Point{}
		return m, rows.Scan(&m.ID, &m.Element, &m.Name, &m.Unit)
	}, `SELECT id, element_id, name, unit FROM series WHERE workspace_id = $1 AND removed_at IS NULL AND `+where, append([]any{workspace}, args...)...)
}

// lastVersion keeps of points p those that count.
const lastVersion = `NOT EXISTS (SELECT 1 FROM points q WHERE q.workspace_id = p.workspace_id AND q.series_id = p.series_id AND q.day = p.day AND q.version > p.version)`

func seriesWhere(ctx context.Context, q querier, workspace, where string, args ...any) ([]model.Series, error) {
	list, err := seriesRows(ctx, q, workspace, where, args...)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i, m := range list {
		at[m.ID], ids[i] = i, m.ID
	}
	type row struct {
		series string
		model.Point
	}
	return list, inChunks(ids, func(ids []string) error {
		points, err := collect(ctx, q, func(rows *sql.Rows) (r row, err error) {
			return r, rows.Scan(&r.series, &r.On, &r.Value)
		}, `SELECT series_id, day, value FROM points p WHERE workspace_id = $1 AND series_id IN (`+postgresDialect.marks(2, len(ids))+`) AND value IS NOT NULL
			AND `+lastVersion+` ORDER BY series_id, day`, withIDs(ids, workspace)...)
		for _, p := range points {
			m := &list[at[p.series]]
			m.Points = append(m.Points, p.Point)
		}
		return err
	})
}

// SetSeries renames a series or gives it another unit. Errors: Invalid; NotFound.
func (s *Store) SetSeries(ctx context.Context, workspace, id, name, unit string, by model.Author) error {
	m := model.Series{Name: strings.TrimSpace(name), Unit: strings.TrimSpace(unit)}
	if err := m.Check(); err != nil {
		return err
	}
	return s.writeTo(ctx, workspace, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE series SET name = $3, unit = $4 WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL`, workspace, id, m.Name, m.Unit)
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "series.set", id, map[string]any{"name": m.Name, "unit": m.Unit})
	})
}

// RemoveSeries takes a series away; RestoreSeries brings it back with all its points. Errors: NotFound.
func (s *Store) RemoveSeries(ctx context.Context, workspace, id string, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE series SET removed_at = $3 WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL`, workspace, id, millis(s.Now()))
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "series.remove", id, nil)
	})
}

// RestoreSeries brings a series of an element back that RemoveSeries took away; one that stands stays. Errors: NotFound.
func (s *Store) RestoreSeries(ctx context.Context, workspace, element, id string, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE series SET removed_at = NULL WHERE workspace_id = $1 AND id = $2 AND element_id = $3`, workspace, id, element)
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "series.restore", id, nil)
	})
}

// AddPoints stores values of a series, one for a day: a later one of the same day corrects the one before, which the table
// and the audit keep. It returns what was done, for UndoPoints; "" where every value stood there already. Errors: Invalid,
// each fault at points[N]; NotFound.
func (s *Store) AddPoints(ctx context.Context, workspace, id string, points []model.Point, by model.Author) (act string, err error) {
	if err := model.CheckPoints(points); err != nil {
		return "", err
	}
	err = s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.seriesThere(ctx, workspace, id); err != nil {
			return err
		}
		act, err = t.points(ctx, workspace, id, points, by)
		return err
	})
	return act, err
}

func (t *txn) seriesThere(ctx context.Context, workspace, id string) error {
	var n int
	if err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM series WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL`, workspace, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return sql.ErrNoRows
	}
	return nil
}

// RemovePoint takes the value of a day away; that day is unknown again. Errors: NotFound.
func (s *Store) RemovePoint(ctx context.Context, workspace, id, day string, by model.Author) (act string, err error) {
	err = s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.seriesThere(ctx, workspace, id); err != nil {
			return err
		}
		had, err := t.lastPoints(ctx, workspace, id)
		if err != nil {
			return err
		}
		if !had[day].value.Valid {
			return sql.ErrNoRows
		}
		act, err = t.writePoints(ctx, workspace, id, []written{{day, sql.NullFloat64{}}}, had, by)
		return err
	})
	return act, err
}

// UndoPoints takes back what AddPoints or RemovePoint did: each day has the value again that it had before, where nobody
// has changed it since. It returns the act that this was. Errors: NotFound where nothing is left to take back.
func (s *Store) UndoPoints(ctx context.Context, workspace, id, act string, by model.Author) (undo string, err error) {
	err = s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.seriesThere(ctx, workspace, id); err != nil {
			return err
		}
		had, err := t.lastPoints(ctx, workspace, id)
		if err != nil {
			return err
		}
		before, err := collect(ctx, t, func(rows *sql.Rows) (w written, err error) {
			return w, rows.Scan(&w.day, &w.value)
		}, `SELECT p.day, b.value FROM points p
			LEFT JOIN points b ON b.workspace_id = p.workspace_id AND b.series_id = p.series_id AND b.day = p.day AND b.version = p.version - 1
			WHERE p.workspace_id = $1 AND p.series_id = $2 AND p.act = $3 AND `+lastVersion+` ORDER BY p.day`, workspace, id, act)
		if err != nil {
			return err
		}
		if len(before) == 0 {
			return sql.ErrNoRows
		}
		undo, err = t.writePoints(ctx, workspace, id, before, had, by)
		return err
	})
	return undo, err
}

// version is the last value of a day.
type version struct {
	number int
	value  sql.NullFloat64 // not valid = taken away
}

// written is a value of a day to be written.
type written struct {
	day   string
	value sql.NullFloat64 // not valid = taken away
}

func (t *txn) lastPoints(ctx context.Context, workspace, id string) (map[string]version, error) {
	had := make(map[string]version)
	type row struct {
		day string
		version
	}
	list, err := collect(ctx, t, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.day, &r.number, &r.value)
	}, `SELECT day, version, value FROM points p WHERE workspace_id = $1 AND series_id = $2 AND `+lastVersion, workspace, id)
	for _, r := range list {
		had[r.day] = r.version
	}
	return had, err
}

// points writes those values that differ from what stands there.
func (t *txn) points(ctx context.Context, workspace, id string, points []model.Point, by model.Author) (string, error) {
	if len(points) == 0 {
		return "", nil
	}
	had, err := t.lastPoints(ctx, workspace, id)
	if err != nil {
		return "", err
	}
	if len(had)+len(points) > model.MaxPoints {
		return "", model.Fault(model.Invalid, "points", "series.many", "Max", model.MaxPoints)
	}
	var list []written
	for _, p := range points {
		if w := (written{p.On, sql.NullFloat64{Float64: p.Value + 0, Valid: true}}); had[p.On].value != w.value { // + 0 turns -0 into 0
			list = append(list, w)
		}
	}
	return t.writePoints(ctx, workspace, id, list, had, by)
}

// mostAudited is how many values of one act the audit names; the table of points has all.
const mostAudited = 100

func (t *txn) writePoints(ctx context.Context, workspace, id string, list []written, had map[string]version, by model.Author) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	act, now := NewID(), millis(t.store.Now())
	rows := make([][]any, len(list))
	said := []map[string]any{}
	for i, w := range list {
		rows[i] = []any{workspace, id, w.day, had[w.day].number + 1, w.value, act, by.ID, by.Name, now}
		if i < mostAudited {
			said = append(said, map[string]any{"on": w.day, "from": orNull(had[w.day].value), "to": orNull(w.value)})
		}
	}
	if err := t.insertRows(ctx, `INSERT INTO points (workspace_id, series_id, day, version, value, act, author_id, author_name, at)`, "", 9, rows); err != nil {
		return "", fmt.Errorf("points: %w", err)
	}
	return act, t.audit(ctx, workspace, by, "series.points", id, map[string]any{"count": len(list), "points": said})
}

func orNull(v sql.NullFloat64) any {
	if !v.Valid {
		return nil
	}
	return v.Float64
}

// Said is who gave a value, and when.
type Said struct {
	By string
	At time.Time
}

// WhoSaid tells of each day of a series that has a value who gave it last.
func (s *Store) WhoSaid(ctx context.Context, workspace, id string) (map[string]Said, error) {
	type row struct {
		day string
		Said
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.day, &r.By, &at)
		r.At = fromMillis(at)
		return r, err
	}, `SELECT day, author_name, at FROM points p WHERE workspace_id = $1 AND series_id = $2 AND value IS NOT NULL AND `+lastVersion, workspace, id)
	out := make(map[string]Said, len(list))
	for _, r := range list {
		out[r.day] = r.Said
	}
	return out, s.fault(err)
}
