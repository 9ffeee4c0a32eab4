package transfer

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/whys"
	"rootline/store"
)

// Options say how a file is brought in.
type Options struct {
	Slug    string       // the workspace; "" = the one that the file names
	Make    bool         // make the workspace where it is missing
	Own     bool         // with an owner's right: fields and thresholds of the file come too
	Replace bool         // take away what the file lacks
	DryRun  bool         // only say what would happen
	Author  model.Author // of the change
	Title   string       // of the change
	Titles  map[string]string
	At      time.Time // of the change; zero = now
}

// Report is what an import did, or would do.
type Report struct {
	Workspace string // slug; "" where the file says nothing and named none
	Made      bool   // the workspace is new
	Rows      []exchange.Row
	States    []exchange.Row
	Change    store.Done // zero where nothing of the current state changed, or nothing was stored
}

// Count returns how many rows had an outcome.
func (r Report) Count(o exchange.Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == o {
			n++
		}
	}
	return n
}

// retries bounds how often an import is compared anew because someone edited the workspace meanwhile.
const retries = 5

// Import brings a file into a workspace as one change, then the states in it. All of it is stored, or nothing. Errors:
// Invalid, with the path of every refused row; NotFound for the workspace; Forbidden.
func Import(ctx context.Context, s *store.Store, f *exchange.File, o Options) (Report, error) {
	var r Report
	var err error
	for range retries {
		r, err = importOnce(ctx, s, f, o)
		if e, ok := errors.AsType[*model.Error](err); !ok || e.Kind != model.Conflict || len(e.Stale) == 0 {
			break
		}
	}
	return r, err
}

func importOnce(ctx context.Context, s *store.Store, f *exchange.File, o Options) (Report, error) {
	if o.Slug == "" {
		o.Slug = f.Workspace.Slug
	}
	if o.Slug == "" {
		if len(f.Elements)+len(f.Links)+len(f.States) == 0 {
			return Report{}, nil // nothing said, nothing to do
		}
		return Report{}, model.Fault(model.Invalid, "workspace.slug", "transfer.where")
	}
	p := plan{file: f, replace: o.Replace}
	if err := p.open(ctx, s, o); err != nil {
		return Report{}, err
	}
	r := Report{Workspace: o.Slug, Made: p.to.ID == ""}
	if err := p.rows(); err != nil {
		r.Rows = p.answers
		return r, err
	}
	r.Rows = p.answers
	if err := p.states(ctx, s); err != nil {
		return r, err
	}
	if err := judgements(f); err != nil {
		return r, err
	}
	r.States = p.stateRows
	if o.DryRun {
		return r, nil
	}
	d := p.delivery()
	d.Change.Author, d.Change.Title, d.Change.Titles = o.Author, o.Title, o.Titles
	d.Change.At = o.At
	_, done, err := s.Deliver(ctx, d)
	if err != nil {
		return r, p.located(err)
	}
	r.Change = done
	return r, nil
}

// plan is what an import will do, found out before anything is stored.
type plan struct {
	file      *exchange.File
	replace   bool
	to        model.Workspace // without an ID where it is to be made
	settings  bool            // whether its settings change
	graph     *model.Graph    // as it is
	next      *model.Graph    // as it will be
	ops       []model.Op
	byID      map[string]string // path of the row of each element and link
	answers   []exchange.Row
	stateRows []exchange.Row
	newStates []store.StateDelivery
}

// open finds the workspace, or settles what the new one will be.
func (p *plan) open(ctx context.Context, s *store.Store, o Options) error {
	w, err := s.Workspace(ctx, o.Slug)
	if e, ok := errors.AsType[*model.Error](err); ok && e.Kind == model.NotFound {
		if !o.Make {
			return model.Fault(model.NotFound, "", "workspace.missing", "Value", o.Slug)
		}
		p.to, p.graph = made(p.file.Workspace, o.Slug), model.NewGraph(nil, nil)
		if err := p.to.Check(); err != nil {
			return err
		}
		return nil
	}
	if err != nil {
		return err
	}
	if err := p.file.Fits(w); err != nil {
		return err
	}
	p.to = w
	if o.Own {
		p.to, p.settings = widened(w, p.file.Workspace)
	}
	p.graph, _, err = s.Graph(ctx, w.ID)
	return err
}

