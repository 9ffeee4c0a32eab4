package layout

import (
	"cmp"
	"math"
	"slices"
)

// grid is a staged drawing under way: every box stands in one row and one slot. Slots are the columns, or parts of wide ones.
type grid struct {
	Staged
	tiers  []tier
	tierOf []int // of each box
	first  []int // slot that each column begins with, and one more: their number
	row    []int // of each box
	slot   []int // of each box, the first where it spans several
	span   []int // slots of each box

	rows  []gridRow
	slots []Span
	drawn StagedDrawing
}

// tier is a set of rows: the boxes of a lane that share a Tier.
type tier struct{ lane, tier, boxes, first, rows int }

type gridRow struct {
	lane      int
	y, height float64
}

func newGrid(s Staged) *grid {
	n := len(s.Boxes)
	g := &grid{Staged: s, tierOf: make([]int, n), row: make([]int, n), slot: make([]int, n), span: make([]int, n)}
	g.Columns = max(s.Columns, 1)
	g.Boxes = slices.Clone(s.Boxes)
	if len(g.Lanes) == 0 {
		g.Lanes = make([]StagedLane, 1)
	}
	for i := range g.Boxes {
		b := &g.Boxes[i]
		b.Lane, b.Column = clamp(b.Lane, len(g.Lanes)), clamp(b.Column, g.Columns)
		if g.Lanes[b.Lane].Band {
			b.Column = 0
		}
		g.span[i] = 1
	}
	g.sortTiers()
	g.widen()
	g.fill()
	g.measure()
	return g
}

func (g *grid) sortTiers() {
	seen := map[[2]int]int{}
	for _, b := range g.Boxes {
		seen[[2]int{b.Lane, b.Tier}]++
	}
	for k, n := range seen {
		g.tiers = append(g.tiers, tier{lane: k[0], tier: k[1], boxes: n})
	}
	slices.SortFunc(g.tiers, func(a, b tier) int { return cmp.Or(cmp.Compare(a.lane, b.lane), cmp.Compare(a.tier, b.tier)) })
	at := map[[2]int]int{}
	for i, t := range g.tiers {
		at[[2]int{t.lane, t.tier}] = i
	}
	for i, b := range g.Boxes {
		g.tierOf[i] = at[[2]int{b.Lane, b.Tier}]
	}
}

// widen gives columns as many slots as the shape of the whole asks for.
func (g *grid) widen() {
	counts := make([][]int, len(g.tiers)) // boxes by tier and column
	for i := range g.tiers {
		counts[i] = make([]int, g.Columns)
	}
	width := make([]float64, g.Columns)
	bands, height := 0.0, 0.0
	for i, b := range g.Boxes {
		height += b.Height / float64(len(g.Boxes))
		if g.Lanes[b.Lane].Band {
			bands = max(bands, b.Width)
			continue
		}
		counts[g.tierOf[i]][b.Column]++
		width[b.Column] = max(width[b.Column], b.Width)
	}
	usual := slices.Max(width)
	if usual == 0 {
		usual = orElse(bands, stagedSlot)
	}
	for c := range width {
		if width[c] == 0 {
			width[c] = usual
		}
	}
	wide := make([]int, g.Columns)
	for c := range wide {
		wide[c] = 1
	}
	rowsOf := func(t, slots int) (rows, column int) {
		if g.Lanes[g.tiers[t].lane].Band {
			return ceil(g.tiers[t].boxes, slots), 0
		}
		for c, n := range counts[t] {
			if r := ceil(n, wide[c]); r > rows {
				rows, column = r, c
			}
		}
		return rows, column
	}
	for {
		w, slots := 0.0, 0
		for c := range wide {
			w += float64(wide[c]) * (width[c] + stagedGap)
			slots += wide[c]
		}
		all, most, at := 0, 1, -1
		for t := range g.tiers {
			rows, c := rowsOf(t, slots)
			all += rows
			if rows > most {
				most, at = rows, c
			}
		}
		if at < 0 || w >= float64(all)*(height+2*stagedRow)*orElse(g.Aspect, stagedAspect) {
			break
		}
		wide[at]++
	}
	g.first = make([]int, g.Columns+1)
	for c, n := range wide {
		g.first[c+1] = g.first[c] + n
		for range n {
			g.slots = append(g.slots, Span{Width: width[c]})
		}
	}
	for i, b := range g.Boxes {
		if g.Lanes[b.Lane].Band {
			g.span[i] = max(1, min(len(g.slots), int(math.Ceil((bands+stagedGap)/(usual+stagedGap)))))
		}
	}
}

