package layout

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// An order, to hand back as Before, begins with the slots of each column, the tracks of each gutter and those of each channel,
// as in "|1 2|0 1 0 2|2 3". Then come the keys in reading order, each with its row within its tier and its slot within its
// column, as in "ERP|0,2".

// order writes down where all boxes stand.
func (g *grid) order() []string {
	boxes := make([]int, len(g.Boxes))
	for i := range boxes {
		boxes[i] = i
	}
	slices.SortFunc(boxes, func(a, b int) int { return cmp.Or(cmp.Compare(g.row[a], g.row[b]), cmp.Compare(g.slot[a], g.slot[b])) })
	out := append(make([]string, 0, len(boxes)+1), counts(g.wide)+counts(g.gutterRoom)+counts(g.channelRoom))
	for _, i := range boxes {
		from, _, _ := g.cell(i)
		d := append([]byte(g.Boxes[i].Key), '|')
		d = strconv.AppendInt(d, int64(g.row[i]-g.tiers[g.tierOf[i]].first), 10)
		d = append(d, ',')
		d = strconv.AppendInt(d, int64(g.slot[i]-from), 10)
		out = append(out, string(d))
	}
	return out
}

// again puts every box where it stood before, and those that are new where there is room. It reports false where the drawing
// before is of another shape, so that a fresh one is better.
func (g *grid) again(s sizes) bool {
	shape := countsBefore(g.Before, 3)
	if shape == nil || len(shape[0]) != g.Columns || slices.Contains(shape[0], 0) {
		return false
	}
	wide := shape[0]
	fresh, slots := 0, 0
	for c, n := range g.widths(s) {
		fresh, slots = fresh+n, slots+wide[c]
	}
	if slots > fresh+1+fresh/3 || fresh > slots+1+slots/3 {
		return false
	}
	g.widen(s, wide)
	r := newReplacing(g)
	before := placesBefore(g.Before)
	var missing []int
	for i, b := range g.Boxes {
		p, ok := before[b.Key]
		from, to, span := g.cell(i)
		if !ok || p.slot < 0 || p.row < 0 || from+p.slot+span > to || p.row > len(g.Boxes) || r.taken(i, p.row, from+p.slot) {
			missing = append(missing, i)
			continue
		}
		delete(before, b.Key)
		r.put(i, p.row, from+p.slot)
	}
	if len(missing)*2 > len(g.Boxes) {
		return false
	}
	for _, i := range missing {
		r.find(i)
	}
	r.close()
	g.stack()
	g.gutterRoom, g.channelRoom = shape[1], shape[2]
	return true
}

type placeBefore struct{ row, slot int }

// counts writes numbers down after a bar.
func counts(list []int) string {
	d := []byte{'|'}
	for i, n := range list {
		if i > 0 {
			d = append(d, ' ')
		}
		d = strconv.AppendInt(d, int64(n), 10)
	}
	return string(d)
}

// countsBefore reads the lists of numbers that an order begins with, so many; nil where they are not there.
func countsBefore(before []string, lists int) [][]int {
	if len(before) == 0 || !strings.HasPrefix(before[0], "|") {
		return nil
	}
	var out [][]int
	for part := range strings.SplitSeq(before[0][1:], "|") {
		var list []int
		for f := range strings.FieldsSeq(part) {
			n, err := strconv.Atoi(f)
			if err != nil || n < 0 || n > 1e6 {
				return nil
			}
			list = append(list, n)
		}
		out = append(out, list)
	}
	if len(out) != lists {
		return nil
	}
	return out
}

// rooms says for how many tracks each channel has room: as many as it needs, or as it had before where that is not far from it.
func rooms(tracks, before []int) []int {
	out := slices.Clone(tracks)
	for i, n := range tracks {
		if len(before) != len(tracks) {
			break
		}
		if was := before[i]; n <= was+1+was/3 && n >= was/2-2 {
			out[i] = was
		}
	}
	return out
}

func placesBefore(before []string) map[string]placeBefore {
	places := make(map[string]placeBefore, len(before))
	for _, s := range before[1:] {
		at := strings.LastIndexByte(s, '|')
		row, slot, ok := strings.Cut(s[at+1:], ",")
		if at < 0 || !ok {
			continue
		}
		r, err := strconv.Atoi(row)
		if err != nil {
			continue
		}
		if c, err := strconv.Atoi(slot); err == nil {
			places[s[:at]] = placeBefore{r, c}
		}
	}
	return places
}

// replacing puts boxes into rows that count within their tier.
type replacing struct {
	*grid
	rows   [][][]bool // taken slots, by tier and row
	placed []bool
}

func newReplacing(g *grid) *replacing {
	return &replacing{grid: g, rows: make([][][]bool, len(g.tiers)), placed: make([]bool, len(g.Boxes))}
}

func (r *replacing) taken(box, row, slot int) bool {
	rows := r.rows[r.tierOf[box]]
	return row < len(rows) && slices.Contains(rows[row][slot:slot+r.span[box]], true)
}

func (r *replacing) put(box, row, slot int) {
	rows := &r.rows[r.tierOf[box]]
	for len(*rows) <= row {
		*rows = append(*rows, make([]bool, max(len(r.slots), r.grid.across)))
	}
	for s := slot; s < slot+r.span[box]; s++ {
		(*rows)[row][s] = true
	}
	r.row[box], r.slot[box], r.placed[box] = row, slot, true
}

// find puts a box at the free place of its cell that is nearest to what it is linked to, or into a new row.
func (r *replacing) find(box int) {
	from, to, span := r.cell(box)
	rows := len(r.rows[r.tierOf[box]])
	best, row, slot := -1, rows, from
	for y := range rows {
		for x := from; x+span <= to; x += span {
			if r.taken(box, y, x) {
				continue
			}
			far := 0
			for _, k := range r.linked.of(box) {
				switch {
				case !r.placed[k]:
				case r.tierOf[k] == r.tierOf[box]:
					far += abs(r.slot[k]-x) + abs(r.row[k]-y)
				default:
					far += abs(r.slot[k] - x)
				}
			}
			if best < 0 || far < best {
				best, row, slot = far, y, x
			}
		}
	}
	r.put(box, row, slot)
}

// close takes out the rows that nothing stands in any more.
func (r *replacing) close() {
	for t := range r.tiers {
		shift, left := make([]int, len(r.rows[t])), 0
		for y, row := range r.rows[t] {
			shift[y] = y - left
			if slices.Contains(row, true) {
				left++
			}
		}
		r.tiers[t].rows = left
		for i := range r.Boxes {
			if r.tierOf[i] == t {
				r.row[i] -= shift[r.row[i]]
			}
		}
	}
}

func abs(v int) int { return max(v, -v) }
