package analysis

import (
	"cmp"
	"slices"

	"rootline/model"
)

// LateNews is data that a technology hands on and that comes to a step later than it is of use there.
type LateNews struct {
	Data            *model.Element
	Step            *model.Element   // asks for the data
	Way             []*model.Element // technologies, from the one that hands the data on to the one that serves the step, both included
	Links           []string         // ids of the feeds between them
	Expected, Worst Figure           // seconds on the whole way
}

// LateNewsOf lists what the technology with this id hands on too late: where the step says how fresh its data must be, what can
// come later than that; elsewhere what takes an hour or more. Of several ways to one step the quickest counts, as with the age
// of a copy (metric M9).
func LateNewsOf(g *model.Graph, id string) []LateNews {
	start := g.Handle(id)
	if start == model.None || g.At(start).Kind != model.Technology {
		return nil
	}
	f, serves := flowsOf(g), relationOf(g, model.Serves)
	asks := relationOf(g, model.Asks)
	var out []LateNews
	for _, d := range f.handedOn(start) {
		best := map[*model.Element]LateNews{}
		f.quickest(start, f.sure[d], func(way []int32, expected, worst span) {
			on := f.feeds[way[len(way)-1]].to
			for s := range serves.targets(on) {
				step := g.At(s)
				if !slices.Contains(slices.Collect(asks.targets(s)), d) || !tooLate(step, worst) {
					continue
				}
				if old, ok := best[step]; ok && old.Worst.Lo <= worst.lo {
					continue
				}
				n := LateNews{Data: g.At(d), Step: step, Way: []*model.Element{g.At(start)}, Expected: expected.figure(), Worst: worst.figure()}
				for _, i := range way {
					n.Way = append(n.Way, g.At(f.feeds[i].to))
					n.Links = append(n.Links, g.LinkAt(f.feeds[i].link).ID)
				}
				best[step] = n
			}
		})
		for _, n := range best {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b LateNews) int {
		return cmp.Or(cmp.Compare(b.Worst.Hi, a.Worst.Hi), cmp.Compare(a.Data.ID, b.Data.ID), cmp.Compare(a.Step.ID, b.Step.ID))
	})
	return out
}

func tooLate(step *model.Element, worst span) bool {
	if fresh, ok := step.Props.Number("freshness_s"); ok {
		return worst.hi > fresh.Lo
	}
	return worst.lo >= slowly
}

// handedOn are the data that feeds carry away from a technology.
func (f *flows) handedOn(from model.Handle) []model.Handle {
	var out []model.Handle
	for d, feeds := range f.sure {
		if slices.ContainsFunc(feeds, func(i int32) bool { return f.feeds[i].from == from }) {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// quickest yields a quickest way, by the lower bound of what it takes at worst, from start to each technology that these feeds
// lead to: indices of feeds.
func (f *flows) quickest(start model.Handle, feeds []int32, yield func(way []int32, expected, worst span)) {
	type end struct {
		way             []int32
		expected, worst span
		done            bool
	}
	ends := map[model.Handle]*end{start: {}}
	for {
		var at model.Handle = model.None
		for h, e := range ends { // few: the feeds of one data
			if !e.done && (at == model.None || e.worst.lo < ends[at].worst.lo || e.worst.lo == ends[at].worst.lo && h < at) {
				at = h
			}
		}
		if at == model.None {
			return
		}
		here := ends[at]
		here.done = true
		if at != start {
			yield(here.way, here.expected, here.worst)
		}
		for _, i := range feeds {
			x := &f.feeds[i]
			if x.from != at {
				continue
			}
			next := end{way: append(slices.Clip(here.way), i), expected: here.expected.plus(x.expected), worst: here.worst.plus(x.worst)}
			if old, ok := ends[x.to]; !ok || !old.done && next.worst.lo < old.worst.lo {
				ends[x.to] = &next
			}
		}
	}
}
