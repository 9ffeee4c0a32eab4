package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"rootline/model"
)

// Notice is one thing in somebody's inbox.
type Notice struct {
	User  string // id
	Key   string // what it is, once for each person: comment:ID, change:ID, ask:ID:PROP, or one that the caller makes of a day that came
	Sort  NoticeSort
	Topic model.Topic
	By    string // name; "" = nobody
	At    time.Time
	Read  time.Time // zero = unread
}

// NoticeSort says why something is in an inbox.
type NoticeSort string

// The sorts of notice.
const (
	Mentioned NoticeSort = "mention" // a comment names the person
	Answered  NoticeSort = "reply"   // a comment in a thread in which they spoke
	Given     NoticeSort = "owner"   // a change made them the owner of something
	Asked     NoticeSort = "ask"     // somebody asks them for what is not known
	Due       NoticeSort = "due"     // a day came; it has a row only once it was read
)

func commentKey(id string) string { return "comment:" + id }

// Comment returns the id of the comment that the notice is of, "" where it is of none.
func (n Notice) Comment() string { return n.source("comment:") }

// Change returns the id of the change that the notice is of, "" where it is of none.
func (n Notice) Change() string { return n.source("change:") }

// AskKey is the key of the question for one prop of an element or link.
func AskKey(id, prop string) string { return "ask:" + id + ":" + prop }

// Ask returns the element or link, and its prop, that the notice asks for; "" where it asks for nothing.
func (n Notice) Ask() (id, prop string) {
	id, prop, _ = strings.Cut(n.source("ask:"), ":")
	return id, prop
}

func (n Notice) source(prefix string) string {
	id, ok := strings.CutPrefix(n.Key, prefix)
	if !ok {
		return ""
	}
	return id
}

// notice puts notices into inboxes; one that is there already stays as it is.
func (t *txn) notice(ctx context.Context, workspace string, list []Notice) error {
	var rows [][]any
	for _, n := range list {
		var read any
		if !n.Read.IsZero() {
			read = millis(n.Read)
		}
		rows = append(rows, []any{workspace, n.User, n.Key, n.Sort, n.Topic, n.By, millis(n.At), read})
	}
	return t.insertRows(ctx, `INSERT INTO notices (workspace_id, user_id, key, sort, topic, by_name, at, read_at)`,
		`ON CONFLICT (workspace_id, user_id, key) DO NOTHING`, 8, rows)
}

// given tells members that a change of the current state made them the owner of something: once for a change, however many
// things it gave them. Their own changes, and what an undo gives back, tell nothing.
func (t *txn) given(ctx context.Context, c model.Change) error {
	if c.State != model.Current || len(c.Undoes) > 0 {
		return nil
	}
	owned := make(map[string][]string) // ids of elements by owner
	for _, op := range c.Ops {
		owner := ""
		switch {
		case op.Kind == model.OpAddElement:
			owner = op.Element.Owner
		case op.Kind == model.OpSet && op.Field == "owner":
			owner, _ = op.New.(string)
		}
		if owner != "" && owner != c.Author.ID && len(owner) <= 64 && !strings.Contains(owner, " ") {
			owned[owner] = append(owned[owner], op.Target())
		}
	}
	if len(owned) == 0 {
		return nil
	}
	members, err := collect(ctx, t, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) },
		`SELECT user_id FROM members WHERE workspace_id = $1`, c.Workspace)
	if err != nil {
		return err
	}
	var list []Notice
	for _, id := range members {
		topic := model.ChangeTopic(c.ID)
		switch len(owned[id]) {
		case 0:
			continue
		case 1:
			topic = model.ElementTopic(owned[id][0])
		}
		list = append(list, Notice{User: id, Key: "change:" + c.ID, Sort: Given, Topic: topic, By: c.Author.Name, At: c.At})
	}
	return t.notice(ctx, c.Workspace, list)
}

// Ask puts a question into somebody's inbox. One that was asked already stays as it is.
func (s *Store) Ask(ctx context.Context, workspace string, n Notice) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		n.Sort, n.At = Asked, s.Now()
		return t.notice(ctx, workspace, []Notice{n})
	})
}

// Answered takes a question out of all inboxes, so that it can be asked again should it come up again.
func (s *Store) Answered(ctx context.Context, workspace, key string) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		_, err := t.ExecContext(ctx, `DELETE FROM notices WHERE workspace_id = $1 AND key = $2 AND sort = 'ask'`, workspace, key)
		return err
	})
}

