package analysis

import (
	"math"
	"slices"

	"rootline/model"
)

// Why figures are open, metric by metric.

// rough adds the reason that a prop gives, if any: unknown, or an interval.
func rough(to []reason, of model.Handle, p model.Props, prop asked) []reason {
	n, known := p.Number(askedNames[prop])
	switch {
	case !known:
		return append(to, reason{gap{of, prop}, math.Inf(1)})
	case n.IsInterval():
		return append(to, reason{gap{of, prop}, n.Hi - n.Lo})
	}
	return to
}

// times says the reasons of one factor as wide as the other makes them.
func times(reasons []reason, other span) []reason {
	for i := range reasons {
		if r := &reasons[i]; !math.IsInf(r.width, 1) {
			r.width = product(r.width, other.hi)
		}
	}
	return reasons
}

// costs are the two sums over all problems that are not closed.
func (a *asker) costs() {
	for _, prop := range []asked{propCost, propOpportunity} {
		var all []reason
		for h, e := range ofKinds(a.g, model.Problem) {
			if e.Props.Text("status") != "closed" {
				all = rough(all, h, e.Props, prop)
			}
		}
		a.figure(all)
	}
}

func (a *asker) switches() {
	switches := switchesOf(a.g)
	for _, j := range a.g.OfKind(model.Journey) {
		var all []reason
		for _, s := range stepsOf(a.g, j) {
			e := a.g.At(s)
			if live := maybeOf(e.Props, "live"); live.may && !live.must {
				if n := switches[s]; n > 0 {
					all = append(all, reason{gap{s, propLive}, float64(n)})
				}
			}
		}
		a.figure(all)
	}
}

// feed adds why the latency of a feed is not known.
func (a *asker) feed(to []reason, x *feed) []reason {
	if x.worst.lo == x.worst.hi {
		return to
	}
	p := x.of.Props
	to = rough(to, x.link, p, propTransfer)
	if p.Known("interval_s") || p.Text("mode") != "sync" {
		to = rough(to, x.link, p, propInterval)
	}
	return to
}

func (a *asker) latencies() {
	for _, x := range flowsOf(a.g).feeds {
		a.figure(a.feed(nil, &x))
	}
}

// along is why it is not known how old a data is at the end of a way.
func (a *asker) along(out []reason, w *ways, data model.Handle, way []model.Handle) []reason {
	for i := range way[:max(len(way)-1, 0)] {
		var best *feed
		for _, k := range w.into.at(way[i+1]) {
			if x := &w.feeds[k]; x.from == way[i] && w.carries(int32(k), data) && (best == nil || x.worst.lo < best.worst.lo) {
				best = x
			}
		}
		if best == nil {
			continue
		}
		out = a.feed(out, best)
		if best.unsaid {
			out = append(out, reason{gap{best.link, propData}, math.Inf(1)})
		}
	}
	return out
}

// ageing is a copy of which it is not known how old it is, and why.
type ageing struct {
	data, on model.Handle
	age      age
	why      []reason
}

// ageings are all such copies.
func (a *asker) ageings() []ageing {
	return model.Keep(a.g, "analysis.ageings", onFlows, func() []ageing {
		c := copiesOf(a.g)
		w := c.ways()
		var out []ageing
		for _, h := range a.g.HandlesOf(model.Data) {
			d, sought := h, false
			for on, age := range c.of(d) {
				if !age.reached.may || age.reached.must && age.worst.lo == age.worst.hi {
					continue
				}
				if !sought {
					sought = true
					w.soonest(d)
				}
				out = append(out, ageing{d, on, age, a.along(nil, w, d, w.least[2].way(w, d, on))})
			}
		}
		return out
	})
}

func (a *asker) lost() {
	byData := make(map[model.Handle][]reason)
	var order []model.Handle
	for _, c := range a.ageings() {
		if c.age.reached.must {
			continue
		}
		if _, met := byData[c.data]; !met {
			order = append(order, c.data)
		}
		of := byData[c.data]
		for _, r := range c.why {
			if r.prop == propData {
				of = append(of, reason{r.gap, 1})
			}
		}
		byData[c.data] = of
	}
	for _, d := range order {
		a.figure(byData[d])
	}
}

func (a *asker) copies() {
	for _, c := range a.ageings() {
		if c.age.worst.lo != c.age.worst.hi {
			a.figure(c.why)
		}
	}
}

