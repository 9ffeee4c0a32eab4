package store

import (
	"context"
	"errors"
	"fmt"

	"rootline/model"
)

// Delivery is what an import brings into a workspace: all of it is stored, or nothing.
type Delivery struct {
	Workspace model.Workspace // with its ID, or with none where it is to be made
	Settings  bool            // whether the settings of a workspace that is there change too
	Change    model.Change    // of the current state; one without ops is left out
	States    []StateDelivery // each after the state that is its base
	Kept      []Kept
	Verdicts  []Verdict
}

// StateDelivery is a state to make, and the changes in it.
type StateDelivery struct {
	State
	Changes []model.Change // what a file says of them: ID (a fresh one where it is taken), Title, Ops, Template, Answers, Needs
}

// Deliver stores a delivery in one transaction, as the author of its change, and returns the workspace and what its change
// became, zero where there was none. A change of a state that is stale over the present is kept as it is: the state shows
// it. Errors: as Commit and AddWorkspace.
func (s *Store) Deliver(ctx context.Context, d Delivery) (model.Workspace, Done, error) {
	var done Done
	isNew := d.Workspace.ID == ""
	if err := d.Workspace.Check(); err != nil {
		return d.Workspace, done, err
	}
	if isNew {
		d.Workspace.ID = NewID()
	}
	err := s.write(ctx, func(t *txn) error {
		by := d.Change.Author
		var err error
		switch {
		case isNew:
			err = t.addWorkspace(ctx, d.Workspace, "", by)
		case d.Settings:
			err = t.setWorkspace(ctx, d.Workspace, by)
		}
		if err != nil {
			return err
		}
		if len(d.Change.Ops) > 0 {
			d.Change.Workspace = d.Workspace.ID
			if done, err = t.commit(ctx, d.Change, nil); err != nil {
				return err
			}
		}
		renamed := make(map[string]string) // ids of changes that were taken
		for _, st := range d.States {
			if err := t.deliverState(ctx, d.Workspace.ID, st, renamed, by); err != nil {
				return fmt.Errorf("state %s: %w", st.ID, err)
			}
		}
		for _, k := range d.Kept {
			if err := t.keep(ctx, d.Workspace.ID, k, by); err != nil {
				return err
			}
		}
		for _, v := range d.Verdicts {
			if err := t.judge(ctx, d.Workspace.ID, v, by); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return d.Workspace, Done{}, fmt.Errorf("deliver: %w", err)
	}
	return d.Workspace, done, nil
}

// AddPlan makes a state with changes that hold over the present, all of it or nothing. Errors: as AddState and Commit.
func (s *Store) AddPlan(ctx context.Context, workspace string, p StateDelivery, author model.Author) error {
	if err := model.CheckPlanName(p.Name); err != nil {
		return err
	}
	return s.writeTo(ctx, workspace, func(t *txn) error {
		if err := t.addState(ctx, workspace, p.State, author); err != nil {
			return err
		}
		for _, c := range p.Changes {
			c.Workspace, c.State, c.Author, c.At = workspace, p.ID, author, s.Now()
			if _, err := t.commit(ctx, c, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// deliverState makes a state and appends its changes.
func (t *txn) deliverState(ctx context.Context, workspace string, st StateDelivery, renamed map[string]string, by model.Author) error {
	if err := t.addState(ctx, workspace, st.State, by); err != nil {
		return err
	}
	for _, c := range st.Changes {
		var taken int
		err := t.QueryRowContext(ctx, `SELECT COUNT(*) FROM changes WHERE workspace_id = $1 AND id = $2`, workspace, c.ID).Scan(&taken)
		if err != nil {
			return err
		}
		if taken > 0 {
			renamed[c.ID] = NewID()
			c.ID = renamed[c.ID]
		}
		needs := make([]string, len(c.Needs))
		for i, id := range c.Needs {
			if needs[i] = id; renamed[id] != "" {
				needs[i] = renamed[id]
			}
		}
		planned := model.Change{ID: c.ID, Workspace: workspace, State: st.ID, Title: c.Title, Titles: c.Titles, Author: by, At: t.store.Now(),
			Template: c.Template, Answers: c.Answers, Needs: needs, Ops: c.Ops}
		deliver := t.deliverChange
		if c.Act != nil && !c.Act.Kind.Status().Counts() { // it is no part of the state, and need not hold
			deliver = t.logOnly
		}
		err = deliver(ctx, planned)
		if err == nil && c.Act != nil {
			act := *c.Act
			act.State, act.Change = st.ID, c.ID
			err = t.logOnly(ctx, model.Change{ID: NewID(), Workspace: workspace, State: st.ID, Title: c.Title, Titles: c.Titles, Author: by, At: t.store.Now(), Act: &act})
		}
		if err != nil {
			return fmt.Errorf("change %s: %w", c.ID, err)
		}
	}
	return nil
}

// deliverChange commits a change of a state, or only logs it where it does not hold over the present.
func (t *txn) deliverChange(ctx context.Context, c model.Change) error {
	_, err := t.commit(ctx, c, nil)
	fault, ok := errors.AsType[*model.Error](err)
	if !ok || fault.Msg == "not-found" || fault.Kind != model.Conflict && fault.Kind != model.NotFound {
		return err
	}
	// The revision that commit took for it is its own.
	var rev model.Revision
	if err := t.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1`, c.Workspace).Scan(&rev); err != nil {
		return err
	}
	return t.logAt(ctx, rev, c)
}

// logOnly appends an entry to the log of a state without asking whether its ops hold.
func (t *txn) logOnly(ctx context.Context, c model.Change) error {
	if err := checkChange(c); err != nil {
		return err
	}
	rev, err := t.nextRevision(ctx, c.Workspace)
	if err != nil {
		return err
	}
	if _, err := t.graph(ctx, c.Workspace, model.Current, rev-1); err != nil {
		return err
	}
	return t.logAt(ctx, rev, c)
}

func (t *txn) logAt(ctx context.Context, rev model.Revision, c model.Change) error {
	t.about = nil
	if err := t.appendLog(ctx, rev, c, model.Change{}, nil); err != nil {
		return err
	}
	if err := t.act(ctx, rev, c); err != nil {
		return err
	}
	v := t.graphs[c.Workspace]
	v.at = rev
	t.graphs[c.Workspace] = v
	return t.audit(ctx, c.Workspace, c.Author, "change", c.ID, map[string]any{"revision": rev, "title": c.Title, "state": c.State})
}
