package model

// Overlay returns b with what only a has: elements, and links between what is there then. It serves to draw both at once, not
// to be stored. What would be a circle in the two together is left out.
func Overlay(a, b *Graph) *Graph {
	var elements, links []Op
	for _, d := range Diff(a, b) {
		if d.Op != Removed || b.Has(d.ID) {
			continue
		}
		switch was := d.From.(type) {
		case *Element:
			elements = append(elements, Add(was))
		case *Link:
			links = append(links, Join(was))
		}
	}
	if len(elements)+len(links) == 0 {
		return b
	}
	if g, _, err := b.Apply(Change{Ops: append(elements[:len(elements):len(elements)], links...)}); err == nil {
		return g
	}
	g := b
	add := func(ops []Op) {
		if next, _, err := g.Apply(Change{Ops: ops}); err == nil {
			g = next
		}
	}
	add(elements)
	for i := range links {
		add(links[i : i+1])
	}
	return g
}
