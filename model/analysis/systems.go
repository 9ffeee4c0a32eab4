package analysis

import (
	"slices"

	"rootline/model"
)

// Metrics M1 to M4: how many systems a journey touches, a role needs, and somebody switches between while the customer waits.

// stepsOf are the steps of a journey in its order, each once; do not change them.
func stepsOf(g *model.Graph, journey *model.Element) []model.Handle {
	all := model.Keep(g, "analysis.steps", onSteps, func() map[model.Handle][]model.Handle {
		seen, has := marksOf(g), relationOf(g, model.HasStep)
		of := make(map[model.Handle][]model.Handle)
		for _, h := range g.HandlesOf(model.Journey) {
			places := slices.Clone(has.out.at(h))
			slices.SortStableFunc(places, func(a, b model.Handle) int { return model.ByOrder(has.link(a), has.link(b)) })
			seen.clear()
			steps := make([]model.Handle, 0, len(places))
			for _, at := range places {
				if seen.add(has.to[at]) {
					steps = append(steps, has.to[at])
				}
			}
			of[h] = slices.Clip(steps)
		}
		return of
	})
	return all[g.Handle(journey.ID)]
}

// serving are the technologies that serve any of these steps.
func serving(g *model.Graph, steps []model.Handle) []model.Handle {
	serves := relationOf(g, model.Serves)
	return once(func(yield func(model.Handle) bool) {
		for _, s := range steps {
			for t := range serves.sources(s) {
				if !yield(t) {
					return
				}
			}
		}
	})
}

// perJourney is a metric of the journeys.
func perJourney(g *model.Graph, value func(j *model.Element, steps []model.Handle) Part) *Result {
	r := &Result{}
	for _, j := range g.OfKind(model.Journey) {
		r.Parts = append(r.Parts, value(j, stepsOf(g, j)))
	}
	return r
}

// systemsPerJourney is M1.
func systemsPerJourney(g *model.Graph) *Result {
	return perJourney(g, func(j *model.Element, steps []model.Handle) Part {
		return partOf(j, Exactly(float64(len(serving(g, steps)))))
	})
}

func behindJourney(g *model.Graph, p *Part) []Trace {
	var out []Trace
	serves := relationOf(g, model.Serves)
	for _, s := range stepsOf(g, p.Element) {
		if systems := once(serves.sources(s)); len(systems) > 0 {
			out = append(out, trace(g, "step", append([]model.Handle{s}, systems...)...))
		}
	}
	return out
}

// reachedPerJourney is M2.
func reachedPerJourney(g *model.Graph) *Result {
	reached := make([]int, len(g.HandlesOf(model.Journey)))
	blast(g).journeys(func(j, systems, _ int) { reached[j] += systems }, nil)
	r := &Result{}
	for i, j := range g.OfKind(model.Journey) {
		r.Parts = append(r.Parts, partOf(j, Exactly(float64(reached[i]))))
	}
	return r
}

func behindReached(g *model.Graph, p *Part) []Trace {
	steps := stepsOf(g, p.Element)
	at := serving(g, steps)
	all := reach(NeedsOf(g).down, marksOf(g), slices.Clone(steps))[len(steps):]
	deep := slices.DeleteFunc(all, func(h model.Handle) bool { return slices.Contains(at, h) })
	var out []Trace
	if len(at) > 0 {
		out = append(out, trace(g, "serve", at...))
	}
	if len(deep) > 0 {
		out = append(out, trace(g, "beneath", deep...))
	}
	return out
}

// actors are the employees and partners.
func actors(g *model.Graph) []*model.Element {
	return slices.Concat(g.OfKind(model.Employee), g.OfKind(model.Partner))
}

