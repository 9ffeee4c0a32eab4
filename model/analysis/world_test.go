package analysis_test

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"rootline/model"
)

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
