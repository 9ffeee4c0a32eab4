package whys

import (
	"fmt"
	"math"
	"slices"

	"rootline/model"
)

// Figures of the checks that look beyond the analysis.
const (
	alike   = 0.45 // similarity from which two problems (P7), or causes of two branches or cases (A19), may be one
	mostSet = 200  // others that are looked at for one text or element
	mostWay = 1000 // elements that are followed from one cause or problem
)

func (a *Analysis) checkElsewhere() {
	if known := a.knownProblem(); known != nil {
		f := a.find("P7", a.Problem.ID, "Case", known)
		f.Key += "-" + known.ID
	}
	near := a.connected()
	told := make(map[*model.Element]bool)
	for _, n := range a.Causes() {
		if !n.Live {
			continue
		}
		for _, e := range n.Places {
			if !near(e) && !told[e] {
				told[e] = true
				f := a.find("A18", n.ID, "Element", e)
				f.Key += "-" + e.ID
			}
		}
		if same := a.sameCause(n); same != nil {
			f := a.find("A19", n.ID, "Cause", same)
			f.Key += "-" + same.ID
		}
	}
}

// knownProblem is another problem that may be this one: most alike in words, else felt at the same place of contact and
// with a cause in the same element. One that shares a cause with this one is known to, and left out.
func (a *Analysis) knownProblem() *model.Element {
	linked := map[*model.Element]bool{a.Problem.Element: true}
	for _, p := range a.problemsAbove(a.Causes()...) {
		linked[p] = true
	}
	var best *model.Element
	most := 0.0
	for _, p := range a.Graph.OfKind(model.Problem) {
		if !linked[p] {
			if s := jaccard(a.Problem.said.stems, a.material.Reader.said(p.Name).stems); s >= alike && s > most {
				best, most = p, s
			}
		}
	}
	if best == nil {
		best = a.neighbour(linked)
	}
	return best
}

// neighbour is the first problem of the same place of contact with something in the same element.
func (a *Analysis) neighbour(but map[*model.Element]bool) *model.Element {
	mine := a.contacts(a.Problem.Element)
	ours := a.elements(a.Problem.Element)
	if len(ours) == 0 {
		return nil
	}
	looked := 0
	for _, place := range mine {
		for _, p := range a.feltAt(place) {
			if but[p] || looked == mostSet {
				continue
			}
			looked++
			for e := range a.elements(p) {
				if ours[e] {
					return p
				}
			}
		}
	}
	return nil
}

// contacts are the steps and touchpoints that a problem affects, and the touchpoints of those steps.
func (a *Analysis) contacts(p *model.Element) []*model.Element {
	var out []*model.Element
	for _, e := range a.Graph.Targets(p.ID, model.Affects) {
		if isContact(e) {
			out = append(out, e)
			out = append(out, a.Graph.Targets(e.ID, model.At)...)
		}
	}
	return out
}

// feltAt are the problems of a place of contact, by itself or through its steps.
func (a *Analysis) feltAt(place *model.Element) []*model.Element {
	out := a.Graph.Sources(place.ID, model.Affects)
	for _, step := range a.Graph.Sources(place.ID, model.At) {
		out = append(out, a.Graph.Sources(step.ID, model.Affects)...)
	}
	return out
}

// elements are where a problem's causes lie and what else it affects, but for customers and places of contact.
func (a *Analysis) elements(p *model.Element) map[*model.Element]bool {
	out := make(map[*model.Element]bool)
	seen := map[string]bool{p.ID: true}
	todo := []string{p.ID}
	for i := 0; i < len(todo) && i < mostWay; i++ {
		for _, l := range a.Graph.Out(todo[i], model.Because, model.LocatedIn, model.Affects) {
			to := a.Graph.Element(l.To)
			switch {
			case to == nil || to.Props.Text("status") == "disproved":
			case l.Kind != model.Because:
				if !isContact(to) && to.Kind != model.Customer && to.Kind != model.Journey {
					out[to] = true
				}
			case !seen[l.To]:
				seen[l.To] = true
				todo = append(todo, l.To)
			}
		}
	}
	return out
}

// problemsAbove are the problems that causes lead to, this one among them.
func (a *Analysis) problemsAbove(causes ...*Node) []*model.Element {
	var out []*model.Element
	seen := make(map[string]bool, len(causes))
	todo := make([]string, 0, len(causes))
	for _, n := range causes {
		seen[n.ID] = true
		todo = append(todo, n.ID)
	}
	for i := 0; i < len(todo) && i < len(causes)+mostWay; i++ {
		for _, l := range a.Graph.In(todo[i], model.Because) {
			if seen[l.From] {
				continue
			}
			seen[l.From] = true
			if e := a.Graph.Element(l.From); e != nil && e.Kind == model.Problem {
				out = append(out, e)
			} else {
				todo = append(todo, l.From)
			}
		}
	}
	return out
}

