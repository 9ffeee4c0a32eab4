package analysis

import (
	"slices"
	"strings"

	"rootline/model"
)

// weighed are the props on which the value of some metric rests that names what it reads. All others are told beside a figure, or
// not at all.
var weighed = []string{
	"data", "freshness_s", "group", "handling_s", "handoff", "hard", "interval_s", "lifecycle", "live", "master", "mode", "order",
	"runs_per_month", "transfer_s", "want",
}

// Differs says whether the values of the metric can differ between two graphs with these differences; figures beside them may
// where it says no.
func (m *Metric) Differs(d model.Delta) bool { return slices.ContainsFunc(d, m.differs) }

func (m *Metric) differs(d model.Difference) bool {
	prop, isProp := strings.CutPrefix(d.Field, "props.")
	switch {
	case d.Field == "kind":
		return true
	case d.Class() == model.Wording || d.Field == "owner":
		return false
	case m.on == nil: // it reads everything
		return true
	case isProp && !slices.Contains(weighed, prop):
		return false
	}
	return slices.ContainsFunc(m.on, d.Touches)
}
