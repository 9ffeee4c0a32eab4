package analysis_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
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

// known reads a number that is there.
func known(p model.Props, name string) float64 {
	n, _ := p.Number(name)
	return n.Lo
}

// world answers in ids what the definitions speak of.
type world struct{ *model.Graph }

func idsOf(list []*model.Element) map[string]bool {
	out := map[string]bool{}
	for _, e := range list {
		out[e.ID] = true
	}
	return out
}

func (w world) T(j string) map[string]bool    { return idsOf(w.Targets(j, model.HasStep)) }
func (w world) U(s string) map[string]bool    { return idsOf(w.Sources(s, model.Serves)) }
func (w world) P(s string) map[string]bool    { return idsOf(w.Sources(s, model.Performs)) }
func (w world) H(d string) map[string]bool    { return idsOf(w.Sources(d, model.Holds)) }
func (w world) uses(r string) map[string]bool { return idsOf(w.Targets(r, model.Uses)) }
func (w world) masters(d string) map[string]bool {
	out := map[string]bool{}
	for _, l := range w.In(d, model.Holds) {
		if l.Props.Bool("master") {
			out[l.From] = true
		}
	}
	return out
}

func union(sets ...map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, s := range sets {
		maps.Copy(out, s)
	}
	return out
}

func both(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	for id := range a {
		if b[id] {
			out[id] = true
		}
	}
	return out
}

func (w world) feedCarries(l *model.Link, d string) bool {
	return slices.Contains(l.Props.List("data"), d)
}

// age is the least total latency from any of these to t, by Bellman and Ford.
func (w world) age(from map[string]bool, d, t string, share float64) float64 {
	dist := map[string]float64{}
	for e := range w.Elements() {
		dist[e.ID] = math.Inf(1)
		if from[e.ID] {
			dist[e.ID] = 0
		}
	}
	for range w.OfKind(model.Technology) {
		for l := range w.Links() {
			if l.Kind == model.Feeds && w.feedCarries(l, d) {
				dist[l.To] = min(dist[l.To], dist[l.From]+known(l.Props, "transfer_s")+share*known(l.Props, "interval_s"))
			}
		}
	}
	return dist[t]
}

func (w world) reach(from map[string]bool) map[string]bool {
	_, to := reaches(w.Graph)
	out := map[string]bool{}
	for id := range from {
		for x := range to[id] {
			if !from[x] {
				out[x] = true
			}
		}
	}
	return out
}

func (w world) pairs(j string) (breached, all float64) {
	for s := range w.T(j) {
		b, n := w.pairsOf(s)
		breached, all = breached+b, all+n
	}
	return breached, all
}

func (w world) pairsOf(s string) (breached, all float64) {
	for d := range idsOf(w.Targets(s, model.Asks)) {
		for t := range both(w.U(s), w.H(d)) {
			all++
			if w.age(w.masters(d), d, t, 1) > known(w.Element(s).Props, "freshness_s") {
				breached++
			}
		}
	}
	return breached, all
}

func (w world) each(kind model.Kind, value func(id string) float64) map[string]float64 {
	out := map[string]float64{}
	for _, e := range w.OfKind(kind) {
		out[e.ID] = value(e.ID)
	}
	return out
}

func (w world) lived(s string) map[string]bool {
	out := map[string]bool{}
	for _, c := range w.OfKind(model.Customer) {
		for _, j := range append(w.Sources(s, model.HasStep), &model.Element{ID: "no journey"}) {
			if model.LivesStep(w.Graph, c.ID, j.ID, s) {
				out[c.ID] = true
			}
		}
	}
	return out
}

// stopsWith says whether a step stops with a technology: some group has every member equal to it, or needing it hard.
func (w world) stopsWith(s, t string) bool {
	groups := map[string][]string{}
	for i, l := range w.In(s, model.Serves) {
		name := l.Props.Text("group")
		if name == "" {
			name = fmt.Sprint("own ", i)
		}
		groups[name] = append(groups[name], l.From)
	}
	_, to := reaches(w.Graph)
	for _, members := range groups {
		if !slices.ContainsFunc(members, func(m string) bool { return !to[m][t] }) {
			return true
		}
	}
	return false
}

