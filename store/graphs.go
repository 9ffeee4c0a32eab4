package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"

	"rootline/model"
)

// versioned is a graph of the current state and the revision of the workspace at which it stood so.
type versioned struct {
	graph *model.Graph
	at    model.Revision
}

// graphs remembers the newest graph of the workspaces used lately. It holds at most maxHeld elements and links in all,
// and always at least one graph.
type graphs struct {
	mu    sync.Mutex
	held  map[string]versioned
	order []string // by last use, oldest first
}

const maxHeld = 2_000_000

func (c *graphs) get(workspace string) (versioned, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.held[workspace]
	return v, ok
}

// put keeps v unless a newer version is held.
func (c *graphs) put(workspace string, v versioned) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = make(map[string]versioned)
	}
	if old, ok := c.held[workspace]; ok && old.at > v.at {
		return
	}
	c.held[workspace] = v
	for i, w := range c.order {
		if w == workspace {
			c.order = append(c.order[:i], c.order[i+1:]...)
			break
		}
	}
	c.order = append(c.order, workspace)
	for total := c.total(); total > maxHeld && len(c.order) > 1; total = c.total() {
		delete(c.held, c.order[0])
		c.order = c.order[1:]
	}
}

func (c *graphs) total() int {
	sum := 0
	for _, v := range c.held {
		e, l := v.graph.Len()
		sum += e + l
	}
	return sum
}

func (c *graphs) drop(workspace string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, workspace)
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Graph returns the graph of the workspace's current state and the revision at which it stands so. Errors: NotFound.
func (s *Store) Graph(ctx context.Context, workspace string) (*model.Graph, model.Revision, error) {
	var rev model.Revision
	err := s.db.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, workspace).Scan(&rev)
	if err != nil {
		return nil, 0, s.fault(err)
	}
	held, ok := s.graphs.get(workspace)
	if ok && held.at >= rev {
		return held.graph, held.at, nil
	}
	// One transaction, so that the rows and the revision are of one moment.
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.dialect.snapshot})
	if err != nil {
		return nil, 0, s.fault(err)
	}
	defer tx.Rollback() //nolint:errcheck // only read
	if err := tx.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1`, workspace).Scan(&rev); err != nil {
		return nil, 0, s.fault(err)
	}
	v, err := forward(ctx, tx, workspace, held, ok, rev)
	if err != nil {
		return nil, 0, s.fault(err)
	}
	s.graphs.put(workspace, v)
	return v.graph, v.at, nil
}

// forward brings a graph to revision rev: from the log where one is held and not far behind, else from the rows.
func forward(ctx context.Context, q querier, workspace string, held versioned, ok bool, rev model.Revision) (versioned, error) {
	const far = 1000 // revisions
	if ok && held.at == rev {
		return held, nil
	}
	if ok && rev-held.at < far {
		changes, err := entries(ctx, q, `workspace_id = $1 AND revision > $2 AND revision <= $3 AND state = 'current' ORDER BY revision`, workspace, held.at, rev)
		if err != nil {
			return versioned{}, err
		}
		g := held.graph
		for _, c := range changes {
			if g, _, err = g.Apply(c.Change); err != nil {
				break
			}
		}
		if err == nil {
			return versioned{g, rev}, nil
		}
	}
	g, err := readRows(ctx, q, workspace)
	return versioned{g, rev}, err
}

func readRows(ctx context.Context, q querier, workspace string) (*model.Graph, error) {
	elements, err := collect(ctx, q, func(rows *sql.Rows) (*model.Element, error) {
		var body []byte
		var e model.Element
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		return &e, json.Unmarshal(body, &e)
	}, `SELECT body FROM elements WHERE workspace_id = $1 ORDER BY seq`, workspace)
	if err != nil {
		return nil, fmt.Errorf("elements: %w", err)
	}
	links, err := collect(ctx, q, func(rows *sql.Rows) (*model.Link, error) {
		var body []byte
		var l model.Link
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		return &l, json.Unmarshal(body, &l)
	}, `SELECT body FROM links WHERE workspace_id = $1 ORDER BY seq`, workspace)
	if err != nil {
		return nil, fmt.Errorf("links: %w", err)
	}
	return model.NewGraph(elements, links), nil
}

// collect reads all rows of a query, each by scan.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var out []T
	for rows.Next() {
		t, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}
