// Package model is the heart of Rootline: one graph of typed elements joined by typed links, the operations that edit
// it, and the rules that every edit must keep. It is plain data and pure functions: time, identifiers and storage are
// handed in, so that a form, an import, the API and the command line cannot disagree.
//
// Start reading at kinds.go and links.go (what can be recorded), then op.go and apply.go (how it changes).
package model

import "slices"

// Kind is what an element is: a technology, a problem, a step of a journey. The registry below lists them all.
type Kind string

// The kinds of element.
const (
	Customer   Kind = "customer"
	Problem    Kind = "problem"
	Journey    Kind = "journey"
	Step       Kind = "step"
	Channel    Kind = "channel"
	Touchpoint Kind = "touchpoint"
	Employee   Kind = "employee"
	Partner    Kind = "partner"
	Policy     Kind = "policy"
	Capability Kind = "capability"
	Technology Kind = "technology"
	Data       Kind = "data"
	Cause      Kind = "cause"
	Evidence   Kind = "evidence"
	Action     Kind = "action"
	Target     Kind = "target"
	Foreign    Kind = "foreign"
)

// Layer is the ground a kind stands on, from the customer down; findings stand beside the map.
type Layer string

// The layers, top to bottom, and the four sorts of finding.
const (
	LayerCustomer Layer = "customer"
	LayerContact  Layer = "contact"
	LayerSeen     Layer = "seen"
	LayerUnseen   Layer = "unseen" // an actor the customer does not see; no kind stands here by itself
	LayerTool     Layer = "tool"
	LayerDeep     Layer = "deep"
	LayerPolicy   Layer = "policy"
	LayerProblem  Layer = "problem"
	LayerCause    Layer = "cause"
	LayerEvidence Layer = "evidence"
	LayerAction   Layer = "action"
	LayerForeign  Layer = "foreign"
)

// PropType is the type of a prop's value.
type PropType string

// The types of prop, and the Go value each holds: string for the texts, dates (YYYY-MM-DD) and choices, bool, Number,
// and []string for lists and ids.
const (
	TypeText   PropType = "text"   // one line
	TypeLong   PropType = "long"   // several lines
	TypeNumber PropType = "number" // Number: value, estimate or interval
	TypeWhole  PropType = "whole"  // a whole number between Min and Max, as Number without interval
	TypeBool   PropType = "bool"
	TypeDate   PropType = "date"
	TypeChoice PropType = "choice"
	TypeList   PropType = "list" // texts
	TypeIDs    PropType = "ids"  // ids of elements of the kind Of
)

// Unit is the unit of a number; empty where it has none.
type Unit string

// Units. Money is in the workspace's one currency.
const (
	Seconds       Unit = "s"
	Hours         Unit = "h"
	Minutes       Unit = "min"
	PerMonth      Unit = "per_month"
	PerYear       Unit = "per_year"
	HoursPerMonth Unit = "h_per_month"
	Money         Unit = "money"
	MoneyPerMonth Unit = "money_per_month"
	MoneyPerYear  Unit = "money_per_year"
	MoneyPerHour  Unit = "money_per_hour"
	Share         Unit = "share" // 0–1
)

// Prop describes one prop of a kind of element or link.
type Prop struct {
	Name    string
	Type    PropType
	Unit    Unit
	Choices []string // of a TypeChoice or a closed TypeList
	Asked   bool     // asked for first; counts for "knowledge"
	Min     float64  // of a TypeWhole, or of a TypeNumber where Max > Min
	Max     float64
	Of      Kind // of a TypeIDs
}

// KindSpec is one entry of the registry of kinds.
type KindSpec struct {
	Kind  Kind
	Layer Layer
	Icon  string // the symbol in the sprite
	Map   bool   // stands on the ecosystem map, not on the analysis beside it
	Props []Prop
}

// Lenses are the places to look for causes.
var Lenses = []string{"people", "partners", "policies", "technology", "data", "hand-overs", "incentives", "customer"}

// Grades are the grades of evidence, best first.
var Grades = []string{"measured", "documented", "several", "one", "expert", "assumption"}

var (
	valueChoices = []string{"all", "some", "none"}
	gateChoices  = []string{"and", "or"}
)

func text(name string) Prop   { return Prop{Name: name, Type: TypeText} }
func long(name string) Prop   { return Prop{Name: name, Type: TypeLong} }
func flag(name string) Prop   { return Prop{Name: name, Type: TypeBool} }
func date(name string) Prop   { return Prop{Name: name, Type: TypeDate} }
func list(name string) Prop   { return Prop{Name: name, Type: TypeList} }
func (p Prop) asked() Prop    { p.Asked = true; return p }
func (p Prop) of(k Kind) Prop { p.Of = k; return p }
func number(name string, u Unit) Prop {
	p := Prop{Name: name, Type: TypeNumber, Unit: u}
	if u == Share {
		p.Max = 1
	}
	return p
}
func whole(name string, lowest, highest float64) Prop {
	return Prop{Name: name, Type: TypeWhole, Min: lowest, Max: highest}
}
func choice(name string, choices ...string) Prop {
	return Prop{Name: name, Type: TypeChoice, Choices: choices}
}
func closedList(name string, choices ...string) Prop {
	return Prop{Name: name, Type: TypeList, Choices: choices}
}
func ids(name string, k Kind) Prop { return Prop{Name: name, Type: TypeIDs}.of(k) }

