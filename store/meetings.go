package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/model"
)

// Meeting is a mapping session: people in one room, with an agenda, a clock and a facilitator. Its code lets people join who
// have no account.
type Meeting struct {
	ID        string
	Workspace string // id
	Code      string // CodeLength letters and digits
	Title     string
	Problem   string // id of the problem it is about; "" = the whole map
	Agenda    []Stage
	Stage     int           // index of the stage at hand; -1 = not begun
	Since     time.Time     // since when the clock of the stage runs; zero = it stands
	Left      time.Duration // what the clock had left then; below zero = over time
	Door      string        // DoorOpen, DoorWaiting
	Follow    string        // path to which everybody was brought; "" = each where they are
	Notes     string        // the facilitator's
	By        string        // id of the person who made it
	Created   time.Time
	Begun     time.Time // zero = not begun
	Ended     time.Time // zero = not over
	Version   int64     // counts all that happens in it
}

// Stage is one part of an agenda.
type Stage struct {
	Kind    string `json:"kind"`             // what is done in it, see StageKinds
	Title   string `json:"title,omitempty"`  // "" = as its kind is called
	Prompt  string `json:"prompt,omitempty"` // what participants are asked; "" = as its kind asks
	Minutes int    `json:"minutes"`          // 1–240
}

// StageKinds are the kinds of stage, in the order of the method.
var StageKinds = []string{"choose", "tell", "shape", "write", "merge", "dig", "read", "act", "cure", "decide", "free"}

// The agendas to begin from: the quick one takes half an hour, the full one an hour and a half. Do not change them.
var (
	QuickAgenda = []Stage{{Kind: "choose", Minutes: 5}, {Kind: "write", Minutes: 5}, {Kind: "merge", Minutes: 5}, {Kind: "dig", Minutes: 10},
		{Kind: "act", Minutes: 5}, {Kind: "decide", Minutes: 5}}
	FullAgenda = []Stage{{Kind: "choose", Minutes: 5}, {Kind: "tell", Minutes: 12}, {Kind: "shape", Minutes: 10}, {Kind: "write", Minutes: 5}, {Kind: "merge", Minutes: 8},
		{Kind: "dig", Minutes: 20}, {Kind: "read", Minutes: 8}, {Kind: "act", Minutes: 7}, {Kind: "cure", Minutes: 10}, {Kind: "decide", Minutes: 5}}
)

// Doors: everybody may come in, or each waits until the facilitator lets them in.
const (
	DoorOpen    = "open"
	DoorWaiting = "waiting"
)

// CodeLength is the length of the code of a meeting: 8 of 31 signs are 40 bits.
const CodeLength = 8

// codeSigns leaves out what is taken for something else.
const codeSigns = "ABCDEFGHJKLMNPQRSTUVWXYZ2345679"

// Bounds of a meeting.
const (
	mostStages  = 30
	mostMinutes = 240
	mostPeople  = 200
	mostCards   = 20_000
	mostAMinute = 60 // cards of one participant
)

func newCode() string {
	code := make([]byte, 0, CodeLength)
	for len(code) < CodeLength {
		var b [1]byte
		rand.Read(b[:])                                     // never fails, says its documentation
		if b[0] < byte(256/len(codeSigns)*len(codeSigns)) { // each sign is as likely
			code = append(code, codeSigns[int(b[0])%len(codeSigns)])
		}
	}
	return string(code)
}

// NormalCode is a code as people type it, "kqtm 7wpx", in its one form; "" where it cannot be one.
func NormalCode(typed string) string {
	code := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	if len(code) != CodeLength || strings.Trim(code, codeSigns) != "" {
		return ""
	}
	return code
}

// Over says whether the meeting has ended.
func (m Meeting) Over() bool { return !m.Ended.IsZero() }

// Now is the stage at hand, nil before the first and after the last.
func (m Meeting) Now() *Stage {
	if m.Stage < 0 || m.Stage >= len(m.Agenda) {
		return nil
	}
	return &m.Agenda[m.Stage]
}

// Remains is what the clock of the stage has left at a moment; below zero it is over time.
func (m Meeting) Remains(now time.Time) time.Duration {
	if m.Since.IsZero() {
		return m.Left
	}
	return m.Left - now.Sub(m.Since)
}

// Enter goes to a stage and starts its clock; len(Agenda) is behind the last.
func (m *Meeting) Enter(stage int, now time.Time) {
	m.Stage = max(0, min(stage, len(m.Agenda)))
	m.Since, m.Left = time.Time{}, 0
	if m.Begun.IsZero() {
		m.Begun = now
	}
	if s := m.Now(); s != nil {
		m.Since, m.Left = now, time.Duration(s.Minutes)*time.Minute
	}
}

// Pause stops the clock, or lets it run on.
func (m *Meeting) Pause(now time.Time) {
	if m.Since.IsZero() {
		m.Since = now
		return
	}
	m.Left, m.Since = m.Remains(now), time.Time{}
}

