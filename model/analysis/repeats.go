package analysis

import (
	"math"

	"rootline/model"
)

// Metric M12: where the people who act change, and what the customer is asked for again.

// Repeat is one thing that a step asks for though an earlier step gave it.
type Repeat struct {
	Step, Data, Giver *model.Element
	Class             RepeatClass
}

// RepeatClass says why a customer is asked again.
type RepeatClass string

// The classes of repeat.
const (
	Structural RepeatClass = "structural" // no way leads from the systems of the one step to those of the other
	Late       RepeatClass = "late"       // a way does, but it takes longer than the customer
	Avoidable  RepeatClass = "avoidable"  // it could have been there in time
	Unclear    RepeatClass = "unclear"    // cannot be told, for want of a latency, a wait, or what a feed carries
)

// Handovers are the hand-offs and repeats of one journey.
type Handovers struct {
	Handoffs []*model.Link // of the kind next
	Repeats  []Repeat
}

// HandoversOf looks along one journey.
func HandoversOf(g *model.Graph, journey *model.Element) Handovers {
	steps := stepsOf(g, journey)
	h := Handovers{}
	next, performs := relationOf(g, model.Next), relationOf(g, model.Performs)
	place := make(map[model.Handle]int, len(steps))
	for i, s := range steps {
		place[s] = i
	}
	for _, s := range steps {
		for _, l := range next.out.at(s) {
			if _, ok := place[next.to[l]]; !ok {
				continue
			}
			from, to := once(performs.sources(s)), once(performs.sources(next.to[l]))
			if len(from)+len(to) > 0 && disjoint(from, to) || next.props(l).Bool("handoff") {
				h.Handoffs = append(h.Handoffs, next.link(l))
			}
		}
	}
	j := &along{g: g, steps: steps}
	h.Repeats = j.repeats()
	return h
}

// handoversOfAll are the hand-offs and repeats of all journeys, in their order.
func handoversOfAll(g *model.Graph) []Handovers {
	return model.Keep(g, "analysis.handovers", aspects(onHandovers, model.Content(model.Data)), func() []Handovers {
		var out []Handovers
		for _, j := range g.OfKind(model.Journey) {
			out = append(out, HandoversOf(g, j))
		}
		return out
	})
}

// along looks for repeats along one journey.
type along struct {
	g     *model.Graph
	steps []model.Handle
	ways  *ways
}

// between is how long the customer takes from the end of one step to the beginning of another: the waits and durations of the
// steps between, and the waits on the ways. What nobody recorded of a step takes any time; a way without a wait has none.
func (j *along) between(giver, asker int) span {
	next := relationOf(j.g, model.Next)
	sum := span{}
	for i := giver; i < asker; i++ {
		if i > giver {
			p := j.g.At(j.steps[i]).Props
			sum = sum.plus(spanOf(p, "wait_s")).plus(spanOf(p, "duration_s"))
		}
		for _, l := range next.out.at(j.steps[i]) {
			if next.to[l] == j.steps[i+1] && next.props(l).Known("wait_s") {
				sum = sum.plus(spanOf(next.props(l), "wait_s"))
			}
		}
	}
	return sum
}

func (j *along) repeats() []Repeat {
	asks, gives := relationOf(j.g, model.Asks), relationOf(j.g, model.Gives)
	givers := make(map[model.Handle][]int) // by data: places of the steps that gave it so far
	var out []Repeat
	for i, s := range j.steps {
		for _, d := range once(asks.targets(s)) {
			if len(givers[d]) > 0 {
				out = append(out, j.judge(i, d, givers[d]))
			}
		}
		for _, d := range once(gives.targets(s)) {
			givers[d] = append(givers[d], i)
		}
	}
	return out
}

// judge says why a step asks again for what these steps gave: the best that any of them would have allowed. It cannot be told
// where the best of what may be is not the best of what must be.
func (j *along) judge(asker int, data model.Handle, givers []int) Repeat {
	least, most := 0, 0
	best := givers[0]
	for _, giver := range givers {
		lo, hi := j.class(giver, asker, data)
		if hi > most || lo > least {
			best = giver
		}
		least, most = max(least, lo), max(most, hi)
	}
	r := Repeat{Step: j.g.At(j.steps[asker]), Data: j.g.At(data), Giver: j.g.At(j.steps[best]), Class: Unclear}
	if least == most {
		r.Class = repeatClasses[least]
	}
	return r
}

// repeatClasses are the classes from the worst to the best.
var repeatClasses = []RepeatClass{Structural, Late, Avoidable}

// class returns, as indices of repeatClasses, the worst that one giver may allow, and the best.
func (j *along) class(giver, asker int, data model.Handle) (least, most int) {
	serves := relationOf(j.g, model.Serves)
	from, to := once(serves.sources(j.steps[giver])), once(serves.sources(j.steps[asker]))
	if len(from) == 0 || len(to) == 0 {
		return 0, 0
	}
	if j.ways == nil {
		j.ways = flowsOf(j.g).ways()
	}
	w, sure := j.ways, j.ways.sure[data]
	lo, hi := &w.least[2], &w.least[3]
	lo.run(w, from, sure, w.unsaid, func(x *feed) float64 { return x.worst.lo })
	hi.run(w, from, sure, lists{}, func(x *feed) float64 { return x.worst.hi })
	latency := span{math.Inf(1), math.Inf(1)}
	var reached maybe
	for _, t := range to {
		latency.lo, latency.hi = min(latency.lo, lo.at(t)), min(latency.hi, hi.at(t))
		reached.may, reached.must = reached.may || lo.seen.has(t), reached.must || hi.seen.has(t)
	}
	time := j.between(giver, asker)
	rank := func(reached bool, latency, time float64) int {
		switch {
		case !reached:
			return 0
		case latency > time:
			return 1
		}
		return 2
	}
	return rank(reached.must, latency.hi, time.lo), rank(reached.may, latency.lo, time.hi)
}

// handovers is M12.
func handovers(g *model.Graph) *Result {
	r := &Result{}
	all := handoversOfAll(g)
	for i, e := range g.OfKind(model.Journey) {
		h := all[i]
		of := make(map[RepeatClass]int)
		for _, x := range h.Repeats {
			of[x.Class]++
		}
		p := partOf(e, Exactly(float64(len(h.Handoffs)+len(h.Repeats))),
			Named{"handoffs", Exactly(float64(len(h.Handoffs)))}, Named{"repeats", Exactly(float64(len(h.Repeats)))})
		for _, class := range []RepeatClass{Structural, Late, Avoidable, Unclear} {
			p.Beside = append(p.Beside, Named{string(class), Exactly(float64(of[class]))})
		}
		r.Parts = append(r.Parts, p)
	}
	return r
}

func behindHandovers(g *model.Graph, p *Part) []Trace {
	h := HandoversOf(g, p.Element)
	var out []Trace
	for _, x := range h.Repeats {
		out = append(out, Trace{What: string(x.Class), IDs: []string{x.Step.ID, x.Data.ID, x.Giver.ID}, Figure: Figure{Sort: Undefined}})
	}
	for _, l := range h.Handoffs {
		out = append(out, Trace{What: "handoff", IDs: []string{l.From, l.To}, Figure: Figure{Sort: Undefined}})
	}
	return out
}
