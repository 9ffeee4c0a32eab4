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
}

// Reached is an element that a ripple reaches, by a shortest way.
type Reached struct {
	Handle model.Handle
	via    *trail
}

// trail remembers the ways of one traversal: from each element one step back to where it began.
type trail struct{ back []model.Handle }

// Element returns the element that is reached.
func (r *Ripple) Element(x Reached) *model.Element { return r.g.At(x.Handle) }

// Path returns a shortest way to x from the element that the ripple is of, both included.
func (r *Ripple) Path(x Reached) []*model.Element {
	var path []*model.Element
	for h := x.Handle; h != model.None; h = x.via.back[h] {
		path = append(path, r.g.At(h))
	}
	slices.Reverse(path)
	return path
}

// Steps counts the steps that rest on the element.
func (r *Ripple) Steps() int {
	n := 0
	for _, x := range r.Rests {
		if r.g.At(x.Handle).Kind == model.Step {
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

// walk is one traversal of a ripple.
type walk struct {
	g     *model.Graph
	trail *trail
	seen  *marks
	found []model.Handle
}

func newWalk(g *model.Graph, start model.Handle) *walk {
	w := &walk{g: g, seen: marksOf(g), trail: &trail{back: make([]model.Handle, g.Span())}, found: []model.Handle{start}}
	w.trail.back[start] = model.None
	w.seen.add(start)
	return w
}

func (w *walk) reach(h, from model.Handle) {
	if w.seen.add(h) {
		w.trail.back[h] = from
		w.found = append(w.found, h)
	}
}

// follow reaches what links of these kinds join to h: up to the ends they come from where in is set, else down to where they lead.
func (w *walk) follow(h model.Handle, in bool, kinds ...model.LinkKind) {
	links := w.g.OutHandles(h)
	if in {
		links = w.g.InHandles(h)
	}
	e := endsOf(w.g)
	for _, l := range links {
		if !slices.Contains(kinds, w.g.LinkAt(l).Kind) {
			continue
		}
		if in {
			w.reach(e.from[l], h)
		} else {
			w.reach(e.to[l], h)
		}
	}
}

func (w *walk) reached(h model.Handle) Reached { return Reached{h, w.trail} }

func (r *Ripple) upward(start model.Handle) {
	g, needs := r.g, NeedsOf(r.g)
	w := newWalk(g, start)
	for i := 0; i < len(w.found); i++ {
		h := w.found[i]
		for _, up := range needs.up.at(h) {
			w.reach(up, h)
		}
		kind := r.Of.Kind
		if i > 0 && kind == model.Technology {
			continue // from a technology on, only what needs what: an actor without one tool still does the steps that need it not
		}
		switch g.At(h).Kind {
		case model.Data:
			w.follow(h, true, model.Asks)
		case model.Policy:
			w.follow(h, false, model.Governs, model.Enables)
		case model.Capability:
			w.follow(h, true, model.Requires)
		case model.Employee, model.Partner:
			if i == 0 || kind == model.Policy && w.trail.back[h] == start {
				w.follow(h, false, model.Performs, model.Runs)
			}
		case model.Channel:
			w.follow(h, false, model.Offers)
		case model.Touchpoint:
			w.follow(h, true, model.At)
		}
	}
	supports := relationOf(g, model.Supports)
	for _, h := range w.found {
		for to := range supports.targets(h) {
			w.reach(to, h)
		}
	}
	r.sortUp(w)
}

// sortUp tells apart what was reached, and goes on to journeys and customers.
func (r *Ripple) sortUp(w *walk) {
	g := r.g
	has, lived := relationOf(g, model.HasStep), livedOf(g)
	rests := len(w.found)
	for i := range rests {
		h := w.found[i]
		if g.At(h).Kind == model.Step {
			for j := range has.sources(h) {
				w.reach(j, h)
			}
		}
	}
	for i := range w.found {
		h := w.found[i]
		switch g.At(h).Kind {
		case model.Step:
			for _, c := range lived.customers.at(h) {
				w.reach(c, h)
			}
		case model.Journey:
			if h == w.found[0] || w.trail.back[h] != model.None && g.At(w.trail.back[h]).Kind != model.Step {
				w.follow(h, true, model.Lives)
			}
		case model.Channel:
			if r.Of.Kind == model.Channel || r.Of.Kind == model.Policy {
				w.follow(h, false, model.Reaches)
			}
		}
	}
	runs := span{}
	for _, h := range w.found[1:] {
		x := w.reached(h)
		switch e := g.At(h); e.Kind {
		case model.Journey:
			r.Journeys = append(r.Journeys, x)
			runs = runs.plus(spanOf(e.Props, "runs_per_month"))
		case model.Customer:
			r.Customers = append(r.Customers, x)
		case model.Channel, model.Touchpoint:
			r.Contacts = append(r.Contacts, x)
		default:
			r.Rests = append(r.Rests, x)
		}
	}
	if r.Of.Kind == model.Journey {
		runs = runs.plus(spanOf(r.Of.Props, "runs_per_month"))
	}
	r.Runs = runs.figure()
}

func (r *Ripple) downward(start model.Handle) {
	g, needs := r.g, NeedsOf(r.g)
	w := newWalk(g, start)
	for i := 0; i < len(w.found); i++ {
		h := w.found[i]
		for _, down := range needs.down.at(h) {
			w.reach(down, h)
		}
		if r.Of.Kind == model.Technology || r.Of.Kind == model.Employee || r.Of.Kind == model.Partner {
			continue
		}
		switch g.At(h).Kind {
		case model.Customer:
			w.follow(h, false, model.Lives)
		case model.Journey:
			w.follow(h, false, model.HasStep)
		case model.Step:
			w.follow(h, true, model.Performs)
			w.follow(h, false, model.At, model.Asks)
		case model.Channel, model.Touchpoint:
			w.follow(h, true, model.Supports, model.Runs)
		case model.Capability:
			w.follow(h, true, model.Enables)
		}
	}
	for _, h := range w.found[1:] {
		r.On = append(r.On, w.reached(h))
	}
}

// lived says who lives which step: those who live the step itself, and those who live a journey with it unless another
// customer of that journey lives the step as their own (model.LivesStep, for all steps at once).
type lived struct{ customers lists }

func livedOf(g *model.Graph) *lived {
	return model.Memo(g, "analysis.lived", func() *lived {
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
		return &lived{group(len(steps), g.Span(), func(i int) model.Handle { return steps[i] }, func(i int) model.Handle { return customers[i] })}
	})
}
