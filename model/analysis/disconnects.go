package analysis

import (
	"slices"
	"strings"

	"rootline/model"
)

// DisconnectSort says in which way an ecosystem falls apart at a place. The sorts follow TEC, "They're us, but we're not
// them!", and the CIO chat "The role of IT in managing customer journeys".
type DisconnectSort string

// The sorts of disconnect, in the order in which people meet them.
const (
	ApartPeople   DisconnectSort = "people"   // channels of one customer are run by separate people or organisations
	ApartSystems  DisconnectSort = "systems"  // channels of one customer stand on separate systems
	ApartFunction DisconnectSort = "function" // the same function looks or works differently on two digital channels
	Promised      DisconnectSort = "promised" // a channel is promised to a customer, and no live system supports it
	Unanswered    DisconnectSort = "wanted"   // a channel is wanted by a customer, who is not served there, or nobody decided
	RivalMasters  DisconnectSort = "masters"  // several systems claim to hold the truth of one data
	Copies        DisconnectSort = "copies"   // data is stored again and again
	Orphans       DisconnectSort = "orphans"  // copies that nothing brings up to date, or that have no master to follow
	ByHand        DisconnectSort = "manual"   // data is carried by hand
	Slow          DisconnectSort = "slow"     // data arrives late
	StillNeeded   DisconnectSort = "retired"  // a system that is retired is still needed
	Untraceable   DisconnectSort = "trace"    // a step cannot be followed in the data
)

// DisconnectSorts lists the sorts in that order.
var DisconnectSorts = []DisconnectSort{ApartPeople, ApartSystems, ApartFunction, Promised, Unanswered, RivalMasters, Copies, Orphans, ByHand, Slow, StillNeeded, Untraceable}

// Disconnect is one place where an ecosystem falls apart.
type Disconnect struct {
	Sort        DisconnectSort
	Key         string           // the same as long as it is between the same elements: sort and ids
	On          []*model.Element // where it is: the two channels, the data, both ends of a feed, the system, the step
	Left, Right []*model.Element // on either side: who runs the two channels, their systems; the masters and the other holders
	For         []*model.Element // the customers, data or steps it concerns
	Link        string           // id of the feed, or of the promise
	Latency     Figure           // seconds at worst, of a slow feed
	Words       []string         // the functions that two touchpoints share
	Style       [2]string        // how either looks
}

// slowly is from how many seconds on data arrives late, where no step says how fresh it must be.
const slowly = 3600

// Disconnects lists where the ecosystem falls apart, by sort and then by what is named first. Both sides must be known: of a
// channel of which nobody said who runs it, nothing is claimed.
func Disconnects(g *model.Graph) []Disconnect {
	return model.Memo(g, "analysis.disconnects", func() []Disconnect { return DisconnectsOf(g, DisconnectSorts...) })
}

// DisconnectsOf lists those of some sorts, in the order of Disconnects.
func DisconnectsOf(g *model.Graph, sorts ...DisconnectSort) []Disconnect {
	found := gulfsOf(g, sorts)
	ends := 0
	for _, x := range found {
		ends += len(x.on) + len(x.left) + len(x.right) + len(x.concerns) + len(x.data)
	}
	out := make([]Disconnect, 0, len(found))
	room := make([]*model.Element, 0, ends)
	for _, x := range found {
		out = append(out, x.disconnect(g, &room))
	}
	return out
}

// CountDisconnects counts what Disconnects lists.
func CountDisconnects(g *model.Graph) int { return len(gulfsOf(g, DisconnectSorts)) }

// gulfsOf are the disconnects of some sorts by handles, in their order.
func gulfsOf(g *model.Graph, sorts []DisconnectSort) []*gulf {
	var parts []map[DisconnectSort][]*gulf
	for _, part := range gulfs {
		if !slices.ContainsFunc(part.sorts, func(s DisconnectSort) bool { return slices.Contains(sorts, s) }) {
			continue
		}
		parts = append(parts, model.Keep(g, "analysis.apart:"+string(part.sorts[0]), part.on, func() map[DisconnectSort][]*gulf {
			found, of := part.find(g), make(map[DisconnectSort][]*gulf)
			for i := range found {
				of[found[i].sort] = append(of[found[i].sort], &found[i])
			}
			return of
		}))
	}
	var out []*gulf
	for _, sort := range DisconnectSorts {
		if slices.Contains(sorts, sort) {
			for _, part := range parts {
				out = append(out, part[sort]...)
			}
		}
	}
	return out
}

