package ecosystem

import (
	"cmp"
	"slices"

	"rootline/model"
)

// manyCustomers is how many customers are lines over the steps; more of them stand in rows, as everything else does.
const manyCustomers = 12

// fill makes the boxes of what is shown, in the order of their lanes and columns.
func (m *Map) fill(g *model.Graph, gr *ground, p *placed, shown []model.Handle) {
	m.Span = make([]int, len(Lanes)+1)
	lanes := make(map[Lane][]model.Handle)
	for _, h := range shown {
		lanes[gr.lane[h]] = append(lanes[gr.lane[h]], h)
	}
	m.at = make(map[string]int, len(shown))
	used := make([]bool, len(m.Columns))
	for i, lane := range Lanes {
		m.Span[i] = len(m.Boxes)
		slices.SortStableFunc(lanes[lane], func(a, b model.Handle) int {
			if lane == Journeys && p.journey == nil { // as their rows
				return cmp.Or(cmp.Compare(p.where(lane, a), p.where(lane, b)), cmp.Compare(a, b))
			}
			return cmp.Compare(p.where(lane, a), p.where(lane, b))
		})
		for _, h := range lanes[lane] {
			e := g.At(h)
			b := Box{Element: e, Lane: lane, Column: p.where(lane, h), Row: int(p.row[h]), Half: gr.half[h]}
			if b.Column >= 0 {
				used[b.Column] = true
			}
			m.at[e.ID] = len(m.Boxes)
			m.Boxes = append(m.Boxes, b)
		}
	}
	m.Span[len(Lanes)] = len(m.Boxes)
	if len(m.Columns) > 1 && !used[p.rest] { // nothing is left over
		m.Columns = m.Columns[:p.rest]
	}
	m.pin(g)
	m.home(g)
	m.rule(g)
	m.stations(g, p)
	m.begin(g, p)
}

// begin marks the steps with which the rows of journeys begin. A step that belongs to several journeys stands in the row of the
// first, so that its links are drawn once; the rows of the others name it.
func (m *Map) begin(g *model.Graph, p *placed) {
	steps := m.In(Steps)
	begins := map[*model.Element]*Box{}
	for i := range steps {
		b := &steps[i]
		j := p.of[g.Handle(b.ID)]
		if now := begins[j]; j != nil && (now == nil || cmp.Or(cmp.Compare(b.Row, now.Row), cmp.Compare(b.Column, now.Column)) < 0) {
			begins[j] = b
		}
	}
	for j, b := range begins {
		b.Begins = j
		for _, l := range model.JourneySteps(g, j.ID) {
			h := g.Handle(l.To)
			if e := g.At(h); p.of[h] != j && m.Box(l.To) >= 0 && !slices.Contains(b.Also, e) {
				b.Also = append(b.Also, e)
			}
		}
	}
}

// where is the column of an element in its lane.
func (p *placed) where(lane Lane, h model.Handle) int {
	switch {
	case lane == Customers || lane.IsBand():
		return -1
	case p.column[h] < 0:
		return p.rest
	}
	return int(p.column[h])
}

// pin puts every problem on what it affects.
func (m *Map) pin(g *model.Graph) {
	for i := range m.Boxes {
		b := &m.Boxes[i]
		for _, e := range g.Sources(b.ID, model.Affects) {
			if e.Props.Text("status") != "closed" && !slices.Contains(b.Pins, e) {
				b.Pins = append(b.Pins, e)
			}
		}
		slices.SortStableFunc(b.Pins, Dearest)
	}
}

// home decides for every problem on which of the things that it affects its cost stands: where it is felt most, else on the
// uppermost.
func (m *Map) home(g *model.Graph) {
	m.homes = map[string]int{}
	strong := map[string]float64{}
	for i := range m.Boxes {
		for _, p := range m.Boxes[i].Pins {
			felt := 0.0
			for _, l := range g.In(m.Boxes[i].ID, model.Affects) {
				if n, ok := l.Props.Number("strength"); ok && l.From == p.ID {
					felt = max(felt, n.Hi)
				}
			}
			if m.Boxes[i].Lane == Customers { // lines have little room
				felt -= 4
			}
			if _, ok := m.homes[p.ID]; !ok || felt > strong[p.ID] {
				m.homes[p.ID], strong[p.ID] = i, felt
			}
		}
	}
}

// Home is the box on which the cost of a problem stands, −1 where none of those that it affects is shown.
func (m *Map) Home(problem string) int {
	if i, ok := m.homes[problem]; ok {
		return i
	}
	return -1
}

// Priced are the problems whose cost stands on this box: of those that are felt there, those that are told on no other.
func (m *Map) Priced(box int) []*model.Element {
	return slices.DeleteFunc(slices.Clone(m.Boxes[box].Pins), func(p *model.Element) bool { return m.Home(p.ID) != box })
}

// Dearest compares problems by what they cost a month, those whose cost is not known last.
func Dearest(a, b *model.Element) int {
	x, okx := a.Props.Number("cost_per_month")
	y, oky := b.Props.Number("cost_per_month")
	switch {
	case okx && !oky:
		return -1
	case oky && !okx:
		return 1
	}
	return cmp.Or(cmp.Compare(y.Mid(), x.Mid()), cmp.Compare(a.ID, b.ID))
}

