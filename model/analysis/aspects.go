package analysis

import (
	"slices"

	"rootline/model"
)

// What the figures rest on: each is kept from edit to edit until one of these is touched. A figure that reads anything else of a
// graph would be stale: TestKeptIsFresh edits graphs in every way and measures them afresh.
var (
	onSteps     = model.Says(model.HasStep, "order")
	onNeeds     = aspects(model.Each(model.Joins, model.Serves, model.Uses, model.Performs), model.Says(model.DependsOn, "hard")...)
	onLived     = []model.Aspect{model.Joins(model.Lives), model.Joins(model.HasStep), model.Members(model.Step)}
	onHolders   = aspects(model.Says(model.Holds, "master"), model.Members(model.Data))
	onFlows     = aspects(onHolders, model.Details(model.Feeds))
	onBlast     = slices.Concat(onNeeds, onLived, model.Each(model.Members, model.Technology, model.Employee, model.Partner, model.Customer), model.Says(model.Journey, "runs_per_month"))
	onStopped   = slices.Concat(onBlast, model.Says(model.Serves, "group"))
	onEnds      = aspects(slices.Concat(model.Says(model.Cause, "status", "stop"), model.Says(model.Because, "share", "circle")), model.Members(model.Problem), model.Joins(model.LocatedIn))
	onCosts     = aspects(onEnds, model.Says(model.Problem, "cost_per_month")...)
	onSystems   = aspects(onSteps, model.Content(model.Journey), model.Joins(model.Serves))
	onReached   = aspects(slices.Concat(onSteps, onNeeds), model.Content(model.Journey))
	onRoles     = aspects(model.Each(model.Joins, model.Uses, model.Performs, model.Serves), model.Content(model.Employee), model.Content(model.Partner))
	onSwitches  = aspects(slices.Concat(onSteps, model.Each(model.Joins, model.Uses, model.Performs, model.Serves), model.Says(model.Step, "live")), model.Content(model.Journey))
	onStores    = aspects(onHolders, model.Content(model.Data))
	onAges      = aspects(onFlows, model.Content(model.Data))
	onCopies    = aspects(onFlows, model.Content(model.Data), model.Content(model.Technology))
	onBreaches  = aspects(slices.Concat(onSteps, onFlows, model.Each(model.Joins, model.Asks, model.Serves), model.Says(model.Step, "freshness_s")), model.Content(model.Journey))
	onHandovers = aspects(slices.Concat(onSteps, onFlows, model.Each(model.Joins, model.Asks, model.Gives, model.Serves, model.Performs)),
		model.Details(model.Next), model.Content(model.Journey), model.Content(model.Step))
	onCoverage = aspects(slices.Concat(model.Says(model.Reaches, "want", "policy"), model.Says(model.Technology, "lifecycle")), model.Joins(model.Supports), model.Content(model.Customer))
	onWorths   = aspects(model.Each(model.Content, model.Employee, model.Partner, model.Step, model.Problem), model.Details(model.Performs), model.Joins(model.Affects))
	onUnity    = aspects(model.Each(model.Joins, model.Reaches, model.Supports, model.Runs), model.Content(model.Customer))
)

func aspects(some []model.Aspect, more ...model.Aspect) []model.Aspect {
	return slices.Concat(some, more)
}
