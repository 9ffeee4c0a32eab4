package model

import "slices"

// JourneySteps returns the links from a journey to its steps in the order of the journey: by their prop order, those without
// one last, in order of arrival.
func JourneySteps(g *Graph, journey string) []*Link {
	links := g.Out(journey, HasStep)
	slices.SortStableFunc(links, ByOrder)
	return links
}

// leastGap is how near two orders may come before the links are numbered afresh: far above what a float64 can still tell
// apart, so that a file stays readable.
const leastGap = 1. / 1024

// Room returns the orders for count links that are put before links[at] (behind all where at is their number), and the ops
// that number the others afresh where there is no room between the neighbours. links are in order, without those to be put.
func Room(links []*Link, at, count int) (orders []float64, ops []Op) {
	lo, hi, ok := gap(links, at, count)
	if !ok {
		for i, l := range links {
			n := i + 1
			if i >= at {
				n += count
			}
			if old, known := l.Props.Number("order"); !known || old != Num(float64(n)) {
				ops = append(ops, Set(l.ID, PropField("order"), l.Props["order"], Num(float64(n))))
			}
		}
		lo, hi = float64(at), float64(at+count+1)
	}
	for i := range count {
		orders = append(orders, lo+(hi-lo)*float64(i+1)/float64(count+1))
	}
	return orders, ops
}

// gap finds the orders on both sides of a place among links, and whether there is room between them.
func gap(links []*Link, at, count int) (lo, hi float64, ok bool) {
	last := Number{}
	for i, l := range links {
		n, known := l.Props.Number("order")
		if !known || n.IsInterval() || i > 0 && n.Lo <= last.Lo {
			return 0, 0, false
		}
		last = n
		if i == at-1 {
			lo = n.Lo
		}
		if i == at {
			hi = n.Lo
		}
	}
	step := float64(count + 1)
	switch {
	case len(links) == 0:
		return 0, step, true
	case at >= len(links):
		return lo, lo + step, true
	case at == 0:
		return hi - step, hi, true
	}
	return lo, hi, (hi-lo)/step >= leastGap
}

// LivesStep says whether a customer goes through a step of a journey: it lives the step itself, or it lives the journey and
// no other customer of that journey lives the step as their own.
func LivesStep(g *Graph, customer, journey, step string) bool {
	ofJourney := map[string]bool{}
	for _, l := range g.In(journey, Lives) {
		ofJourney[l.From] = true
	}
	lives := ofJourney[customer]
	for _, l := range g.In(step, Lives) {
		if l.From == customer {
			return true
		}
		if ofJourney[l.From] {
			lives = false
		}
	}
	return lives
}

// Rewire returns the ops that keep the plain ways of a journey along its order when that changes: before and after are the
// ids of its steps. A way is plain where it leads to the next step and knows nothing more; branches, loops and ways with a
// share stay as they are, and so does a way along which another journey goes too: there, the journey gets one of its own. A step
// that comes into a chain of plain ways joins it. id makes ids for the ways that are added.
func Rewire(g *Graph, before, after []string, id func() string) []Op {
	follows := func(list []string) map[string]string {
		m := make(map[string]string, len(list))
		for i := range list[:max(len(list)-1, 0)] {
			m[list[i]] = list[i+1]
		}
		return m
	}
	was, is := follows(before), follows(after)
	var ops []Op
	chained := make(map[string]bool) // steps with a plain way on
	for _, step := range before {
		for _, way := range g.Out(step, Next) {
			if way.To != was[step] || len(way.Props) > 0 {
				continue
			}
			chained[step] = true
			to := is[step]
			switch {
			case to == way.To:
			case along(g, step, way.To) > 1:
				if to != "" && !leads(g, step, to) {
					ops = append(ops, Join(&Link{ID: id(), Kind: Next, From: step, To: to}))
				}
			case to == "" || leads(g, step, to):
				ops = append(ops, Op{Kind: OpRemoveLink, ID: way.ID})
			default:
				ops = append(ops, Op{Kind: OpReEnd, ID: way.ID, End: "to", Old: way.To, New: to})
			}
		}
	}
	for i, step := range after {
		if !slices.Contains(before, step) && i > 0 && chained[after[i-1]] && is[step] != "" {
			chained[step] = true
			ops = append(ops, Join(&Link{ID: id(), Kind: Next, From: step, To: is[step]}))
		}
	}
	return ops
}

// along counts the journeys in which one step comes directly after another.
func along(g *Graph, from, to string) int {
	n := 0
	for _, has := range g.In(from, HasStep) {
		steps := JourneySteps(g, has.From)
		i := slices.IndexFunc(steps, func(l *Link) bool { return l.To == from })
		if i+1 < len(steps) && steps[i+1].To == to {
			n++
		}
	}
	return n
}

func leads(g *Graph, from, to string) bool {
	return slices.ContainsFunc(g.Out(from, Next), func(l *Link) bool { return l.To == to })
}
