package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"rootline/model"
)

// MaxStateOps bounds the ops of a state in all: it is unfolded again whenever its base changes.
const MaxStateOps = 100_000

// largeList refuses a change that would make the list of its state too long.
func (t *txn) largeList(ctx context.Context, c model.Change, at model.Revision) error {
	if c.State == model.Current || len(c.Ops) == 0 {
		return nil
	}
	v, err := t.plan(ctx, c.Workspace, c.State, at)
	if err != nil {
		return err
	}
	n := len(c.Ops)
	for _, planned := range v.Changes {
		n += len(planned.Ops)
	}
	if n > MaxStateOps {
		return model.Fault(model.Invalid, "ops", "plan.large", "count", MaxStateOps)
	}
	return nil
}

// ownOnly keeps somebody who may only propose from deciding over what others proposed.
func (t *txn) ownOnly(ctx context.Context, c model.Change) error {
	forbidden := model.Fault(model.Forbidden, "", "forbidden.change")
	if c.Act != nil {
		return forbidden
	}
	if len(c.Undoes) == 0 {
		return nil
	}
	lists, err := t.listsOf(ctx, c.Workspace, c.Undoes)
	if err != nil {
		return err
	}
	if len(lists) > 0 {
		return forbidden
	}
	if c.State == model.Current {
		return nil
	}
	for _, id := range c.Undoes {
		e, err := oneEntry(ctx, t, c.Workspace, id)
		if err != nil {
			return err
		}
		if e.Author.Kind != c.Author.Kind || e.Author.ID != c.Author.ID {
			return forbidden
		}
	}
	return nil
}

// undoInState takes entries out of the list of a state. Nothing has to be turned back, for the list makes the state; but no
// change that is part of the state may fall with them unsaid. Errors: Conflict with Rests.
func (t *txn) undoInState(ctx context.Context, c *model.Change, undone []Entry) error {
	var rev model.Revision
	if err := t.QueryRowContext(ctx, `SELECT revision FROM workspaces WHERE id = $1`, c.Workspace).Scan(&rev); err != nil {
		return err
	}
	v, err := t.plan(ctx, c.Workspace, c.State, rev-1)
	if err != nil {
		return err
	}
	c.Ops = nil
	changes := false // whether changes go, not only what was decided about them
	for _, e := range undone {
		t.about = append(t.about, concerned(e.Ops, e.Inverse, nil)...)
		for _, logged := range v.log {
			if logged.ID != e.ID || logged.Act == nil {
				continue
			}
			for id := range logged.Act.Ops { // what was decided about a change is done with it
				if i := v.Change(id); i >= 0 && v.Changes[i].Status == model.Realised {
					return model.Fault(model.Conflict, "", "plan.undo", "Title", v.Changes[i].Title)
				}
			}
		}
		i := v.Change(e.ID)
		changes = changes || i >= 0
		if i >= 0 && v.Changes[i].Status == model.Realised {
			return model.Fault(model.Conflict, "", "plan.undo", "Title", e.Title)
		}
	}
	if !changes {
		return t.markUndone(ctx, c.Workspace, undone)
	}
	list, _ := model.ListOf(listed(standing(append(slices.Clip(v.log), Entry{Change: *c, Revision: rev}))))
	if rests := v.fallen(list); len(rests) > 0 {
		return &model.Error{Kind: model.Conflict, Msg: "undo.rests", Args: map[string]any{"count": len(rests)}, Rests: rests}
	}
	return t.markUndone(ctx, c.Workspace, undone)
}

// fallen lists the changes that are part of the state now and would not be under another list that has them.
func (v *Plan) fallen(list []model.PlannedChange) []string {
	var out []string
	for i, j := range model.Unfold(v.Under, list).Judged {
		if at := v.Change(list[i].ID); !j.Applied && list[i].Status.Counts() && at >= 0 && v.Judged[at].Applied {
			out = append(out, list[i].ID)
		}
	}
	return out
}

// Act is an act on the list of a state that a person asks for.
type Act struct {
	model.Act
	Workspace string
	Title     string            // what the log will call it; of realise the title of the change itself where it is empty
	Titles    map[string]string // as of model.Change
	Author    model.Author
	ClientID  string
}