// connected returns whether the model connects an element with a place of the problem, whichever way its links point. It
// says yes where the problem has no place: that is another check's question.
func (a *Analysis) connected() func(*model.Element) bool {
	if len(a.Problem.Places) == 0 {
		return func(*model.Element) bool { return true }
	}
	g := a.Graph
	group := model.Memo(g, "whys.connected", func() []model.Handle { return groups(g) })
	here := make(map[model.Handle]bool)
	for _, e := range a.Problem.Places {
		here[group[g.Handle(e.ID)]] = true
	}
	return func(e *model.Element) bool { return here[group[g.Handle(e.ID)]] }
}

// groups gives the elements of the ecosystem, by handle, the number of the group that links join them to. That somebody
// owns two things does not connect them.
func groups(g *model.Graph) []model.Handle {
	group := make([]model.Handle, g.Span())
	for i := range group {
		group[i] = model.Handle(i)
	}
	top := func(h model.Handle) model.Handle {
		for group[h] != h {
			group[h] = group[group[h]]
			h = group[h]
		}
		return h
	}
	for l := range g.Links() {
		from, to := g.Handle(l.From), g.Handle(l.To)
		if l.Kind != model.OwnedBy && from != model.None && to != model.None && g.At(from).Kind.Spec().Map && g.At(to).Kind.Spec().Map {
			group[top(from)] = top(to)
		}
	}
	for i := range group {
		group[i] = top(model.Handle(i))
	}
	return group
}

// sameCause is a cause of another branch or case that may be the one of n: most alike in words, else in the same element
// and looked for in the same place. Of two in this analysis, the second one asks.
func (a *Analysis) sameCause(n *Node) *model.Element {
	var best *model.Element
	most := 0.0
	for _, c := range a.everyCause().alike(n.said.stems) {
		if s := jaccard(n.said.stems, c.stems); s >= alike && s > most && a.elsewhere(c.Element, n) {
			best, most = c.Element, s
		}
	}
	lens := n.Props.Text("lens")
	if best != nil || lens == "" {
		return best
	}
	for _, place := range n.Places {
		in := a.Graph.In(place.ID, model.LocatedIn)
		for _, l := range in[:min(len(in), mostSet)] {
			if e := a.Graph.Element(l.From); e != nil && e.Props.Text("lens") == lens && a.elsewhere(e, n) {
				return e
			}
		}
	}
	return nil
}

// elsewhere says whether a cause stands in another case than n, or in another branch and before it.
func (a *Analysis) elsewhere(e *model.Element, n *Node) bool {
	if e.ID == n.ID || !a.isCause(e) {
		return false
	}
	other := a.byID[e.ID]
	if other == nil {
		return true
	}
	return other.Live && other.at < n.at && !leadsUp(n, other) && !leadsUp(other, n)
}

// leadsUp says whether a node is among the effects above another. It says yes where that would take too long to know.
func leadsUp(from, to *Node) bool {
	seen := map[*Node]bool{from: true}
	todo := []*Node{from}
	for i := 0; i < len(todo); i++ {
		if todo[i] == to || i == mostWay {
			return true
		}
		for _, e := range todo[i].Effects {
			if !seen[e.From] && !e.Circle && e.From.Depth >= to.Depth {
				seen[e.From] = true
				todo = append(todo, e.From)
			}
		}
	}
	return false
}

// causes are all causes of a graph, to be found by their stems.
type causes struct {
	all  []causeStems
	with map[uint64][]int32 // by stem
}

type causeStems struct {
	*model.Element
	stems []uint64
}

func (a *Analysis) everyCause() *causes {
	r := a.material.Reader
	return model.Memo(a.Graph, fmt.Sprintf("whys.causes:%p", r), func() *causes {
		c := &causes{with: make(map[uint64][]int32)}
		for _, e := range a.Graph.OfKind(model.Cause) {
			stems := r.said(e.Name).stems
			for _, s := range stems {
				c.with[s] = append(c.with[s], int32(len(c.all)))
			}
			c.all = append(c.all, causeStems{e, stems})
		}
		return c
	})
}

// alike returns those that may be alike. Two texts that share a part of their stems share one of the rarest: so many are
// looked up as leave too few for that part.
func (c *causes) alike(stems []uint64) []causeStems {
	rare := slices.Clone(stems)
	slices.SortFunc(rare, func(x, y uint64) int { return len(c.with[x]) - len(c.with[y]) })
	needed := int(math.Ceil(alike*float64(len(stems)) - 1e-9))
	seen := make(map[int32]bool)
	var out []causeStems
	for _, s := range rare[:min(len(rare), len(rare)-needed+1)] {
		for _, i := range c.with[s] {
			if !seen[i] && len(out) < mostSet {
				seen[i] = true
				out = append(out, c.all[i])
			}
		}
	}
	return out
}
