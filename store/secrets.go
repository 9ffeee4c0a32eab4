package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"rootline/model"
)

// newSecret returns 256 random bits as text; only its hash is kept.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails, says its documentation
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Scope bounds what a token may do.
type Scope string

// The scopes: read only reads; write does all that its person may do in workspaces; admin also administers the installation.
const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
	ScopeAdmin Scope = "admin"
)

// Token lets a program act as a person.
type Token struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Scope   Scope     `json:"scope"`
	Expires time.Time `json:"expires,omitzero"` // zero = never
	Created time.Time `json:"created"`
}

// AddToken makes a token for a person and returns its secret, which is shown once. Errors: Invalid; Forbidden where someone
// who is no administrator asks for the scope admin.
func (s *Store) AddToken(ctx context.Context, u User, tok Token, by model.Author) (Token, string, error) {
	tok.Name = strings.TrimSpace(tok.Name)
	switch {
	case tok.Name == "" || len(tok.Name) > 200 || strings.ContainsRune(tok.Name, 0):
		return tok, "", model.Fault(model.Invalid, "name", "required")
	case tok.Scope != ScopeRead && tok.Scope != ScopeWrite && tok.Scope != ScopeAdmin:
		return tok, "", model.Fault(model.Invalid, "scope", "token.scope", "Value", string(tok.Scope))
	case tok.Scope == ScopeAdmin && !u.Admin:
		return tok, "", model.Fault(model.Forbidden, "scope", "token.admin")
	case !tok.Expires.IsZero() && !tok.Expires.After(s.Now()):
		return tok, "", model.Fault(model.Invalid, "expires", "date.past")
	case tok.Expires.After(s.latest()):
		return tok, "", model.Fault(model.Invalid, "expires", "date.far")
	}
	secret := "rl_" + newSecret()
	tok.ID, tok.Created = NewID(), s.Now()
	var expires any
	if !tok.Expires.IsZero() {
		expires = millis(tok.Expires)
	}
	return tok, secret, s.write(ctx, func(t *txn) error {
		_, err := t.ExecContext(ctx, `INSERT INTO tokens (id, user_id, name, scope, secret_hash, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			tok.ID, u.ID, tok.Name, tok.Scope, hashSecret(secret), expires, millis(tok.Created))
		if err != nil {
			return err
		}
		return t.audit(ctx, "", by, "token.add", tok.ID, tok)
	})
}

// Tokens lists a person's tokens, newest first.
func (s *Store) Tokens(ctx context.Context, user string) ([]Token, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (tok Token, err error) {
		var expires sql.NullInt64
		var created int64
		err = rows.Scan(&tok.ID, &tok.Name, &tok.Scope, &expires, &created)
		tok.Created = fromMillis(created)
		if expires.Valid {
			tok.Expires = fromMillis(expires.Int64)
		}
		return tok, err
	}, `SELECT id, name, scope, expires_at, created_at FROM tokens WHERE user_id = $1 ORDER BY created_at DESC, id`, user)
	return list, s.fault(err)
}

// RemoveToken revokes a token of a person. Errors: NotFound.
func (s *Store) RemoveToken(ctx context.Context, user, id string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		r, err := t.ExecContext(ctx, `DELETE FROM tokens WHERE id = $1 AND user_id = $2`, id, user)
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, "", by, "token.remove", id, nil)
	})
}

// UserByToken returns the person a token acts for, and its scope. Errors: Unauthenticated where the token is unknown,
// revoked, expired, or its person disabled.
func (s *Store) UserByToken(ctx context.Context, secret string) (User, Scope, error) {
	var scope Scope
	u, err := scanUser(prefixedRow{s.db.QueryRowContext(ctx, `
		SELECT k.scope, u.id, u.email, u.name, u.is_admin, u.disabled, u.language, u.theme, u.time_zone, u.keys_off, u.epoch
		FROM tokens k JOIN users u ON u.id = k.user_id
		WHERE k.secret_hash = $1 AND NOT u.disabled AND (k.expires_at IS NULL OR k.expires_at > $2)`,
		hashSecret(secret), millis(s.Now())), &scope})
	return u, scope, s.unauthenticated(err)
}

type prefixedRow struct {
	row   *sql.Row
	first any
}

func (p prefixedRow) Scan(dest ...any) error { return p.row.Scan(append([]any{p.first}, dest...)...) }

func (s *Store) unauthenticated(err error) error {
	if kind, _ := s.dialect.kind(err); err != nil && kind == model.NotFound {
		return model.Fault(model.Unauthenticated, "", "token.unknown")
	}
	return s.fault(err)
}

// PassKind is what a pass is for.
type PassKind string

// The kinds of pass.
const (
	PassSetup    PassKind = "setup"    // makes the first administrator
	PassInvite   PassKind = "invite"   // brings a person into a workspace
	PassDemo     PassKind = "demo"     // signs the demo's owner in, again and again until it expires
	PassPassword PassKind = "password" // lets a person set a new password
)

// Pass is a link that works without a password.
type Pass struct {
	ID        string
	Kind      PassKind
	Workspace string     // id, of an invitation
	User      string     // id, whom it signs in
	Email     string     // whom an invitation is meant for; "" = anyone who holds it
	Role      model.Role // of an invitation
	Expires   time.Time
}

// AddPass makes a pass and returns its secret, which is shown once.
func (s *Store) AddPass(ctx context.Context, p Pass, by model.Author) (Pass, string, error) {
	p.ID = NewID()
	secret := newSecret()
	return p, secret, s.write(ctx, func(t *txn) error {
		if p.Kind == PassSetup { // an older link ends with a new one
			if _, err := t.ExecContext(ctx, `DELETE FROM passes WHERE purpose = $1`, p.Kind); err != nil {
				return err
			}
		}
		_, err := t.ExecContext(ctx, `
			INSERT INTO passes (id, purpose, secret_hash, workspace_id, user_id, email, role, created_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ID, p.Kind, hashSecret(secret), nullable(p.Workspace), nullable(p.User), p.Email, p.Role, millis(s.Now()), millis(p.Expires))
		if err != nil {
			return err
		}
		return t.audit(ctx, p.Workspace, by, "pass.add", p.ID, map[string]any{"kind": p.Kind, "email": p.Email, "role": p.Role})
	})
}

const passColumns = `id, purpose, COALESCE(workspace_id, ''), COALESCE(user_id, ''), email, role, expires_at`

func scanPass(row interface{ Scan(...any) error }) (p Pass, err error) {
	var expires int64
	err = row.Scan(&p.ID, &p.Kind, &p.Workspace, &p.User, &p.Email, &p.Role, &expires)
	p.Expires = fromMillis(expires)
	return p, err
}

// Pass returns the open pass of this kind and secret. Errors: NotFound, alike for unknown, used and expired ones.
func (s *Store) Pass(ctx context.Context, kind PassKind, secret string) (Pass, error) {
	p, err := openPass(ctx, s.db, kind, secret, s.Now())
	return p, s.fault(err)
}

func openPass(ctx context.Context, q querier, kind PassKind, secret string, now time.Time) (Pass, error) {
	return scanPass(q.QueryRowContext(ctx, `SELECT `+passColumns+` FROM passes
		WHERE secret_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3`, hashSecret(secret), kind, millis(now)))
}

// Invitations lists the open invitations of a workspace, newest first.
func (s *Store) Invitations(ctx context.Context, workspace string) ([]Pass, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (Pass, error) { return scanPass(rows) },
		`SELECT `+passColumns+` FROM passes WHERE workspace_id = $1 AND purpose = 'invite' AND used_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id`,
		workspace, millis(s.Now()))
	return list, s.fault(err)
}