func (w world) resting(v string) (nodes, steps map[string]bool) {
	ids, to := reaches(w.Graph)
	nodes, steps = map[string]bool{}, map[string]bool{}
	for _, x := range ids {
		if x != v && to[x][v] {
			nodes[x] = true
			if w.Element(x).Kind == model.Step {
				steps[x] = true
			}
		}
	}
	return nodes, steps
}

func (w world) runs(steps map[string]bool) float64 {
	journeys := map[string]bool{}
	for s := range steps {
		maps.Copy(journeys, idsOf(w.Sources(s, model.HasStep)))
	}
	sum := 0.
	for j := range journeys {
		sum += known(w.Element(j).Props, "runs_per_month")
	}
	return sum
}

func (w world) inNeeds() map[string]bool {
	out := map[string]bool{}
	ids, _ := reaches(w.Graph)
	for _, x := range ids {
		for _, y := range ids {
			if needs(w.Graph, x, y) {
				out[x], out[y] = true, true
			}
		}
	}
	return out
}

func (w world) propagation(of func(id string) bool) float64 {
	_, to := reaches(w.Graph)
	sum, n := 0., 0.
	for x := range w.inNeeds() {
		if of(x) {
			n++
			for y := range to[x] {
				if of(y) {
					sum++
				}
			}
		}
	}
	return sum / (n * n)
}

// live says whether a channel is real.
func (w world) live(channel string) float64 {
	for _, t := range w.Sources(channel, model.Supports) {
		if t.Props.Text("lifecycle") == "live" {
			return 1
		}
	}
	return 0
}

func (w world) jaccard(customer string, kind model.LinkKind) float64 {
	channels := slices.Sorted(maps.Keys(idsOf(w.Sources(customer, model.Reaches))))
	sum, n := 0., 0.
	for i, a := range channels {
		for _, b := range channels[i+1:] {
			x, y := idsOf(w.Sources(a, kind)), idsOf(w.Sources(b, kind))
			if len(union(x, y)) > 0 {
				sum, n = sum+float64(len(both(x, y)))/float64(len(union(x, y))), n+1
			}
		}
	}
	return sum / n
}

// order is the steps of a journey in its order.
func (w world) order(j string) []string {
	var out []string
	for _, l := range model.JourneySteps(w.Graph, j) {
		out = append(out, l.To)
	}
	return out
}

// classes counts the repeats of a journey by class: 0 structural, 1 late, 2 avoidable.
func (w world) classes(j string) map[string]float64 {
	out := map[string]float64{}
	steps := w.order(j)
	for i, s := range steps {
		for d := range idsOf(w.Targets(s, model.Asks)) {
			best := -1
			for g, giver := range steps[:i] {
				if !idsOf(w.Targets(giver, model.Gives))[d] {
					continue
				}
				latency := math.Inf(1)
				for t := range w.U(s) {
					latency = min(latency, w.age(w.U(giver), d, t, 1))
				}
				time := 0.
				for k := g; k < i; k++ {
					if k > g {
						time += known(w.Element(steps[k]).Props, "wait_s") + known(w.Element(steps[k]).Props, "duration_s")
					}
					for _, l := range w.Out(steps[k], model.Next) {
						if l.To == steps[k+1] {
							time += known(l.Props, "wait_s")
						}
					}
				}
				class := 2
				if math.IsInf(latency, 1) {
					class = 0
				} else if latency > time {
					class = 1
				}
				best = max(best, class)
			}
			if best >= 0 {
				out[s+" "+d] = float64(best)
			}
		}
	}
	return out
}

func div(a, b float64) float64 { return a / b } // 0/0 is no number: undefined

