package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load is one sort of request, and how many ask it beside each other.
type load struct {
	name    string
	workers int
	ask     func(ctx context.Context, worker int, n int64) error // n counts from 1 over all workers
}

// bounds end a run, and slow it down.
type bounds struct {
	requests int64         // of each load
	time     time.Duration // no request begins later
	rate     float64       // requests a second, of all workers together; 0 = as fast as they are answered
}

// result is how one load was answered.
type result struct {
	name    string
	took    []time.Duration // of each request that was answered well, in order of size
	failed  int
	failure error // the first
	all     time.Duration
}

// drive runs the loads beside each other and returns a result for each.
func drive(ctx context.Context, loads []load, b bounds) []result {
	workers := 0
	for _, l := range loads {
		workers += l.workers
	}
	var pace time.Duration // between two requests of one worker
	if b.rate > 0 {
		pace = time.Duration(float64(workers) / b.rate * float64(time.Second))
	}
	begin := time.Now()
	results := make([]result, len(loads))
	var running sync.WaitGroup
	turn := 0 // the workers before this one
	for i, l := range loads {
		first := begin.Add(pace * time.Duration(turn) / time.Duration(workers))
		step := pace / time.Duration(workers)
		turn += l.workers
		running.Go(func() { results[i] = l.drive(ctx, b, begin, first, step, pace) })
	}
	running.Wait()
	return results
}

// drive runs one load. With a pace, the workers begin step apart, and a request is measured from when it was due: waiting
// for a slow server must not hide how slow it is.
func (l load) drive(ctx context.Context, b bounds, begin, first time.Time, step, pace time.Duration) result {
	res := result{name: l.name}
	var mu sync.Mutex // over res
	var asked atomic.Int64
	var running sync.WaitGroup
	for w := range l.workers {
		due := first.Add(step * time.Duration(w))
		running.Go(func() {
			var mine result
			for {
				start := time.Now()
				if pace > 0 {
					if start = due; !waitUntil(ctx, due) {
						break
					}
					due = due.Add(pace)
				}
				n := asked.Add(1)
				if ctx.Err() != nil || start.Sub(begin) >= b.time || n > b.requests {
					break
				}
				err := l.ask(ctx, w, n)
				mine.add(time.Since(start), err)
			}
			mu.Lock()
			defer mu.Unlock()
			res.merge(mine)
		})
	}
	running.Wait()
	res.all = time.Since(begin)
	slices.Sort(res.took)
	return res
}

// waitUntil waits for a moment; false where ctx ends before.
func waitUntil(ctx context.Context, due time.Time) bool {
	t := time.NewTimer(time.Until(due))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (r *result) add(took time.Duration, err error) {
	if err != nil {
		r.failed++
		if r.failure == nil {
			r.failure = err
		}
		return
	}
	r.took = append(r.took, took)
}

func (r *result) merge(o result) {
	r.took = append(r.took, o.took...)
	r.failed += o.failed
	if r.failure == nil && o.failure != nil {
		r.failure = fmt.Errorf("%s: %w", r.name, o.failure)
	}
}

// perSecond is how many requests were answered well in a second.
func (r result) perSecond() float64 { return float64(len(r.took)) / r.all.Seconds() }

// at is the time within which so many of a hundred answers came, by the nearest rank; 0 where none came.
func (r result) at(percent int) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	return r.took[(len(r.took)*percent+99)/100-1].Round(10 * time.Microsecond)
}
