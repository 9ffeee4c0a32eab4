package model

import (
	"fmt"
	"slices"
	"strings"
)

// Apply returns g after c, and the inverse of c; g itself stays as it was. The inverse restores every field; its ops say
// in Old what c left, so that it is stale where a later change has edited the same field. Errors: Conflict, with Stale
// filled in, where an Old no longer holds; Invalid where an op is refused, with every fault in Also; NotFound where an
// element or link to edit is absent.
func (g *Graph) Apply(c Change) (*Graph, Change, error) {
	a := g.applying(c)
	if len(a.faults) == 0 && len(a.stale) == 0 {
		a.judge()
	}
	if err := a.err(); err != nil {
		return nil, Change{}, err
	}
	slices.Reverse(a.inverse)
	inverse := Change{Workspace: c.Workspace, State: c.State, Title: c.Title, Titles: c.Titles, Ops: a.inverse}
	if c.ID != "" {
		inverse.Undoes = []string{c.ID}
	}
	return a.done(), inverse, nil
}

// applying draws the ops of a change one after another; what only the whole can show is not judged yet.
func (g *Graph) applying(c Change) *applying { return g.draft().applying(c) }

func (d *draft) applying(c Change) *applying {
	a := &applying{draft: d, touched: map[string]bool{}}
	for _, op := range c.Ops {
		if op.Kind == OpAddElement && op.Element != nil && IsID(op.Element.ID) {
			a.elementIDs.allot(op.Element.ID) // in the order of the ops, even where a link names one ahead of it
		}
	}
	for i, op := range c.Ops {
		a.path = fmt.Sprintf("ops[%d]", i)
		a.op(op)
	}
	return a
}

// applying is one Apply under way: the draft, what it found wrong, and the inverse so far.
type applying struct {
	*draft
	path    string // of the op at hand
	faults  []*Error
	stale   []Stale
	inverse []Op
	touched map[string]bool // ids of links and elements whose ends and circles must be judged
	order   []string        // touched, in order
}

func (a *applying) refuse(e *Error) { a.faults = append(a.faults, e) }

func (a *applying) touch(id string) {
	if !a.touched[id] {
		a.touched[id] = true
		a.order = append(a.order, id)
	}
}

func (a *applying) undo(op Op) { a.inverse = append(a.inverse, op) }

func (a *applying) err() error {
	if len(a.faults) > 0 {
		first := *a.faults[0]
		first.Also = a.faults[1:]
		return &first
	}
	if len(a.stale) > 0 {
		return &Error{Kind: Conflict, Msg: "stale", Stale: a.stale}
	}
	return nil
}

func (a *applying) op(op Op) {
	if op.Element != nil && op.Kind != OpAddElement || op.Link != nil && op.Kind != OpAddLink {
		a.refuse(Fault(Invalid, a.path+".op", "op.stray"))
		return
	}
	switch op.Kind {
	case OpAddElement:
		a.addElement(op)
	case OpAddLink:
		a.addLink(op)
	case OpSet:
		a.set(op)
	case OpReEnd:
		a.reEnd(op)
	case OpRemoveElement:
		a.removeElement(op)
	case OpRemoveLink:
		a.removeLink(op)
	default:
		a.refuse(Fault(Invalid, a.path+".op", "op.kind", "Value", string(op.Kind)))
	}
}

func (a *applying) addElement(op Op) {
	if op.Element == nil {
		a.refuse(Fault(Invalid, a.path+".element", "op.element"))
		return
	}
	e, faults := op.Element.Clean(a.path + ".element")
	if len(faults) == 0 && a.has(e.ID) {
		faults = append(faults, Fault(Invalid, a.path+".element.id", "id.taken", "ID", e.ID))
	}
	if len(faults) > 0 {
		a.faults = append(a.faults, faults...)
		return
	}
	a.putElement(e)
	a.undo(Op{Kind: OpRemoveElement, ID: e.ID, Old: e.Fields()})
}

