package layout

import (
	"cmp"
	"slices"
)

// stretch is a straight part of the ways of one net that runs along a channel: level between two rows of boxes, or upright
// between two slots. Ways leave it to either side: up and down, or left and right.
type stretch struct {
	channel, net int32
	lo, hi       float64
	ups, downs   []float64
	track        int // -1 = it has no length
}

// stretches are pieces that are being collected; those of one net that touch become one.
type stretches struct {
	pieces []piece
	runs   []stretch
	runOf  []int32 // of each piece
}

type piece struct {
	channel, net int32
	lo, hi       float64
	loUp, hiUp   bool // to which side the way leaves at each end
}

// add notes a piece and returns its number.
func (s *stretches) add(channel, net int32, a float64, aUp bool, b float64, bUp bool) int32 {
	if a > b {
		a, aUp, b, bUp = b, bUp, a, aUp
	}
	s.pieces = append(s.pieces, piece{channel, net, a, b, aUp, bUp})
	return int32(len(s.pieces) - 1)
}

// join makes the stretches.
func (s *stretches) join() {
	order := make([]int32, len(s.pieces))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, k int32) int {
		a, b := &s.pieces[i], &s.pieces[k]
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.net, b.net), cmp.Compare(a.lo, b.lo), cmp.Compare(i, k))
	})
	s.runOf = make([]int32, len(s.pieces))
	s.runs = make([]stretch, 0, len(s.pieces))
	for _, i := range order {
		p := &s.pieces[i]
		n := len(s.runs) - 1
		if n < 0 || s.runs[n].channel != p.channel || s.runs[n].net != p.net || s.runs[n].hi < p.lo {
			s.runs = append(s.runs, stretch{channel: p.channel, net: p.net, lo: p.lo, hi: p.hi, track: -1})
			n++
		}
		r := &s.runs[n]
		r.hi = max(r.hi, p.hi)
		r.leave(p.lo, p.loUp)
		r.leave(p.hi, p.hiUp)
		s.runOf[i] = int32(n)
	}
}

func (r *stretch) leave(at float64, up bool) {
	list := &r.downs
	if up {
		list = &r.ups
	}
	if !slices.Contains(*list, at) {
		*list = append(*list, at)
	}
}

// of is the stretch that a piece became part of.
func (s *stretches) of(piece int32) *stretch { return &s.runs[s.runOf[piece]] }

const (
	fewStretches = 120 // of one channel: so many are ordered by what crosses what
	touch        = 50  // crossings that two ways lying upon each other count as
)

// assign gives every stretch a track among those of its channel, from 0, so that none lie upon each other nor nearer than apart
// end to end, and few cross; and returns the number of tracks of each of n channels. near is how close two ways across may run
// without seeming one; below 0, they never do.
func (s *stretches) assign(n int, apart, near float64) []int {
	tracks := make([]int, n)
	for from := 0; from < len(s.runs); {
		to := from
		var list []*stretch
		for ; to < len(s.runs) && s.runs[to].channel == s.runs[from].channel; to++ {
			if r := &s.runs[to]; r.hi > r.lo || near < 0 {
				list = append(list, r)
			}
		}
		if len(list) <= fewStretches {
			tracks[s.runs[from].channel] = assignFew(list, apart, near)
		} else {
			tracks[s.runs[from].channel] = assignMany(list, apart)
		}
		from = to
	}
	return tracks
}

// cost is how many crossings it makes that a lies before b, where they overlap.
func cost(a, b *stretch, near float64) int {
	n := 0
	for _, x := range a.downs {
		if b.lo < x && x < b.hi {
			n++
		}
		for _, y := range b.ups {
			if x-y <= near && y-x <= near {
				n += touch
			}
		}
	}
	for _, x := range b.ups {
		if a.lo < x && x < a.hi {
			n++
		}
	}
	return n
}

// assignFew orders stretches by exchanging neighbours, and gives each the first track after all that it overlaps and that come
// before it.
func assignFew(list []*stretch, apart, near float64) int {
	slices.SortStableFunc(list, func(a, b *stretch) int {
		return cmp.Or(cmp.Compare(len(a.downs)-len(a.ups), len(b.downs)-len(b.ups)), cmp.Compare(a.hi-a.lo, b.hi-b.lo))
	})
	n := len(list)
	meet := func(a, b *stretch) bool { return a.lo <= b.hi+apart && b.lo <= a.hi+apart }
	gain := make([]int, n*n) // by how much the first should come after the second
	number := make([]int, n)
	for i, a := range list {
		number[i] = i
		for k, b := range list[:i] {
			if meet(a, b) {
				g := cost(a, b, near) - cost(b, a, near)
				gain[i*n+k], gain[k*n+i] = g, -g
			}
		}
	}
	for again := 0; again < 20; again++ { // sifting: each to its best place
		moved := false
		for v := range n {
			from := slices.Index(number, v)
			best, to, sum := 0, from, 0
			for i := from - 1; i >= 0; i-- {
				if sum += gain[number[i]*n+v]; sum > best {
					best, to = sum, i
				}
			}
			sum = 0
			for i := from + 1; i < n; i++ {
				if sum += gain[v*n+number[i]]; sum > best {
					best, to = sum, i
				}
			}
			if to != from {
				number = slices.Insert(slices.Delete(number, from, from+1), to, v)
				moved = true
			}
		}
		if !moved {
			break
		}
	}
	tracks := 0
	for i, v := range number {
		r := list[v]
		r.track = 0
		for _, w := range number[:i] {
			if meet(r, list[w]) {
				r.track = max(r.track, list[w].track+1)
			}
		}
		tracks = max(tracks, r.track+1)
	}
	return tracks
}

// assignMany packs stretches into tracks from their beginnings on, each into the one that has been free longest.
func assignMany(list []*stretch, apart float64) int {
	slices.SortStableFunc(list, func(a, b *stretch) int { return cmp.Compare(a.lo, b.lo) })
	var ends []float64 // of each track
	heap := []int{}    // of tracks, by their ends
	less := func(a, b int) bool { return ends[heap[a]] < ends[heap[b]] }
	down := func(i int) {
		for {
			k := 2*i + 1
			if k >= len(heap) {
				return
			}
			if k+1 < len(heap) && less(k+1, k) {
				k++
			}
			if !less(k, i) {
				return
			}
			heap[i], heap[k] = heap[k], heap[i]
			i = k
		}
	}
	for _, r := range list {
		if len(heap) > 0 && ends[heap[0]]+apart < r.lo {
			r.track = heap[0]
			ends[r.track] = r.hi
			down(0)
			continue
		}
		r.track = len(ends)
		ends, heap = append(ends, r.hi), append(heap, r.track)
		for i := len(heap) - 1; i > 0 && less(i, (i-1)/2); i = (i - 1) / 2 {
			heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
		}
	}
	return len(ends)
}