func (a *asker) breaches() {
	type at struct{ data, on model.Handle }
	whys := make(map[at][]reason)
	for _, c := range a.ageings() {
		if c.age.worst.lo != c.age.worst.hi {
			whys[at{c.data, c.on}] = c.why
		}
	}
	var all []reason
	for h, e := range ofKinds(a.g, model.Step) {
		for _, b := range asksAt(a.g, h) {
			if b.is.may == b.is.must {
				continue
			}
			reasons := append(rough(nil, h, e.Props, propFreshness), whys[at{b.data, b.on}]...)
			for _, r := range reasons {
				all = append(all, reason{r.gap, 1 / float64(len(reasons))})
			}
		}
	}
	a.figure(all)
}

func (a *asker) rekeying() {
	var all []reason
	for _, x := range flowsOf(a.g).feeds {
		l := x.of
		if !x.byHand {
			continue
		}
		runs, handling := spanOf(l.Props, "runs_per_month"), spanOf(l.Props, "handling_s")
		if runs.hi == 0 || handling.hi == 0 {
			continue
		}
		own := slices.Concat(times(rough(nil, x.link, l.Props, propFeedRuns), handling), times(rough(nil, x.link, l.Props, propHandling), runs))
		if l.Props.Text("mode") == "" {
			own = append(own, reason{gap{x.link, propMode}, product(runs.hi, handling.hi)})
		}
		all = append(all, own...)
		a.figure(own)
	}
	a.figure(all)
}

func (a *asker) repeats() {
	w := flowsOf(a.g).ways()
	all := handoversOfAll(a.g)
	for i, j := range a.g.OfKind(model.Journey) {
		steps := stepsOf(a.g, j)
		for _, x := range all[i].Repeats {
			if x.Class != Unclear {
				continue
			}
			var all []reason
			d, giver, asker := a.g.Handle(x.Data.ID), a.g.Handle(x.Giver.ID), a.g.Handle(x.Step.ID)
			for i := slices.Index(steps, giver) + 1; i < slices.Index(steps, asker); i++ {
				e := a.g.At(steps[i])
				all = rough(all, steps[i], e.Props, propWait)
				all = rough(all, steps[i], e.Props, propDuration)
			}
			serves := relationOf(a.g, model.Serves)
			lo := &w.least[2]
			lo.run(w, once(serves.sources(giver)), w.sure[d], w.unsaid, func(x *feed) float64 { return x.worst.lo })
			nearest := model.None
			for t := range serves.sources(asker) {
				if nearest == model.None || lo.at(t) < lo.at(nearest) {
					nearest = t
				}
			}
			if nearest != model.None {
				all = a.along(all, w, d, lo.way(w, d, nearest))
			}
			a.figure(all)
		}
	}
}

func (a *asker) coverage() {
	for _, h := range a.g.HandlesOf(model.Customer) {
		var all []reason
		promises := promisesTo(a.g, h)
		if f := covered(promises); f.Sort != Known || f.IsExact() {
			continue
		}
		for _, p := range promises {
			if p.want.lo != p.want.hi {
				all = append(all, reason{gap{p.link, propWant}, p.want.hi - p.want.lo})
			}
			if p.is.may == p.is.must || p.want.hi == 0 {
				continue
			}
			for t := range relationOf(a.g, model.Supports).sources(p.channel) {
				if !a.g.At(t).Props.Known("lifecycle") {
					all = append(all, reason{gap{t, propLifecycle}, p.want.hi})
				}
			}
		}
		a.figure(all)
	}
}

// runs asks how often journeys are gone through: each is open in all that rests on the systems beneath it.
func (a *asker) runs() {
	all := a.g.OfKind(model.Journey)
	open := make([]uint64, (len(all)+63)/64)
	for i, j := range all {
		if n, known := j.Props.Number("runs_per_month"); !known || n.IsInterval() {
			open[i/64] |= 1 << (i % 64)
		}
	}
	of, tallies := blast(a.g), make([]tally, len(all))
	systems := 0. // that lie beneath an open journey
	of.journeys(func(j, n, among int) {
		t, part := &tallies[j], float64(n)/float64(among)
		t.weight, systems = t.weight+part, systems+part
		if among == 1 {
			t.settles += n
		} else {
			t.narrows += n
		}
	}, open)
	for i, t := range tallies {
		if t.weight > 0 {
			t.gap, t.weight = gap{a.g.Handle(all[i].ID), propRuns}, t.weight/systems
			a.open = append(a.open, t)
		}
	}
}

func (a *asker) touched() {
	of := followedOf(a.g).touching
	for h := range model.Handle(a.g.Span()) {
		var all []reason
		for _, p := range of.at(h) {
			e := a.g.At(p)
			all = rough(all, p, e.Props, propCost)
		}
		a.figure(all)
	}
}