// twins are the metrics by their definitions: parts by id, and the whole under "".
var twins = map[string]func(w world) map[string]float64{
	"M1": func(w world) map[string]float64 {
		return w.each(model.Journey, func(j string) float64 {
			all := map[string]bool{}
			for s := range w.T(j) {
				all = union(all, w.U(s))
			}
			return float64(len(all))
		})
	},
	"M2": func(w world) map[string]float64 {
		return w.each(model.Journey, func(j string) float64 { return float64(len(w.reach(w.T(j)))) })
	},
	"M3": func(w world) map[string]float64 {
		return w.each(model.Employee, func(r string) float64 {
			all := w.uses(r)
			for _, s := range w.Targets(r, model.Performs) {
				all = union(all, w.U(s.ID))
			}
			return float64(len(all))
		})
	},
	"M4": func(w world) map[string]float64 {
		return w.each(model.Journey, func(j string) float64 {
			sum := 0.
			for s := range w.T(j) {
				for r := range w.P(s) {
					at := w.U(s)
					if len(w.uses(r)) > 0 {
						at = both(at, w.uses(r))
					}
					if w.Element(s).Props.Bool("live") {
						sum += max(0, float64(len(at)-1))
					}
				}
			}
			return sum
		})
	},
	"M5": func(w world) map[string]float64 {
		more, all := 0., 0.
		out := w.each(model.Data, func(d string) float64 {
			n := float64(len(w.H(d)))
			more, all = more+max(0, n-1), all+n
			return div(max(0, n-1), n)
		})
		out[""] = div(more, all)
		return out
	},
	"M6": func(w world) map[string]float64 {
		return w.each(model.Data, func(d string) float64 { return float64(len(w.masters(d))) })
	},
	"M7": func(w world) map[string]float64 {
		return w.each(model.Data, func(d string) float64 {
			n := 0.
			for t := range w.H(d) {
				if math.IsInf(w.age(w.masters(d), d, t, 1), 1) {
					n++
				}
			}
			return n
		})
	},
	"M8": func(w world) map[string]float64 {
		out := map[string]float64{}
		for l := range w.Links() {
			if l.Kind == model.Feeds {
				out[l.ID] = known(l.Props, "transfer_s") + known(l.Props, "interval_s")
				out[l.ID+" expected"] = known(l.Props, "transfer_s") + known(l.Props, "interval_s")/2
			}
		}
		return out
	},
	"M9": func(w world) map[string]float64 {
		out := map[string]float64{}
		for _, d := range w.OfKind(model.Data) {
			for t := range w.H(d.ID) {
				out[d.ID+"@"+t] = w.age(w.masters(d.ID), d.ID, t, 1)
				out[d.ID+"@"+t+" expected"] = w.age(w.masters(d.ID), d.ID, t, .5)
			}
		}
		return out
	},
	"M10": func(w world) map[string]float64 {
		out := w.each(model.Journey, func(j string) float64 { return div(w.pairs(j)) })
		breached, all := 0., 0.
		for _, s := range w.OfKind(model.Step) {
			b, n := w.pairsOf(s.ID)
			breached, all = breached+b, all+n
		}
		out[""] = div(breached, all)
		return out
	},
	"M11": func(w world) map[string]float64 {
		sum := 0.
		for l := range w.Links() {
			if l.Kind == model.Feeds && l.Props.Text("mode") == "manual" {
				sum += known(l.Props, "runs_per_month") * known(l.Props, "handling_s") / 3600
			}
		}
		return map[string]float64{"": sum}
	},
	"M12": func(w world) map[string]float64 {
		out := map[string]float64{}
		for _, j := range w.OfKind(model.Journey) {
			handoffs := 0.
			for s := range w.T(j.ID) {
				for _, l := range w.Out(s, model.Next) {
					apart := len(both(w.P(s), w.P(l.To))) == 0 && len(w.P(s))+len(w.P(l.To)) > 0
					if w.T(j.ID)[l.To] && (apart || l.Props.Bool("handoff")) {
						handoffs++
					}
				}
			}
			repeats := w.classes(j.ID)
			out[j.ID] = handoffs + float64(len(repeats))
			for at, class := range repeats {
				out[j.ID+" "+at] = class
			}
		}
		return out
	},
	"M13": func(w world) map[string]float64 {
		return w.each(model.Customer, func(c string) float64 {
			real, all := 0., 0.
			for _, l := range w.In(c, model.Reaches) {
				real, all = real+known(l.Props, "want")*w.live(l.From), all+known(l.Props, "want")
			}
			return div(real, all)
		})
	},
	"M14": func(w world) map[string]float64 {
		out := w.each(model.Customer, func(c string) float64 { return w.jaccard(c, model.Supports) })
		for _, c := range w.OfKind(model.Customer) {
			out[c.ID+" runs"] = w.jaccard(c.ID, model.Runs)
		}
		return out
	},
	"M15": func(w world) map[string]float64 {
		out := map[string]float64{}
		for _, t := range w.OfKind(model.Technology) {
			steps, customers := map[string]bool{}, map[string]bool{}
			for _, s := range w.OfKind(model.Step) {
				if w.stopsWith(s.ID, t.ID) {
					steps[s.ID] = true
					maps.Copy(customers, w.lived(s.ID))
				}
			}
			out[t.ID], out[t.ID+" steps"], out[t.ID+" customers"] = float64(len(steps)), float64(len(steps)), float64(len(customers))
			out[t.ID+" runs_per_month"] = w.runs(steps)
		}
		return out
	},
	"M16": func(w world) map[string]float64 {
		out := map[string]float64{}
		n := float64(len(w.inNeeds()))
		for _, t := range w.OfKind(model.Technology) {
			nodes, steps := w.resting(t.ID)
			out[t.ID] = math.NaN()
			if n > 1 {
				out[t.ID] = float64(len(nodes)) / (n - 1)
			}
			customers := map[string]bool{}
			for s := range steps {
				maps.Copy(customers, w.lived(s))
			}
			out[t.ID+" steps"], out[t.ID+" customers"], out[t.ID+" runs_per_month"] = float64(len(steps)), float64(len(customers)), w.runs(steps)
		}
		return out
	},
	"M17": func(w world) map[string]float64 {
		return map[string]float64{"": w.propagation(func(string) bool { return true }),
			" technologies": w.propagation(func(id string) bool { return w.Element(id).Kind == model.Technology })}
	},
}

