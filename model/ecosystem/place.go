package ecosystem

import (
	"slices"

	"rootline/model"
)

// placed says in which column everything stands, by handle.
type placed struct {
	journey *model.Element
	columns []Column
	column  []int32          // −1 = on no step that is shown
	row     []int32          // of a step among those of its phase
	of      []*model.Element // of a step among those of its phase: the journey in whose row it stands
	foreign []bool           // on the steps of other journeys alone: not on this map
	rest    int              // the last column
}

// place gives every element a column: a step by its stage, or by the phase of its journey; everything else where most of the
// steps are that it has to do with, the earlier where there are as many. What a step has to do with is followed down, from the
// step to the touchpoint, the channel, the actors, their tools and what these depend on.
func place(g *model.Graph, gr *ground, q Query) *placed {
	if q.Journey != "" || q.Phases || q.Whole {
		return newPlaced(g, gr, q)
	}
	return model.Keep(g, "ecosystem.placed", onPlaced, func() *placed { return newPlaced(g, gr, Query{}) }) // as most look at it
}

// onPlaced is what the places rest on besides the ground: the stages of steps, their order, the phases of journeys.
var onPlaced = append(slices.Clone(onGround), model.Content(model.Step), model.Content(model.Journey), model.Details(model.HasStep))

func newPlaced(g *model.Graph, gr *ground, q Query) *placed {
	p := &placed{column: make([]int32, g.Span()), row: make([]int32, g.Span()), of: make([]*model.Element, g.Span()), foreign: make([]bool, g.Span())}
	for h := range p.column {
		p.column[h] = -1
	}
	p.journey = journeyOf(g, q)
	var seeds []model.Handle
	if p.journey != nil {
		seeds = p.stages(g)
	} else {
		seeds = p.phases(g)
	}
	p.rest = len(p.columns)
	p.columns = append(p.columns, Column{Rest: true})
	p.spread(g, gr, seeds)
	switch {
	case q.Whole:
		if p.journey != nil {
			p.column[g.Handle(p.journey.ID)] = 0
		}
	case p.journey != nil:
		p.exclude(g, gr)
	}
	return p
}

// journeyOf is the journey whose stages are the columns: the one that is asked for, else the only one with steps.
func journeyOf(g *model.Graph, q Query) *model.Element {
	if e := g.Element(q.Journey); e != nil && e.Kind == model.Journey {
		return e
	}
	if q.Phases {
		return nil
	}
	var only *model.Element
	for _, e := range g.OfKind(model.Journey) {
		if len(g.Out(e.ID, model.HasStep)) == 0 {
			continue
		}
		if only != nil {
			return nil
		}
		only = e
	}
	return only
}

// stages makes a column of each step, in the order of the journey; those of one stage stand together. It returns the steps.
func (p *placed) stages(g *model.Graph) []model.Handle {
	var seeds []model.Handle
	stage := ""
	for _, l := range model.JourneySteps(g, p.journey.ID) {
		h := g.Handle(l.To)
		if p.column[h] >= 0 {
			continue // a step that stands in the journey twice
		}
		if own := g.At(h).Props.Text("stage"); own != "" {
			stage = own
		}
		p.column[h] = int32(len(p.columns))
		p.columns = append(p.columns, Column{Stage: stage, Step: l.To})
		seeds = append(seeds, h)
	}
	return seeds
}

// phaseColumns is how many columns all phases together have at most, where journeys are long: two at least for each phase.
const phaseColumns = 12

// phases gives each phase of life cycle its columns and puts the journeys there: the steps of one in a row, in their order,
// which goes on beneath where it is longer than the phase is wide. Journeys whose phase is not known have columns of their own
// after those of the phases. It returns the steps.
func (p *placed) phases(g *model.Graph) []model.Handle {
	unknown := len(Phases)
	longest := make([]int, len(Phases)+1)
	journeys := g.OfKind(model.Journey)
	phase := make([]int, len(journeys)) // of each; −1 = in no column
	known := false
	for i, j := range journeys {
		steps := len(g.Out(j.ID, model.HasStep))
		phase[i] = slices.Index(Phases, j.Props.Text("lifecycle"))
		switch {
		case phase[i] >= 0:
			longest[phase[i]] = max(longest[phase[i]], steps, 1)
			known = true
		case steps > 0:
			phase[i] = unknown
			longest[unknown] = max(longest[unknown], steps)
		}
	}
	used := 0
	for _, n := range longest {
		if n > 0 {
			used++
		}
	}
	first, wide := make([]int, len(longest)), make([]int, len(longest))
	for i := range longest {
		if longest[i] == 0 && (i == unknown || !known) {
			continue
		}
		first[i], wide[i] = len(p.columns), max(1, min(longest[i], max(2, phaseColumns/used)))
		for range wide[i] {
			column := Column{Unknown: i == unknown}
			if i != unknown {
				column.Phase = Phases[i]
			}
			p.columns = append(p.columns, column)
		}
	}
	var seeds []model.Handle
	rows := make([]int, len(longest))
	for i, j := range journeys {
		at := phase[i]
		if at < 0 {
			continue
		}
		p.column[g.Handle(j.ID)] = int32(first[at])
		n := 0
		for _, l := range model.JourneySteps(g, j.ID) {
			if h := g.Handle(l.To); p.column[h] < 0 {
				p.column[h], p.row[h], p.of[h] = int32(first[at]+n%wide[at]), int32(rows[at]+n/wide[at]), j
				seeds = append(seeds, h)
				n++
			}
		}
		rows[at] += (n + wide[at] - 1) / wide[at]
	}
	return seeds
}

