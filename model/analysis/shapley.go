package analysis

import "math/bits"

// MostShared is up to how many changes a figure is shared out among: each set of them is measured.
const MostShared = 6

// Shapley shares out among n changes what they make of a figure together: each gets the mean of what it adds, over all orders
// in which they could come (Shapley, A value for n-person games, 1953). of measures the figure with the changes of a set, the
// i-th being in it where bit i is set. Of an interval both bounds are shared out, each for itself. ok is false where some set
// leaves a figure without bounds, or n is more than MostShared.
func Shapley(n int, of func(set uint) Figure) (shares []Figure, ok bool) {
	if n == 0 || n > MostShared {
		return nil, false
	}
	figures := make([]Figure, 1<<n)
	for set := range figures {
		f := of(uint(set))
		if f.Sort != Known || f.IsOpen() {
			return nil, false
		}
		figures[set] = f
	}
	shares = make([]Figure, n)
	for i := range shares {
		lo, hi := 0.0, 0.0
		for set := range figures {
			if set>>i&1 == 1 {
				continue
			}
			weight := 1 / (float64(n) * choices(n-1, bits.OnesCount(uint(set))))
			with := figures[set|1<<i]
			lo += weight * (with.Lo - figures[set].Lo)
			hi += weight * (with.Hi - figures[set].Hi)
		}
		shares[i] = Figure{Known, min(lo, hi), max(lo, hi)}
	}
	return shares, true
}

// choices is in how many ways k can be chosen out of n.
func choices(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}
