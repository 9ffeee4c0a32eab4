package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"rootline/model"
)

// Comment is what somebody said of an element, a change or a report. One that was taken away keeps its place without its
// words: the audit and the log never had them.
type Comment struct {
	ID         string
	Topic      model.Topic
	Thread     string // id of the comment that began it: its own on that one
	Text       string // Markdown; "" = taken away
	By, ByID   string // name, and id of the person
	At         time.Time
	Edited     time.Time // zero = as it was first written
	Removed    time.Time // zero = stands
	Resolved   time.Time // of the comment that began a thread; zero = open
	ResolvedBy string    // name
}

// Begins says whether the comment began its thread.
func (c Comment) Begins() bool { return c.Thread == c.ID }

const commentColumns = `id, topic, thread, body, author_id, author_name, at, edited_at, removed_at, resolved_at, resolved_by`

func scanComment(row interface{ Scan(...any) error }) (c Comment, err error) {
	var at int64
	var edited, removed, resolved sql.NullInt64
	err = row.Scan(&c.ID, &c.Topic, &c.Thread, &c.Text, &c.ByID, &c.By, &at, &edited, &removed, &resolved, &c.ResolvedBy)
	c.At, c.Edited, c.Removed, c.Resolved = fromMillis(at), fromNull(edited), fromNull(removed), fromNull(resolved)
	return c, err
}

// fromNull is fromMillis of a time that may be missing; zero = it is.
func fromNull(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}

// AddComment stores a comment by its author; c says Topic and Text, Thread where it answers, At where it
// was not now, ID where the caller has one: a
// comment whose ID was seen before, of the same author, is stored once. Those whom it mentions, and those who spoke in its
// thread, find it in their inbox. Errors: Invalid; NotFound where there is no such topic or thread.
func (s *Store) AddComment(ctx context.Context, workspace string, c Comment, by model.Author) (Comment, error) {
	if err := c.Topic.Check(); err != nil {
		return c, err
	}
	if err := model.CheckComment(c.Text); err != nil {
		return c, err
	}
	if c.ID == "" {
		c.ID = NewID()
	}
	if c.Thread == "" {
		c.Thread = c.ID
	}
	c.By, c.ByID = by.Name, by.ID
	if c.At.IsZero() {
		c.At = s.Now()
	}
	err := s.writeTo(ctx, workspace, func(t *txn) error {
		if done, err := t.sameComment(ctx, workspace, c); err != nil || done {
			return err
		}
		if err := t.topicThere(ctx, workspace, c); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `
			INSERT INTO comments (workspace_id, id, topic, thread, body, author_id, author_name, at, resolved_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')`, workspace, c.ID, c.Topic, c.Thread, c.Text, c.ByID, c.By, millis(c.At))
		if err != nil {
			return err
		}
		if err := t.tell(ctx, workspace, c); err != nil {
			return err
		}
		if err := t.wake(ctx, workspace); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "comment.add", c.ID, map[string]any{"on": c.Topic})
	})
	return c, err
}

// sameComment says whether a comment was stored before. Errors: Conflict where its id is another's.
func (t *txn) sameComment(ctx context.Context, workspace string, c Comment) (bool, error) {
	list, err := collect(ctx, t, func(rows *sql.Rows) (author string, err error) { return author, rows.Scan(&author) },
		`SELECT author_id FROM comments WHERE workspace_id = $1 AND id = $2`, workspace, c.ID)
	if err == nil && len(list) > 0 && list[0] != c.ByID {
		err = model.Fault(model.Conflict, "id", "id.taken", "ID", c.ID)
	}
	return len(list) > 0, err
}

