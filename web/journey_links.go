package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/find"
	"rootline/store"
	"rootline/templates"
)

// stepLink links a step to what a form names, and adds what is not there yet, in one change.
func (s *Server) stepLink(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return err
	}
	row := rowOf(c.FormValue("row"))
	if row == nil {
		return model.Fault(model.NotFound, "", "not-found")
	}
	name := "other-" + row.key
	ends, made, fault := b.namedEnds(row, name)
	props, bad := b.newLinkProps(row)
	if fault == nil {
		fault = bad
	}
	if fault != nil {
		return b.linkRefused(row, e, fault)
	}
	var ops []model.Op
	for _, m := range made {
		ops = append(ops, b.put(row, e, m)...)
	}
	var names []titled
	for i, end := range ends {
		taken := func(l *model.Link) bool { return row.end(l) == end.ID }
		if slices.ContainsFunc(row.links(b.graph, e.ID), taken) {
			continue // said before
		}
		l := &model.Link{ID: freshID(c, string(row.kind), i+1), Kind: row.kind, From: end.ID, To: e.ID, Props: props}
		if row.out {
			l.From, l.To = l.To, l.From
		}
		ops = append(ops, model.Join(l))
		names = append(names, quotedName(end))
	}
	if len(names) == 0 {
		return b.seeOther(b.back(e.ID, false))
	}
	title := telling("journey.title.link", "Row", telling(rowLabelID(row.key)), "Name", quotedName(e), "Things", names)
	if err := b.commit(title, ops); err != nil {
		if fault, ok := mendableIn(err); ok {
			return b.linkRefused(row, e, fault)
		}
		return err
	}
	return b.seeOther(b.back(e.ID, true))
}

// namedEnds finds what a form names: what was picked, and what was typed, which is added where there is nothing of the name.
func (b *blueprint) namedEnds(row *blueprintRow, name string) (ends, made []*model.Element, fault *model.Error) {
	ids := fields(b.c, name+".id")
	typed := field(b.c, name)
	if row.key == "goes" { // a list of steps: the value is the id; or the name of a new one
		if typed != "" {
			ids = append(ids, typed)
		}
		if typed = ""; field(b.c, "new") != "" {
			made = []*model.Element{{ID: freshID(b.c, string(model.Step), 0), Kind: model.Step, Name: field(b.c, "new")}}
			ends = append(ends, made...)
		}
	}
	for _, id := range ids {
		e := b.graph.Element(id)
		if e == nil || !slices.Contains(row.far, e.Kind) {
			return nil, nil, model.Fault(model.Invalid, name, "absent", "ID", id)
		}
		ends = append(ends, e)
	}
	if typed == "" {
		if len(ends) == 0 {
			fault = model.Fault(model.Invalid, name, "required")
		}
		return ends, made, fault
	}
	kind := row.far[0]
	if as := model.Kind(field(b.c, "as")); slices.Contains(row.far, as) {
		kind = as
	}
	said := map[string]bool{}
	for _, one := range b.namesIn(name, row.far...) {
		if said[find.Fold(one)] {
			continue
		}
		said[find.Fold(one)] = true
		switch found := b.byName(one, row.far...); {
		case len(found) == 1:
			ends = append(ends, found[0])
		case len(found) > 1:
			return nil, nil, model.Fault(model.Invalid, name, "form.several", "Value", shortened(one, 80))
		default:
			made = append(made, &model.Element{ID: freshID(b.c, string(kind), len(made)), Kind: kind, Name: one})
			ends = append(ends, made[len(made)-1])
		}
	}
	if len(ends) == 0 {
		return nil, nil, model.Fault(model.Invalid, name, "required")
	}
	return ends, made, nil
}

// put adds what is not there yet. A step that a way leads to comes into the journey behind the one that it leaves, and leads on
// to the step that followed there, so that the journey goes on by both ways.
func (b *blueprint) put(row *blueprintRow, e, made *model.Element) []model.Op {
	if row.key != "goes" {
		return []model.Op{model.Add(made)}
	}
	at := slices.Index(b.order(), e.ID) + 1
	steps, ops := b.newSteps([]string{made.Name}, b.journey.ID, b.all, at)
	*made = *steps[0]
	if at == len(b.all) {
		return ops
	}
	next := b.all[at].To
	if len(b.graph.Out(e.ID, model.Next)) == 0 {
		ops = append(ops, model.Join(&model.Link{ID: freshID(b.c, string(model.Next), 2000), Kind: model.Next, From: e.ID, To: next}))
	}
	return append(ops, model.Join(&model.Link{ID: freshID(b.c, string(model.Next), 2001), Kind: model.Next, From: made.ID, To: next}))
}

