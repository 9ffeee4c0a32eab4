package analysis

import (
	"cmp"
	"math"
	"slices"

	"rootline/model"
)

// Fixes are the causes to fix so that problems cannot happen any more.
type Fixes struct {
	Causes  []string // ids, the nearest to the problems first
	Cost    float64  // of these fixes
	Covers  []string // ids of the problems that cannot happen then
	Money   float64  // what those cost a month, where it is known
	Optimal bool     // there is nothing better
	Bound   float64  // without a budget, no set costs less; with one, none covers problems that cost more a month
}

// An effect is broken where it is fixed itself, or where its causes no longer bring it about: with an AND gate where any of them is
// broken, else, and also where nobody said how they combine, where all are (each may suffice alone). A fix costs what its dearest
// known estimate of the cheapest action says; where none is known, one unit. Causes that are disproved do not count; those that are
// as designed or outside cannot be fixed, only what is beneath them.
//
// Finding the least set is finding the least transversal of such a graph, which is hard; so the search goes through ways to break what
// must be broken, cuts off what cannot be better than what it has (branch and bound, Land and Doig 1960), and stops at a limit, from
// where on it says how far from the best it may be.

// fixWork is where the search stops: steps times nodes that each looks at.
const fixWork = 8_000_000

// SmallestFixes returns the cheapest set of causes that breaks these problems, all that are not closed where none is named; with a
// budget the affordable set that breaks those that cost most. Problems that no set breaks are left out of what is covered.
func SmallestFixes(g *model.Graph, budget *float64, problems ...string) Fixes {
	f := newFixer(g, problems)
	if budget == nil {
		f.all()
	} else {
		f.within(*budget)
	}
	return f.answer(budget)
}

// fixer is one search. Nodes are problems and causes, each before what is beneath it.
type fixer struct {
	g        *model.Graph
	nodes    []*model.Element
	down     [][]int
	and      []bool
	cost     []float64 // +Inf = cannot be fixed
	beneath  [][]uint64
	problems []int // those that can be broken
	money    []float64

	fixed    []bool
	spent    float64
	steps    int
	stopped  bool // at the limit
	cut      bool // some search was
	best     []bool
	bestCost float64
	bestGain gain
	bound    float64
	worth    []float64 // of atLeast
	is       []bool    // of broken
}

// gain is what a set with a budget achieves: money a month, then problems, then what it saves of the budget.
type gain struct {
	money float64
	count int
	cost  float64
}

func (a gain) better(b gain) bool {
	return cmp.Or(cmp.Compare(a.money, b.money), cmp.Compare(a.count, b.count), cmp.Compare(b.cost, a.cost)) > 0
}

func newFixer(g *model.Graph, problems []string) *fixer {
	if len(problems) == 0 {
		for _, p := range g.OfKind(model.Problem) {
			if p.Props.Text("status") != "closed" {
				problems = append(problems, p.ID)
			}
		}
	}
	f := &fixer{g: g, bestCost: math.Inf(1)}
	because := relationOf(g, model.Because)
	// One order for all: a node is finished after what is beneath it.
	place := make(map[model.Handle]int)
	var order []model.Handle
	var visit func(h model.Handle)
	visit = func(h model.Handle) {
		if _, ok := place[h]; ok {
			return
		}
		place[h] = -1
		for _, l := range because.out.at(h) {
			if counts(g, because, l) {
				visit(because.to[l])
			}
		}
		order = append(order, h)
	}
	for _, id := range problems {
		if h := g.Handle(id); h != model.None {
			visit(h)
		}
	}
	slices.Reverse(order)
	for i, h := range order {
		place[h] = i
	}
	n := len(order)
	f.down, f.and, f.cost, f.beneath, f.fixed, f.worth = make([][]int, n), make([]bool, n), make([]float64, n), make([][]uint64, n), make([]bool, n), make([]float64, n)
	f.is = make([]bool, n)
	for i := n - 1; i >= 0; i-- {
		e := g.At(order[i])
		f.and[i], f.cost[i] = e.Props.Text("gate") == "and", fixCost(g, e)
		f.beneath[i] = make([]uint64, (n+63)/64)
		f.beneath[i][i/64] |= 1 << (i % 64)
		for _, l := range because.out.at(order[i]) {
			if c := place[because.to[l]]; counts(g, because, l) && !slices.Contains(f.down[i], c) {
				f.down[i] = append(f.down[i], c)
				for k, w := range f.beneath[c] {
					f.beneath[i][k] |= w
				}
			}
		}
	}
	for _, h := range order {
		f.nodes = append(f.nodes, g.At(h))
	}
	least := f.atLeast()
	seen := make(map[int]bool)
	for _, id := range problems {
		h := g.Handle(id)
		if h == model.None || seen[place[h]] || math.IsInf(least[place[h]], 1) {
			continue
		}
		seen[place[h]] = true
		f.problems = append(f.problems, place[h])
		money := 0.
		if c, ok := g.At(h).Props.Number("cost_per_month"); ok {
			money = c.Mid()
		}
		f.money = append(f.money, money)
	}
	return f
}

