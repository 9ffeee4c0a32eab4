package layout

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// An order, to hand back as Before, begins with the tracks of each channel, as in "|0 3 2 0". Then come the keys in reading
// order, each with its rank and the middle of its box, as in "ERP|2,340". Way-points are named by their link, as in
// "|ERP>Till>0>1": the second of the first link from ERP to Till.

// order writes down where all boxes and way-points stand.
func (y *layers) order() []string {
	names := y.names()
	out := append(make([]string, 0, len(y.row)+1), counts(y.room))
	for r, list := range y.rows {
		for _, v := range list {
			if names[v] != "" {
				d := append([]byte(names[v]), '|')
				d = strconv.AppendInt(d, int64(r), 10)
				out = append(out, string(number(append(d, ','), y.x[v])))
			}
		}
	}
	return out
}

const namedPoints = 20_000 // more are not written down: they find their places anew

// names are those of the vertices.
func (y *layers) names() []string {
	names := make([]string, len(y.row))
	for i, b := range y.Boxes {
		names[i] = b.Key
	}
	if len(names) > len(y.Boxes)+namedPoints {
		return names
	}
	seen := map[LayeredLink]int{}
	for i, l := range y.Links {
		c, pair := &y.chains[i], LayeredLink{From: l.From, To: l.To}
		for k := range c.points {
			names[c.point+k] = "|" + y.Boxes[l.From].Key + ">" + y.Boxes[l.To].Key + ">" + strconv.Itoa(seen[pair]) + ">" + strconv.Itoa(int(k))
		}
		seen[pair]++
	}
	return names
}

// standing is where a vertex stood before.
type standing struct {
	rank int32
	x    float64
}

// readBefore reads where boxes stood, and says whether half of them did anywhere.
func (y *layers) readBefore() bool {
	shape := countsBefore(y.Before, 1)
	if shape == nil {
		return false
	}
	y.room = shape[0]
	y.stood = make(map[string]standing, len(y.Before))
	for _, s := range y.Before[1:] {
		at := strings.LastIndexByte(s, '|')
		rank, x, ok := strings.Cut(s[at+1:], ",")
		if at < 0 || !ok {
			continue
		}
		r, err := strconv.Atoi(rank)
		if err != nil || r < 0 || r > 1e6 {
			continue
		}
		if f, err := strconv.ParseFloat(x, 64); err == nil && f > -1e7 && f < 1e7 {
			y.stood[s[:at]] = standing{int32(r), f}
		}
	}
	known := 0
	for _, b := range y.Boxes {
		if _, ok := y.stood[b.Key]; ok {
			known++
		}
	}
	return known > 0 && 2*known >= len(y.Boxes)
}

// ranksBefore keeps the ranks of boxes that were there before, where ranks are not given; the others stand next to what they are linked to.
func (y *layers) ranksBefore() []int {
	ranks, known := make([]int, len(y.Boxes)), make([]bool, len(y.Boxes))
	for i, b := range y.Boxes {
		ranks[i] = b.Rank
		if s, ok := y.stood[b.Key]; ok && !y.Ranked {
			ranks[i], known[i] = int(s.rank), true
		}
	}
	if y.Ranked {
		return ranks
	}
	for again := true; again; { // along links, from those that are known
		again = false
		for _, l := range y.Links {
			switch {
			case known[l.From] && !known[l.To]:
				ranks[l.To] = ranks[l.From] + 1
				known[l.To], again = true, true
			case known[l.To] && !known[l.From]:
				ranks[l.From] = ranks[l.To] - 1
				known[l.From], again = true, true
			}
		}
	}
	last := slices.Max(ranks)
	for i := range ranks {
		if !known[i] {
			ranks[i] = last
		}
	}
	return ranks
}

// recall notes where all vertices stood that stood anywhere in the ranks that they have now; the others get a place between those that
// they are linked to.
func (y *layers) recall() {
	y.x, y.known = make([]float64, len(y.row)), make([]bool, len(y.row))
	for v, name := range y.names() {
		if s, ok := y.stood[name]; ok && name != "" && (v < len(y.Boxes) || s.rank == y.row[v]) {
			y.x[v], y.known[v] = s.x, true
			delete(y.stood, name) // a key that comes twice has stood there once
		}
	}
	y.was = slices.Clone(y.x)
	placed := slices.Clone(y.known[:len(y.Boxes)])
	for again := true; again; {
		again = false
		sum, n := make([]float64, len(y.Boxes)), make([]float64, len(y.Boxes))
		for _, l := range y.Links {
			for _, k := range [2][2]int{{l.From, l.To}, {l.To, l.From}} {
				if placed[k[0]] && !placed[k[1]] {
					sum[k[1]] += y.x[k[0]]
					n[k[1]]++
				}
			}
		}
		for i := range n {
			if n[i] > 0 {
				y.x[i] = sum[i] / n[i]
				placed[i], again = true, true
			}
		}
	}
	for i := range y.chains {
		c := &y.chains[i]
		for k := range c.points {
			if v := c.point + k; !y.known[v] {
				far := float64(k+1) / float64(c.points+1)
				y.x[v] = y.x[c.upper]*(1-far) + y.x[c.lower]*far
			}
		}
	}
}

// rearrange keeps what stood somewhere before in its order, and puts the rest between where few links cross.
func (y *layers) rearrange() {
	y.recall()
	down, level := y.pairs()
	o := newOrdering(y.row, nil, down, level)
	for _, list := range o.rows {
		slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(y.x[a], y.x[b]) })
	}
	o.settle()
	o.fixed, o.budget = y.known, layeredEffort*16
	o.exchange(false)
	y.drawn.Crossings = o.crossings()
	y.rows, y.at = o.rows, o.at
}

// replace gives boxes the places that they had, as far as there is room, and the others places near what they are linked to.
func (y *layers) replace() {
	p := newPlacing(y)
	p.steady = true
	p.settleRow(p.rows[0], p.down, p.up) // a drawing of one row has no pass that does
	for range 2 {
		p.pass(true)
		p.pass(false)
	}
	p.straighten()
	p.finish()
}
