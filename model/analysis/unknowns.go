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

// Unknowns lists what is not known and keeps figures open, what would narrow most first; at most so many (0 = all). A figure that is open for one reason is
// settled by it. Where several keep it open, one that bounds it at all closes as much of it as each other such one, and where all
// are bounded each closes the part of the width that is its own. Each metric counts as much as any other, however many parts it has.
// What a metric only leaves out (M18) is not asked for here.
func Unknowns(g *model.Graph, most int) []Question {
	all := openOf(g)
	if most > 0 {
		all = foremost(g, all, most)
	} else {
		all = slices.SortedFunc(slices.Values(all), func(x, y *openGap) int { return x.compare(y, g) })
	}
	out := make([]Question, len(all))
	for i, x := range all {
		out[i] = x.question(g)
	}
	return out
}

// openGap is what one gap keeps open of all metrics.
type openGap struct {
	tally
	metrics []string
}

// openOf are all gaps, in no order.
func openOf(g *model.Graph) []*openGap {
	return model.Memo(g, "analysis.unknowns", func() []*openGap {
		room := 0
		for i := range asks {
			room = max(room, len(asks[i].of(g)))
		}
		all := make([]openGap, 0, room)
		at := make(map[gap]int, room)
		for i := range asks {
			ask := &asks[i]
			for _, t := range ask.of(g) {
				k, ok := at[t.gap]
				if !ok {
					k = len(all)
					at[t.gap] = k
					all = append(all, openGap{tally: tally{gap: t.gap}})
				}
				q := &all[k]
				q.weight, q.settles, q.narrows, q.metrics = q.weight+t.weight, q.settles+t.settles, q.narrows+t.narrows, append(q.metrics, ask.metric)
			}
		}
		out := make([]*openGap, len(all))
		for i := range all {
			out[i] = &all[i]
		}
		return out
	})
}

// foremost are the first of all, in order.
func foremost(g *model.Graph, all []*openGap, most int) []*openGap {
	var out []*openGap
	for _, x := range all {
		if len(out) == most && x.compare(out[most-1], g) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, x, func(a, b *openGap) int { return a.compare(b, g) })
		out = slices.Insert(out, at, x)
		out = out[:min(most, len(out))]
	}
	return out
}

// compare puts what would narrow most first.
func (x *openGap) compare(y *openGap, g *model.Graph) int {
	if c := cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(y.settles, x.settles)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(x.id(g), y.id(g)), cmp.Compare(askedNames[x.prop], askedNames[y.prop]))
}

// gap is a prop that is not known, of an element or a link.
type gap struct {
	of   model.Handle
	prop asked
}

// asked is a prop that figures stay open for.
type asked uint8

const (
	propCost asked = iota
	propOpportunity
	propLive
	propFreshness
	propWait
	propDuration
	propRuns
	propLifecycle
	propTransfer // of links, from here on
	propInterval
	propData
	propFeedRuns
	propHandling
	propMode
	propWant
)

var askedNames = [...]string{"cost_per_month", "opportunity_per_month", "live", "freshness_s", "wait_s", "duration_s", "runs_per_month", "lifecycle",
	"transfer_s", "interval_s", "data", "runs_per_month", "handling_s", "mode", "want"}

// tally is what one gap keeps open of a metric.
type tally struct {
	gap
	weight           float64
	settles, narrows int
}

// ofLink says whether it is a prop of a link.
func (p asked) ofLink() bool { return p >= propTransfer }

// id is that of the element or link.
func (x gap) id(g *model.Graph) string {
	if x.prop.ofLink() {
		return g.LinkAt(x.of).ID
	}
	return g.At(x.of).ID
}

// question says of which prop it is, and what is known of it so far.
func (x *openGap) question(g *model.Graph) Question {
	q := Question{Prop: askedNames[x.prop], Settles: x.settles, Narrows: x.narrows, Metrics: x.metrics, Weight: x.weight}
	var p model.Props
	if x.prop.ofLink() {
		q.Link = g.LinkAt(x.of)
		p = q.Link.Props
	} else {
		q.Element = g.At(x.of)
		p = q.Element.Props
	}
	if n, ok := p.Number(q.Prop); ok {
		q.Rough = &n
	}
	return q
}

// asks are the metrics that something may keep open, in order of the registry, and what tells why.
var asks = []asking{
	{"", model.Says(model.Problem, "cost_per_month", "opportunity_per_month", "status"), (*asker).costs},
	{"M4", onSwitches, (*asker).switches},
	{"M7", onFlows, (*asker).lost},
	{"M8", onFlows, (*asker).latencies},
	{"M9", onFlows, (*asker).copies},
	{"M10", onBreaches, (*asker).breaches},
	{"M11", onFlows, (*asker).rekeying},
	{"M12", onHandovers, (*asker).repeats},
	{"M13", onCoverage, (*asker).coverage},
	{"M16", onReached, (*asker).runs},
	{"M21", onCosts, (*asker).touched},
}

type asking struct {
	metric string
	on     []model.Aspect // all that ask reads
	ask    func(*asker)
}

func (x *asking) of(g *model.Graph) []tally {
	return model.Keep(g, "analysis.open:"+x.metric, x.on, func() []tally {
		a := &asker{g: g, at: make(map[gap]int)}
		x.ask(a)
		a.close()
		return a.open
	})
}

// reason is why a figure is open: a gap, and how much of the figure's width is its own.
type reason struct {
	gap
	width float64
}

// asker gathers what keeps the figures of one metric open.
type asker struct {
	g       *model.Graph
	figures [][]reason
	open    []tally
	at      map[gap]int // in open
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
		reasons = merged(reasons)
		sum, endless := 0., 0
		for _, r := range reasons {
			if math.IsInf(r.width, 1) {
				endless++
			}
			sum += r.width
		}
		for _, r := range reasons {
			share := 0.
			switch {
			case endless > 0 && math.IsInf(r.width, 1):
				share = 1 / float64(endless)
			case endless == 0 && sum > 0:
				share = r.width / sum
			}
			if share > 0 {
				a.add(r.gap, share/float64(len(a.figures)), len(reasons) == 1)
			}
		}
	}
}

// merged adds up what each gap gives several times.
func merged(reasons []reason) []reason {
	if len(reasons) < 2 {
		return reasons
	}
	sorted := slices.SortedStableFunc(slices.Values(reasons), func(x, y reason) int {
		return cmp.Or(cmp.Compare(x.of, y.of), cmp.Compare(x.prop, y.prop))
	})
	out := sorted[:1]
	for _, r := range sorted[1:] {
		if last := &out[len(out)-1]; last.gap == r.gap {
			last.width += r.width
		} else {
			out = append(out, r)
		}
	}
	return out
}

// tally is what is counted of a gap.
func (a *asker) tally(of gap) *tally {
	i, ok := a.at[of]
	if !ok {
		i = len(a.open)
		a.at[of] = i
		a.open = append(a.open, tally{gap: of})
	}
	return &a.open[i]
}

// add counts a figure for a gap.
func (a *asker) add(of gap, weight float64, alone bool) {
	a.tally(of).count(weight, alone)
}

func (t *tally) count(weight float64, alone bool) {
	t.weight += weight
	if alone {
		t.settles++
	} else {
		t.narrows++
	}
}
