package layout

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// An order, to hand back as Before, begins with the slots of each column, as in "|1 1 3". Then come the keys in reading order, each with
// its row within its tier and its slot within its column, as in "ERP|0,2".

// order writes down where all boxes stand.
func (g *grid) order() []string {
	boxes := make([]int, len(g.Boxes))
	for i := range boxes {
		boxes[i] = i
	}
	slices.SortFunc(boxes, func(a, b int) int { return cmp.Or(cmp.Compare(g.row[a], g.row[b]), cmp.Compare(g.slot[a], g.slot[b])) })
	head := []byte{'|'}
	for c, n := range g.wide {
		if c > 0 {
			head = append(head, ' ')
		}
		head = strconv.AppendInt(head, int64(n), 10)
	}
	out := append(make([]string, 0, len(boxes)+1), string(head))
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
	wide := widthsBefore(g.Before)
	if len(wide) != g.Columns {
		return false
	}
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
	return true
}

type placeBefore struct{ row, slot int }

func widthsBefore(before []string) []int {
	if len(before) == 0 || !strings.HasPrefix(before[0], "|") {
		return nil
	}
	var wide []int
	for f := range strings.FieldsSeq(before[0][1:]) {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 || n > 1e6 {
			return nil
		}
		wide = append(wide, n)
	}
	return wide
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