// down says to which end a link leads from what stands above to what it rests on: 1 to its To, −1 to its From, 0 to neither.
func down(k model.LinkKind) int { return downs[k.Number()] }

var downs = func() []int {
	to := make([]int, len(model.LinkKinds)+2)
	for _, k := range []model.LinkKind{model.At, model.Uses, model.DependsOn, model.Holds, model.Asks, model.Gives, model.Requires} {
		to[k.Number()] = 1
	}
	for _, k := range []model.LinkKind{model.Offers, model.Performs, model.Serves, model.Supports, model.Runs, model.Feeds} {
		to[k.Number()] = -1
	}
	return to
}()

// isPlaced says whether what stands in the lane gets its column from the steps that it has to do with.
func (l Lane) isPlaced() bool {
	switch l {
	case "", Customers, Journeys, Steps, Capabilities, Policies:
		return false
	}
	return true
}

// spread gives what the seeds rest on a column, level by level: whoever is nearest to a step decides.
func (p *placed) spread(g *model.Graph, gr *ground, seeds []model.Handle) {
	ends := g.Ends()
	ballot := make([]int32, g.Span()) // by handle: one more than its place in asked; 0 = it was not voted for
	var asked []model.Handle          // in the order in which they were first voted for
	var votes []int32                 // by place in asked, for each column
	wide := len(p.columns)
	for len(seeds) > 0 {
		asked, votes = asked[:0], votes[:0]
		vote := func(from, to model.Handle) {
			if p.column[to] >= 0 || !gr.lane[to].isPlaced() {
				return
			}
			if ballot[to] == 0 {
				asked = append(asked, to)
				ballot[to] = int32(len(asked))
				votes = slices.Grow(votes, wide)[:len(votes)+wide]
				clear(votes[len(votes)-wide:])
			}
			votes[int(ballot[to]-1)*wide+int(p.column[from])]++
		}
		for _, h := range seeds {
			for _, l := range g.OutHandles(h) {
				if downs[ends.Kind[l]] > 0 {
					vote(h, ends.To[l])
				}
			}
			for _, l := range g.InHandles(h) {
				if downs[ends.Kind[l]] < 0 {
					vote(h, ends.From[l])
				}
			}
		}
		seeds = seeds[:0:0]
		for i, h := range asked {
			v := votes[i*wide : (i+1)*wide]
			p.column[h] = int32(slices.Index(v, slices.Max(v)))
			seeds = append(seeds, h)
		}
	}
}

// exclude marks what has to do with other journeys' steps and with none of this one's.
func (p *placed) exclude(g *model.Graph, gr *ground) {
	mine := map[string]bool{}
	for _, c := range p.columns {
		if c.Step != "" {
			mine[c.Step] = true
		}
	}
	other := &placed{column: make([]int32, g.Span()), columns: []Column{{}}}
	for h := range other.column {
		other.column[h] = -1
	}
	var seeds []model.Handle
	for _, e := range g.OfKind(model.Step) {
		if !mine[e.ID] {
			h := g.Handle(e.ID)
			other.column[h] = 0
			p.foreign[h] = true
			seeds = append(seeds, h)
		}
	}
	for _, e := range g.OfKind(model.Journey) {
		p.foreign[g.Handle(e.ID)] = true
	}
	other.spread(g, gr, seeds)
	for _, h := range gr.all {
		if p.column[h] < 0 && other.column[h] == 0 {
			p.foreign[h] = true
		}
	}
	for _, h := range gr.all { // customers and rules stand with what they live and govern
		if lane := gr.lane[h]; lane == Customers || lane.IsBand() {
			p.foreign[h] = elsewhereOnly(g, gr, p, h)
		}
	}
}

// elsewhereOnly says whether everything that a customer lives, or a rule governs, or that asks for a capability, is on other
// journeys alone.
func elsewhereOnly(g *model.Graph, gr *ground, p *placed, h model.Handle) bool {
	some := false
	for _, l := range slices.Concat(g.OutHandles(h), g.InHandles(h)) {
		l := g.LinkAt(l)
		far := g.Handle(l.To)
		if far == h {
			far = g.Handle(l.From)
		}
		switch l.Kind {
		case model.Lives, model.Governs, model.Requires, model.Enables:
			if l.Kind == model.Lives && g.At(far) == p.journey || !p.foreign[far] && p.column[far] >= 0 {
				return false
			}
			if gr.lane[far] != "" && p.foreign[far] {
				some = true
			}
		}
	}
	return some
}
