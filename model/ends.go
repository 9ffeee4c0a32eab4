package model

// Ends are the two ends and the kind of each link, by the handle of the link: what a traversal of a large graph reads instead of
// the links themselves.
type Ends struct {
	From, To []Handle
	Kind     []LinkNumber // 0 = there is no such link
}

// LinkNumber is the place of a kind of link in the registry LinkKinds, from 1 on; one more than its length stands for a kind that
// is not there.
type LinkNumber uint8

// KindNumber is the same of a kind of element in the registry Kinds.
type KindNumber uint8

// joined is a link as a graph holds it, with its ends and its kind: who asks for those alone need not look at the link itself.
type joined struct {
	*Link
	from, to Handle
	kind     LinkNumber // 0 = there is no such link
}

func (j joined) thing() *Link { return j.Link }

// Number returns the place of k in the registry.
func (k LinkKind) Number() LinkNumber { return LinkNumber(sideOf(linkSides, k).place + 1) }

// Number returns the place of k in the registry.
func (k Kind) Number() KindNumber { return KindNumber(sideOf(kindSides, k).place + 1) }

// allJoins are which links there are, and what they join.
var allJoins = func() (all []Aspect) {
	for i := range LinkKinds {
		all = append(all, Joins(LinkKinds[i].Kind))
	}
	return append(all, Joins("")) // of kinds that are not in the registry
}()

// allMembers are which elements there are.
var allMembers = func() (all []Aspect) {
	for i := range Kinds {
		all = append(all, Members(Kinds[i].Kind))
	}
	return append(all, Members(""))
}()

// Ends returns the ends of all links. They are shared: do not change them.
func (g *Graph) Ends() *Ends {
	return Keep(g, "ends", allJoins, func() *Ends {
		n := g.LinkSpan()
		e := &Ends{From: make([]Handle, n), To: make([]Handle, n), Kind: make([]LinkNumber, n)}
		for c, links := range g.links.chunks {
			if links == nil {
				continue
			}
			for i, x := range links {
				l := c*pageSize + i
				e.From[l], e.To[l], e.Kind[l] = x.from, x.to, x.kind
			}
		}
		return e
	})
}

// KindNumbers returns of what kind each element is, by its handle; 0 = there is no such element. The slice is shared: do not change
// it.
func (g *Graph) KindNumbers() []KindNumber {
	return Keep(g, "kindnumbers", allMembers, func() []KindNumber {
		of := make([]KindNumber, g.Span())
		for h := range of {
			if e := g.At(Handle(h)); e != nil {
				of[h] = e.Kind.Number()
			}
		}
		return of
	})
}

// LinksOf returns the links of a kind by handle, with their ends, in order of arrival.
func (g *Graph) LinksOf(k LinkKind) (links, from, to []Handle) {
	number, n := k.Number(), 0
	each := func(do func(l int, x *joined)) {
		for c, some := range g.links.chunks {
			if some == nil {
				continue
			}
			for i := range some {
				if x := &some[i]; x.kind == number {
					do(c*pageSize+i, x)
				}
			}
		}
	}
	each(func(int, *joined) { n++ })
	links, from, to = make([]Handle, 0, n), make([]Handle, 0, n), make([]Handle, 0, n)
	each(func(l int, x *joined) {
		links, from, to = append(links, Handle(l)), append(from, x.from), append(to, x.to)
	})
	return links, from, to
}