func (a *applying) addLink(op Op) {
	if op.Link == nil {
		a.refuse(Fault(Invalid, a.path+".link", "op.link"))
		return
	}
	l, faults := op.Link.Clean(a.path + ".link")
	if len(faults) == 0 && a.has(l.ID) {
		faults = append(faults, Fault(Invalid, a.path+".link.id", "id.taken", "ID", l.ID))
	}
	if len(faults) > 0 {
		a.faults = append(a.faults, faults...)
		return
	}
	a.putLink(l)
	a.touch(l.ID)
	a.undo(Op{Kind: OpRemoveLink, ID: l.ID, Old: l.Fields()})
}

// holds says whether a field still has the value its author saw, and records the op as stale where not. A field that
// already has the proposed value is agreed, not stale.
func (a *applying) holds(op Op, field string, old, present, proposed any) bool {
	if Same(old, present) || op.Kind != OpRemoveElement && op.Kind != OpRemoveLink && Same(proposed, present) {
		return true
	}
	a.stale = append(a.stale, Stale{Op: op.Kind, ID: op.ID, Field: field, Original: old, Present: present, Proposed: proposed})
	return false
}

func (a *applying) set(op Op) {
	e, l := a.element(op.ID), a.link(op.ID)
	var check func(path, field string, v any) (any, *Error)
	var present any
	switch {
	case e != nil:
		check, present = e.Kind.fieldValue, e.Field(op.Field)
	case l != nil:
		check, present = l.Kind.fieldValue, l.Field(op.Field)
	default:
		a.refuse(Fault(NotFound, a.path+".id", "absent", "ID", op.ID))
		return
	}
	v, err := check(a.path+".new", op.Field, op.New)
	if err != nil {
		a.refuse(err)
		return
	}
	old, err := check(a.path+".old", op.Field, op.Old)
	if err != nil {
		old = op.Old // what the author saw may stem from an older rule; it only has to differ
	}
	if op.Field == "kind" && e != nil && e.Kind != Foreign && Kind(v.(string)) != Foreign {
		a.refuse(Fault(Invalid, a.path+".field", "kind.fixed", "Name", e.NameIn("")))
		return
	}
	if op.Field == "kind" && e != nil && !a.fits(e, Kind(v.(string))) || !a.holds(op, op.Field, old, present, v) {
		return
	}
	a.undo(Op{Kind: OpSet, ID: op.ID, Field: op.Field, Old: v, New: present})
	if e != nil {
		a.putElement(e.with(op.Field, v))
		if op.Field == "kind" {
			a.touch(op.ID)
		}
		return
	}
	a.putLink(l.with(op.Field, v))
	if op.Field == "props.circle" {
		a.touch(op.ID)
	}
}

// fits refuses the props that an element could not have as one of another kind.
func (a *applying) fits(e *Element, k Kind) bool {
	as := *e
	as.Kind = k
	_, faults := as.Clean(a.path + ".element")
	a.faults = append(a.faults, faults...)
	return len(faults) == 0
}

func (a *applying) reEnd(op Op) {
	l := a.link(op.ID)
	if l == nil {
		a.refuse(Fault(NotFound, a.path+".id", "absent", "ID", op.ID))
		return
	}
	to, ok := op.New.(string)
	if op.End != "from" && op.End != "to" || !ok || !IsID(to) {
		a.refuse(Fault(Invalid, a.path+".end", "op.end"))
		return
	}
	present := l.Field(op.End)
	if !a.holds(op, op.End, op.Old, present, op.New) {
		return
	}
	moved := *l
	if op.End == "from" {
		moved.From = to
	} else {
		moved.To = to
	}
	a.putLink(&moved)
	a.touch(op.ID)
	a.undo(Op{Kind: OpReEnd, ID: op.ID, End: op.End, Old: op.New, New: present})
}

func (a *applying) removeElement(op Op) {
	e := a.element(op.ID)
	if e == nil {
		a.refuse(Fault(NotFound, a.path+".id", "absent", "ID", op.ID))
		return
	}
	if !a.reliesOn(op, e.Field, func(f string, v any) (any, *Error) { return e.Kind.fieldValue("", f, v) }) {
		return
	}
	a.dropElement(op.ID)
	a.touch(op.ID)
	a.undo(Op{Kind: OpAddElement, Element: e})
}

