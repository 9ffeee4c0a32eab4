package web

import (
	"cmp"
	"slices"

	"rootline/model"
)

// Steps stand on the map in the order of their journey, so what is added or moved there takes its place in it.

// shownJourney is the journey whose stages are the columns; nil where the columns are phases.
func (a *atlas) shownJourney() *model.Element {
	if j := a.graph.Element(a.q.Journey); j != nil && j.Kind == model.Journey {
		return j
	}
	if all := a.graph.OfKind(model.Journey); len(all) == 1 && !a.q.Phases {
		return all[0]
	}
	return nil
}

// stepsOf are the steps of a journey, to be edited.
func (a *atlas) stepsOf(j *model.Element) *blueprint {
	return &blueprint{room: a.room, journey: j, all: model.JourneySteps(a.graph, j.ID)}
}

// addStep puts a new step into a journey: after the step that the form names and into its stage, else at the end of the journey
// that is shown.
func (a *atlas) addStep(j *model.Element, name string) (titled, []model.Op) {
	b := a.stepsOf(j)
	at := len(b.all)
	if i := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == field(a.c, "at") }); i >= 0 {
		at = i + 1
	}
	made, ops := b.newSteps([]string{name}, j.ID, b.all, at)
	a.made = made[0].ID
	return telling("journey.title.add", "Name", quotedName(made[0]), "Journey", quotedName(j)), append(ops, b.rewire(slices.Insert(b.order(), at, a.made))...)
}

// actMove puts a step into another stage: next to the steps of that stage, if it is not beside one.
func (a *atlas) actMove() (titled, []model.Op, *model.Error) {
	e := a.on()
	if e == nil || e.Kind != model.Step {
		return nil, nil, model.Fault(model.Invalid, "", "absent", "ID", a.q.On)
	}
	stage, was := cmp.Or(field(a.c, "into"), field(a.c, "stage")), field(a.c, "was")
	if stage == was {
		return nil, nil, nil
	}
	title := telling("map.title.move", "Name", quotedName(e), "Stage", quoting(stage))
	if stage == "" {
		title = telling("map.title.stageless", "Name", quotedName(e))
	}
	ops := []model.Op{model.Set(e.ID, "props.stage", textOr(was), textOr(stage))}
	j := a.shownJourney()
	if j == nil && len(a.graph.In(e.ID, model.HasStep)) == 1 { // where it is in several, the form does not say in which it moves
		j = a.journeyOf(e.ID)
	}
	if j != nil && stage != "" && slices.Contains(a.graph.Sources(e.ID, model.HasStep), j) {
		ops = append(ops, a.stepsOf(j).beside(e, stage)...)
	}
	return title, ops, nil
}

// beside moves a step to the nearest end of the steps of a stage; nothing where it is there, or there are none.
func (b *blueprint) beside(e *model.Element, stage string) []model.Op {
	i := slices.IndexFunc(b.all, func(l *model.Link) bool { return l.To == e.ID })
	rest := slices.Delete(slices.Clone(b.all), i, i+1)
	at, least := i, len(rest)+1
	for k, l := range rest {
		if b.graph.Element(l.To).Props.Text("stage") != stage {
			continue
		}
		for _, place := range []int{k, k + 1} { // before it, and after it
			if far := max(place-i, i-place); far < least {
				at, least = place, far
			}
		}
	}
	if at == i {
		return nil
	}
	l := b.all[i]
	orders, ops := model.Room(rest, at, 1)
	ops = append(ops, model.Set(l.ID, model.PropField("order"), l.Props["order"], model.Num(orders[0])))
	return append(ops, b.rewire(slices.Insert(stepIDs(rest), at, e.ID))...)
}
