package model

// Ends are the two ends and the kind of each link, by the handle of the link: what a traversal of a large graph reads instead of
// the links themselves.
type Ends struct {
	From, To []Handle
	Kind     []LinkNumber
}

// LinkNumber is the place of a kind of link in the registry LinkKinds; its length stands for a kind that is not there.
type LinkNumber uint8

// Number returns the place of k in the registry.
func (k LinkKind) Number() LinkNumber {
	if n, ok := linkNumbers[k]; ok {
		return LinkNumber(n)
	}
	return LinkNumber(len(linkNumbers))
}

// allJoins are which links there are, and what they join.
var allJoins = func() (all []Aspect) {
	for i := range LinkKinds {
		all = append(all, Joins(LinkKinds[i].Kind))
	}
	return append(all, Joins("")) // of kinds that are not in the registry
}()

// Ends returns the ends of all links. They are shared: do not change them.
func (g *Graph) Ends() *Ends {
	return Keep(g, "ends", allJoins, func() *Ends {
		n := g.LinkSpan()
		e := &Ends{From: make([]Handle, n), To: make([]Handle, n), Kind: make([]LinkNumber, n)}
		for h := range Handle(g.Span()) {
			for _, l := range g.OutHandles(h) {
				e.From[l] = h
			}
			for _, l := range g.InHandles(h) {
				e.To[l] = h
			}
		}
		for h := range Handle(n) {
			if l := g.LinkAt(h); l != nil {
				e.Kind[h] = l.Kind.Number()
			}
		}
		return e
	})
}
