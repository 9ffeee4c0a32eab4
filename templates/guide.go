package templates

import (
	"rootline/model"
	"rootline/static"
)

// The guide shows what pages are made of. Its sample texts are those of a workspace and stay in one language; what the parts
// themselves say is in the reader's.

// guideSchemes are the colours in which parts are shown beside each other.
var guideSchemes = []string{"light", "dark"}

// guideGrounds are the tokens of what pages lie on, from paper down.
var guideGrounds = []string{"paper", "raised", "sunk", "below-1", "below-2", "below-3", "below-4"}

// guideKinds are the kinds by where they stand, with the ids of what that is called.
var guideKinds = []struct {
	title string
	kinds []model.Kind
}{
	{"guide.kinds.above", []model.Kind{model.Customer, model.Journey, model.Step, model.Touchpoint, model.Channel}},
	{"guide.kinds.below", []model.Kind{model.Employee, model.Partner, model.Technology, model.Data, model.Policy, model.Capability}},
	{"guide.kinds.found", []model.Kind{model.Problem, model.Cause, model.Evidence, model.Action, model.Target}},
}

// guideType are samples of type: its size and family, and the class that makes it so.
var guideType = []struct{ name, class, text string }{
	{"32 serif", "headline guide-32", "Five problems cost €50,000"},
	{"24 sans", "guide-24", "What made it happen?"},
	{"16 sans", "guide-16", "Where it counts"},
	{"16 lead", "lead", "The till reads orders from a file that is written once a night."},
	{"14 sans", "", "It hands Order to the Nightly order file, once a night."},
	{"14 said", "said", "“But it is the same name over the door.”"},
	{"13 sans", "small dim", "Kept by Jonas Weber, checked on 4 March"},
}

// guideSeries is a series that has a usual range and one value outside of it.
var guideSeries = Measure{Series: model.Series{Name: "Days until the refund", Unit: "days", Points: []model.Point{
	{On: "2026-01-01", Value: 9}, {On: "2026-01-08", Value: 10}, {On: "2026-01-15", Value: 8}, {On: "2026-01-22", Value: 9}, {On: "2026-01-29", Value: 11},
	{On: "2026-02-05", Value: 9}, {On: "2026-02-12", Value: 10}, {On: "2026-02-19", Value: 19}, {On: "2026-02-26", Value: 9}, {On: "2026-03-05", Value: 8}}},
	Target: new(5.0)}

// guideStrip are figures as bounds, one of which breaks what was promised.
var guideStrip = StripOf([][2]float64{{4, 4}, {9, 14}, {22, 22}}, []bool{false, false, true}, []float64{16}, 24)

// guideIcons are all signs, but the logo.
var guideIcons = static.Symbols()
