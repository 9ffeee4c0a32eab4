package analysis

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"rootline/model"
)

// Shift is a figure that is another one in another state.
type Shift struct {
	Metric   *Metric
	ID       string // of the part; "" = the whole state
	Part     *Part  // where it is, or was; nil of the whole
	From, To Figure
	Because  []string // ids of the changes without which it would not be this one; see Because
}

// Toward says whether the figure went the way it should: 1 better, -1 worse, 0 where that cannot be told.
func (s Shift) Toward() int {
	if s.From.Sort != Known && s.From.Sort != Never || s.To.Sort != Known && s.To.Sort != Never {
		return 0
	}
	from, to := s.From.bounds(), s.To.bounds()
	switch s.Metric.Better {
	case One:
		from, to = from.off(1), to.off(1)
	case Higher:
		from, to = to, from
	}
	switch {
	case to.hi <= from.lo && to != from:
		return 1
	case to.lo >= from.hi && to != from:
		return -1
	}
	return 0
}

func (f Figure) bounds() span {
	if f.Sort == Never {
		return span{math.Inf(1), math.Inf(1)}
	}
	return span{f.Lo, f.Hi}
}

// off is how far from v.
func (s span) off(v float64) span {
	lo, hi := math.Abs(s.lo-v), math.Abs(s.hi-v)
	if s.lo <= v && v <= s.hi {
		return span{0, max(lo, hi)}
	}
	return span{min(lo, hi), max(lo, hi)}
}

// Shifts lists the figures that differ between two graphs, between which these are the differences, in the order of the registry:
// of each metric the whole first, then its parts, those of a in their order, then what only b has. What cannot differ is not
// measured.
func Shifts(a, b *model.Graph, d model.Delta) []Shift {
	var out []Shift
	for _, m := range Registry {
		if m.Differs(d) {
			out = append(out, m.Shifts(a, b)...)
		}
	}
	return out
}

// At is the metric of one part of a graph, of the whole where id is "".
func (m *Metric) At(g *model.Graph, id string) Figure {
	r := m.Of(g)
	if id == "" {
		return r.Value
	}
	for i := range r.Parts {
		if r.Parts[i].ID == id {
			return r.Parts[i].Value
		}
	}
	return Figure{Sort: Undefined}
}

// Shifts lists the figures of this metric that differ between two graphs.
func (m *Metric) Shifts(a, b *model.Graph) []Shift {
	x, y := m.Of(a), m.Of(b)
	if x == y {
		return nil
	}
	var out []Shift
	if m.Whole && x.Value != y.Value {
		out = append(out, Shift{Metric: m, From: x.Value, To: y.Value})
	}
	there := make(map[string]*Part, len(y.Parts))
	for i := range y.Parts {
		there[y.Parts[i].ID] = &y.Parts[i]
	}
	none := Figure{Sort: Undefined}
	for i := range x.Parts {
		p := &x.Parts[i]
		to := none
		if q := there[p.ID]; q != nil {
			to = q.Value
			delete(there, p.ID)
		}
		if p.Value != to {
			out = append(out, Shift{Metric: m, ID: p.ID, Part: p, From: p.Value, To: to})
		}
	}
	for i := range y.Parts {
		if p := &y.Parts[i]; there[p.ID] == p && p.Value != none {
			out = append(out, Shift{Metric: m, ID: p.ID, Part: p, From: none, To: p.Value})
		}
	}
	return out
}

// Because finds, for each shift to the figures of a graph, the changes without which the figure would be another: it leaves out one
// after another, as many at a time as there are processors. What only several together bring about is told of each of them; what
// either of two brings about alone is told of neither. without returns the graph that leaves out the change with this id.
func Because(shifts []Shift, to *model.Graph, changes []string, without func(id string) *model.Graph) {
	found := make([][]bool, len(changes)) // by change: whether it is behind each shift
	next := make(chan int)
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(changes)) {
		done.Go(func() {
			for i := range next {
				found[i] = behind(shifts, to, without(changes[i]))
			}
		})
	}
	for i := range changes {
		next <- i
	}
	close(next)
	done.Wait()
	for k, id := range changes {
		for i := range shifts {
			if s := &shifts[i]; found[k][i] && !slices.Contains(s.Because, id) {
				s.Because = append(s.Because, id)
			}
		}
	}
}

// behind says of each shift to the figures of a graph whether the figure is another in g, which lacks a change.
func behind(shifts []Shift, to, g *model.Graph) []bool {
	lacks := model.Diff(to, g)
	found := make([]bool, len(shifts))
	measured := make(map[*Metric]map[string]Figure) // nil where it cannot be another
	for i, s := range shifts {
		values, known := measured[s.Metric]
		if !known {
			if s.Metric.Differs(lacks) {
				values = s.Metric.values(g)
			}
			measured[s.Metric] = values
		}
		if values == nil {
			continue
		}
		v, ok := values[s.ID]
		if !ok {
			v = Figure{Sort: Undefined}
		}
		found[i] = v != s.To
	}
	return found
}

// values are the figures of the metric by part, that of the whole under "".
func (m *Metric) values(g *model.Graph) map[string]Figure {
	r := m.Of(g)
	values := make(map[string]Figure, len(r.Parts)+1)
	for i := range r.Parts {
		values[r.Parts[i].ID] = r.Parts[i].Value
	}
	if m.Whole {
		values[""] = r.Value
	}
	return values
}
