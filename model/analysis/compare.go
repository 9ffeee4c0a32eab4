package analysis

import (
	"math"
	"slices"

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

// Shifts lists the figures that differ between two graphs, in the order of the registry: of each metric the whole first,
// then its parts, those of a in their order, then what only b has.
func Shifts(a, b *model.Graph) []Shift {
	var out []Shift
	for _, m := range Registry {
		out = append(out, m.Shifts(a, b)...)
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

// Because finds, for each shift, the changes without which the figure would be another: it leaves out one after another. What
// only several together bring about is told of each of them; what either of two brings about alone is told of neither.
// without returns the graph that leaves out the change with this id.
func Because(shifts []Shift, changes []string, without func(id string) *model.Graph) {
	for _, id := range changes {
		var g *model.Graph
		measured := make(map[*Metric]map[string]Figure)
		for i := range shifts {
			s := &shifts[i]
			if g == nil {
				g = without(id)
			}
			values := measured[s.Metric]
			if values == nil {
				r := s.Metric.Of(g)
				values = make(map[string]Figure, len(r.Parts)+1)
				for j := range r.Parts {
					values[r.Parts[j].ID] = r.Parts[j].Value
				}
				if s.Metric.Whole {
					values[""] = r.Value
				}
				measured[s.Metric] = values
			}
			v, ok := values[s.ID]
			if !ok {
				v = Figure{Sort: Undefined}
			}
			if v != s.To && !slices.Contains(s.Because, id) {
				s.Because = append(s.Because, id)
			}
		}
	}
}
