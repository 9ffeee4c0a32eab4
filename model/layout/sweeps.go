package layout

import (
	"cmp"
	"slices"
)

// sort sorts a row by the mean or the median place of the neighbours in the rows above or below; who has none there stays.
func (o *ordering) sort(r int, near neighbours, median, backwards bool) {
	list := o.rows[r]
	keys, links := o.keys[:0], 0
	for i, v := range list {
		to := near.of(v)
		if len(to) == 0 {
			continue
		}
		links += len(to)
		var want uint64
		switch {
		case len(to) == 1:
			want = uint64(o.at[to[0]]) << 4
		case median && len(to) > 2:
			want = o.median(to)
		default:
			sum := 0
			for _, w := range to {
				sum += int(o.at[w])
			}
			want = uint64(sum<<4) / uint64(len(to))
		}
		tie := uint64(i)
		if backwards {
			tie = uint64(len(list) - 1 - i)
		}
		key := want<<20 | tie
		if o.cell != nil {
			key |= uint64(o.cell[v]) << 44
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	old := append(o.scratch[:0], list...)
	o.scratch = old
	i := 0
	for _, k := range keys {
		from := int(k & (1<<20 - 1))
		if backwards {
			from = len(list) - 1 - from
		}
		for len(near.of(old[i])) == 0 {
			i++
		}
		o.put(list, i, old[from])
		i++
	}
	o.spent += links + 8*len(list)
}

// median is the weighted median of Gansner et al., in sixteenths of a place.
func (o *ordering) median(to []int32) uint64 {
	var few [16]int32
	places := few[:0]
	for _, w := range to {
		places = append(places, o.at[w])
	}
	slices.Sort(places)
	m := len(places) / 2
	if len(places)%2 == 1 {
		return uint64(places[m]) << 4
	}
	left, right := int(places[m-1]-places[0]), int(places[len(places)-1]-places[m])
	if left+right == 0 {
		return uint64(places[m-1]+places[m]) << 3
	}
	return uint64(((int(places[m-1])*right + int(places[m])*left) << 4) / (left + right))
}

// lookAround notes for each vertex of a row the places of its neighbours above and below, in order.
func (o *ordering) lookAround(r int) {
	for side, rel := range [2]neighbours{o.up, o.down} {
		other := r - 1 + 2*side
		if other < 0 || other >= len(o.rows) {
			continue
		}
		for _, v := range o.rows[r] {
			o.next[v] = rel.start[v]
		}
		back := o.down
		if side == 1 {
			back = o.up
		}
		for i, w := range o.rows[other] {
			for _, v := range back.of(w) {
				o.near[side].to[o.next[v]] = int32(i)
				o.next[v]++
			}
			o.spent += len(back.of(w))
		}
	}
}

// gain is by how much the crossings fall when u and v, neighbours in their row and u first, change places. The row has been
// looked around.
func (o *ordering) gain(u, v int32) int {
	n := inversions(o.near[0].of(u), o.near[0].of(v)) + inversions(o.near[1].of(u), o.near[1].of(v))
	if len(o.level.to) > 0 {
		n += o.levelGain(u, v)
	}
	return n
}

// inversions is the number of pairs with the first greater less that with the first smaller; both lists are in order.
func inversions(a, b []int32) int {
	if len(a) == 1 && len(b) == 1 {
		switch {
		case a[0] > b[0]:
			return 1
		case a[0] < b[0]:
			return -1
		}
		return 0
	}
	n, less, same := 0, 0, 0 // of b, against the present one of a
	for _, x := range a {
		for less < len(b) && b[less] < x {
			less++
		}
		same = max(same, less)
		for same < len(b) && b[same] == x {
			same++
		}
		n += less - (len(b) - same)
	}
	return n
}

// levelGain is the part of gain that the links within the row have.
func (o *ordering) levelGain(u, v int32) int {
	n, pu, pv := 0, o.at[u], o.at[v]
	for _, x := range o.level.of(u) {
		if x == v {
			continue
		}
		a := o.at[x]
		for _, y := range o.level.of(v) {
			if y == u || y == x {
				continue
			}
			b := o.at[y]
			switch {
			case a > pv && b > pv, a < pu && b < pu:
				if a < b {
					n++
				} else {
					n--
				}
			case a > pv: // b lies before
				n++
			default:
				n--
			}
		}
	}
	return n
}

// apart says whether two neighbours in a row must not change places.
func (o *ordering) apart(u, v int32) bool {
	return o.cell != nil && o.cell[u] != o.cell[v] || o.fixed != nil && o.fixed[u] && o.fixed[v]
}

// exchange swaps neighbours in their rows as long as that helps, and at first where it makes no difference if even.
func (o *ordering) exchange(even bool) {
	for again := true; again && o.spent < o.budget; even = false {
		again = false
		for r := range o.rows {
			o.lookAround(r)
			list := o.rows[r]
			for i := 1; i < len(list); i++ {
				u, v := list[i-1], list[i]
				if o.apart(u, v) {
					continue
				}
				g := o.gain(u, v)
				if g > 0 || g == 0 && even {
					list[i-1], list[i] = v, u
					o.at[u], o.at[v] = int32(i), int32(i-1)
					again = again || g > 0
				}
			}
			o.spent += 4 * len(list)
		}
	}
}

// sift moves each vertex to the best place of its row, and says whether any moved to a better one.
func (o *ordering) sift() bool {
	helped := false
	for r := range o.rows {
		o.lookAround(r)
		list := o.rows[r]
		for _, v := range slices.Clone(list) {
			if o.siftOne(list, v) {
				helped = true
			}
			if o.spent > o.budget {
				return helped
			}
		}
	}
	return helped
}

func (o *ordering) siftOne(list []int32, v int32) bool {
	from := int(o.at[v])
	best, to := 0, from
	if len(o.level.to) > 0 {
		best, to = o.siftStepwise(list, v)
	} else {
		sum, i := 0, from
		for ; i > 0 && !o.apart(list[i-1], v); i-- {
			if sum += o.gain(list[i-1], v); sum > best {
				best, to = sum, i-1
			}
		}
		o.spent += 4 * (from - i)
		sum = 0
		for i = from; i+1 < len(list) && !o.apart(v, list[i+1]); i++ {
			if sum += o.gain(v, list[i+1]); sum > best {
				best, to = sum, i+1
			}
		}
		o.spent += 4 * (i - from)
	}
	for i := from; i > to; i-- {
		o.put(list, i, list[i-1])
	}
	for i := from; i < to; i++ {
		o.put(list, i, list[i+1])
	}
	o.put(list, to, v)
	return best > 0
}

func (o *ordering) put(list []int32, i int, v int32) {
	list[i], o.at[v] = v, int32(i)
}

// siftStepwise finds the best place where links within the row count: v must take every step for them to be judged.
func (o *ordering) siftStepwise(list []int32, v int32) (best, to int) {
	from := int(o.at[v])
	to = from
	swap := func(i int) { // the ones at i and i+1
		a, b := list[i], list[i+1]
		o.put(list, i, b)
		o.put(list, i+1, a)
	}
	sum, i := 0, from
	for ; i > 0 && !o.apart(list[i-1], v); i-- {
		if sum += o.gain(list[i-1], v); sum > best {
			best, to = sum, i-1
		}
		swap(i - 1)
	}
	o.spent += 8 * (from - i)
	for ; i < from; i++ {
		swap(i)
	}
	sum = 0
	for ; i+1 < len(list) && !o.apart(v, list[i+1]); i++ {
		if sum += o.gain(v, list[i+1]); sum > best {
			best, to = sum, i+1
		}
		swap(i)
	}
	o.spent += 8 * (i - from)
	for ; i > from; i-- {
		swap(i - 1)
	}
	return best, to
}

// sweep sorts all rows, downwards or upwards.
func (o *ordering) sweep(up, median, backwards bool) {
	if up {
		for r := len(o.rows) - 2; r >= 0; r-- {
			o.sort(r, o.down, median, backwards)
		}
		return
	}
	for r := 1; r < len(o.rows); r++ {
		o.sort(r, o.up, median, backwards)
	}
}

// descend improves the present order until that gets slow, and returns its crossings.
func (o *ordering) descend(median bool) int {
	least := o.crossings()
	o.keep()
	for turn, idle := 0, 0; idle < 8 && least > 0 && o.spent < o.budget; turn++ {
		o.sweep(turn%2 == 1, median, turn%4 < 2)
		o.exchange(turn%4 > 1)
		idle++
		if n := o.crossings(); n < least {
			if float64(n) < .995*float64(least) {
				idle = 0
			}
			least = n
			o.keep()
		}
	}
	o.restore()
	return least
}

// spread orders every row as a walk in breadth meets its vertices that begins with those that have nothing above, or below.
func (o *ordering) spread(up bool) {
	ahead, back := o.down, o.up
	if up {
		ahead, back = o.up, o.down
	}
	seen := make([]bool, len(o.row))
	var queue []int32
	next := make([][]int32, len(o.rows))
	visit := func(v int32) {
		if !seen[v] {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	walk := func() {
		for len(queue) > 0 {
			v := queue[0]
			queue = queue[1:]
			next[o.row[v]] = append(next[o.row[v]], v)
			for _, w := range ahead.of(v) {
				visit(w)
			}
		}
	}
	for i := range o.rows {
		r := i
		if up {
			r = len(o.rows) - 1 - i
		}
		for _, v := range o.rows[r] {
			if len(back.of(v)) == 0 {
				visit(v)
				walk()
			}
		}
	}
	for r := range o.rows {
		for _, v := range o.rows[r] {
			visit(v)
			walk()
		}
	}
	for r, list := range next {
		if o.cell != nil {
			slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(o.cell[a], o.cell[b]) })
		}
		copy(o.rows[r], list)
	}
	o.settle()
}
