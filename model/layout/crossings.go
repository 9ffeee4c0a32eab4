package layout

import (
	"cmp"
	"slices"
)

// Crossings counts the places where ways cross each other. A stretch that several share counts once, and so does what crosses it.
func (d StagedDrawing) Crossings() int { return crossings(d.Links) }

// line is a level or upright stretch: level lines lie at a height, upright ones at an x.
type line struct{ at, from, to float64 }

func crossings(links []Path) int {
	var level, upright []line
	for _, p := range links {
		for i := 1; i < len(p.Points); i++ {
			a, b := p.Points[i-1], p.Points[i]
			if a.Y == b.Y {
				level = append(level, line{a.Y, min(a.X, b.X), max(a.X, b.X)})
			} else {
				upright = append(upright, line{a.X, min(a.Y, b.Y), max(a.Y, b.Y)})
			}
		}
	}
	level, upright = united(level), united(upright)
	// A line across the drawing goes from the left to the right: level lines begin and end, upright ones count those that are there.
	type event struct {
		x    float64
		what int // end, upright, begin: those that only touch do not cross
		line line
	}
	var events []event
	var heights []float64
	for _, l := range level {
		events = append(events, event{l.from, 2, l}, event{l.to, 0, l})
		heights = append(heights, l.at)
	}
	for _, u := range upright {
		events = append(events, event{u.at, 1, u})
	}
	slices.Sort(heights)
	heights = slices.Compact(heights)
	slices.SortFunc(events, func(a, b event) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.what, b.what)) })
	tree := make([]int, len(heights)+1)
	n := 0
	add := func(y float64, by int) {
		i, _ := slices.BinarySearch(heights, y)
		for i++; i < len(tree); i += i & -i {
			tree[i] += by
		}
	}
	below := func(y float64, with bool) (sum int) { // lines at heights less than y, or at it too
		i, found := slices.BinarySearch(heights, y)
		if found && with {
			i++
		}
		for ; i > 0; i &= i - 1 {
			sum += tree[i]
		}
		return sum
	}
	for _, e := range events {
		switch e.what {
		case 0:
			add(e.line.at, -1)
		case 1:
			n += below(e.line.to, false) - below(e.line.from, true)
		case 2:
			add(e.line.at, 1)
		}
	}
	return n
}

// united joins lines that lie upon each other.
func united(lines []line) []line {
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from)) })
	out := lines[:0]
	for _, l := range lines {
		if n := len(out) - 1; n >= 0 && out[n].at == l.at && l.from <= out[n].to {
			out[n].to = max(out[n].to, l.to)
			continue
		}
		out = append(out, l)
	}
	return out
}