// Do does an act on the list of a state. What it may be: realise, which appends the change to the current state; drop, deviate,
// start, plan, which give a change its status; order. Errors: NotFound; Invalid; Forbidden; Conflict, with Stale where the
// change does not hold over the current state, with Rests where it rests on others that are not realised, or where its status
// does not allow it.
func (s *Store) Do(ctx context.Context, a Act) (Done, error) {
	return s.act(ctx, a, func(t *txn, v *Plan, c *model.Change) error {
		if a.Kind == model.ActOrder {
			return v.reordered(a.Order)
		}
		i := v.Change(a.Change)
		if i < 0 {
			return model.Fault(model.NotFound, "", "not-found")
		}
		p := v.Changes[i]
		t.about = concerned(p.Ops, nil, v.Graph)
		if err := mayBecome(p, a.Act); err != nil {
			return err
		}
		switch a.Kind {
		case model.ActRealise:
			return t.realise(ctx, c, v, i)
		case model.ActDrop, model.ActDeviate:
			if a.Reason == "" {
				return model.Fault(model.Invalid, "reason", "required")
			}
		case model.ActStart, model.ActPlan:
		default:
			return model.Fault(model.Invalid, "act", "op.kind", "Value", string(a.Kind))
		}
		return checkActTexts(c.Act)
	})
}

// before is the revision before the one that the commit under way has taken.
func (t *txn) before(ctx context.Context, workspace string) (rev model.Revision, err error) {
	err = t.QueryRowContext(ctx, `SELECT revision - 1 FROM workspaces WHERE id = $1`, workspace).Scan(&rev)
	return rev, err
}

// mayBecome says whether the status of a change allows an act. Somebody else may just have done it.
func mayBecome(p model.PlannedChange, a model.Act) error {
	if a.Due != "" && p.Status.Counts() && a.Kind.Status() == p.Status { // it is given another day
		return nil
	}
	allowed := map[model.ActKind][]model.PlanStatus{
		model.ActRealise: {model.Planned, model.Doing}, model.ActDrop: {model.Planned, model.Doing}, model.ActDeviate: {model.Planned, model.Doing},
		model.ActStart: {model.Planned}, model.ActPlan: {model.Doing, model.Dropped, model.Deviated},
	}
	if slices.Contains(allowed[a.Kind], p.Status) || allowed[a.Kind] == nil {
		return nil
	}
	return model.Fault(model.Conflict, "", "plan.status."+string(p.Status), "Title", p.Title, "By", p.By.Name, "On", p.On)
}

const mostActText = 10_000 // characters

func checkActTexts(a *model.Act) error {
	if _, err := time.Parse(time.DateOnly, a.Due); err != nil && a.Due != "" && a.Due != model.NoDue {
		return model.Fault(model.Invalid, "due", "prop.date", "Value", a.Due)
	}
	for _, text := range []struct{ field, said string }{{"evidence", a.Evidence}, {"reason", a.Reason}} {
		if strings.ContainsFunc(text.said, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) }) {
			return model.Fault(model.Invalid, text.field, "text.control")
		}
		if err := model.CheckText(text.field, text.said, mostActText); err != nil {
			return err
		}
	}
	return nil
}

// realise fills in the change of the current state that a planned change becomes.
func (t *txn) realise(ctx context.Context, c *model.Change, v *Plan, i int) error {
	p := v.Changes[i]
	if c.Act.On == "" {
		c.Act.On = t.store.Now().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, c.Act.On); err != nil {
		return model.Fault(model.Invalid, "on", "prop.date", "Value", c.Act.On)
	}
	if err := checkActTexts(c.Act); err != nil {
		return err
	}
	if c.Title == "" {
		c.Title, c.Titles = p.Title, p.Titles
	}
	c.Ops, c.Template, c.Answers = p.Ops, p.Template, p.Answers
	g, err := t.graph(ctx, c.Workspace, model.Current, v.Revision)
	if err != nil {
		return err
	}
	alone := model.Unfold(g, append(waiting(v.Changes, i), p))
	j := alone.Judged[len(alone.Judged)-1]
	switch {
	case len(j.WaitsFor) > 0:
		titles := make([]string, len(j.WaitsFor))
		for k, id := range j.WaitsFor {
			titles[k] = v.Changes[v.Change(id)].Title
		}
		return &model.Error{Kind: model.Conflict, Msg: "plan.rests", Args: map[string]any{"Titles": titles, "count": len(titles)}, Rests: j.WaitsFor, Stale: j.Stale}
	case len(j.Stale) > 0:
		return &model.Error{Kind: model.Conflict, Msg: "stale", Stale: j.Stale}
	}
	return nil
}

