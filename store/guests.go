package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/model"
)

// Guest is somebody who takes part in a meeting, with or without an account.
type Guest struct {
	ID       string
	User     string // id; "" = without an account
	Name     string
	Role     string    // at work, in their words
	Standing string    // GuestWaiting, GuestIn, GuestOut
	Hand     time.Time // since when the hand is up; zero = it is not
	Mood     string    // what they show the others, see Moods; "" = nothing
	MoodAt   time.Time // since when
	Joined   time.Time
	Seen     time.Time
}

// Where a guest stands.
const (
	GuestWaiting = "waiting" // at the door
	GuestIn      = "in"
	GuestOut     = "out" // left, or was sent out
)

// Author is the guest as the author of a change: within the meeting, those without an account have a contributor's rights.
func (g Guest) Author() model.Author {
	if g.User != "" {
		return model.Author{Kind: model.ByUser, ID: g.User, Name: g.Name}
	}
	return model.Author{Kind: model.ByGuest, ID: g.ID, Name: g.Name}
}

const guestColumns = `g.id, g.user_id, g.name, g.role, g.standing, g.hand_at, g.mood, g.mood_at, g.joined_at, g.seen_at`

func scanGuest(row interface{ Scan(...any) error }, more ...any) (g Guest, err error) {
	var hand, mood sql.NullInt64
	var joined, seen int64
	err = row.Scan(append([]any{&g.ID, &g.User, &g.Name, &g.Role, &g.Standing, &hand, &g.Mood, &mood, &joined, &seen}, more...)...)
	g.Hand, g.MoodAt, g.Joined, g.Seen = sometime(hand), sometime(mood), fromMillis(joined), fromMillis(seen)
	return g, err
}

// mostName is the longest name or role that a guest gives, in characters.
const mostName = 80

// member is the condition under which a guest, g, who has an account is still a member of the workspace.
const member = `(g.user_id = '' OR EXISTS (SELECT 1 FROM members b WHERE b.workspace_id = g.workspace_id AND b.user_id = g.user_id))`

// Join lets somebody into a meeting, or to its door. One with an account takes part once, under that name; another gets a
// secret, which is shown once and ends with the meeting. Errors: Invalid; Conflict where it is over or full.
func (s *Store) Join(ctx context.Context, m Meeting, g Guest) (Guest, string, error) {
	g.Name, g.Role = strings.TrimSpace(g.Name), strings.TrimSpace(g.Role)
	if g.Name == "" {
		return g, "", model.Fault(model.Invalid, "name", "required")
	}
	if model.Blank(g.Name) {
		return g, "", model.Fault(model.Invalid, "name", "name.blank")
	}
	if !named(g.Name, mostName) {
		return g, "", model.Fault(model.Invalid, "name", "meeting.long", "Most", mostName)
	}
	if g.Role != "" && !named(g.Role, mostName) {
		return g, "", model.Fault(model.Invalid, "role", "meeting.long", "Most", mostName)
	}
	g.ID, g.Joined, g.Seen = NewID(), s.Now(), s.Now()
	secret := ""
	err := s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		if g.User != "" {
			again, err := scanGuest(t.QueryRowContext(ctx, `SELECT `+guestColumns+` FROM guests g WHERE g.workspace_id = $1 AND g.meeting_id = $2 AND g.user_id = $3`, m.Workspace, m.ID, g.User))
			if err == nil {
				g.ID = again.ID
				_, err := t.ExecContext(ctx, `UPDATE guests SET standing = 'in', seen_at = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`, m.Workspace, m.ID, g.ID, millis(g.Seen))
				g.Standing, g.Joined = GuestIn, again.Joined
				return err
			}
			if !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		now, err := oneMeeting(ctx, t, m.Workspace, m.ID)
		if err != nil {
			return err
		}
		var n int
		if err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM guests WHERE workspace_id = $1 AND meeting_id = $2 AND standing <> 'out'`, m.Workspace, m.ID).Scan(&n); err != nil {
			return err
		}
		if n >= mostPeople {
			return model.Fault(model.Conflict, "", "meeting.full", "Most", mostPeople)
		}
		g.Standing = GuestIn
		if now.Door == DoorWaiting && g.User == "" {
			g.Standing = GuestWaiting
		}
		var hash any
		if g.User == "" {
			secret = newSecret()
			hash = hashSecret(secret)
		}
		_, err = t.ExecContext(ctx, `INSERT INTO guests (workspace_id, meeting_id, id, user_id, name, role, secret_hash, standing, joined_at, seen_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, m.Workspace, m.ID, g.ID, g.User, g.Name, g.Role, hash, g.Standing, millis(g.Joined), millis(g.Seen))
		return err
	})
	return g, secret, err
}

// named says whether a text can be a name of at most so many characters: it shows something, on one line.
func named(text string, most int) bool {
	return text != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= most && !strings.ContainsAny(text, "\n\r\x00")
}

