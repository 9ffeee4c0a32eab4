package analysis_test

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"rootline/model"
)

// The twins below compute each metric from its definition, with maps of ids and without any thought of speed, of a graph of which
// all is known. A graph of which something is unknown is completed in every way that matters, and the metric must be bounded by the
// least and the greatest that its twin says of any completion: no wider, and no narrower.

// huge stands for what has no bound: a wait, a latency, a number of runs.
const huge = 1e12

// hole is a prop that nobody recorded, and the values that bound what it may be.
type hole struct {
	at      int // of the element, or of the link
	link    bool
	prop    string
	options []any
}

// sketch is a graph with holes.
type sketch struct {
	*draw
	holes []hole
}

// someWorld is a small graph of everything that the metrics look at, with a few holes.
func someWorld(t *rapid.T) *sketch {
	s := &sketch{draw: new(draw)}
	most := rapid.IntRange(0, 4).Draw(t, "holes")
	one := func(n int) bool { return rapid.IntRange(0, n-1).Draw(t, "one in") == 0 }
	pick := func(options ...any) any { return options[rapid.IntRange(0, len(options)-1).Draw(t, "pick")] }
	num := func(options ...float64) any {
		return model.Num(options[rapid.IntRange(0, len(options)-1).Draw(t, "num")])
	}
	// put gives the last element or link a prop, or leaves a hole there.
	put := func(link bool, prop string, v any, options ...any) {
		at := len(s.elements) - 1
		if link {
			at = len(s.links) - 1
		}
		if len(s.holes) < most && one(3) {
			s.holes = append(s.holes, hole{at, link, prop, options})
			return
		}
		if link {
			s.links[at].Props[prop] = v
		} else {
			s.elements[at].Props[prop] = v
		}
	}
	any0 := []any{model.Num(0), model.Num(huge)}
	name := func(kind model.Kind, of string, lo, hi int, props func()) (ids []string) {
		for i := range rapid.IntRange(lo, hi).Draw(t, of) {
			ids = append(ids, fmt.Sprint(of, i))
			s.add(kind, model.Props{}, ids[i])
			props()
		}
		return ids
	}
	nothing := func() {}
	journeys := name(model.Journey, "j", 1, 2, func() { put(false, "runs_per_month", num(10, 20), any0...) })
	steps := name(model.Step, "s", 1, 4, func() {
		put(false, "live", pick(true, false), true, false)
		put(false, "freshness_s", num(5, 30), any0...)
		put(false, "wait_s", num(0, 10), any0...)
		put(false, "duration_s", num(0, 10), any0...)
	})
	systems := name(model.Technology, "t", 1, 4, func() {
		if one(2) {
			put(false, "lifecycle", pick("live", "planned"), "live", "planned")
		} else {
			s.elements[len(s.elements)-1].Props["lifecycle"] = "live"
		}
	})
	roles := name(model.Employee, "e", 0, 2, nothing)
	data := name(model.Data, "d", 0, 2, nothing)
	channels := name(model.Channel, "c", 0, 3, nothing)
	customers := name(model.Customer, "u", 0, 2, nothing)
	some := func(kind model.LinkKind, from, to []string, n int, props func()) {
		for _, a := range from {
			for _, b := range to {
				if one(n) {
					s.join(kind, model.Props{}, a+">"+b)
					props()
				}
			}
		}
	}
	some(model.HasStep, journeys, steps, 2, func() { s.links[len(s.links)-1].Props["order"] = num(1, 2, 3, 4) })
	some(model.Next, steps, steps, 4, func() {
		if one(2) {
			s.links[len(s.links)-1].Props["wait_s"] = num(10)
		}
		if one(4) {
			s.links[len(s.links)-1].Props["handoff"] = true
		}
	})
	some(model.Serves, systems, steps, 2, func() {
		if g := pick("", "x", "y"); g != "" {
			s.links[len(s.links)-1].Props["group"] = g
		}
	})
	some(model.DependsOn, systems, systems, 4, func() {
		if one(4) {
			s.links[len(s.links)-1].Props["hard"] = false
		}
	})
	some(model.Performs, roles, steps, 2, nothing)
	some(model.Uses, roles, systems, 2, nothing)
	some(model.Holds, systems, data, 2, func() {
		if one(3) {
			s.links[len(s.links)-1].Props["master"] = true
		}
	})
	carried := append([]string{"no such data"}, data...)
	some(model.Feeds, systems, systems, 4, func() {
		put(true, "mode", pick("sync", "batch", "manual"), "manual", "batch")
		put(true, "transfer_s", num(0, 5, 10), any0...)
		if s.links[len(s.links)-1].Props.Text("mode") == "sync" {
			put(true, "interval_s", num(0, 10), model.Num(0)) // what goes at once waits for nothing
		} else {
			put(true, "interval_s", num(0, 10, 20), any0...)
		}
		put(true, "runs_per_month", num(0, 100), any0...)
		put(true, "handling_s", num(0, 36), any0...)
		put(true, "data", []string{carried[rapid.IntRange(0, len(carried)-1).Draw(t, "carried")]}, carried[:1], carried)
	})
	some(model.Asks, steps, data, 2, nothing)
	some(model.Gives, steps, data, 2, nothing)
	some(model.Reaches, channels, customers, 2, func() {
		put(true, "want", num(0, 1, 3), model.Num(0), model.Num(1), model.Num(2), model.Num(3))
	})
	some(model.Supports, systems, channels, 2, nothing)
	some(model.Runs, roles, channels, 2, nothing)
	some(model.Lives, customers, slices.Concat(journeys, steps), 3, nothing)
	return s
}

// completions yields the graph with its holes filled in every way.
func (s *sketch) completions(yield func(*model.Graph) bool) {
	choice := make([]int, len(s.holes))
	for {
		elements, links := slices.Clone(s.elements), slices.Clone(s.links)
		for i, h := range s.holes {
			fill := func(p model.Props) model.Props {
				p = maps.Clone(p)
				p[h.prop] = h.options[choice[i]]
				return p
			}
			if h.link {
				l := *links[h.at]
				l.Props = fill(l.Props)
				links[h.at] = &l
			} else {
				e := *elements[h.at]
				e.Props = fill(e.Props)
				elements[h.at] = &e
			}
		}
		if !yield(model.NewGraph(elements, links)) {
			return
		}
		at := 0
		for at < len(choice) && choice[at] == len(s.holes[at].options)-1 {
			choice[at] = 0
			at++
		}
		if at == len(choice) {
			return
		}
		choice[at]++
	}
}
