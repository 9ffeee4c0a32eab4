package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/template"
	"rootline/store"
	"rootline/templates"
)

// stateList shows the plans of a workspace.
func (s *Server) stateList(c echo.Context) error {
	return s.showStates(c, http.StatusOK, templates.PlanForm{Name: templates.Field{}, Client: store.NewID()}, "future", model.Current)
}

func (s *Server) showStates(c echo.Context, status int, f templates.PlanForm, kind, base string) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	states, err := s.store.States(c.Request().Context(), r.Place.ID)
	if err != nil {
		return err
	}
	v := templates.PlansView{}
	names := map[string]string{}
	for _, st := range states {
		names[st.ID] = st.Name
	}
	for _, st := range states {
		p, err := s.store.Plan(c.Request().Context(), r.Place.ID, st.ID)
		if err != nil {
			return err
		}
		card := templates.PlanCard{Name: st.Name, URL: r.space.URL("states", st.ID), Kind: r.Say.T("states.kind." + st.Kind), Look: r.space.In(st.ID, st.Name).URL(),
			Compare: r.compareURL(st.Base, st.ID), When: s.when(r.Say, st.At)}
		if st.Base != model.Current {
			card.Base, card.BaseURL = names[st.Base], r.space.URL("states", st.Base)
		}
		for i, ch := range p.Changes {
			if ch.Status != model.Dropped {
				card.Total++
			}
			if ch.Status == model.Realised || ch.Status == model.Deviated {
				card.Done++
			}
			if len(p.Judged[i].Stale)+len(p.Judged[i].Refused) > 0 {
				card.Open++
			}
		}
		v.Plans = append(v.Plans, card)
	}
	if r.Place.Role.May(model.RightChange) {
		f.Action, f.Button = r.space.URL("states"), r.Say.T("states.new.go")
		f.Name.Name, f.Name.Label, f.Name.Hint, f.Name.Example = "name", r.Say.T("states.name"), r.Say.T("states.name.says"), r.Say.T("states.name.example")
		f.Name.Error = messageFor(f.Errors, "name")
		f.Kinds = r.stateKinds(kind)
		f.Bases = []templates.Option{{Value: model.Current, Label: r.Say.T("states.today"), On: base == model.Current}}
		for _, st := range states {
			f.Bases = append(f.Bases, templates.Option{Value: st.ID, Label: st.Name, On: st.ID == base})
		}
		v.Form = &f
	}
	p := s.roomPage(r, r.Say.T("frame.states"), "states")
	p.Styles = append(p.Styles, "states")
	return s.render(c, status, templates.Plans(p, v))
}

func (r *room) stateKinds(on string) []templates.Option {
	var out []templates.Option
	for _, k := range exchange.StateKinds {
		out = append(out, templates.Option{Value: k, Label: r.Say.T("states.kind." + k), Hint: r.Say.T("states.kind." + k + ".says"), On: k == on})
	}
	return out
}

// compareURL is the address of what leads from one state to another.
func (r *room) compareURL(from, to string) string {
	u := r.space.Today().URL("compare") + "?to=" + to
	if from != model.Current {
		u += "&from=" + from
	}
	return u
}

// stateNew makes a plan.
func (s *Server) stateNew(c echo.Context) error {
	v := visitOf(c)
	st := store.State{ID: freshID(c, "state", 0), Name: field(c, "name"), Kind: field(c, "kind"), Base: field(c, "base")}
	if !slices.Contains(exchange.StateKinds, st.Kind) {
		st.Kind = exchange.StateKinds[0]
	}
	if st.Base == "" {
		st.Base = model.Current
	}
	err := s.store.AddState(c.Request().Context(), v.Place.ID, st, author(c))
	if e, ok := asFault(err); ok && e.Field != "id" {
		f := templates.PlanForm{Name: templates.Field{Value: st.Name}, Client: c.FormValue("client"), Errors: fieldErrors(v.Say, e)}
		return s.showStates(c, Status(e.Kind), f, st.Kind, model.Current)
	} else if err != nil && !ok { // a form that was sent twice has made it already
		return err
	}
	return c.Redirect(http.StatusSeeOther, v.space().URL("states", st.ID))
}

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
			v.Drift = append(v.Drift, templates.PlanDrift{Change: p.Changes[i].Title, About: t.about(d.ID, d.Field), Proposed: t.worded(d.ID, d.Field, d.Proposed), Present: t.worded(d.ID, d.Field, d.Present)})
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

