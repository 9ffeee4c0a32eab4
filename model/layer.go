package model

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
		if len(g.In(e.ID, Uses)) == 0 && len(g.Out(e.ID, Supports)) == 0 {
			return LayerDeep
		}
	case Employee, Partner:
		performs := g.Out(e.ID, Performs)
		for _, l := range performs {
			if l.Props.Bool("visible") {
				return LayerSeen
			}
		}
		if len(performs) > 0 {
			return LayerUnseen
		}
	}
	return spec.Layer
}
