package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Clash is something that two people changed, each in their way: both stand beside what it was, and a person decides.
type Clash struct {
	ID       string `json:"id"`
	Field    string `json:"field"`    // "" = whether the element or link is there at all
	Original any    `json:"original"` // nil = unset, not there
	Left     any    `json:"left"`
	Right    any    `json:"right"`
}

// Take says which of the values a person chose.
type Take string

// The choices.
const (
	TakeOriginal Take = "original"
	TakeLeft     Take = "left"
	TakeRight    Take = "right"
	TakeValue    Take = "value" // another one, of a field
)

// Takes are all choices.
var Takes = []Take{TakeOriginal, TakeLeft, TakeRight, TakeValue}

// Resolution is a person's decision of a conflict.
type Resolution struct {
	ID    string `json:"id"`
	Field string `json:"field"`
	Take  Take   `json:"take"`
	Value any    `json:"value,omitempty"` // of TakeValue
	Saw   *Stale `json:"-"`               // what was decided about; nil = whatever is so now
}

// decisions are resolutions by what they decide.
type decisions map[Key]Resolution

// Key names one field of one element or link; without a field, whether it is there.
type Key struct{ ID, Field string }

func decided(list []Resolution) decisions {
	d := make(decisions, len(list))
	for _, r := range list {
		d[Key{r.ID, r.Field}] = r
	}
	return d
}

// Merge brings to left what right has changed since both were as origin was. A field that one of them changed is taken from
// that one; one that both changed alike is agreed; one that they changed apart is a conflict until it is resolved, and numbers
// are never averaged. ops leads from left to the whole; apply them, for only the whole shows whether it can be. Errors: Invalid
// where a resolution takes what cannot be taken.
func Merge(origin, left, right *Graph, resolutions []Resolution) (ops []Op, clashes []Clash, err error) {
	m := merging{origin: origin, left: left, right: right, choice: decided(resolutions), mine: make(map[Key]Difference), had: make(map[string][]Difference), away: make(map[string]bool)}
	if err := checkTakes(resolutions); err != nil {
		return nil, nil, err
	}
	for _, d := range Diff(origin, left) {
		m.mine[keyOf(d)] = d
		m.had[d.ID] = append(m.had[d.ID], d)
	}
	theirs := Diff(origin, right)
	m.structure(theirs)
	for _, d := range theirs {
		if !m.settled[d.ID] {
			m.difference(d)
		}
	}
	slices.SortFunc(m.clashes, func(x, y Clash) int {
		return cmp.Or(strings.Compare(x.ID, y.ID), strings.Compare(x.Field, y.Field))
	})
	return m.take.Ops(), m.clashes, nil
}

func checkTakes(resolutions []Resolution) error {
	for i, r := range resolutions {
		if !slices.Contains(Takes, r.Take) {
			return Fault(Invalid, "resolutions["+strconv.Itoa(i)+"].take", "prop.choice", "Value", string(r.Take), "Choices", []string{"original", "left", "right", "value"})
		}
	}
	return nil
}

func keyOf(d Difference) Key { return Key{d.ID, d.Field} }

// merging is one merge under way.
type merging struct {
	origin, left, right *Graph
	choice              decisions
	mine                map[Key]Difference      // what left changed
	had                 map[string][]Difference // the same by id
	take                Delta                   // what to change in left
	settled             map[string]bool         // ids about whose being there it was decided
	away                map[string]bool         // those of them that are not there
	clashes             []Clash
}

