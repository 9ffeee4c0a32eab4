package analysis

import (
	"math/bits"
	"slices"

	"rootline/model"
)

// Metrics M15 to M17: what stops when one technology stops.

// touched is what rests on one technology.
type touched struct {
	nodes, systems, steps, customers int // nodes and systems with the technology itself
	runs                             span
	journeys                         []uint64 // a bit for each, in order of arrival
}

// gathered is what rests on each technology, by their groups.
type gathered struct {
	*order
	sums []touched
}

func (x *gathered) at(t model.Handle) *touched { return &x.sums[x.group[t]] }

// labels number what can rest on a technology: first the steps, then technologies, then actors, then journeys and customers.
type labels struct {
	of       []int32 // by handle; -1 = none
	bounds   [6]int  // where each sort begins, and the end
	journeys []model.Handle
	runs     []span // of each journey
	beyond   lists
}

func labelsOf(g *model.Graph) *labels {
	l := &labels{of: make([]int32, g.Span()), beyond: beyondOf(g)}
	for i := range l.of {
		l.of[i] = -1
	}
	n := 0
	for i, kinds := range [][]model.Kind{{model.Step}, {model.Technology}, {model.Employee, model.Partner}, {model.Journey}, {model.Customer}} {
		l.bounds[i] = n
		for _, k := range kinds {
			for _, h := range g.HandlesOf(k) {
				l.of[h] = int32(n)
				n++
			}
		}
	}
	l.bounds[5] = n
	l.journeys = g.HandlesOf(model.Journey)
	for _, j := range l.journeys {
		l.runs = append(l.runs, spanOf(g.At(j).Props, "runs_per_month"))
	}
	return l
}

// order groups the technologies that need each other in circles, so that a group comes after all that need it (Tarjan 1972).
type order struct {
	group  []int32 // by handle; -1 = no technology
	groups [][]model.Handle
}

func orderOf(g *model.Graph) *order {
	return model.Keep(g, "analysis.order", slices.Concat(onNeeds, model.Each(model.Members, model.Technology)), func() *order {
		needs := NeedsOf(g)
		span := g.Span()
		o := &order{group: make([]int32, span)}
		index, low := make([]int32, span), make([]int32, span) // 0 = not met yet
		for i := range o.group {
			o.group[i] = -1
		}
		onStack := make([]bool, span)
		var stack []model.Handle
		type frame struct {
			h    model.Handle
			next int
		}
		var call []frame
		met := int32(0)
		enter := func(h model.Handle) {
			met++
			index[h], low[h] = met, met
			stack = append(stack, h)
			onStack[h] = true
			call = append(call, frame{h, 0})
		}
		for _, h := range g.HandlesOf(model.Technology) {
			if h := h; index[h] == 0 {
				enter(h)
			}
			for len(call) > 0 {
				f := &call[len(call)-1]
				if down := needs.down.at(f.h); f.next < len(down) {
					to := down[f.next]
					f.next++
					if index[to] == 0 {
						enter(to)
					} else if onStack[to] {
						low[f.h] = min(low[f.h], index[to])
					}
					continue
				}
				h := f.h
				call = call[:len(call)-1]
				if len(call) > 0 {
					up := call[len(call)-1].h
					low[up] = min(low[up], low[h])
				}
				if low[h] != index[h] {
					continue
				}
				var members []model.Handle
				for {
					t := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					onStack[t] = false
					o.group[t] = int32(len(o.groups))
					members = append(members, t)
					if t == h {
						break
					}
				}
				o.groups = append(o.groups, members)
			}
		}
		// What is needed was finished first: turn round.
		for i, j := 0, len(o.groups)-1; i < j; i, j = i+1, j-1 {
			o.groups[i], o.groups[j] = o.groups[j], o.groups[i]
		}
		for i, members := range o.groups {
			for _, t := range members {
				o.group[t] = int32(i)
			}
		}
		return o
	})
}

// blockWords bounds the memory of one pass: words over all groups.
const blockWords = 1 << 21