// waiting are the changes before the i-th that are not current yet, as if they were dropped: what rests on them says so.
func waiting(list []model.PlannedChange, i int) []model.PlannedChange {
	var out []model.PlannedChange
	for _, p := range list[:i] {
		if p.Status != model.Realised {
			p.Status = model.Dropped
			out = append(out, p)
		}
	}
	return out
}

// reordered refuses an order in which something would come before what it rests on.
func (v *Plan) reordered(order []string) error {
	seen := make(map[string]bool)
	for _, id := range order {
		if v.Change(id) < 0 {
			return model.Fault(model.NotFound, "", "not-found")
		}
		if seen[id] {
			return model.Fault(model.Invalid, "order", "id.taken", "ID", id)
		}
		seen[id] = true
	}
	log := append(slices.Clip(listed(standing(v.log))), model.Listed{Change: model.Change{Act: &model.Act{Kind: model.ActOrder, Order: order}}})
	list, _ := model.ListOf(log)
	if fallen := v.fallen(list); len(fallen) > 0 {
		return &model.Error{Kind: model.Conflict, Field: "order", Msg: "plan.order", Args: map[string]any{"Title": v.Changes[v.Change(fallen[0])].Title}, Rests: fallen}
	}
	return nil
}

// act commits an act on a state, with do inside the write transaction on the plan as it stands there: what do refuses is not
// kept. What realises a change is written to the log of the current state.
func (s *Store) act(ctx context.Context, a Act, do func(t *txn, v *Plan, c *model.Change) error) (Done, error) {
	c := model.Change{Workspace: a.Workspace, State: a.State, Title: a.Title, Titles: a.Titles, Author: a.Author, ClientID: a.ClientID, Act: &a.Act}
	if a.Kind == model.ActRealise {
		c.State = model.Current
	}
	return s.commit(ctx, c, func(t *txn, c *model.Change) error {
		at, err := t.before(ctx, c.Workspace)
		if err != nil {
			return err
		}
		v, err := t.plan(ctx, c.Workspace, a.State, at)
		if err != nil {
			return err
		}
		return do(t, v, c)
	})
}

// counting is the place of a change that counts in its state. Errors: NotFound; Conflict where it is dropped or done.
func (v *Plan) counting(id string) (int, error) {
	i := v.Change(id)
	if i < 0 {
		return i, model.Fault(model.NotFound, "", "not-found")
	}
	if p := v.Changes[i]; !p.Status.Counts() {
		return i, model.Fault(model.Conflict, "", "plan.status."+string(p.Status), "Title", p.Title, "By", p.By.Name, "On", p.On)
	}
	return i, nil
}

// Settle decides the stale ops of one change of a state. Errors: NotFound; Invalid; Conflict with Stale where some are not
// decided.
func (s *Store) Settle(ctx context.Context, a Act, resolutions []model.Resolution) (Done, error) {
	a.Kind = model.ActSettle
	return s.act(ctx, a, func(t *txn, v *Plan, c *model.Change) (err error) {
		i, err := v.counting(a.Change)
		if err != nil {
			return err
		}
		settled, open, err := model.SettleOne(v.Under, v.Changes, i, resolutions)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return &model.Error{Kind: model.Conflict, Msg: "stale", Stale: open}
		}
		t.about = concerned(settled, nil, v.Graph)
		c.Act.Ops = map[string][]model.Op{a.Change: settled}
		return nil
	})
}

