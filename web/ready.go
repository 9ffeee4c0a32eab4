package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/template"
	"rootline/store"
	"rootline/templates"
)

// ready are the ready-made changes that can be made in this state.
func (r *room) ready() []templates.ReadyChange {
	var out []templates.ReadyChange
	for _, t := range template.All {
		out = append(out, templates.ReadyChange{ID: t.ID, Title: r.Say.T("ready." + t.ID), Says: r.Say.T("ready." + t.ID + ".says"), URL: r.space.URL("change", t.ID)})
	}
	return out
}

// readyChoice offers the ready-made changes.
func (s *Server) readyChoice(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	p := s.readyPage(r, r.Say.T("states.add"))
	return s.render(c, http.StatusOK, templates.ReadyChoice(p, r.Say.T("ready.choose"), r.ready()))
}

func (s *Server) readyPage(r *room, title string) templates.Page {
	section := "elements"
	if r.State.ID != "" {
		section = "states"
	}
	p := s.roomPage(r, title, section)
	p.Differs, p.Today = "", r.space.Today().URL()
	p.Styles, p.Scripts = append(p.Styles, "states"), []string{"pick"}
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}}
	if r.State.ID != "" {
		p.Crumbs = []templates.Crumb{{Label: r.Say.T("frame.states"), URL: r.space.Today().URL("states")}, {Label: r.State.Name, URL: r.space.Today().URL("states", r.State.ID)}}
	}
	return p
}

// readyAsk asks the questions of a ready-made change.
func (s *Server) readyAsk(c echo.Context) error {
	r, t, err := s.readyOf(c)
	if err != nil {
		return err
	}
	return s.showReady(r, t, http.StatusOK, template.Answers{}, nil, store.NewID())
}

func (s *Server) readyOf(c echo.Context) (*room, *template.Template, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, nil, err
	}
	t := template.Of(c.Param("template"))
	if t == nil {
		return nil, nil, model.Fault(model.NotFound, "", "not-found")
	}
	return r, t, nil
}

func (s *Server) showReady(r *room, t *template.Template, status int, a template.Answers, fault *model.Error, client string) error {
	f := templates.ReadyForm{Title: r.Say.T("ready." + t.ID), Lead: r.Say.T("ready." + t.ID + ".says"), Client: client,
		Action: r.space.URL("change", t.ID), Cancel: r.readyBack(), Button: r.Say.T("ready.go")}
	if r.State.ID == "" {
		f.Button = r.Say.T("ready.go.today")
	}
	if fault != nil {
		for _, e := range fault.All() {
			one := *e
			one.Also = nil
			if t.Question(one.Field) == nil {
				one.Field = ""
			}
			f.Errors = append(f.Errors, templates.FieldError{Field: one.Field, Message: r.Say.Error(&one)})
		}
		if fault.Kind == model.Conflict {
			f.Errors = []templates.FieldError{{Message: r.Say.Error(fault)}}
		}
	}
	for _, q := range t.Questions {
		f.Inputs = append(f.Inputs, r.asked(t, q, a, messageFor(f.Errors, q.ID)))
	}
	return s.render(r.c, status, templates.Ready(s.readyPage(r, f.Title), f))
}

// readyBack is where one came from: the plan, or the list of changes.
func (r *room) readyBack() string {
	if r.State.ID == "" {
		return r.space.URL("change")
	}
	return r.space.Today().URL("states", r.State.ID)
}

// asked is the input for one question.
func (r *room) asked(t *template.Template, q template.Question, a template.Answers, message string) templates.Input {
	words := "ready." + t.ID + "." + q.ID
	fd := templates.Field{Name: q.ID, Label: r.Say.T(words), Error: message, Required: !q.Optional}
	if r.Say.Has(words + ".says") {
		fd.Hint = r.Say.T(words + ".says")
	}
	in := templates.Input{Field: fd}
	switch {
	case len(q.Choices) > 0:
		in.Widget = templates.WidgetSeg
		for _, v := range q.Choices {
			in.Options = append(in.Options, templates.Option{Value: v, Label: r.Say.T("ready.choice." + v), On: a.One(q.ID) == v})
		}
	case q.Links:
		in.Widget = templates.WidgetSelect
		in.Field.Value = a.One(q.ID)
		for _, l := range template.Feeds(r.graph) {
			in.Options = append(in.Options, templates.Option{Value: l.ID, Label: nameIn(r.Say, r.graph, l.From) + " → " + nameIn(r.Say, r.graph, l.To)})
		}
		if len(in.Options) == 0 && in.Field.Hint == "" {
			in.Field.Hint = r.Say.T("ready.feeds.none")
		}
	case len(q.Kinds) > 0:
		in.Widget = templates.WidgetPick
		var chosen []string
		for _, v := range a[q.ID] {
			if name, fresh := strings.CutPrefix(v, template.Fresh); fresh {
				fd.Value = name
			} else if r.graph.Element(v) != nil {
				chosen = append(chosen, v)
			} else {
				fd.Value = v
			}
		}
		in.Pick = r.pick(fd, q.Kinds, chosen)
		in.Pick.Several = q.Many
		if q.Name {
			in.Pick.Source += "&add=1"
		}
	default:
		in.Widget = templates.WidgetText
		in.Field.Value = a.One(q.ID)
	}
	return in
}

