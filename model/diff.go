package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Class says what sort of difference it is.
type Class string

// The classes of difference, the weightiest first.
const (
	Structural Class = "structural" // an element or link appears, goes, moves its end or turns into another kind
	Factual    Class = "factual"    // a prop or the owner
	Wording    Class = "wording"    // name, names, notes, tags, refs
	Layout     Class = "layout"     // order and stage: where it is drawn
)

// Classes are all classes, in that order.
var Classes = []Class{Structural, Factual, Wording, Layout}

// ClassOf returns the class of a field; "" is an element or link as such.
func ClassOf(field string) Class {
	head, rest, _ := strings.Cut(field, ".")
	switch head {
	case "", "from", "to", "kind":
		return Structural
	case "name", "names", "notes", "tags", "refs":
		return Wording
	}
	if head == "props" && (rest == "order" || rest == "stage") {
		return Layout
	}
	return Factual
}

// DiffOp says how one thing differs.
type DiffOp string

// The ways to differ.
const (
	Added   DiffOp = "added"
	Removed DiffOp = "removed"
	Changed DiffOp = "changed"
)

// Difference is one thing that differs between two graphs.
type Difference struct {
	ID       string
	Link     bool   // whether it is a link that differs
	Kind     string // of the element or link
	Op       DiffOp
	Field    string // of Changed; "" = the whole
	From, To any    // values of the field; of the whole an *Element or *Link; nil = unset, not there
}

// Class returns the class of the difference.
func (d Difference) Class() Class { return ClassOf(d.Field) }

// Delta is all that differs between two graphs, by id and then by field.
type Delta []Difference

// Of returns the differences of a class.
func (d Delta) Of(c Class) Delta {
	return slices.DeleteFunc(slices.Clone(d), func(e Difference) bool { return e.Class() != c })
}

// Diff returns what leads from a to b. Elements and links are matched by id alone. An id under which b has a thing of another
// kind was removed and added, unless a set of its kind leads there. Graphs of one descent share what neither has changed, and
// that is not looked at.
func Diff(a, b *Graph) Delta {
	if a == b {
		return nil
	}
	var d Delta
	walk(a.elements, b.elements, func(e *Element) *Element { return e }, a.elementIDs.common(b.elementIDs), b.elementIDs, func(e *Element) string { return e.ID }, d.elements)
	walk(a.links, b.links, joined.thing, a.linkIDs.common(b.linkIDs), b.linkIDs, func(l *Link) string { return l.ID }, d.links)
	slices.SortStableFunc(d, func(x, y Difference) int {
		return cmp.Or(strings.Compare(x.ID, y.ID), strings.Compare(x.Field, y.Field))
	})
	return d
}

// walk hands over what two graphs have under one id and not alike; one of the two may be missing. The first common handles mean
// the same id in both. What stands behind them is matched by id: the next of b first, for most lists were made in one order.
func walk[S, T any](a, b pages[S], thing func(S) *T, common int, ids index, id func(*T) string, differ func(a, b *T)) {
	for c := range (common + pageSize - 1) / pageSize {
		if a.chunk(c) == b.chunk(c) {
			continue
		}
		for i := c * pageSize; i < min((c+1)*pageSize, common); i++ {
			if x, y := thing(a.at(i)), thing(b.at(i)); x != y {
				differ(x, y)
			}
		}
	}
	met := make([]bool, max(0, len(b.chunks)*pageSize-common))
	next := common
	for i := common; i < len(a.chunks)*pageSize; i++ {
		x := thing(a.at(i))
		if x == nil {
			continue
		}
		y := thing(b.at(next))
		if y == nil || id(y) != id(x) {
			h := int(ids.find(id(x)))
			if y = thing(b.at(h)); y != nil {
				next = h
			}
		}
		if x != y {
			differ(x, y)
		}
		if y != nil {
			met[next-common] = true
			next++
		}
	}
	for i, met := range met {
		if y := thing(b.at(common + i)); y != nil && !met {
			differ(nil, y)
		}
	}
}

