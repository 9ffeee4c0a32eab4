package model

import "slices"

// LayerOf is the layer on which an element of g stands. It is that of its kind, but for two: a technology is a tool where
// an actor uses it or it supports a channel or touchpoint, else a foundation; an actor is out of view where it performs
// steps and the customer sees none of them.
func LayerOf(g *Graph, e *Element) Layer {
	spec := e.Kind.Spec()
	if spec == nil {
		return LayerForeign
	}
	switch e.Kind {
	case Technology:
		h := g.Handle(e.ID)
		is := func(k LinkKind) func(Handle) bool { return func(l Handle) bool { return g.LinkAt(l).Kind == k } }
		if !slices.ContainsFunc(g.InHandles(h), is(Uses)) && !slices.ContainsFunc(g.OutHandles(h), is(Supports)) {
			return LayerDeep
		}
	case Employee, Partner:
		acts := false
		for _, h := range g.OutHandles(g.Handle(e.ID)) {
			if l := g.LinkAt(h); l.Kind == Performs {
				if l.Props.Bool("visible") {
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