// topicThere refuses a comment on what is not there, or that answers a comment on something else.
func (t *txn) topicThere(ctx context.Context, workspace string, c Comment) error {
	query, id := `SELECT COUNT(*) FROM touched WHERE workspace_id = $1 AND target_id = $2`, c.Topic.Element()
	switch { // an element, and a problem, may be of any state
	case c.Topic.Change() != "":
		query, id = `SELECT COUNT(*) FROM changes WHERE workspace_id = $1 AND id = $2`, c.Topic.Change()
	case c.Topic.Report() != "":
		query, id = `SELECT COUNT(*) FROM touched WHERE workspace_id = $1 AND target_id = $2
			AND NOT EXISTS (SELECT 1 FROM elements WHERE workspace_id = $1 AND id = $2 AND kind <> 'problem')`, c.Topic.Report()
	}
	var n int
	if err := t.QueryRowContext(ctx, query, workspace, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return model.Fault(model.NotFound, "on", "absent", "ID", string(c.Topic))
	}
	if c.Begins() {
		return nil
	}
	err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM comments WHERE workspace_id = $1 AND id = $2 AND topic = $3 AND thread = id`,
		workspace, c.Thread, c.Topic).Scan(&n)
	if err == nil && n == 0 {
		err = model.Fault(model.NotFound, "thread", "absent", "ID", c.Thread)
	}
	return err
}

// Comment returns one comment. Errors: NotFound.
func (s *Store) Comment(ctx context.Context, workspace, id string) (Comment, error) {
	c, err := oneComment(ctx, s.db, workspace, id)
	return c, s.fault(err)
}

func oneComment(ctx context.Context, q querier, workspace, id string) (Comment, error) {
	return scanComment(q.QueryRowContext(ctx, `SELECT `+commentColumns+` FROM comments WHERE workspace_id = $1 AND id = $2`, workspace, id))
}

// Comments lists what was said on a topic, oldest first.
func (s *Store) Comments(ctx context.Context, workspace string, on model.Topic) ([]Comment, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Comment, error) { return scanComment(rows) },
		`SELECT `+commentColumns+` FROM comments WHERE workspace_id = $1 AND topic = $2 ORDER BY at, id`, workspace, on)
	return list, s.fault(err)
}

// CommentsByID returns comments of a workspace by id; one that is not there is left out.
func (s *Store) CommentsByID(ctx context.Context, workspace string, ids []string) (map[string]Comment, error) {
	out := make(map[string]Comment, len(ids))
	err := inChunks(ids, func(ids []string) error {
		list, err := collect(ctx, s.db, func(rows *sql.Rows) (Comment, error) { return scanComment(rows) },
			`SELECT `+commentColumns+` FROM comments WHERE workspace_id = $1 AND id IN (`+postgresDialect.marks(2, len(ids))+`)`, withIDs(ids, workspace)...)
		for _, c := range list {
			out[c.ID] = c
		}
		return err
	})
	return out, s.fault(err)
}

// CountComments says how many comments stand on a topic.
func (s *Store) CountComments(ctx context.Context, workspace string, on model.Topic) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM comments WHERE workspace_id = $1 AND topic = $2 AND removed_at IS NULL`, workspace, on).Scan(&n)
	return n, s.fault(err)
}

// Before says where a list that goes back in time begins: before the comment of this id, made at this moment. Its zero value
// begins at the newest.
type Before struct {
	At time.Time
	ID string
}

// RecentComments lists comments of a workspace that stand, newest first, at most limit; those of one person where by, an id,
// is not "".
func (s *Store) RecentComments(ctx context.Context, workspace string, before Before, by string, limit int) ([]Comment, error) {
	at := int64(1) << 62
	if !before.At.IsZero() {
		at = millis(before.At)
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Comment, error) { return scanComment(rows) },
		`SELECT `+commentColumns+` FROM comments WHERE workspace_id = $1 AND (at < $2 OR at = $2 AND id < $3) AND removed_at IS NULL
			AND ($4 = '' OR author_id = $4) ORDER BY at DESC, id DESC LIMIT $5`, workspace, at, before.ID, by, limit)
	return list, s.fault(err)
}

// EditComment gives a comment of one's own other words. Who is mentioned only now is told now. Errors: Invalid; NotFound;
// Forbidden where it is another's.
func (s *Store) EditComment(ctx context.Context, workspace, id, text string, by model.Author) error {
	if err := model.CheckComment(text); err != nil {
		return err
	}
	return s.writeTo(ctx, workspace, func(t *txn) error {
		c, err := t.standing(ctx, workspace, id)
		if err != nil {
			return err
		}
		if c.ByID != by.ID {
			return model.Fault(model.Forbidden, "", "comment.others")
		}
		if c.Text == text {
			return nil
		}
		if _, err := t.ExecContext(ctx, `UPDATE comments SET body = $3, edited_at = $4 WHERE workspace_id = $1 AND id = $2`,
			workspace, id, text, millis(s.Now())); err != nil {
			return err
		}
		c.Text = text
		if err := t.tell(ctx, workspace, c); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "comment.edit", id, map[string]any{"on": c.Topic})
	})
}

