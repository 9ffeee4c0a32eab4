package store

import (
	"container/list"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"rootline/model"
)

// versioned is a graph of the current state and the revision of the workspace at which it stood so. The zero value is none.
type versioned struct {
	graph *model.Graph
	at    model.Revision
	read  model.Revision // at which it was read from the rows; what went before has no place in it
}

// size is the number of elements and links, what a graph weighs.
func (v versioned) size() int {
	if v.graph == nil {
		return 0
	}
	elements, links := v.graph.Len()
	return elements + links
}

// graphs remembers the newest graph of the workspaces used lately. It holds at most so many elements and links in all,
// and always at least one graph.
type graphs struct {
	mu    sync.Mutex
	held  map[string]*list.Element // of held, by workspace id
	order list.List                // by last use, oldest first
	most  int                      // elements and links; see maxHeld
	total int                      // elements and links held
	loads map[string]chan struct{} // workspaces whose graph is being read, by id; closed when it is there
}

// held is one entry of graphs.
type held struct {
	workspace string
	versioned
}

// maxHeld bounds the memory that graphs take: an element or link weighs about a kilobyte with its text, its props and its
// places in the graph's indexes.
const maxHeld = 250_000

func (c *graphs) get(workspace string) (versioned, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.held[workspace]
	if !ok {
		return versioned{}, false
	}
	c.order.MoveToBack(e)
	return e.Value.(*held).versioned, true
}

// put keeps v unless a newer version is held.
func (c *graphs) put(workspace string, v versioned) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.held[workspace]
	if !ok {
		if c.held == nil {
			c.held = make(map[string]*list.Element)
		}
		e = c.order.PushBack(&held{workspace: workspace})
		c.held[workspace] = e
	}
	h := e.Value.(*held)
	if h.at > v.at {
		return
	}
	c.total += v.size() - h.size()
	h.versioned = v
	c.order.MoveToBack(e)
	for c.total > c.most && c.order.Len() > 1 {
		c.remove(c.order.Front())
	}
}

func (c *graphs) drop(workspace string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.held[workspace]; ok {
		c.remove(e)
	}
}

func (c *graphs) remove(e *list.Element) {
	h := c.order.Remove(e).(*held)
	delete(c.held, h.workspace)
	c.total -= h.size()
}

// alone lets one caller at a time read the graph of a workspace: the others wait, and find it held. Call done after put.
func (c *graphs) alone(ctx context.Context, workspace string) (done func(), err error) {
	for {
		c.mu.Lock()
		wait, busy := c.loads[workspace]
		if !busy {
			if c.loads == nil {
				c.loads = make(map[string]chan struct{})
			}
			mine := make(chan struct{})
			c.loads[workspace] = mine
			c.mu.Unlock()
			return func() {
				c.mu.Lock()
				defer c.mu.Unlock()
				delete(c.loads, workspace)
				close(mine)
			}, nil
		}
		c.mu.Unlock()
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
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
	if v, ok := s.graphs.get(workspace); ok && v.at >= rev {
		return v.graph, v.at, nil
	}
	done, err := s.graphs.alone(ctx, workspace)
	if err != nil {
		return nil, 0, s.fault(err)
	}
	defer done()
	v, ok := s.graphs.get(workspace)
	if ok && v.at >= rev {
		return v.graph, v.at, nil
	}
	if v, err = s.load(ctx, workspace, v); err != nil {
		return nil, 0, s.fault(err)
	}
	s.graphs.put(workspace, v)
	return v.graph, v.at, nil
}

// load brings a graph to the present.
func (s *Store) load(ctx context.Context, workspace string, v versioned) (versioned, error) {
	// One transaction, so that the rows and the revision are of one moment.
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.dialect.snapshot})
	if err != nil {
		return versioned{}, err
	}
	defer tx.Rollback() //nolint:errcheck // only read
	var rev model.Revision
	if err := tx.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1 AND deleted_at IS NULL`, workspace).Scan(&rev); err != nil {
		return versioned{}, err
	}
	return forward(ctx, tx, workspace, v, rev)
}

// forward brings a graph to revision rev: from the log where there is a graph and it is not far behind, else from the rows,
// which stand at that revision.
func forward(ctx context.Context, q querier, workspace string, v versioned, rev model.Revision) (versioned, error) {
	const far = 1000 // revisions
	if v.graph != nil && v.at == rev {
		return v, nil
	}
	if v.graph != nil && v.at < rev && rev-v.at < far {
		g, ok, err := replay(ctx, q, workspace, v, rev)
		if err != nil || ok {
			return versioned{graph: g, at: rev, read: v.read}, err
		}
	}
	g, err := readRows(ctx, q, workspace)
	return versioned{graph: g, at: rev, read: rev}, err
}

// replay applies the log from v to rev; ok is false where the rows must tell instead: something came back to a place that
// the graph may not know of, or a change that was made under other rules does not apply.
func replay(ctx context.Context, q querier, workspace string, v versioned, rev model.Revision) (g *model.Graph, ok bool, err error) {
	type step struct {
		ops  []model.Op
		undo bool
	}
	steps, err := collect(ctx, q, func(rows *sql.Rows) (st step, err error) {
		var b []byte
		if err := rows.Scan(&b, &st.undo); err != nil {
			return st, err
		}
		return st, json.Unmarshal(b, &st.ops)
	}, `SELECT ops, undoes <> '[]' FROM changes
		WHERE workspace_id = $1 AND revision > $2 AND revision <= $3 AND state = 'current' ORDER BY revision`, workspace, v.at, rev)
	if err != nil {
		return nil, false, err
	}
	isAdd := func(op model.Op) bool { return op.Kind == model.OpAddElement || op.Kind == model.OpAddLink }
	g = v.graph
	for _, st := range steps {
		if st.undo && slices.ContainsFunc(st.ops, isAdd) {
			return nil, false, nil
		}
		if g, _, err = g.Apply(model.Change{Ops: st.ops}); err != nil {
			return nil, false, nil //nolint:nilerr // the rows tell
		}
	}
	return g, true, nil
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