// Asks returns the questions of these keys that were put to somebody, by key: to whom, by whom and when.
func (s *Store) Asks(ctx context.Context, workspace string, keys []string) (map[string][]Notice, error) {
	out := make(map[string][]Notice)
	err := inChunks(slices.Sorted(slices.Values(keys)), func(keys []string) error {
		list, err := collect(ctx, s.db, func(rows *sql.Rows) (n Notice, err error) {
			var at int64
			err = rows.Scan(&n.Key, &n.User, &n.By, &at)
			n.Sort, n.At = Asked, fromMillis(at)
			return n, err
		}, `SELECT key, user_id, by_name, at FROM notices WHERE workspace_id = $1 AND sort = 'ask' AND key IN (`+postgresDialect.marks(2, len(keys))+`)`, withIDs(keys, workspace)...)
		for _, n := range list {
			out[n.Key] = append(out[n.Key], n)
		}
		return err
	})
	return out, s.fault(err)
}

// Unread says how many stored notices of a person in a workspace are unread, and which of these keys, of days that came, are
// read.
func (s *Store) Unread(ctx context.Context, workspace, user string, due []string) (n int, read map[string]bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM notices WHERE workspace_id = $1 AND user_id = $2 AND read_at IS NULL`, workspace, user).Scan(&n)
	if err != nil || len(due) == 0 {
		return n, nil, s.fault(err)
	}
	read = make(map[string]bool)
	err = inChunks(slices.Sorted(slices.Values(due)), func(keys []string) error {
		list, err := collect(ctx, s.db, func(rows *sql.Rows) (key string, err error) { return key, rows.Scan(&key) },
			`SELECT key FROM notices WHERE workspace_id = $1 AND user_id = $2 AND key IN (`+postgresDialect.marks(3, len(keys))+`)`, withIDs(keys, workspace, user)...)
		for _, key := range list {
			read[key] = true
		}
		return err
	})
	return n, read, s.fault(err)
}

// Notices lists the stored notices of a person in a workspace, newest first, at most limit.
func (s *Store) Notices(ctx context.Context, workspace, user string, limit int) ([]Notice, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Notice, error) {
		n := Notice{User: user}
		var at int64
		var read sql.NullInt64
		err := rows.Scan(&n.Key, &n.Sort, &n.Topic, &n.By, &at, &read)
		n.At, n.Read = fromMillis(at), fromNull(read)
		return n, err
	}, `SELECT key, sort, topic, by_name, at, read_at FROM notices WHERE workspace_id = $1 AND user_id = $2 AND sort <> 'due' ORDER BY at DESC, key LIMIT $3`,
		workspace, user, limit)
	return list, s.fault(err)
}

// MarkRead marks notices of a person as read, or as unread again. due are those of them that came by a day: they get a row
// with it.
func (s *Store) MarkRead(ctx context.Context, workspace, user string, keys []string, due []Notice, read bool) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		var at any
		if read {
			at = millis(s.Now())
		}
		for _, key := range keys {
			if _, err := t.ExecContext(ctx, `UPDATE notices SET read_at = $4 WHERE workspace_id = $1 AND user_id = $2 AND key = $3 AND sort <> 'due'`,
				workspace, user, key, at); err != nil {
				return err
			}
		}
		for i := range due {
			due[i].User, due[i].Sort, due[i].At, due[i].Read = user, Due, s.Now(), s.Now()
			if read {
				continue
			}
			if _, err := t.ExecContext(ctx, `DELETE FROM notices WHERE workspace_id = $1 AND user_id = $2 AND key = $3 AND sort = 'due'`, workspace, user, due[i].Key); err != nil {
				return err
			}
		}
		if !read {
			return nil
		}
		return t.notice(ctx, workspace, due)
	})
}

// MarkAllRead marks all stored notices of a person in a workspace as read that came until a moment, and those of days that
// came.
func (s *Store) MarkAllRead(ctx context.Context, workspace, user string, until time.Time, due []Notice) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if _, err := t.ExecContext(ctx, `UPDATE notices SET read_at = $4 WHERE workspace_id = $1 AND user_id = $2 AND read_at IS NULL AND at <= $3`,
			workspace, user, millis(until), millis(s.Now())); err != nil {
			return err
		}
		for i := range due {
			due[i].User, due[i].Sort, due[i].At, due[i].Read = user, Due, s.Now(), s.Now()
		}
		return t.notice(ctx, workspace, due)
	})
}