// newLinkProps are what a new link of a row knows beside its ends.
func (b *blueprint) newLinkProps(row *blueprintRow) (model.Props, *model.Error) {
	if row.visible != nil {
		return model.Props{"visible": *row.visible}, nil
	}
	typed := field(b.c, "share")
	if row.key != "goes" || typed == "" {
		return nil, nil
	}
	share, ok := readFigure(b.Say.Lang(), typed)
	if !ok {
		return nil, model.Fault(model.Invalid, "share", "form.figure", "Value", shortened(typed, 40))
	}
	if share > 1 { // 40 means 40 of a hundred
		share /= 100
	}
	return model.Props{"share": model.Num(share)}, nil
}

// linkRefused draws the panel of the step again, with what was typed and what is wrong with it.
func (b *blueprint) linkRefused(row *blueprintRow, e *model.Element, fault *model.Error) error {
	f := b.draw(b.stepFields(e), func(field string) any { return fieldValue(e, field) })
	bad := b.linkAdd(row, e)
	typed := field(b.c, "other-"+row.key)
	bad.Pick = b.pick(bad.Pick.Field, row.far, fields(b.c, "other-"+row.key+".id"))
	bad.Pick.Several, bad.Pick.Hint = true, ""
	bad.Pick.Source += "&add=each"
	bad.Pick.Value, bad.Share.Value, bad.New.Value = typed, field(b.c, "share"), field(b.c, "new")
	message := b.Say.Error(fault)
	if fault.Field == "share" {
		bad.Share.Error = message
	} else {
		bad.Pick.Error, bad.Error = message, message
	}
	for i := range bad.Kinds {
		bad.Kinds[i].On = bad.Kinds[i].Value == field(b.c, "as")
	}
	for i := range bad.Targets {
		bad.Targets[i].On = bad.Targets[i].Value == typed
	}
	return b.showStep(Status(fault.Kind), e, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(b.rev)}, bad)
}

// stepUnlink takes away a link of a step.
func (s *Server) stepUnlink(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return err
	}
	l := b.graph.Link(c.FormValue("link"))
	if l == nil || l.From != e.ID && l.To != e.ID || l.Kind == model.HasStep {
		return b.seeOther(b.back(e.ID, false)) // it has gone already
	}
	title := telling("records.op.unlink", "Sentence", sentence(l))
	if err := b.commit(title, []model.Op{{Kind: model.OpRemoveLink, ID: l.ID}}); err != nil {
		return b.refused(err)
	}
	return b.seeOther(b.back(e.ID, false))
}

// stepOpen opens a step up into a journey of its own, whose steps are parts of it.
func (s *Server) stepOpen(c echo.Context) error {
	b, err := s.journeyOf(c)
	if err != nil {
		return err
	}
	e, err := b.step()
	if err != nil {
		return err
	}
	names := exchange.Listed(field(c, "opened"))
	if len(names) == 0 {
		b.note = b.Say.T("journey.open.none")
		f := b.draw(b.stepFields(e), func(field string) any { return fieldValue(e, field) })
		return b.showStep(http.StatusUnprocessableEntity, e, f, templates.RecordForm{Client: store.NewID(), DrawnAt: revision(b.rev)}, nil)
	}
	j := &model.Element{ID: freshID(c, string(model.Journey), 1000), Kind: model.Journey, Name: e.Name, Names: e.Names}
	steps, put := b.newSteps(names, j.ID, nil, 0)
	ops := append([]model.Op{model.Add(j)}, put...)
	ops = append(ops, model.Join(&model.Link{ID: freshID(c, string(model.PartOf), 1001), Kind: model.PartOf, From: j.ID, To: b.journey.ID}))
	for i, part := range steps {
		ops = append(ops, model.Join(&model.Link{ID: freshID(c, string(model.PartOf), 1002+i), Kind: model.PartOf, From: part.ID, To: e.ID}))
	}
	if err := b.commit(telling("journey.title.open", "Name", quotedName(e), "count", len(steps)), ops); err != nil {
		return b.refused(err)
	}
	return b.seeOther(b.space.URL("journeys", j.ID))
}
