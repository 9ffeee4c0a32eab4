package store

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"rootline/model"
)

// AgendaMark stands for the agenda as it is: a form that shows it sends it back.
func (m Meeting) AgendaMark() string {
	h := fnv.New64a()
	for _, s := range m.Agenda {
		h.Write(fmt.Appendf(nil, "%q %q %q %d\n", s.Kind, s.Title, s.Prompt, s.Minutes))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// SetAgenda gives a meeting another agenda than the one that mark stands for; from tells, for each of its stages, where it stood
// before, -1 for a new one. Cards, votes and the stage at hand go with their stages. Errors: NotFound; Invalid; Conflict where
// the meeting is over, where somebody else has changed the agenda, or where a stage goes in which something was written.
func (s *Store) SetAgenda(ctx context.Context, workspace, id string, by model.Author, mark string, agenda []Stage, from []int) (Meeting, error) {
	var m Meeting
	err := s.write(ctx, func(t *txn) error {
		var err error
		m, err = t.setMeeting(ctx, workspace, id, by, func(m *Meeting) error {
			before := len(m.Agenda)
			if mark != m.AgendaMark() && slices.Equal(m.Agenda, agenda) { // it came twice
				return nil
			}
			if mark != m.AgendaMark() || len(from) != len(agenda) {
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