// gather says of each technology what rests on it: base yields what does at once, and what rests on a technology rests on all
// that it needs. The sets are bits, as many at a time as fit into memory; base is asked anew each time.
func gather(g *model.Graph, l *labels, base func(t model.Handle, put func(label int32))) *gathered {
	o, needs := orderOf(g), NeedsOf(g)
	sums := make([]touched, len(o.groups))
	wide := (len(l.journeys) + 63) / 64
	journeys := make([]uint64, wide*len(sums))
	for i := range sums {
		sums[i].journeys = journeys[i*wide : (i+1)*wide]
	}
	words := max(1, min(blockWords/max(1, len(o.groups)), (l.bounds[5]+63)/64))
	sets := make([]uint64, words*len(o.groups))
	for from := 0; from < l.bounds[5]; from += 64 * words {
		clear(sets)
		for i, members := range o.groups {
			set := sets[i*words : (i+1)*words]
			for _, t := range members {
				base(t, func(label int32) {
					if k := int(label) - from; k >= 0 && k < 64*words {
						set[k/64] |= 1 << (k % 64)
					}
				})
			}
			for _, t := range members {
				for _, down := range needs.down.at(t) {
					if to := int(o.group[down]); to != i {
						under := sets[to*words : (to+1)*words]
						for k, w := range set {
							under[k] |= w
						}
					}
				}
			}
			sums[i].count(l, from, set)
		}
	}
	return &gathered{o, sums}
}

// count adds what a block of a set holds, from the label from on.
func (t *touched) count(l *labels, from int, set []uint64) {
	for k, w := range set {
		first := from + 64*k
		if w == 0 {
			continue
		}
		t.steps += within(w, first, l.bounds[0], l.bounds[1])
		t.systems += within(w, first, l.bounds[1], l.bounds[2])
		t.nodes += within(w, first, l.bounds[0], l.bounds[3])
		t.customers += within(w, first, l.bounds[4], l.bounds[5])
		if first+64 > l.bounds[3] && first < l.bounds[4] {
			for ; w != 0; w &= w - 1 {
				if label := first + bits.TrailingZeros64(w); label >= l.bounds[3] && label < l.bounds[4] {
					j := label - l.bounds[3]
					t.runs = t.runs.plus(l.runs[j])
					t.journeys[j/64] |= 1 << (j % 64)
				}
			}
		}
	}
}

// within counts the bits of a word, the first of which is the label first, that are labels from lo to below hi.
func within(w uint64, first, lo, hi int) int {
	lo, hi = max(lo-first, 0), min(hi-first, 64)
	if lo >= hi {
		return 0
	}
	w &= ^uint64(0) << lo
	if hi < 64 {
		w &= 1<<hi - 1
	}
	return bits.OnesCount64(w)
}

// putStep puts a step with its journeys and customers.
func (l *labels) putStep(step model.Handle, put func(int32)) {
	put(l.of[step])
	for _, h := range l.beyond.at(step) {
		put(l.of[h])
	}
}

// blast is what rests on each technology over needs.
func blast(g *model.Graph) *gathered {
	return model.Keep(g, "analysis.blast", onBlast, func() *gathered {
		l, needs, kinds := labelsOf(g), NeedsOf(g), g.KindNumbers()
		return gather(g, l, func(t model.Handle, put func(int32)) {
			put(l.of[t])
			for _, up := range needs.up.at(t) {
				switch kinds[up] {
				case aStep:
					l.putStep(up, put)
				case anEmployee, aPartner:
					put(l.of[up])
				}
			}
		})
	})
}

// journeys tells of each group of technologies which journeys rest on it: the place of the journey among all, how many technologies the
// group has, and how many journeys of those that count rest on it; all count where none are named.
func (x *gathered) journeys(tell func(journey, systems, of int), count []uint64) {
	for i, members := range x.groups {
		row, of := x.sums[i].journeys, 0
		for k, w := range row {
			if count != nil {
				w &= count[k]
			}
			of += bits.OnesCount64(w)
		}
		for k, w := range row {
			if count != nil {
				w &= count[k]
			}
			for ; w != 0; w &= w - 1 {
				tell(64*k+bits.TrailingZeros64(w), len(members), of)
			}
		}
	}
}

// blastRadius is M16.
func blastRadius(g *model.Graph) *Result {
	needs, of := NeedsOf(g), blast(g)
	r := &Result{Parts: make([]Part, 0, len(g.OfKind(model.Technology)))}
	for h, e := range ofKinds(g, model.Technology) {
		t := of.at(h)
		v := Figure{Sort: Undefined}
		if n := needs.Len(); n > 1 {
			v = Exactly(float64(t.nodes-1) / float64(n-1))
		}
		r.Parts = append(r.Parts, partOf(e, v, append([]Named{{"nodes", Exactly(float64(t.nodes - 1))}}, t.beside()...)...))
	}
	return r
}

func (t *touched) beside() []Named {
	return []Named{{"steps", Exactly(float64(t.steps))}, {"customers", Exactly(float64(t.customers))}, {"runs_per_month", t.runs.figure()}}
}

