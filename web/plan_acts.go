package web

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/template"
	"rootline/store"
)

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
	if act.On = cmp.Or(act.On, s.store.Now().In(p.Say.Zone()).Format(time.DateOnly)); do != "realise" {
		act.On, act.Evidence = "", ""
	}
	a := store.Act{Workspace: p.Place.ID, Author: author(c)}
	a.Title, a.Titles = p.title(telling("plan.act."+actWord(do), "Name", quotedTitle(ch.Change)))
	var done store.Done
	ctx := c.Request().Context()
	if read := c.FormValue("read"); read != "" && read != readKey(ch.Ops) {
		return s.showPlan(p, http.StatusConflict, mishap{change: ch.ID, error: p.Say.T("states.altered")})
	}
	switch do {
	case "realise":
		a.Title, a.Titles, a.Act = ch.Title, ch.Titles, act
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
	case e.Field == "reason" && e.Msg == "required":
		return p.Say.T("states.do.reason.please")
	}
	var words []string
	for _, f := range e.All() {
		one := *f
		one.Also = nil
		said := p.Say.Error(&one)
		if f.Field == "reason" || f.Field == "evidence" {
			said = p.Say.T("states.do.field", "Field", p.Say.Quote(p.Say.T("states.do."+f.Field)), "Fault", said)
		}
		words = append(words, said)
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
