package analysis

import "rootline/model"

// Warm makes the lists of a kind of link.
func Warm(g *model.Graph, kind model.LinkKind) { relationOf(g, kind) }

// Adjacency is what needs each element, and what a ripple reaches from there.
func Adjacency(g *model.Graph) (needs, beyond func(model.Handle) []model.Handle) {
	return NeedsOf(g).up.at, beyondOf(g).at
}
