package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rootline/model"
)

// Entry is one change as the log keeps it.
type Entry struct {
	model.Change
	Revision model.Revision
	UndoneBy model.Revision // the revision that took it back; 0 = it stands
	RedoneBy model.Revision // the revision that, by taking back an undo, let it stand again; 0 = none
	Inverse  []model.Op
	Long     bool // it has very many ops, and they are left out: see Lately
}

const entryColumns = `revision, id, state, title, author_kind, author_id, author_name, at, client_id, ops, inverse, undoes, undone_by, redone_by, template, answers, needs, titles`

// entries reads changes of the log; where is the condition and order.
func entries(ctx context.Context, q querier, where string, args ...any) ([]Entry, error) {
	list, err := collect(ctx, q, scanEntry, `SELECT `+entryColumns+` FROM changes WHERE `+where, args...)
	for i := range list {
		list[i].Workspace, _ = args[0].(string)
	}
	return list, err
}

func scanEntry(rows *sql.Rows) (Entry, error) {
	var e Entry
	var at int64
	var client sql.NullString
	var undone, redone sql.NullInt64
	var ops, inverse, undoes, answers, needs, titles []byte
	err := rows.Scan(&e.Revision, &e.ID, &e.State, &e.Title, &e.Author.Kind, &e.Author.ID, &e.Author.Name, &at, &client,
		&ops, &inverse, &undoes, &undone, &redone, &e.Template, &answers, &needs, &titles)
	if err != nil {
		return e, err
	}
	e.At, e.ClientID = fromMillis(at), client.String
	e.UndoneBy, e.RedoneBy = model.Revision(undone.Int64), model.Revision(redone.Int64)
	err = errors.Join(json.Unmarshal(undoes, &e.Undoes), json.Unmarshal(answers, &e.Answers), json.Unmarshal(needs, &e.Needs), json.Unmarshal(titles, &e.Titles))
	if len(ops) > 0 { // none: see smallColumns
		err = errors.Join(err, json.Unmarshal(ops, &e.Ops), json.Unmarshal(inverse, &e.Inverse))
	}
	return e, err
}

// Log returns the changes after a revision, whatever their state, in order, at most limit.
func (s *Store) Log(ctx context.Context, workspace string, since model.Revision, limit int) ([]Entry, error) {
	return s.read(ctx, `workspace_id = $1 AND revision > $2 ORDER BY revision LIMIT $3`, workspace, since, limit)
}

// Recent returns the newest changes before a revision (0 = the newest of all), newest first, at most limit.
func (s *Store) Recent(ctx context.Context, workspace string, before model.Revision, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1 << 62
	}
	return s.read(ctx, `workspace_id = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3`, workspace, before, limit)
}

// History returns the changes that concerned an element or link, or a link to or from it, newest first, at most limit.
func (s *Store) History(ctx context.Context, workspace, id string, limit int) ([]Entry, error) {
	return s.read(ctx, `workspace_id = $1 AND revision IN (
			SELECT revision FROM touched WHERE workspace_id = $1 AND target_id = $2 ORDER BY revision DESC LIMIT $3)
		ORDER BY revision DESC`, workspace, id, limit)
}

// Entry returns one change. Errors: NotFound.
func (s *Store) Entry(ctx context.Context, workspace, id string) (Entry, error) {
	e, err := oneEntry(ctx, s.db, workspace, id)
	return e, s.fault(err)
}

func oneEntry(ctx context.Context, q querier, workspace, id string) (Entry, error) {
	list, err := entries(ctx, q, `workspace_id = $1 AND id = $2`, workspace, id)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Entry{}, err
	}
	return list[0], nil
}

// LastOwn returns the newest change of this person in a state that stands and is no undo itself: what Ctrl+Z takes back.
// Errors: NotFound.
func (s *Store) LastOwn(ctx context.Context, workspace, state, user string) (Entry, error) {
	list, err := entries(ctx, s.db, `workspace_id = $1 AND author_id = $2 AND author_kind = 'user' AND undone_by IS NULL
		AND undoes = '[]' AND state = $3 ORDER BY revision DESC LIMIT 1`, workspace, user, cmp.Or(state, model.Current))
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Entry{}, s.fault(err)
	}
	return list[0], nil
}

// LastUndone returns the newest undo by this person in a state that stands, where they have changed nothing since: what
// Ctrl+Shift+Z takes back. Errors: NotFound.
func (s *Store) LastUndone(ctx context.Context, workspace, state, user string) (Entry, error) {
	const far = 200 // own changes; who has gone back further has another way
	list, err := s.brief(ctx, workspace, `author_id = $2 AND author_kind = 'user' AND state = $3 ORDER BY revision DESC LIMIT $4`,
		user, cmp.Or(state, model.Current), far)
	if err != nil {
		return Entry{}, err
	}
	for _, e := range list {
		if e.UndoneBy != 0 {
			continue
		}
		if len(e.Undoes) == 0 {
			break // a new change: there is nothing to go forward to
		}
		first, err := oneEntry(ctx, s.db, workspace, e.Undoes[0])
		if err != nil {
			return Entry{}, s.fault(err)
		}
		if len(first.Undoes) == 0 {
			return e, nil
		}
	}
	return Entry{}, s.fault(sql.ErrNoRows)
}

