package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rootline/model"
)

// feed is one way on which data goes from one technology to another, with how long it takes (metric M8).
type feed struct {
	link     model.Handle
	from, to model.Handle
	of       *model.Link // whose the rest is
	data     []string    // ids of what it carries, in order
	unsaid   bool        // nobody said what it carries
	expected span        // seconds: transfer + half of the interval
	worst    span        // seconds: transfer + interval
	hours    span        // a month that somebody carries data by hand, where byHand
	byHand   bool        // or nobody said that it goes by itself
	apart    *gulf       // the disconnect that it is, but for its ends; nil = none
}

// latencyOf is how long a feed takes, expected and at worst, in seconds. One that runs at once has no interval to wait for,
// unless somebody gave it one.
func latencyOf(p model.Props) (expected, worst span) {
	transfer, interval := spanOf(p, "transfer_s"), spanOf(p, "interval_s")
	if !p.Known("interval_s") && p.Text("mode") == "sync" {
		interval = span{}
	}
	return transfer.plus(interval.times(span{.5, .5})), transfer.plus(interval)
}

// flows are all feeds, and who carries what.
type flows struct {
	*stores
	feeds  []feed
	sure   map[model.Handle][]int32 // by data: indices of the feeds that carry it, ordered by where they leave
	unsaid lists                    // by technology: indices of the feeds that leave it of which nobody said what they carry
	into   lists                    // by technology: indices of the feeds that reach it
	span   int                      // of the graph
}

// stores say where data stands.
type stores struct {
	holders lists // of data: handles of the technologies that hold it, each once
	masters lists
}

func flowsOf(g *model.Graph) *flows {
	return model.Renew(g, "analysis.flows", onFlows, func(last *flows) *flows {
		f := &flows{stores: storesOf(g), span: g.Span(), sure: make(map[model.Handle][]int32)}
		var before []feed
		if last != nil {
			before = last.feeds
		}
		r := relationOf(g, model.Feeds)
		f.feeds = make([]feed, len(r.links))
		var unsaid, leave []model.Handle
		for i, l := range r.links {
			one := &f.feeds[i]
			for len(before) > 0 && before[0].link < l {
				before = before[1:]
			}
			if of := g.LinkAt(l); len(before) > 0 && before[0].of == of {
				*one = before[0]
			} else {
				*one = feedOf(of)
			}
			one.link, one.from, one.to = l, r.from[i], r.to[i]
			if one.unsaid {
				unsaid, leave = append(unsaid, model.Handle(i)), append(leave, one.from)
			}
			for _, id := range one.data {
				if d := g.Handle(id); d != model.None {
					f.sure[d] = append(f.sure[d], int32(i))
				}
			}
		}
		for _, carry := range f.sure {
			slices.SortStableFunc(carry, func(a, b int32) int { return cmp.Compare(f.feeds[a].from, f.feeds[b].from) })
		}
		f.unsaid, f.into = group(g, leave, unsaid), group(g, r.to, nil)
		return f
	})
}

// feedOf is a feed as its link tells of it.
func feedOf(l *model.Link) feed {
	carried := l.Props.List("data")
	x := feed{of: l, data: slices.Compact(slices.Sorted(slices.Values(carried))), unsaid: carried == nil}
	x.expected, x.worst = latencyOf(l.Props)
	x.hours, x.byHand = handled(l)
	apart := gulf{link: l.ID, data: carried}
	switch {
	case l.Props.Text("mode") == "manual":
		apart.sort = ByHand
	case x.worst.lo >= slowly:
		apart.sort, apart.latency = Slow, x.worst.figure()
	default:
		return x
	}
	apart.key = strings.Join([]string{string(apart.sort), l.From, l.To, l.ID}, ":")
	x.apart = &apart
	return x
}

func storesOf(g *model.Graph) *stores {
	return model.Keep(g, "analysis.stores", onHolders, func() *stores {
		holds := relationOf(g, model.Holds)
		var holders, masters pairs
		seen, master := marksOf(g), marksOf(g)
		for _, h := range g.HandlesOf(model.Data) {
			seen.clear()
			master.clear()
			for _, l := range holds.in.at(h) {
				if on := holds.from[l]; seen.add(on) {
					holders.add(h, on)
				}
				if on := holds.from[l]; holds.props(l).Bool("master") && master.add(on) {
					masters.add(h, on)
				}
			}
		}
		return &stores{holders.lists(g), masters.lists(g)}
	})
}

