package model

import (
	"fmt"
	"maps"
	"slices"
)

// OwnTypes are the types that a field of a workspace can have.
var OwnTypes = []string{"text", "long", "number", "whole", "bool", "date", "choice", "list"}

// Longest texts of a field, and how many a workspace can have.
const (
	maxLabel  = 200
	maxChoice = 200 // characters of one
	MaxFields = 200
)

func (f OwnField) faults(path string) []*Error {
	spec := f.Kind.Spec()
	switch {
	case spec == nil:
		return []*Error{Fault(Invalid, path+".kind", "kind", "Value", string(f.Kind))}
	case !propForm.MatchString(f.Name):
		return []*Error{Fault(Invalid, path+".name", "field", "Field", f.Name)}
	case spec.Prop(f.Name) != nil:
		return []*Error{Fault(Invalid, path+".name", "field.taken", "Field", f.Name)}
	case !slices.Contains(OwnTypes, string(f.Type)):
		return []*Error{Fault(Invalid, path+".type", "prop.choice", "Value", string(f.Type), "Choices", OwnTypes)}
	}
	if f.Label != "" && Blank(f.Label) {
		return []*Error{Fault(Invalid, path+".label", "required")}
	}
	if err := CheckText(path+".label", f.Label, maxLabel); err != nil {
		return []*Error{err}
	}
	for i, c := range f.Choices {
		if err := CheckText(fmt.Sprintf("%s.choices[%d]", path, i), c, maxChoice); err != nil {
			return []*Error{err}
		}
	}
	return nil
}

// Prop describes the field as the registry describes its props.
func (f OwnField) Prop() Prop {
	p := Prop{Name: f.Name, Type: f.Type, Unit: Unit(f.Unit), Choices: f.Choices}
	if f.Type == TypeWhole {
		p.Min, p.Max = -1e9, 1e9
	}
	return p
}

// HasOutside says whether any of these ops gives a value to a prop that the registry does not know, so that it could be a
// field of the workspace.
func HasOutside(g *Graph, ops []Op) bool {
	kinds := added(ops)
	for _, op := range ops {
		switch {
		case op.Kind == OpAddElement && op.Element != nil && op.Element.Kind.Spec() != nil && len(op.Element.Props.Outside(op.Element.Kind.Spec().Props)) > 0:
			return true
		case op.Kind == OpSet && op.New != nil:
			if name, ok := PropName(op.Field); ok {
				if spec := kindOf(g, kinds, op.ID).Spec(); spec != nil && spec.Prop(name) == nil {
					return true
				}
			}
		}
	}
	return false
}

// Suit brings the values that ops give to a workspace's own fields into their one form; the ops of the caller stay as they are.
// Errors: Invalid, each fault at its op, where a value is not of its field's type.
func Suit(fields []OwnField, g *Graph, ops []Op) ([]Op, error) {
	if len(fields) == 0 {
		return ops, nil
	}
	kinds := added(ops)
	ops = slices.Clone(ops)
	var faults []*Error
	suit := func(path string, k Kind, name string, v any) any {
		i := slices.IndexFunc(fields, func(f OwnField) bool { return f.Kind == k && f.Name == name })
		if i < 0 || v == nil {
			return v
		}
		p := fields[i].Prop()
		clean, err := p.Value(path, v)
		if err != nil {
			faults = append(faults, err)
			return v
		}
		return clean
	}
	for i, op := range ops {
		path := fmt.Sprintf("ops[%d]", i)
		switch op.Kind {
		case OpAddElement:
			if op.Element == nil || len(op.Element.Props) == 0 {
				continue
			}
			e := *op.Element
			e.Props = maps.Clone(e.Props)
			for _, name := range slices.Sorted(maps.Keys(e.Props)) {
				v := suit(path+".element.props."+name, e.Kind, name, e.Props[name])
				if e.Props[name] = v; v == nil {
					delete(e.Props, name)
				}
			}
			ops[i].Element = &e
		case OpSet:
			if name, ok := PropName(op.Field); ok {
				ops[i].New = suit(path+".new", kindOf(g, kinds, op.ID), name, op.New)
			}
		}
	}
	if len(faults) > 0 {
		first := faults[0]
		first.Also = faults[1:]
		return nil, first
	}
	return ops, nil
}

// added are the kinds of the elements that ops add, by id.
func added(ops []Op) map[string]Kind {
	kinds := make(map[string]Kind)
	for _, op := range ops {
		if op.Kind == OpAddElement && op.Element != nil {
			kinds[op.Element.ID] = op.Element.Kind
		}
	}
	return kinds
}

func kindOf(g *Graph, added map[string]Kind, id string) Kind {
	if e := g.Element(id); e != nil {
		return e.Kind
	}
	return added[id]
}
