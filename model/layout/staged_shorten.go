package layout

import (
	"math"
	"math/rand/v2"
)

// What shorten counts with.
const (
	slotLength = 158 // of a link, for each slot that it leads aside
	rowLength  = 70  // for each row that it leads down
	hotLength  = 400 // by how much a change may lengthen links at first, on average
	coldLength = 4   // and at last
	mostMoves  = 7_000_000
)

// shortener moves boxes within their cells.
type shortener struct {
	*grid
	at      []spot  // where each box stands
	place   []int32 // which of the places of its cell that is
	cellOf  []int32
	crowds  []crowd
	movable []int32 // boxes with links and a choice of places
	start   []int32 // neighbours of each box, in to
	to      []int32
}

type spot struct{ x, y int32 }

// crowd is a cell with its places in reading order.
type crowd struct {
	boxes                []int32 // -1 = free
	row, slot, per, span int     // the first row, the first slot, places in a row, slots of a place
}

// shorten moves boxes to other places of their cells, and lets two change places, so that links get short. At first also what
// makes them longer is kept, as Sechen and Sangiovanni-Vincentelli, "The TimberWolf placement and routing package" (1985), place
// the parts of a circuit.
func (g *grid) shorten() {
	s := newShortener(g)
	n := len(s.movable)
	if n == 0 {
		return
	}
	chance := rand.New(rand.NewPCG(1, 3))
	moves := min(500*n+100*len(g.Links), mostMoves)
	heat, cooling := float64(hotLength), math.Pow(float64(coldLength)/hotLength, 1/float64(moves))
	for range moves {
		heat *= cooling
		box := s.movable[chance.IntN(n)]
		c := &s.crowds[s.cellOf[box]]
		from, at := s.place[box], int32(chance.IntN(len(c.boxes)))
		if at == from {
			continue
		}
		before := s.lengthAt(c, from) + s.lengthAt(c, at)
		s.swap(c, from, at)
		more := s.lengthAt(c, from) + s.lengthAt(c, at) - before
		if more > 0 && float64(more) > -heat*math.Log(1-chance.Float64()) {
			s.swap(c, from, at)
		}
	}
	for _, c := range s.crowds {
		for at, box := range c.boxes {
			if box >= 0 {
				g.row[box], g.slot[box] = c.row+at/c.per, c.slot+at%c.per*c.span
			}
		}
	}
}

func newShortener(g *grid) *shortener {
	n := len(g.Boxes)
	s := &shortener{grid: g, at: make([]spot, n), place: make([]int32, n), cellOf: make([]int32, n), start: make([]int32, n+1)}
	for _, list := range g.cells() {
		if len(list) == 0 {
			continue
		}
		from, to, span := g.cell(list[0])
		c := crowd{row: g.tiers[g.tierOf[list[0]]].first, slot: from, per: max((to-from)/span, 1), span: span}
		c.boxes = make([]int32, ceil(len(list), c.per)*c.per)
		for at := range c.boxes {
			c.boxes[at] = -1
		}
		for _, i := range list {
			at := (g.row[i]-c.row)*c.per + (g.slot[i]-from)/span
			c.boxes[at] = int32(i)
			s.cellOf[i] = int32(len(s.crowds))
			s.stand(&c, int32(i), int32(at))
			if len(c.boxes) > 1 && len(g.linked.of(i)) > 0 {
				s.movable = append(s.movable, int32(i))
			}
		}
		s.crowds = append(s.crowds, c)
	}
	for i := range g.Boxes {
		for _, k := range g.linked.of(i) {
			s.to = append(s.to, int32(k))
		}
		s.start[i+1] = int32(len(s.to))
	}
	return s
}

func (s *shortener) stand(c *crowd, box, at int32) {
	s.place[box] = at
	s.at[box] = spot{
		int32((c.slot+int(at)%c.per*c.span)*slotLength + (c.span-1)*slotLength/2),
		int32((c.row + int(at)/c.per) * rowLength),
	}
}

// swap lets who stands at two places of a cell change them.
func (s *shortener) swap(c *crowd, a, b int32) {
	c.boxes[a], c.boxes[b] = c.boxes[b], c.boxes[a]
	for _, at := range [2]int32{a, b} {
		if box := c.boxes[at]; box >= 0 {
			s.stand(c, box, at)
		}
	}
}

// lengthAt is the length of all links of who stands at a place.
func (s *shortener) lengthAt(c *crowd, at int32) int32 {
	box, sum := c.boxes[at], int32(0)
	if box < 0 {
		return 0
	}
	here := s.at[box]
	for _, k := range s.to[s.start[box]:s.start[box+1]] {
		there := s.at[k]
		dx, dy := here.x-there.x, here.y-there.y
		sum += max(dx, -dx) + max(dy, -dy)
	}
	return sum
}