// made returns the workspace that a file asks for, with what it leaves out filled in.
func made(w model.Workspace, slug string) model.Workspace {
	w.Slug = slug
	if w.Name == "" {
		w.Name = slug
	}
	if w.Currency == "" {
		w.Currency = "EUR"
	}
	if len(w.Languages) == 0 {
		w.Languages = []string{"en"}
	}
	return w
}

// widened adds the fields and thresholds that a file brings and the workspace lacks; all else of it stays its own.
func widened(w, from model.Workspace) (model.Workspace, bool) {
	fields, thresholds := len(w.Fields), len(w.Thresholds)
	for _, f := range from.Fields {
		if !slices.ContainsFunc(w.Fields, func(have model.OwnField) bool { return have.Kind == f.Kind && have.Name == f.Name }) {
			w.Fields = append(slices.Clip(w.Fields), f)
		}
	}
	for _, t := range from.Thresholds {
		if !slices.ContainsFunc(w.Thresholds, func(have model.Threshold) bool { return have.Metric == t.Metric && have.Part == t.Part }) {
			w.Thresholds = append(slices.Clip(w.Thresholds), t)
		}
	}
	return w, len(w.Fields) > fields || len(w.Thresholds) > thresholds
}

// rows compares the file with the graph, and judges the whole change.
func (p *plan) rows() error {
	p.ops, p.answers = exchange.Against(p.graph, p.file, p.replace)
	p.byID = make(map[string]string, len(p.answers))
	var faults []*model.Error
	for _, row := range p.answers {
		p.byID[row.ID] = row.Path
		if row.Reason != nil {
			faults = append(faults, row.Reason)
		}
	}
	if len(faults) > 0 {
		return together(faults)
	}
	ops, err := model.Suit(p.to.Fields, p.graph, p.ops)
	if err != nil {
		return p.located(err)
	}
	p.ops = ops
	next, _, err := p.graph.Apply(model.Change{Ops: p.ops})
	if err != nil {
		return p.located(err)
	}
	p.next = next
	return nil
}

// opField takes the path of a fault apart: the op it is in, and the place there.
var opField = regexp.MustCompile(`^ops\[(\d+)\](?:\.(?:element|link))?(\..*)?$`)

// located gives the faults of the change the paths that they have in the file, and marks their rows as refused.
func (p *plan) located(err error) error {
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Kind != model.Invalid && e.Kind != model.NotFound {
		return err
	}
	var faults []*model.Error
	for _, f := range e.All() {
		one := *f
		one.Also, one.Kind = nil, model.Invalid
		id, rest := f.Field, ""
		if m := opField.FindStringSubmatch(f.Field); m != nil {
			if i, err := strconv.Atoi(m[1]); err == nil && i < len(p.ops) {
				id, rest = p.ops[i].Target(), m[2]
			}
		}
		if id == "" {
			id, _ = f.Args["ID"].(string)
		}
		if path := p.byID[id]; path != "" {
			one.Field = path + rest
			p.refuse(path, &one)
		}
		faults = append(faults, &one)
	}
	return together(faults)
}

func (p *plan) refuse(path string, why *model.Error) {
	for i := range p.answers {
		if p.answers[i].Path == path {
			p.answers[i].Outcome, p.answers[i].Reason = exchange.Refused, why
		}
	}
}

func together(faults []*model.Error) *model.Error {
	first := *faults[0]
	first.Also = faults[1:]
	return &first
}

// states settles which states are to be made. One that is there already must be the same.
func (p *plan) states(ctx context.Context, s *store.Store) error {
	var have []exchange.State
	if p.to.ID != "" {
		var err error
		if have, err = states(ctx, s, p.to.ID); err != nil {
			return err
		}
	}
	graphs := map[string]*model.Graph{model.Current: p.next}
	if p.to.ID != "" {
		for _, st := range have {
			g, _, err := s.StateGraph(ctx, p.to.ID, st.ID)
			if err != nil {
				return err
			}
			graphs[st.ID] = g
		}
	}
	for waiting := indexed(p.file.States); len(waiting) > 0; {
		var later []placed
		for _, st := range waiting {
			base, ok := graphs[st.Base]
			if !ok {
				later = append(later, st)
				continue
			}
			if err := p.state(st, have, base, graphs); err != nil {
				return err
			}
		}
		if len(later) == len(waiting) {
			return model.Fault(model.Invalid, later[0].path+".base", "state.base", "ID", later[0].Base)
		}
		waiting = later
	}
	return nil
}

