package web

import (
	"math"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// timeUnits are the units in which people give a time; the last is the smallest.
var timeUnits = []struct {
	name    string
	seconds float64
}{{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}

// isTime says whether a field holds a time in seconds.
func (f formField) isTime() bool {
	return f.is(model.TypeNumber) && f.prop.Unit == model.Seconds
}

// stepInput draws a field of a step with what stands in it; a time in the greatest unit in which it is a plain figure.
func (b *blueprint) stepInput(f formField, e entered, message string) templates.StepInput {
	in := templates.StepInput{Input: b.input(b.words, f, e, message)}
	if !f.isTime() {
		return in
	}
	lang := b.Say.Lang()
	lo, ok := readFigure(lang, e.Text)
	hi, both := readFigure(lang, e.Upper)
	unit := timeUnits[2] // what people mostly mean
	switch {
	case ok:
		for _, u := range timeUnits {
			unit = u
			if whole(lo/u.seconds) && (!both || whole(hi/u.seconds)) {
				break
			}
		}
		in.Number.Value = writeFigure(lang, lo/unit.seconds)
		if both {
			in.Number.Upper = writeFigure(lang, hi/unit.seconds)
		}
	case e.Text != "": // what was typed is no figure: it stands as it was typed
		unit = timeUnits[3]
	}
	for _, u := range timeUnits {
		in.Units = append(in.Units, templates.Option{Value: u.name, Label: b.Say.T("journey.unit." + u.name), On: u.name == unit.name})
	}
	return in
}

// whole says whether v is a figure with at most one decimal.
func whole(v float64) bool { return v >= 1 && math.Abs(v*10-math.Round(v*10)) < 1e-9 || v == 0 }

// readTimes turns the times of a form, given with their unit, into seconds, so that they are read as any other figure. What
// is no figure stays as it was typed, and is refused with it.
func readTimes(c echo.Context, lang string, fields []formField) {
	form, err := c.FormParams()
	if err != nil {
		return
	}
	for _, f := range fields {
		if !f.isTime() {
			continue
		}
		seconds := 0.
		for _, u := range timeUnits {
			if form.Get(f.name+".unit") == u.name {
				seconds = u.seconds
			}
		}
		for _, name := range []string{f.name, f.name + ".hi"} {
			if v, ok := readFigure(lang, form.Get(name)); ok && seconds > 0 {
				form.Set(name, writeFigure(lang, math.Round(v*seconds*1000)/1000))
			}
		}
	}
}