// standing returns a comment that was not taken away. Errors: NotFound.
func (t *txn) standing(ctx context.Context, workspace, id string) (Comment, error) {
	c, err := oneComment(ctx, t, workspace, id)
	if err == nil && !c.Removed.IsZero() {
		err = model.Fault(model.NotFound, "", "not-found")
	}
	return c, err
}

// RemoveComment blanks the words of a comment for good; its place in the thread stays. One's own, or, for an owner of the
// workspace, anybody's. Errors: NotFound; Forbidden.
func (s *Store) RemoveComment(ctx context.Context, workspace, id string, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		c, err := t.standing(ctx, workspace, id)
		if err != nil {
			return err
		}
		if c.ByID != by.ID {
			role, err := roleOf(ctx, t, workspace, by.ID)
			if err != nil {
				return err
			}
			if !role.May(model.RightOwn) {
				return model.Fault(model.Forbidden, "", "comment.others")
			}
		}
		if _, err := t.ExecContext(ctx, `UPDATE comments SET body = '', removed_at = $3 WHERE workspace_id = $1 AND id = $2`,
			workspace, id, millis(s.Now())); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM notices WHERE workspace_id = $1 AND key = $2`, workspace, commentKey(id)); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "comment.remove", id, map[string]any{"on": c.Topic})
	})
}

// ResolveThread marks a thread as settled, or opens it again. id is of the comment that began it; who began it may, and who
// may answer analyses. Errors: NotFound; Forbidden.
func (s *Store) ResolveThread(ctx context.Context, workspace, id string, resolved bool, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		c, err := oneComment(ctx, t, workspace, id)
		if err != nil {
			return err
		}
		if !c.Begins() {
			return model.Fault(model.NotFound, "", "not-found")
		}
		if c.ByID != by.ID {
			role, err := roleOf(ctx, t, workspace, by.ID)
			if err != nil {
				return err
			}
			if !role.May(model.RightAnswer) {
				return model.Fault(model.Forbidden, "", "comment.others")
			}
		}
		var at any
		name, act := "", "comment.reopen"
		if resolved {
			at, name, act = millis(s.Now()), by.Name, "comment.resolve"
		}
		if _, err := t.ExecContext(ctx, `UPDATE comments SET resolved_at = $3, resolved_by = $4 WHERE workspace_id = $1 AND id = $2`,
			workspace, id, at, name); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, act, id, map[string]any{"on": c.Topic})
	})
}

// mentionable are the members of a workspace, as a comment can name them.
func (t *txn) mentionable(ctx context.Context, workspace string) ([]model.Mentionable, error) {
	return collect(ctx, t, func(rows *sql.Rows) (m model.Mentionable, err error) {
		return m, rows.Scan(&m.ID, &m.Name, &m.Email)
	}, `SELECT u.id, u.name, u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 AND NOT u.disabled ORDER BY u.id`, workspace)
}

// tell puts a comment into the inboxes of those whom it mentions, and of those who spoke in its thread before.
func (t *txn) tell(ctx context.Context, workspace string, c Comment) error {
	members, err := t.mentionable(ctx, workspace)
	if err != nil {
		return err
	}
	mentioned := model.Mentions(c.Text, members)
	var spoke []string
	if !c.Begins() {
		if spoke, err = collect(ctx, t, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) },
			`SELECT DISTINCT author_id FROM comments WHERE workspace_id = $1 AND thread = $2 ORDER BY author_id`, workspace, c.Thread); err != nil {
			return err
		}
	}
	var list []Notice
	for _, m := range members {
		n := Notice{User: m.ID, Key: commentKey(c.ID), Topic: c.Topic, By: c.By, At: c.At}
		switch {
		case m.ID == c.ByID:
			continue
		case slices.Contains(mentioned, m.ID):
			n.Sort = Mentioned
		case slices.Contains(spoke, m.ID):
			n.Sort = Answered
		default:
			continue
		}
		list = append(list, n)
	}
	return t.notice(ctx, workspace, list)
}
