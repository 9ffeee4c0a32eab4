package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"rootline/model"
	"rootline/model/analysis"
)

// large is a model of 10,000 elements and 50,000 links, times size.
func large(size int) *model.Graph {
	r := rand.New(rand.NewPCG(1, 2))
	d := new(draw)
	names := map[model.Kind][]string{}
	add := func(kind model.Kind, n int, props func() model.Props) {
		for i := range n * size {
			id := fmt.Sprint(kind, i)
			names[kind] = append(names[kind], id)
			d.elements = append(d.elements, &model.Element{ID: id, Kind: kind, Name: id, Props: props()})
		}
	}
	half := func(p model.Props, name string, v any) {
		if r.IntN(2) == 0 {
			p[name] = v
		}
	}
	number := func(most int) model.Number { return model.Num(float64(r.IntN(most))) }
	lifecycles := []string{"live", "live", "live", "retiring", "retired-but-needed"}
	add(model.Journey, 100, func() model.Props { p := model.Props{}; half(p, "runs_per_month", number(1000)); return p })
	add(model.Step, 2000, func() model.Props {
		p := model.Props{}
		half(p, "live", r.IntN(2) == 0)
		half(p, "freshness_s", number(90000))
		half(p, "wait_s", number(90000))
		half(p, "duration_s", number(900))
		return p
	})
	add(model.Technology, 3000, func() model.Props {
		p := model.Props{}
		half(p, "lifecycle", lifecycles[r.IntN(5)])
		return p
	})
	plain := func() model.Props { return nil }
	add(model.Employee, 600, plain)
	add(model.Partner, 200, plain)
	add(model.Data, 800, plain)
	add(model.Channel, 200, plain)
	add(model.Touchpoint, 700, plain)
	add(model.Customer, 100, plain)
	add(model.Problem, 500, func() model.Props {
		p := model.Props{}
		half(p, "cost_per_month", model.Number{Lo: 100, Hi: float64(100 + r.IntN(900))})
		return p
	})
	add(model.Cause, 1800, func() model.Props {
		if r.IntN(3) == 0 {
			return model.Props{"stop": "root"}
		}
		return nil
	})
	n := 0
	link := func(kind model.LinkKind, from, to string, props model.Props) {
		n++
		d.links = append(d.links, &model.Link{ID: fmt.Sprint("l", n), Kind: kind, From: from, To: to, Props: props})
	}
	one := func(kind model.Kind) string { return names[kind][r.IntN(len(names[kind]))] }
	some := func(kind model.LinkKind, count int, from, to model.Kind, props func() model.Props) {
		for range count * size {
			link(kind, one(from), one(to), props())
		}
	}
	for i, s := range names[model.Step] {
		j := names[model.Journey][i%len(names[model.Journey])]
		link(model.HasStep, j, s, model.Props{"order": model.Num(float64(i))})
		if before := i - len(names[model.Journey]); before >= 0 {
			link(model.Next, names[model.Step][before], s, nil)
		}
	}
	some(model.Serves, 6000, model.Technology, model.Step, func() model.Props { p := model.Props{}; half(p, "group", fmt.Sprint(r.IntN(3))); return p })
	for range 7000 * size { // from later to earlier, and now and then back: layers, with some circles
		a, b := r.IntN(3000*size), r.IntN(3000*size)
		if a < b != (r.IntN(500) == 0) {
			a, b = b, a
		}
		link(model.DependsOn, names[model.Technology][a], names[model.Technology][b], nil)
	}
	some(model.Feeds, 6000, model.Technology, model.Technology, func() model.Props {
		p := model.Props{"mode": []string{"sync", "batch", "manual"}[r.IntN(3)], "data": []string{one(model.Data), one(model.Data)}}
		half(p, "transfer_s", number(100))
		half(p, "interval_s", number(90000))
		half(p, "runs_per_month", number(100))
		half(p, "handling_s", number(100))
		if r.IntN(100) == 0 {
			delete(p, "data")
		}
		return p
	})
	some(model.Holds, 4000, model.Technology, model.Data, func() model.Props {
		if r.IntN(4) == 0 {
			return model.Props{"master": true}
		}
		return nil
	})
	some(model.Performs, 3000, model.Employee, model.Step, plain)
	some(model.Performs, 1000, model.Partner, model.Step, plain)
	some(model.Uses, 4000, model.Employee, model.Technology, plain)
	some(model.Asks, 3000, model.Step, model.Data, plain)
	some(model.Gives, 1500, model.Step, model.Data, plain)
	some(model.Reaches, 1500, model.Channel, model.Customer, func() model.Props { p := model.Props{"policy": "serve"}; half(p, "want", number(4)); return p })
	some(model.Supports, 1500, model.Technology, model.Touchpoint, plain)
	some(model.Supports, 600, model.Technology, model.Channel, plain)
	some(model.Runs, 500, model.Employee, model.Channel, plain)
	some(model.Offers, 800, model.Channel, model.Touchpoint, plain)
	some(model.At, 1500, model.Step, model.Touchpoint, plain)
	some(model.Lives, 300, model.Customer, model.Journey, plain)
	for i, c := range names[model.Cause] {
		if i < len(names[model.Problem]) || r.IntN(2) == 0 {
			link(model.Because, names[model.Problem][r.IntN(len(names[model.Problem]))], c, nil)
		} else {
			link(model.Because, names[model.Cause][r.IntN(i)], c, nil)
		}
	}
	some(model.LocatedIn, 1800, model.Cause, model.Technology, plain)
	for len(d.links) < 50_000*size {
		link(model.PartOf, one(model.Touchpoint), names[model.Touchpoint][0], nil)
	}
	return d.graph()
}

