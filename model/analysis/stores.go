package analysis

import (
	"math"
	"slices"

	"rootline/model"
)

// Metrics M5 to M11: where data stands, how it goes from there, and how old it is where somebody asks for it.

// perData is a metric of the data.
func perData(g *model.Graph, value func(d model.Handle) Figure) *Result {
	r := &Result{}
	for h, e := range ofKinds(g, model.Data) {
		r.Parts = append(r.Parts, partOf(e, value(h)))
	}
	return r
}

// redundantStores is M5.
func redundantStores(g *model.Graph) *Result {
	f := storesOf(g)
	all, more := 0, 0
	r := perData(g, func(d model.Handle) Figure {
		n := len(f.holders.at(d))
		all, more = all+n, more+max(0, n-1)
		return quotient(max(0, n-1), n)
	})
	r.Value = quotient(more, all)
	return r
}

// quotient is a share of n, undefined of nothing.
func quotient(k, n int) Figure {
	if n == 0 {
		return Figure{Sort: Undefined}
	}
	return Exactly(float64(k) / float64(n))
}

func behindStores(g *model.Graph, p *Part) []Trace {
	f, d := storesOf(g), g.Handle(p.ID)
	masters := f.masters.at(d)
	var out []Trace
	if len(masters) > 0 {
		out = append(out, trace(g, "masters", masters...))
	}
	others := slices.DeleteFunc(slices.Clone(f.holders.at(d)), func(t model.Handle) bool { return slices.Contains(masters, t) })
	if len(others) > 0 {
		out = append(out, trace(g, "holders", others...))
	}
	return out
}

// mastersOf is M6.
func mastersOf(g *model.Graph) *Result {
	f := storesOf(g)
	return perData(g, func(d model.Handle) Figure { return Exactly(float64(len(f.masters.at(d)))) })
}

// copies say how old each copy of data is: ages in the order of the holders' lists.
type copies struct {
	*flows
	ages []age
}

func copiesOf(g *model.Graph) *copies {
	return model.Keep(g, "analysis.copies", onFlows, func() *copies {
		f := flowsOf(g)
		c := &copies{f, make([]age, len(f.holders.items))}
		w := f.ways()
		for _, d := range g.HandlesOf(model.Data) {
			at := w.ages(d)
			first := f.holders.start[d]
			for i, on := range f.holders.at(d) {
				c.ages[int(first)+i] = at(on)
			}
		}
		return c
	})
}

// of yields where a data stands, and how old it is there.
func (c *copies) of(d model.Handle) func(yield func(model.Handle, age) bool) {
	first := int(c.holders.start[d])
	return func(yield func(model.Handle, age) bool) {
		for i, on := range c.holders.at(d) {
			if !yield(on, c.ages[first+i]) {
				return
			}
		}
	}
}

// unsynchronised is M7. A feed of which nobody said what it carries may bring a copy up to date.
func unsynchronised(g *model.Graph) *Result {
	c := copiesOf(g)
	return perData(g, func(d model.Handle) Figure {
		n := span{}
		for _, a := range c.of(d) {
			if !a.reached.may {
				n.lo++
			}
			if !a.reached.must {
				n.hi++
			}
		}
		return n.figure()
	})
}

func behindCopies(g *model.Graph, p *Part) []Trace {
	var lost, doubtful []model.Handle
	for on, a := range copiesOf(g).of(g.Handle(p.ID)) {
		switch {
		case !a.reached.may:
			lost = append(lost, on)
		case !a.reached.must:
			doubtful = append(doubtful, on)
		}
	}
	var out []Trace
	if len(lost) > 0 {
		out = append(out, trace(g, "lost", lost...))
	}
	if len(doubtful) > 0 {
		out = append(out, trace(g, "doubtful", doubtful...))
	}
	return out
}

// latencies is M8.
func latencies(g *model.Graph) *Result {
	feeds := flowsOf(g).feeds
	r := &Result{Parts: make([]Part, 0, len(feeds))}
	for _, x := range feeds {
		r.Parts = append(r.Parts, Part{ID: x.of.ID, Link: x.of, Value: x.worst.figure(), Beside: []Named{{"expected", x.expected.figure()}}})
	}
	return r
}

func behindFeed(g *model.Graph, p *Part) []Trace {
	return []Trace{{What: "feed", IDs: append([]string{p.Link.From, p.Link.To}, p.Link.Props.List("data")...), Figure: Figure{Sort: Undefined}}}
}

// aged is a figure of how old a copy is: never up to date where no way can lead there.
func aged(s span, reached maybe) Figure {
	if !reached.may {
		return Figure{Sort: Never}
	}
	return s.figure()
}

// staleness is M9, with the worst case as its value.
func staleness(g *model.Graph) *Result {
	c := copiesOf(g)
	r := &Result{Parts: make([]Part, 0, len(c.ages))}
	expected := make([]Named, 0, len(c.ages))
	for h, e := range ofKinds(g, model.Data) {
		for on, a := range c.of(h) {
			t := g.At(on)
			expected = append(expected, Named{"expected", aged(a.expected, a.reached)})
			r.Parts = append(r.Parts, Part{ID: e.ID + "@" + t.ID, Element: e, On: t, Value: aged(a.worst, a.reached), Beside: slices.Clip(expected[len(expected)-1:])})
		}
	}
	return r
}

