package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rootline/model"
)

// SetAgenda gives a meeting another agenda; from tells, for each of its stages, where it stood before, -1 for a new one. Cards,
// votes and the stage at hand go with their stages. Errors: NotFound; Invalid; Conflict where the meeting is over, where the
// agenda is not as long as before, so that somebody else has changed it, or where a stage goes in which something was written.
func (s *Store) SetAgenda(ctx context.Context, workspace, id string, by model.Author, before int, agenda []Stage, from []int) (Meeting, error) {
	var m Meeting
	err := s.write(ctx, func(t *txn) error {
		var err error
		m, err = t.setMeeting(ctx, workspace, id, by, func(m *Meeting) error {
			if before != len(m.Agenda) || len(from) != len(agenda) {
				return model.Fault(model.Conflict, "", "meeting.agenda.moved")
			}
			for old := range m.Agenda {
				if slices.Contains(from, old) {
					continue
				}
				var n int
				if err := t.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND stage = $3 AND removed_at IS NULL)
					+ (SELECT COUNT(*) FROM polls WHERE workspace_id = $1 AND meeting_id = $2 AND stage = $3)`, workspace, id, old).Scan(&n); err != nil {
					return err
				}
				if n > 0 || old == m.Stage {
					return model.Fault(model.Conflict, "", "meeting.agenda.used")
				}
			}
			m.Agenda = agenda
			if m.Stage >= before { // behind the last
				m.Stage = len(agenda)
			} else if m.Stage >= 0 {
				m.Stage = slices.Index(from, m.Stage)
			}
			return nil
		})
		if err != nil {
			return err
		}
		var moves strings.Builder
		for now, old := range from {
			if old >= 0 {
				fmt.Fprintf(&moves, " WHEN %d THEN %d", old, now)
			}
		}
		if moves.Len() == 0 {
			return nil
		}
		for _, table := range []string{"cards", "polls"} {
			if _, err := t.ExecContext(ctx, `UPDATE `+table+` SET stage = CASE stage`+moves.String()+` ELSE stage END WHERE workspace_id = $1 AND meeting_id = $2`, workspace, id); err != nil {
				return err
			}
		}
		return nil
	})
	return m, err
}