// age is how old a copy may be, in seconds: the least total latency over the ways from a master. +Inf as the lower bound says
// that no way leads there, as the upper one that none is known to, or none of which the latency is known.
type age struct {
	expected, worst span
	reached         maybe // by a way from a master
}

// ages returns how old the copies of a data are, by the technology they stand on (metric M9). The answer holds until the next
// call.
func (w *ways) ages(data model.Handle) func(on model.Handle) age {
	starts, sure := w.masters.at(data), w.sure[data]
	w.least[0].run(w, starts, sure, w.unsaid, func(x *feed) float64 { return x.expected.lo })
	w.least[1].run(w, starts, sure, lists{}, func(x *feed) float64 { return x.expected.hi })
	w.soonest(data)
	w.least[3].run(w, starts, sure, lists{}, func(x *feed) float64 { return x.worst.hi })
	return func(on model.Handle) age {
		return age{span{w.least[0].at(on), w.least[1].at(on)}, span{w.least[2].at(on), w.least[3].at(on)},
			maybe{may: w.least[0].seen.has(on), must: w.least[1].seen.has(on)}}
	}
}

// soonest finds the ways on which a data is youngest at worst: least[2].
func (w *ways) soonest(data model.Handle) {
	w.least[2].run(w, w.masters.at(data), w.sure[data], w.unsaid, func(x *feed) float64 { return x.worst.lo })
}

// ways finds the shortest ways that data can go. Not safe for concurrent use.
type ways struct {
	*flows
	least [4]nearest
}

func (f *flows) ways() *ways {
	w := &ways{flows: f}
	for i := range w.least {
		w.least[i] = nearest{seen: &marks{on: make([]uint32, f.span), round: 1}, dist: make([]float64, f.span)}
	}
	return w
}

// nearest holds the least total latency from some technologies to all that feeds lead to (Dijkstra 1959).
type nearest struct {
	seen *marks
	dist []float64
	todo []stop
}

// stop is a technology on a way, and when it is reached.
type stop struct {
	h  model.Handle
	at float64
}

func (n *nearest) at(h model.Handle) float64 {
	if !n.seen.has(h) {
		return math.Inf(1)
	}
	return n.dist[h]
}

func (n *nearest) run(w *ways, starts []model.Handle, sure []int32, unsaid lists, latency func(*feed) float64) {
	n.seen.clear()
	n.todo = n.todo[:0]
	for _, h := range starts {
		n.come(h, 0)
	}
	for len(n.todo) > 0 {
		s := n.pop()
		if s.at > n.dist[s.h] {
			continue
		}
		first, _ := slices.BinarySearchFunc(sure, s.h, func(i int32, h model.Handle) int { return cmp.Compare(w.feeds[i].from, h) })
		for _, i := range sure[first:] {
			if w.feeds[i].from != s.h {
				break
			}
			n.come(w.feeds[i].to, s.at+latency(&w.feeds[i]))
		}
		if unsaid.start != nil {
			for _, i := range unsaid.at(s.h) {
				n.come(w.feeds[i].to, s.at+latency(&w.feeds[i]))
			}
		}
	}
}

func (n *nearest) come(h model.Handle, at float64) {
	if !n.seen.add(h) && at >= n.dist[h] {
		return
	}
	n.dist[h] = at
	n.todo = append(n.todo, stop{h, at})
	for i := len(n.todo) - 1; i > 0 && n.todo[i].at < n.todo[(i-1)/2].at; i = (i - 1) / 2 {
		n.todo[i], n.todo[(i-1)/2] = n.todo[(i-1)/2], n.todo[i]
	}
}

func (n *nearest) pop() stop {
	first, last := n.todo[0], len(n.todo)-1
	n.todo[0], n.todo = n.todo[last], n.todo[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < last && n.todo[child+1].at < n.todo[child].at {
			child++
		}
		if child >= last || n.todo[i].at <= n.todo[child].at {
			return first
		}
		n.todo[i], n.todo[child] = n.todo[child], n.todo[i]
		i = child
	}
}
