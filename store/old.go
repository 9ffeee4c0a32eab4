package store

import (
	"context"
	"slices"

	"rootline/model"
)

// fillOld gives each op without an Old the value that its author saw at c.DrawnAt. g is the graph at revision head. Errors:
// Invalid where the author cannot have seen such a revision.
func (t *txn) fillOld(ctx context.Context, c *model.Change, g *model.Graph, head model.Revision) error {
	if c.DrawnAt <= 0 {
		return nil
	}
	if c.DrawnAt > head {
		return model.Fault(model.Invalid, "drawn_at", "revision.ahead", "At", c.DrawnAt, "Revision", head)
	}
	ops := slices.Clone(c.Ops)
	var saw func(model.Op) any // found out when first asked: most changes are drawn from the head
	written := make(map[string]bool)
	for i, op := range ops {
		if op.Kind != model.OpSet && op.Kind != model.OpReEnd {
			continue
		}
		key := fieldKey(op)
		if op.Old == nil && !written[key] { // a second op on a field sees what the first of this very change left
			if saw == nil {
				var err error
				if saw, err = t.seen(ctx, *c, g, head); err != nil {
					return err
				}
			}
			ops[i].Old = saw(op)
		}
		if op.Old == nil && written[key] {
			ops[i].Old = lastNew(ops[:i], key)
		}
		written[key] = true
	}
	c.Ops = ops
	return nil
}

// fieldKey names the field that a set or re-end writes.
func fieldKey(op model.Op) string { return op.ID + " " + op.Field + op.End }

func lastNew(ops []model.Op, key string) any {
	for _, op := range slices.Backward(ops) {
		if fieldKey(op) == key {
			return op.New
		}
	}
	return nil
}

// seen returns what an author at c.DrawnAt saw of a field.
func (t *txn) seen(ctx context.Context, c model.Change, g *model.Graph, head model.Revision) (func(model.Op) any, error) {
	if c.DrawnAt == head {
		return func(op model.Op) any { return presentValue(g, op) }, nil
	}
	if c.State != model.Current {
		then, err := t.stateThen(ctx, c)
		return func(op model.Op) any {
			if then.Has(op.ID) {
				return presentValue(then, op)
			}
			return presentValue(g, op) // added since
		}, err
	}
	// What the first later change of that field found, or the present value where none touched it.
	found := make(map[string]any)
	var ids []string
	for _, op := range c.Ops {
		ids = append(ids, op.Target())
	}
	later, err := entriesAbout(ctx, t, c.Workspace, ids, c.DrawnAt)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(later) { // the earliest has the last word
		if e.State != model.Current {
			continue
		}
		for _, op := range slices.Backward(e.Ops) {
			if op.Kind == model.OpSet || op.Kind == model.OpReEnd {
				found[fieldKey(op)] = op.Old
			}
		}
	}
	return func(op model.Op) any {
		if old, ok := found[fieldKey(op)]; ok {
			return old
		}
		return presentValue(g, op)
	}, nil
}

// stateThen returns the graph of the change's state as its author saw it.
func (t *txn) stateThen(ctx context.Context, c model.Change) (*model.Graph, error) {
	v := t.graphs[c.Workspace]
	current, err := graphBefore(ctx, t, c.Workspace, v, c.DrawnAt)
	if err != nil {
		return nil, err
	}
	r := reader{q: t, workspace: c.Workspace, current: current, at: c.DrawnAt, held: func(stateKey) *Plan { return nil }, keep: func(stateKey, *Plan) {}}
	seen, err := r.plan(ctx, c.State)
	if err != nil {
		return nil, err
	}
	return seen.Graph, nil
}

func presentValue(g *model.Graph, op model.Op) any {
	if e := g.Element(op.ID); e != nil {
		return e.Field(op.Field)
	}
	if l := g.Link(op.ID); l != nil {
		return l.Field(op.Field + op.End)
	}
	return nil
}
