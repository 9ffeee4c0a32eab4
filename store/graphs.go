package store

import (
	"cmp"
	"container/list"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/crc32"
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
	defer tx.Rollback() // only read
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
	g, err := readRows(ctx, q, workspace, rev)
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
	}, `SELECT ops, undoes <> '[]' OR revision IN (SELECT revision FROM acts WHERE workspace_id = $1) FROM changes
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

// readRows reads the graph from the rows as they stand at revision rev.
func readRows(ctx context.Context, q querier, workspace string, rev model.Revision) (*model.Graph, error) {
	elements, err := readBodies(ctx, q, "elements", workspace, decodeElement)
	if err != nil {
		return nil, err
	}
	links, err := readBodies(ctx, q, "links", workspace, decodeLink)
	if err != nil || rev == 0 {
		return model.NewGraph(elements, links), err
	}
	var nElements, nLinks int
	err = q.QueryRowContext(ctx, `SELECT elements, links FROM changes WHERE workspace_id = $1 AND revision = $2`, workspace, rev).Scan(&nElements, &nLinks)
	if err == nil && (len(elements) != nElements || len(links) != nLinks) {
		err = damaged("%d elements and %d links, the log says %d and %d", len(elements), len(links), nElements, nLinks)
	}
	return model.NewGraph(elements, links), err
}

// damaged is the error for rows that are not as they were written: no engine notices one byte that became another.
func damaged(format string, args ...any) error {
	return &model.Error{Kind: model.Unavailable, Msg: "db.format", Err: fmt.Errorf(format, args...)}
}

// rowSum is what a row says of its body.
func rowSum(body []byte) int64 { return int64(crc32.Checksum(body, castagnoli)) }

// readBodies reads a table of the current state in order of arrival. The rows are decoded while more of them are read.
func readBodies[T any](ctx context.Context, q querier, table, workspace string, decode func([]byte) (*T, error)) ([]*T, error) {
	type row struct {
		seq  int64
		item *T
	}
	type part struct {
		ends []int // of each body in text
		seqs []int64
		sums []int64
		text []byte
	}
	const most = 256 // rows of a part
	parts, spare := make(chan *part, 4), make(chan *part, 8)
	fresh := func() *part {
		select {
		case p := <-spare:
			p.ends, p.seqs, p.sums, p.text = p.ends[:0], p.seqs[:0], p.sums[:0], p.text[:0]
			return p
		default:
			return new(part)
		}
	}
	var list []row
	var fault error
	var decoding sync.WaitGroup
	decoding.Go(func() {
		for p := range parts {
			from := 0
			for i, to := range p.ends {
				body := p.text[from:to]
				from = to
				item, err := decode(body)
				if rowSum(body) != p.sums[i] {
					err = damaged("%s: checksum of %q", table, body)
				}
				if err != nil && fault == nil {
					fault = err
				}
				list = append(list, row{p.seqs[i], item})
			}
			select {
			case spare <- p:
			default:
			}
		}
	})
	err := func() error {
		defer close(parts)
		rows, err := q.QueryContext(ctx, `SELECT seq, sum, body FROM `+table+` WHERE workspace_id = $1`, workspace)
		if err != nil {
			return err
		}
		defer rows.Close() // rows.Err tells
		p := fresh()
		for rows.Next() {
			var seq, sum int64
			var body sql.RawBytes
			if err := rows.Scan(&seq, &sum, &body); err != nil {
				return err
			}
			p.text = append(p.text, body...)
			p.ends, p.seqs, p.sums = append(p.ends, len(p.text)), append(p.seqs, seq), append(p.sums, sum)
			if len(p.ends) == most {
				parts <- p
				p = fresh()
			}
		}
		parts <- p
		return rows.Err()
	}()
	decoding.Wait()
	if err = cmp.Or(err, fault); err != nil {
		return nil, fmt.Errorf("%s: %w", table, err)
	}
	slices.SortFunc(list, func(a, b row) int { return cmp.Compare(a.seq, b.seq) })
	items := make([]*T, len(list))
	for i, r := range list {
		items[i] = r.item
	}
	return items, nil
}

// collect reads all rows of a query, each by scan.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // rows.Err tells
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
