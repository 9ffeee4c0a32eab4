package layout

import (
	"cmp"
	"slices"
)

// Way leads from one step of a journey to another, by their places in it, from 0.
type Way struct{ From, To int }

// Back says whether the way leads back, or round to the step itself: a loop.
func (w Way) Back() bool { return w.To <= w.From }

// Ways is a drawing of the ways that leave the plain order of a journey: arcs above the columns of its steps.
type Ways struct {
	Width, Height float64 // Height 0 = there is nothing to draw
	Arcs          []Arc   // in the order of the ways
}

// Arc is one way. It leaves its step and comes down on the other, at a distance from the middle of the column, so that
// coming and going stay apart.
type Arc struct {
	Way
	D    string // path data
	Head string // path data of the mark where it arrives
	Lane int    // 0 = nearest to the steps
}

const (
	laneHeight = 14.
	waysFoot   = 10. // below the nearest lane
	arcTurn    = 6.
	arcApart   = 9. // of leaving and arriving from the middle of a column
)

// DrawWays places an arc for each way between steps columns. Arcs that would lie upon each other get lanes of their own,
// the short ones nearest to the steps.
func DrawWays(steps int, ways []Way) Ways { return DrawWaysAt(ways, equalColumns(steps)) }

// DrawWaysAt is the same over columns that stand somewhere already: those of a staged drawing.
func DrawWaysAt(ways []Way, columns []Span) Ways {
	out := Ways{Width: reach(columns), Arcs: make([]Arc, len(ways))}
	order := make([]int, len(ways))
	for i := range ways {
		order[i] = i
	}
	span := func(w Way) (lo, hi int) { return min(w.From, w.To), max(w.From, w.To) }
	slices.SortStableFunc(order, func(a, b int) int {
		la, ha := span(ways[a])
		lb, hb := span(ways[b])
		return cmp.Or(cmp.Compare(ha-la, hb-lb), cmp.Compare(la, lb))
	})
	var lanes [][]Way
	for _, i := range order {
		lo, hi := span(ways[i])
		lane := slices.IndexFunc(lanes, func(taken []Way) bool {
			return !slices.ContainsFunc(taken, func(w Way) bool { l, h := span(w); return l <= hi && lo <= h })
		})
		if lane < 0 {
			lane, lanes = len(lanes), append(lanes, nil)
		}
		lanes[lane] = append(lanes[lane], ways[i])
		out.Arcs[i] = Arc{Way: ways[i], Lane: lane}
	}
	if len(ways) == 0 {
		return out
	}
	out.Height = waysFoot + laneHeight*float64(len(lanes))
	apart := arcApart
	if columns[0].X > columns[len(columns)-1].X { // from right to left
		apart = -apart
	}
	for i := range out.Arcs {
		from, to := columns[ways[i].From], columns[ways[i].To]
		out.Arcs[i].draw(from.X+from.Width/2+apart, to.X+to.Width/2-apart, out.Height)
	}
	return out
}

func (a *Arc) draw(x, end, height float64) {
	turn := arcTurn
	if end < x {
		turn = -turn
	}
	top := height - waysFoot - laneHeight*(float64(a.Lane)+.5)
	a.D = "M" + figures(x, height) + "V" + figures(top+arcTurn) + "Q" + figures(x, top, x+turn, top) +
		"H" + figures(end-turn) + "Q" + figures(end, top, end, top+arcTurn) + "V" + figures(height-3)
	a.Head = "M" + figures(end-5, height-7) + "L" + figures(end, height-1, end+5, height-7)
}