func (d *Delta) elements(a, b *Element) {
	switch {
	case a == nil:
		*d = append(*d, Difference{ID: b.ID, Kind: string(b.Kind), Op: Added, To: b})
		return
	case b == nil:
		*d = append(*d, Difference{ID: a.ID, Kind: string(a.Kind), Op: Removed, From: a})
		return
	case a.Kind != b.Kind && a.Kind != Foreign && b.Kind != Foreign || !sameMark(a.Foreign, b.Foreign):
		*d = append(*d, Difference{ID: a.ID, Kind: string(a.Kind), Op: Removed, From: a}, Difference{ID: b.ID, Kind: string(b.Kind), Op: Added, To: b})
		return
	}
	set := func(field string, from, to any) {
		*d = append(*d, Difference{ID: a.ID, Kind: string(b.Kind), Op: Changed, Field: field, From: from, To: to})
	}
	if a.Kind != b.Kind {
		set("kind", string(a.Kind), string(b.Kind))
	}
	for _, f := range []struct{ name, a, b string }{{"name", a.Name, b.Name}, {"notes", a.Notes, b.Notes}, {"owner", a.Owner, b.Owner}} {
		if f.a != f.b {
			set(f.name, textOrNil(f.a), textOrNil(f.b))
		}
	}
	if !maps.Equal(a.Names, b.Names) {
		for _, lang := range allKeys(a.Names, b.Names) {
			if x, y := a.Names[lang], b.Names[lang]; x != y {
				set("names."+lang, textOrNil(x), textOrNil(y))
			}
		}
	}
	if !slices.Equal(a.Tags, b.Tags) {
		for _, t := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Tags, b.Tags)))) {
			if x, y := a.Field("tags."+t), b.Field("tags."+t); x != y {
				set("tags."+t, x, y)
			}
		}
	}
	if !slices.Equal(a.Refs, b.Refs) {
		set("refs", a.Field("refs"), b.Field("refs"))
	}
	d.props(a.ID, false, string(b.Kind), a.Props, b.Props)
}

func (d *Delta) links(a, b *Link) {
	switch {
	case a == nil:
		*d = append(*d, Difference{ID: b.ID, Link: true, Kind: string(b.Kind), Op: Added, To: b})
		return
	case b == nil:
		*d = append(*d, Difference{ID: a.ID, Link: true, Kind: string(a.Kind), Op: Removed, From: a})
		return
	case a.Kind != b.Kind || !sameMark(a.Foreign, b.Foreign):
		*d = append(*d, Difference{ID: a.ID, Link: true, Kind: string(a.Kind), Op: Removed, From: a}, Difference{ID: b.ID, Link: true, Kind: string(b.Kind), Op: Added, To: b})
		return
	}
	if a.From != b.From {
		*d = append(*d, Difference{ID: a.ID, Link: true, Kind: string(a.Kind), Op: Changed, Field: "from", From: a.From, To: b.From})
	}
	if a.To != b.To {
		*d = append(*d, Difference{ID: a.ID, Link: true, Kind: string(a.Kind), Op: Changed, Field: "to", From: a.To, To: b.To})
	}
	d.props(a.ID, true, string(a.Kind), a.Props, b.Props)
}

func (d *Delta) props(id string, link bool, kind string, a, b Props) {
	if sameProps(a, b) {
		return
	}
	for _, name := range allKeys(a, b) {
		if !Same(a[name], b[name]) {
			*d = append(*d, Difference{ID: id, Link: link, Kind: kind, Op: Changed, Field: PropField(name), From: a[name], To: b[name]})
		}
	}
}

func sameProps(a, b Props) bool {
	if len(a) != len(b) {
		return false
	}
	for name, v := range a {
		w, ok := b[name]
		if !ok || !Same(v, w) {
			return false
		}
	}
	return true
}

func sameMark(a, b *ForeignMark) bool {
	if a == nil || b == nil || a == b {
		return a == b
	}
	return a.Format == b.Format && a.Type == b.Type && a.ID == b.ID && maps.EqualFunc(a.Properties, b.Properties, Same)
}

// allKeys returns the keys of two maps, sorted.
func allKeys[M ~map[string]V, V any](a, b M) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Ops returns the ops that lead from a to b: applied to a graph that has what a had where they differ, they bring it what b
// has there.
func (d Delta) Ops() []Op {
	var cut, gone, came, links, moved, sets []Op
	turned := make(map[string]bool) // elements whose kind changes
	for _, e := range d {
		if e.Op == Changed && e.Field == "kind" {
			turned[e.ID] = true
		}
	}
	var unset, kinds []Op // props that the new kind may not know are emptied before it changes
	for _, e := range d {
		switch {
		case e.Op == Removed && e.Link:
			cut = append(cut, Op{Kind: OpRemoveLink, ID: e.ID})
		case e.Op == Removed:
			gone = append(gone, Op{Kind: OpRemoveElement, ID: e.ID})
		case e.Op == Added && e.Link:
			links = append(links, Join(e.To.(*Link)))
		case e.Op == Added:
			came = append(came, Add(e.To.(*Element)))
		case e.Field == "from" || e.Field == "to":
			moved = append(moved, Op{Kind: OpReEnd, ID: e.ID, End: e.Field, Old: e.From, New: e.To})
		case e.Field == "kind":
			kinds = append(kinds, Set(e.ID, "kind", e.From, e.To))
		case turned[e.ID] && strings.HasPrefix(e.Field, "props."):
			if e.From != nil {
				unset = append(unset, Set(e.ID, e.Field, e.From, nil))
			}
			if e.To != nil {
				sets = append(sets, Set(e.ID, e.Field, nil, e.To))
			}
		default:
			sets = append(sets, Set(e.ID, e.Field, e.From, e.To))
		}
	}
	slices.Reverse(cut)
	return slices.Concat(cut, gone, came, links, moved, unset, kinds, sets)
}
