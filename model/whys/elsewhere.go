package whys

import (
	"fmt"
	"slices"

	"rootline/model"
)

// Figures of the checks that look beyond the analysis.
const (
	alike   = 9.0 / 20 // similarity from which two problems (P7), or causes of two branches or cases (A19), may be one
	mostSet = 200      // others that are looked at for one text or element
	mostWay = 1000     // elements that are followed from one cause or problem

	mostLooks = 2000 // entries of the index that are read for one text
)

func (a *Analysis) checkElsewhere() {
	if known := a.knownProblem(); known != nil {
		f := a.find("P7", a.Problem.ID, "Case", known)
		f.Key += "-" + known.ID
	}
	near, all := a.connected(), a.everyCause().search()
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
		if same := a.sameCause(n, all); same != nil {
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
			case to.Props.Text("status") == "disproved":
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
			if e := a.Graph.Element(l.From); e.Kind == model.Problem {
				out = append(out, e)
			} else {
				todo = append(todo, l.From)
			}
		}
	}
	return out
}

// connected returns whether the model connects an element with a place of the problem, whichever way its links point. It
// says yes where the model does not know: of an element, or of all places of the problem, that it does not link to anything.
func (a *Analysis) connected() func(*model.Element) bool {
	g := a.Graph
	group := model.Memo(g, "whys.connected", func() []model.Handle { return groups(g) })
	here := make(map[model.Handle]bool)
	for _, e := range a.Problem.Places {
		if h := group[g.Handle(e.ID)]; h != model.None {
			here[h] = true
		}
	}
	return func(e *model.Element) bool {
		h := group[g.Handle(e.ID)]
		return h == model.None || here[h] || len(here) == 0
	}
}

// groups gives the elements of the ecosystem, by handle, the number of the group that links join them to; None where no
// link does. That somebody owns two things does not connect them.
func groups(g *model.Graph) []model.Handle {
	group := make([]model.Handle, g.Span())
	for i := range group {
		group[i] = model.None
	}
	top := func(h model.Handle) model.Handle {
		if group[h] == model.None {
			group[h] = h
		}
		for group[h] != h {
			group[h] = group[group[h]]
			h = group[h]
		}
		return h
	}
	for l := range g.Links() {
		from, to := g.Handle(l.From), g.Handle(l.To)
		if l.Kind != model.OwnedBy && g.At(from).Kind.Spec().Map && g.At(to).Kind.Spec().Map {
			group[top(from)] = top(to)
		}
	}
	for i, h := range group {
		if h != model.None {
			group[i] = top(model.Handle(i))
		}
	}
	return group
}

// sameCause is a cause of another branch or case that may be the one of n: most alike in words, else in the same element
// and looked for in the same place. Of two in this analysis, the second one asks.
func (a *Analysis) sameCause(n *Node, all *search) *model.Element {
	var best *model.Element
	most := 0.0
	all.alike(n.said.stems, func(e *model.Element, s float64) {
		if s > most && a.elsewhere(e, n) {
			best, most = e, s
		}
	})
	lens := n.Props.Text("lens")
	if best != nil || lens == "" {
		return best
	}
	for _, place := range n.Places {
		in := a.Graph.In(place.ID, model.LocatedIn)
		for _, l := range in[:min(len(in), mostSet)] {
			if e := a.Graph.Element(l.From); e.Props.Text("lens") == lens && a.elsewhere(e, n) {
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

// search looks causes up, one text after another.
type search struct {
	*causes
	shares []int32   // by cause, how many of the rare stems it shares with the text at hand
	met    []int32   // the causes that share one
	rare   [][]int32 // who has each stem, the rarest first
}

func (c *causes) search() *search { return &search{causes: c, shares: make([]int32, len(c.all))} }

// alike yields the causes that are alike, with their similarity. Two texts so much alike share many stems, and so some of
// the rare ones: as many are looked up as leave too few of the others for that (prefix filtering: Chaudhuri, Ganti and
// Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006).
func (f *search) alike(stems []uint64, yield func(*model.Element, float64)) {
	f.rare, f.met = f.rare[:0], f.met[:0]
	for _, s := range stems {
		f.rare = append(f.rare, f.with[s])
	}
	slices.SortFunc(f.rare, func(x, y []int32) int { return len(x) - len(y) })
	needed := (9*len(stems) + 19) / 20 // stems that any text so much alike shares
	looks := mostLooks
	for _, with := range f.rare[:min(len(stems), len(stems)-needed+1)] {
		with = with[:min(len(with), looks)]
		looks -= len(with)
		for _, i := range with {
			if f.shares[i]++; f.shares[i] == 1 {
				f.met = append(f.met, i)
			}
		}
	}
	for _, i := range f.met {
		c := &f.all[i]
		if most := int(f.shares[i]) + needed - 1; 29*most >= 9*(len(stems)+len(c.stems)) { // both of a+b-both is 9/20
			if s := jaccard(stems, c.stems); s >= alike {
				yield(c.Element, s)
			}
		}
		f.shares[i] = 0
	}
}
