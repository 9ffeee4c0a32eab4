package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rootline/model"
)

const workspaceColumns = `id, slug, name, currency, languages, fields, thresholds, revision`

func scanWorkspace(row interface{ Scan(...any) error }) (w model.Workspace, err error) {
	var languages, fields, thresholds []byte
	if err := row.Scan(&w.ID, &w.Slug, &w.Name, &w.Currency, &languages, &fields, &thresholds, &w.Revision); err != nil {
		return w, err
	}
	return w, errors.Join(json.Unmarshal(languages, &w.Languages), json.Unmarshal(fields, &w.Fields), json.Unmarshal(thresholds, &w.Thresholds))
}

// settings returns the columns of a workspace's settings.
func settings(w model.Workspace) ([]any, error) {
	out := []any{w.Slug, w.Name, w.Currency}
	for _, v := range []any{w.Languages, w.Fields, w.Thresholds} {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("settings: %w", err)
		}
		out = append(out, string(b))
	}
	return out, nil
}

// AddWorkspace makes an empty workspace; owner, where given, becomes its first member. Errors: Invalid; Conflict where the
// slug is taken.
func (s *Store) AddWorkspace(ctx context.Context, w model.Workspace, owner string, by model.Author) (model.Workspace, error) {
	if err := w.Check(); err != nil {
		return w, err
	}
	w.ID = NewID()
	return w, s.write(ctx, func(t *txn) error { return t.addWorkspace(ctx, w, owner, by) })
}

func (t *txn) addWorkspace(ctx context.Context, w model.Workspace, owner string, by model.Author) error {
	columns, err := settings(w)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO workspaces (id, created_at, slug, name, currency, languages, fields, thresholds, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`, append([]any{w.ID, millis(t.store.Now())}, columns...)...)
	if err != nil {
		return t.slugTaken(err, w.Slug)
	}
	if owner != "" {
		if err := t.setRole(ctx, w.ID, owner, model.Owner); err != nil {
			return err
		}
	}
	return t.audit(ctx, w.ID, by, "workspace.add", w.ID, w)
}

func (t *txn) slugTaken(err error, slug string) error {
	if kind, _ := t.store.dialect.kind(err); kind == model.Conflict {
		return model.Fault(model.Conflict, "slug", "slug.taken", "Value", slug)
	}
	return err
}

// SetWorkspace sets the settings of a workspace. Errors: Invalid; Conflict; NotFound.
func (s *Store) SetWorkspace(ctx context.Context, w model.Workspace, by model.Author) error {
	if err := w.Check(); err != nil {
		return err
	}
	return s.write(ctx, func(t *txn) error { return t.setWorkspace(ctx, w, by) })
}

func (t *txn) setWorkspace(ctx context.Context, w model.Workspace, by model.Author) error {
	columns, err := settings(w)
	if err != nil {
		return err
	}
	r, err := t.ExecContext(ctx, `UPDATE workspaces
		SET slug = $2, name = $3, currency = $4, languages = $5, fields = $6, thresholds = $7
		WHERE id = $1 AND deleted_at IS NULL`, append([]any{w.ID}, columns...)...)
	if err := oneRow(r, err); err != nil {
		return t.slugTaken(err, w.Slug)
	}
	return t.audit(ctx, w.ID, by, "workspace.set", w.ID, w)
}

// SetThresholds replaces the bounds that a team put on metrics. Errors: NotFound.
func (s *Store) SetThresholds(ctx context.Context, workspace string, list []model.Threshold, by model.Author) error {
	return s.ChangeThresholds(ctx, workspace, func([]model.Threshold) ([]model.Threshold, error) { return list, nil }, by)
}

// ChangeThresholds replaces those bounds by what change makes of them as they stand, so that two people who each set one do not
// undo each other. Errors: those of change; NotFound.
func (s *Store) ChangeThresholds(ctx context.Context, workspace string, change func([]model.Threshold) ([]model.Threshold, error), by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.lockMembers(ctx, workspace); err != nil { // what somebody else sets meanwhile is not lost
			return err
		}
		w, err := scanWorkspace(t.QueryRowContext(ctx, `SELECT `+workspaceColumns+` FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, workspace))
		if err != nil {
			return err
		}
		list, err := change(w.Thresholds)
		if err != nil {
			return err
		}
		text, err := json.Marshal(append([]model.Threshold{}, list...))
		if err != nil {
			return fmt.Errorf("thresholds: %w", err)
		}
		r, err := t.ExecContext(ctx, `UPDATE workspaces SET thresholds = $2 WHERE id = $1 AND deleted_at IS NULL`, workspace, string(text))
		if err := oneRow(r, err); err != nil {
			return err
		}
		if samePromises(w.Thresholds, list) {
			return nil
		}
		return t.audit(ctx, workspace, by, "workspace.thresholds", workspace, Promising{w.Thresholds, list})
	})
}