// systemsPerRole is M3. Of somebody of whom neither a system nor a step is recorded it is not known.
func systemsPerRole(g *model.Graph) *Result {
	uses, performs, serves := relationOf(g, model.Uses), relationOf(g, model.Performs), relationOf(g, model.Serves)
	seen := marksOf(g)
	r := &Result{}
	for _, e := range actors(g) {
		h, n := g.Handle(e.ID), 0
		seen.clear()
		count := func(t model.Handle) {
			if seen.add(t) {
				n++
			}
		}
		for t := range uses.targets(h) {
			count(t)
		}
		for s := range performs.targets(h) {
			for t := range serves.sources(s) {
				count(t)
			}
		}
		value := Exactly(float64(n))
		if len(uses.out.at(h)) == 0 && len(performs.out.at(h)) == 0 {
			value = Figure{}
		}
		r.Parts = append(r.Parts, partOf(e, value))
	}
	return r
}

func behindRole(g *model.Graph, p *Part) []Trace {
	h := g.Handle(p.ID)
	var out []Trace
	if used := once(relationOf(g, model.Uses).targets(h)); len(used) > 0 {
		out = append(out, trace(g, "uses", used...))
	}
	serves := relationOf(g, model.Serves)
	for _, s := range once(relationOf(g, model.Performs).targets(h)) {
		if systems := once(serves.sources(s)); len(systems) > 0 {
			out = append(out, trace(g, "step", append([]model.Handle{s}, systems...)...))
		}
	}
	return out
}

// systemsAt are the systems that an actor uses at a step: of those that serve it the ones that the actor uses, or all of them
// where nobody said what the actor uses.
func systemsAt(uses, serves *relation, actor, step model.Handle) []model.Handle {
	at := once(serves.sources(step))
	if len(uses.out.at(actor)) == 0 {
		return at
	}
	used := once(uses.targets(actor))
	return slices.DeleteFunc(at, func(t model.Handle) bool { return !slices.Contains(used, t) })
}

// switchesOf counts how often those who perform a step switch between systems in it, by the handle of the step.
func switchesOf(g *model.Graph) []int32 {
	return model.Keep(g, "analysis.switches", model.Each(model.Joins, model.Uses, model.Performs, model.Serves), func() []int32 {
		uses, performs, serves := relationOf(g, model.Uses), relationOf(g, model.Performs), relationOf(g, model.Serves)
		of := make([]int32, g.Span())
		actors, systems, used := marksOf(g), marksOf(g), marksOf(g)
		for step := range model.Handle(g.Span()) {
			if len(performs.in.at(step)) == 0 || len(serves.in.at(step)) < 2 {
				continue
			}
			actors.clear()
			for actor := range performs.sources(step) {
				if !actors.add(actor) {
					continue
				}
				used.clear()
				for t := range uses.targets(actor) {
					used.add(t)
				}
				systems.clear()
				n, saidNothing := int32(0), len(uses.out.at(actor)) == 0
				for t := range serves.sources(step) {
					if (saidNothing || used.has(t)) && systems.add(t) {
						n++
					}
				}
				of[step] += max(0, n-1)
			}
		}
		return of
	})
}

// liveSwitches is M4. Where nobody said whether the customer waits, the switches of a step may count.
func liveSwitches(g *model.Graph) *Result {
	switches := switchesOf(g)
	return perJourney(g, func(j *model.Element, steps []model.Handle) Part {
		sum := span{}
		for _, s := range steps {
			live := maybeOf(g.At(s).Props, "live")
			if !live.may {
				continue
			}
			n := float64(switches[s])
			sum.hi += n
			if live.must {
				sum.lo += n
			}
		}
		return partOf(j, sum.figure())
	})
}

func behindSwitches(g *model.Graph, p *Part) []Trace {
	var out []Trace
	uses, serves := relationOf(g, model.Uses), relationOf(g, model.Serves)
	for _, s := range stepsOf(g, p.Element) {
		live := maybeOf(g.At(s).Props, "live")
		if !live.may {
			continue
		}
		for _, actor := range once(relationOf(g, model.Performs).sources(s)) {
			systems := systemsAt(uses, serves, actor, s)
			if len(systems) < 2 {
				continue
			}
			t := trace(g, "switch", append([]model.Handle{actor, s}, systems...)...)
			if !live.must {
				t.What = "switch.maybe"
			}
			t.Figure = Exactly(float64(len(systems) - 1))
			out = append(out, t)
		}
	}
	return out
}