// measured are the parts of a metric by id, what stands beside them by id and name, and the whole under "".
func measured(g *model.Graph, id string, want map[string]float64) map[string][2]float64 {
	r := analysis.MetricOf(id).Of(g)
	out := map[string][2]float64{}
	if r.Metric.Whole {
		out[""] = bounds(r.Value)
	}
	for _, n := range r.Beside {
		out[" "+n.Name] = bounds(n.Figure)
	}
	for i := range r.Parts {
		p := &r.Parts[i]
		out[p.ID] = bounds(p.Value)
		for _, n := range p.Beside {
			out[p.ID+" "+n.Name] = bounds(n.Figure)
		}
	}
	if id == "M12" {
		for _, j := range g.OfKind(model.Journey) {
			for _, x := range analysis.HandoversOf(g, j).Repeats {
				b, ok := map[analysis.RepeatClass][2]float64{analysis.Structural: {0, 0}, analysis.Late: {1, 1}, analysis.Avoidable: {2, 2}}[x.Class]
				if !ok {
					b = [2]float64{-1, -1} // unclear: the completions must differ
				}
				out[j.ID+" "+x.Step.ID+" "+x.Data.ID] = b
			}
		}
	}
	maps.DeleteFunc(out, func(key string, _ [2]float64) bool { _, asked := want[key]; return !asked && key != "" })
	return out
}

func TestMetricsAgainstTheirTwins(t *testing.T) {
	t.Parallel()
	for id, twin := range twins {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				s := someWorld(t)
				want := map[string][2]float64{}
				for g := range s.completions {
					for key, v := range twin(world{g}) {
						b, ok := want[key]
						switch {
						case !ok:
							b = [2]float64{v, v}
						case math.IsNaN(b[0]):
							b = [2]float64{v, v}
						case !math.IsNaN(v): // undefined only where the unknown makes it so: the others bound it
							b = [2]float64{min(b[0], v), max(b[1], v)}
						}
						want[key] = b
					}
				}
				asked := map[string]float64{}
				for key := range want {
					asked[key] = 0
				}
				got := measured(s.graph(), id, asked)
				for key, b := range want {
					g, ok := got[key]
					if b[1] >= huge/1e6 {
						b[1] = math.Inf(1)
					}
					if g == [2]float64{-1, -1} && b[0] != b[1] {
						continue
					}
					if !ok || !near(g[0], b[0]) || !near(g[1], b[1]) {
						t.Fatalf("%s of %q = %v, want %v (holes %v)", id, key, g, b, s.holes)
					}
				}
				if id != "M11" && len(got) != len(want) { // the feeds of M11 are held to the sum
					t.Fatalf("%s = %v, want parts %v", id, got, want)
				}
			})
		})
	}
}

func near(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-9*max(1, math.Abs(a))
}
