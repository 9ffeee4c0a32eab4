package inquiry

import (
	"math"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates/say"
)

// FigureWords says a figure of a metric, alike for pages, API and command line: "4", "2 to 6", "at least 12 hours a month", "never",
// "not known".
func FigureWords(p *say.Printer, f analysis.Figure, unit analysis.Unit, currency string) string {
	switch f.Sort {
	case analysis.Unknown:
		return p.T("say.unknown")
	case analysis.Undefined:
		return p.T("metrics.value.none")
	case analysis.Never:
		return p.T("metrics.value.never")
	}
	if f.IsOpen() {
		return p.T("metrics.value.open", "Value", p.Quantity(model.Num(readable(f.Lo, unit)), units[unit], currency))
	}
	n := model.Number{Lo: readable(f.Lo, unit), Hi: readable(f.Hi, unit)}
	if least := p.Quantity(model.Num(n.Lo), units[unit], currency); least == p.Quantity(model.Num(n.Hi), units[unit], currency) {
		return least // what lies between is less than what is said
	}
	return p.Quantity(n, units[unit], currency)
}

var units = map[analysis.Unit]model.Unit{analysis.ShareOf: model.Share, analysis.Seconds: model.Seconds, analysis.HoursPerMonth: model.HoursPerMonth,
	analysis.MoneyPerMonth: model.MoneyPerMonth, analysis.PerMonth: model.PerMonth}

// readable leaves out decimals that tell nothing.
func readable(v float64, unit analysis.Unit) float64 {
	switch {
	case unit == analysis.ShareOf:
		return v // percent has its own
	case math.Abs(v) >= 100:
		return math.Round(v)
	}
	return math.Round(v*10) / 10
}

// BoundWords says what a threshold asks for: "at most 10".
func BoundWords(p *say.Printer, t model.Threshold, currency string) string {
	unit := analysis.Count
	if m := analysis.MetricOf(t.Metric); m != nil {
		unit = m.Unit
	}
	value := func(v *float64) string { return FigureWords(p, analysis.Exactly(*v), unit, currency) }
	switch {
	case t.Min != nil && t.Max != nil && *t.Min == *t.Max:
		return p.T("metrics.bound.one", "Value", value(t.Max))
	case t.Min != nil && t.Max != nil:
		return p.T("metrics.bound.both", "Lo", value(t.Min), "Hi", value(t.Max))
	case t.Max != nil:
		return p.T("metrics.bound.max", "Value", value(t.Max))
	case t.Min != nil:
		return p.T("metrics.bound.min", "Value", value(t.Min))
	}
	return ""
}

// MetricName is what people call a metric, its id where there is no such metric.
func MetricName(p *say.Printer, id string) string {
	if analysis.MetricOf(id) == nil {
		return id
	}
	return p.T("metrics." + id + ".name")
}

// PartName is what people call a part of a metric.
func PartName(p *say.Printer, g *model.Graph, part *analysis.Part) string {
	name := func(id string) string {
		if e := g.Element(id); e != nil {
			return p.Isolate(e.NameIn(p.Lang()))
		}
		return id
	}
	switch {
	case part.Link != nil:
		return name(part.Link.From) + " → " + name(part.Link.To)
	case part.On != nil:
		return name(part.Element.ID) + " · " + name(part.On.ID)
	case part.Element != nil:
		return name(part.Element.ID)
	}
	return p.Upper(p.Kind(model.Kind(part.ID), true))
}

// Held is one figure that a threshold was held against, in words.
type Held struct {
	analysis.Judged
	Verdict  analysis.Verdict
	ID, Name string // of the part; "" of the whole
	Message  string
}

// HeldWords says each figure that breaks a threshold, then each of which it cannot be told.
func HeldWords(p *say.Printer, g *model.Graph, j *analysis.Judgement, currency string) []Held {
	var out []Held
	bound := BoundWords(p, j.Threshold, currency)
	metric := MetricName(p, j.Threshold.Metric)
	for _, side := range []struct {
		verdict analysis.Verdict
		list    []analysis.Judged
	}{{analysis.Broken, j.Broken}, {analysis.Untold, j.Untold}} {
		for _, x := range side.list {
			h := Held{Judged: x, Verdict: side.verdict}
			value := FigureWords(p, x.Value, j.Metric.Unit, currency)
			if x.Part == nil {
				h.Message = p.T("metrics.said.whole", "Metric", metric, "Value", value, "Bound", bound)
			} else {
				h.ID, h.Name = x.Part.ID, PartName(p, g, x.Part)
				h.Message = p.T("metrics.said", "Metric", metric, "Name", h.Name, "Value", value, "Bound", bound)
			}
			out = append(out, h)
		}
	}
	if len(out) == 0 && j.Verdict != analysis.Kept {
		out = append(out, Held{Verdict: j.Verdict, ID: j.Threshold.Part, Message: p.T("metrics.said.gone", "Metric", metric, "Name", j.Threshold.Part)})
	}
	return out
}