// placed is a state and where it stands in the file.
type placed struct {
	exchange.State
	path string
}

func indexed(list []exchange.State) []placed {
	out := make([]placed, len(list))
	for i, st := range list {
		out[i] = placed{st, fmt.Sprintf("states[%d]", i)}
	}
	return out
}

func (p *plan) state(st placed, have []exchange.State, base *model.Graph, graphs map[string]*model.Graph) error {
	for _, old := range have {
		if old.ID != st.ID {
			continue
		}
		same, err := spelt(old)
		if err != nil {
			return err
		}
		now, err := spelt(st.State)
		if err != nil {
			return err
		}
		if same != now {
			return model.Fault(model.Invalid, st.path+".id", "id.taken", "ID", st.ID)
		}
		p.stateRows = append(p.stateRows, exchange.Row{Path: st.path, ID: st.ID, Outcome: exchange.Same})
		return nil
	}
	if _, twice := graphs[st.ID]; twice {
		return model.Fault(model.Invalid, st.path+".id", "id.taken", "ID", st.ID)
	}
	for i, c := range st.Changes {
		if c.Act != nil && !c.Act.Kind.Status().Counts() {
			continue
		}
		next, _, err := base.Apply(c)
		e, ok := errors.AsType[*model.Error](err)
		switch {
		case err == nil:
			base = next
		case ok && e.Kind == model.Invalid:
			fault := *e
			fault.Field = strings.TrimSuffix(fmt.Sprintf("%s.changes[%d].%s", st.path, i, e.Field), ".")
			return &fault
		case !ok:
			return err
		}
	}
	graphs[st.ID] = base
	p.newStates = append(p.newStates, store.StateDelivery{State: store.State{ID: st.ID, Name: st.Name, Kind: st.Kind, Base: st.Base}, Changes: st.Changes})
	p.stateRows = append(p.stateRows, exchange.Row{Path: st.path, ID: st.ID, Outcome: exchange.Added})
	return nil
}

// spelt is a state as a file would spell it, without what says when and by whom.
func spelt(st exchange.State) (string, error) {
	st.Changes = slices.Clone(st.Changes)
	for i := range st.Changes {
		c := st.Changes[i]
		st.Changes[i] = model.Change{ID: c.ID, Title: c.Title, Ops: c.Ops, Template: c.Template, Answers: c.Answers, Needs: c.Needs, Act: c.Act}
	}
	var b strings.Builder
	err := exchange.Write(&b, &exchange.File{States: []exchange.State{st}})
	return b.String(), err
}

// judgements refuses a kept finding without its reason.
func judgements(f *exchange.File) error {
	for i, k := range f.Kept {
		if strings.TrimSpace(k.Reason) == "" {
			return model.Fault(model.Invalid, fmt.Sprintf("kept[%d].reason", i), "reason")
		}
	}
	return nil
}

// delivery is all that the import stores.
func (p *plan) delivery() store.Delivery {
	d := store.Delivery{Workspace: p.to, Settings: p.settings, Change: model.Change{Ops: p.ops}, States: p.newStates}
	for _, k := range p.file.Kept {
		_, on, _ := strings.Cut(k.Key, "-") // a key names its check and what it is about
		d.Kept = append(d.Kept, store.Kept{Problem: k.Problem, Key: k.Key, Digest: whys.Digest(p.next, on), Reason: k.Reason, By: k.By, At: k.At})
	}
	for _, v := range p.file.Verdicts {
		d.Verdicts = append(d.Verdicts, store.Verdict{Link: v.Link, Digest: whys.Digest(p.next, v.Link), Verdict: v.Verdict, By: v.By})
	}
	return d
}
