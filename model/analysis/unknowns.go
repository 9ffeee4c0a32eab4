package analysis

import (
	"cmp"
	"math"
	"slices"

	"rootline/model"
)

// Question is one prop that nobody recorded, or that is known as an interval, and what it would do for the figures if it were known.
type Question struct {
	Element *model.Element // that has the prop, nil where a link has it
	Link    *model.Link
	Prop    string
	Rough   *model.Number // as known so far; nil = not at all
	Settles int           // figures that it would make exact by itself
	Narrows int           // figures that it would narrow
	Metrics []string      // ids of the metrics of these figures, in order of the registry; "" = the sums of what problems cost
	Weight  float64       // the part of all that is open in each metric that it would close, added up over metrics
}

// ID is the id of the element or link that has the prop.
func (q *Question) ID() string {
	if q.Link != nil {
		return q.Link.ID
	}
	return q.Element.ID
}

// Unknowns lists what is not known and keeps figures open, what would narrow most first. A figure that is open for one reason is
// settled by it. Where several keep it open, one that bounds it at all closes as much of it as each other such one, and where all
// are bounded each closes the part of the width that is its own. Each metric counts as much as any other, however many parts it has.
// What a metric only leaves out (M18) is not asked for here.
func Unknowns(g *model.Graph) []Question {
	return model.Memo(g, "analysis.unknowns", func() []Question {
		a := &asker{g: g, open: make(map[gap]*Question)}
		for _, m := range append([]*Metric{{}}, Registry...) {
			a.metric, a.figures = m.ID, nil
			a.ask()
			a.close()
		}
		out := make([]Question, 0, len(a.open))
		for _, q := range a.open {
			out = append(out, *q)
		}
		slices.SortFunc(out, func(x, y Question) int {
			return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Settles, x.Settles), cmp.Compare(x.ID(), y.ID()), cmp.Compare(x.Prop, y.Prop))
		})
		return out
	})
}

// gap is a prop that is not known.
type gap struct{ id, prop string }

// reason is why a figure is open: a gap, and how much of the figure's width is its own.
type reason struct {
	gap
	width float64
}

// asker gathers what keeps the figures of one metric after the other open.
type asker struct {
	g       *model.Graph
	metric  string
	figures [][]reason // of the metric
	open    map[gap]*Question
}

// figure tells why a figure is open.
func (a *asker) figure(reasons []reason) {
	if len(reasons) > 0 {
		a.figures = append(a.figures, reasons)
	}
}

// close shares out what is open in the metric among its reasons.
func (a *asker) close() {
	for _, reasons := range a.figures {
		sum, endless := 0., 0
		seen := make(map[gap]float64, len(reasons))
		for _, r := range reasons {
			seen[r.gap] += r.width
		}
		for _, w := range seen {
			if math.IsInf(w, 1) {
				endless++
			}
			sum += w
		}
		for at, w := range seen {
			share := 0.
			switch {
			case endless > 0 && math.IsInf(w, 1):
				share = 1 / float64(endless)
			case endless == 0 && sum > 0:
				share = w / sum
			}
			if share > 0 {
				a.add(at, share/float64(len(a.figures)), len(seen) == 1)
			}
		}
	}
}

// add counts a figure for a gap.
func (a *asker) add(at gap, weight float64, alone bool) {
	q := a.open[at]
	if q == nil {
		q = &Question{Element: a.g.Element(at.id), Link: a.g.Link(at.id), Prop: at.prop}
		p := model.Props{}
		if q.Element != nil {
			p = q.Element.Props
		} else if q.Link != nil {
			p = q.Link.Props
		}
		if n, ok := p.Number(at.prop); ok {
			q.Rough = &n
		}
		a.open[at] = q
	}
	q.Weight += weight
	if alone {
		q.Settles++
	} else {
		q.Narrows++
	}
	if !slices.Contains(q.Metrics, a.metric) {
		q.Metrics = append(q.Metrics, a.metric)
	}
}