// answers reads what a form answers. A name that is typed is found among what is there; what is not there is made where the
// question allows it.
func (r *room) answers(t *template.Template) (template.Answers, *model.Error) {
	a := make(template.Answers)
	var faults []*model.Error
	for _, q := range t.Questions {
		if len(q.Kinds) == 0 {
			if v := field(r.c, q.ID); v != "" {
				a[q.ID] = []string{v}
			}
			continue
		}
		ids := fields(r.c, q.ID+".id")
		names := r.namesIn(q.ID, q.Kinds...)
		if typed := field(r.c, q.ID); !q.Many && typed != "" {
			names = []string{typed}
		}
		for _, typed := range names {
			switch found := r.byName(typed, q.Kinds...); {
			case len(found) == 1:
				ids = append(ids, found[0].ID)
			case len(found) > 1:
				faults = append(faults, model.Fault(model.Invalid, q.ID, "form.several", "Value", shortened(typed, 80)))
				ids = append(ids, typed)
			case q.Name:
				ids = append(ids, template.Fresh+typed)
			default:
				faults = append(faults, model.Fault(model.Invalid, q.ID, "template.unknown", "Value", shortened(typed, 80)))
				ids = append(ids, typed)
			}
		}
		if !q.Many && len(ids) > 1 { // another one was picked in its place
			ids = ids[len(ids)-1:]
		}
		slices.Sort(ids)
		a[q.ID] = slices.Compact(ids)
	}
	if len(faults) > 0 {
		first := *faults[0]
		first.Also = faults[1:]
		return a, &first
	}
	return a, nil
}

// readyMake makes a ready-made change.
func (s *Server) readyMake(c echo.Context) error {
	r, t, err := s.readyOf(c)
	if err != nil {
		return err
	}
	client := c.FormValue("client")
	if done, err := s.store.Made(c.Request().Context(), r.Place.ID, once(c), author(c)); err != nil {
		return err
	} else if done.ID != "" { // what it names may be gone by now
		return s.readyDone(r, done)
	}
	a, fault := r.answers(t)
	if fault != nil {
		return s.showReady(r, t, http.StatusUnprocessableEntity, a, fault, client)
	}
	n := 0
	ops, err := t.Expand(r.graph, a, func(kind string) string { n++; return freshID(c, kind, n) })
	if e, ok := asFault(err); ok {
		return s.showReady(r, t, Status(e.Kind), a, e, client)
	}
	if err != nil {
		return err
	}
	change := s.change(r, readyTitle(t, a), ops)
	change.Template, change.Answers = t.ID, a.Keep()
	done, err := s.store.CommitChange(c.Request().Context(), change)
	if e, ok := mendableIn(err); ok {
		return s.showReady(r, t, Status(e.Kind), a, e, store.NewID())
	}
	if err != nil {
		return err
	}
	s.done(r, change.Title, done.ID)
	return s.readyDone(r, done)
}

// readyDone leads to the change that was made.
func (s *Server) readyDone(r *room, done store.Done) error {
	if r.State.ID == "" {
		return r.c.Redirect(http.StatusSeeOther, r.space.URL("history", done.ID))
	}
	return r.c.Redirect(http.StatusSeeOther, r.readyBack()+"#c-"+done.ID)
}

// readyTitle says in a line what the answers come to.
func readyTitle(t *template.Template, a template.Answers) titled {
	return func(r *room) string {
		args := []any{}
		for _, q := range t.Questions {
			var names []string
			for _, v := range a[q.ID] {
				name, fresh := strings.CutPrefix(v, template.Fresh)
				if l := r.graph.Link(v); l != nil && q.Links {
					name = nameIn(r.Say, r.graph, l.From) + " → " + nameIn(r.Say, r.graph, l.To)
				} else if !fresh {
					name = nameIn(r.Say, r.graph, v)
				}
				names = append(names, shortened(name, 60))
			}
			args = append(args, r.Say.Upper(q.ID), names)
		}
		if len(a["instead"]) > 0 {
			return r.Say.T("ready."+t.ID+".title.instead", args...)
		}
		return r.Say.T("ready."+t.ID+".title", args...)
	}
}