func (a *applying) removeLink(op Op) {
	l := a.link(op.ID)
	if l == nil {
		a.refuse(Fault(NotFound, a.path+".id", "absent", "ID", op.ID))
		return
	}
	if !a.reliesOn(op, l.Field, func(f string, v any) (any, *Error) { return l.Kind.fieldValue("", f, v) }) {
		return
	}
	a.dropLink(op.ID)
	a.undo(Op{Kind: OpAddLink, Link: l})
}

// reliesOn judges the fields that a removal says it saw.
func (a *applying) reliesOn(op Op, field func(string) any, clean func(string, any) (any, *Error)) bool {
	if op.Old == nil {
		return true
	}
	seen, ok := op.Old.(map[string]any)
	if !ok {
		a.refuse(Fault(Invalid, a.path+".old", "op.old"))
		return false
	}
	all := true
	for _, name := range sortedKeys(seen) {
		old, err := clean(name, seen[name])
		if err != nil {
			old = seen[name]
		}
		all = a.holds(op, name, old, field(name), nil) && all
	}
	return all
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// judge checks what only the whole change can show: the ends of links, and circles.
func (a *applying) judge() {
	for _, id := range a.order {
		if l := a.link(id); l != nil {
			a.judgeLink(l)
			continue
		}
		// an element that went, or whose kind changed: its links are judged again
		h := int(a.elementIDs.find(id))
		for _, side := range [][]Handle{a.out.at(h), a.in.at(h)} {
			for _, lh := range side {
				if l := a.links.at(int(lh)).Link; !a.touched[l.ID] {
					a.judgeLink(l)
				}
			}
		}
	}
}

func (a *applying) judgeLink(l *Link) {
	from, to := a.element(l.From), a.element(l.To)
	if from == nil || to == nil {
		missing := l.From
		if from != nil {
			missing = l.To
		}
		a.refuse(Fault(Invalid, l.ID, "link.end", "Link", string(l.Kind), "ID", missing))
		return
	}
	spec := l.Kind.Spec()
	if !spec.Joins(from.Kind, to.Kind) {
		a.refuse(Fault(Invalid, l.ID, "link.join", "Link", string(l.Kind), "FromKind", string(from.Kind), "ToKind", string(to.Kind),
			"FromName", from.NameIn(""), "ToName", to.NameIn("")))
		return
	}
	if spec.Acyclic && !l.meant() && a.leads(l.Kind, l.To, l.From) {
		msg := "circle"
		if l.Kind == Because {
			msg = "circle.because" // may be meant, and marked so
		}
		a.refuse(Fault(Invalid, l.ID, msg, "FromName", from.NameIn(""), "ToName", to.NameIn(""), "From", from.ID, "To", to.ID))
	}
}

// meant says whether the link is marked as one that closes a vicious circle.
func (l *Link) meant() bool { return l.Kind == Because && l.Props.Bool("circle") }

// leads says whether links of this kind that are not marked as a circle lead from one element to another.
func (a *applying) leads(kind LinkKind, from, to string) bool {
	start, goal := a.elementIDs.find(from), a.elementIDs.find(to)
	seen := map[Handle]bool{start: true}
	for todo := []Handle{start}; len(todo) > 0; {
		h := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if h == goal {
			return true
		}
		for _, lh := range a.out.at(int(h)) {
			l := a.links.at(int(lh)).Link
			if l.Kind != kind || l.meant() {
				continue
			}
			if next := a.elementIDs.find(l.To); !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}

// Touches lists the fields that an op writes as "id field", and for structure "id", so that two changes can be told to
// concern the same thing: an add or removal touches the id, and a link also its two ends.
func (o Op) Touches() []string {
	switch o.Kind {
	case OpSet:
		return []string{o.ID + " " + o.Field, o.ID}
	case OpReEnd:
		ends := []string{o.ID + " " + o.End, o.ID}
		for _, v := range []any{o.Old, o.New} {
			if s, ok := v.(string); ok {
				ends = append(ends, s)
			}
		}
		return ends
	case OpAddLink:
		if o.Link != nil {
			return []string{o.Link.ID, o.Link.From, o.Link.To}
		}
	}
	return []string{o.Target()}
}

// Path of a prop as a field.
func PropField(name string) string { return "props." + name }

// PropName returns the name of the prop that a field stands for, and whether it stands for one.
func PropName(field string) (string, bool) { return strings.CutPrefix(field, "props.") }
