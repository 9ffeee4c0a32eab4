package templates

import (
	"math"
	"strconv"
)

// MetricsView is the list of all figures of a workspace.
type MetricsView struct {
	Tabs   []Tab
	Lead   string
	Groups []MetricGroup
	Costs  CostsView
}

// MetricGroup is the figures about one matter.
type MetricGroup struct {
	ID, Title string
	Rows      []MetricRow
}

// MetricRow is one figure: of the whole, or the worst of its parts.
type MetricRow struct {
	Name, URL string
	Who       string // the part that the value is of; "" = the whole
	Note      string // "the highest of 12"
	Value     string
	Unknown   bool
	Strip     *Strip
	Promises  []PromiseMark
}

// PromiseMark is a promise about a figure, and whether it is kept.
type PromiseMark struct {
	Bound   string
	Verdict string // "broken", "kept", "untold"
	Word    string
}

// Strip places figures on a line of 136 units from 4: each as a dot, an interval as a bar, what is promised as a rule.
type Strip struct {
	Dots  []StripDot
	Rules []string // where promised bounds lie
}

// StripDot is one figure on a strip, To "" where it is exact.
type StripDot struct {
	X, To  string
	Broken bool
}

// StripOf draws figures as pairs of bounds, and promised bounds, from nothing to the greatest of them or to least, whichever is more.
// nil where there is nothing to compare. What has no upper bound runs to the end of the line.
func StripOf(figures [][2]float64, broken []bool, bounds []float64, least float64) *Strip {
	most := least
	for _, f := range figures {
		most = max(most, f[0])
		if !math.IsInf(f[1], 1) {
			most = max(most, f[1])
		}
	}
	for _, b := range bounds {
		most = max(most, b)
	}
	if most <= 0 || math.IsInf(most, 1) || len(figures) == 0 {
		return nil
	}
	tenth := func(v float64) int { return int(math.Round(60 + 1320*min(max(v, 0)/most, 1))) } // of a pixel
	at := func(tenth int) string { return strconv.FormatFloat(float64(tenth)/10, 'f', 1, 64) }
	type spot struct {
		x, to  int
		broken bool
	}
	s, drawn := &Strip{}, make(map[spot]bool)
	for i, f := range figures {
		x := spot{tenth(f[0]), -1, i < len(broken) && broken[i]}
		if f[1] != f[0] {
			x.to = tenth(min(f[1], most))
		}
		if drawn[x] {
			continue
		}
		drawn[x] = true
		d := StripDot{X: at(x.x), Broken: x.broken}
		if x.to >= 0 {
			d.To = at(x.to)
		}
		s.Dots = append(s.Dots, d)
	}
	for _, b := range bounds {
		s.Rules = append(s.Rules, at(tenth(b)))
	}
	return s
}

// CostsView says what problems cost, in two kinds.
type CostsView struct {
	Sums     []CostSum // tangible, opportunity
	Problems []CostRow
	Places   []CostRow
}

// CostSum is one kind of cost.
type CostSum struct{ Name, Says, Value, Unknown string }

// CostRow is what one problem or element costs.
type CostRow struct {
	Thing                 Thing
	Tangible, Opportunity string
}

// MetricView is the page of one metric.
type MetricView struct {
	Tabs         []Tab
	Name, Asks   string
	Value        string // of the whole; "" where the metric has parts alone
	Unknown      bool
	Beside       []NamedFigure
	Better       string
	Parts        []MetricPart
	MoreURL      string // of all parts; "" = all are shown
	More         string
	How, Symbols string
	Source       string
	Promises     []PromiseLine
	Form         *PromiseForm // nil where who looks may not promise
	Behind       bool         // some part says what is behind it
}

// NamedFigure is a figure beside another, with its name.
type NamedFigure struct{ Name, Value string }

// MetricPart is a metric of one element or link.
type MetricPart struct {
	Things    []Thing // the element; both ends of a feed; data and where it stands
	Arrow     bool    // between the two
	Name      string  // where it is of no element
	Value     string
	Unknown   bool
	Strip     *Strip
	Verdict   string
	Word      string
	Beside    []NamedFigure
	Behind    []Sentence
	Unspoken  string // how many more there are behind it
	RippleURL string
}

// PromiseLine is one promise of the team.
type PromiseLine struct {
	Metric, URL string // named where the line stands among others
	Part        string // what it is of, in words; "" = each, or the whole
	PartID      string
	Bound       string
	Verdict     string
	Word        string
	Says        []Sentence // which figures break it, or cannot be told
	Unspoken    string
	Holds       string // that it holds everywhere
	Drop        string // address that takes it back; "" = not for who looks
	DropLabel   string
}

// PromiseForm asks for a promise about one metric.
type PromiseForm struct {
	Action    string
	Client    string
	Part      Field
	Parts     []Option // empty where it can only be of the whole
	Whole     string   // words of no part
	Max, Min  Field
	Errors    []FieldError
	Seen      Seen
	DropLabel string
}

// PromisesView is the list of all promises.
type PromisesView struct {
	Tabs     []Tab
	Lead     string
	Promises []PromiseLine
	Metrics  string // where figures are
}

// DisconnectsView is the list of places where the ecosystem falls apart.
type DisconnectsView struct {
	Tabs  []Tab
	Lead  string
	Sorts []DisconnectSort
}

// DisconnectSort is those of one sort.
type DisconnectSort struct {
	ID, Title, Says, Ask string
	Count                int
	List                 []DisconnectItem
	More, MoreURL        string
}

// DisconnectItem is one place.
type DisconnectItem struct {
	Key         string
	Icon, Layer string
	Sentence    Sentence
	Asides      []Sentence
}

// UnknownsView is the list of what to find out next.
type UnknownsView struct {
	Tabs      []Tab
	Questions []UnknownItem
}

// UnknownItem is one question.
type UnknownItem struct {
	Label    string
	Thing    Thing    // the element it is about; zero where it is about a link
	Sentence Sentence // the link
	Known    string   // roughly, so far
	Does     string   // what it would do
	Figures  string
	Ask      string
	Nobody   bool
	Asked    *When  // when they were asked; nil = not yet
	AskURL   string // asks who keeps it; "" = not possible
	URL      string // of the form; "" = not for who looks
}

// StopsView says what feels it when an element stops.
type StopsView struct {
	Title string
	Lead  string
	Runs  string
	Alone string
	None  string
	URL   string
}

// RippleView is what rests on an element, and what it rests on.
type RippleView struct {
	Lead, Runs string
	None       string
	Up, Down   []RippleGroup
	MoreURL    string
	Map        string // the same on the map
}

// RippleGroup is what a ripple reaches of one kind.
type RippleGroup struct {
	Title string
	Rows  []RippleRow
	More  string
}

// RippleRow is one element, and the things on the way there.
type RippleRow struct {
	Thing Thing
	Way   []Thing
}