// planLead says in a line what a plan is, how far it is, and what waits for a decision.
func (s *Server) planLead(p *plan) string {
	total, done, open := 0, 0, 0
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
	v := templates.PlanChange{ID: ch.ID, Number: p.Say.Number(float64(i + 1)), Title: ch.Title, Status: string(ch.Status), By: ch.By.Name, When: s.when(p.Say, ch.SinceAt),
		Words: t.opWords(entry, known([]store.Entry{entry}), "", planWords), Out: ch.Status.Counts() && !j.Applied, Evidence: ch.Evidence, Reason: ch.Reason,
		First: i == 0, Last: i == len(p.Changes)-1, Today: s.store.Now().Format(time.DateOnly)}
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
	for k, st := range j.Stale {
		v.Stale = append(v.Stale, t.stale(st, "c"+strconv.Itoa(k), m.form))
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

// about names a field of an element or link, or the thing itself where there is none.
func (t *teller) about(id, field string) string {
	k := shown{}
	kind, name := "", ""
	for _, g := range t.graphs() {
		if e := g.Element(id); e != nil && name == "" {
			kind, name = string(e.Kind), e.NameIn(t.Say.Lang())
		}
		if l := g.Link(id); l != nil && name == "" {
			kind, name = string(l.Kind), t.linkWords(l, k)
		}
	}
	if name == "" {
		name = id
	}
	if field == "" {
		return name
	}
	return t.Say.T("records.pair", "Label", t.Say.Quote(name), "Value", t.fieldWords(kind, field))
}

func (t *teller) fieldWords(kind, field string) string {
	switch field {
	case "from", "to":
		return t.Say.T("states.end." + field)
	case "kind":
		return t.Say.T("prop.kind")
	}
	return t.words.Field(kind, field)
}

// worded is a value of a field in words; of a whole thing, whether it is there.
func (t *teller) worded(id, field string, v any) string {
	switch x := v.(type) {
	case *model.Element:
		return x.NameIn(t.Say.Lang())
	case *model.Link:
		return t.linkWords(x, shown{})
	case nil:
		if field == "" {
			return t.Say.T("states.absent")
		}
	case string:
		if field == "from" || field == "to" {
			return t.name(x, shown{})
		}
	}
	kind := ""
	for _, g := range []*model.Graph{t.today, t.graph} {
		if e := g.Element(id); e != nil {
			kind = string(e.Kind)
		} else if l := g.Link(id); l != nil {
			kind = string(l.Kind)
		}
	}
	if v == nil {
		return t.Say.T("say.unknown")
	}
	return t.value(kind, field, v)
}

// stale words one thing that a change met otherwise than its author saw, with the ways to decide it; none is chosen.
func (t *teller) stale(st model.Stale, key string, typed func(string) string) templates.PlanStale {
	v := templates.PlanStale{Key: key, About: t.about(st.ID, st.Field)}
	option := func(take model.Take, words, hint string) {
		o := templates.Option{Value: string(take), Label: words, Hint: hint}
		if typed != nil {
			o.On = typed(key) == o.Value
		}
		v.Choices = append(v.Choices, o)
	}
	word := func(x any) string { return t.worded(st.ID, st.Field, x) }
	switch {
	case st.Gone:
		if l, ok := st.Proposed.(*model.Link); ok {
			v.About = t.linkWords(l, shown{})
		}
		v.About = t.Say.T("states.gone", "About", v.About)
		option(model.TakeLeft, t.Say.T("states.take.without"), "")
	case st.Op == model.OpRemoveElement && st.Field == "":
		v.About = t.Say.T("states.joined", "About", t.Say.Quote(v.About), "Sentence", word(st.Present))
		option(model.TakeLeft, t.Say.T("states.take.keep"), "")
		option(model.TakeRight, t.Say.T("states.take.remove"), "")
	case st.Op == model.OpRemoveElement || st.Op == model.OpRemoveLink:
		v.Original, v.Present, v.Proposed = word(st.Original), word(st.Present), t.Say.T("states.absent")
		option(model.TakeLeft, t.Say.T("states.take.keep"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.remove.yet"), "")
	case st.Op == model.OpAddElement || st.Op == model.OpAddLink:
		v.Present, v.Proposed = word(st.Present), word(st.Proposed)
		v.About = t.Say.T("states.taken", "About", v.About)
		option(model.TakeLeft, t.Say.T("states.take.left"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.right"), v.Proposed)
	default:
		v.Original, v.Present, v.Proposed = word(st.Original), word(st.Present), word(st.Proposed)
		option(model.TakeLeft, t.Say.T("states.take.left"), v.Present)
		option(model.TakeRight, t.Say.T("states.take.right"), v.Proposed)
		option(model.TakeOriginal, t.Say.T("states.take.original"), v.Original)
		if _, isText := st.Proposed.(string); isText && st.Op == model.OpSet {
			option(model.TakeValue, t.Say.T("states.take.value"), "")
			v.Value = &templates.Field{Label: t.Say.T("states.take.value")}
			if typed != nil {
				v.Value.Value = typed(key + ".value")
			}
		}
	}
	return v
}

// taken reads the decisions of a form about stale ops.
func taken(c echo.Context, stale []model.Stale) []model.Resolution {
	var out []model.Resolution
	for k, st := range stale {
		key := "c" + strconv.Itoa(k)
		if take := model.Take(field(c, key)); take != "" {
			out = append(out, model.Resolution{ID: st.ID, Field: st.Field, Take: take, Value: field(c, key+".value")})
		}
	}
	return out
}

// stateSet gives a plan another name or kind.
func (s *Server) stateSet(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	st := p.State
	st.Name = field(c, "name")
	if k := field(c, "kind"); slices.Contains(exchange.StateKinds, k) {
		st.Kind = k
	}
	saw := look(c)
	st.Name = saw.text("name", p.Say.T("states.name"), st.Name, p.Name)
	st.Kind = saw.field("kind", p.Say.T("states.kind"), st.Kind, p.State.Kind, func(k string) string { return p.Say.T("states.kind." + k) })
	if err = saw.fault(); err == nil {
		err = s.store.SetState(c.Request().Context(), p.Place.ID, st, author(c))
	}
	if e, ok := mendable(err); ok {
		var errors []templates.FieldError
		if len(saw.stale) == 0 {
			errors = fieldErrors(p.Say, e)
		}
		f := &templates.PlanForm{Name: templates.Field{Value: st.Name, Error: messageFor(errors, "name")}, Kinds: p.stateKinds(st.Kind), Errors: errors, Seen: saw.form()}
		note := p.Say.Error(e)
		if len(saw.stale) > 0 {
			note = p.Say.T("records.stale.title")
		}
		return s.showPlan(p, Status(e.Kind), mishap{note: note, rename: f})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, p.outside.URL("states", p.ID))
}

// stateRemove takes a plan out of use.
func (s *Server) stateRemove(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	err = s.store.RemoveState(c.Request().Context(), p.Place.ID, p.ID, author(c))
	if e, ok := mendable(err); ok {
		return s.showPlan(p, Status(e.Kind), mishap{note: p.Say.Error(e)})
	}
	if err != nil {
		return err
	}
	s.flash(c, p.Say.T("states.removed", "Name", p.Say.Quote(p.Name)), "")
	return c.Redirect(http.StatusSeeOther, p.outside.URL("states"))
}

// stateAct does an act on one change of a plan.
func (s *Server) stateAct(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	i := p.Change(c.Param("change"))
	if i < 0 {
		return model.Fault(model.NotFound, "", "not-found")
	}
	ch, do := p.Changes[i], c.Param("do")
	act := model.Act{Kind: model.ActKind(do), State: p.ID, Change: ch.ID, On: field(c, "on"), Evidence: field(c, "evidence"), Reason: field(c, "reason")}
	if do != "realise" {
		act.On, act.Evidence = "", ""
	}
	a := store.Act{Workspace: p.Place.ID, Author: author(c), Title: p.Say.T("plan.act."+actWord(do), "Name", p.Say.Quote(shortened(ch.Title, 120)))}
	var done store.Done
	ctx := c.Request().Context()
	switch do {
	case "realise":
		a.Title, a.Act = ch.Title, act
		done, err = s.store.Do(ctx, a)
	case "drop", "deviate", "start", "plan":
		a.Act = act
		done, err = s.store.Do(ctx, a)
	case "date":
		a.Act = model.Act{Kind: ch.Status.Act(), State: p.ID, Change: ch.ID, Due: cmp.Or(field(c, "due"), model.NoDue)}
		done, err = s.store.Do(ctx, a)
	case "up", "down":
		a.Act = model.Act{Kind: model.ActOrder, State: p.ID, Order: moved(p.Changes, i, do)}
		done, err = s.store.Do(ctx, a)
	case "settle":
		a.Act = model.Act{State: p.ID, Change: ch.ID}
		done, err = s.store.Settle(ctx, a, taken(c, p.Judged[i].Stale))
	case "remake":
		a.Act = model.Act{State: p.ID, Change: ch.ID}
		done, err = s.store.Remake(ctx, a, remade)
	default:
		return model.Fault(model.NotFound, "", "not-found")
	}
	if e, ok := asFault(err); ok && (e.Kind == model.Conflict || e.Kind == model.Invalid) {
		now, err := s.planOf(c)
		if err != nil {
			return err
		}
		m := mishap{change: ch.ID, error: s.whyNot(now, do, e), form: c.FormValue}
		return s.showPlan(now, Status(e.Kind), m)
	}
	if err != nil {
		return err
	}
	s.flash(c, a.Title, p.outside.URL("history", done.ID, "undo"))
	return c.Redirect(http.StatusSeeOther, p.outside.URL("states", p.ID)+"#c-"+ch.ID)
}

func actWord(do string) string {
	switch do {
	case "up", "down":
		return "order"
	case "remake":
		return "settle"
	}
	return do
}

// whyNot says why an act on a change could not be done.
func (s *Server) whyNot(p *plan, do string, e *model.Error) string {
	switch {
	case e.Msg == "stale" && do == "settle":
		return p.Say.T("states.undecided", "count", len(e.Stale))
	case e.Msg == "stale":
		return p.Say.T("states.stale.first")
	case e.Field == "reason":
		return p.Say.T("states.do.reason.please")
	}
	var words []string
	for _, f := range e.All() {
		one := *f
		one.Also = nil
		words = append(words, p.Say.Error(&one))
	}
	return strings.Join(words, " ")
}

// moved is the order of changes in which the i-th has gone up or down by one.
func moved(list []model.PlannedChange, i int, do string) []string {
	ids := make([]string, len(list))
	for k, c := range list {
		ids[k] = c.ID
	}
	to := i + 1
	if do == "up" {
		to = i - 1
	}
	if to >= 0 && to < len(ids) {
		ids[i], ids[to] = ids[to], ids[i]
	}
	return ids
}

// remade makes a ready-made change again from its answers; what it brought keeps its ids, for others may rest on it.
func remade(g *model.Graph, p model.PlannedChange) ([]model.Op, error) {
	t := template.Of(p.Template)
	if t == nil {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	had := make(map[string][]string)
	for _, op := range p.Ops {
		switch {
		case op.Element != nil:
			had[string(op.Element.Kind)] = append(had[string(op.Element.Kind)], op.Element.ID)
		case op.Link != nil:
			had[string(op.Link.Kind)] = append(had[string(op.Link.Kind)], op.Link.ID)
		}
	}
	return t.Expand(g, template.Kept(p.Answers), func(kind string) string {
		if ids := had[kind]; len(ids) > 0 {
			had[kind] = ids[1:]
			if !g.Has(ids[0]) {
				return ids[0]
			}
		}
		return store.NewElementID(kind)
	})
}
