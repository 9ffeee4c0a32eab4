package analysis

import (
	"cmp"
	"math"
	"slices"

	"rootline/model"
)

// MinXmR is how many values a series needs before its usual range says something.
const MinXmR = 8

// Limits are between which values a series moves while nothing changes.
type Limits struct {
	Mean, Lower, Upper float64
	Step               float64 // the mean step from one value to the next
}

// XmR returns the natural process limits of a series in order of days: the mean, and 2.66 times the mean step on either side
// of it, 2.66 being 3/d2 for steps between neighbours. Where no value is below zero, neither is the lower limit. It says false
// for fewer than MinXmR values. Source: Donald J. Wheeler, Understanding Variation (SPC Press, 1993), chapter 3.
func XmR(points []model.Point) (Limits, bool) {
	if len(points) < MinXmR {
		return Limits{}, false
	}
	n := float64(len(points))
	var l Limits
	least := math.Inf(1)
	for i, p := range points {
		l.Mean += p.Value
		least = min(least, p.Value)
		if i > 0 {
			l.Step += math.Abs(p.Value - points[i-1].Value)
		}
	}
	l.Mean, l.Step = l.Mean/n, l.Step/(n-1)
	l.Lower, l.Upper = l.Mean-2.66*l.Step, l.Mean+2.66*l.Step
	if least >= 0 {
		l.Lower = max(l.Lower, 0)
	}
	return l, true
}

// Outside says whether a value lies beyond the limits: something has changed there, and it is worth asking what.
func (l Limits) Outside(v float64) bool { return v < l.Lower || v > l.Upper }

// longRun is how many values in a row on one side of the mean are more than chance (the same source, its second rule).
const longRun = 8

// Shift returns the position of the value with which the last long run on one side of the mean begins, -1 where the series
// does not end in one: it has moved since then.
func (l Limits) Shift(points []model.Point) int {
	from := len(points)
	side := 0
	for i, p := range slices.Backward(points) {
		now := sign(p.Value - l.Mean)
		if now == 0 || side != 0 && now != side {
			break
		}
		side, from = now, i
	}
	if len(points)-from < longRun {
		return -1
	}
	return from
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// Effect is what a series says of an action: the last value before it was in place, and those since.
type Effect struct {
	Before *model.Point // nil = no value from before
	Last   *model.Point // nil = no value since
	Since  int          // how many there are since
	Mean   float64      // of those since
}

// EffectOf compares a series, in order of days, before a day and from that day on.
func EffectOf(points []model.Point, day string) Effect {
	i, _ := slices.BinarySearchFunc(points, day, func(p model.Point, day string) int { return cmp.Compare(p.On, day) })
	var e Effect
	if i > 0 {
		e.Before = &points[i-1]
	}
	e.Since = len(points) - i
	if e.Since > 0 {
		e.Last = &points[len(points)-1]
	}
	for _, p := range points[i:] {
		e.Mean += p.Value
	}
	if e.Since > 0 {
		e.Mean /= float64(e.Since)
	}
	return e
}