// gulfs are the places to look for disconnects, with all that is looked at there.
var gulfs = []struct {
	sorts []DisconnectSort // that are found there
	on    []model.Aspect
	find  func(*model.Graph) []gulf
}{
	{[]DisconnectSort{ApartPeople, ApartSystems}, aspects(model.Each(model.Joins, model.Reaches, model.Runs, model.Supports), model.Members(model.Customer)), betweenChannels},
	{[]DisconnectSort{ApartFunction}, aspects(model.Each(model.Joins, model.Offers, model.Supports), slices.Concat(model.Says(model.Touchpoint, "functions", "style"), model.Says(model.Channel, "mode"))...), betweenFunctions},
	{[]DisconnectSort{Promised, Unanswered}, onCoverage, ofPromises},
	{[]DisconnectSort{RivalMasters, Copies, Orphans}, onFlows, betweenStores},
	{[]DisconnectSort{ByHand, Slow}, onFlows, inTransfers},
	{[]DisconnectSort{StillNeeded}, aspects(onNeeds, model.Says(model.Technology, "lifecycle")...), inSystems},
	{[]DisconnectSort{Untraceable}, model.Says(model.Step, "traceable"), inSteps},
}

// gulf is a disconnect by handles: it stays the same while what is said of the elements changes.
type gulf struct {
	sort                      DisconnectSort
	key                       string
	on, left, right, concerns []model.Handle
	data                      []string // ids of what is carried, which need not be there
	link                      string
	latency                   Figure
	words                     []string
	style                     [2]string
}

// keyed returns x with its key.
func (x gulf) keyed(g *model.Graph) gulf {
	key := make([]byte, 0, 64)
	key = append(key, x.sort...)
	for _, h := range x.on {
		key = append(append(key, ':'), g.At(h).ID...)
	}
	if x.link != "" {
		key = append(append(key, ':'), x.link...)
	}
	x.key = string(key)
	return x
}

// disconnect says of which elements it is; their lists stand in room.
func (x *gulf) disconnect(g *model.Graph, room *[]*model.Element) Disconnect {
	elements := func(handles []model.Handle) []*model.Element {
		from := len(*room)
		for _, h := range handles {
			*room = append(*room, g.At(h))
		}
		return slices.Clip((*room)[from:])
	}
	d := Disconnect{Sort: x.sort, Key: x.key, On: elements(x.on), Left: elements(x.left), Right: elements(x.right), For: elements(x.concerns), Link: x.link, Latency: x.latency, Words: x.words, Style: x.style}
	from := len(*room)
	for _, id := range x.data {
		if e := g.Element(id); e != nil {
			*room = append(*room, e)
		}
	}
	if from < len(*room) {
		d.For = slices.Clip((*room)[from:])
	}
	return d
}

// once are these handles, each once and in order.
func once(seq func(func(model.Handle) bool)) []model.Handle {
	return slices.Compact(slices.Sorted(seq))
}

func disjoint(a, b []model.Handle) bool { return shared(a, b) == 0 }

// shared counts what is in both of two sorted lists.
func shared(a, b []model.Handle) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// betweenChannels looks at each pair of channels that reach one customer.
func betweenChannels(g *model.Graph) []gulf {
	reaches, runs, supports := relationOf(g, model.Reaches), relationOf(g, model.Runs), relationOf(g, model.Supports)
	var out []gulf
	type pair struct{ a, b model.Handle }
	customers := make(map[pair][]model.Handle)
	var pairs []pair
	for _, h := range g.HandlesOf(model.Customer) {
		channels := once(reaches.sources(h))
		for i, a := range channels {
			for _, b := range channels[i+1:] {
				p := pair{a, b}
				if customers[p] == nil {
					pairs = append(pairs, p)
				}
				customers[p] = append(customers[p], h)
			}
		}
	}
	for _, side := range []struct {
		sort DisconnectSort
		of   *relation
	}{{ApartPeople, runs}, {ApartSystems, supports}} {
		under := make(map[model.Handle][]model.Handle)
		for _, p := range pairs {
			for _, h := range []model.Handle{p.a, p.b} {
				if _, ok := under[h]; !ok {
					under[h] = once(side.of.sources(h))
				}
			}
			left, right := under[p.a], under[p.b]
			if len(left) > 0 && len(right) > 0 && disjoint(left, right) {
				out = append(out, gulf{sort: side.sort, on: []model.Handle{p.a, p.b}, left: left, right: right, concerns: customers[p]}.keyed(g))
			}
		}
	}
	return out
}

