package say

import (
	"maps"
	"slices"
	"strings"

	"rootline/model"
)

// Error says a fault of the model in a sentence, and those beside it each in another. An internal
// error has one bland sentence: its text is for the log.
func (p *Printer) Error(e *model.Error) string {
	var said []string
	for _, one := range e.All() {
		if s := p.fault(one); !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

func (p *Printer) fault(e *model.Error) string {
	if e.Kind == model.Internal || e.Msg == "" {
		return p.T("error.internal")
	}
	args := make([]any, 0, 2*len(e.Args))
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		v := e.Args[name]
		if kind, ok := v.(string); ok && strings.HasSuffix(name, "Kind") {
			v = p.Kind(model.Kind(kind), false)
		}
		args = append(args, name, v)
	}
	return p.T("error."+e.Msg, args...)
}

// Kind names a kind of element, in the plural where many.
func (p *Printer) Kind(k model.Kind, many bool) string {
	if many {
		return p.T("kind." + string(k) + ".many")
	}
	return p.T("kind." + string(k) + ".one")
}

// Link names the message that says a link of a kind to an element of kind to; form is "says" for one, "many" and "all" for
// several: the message of that end, where it has one of its own.
func (p *Printer) Link(kind model.LinkKind, form string, to model.Kind) string {
	id := "link." + string(kind) + "." + form
	if own := id + "." + string(to); p.Has(own) {
		return own
	}
	return id
}

// Counted names a kind of element as it stands after a count: Persian and Chinese count the singular.
func (p *Printer) Counted(k model.Kind, count int) string {
	return p.Kind(k, count != 1 && p.lang != "fa" && p.lang != "zh")
}

// Prop labels a prop of the kind of element or link called kind.
func (p *Printer) Prop(kind, name string) string {
	return p.First("prop."+kind+"."+name, "prop."+name)
}

// Hint explains a prop, "" where its label is enough.
func (p *Printer) Hint(kind, name string) string {
	for _, id := range []string{"prop." + kind + "." + name + ".hint", "prop." + name + ".hint"} {
		if p.Has(id) {
			return p.T(id)
		}
	}
	return ""
}

// Choice words one of the values that a prop can have.
func (p *Printer) Choice(prop, value string) string {
	return p.T("choice." + prop + "." + value)
}

// OnlyGrade says whether the name of a piece of evidence is nothing but the words of a grade, in whatever language: nobody wrote
// down more.
func OnlyGrade(name string) bool {
	return slices.ContainsFunc(model.Languages, func(lang string) bool {
		return slices.ContainsFunc(model.Grades, func(grade string) bool { return For(lang).Choice("grade", grade) == name })
	})
}

// Quantity words a number with its unit: "€184,000 a year", "2 to 4 hours a month", "0.4 seconds".
// Money is in currency (ISO 4217 code). It does not say how sure the number is.
func (p *Printer) Quantity(n model.Number, unit model.Unit, currency string) string {
	one := p.measure(unit, currency)
	if n.IsInterval() {
		if id := bare[unit]; id != "" {
			return p.per(unit, p.T(id, "Value", p.Range(n.Lo, n.Hi)))
		}
		return p.per(unit, p.T("say.range", "Lo", one(n.Lo), "Hi", one(n.Hi)))
	}
	return p.per(unit, one(n.Lo))
}

// bare are the units that follow an interval once, instead of each of its ends.
var bare = map[model.Unit]string{
	model.Minutes: "say.minutes.of", model.Hours: "say.hours.of", model.HoursPerMonth: "say.hours.of",
}

// measure is how one figure of a unit is written.
func (p *Printer) measure(unit model.Unit, currency string) func(float64) string {
	switch unit {
	case model.Seconds:
		return p.Duration
	case model.Minutes:
		return func(v float64) string { return p.T("say.minutes", "count", v) }
	case model.Hours, model.HoursPerMonth:
		return func(v float64) string { return p.T("say.hours", "count", v) }
	case model.Money, model.MoneyPerMonth, model.MoneyPerYear, model.MoneyPerHour:
		return func(v float64) string { return p.Money(v, currency) }
	case model.Share:
		return p.Percent
	}
	return p.Number
}

// per adds the time that a rate counts over.
func (p *Printer) per(unit model.Unit, value string) string {
	switch unit {
	case model.PerMonth, model.MoneyPerMonth, model.HoursPerMonth:
		return p.T("say.per_month", "Value", value)
	case model.PerYear, model.MoneyPerYear:
		return p.T("say.per_year", "Value", value)
	case model.MoneyPerHour:
		return p.T("say.per_hour", "Value", value)
	}
	return value
}