// fixCost is what fixing a cause costs, +Inf where it cannot be fixed.
func fixCost(g *model.Graph, e *model.Element) float64 {
	if stop := e.Props.Text("stop"); e.Kind != model.Cause || stop == "as-designed" || stop == "outside" {
		return math.Inf(1)
	}
	cost, known := FixCost(g, e)
	if !known {
		return 1
	}
	return cost
}

// FixCost is what the cheapest action against a cause costs, at most, in the currency of the workspace; false where nobody
// said. Actions that were rejected do not count.
func FixCost(g *model.Graph, cause *model.Element) (float64, bool) {
	least := math.Inf(1)
	for _, a := range g.Sources(cause.ID, model.Addresses) {
		if n, ok := a.Props.Number("cost"); ok && a.Props.Text("status") != "rejected" {
			least = min(least, max(n.Hi, 0))
		}
	}
	return least, !math.IsInf(least, 1)
}

// atLeast bounds from below what it still costs to break each node, by node. The slice is used again by the next call.
func (f *fixer) atLeast() []float64 {
	for i := len(f.down) - 1; i >= 0; i-- {
		if f.fixed[i] {
			f.worth[i] = 0
			continue
		}
		ways := math.Inf(1)
		switch {
		case len(f.down[i]) == 0:
		case f.and[i]:
			for _, c := range f.down[i] {
				ways = min(ways, f.worth[c])
			}
		default:
			ways = f.together(f.down[i])
		}
		f.worth[i] = min(f.cost[i], ways)
	}
	return f.worth
}

// together bounds from below what it costs to break all of these: where nothing lies beneath two of them, their costs add up.
func (f *fixer) together(nodes []int) float64 {
	sum := 0.
	used := make([]uint64, len(f.beneath[nodes[0]]))
	most := slices.Clone(nodes)
	slices.SortFunc(most, func(a, b int) int { return cmp.Compare(f.worth[b], f.worth[a]) })
	for _, n := range most {
		apart := true
		for k, w := range f.beneath[n] {
			apart = apart && w&used[k] == 0
		}
		if apart || math.IsInf(f.worth[n], 1) {
			sum += f.worth[n]
			for k, w := range f.beneath[n] {
				used[k] |= w
			}
		}
	}
	return sum
}

// broken says which nodes are broken by what is fixed. The slice is used again by the next call.
func (f *fixer) broken() []bool {
	for i := len(f.down) - 1; i >= 0; i-- {
		switch {
		case f.fixed[i]:
			f.is[i] = true
		case len(f.down[i]) == 0:
			f.is[i] = false
		case f.and[i]:
			f.is[i] = slices.ContainsFunc(f.down[i], func(c int) bool { return f.is[c] })
		default:
			f.is[i] = !slices.ContainsFunc(f.down[i], func(c int) bool { return !f.is[c] })
		}
	}
	return f.is
}

// breakAll goes through the ways to break all of these nodes, cheapest first, and calls done for each at the cost it has then. worthwhile
// says whether a way that costs at least so much can still be the best.
func (f *fixer) breakAll(must []int, worthwhile func(cost float64) bool, done func()) {
	if f.steps++; f.steps*len(f.nodes) > fixWork {
		f.stopped = true
		return
	}
	is := f.broken()
	must = slices.DeleteFunc(slices.Clone(must), func(i int) bool { return is[i] })
	if len(must) == 0 {
		if worthwhile(f.spent) {
			done()
		}
		return
	}
	f.atLeast()
	if !worthwhile(f.spent + f.together(must)) {
		return
	}
	// The lowest first: what is fixed beneath may break what is above.
	first := slices.Max(must)
	rest := slices.DeleteFunc(must, func(i int) bool { return i == first })
	type way struct {
		fix  int
		must []int
		cost float64
	}
	var ways []way
	if !math.IsInf(f.cost[first], 1) {
		ways = append(ways, way{fix: first, cost: f.cost[first]})
	}
	switch {
	case len(f.down[first]) == 0:
	case f.and[first]:
		for _, c := range f.down[first] {
			ways = append(ways, way{fix: -1, must: []int{c}, cost: f.worth[c]})
		}
	default:
		ways = append(ways, way{fix: -1, must: f.down[first], cost: f.together(f.down[first])})
	}
	slices.SortStableFunc(ways, func(a, b way) int { return cmp.Compare(a.cost, b.cost) })
	for _, w := range ways {
		if math.IsInf(w.cost, 1) {
			continue
		}
		if w.fix >= 0 {
			f.fixed[w.fix] = true
			f.spent += f.cost[w.fix]
			f.breakAll(rest, worthwhile, done)
			f.spent -= f.cost[w.fix]
			f.fixed[w.fix] = false
		} else {
			f.breakAll(append(slices.Clone(rest), w.must...), worthwhile, done)
		}
	}
}