// betweenFunctions looks for the same function on touchpoints of two digital channels that look differently or stand on separate
// systems.
func betweenFunctions(g *model.Graph) []gulf {
	offers, supports := relationOf(g, model.Offers), relationOf(g, model.Supports)
	var out []gulf
	places := make(map[string][]*model.Element) // by function
	var names []string
	for _, e := range g.OfKind(model.Touchpoint) {
		for _, f := range e.Props.List("functions") {
			f = strings.ToLower(strings.TrimSpace(f))
			if places[f] == nil {
				names = append(names, f)
			}
			places[f] = append(places[f], e)
		}
	}
	digital := func(e *model.Element) []model.Handle {
		return once(func(yield func(model.Handle) bool) {
			for c := range offers.sources(g.Handle(e.ID)) {
				if g.At(c).Props.Text("mode") == "digital" && !yield(c) {
					return
				}
			}
		})
	}
	type pair struct{ a, b *model.Element }
	at := make(map[pair]int)
	for _, f := range names {
		for i, a := range places[f] {
			for _, b := range places[f][i+1:] {
				if k, ok := at[pair{a, b}]; ok {
					out[k].words = append(out[k].words, f)
					continue
				}
				left, right := digital(a), digital(b)
				if a == b || len(left) == 0 || len(right) == 0 || !disjoint(left, right) {
					continue
				}
				x := gulf{sort: ApartFunction, on: []model.Handle{g.Handle(a.ID), g.Handle(b.ID)}, words: []string{f}}
				looks := a.Props.Text("style") != "" && b.Props.Text("style") != "" && a.Props.Text("style") != b.Props.Text("style")
				if looks {
					x.style = [2]string{a.Props.Text("style"), b.Props.Text("style")}
				}
				under, beneath := once(supports.sources(x.on[0])), once(supports.sources(x.on[1]))
				works := len(under) > 0 && len(beneath) > 0 && disjoint(under, beneath)
				if works {
					x.left, x.right = under, beneath
				}
				if looks || works {
					at[pair{a, b}] = len(out)
					out = append(out, x.keyed(g))
				}
			}
		}
	}
	return out
}

// real says whether at least one live technology supports a channel: surely, or maybe, where nobody said whether one is live.
func realOf(g *model.Graph, channel model.Handle) maybe {
	var m maybe
	for t := range relationOf(g, model.Supports).sources(channel) {
		switch g.At(t).Props.Text("lifecycle") {
		case "live":
			m.may, m.must = true, true
		case "":
			m.may = true
		}
	}
	return m
}

// wished is from which want on somebody who is not served is missed.
const wished = 2

func ofPromises(g *model.Graph) []gulf {
	reaches := relationOf(g, model.Reaches)
	var out []gulf
	for i := range reaches.links {
		l := model.Handle(i)
		p := reaches.props(l)
		x := gulf{on: reaches.from[l : l+1], concerns: reaches.to[l : l+1], link: reaches.link(l).ID}
		want, known := p.Number("want")
		policy := p.Text("policy")
		switch {
		case policy == "serve" && !realOf(g, reaches.from[l]).may:
			x.sort = Promised
		case known && want.Lo >= wished && (policy == "not" || policy == "undecided"):
			x.sort = Unanswered
			x.words = []string{policy}
		default:
			continue
		}
		out = append(out, x.keyed(g))
	}
	return out
}

func betweenStores(g *model.Graph) []gulf {
	c := copiesOf(g)
	f := c.flows
	var out []gulf
	for _, h := range g.HandlesOf(model.Data) {
		holders, masters := f.holders.at(h), f.masters.at(h)
		others := slices.DeleteFunc(slices.Clone(holders), func(t model.Handle) bool { return slices.Contains(masters, t) })
		if len(masters) > 1 {
			out = append(out, gulf{sort: RivalMasters, on: []model.Handle{h}, left: masters, right: others}.keyed(g))
		}
		if len(holders) > 1 {
			out = append(out, gulf{sort: Copies, on: []model.Handle{h}, left: masters, right: others}.keyed(g))
		}
		var lost []model.Handle
		for t, age := range c.of(h) {
			if !age.reached.may && !slices.Contains(masters, t) {
				lost = append(lost, t)
			}
		}
		if len(lost) > 0 && len(holders) > 1 { // a single store needs nothing to follow
			out = append(out, gulf{sort: Orphans, on: []model.Handle{h}, left: masters, right: lost}.keyed(g))
		}
	}
	return out
}

func inTransfers(g *model.Graph) []gulf {
	f := flowsOf(g)
	out := make([]gulf, 0, len(f.feeds))
	ends := make([]model.Handle, 0, 2*len(f.feeds))
	for i := range f.feeds {
		if x := &f.feeds[i]; x.apart != nil {
			ends = append(ends, x.from, x.to)
			found := *x.apart
			found.on = ends[len(ends)-2:]
			out = append(out, found)
		}
	}
	return out
}

func inSystems(g *model.Graph) []gulf {
	needs := NeedsOf(g)
	var out []gulf
	for h, e := range ofKinds(g, model.Technology) {
		lifecycle := e.Props.Text("lifecycle")
		if lifecycle != "retired-but-needed" && (lifecycle != "retired" || len(needs.up.at(h)) == 0) {
			continue
		}
		by := slices.Clone(needs.up.at(h))
		for t := range relationOf(g, model.Uses).sources(h) {
			by = append(by, t)
		}
		out = append(out, gulf{sort: StillNeeded, on: []model.Handle{h}, left: once(slices.Values(by))}.keyed(g))
	}
	return out
}

func inSteps(g *model.Graph) []gulf {
	var out []gulf
	for h, e := range ofKinds(g, model.Step) {
		if known, ok := e.Props["traceable"].(bool); ok && !known {
			out = append(out, gulf{sort: Untraceable, on: []model.Handle{h}}.keyed(g))
		}
	}
	return out
}
