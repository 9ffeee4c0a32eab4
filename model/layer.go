package model

import "slices"

var aUse, aSupport, aDeed = Uses.Number(), Supports.Number(), Performs.Number()

// LayerOf is the layer on which an element of g stands. It is that of its kind, but for two: a technology is a tool where
// an actor uses it or it supports a channel or touchpoint, else a foundation; an actor is out of view where it performs
// steps and the customer sees none of them.
func LayerOf(g *Graph, e *Element) Layer { return LayerAt(g, g.Handle(e.ID), e) }

// LayerAt is LayerOf an element with this handle, None where g has no such element.
func LayerAt(g *Graph, h Handle, e *Element) Layer {
	spec := e.Kind.Spec()
	if spec == nil {
		return LayerForeign
	}
	is := func(k LinkNumber) func(Handle) bool {
		return func(l Handle) bool { return g.links.at(int(l)).kind == k }
	}
	switch e.Kind {
	case Technology:
		if !slices.ContainsFunc(g.InHandles(h), is(aUse)) && !slices.ContainsFunc(g.OutHandles(h), is(aSupport)) {
			return LayerDeep
		}
	case Employee, Partner:
		acts := false
		for _, l := range g.OutHandles(h) {
			if is(aDeed)(l) {
				if g.LinkAt(l).Props.Bool("visible") {
					return LayerSeen
				}
				acts = true
			}
		}
		if acts {
			return LayerUnseen
		}
	}
	return spec.Layer
}