// rough is the reason that a prop gives, if any: unknown, or an interval.
func rough(id string, p model.Props, prop string) []reason {
	n, known := p.Number(prop)
	switch {
	case !known:
		return []reason{{gap{id, prop}, math.Inf(1)}}
	case n.IsInterval():
		return []reason{{gap{id, prop}, n.Hi - n.Lo}}
	}
	return nil
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

func (a *asker) ask() {
	switch a.metric {
	case "":
		a.costs()
	case "M4":
		a.switches()
	case "M7":
		a.lost()
	case "M8":
		for _, x := range flowsOf(a.g).feeds {
			a.figure(a.feed(&x))
		}
	case "M9":
		a.copies()
	case "M10":
		a.breaches()
	case "M11":
		a.rekeying()
	case "M12":
		a.repeats()
	case "M13":
		a.coverage()
	case "M16":
		a.runs()
	case "M21":
		a.touched()
	}
}

// costs are the two sums over all problems that are not closed.
func (a *asker) costs() {
	for _, prop := range []string{"cost_per_month", "opportunity_per_month"} {
		var all []reason
		for _, e := range a.g.OfKind(model.Problem) {
			if e.Props.Text("status") != "closed" {
				all = append(all, rough(e.ID, e.Props, prop)...)
			}
		}
		a.figure(all)
	}
}

func (a *asker) switches() {
	for _, j := range a.g.OfKind(model.Journey) {
		var all []reason
		for _, s := range stepsOf(a.g, j) {
			e := a.g.At(s)
			if live := maybeOf(e.Props, "live"); live.may && !live.must {
				if n := switches(a.g, s); n > 0 {
					all = append(all, reason{gap{e.ID, "live"}, float64(n)})
				}
			}
		}
		a.figure(all)
	}
}

// feed is why the latency of a feed is not known.
func (a *asker) feed(x *feed) []reason {
	l := a.g.LinkAt(x.link)
	out := rough(l.ID, l.Props, "transfer_s")
	if l.Props.Known("interval_s") || l.Props.Text("mode") != "sync" {
		out = append(out, rough(l.ID, l.Props, "interval_s")...)
	}
	return out
}

// along is why it is not known how old a data is at the end of a way.
func (a *asker) along(w *ways, data model.Handle, way []model.Handle) []reason {
	var out []reason
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
		out = append(out, a.feed(best)...)
		if l := a.g.LinkAt(best.link); l.Props.List("data") == nil {
			out = append(out, reason{gap{l.ID, "data"}, math.Inf(1)})
		}
	}
	return out
}

// aged tells, of each copy, its age and why that is not known.
func (a *asker) aged(tell func(data, on model.Handle, age age, why func() []reason)) {
	w := flowsOf(a.g).ways()
	for _, e := range a.g.OfKind(model.Data) {
		d := a.g.Handle(e.ID)
		at := w.ages(d)
		for _, on := range w.holders.at(d) {
			tell(d, on, at(on), func() []reason { return a.along(w, d, w.least[2].way(w, d, on)) })
		}
	}
}

func (a *asker) lost() {
	byData := make(map[model.Handle][]reason)
	var order []model.Handle
	a.aged(func(data, _ model.Handle, age age, why func() []reason) {
		if !age.reached.may || age.reached.must {
			return
		}
		if byData[data] == nil {
			order = append(order, data)
		}
		for _, r := range why() {
			if r.prop == "data" {
				byData[data] = append(byData[data], reason{r.gap, 1})
			}
		}
	})
	for _, d := range order {
		a.figure(byData[d])
	}
}

func (a *asker) copies() {
	a.aged(func(_, _ model.Handle, age age, why func() []reason) {
		if age.reached.may && age.worst.lo != age.worst.hi {
			a.figure(why())
		}
	})
}

