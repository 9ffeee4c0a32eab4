package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// stageRows are the rows of a journey's figure of which a card can be, by the kind of stage in which it is written.
var stageRows = map[string][]string{
	"tell":  {"does", "thinks", "feel"},
	"shape": {"seen", "unseen", "tools", "rules", "at", "asks"},
}

// textRows are the rows that are a text of the step itself, by the prop that holds it.
var textRows = map[string]string{"does": "props.does", "thinks": "props.thinks", "feel": "props.feels"}

// mostSubjects is how many things a card can be put to; more is no choice on a phone.
const mostSubjects = 150

// subjects are what a card written in a stage can speak of: steps where the stage is about a journey, causes where it goes
// deeper. The first is what it speaks of unless its writer says otherwise.
func (x *session) subjects(g *model.Graph, kind string) []templates.MeetingSubject {
	switch kind {
	case "tell", "shape":
		return x.steps(g)
	case "dig", "cure":
		return x.causes(g)
	}
	return nil
}

// steps are those of the journeys in which the problem is felt, else of all journeys; where it is felt comes first.
func (x *session) steps(g *model.Graph) []templates.MeetingSubject {
	felt := map[string]bool{}
	for _, e := range g.Targets(x.Problem, model.Affects) {
		felt[e.ID] = true
	}
	var near, far []templates.MeetingSubject
	for _, j := range g.OfKind(model.Journey) {
		var list []templates.MeetingSubject
		here := felt[j.ID]
		for _, l := range model.JourneySteps(g, j.ID) {
			here = here || felt[l.To]
			list = append(list, templates.MeetingSubject{ID: l.To, Label: g.Element(l.To).NameIn(x.say.Lang()), Group: j.NameIn(x.say.Lang()), Here: felt[l.To]})
		}
		if here {
			near = append(near, list...)
		} else {
			far = append(far, list...)
		}
	}
	if len(near) == 0 {
		near = far
	}
	return near[:min(len(near), mostSubjects)]
}

// causes are the problem and what was found under it, from the top down.
func (x *session) causes(g *model.Graph) []templates.MeetingSubject {
	top := g.Element(x.Problem)
	if top == nil {
		return nil
	}
	out := []templates.MeetingSubject{{ID: top.ID, Label: top.NameIn(x.say.Lang())}}
	seen := map[string]bool{top.ID: true}
	var under func(id string, depth int)
	under = func(id string, depth int) {
		for _, e := range g.Targets(id, model.Because) {
			if !seen[e.ID] && len(out) < mostSubjects {
				seen[e.ID] = true
				out = append(out, templates.MeetingSubject{ID: e.ID, Label: e.NameIn(x.say.Lang()), Depth: depth})
				under(e.ID, depth+1)
			}
		}
	}
	under(top.ID, 1)
	return out
}

// aboutWords say what a card speaks of, "" where that is what the session is about.
func (x *session) aboutWords(g *model.Graph, card store.Card) string {
	e := g.Element(card.About)
	switch {
	case e == nil || e.ID == x.Problem:
		return ""
	case card.Row != "":
		return x.say.T("meeting.about.row", "Row", x.say.T("journey.row."+card.Row), "Step", e.NameIn(x.say.Lang()))
	}
	return e.NameIn(x.say.Lang())
}

// placed takes from a form what a card speaks of; what the stage does not offer is left out.
func (x *session) placed(g *model.Graph, card *store.Card, about, row string) {
	st := x.Now()
	if st == nil {
		return
	}
	if slices.ContainsFunc(x.subjects(g, st.Kind), func(s templates.MeetingSubject) bool { return s.ID == about }) && about != x.Problem {
		card.About = about
		if slices.Contains(stageRows[st.Kind], row) {
			card.Row = row
		}
	}
}

// becomes are the ops that make a card part of the model, as its facilitator chose: "row" = where its writer put it in a journey,
// else a kind. element is what it becomes. Errors: Invalid; NotFound.
func (r *room) becomes(x *session, card store.Card, as string, notes string) (ops []model.Op, element *model.Element, err error) {
	if as == "row" {
		return r.becomesRow(card, notes)
	}
	kind := model.Kind(as)
	if kind.Spec() == nil || !slices.Contains(templates.CardKinds, kind) {
		return nil, nil, model.Fault(model.Invalid, "as", "required")
	}
	e := &model.Element{ID: store.NewElementID(as), Kind: kind, Name: card.Text, Notes: notes, Props: model.Props{}}
	about := r.graph.Element(card.About)
	if about == nil || about.Kind != model.Cause {
		about = r.graph.Element(x.Problem)
	}
	ops = []model.Op{model.Add(e)}
	link := func(kind model.LinkKind, from, to string) {
		ops = append(ops, model.Join(&model.Link{ID: store.NewElementID(string(kind)), Kind: kind, From: from, To: to}))
	}
	switch kind {
	case model.Cause, model.Evidence, model.Action:
		if about == nil {
			return nil, nil, model.Fault(model.Invalid, "as", "meeting.noproblem")
		}
	}
	switch kind {
	case model.Cause:
		link(model.Because, about.ID, e.ID)
	case model.Evidence:
		link(model.ShownBy, about.ID, e.ID)
	case model.Action:
		e.Props["status"] = "idea"
		link(model.Addresses, e.ID, about.ID)
	}
	return ops, e, nil
}

// becomesRow puts a card where its writer said: into a text of a step, or as something that the step has to do with.
func (r *room) becomesRow(card store.Card, notes string) (ops []model.Op, element *model.Element, err error) {
	step := r.graph.Element(card.About)
	if step == nil || step.Kind != model.Step {
		return nil, nil, model.Fault(model.NotFound, "", "not-found")
	}
	if prop, ok := textRows[card.Row]; ok {
		name := strings.TrimPrefix(prop, "props.")
		was := step.Props.Text(name)
		var old any
		if was != "" {
			old = was
		}
		return []model.Op{model.Set(step.ID, prop, old, strings.TrimSpace(was+"\n"+card.Text))}, step, nil
	}
	row := rowOf(card.Row)
	if row == nil {
		return nil, nil, model.Fault(model.Invalid, "as", "required")
	}
	var e *model.Element
	if found := r.byName(card.Text, row.far...); len(found) > 0 {
		e = found[0]
	} else {
		e = &model.Element{ID: store.NewElementID(string(row.far[0])), Kind: row.far[0], Name: card.Text, Notes: notes}
		ops = append(ops, model.Add(e))
	}
	l := &model.Link{ID: store.NewElementID(string(row.kind)), Kind: row.kind, From: e.ID, To: step.ID}
	if row.out {
		l.From, l.To = step.ID, e.ID
	}
	if row.visible != nil {
		l.Props = model.Props{"visible": *row.visible}
	}
	return append(ops, model.Join(l)), e, nil
}
