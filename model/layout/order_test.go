package layout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// crossingsByPairs counts by looking at every two links: the definition.
func crossingsByPairs(o *ordering) int {
	type link struct{ r, a, b int32 } // row, place in it, place in the next, or level: row, lesser and greater place
	var down, level []link
	for v := range o.row {
		for _, w := range o.down.of(int32(v)) {
			down = append(down, link{o.row[v], o.at[v], o.at[w]})
		}
		for _, w := range o.level.of(int32(v)) {
			if o.at[v] < o.at[w] {
				level = append(level, link{o.row[v], o.at[v], o.at[w]})
			}
		}
	}
	n := 0
	for i, p := range down {
		for _, q := range down[:i] {
			if p.r == q.r && (p.a < q.a && p.b > q.b || p.a > q.a && p.b < q.b) {
				n++
			}
		}
	}
	for i, p := range level {
		for _, q := range level[:i] {
			if p.r == q.r && (p.a < q.a && q.a < p.b && p.b < q.b || q.a < p.a && p.a < q.b && q.b < p.b) {
				n++
			}
		}
	}
	return n
}

// fewest tries every order of every cell.
func fewest(o *ordering) int {
	var parts [][]int32
	for _, list := range o.rows {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && !o.apart(list[from], list[to]) {
				to++
			}
			parts = append(parts, list[from:to])
			from = to
		}
	}
	best := -1
	var try func(part, at int)
	try = func(part, at int) {
		switch {
		case part == len(parts):
			o.settle()
			if n := crossingsByPairs(o); best < 0 || n < best {
				best = n
			}
		case at == len(parts[part]):
			try(part+1, 0)
		default:
			p := parts[part]
			for i := at; i < len(p); i++ {
				p[at], p[i] = p[i], p[at]
				try(part, at+1)
				p[at], p[i] = p[i], p[at]
			}
		}
	}
	try(0, 0)
	return best
}

// orders is how many orders there are to try.
func orders(o *ordering) int {
	n := 1
	for _, list := range o.rows {
		same := 0
		for i, v := range list {
			same++
			if i > 0 && o.apart(list[i-1], v) {
				same = 1
			}
			n *= same
		}
	}
	return n
}

func TestCrossingsAreCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := chanceStaged(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(2, 80).Draw(t, "boxes"), 60)
		g := newGrid(s)
		size := g.sizes()
		g.widen(size, g.widths(size))
		g.fill()
		o, _ := g.ordering()
		if o == nil {
			return
		}
		o.shuffle(rapid.Uint64().Draw(t, "order"))
		if got, want := o.crossings(), crossingsByPairs(o); got != want {
			t.Fatalf("crossings = %d, want %d", got, want)
		}
	})
}

// Small drawings get an order with as few crossings as any order has.
func TestFewestCrossings(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(200) {
		chance := rand.New(rand.NewPCG(seed, 5))
		s := Staged{Lanes: make([]StagedLane, 3), Columns: 2, Aspect: 9}
		for i := range 5 + chance.IntN(6) {
			s.Boxes = append(s.Boxes, StagedBox{Width: 128, Height: 38, Lane: chance.IntN(3), Column: chance.IntN(2), Key: fmt.Sprint(i)})
		}
		for range 4 + chance.IntN(8) {
			s.Links = append(s.Links, StagedLink{From: chance.IntN(len(s.Boxes)), To: chance.IntN(len(s.Boxes))})
		}
		g := newGrid(s)
		size := g.sizes()
		g.widen(size, g.widths(size))
		g.fill()
		g.shorten()
		o, _ := g.ordering()
		if o == nil || orders(o) > 20_000 {
			continue
		}
		tried++
		got := o.minimise(300_000)
		if count := crossingsByPairs(o); got != count {
			t.Errorf("seed %d: minimise = %d, want what is there: %d", seed, got, count)
		}
		if want := fewest(o); got != want {
			t.Errorf("seed %d: %d crossings, want the fewest: %d", seed, got, want)
		}
	}
	if tried < 100 {
		t.Errorf("only %d drawings were small enough to try every order", tried)
	}
}

// Large drawings get an order within a tenth of the best of two hundred starts by chance, each improved as far as sweeps and sifting can.
func TestCrossingsAgainstManyStarts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1) { // more take long
		g := newGrid(chanceStaged(seed, 120, 180))
		size := g.sizes()
		g.widen(size, g.widths(size))
		g.fill()
		g.shorten()
		o, _ := g.ordering()
		o.budget = 1 << 40
		best := -1
		for start := range uint64(200) {
			o.shuffle(start)
			o.descend(start%2 == 0)
			o.sift()
			if n := o.crossings(); best < 0 || n < best {
				best = n
			}
		}
		o, _ = g.ordering()
		if got := g.minimise(o); float64(got) > 1.1*float64(best) {
			t.Errorf("seed %d: %d crossings, the best of 200 starts has %d", seed, got, best)
		} else {
			t.Logf("seed %d: %d crossings, %.2f of the best of 200 starts", seed, got, float64(got)/float64(best))
		}
	}
}

func TestCrossingsOfWays(t *testing.T) {
	t.Parallel()
	way := func(points ...Point) Path { return Path{Points: points} }
	for _, c := range []struct {
		name  string
		links []Path
		want  int
	}{
		{"none", nil, 0},
		{"a cross", []Path{way(Point{0, 5}, Point{10, 5}), way(Point{5, 0}, Point{5, 10})}, 1},
		{"touching", []Path{way(Point{0, 5}, Point{10, 5}), way(Point{5, 5}, Point{5, 10}), way(Point{10, 0}, Point{10, 10})}, 0},
		{"a shared stretch counts once", []Path{way(Point{0, 5}, Point{10, 5}), way(Point{2, 5}, Point{20, 5}), way(Point{5, 0}, Point{5, 10})}, 1},
		{"a corner between", []Path{way(Point{0, 5}, Point{10, 5}, Point{10, 20}, Point{0, 20}), way(Point{5, 0}, Point{5, 30})}, 2},
	} {
		if got := crossings(c.links); got != c.want {
			t.Errorf("%s: %d crossings, want %d", c.name, got, c.want)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wishes []int
		slots  int
		want   []int
	}{
		{[]int{0}, 3, []int{0}},
		{[]int{20}, 3, []int{2}},
		{[]int{20, 20}, 3, []int{1, 2}},
		{[]int{20, 0}, 4, []int{0, 1}}, // the order stays: 20 + 10 = 30 apart wherever they stand side by side from 0 to 2, and less nowhere
		{[]int{0, 30}, 4, []int{0, 3}},
		{[]int{-50, 99}, 2, []int{0, 1}},
	} {
		got := fit(c.wishes, c.slots, 10)
		far := func(at []int) (sum int) {
			for i, s := range at {
				sum += abs(c.wishes[i] - 10*s)
			}
			return sum
		}
		if !slices.IsSorted(got) || far(got) != far(c.want) {
			t.Errorf("fit(%v, %d) = %v, want %v or as near", c.wishes, c.slots, got, c.want)
		}
	}
}

// shuffle puts the vertices of each cell into an order of chance, the same for the same seed.
func (o *ordering) shuffle(seed uint64) {
	chance := rand.New(rand.NewPCG(seed, 1))
	for _, list := range o.rows {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && !o.apart(list[from], list[to]) {
				to++
			}
			part := list[from:to]
			chance.Shuffle(len(part), func(i, k int) { part[i], part[k] = part[k], part[i] })
			from = to
		}
	}
	o.settle()
}
