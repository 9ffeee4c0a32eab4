package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// stateMergePage asks which plan to bring into this one.
func (s *Server) stateMergePage(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	return s.showMerge(p, http.StatusOK, c.QueryParam("with"), nil, nil)
}

func (s *Server) showMerge(p *plan, status int, with string, clashes []model.Clash, errors []templates.FieldError) error {
	states, err := s.store.States(p.c.Request().Context(), p.Place.ID)
	if err != nil {
		return err
	}
	v := templates.MergeView{Title: p.Say.T("states.merge", "Name", p.Say.Quote(p.Name)), Lead: p.Say.T("states.merge.says"), Action: p.outside.URL("states", p.ID, "merge"),
		Cancel: p.outside.URL("states", p.ID), Client: store.NewID(), Errors: errors}
	t := s.teller(p.room)
	for _, st := range states {
		if st.ID == p.ID {
			continue
		}
		v.Plans = append(v.Plans, templates.Option{Value: st.ID, Label: st.Name, On: st.ID == with})
		if st.ID == with {
			other, err := s.store.Plan(p.c.Request().Context(), p.Place.ID, st.ID)
			if err != nil {
				return err
			}
			t.today = other.Graph // names that only the other plan has
			v.Left, v.OtherURL = leftOut(other, p.Say.Lang()), p.outside.URL("states", st.ID)
			v.Without = readKey(v.Left)
		}
	}
	for _, cl := range clashes {
		v.Clashes = append(v.Clashes, t.clash(cl, p.c.FormValue))
	}
	return s.render(p.c, status, templates.Merge(s.planPage(p, v.Title), v))
}

// leftOut lists the titles of the changes that should be part of a plan and are not: they do not come along.
func leftOut(p *store.Plan, lang string) (titles []string) {
	for i, j := range p.Judged {
		if p.Changes[i].Status.Counts() && !j.Applied {
			titles = append(titles, p.Changes[i].TitleIn(lang))
		}
	}
	return titles
}

// clash words what two plans changed apart, with the ways to decide it; none is chosen by itself.
func (t *teller) clash(cl model.Clash, typed func(string) string) templates.PlanStale {
	v := templates.PlanStale{Key: readKey(cl), About: t.about(cl.ID, cl.Field)}
	for _, o := range []struct {
		take  model.Take
		words string
		value any
	}{{model.TakeLeft, "states.merge.left", cl.Left}, {model.TakeRight, "states.merge.right", cl.Right}, {model.TakeOriginal, "states.take.original", cl.Original}} {
		v.Choices = append(v.Choices, templates.Option{Value: string(o.take), Label: t.Say.T(o.words), Hint: t.worded(cl.ID, cl.Field, o.value), On: typed(v.Key) == string(o.take)})
	}
	return v
}

// stateMerge brings another plan into this one, as one change, once all that both changed apart is decided.
func (s *Server) stateMerge(c echo.Context) error {
	p, err := s.planOf(c)
	if err != nil {
		return err
	}
	with := field(c, "with")
	ctx := c.Request().Context()
	other, err := s.store.Plan(ctx, p.Place.ID, with)
	if kindOf(err) == model.NotFound {
		return s.showMerge(p, http.StatusUnprocessableEntity, "", nil, []templates.FieldError{{Field: "with", Message: p.Say.T("error.plan.with")}})
	}
	if err != nil {
		return err
	}
	if left := leftOut(other, p.Say.Lang()); len(left) > 0 && c.FormValue("without") != readKey(left) {
		return s.showMerge(p, http.StatusConflict, with, nil, []templates.FieldError{{Message: p.Say.T("states.merge.without", "count", len(left))}})
	}
	a := store.Act{Act: model.Act{State: p.ID}, Workspace: p.Place.ID, Author: author(c), ClientID: once(c)}
	a.Title, a.Titles = p.title(telling("plan.act.merge", "Name", quoting(other.Name)))
	done, err := s.store.Merge(ctx, a, with, nil)
	e, ok := asFault(err)
	if ok && len(e.Clashes) > 0 {
		clashes := e.Clashes
		var decided []model.Resolution
		for _, cl := range clashes {
			if take := model.Take(field(c, readKey(cl))); take != "" {
				decided = append(decided, model.Resolution{ID: cl.ID, Field: cl.Field, Take: take})
			}
		}
		if len(decided) > 0 {
			done, err = s.store.Merge(ctx, a, with, decided)
			e, ok = asFault(err)
		}
		if ok && len(e.Clashes) > 0 {
			return s.showMerge(p, http.StatusConflict, with, clashes, []templates.FieldError{{Message: p.Say.Error(e)}})
		}
	}
	if ok && (e.Kind == model.Invalid || e.Kind == model.Conflict) {
		return s.showMerge(p, Status(e.Kind), with, nil, []templates.FieldError{{Message: s.whyNot(p, "merge", e)}})
	}
	if err != nil {
		return err
	}
	if done.ID == "" {
		s.flash(c, p.Say.T("error.plan.merged"), "")
	} else {
		s.flash(c, a.Title, p.outside.URL("history", done.ID, "undo"))
	}
	return c.Redirect(http.StatusSeeOther, p.outside.URL("states", p.ID))
}
