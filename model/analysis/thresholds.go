package analysis

import (
	"math"
	"strconv"

	"rootline/model"
)

// Verdict says whether a threshold is kept.
type Verdict string

// The verdicts.
const (
	Broken Verdict = "broken"
	Kept   Verdict = "kept"
	Untold Verdict = "untold" // for want of what is not known
)

// Judgement is a threshold held against a graph.
type Judgement struct {
	Threshold model.Threshold
	Metric    *Metric // nil where there is no such metric
	Verdict   Verdict // broken where any of its figures is, else untold where any is
	Broken    []Judged
	Untold    []Judged
	Counted   int // figures that it was held against
}

// Judged is one figure that a threshold was held against.
type Judged struct {
	Part  *Part // nil where it is that of the whole state
	Value Figure
}

// Judge holds thresholds against g. One without a part speaks of the whole where the metric has such a figure, else of each of
// its parts. What is undefined (the overlap of channels where there is one) is not judged.
func Judge(g *model.Graph, thresholds []model.Threshold) []Judgement {
	out := make([]Judgement, len(thresholds))
	for i, t := range thresholds {
		out[i] = judge(g, t)
	}
	return out
}

func judge(g *model.Graph, t model.Threshold) Judgement {
	j := Judgement{Threshold: t, Metric: MetricOf(t.Metric), Verdict: Untold}
	if j.Metric == nil {
		return j
	}
	r := j.Metric.Of(g)
	switch {
	case t.Part != "":
		if p := r.Part(t.Part); p != nil {
			j.hold(p, p.Value)
		}
	case j.Metric.Whole:
		j.hold(nil, r.Value)
	default:
		for i := range r.Parts {
			j.hold(&r.Parts[i], r.Parts[i].Value)
		}
	}
	switch {
	case len(j.Broken) > 0:
		j.Verdict = Broken
	case len(j.Untold) == 0 && j.Counted > 0 || t.Part == "" && !j.Metric.Whole && j.Counted == 0:
		j.Verdict = Kept // of no journey it is kept by each
	}
	return j
}

func (j *Judgement) hold(p *Part, f Figure) {
	if f.Sort == Undefined {
		return
	}
	j.Counted++
	switch f.against(j.Threshold) {
	case Broken:
		j.Broken = append(j.Broken, Judged{p, f})
	case Untold:
		j.Untold = append(j.Untold, Judged{p, f})
	}
}

// Keeps says whether a figure keeps a target: one that is an estimate itself is kept for sure where the strictest reading of it is,
// and broken where the mildest is. Comparators are those of a target; any other is at-most.
func (f Figure) Keeps(comparator string, bound model.Number) Verdict {
	lo, hi := bound.Lo, bound.Hi
	strict, mild := model.Threshold{Max: &lo}, model.Threshold{Max: &hi}
	switch comparator {
	case "at-least", "above":
		strict, mild = model.Threshold{Min: &hi}, model.Threshold{Min: &lo}
	case "equal":
		strict, mild = model.Threshold{Min: &lo, Max: &hi}, model.Threshold{Min: &lo, Max: &hi}
	}
	s := f.span()
	switch {
	case f.Sort == Undefined:
		return Untold
	case f.against(mild) == Broken, comparator == "below" && s.lo >= hi-slack(hi), comparator == "above" && s.hi <= lo+slack(lo):
		return Broken
	case f.against(strict) != Kept, comparator == "below" && s.hi >= lo-slack(lo), comparator == "above" && s.lo <= hi+slack(hi):
		return Untold
	}
	return Kept
}

// span is where a figure may lie. A time that never ends is more than any bound.
func (f Figure) span() span {
	switch f.Sort {
	case Known:
		return span{f.Lo, f.Hi}
	case Never:
		return span{math.Inf(1), math.Inf(1)}
	}
	return anything
}

// against says whether a figure keeps a threshold.
func (f Figure) against(t model.Threshold) Verdict {
	s := f.span()
	least, most := math.Inf(-1), math.Inf(1)
	if t.Min != nil {
		least = *t.Min
	}
	if t.Max != nil {
		most = *t.Max
	}
	switch {
	case s.lo > most+slack(most) || s.hi < least-slack(least):
		return Broken
	case (t.Max == nil || s.hi <= most+slack(most)) && (t.Min == nil || s.lo >= least-slack(least)):
		return Kept
	}
	return Untold
}

// slack keeps a sum like 0.1 + 0.2 from breaking a bound of 0.3.
func slack(bound float64) float64 {
	if math.IsInf(bound, 0) {
		return 0
	}
	return 1e-9 * math.Max(1, math.Abs(bound))
}

// CheckThresholds says what is wrong with thresholds that somebody gives: an unknown metric, or no bound.
func CheckThresholds(list []model.Threshold) []*model.Error {
	var faults []*model.Error
	for i, t := range list {
		path := "[" + strconv.Itoa(i) + "]"
		switch {
		case MetricOf(t.Metric) == nil:
			faults = append(faults, model.Fault(model.Invalid, path+".metric", "threshold.metric", "Value", t.Metric))
		case t.Min == nil && t.Max == nil:
			faults = append(faults, model.Fault(model.Invalid, path, "threshold.bound"))
		case t.Min != nil && t.Max != nil && *t.Min > *t.Max:
			faults = append(faults, model.Fault(model.Invalid, path+".max", "threshold.order"))
		}
	}
	return faults
}
