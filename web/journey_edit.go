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

// quoted is a name as a title of a change has it.
func (r *room) quoted(e *model.Element) string {
	return r.Say.Quote(shortened(e.NameIn(r.Say.Lang()), 80))
}

// commit makes a change from a form of the journey and says on the next page what it did.
func (b *blueprint) commit(title titled, ops []model.Op) error {
	done, err := b.s.store.CommitChange(b.c.Request().Context(), b.s.change(b.room, title, ops))
	if err == nil {
		b.s.done(b.room, title(b.room), done.ID)
	}
	return err
}

// refused draws the journey again with what kept an act from being done.
func (b *blueprint) refused(err error) error {
	fault, ok := mendableIn(err)
	if !ok {
		return err
	}
	now, err := b.s.journeyOf(b.c)
	if err != nil {
		return err
	}
	now.note = b.Say.Error(fault)
	if fault.Kind == model.Conflict {
		now.note = b.Say.T("journey.stale")
	}
	return now.show(Status(fault.Kind), nil)
}

func (b *blueprint) seeOther(url string) error { return b.c.Redirect(http.StatusSeeOther, url) }

// back is where an act on a step leads: to the figure, where it was done there, else to the panel of the step.
func (b *blueprint) back(step string, saved bool) string {
	from := field(b.c, "from")
	if !slices.Contains(rowKeys, from) {
		from = ""
	}
	change := func(q *blueprintQuery) {
		if saved {
			q.Saved = step
			if from != "" {
				q.Saved += "." + from
			}
		}
	}
	if from != "" {
		return b.q.url(b.base(), change) + "#" + templates.CellID(step, from)
	}
	return b.q.url(b.base("steps", step), change)
}

// stepSave sets the fields of a step that the person has changed, as one change.
func (s *Server) stepSave(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	drawn, at, err := s.drawnAt(b.room, "drawn_at")
	if err != nil {
		return err
	}
	seen := drawn.Element(c.Param("step"))
	if seen == nil || seen.Kind != model.Step {
		return model.Fault(model.NotFound, "", "not-found")
	}
	f := b.draw(b.stepFields(seen), func(field string) any { return fieldValue(seen, field) })
	readTimes(c, b.Say.Lang(), f.fields)
	t := templates.RecordForm{Client: c.FormValue("client"), DrawnAt: revision(at), Was: c.FormValue("was")}
	if err := s.decide(f, seen.ID); err != nil {
		return err
	}
	edits := f.settle(c, f.edits(c))
	if len(f.faults) > 0 {
		return b.showStep(http.StatusUnprocessableEntity, seen, f, t, nil)
	}
	if len(edits) == 0 {
		return b.seeOther(b.back(seen.ID, false))
	}
	ops := ops(seen.ID, edits)
	err = b.commit(editTitle(seen, edits), ops)
	if fault, ok := mendableIn(err); ok {
		return b.stepRefused(seen, f, t, fault, ops)
	}
	if err != nil {
		return err
	}
	return b.seeOther(b.back(seen.ID, true))
}

// stepRefused draws the form of a step again: with what is wrong in it, or with the fields that somebody else changed.
func (b *blueprint) stepRefused(seen *model.Element, f *recordForm, t templates.RecordForm, fault *model.Error, ops []model.Op) error {
	now, err := b.s.journeyOf(b.c)
	if err != nil {
		return err
	}
	present, err := now.step()
	if err != nil {
		now.note = b.Say.T("records.gone", "Name", b.quoted(seen))
		return now.show(http.StatusConflict, nil)
	}
	value := func(field string) any { return fieldValue(present, field) }
	if fault.Kind == model.Conflict && f.conflict(fault, value) {
		t.Was, t.DrawnAt, t.Client = cmpOr(t.Was, t.DrawnAt), revision(now.rev), store.NewID()
		f.rebase(value)
	} else {
		f.faults = faultsOf(fault, ops)
	}
	return now.showStep(Status(fault.Kind), present, f, t, nil)
}

// stepsAdd puts new steps into the journey: each line of the form is the name of one. They join the stage of the step
// before them, and are part of what their neighbours are part of.
func (s *Server) stepsAdd(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	names := exchange.Listed(field(c, "names"))
	before := field(c, "before")
	b.q.Add = cmpOr(before, "end")
	if len(names) == 0 {
		b.note = b.Say.T("error.required")
		return b.show(http.StatusUnprocessableEntity, nil)
	}
	at := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == before })
	if at < 0 {
		at = len(b.all)
	}
	elements, ops := b.newSteps(names, b.journey.ID, b.all, at)
	var ids []string
	for _, e := range elements {
		ids = append(ids, e.ID)
	}
	ops = append(ops, b.rewire(slices.Insert(b.order(), at, ids...))...)
	title := telling("journey.title.add", "Name", quotedName(elements[0]), "Journey", quotedName(b.journey))
	if len(elements) > 1 {
		title = telling("journey.title.adds", "count", len(elements), "Journey", quotedName(b.journey))
	}
	if err := b.commit(title, ops); err != nil {
		return b.addRefused(err)
	}
	next := b.q.url(b.base(), func(q *blueprintQuery) { q.Add = cmpOr(before, "end") })
	return b.seeOther(next + "&again=1#add")
}

// addRefused draws the form for new steps again, with what was typed.
func (b *blueprint) addRefused(err error) error {
	fault, ok := mendableIn(err)
	if !ok {
		return err
	}
	now, err := b.s.journeyOf(b.c)
	if err != nil {
		return err
	}
	now.q.Add, now.note = b.q.Add, b.Say.Error(fault)
	return now.show(Status(fault.Kind), nil)
}

