package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/starter"
	"rootline/model/layout"
	"rootline/store"
	"rootline/templates"
)

// journeyNewPage is the page on which a journey begins.
func (s *Server) journeyNewPage(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	return s.showJourneyNew(r, http.StatusOK, nil)
}

func (s *Server) showJourneyNew(r *room, status int, faults []*model.Error) error {
	v := templates.JourneyNewView{Action: r.space.URL("new", "journey"), Cancel: r.space.URL("journeys"), Client: cmpOr(r.c.FormValue("client"), store.NewID())}
	for _, e := range faults {
		v.Errors = append(v.Errors, templates.FieldError{Field: e.Field, Message: r.Say.Error(e)})
	}
	v.Name = templates.Field{Name: "name", Label: r.Say.T("prop.name"), Hint: r.Say.T("journey.new.name.hint"), Required: true, First: len(faults) == 0}
	v.Goal = templates.Field{Name: "goal", Label: r.Say.T("prop.goal"), Rows: 2}
	v.Steps = templates.Field{Name: "steps", Label: r.Say.T("journey.new.steps"), Hint: r.Say.T("journey.add.lines"), Rows: 6}
	customer := templates.Field{Name: "customer", Label: r.Say.T("journey.new.customer"), Hint: r.Say.T("journey.new.customer.hint")}
	for _, f := range []*templates.Field{&v.Name, &v.Goal, &v.Steps, &customer} {
		f.Value, f.Error = field(r.c, f.Name), messageFor(v.Errors, f.Name)
	}
	v.Customer = r.pick(customer, []model.Kind{model.Customer}, fields(r.c, "customer.id"))
	v.Customer.Several = true
	v.Customer.Source += "&add=1"
	for _, key := range starter.Keys {
		v.Starters = append(v.Starters, r.starterCard(key))
	}
	p := s.roomPage(r, r.Say.T("kind.journey.add"), "journeys")
	p.Styles, p.Scripts = append([]string{"element", "journey"}, p.Styles...), []string{"pick"}
	p.Crumbs = r.crumbs(model.Journey)
	return s.render(r.c, status, templates.JourneyNew(p, v))
}

func (r *room) starterCard(key string) templates.StarterCard {
	j, lang := starter.Find(key), r.Say.Lang()
	card := templates.StarterCard{Key: key, Name: j.Name.In(lang), Says: j.Says.In(lang), Client: store.NewID()}
	var feelings []layout.Feeling
	for _, step := range j.Steps {
		card.Steps = append(card.Steps, templates.Thing{Name: step.Name.In(lang)})
		feelings = append(feelings, layout.Feeling{Value: step.Feeling, Known: true})
	}
	card.Curve = layout.Feelings(feelings)
	return card
}

// journeyNew begins a journey: with its customers and steps as a form names them, or with all of one to begin from.
func (s *Server) journeyNew(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	var id, name string
	var ops []model.Op
	if j := starter.Find(c.FormValue("starter")); j != nil {
		id, ops = r.begin(j)
		name = j.Name.In(r.Say.Lang())
	} else {
		var faults []*model.Error
		if name = field(c, "name"); name == "" {
			faults = append(faults, model.Fault(model.Invalid, "name", "required"))
		}
		customers, fault := r.customersNamed()
		if fault != nil {
			faults = append(faults, fault)
		}
		if len(faults) > 0 {
			return s.showJourneyNew(r, http.StatusUnprocessableEntity, faults)
		}
		id, ops = r.journeyFrom(name, customers)
	}
	title := telling("records.title.add", "Name", quoting(name))
	done, err := s.store.CommitChange(c.Request().Context(), s.change(r, title, ops))
	if fault, ok := mendableIn(err); ok {
		one := *fault
		one.Also, one.Field = nil, "name"
		return s.showJourneyNew(r, Status(fault.Kind), []*model.Error{&one})
	}
	if err != nil {
		return err
	}
	s.done(r, title(r), done.ID)
	back := r.space.URL("journeys", id)
	if c.FormValue("starter") == "" && field(c, "steps") == "" {
		back += "?add=end#add" // straight on with its steps
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// begin is a journey to begin from, brought into this workspace.
func (r *room) begin(j *starter.Journey) (id string, ops []model.Op) {
	n := 0
	return j.Ops(starter.Ground{Languages: r.Place.Languages, Speak: r.Say.Lang(),
		NewID: func(kind string) string { n++; return freshID(r.c, kind, n) },
		Present: func(k model.Kind, name string) string {
			if found := r.byName(name, k); len(found) == 1 {
				return found[0].ID
			}
			return ""
		}})
}

// customersNamed are the customers that the form names: picked, of the name that was typed, or new.
func (r *room) customersNamed() ([]*model.Element, *model.Error) {
	var out []*model.Element
	for _, id := range fields(r.c, "customer.id") {
		e := r.graph.Element(id)
		if e == nil || e.Kind != model.Customer {
			return nil, model.Fault(model.Invalid, "customer", "absent", "ID", id)
		}
		out = append(out, e)
	}
	for i, name := range r.namesIn("customer", model.Customer) {
		switch found := r.byName(name, model.Customer); len(found) {
		case 0:
			out = append(out, &model.Element{ID: freshID(r.c, string(model.Customer), 100+i), Kind: model.Customer, Name: name})
		case 1:
			out = append(out, found[0])
		default:
			return nil, model.Fault(model.Invalid, "customer", "form.several", "Value", shortened(name, 80))
		}
	}
	return out, nil
}

func (r *room) journeyFrom(name string, customers []*model.Element) (id string, ops []model.Op) {
	j := &model.Element{ID: freshID(r.c, string(model.Journey), 0), Kind: model.Journey, Name: name}
	if goal := field(r.c, "goal"); goal != "" {
		j.Props = model.Props{"goal": goal}
	}
	ops = append(ops, model.Add(j))
	for i, e := range customers {
		if r.graph.Element(e.ID) == nil {
			ops = append(ops, model.Add(e))
		}
		ops = append(ops, model.Join(&model.Link{ID: freshID(r.c, string(model.Lives), 200+i), Kind: model.Lives, From: e.ID, To: j.ID}))
	}
	b := &blueprint{room: r, journey: j}
	_, steps := b.newSteps(exchange.Listed(field(r.c, "steps")), j.ID, nil, 0)
	return j.ID, append(ops, steps...)
}
