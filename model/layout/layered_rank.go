package layout

import "math"

// ranks puts each box beyond all that lead to it, but for links that would close a circle, and then moves boxes towards those they
// have more links to. Boxes without links fill ranks of their own after all others.
func (y *layers) ranks() []int {
	n := len(y.Boxes)
	place := y.unwound()
	var down [][2]int32
	linked := make([]bool, n)
	for _, l := range y.Links {
		if l.From == l.To {
			continue
		}
		a, b := int32(l.From), int32(l.To)
		linked[a], linked[b] = true, true
		if place[a] > place[b] {
			a, b = b, a
		}
		down = append(down, [2]int32{a, b})
	}
	to, from := newNeighbours(n, down, 0), newNeighbours(n, down, 1)
	order := make([]int32, n) // from the top down
	for v, p := range place {
		order[p] = int32(v)
	}
	rank := make([]int, n)
	for _, v := range order {
		for _, w := range to.of(v) {
			rank[w] = max(rank[w], rank[v]+1)
		}
	}
	tighten := func(v int32) {
		low, high := math.MinInt, math.MaxInt
		for _, w := range from.of(v) {
			low = max(low, rank[w]+1)
		}
		for _, w := range to.of(v) {
			high = min(high, rank[w]-1)
		}
		switch more := len(to.of(v)) - len(from.of(v)); {
		case more > 0 && high != math.MaxInt:
			rank[v] = high
		case more < 0 && low != math.MinInt:
			rank[v] = low
		}
	}
	for range 3 {
		for i := len(order) - 1; i >= 0; i-- {
			tighten(order[i])
		}
		for _, v := range order {
			tighten(v)
		}
	}
	lowest, highest, widest := math.MaxInt, math.MinInt, map[int]int{}
	for v, r := range rank {
		if linked[v] {
			lowest, highest = min(lowest, r), max(highest, r)
			widest[r]++
		}
	}
	per, alone := 0, 0
	for _, n := range widest {
		per = max(per, n)
	}
	for _, l := range linked {
		if !l {
			alone++
		}
	}
	if highest == math.MinInt {
		highest = 0
	}
	per = max(per, int(math.Ceil(math.Sqrt(float64(alone)))))
	next := 0
	for v := range rank {
		if !linked[v] {
			rank[v] = highest + 1 + next/per
			next++
		}
	}
	return rank
}

// unwound is a place for each box such that few links lead back: the method of Eades, Lin and Smyth, "A fast and effective heuristic
// for the feedback arc set problem" (1993). Boxes that nothing leads to come first, those that lead nowhere last, and of others the one
// with the most links out, less those in.
func (y *layers) unwound() []int {
	n := len(y.Boxes)
	var pairs [][2]int32
	for _, l := range y.Links {
		if l.From != l.To {
			pairs = append(pairs, [2]int32{int32(l.From), int32(l.To)})
		}
	}
	to, from := newNeighbours(n, pairs, 0), newNeighbours(n, pairs, 1)
	out, in, place := make([]int, n), make([]int, n), make([]int, n)
	for v := range n {
		out[v], in[v], place[v] = len(to.of(int32(v))), len(from.of(int32(v))), -1
	}
	// buckets[out-in+len(pairs)] would be large: only a stack for each class, with stale entries left in
	classes := map[int][]int32{}
	var ends, starts []int32
	highest := math.MinInt
	class := func(v int32) {
		switch {
		case out[v] == 0:
			ends = append(ends, v)
		case in[v] == 0:
			starts = append(starts, v)
		default:
			d := out[v] - in[v]
			classes[d] = append(classes[d], v)
			highest = max(highest, d)
		}
	}
	for v := n - 1; v >= 0; v-- {
		class(int32(v))
	}
	first, last := 0, n-1
	remove := func(v int32, at int) {
		place[v] = at
		for _, w := range to.of(v) {
			if in[w]--; place[w] < 0 {
				class(w)
			}
		}
		for _, w := range from.of(v) {
			if out[w]--; place[w] < 0 {
				class(w)
			}
		}
	}
	pop := func(list *[]int32, still func(v int32) bool) (int32, bool) {
		for len(*list) > 0 {
			v := (*list)[len(*list)-1]
			*list = (*list)[:len(*list)-1]
			if place[v] < 0 && still(v) {
				return v, true
			}
		}
		return 0, false
	}
	for first <= last {
		if v, ok := pop(&ends, func(v int32) bool { return out[v] == 0 }); ok {
			remove(v, last)
			last--
			continue
		}
		if v, ok := pop(&starts, func(v int32) bool { return in[v] == 0 }); ok {
			remove(v, first)
			first++
			continue
		}
		list := classes[highest]
		v, ok := pop(&list, func(v int32) bool { return out[v]-in[v] == highest })
		classes[highest] = list
		if !ok {
			highest--
			continue
		}
		remove(v, first)
		first++
	}
	return place
}