// Extend gives the stage more time.
func (m *Meeting) Extend(d time.Duration) { m.Left += d }

// check refuses what cannot be a meeting.
func (m *Meeting) check() error {
	m.Title = strings.TrimSpace(m.Title)
	switch {
	case m.Title == "":
		return model.Fault(model.Invalid, "title", "required")
	case utf8.RuneCountInString(m.Title) > model.MaxName || !utf8.ValidString(m.Title):
		return model.Fault(model.Invalid, "title", "meeting.long", "Most", model.MaxName)
	case len(m.Notes) > model.MaxText || !utf8.ValidString(m.Notes):
		return model.Fault(model.Invalid, "notes", "prop.text")
	case len(m.Agenda) == 0 || len(m.Agenda) > mostStages:
		return model.Fault(model.Invalid, "agenda", "meeting.agenda", "Most", mostStages)
	case m.Door != DoorOpen && m.Door != DoorWaiting:
		return model.Fault(model.Invalid, "door", "meeting.door")
	}
	for _, s := range m.Agenda {
		if !slices.Contains(StageKinds, s.Kind) || s.Minutes < 1 || s.Minutes > mostMinutes ||
			utf8.RuneCountInString(s.Title) > 200 || utf8.RuneCountInString(s.Prompt) > 1000 {
			return model.Fault(model.Invalid, "agenda", "meeting.stage", "Most", mostMinutes)
		}
	}
	return nil
}

// AddMeeting makes a meeting; it can be joined at once. Errors: Invalid.
func (s *Store) AddMeeting(ctx context.Context, m Meeting, by model.Author) (Meeting, error) {
	m.ID, m.Stage, m.By, m.Created = NewElementID("meeting"), -1, by.ID, s.Now()
	if m.Door == "" {
		m.Door = DoorOpen
	}
	if err := m.check(); err != nil {
		return m, err
	}
	m.Code = newCode()
	agenda, err := json.Marshal(m.Agenda)
	if err != nil {
		return m, err
	}
	err = s.write(ctx, func(t *txn) error {
		_, err := t.ExecContext(ctx, `
			INSERT INTO meetings (workspace_id, id, code, title, problem_id, agenda, stage, left_ms, door, follow, notes, created_by, created_at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, '', $9, $10, $11, 0)`,
			m.Workspace, m.ID, m.Code, m.Title, m.Problem, string(agenda), m.Stage, m.Door, m.Notes, m.By, millis(m.Created))
		if err != nil {
			return err
		}
		return t.audit(ctx, m.Workspace, by, "meeting.add", m.ID, map[string]any{"title": m.Title})
	})
	return m, err
}

const meetingColumns = `m.id, m.workspace_id, m.code, m.title, m.problem_id, m.agenda, m.stage, m.runs_since, m.left_ms, m.door, m.follow, m.notes,
	m.created_by, m.created_at, m.begun_at, m.ended_at, m.version`

func scanMeeting(row interface{ Scan(...any) error }, more ...any) (m Meeting, err error) {
	var agenda []byte
	var since, begun, ended sql.NullInt64
	var left, created int64
	if err := row.Scan(append([]any{&m.ID, &m.Workspace, &m.Code, &m.Title, &m.Problem, &agenda, &m.Stage, &since, &left, &m.Door, &m.Follow, &m.Notes,
		&m.By, &created, &begun, &ended, &m.Version}, more...)...); err != nil {
		return m, err
	}
	m.Since, m.Left, m.Created = sometime(since), time.Duration(left)*time.Millisecond, fromMillis(created)
	m.Begun, m.Ended = sometime(begun), sometime(ended)
	return m, json.Unmarshal(agenda, &m.Agenda)
}

// sometime is a time that may be none.
func sometime(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}

// unlessNever is a time for a column that is NULL for none.
func unlessNever(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return millis(t)
}

// Meetings lists the meetings of a workspace, newest first.
func (s *Store) Meetings(ctx context.Context, workspace string) ([]Meeting, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Meeting, error) { return scanMeeting(rows) },
		`SELECT `+meetingColumns+` FROM meetings m WHERE m.workspace_id = $1 ORDER BY m.created_at DESC, m.id`, workspace)
	return list, s.fault(err)
}

// Meeting returns a meeting. Errors: NotFound.
func (s *Store) Meeting(ctx context.Context, workspace, id string) (Meeting, error) {
	m, err := oneMeeting(ctx, s.db, workspace, id)
	return m, s.fault(err)
}

func oneMeeting(ctx context.Context, q querier, workspace, id string) (Meeting, error) {
	return scanMeeting(q.QueryRowContext(ctx, `SELECT `+meetingColumns+` FROM meetings m WHERE m.workspace_id = $1 AND m.id = $2`, workspace, id))
}

// joinTries is how many wrong codes are taken from one who asks, within signInWindow. A whole room may sit behind one address.
const joinTries = 100

