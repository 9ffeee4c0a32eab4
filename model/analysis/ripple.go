package analysis

import (
	"slices"

	"rootline/model"
)

// Ripple says what a change or a failure of one element does, up to the customer, and what the element itself rests on.
type Ripple struct {
	Of        *model.Element
	Rests     []Reached // technologies, actors and steps that rest on it, the nearest first
	Contacts  []Reached // channels and touchpoints that it, or what rests on it, supports
	Journeys  []Reached // of the steps
	Customers []Reached // who live them
	On        []Reached // what it rests on, the nearest first
	Runs      Figure    // how often a month one of the journeys is gone through
	g         *model.Graph
	up, down  *walk
}

// Reached is an element that a ripple reaches, by a shortest way.
type Reached struct {
	Handle model.Handle
	at     int32 // its place in the walk up; -1 and less: of the walk down, the place before it turned round (^at)
}

// Element returns the element that is reached.
func (r *Ripple) Element(x Reached) *model.Element { return r.g.At(x.Handle) }

// Kind returns the kind of the element that is reached, without going to the element.
func (r *Ripple) Kind(x Reached) model.Kind { return model.Kinds[r.up.kinds[x.Handle]-1].Kind }

// Path returns a shortest way to x from the element that the ripple is of, both included.
func (r *Ripple) Path(x Reached) []*model.Element {
	w, at := r.up, x.at
	if at < 0 {
		w, at = r.down, ^at
	}
	var path []*model.Element
	for ; at >= 0; at = w.found[at].back {
		path = append(path, r.g.At(w.found[at].h))
	}
	slices.Reverse(path)
	return path
}

// Steps counts the steps that rest on the element.
func (r *Ripple) Steps() int {
	n := 0
	for _, x := range r.Rests {
		if r.up.kind(int(x.at)) == aStep {
			n++
		}
	}
	return n
}

// RippleOf follows g from the element with this id, nil where g has none. Between technologies, actors and steps it follows
// what needs what (metric M16); where it begins elsewhere, the first links are those that lead there: a rule to what it
// governs, data to the steps that ask for it, a channel to its touchpoints, a touchpoint to its steps, an actor to the steps it
// performs and the channels it runs, a capability to what requires it.
func RippleOf(g *model.Graph, id string) *Ripple {
	start := g.Handle(id)
	if start == model.None {
		return nil
	}
	r := &Ripple{Of: g.At(start), g: g}
	r.upward(start)
	r.downward(start)
	return r
}

// walk is one traversal of a ripple. It remembers its ways: from each element one step back to where it began.
type walk struct {
	g     *model.Graph
	kinds []model.KindNumber
	seen  []uint64 // a bit for each handle
	found []found  // each once, the nearest first
}

type found struct {
	h    model.Handle
	back int32 // place of the one it was found from; -1 = where the walk began
}

func newWalk(g *model.Graph, start model.Handle) *walk {
	const room = 2048 // for what most walks find
	w := &walk{g: g, kinds: g.KindNumbers(), seen: make([]uint64, g.Span()/64+1), found: make([]found, 0, room)}
	w.reach(-1, start)
	return w
}

// reach comes to these from the element at this place.
func (w *walk) reach(from int, list ...model.Handle) {
	for _, h := range list {
		if word, bit := &w.seen[h/64], uint64(1)<<(h%64); *word&bit == 0 {
			*word |= bit
			w.found = append(w.found, found{h, int32(from)})
		}
	}
}

func (w *walk) kind(at int) model.KindNumber { return w.kinds[w.found[at].h] }

// follow reaches what links of these kinds join to the element at this place: the ends they come from where in is set, else
// those they lead to.
func (w *walk) follow(at int, in bool, kinds ...model.LinkKind) {
	for _, k := range kinds {
		of := relationOf(w.g, k)
		others := of.targets
		if in {
			others = of.sources
		}
		for h := range others(w.found[at].h) {
			w.reach(at, h)
		}
	}
}

func (r *Ripple) upward(start model.Handle) {
	needs := NeedsOf(r.g)
	w := newWalk(r.g, start)
	first := w.kind(0)
	for at := 0; at < len(w.found); at++ {
		w.reach(at, needs.up.at(w.found[at].h)...)
		if at > 0 && first == aTechnology {
			continue // from a technology on, only what needs what: an actor without one tool still does the steps that need it not
		}
		switch w.kind(at) {
		case aData:
			w.follow(at, true, model.Asks)
		case aPolicy:
			w.follow(at, false, model.Governs, model.Enables)
		case aCapability:
			w.follow(at, true, model.Requires)
		case anEmployee, aPartner:
			if at == 0 || first == aPolicy && w.found[at].back == 0 {
				w.follow(at, false, model.Performs, model.Runs)
			}
		case aChannel:
			w.follow(at, false, model.Offers)
		case aTouchpoint:
			w.follow(at, true, model.At)
		}
	}
	r.onward(w, first)
	r.up = w
}

