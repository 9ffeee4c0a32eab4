package layout

// Layered is a drawing of boxes in ranks: what an element rests on, and what rests on it. Links run from rank to rank.
type Layered struct {
	Boxes       []LayeredBox
	Links       []LayeredLink
	Ranked      bool     // the ranks of the boxes are given; else each stands beyond all that lead to it
	Before      []string // Order of the drawing before an edit: all that can stays where it was; nil = a fresh drawing
	Across      bool     // ranks follow each other from where reading starts; else from the top down
	RightToLeft bool
	Curved      bool
}

// LayeredBox is a box that wants a place.
type LayeredBox struct {
	Width, Height float64
	Rank          int    // where Layered.Ranked; any number, the lowest comes first
	Key           string // tells the box from all others and stays the same from drawing to drawing
}

// LayeredLink joins two boxes by their indexes; it may join a box to itself.
type LayeredLink struct{ From, To int }

// LayeredDrawing says where everything goes.
type LayeredDrawing struct {
	Width, Height float64
	Ranks         []Span   // along the way that ranks follow each other: X is the upper edge where they run down
	Boxes         []Rect   // one for each box
	Links         []Path   // one for each link, from its From to its To
	Crossings     int      // pairs of links that cross between neighbouring ranks
	Order         []string // to hand back as Before; nothing for people to read
}

// DrawLayered lays out a drawing in ranks. The same input always gets the same drawing.
func DrawLayered(l Layered) LayeredDrawing {
	var lowest int
	for _, b := range l.Boxes {
		if l.Ranked {
			lowest = min(lowest, b.Rank)
		}
	}
	ranks := make([]int, len(l.Boxes))
	for i, b := range l.Boxes {
		if l.Ranked {
			ranks[i] = b.Rank - lowest
		}
	}
	for again := len(l.Boxes); !l.Ranked && again > 0; again-- {
		moved := false
		for _, k := range l.Links {
			if k.From != k.To && ranks[k.To] <= ranks[k.From] && ranks[k.From]+1 < len(l.Boxes) && k.From < k.To {
				ranks[k.To], moved = ranks[k.From]+1, true
			}
		}
		if !moved {
			break
		}
	}
	most := 0
	for _, r := range ranks {
		most = max(most, r)
	}
	s := Staged{Columns: 1, Lanes: make([]StagedLane, most+1), RightToLeft: l.RightToLeft, Curved: l.Curved, Aspect: 1e6}
	for i, b := range l.Boxes {
		if l.Across {
			b.Width, b.Height = b.Height, b.Width
		}
		s.Boxes = append(s.Boxes, StagedBox{Width: b.Width, Height: b.Height, Lane: ranks[i], Key: b.Key})
	}
	for _, k := range l.Links {
		s.Links = append(s.Links, StagedLink{From: k.From, To: k.To})
	}
	d := DrawStaged(s)
	out := LayeredDrawing{Width: d.Width, Height: d.Height, Boxes: d.Boxes, Links: d.Links, Order: d.Order}
	for _, b := range d.Lanes {
		out.Ranks = append(out.Ranks, Span{b.Y, b.Height})
	}
	if l.Across {
		out.Width, out.Height = out.Height, out.Width
		for i, b := range out.Boxes {
			out.Boxes[i] = Rect{b.Y, b.X, b.H, b.W}
		}
		for i := range out.Links {
			for k, p := range out.Links[i].Points {
				out.Links[i].Points[k] = Point{p.Y, p.X}
			}
		}
	}
	if l.RightToLeft {
		mirror(out.Width, out.Boxes, out.Links)
	}
	for i := range out.Links {
		out.Links[i].draw(l.Curved)
	}
	return out
}
