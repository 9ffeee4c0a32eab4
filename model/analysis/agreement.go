package analysis

import "math"

// Agreement says how far votes agree, from 0 (half at one end, half at the other) to 1 (all the same): the measure of Tastle and
// Wierman (2007), 1 + Σ pᵢ·log₂(1 − |i − μ|/w). counts are how many chose 0, 1, … up to the highest, w. It is not known where
// nobody voted, or where there is no more than one value to choose.
func Agreement(counts []int) (value float64, known bool) {
	n, sum := 0, 0
	for i, c := range counts {
		n += c
		sum += i * c
	}
	if n == 0 || len(counts) < 2 {
		return 0, false
	}
	mean, width := float64(sum)/float64(n), float64(len(counts)-1)
	value = 1
	for i, c := range counts {
		if c > 0 {
			value += float64(c) / float64(n) * math.Log2(1-math.Abs(float64(i)-mean)/width)
		}
	}
	return value, true
}
