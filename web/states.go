package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
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
		card.Total, card.Done, card.Open = tally(p)
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
		removed, err := s.store.RemovedStates(c.Request().Context(), r.Place.ID)
		if err != nil {
			return err
		}
		for _, st := range removed {
			v.Removed = append(v.Removed, templates.RemovedPlan{Name: st.Name, Restore: r.space.URL("states", st.ID, "restore")})
		}
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
	s.flashAside(p.room, p.Say.T("states.removed", "Name", p.Say.Quote(p.Name)), p.outside.URL("states", p.ID, "restore"))
	return c.Redirect(http.StatusSeeOther, p.outside.URL("states"))
}

// stateRestore brings a removed plan back.
func (s *Server) stateRestore(c echo.Context) error {
	v, id := visitOf(c), c.Param("id")
	err := s.store.RestoreState(c.Request().Context(), v.Place.ID, id, author(c))
	if e, ok := mendable(err); ok {
		s.flash(c, v.Say.Error(e), "")
		return c.Redirect(http.StatusSeeOther, v.space().URL("states"))
	}
	if err != nil {
		return err
	}
	s.flash(c, v.Say.T("states.restored", "Name", v.Say.Quote(s.stateName(c, v.Place.ID, id))), v.space().URL("states", id, "remove"))
	s.flashRedo(c)
	return c.Redirect(http.StatusSeeOther, v.space().URL("states", id))
}
