package analysis

import (
	"slices"

	"rootline/model"
)

// What the figures rest on: each is kept from edit to edit until one of these is touched. A figure that reads anything else of a
// graph would be stale: TestKeptIsFresh edits graphs in every way and measures them afresh.
var (
	onSteps     = []model.Aspect{model.Details(model.HasStep)}
	onNeeds     = aspects(model.Each(model.Joins, model.Serves, model.Uses, model.Performs), model.Details(model.DependsOn))
	onLived     = []model.Aspect{model.Joins(model.Lives), model.Joins(model.HasStep), model.Members(model.Step)}
	onFlows     = []model.Aspect{model.Details(model.Feeds), model.Details(model.Holds), model.Members(model.Data)}
	onBlast     = aspects(slices.Concat(onNeeds, onLived, model.Each(model.Members, model.Technology, model.Employee, model.Partner, model.Customer)), model.Content(model.Journey))
	onStopped   = aspects(onBlast, model.Details(model.Serves))
	onEnds      = []model.Aspect{model.Members(model.Problem), model.Content(model.Cause), model.Details(model.Because), model.Joins(model.LocatedIn)}
	onSystems   = aspects(onSteps, model.Content(model.Journey), model.Joins(model.Serves))
	onReached   = aspects(slices.Concat(onSteps, onNeeds), model.Content(model.Journey))
	onRoles     = aspects(model.Each(model.Joins, model.Uses, model.Performs, model.Serves), model.Content(model.Employee), model.Content(model.Partner))
	onSwitches  = aspects(slices.Concat(onSteps, model.Each(model.Joins, model.Uses, model.Performs, model.Serves)), model.Content(model.Journey), model.Content(model.Step))
	onStores    = aspects(onFlows, model.Content(model.Data))
	onCopies    = aspects(onFlows, model.Content(model.Data), model.Content(model.Technology))
	onBreaches  = aspects(slices.Concat(onSteps, onFlows, model.Each(model.Joins, model.Asks, model.Serves)), model.Content(model.Journey), model.Content(model.Step))
	onHandovers = aspects(slices.Concat(onBreaches, model.Each(model.Joins, model.Gives, model.Performs)), model.Details(model.Next))
	onCoverage  = []model.Aspect{model.Content(model.Customer), model.Details(model.Reaches), model.Joins(model.Supports), model.Content(model.Technology)}
	onWorths    = aspects(model.Each(model.Content, model.Employee, model.Partner, model.Step, model.Problem), model.Details(model.Performs), model.Joins(model.Affects))
	onUnity     = aspects(model.Each(model.Joins, model.Reaches, model.Supports, model.Runs), model.Content(model.Customer))
)

func aspects(some []model.Aspect, more ...model.Aspect) []model.Aspect {
	return slices.Concat(some, more)
}
