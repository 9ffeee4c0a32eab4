package templates

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates/say"
)

// NewEngagement draws what sel chose as it is in g. Where sel is of several states, others are those beside g: what g has not is
// Absent, or Removed where a mark says so; marks are by id of element or link. The addresses of the boxes are the caller's
// business, and the marks of what does not fit together.
func NewEngagement(s *say.Printer, sel analysis.Engagement, marks map[string]ChangeMark, g *model.Graph, others ...*model.Graph) Engagement {
	b := engagementBuilder{say: s, marks: marks, g: g, all: append([]*model.Graph{g}, others...), at: map[string]int{}}
	b.Say = s
	for i, id := range sel.Capabilities {
		for _, state := range b.all {
			for _, e := range state.Sources(id, model.Requires) {
				if b.flags == nil {
					b.flags = map[string][]string{}
				}
				if n := s.Plain(float64(i + 1)); !slices.Contains(b.flags[e.ID], n) {
					b.flags[e.ID] = append(b.flags[e.ID], n)
				}
			}
		}
	}
	b.row("customers", "", sel.Customers)
	b.Line = b.row("channels", "", sel.Channels)
	b.row("systems", "g1", sel.Platforms)
	b.row("under", "g2", sel.Under)
	capabilities := b.row("capabilities", "gp", sel.Capabilities)
	for i := range b.Boxes {
		if box := &b.Boxes[i]; box.Row == capabilities && len(sel.Capabilities) > 0 {
			box.Flags = nil
			box.Number = s.Plain(float64(slices.Index(sel.Capabilities, box.Thing.ID) + 1))
		}
	}
	for _, channel := range sel.Channels {
		b.hang(channel)
		b.reach(channel, sel.Customers)
		b.join(channel, sel.Platforms, func(g *model.Graph) []engagementEnd { return supporting(g, channel) })
	}
	for _, p := range sel.Platforms {
		b.join(p, sel.Under, func(g *model.Graph) []engagementEnd {
			var ends []engagementEnd
			for _, l := range g.Out(p, model.DependsOn) {
				ends = append(ends, engagementEnd{l.To, []string{l.ID}})
			}
			return ends
		})
	}
	return b.Engagement
}

type engagementBuilder struct {
	Engagement
	say   *say.Printer
	marks map[string]ChangeMark
	g     *model.Graph   // that is drawn
	all   []*model.Graph // it, and those beside it
	at    map[string]int // boxes by id
	flags map[string][]string
}

// row adds a row of these elements, none where there are none, and returns the number of the last row.
func (b *engagementBuilder) row(key, ground string, list []string) int {
	if len(list) == 0 {
		return max(len(b.Rows)-1, 0)
	}
	for _, id := range list {
		e, fate := b.find(id)
		if e == nil {
			continue
		}
		b.at[id] = len(b.Boxes)
		b.Boxes = append(b.Boxes, EngagementBox{Row: len(b.Rows), Thing: b.thing(e), Mark: fate, Flags: b.flags[id]})
	}
	b.Rows = append(b.Rows, EngagementRow{Key: key, Ground: ground})
	return len(b.Rows) - 1
}

// find returns an element as it is in the state that is drawn, else as it is beside, and what becomes of it.
func (b *engagementBuilder) find(id string) (*model.Element, ChangeMark) {
	for i, g := range b.all {
		if e := g.Element(id); e != nil {
			return e, b.fate(i == 0, id)
		}
	}
	return nil, ChangeMark{}
}

// fate is what becomes of something: what is not there is drawn only where a change takes it away.
func (b *engagementBuilder) fate(present bool, ids ...string) ChangeMark {
	for _, id := range ids {
		if m, ok := b.marks[id]; ok && (present || m.As == Removed) {
			return m
		}
	}
	if present {
		return ChangeMark{}
	}
	return ChangeMark{As: Absent}
}

func (b *engagementBuilder) thing(e *model.Element) Thing {
	for _, g := range b.all {
		if g.Element(e.ID) != nil {
			return ThingOf(b.say, e, string(model.LayerOf(g, e)))
		}
	}
	return ThingOf(b.say, e, "")
}

// hang puts who runs a channel under it.
func (b *engagementBuilder) hang(channel string) {
	box := &b.Boxes[b.at[channel]]
	for i, g := range b.all {
		for _, e := range analysis.RunnersOf(g, channel) {
			if !slices.ContainsFunc(box.Hung, func(h HungBox) bool { return h.Thing.ID == e.ID }) {
				var links []string
				for _, l := range g.Out(e.ID, model.Runs) {
					links = append(links, l.ID)
				}
				box.Hung = append(box.Hung, HungBox{Thing: b.thing(e), Mark: b.fate(i == 0, append(links, e.ID)...)})
			}
		}
	}
}

// reach joins the customers to a channel.
func (b *engagementBuilder) reach(channel string, customers []string) {
	for _, customer := range customers {
		for i, g := range b.all {
			r, ok := analysis.ReachOf(g, channel, customer)
			if !ok {
				continue
			}
			l := EngagementLink{From: b.at[customer], To: b.at[channel], Mark: b.fate(i == 0, r.Link)}
			words := []string{b.Boxes[l.From].Thing.Name, b.Boxes[l.To].Thing.Name}
			if r.Wanted {
				l.Want = int(r.Want.Mid() + .5)
				words = append(words, b.say.T("views.want", "N", l.Want))
			}
			if r.Policy != "" {
				words = append(words, b.say.T("views.policy."+r.Policy))
			}
			if r.Policy != "serve" {
				l.Policy = r.Policy
			}
			l.Title = strings.Join(words, " · ")
			b.Links = append(b.Links, l)
			break
		}
	}
}

// engagementEnd is the lower end of a line, and the links that it stands for.
type engagementEnd struct {
	id    string
	links []string
}

// join joins a box to those of the next row that one of the states says.
func (b *engagementBuilder) join(from string, among []string, ends func(*model.Graph) []engagementEnd) {
	var seen []string
	for i, g := range b.all {
		for _, end := range ends(g) {
			if !slices.Contains(among, end.id) || slices.Contains(seen, end.id) {
				continue
			}
			seen = append(seen, end.id)
			l := EngagementLink{From: b.at[from], To: b.at[end.id], Mark: b.fate(i == 0, end.links...)}
			l.Title = b.Boxes[l.From].Thing.Name + " · " + b.Boxes[l.To].Thing.Name
			b.Links = append(b.Links, l)
		}
	}
}

// supporting are the technologies that support a channel or a touchpoint of it, each with the links that say so.
func supporting(g *model.Graph, channel string) []engagementEnd {
	var ends []engagementEnd
	add := func(id string) {
		for _, l := range g.In(id, model.Supports) {
			i := slices.IndexFunc(ends, func(e engagementEnd) bool { return e.id == l.From })
			if i < 0 {
				i, ends = len(ends), append(ends, engagementEnd{id: l.From})
			}
			ends[i].links = append(ends[i].links, l.ID)
		}
	}
	add(channel)
	for _, t := range g.Targets(channel, model.Offers) {
		add(t.ID)
	}
	return ends
}