// Kinds is the registry of kinds of element, in the order in which people meet them. Forms, lists, the API, files,
// labels and layers all read it: a new kind is one entry here and its words in the catalogue.
var Kinds = []KindSpec{
	{Problem, LayerProblem, "k-problem", false, []Prop{
		choice("sort", "friction", "wish"), long("customer_words"), long("business_effect").asked(),
		number("frequency_per_month", PerMonth).asked(), number("cost_per_month", MoneyPerMonth).asked(),
		number("opportunity_per_month", MoneyPerMonth), whole("severity", 1, 5).asked(), date("since"),
		choice("status", "open", "analysing", "acting", "verified", "closed"), choice("gate", gateChoices...),
		choice("track", "quick", "full"), long("is_not"), closedList("looked", Lenses...), date("fed_back_on"),
	}},
	{Customer, LayerCustomer, "k-customer", true, []Prop{
		number("volume", "").asked(), number("contacts_per_month", PerMonth), number("revenue_per_year", MoneyPerYear), flag("internal"),
	}},
	{Journey, LayerCustomer, "journey", true, []Prop{
		long("goal"), choice("lifecycle", "discover", "evaluate", "buy", "receive", "use", "support"), number("runs_per_month", PerMonth).asked(),
	}},
	{Step, LayerCustomer, "k-step", true, []Prop{
		text("stage"), long("does").asked(), long("thinks").asked(), long("feels").asked(), whole("feeling", -2, 2).asked(),
		number("wait_s", Seconds), number("duration_s", Seconds), flag("live"), number("freshness_s", Seconds), flag("traceable"),
	}},
	{Channel, LayerContact, "k-channel", true, []Prop{choice("mode", "digital", "voice", "physical", "post", "partner").asked(), text("hours")}},
	{Touchpoint, LayerContact, "k-touchpoint", true, []Prop{text("moment"), list("functions"), text("style")}},
	{Employee, LayerSeen, "k-employee", true, []Prop{
		number("headcount", "").asked(), text("team"), number("cost_per_hour", MoneyPerHour), choice("value", valueChoices...),
	}},
	{Partner, LayerSeen, "k-partner", true, []Prop{long("contract"), number("service_level_s", Seconds), choice("value", valueChoices...)}},
	{Policy, LayerPolicy, "k-policy", true, []Prop{
		choice("form", "law", "contract", "rule", "incentive", "process", "habit").asked(), long("text"), date("review_on"),
	}},
	{Capability, LayerPolicy, "k-capability", true, []Prop{whole("level", 1, 5), whole("wanted", 1, 5)}},
	{Technology, LayerTool, "k-technology", true, []Prop{
		choice("type", "application", "database", "device", "integration", "network").asked(),
		choice("lifecycle", "planned", "live", "retiring", "retired-but-needed", "retired").asked(),
		number("run_cost_per_year", MoneyPerYear), number("response_s", Seconds), number("outage_h_per_month", HoursPerMonth), text("vendor"),
	}},
	{Data, LayerDeep, "k-data", true, []Prop{list("fields"), flag("personal")}},
	{Cause, LayerCause, "k-cause", false, []Prop{
		choice("certainty", "sure", "likely", "guess"), choice("status", "suspected", "likely", "confirmed", "disproved"),
		choice("stop", "root", "dig", "outside", "unknown", "not-worth", "as-designed"), choice("gate", gateChoices...), flag("alone"),
		choice("lens", Lenses...), flag("human"), flag("same_for_others"),
		closedList("conditions", Conditions...), flag("without_it"), long("predicts"), long("accepted"),
	}},
	{Evidence, LayerEvidence, "k-evidence", false, []Prop{choice("grade", Grades...).asked(), text("source"), date("on"), date("review_on")}},
	{Action, LayerAction, "k-action", false, []Prop{
		choice("strength", "stronger", "intermediate", "weaker"), choice("intent", "prevent", "detect", "soften", "find-out"),
		choice("status", "idea", "proposed", "approved", "rejected", "doing", "done", "effective", "partly", "not-effective"),
		date("due"), text("measure"), text("baseline"), text("target"), date("check_on"), text("checker"), number("cost", Money),
		whole("effort", 1, 5), long("side_effects"), long("trial"), text("decides"),
	}},
	{Target, LayerAction, "k-target", false, []Prop{
		text("metric"), text("scope"), choice("comparator", "below", "at-most", "equal", "at-least", "above"), number("value", ""), date("on"),
	}},
	{Foreign, LayerForeign, "k-foreign", true, nil},
}

// Conditions are what can stand around a human act (step 5 of the guided analysis): each ticked one is proposed as a
// deeper cause.
var Conditions = []string{"information", "tool", "time-or-load", "goals", "rule", "handover", "unusual", "training", "no-duty"}

var kindByName = func() map[Kind]*KindSpec {
	m := make(map[Kind]*KindSpec, len(Kinds))
	for i := range Kinds {
		m[Kinds[i].Kind] = &Kinds[i]
	}
	return m
}()

// Spec returns the registry's entry for k, nil where there is none.
func (k Kind) Spec() *KindSpec { return kindByName[k] }

// Prop returns the description of the named prop, nil where the kind has none.
func (s *KindSpec) Prop(name string) *Prop { return findProp(s.Props, name) }

func findProp(props []Prop, name string) *Prop {
	i := slices.IndexFunc(props, func(p Prop) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &props[i]
}

// MapKinds are the kinds that stand on the ecosystem map: what a cause can be located in, what an action changes.
func MapKinds() []Kind { return kindsWhere(func(s *KindSpec) bool { return s.Map }) }

// AllKinds are all kinds of the registry, in its order.
func AllKinds() []Kind { return kindsWhere(func(*KindSpec) bool { return true }) }

func kindsWhere(ok func(*KindSpec) bool) []Kind {
	var out []Kind
	for i := range Kinds {
		if ok(&Kinds[i]) {
			out = append(out, Kinds[i].Kind)
		}
	}
	return out
}
