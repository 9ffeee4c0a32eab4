package analysis

import (
	"sync"

	"rootline/model"
)

// Metric is one entry of the registry of metrics. Pages, the API, thresholds and the command line all read it: a new metric is
// one entry here and its words in the catalogue.
type Metric struct {
	ID      string
	Group   Group
	Unit    Unit
	Better  Better
	Whole   bool           // it is one number of the whole state, besides its parts
	By      []string       // what its parts are: kinds of element, "feed", "copy" (of data on a technology), "kind"
	Beside  []string       // names of the figures beside each part's value
	Formula string         // in symbols
	Source  string         // the text or method it comes from, as a reference; "" = it is defined here
	on      []model.Aspect // all that it reads; nil = everything
	measure func(*model.Graph) *Result
	behind  func(*model.Graph, *Part) []Trace
}

// Group is what a metric is about, for people who read a list of them.
type Group string

// The groups of metrics.
const (
	OfMeeting Group = "meeting" // what customers meet
	OfWork    Group = "work"    // what people work with
	OfData    Group = "data"    // where data stands and how it goes
	OfGround  Group = "ground"  // what all of it rests on, and how much of it is known
	OfMoney   Group = "money"   // what problems cost
)

// Groups are the groups in the order in which they are read.
var Groups = []Group{OfMeeting, OfWork, OfData, OfGround, OfMoney}

// Unit is the unit of a metric.
type Unit string

// The units of metrics.
const (
	Count         Unit = "count"
	ShareOf       Unit = "share" // 0–1
	Seconds       Unit = "s"
	HoursPerMonth Unit = "h_per_month"
	MoneyPerMonth Unit = "money_per_month" // in the workspace's currency
	PerMonth      Unit = "per_month"       // beside a value only
)

// Better says which way a metric should go.
type Better string

// The ways a metric should go.
const (
	Lower  Better = "lower"
	Higher Better = "higher"
	One    Better = "1" // exactly one is well
)

// Result is a metric of one graph.
type Result struct {
	Metric *Metric
	Value  Figure  // of a metric that is Whole
	Beside []Named // figures of the whole state beside it
	Parts  []Part  // in order of arrival of what they are of
}

// Part is a metric of one element, link or kind.
type Part struct {
	ID      string         // of the element or link, the kind; of a copy "data@technology"
	Element *model.Element // nil where the part is of a link or a kind
	On      *model.Element // of a copy: where it stands
	Link    *model.Link    // of a feed
	Value   Figure
	Beside  []Named
}

// Named is a figure beside another.
type Named struct {
	Name   string
	Figure Figure
}

// Get returns the figure of this name beside the part's value, an undefined one where there is none.
func (p *Part) Get(name string) Figure { return named(p.Beside, name) }

// Get returns the figure of this name beside the whole value, an undefined one where there is none.
func (r *Result) Get(name string) Figure { return named(r.Beside, name) }

func named(list []Named, name string) Figure {
	for _, n := range list {
		if n.Name == name {
			return n.Figure
		}
	}
	return Figure{Sort: Undefined}
}

// Part returns the part of this id, nil where there is none.
func (r *Result) Part(id string) *Part {
	for i := range r.Parts {
		if r.Parts[i].ID == id {
			return &r.Parts[i]
		}
	}
	return nil
}

// Trace is one thing behind a number: what sort of thing, the ids of the elements and links it is made of, and how much of
// the number it is.
type Trace struct {
	What   string
	IDs    []string
	Figure Figure
}