// Removals returns changes of a line that stand and took something away that is not there, newest first, those before a
// revision (0 = the newest of all), at most limit. Of the states of the line all changes are returned: what they took away,
// their ops tell. A change with very many ops comes as of Lately.
func (s *Store) Removals(ctx context.Context, workspace string, line Line, before model.Revision, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1 << 62
	}
	within, args := line.within(4)
	return s.brief(ctx, workspace, `revision < $2 AND undone_by IS NULL AND `+within+`
		AND (state <> 'current' OR revision IN (SELECT revision FROM removed WHERE workspace_id = $1))
		ORDER BY revision DESC LIMIT $3`, append([]any{before, limit}, args...)...)
}

// GraphAt returns the graph of the current state as it stood at a revision, by taking back what came since. Errors:
// NotFound where the workspace is not there; Invalid where the revision is ahead of it.
func (s *Store) GraphAt(ctx context.Context, workspace string, at model.Revision) (*model.Graph, error) {
	g, rev, err := s.Graph(ctx, workspace)
	if err != nil || at == rev {
		return g, err
	}
	if at > rev || at < 0 {
		return nil, model.Fault(model.Invalid, "at", "revision.ahead", "At", at, "Revision", rev)
	}
	from := s.past.near(workspace, at, versioned{graph: g, at: rev})
	if from.at == at {
		return from.graph, nil
	}
	if g, err = graphBefore(ctx, s.db, workspace, from, at); err != nil {
		return nil, s.fault(err)
	}
	s.past.put(workspace, versioned{graph: g, at: at})
	return g, nil
}

// graphBefore takes back what changed the current state since a revision.
func graphBefore(ctx context.Context, q querier, workspace string, v versioned, at model.Revision) (*model.Graph, error) {
	g := v.graph
	later, err := opsOf(ctx, q, `SELECT inverse FROM changes
		WHERE workspace_id = $1 AND state = 'current' AND revision > $2 AND revision <= $3 ORDER BY revision DESC`, workspace, at, v.at)
	if err != nil {
		return nil, err
	}
	for i, ops := range later {
		if g, _, err = g.Apply(model.Change{Ops: ops}); err != nil {
			return nil, fmt.Errorf("%d changes before revision %d: %w", i+1, v.at, err)
		}
	}
	return g, nil
}

// opsOf reads lists of ops, one to a row.
func opsOf(ctx context.Context, q querier, query string, args ...any) ([][]model.Op, error) {
	return collect(ctx, q, func(rows *sql.Rows) (ops []model.Op, err error) {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		return ops, json.Unmarshal(b, &ops)
	}, query, args...)
}

// entriesAbout reads the changes after a revision that concern one of these ids, whatever their state, in order.
func entriesAbout(ctx context.Context, q querier, workspace string, ids []string, since model.Revision) ([]Entry, error) {
	var list []Entry
	err := inChunks(slices.Compact(slices.Sorted(slices.Values(ids))), func(ids []string) error {
		some, err := entries(ctx, q, `workspace_id = $1 AND revision IN (
			SELECT revision FROM touched WHERE workspace_id = $1 AND revision > $2 AND target_id IN (`+postgresDialect.marks(3, len(ids))+`))`,
			withIDs(ids, workspace, since)...)
		list = append(list, some...)
		return err
	})
	byRevision := func(a, b Entry) int { return cmp.Compare(a.Revision, b.Revision) }
	slices.SortFunc(list, byRevision)
	return slices.CompactFunc(list, func(a, b Entry) bool { return a.Revision == b.Revision }), err
}

// RevisionBefore is the last revision that was made before a moment, 0 where there was none.
func (s *Store) RevisionBefore(ctx context.Context, workspace string, moment time.Time) (rev model.Revision, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT COALESCE(MAX(revision), 0) FROM changes WHERE workspace_id = $1 AND at < $2`, workspace, millis(moment)).Scan(&rev)
	return rev, s.fault(err)
}

// Around returns the last change up to a revision that is of a line of states, and the revisions of those before and after it; 0
// where there is none.
func (s *Store) Around(ctx context.Context, workspace string, line Line, at model.Revision) (now Entry, before, after model.Revision, err error) {
	within, args := line.within(3)
	one := func(condition, order string, at model.Revision) (Entry, error) {
		list, err := s.read(ctx, `workspace_id = $1 AND `+condition+` AND `+within+` ORDER BY revision `+order+` LIMIT 1`, append([]any{workspace, at}, args...)...)
		if err != nil || len(list) == 0 {
			return Entry{}, err
		}
		return list[0], nil
	}
	if now, err = one(`revision <= $2`, `DESC`, at); err != nil {
		return now, 0, 0, err
	}
	previous, err := one(`revision < $2`, `DESC`, now.Revision)
	if err != nil {
		return now, 0, 0, err
	}
	next, err := one(`revision > $2`, `ASC`, max(at, now.Revision))
	return now, previous.Revision, next.Revision, err
}
