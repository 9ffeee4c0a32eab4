package analysis

import (
	"cmp"
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
	return model.Memo(g, "analysis.disconnects", func() []Disconnect {
		d := &finder{g: g}
		d.channels()
		d.functions()
		d.promises()
		d.stores()
		d.transfers()
		d.systems()
		order := make(map[DisconnectSort]int)
		for i, s := range DisconnectSorts {
			order[s] = i
		}
		slices.SortStableFunc(d.found, func(a, b Disconnect) int { return cmp.Compare(order[a.Sort], order[b.Sort]) })
		return d.found
	})
}

type finder struct {
	g     *model.Graph
	found []Disconnect
}

func (d *finder) add(x Disconnect) {
	key := []string{string(x.Sort)}
	for _, e := range x.On {
		key = append(key, e.ID)
	}
	if x.Link != "" {
		key = append(key, x.Link)
	}
	x.Key = strings.Join(key, ":")
	d.found = append(d.found, x)
}

func (d *finder) elements(handles []model.Handle) []*model.Element {
	out := make([]*model.Element, len(handles))
	for i, h := range handles {
		out[i] = d.g.At(h)
	}
	return out
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

// channels looks at each pair of channels that reach one customer.
func (d *finder) channels() {
	reaches, runs, supports := relationOf(d.g, model.Reaches), relationOf(d.g, model.Runs), relationOf(d.g, model.Supports)
	type pair struct{ a, b model.Handle }
	customers := make(map[pair][]model.Handle)
	var pairs []pair
	for _, c := range d.g.OfKind(model.Customer) {
		h := d.g.Handle(c.ID)
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
				d.add(Disconnect{Sort: side.sort, On: d.elements([]model.Handle{p.a, p.b}), Left: d.elements(left), Right: d.elements(right), For: d.elements(customers[p])})
			}
		}
	}
}

// functions looks for the same function on touchpoints of two digital channels that look differently or stand on separate systems.
func (d *finder) functions() {
	offers, supports := relationOf(d.g, model.Offers), relationOf(d.g, model.Supports)
	places := make(map[string][]*model.Element) // by function
	var names []string
	for _, e := range d.g.OfKind(model.Touchpoint) {
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
			for c := range offers.sources(d.g.Handle(e.ID)) {
				if d.g.At(c).Props.Text("mode") == "digital" && !yield(c) {
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
					d.found[k].Words = append(d.found[k].Words, f)
					continue
				}
				left, right := digital(a), digital(b)
				if a == b || len(left) == 0 || len(right) == 0 || !disjoint(left, right) {
					continue
				}
				x := Disconnect{Sort: ApartFunction, On: []*model.Element{a, b}, Words: []string{f}}
				looks := a.Props.Text("style") != "" && b.Props.Text("style") != "" && a.Props.Text("style") != b.Props.Text("style")
				if looks {
					x.Style = [2]string{a.Props.Text("style"), b.Props.Text("style")}
				}
				under, beneath := once(supports.sources(d.g.Handle(a.ID))), once(supports.sources(d.g.Handle(b.ID)))
				works := len(under) > 0 && len(beneath) > 0 && disjoint(under, beneath)
				if works {
					x.Left, x.Right = d.elements(under), d.elements(beneath)
				}
				if looks || works {
					at[pair{a, b}] = len(d.found)
					d.add(x)
				}
			}
		}
	}
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

func (d *finder) promises() {
	reaches := relationOf(d.g, model.Reaches)
	for _, l := range reaches.links {
		p := reaches.props(l)
		channel, customer := d.g.At(reaches.from[l]), d.g.At(reaches.to[l])
		x := Disconnect{On: []*model.Element{channel}, For: []*model.Element{customer}, Link: d.g.LinkAt(l).ID}
		want, known := p.Number("want")
		policy := p.Text("policy")
		switch {
		case policy == "serve" && !realOf(d.g, reaches.from[l]).may:
			x.Sort = Promised
		case known && want.Lo >= wished && (policy == "not" || policy == "undecided"):
			x.Sort = Unanswered
			x.Words = []string{policy}
		default:
			continue
		}
		d.add(x)
	}
}

func (d *finder) stores() {
	f := flowsOf(d.g)
	ways := f.ways()
	for _, e := range d.g.OfKind(model.Data) {
		h := d.g.Handle(e.ID)
		holders, masters := f.holders.at(h), f.masters.at(h)
		others := slices.DeleteFunc(slices.Clone(holders), func(t model.Handle) bool { return slices.Contains(masters, t) })
		if len(masters) > 1 {
			d.add(Disconnect{Sort: RivalMasters, On: []*model.Element{e}, Left: d.elements(masters), Right: d.elements(others)})
		}
		if len(holders) > 1 {
			d.add(Disconnect{Sort: Copies, On: []*model.Element{e}, Left: d.elements(masters), Right: d.elements(others)})
		}
		ages := ways.ages(h)
		var lost []model.Handle
		for _, t := range others {
			if !ages(t).reached.may {
				lost = append(lost, t)
			}
		}
		if len(lost) > 0 && len(holders) > 1 { // a single store needs nothing to follow
			d.add(Disconnect{Sort: Orphans, On: []*model.Element{e}, Left: d.elements(masters), Right: d.elements(lost)})
		}
	}
}

func (d *finder) transfers() {
	f := flowsOf(d.g)
	for i := range f.feeds {
		x := &f.feeds[i]
		l := d.g.LinkAt(x.link)
		found := Disconnect{On: d.elements([]model.Handle{x.from, x.to}), Link: l.ID}
		for _, id := range l.Props.List("data") {
			if e := d.g.Element(id); e != nil {
				found.For = append(found.For, e)
			}
		}
		if l.Props.Text("mode") == "manual" {
			found.Sort = ByHand
			d.add(found)
		} else if x.worst.lo >= slowly {
			found.Sort, found.Latency = Slow, x.worst.figure()
			d.add(found)
		}
	}
}

func (d *finder) systems() {
	needs := NeedsOf(d.g)
	for _, e := range d.g.OfKind(model.Technology) {
		h := d.g.Handle(e.ID)
		lifecycle := e.Props.Text("lifecycle")
		if lifecycle != "retired-but-needed" && (lifecycle != "retired" || len(needs.up.at(h)) == 0) {
			continue
		}
		by := slices.Clone(needs.up.at(h))
		for t := range relationOf(d.g, model.Uses).sources(h) {
			by = append(by, t)
		}
		d.add(Disconnect{Sort: StillNeeded, On: []*model.Element{e}, Left: d.elements(once(slices.Values(by)))})
	}
	for _, e := range d.g.OfKind(model.Step) {
		if known, ok := e.Props["traceable"].(bool); ok && !known {
			d.add(Disconnect{Sort: Untraceable, On: []*model.Element{e}})
		}
	}
}
