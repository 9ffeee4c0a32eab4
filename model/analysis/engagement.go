package analysis

import (
	"cmp"
	"math"
	"slices"

	"rootline/model"
)

// Engagement is which elements an engagement model shows, by id: customer types, the channels that reach them, and the
// technologies those stand on. It can be of several states at once, so that each of their drawings has the same places.
type Engagement struct {
	Customers, Channels []string
	Platforms           []string // technologies that support a channel or a touchpoint it offers
	Under               []string // technologies that a platform depends on; none unless they were asked for
	Capabilities        []string // that a customer or a channel requires
	Left                int      // elements that were left out
}

// Empty says whether there is nothing to show.
func (e Engagement) Empty() bool { return len(e.Customers) == 0 && len(e.Channels) == 0 }

// Engage chooses what an engagement model of these states shows: at most so many of each kind (0 = all), those first that
// are joined to most, in their order of arrival. under asks for what lies under the platforms.
func Engage(most int, under bool, states ...*model.Graph) Engagement {
	return EngageFirst(func(string) bool { return false }, most, under, states...)
}

// EngageFirst is Engage, but some come before those that are joined to most.
func EngageFirst(first func(id string) bool, most int, under bool, states ...*model.Graph) Engagement {
	var e Engagement
	choose := func(find func(g *model.Graph, weigh func(id string, links int))) []string {
		weight := map[string]int{}
		var ids []string
		for _, g := range states {
			find(g, func(id string, links int) {
				if _, known := weight[id]; !known {
					ids = append(ids, id)
				}
				if weight[id] = max(weight[id], links); first(id) {
					weight[id] = math.MaxInt
				}
			})
		}
		if most > 0 && len(ids) > most {
			e.Left += len(ids) - most
			kept := slices.Clone(ids)
			slices.SortStableFunc(kept, func(a, b string) int { return cmp.Compare(weight[b], weight[a]) })
			kept = kept[:most]
			ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(kept, id) })
		}
		return ids
	}
	e.Customers = choose(func(g *model.Graph, weigh func(string, int)) {
		for _, c := range g.OfKind(model.Customer) {
			weigh(c.ID, len(g.In(c.ID, model.Reaches)))
		}
	})
	e.Channels = choose(func(g *model.Graph, weigh func(string, int)) {
		for _, c := range g.OfKind(model.Channel) {
			weigh(c.ID, len(g.Out(c.ID, model.Reaches)))
		}
	})
	e.Platforms = choose(func(g *model.Graph, weigh func(string, int)) {
		count := map[string]int{}
		var ids []string
		for _, c := range e.Channels {
			for _, t := range PlatformsOf(g, c) {
				if count[t.ID]++; count[t.ID] == 1 {
					ids = append(ids, t.ID)
				}
			}
		}
		for _, id := range ids {
			weigh(id, count[id])
		}
	})
	if under {
		e.Under = choose(func(g *model.Graph, weigh func(string, int)) {
			for _, p := range e.Platforms {
				for _, t := range g.Targets(p, model.DependsOn) {
					if !slices.Contains(e.Platforms, t.ID) {
						weigh(t.ID, len(g.In(t.ID, model.DependsOn)))
					}
				}
			}
		})
	}
	e.Capabilities = choose(func(g *model.Graph, weigh func(string, int)) {
		for _, id := range slices.Concat(e.Customers, e.Channels) {
			for _, c := range g.Targets(id, model.Requires) {
				weigh(c.ID, len(g.In(c.ID, model.Requires)))
			}
		}
	})
	return e
}

// PlatformsOf are the technologies that a channel stands on: those that support it, then those that support the touchpoints
// it offers; each once.
func PlatformsOf(g *model.Graph, channel string) []*model.Element {
	return of(g, channel, model.Supports)
}

// RunnersOf are who runs a channel, then who runs the touchpoints it offers; each once.
func RunnersOf(g *model.Graph, channel string) []*model.Element {
	return of(g, channel, model.Runs)
}

func of(g *model.Graph, channel string, kind model.LinkKind) []*model.Element {
	var out []*model.Element
	add := func(id string) {
		for _, e := range g.Sources(id, kind) {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	add(channel)
	for _, t := range g.Targets(channel, model.Offers) {
		add(t.ID)
	}
	return out
}

// Reach is what is known of one channel for one customer type. Several links between the two count as one.
type Reach struct {
	Link   string       // id of the first
	Want   model.Number // the most that any says, 0–3
	Wanted bool         // Want is known
	Policy string       // "serve", "undecided", "not"; "" = nobody said. Of several links, the first of this order
}

// ReachOf says how a channel reaches a customer type; false where it does not.
func ReachOf(g *model.Graph, channel, customer string) (Reach, bool) {
	var r Reach
	rank := []string{"serve", "undecided", "not", ""}
	found := false
	for _, l := range g.Out(channel, model.Reaches) {
		if l.To != customer {
			continue
		}
		policy := l.Props.Text("policy")
		if !found {
			r.Link, r.Policy = l.ID, policy
		} else if slices.Index(rank, policy) < slices.Index(rank, r.Policy) {
			r.Policy = policy
		}
		if n, ok := l.Props.Number("want"); ok && (!r.Wanted || n.Mid() > r.Want.Mid()) {
			r.Want, r.Wanted = n, true
		}
		found = true
	}
	return r, found
}

// Islands are the channels of one customer type, grouped by what they have in common: two channels stand on one island where
// they share a system (or somebody who runs them), or each shares one with a third. Channels of which nothing is known are
// left out. Two islands or more are a disconnect: the customer meets an organisation that does not meet itself.
func Islands(g *model.Graph, customer string, kind model.LinkKind) [][]*model.Element {
	var islands []island
	for _, c := range g.Sources(customer, model.Reaches) {
		under := of(g, c.ID, kind)
		if len(under) == 0 || slices.ContainsFunc(islands, func(i island) bool { return slices.Contains(i.channels, c) }) {
			continue
		}
		joined := island{under: slices.Clone(under)}
		islands = slices.DeleteFunc(islands, func(i island) bool {
			if !slices.ContainsFunc(under, func(t *model.Element) bool { return slices.Contains(i.under, t) }) {
				return false
			}
			joined.channels = append(joined.channels, i.channels...)
			joined.under = append(joined.under, i.under...)
			return true
		})
		joined.channels = append(joined.channels, c)
		islands = append(islands, joined)
	}
	out := make([][]*model.Element, len(islands))
	for i, is := range islands {
		out[i] = is.channels
	}
	return out
}

type island struct{ channels, under []*model.Element }