// RemoveInvitation ends an invitation. Errors: NotFound.
func (s *Store) RemoveInvitation(ctx context.Context, workspace, id string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		r, err := t.ExecContext(ctx, `DELETE FROM passes WHERE workspace_id = $1 AND id = $2 AND purpose = 'invite'`, workspace, id)
		if err := oneRow(r, err); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "pass.remove", id, nil)
	})
}

// use marks a pass as used; one of two who use it at once wins.
func (t *txn) use(ctx context.Context, id string) error {
	r, err := t.ExecContext(ctx, `UPDATE passes SET used_at = $2 WHERE id = $1 AND used_at IS NULL`, id, millis(t.store.Now()))
	return oneRow(r, err)
}

// Register makes a person from a pass of the kind setup (an administrator) or invite (a member of its workspace), and uses
// the pass up. Errors: NotFound for the pass; Invalid; Conflict where the address is taken.
func (s *Store) Register(ctx context.Context, kind PassKind, secret string, u User, password string) (User, error) {
	if password == "" {
		return User{}, model.Fault(model.Invalid, "password", "required")
	}
	u.Admin = kind == PassSetup
	u, hash, err := s.newUser(u, password)
	if err != nil {
		return User{}, err
	}
	return u, s.write(ctx, func(t *txn) error {
		p, err := openPass(ctx, t, kind, secret, s.Now())
		if err != nil {
			return err
		}
		if err := t.use(ctx, p.ID); err != nil {
			return err
		}
		if err := t.addUser(ctx, u, hash, u.Author()); err != nil {
			return err
		}
		if kind != PassInvite {
			return nil
		}
		return t.join(ctx, p, u)
	})
}