// Remake gives one change of a state other ops, which remake makes of what is there before it: a template is expanded again.
// Errors: those of remake; NotFound; Conflict with Stale, and Invalid, where it does not hold even so.
func (s *Store) Remake(ctx context.Context, a Act, remake func(g *model.Graph, p model.PlannedChange) ([]model.Op, error)) (Done, error) {
	a.Kind = model.ActSettle
	return s.act(ctx, a, func(t *txn, v *Plan, c *model.Change) (err error) {
		i, err := v.counting(a.Change)
		if err != nil {
			return err
		}
		p := v.Changes[i]
		before := model.Unfold(v.Under, v.Changes[:i])
		if p.Ops, err = remake(before.Graph, p); err != nil {
			return err
		}
		if err := checkChange(p.Change); err != nil {
			return err
		}
		switch j := before.Then(p).Judged[i]; {
		case len(j.Refused) > 0:
			return j.Refused[0]
		case !j.Applied:
			return &model.Error{Kind: model.Conflict, Msg: "stale", Stale: j.Stale, Rests: j.WaitsFor}
		}
		t.about = concerned(p.Ops, nil, v.Graph)
		c.Act.Ops = map[string][]model.Op{p.ID: p.Ops}
		return nil
	})
}

// Rebase settles all stale ops of a state at once, and makes the present the moment up to which it agrees with its base.
// Errors: NotFound; Invalid; Conflict with Clashes where some are not decided.
func (s *Store) Rebase(ctx context.Context, a Act, resolutions []model.Resolution) (Done, error) {
	a.Kind = model.ActRebase
	return s.act(ctx, a, func(t *txn, v *Plan, c *model.Change) (err error) {
		var clashes []model.Clash
		c.Act.Ops, clashes, err = model.Rebase(v.Under, v.Changes, resolutions)
		for _, ops := range c.Act.Ops {
			t.about = append(t.about, concerned(ops, nil, v.Graph)...)
		}
		return undecided(clashes, err)
	})
}

// undecided is the error of a merge or rebase that somebody has to decide.
func undecided(clashes []model.Clash, err error) error {
	if err != nil || len(clashes) == 0 {
		return err
	}
	return &model.Error{Kind: model.Conflict, Msg: "plan.clashes", Args: map[string]any{"count": len(clashes)}, Clashes: clashes}
}

// Merge brings to a state, as one change, what another state does since both stood on the same. Errors: NotFound; Invalid, also
// where the whole could not be; Conflict with Clashes where some are not decided.
func (s *Store) Merge(ctx context.Context, a Act, with string, resolutions []model.Resolution) (Done, error) {
	c := model.Change{Workspace: a.Workspace, State: a.State, Title: a.Title, Titles: a.Titles, Author: a.Author, ClientID: a.ClientID}
	nothing := model.Fault(model.Conflict, "", "plan.merged")
	done, err := s.commit(ctx, c, func(t *txn, c *model.Change) error {
		at, err := t.before(ctx, c.Workspace)
		if err != nil {
			return err
		}
		origin, left, right, err := t.threeSides(ctx, c.Workspace, a.State, with, at)
		if err != nil {
			return err
		}
		var clashes []model.Clash
		c.Ops, clashes, err = model.Merge(origin, left, right, resolutions)
		if err := undecided(clashes, err); err != nil {
			return err
		}
		if len(c.Ops) == 0 {
			return nothing
		}
		return nil
	})
	if errors.Is(err, nothing) { // both say the same already
		w, err := s.WorkspaceByID(ctx, a.Workspace)
		return Done{Revision: w.Revision}, err
	}
	return done, err
}

// threeSides returns the graphs of two states and of what both stand on.
func (t *txn) threeSides(ctx context.Context, workspace, left, right string, at model.Revision) (o, l, r *model.Graph, err error) {
	if right == model.Current || left == right {
		return nil, nil, nil, model.Fault(model.Invalid, "with", "plan.with")
	}
	first, err := t.line(ctx, workspace, left)
	if err != nil {
		return nil, nil, nil, err
	}
	second, err := t.line(ctx, workspace, right)
	if err != nil {
		return nil, nil, nil, err
	}
	common := second[slices.IndexFunc(second, func(id string) bool { return slices.Contains(first, id) })]
	var out [3]*model.Graph
	for i, state := range []string{common, left, right} {
		if out[i], err = t.graph(ctx, workspace, state, at); err != nil {
			return nil, nil, nil, err
		}
	}
	return out[0], out[1], out[2], nil
}

func (t *txn) line(ctx context.Context, workspace, state string) (Line, error) {
	_, line, err := lineOf(ctx, t, workspace, state)
	if err != nil {
		return nil, fmt.Errorf("state %q: %w", state, err)
	}
	return line, nil
}
