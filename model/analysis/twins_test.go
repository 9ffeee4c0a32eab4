package analysis_test

import (
	"maps"
	"math"
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

func div(a, b float64) float64 { return a / b } // 0/0 is no number: undefined

// unsaid is a value of which nothing is recorded: it can be anything from nothing on.
const unsaid = -1.0

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
			steps := w.Targets(r, model.Performs)
			if len(all) == 0 && len(steps) == 0 {
				return unsaid
			}
			for _, s := range steps {
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
					if b == [2]float64{unsaid, unsaid} {
						b = [2]float64{0, math.Inf(1)}
					}
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
