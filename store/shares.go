package store

import (
	"context"
	"database/sql"
	"time"

	"rootline/model"
)

// Share is a link under which a report can be read without an account, until it expires or is revoked.
type Share struct {
	ID        string
	Workspace string // id
	Target    string // problem:ID and others
	Audience  string
	Language  string // "" = as the reader's browser asks
	Redact    bool   // without names and quotes
	Password  bool   // whether one is asked
	By        string // id of the person who made it
	Created   time.Time
	Expires   time.Time
}

// AddShare makes a share and returns its secret, which is shown once. password may be "". Errors: Invalid where the date is
// past.
func (s *Store) AddShare(ctx context.Context, sh Share, password string, by model.Author) (Share, string, error) {
	if !sh.Expires.After(s.Now()) {
		return sh, "", model.Fault(model.Invalid, "expires", "date.past")
	}
	if sh.Expires.After(s.latest()) {
		return sh, "", model.Fault(model.Invalid, "expires", "date.far")
	}
	sh.ID, sh.Created, sh.By, sh.Password = NewID(), s.Now(), by.ID, password != ""
	var hash string
	if password != "" {
		var err error
		if hash, err = hashPassword(password); err != nil {
			return sh, "", err
		}
	}
	secret := newSecret()
	return sh, secret, s.write(ctx, func(t *txn) error {
		_, err := t.ExecContext(ctx, `
			INSERT INTO shares (workspace_id, id, target, audience, language, redact, secret_hash, password_hash, created_by, created_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, sh.Workspace, sh.ID, sh.Target, sh.Audience, sh.Language, sh.Redact,
			hashSecret(secret), hash, sh.By, millis(sh.Created), millis(sh.Expires))
		if err != nil {
			return err
		}
		return t.audit(ctx, sh.Workspace, by, "share.add", sh.ID, map[string]any{"target": sh.Target, "expires": sh.Expires})
	})
}

const shareColumns = `id, workspace_id, target, audience, language, redact, password_hash <> '', created_by, created_at, expires_at`

func scanShare(row interface{ Scan(...any) error }) (sh Share, err error) {
	var created, expires int64
	err = row.Scan(&sh.ID, &sh.Workspace, &sh.Target, &sh.Audience, &sh.Language, &sh.Redact, &sh.Password, &sh.By, &created, &expires)
	sh.Created, sh.Expires = fromMillis(created), fromMillis(expires)
	return sh, err
}

// Shares lists the open shares of a workspace, newest first.
func (s *Store) Shares(ctx context.Context, workspace string) ([]Share, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Share, error) { return scanShare(rows) },
		`SELECT `+shareColumns+` FROM shares WHERE workspace_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id`,
		workspace, millis(s.Now()))
	return list, s.fault(err)
}

// ShareBySecret returns the open share behind a link. Errors: NotFound, alike for unknown, expired and revoked ones.
func (s *Store) ShareBySecret(ctx context.Context, secret string) (Share, error) {
	sh, err := scanShare(s.db.QueryRowContext(ctx, `SELECT `+shareColumns+` FROM shares s
		WHERE secret_hash = $1 AND revoked_at IS NULL AND expires_at > $2
		AND EXISTS (SELECT 1 FROM workspaces w WHERE w.id = s.workspace_id AND w.deleted_at IS NULL)`, hashSecret(secret), millis(s.Now())))
	return sh, s.fault(err)
}

// OpensShare says whether this is the password of a share; tries are limited. Errors: TooMany.
func (s *Store) OpensShare(ctx context.Context, sh Share, password, address string) (bool, error) {
	if err := s.attempt(ctx, s.Now(), signInLimits("share:"+sh.ID, address)); err != nil {
		return false, err
	}
	var hash string
	err := s.db.QueryRowContext(ctx, `SELECT password_hash FROM shares WHERE workspace_id = $1 AND id = $2`, sh.Workspace, sh.ID).Scan(&hash)
	return err == nil && samePassword(password, hash), s.fault(err)
}

// RevokeShare ends a share. Errors: NotFound.
func (s *Store) RevokeShare(ctx context.Context, workspace, id string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE shares SET revoked_at = $3 WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL`,
			workspace, id, millis(s.Now()))
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "share.revoke", id, nil)
	})
}

// WorkspaceByID returns a workspace in use by its id. Errors: NotFound.
func (s *Store) WorkspaceByID(ctx context.Context, id string) (model.Workspace, error) {
	w, err := scanWorkspace(s.db.QueryRowContext(ctx, `SELECT `+workspaceColumns+` FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, id))
	return w, s.fault(err)
}