// MeetingByCode returns the meeting that a code leads to, while it lasts. Wrong codes are counted for who asks, an address or a
// person; after too many, right ones lead nowhere either for a while, so that they cannot be guessed. Errors: NotFound, alike
// for unknown and ended ones; TooMany.
func (s *Store) MeetingByCode(ctx context.Context, typed, who string) (Meeting, error) {
	tries := limit{"join:" + who, joinTries}
	var wrong int
	if err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM attempts WHERE key = $1 AND at >= $2`, tries.key, millis(s.Now().Add(-signInWindow))).Scan(&wrong); err != nil {
		return Meeting{}, s.fault(err)
	}
	if wrong >= tries.most {
		return Meeting{}, model.Fault(model.TooMany, "", "sign-in.many")
	}
	code := NormalCode(typed)
	m, err := scanMeeting(s.db.QueryRowContext(ctx, `SELECT `+meetingColumns+` FROM meetings m JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.code = $1 AND m.ended_at IS NULL AND w.deleted_at IS NULL`, code))
	if errors.Is(err, sql.ErrNoRows) {
		if err := s.attempt(ctx, s.Now(), []limit{tries}); err != nil {
			return m, err
		}
	}
	return m, s.fault(err)
}

// SetMeeting changes a meeting: edit is called on it as it stands, within the transaction. Errors: NotFound; Invalid; Conflict
// where it is over; those of edit.
func (s *Store) SetMeeting(ctx context.Context, workspace, id string, by model.Author, edit func(*Meeting) error) (Meeting, error) {
	var m Meeting
	err := s.write(ctx, func(t *txn) (err error) {
		m, err = t.setMeeting(ctx, workspace, id, by, edit)
		return err
	})
	return m, err
}

func (t *txn) setMeeting(ctx context.Context, workspace, id string, by model.Author, edit func(*Meeting) error) (Meeting, error) {
	if err := t.happen(ctx, workspace, id); err != nil {
		return Meeting{}, err
	}
	m, err := oneMeeting(ctx, t, workspace, id)
	if err != nil {
		return m, err
	}
	if err := edit(&m); err != nil {
		return m, err
	}
	if err := m.check(); err != nil {
		return m, err
	}
	agenda, err := json.Marshal(m.Agenda)
	if err != nil {
		return m, err
	}
	_, err = t.ExecContext(ctx, `UPDATE meetings SET title = $3, problem_id = $4, agenda = $5, stage = $6, runs_since = $7, left_ms = $8, door = $9,
			follow = $10, notes = $11, begun_at = $12 WHERE workspace_id = $1 AND id = $2`, workspace, id, m.Title, m.Problem, string(agenda), m.Stage,
		unlessNever(m.Since), m.Left.Milliseconds(), m.Door, m.Follow, m.Notes, unlessNever(m.Begun))
	if err != nil {
		return m, err
	}
	return m, t.audit(ctx, workspace, by, "meeting.set", id, map[string]any{"stage": m.Stage, "door": m.Door})
}

// EndMeeting ends a meeting: guests without an account have no right any more, and its code leads nowhere. Errors: NotFound;
// Conflict where it is over.
func (s *Store) EndMeeting(ctx context.Context, workspace, id string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, workspace, id); err != nil {
			return err
		}
		m, err := oneMeeting(ctx, t, workspace, id)
		if err != nil {
			return err
		}
		if !m.Since.IsZero() {
			m.Pause(s.Now())
		}
		_, err = t.ExecContext(ctx, `UPDATE meetings SET ended_at = $3, runs_since = NULL, left_ms = $4, follow = '' WHERE workspace_id = $1 AND id = $2`,
			workspace, id, millis(s.Now()), m.Left.Milliseconds())
		if err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "meeting.end", id, nil)
	})
}

// happen says that something happens in a meeting: its version counts on, and those who watch are woken once it is durable. It
// also holds the meeting until the transaction ends. Errors: NotFound; Conflict where it is over.
func (t *txn) happen(ctx context.Context, workspace, id string) error {
	r, err := t.ExecContext(ctx, `UPDATE meetings SET version = version + 1 WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL`, workspace, id)
	if err := oneRow(r, err); err != nil {
		if _, there := oneMeeting(ctx, t, workspace, id); errors.Is(err, sql.ErrNoRows) && there == nil {
			return model.Fault(model.Conflict, "", "meeting.over")
		}
		return err
	}
	return t.wake(ctx, workspace)
}

// MeetingChanges lists the changes that were made in a meeting, oldest first.
func (s *Store) MeetingChanges(ctx context.Context, workspace, meeting string) ([]Entry, error) {
	list, err := entries(ctx, s.db, `workspace_id = $1 AND revision IN (SELECT revision FROM meeting_changes WHERE workspace_id = $1 AND meeting_id = $2) ORDER BY revision`,
		workspace, meeting)
	return list, s.fault(err)
}