func ceil(a, b int) int { return (a + b - 1) / b }

// fill puts the boxes of each cell into rows.
func (g *grid) fill() {
	cells := map[[2]int][]int{}
	for i, b := range g.Boxes {
		k := [2]int{g.tierOf[i], b.Column}
		cells[k] = append(cells[k], i)
	}
	for t := range g.tiers {
		g.tiers[t].first = len(g.rows)
		rows := 0
		for c := range g.Columns {
			list := cells[[2]int{t, c}]
			if len(list) == 0 {
				continue
			}
			from, to, span := g.first[c], g.first[c+1], 1
			if g.Lanes[g.tiers[t].lane].Band {
				from, to, span = 0, len(g.slots), g.span[list[0]]
			}
			per := max((to-from)/span, 1)
			for k, i := range list {
				g.row[i], g.slot[i] = len(g.rows)+k/per, from+k%per*span
			}
			rows = max(rows, ceil(len(list), per))
		}
		g.tiers[t].rows = rows
		for range rows {
			g.rows = append(g.rows, gridRow{lane: g.tiers[t].lane})
		}
	}
}

// measure gives rows and slots their places.
func (g *grid) measure() {
	for i, b := range g.Boxes {
		r := &g.rows[g.row[i]]
		r.height = max(r.height, b.Height)
	}
	used := g.Start + stagedMargin
	for _, s := range g.slots {
		used += s.Width
	}
	gap := max(stagedGap, min(stagedMost, (g.Width-used)/float64(len(g.slots)+1)))
	x := g.Start + gap
	for i := range g.slots {
		g.slots[i].X = round(x)
		x += g.slots[i].Width + gap
	}
	g.drawn.Width = math.Ceil(max(x, g.Width))
	y, r := g.Head, 0
	for i, lane := range g.Lanes {
		top := y
		band := Band{Y: y}
		y += stagedLane + lane.Above
		for n := 0; r < len(g.rows) && g.rows[r].lane == i; n, r = n+1, r+1 {
			if n > 0 {
				y += stagedRow
			}
			g.rows[r].y = y
			band.Rows = append(band.Rows, y)
			y += g.rows[r].height
		}
		if len(band.Rows) == 0 {
			y += stagedEmpty - 2*stagedLane
		}
		y = max(y+lane.Below+stagedLane, top+lane.Least)
		band.Height = y - top
		g.drawn.Lanes = append(g.drawn.Lanes, band)
	}
	g.drawn.Height = y
	g.drawn.Boxes = make([]Rect, len(g.Boxes))
	for i, b := range g.Boxes {
		s, r := g.slots[g.slot[i]], g.rows[g.row[i]]
		if g.Lanes[b.Lane].Band {
			last := g.slots[g.slot[i]+g.span[i]-1]
			s.Width = last.X + last.Width - s.X
			b.Width = s.Width
		}
		g.drawn.Boxes[i] = Rect{round(s.X + (s.Width-b.Width)/2), round(r.y + (r.height-b.Height)/2), b.Width, b.Height}
	}
	for c := range g.Columns {
		from, to := g.slots[g.first[c]], g.slots[g.first[c+1]-1]
		g.drawn.Columns = append(g.drawn.Columns, Span{from.X, to.X + to.Width - from.X})
	}
}

// drawing finishes it.
func (g *grid) drawing() StagedDrawing {
	order := make([]int, len(g.Boxes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(g.row[a], g.row[b]), cmp.Compare(g.slot[a], g.slot[b])) })
	for _, i := range order {
		g.drawn.Order = append(g.drawn.Order, g.Boxes[i].Key)
	}
	return g.drawn
}
