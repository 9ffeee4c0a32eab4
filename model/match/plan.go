package match

import (
	"maps"
	"slices"
	"strings"

	"rootline/model"
)

// Part is one of the changes that a target model becomes.
type Part string

// The parts, in the order in which they are made.
const (
	Coming Part = "coming" // what ours lacks
	Facts  Part = "facts"  // what differs in facts
	Words  Part = "words"  // names and words that are spelled otherwise
	Going  Part = "going"  // what theirs lacks
)

// Parts are all parts, in that order.
var Parts = []Part{Coming, Facts, Words, Going}

// Choice is what somebody decided.
type Choice struct {
	Ours   map[string]string // by id of theirs: which of ours it is; "" = it is new
	Remove bool              // what theirs lacks is meant to go
}

// Missing lists what of ours theirs lacks: elements of kinds that theirs has, to none of which one of theirs belongs.
func Missing(ours *model.Graph, elements []*model.Element, choice Choice) []*model.Element {
	kinds, paired := map[model.Kind]bool{}, map[string]bool{}
	for _, e := range elements {
		kinds[e.Kind] = true
		paired[choice.Ours[e.ID]] = true
	}
	var out []*model.Element
	for e := range ours.Elements() {
		if kinds[e.Kind] && !paired[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

// Plan returns the ops that lead from ours to theirs, by part. Ids of theirs that are taken among ours are replaced by those that
// fresh makes. Nothing is applied: the caller does, and hears then what cannot be.
func Plan(ours *model.Graph, elements []*model.Element, links []*model.Link, choice Choice, fresh func(kind string) string) map[Part][]model.Op {
	b := &planner{ours: ours, choice: choice, fresh: fresh, id: map[string]string{}, ops: map[Part][]model.Op{}, kept: map[string]bool{}}
	for _, e := range elements {
		b.id[e.ID] = choice.Ours[e.ID]
		if b.id[e.ID] == "" {
			b.id[e.ID] = b.free(e.ID, string(e.Kind))
		}
	}
	for _, e := range elements {
		b.element(e)
	}
	for _, l := range links {
		b.link(l)
	}
	if choice.Remove {
		b.remove(elements, links)
	}
	return b.ops
}

type planner struct {
	ours   *model.Graph
	choice Choice
	fresh  func(kind string) string
	id     map[string]string // of ours, by id of theirs
	ops    map[Part][]model.Op
	kept   map[string]bool // links of ours that theirs has too
}

func (b *planner) free(id, kind string) string {
	if b.ours.Has(id) {
		return b.fresh(kind)
	}
	return id
}

func (b *planner) element(e *model.Element) {
	now := b.ours.Element(b.choice.Ours[e.ID])
	if now == nil {
		added := *e
		added.ID, added.Props = b.id[e.ID], b.props(e.Props)
		b.ops[Coming] = append(b.ops[Coming], model.Add(&added))
		return
	}
	then := *e
	then.ID, then.Props = now.ID, b.props(e.Props)
	b.sets(now.ID, now.Fields(), then.Fields())
}

// props are props of theirs with ids as ours: only a feed, and what bears a scope, name others.
func (b *planner) props(p model.Props) model.Props {
	out := p
	for _, name := range []string{"data", "scope"} {
		switch v := p[name].(type) {
		case []string:
			list := slices.Clone(v)
			for i := range list {
				if id, ok := b.id[list[i]]; ok {
					list[i] = id
				}
			}
			out = maps.Clone(out)
			out[name] = list
		case string:
			if id, ok := b.id[v]; ok {
				out = maps.Clone(out)
				out[name] = id
			}
		}
	}
	return out
}

// otherNames are the names of an element beside its first, by its fields.
func otherNames(fields map[string]any) (names []any) {
	for field, name := range fields {
		if strings.HasPrefix(field, "names.") {
			names = append(names, name)
		}
	}
	return names
}

// sets sets what theirs says otherwise; what it says nothing of stays.
func (b *planner) sets(id string, now, then map[string]any) {
	for _, field := range slices.Sorted(maps.Keys(then)) {
		if field == "kind" || field == "from" || field == "to" || model.Same(now[field], then[field]) {
			continue
		}
		if field == "name" && slices.Contains(otherNames(now), then[field]) { // ours bears it already, in another language
			continue
		}
		part := Facts
		if model.ClassOf(field) == model.Wording {
			part = Words
		}
		b.ops[part] = append(b.ops[part], model.Set(id, field, now[field], then[field]))
	}
}

func (b *planner) link(l *model.Link) {
	from, okFrom := b.id[l.From]
	to, okTo := b.id[l.To]
	if !okFrom || !okTo {
		return
	}
	then := *l
	then.From, then.To, then.Props = from, to, b.props(l.Props)
	for _, now := range b.ours.Out(from, l.Kind) {
		if now.To == to && !b.kept[now.ID] {
			b.kept[now.ID] = true
			then.ID = now.ID
			b.sets(now.ID, now.Fields(), then.Fields())
			return
		}
	}
	then.ID = b.free(l.ID, string(l.Kind))
	b.ops[Coming] = append(b.ops[Coming], model.Join(&then))
}

// remove takes away what theirs lacks: links of kinds that it has between what both have, and elements with all that hangs on
// them.
func (b *planner) remove(elements []*model.Element, links []*model.Link) {
	kinds, both := map[model.LinkKind]bool{}, map[string]bool{}
	for _, l := range links {
		kinds[l.Kind] = true
	}
	for _, e := range elements {
		if id := b.choice.Ours[e.ID]; id != "" {
			both[id] = true
		}
	}
	gone := map[string]bool{}
	take := func(l *model.Link) {
		if !gone[l.ID] {
			gone[l.ID] = true
			b.ops[Going] = append(b.ops[Going], model.Op{Kind: model.OpRemoveLink, ID: l.ID})
		}
	}
	for l := range b.ours.Links() {
		if kinds[l.Kind] && both[l.From] && both[l.To] && !b.kept[l.ID] {
			take(l)
		}
	}
	for _, e := range Missing(b.ours, elements, b.choice) {
		for _, l := range slices.Concat(b.ours.Out(e.ID), b.ours.In(e.ID)) {
			take(l)
		}
		b.ops[Going] = append(b.ops[Going], model.Op{Kind: model.OpRemoveElement, ID: e.ID})
	}
}
