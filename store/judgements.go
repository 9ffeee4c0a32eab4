package store

import (
	"context"
	"database/sql"
	"time"

	"rootline/model"
)

// Kept is a finding that a team keeps, with its reason. It falls away when the text that it judged changes.
type Kept struct {
	Problem string // id
	Key     string // of the finding
	Digest  string // of the text it judged
	Reason  string
	By      string // name
	ByID    string // "" where an import brought only the name
	At      time.Time
}

// Keep keeps a finding, or gives it a new reason. Errors: Invalid without a reason.
func (s *Store) Keep(ctx context.Context, workspace string, k Kept, by model.Author) error {
	if k.Reason == "" || len(k.Reason) > model.MaxText {
		return model.Fault(model.Invalid, "reason", "reason")
	}
	return s.write(ctx, func(t *txn) error { return t.keep(ctx, workspace, k, by) })
}

func (t *txn) keep(ctx context.Context, workspace string, k Kept, by model.Author) error {
	if k.At.IsZero() {
		k.At = t.store.Now()
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO kept (workspace_id, problem_id, key, digest, reason, author_id, author_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (workspace_id, problem_id, key) DO UPDATE
		SET digest = excluded.digest, reason = excluded.reason, author_id = excluded.author_id, author_name = excluded.author_name, at = excluded.at`,
		workspace, k.Problem, k.Key, k.Digest, k.Reason, k.ByID, k.By, millis(k.At))
	if err != nil {
		return err
	}
	if err := t.wake(ctx, workspace); err != nil {
		return err
	}
	return t.audit(ctx, workspace, by, "finding.keep", k.Problem+" "+k.Key, map[string]any{"reason": k.Reason})
}

// Unkeep lets a kept finding speak again.
func (s *Store) Unkeep(ctx context.Context, workspace, problem, key string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		r, err := t.ExecContext(ctx, `DELETE FROM kept WHERE workspace_id = $1 AND problem_id = $2 AND key = $3`, workspace, problem, key)
		if err := oneRow(r, err); err != nil {
			return err
		}
		if err := t.wake(ctx, workspace); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "finding.unkeep", problem+" "+key, nil)
	})
}

// KeptOf lists the kept findings of a problem, or of the whole workspace where problem is "", by problem and key.
func (s *Store) KeptOf(ctx context.Context, workspace, problem string) ([]Kept, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (k Kept, err error) {
		var at int64
		err = rows.Scan(&k.Problem, &k.Key, &k.Digest, &k.Reason, &k.ByID, &k.By, &at)
		k.At = fromMillis(at)
		return k, err
	}, `SELECT problem_id, key, digest, reason, author_id, author_name, at FROM kept
		WHERE workspace_id = $1 AND (problem_id = $2 OR $2 = '') ORDER BY problem_id, key`, workspace, problem)
	return list, s.fault(err)
}

// Verdict is one person's judgement of a `because` link when the chain is read back.
type Verdict struct {
	Link    string // id
	Digest  string // of the two texts it judged
	Verdict string // follows, sometimes, not
	By      string // name
	ByID    string // "" where an import brought only the name
	At      time.Time
}

// Verdicts are what one can say of a link when it is read back.
var Verdicts = []string{"follows", "sometimes", "not"}

// Judge gives, or changes, a person's verdict. Errors: Invalid.
func (s *Store) Judge(ctx context.Context, workspace string, v Verdict, by model.Author) error {
	if v.Verdict != Verdicts[0] && v.Verdict != Verdicts[1] && v.Verdict != Verdicts[2] {
		return model.Fault(model.Invalid, "verdict", "verdict", "Value", v.Verdict)
	}
	return s.write(ctx, func(t *txn) error { return t.judge(ctx, workspace, v, by) })
}

func (t *txn) judge(ctx context.Context, workspace string, v Verdict, by model.Author) error {
	if v.At.IsZero() {
		v.At = t.store.Now()
	}
	key := v.ByID
	if key == "" {
		key = "name:" + v.By
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO verdicts (workspace_id, link_id, author_key, author_name, digest, verdict, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (workspace_id, link_id, author_key) DO UPDATE
		SET author_name = excluded.author_name, digest = excluded.digest, verdict = excluded.verdict, at = excluded.at`,
		workspace, v.Link, key, v.By, v.Digest, v.Verdict, millis(v.At))
	if err != nil {
		return err
	}
	if err := t.wake(ctx, workspace); err != nil {
		return err
	}
	return t.audit(ctx, workspace, by, "verdict", v.Link, map[string]any{"verdict": v.Verdict})
}

// VerdictsOf lists all verdicts of a workspace by link and person.
func (s *Store) VerdictsOf(ctx context.Context, workspace string) ([]Verdict, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (v Verdict, err error) {
		var at int64
		err = rows.Scan(&v.Link, &v.ByID, &v.By, &v.Digest, &v.Verdict, &at)
		v.At = fromMillis(at)
		return v, err
	}, `SELECT link_id, author_key, author_name, digest, verdict, at FROM verdicts WHERE workspace_id = $1 ORDER BY link_id, author_name, author_key`, workspace)
	for i, v := range list {
		if len(v.ByID) > 5 && v.ByID[:5] == "name:" {
			list[i].ByID = ""
		}
	}
	return list, s.fault(err)
}
