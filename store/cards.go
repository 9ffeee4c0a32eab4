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

// Card is what somebody wrote in a meeting: one thought, not yet part of the model.
type Card struct {
	ID      string
	Stage   int    // index of the stage in which it was written
	Guest   string // id; "" = typed in from paper
	Text    string
	About   string // id of the element that it speaks of; "" = what the meeting is about
	Row     string // of the journey's figure, where it speaks of a step; "" = none
	Heap    string // id of the card under which like ones lie; "" = by itself, or the top of its heap
	Place   int    // order among the others
	Parked  bool   // in the parking lot
	Shown   bool   // all may read it; before, only who wrote it
	Element string // id of what it became; "" = a card still
	Client  string // names the writing of it, so that a retry takes effect once
	Created time.Time
}

// Seen says whether all may read the card while a stage is at hand: one that was written silently is not seen before its
// stage is shown or over, even where it was put in the parking lot.
func (c Card) Seen(stage int) bool { return c.Shown || c.Parked && c.Stage != stage }

// MostCard is the longest text of a card, in characters.
const MostCard = 500

const cardColumns = `id, stage, guest_id, text, about, row, heap, place, parked, shown, element_id, client_id, created_at`

func scanCard(row interface{ Scan(...any) error }) (c Card, err error) {
	var client sql.NullString
	var created int64
	err = row.Scan(&c.ID, &c.Stage, &c.Guest, &c.Text, &c.About, &c.Row, &c.Heap, &c.Place, &c.Parked, &c.Shown, &c.Element, &client, &created)
	c.Client, c.Created = client.String, fromMillis(created)
	return c, err
}

func cardText(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", model.Fault(model.Invalid, "text", "required")
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || utf8.RuneCountInString(text) > MostCard {
		return "", model.Fault(model.Invalid, "text", "meeting.card.long", "Most", MostCard)
	}
	return text, nil
}

// AddCard puts a card behind the others. One whose Client was seen before is not added again: the first answers. Errors:
// Invalid; Conflict where the meeting is over or has too many; TooMany where the guest writes faster than people do.
func (s *Store) AddCard(ctx context.Context, m Meeting, c Card) (Card, error) {
	text, err := cardText(c.Text)
	if err != nil {
		return c, err
	}
	c.ID, c.Text, c.Created = NewID(), text, s.Now()
	err = s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		if c.Client != "" {
			first, err := scanCard(t.QueryRowContext(ctx, `SELECT `+cardColumns+` FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND client_id = $3`, m.Workspace, m.ID, c.Client))
			if err == nil {
				c = first
				return nil
			}
			if !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		var n, lately int
		if err := t.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM cards WHERE workspace_id = $1 AND meeting_id = $2),
			(SELECT COUNT(*) FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND guest_id = $3 AND created_at > $4)`,
			m.Workspace, m.ID, c.Guest, millis(c.Created.Add(-time.Minute))).Scan(&n, &lately); err != nil {
			return err
		}
		if c.Guest != "" && lately >= mostAMinute {
			return model.Fault(model.TooMany, "text", "meeting.fast", "Most", mostAMinute)
		}
		if n >= mostCards {
			return model.Fault(model.Conflict, "", "meeting.cards", "Most", mostCards)
		}
		c.Place = n + 1
		_, err := t.ExecContext(ctx, `INSERT INTO cards (workspace_id, meeting_id, id, stage, guest_id, text, heap, place, parked, shown, element_id, client_id, created_at, about, row)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, m.Workspace, m.ID, c.ID, c.Stage, c.Guest, c.Text, c.Heap, c.Place, c.Parked, c.Shown,
			c.Element, nullable(c.Client), millis(c.Created), c.About, c.Row)
		return err
	})
	return c, err
}

// Cards lists all cards of a meeting in their order.
func (s *Store) Cards(ctx context.Context, m Meeting) ([]Card, error) {
	return s.cards(ctx, `ORDER BY place, id`, m.Workspace, m.ID)
}

// WallCards lists the cards of a stage, those that are parked, and those up to the stage at hand that are not shown yet, in
// their order.
func (s *Store) WallCards(ctx context.Context, m Meeting, stage int) ([]Card, error) {
	return s.cards(ctx, `AND (stage = $3 OR parked = $4 OR shown = $5 AND stage <= $6) ORDER BY place, id`, m.Workspace, m.ID, stage, true, false, m.Stage)
}

// Card returns a card. Errors: NotFound.
func (s *Store) Card(ctx context.Context, m Meeting, id string) (Card, error) {
	c, err := oneCard(ctx, s.db, m, id)
	return c, s.fault(err)
}