// all breaks every problem that can be broken. Problems that share no cause are searched apart: what is best for each is best for all.
func (f *fixer) all() {
	for _, group := range f.apart() {
		f.steps, f.stopped = 0, false
		f.atLeast()
		bound := f.spent + f.together(group)
		f.bestCost, f.best = math.Inf(1), nil
		f.breakAll(group, func(cost float64) bool { return cost < f.bestCost-1e-9 }, func() {
			f.bestCost, f.best = f.spent, slices.Clone(f.fixed)
		})
		f.cut = f.cut || f.stopped
		if f.best == nil { // the limit came before any way to the end
			for _, p := range group {
				f.fixCheaply(p)
			}
			f.bestCost, f.best = f.spent, slices.Clone(f.fixed)
		}
		if !f.stopped {
			bound = f.bestCost
		}
		f.bound += bound - f.spent
		if f.spent = f.bestCost; f.best != nil {
			f.fixed = f.best
		}
	}
	f.best = f.fixed
}

// apart groups the problems so that those with a cause in common stand together.
func (f *fixer) apart() [][]int {
	var out [][]int
	var shared [][]uint64
	for _, p := range f.problems {
		group, under := []int{p}, slices.Clone(f.beneath[p])
		for i := 0; i < len(out); {
			meets := false
			for k, w := range shared[i] {
				meets = meets || w&under[k] != 0
			}
			if !meets {
				i++
				continue
			}
			group = append(out[i], group...)
			for k, w := range shared[i] {
				under[k] |= w
			}
			out, shared = slices.Delete(out, i, i+1), slices.Delete(shared, i, i+1)
		}
		out, shared = append(out, group), append(shared, under)
	}
	return out
}

// fixCheaply breaks one node by what seems cheapest, and keeps it so.
func (f *fixer) fixCheaply(i int) {
	if f.broken()[i] {
		return
	}
	f.atLeast()
	if f.cost[i] <= f.worth[i] && !math.IsInf(f.cost[i], 1) {
		f.fixed[i], f.spent = true, f.spent+f.cost[i]
		return
	}
	if f.and[i] {
		f.fixCheaply(slices.MinFunc(f.down[i], func(a, b int) int { return cmp.Compare(f.worth[a], f.worth[b]) }))
		return
	}
	for _, c := range f.down[i] {
		f.fixCheaply(c)
	}
}

// within breaks the dearest problems that a budget allows: it takes them in order of what they cost, each broken in one of the ways there
// are, or left.
func (f *fixer) within(budget float64) {
	order := make([]int, len(f.problems))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(f.money[b], f.money[a]) })
	f.best = slices.Clone(f.fixed)
	var take func(k int)
	take = func(k int) {
		if f.stopped {
			return
		}
		now := f.achieved()
		if now.better(f.bestGain) {
			f.bestGain, f.best = now, slices.Clone(f.fixed)
		}
		if k == len(order) {
			return
		}
		if most := f.hoped(now, order[k:], budget); !most.better(f.bestGain) {
			return
		}
		p := f.problems[order[k]]
		if !f.broken()[p] {
			f.breakAll([]int{p}, func(cost float64) bool { return cost <= budget+1e-9 }, func() { take(k + 1) })
		}
		take(k + 1)
	}
	f.bound = f.hoped(gain{}, order, budget).money
	take(0)
	if !f.stopped {
		f.bound = f.bestGain.money
	}
}

func (f *fixer) achieved() gain {
	g := gain{cost: f.spent}
	is := f.broken()
	for i, p := range f.problems {
		if is[p] {
			g.money, g.count = g.money+f.money[i], g.count+1
		}
	}
	return g
}

// hoped bounds from above what can be achieved with the rest of a budget.
func (f *fixer) hoped(now gain, rest []int, budget float64) gain {
	f.atLeast()
	is := f.broken()
	for _, i := range rest {
		if p := f.problems[i]; !is[p] && f.spent+f.worth[p] <= budget+1e-9 {
			now.money, now.count = now.money+f.money[i], now.count+1
		}
	}
	return now
}

func (f *fixer) answer(budget *float64) Fixes {
	out := Fixes{Causes: []string{}, Covers: []string{}, Optimal: !f.stopped && !f.cut, Bound: f.bound}
	if f.fixed = f.best; f.fixed == nil {
		f.fixed = make([]bool, len(f.nodes))
	}
	f.leaveOut()
	for i, on := range f.fixed {
		if on {
			out.Causes, out.Cost = append(out.Causes, f.nodes[i].ID), out.Cost+f.cost[i]
		}
	}
	is := f.broken()
	for i, p := range f.problems {
		if is[p] {
			out.Covers, out.Money = append(out.Covers, f.nodes[p].ID), out.Money+f.money[i]
		}
	}
	slices.Sort(out.Covers)
	return out
}

// leaveOut takes back fixes without which the same problems are broken: those that cost nothing bind no search.
func (f *fixer) leaveOut() {
	var covered []int
	is := f.broken()
	for _, p := range f.problems {
		if is[p] {
			covered = append(covered, p)
		}
	}
	for i := range f.fixed {
		if f.fixed[i] {
			f.fixed[i] = false
			now := f.broken()
			if slices.ContainsFunc(covered, func(p int) bool { return !now[p] }) {
				f.fixed[i] = true
			}
		}
	}
}