// Registry lists the metrics, in reading order of their numbers.
var Registry = []*Metric{
	{ID: "M1", Formula: "|⋃ U(s)|, s ∈ T(j)", Source: "“The role of IT in managing customer journeys”, CIO chat",
		Group: OfMeeting, Unit: Count, Better: Lower, By: []string{"journey"}, on: onSystems, measure: systemsPerJourney, behind: behindJourney},
	{ID: "M2", Formula: "|reach(T(j)) ∩ technologies|", Source: "A. MacCormack, J. Rusnak, C. Baldwin, “Exploring the Structure of Complex Software Designs”, Management Science 52 (2006)",
		Group: OfGround, Unit: Count, Better: Lower, By: []string{"journey"}, on: onReached, measure: reachedPerJourney, behind: behindReached},
	{ID: "M3", Formula: "|uses(r) ∪ U(s)|, s performed by r", Source: "“The role of IT in managing customer journeys”, CIO chat",
		Group: OfWork, Unit: Count, Better: Lower, By: []string{"employee", "partner"}, on: onRoles, measure: systemsPerRole, behind: behindRole},
	{ID: "M4", Formula: "Σ max(0, |systems of r at s| − 1), live s ∈ T(j), r ∈ P(s)", Source: "“The role of IT in managing customer journeys”, CIO chat",
		Group: OfWork, Unit: Count, Better: Lower, By: []string{"journey"}, on: onSwitches, measure: liveSwitches, behind: behindSwitches},
	{ID: "M5", Formula: "Σ max(0, |H(d)| − 1) / Σ |H(d)|", Source: "“They’re us, but we’re not them!”, TEC",
		Group: OfData, Unit: ShareOf, Better: Lower, Whole: true, By: []string{"data"}, on: onStores, measure: redundantStores, behind: behindStores},
	{ID: "M6", Formula: "|{t ∈ H(d) : master}|", Group: OfData, Unit: Count, Better: One, By: []string{"data"}, on: onStores, measure: mastersOf, behind: behindStores},
	{ID: "M7", Formula: "|{t ∈ H(d) : no path of feeds carrying d from a master}|", Source: "M. Bouzeghoub, V. Peralta, “A Framework for Analysis of Data Freshness”, IQIS (2004)",
		Group: OfData, Unit: Count, Better: Lower, By: []string{"data"}, on: onAges, measure: unsynchronised, behind: behindCopies},
	{ID: "M8", Formula: "worst = transfer + interval; expected = transfer + interval / 2", Source: "M. Bouzeghoub, V. Peralta, “A Framework for Analysis of Data Freshness”, IQIS (2004)",
		Group: OfData, Unit: Seconds, Better: Lower, By: []string{"feed"}, Beside: []string{"expected"}, on: onFlows, measure: latencies, behind: behindFeed},
	{ID: "M9", Formula: "min Σ latency over paths from a master; ∞ if none", Source: "M. Bouzeghoub, V. Peralta, “A Framework for Analysis of Data Freshness”, IQIS (2004)",
		Group: OfData, Unit: Seconds, Better: Lower, By: []string{"copy"}, Beside: []string{"expected"}, on: onCopies, measure: staleness, behind: behindCopy},
	{ID: "M10", Formula: "|{(s, d, t) : staleness > freshness(s)}| / |{(s, d, t) : s asks d, t serves s, t holds d}|", Source: "M. Bouzeghoub, V. Peralta, “A Framework for Analysis of Data Freshness”, IQIS (2004)",
		Group: OfData, Unit: ShareOf, Better: Lower, Whole: true, By: []string{"journey"}, on: onBreaches, measure: breaches, behind: behindBreaches},
	{ID: "M11", Formula: "Σ runs × handling / 3600, manual feeds", Source: "“The role of IT in managing customer journeys”, CIO chat",
		Group: OfWork, Unit: HoursPerMonth, Better: Lower, Whole: true, By: []string{"feed"}, on: onFlows, measure: rekeying, behind: behindFeed},
	{ID: "M12", Formula: "|{next : P(a) ∩ P(b) = ∅ or handoff}| + |{(s, d) : s asks d, an earlier step gives d}|", Source: "“The role of IT in managing customer journeys”, CIO chat",
		Group: OfMeeting, Unit: Count, Better: Lower, By: []string{"journey"},
		Beside: []string{"handoffs", "repeats", "structural", "late", "avoidable", "unclear"}, on: onHandovers, measure: handovers, behind: behindHandovers},
	{ID: "M13", Formula: "Σ want · real / Σ want", Source: "“They’re us, but we’re not them!”, TEC",
		Group: OfMeeting, Unit: ShareOf, Better: Higher, By: []string{"customer"}, on: onCoverage, measure: coverage, behind: behindCoverage},
	{ID: "M14", Formula: "mean |A ∩ B| / |A ∪ B| over pairs of channels", Source: "P. Jaccard, “The Distribution of the Flora in the Alpine Zone”, New Phytologist 11 (1912)",
		Group: OfMeeting, Unit: ShareOf, Better: Higher, By: []string{"customer"}, Beside: []string{"runs"}, on: onUnity, measure: unity, behind: behindUnity},
	{ID: "M15", Formula: "|{s : some group of s ⊆ {t} ∪ needs(t)}|", Source: "W. E. Vesely et al., Fault Tree Handbook, NUREG-0492 (1981)",
		Group: OfGround, Unit: Count, Better: Lower, By: []string{"technology"}, Beside: []string{"steps", "customers", "runs_per_month"},
		on: aspects(onStopped, model.Content(model.Technology)), measure: singlePoints, behind: behindSinglePoint},
	{ID: "M16", Formula: "|{x ≠ v : v ∈ reach(x)}| / (n − 1)", Source: "A. MacCormack, J. Rusnak, C. Baldwin, “Exploring the Structure of Complex Software Designs”, Management Science 52 (2006)",
		Group: OfGround, Unit: ShareOf, Better: Lower, By: []string{"technology"}, Beside: []string{"nodes", "steps", "customers", "runs_per_month"},
		on: aspects(onBlast, model.Content(model.Technology)), measure: blastRadius, behind: behindBlast},
	{ID: "M17", Formula: "Σ |reach(a)| / n²", Source: "A. MacCormack, J. Rusnak, C. Baldwin, “Exploring the Structure of Complex Software Designs”, Management Science 52 (2006)",
		Group: OfGround, Unit: ShareOf, Better: Lower, Whole: true, on: onBlast, measure: propagation},
	{ID: "M18", Formula: "known / asked", Group: OfGround, Unit: ShareOf, Better: Higher, Whole: true, By: []string{"kind"}, Beside: []string{"fact", "estimate", "guess"},
		measure: knowledge, behind: behindKnowledge},
	{ID: "M20", Formula: "Σ cost(p) · part(p, e) / Σ cost(p)", Group: OfMoney, Unit: ShareOf, Better: Lower, By: []string{"element", "cause"}, Beside: []string{"cost"}, measure: costShares, behind: behindCost},
	{ID: "M21", Formula: "Σ cost(p), p with a cause in e", Group: OfMoney, Unit: MoneyPerMonth, Better: Lower, By: []string{"element"}, Beside: []string{"without_cost"}, measure: costTouched, behind: behindCost},
}

