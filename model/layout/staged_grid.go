package layout

import (
	"cmp"
	"math"
	"slices"
)

// grid is a staged drawing under way: every box stands in one row and one slot. Slots are the columns, or parts of wide ones.
type grid struct {
	Staged
	tiers     []tier
	tierOf    []int // of each box
	wide      []int // slots of each column
	first     []int // slot that each column begins with, and one more: their number
	row       []int // of each box, over all lanes
	slot      []int // of each box, the first where it spans several
	span      []int // slots of each box
	laneOf    []int // of each row
	linked    linked
	loose     bool    // no link touches or passes a band: its boxes need not keep to slots,
	across    int     // and stand in rows of so many,
	bandWidth float64 // each so wide

	slots       []Span
	rows        []Span // X is the upper edge
	gutterRoom  []int  // for how many tracks there is room; before the ways are known, in the drawing before
	channelRoom []int
	drawn       StagedDrawing
}

// tier is a set of rows: the boxes of a lane that share a Tier.
type tier struct {
	lane, tier, boxes int
	first, rows       int
	columns           []int // boxes by column; nil in a band
}

// linked says which boxes are linked to a box, itself not among them.
type linked struct{ start, to []int }

func (l linked) of(box int) []int { return l.to[l.start[box]:l.start[box+1]] }

func newGrid(s Staged) *grid {
	n := len(s.Boxes)
	g := &grid{Staged: s, tierOf: make([]int, n), row: make([]int, n), slot: make([]int, n), span: make([]int, n)}
	g.Columns = max(s.Columns, 1)
	g.Boxes = slices.Clone(s.Boxes)
	g.Links = slices.Clone(s.Links)
	if len(g.Lanes) == 0 {
		g.Lanes = make([]StagedLane, 1)
	}
	for i := range g.Boxes {
		b := &g.Boxes[i]
		b.Lane, b.Column = clamp(b.Lane, len(g.Lanes)), clamp(b.Column, g.Columns)
		if g.band(i) {
			b.Column = 0
		}
		g.span[i] = 1
	}
	g.linked = g.pairs()
	g.sortTiers()
	return g
}

func (g *grid) band(box int) bool { return g.Lanes[g.Boxes[box].Lane].Band }

func (g *grid) pairs() linked {
	l := linked{start: make([]int, len(g.Boxes)+1)}
	for _, k := range g.Links {
		if k.From != k.To {
			l.start[k.From+1]++
			l.start[k.To+1]++
		}
	}
	for i := range g.Boxes {
		l.start[i+1] += l.start[i]
	}
	l.to = make([]int, l.start[len(g.Boxes)])
	next := slices.Clone(l.start)
	for _, k := range g.Links {
		if k.From != k.To {
			l.to[next[k.From]] = k.To
			next[k.From]++
			l.to[next[k.To]] = k.From
			next[k.To]++
		}
	}
	return l
}

func (g *grid) sortTiers() {
	type key struct{ lane, tier int }
	at := map[key]int{}
	for _, b := range g.Boxes {
		k := key{b.Lane, b.Tier}
		if _, ok := at[k]; !ok {
			at[k] = 0
			g.tiers = append(g.tiers, tier{lane: b.Lane, tier: b.Tier})
		}
	}
	slices.SortFunc(g.tiers, func(a, b tier) int { return cmp.Or(cmp.Compare(a.lane, b.lane), cmp.Compare(a.tier, b.tier)) })
	for i := range g.tiers {
		t := &g.tiers[i]
		at[key{t.lane, t.tier}] = i
		if !g.Lanes[t.lane].Band {
			t.columns = make([]int, g.Columns)
		}
	}
	for i, b := range g.Boxes {
		t := at[key{b.Lane, b.Tier}]
		g.tierOf[i] = t
		g.tiers[t].boxes++
		if g.tiers[t].columns != nil {
			g.tiers[t].columns[b.Column]++
		}
	}
}

// sizes are what the shape of the whole follows from.
type sizes struct {
	columns []float64 // width of a slot in each
	usual   float64   // such a width
	bands   float64   // widest box of a band
	height  float64   // of a row, roughly
}

func (g *grid) sizes() sizes {
	s := sizes{columns: make([]float64, g.Columns), height: 2 * stagedRow}
	for i, b := range g.Boxes {
		s.height += b.Height / float64(len(g.Boxes))
		if g.band(i) {
			s.bands = max(s.bands, b.Width)
		} else {
			s.columns[b.Column] = max(s.columns[b.Column], b.Width)
		}
	}
	if s.usual = slices.Max(s.columns); s.usual == 0 {
		s.usual = orElse(s.bands, stagedSlot)
	}
	for c, w := range s.columns {
		s.columns[c] = orElse(w, s.usual)
	}
	return s
}