func behindCopy(g *model.Graph, p *Part) []Trace {
	f, d := flowsOf(g), g.Handle(p.Element.ID)
	w := f.ways()
	w.soonest(d)
	way := w.least[2].way(w, d, g.Handle(p.On.ID))
	if len(way) == 0 {
		return nil
	}
	return []Trace{trace(g, "way", way...)}
}

// way is the shortest way of a data to a technology that was found by the last run.
func (n *nearest) way(w *ways, data, on model.Handle) []model.Handle {
	if !n.seen.has(on) {
		return nil
	}
	out := []model.Handle{on}
	for n.dist[on] > 0 && len(out) <= len(w.feeds) {
		came := false
		for _, i := range w.into.at(on) {
			x := &w.feeds[i]
			if n.seen.has(x.from) && n.dist[x.from]+x.worst.lo == n.dist[on] && w.carries(int32(i), data) && !slices.Contains(out, x.from) {
				on, came = x.from, true
				break
			}
		}
		if !came {
			break
		}
		out = append(out, on)
	}
	slices.Reverse(out)
	return out
}

// carries says whether a feed carries a data, or may.
func (f *flows) carries(i int32, data model.Handle) bool {
	return f.feeds[i].unsaid || slices.Contains(f.sure[data], i)
}

// breach is one place where a step asks for data of a system that holds it.
type breach struct {
	step, data, on model.Handle
	is             maybe // too old
}

// asksAt yields each data that a step asks for with each technology that serves the step and holds it.
func asksAt(g *model.Graph, step model.Handle) []breach {
	asks := relationOf(g, model.Asks)
	if len(asks.out.at(step)) == 0 {
		return nil
	}
	serves, c := relationOf(g, model.Serves), copiesOf(g)
	at := once(serves.sources(step))
	freshness := spanOf(g.At(step).Props, "freshness_s")
	var out []breach
	for _, d := range once(asks.targets(step)) {
		for on, a := range c.of(d) {
			if _, ok := slices.BinarySearch(at, on); !ok {
				continue
			}
			out = append(out, breach{step, d, on, maybe{
				may:  math.IsInf(a.worst.lo, 1) || a.worst.hi > freshness.lo,
				must: math.IsInf(a.worst.lo, 1) || a.worst.lo > freshness.hi,
			}})
		}
	}
	return out
}

// breaches is M10. Where nobody said how fresh data must be, or how long it takes, it may be too old.
func breaches(g *model.Graph) *Result {
	var all []breach
	of := make(map[model.Handle][]breach)
	for _, h := range g.HandlesOf(model.Step) {
		if b := asksAt(g, h); len(b) > 0 {
			of[h] = b
			all = append(all, b...)
		}
	}
	r := perJourney(g, func(j *model.Element, steps []model.Handle) Part {
		var its []breach
		for _, s := range steps {
			its = append(its, of[s]...)
		}
		return partOf(j, shareBreached(its))
	})
	r.Value = shareBreached(all)
	return r
}

func shareBreached(all []breach) Figure {
	if len(all) == 0 {
		return Figure{Sort: Undefined}
	}
	var may, must float64
	for _, b := range all {
		if b.is.may {
			may++
		}
		if b.is.must {
			must++
		}
	}
	return Between(must/float64(len(all)), may/float64(len(all)))
}

func behindBreaches(g *model.Graph, p *Part) []Trace {
	var out []Trace
	for _, s := range stepsOf(g, p.Element) {
		for _, b := range asksAt(g, s) {
			switch {
			case b.is.must:
				out = append(out, trace(g, "breach", b.step, b.data, b.on))
			case b.is.may:
				out = append(out, trace(g, "breach.maybe", b.step, b.data, b.on))
			}
		}
	}
	return out
}

// rekeying is M11. A feed of which nobody said how it goes may be carried by hand.
func rekeying(g *model.Graph) *Result {
	r := &Result{}
	sum := span{}
	for _, x := range flowsOf(g).feeds {
		if x.byHand {
			sum = sum.plus(x.hours)
			r.Parts = append(r.Parts, Part{ID: x.of.ID, Link: x.of, Value: x.hours.figure()})
		}
	}
	r.Value = sum.figure()
	return r
}

// handled is how many hours a month somebody carries data by hand on a feed; false where it goes by itself.
func handled(l *model.Link) (span, bool) {
	mode := l.Props.Text("mode")
	if mode != "manual" && mode != "" {
		return span{}, false
	}
	s := spanOf(l.Props, "runs_per_month").times(spanOf(l.Props, "handling_s")).times(span{1. / 3600, 1. / 3600})
	if mode == "" {
		s.lo = 0
	}
	return s, true
}
