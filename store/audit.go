package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"rootline/model"
)

// AuditRow is one act as the audit keeps it.
type AuditRow struct {
	Seq       int64
	Workspace string // "" = of the installation
	At        time.Time
	Actor     model.Author
	Act       string
	Target    string
	Detail    json.RawMessage
}

// audit writes one row, in the transaction of the act itself. detail says what was before and after, never a secret.
func (t *txn) audit(ctx context.Context, workspace string, who model.Author, act, target string, detail any) error {
	b, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO audit (workspace_id, at, actor_kind, actor_id, actor_name, act, target, detail, address, request)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		workspace, millis(t.store.Now()), who.Kind, who.ID, who.Name, act, target, string(b), who.Address, who.Request)
	return err
}

// Audit lists the newest acts in a workspace, or of the installation where workspace is "", newest first, at most limit.
func (s *Store) Audit(ctx context.Context, workspace string, limit int) ([]AuditRow, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (r AuditRow, err error) {
		var at int64
		var detail []byte
		err = rows.Scan(&r.Seq, &r.Workspace, &at, &r.Actor.Kind, &r.Actor.ID, &r.Actor.Name, &r.Act, &r.Target, &detail, &r.Actor.Address, &r.Actor.Request)
		r.At, r.Detail = fromMillis(at), detail
		return r, err
	}, `SELECT seq, workspace_id, at, actor_kind, actor_id, actor_name, act, target, detail, address, request
		FROM audit WHERE workspace_id = $1 ORDER BY seq DESC LIMIT $2`, workspace, limit)
	return list, s.fault(err)
}
