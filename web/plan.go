package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/template"
	"rootline/store"
	"rootline/templates"
)

// plan is one plan as a request sees it: a room of it, so that names are those of the plan.
type plan struct {
	*room
	*store.Plan
	outside templates.Workspace // the workspace in the present, where the pages about plans are
}

// planOf reads the plan that the path names. Errors: NotFound.
func (s *Server) planOf(c echo.Context) (*plan, error) {
	v := visitOf(c)
	ctx := c.Request().Context()
	p, err := s.store.Plan(ctx, v.Place.ID, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.enter(c)
	if err != nil {
		return nil, err
	}
	outside := r.space
	in := *r
	in.graph, in.rev, in.space = p.Graph, p.Revision, r.space.In(p.ID, p.Name)
	return &plan{&in, p, outside}, nil
}

// stateShow shows a plan as a list of changes.
func (s *Server) stateShow(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	return s.showPlan(p, http.StatusOK, mishap{})
}

// mishap is what kept an act on a plan from being done.
type mishap struct {
	note   string
	change string // the change that it was about
	error  string
	errors []templates.FieldError // of the form that names it as done
	form   func(key string) string
	rename *templates.PlanForm
}

func (s *Server) showPlan(p *plan, status int, m mishap) error {
	may := p.Place.Role.May(model.RightChange)
	v := templates.PlanView{Name: p.Name, Look: p.space.URL(), Compare: p.compareURL(p.Base, p.ID), Note: m.note, Kind: p.Say.T("states.kind." + p.Plan.Kind)}
	v.Lead = s.planLead(p)
	if p.Base != model.Current {
		v.Base = p.outside.URL("states", p.Base)
	}
	t := s.teller(p.room)
	for i := range p.Changes {
		v.Changes = append(v.Changes, s.planChange(p, t, i, may, m))
	}
	for i := range v.Changes {
		for _, id := range p.Judged[i].WaitsFor {
			if at := p.Change(id); at >= 0 {
				v.Changes[i].WaitsFor = append(v.Changes[i].WaitsFor, templates.PlanChange{ID: id, Number: v.Changes[at].Number, Title: v.Changes[at].Title})
			}
		}
	}
	if p.Place.Role.MayIn(p.ID, model.RightChange) {
		v.Ready = p.ready()
	}
	current := p.today
	for _, d := range model.DriftOf(current, p.Changes) {
		if i := p.Change(d.Change); i >= 0 {
			v.Drift = append(v.Drift, templates.PlanDrift{Change: p.Changes[i].TitleIn(p.Say.Lang()), About: t.about(d.ID, d.Field), Proposed: t.worded(d.ID, d.Field, d.Proposed), Present: t.worded(d.ID, d.Field, d.Present)})
		}
	}
	if may {
		states, err := s.store.States(p.c.Request().Context(), p.Place.ID)
		if err != nil {
			return err
		}
		if len(states) > 1 {
			v.Merge = p.outside.URL("states", p.ID, "merge")
		}
		v.Remove = p.outside.URL("states", p.ID, "remove")
		v.Rename = m.rename
		if v.Rename == nil {
			v.Rename = &templates.PlanForm{Name: templates.Field{Value: p.Name}, Kinds: p.stateKinds(p.Plan.Kind), Seen: carries("name", p.Name, "kind", p.Plan.Kind)}
		}
		v.Rename.Action, v.Rename.Button = p.outside.URL("states", p.ID), p.Say.T("part.save")
		v.Rename.Name.Name, v.Rename.Name.Label = "name", p.Say.T("states.name")
	}
	page := s.planPage(p, p.Name)
	return s.render(p.c, status, templates.Plan(page, v))
}

// planPage is the frame of a page about a plan.
func (s *Server) planPage(p *plan, title string) templates.Page {
	page := s.roomPage(p.room, title, "states")
	page.Workspace, page.Today, page.Differs = p.outside, "", ""
	page.Styles = append(page.Styles, "states")
	page.Crumbs = []templates.Crumb{{Label: p.Say.T("frame.states"), URL: p.outside.URL("states")}}
	if title != p.Name {
		page.Crumbs = append(page.Crumbs, templates.Crumb{Label: p.Name, URL: p.outside.URL("states", p.ID)})
	}
	return page
}

// tally counts the changes of a plan that count or did, those that are done, one way or another, and those that wait for a decision.
func tally(p *store.Plan) (total, done, open int) {
	for i, c := range p.Changes {
		if c.Status != model.Dropped {
			total++
		}
		if c.Status == model.Realised || c.Status == model.Deviated {
			done++
		}
		if len(p.Judged[i].Stale)+len(p.Judged[i].Refused) > 0 {
			open++
		}
	}
	return total, done, open
}

// planLead says in a line what a plan is, how far it is, and what waits for a decision.
func (s *Server) planLead(p *plan) string {
	total, done, open := tally(p.Plan)
	base := p.Say.T("states.over.today")
	if p.Base != model.Current {
		base = p.Say.T("states.over.plan", "Name", p.Say.Quote(s.stateName(p.c, p.Place.ID, p.Base)))
	}
	lead := p.Say.T("states.lead", "Count", p.Say.T("states.count", "count", total), "Base", base)
	if done > 0 {
		lead += " " + p.Say.T("states.count.done", "count", done)
	}
	if open > 0 {
		lead += " " + p.Say.T("states.count.open", "count", open)
	}
	return lead
}

// stateName is the name of a state, its id where it cannot be read.
func (s *Server) stateName(c echo.Context, workspace, id string) string {
	st, _, err := s.store.State(c.Request().Context(), workspace, id)
	if err != nil {
		return id
	}
	return st.Name
}

// planWords is how many of the edits of a change its plan tells.
const planWords = 6

func (s *Server) planChange(p *plan, t *teller, i int, may bool, m mishap) templates.PlanChange {
	ch, j := p.Changes[i], p.Judged[i]
	if t.was = nil; len(j.Stale)+len(j.Refused) > 0 { // as its author saw it
		was, err := s.store.GraphAt(p.c.Request().Context(), p.Place.ID, ch.Revision)
		if err != nil {
			s.log.Warn("plan", "workspace", p.Place.ID, "change", ch.ID, "error", err) // ids are told instead of names
		}
		t.was = was
	}
	entry := store.Entry{Change: ch.Change}
	entry.Ops = slices.Clone(ch.Ops)
	slices.SortStableFunc(entry.Ops, func(a, b model.Op) int { return cmp.Compare(lead(a), lead(b)) })
	v := templates.PlanChange{ID: ch.ID, Number: p.Say.Number(float64(i + 1)), Title: ch.TitleIn(p.Say.Lang()), Status: string(ch.Status), By: ch.By.Name, When: s.when(p.Say, ch.SinceAt),
		Words: t.opWords(entry, known([]store.Entry{entry}), "", planWords), Out: ch.Status.Counts() && !j.Applied, Evidence: ch.Evidence, Reason: ch.Reason,
		Read: readKey(ch.Ops), First: i == 0, Last: i == len(p.Changes)-1, Today: s.store.Now().In(p.Say.Zone()).Format(time.DateOnly)}
	if v.By == "" {
		v.By = p.Say.Upper(p.Say.T("records.by." + string(ch.By.Kind)))
	}
	if v.DueOn = ch.Due; ch.Due != "" && ch.Status.Counts() {
		v.Due = p.day(ch.Due)
		v.Late = ch.Due < v.Today
	}
	if ch.On != "" {
		if day, err := time.Parse(time.DateOnly, ch.On); err == nil {
			v.On = p.Say.Date(day)
		}
	}
	for _, e := range j.Refused {
		v.Refused = append(v.Refused, p.Say.Error(e))
	}
	for _, st := range j.Stale {
		v.Stale = append(v.Stale, t.stale(st, m.form))
	}
	if may {
		v.Acts = p.outside.URL("states", p.ID, "changes", ch.ID)
	}
	if ch.Status != model.Realised && (may || p.Place.Role.MayIn(p.ID, model.RightChange) && ch.Author.Kind == model.ByUser && ch.Author.ID == p.User.ID) {
		v.Undo = p.space.URL("history", ch.ID, "undo")
	}
	if template.Of(ch.Template) != nil {
		v.Ready = v.Acts + "/remake"
	}
	if m.change == ch.ID {
		v.Error, v.Errors = m.error, m.errors
	}
	return v
}

// lead puts first what says most of a change: what comes and goes.
func lead(op model.Op) int {
	if op.Kind == model.OpAddElement || op.Kind == model.OpRemoveElement {
		return 0
	}
	return 1
}
