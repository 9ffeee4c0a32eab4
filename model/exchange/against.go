package exchange

import (
	"fmt"
	"maps"
	"slices"

	"rootline/model"
)

// Outcome is what an import does with one row.
type Outcome string

// The outcomes.
const (
	Added   Outcome = "added"
	Changed Outcome = "changed"
	Same    Outcome = "same"
	Removed Outcome = "removed"
	Refused Outcome = "refused"
)

// Row is what an import would do with one element or link.
type Row struct {
	Path    string // "elements[3]"; "" of a removed one, which the file lacks
	ID      string
	Outcome Outcome
	Reason  *model.Error // of a refused one
}

// Against returns the ops that bring g to what the file says, and an answer for every row. An id that g has is compared
// and its fields set, with the present value as Old; one that it lacks is added. Fields, elements and links that the file
// lacks stay as they are, or go where replace is set. Rows that are refused have no ops.
func Against(g *model.Graph, f *File, replace bool) ([]model.Op, []Row) {
	a := &against{g: g, replace: replace, named: make(map[string]bool, len(f.Elements)+len(f.Links))}
	for _, e := range f.Elements {
		a.named[e.ID] = true
	}
	for _, l := range f.Links {
		a.named[l.ID] = true
	}
	if replace {
		a.removeLinks()
	}
	for i, e := range f.Elements {
		a.row(fmt.Sprintf("elements[%d]", i), e.ID, func() ([]model.Op, *model.Error) { return a.element(e) })
	}
	for i, l := range f.Links {
		a.row(fmt.Sprintf("links[%d]", i), l.ID, func() ([]model.Op, *model.Error) { return a.link(l) })
	}
	if replace {
		a.removeElements()
	}
	return a.ops, a.rows
}

type against struct {
	g       *model.Graph
	replace bool
	named   map[string]bool // ids of the file
	ops     []model.Op
	rows    []Row
}

func (a *against) row(path, id string, compare func() ([]model.Op, *model.Error)) {
	ops, reason := compare()
	row := Row{Path: path, ID: id, Outcome: Changed, Reason: reason}
	switch {
	case reason != nil:
		reason.Field = path
		row.Outcome, ops = Refused, nil
	case len(ops) == 0:
		row.Outcome = Same
	case ops[0].Kind == model.OpAddElement || ops[0].Kind == model.OpAddLink:
		row.Outcome = Added
	}
	a.ops = append(a.ops, ops...)
	a.rows = append(a.rows, row)
}

func (a *against) element(e *model.Element) ([]model.Op, *model.Error) {
	now := a.g.Element(e.ID)
	switch {
	case now == nil && a.g.Link(e.ID) != nil:
		return nil, model.Fault(model.Invalid, "", "id.taken", "ID", e.ID)
	case now == nil:
		return []model.Op{model.Add(e)}, nil
	case now.Kind != e.Kind && now.Kind != model.Foreign && e.Kind != model.Foreign:
		return nil, model.Fault(model.Invalid, "", "kind.fixed", "Name", now.NameIn(""))
	}
	var ops []model.Op
	if now.Kind != e.Kind {
		ops = append(ops, model.Set(e.ID, "kind", string(now.Kind), string(e.Kind))) // first: it decides what props may be
	}
	return append(ops, a.sets(e.ID, now.Fields(), e.Fields())...), nil
}

func (a *against) link(l *model.Link) ([]model.Op, *model.Error) {
	now := a.g.Link(l.ID)
	switch {
	case now == nil && a.g.Element(l.ID) != nil:
		return nil, model.Fault(model.Invalid, "", "id.taken", "ID", l.ID)
	case now == nil:
		return []model.Op{model.Join(l)}, nil
	case now.Kind != l.Kind:
		return nil, model.Fault(model.Invalid, "", "link.kind.fixed", "ID", l.ID)
	}
	var ops []model.Op
	if now.From != l.From {
		ops = append(ops, model.Op{Kind: model.OpReEnd, ID: l.ID, End: "from", Old: now.From, New: l.From})
	}
	if now.To != l.To {
		ops = append(ops, model.Op{Kind: model.OpReEnd, ID: l.ID, End: "to", Old: now.To, New: l.To})
	}
	return append(ops, a.sets(l.ID, now.Fields(), l.Fields())...), nil
}

// sets compares field by field, in the order of their names.
func (a *against) sets(id string, now, then map[string]any) []model.Op {
	all := maps.Clone(then)
	if a.replace {
		maps.Copy(all, now)
	}
	for _, apart := range []string{"kind", "from", "to"} {
		delete(all, apart)
	}
	var ops []model.Op
	for _, field := range slices.Sorted(maps.Keys(all)) {
		if !model.Same(now[field], then[field]) {
			ops = append(ops, model.Set(id, field, now[field], then[field]))
		}
	}
	return ops
}

func (a *against) removeLinks() {
	for l := range a.g.Links() {
		if !a.named[l.ID] {
			a.ops = append(a.ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID})
			a.rows = append(a.rows, Row{ID: l.ID, Outcome: Removed})
		}
	}
}

func (a *against) removeElements() {
	for e := range a.g.Elements() {
		if !a.named[e.ID] {
			a.ops = append(a.ops, model.Op{Kind: model.OpRemoveElement, ID: e.ID})
			a.rows = append(a.rows, Row{ID: e.ID, Outcome: Removed})
		}
	}
}
