package analysis

import (
	"slices"

	"rootline/model"
)

// Blueprint is a journey step by step, with everybody and everything that acts in it.
type Blueprint struct {
	Journey *model.Element
	Steps   []BlueprintStep // in the order of the journey
	Ways    []BlueprintWay  // that leave this order, or know more than it
	Repeats []BlueprintRepeat
}

// BlueprintStep is one step with what it has to do with.
type BlueprintStep struct {
	Step        *model.Element
	Problems    []*model.Element // felt here, not closed
	Touchpoints []*model.Element
	Seen        []BlueprintActor // by the customer
	Unseen      []BlueprintActor
	Systems     []*model.Element // that serve the step
	Asks, Gives []*model.Link
	Rules       []*model.Element
}

// BlueprintActor is somebody who performs a step.
type BlueprintActor struct {
	Actor   *model.Element
	Link    *model.Link
	Systems []*model.Element // of those that serve the step, the ones the actor works in; all, where nobody said what the actor works in
	Said    bool             // somebody said what the actor works in
}

// Switches is how often the actor changes between systems at a step, if each is used once (M4).
func (a BlueprintActor) Switches() int { return max(0, len(a.Systems)-1) }

// BlueprintWay leads from one step to another, by their places among Steps.
type BlueprintWay struct {
	From, To int
	Link     *model.Link
	Handoff  bool // other people take over
	Plain    bool // it leads to the next step, and knows no share
}

// BlueprintRepeat is data that a step asks for though an earlier step asked for it or gave it.
type BlueprintRepeat struct {
	From, To int // places of the steps: where it was last, and where it is asked again
	Data     *model.Element
	Class    RepeatClass // why; "" = it was asked before, and never given
}

// BlueprintOf looks along a journey; customer, where one is given, leaves out the steps that they do not go through.
func BlueprintOf(g *model.Graph, journey *model.Element, customer string) Blueprint {
	b := Blueprint{Journey: journey}
	at := map[string]int{}
	for _, l := range model.JourneySteps(g, journey.ID) {
		if _, twice := at[l.To]; twice || customer != "" && !model.LivesStep(g, customer, journey.ID, l.To) {
			continue
		}
		at[l.To] = len(b.Steps)
		b.Steps = append(b.Steps, blueprintStep(g, g.Element(l.To)))
	}
	over := HandoversOf(g, journey)
	for i, s := range b.Steps {
		for _, way := range g.Out(s.Step.ID, model.Next) {
			to, there := at[way.To]
			if !there {
				continue
			}
			share, shared := way.Props.Number("share")
			b.Ways = append(b.Ways, BlueprintWay{From: i, To: to, Link: way, Plain: to == i+1 && (!shared || share == model.Num(1)),
				Handoff: slices.Contains(over.Handoffs, way)})
		}
	}
	last := map[string]int{}
	for i, s := range b.Steps {
		for _, l := range s.Asks {
			if from, before := last[l.To]; before {
				r := BlueprintRepeat{From: from, To: i, Data: g.Element(l.To)}
				for _, known := range over.Repeats {
					if known.Step.ID == s.Step.ID && known.Data.ID == l.To {
						r.Class = known.Class
					}
				}
				b.Repeats = append(b.Repeats, r)
			}
		}
		for _, l := range slices.Concat(s.Asks, s.Gives) {
			last[l.To] = i
		}
	}
	return b
}

func blueprintStep(g *model.Graph, e *model.Element) BlueprintStep {
	s := BlueprintStep{Step: e, Touchpoints: distinct(g.Targets(e.ID, model.At)), Systems: distinct(g.Sources(e.ID, model.Serves)),
		Asks: g.Out(e.ID, model.Asks), Gives: g.Out(e.ID, model.Gives), Rules: distinct(g.Sources(e.ID, model.Governs))}
	for _, p := range distinct(g.Sources(e.ID, model.Affects)) {
		if p.Props.Text("status") != "closed" {
			s.Problems = append(s.Problems, p)
		}
	}
	for _, l := range g.In(e.ID, model.Performs) {
		a := BlueprintActor{Actor: g.Element(l.From), Link: l}
		works := g.Targets(l.From, model.Uses)
		a.Said = len(works) > 0
		for _, t := range s.Systems {
			if !a.Said || slices.Contains(works, t) {
				a.Systems = append(a.Systems, t)
			}
		}
		if l.Props.Bool("visible") {
			s.Seen = append(s.Seen, a)
		} else {
			s.Unseen = append(s.Unseen, a)
		}
	}
	return s
}

// distinct leaves out what stands in a list before.
func distinct(list []*model.Element) []*model.Element {
	var out []*model.Element
	for _, e := range list {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}