// structure finds what one side took away while the other worked on it, and decides about it as a whole.
func (m *merging) structure(theirs Delta) {
	m.settled = make(map[string]bool)
	goneRight, worked := make(map[string]bool), make(map[string]bool)
	for _, d := range theirs {
		if d.Op == Removed {
			goneRight[d.ID] = true
		} else {
			for _, id := range touched(d) {
				worked[id] = true
			}
		}
	}
	workedLeft := make(map[string]bool)
	for _, list := range m.had {
		for _, d := range list {
			if d.Op != Removed {
				for _, id := range touched(d) {
					workedLeft[id] = true
				}
			}
		}
	}
	var ids []string
	for id := range goneRight {
		if workedLeft[id] {
			ids = append(ids, id)
		}
	}
	for id, list := range m.had {
		if worked[id] && slices.ContainsFunc(list, func(d Difference) bool { return d.Op == Removed }) {
			ids = append(ids, id)
		}
	}
	// Both brought something of one id.
	for _, d := range theirs {
		if other, ok := m.mine[keyOf(d)]; ok && d.Op == Added && other.Op == Added {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		m.whole(id)
	}
	for _, id := range ids {
		if !m.away[id] && m.origin.Element(id) != nil {
			m.keepLinks(id)
		}
	}
}

// keepLinks keeps, at an element that stays though one side took it away, the links that went only with it.
func (m *merging) keepLinks(id string) {
	for _, was := range append(m.origin.Out(id), m.origin.In(id)...) {
		l, r := m.left.Link(was.ID), m.right.Link(was.ID)
		if m.settled[was.ID] || (l == nil) == (r == nil) {
			continue
		}
		stays := cmp.Or(l, r)
		if !m.there(stays.From) || !m.there(stays.To) {
			continue
		}
		m.settled[was.ID] = true
		if l == nil {
			m.become(nil, r)
		}
	}
}

// there says whether an element will be there.
func (m *merging) there(id string) bool {
	if m.settled[id] {
		return !m.away[id]
	}
	l, r := m.left.Element(id) != nil, m.right.Element(id) != nil
	return l && r || m.origin.Element(id) == nil && (l || r)
}

// touched are the ids that a difference relies on: its own, and the ends that a link has now.
func touched(d Difference) []string {
	switch {
	case d.Op == Added && d.Link:
		l := d.To.(*Link)
		return []string{l.ID, l.From, l.To}
	case d.Field == "from" || d.Field == "to":
		end, _ := d.To.(string)
		return []string{d.ID, end}
	}
	return []string{d.ID}
}

// at returns an element or link of a graph, nil where it is not there.
func at(g *Graph, id string) any {
	if e := g.Element(id); e != nil {
		return e
	}
	if l := g.Link(id); l != nil {
		return l
	}
	return nil
}

// whole decides whether an element or link is there, and as whose.
func (m *merging) whole(id string) {
	o, l, r := at(m.origin, id), at(m.left, id), at(m.right, id)
	if l == nil && r == nil {
		return
	}
	if l != nil && r != nil {
		fields, alike := sides(l, r)
		if alike && (o == nil || len(fields) == 0) { // both brought it: field by field
			m.settled[id] = true
			for _, d := range fields {
				left := d.From
				d.From = nil
				m.conflict(d, left)
			}
			return
		}
	}
	m.settled[id] = true
	choice, ok := m.choice[Key{id, ""}]
	if !ok || choice.Take == TakeValue {
		m.clashes = append(m.clashes, Clash{ID: id, Original: o, Left: l, Right: r})
		return
	}
	want := map[Take]any{TakeOriginal: o, TakeLeft: l, TakeRight: r}[choice.Take]
	if want == nil {
		m.away[id] = true
	}
	m.become(l, want)
}

// sides compares two things of one id field by field; ok is false where they are not of one kind.
func sides(a, b any) (d Delta, ok bool) {
	switch x := a.(type) {
	case *Element:
		if y, same := b.(*Element); same {
			d.elements(x, y)
		} else {
			return nil, false
		}
	case *Link:
		if y, same := b.(*Link); same {
			d.links(x, y)
		} else {
			return nil, false
		}
	}
	return d, !slices.ContainsFunc(d, func(e Difference) bool { return e.Op != Changed })
}

// become turns what left has into what is wanted; what goes takes the links with it that left has on it.
func (m *merging) become(have, want any) {
	switch {
	case have == nil && want == nil:
	case have == nil:
		switch v := want.(type) {
		case *Element:
			m.take = append(m.take, Difference{ID: v.ID, Kind: string(v.Kind), Op: Added, To: v})
		case *Link:
			m.take = append(m.take, Difference{ID: v.ID, Link: true, Kind: string(v.Kind), Op: Added, To: v})
		}
	case want == nil:
		switch v := have.(type) {
		case *Element:
			m.take = append(m.take, Difference{ID: v.ID, Kind: string(v.Kind), Op: Removed, From: v})
			for _, l := range append(m.left.Out(v.ID), m.left.In(v.ID)...) {
				m.unhook(l)
			}
		case *Link:
			m.take = append(m.take, Difference{ID: v.ID, Link: true, Kind: string(v.Kind), Op: Removed, From: v})
		}
	default:
		var d Delta
		if e, ok := have.(*Element); ok {
			if w, same := want.(*Element); same {
				d.elements(e, w)
			}
		}
		if l, ok := have.(*Link); ok {
			if w, same := want.(*Link); same {
				d.links(l, w)
			}
		}
		if len(d) == 0 && !sameKind(have, want) {
			m.become(have, nil)
			m.become(nil, want)
			return
		}
		m.take = append(m.take, d...)
	}
}

// unhook takes from what goes a link that left put on it: one that left made goes, one that it moved goes back.
func (m *merging) unhook(l *Link) {
	if m.settled[l.ID] {
		return
	}
	if d, ok := m.mine[Key{l.ID, ""}]; ok && d.Op == Added {
		m.settled[l.ID] = true
		m.take = append(m.take, Difference{ID: l.ID, Link: true, Kind: string(l.Kind), Op: Removed, From: l})
		return
	}
	for _, end := range []string{"from", "to"} {
		if d, ok := m.mine[Key{l.ID, end}]; ok && m.right.Link(l.ID) != nil {
			m.take = append(m.take, Difference{ID: l.ID, Link: true, Kind: string(l.Kind), Op: Changed, Field: end, From: d.To, To: m.right.Link(l.ID).Field(end)})
			m.mine[Key{l.ID, end}] = Difference{ID: l.ID, Op: Changed, Field: end, From: d.From, To: m.right.Link(l.ID).Field(end)}
		}
	}
}

func sameKind(a, b any) bool {
	_, x := a.(*Element)
	_, y := b.(*Element)
	return x == y
}

// difference takes what right changed, where left did not change it otherwise.
func (m *merging) difference(d Difference) {
	if d.Link && d.Op != Removed && slices.ContainsFunc(touched(d), func(id string) bool { return m.away[id] }) {
		return // it would end at what was decided to be gone
	}
	other, both := m.mine[keyOf(d)]
	switch {
	case !both:
		m.take = append(m.take, d)
	case d.Op == Changed && Same(other.To, d.To), d.Op == Removed && other.Op == Removed:
	default:
		m.conflict(d, other.To)
	}
}

// conflict decides a field that both changed; left is its value there.
func (m *merging) conflict(d Difference, left any) {
	choice, ok := m.choice[keyOf(d)]
	if !ok {
		m.clashes = append(m.clashes, Clash{ID: d.ID, Field: d.Field, Original: d.From, Left: left, Right: d.To})
		return
	}
	want := map[Take]any{TakeOriginal: d.From, TakeLeft: left, TakeRight: d.To, TakeValue: choice.Value}[choice.Take]
	if !Same(want, left) {
		d.From, d.To = left, want
		m.take = append(m.take, d)
	}
}
