package analysis

import (
	"math"
	"slices"

	"rootline/model"
)

// RunStep is one step of a run of a journey, played by a single customer.
type RunStep struct {
	Step    *model.Element
	After   Figure           // seconds since the end of the first step
	Systems []*model.Element // that serve it
	Given   []*model.Element // data given here
	Asked   []RunAsk         // data asked for here
	Held    []RunHeld        // what was given earlier, and where it is by now
}

// RunAsk is one thing that a step asks for.
type RunAsk struct {
	Data     *model.Element
	Class    RepeatClass    // "" = nobody gave it earlier
	Giver    *model.Element // the step that gave it
	From, To *model.Element // the systems between which it goes, or would have to; nil = a step has none
	Takes    Figure         // seconds from the one to the other, at worst; Never where no interface carries it
	Time     Figure         // seconds between giving and asking
}

// RunHeld is where a thing that was given stands.
type RunHeld struct {
	Data  *model.Element
	Giver *model.Element
	At    []RunPlace
}

// RunPlace is one system, and whether it knows by now.
type RunPlace struct {
	System *model.Element
	Knows  Knows
	Takes  Figure // seconds until news get there, at worst
	Asks   bool   // this step is served by it
}

// Knows says whether news have come to a system.
type Knows string

// Whether they have.
const (
	KnowsYes   Knows = "yes"
	KnowsLate  Knows = "late"  // they are on their way
	KnowsNever Knows = "never" // no interface carries them there
	KnowsMaybe Knows = "maybe" // it cannot be told
)

// RunOf plays one run of a journey step by step: what the customer gives, where that goes and how fast, and what is asked for
// again.
func RunOf(g *model.Graph, journey *model.Element) []RunStep {
	j := &along{g: g, steps: stepsOf(g, journey), ways: flowsOf(g).ways()}
	asks, gives, serves, holds := relationOf(g, model.Asks), relationOf(g, model.Gives), relationOf(g, model.Serves), relationOf(g, model.Holds)
	class := make(map[[2]string]Repeat)
	for _, r := range j.repeats() {
		class[[2]string{r.Step.ID, r.Data.ID}] = r
	}
	wanted := make(map[model.Handle][]model.Handle) // systems that have to do with a data
	for _, s := range j.steps {
		for _, d := range once(asks.targets(s)) {
			wanted[d] = append(wanted[d], once(serves.sources(s))...)
		}
		for _, d := range once(gives.targets(s)) {
			wanted[d] = append(wanted[d], once(holds.sources(d))...)
		}
	}
	var order []model.Handle // of the data given so far
	giver := make(map[model.Handle]int)
	var out []RunStep
	for i, s := range j.steps {
		step := RunStep{Step: g.At(s), After: j.between(0, i).figure()}
		mine := once(serves.sources(s))
		step.Systems = elementsAt(g, mine)
		for _, d := range order {
			from := once(serves.sources(j.steps[giver[d]]))
			step.Held = append(step.Held, RunHeld{Data: g.At(d), Giver: g.At(j.steps[giver[d]]), At: j.places(d, from, wanted[d], mine, j.between(giver[d], i))})
		}
		for _, d := range once(asks.targets(s)) {
			ask := RunAsk{Data: g.At(d)}
			if r, again := class[[2]string{step.Step.ID, ask.Data.ID}]; again {
				at := slices.Index(j.steps, g.Handle(r.Giver.ID))
				ask.Class, ask.Giver, ask.Time = r.Class, r.Giver, j.between(at, i).figure()
				ask.From, ask.To, ask.Takes = j.nearest(d, once(serves.sources(j.steps[at])), mine)
			}
			step.Asked = append(step.Asked, ask)
		}
		for _, d := range once(gives.targets(s)) {
			step.Given = append(step.Given, g.At(d))
			if _, already := giver[d]; !already {
				order = append(order, d)
			}
			giver[d] = i
		}
		out = append(out, step)
	}
	return out
}

func elementsAt(g *model.Graph, handles []model.Handle) []*model.Element {
	out := make([]*model.Element, len(handles))
	for i, h := range handles {
		out[i] = g.At(h)
	}
	return out
}

// travel finds how long news of a data take from some systems to one: bounds, and whether they get there.
func (j *along) travel(data model.Handle, from []model.Handle) func(to model.Handle) (span, maybe) {
	w, sure := j.ways, j.ways.sure[data]
	lo, hi := &w.least[2], &w.least[3]
	lo.run(w, from, sure, w.unsaid, func(x *feed) float64 { return x.worst.lo })
	hi.run(w, from, sure, lists{}, func(x *feed) float64 { return x.worst.hi })
	return func(to model.Handle) (span, maybe) {
		return span{lo.at(to), hi.at(to)}, maybe{may: lo.seen.has(to), must: hi.seen.has(to)}
	}
}

// places says of each system whether it knows what was given some time ago.
func (j *along) places(data model.Handle, from, among, mine []model.Handle, time span) []RunPlace {
	travel := j.travel(data, from)
	var out []RunPlace
	all := slices.Concat(from, among)
	for i, t := range all {
		if slices.Contains(all[:i], t) {
			continue
		}
		takes, there := travel(t)
		p := RunPlace{System: j.g.At(t), Knows: KnowsMaybe, Takes: reached(takes, there), Asks: slices.Contains(mine, t)}
		switch {
		case !there.may:
			p.Knows = KnowsNever
		case there.must && takes.hi <= time.lo:
			p.Knows = KnowsYes
		case takes.lo > time.hi:
			p.Knows = KnowsLate
		}
		out = append(out, p)
	}
	return out
}

// reached is a latency as a figure.
func reached(takes span, there maybe) Figure {
	switch {
	case !there.may:
		return Figure{Sort: Never}
	case !there.must:
		return Between(takes.lo, math.Inf(1))
	}
	return takes.figure()
}

// nearest is the pair of systems between which a data goes fastest, the first pair where it goes nowhere.
func (j *along) nearest(data model.Handle, from, to []model.Handle) (a, b *model.Element, takes Figure) {
	if len(from) > 0 {
		a = j.g.At(from[0])
	}
	if len(to) > 0 {
		b = j.g.At(to[0])
	}
	takes = Figure{Sort: Never}
	best := span{math.Inf(1), math.Inf(1)}
	for _, f := range from {
		travel := j.travel(data, []model.Handle{f})
		for _, t := range to {
			if s, there := travel(t); there.may && (s.hi < best.hi || s.hi == best.hi && s.lo < best.lo) {
				a, b, best, takes = j.g.At(f), j.g.At(t), s, reached(s, there)
			}
		}
	}
	return a, b, takes
}
