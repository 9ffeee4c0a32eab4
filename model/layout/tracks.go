package layout

import (
	"cmp"
	"slices"
)

// stretch is a straight part of the ways of one net that runs along a channel: level between two rows of boxes, or upright
// between two slots. Ways leave it to either side: up and down, or left and right.
type stretch struct {
	channel    int32
	track      int32 // -1 = it has no length
	from, to   int32 // its pieces, in order
	lo, hi     float64
	ups, downs []float64 // where ways leave it, where that is asked
}

// stretches are pieces that are being collected; those of one net that touch become one.
type stretches struct {
	pieces []piece
	order  []int32 // pieces by channel, net and beginning
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
	channels := int32(0)
	for i := range s.pieces {
		channels = max(channels, s.pieces[i].channel+1)
	}
	s.order = sorted(len(s.pieces), int(channels), func(i int32) int { return int(s.pieces[i].channel) })
	var keys []uint64 // net, beginning in quarters and number, in 20, 22 and 22 bits
	for from := 0; from < len(s.order); {
		channel := s.pieces[s.order[from]].channel
		keys = keys[:0]
		to := from
		for ; to < len(s.order) && s.pieces[s.order[to]].channel == channel; to++ {
			p := &s.pieces[s.order[to]]
			keys = append(keys, uint64(p.net)<<44|uint64(p.lo*4)&(1<<22-1)<<22|uint64(s.order[to]))
		}
		slices.Sort(keys)
		for i, k := range keys {
			s.order[from+i] = int32(k & (1<<22 - 1))
		}
		from = to
	}
	s.runOf = make([]int32, len(s.pieces))
	s.runs = make([]stretch, 0, len(s.pieces))
	for k, o := range s.order {
		p := &s.pieces[o]
		n := len(s.runs) - 1
		if n < 0 || s.runs[n].channel != p.channel || s.pieces[s.order[k-1]].net != p.net || s.runs[n].hi < p.lo {
			s.runs = append(s.runs, stretch{channel: p.channel, from: int32(k), lo: p.lo, hi: p.hi, track: -1})
			n++
		}
		r := &s.runs[n]
		r.hi, r.to = max(r.hi, p.hi), int32(k+1)
		s.runOf[o] = int32(n)
	}
}

// look notes where ways leave a stretch.
func (s *stretches) look(r *stretch) {
	for _, o := range s.order[r.from:r.to] {
		p := &s.pieces[o]
		r.leave(p.lo, p.loUp)
		r.leave(p.hi, p.hiUp)
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
	fewStretches = 64 // of one channel: so many are ordered by what crosses what
	touch        = 50 // crossings that two ways lying upon each other count as
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
			for _, r := range list {
				s.look(r)
			}
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
	tracks := int32(0)
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
	return int(tracks)
}

// assignMany packs stretches into tracks from their beginnings on, each into the one that has been free longest.
func assignMany(list []*stretch, apart float64) int {
	slices.SortStableFunc(list, func(a, b *stretch) int { return cmp.Compare(a.lo, b.lo) })
	var ends []float64 // of each track
	var heap []int32   // of tracks, by their ends
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
		r.track = int32(len(ends))
		ends, heap = append(ends, r.hi), append(heap, r.track)
		for i := len(heap) - 1; i > 0 && less(i, (i-1)/2); i = (i - 1) / 2 {
			heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
		}
	}
	return len(ends)
}