// BenchmarkMetrics measures every metric of a graph that nobody has looked at yet.
func BenchmarkMetrics(b *testing.B) {
	for _, size := range []int{1, 10} {
		g := large(size)
		b.Run(fmt.Sprint(10000*size), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				fresh := again(g)
				b.StartTimer()
				analysis.Metrics(fresh)
			}
		})
	}
}

// again is the same graph without what was derived from it.
func again(g *model.Graph) *model.Graph {
	var elements []*model.Element
	var links []*model.Link
	for e := range g.Elements() {
		elements = append(elements, e)
	}
	for l := range g.Links() {
		links = append(links, l)
	}
	return model.NewGraph(elements, links)
}

// BenchmarkMetric measures each metric by itself, what they share being there.
func BenchmarkMetric(b *testing.B) {
	g := large(1)
	for _, m := range analysis.Registry {
		b.Run(m.ID, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				fresh := again(g)
				analysis.NeedsOf(fresh)
				for kind := range model.LinkKinds {
					analysis.Warm(fresh, model.LinkKinds[kind].Kind)
				}
				b.StartTimer()
				m.Of(fresh)
			}
		})
	}
}

// inTurns does two things in turns and states the median time of each, and how often the first goes into the second. What ready does
// before the second, if anything, is not counted, nor what it leaves to the collector.
func inTurns(b *testing.B, bare, ready, whole func()) {
	b.Helper()
	var took [2][]time.Duration
	for range b.N {
		for i, do := range []func(){bare, whole} {
			if i == 1 && ready != nil {
				ready()
				runtime.GC()
			}
			begun := time.Now()
			do()
			took[i] = append(took[i], time.Since(begun))
		}
	}
	for i := range took {
		slices.Sort(took[i])
	}
	one, other := took[0][b.N/2], took[1][b.N/2]
	b.ReportMetric(float64(one.Nanoseconds())/1e6, "bare-ms")
	b.ReportMetric(float64(other.Nanoseconds())/1e6, "whole-ms")
	b.ReportMetric(float64(other)/float64(one), "ratio")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRipple follows the element on which most rests, in turns with a bare search over the same adjacency: over what needs what
// alone, and over all that the ripple follows.
func BenchmarkRipple(b *testing.B) {
	g := large(10)
	most := ""
	best := 0
	for _, p := range analysis.MetricOf("M16").Of(g).Parts {
		if v := int(p.Get("nodes").Lo); v > best {
			best, most = v, p.ID
		}
	}
	needs, beyond := analysis.Adjacency(g)
	r := analysis.RippleOf(g, most)
	all := len(r.Rests) + len(r.Contacts) + len(r.Journeys) + len(r.Customers)
	for name, c := range map[string]struct {
		over  []func(model.Handle) []model.Handle
		reach int
	}{"needs": {over: []func(model.Handle) []model.Handle{needs}, reach: best}, "all": {[]func(model.Handle) []model.Handle{needs, beyond}, all}} {
		b.Run("bare="+name, func(b *testing.B) {
			inTurns(b, func() {
				seen := make([]bool, g.Span())
				todo := []model.Handle{g.Handle(most)}
				seen[todo[0]] = true
				for i := 0; i < len(todo); i++ {
					for _, next := range c.over {
						for _, h := range next(todo[i]) {
							if !seen[h] {
								seen[h] = true
								todo = append(todo, h)
							}
						}
					}
				}
				if len(todo) != c.reach+1 {
					b.Fatalf("reached %d, want %v", len(todo)-1, c.reach)
				}
			}, nil, func() {
				if r := analysis.RippleOf(g, most); len(r.Rests) != best {
					b.Fatalf("reached %d, want %v", len(r.Rests), best)
				}
			})
			b.ReportMetric(float64(c.reach), "reached")
		})
	}
}

// BenchmarkRanking ranks the causes of 100,000 elements and 500,000 links across all problems, in turns with twenty bare passes over
// all links: of a graph that nobody has looked at yet, and after an edit of a system, of what a cause is called, of whether it is a
// root, and of what a problem costs.
func BenchmarkRanking(b *testing.B) {
	g := large(10)
	ends := g.Ends()
	sum, next := make([]float64, g.Span()), make([]float64, g.Span())
	bare := func() {
		for range 20 {
			clear(next)
			for l, from := range ends.From {
				next[ends.To[l]] += sum[from] + 1
			}
			sum, next = next, sum
		}
	}
	var fresh *model.Graph
	b.Run("whole", func(b *testing.B) {
		inTurns(b, bare, func() { fresh = again(g) }, func() { analysis.Causes(fresh) })
	})
	for _, edit := range []struct {
		name, id, field string
		as              func(n int) any
	}{
		{"system", "technology7", "notes", func(n int) any { return fmt.Sprint(n) }},
		{"cause", "cause7", "notes", func(n int) any { return fmt.Sprint(n) }},
		{"root", "cause7", "props.stop", func(n int) any { return []any{"root", nil}[n%2] }},
		{"cost", "problem7", "props.cost_per_month", func(n int) any { return model.Num(float64(n + 1)) }},
	} {
		b.Run("edited="+edit.name, func(b *testing.B) {
			analysis.Causes(g)
			now, n := g, 0
			inTurns(b, bare, func() {
				edited, _, err := now.Apply(model.Change{Ops: []model.Op{model.Set(edit.id, edit.field, now.Element(edit.id).Field(edit.field), edit.as(n))}})
				if err != nil {
					b.Fatal(err)
				}
				now, n = edited, n+1
			}, func() { analysis.Causes(now) })
		})
	}
}

// BenchmarkUnknowns asks what to find out of a graph that has been measured.
func BenchmarkUnknowns(b *testing.B) {
	g := large(1)
	for range b.N {
		b.StopTimer()
		fresh := again(g)
		analysis.Metrics(fresh)
		b.StartTimer()
		analysis.Unknowns(fresh, 15)
	}
}

// BenchmarkDisconnects looks at a graph that nobody has looked at yet.
func BenchmarkDisconnects(b *testing.B) {
	g := large(1)
	for range b.N {
		b.StopTimer()
		fresh := again(g)
		b.StartTimer()
		analysis.Disconnects(fresh)
	}
}

// BenchmarkCauses ranks the causes of a graph that nobody has looked at yet.
func BenchmarkCauses(b *testing.B) {
	g := large(1)
	for range b.N {
		b.StopTimer()
		fresh := again(g)
		b.StartTimer()
		analysis.Causes(fresh)
	}
}
