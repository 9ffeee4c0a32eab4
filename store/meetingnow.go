package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rootline/model"
)

// MeetingLasts is how long after its beginning a meeting that nobody ended still gathers what is changed.
const MeetingLasts = 12 * time.Hour

// takesPart is the condition under which a person, $2, takes part in a meeting m of a workspace, $1, that began after $3.
const takesPart = `m.workspace_id = $1 AND m.ended_at IS NULL AND m.begun_at > $3 AND (m.created_by = $2
	OR EXISTS (SELECT 1 FROM guests g WHERE g.workspace_id = $1 AND g.meeting_id = m.id AND g.standing = 'in' AND (g.user_id = $2 OR g.user_id = '' AND g.id = $2)))`

// meet notes a change in the meetings in which its author takes part.
func (t *txn) meet(ctx context.Context, rev model.Revision, c model.Change) error {
	if c.Author.Kind != model.ByUser && c.Author.Kind != model.ByGuest || c.Author.ID == "" {
		return nil
	}
	_, err := t.ExecContext(ctx, `INSERT INTO meeting_changes (workspace_id, meeting_id, revision)
		SELECT m.workspace_id, m.id, $4 FROM meetings m WHERE `+takesPart+` OR m.workspace_id = $1 AND m.id = $5`,
		c.Workspace, c.Author.ID, millis(t.store.Now().Add(-MeetingLasts)), rev, t.meeting)
	return err
}

// Promote commits a change that makes a card part of the model: the card, which is as its facilitator saw it, knows what it
// became, and the meeting what was made in it. A card becomes one thing at a time. Errors: as Commit; Conflict where the meeting
// is over, or where the card has become something else or is gone meanwhile.
func (s *Store) Promote(ctx context.Context, m Meeting, card Card, element string, c model.Change) (Done, error) {
	c.Workspace, c.State = m.Workspace, model.Current
	return s.commit(ctx, c, func(t *txn, _ *model.Change) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		t.meeting = m.ID
		r, err := t.ExecContext(ctx, `UPDATE cards SET element_id = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3 AND element_id = $5 AND removed_at IS NULL`,
			m.Workspace, m.ID, card.ID, element, card.Element)
		if err = oneRow(r, err); errors.Is(err, sql.ErrNoRows) {
			return model.Fault(model.Conflict, "", "meeting.promoted")
		}
		return err
	})
}

// MeetingOf returns the meeting under way in which a person takes part, the newest of several. Errors: NotFound.
func (s *Store) MeetingOf(ctx context.Context, workspace, user string) (Meeting, error) {
	m, err := scanMeeting(s.db.QueryRowContext(ctx, `SELECT `+meetingColumns+` FROM meetings m WHERE `+takesPart+` ORDER BY m.begun_at DESC LIMIT 1`,
		workspace, user, millis(s.Now().Add(-MeetingLasts))))
	if errors.Is(err, sql.ErrNoRows) {
		return m, model.Fault(model.NotFound, "", "not-found")
	}
	return m, s.fault(err)
}

// Pulse is what changes when something happens in a meeting.
type Pulse struct {
	Version int64
	Follow  string // path to which everybody was brought
}

// Pulses are those of the meetings of a workspace that are not over, by id.
func (s *Store) Pulses(ctx context.Context, workspace string) (map[string]Pulse, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, version, follow FROM meetings WHERE workspace_id = $1 AND ended_at IS NULL`, workspace)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	out := map[string]Pulse{}
	for rows.Next() {
		var id string
		var p Pulse
		if err := rows.Scan(&id, &p.Version, &p.Follow); err != nil {
			return nil, s.fault(err)
		}
		out[id] = p
	}
	return out, s.fault(rows.Err())
}