// MetricOf returns the entry of the registry with this id, nil where there is none.
func MetricOf(id string) *Metric {
	for _, m := range Registry {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// Report is all metrics of one graph.
type Report []*Result

// Metrics measures g, as many metrics at a time as there are processors. Each metric is measured once for each version of a graph.
func Metrics(g *model.Graph) Report {
	out := make(Report, len(Registry))
	var done sync.WaitGroup
	wrong := make([]any, len(Registry))
	for i, m := range Registry {
		done.Go(func() {
			defer func() { wrong[i] = recover() }()
			out[i] = m.Of(g)
		})
	}
	done.Wait()
	for _, w := range wrong {
		if w != nil {
			panic(w) // where whoever asked can catch it
		}
	}
	return out
}

// Of measures this metric of g.
func (m *Metric) Of(g *model.Graph) *Result {
	measure := func() *Result {
		r := m.measure(g)
		r.Metric = m
		return r
	}
	if m.on == nil {
		return model.Memo(g, "analysis.metric:"+m.ID, measure)
	}
	return model.Keep(g, "analysis.metric:"+m.ID, m.on, measure)
}

// Behind says what stands behind the number of a part: the elements and links it is made of.
func (m *Metric) Behind(g *model.Graph, p *Part) []Trace {
	if m.behind == nil {
		return nil
	}
	return m.behind(g, p)
}

// partOf is the part of an element.
func partOf(e *model.Element, v Figure, beside ...Named) Part {
	return Part{ID: e.ID, Element: e, Value: v, Beside: beside}
}

// trace is a thing behind a number.
func trace(g *model.Graph, what string, handles ...model.Handle) Trace {
	return Trace{What: what, IDs: g.IDs(handles), Figure: Figure{Sort: Undefined}}
}