func behindBlast(g *model.Graph, p *Part) []Trace {
	r := RippleOf(g, p.ID)
	byKind := make(map[model.Kind][]model.Handle)
	for _, list := range [][]Reached{r.Rests, r.Journeys, r.Customers} {
		for _, x := range list {
			k := g.At(x.Handle).Kind
			if k == model.Partner {
				k = model.Employee
			}
			byKind[k] = append(byKind[k], x.Handle)
		}
	}
	var out []Trace
	for _, k := range []model.Kind{model.Customer, model.Journey, model.Step, model.Employee, model.Technology} {
		if len(byKind[k]) > 0 {
			out = append(out, trace(g, "rests."+string(k), byKind[k]...))
		}
	}
	return out
}

// propagation is M17: Σ |reach(a)| / n² over all nodes, and beside it over the technologies among them alone. What reaches
// is counted at what is reached, which comes to the same sum.
func propagation(g *model.Graph) *Result {
	needs, of := NeedsOf(g), blast(g)
	all, systems, n := 0, 0, 0
	for _, h := range needs.nodes {
		if of.group[h] < 0 {
			all++ // nothing needs a step or an actor but itself
			continue
		}
		t := of.at(h)
		all, systems, n = all+t.nodes, systems+t.systems, n+1
	}
	r := &Result{Value: perSquare(all, needs.Len())}
	r.Beside = []Named{{"technologies", perSquare(systems, n)}, {"nodes", Exactly(float64(needs.Len()))}}
	return r
}

func perSquare(sum, n int) Figure {
	if n == 0 {
		return Figure{Sort: Undefined}
	}
	return Exactly(float64(sum) / float64(n) / float64(n))
}

// alternatives are the groups of technologies that serve a step: what has no group stands alone.
func alternatives(g *model.Graph, step model.Handle) [][]model.Handle {
	serves := relationOf(g, model.Serves)
	var out [][]model.Handle
	var names []string // of the groups
	for _, l := range serves.in.at(step) {
		name := serves.props(l).Text("group")
		if i := slices.Index(names, name); i >= 0 && name != "" {
			out[i] = append(out[i], serves.from[l])
			continue
		}
		out, names = append(out, serves.from[l:l+1:l+1]), append(names, name)
	}
	return out
}

// commonNeeds are the technologies without which none of these works: themselves where there is one, and what all need hard.
func commonNeeds(needs *Needs, seen *marks, members []model.Handle) []model.Handle {
	seen.clear()
	common := reach(needs.down, seen, []model.Handle{members[0]})
	for _, m := range members[1:] {
		seen.clear()
		reach(needs.down, seen, []model.Handle{m})
		kept := common[:0]
		for _, h := range common {
			if seen.has(h) {
				kept = append(kept, h)
			}
		}
		common = kept
	}
	return common
}

// stopped is what stops with each technology.
func stopped(g *model.Graph) *gathered {
	return model.Keep(g, "analysis.stopped", onStopped, func() *gathered {
		needs, seen, l := NeedsOf(g), marksOf(g), labelsOf(g)
		var stop pairs // steps that stop with a technology, and so with all that it needs
		for _, step := range g.HandlesOf(model.Step) {
			for _, members := range alternatives(g, step) {
				common := members[:1]
				if len(members) > 1 {
					common = commonNeeds(needs, seen, members)
				}
				for _, t := range common {
					stop.add(t, step)
				}
			}
		}
		stops := stop.lists(g)
		return gather(g, l, func(t model.Handle, put func(int32)) {
			for _, step := range stops.at(t) {
				l.putStep(step, put)
			}
		})
	})
}

// singlePoints is M15.
func singlePoints(g *model.Graph) *Result {
	of := stopped(g)
	r := &Result{Parts: make([]Part, 0, len(g.OfKind(model.Technology)))}
	for h, e := range ofKinds(g, model.Technology) {
		t := of.at(h)
		r.Parts = append(r.Parts, partOf(e, Exactly(float64(t.steps)), t.beside()...))
	}
	return r
}

// behindSinglePoint names the steps that stop.
func behindSinglePoint(g *model.Graph, p *Part) []Trace {
	needs, seen, t := NeedsOf(g), marksOf(g), g.Handle(p.ID)
	var steps []model.Handle
	for _, step := range g.HandlesOf(model.Step) {
		for _, members := range alternatives(g, step) {
			if slices.Contains(commonNeeds(needs, seen, members), t) {
				steps = append(steps, step)
				break
			}
		}
	}
	if len(steps) == 0 {
		return nil
	}
	return []Trace{trace(g, "stops", steps...)}
}