// rule numbers the policies and marks what they govern.
func (m *Map) rule(g *model.Graph) {
	policies := m.In(Policies)
	for i := range policies {
		b := &policies[i]
		b.Number = i + 1
		for _, l := range g.Out(b.ID, model.Governs) {
			if at := m.Box(l.To); at >= 0 && !slices.Contains(m.Boxes[at].Rules, b.Number) {
				m.Boxes[at].Rules = append(m.Boxes[at].Rules, b.Number)
			}
		}
	}
}

// stations are the steps that each customer lives: their own, and those of a journey that they live.
func (m *Map) stations(g *model.Graph, p *placed) {
	steps := m.In(Steps)
	first := m.Span[slices.Index(Lanes, Steps)]
	journeys := map[string][]string{} // by step
	for _, s := range steps {
		for _, j := range g.Sources(s.ID, model.HasStep) {
			if p.journey == nil || j == p.journey {
				journeys[s.ID] = append(journeys[s.ID], j.ID)
			}
		}
	}
	customers := m.In(Customers)
	for i := range customers {
		c := &customers[i]
		own := map[string]bool{}
		for _, l := range g.Out(c.ID, model.Lives) {
			own[l.To] = true
		}
		if len(own) == 0 {
			continue
		}
		for at, s := range steps {
			if own[s.ID] || slices.ContainsFunc(journeys[s.ID], func(j string) bool { return own[j] && model.LivesStep(g, c.ID, j, s.ID) }) {
				c.Stations = append(c.Stations, first+at)
			}
		}
	}
}

// InRows says whether customers stand in rows, for there are too many of them for lines.
func (m *Map) InRows() bool { return len(m.In(Customers)) > manyCustomers }

// strength is how much a kind of link counts where several join one pair: that kind says how the line is drawn. Kinds that are
// not here are no lines: a place says them, a pin, a number, a station.
var strength = map[model.LinkKind]int{
	model.Feeds: 9, model.DependsOn: 8, model.Supports: 7, model.Uses: 6, model.Serves: 5, model.At: 4, model.Offers: 4, model.Runs: 3, model.Performs: 3, model.Holds: 2,
	model.Asks: 1, model.Gives: 1, model.ForeignLink: 1,
}

// draw decides which links are lines. A link that a way on the map says already is none: that a tool serves a step, where it
// supports the touchpoint of that step, or the actor there uses it.
func (m *Map) draw(g *model.Graph) {
	said := m.said(g)
	at := map[[2]int]int{}
	for i := range m.Boxes {
		for _, l := range g.Out(m.Boxes[i].ID) {
			to := m.Box(l.To)
			if to < 0 || strength[l.Kind] == 0 || m.silent(g, l, i, to, said) {
				continue
			}
			key := [2]int{min(i, to), max(i, to)}
			n, ok := at[key]
			if !ok {
				n = len(m.Lines)
				at[key] = n
				m.Lines = append(m.Lines, Line{From: i, To: to})
			}
			m.Lines[n].Links = append(m.Lines[n].Links, l)
		}
	}
	for i := range m.Lines {
		line := &m.Lines[i]
		slices.SortStableFunc(line.Links, func(a, b *model.Link) int { return cmp.Compare(strength[b.Kind], strength[a.Kind]) })
		line.From, line.To = m.at[line.Links[0].From], m.at[line.Links[0].To]
	}
}

// said tells for each step and touchpoint which technologies are joined to it by way of what stands between.
func (m *Map) said(g *model.Graph) map[[2]int]bool {
	said := map[[2]int]bool{}
	reach := func(top, via int, kinds ...model.LinkKind) {
		for _, kind := range kinds {
			links := g.In(m.Boxes[via].ID, kind)
			if kind == model.Uses {
				links = g.Out(m.Boxes[via].ID, kind)
			}
			for _, l := range links {
				far := l.From
				if kind == model.Uses {
					far = l.To
				}
				if t := m.Box(far); t >= 0 {
					said[[2]int{t, top}] = true
				}
			}
		}
	}
	for i := range m.Boxes {
		b := &m.Boxes[i]
		switch b.Lane {
		case Touchpoints:
			for _, c := range g.In(b.ID, model.Offers) {
				if via := m.Box(c.From); via >= 0 {
					reach(i, via, model.Supports)
				}
			}
		case Steps:
			for _, l := range g.Out(b.ID, model.At) {
				via := m.Box(l.To)
				if via < 0 {
					continue
				}
				reach(i, via, model.Supports)
				for _, c := range g.In(l.To, model.Offers) {
					if via := m.Box(c.From); via >= 0 {
						reach(i, via, model.Supports)
					}
				}
			}
			for _, l := range g.In(b.ID, model.Performs) {
				if via := m.Box(l.From); via >= 0 {
					reach(i, via, model.Uses)
				}
			}
		}
	}
	return said
}

// silent says whether a link needs no line of its own.
func (m *Map) silent(g *model.Graph, l *model.Link, from, to int, said map[[2]int]bool) bool {
	switch l.Kind {
	case model.Serves, model.Supports:
		return said[[2]int{from, to}]
	case model.Performs: // an actor stands in the column of the step
		return m.Boxes[from].Column == m.Boxes[to].Column
	case model.Asks, model.Gives: // what holds the data leads there
		for _, h := range g.In(l.To, model.Holds) {
			if m.Box(h.From) >= 0 {
				return true
			}
		}
	}
	return false
}