// newSteps are steps of these names and the ops that put them into a journey, before links[at].
func (b *blueprint) newSteps(names []string, journey string, links []*model.Link, at int) ([]*model.Element, []model.Op) {
	orders, ops := model.Room(links, at, len(names))
	var elements []*model.Element
	stage, whole := "", ""
	if n := len(links); n > 0 {
		neighbour := b.graph.Element(links[max(at-1, 0)].To)
		stage = neighbour.Props.Text("stage")
		for i, l := range links { // all of them part of one step: then these too
			up := b.graph.Targets(l.To, model.PartOf)
			if len(up) != 1 || i > 0 && up[0].ID != whole {
				whole = ""
				break
			}
			whole = up[0].ID
		}
	}
	for i, name := range names {
		e := &model.Element{ID: freshID(b.c, string(model.Step), 3*i), Kind: model.Step, Name: name}
		if stage != "" {
			e.Props = model.Props{"stage": stage}
		}
		elements = append(elements, e)
		ops = append(ops, model.Add(e), model.Join(&model.Link{ID: freshID(b.c, string(model.HasStep), 3*i+1), Kind: model.HasStep, From: journey, To: e.ID,
			Props: model.Props{"order": model.Num(orders[i])}}))
		if whole != "" {
			ops = append(ops, model.Join(&model.Link{ID: freshID(b.c, string(model.PartOf), 3*i+2), Kind: model.PartOf, From: e.ID, To: whole}))
		}
	}
	return elements, ops
}

// order are the ids of the steps, in order.
func (b *blueprint) order() []string { return stepIDs(b.all) }

func stepIDs(links []*model.Link) []string {
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.To
	}
	return ids
}

// rewire keeps the plain ways along the order of the steps when it becomes after.
func (b *blueprint) rewire(after []string) []model.Op {
	n := 10_000
	return model.Rewire(b.graph, b.order(), after, func() string { n++; return freshID(b.c, string(model.Next), n) })
}

// stepMove puts a step elsewhere in the journey: one place earlier or later among those shown, or before another.
func (s *Server) stepMove(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == e.ID })
	l := b.all[i]
	rest := slices.Delete(slices.Clone(b.all), i, i+1)
	at, place := len(rest), b.place(e.ID)
	before := field(c, "before")
	switch to := field(c, "to"); {
	case to == "earlier" && place > 0:
		before = b.shown[place-1].To
	case to == "later" && place >= 0 && place+2 < len(b.shown):
		before = b.shown[place+2].To
	case to == "earlier":
		before = rest[0].To
	}
	if j := slices.IndexFunc(rest, func(l *model.Link) bool { return l.To == before }); j >= 0 {
		at = j
	}
	if at == i { // where it is
		return b.seeOther(b.moved(e.ID))
	}
	orders, ops := model.Room(rest, at, 1)
	ops = append(ops, model.Set(l.ID, model.PropField("order"), l.Props["order"], model.Num(orders[0])))
	ops = append(ops, b.rewire(slices.Insert(stepIDs(rest), at, e.ID))...)
	if err := b.commit(telling("journey.title.move", "Name", quotedName(e), "Journey", quotedName(b.journey)), ops); err != nil {
		return b.refused(err)
	}
	return b.seeOther(b.moved(e.ID))
}

// moved is where moving a step leads: to where it was asked.
func (b *blueprint) moved(step string) string {
	if field(b.c, "panel") != "" {
		return b.stepURL(step)
	}
	return b.q.url(b.base(), nil) + "#s-" + step
}

// stepRemove takes a step out of the journey, and out of the model where no other journey has it.
func (s *Server) stepRemove(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return b.seeOther(b.q.url(b.base(), nil)) // it has gone already
	}
	ops := b.rewire(slices.DeleteFunc(b.order(), func(id string) bool { return id == e.ID }))
	elsewhere := false
	for _, l := range b.graph.In(e.ID, model.HasStep) {
		if l.From != b.journey.ID {
			elsewhere = true
		} else {
			ops = append(ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID})
		}
	}
	if !elsewhere {
		done := map[string]bool{}
		for _, op := range ops {
			done[op.ID] = true
		}
		for _, op := range model.Remove(b.graph, e.ID) {
			if !done[op.ID] {
				ops = append(ops, op)
			}
		}
	}
	title := telling("journey.title.out", "Name", quotedName(e), "Journey", quotedName(b.journey))
	if err := b.commit(title, ops); err != nil {
		return b.refused(err)
	}
	return b.seeOther(b.q.url(b.base(), nil))
}

// stageSave names the heading over a step and over those behind it that stand under the same one: over the first of them it
// is called otherwise, over a later one another stage begins.
func (s *Server) stageSave(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == field(c, "step") })
	if at < 0 {
		return model.Fault(model.NotFound, "", "not-found")
	}
	was, stage := field(c, "stage_was"), field(c, "stage")
	back := b.q.url(b.base(), nil) + "#s-" + b.all[at].To
	if was == stage {
		return b.seeOther(back)
	}
	is := func(i int) string { return b.graph.Element(b.all[i].To).Props.Text("stage") }
	ops := []model.Op{model.Set(b.all[at].To, "props.stage", orNil(was), orNil(stage))}
	for i := at + 1; i < len(b.all) && is(i) == was; i++ {
		ops = append(ops, model.Set(b.all[i].To, "props.stage", orNil(was), orNil(stage)))
	}
	title := telling("journey.title.stage", "Stage", quoting(cmpOr(stage, was)), "Journey", quotedName(b.journey))
	if err := b.commit(title, ops); err != nil {
		return b.refused(err)
	}
	return b.seeOther(back)
}