// AcceptInvitation brings a person who is signed in into the workspace of an invitation. A higher role than the one offered
// is kept. Errors: NotFound.
func (s *Store) AcceptInvitation(ctx context.Context, secret string, u User) error {
	return s.write(ctx, func(t *txn) error {
		p, err := openPass(ctx, t, PassInvite, secret, s.Now())
		if err != nil {
			return err
		}
		if err := t.use(ctx, p.ID); err != nil {
			return err
		}
		return t.join(ctx, p, u)
	})
}

func (t *txn) join(ctx context.Context, p Pass, u User) error {
	var have model.Role
	err := t.QueryRowContext(ctx, `SELECT role FROM members WHERE workspace_id = $1 AND user_id = $2`, p.Workspace, u.ID).Scan(&have)
	if err == nil && have.May(leastRight(p.Role)) {
		return nil
	}
	if err := t.setRole(ctx, p.Workspace, u.ID, p.Role); err != nil {
		return err
	}
	return t.audit(ctx, p.Workspace, u.Author(), "member.join", u.ID, map[string]any{"role": p.Role})
}

// leastRight is the right that a role has and those below it lack.
func leastRight(role model.Role) model.Right {
	for _, r := range []model.Right{model.RightOwn, model.RightChange, model.RightAnswer} {
		if role.May(r) {
			return r
		}
	}
	return model.RightRead
}

// ResetPassword sets a new password by a pass of the kind password, which it uses up, and ends all sessions of that person.
// Errors: NotFound; Invalid.
func (s *Store) ResetPassword(ctx context.Context, secret, password string) (User, error) {
	if _, err := s.Pass(ctx, PassPassword, secret); err != nil {
		return User{}, err
	}
	if err := CheckPassword(password); err != nil {
		return User{}, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return User{}, err
	}
	var u User
	err = s.write(ctx, func(t *txn) error {
		p, err := openPass(ctx, t, PassPassword, secret, s.Now())
		if err != nil {
			return err
		}
		if err := t.use(ctx, p.ID); err != nil {
			return err
		}
		by := model.Author{Kind: model.ByUser, ID: p.User}
		if err := t.updateUser(ctx, p.User, by, "user.password", nil, setPassword, hash); err != nil {
			return err
		}
		u, err = scanUser(t.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = $1`, p.User))
		return err
	})
	return u, err
}