// samePromises says whether two lists of bounds promise the same, in whatever order.
func samePromises(a, b []model.Threshold) bool {
	ordered := func(list []model.Threshold) []model.Threshold {
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(x, y model.Threshold) int {
			return cmp.Or(strings.Compare(x.Metric, y.Metric), strings.Compare(x.Part, y.Part))
		})
		return list
	}
	bound := func(x, y *float64) bool { return x == y || x != nil && y != nil && *x == *y }
	return slices.EqualFunc(ordered(a), ordered(b), func(x, y model.Threshold) bool {
		return x.Metric == y.Metric && x.Part == y.Part && bound(x.Min, y.Min) && bound(x.Max, y.Max)
	})
}

// EditFields changes the fields that a workspace adds to its kinds, with edit, which gets them as they stand. Errors: those of
// edit; Invalid; NotFound.
func (s *Store) EditFields(ctx context.Context, workspace string, edit func([]model.OwnField) ([]model.OwnField, error), by model.Author) error {
	return s.EditWorkspace(ctx, workspace, func(w *model.Workspace) (err error) {
		if w.Fields, err = edit(w.Fields); err != nil {
			return err
		}
		if len(w.Fields) > model.MaxFields {
			return model.Fault(model.Invalid, "fields", "field.many", "Max", model.MaxFields)
		}
		return nil
	}, by)
}

// EditWorkspace changes the settings of a workspace with edit, which gets them as they stand. Errors: those of edit; Invalid;
// Conflict; NotFound.
func (s *Store) EditWorkspace(ctx context.Context, workspace string, edit func(*model.Workspace) error, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.lockMembers(ctx, workspace); err != nil { // what somebody else edits meanwhile is not lost
			return err
		}
		w, err := scanWorkspace(t.QueryRowContext(ctx, `SELECT `+workspaceColumns+` FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, workspace))
		if err != nil {
			return err
		}
		if err := edit(&w); err != nil {
			return err
		}
		if err := w.Check(); err != nil {
			return err
		}
		return t.setWorkspace(ctx, w, by)
	})
}

// suit brings what a change gives to the workspace's own fields into their form. What an undo gives back was there before.
func (t *txn) suit(ctx context.Context, c *model.Change, g *model.Graph) error {
	if len(c.Undoes) > 0 || c.Act != nil || !model.HasOutside(g, c.Ops) {
		return nil
	}
	var raw []byte
	if err := t.QueryRowContext(ctx, `SELECT fields FROM workspaces WHERE id = $1`, c.Workspace).Scan(&raw); err != nil {
		return err
	}
	var fields []model.OwnField
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fmt.Errorf("fields: %w", err)
	}
	ops, err := model.Suit(fields, g, c.Ops)
	if err == nil {
		c.Ops = ops
	}
	return err
}

// RemoveWorkspace takes a workspace out of use; its rows stay for the administrator to restore.
func (s *Store) RemoveWorkspace(ctx context.Context, id string, by model.Author) error {
	return s.write(ctx, func(t *txn) error {
		r, err := t.ExecContext(ctx, `UPDATE workspaces SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL`, id, millis(s.Now()))
		if err := oneRow(r, err); err != nil {
			return err
		}
		t.afterCommit(func() {
			s.graphs.drop(id)
			s.past.drop(id)
		})
		if err := t.wake(ctx, id); err != nil {
			return err
		}
		return t.audit(ctx, id, by, "workspace.remove", id, nil)
	})
}

// Workspace returns the workspace with this slug. Errors: NotFound.
func (s *Store) Workspace(ctx context.Context, slug string) (model.Workspace, error) {
	w, err := scanWorkspace(s.db.QueryRowContext(ctx, `SELECT `+workspaceColumns+` FROM workspaces WHERE slug = $1 AND deleted_at IS NULL`, slug))
	return w, s.fault(err)
}

// Place is a workspace and what a person is in it.
type Place struct {
	model.Workspace
	Role model.Role
}

// Place returns the workspace with this slug and the role of a person in it. Administrators are owners everywhere. Errors:
// NotFound, also where the person is no member.
func (s *Store) Place(ctx context.Context, slug string, u User) (Place, error) {
	w, err := s.Workspace(ctx, slug)
	if err != nil {
		return Place{}, err
	}
	role, err := roleOf(ctx, s.db, w.ID, u.ID)
	if err != nil {
		return Place{}, s.fault(err)
	}
	if role == model.NoRole {
		return Place{}, model.Fault(model.NotFound, "", "not-found")
	}
	return Place{w, role}, nil
}

// Places lists the workspaces that a person may enter, by slug: those after one ("" = from the first), at most limit.
// Administrators enter all.
func (s *Store) Places(ctx context.Context, u User, after string, limit int) ([]Place, error) {
	// Each walks an index no farther than it must: of all workspaces, or of the person's own memberships.
	query, who := `SELECT m.role, `+workspaceColumns+`
		FROM members m JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.user_id = $1 AND w.deleted_at IS NULL AND w.slug > $2 ORDER BY w.slug LIMIT $3`, u.ID
	if u.Admin {
		query, who = `SELECT $1, `+workspaceColumns+`
			FROM workspaces w WHERE w.deleted_at IS NULL AND w.slug > $2 ORDER BY w.slug LIMIT $3`, string(model.Owner)
	}
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (p Place, err error) {
		p.Workspace, err = scanWorkspace(prefixed{rows, &p.Role})
		return p, err
	}, query, who, after, limit)
	return list, s.fault(err)
}

// prefixed scans one more column before the others.
type prefixed struct {
	rows  *sql.Rows
	first any
}

func (p prefixed) Scan(dest ...any) error { return p.rows.Scan(append([]any{p.first}, dest...)...) }

// roleOf returns the role of a person in a workspace, NoRole where there is none or the person is disabled.
// RoleIn returns what a person may do in a workspace, model.NoRole for one who is no member.
func (s *Store) RoleIn(ctx context.Context, workspace, user string) (model.Role, error) {
	role, err := roleOf(ctx, s.db, workspace, user)
	return role, s.fault(err)
}

func roleOf(ctx context.Context, q querier, workspace, user string) (model.Role, error) {
	var admin, disabled bool
	var role sql.NullString
	err := q.QueryRowContext(ctx, `
		SELECT u.is_admin, u.disabled, m.role
		FROM users u LEFT JOIN members m ON m.user_id = u.id AND m.workspace_id = $1
		WHERE u.id = $2`, workspace, user).Scan(&admin, &disabled, &role)
	switch {
	case errors.Is(err, sql.ErrNoRows) || disabled:
		return model.NoRole, nil
	case admin:
		return model.Owner, err
	}
	return model.Role(role.String), err
}

// Member is a person in a workspace.
type Member struct {
	User
	Role model.Role
}

// Members lists the members of a workspace by name.
func (s *Store) Members(ctx context.Context, workspace string) ([]Member, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (m Member, err error) {
		m.User, err = scanUser(prefixed{rows, &m.Role})
		return m, err
	}, `SELECT m.role, `+userColumns+` FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 ORDER BY u.name, u.id`, workspace)
	return list, s.fault(err)
}

// SetMember gives a person a role in a workspace. The last owner stays one. Errors: Invalid; NotFound; Conflict.
func (s *Store) SetMember(ctx context.Context, workspace, user string, role model.Role, by model.Author) error {
	if !role.May(model.RightRead) {
		return model.Fault(model.Invalid, "role", "role", "Value", string(role))
	}
	return s.write(ctx, func(t *txn) error {
		if _, err := scanUser(t.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users WHERE id = $1`, user)); err != nil {
			return err
		}
		if err := t.lockMembers(ctx, workspace); err != nil {
			return err
		}
		if role != model.Owner {
			if err := t.keepsOwner(ctx, workspace, user); err != nil {
				return err
			}
		}
		if err := t.setRole(ctx, workspace, user, role); err != nil {
			return err
		}
		if err := t.wake(ctx, workspace); err != nil { // streams ask again for their rights
			return err
		}
		return t.audit(ctx, workspace, by, "member.set", user, map[string]any{"role": role})
	})
}