func oneCard(ctx context.Context, q querier, m Meeting, id string) (Card, error) {
	return scanCard(q.QueryRowContext(ctx, `SELECT `+cardColumns+` FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3 AND removed_at IS NULL`, m.Workspace, m.ID, id))
}

// OwnCards lists what a guest has written in the stage at hand, in order.
func (s *Store) OwnCards(ctx context.Context, m Meeting, guest string) ([]Card, error) {
	return s.cards(ctx, `AND guest_id = $3 AND stage = $4 ORDER BY place, id`, m.Workspace, m.ID, guest, m.Stage)
}

// ShownCards lists the last cards of a stage, at most so many, that all may read: of each heap the top one, in order.
func (s *Store) ShownCards(ctx context.Context, m Meeting, stage, most int) ([]Card, error) {
	list, err := s.cards(ctx, `AND stage = $3 AND shown = $4 AND parked = $5 AND heap = '' ORDER BY place DESC, id DESC LIMIT $6`, m.Workspace, m.ID, stage, true, false, most)
	slices.Reverse(list)
	return list, err
}

// ShownStage is the last stage, up to the one at hand, of which cards were shown; -1 = none.
func (s *Store) ShownStage(ctx context.Context, m Meeting) (int, error) {
	var stage sql.NullInt64
	err := s.db.QueryRowContext(ctx, `SELECT MAX(stage) FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND stage <= $3 AND shown = $4 AND removed_at IS NULL`,
		m.Workspace, m.ID, m.Stage, true).Scan(&stage)
	if err != nil || !stage.Valid {
		return -1, s.fault(err)
	}
	return int(stage.Int64), nil
}

func (s *Store) cards(ctx context.Context, which string, args ...any) ([]Card, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Card, error) { return scanCard(rows) },
		`SELECT `+cardColumns+` FROM cards WHERE workspace_id = $1 AND meeting_id = $2 AND removed_at IS NULL `+which, args...)
	return list, s.fault(err)
}

// SetCard changes a card: edit is called on it as it stands, within the transaction. Errors: NotFound; Invalid; Conflict where
// the meeting is over; those of edit.
func (s *Store) SetCard(ctx context.Context, m Meeting, id string, edit func(*Card) error) (Card, error) {
	var c Card
	err := s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		var err error
		c, err = oneCard(ctx, t, m, id)
		if err != nil {
			return err
		}
		if err := edit(&c); err != nil {
			return err
		}
		if c.Text, err = cardText(c.Text); err != nil {
			return err
		}
		if c.Heap == c.ID {
			c.Heap = ""
		}
		if c.Heap != "" { // heaps lie under a card that is there and is on top
			top, err := oneCard(ctx, t, m, c.Heap)
			if err != nil {
				return err
			}
			if top.Heap != "" {
				c.Heap = top.Heap
			}
			if c.Heap == c.ID {
				return model.Fault(model.Invalid, "heap", "meeting.heap")
			}
			if _, err := t.ExecContext(ctx, `UPDATE cards SET heap = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND heap = $3`, m.Workspace, m.ID, c.ID, c.Heap); err != nil {
				return err
			}
		}
		_, err = t.ExecContext(ctx, `UPDATE cards SET text = $4, heap = $5, place = $6, parked = $7, shown = $8, element_id = $9, about = $10, row = $11 WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3`,
			m.Workspace, m.ID, id, c.Text, c.Heap, c.Place, c.Parked, c.Shown, c.Element, c.About, c.Row)
		return err
	})
	return c, err
}

// RemoveCard takes a card away; what lay under it lies by itself again. A slip of paper can be typed in again. Errors: NotFound; Conflict where the meeting is over.
func (s *Store) RemoveCard(ctx context.Context, m Meeting, id string) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		r, err := t.ExecContext(ctx, `UPDATE cards SET removed_at = $4, client_id = CASE WHEN client_id LIKE 'slip.%' THEN NULL ELSE client_id END
			WHERE workspace_id = $1 AND meeting_id = $2 AND id = $3 AND removed_at IS NULL`, m.Workspace, m.ID, id, millis(s.Now()))
		if err := oneRow(r, err); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `UPDATE cards SET heap = '' WHERE workspace_id = $1 AND meeting_id = $2 AND heap = $3`, m.Workspace, m.ID, id)
		return err
	})
}

// ShowCards lets all read the cards up to a stage. Errors: NotFound; Conflict where the meeting is over.
func (s *Store) ShowCards(ctx context.Context, m Meeting, stage int) error {
	return s.write(ctx, func(t *txn) error {
		if err := t.happen(ctx, m.Workspace, m.ID); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE cards SET shown = $4 WHERE workspace_id = $1 AND meeting_id = $2 AND stage <= $3`, m.Workspace, m.ID, stage, true)
		return err
	})
}
