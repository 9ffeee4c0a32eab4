package model

// Drift is where the current state differs from what a realised change brought.
type Drift struct {
	Change   string // id of the change of the state
	ID       string
	Field    string // "" = whether it is there
	Proposed any
	Present  any
}

// DriftOf lists where g, the current state, differs now from what the realised changes of a list, and those that came
// otherwise, were to bring. The last word of the list on a field counts.
func DriftOf(g *Graph, list []PlannedChange) []Drift {
	type said struct {
		change string
		value  any
	}
	last := make(map[Key]said)
	var order []Key
	say := func(change, id, field string, v any) {
		if ClassOf(field) == Layout {
			return
		}
		k := Key{id, field}
		if _, ok := last[k]; !ok {
			order = append(order, k)
		}
		last[k] = said{change, v}
	}
	brought := func(change, id string, whole any, fields map[string]any) {
		say(change, id, "", whole)
		for _, f := range sortedKeys(fields) {
			say(change, id, f, fields[f])
		}
	}
	for _, c := range list {
		if c.Status != Realised && c.Status != Deviated {
			continue
		}
		for _, op := range c.Ops {
			switch op.Kind {
			case OpSet, OpReEnd:
				say(c.ID, op.ID, op.Field+op.End, op.New)
			case OpAddElement:
				brought(c.ID, op.Element.ID, op.Element, op.Element.Fields())
			case OpAddLink:
				brought(c.ID, op.Link.ID, op.Link, op.Link.Fields())
			case OpRemoveElement, OpRemoveLink:
				say(c.ID, op.ID, "", nil)
			}
		}
	}
	var out []Drift
	for _, k := range order {
		s, present := last[k], at(g, k.ID)
		if k.Field == "" {
			if (s.value == nil) != (present == nil) {
				out = append(out, Drift{s.change, k.ID, "", s.value, present})
			}
			continue
		}
		if present == nil {
			if _, ok := last[Key{k.ID, ""}]; !ok { // of what was brought, or taken away, the whole is listed
				out = append(out, Drift{s.change, k.ID, k.Field, s.value, nil})
			}
			continue
		}
		now := presentField(g, k.ID, k.Field)
		if want := cleanField(g, k.ID, k.Field, s.value); !Same(now, want) {
			out = append(out, Drift{s.change, k.ID, k.Field, want, now})
		}
	}
	return out
}

func presentField(g *Graph, id, field string) any {
	if e := g.Element(id); e != nil {
		return e.Field(field)
	}
	if l := g.Link(id); l != nil {
		return l.Field(field)
	}
	return nil
}

// cleanField brings a value into the one form that the field of an element or link has.
func cleanField(g *Graph, id, field string, v any) any {
	var w any
	err := (*Error)(nil)
	switch e, l := g.Element(id), g.Link(id); {
	case e != nil:
		w, err = e.Kind.fieldValue("", field, v)
	case l != nil && field != "from" && field != "to":
		w, err = l.Kind.fieldValue("", field, v)
	default:
		return v
	}
	if err != nil {
		return v
	}
	return w
}