// onward goes on from what rests on the element to contacts, journeys and customers, and sorts all of it out.
func (r *Ripple) onward(w *walk, first model.KindNumber) {
	beyond := beyondOf(r.g)
	r.Rests = make([]Reached, 0, len(w.found)) // the others come on top
	runs := span{}
	for at := 0; at < len(w.found); at++ {
		h := w.found[at].h
		w.reach(at, beyond.at(h)...)
		list := &r.Rests
		switch w.kinds[h] {
		case aJourney:
			list = &r.Journeys
			runs = runs.plus(spanOf(r.g.At(h).Props, "runs_per_month"))
			if at == 0 || w.kind(int(w.found[at].back)) != aStep { // whoever lives the step was reached from there
				w.follow(at, true, model.Lives)
			}
		case aCustomer:
			list = &r.Customers
		case aChannel:
			list = &r.Contacts
			if first == aChannel || first == aPolicy {
				w.follow(at, false, model.Reaches)
			}
		case aTouchpoint:
			list = &r.Contacts
		}
		if at > 0 {
			*list = append(*list, Reached{h, int32(at)})
		}
	}
	r.Runs = runs.figure()
}

func (r *Ripple) downward(start model.Handle) {
	needs := NeedsOf(r.g)
	w := newWalk(r.g, start)
	first := w.kind(0)
	for at := 0; at < len(w.found); at++ {
		w.reach(at, needs.down.at(w.found[at].h)...)
		if first == aTechnology || first == anEmployee || first == aPartner {
			continue
		}
		switch w.kind(at) {
		case aCustomer:
			w.follow(at, false, model.Lives)
		case aJourney:
			w.follow(at, false, model.HasStep)
		case aStep:
			w.follow(at, true, model.Performs)
			w.follow(at, false, model.At, model.Asks)
		case aChannel, aTouchpoint:
			w.follow(at, true, model.Supports, model.Runs)
		case aCapability:
			w.follow(at, true, model.Enables)
		}
	}
	for at := 1; at < len(w.found); at++ {
		r.On = append(r.On, Reached{w.found[at].h, ^int32(at)})
	}
	r.down = w
}

// beyondOf lists where a ripple ends, by what it comes from: of a technology what customers meet that it supports, of a step its
// journeys and whoever lives it.
func beyondOf(g *model.Graph) lists {
	return model.Keep(g, "analysis.beyond", aspects(onLived, model.Joins(model.Supports)), func() lists {
		supports, has, lived := relationOf(g, model.Supports), relationOf(g, model.HasStep), livedOf(g)
		var from, to []model.Handle
		for h := range model.Handle(g.Span()) {
			for t := range supports.targets(h) {
				from, to = append(from, h), append(to, t)
			}
			for j := range has.sources(h) {
				from, to = append(from, h), append(to, j)
			}
			for _, c := range lived.customers.at(h) {
				from, to = append(from, h), append(to, c)
			}
		}
		return group(g, from, to)
	})
}

// lived says who lives which step: those who live the step itself, and those who live a journey with it unless another
// customer of that journey lives the step as their own (model.LivesStep, for all steps at once).
type lived struct{ customers lists }

func livedOf(g *model.Graph) *lived {
	return model.Keep(g, "analysis.lived", onLived, func() *lived {
		lives, has := relationOf(g, model.Lives), relationOf(g, model.HasStep)
		var steps, customers []model.Handle
		own, ofJourney := marksOf(g), marksOf(g)
		for s := range model.Handle(g.Span()) {
			if len(lives.in.at(s))+len(has.in.at(s)) == 0 || g.At(s).Kind != model.Step {
				continue
			}
			own.clear()
			add := func(c model.Handle) {
				if own.add(c) {
					steps, customers = append(steps, s), append(customers, c)
				}
			}
			for c := range lives.sources(s) {
				add(c)
			}
			direct := len(lives.in.at(s))
			for j := range has.sources(s) {
				ofJourney.clear()
				for c := range lives.sources(j) {
					ofJourney.add(c)
				}
				taken := false
				if direct > 0 {
					for c := range lives.sources(s) {
						taken = taken || ofJourney.has(c)
					}
				}
				if !taken {
					for c := range lives.sources(j) {
						add(c)
					}
				}
			}
		}
		return &lived{group(g, steps, customers)}
	})
}