// widths gives columns as many slots as the shape of the whole asks for: the column that makes most rows gets one more until
// the whole is wide enough. Bands take the room that there is.
func (g *grid) widths(s sizes) []int {
	wide := make([]int, g.Columns)
	width, all := 0.0, len(wide)
	for c := range wide {
		wide[c] = 1
		width += s.columns[c] + stagedGap
	}
	rows, worst := make([]int, len(g.tiers)), make([]int, len(g.tiers))
	count := func(t int) {
		rows[t] = 0
		if g.tiers[t].columns == nil {
			rows[t] = ceil(g.tiers[t].boxes, max(1, all/g.spanOf(s, all)))
			return
		}
		for c, n := range g.tiers[t].columns {
			if r := ceil(n, wide[c]); r > rows[t] {
				rows[t], worst[t] = r, c
			}
		}
	}
	bands := true // and nothing else
	for t := range g.tiers {
		count(t)
		bands = bands && g.tiers[t].columns == nil
	}
	best, nearest := slices.Clone(wide), math.Inf(1)
	for {
		high, most := 0, -1
		for t, r := range rows {
			high += r
			if (g.tiers[t].columns != nil || bands) && (most < 0 || r > rows[most]) {
				most = t
			}
		}
		shape := math.Log(width / max(float64(high)*s.height, 1) / orElse(g.Aspect, stagedAspect))
		if math.Abs(shape) < nearest {
			nearest = math.Abs(shape)
			copy(best, wide)
		}
		if most < 0 || rows[most] == 1 || shape > 0 {
			return best
		}
		c := worst[most]
		wide[c]++
		all++
		width += s.columns[c] + stagedGap
		for t := range g.tiers {
			if g.tiers[t].columns == nil || worst[t] == c {
				count(t)
			}
		}
	}
}

// spanOf is how many slots a box of a band takes.
func (g *grid) spanOf(s sizes, slots int) int {
	return max(1, min(slots, int(math.Ceil((s.bands+stagedGap)/(s.usual+stagedGap)))))
}

func ceil(a, b int) int { return (a + b - 1) / b }

// widen makes the slots.
func (g *grid) widen(s sizes, wide []int) {
	g.wide, g.first, g.slots = wide, make([]int, g.Columns+1), nil
	for c, n := range wide {
		g.first[c+1] = g.first[c] + n
		for range n {
			g.slots = append(g.slots, Span{Width: s.columns[c]})
		}
	}
	g.loose, g.across = g.untouched(), 0
	for i := range g.Boxes {
		if g.band(i) && !g.loose {
			g.span[i] = g.spanOf(s, len(g.slots))
		}
	}
	if g.loose {
		room := -stagedGap
		for _, slot := range g.slots {
			room += slot.Width + stagedGap
		}
		g.across = max(1, int((room+bandGap)/(s.bands+bandGap)))
		g.bandWidth = math.Floor(min((room-bandGap*float64(g.across-1))/float64(g.across), 1.5*s.bands))
	}
}

// untouched says whether there are boxes in bands, and others, and links among the others alone that pass no band.
func (g *grid) untouched() bool {
	others := false
	for i := range g.Boxes {
		others = others || !g.band(i)
	}
	for _, l := range g.Links {
		from, to := g.Boxes[l.From].Lane, g.Boxes[l.To].Lane
		for lane := min(from, to); lane <= max(from, to); lane++ {
			if g.Lanes[lane].Band {
				return false
			}
		}
	}
	return others
}

// cell is where boxes of one tier and one column stand: the slots from..to, of which each box takes span.
func (g *grid) cell(box int) (from, to, span int) {
	switch {
	case g.band(box) && g.loose:
		return 0, g.across, 1
	case g.band(box):
		return 0, len(g.slots), g.span[box]
	}
	c := g.Boxes[box].Column
	return g.first[c], g.first[c+1], 1
}

// cells are the boxes by tier and column, in the order of their numbers.
func (g *grid) cells() [][]int {
	out := make([][]int, len(g.tiers)*g.Columns)
	for i, b := range g.Boxes {
		at := g.tierOf[i]*g.Columns + b.Column
		out[at] = append(out[at], i)
	}
	return out
}

// fill puts the boxes of each cell into rows, those first whose links lead up.
func (g *grid) fill() {
	near := g.walk()
	pull := make([]float64, len(g.Boxes))
	for i := range g.Boxes {
		for _, k := range g.linked.of(i) {
			pull[i] += float64(cmp.Compare(g.tierOf[k], g.tierOf[i])) / float64(len(g.linked.of(i)))
		}
	}
	cells := g.cells()
	for t := range g.tiers {
		rows := 0
		for c := range g.Columns {
			list := cells[t*g.Columns+c]
			if len(list) == 0 {
				continue
			}
			from, to, span := g.cell(list[0])
			per := max((to-from)/span, 1)
			if len(list) > per {
				slices.SortStableFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(pull[a], pull[b]), cmp.Compare(near[a], near[b])) })
			}
			for k, i := range list {
				g.row[i], g.slot[i] = k/per, from+k%per*span
			}
			rows = max(rows, ceil(len(list), per))
		}
		g.tiers[t].rows = rows
	}
	g.stack()
}

// walk numbers the boxes as a walk in breadth along the links meets them, so that boxes near in number are near in links.
func (g *grid) walk() []int {
	number := make([]int, len(g.Boxes))
	next := 0
	var queue []int
	visit := func(i int) {
		if number[i] == 0 {
			next++
			number[i] = next
			queue = append(queue, i)
		}
	}
	for i := range g.Boxes {
		for visit(i); len(queue) > 0; queue = queue[1:] {
			for _, k := range g.linked.of(queue[0]) {
				visit(k)
			}
		}
	}
	return number
}

// stack turns rows that count within their tier into rows of the whole.
func (g *grid) stack() {
	g.laneOf = nil
	for t := range g.tiers {
		g.tiers[t].first = len(g.laneOf)
		for range g.tiers[t].rows {
			g.laneOf = append(g.laneOf, g.tiers[t].lane)
		}
	}
	for i := range g.Boxes {
		g.row[i] += g.tiers[g.tierOf[i]].first
	}
}