// GuestBySecret returns the guest that a secret stands for, and the meeting. Errors: NotFound, alike for unknown ones, those
// who were sent out, and those of a meeting that is over.
func (s *Store) GuestBySecret(ctx context.Context, secret string) (Guest, Meeting, error) {
	var workspace, meeting string
	g, err := scanGuest(s.db.QueryRowContext(ctx, `SELECT `+guestColumns+`, g.workspace_id, g.meeting_id FROM guests g
		JOIN meetings m ON m.workspace_id = g.workspace_id AND m.id = g.meeting_id
		JOIN workspaces w ON w.id = g.workspace_id
		WHERE g.secret_hash = $1 AND g.standing <> 'out' AND m.ended_at IS NULL AND w.deleted_at IS NULL`, hashSecret(secret)), &workspace, &meeting)
	if err != nil {
		return g, Meeting{}, s.fault(err)
	}
	m, err := s.Meeting(ctx, workspace, meeting)
	return g, m, err
}

// GuestOnce returns the ids of the meeting that somebody came to with this secret, and of the guest they were, also where it is
// over. Errors: NotFound.
func (s *Store) GuestOnce(ctx context.Context, secret string) (meeting, guest string, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT meeting_id, id FROM guests WHERE secret_hash = $1`, hashSecret(secret)).Scan(&meeting, &guest)
	return meeting, guest, s.fault(err)
}

// GuestOf returns a member's part in a meeting. Errors: NotFound, also for one who is a member no more.
func (s *Store) GuestOf(ctx context.Context, m Meeting, user string) (Guest, error) {
	g, err := scanGuest(s.db.QueryRowContext(ctx, `SELECT `+guestColumns+` FROM guests g
		WHERE g.workspace_id = $1 AND g.meeting_id = $2 AND g.user_id = $3 AND g.user_id <> '' AND `+member, m.Workspace, m.ID, user))
	return g, s.fault(err)
}

// Guests lists all who take or took part in a meeting, as they came.
func (s *Store) Guests(ctx context.Context, m Meeting) ([]Guest, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Guest, error) { return scanGuest(rows) },
		`SELECT `+guestColumns+` FROM guests g WHERE g.workspace_id = $1 AND g.meeting_id = $2 ORDER BY g.joined_at, g.id`, m.Workspace, m.ID)
	return list, s.fault(err)
}

// Stand lets a guest in, or out. Errors: NotFound; Conflict where the meeting is over.
func (s *Store) Stand(ctx context.Context, m Meeting, guest, standing string, by model.Author) error {
	if standing != GuestIn && standing != GuestOut {
		return model.Fault(model.Invalid, "standing", "required")
	}
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		r, err := t.ExecContext(ctx, `UPDATE guests SET standing = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`, m.Workspace, m.ID, guest, standing)
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, m.Workspace, by, "meeting.guest", guest, map[string]any{"standing": standing})
	})
}

// RaiseHand puts a guest's hand up, or down. Errors: NotFound; Conflict where the meeting is over.
func (s *Store) RaiseHand(ctx context.Context, m Meeting, guest string, up bool) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		var at any
		if up {
			at = millis(s.Now())
		}
		r, err := t.ExecContext(ctx, `UPDATE guests SET hand_at = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`, m.Workspace, m.ID, guest, at)
		return oneRow(r, err)
	})
}

// Moods are what a participant can show the others without a word, in the order of their menu.
var Moods = []string{"agree", "well", "wonder", "slower", "break"}

// MoodLasts is how long a mood is shown.
const MoodLasts = 2 * time.Minute

// ShowMood shows the others what a guest feels for a while; "" takes it back. Errors: NotFound; Invalid; Conflict where the
// meeting is over.
func (s *Store) ShowMood(ctx context.Context, m Meeting, guest, mood string) error {
	if mood != "" && !slices.Contains(Moods, mood) {
		return model.Fault(model.Invalid, "mood", "required")
	}
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		r, err := t.ExecContext(ctx, `UPDATE guests SET mood = $4, mood_at = $5 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`, m.Workspace, m.ID, guest, mood, millis(s.Now()))
		return oneRow(r, err)
	})
}

// guestRole is what a guest may do to the model: a contributor's part while in a meeting that is not over.
func guestRole(ctx context.Context, q querier, workspace, guest string) (model.Role, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM guests g JOIN meetings m ON m.workspace_id = g.workspace_id AND m.id = g.meeting_id
		WHERE g.workspace_id = $1 AND g.id = $2 AND g.standing = 'in' AND g.user_id = '' AND m.ended_at IS NULL`, workspace, guest).Scan(&n)
	if err != nil || n == 0 {
		return model.NoRole, err
	}
	return model.Contributor, nil
}

// StillIn says whether a guest is in, or at the door, of a meeting that is not over; with an account, only as a member.
func (s *Store) StillIn(ctx context.Context, m Meeting, guest string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM guests g JOIN meetings m ON m.workspace_id = g.workspace_id AND m.id = g.meeting_id
		WHERE g.workspace_id = $1 AND g.meeting_id = $2 AND g.id = $3 AND g.standing <> 'out' AND m.ended_at IS NULL AND `+member, m.Workspace, m.ID, guest).Scan(&n)
	return n > 0, s.fault(err)
}