func (a *asker) breaches() {
	type at struct{ data, on model.Handle }
	whys := make(map[at][]reason)
	a.aged(func(data, on model.Handle, age age, why func() []reason) {
		if age.reached.may && age.worst.lo != age.worst.hi {
			whys[at{data, on}] = why()
		}
	})
	var all []reason
	for _, e := range a.g.OfKind(model.Step) {
		for _, b := range asked(a.g, a.g.Handle(e.ID)) {
			if b.is.may == b.is.must {
				continue
			}
			reasons := append(rough(e.ID, e.Props, "freshness_s"), whys[at{b.data, b.on}]...)
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
		l := a.g.LinkAt(x.link)
		if _, ok := handled(l); !ok {
			continue
		}
		runs, handling := spanOf(l.Props, "runs_per_month"), spanOf(l.Props, "handling_s")
		if runs.hi == 0 || handling.hi == 0 {
			continue
		}
		own := slices.Concat(times(rough(l.ID, l.Props, "runs_per_month"), handling), times(rough(l.ID, l.Props, "handling_s"), runs))
		if l.Props.Text("mode") == "" {
			own = append(own, reason{gap{l.ID, "mode"}, product(runs.hi, handling.hi)})
		}
		all = append(all, own...)
		a.figure(own)
	}
	a.figure(all)
}

func (a *asker) repeats() {
	w := flowsOf(a.g).ways()
	for _, j := range a.g.OfKind(model.Journey) {
		steps := stepsOf(a.g, j)
		for _, x := range HandoversOf(a.g, j).Repeats {
			if x.Class != Unclear {
				continue
			}
			var all []reason
			d, giver, asker := a.g.Handle(x.Data.ID), a.g.Handle(x.Giver.ID), a.g.Handle(x.Step.ID)
			for i := slices.Index(steps, giver) + 1; i < slices.Index(steps, asker); i++ {
				e := a.g.At(steps[i])
				all = append(all, rough(e.ID, e.Props, "wait_s")...)
				all = append(all, rough(e.ID, e.Props, "duration_s")...)
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
				all = append(all, a.along(w, d, lo.way(w, d, nearest))...)
			}
			a.figure(all)
		}
	}
}

func (a *asker) coverage() {
	for _, e := range a.g.OfKind(model.Customer) {
		var all []reason
		promises := promisesTo(a.g, a.g.Handle(e.ID))
		if f := covered(promises); f.Sort != Known || f.IsExact() {
			continue
		}
		for _, p := range promises {
			if p.want.lo != p.want.hi {
				all = append(all, reason{gap{a.g.LinkAt(p.link).ID, "want"}, p.want.hi - p.want.lo})
			}
			if p.is.may == p.is.must || p.want.hi == 0 {
				continue
			}
			for t := range relationOf(a.g, model.Supports).sources(p.channel) {
				if system := a.g.At(t); !system.Props.Known("lifecycle") {
					all = append(all, reason{gap{system.ID, "lifecycle"}, p.want.hi})
				}
			}
		}
		a.figure(all)
	}
}

// runs asks how often journeys are gone through: each is open in all that rests on the systems beneath it.
func (a *asker) runs() {
	needs, seen := NeedsOf(a.g), marksOf(a.g)
	var open []*model.Element
	beneath := make(map[model.Handle]int) // how many such journeys a system lies beneath
	each := func(j *model.Element, see func(model.Handle)) {
		seen.clear()
		steps := stepsOf(a.g, j)
		for _, h := range reach(needs.down, seen, steps)[len(steps):] {
			see(h)
		}
	}
	for _, j := range a.g.OfKind(model.Journey) {
		if n, known := j.Props.Number("runs_per_month"); !known || n.IsInterval() {
			open = append(open, j)
			each(j, func(h model.Handle) { beneath[h]++ })
		}
	}
	for _, j := range open {
		at := gap{j.ID, "runs_per_month"}
		each(j, func(h model.Handle) {
			a.add(at, 1/float64(beneath[h])/float64(len(beneath)), beneath[h] == 1)
		})
	}
}

func (a *asker) touched() {
	of := touching(a.g)
	for h := range model.Handle(a.g.Span()) {
		var all []reason
		for _, p := range of[h] {
			e := a.g.At(p)
			all = append(all, rough(e.ID, e.Props, "cost_per_month")...)
		}
		a.figure(all)
	}
}
