package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/model"
)

// Poll is a vote in a meeting. Until it is closed, nobody sees how others voted.
type Poll struct {
	ID       string
	Stage    int
	Kind     string // PollDots, PollScale, PollConsent, PollVerdict
	Question string
	Choices  []Choice // what is voted on: one or more
	Dots     int      // how many each person has; of PollDots
	Opened   time.Time
	Closed   time.Time // zero = open
}

// Choice is one thing that is voted on.
type Choice struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Kinds of poll, and what a vote's value means in each.
const (
	PollDots    = "dots"    // dots on several choices: how many on each
	PollScale   = "scale"   // 0–5 for each choice
	PollConsent = "consent" // 0 objects, 1 can live with it, 2 agrees
	PollVerdict = "verdict" // 0 does not follow, 1 only sometimes, 2 follows
)

// PollKinds are the kinds of poll.
var PollKinds = []string{PollDots, PollScale, PollConsent, PollVerdict}

// Vote is one person's vote on one choice.
type Vote struct {
	Poll, Guest, Choice string // ids
	Value               int
	Reason              string
}

const mostChoices = 200

// Highest is the highest value of a vote in the poll.
func (p Poll) Highest() int {
	switch p.Kind {
	case PollDots:
		return p.Dots
	case PollScale:
		return 5
	}
	return 2
}

// Open says whether votes are still taken.
func (p Poll) Open() bool { return p.Closed.IsZero() }

// AddPoll opens a poll. Errors: Invalid; Conflict where the meeting is over.
func (s *Store) AddPoll(ctx context.Context, m Meeting, p Poll) (Poll, error) {
	p.Question = strings.TrimSpace(p.Question)
	if !slices.Contains(PollKinds, p.Kind) {
		return p, model.Fault(model.Invalid, "kind", "meeting.poll.kind")
	}
	if !named(p.Question, MostCard) {
		return p, model.Fault(model.Invalid, "question", "meeting.long", "Most", MostCard)
	}
	if len(p.Choices) == 0 || len(p.Choices) > mostChoices || p.Kind == PollDots && (p.Dots < 1 || p.Dots > 20) {
		return p, model.Fault(model.Invalid, "choices", "meeting.poll.choices", "Most", mostChoices)
	}
	seen := map[string]bool{}
	for _, c := range p.Choices {
		if c.ID == "" || seen[c.ID] || utf8.RuneCountInString(c.Text) > model.MaxName {
			return p, model.Fault(model.Invalid, "choices", "meeting.poll.choices", "Most", mostChoices)
		}
		seen[c.ID] = true
	}
	choices, err := json.Marshal(p.Choices)
	if err != nil {
		return p, err
	}
	p.ID, p.Opened, p.Closed = NewID(), s.Now(), time.Time{}
	err = s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO polls (workspace_id, meeting_id, id, stage, kind, question, choices, dots, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			m.Workspace, m.ID, p.ID, p.Stage, p.Kind, p.Question, string(choices), p.Dots, millis(p.Opened))
		return err
	})
	return p, err
}

func scanPoll(row interface{ Scan(...any) error }) (p Poll, err error) {
	var choices []byte
	var opened int64
	var closed sql.NullInt64
	if err := row.Scan(&p.ID, &p.Stage, &p.Kind, &p.Question, &choices, &p.Dots, &opened, &closed); err != nil {
		return p, err
	}
	p.Opened, p.Closed = fromMillis(opened), sometime(closed)
	return p, json.Unmarshal(choices, &p.Choices)
}

const pollColumns = `id, stage, kind, question, choices, dots, opened_at, closed_at`

// Polls lists the polls of a meeting, oldest first.
func (s *Store) Polls(ctx context.Context, m Meeting) ([]Poll, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Poll, error) { return scanPoll(rows) },
		`SELECT `+pollColumns+` FROM polls WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY opened_at, id`, m.Workspace, m.ID)
	return list, s.fault(err)
}

// ClosePoll closes a poll, so that its result is seen. Errors: NotFound; Conflict where the meeting is over.
func (s *Store) ClosePoll(ctx context.Context, m Meeting, id string) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		r, err := t.ExecContext(ctx, `UPDATE polls SET closed_at = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3 AND closed_at IS NULL`, m.Workspace, m.ID, id, millis(s.Now()))
		return oneRow(r, err)
	})
}

// CastVotes puts one person's votes in a poll in place of those before. Errors: NotFound; Invalid; Conflict where the poll is
// closed or the meeting over.
func (s *Store) CastVotes(ctx context.Context, m Meeting, poll, guest string, votes []Vote) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		p, err := scanPoll(t.QueryRowContext(ctx, `SELECT `+pollColumns+` FROM polls WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`, m.Workspace, m.ID, poll))
		if err != nil {
			return err
		}
		if !p.Open() {
			return model.Fault(model.Conflict, "", "meeting.poll.closed")
		}
		sum := 0
		for _, v := range votes {
			there := slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.ID == v.Choice })
			if !there || v.Value < 0 || v.Value > p.Highest() || utf8.RuneCountInString(v.Reason) > MostCard {
				return model.Fault(model.Invalid, "votes", "meeting.vote")
			}
			sum += v.Value
		}
		if p.Kind == PollDots && sum > p.Dots {
			return model.Fault(model.Invalid, "votes", "meeting.dots", "Most", p.Dots)
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM votes WHERE workspace_id = $1 AND meeting_id = $2 AND poll_id = $3 AND guest_id = $4`, m.Workspace, m.ID, poll, guest); err != nil {
			return err
		}
		for _, v := range votes {
			if _, err := t.ExecContext(ctx, `INSERT INTO votes (workspace_id, meeting_id, poll_id, guest_id, choice_id, value, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				m.Workspace, m.ID, poll, guest, v.Choice, v.Value, strings.TrimSpace(v.Reason), millis(s.Now())); err != nil {
				return err
			}
		}
		return nil
	})
}

// Votes lists all votes of a meeting. Who may see them is for the caller to ask: those of an open poll, only their own person.
func (s *Store) Votes(ctx context.Context, m Meeting) ([]Vote, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (v Vote, err error) {
		return v, rows.Scan(&v.Poll, &v.Guest, &v.Choice, &v.Value, &v.Reason)
	}, `SELECT poll_id, guest_id, choice_id, value, reason FROM votes WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY at, poll_id, guest_id, choice_id`, m.Workspace, m.ID)
	return list, s.fault(err)
}
