package model

import "slices"

// LinkKind is what a link says of its two ends. It reads as a sentence from left to right.
type LinkKind string

// The kinds of link.
const (
	Reaches     LinkKind = "reaches"
	Runs        LinkKind = "runs"
	Supports    LinkKind = "supports"
	Offers      LinkKind = "offers"
	Lives       LinkKind = "lives"
	HasStep     LinkKind = "has_step"
	Next        LinkKind = "next"
	At          LinkKind = "at"
	Performs    LinkKind = "performs"
	Uses        LinkKind = "uses"
	Serves      LinkKind = "serves"
	DependsOn   LinkKind = "depends_on"
	Feeds       LinkKind = "feeds"
	Holds       LinkKind = "holds"
	Asks        LinkKind = "asks"
	Gives       LinkKind = "gives"
	Governs     LinkKind = "governs"
	Requires    LinkKind = "requires"
	Enables     LinkKind = "enables"
	Affects     LinkKind = "affects"
	Because     LinkKind = "because"
	LocatedIn   LinkKind = "located_in"
	ShownBy     LinkKind = "shown_by"
	Addresses   LinkKind = "addresses"
	Changes     LinkKind = "changes"
	OwnedBy     LinkKind = "owned_by"
	PartOf      LinkKind = "part_of"
	ForeignLink LinkKind = "foreign"
)

// LinkSpec is one entry of the registry of links.
type LinkSpec struct {
	Kind     LinkKind
	From, To []Kind
	SameKind bool // both ends of one kind (part_of)
	Acyclic  bool // no circle; of `because`, none but those marked with the prop circle
	Props    []Prop
}

// located are the kinds a cause can lie in: all but problem, cause, evidence, action and target.
var located = kindsWhere(func(s *KindSpec) bool {
	return !slices.Contains([]Kind{Problem, Cause, Evidence, Action, Target}, s.Kind)
})

// LinkKinds is the registry of kinds of link, in reading order from the customer down.
var LinkKinds = []LinkSpec{
	{Kind: Reaches, From: []Kind{Channel}, To: []Kind{Customer}, Props: []Prop{
		whole("want", 0, 3), choice("policy", "serve", "not", "undecided"), number("volume", "")}},
	{Kind: Runs, From: []Kind{Employee, Partner}, To: []Kind{Channel, Touchpoint}},
	{Kind: Supports, From: []Kind{Technology}, To: []Kind{Channel, Touchpoint}, Props: []Prop{number("share", Share)}},
	{Kind: Offers, From: []Kind{Channel}, To: []Kind{Touchpoint}},
	{Kind: Lives, From: []Kind{Customer}, To: []Kind{Journey, Step}},
	{Kind: HasStep, From: []Kind{Journey}, To: []Kind{Step}, Props: []Prop{number("order", "")}},
	{Kind: Next, From: []Kind{Step}, To: []Kind{Step}, Props: []Prop{number("share", Share), number("wait_s", Seconds), flag("handoff")}},
	{Kind: At, From: []Kind{Step}, To: []Kind{Touchpoint}},
	{Kind: Performs, From: []Kind{Employee, Partner}, To: []Kind{Step}, Props: []Prop{number("minutes", Minutes), flag("visible")}},
	{Kind: Uses, From: []Kind{Employee, Partner}, To: []Kind{Technology}, Props: []Prop{flag("required")}},
	{Kind: Serves, From: []Kind{Technology}, To: []Kind{Step}, Props: []Prop{text("group"), number("seconds", Seconds)}},
	{Kind: DependsOn, From: []Kind{Technology}, To: []Kind{Technology}, Props: []Prop{flag("hard")}},
	{Kind: Feeds, From: []Kind{Technology}, To: []Kind{Technology}, Props: []Prop{
		choice("mode", "sync", "batch", "file", "manual"), number("transfer_s", Seconds), number("interval_s", Seconds),
		number("runs_per_month", PerMonth), number("handling_s", Seconds), number("error_rate", Share), ids("data", Data)}},
	{Kind: Holds, From: []Kind{Technology}, To: []Kind{Data}, Props: []Prop{flag("master")}},
	{Kind: Asks, From: []Kind{Step}, To: []Kind{Data}, Props: []Prop{list("fields")}},
	{Kind: Gives, From: []Kind{Step}, To: []Kind{Data}, Props: []Prop{list("fields")}},
	{Kind: Governs, From: []Kind{Policy}, To: []Kind{Step, Employee, Technology, Partner, Channel}, Props: []Prop{choice("effect", "helps", "hinders")}},
	{Kind: Requires, From: []Kind{Customer, Journey, Step, Channel}, To: []Kind{Capability}},
	{Kind: Enables, From: []Kind{Employee, Partner, Policy, Technology}, To: []Kind{Capability}},
	{Kind: Affects, From: []Kind{Problem}, To: []Kind{Step, Touchpoint, Journey, Customer, Channel, Technology, Partner, Policy, Employee},
		Props: []Prop{whole("strength", 1, 3)}},
	{Kind: Because, From: []Kind{Problem, Cause}, To: []Kind{Cause}, Acyclic: true, Props: []Prop{number("order", ""), number("share", Share), flag("circle")}},
	{Kind: LocatedIn, From: []Kind{Cause}, To: located},
	{Kind: ShownBy, From: AllKinds(), To: []Kind{Evidence}, Props: []Prop{flag("starred")}},
	{Kind: Addresses, From: []Kind{Action}, To: []Kind{Cause, Problem}},
	{Kind: Changes, From: []Kind{Action}, To: AllKinds()},
	{Kind: OwnedBy, From: AllKinds(), To: []Kind{Employee}},
	{Kind: PartOf, From: AllKinds(), To: AllKinds(), SameKind: true, Acyclic: true},
	{Kind: ForeignLink, From: AllKinds(), To: AllKinds()},
}

var linkByName = func() map[LinkKind]*LinkSpec {
	m := make(map[LinkKind]*LinkSpec, len(LinkKinds))
	for i := range LinkKinds {
		m[LinkKinds[i].Kind] = &LinkKinds[i]
	}
	return m
}()

// Spec returns the registry's entry for k, nil where there is none.
func (k LinkKind) Spec() *LinkSpec { return linkByName[k] }

// Prop returns the description of the named prop, nil where the kind of link has none.
func (s *LinkSpec) Prop(name string) *Prop { return findProp(s.Props, name) }

// Joins says whether a link of this kind may go from an element of kind from to one of kind to.
func (s *LinkSpec) Joins(from, to Kind) bool {
	return slices.Contains(s.From, from) && slices.Contains(s.To, to) && (!s.SameKind || from == to)
}
