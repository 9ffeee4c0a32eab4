package ecosystem

import (
	"cmp"
	"slices"

	"rootline/model"
)

// choose returns what is shown, those that matter most first, and how many there would be.
func choose(g *model.Graph, gr *ground, p *placed, q Query) (shown []model.Handle, found int) {
	allowed := filter(g, gr, p, q)
	keep, first := g.Handle(q.Keep), handles(g, q.First)
	for _, h := range gr.all {
		if h == keep && gr.lane[h] != "" || allowed(h) {
			shown = append(shown, h)
		}
	}
	found = len(shown)
	rank := func(h model.Handle) int {
		r := 100*int(gr.problems[h]) + 10*int(gr.steps[h]) + int(gr.links[h])
		if p.column[h] >= 0 && (gr.lane[h] == Steps || gr.lane[h] == Journeys) || gr.lane[h] == Customers && gr.steps[h] > 0 {
			r += 1 << 28 // they carry all the rest
		}
		if h == keep || g.Handle(q.Focus) == h {
			r += 1 << 29
		}
		if first[h] {
			r += 1 << 30
		}
		return r
	}
	type ranked struct{ rank, at int }
	order := make([]ranked, len(shown))
	for i, h := range shown {
		order[i] = ranked{rank(h), i}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Or(b.rank-a.rank, a.at-b.at) })
	sorted := make([]model.Handle, len(shown))
	for i, x := range order {
		sorted[i] = shown[x.at]
	}
	shown = sorted
	most := cmp.Or(q.Most, Usual)
	if q.All || found <= most {
		return shown, found
	}
	return p.fitting(gr, shown, most), found
}

func handles(g *model.Graph, ids []string) map[model.Handle]bool {
	set := make(map[model.Handle]bool, len(ids))
	for _, id := range ids {
		if h := g.Handle(id); h != model.None {
			set[h] = true
		}
	}
	return set
}

// fitting takes the first of shown, but leaves what is on no step at most a quarter of the room that others want too.
func (p *placed) fitting(gr *ground, shown []model.Handle, most int) []model.Handle {
	var on, off []model.Handle
	for _, h := range shown {
		if lane := gr.lane[h]; p.column[h] >= 0 || lane == Customers || lane.IsBand() {
			on = append(on, h)
		} else {
			off = append(off, h)
		}
	}
	aside := min(len(off), max(most/4, most-len(on)))
	return append(on[:min(len(on), most-aside)], off[:aside]...)
}

// filter returns what lets an element through.
func filter(g *model.Graph, gr *ground, p *placed, q Query) func(model.Handle) bool {
	var sets []map[model.Handle]bool
	if q.Among != nil {
		sets = append(sets, handles(g, q.Among))
	}
	if g.Element(q.Focus) != nil {
		sets = append(sets, near(g, gr, q.Focus, max(q.Depth, 1)))
	}
	if g.Element(q.Customer) != nil {
		sets = append(sets, lived(g, gr, p, q.Customer))
	}
	if e := g.Element(q.Problem); e != nil && e.Kind == model.Problem {
		sets = append(sets, hurtBy(g, gr, q.Problem))
	}
	var kept map[model.Handle]bool
	if q.Owner != "" {
		kept = map[model.Handle]bool{}
		for _, l := range g.In(q.Owner, model.OwnedBy) {
			kept[g.Handle(l.From)] = true
		}
	}
	return func(h model.Handle) bool {
		e := g.At(h)
		switch {
		case p.foreign[h] && q.Focus == "":
		case q.Journey != "" && p.journey != nil && gr.lane[h] == Customers && !livesAny(g, p, e.ID):
		case len(q.Kinds) > 0 && !slices.Contains(q.Kinds, e.Kind):
		case len(q.Tags) > 0 && !slices.ContainsFunc(q.Tags, func(t string) bool { return slices.Contains(e.Tags, t) }):
		case q.Owner != "" && e.Owner != q.Owner && !kept[h]:
		case q.Hidden && !gr.lane[h].IsBelow():
		case q.Hurt && gr.problems[h] == 0:
		case slices.ContainsFunc(sets, func(s map[model.Handle]bool) bool { return !s[h] }):
		default:
			return true
		}
		return false
	}
}

// near is what lies at most so many links from an element. What is no kind of the map is a way only where one starts.
func near(g *model.Graph, gr *ground, id string, depth int) map[model.Handle]bool {
	start := g.Handle(id)
	set := map[model.Handle]bool{start: true}
	edge := []model.Handle{start}
	for range depth {
		var next []model.Handle
		step := func(h model.Handle) {
			if !set[h] && gr.lane[h] != "" {
				set[h] = true
				next = append(next, h)
			}
		}
		for _, h := range edge {
			for _, l := range g.OutHandles(h) {
				if l := g.LinkAt(l); l.Kind != model.OwnedBy {
					step(g.Handle(l.To))
				}
			}
			for _, l := range g.InHandles(h) {
				if l := g.LinkAt(l); l.Kind != model.OwnedBy {
					step(g.Handle(l.From))
				}
			}
		}
		edge = next
	}
	return set
}

// livesAny says whether a customer lives the journey of the map, or a step of it.
func livesAny(g *model.Graph, p *placed, customer string) bool {
	for _, l := range g.Out(customer, model.Lives) {
		if l.To == p.journey.ID || p.column[g.Handle(l.To)] >= 0 {
			return true
		}
	}
	return false
}

// lived is what a customer's steps have to do with: the steps, and everything that they rest on.
func lived(g *model.Graph, gr *ground, p *placed, customer string) map[model.Handle]bool {
	set := map[model.Handle]bool{g.Handle(customer): true}
	var todo []model.Handle
	add := func(h model.Handle) {
		if !set[h] && gr.lane[h] != "" {
			set[h] = true
			todo = append(todo, h)
		}
	}
	for _, j := range g.OfKind(model.Journey) {
		if p.journey != nil && j != p.journey {
			continue
		}
		for _, l := range g.Out(j.ID, model.HasStep) {
			if model.LivesStep(g, customer, j.ID, l.To) {
				set[g.Handle(j.ID)] = true
				add(g.Handle(l.To))
			}
		}
	}
	for _, l := range g.Out(customer, model.Lives) {
		if h := g.Handle(l.To); gr.lane[h] == Steps {
			add(h)
		}
	}
	for len(todo) > 0 {
		h := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, l := range g.OutHandles(h) {
			if l := g.LinkAt(l); down(l.Kind) > 0 {
				add(g.Handle(l.To))
			}
		}
		for _, l := range g.InHandles(h) {
			l := g.LinkAt(l)
			switch {
			case down(l.Kind) < 0:
				add(g.Handle(l.From))
			case l.Kind == model.Governs:
				set[g.Handle(l.From)] = true
			}
		}
	}
	for _, l := range g.In(customer, model.Reaches) {
		add(g.Handle(l.From))
	}
	return set
}

// hurtBy is where a problem is felt, and where its causes lie.
func hurtBy(g *model.Graph, gr *ground, problem string) map[model.Handle]bool {
	set := map[model.Handle]bool{}
	for _, l := range g.Out(problem, model.Affects) {
		set[g.Handle(l.To)] = true
	}
	for h := range liesIn(g, problem) {
		if gr.lane[h] != "" {
			set[h] = true
		}
	}
	return set
}
