package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"rootline/model"
)

// View is a way to look at a page of a workspace that somebody named: its filter, order and columns.
type View struct {
	ID        string
	Workspace string // id
	Page      string // where it is offered: "elements", "map", …
	Path      string // of the page, within the workspace: "elements", "journeys/j-1"
	Query     string // what stands behind the question mark of its address
	Name      string
	Owner     string // id of the person whose it is; "" = the team's
	By        string // id of the person who made it
	Created   time.Time
}

// Limits of views.
const (
	maxViewName  = 80    // characters
	maxViewQuery = 4_000 // bytes
	maxViews     = 200   // of a page, for the team and for each person
)

// check says what is wrong with a view, nil where nothing is.
func (v *View) check() *model.Error {
	v.Name = strings.Join(strings.Fields(v.Name), " ")
	switch {
	case v.Name == "":
		return model.Fault(model.Invalid, "name", "required")
	case len([]rune(v.Name)) > maxViewName || strings.ContainsRune(v.Name, 0):
		return model.Fault(model.Invalid, "name", "text.long", "Max", maxViewName)
	case v.Page == "" || len(v.Page) > 100 || len(v.Path) > 500 || len(v.Query) > maxViewQuery || strings.ContainsRune(v.Page+v.Path+v.Query, 0):
		return model.Fault(model.Invalid, "", "view.long")
	}
	return nil
}

const viewColumns = `id, workspace_id, page, path, query, name, owner_id, created_by, created_at`

func scanView(row interface{ Scan(...any) error }) (v View, err error) {
	var created int64
	err = row.Scan(&v.ID, &v.Workspace, &v.Page, &v.Path, &v.Query, &v.Name, &v.Owner, &v.By, &created)
	v.Created = fromMillis(created)
	return v, err
}

// Views lists the views of a page that a person sees: the team's by name, then their own by name.
func (s *Store) Views(ctx context.Context, workspace, page, user string) ([]View, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (View, error) { return scanView(rows) },
		`SELECT `+viewColumns+` FROM views WHERE workspace_id = $1 AND page = $2 AND (owner_id = '' OR owner_id = $3)`, workspace, page, user)
	slices.SortFunc(list, byViewName)
	return list, s.fault(err)
}

// AllViews lists the views of all pages that a person sees, page by page in the order of Views.
func (s *Store) AllViews(ctx context.Context, workspace, user string) ([]View, error) {
	list, err := collect(ctx, s.db, func(rows *sql.Rows) (View, error) { return scanView(rows) },
		`SELECT `+viewColumns+` FROM views WHERE workspace_id = $1 AND (owner_id = '' OR owner_id = $2)`, workspace, user)
	slices.SortFunc(list, func(a, b View) int { return cmp.Or(cmp.Compare(a.Page, b.Page), byViewName(a, b)) })
	return list, s.fault(err)
}

func byViewName(a, b View) int {
	return cmp.Or(cmp.Compare(a.Owner, b.Owner), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
}

// View returns a view that a person sees. Errors: NotFound, also where it is somebody else's own.
func (s *Store) View(ctx context.Context, workspace, id, user string) (View, error) {
	v, err := scanView(s.db.QueryRowContext(ctx, `SELECT `+viewColumns+` FROM views
		WHERE workspace_id = $1 AND id = $2 AND (owner_id = '' OR owner_id = $3)`, workspace, id, user))
	return v, s.fault(err)
}

// AddView keeps a view. Errors: Invalid; Conflict where the team, or the person, has one of this name on the page.
func (s *Store) AddView(ctx context.Context, v View, by model.Author) (View, error) {
	if err := v.check(); err != nil {
		return v, err
	}
	v.ID, v.Created, v.By = NewID(), s.Now(), by.ID
	return v, s.writeTo(ctx, v.Workspace, func(t *txn) error {
		if err := t.viewFits(ctx, v); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO views (`+viewColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			v.ID, v.Workspace, v.Page, v.Path, v.Query, v.Name, v.Owner, v.By, millis(v.Created))
		if err != nil {
			return err
		}
		return t.audit(ctx, v.Workspace, by, "view.add", v.ID, v.detail())
	})
}

// viewFits refuses a second view of one name, and one too many.
func (t *txn) viewFits(ctx context.Context, v View) error {
	var same, others int
	err := t.QueryRowContext(ctx, `SELECT COALESCE(SUM(CASE WHEN name = $4 THEN 1 ELSE 0 END), 0), COUNT(*)
		FROM views WHERE workspace_id = $1 AND page = $2 AND owner_id = $3 AND id <> $5`, v.Workspace, v.Page, v.Owner, v.Name, v.ID).Scan(&same, &others)
	switch {
	case err != nil:
		return err
	case same > 0:
		return model.Fault(model.Conflict, "name", "view.taken", "Name", v.Name)
	case others >= maxViews:
		return model.Fault(model.Invalid, "name", "view.many", "Max", maxViews)
	}
	return nil
}

func (v View) detail() map[string]any {
	return map[string]any{"name": v.Name, "page": v.Page, "path": v.Path, "query": v.Query, "owner": v.Owner}
}

// SetView gives a view another name, or another path and query. Errors: Invalid; Conflict; NotFound.
func (s *Store) SetView(ctx context.Context, v View, by model.Author) error {
	if err := v.check(); err != nil {
		return err
	}
	return s.writeTo(ctx, v.Workspace, func(t *txn) error {
		was, err := scanView(t.QueryRowContext(ctx, `SELECT `+viewColumns+` FROM views WHERE workspace_id = $1 AND id = $2`, v.Workspace, v.ID))
		if err != nil {
			return err
		}
		v.Page, v.Owner = was.Page, was.Owner
		if err := t.viewFits(ctx, v); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `UPDATE views SET name = $3, path = $4, query = $5 WHERE workspace_id = $1 AND id = $2`, v.Workspace, v.ID, v.Name, v.Path, v.Query)
		if err != nil {
			return err
		}
		return t.audit(ctx, v.Workspace, by, "view.set", v.ID, map[string]any{"before": was.detail(), "after": v.detail()})
	})
}

// RemoveView takes a view away; what it showed stays. Errors: NotFound.
func (s *Store) RemoveView(ctx context.Context, workspace, id string, by model.Author) error {
	return s.writeTo(ctx, workspace, func(t *txn) error {
		was, err := scanView(t.QueryRowContext(ctx, `SELECT `+viewColumns+` FROM views WHERE workspace_id = $1 AND id = $2`, workspace, id))
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM views WHERE workspace_id = $1 AND id = $2`, workspace, id); err != nil {
			return err
		}
		return t.audit(ctx, workspace, by, "view.remove", id, was.detail())
	})
}