func (t *txn) setRole(ctx context.Context, workspace, user string, role model.Role) error {
	_, err := t.ExecContext(ctx, `INSERT INTO members (workspace_id, user_id, role) VALUES ($1, $2, $3)
		ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role`, workspace, user, role)
	return err
}

// lockMembers keeps other processes from changing who is in a workspace until this transaction ends: two owners who each
// remove the other must not both succeed. Errors: NotFound.
func (t *txn) lockMembers(ctx context.Context, workspace string) error {
	return oneRow(t.ExecContext(ctx, `UPDATE workspaces SET revision = revision WHERE id = $1 AND deleted_at IS NULL`, workspace))
}

// keepsOwner refuses to take the last owner of a workspace away.
func (t *txn) keepsOwner(ctx context.Context, workspace, user string) error {
	var mine, others int
	err := t.QueryRowContext(ctx, `
		SELECT COALESCE(SUM(CASE WHEN user_id = $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN user_id = $2 THEN 0 ELSE 1 END), 0)
		FROM members WHERE workspace_id = $1 AND role = 'owner'`, workspace, user).Scan(&mine, &others)
	if err == nil && mine > 0 && others == 0 {
		return model.Fault(model.Conflict, "role", "member.last-owner")
	}
	return err
}

// RemoveMember ends a membership. Errors: NotFound; Conflict for the last owner.
func (s *Store) RemoveMember(ctx context.Context, workspace, user string, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.lockMembers(ctx, workspace); err != nil {
			return err
		}
		if err := t.keepsOwner(ctx, workspace, user); err != nil {
			return err
		}
		r, err := t.ExecContext(ctx, `DELETE FROM members WHERE workspace_id = $1 AND user_id = $2`, workspace, user)
		if err := oneRow(r, err); err != nil {
			return err
		}
		if err := t.wake(ctx, workspace); err != nil { // streams ask again for their rights
			return err
		}
		return t.audit(ctx, workspace, by, "member.remove", user, nil)
	})
}
