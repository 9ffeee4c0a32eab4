package layout

import (
	"cmp"
	"math"
	"math/rand/v2"
)

// lifted is what taking vertices out of an ordering and putting them back needs.
type lifted struct {
	cost        []int32 // of each place in a row
	set, places []int32 // the vertices, and where they stood
	ends        []int32
}

// heat is how many crossings more a change may bring at first, on average.
const heat = 4.0

// most is the largest number of vertices that one change moves.
const most = 20

// anneal spends what is left of the budget on changes to the present order, which has so many crossings, and returns how many
// the best has. Each change takes some linked vertices out and puts each back where it crosses least; at first also a worse one is
// kept, as Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing" (1983), and the ruin and recreate of Schrimpf
// et al. (2000). So whole branches move to the other side of others, which no exchange of neighbours does.
func (o *ordering) anneal(present int) int {
	least, began := present, o.spent
	chance := rand.New(rand.NewPCG(1, 1))
	o.keep()
	for least > 0 && o.spent < o.budget {
		o.spent++
		left := 1 - float64(o.spent-began)/float64(o.budget-began)
		may := -heat * left * math.Log(1-chance.Float64())
		if len(o.level.to) > 0 && chance.IntN(4) == 0 {
			present -= o.swap(chance, may)
		} else {
			present -= o.change(chance, 1+chance.IntN(most), may)
		}
		if present < least {
			least = present
			o.keep()
		}
	}
	o.restore()
	return least
}

// change moves so many linked vertices, and returns by how much the crossings fall. Where they grow by more than it may bring
// all stays as it was.
func (o *ordering) change(chance *rand.Rand, many int, may float64) int {
	l := o.lifting()
	o.choose(chance, many)
	gain := 0
	l.places = l.places[:0]
	for _, v := range l.set {
		l.places = append(l.places, o.at[v])
		gain += o.lift(v)
	}
	back := chance.IntN(2) == 0
	for i := range l.set {
		if back {
			i = len(l.set) - 1 - i
		}
		gain -= o.drop(l.set[i], chance)
	}
	if float64(gain) >= -may {
		return gain
	}
	for _, v := range l.set {
		o.take(v)
	}
	for i := len(l.set) - 1; i >= 0; i-- {
		o.insert(l.set[i], int(l.places[i]))
	}
	return 0
}

// swap lets two neighbours in a row change places, and returns by how much the crossings fall. This is how the ends of links within
// rows move, which change leaves where they are: the cost of a place far away is not known for them.
func (o *ordering) swap(chance *rand.Rand, may float64) int {
	u := int32(chance.IntN(len(o.row)))
	list, i := o.rows[o.row[u]], int(o.at[u])
	if i+1 == len(list) || o.apart(u, list[i+1]) {
		return 0
	}
	v := list[i+1]
	gain := o.levelGain(u, v)
	for _, near := range [2]neighbours{o.up, o.down} {
		for _, x := range near.of(u) {
			for _, y := range near.of(v) {
				gain += cmp.Compare(o.at[x], o.at[y])
			}
		}
	}
	o.spent += len(o.level.of(u))*len(o.level.of(v)) + 4
	if float64(gain) < -may {
		return 0
	}
	o.put(list, i, v)
	o.put(list, i+1, u)
	return gain
}

// choose picks a vertex by chance, and some that are linked to it, no ends of links within rows.
func (o *ordering) choose(chance *rand.Rand, many int) {
	l := o.lifted
	l.set = l.set[:0]
	add := func(v int32) {
		if o.at[v] >= 0 && len(o.level.of(v)) == 0 {
			l.set = append(l.set, v)
			o.at[v] = -1 - o.at[v] // marks it
		}
	}
	add(int32(chance.IntN(len(o.row))))
	for i := 0; i < len(l.set); i++ {
		for _, near := range [2]neighbours{o.up, o.down} {
			for _, w := range near.of(l.set[i]) {
				if len(l.set) < many && chance.IntN(4) > 0 {
					add(w)
				}
			}
		}
	}
	for _, v := range l.set {
		o.at[v] = -1 - o.at[v]
	}
}

func (o *ordering) lifting() *lifted {
	if o.lifted == nil {
		o.lifted = &lifted{cost: make([]int32, len(o.tree)+1)}
	}
	return o.lifted
}

// lift takes a vertex out of its row and returns how many crossings its links had with others.
func (o *ordering) lift(v int32) int {
	i := o.at[v]
	o.take(v)
	return int(o.costs(v)[i])
}

// drop puts a vertex that was lifted where its links cross least, and returns how many crossings they have. Without chance it is
// the first such place.
func (o *ordering) drop(v int32, chance *rand.Rand) int {
	list, cost := o.rows[o.row[v]], o.costs(v)
	lo, hi := 0, len(list)
	if o.cell != nil {
		for lo < len(list) && o.cell[list[lo]] < o.cell[v] {
			lo++
		}
		for hi > lo && o.cell[list[hi-1]] > o.cell[v] {
			hi--
		}
	}
	best, same := lo, 1
	for i := lo + 1; i <= hi; i++ {
		switch {
		case cost[i] < cost[best]:
			best, same = i, 1
		case cost[i] == cost[best] && chance != nil:
			if same++; chance.IntN(same) == 0 {
				best = i
			}
		}
	}
	n := int(cost[best])
	o.insert(v, best)
	return n
}

// take and insert change a row; a vertex that is in none has a place below 0.
func (o *ordering) take(v int32) {
	list, i := o.rows[o.row[v]], int(o.at[v])
	copy(list[i:], list[i+1:])
	list = list[:len(list)-1]
	o.rows[o.row[v]] = list
	for ; i < len(list); i++ {
		o.at[list[i]] = int32(i)
	}
	o.at[v] = -1
}

func (o *ordering) insert(v int32, at int) {
	list := append(o.rows[o.row[v]], v)
	copy(list[at+1:], list[at:])
	list[at] = v
	o.rows[o.row[v]] = list
	for i := at; i < len(list); i++ {
		o.at[list[i]] = int32(i)
	}
}

// costs says for each place in its row how many crossings the links of v, which was taken out, would have there.
func (o *ordering) costs(v int32) []int32 {
	l, list := o.lifting(), o.rows[o.row[v]]
	cost := l.cost[:len(list)+1]
	clear(cost)
	for _, near := range [2]neighbours{o.up, o.down} {
		ends := l.ends[:0]
		for _, x := range near.of(v) {
			if p := o.at[x]; p >= 0 {
				ends = append(ends, p)
			}
		}
		l.ends = ends
		if len(ends) == 0 {
			continue
		}
		for i, w := range list {
			before, after := int32(0), int32(0) // crossings of the links of w where v stands before it, after it
			for _, y := range near.of(w) {
				p := o.at[y]
				if p < 0 {
					continue
				}
				for _, end := range ends {
					if p < end {
						before++
					} else if p > end {
						after++
					}
				}
			}
			cost[0] += before
			cost[i+1] += after - before
			o.spent += len(near.of(w)) + 1
		}
	}
	sum := int32(0)
	for i, c := range cost {
		sum += c
		cost[i] = sum
	}
	return cost
}
