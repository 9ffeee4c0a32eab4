package whys

import (
	"slices"
	"strings"
	"time"

	"rootline/model"
)

func (a *Analysis) checkActions() {
	var counting []*Action
	for _, x := range a.Actions {
		if x.Counts() {
			counting = append(counting, x)
			a.checkAction(x)
		}
	}
	if len(counting) > 0 && !slices.ContainsFunc(counting, func(x *Action) bool { return !a.weaker(x) }) {
		a.find("C3", a.Problem.ID)
	}
	if oneKind(counting) {
		a.find("C12", a.Problem.ID)
	}
}

// weaker says whether an action counts as weaker: it is rated so, or not rated and its words say so.
func (a *Analysis) weaker(x *Action) bool {
	strength := x.Props.Text("strength")
	return strength == "weaker" || strength == "" && slices.Contains(a.material.Reader.Action(x.Name), "C4")
}

// oneKind says whether all that is still to do either prevents or softens.
func oneKind(actions []*Action) bool {
	kind := ""
	for _, x := range actions {
		intent := x.Props.Text("intent")
		switch {
		case intent == "find-out" || x.Finished():
		case intent != "prevent" && intent != "soften" || kind != "" && kind != intent:
			return false
		default:
			kind = intent
		}
	}
	return kind != ""
}

func (a *Analysis) checkAction(x *Action) {
	r := a.material.Reader
	if x.removes() && !slices.ContainsFunc(a.Graph.Targets(x.ID, model.Addresses), a.isCause) {
		a.find("C2", x.ID)
	}
	for _, check := range r.Action(x.Name) {
		a.find(check, x.ID)
	}
	if len(r.Owner(a.person(x.Owner))) > 0 {
		f := a.find("C6", x.ID)
		f.At, f.Done = AtApproval, x.Approved()
	}
	if !x.Props.Known("due") {
		f := a.find("C7", x.ID)
		f.At, f.Done = AtApproval, x.Approved()
	}
	if !x.FindsOut() && !(x.Props.Known("measure") && x.Props.Known("target") && x.Props.Known("check_on")) {
		f := a.find("C8", x.ID)
		if a.closed() {
			f.Level, f.At, f.Done = Stop, AtClosure, true
		}
	}
	if by := a.decider(x); by != nil {
		a.find("C9", x.ID, "Role", by)
	}
	if x.Props.Text("strength") == "stronger" && !x.Finished() {
		if a.costly(x) && !x.Props.Known("trial") {
			a.find("C10", x.ID)
		}
		if !x.Props.Known("side_effects") {
			a.find("C11", x.ID)
		}
	}
}

// isCause says whether e is a cause, and one that was not disproved.
func (a *Analysis) isCause(e *model.Element) bool {
	return e.Kind == model.Cause && e.Props.Text("status") != "disproved"
}

// FindsOut says whether the action is there to learn something, not to change it.
func (x *Action) FindsOut() bool { return x.Props.Text("intent") == "find-out" }

// removes says whether the action is there to remove a cause, as far as is known: one that detects, softens or finds out
// may well address the problem itself.
func (x *Action) removes() bool {
	intent := x.Props.Text("intent")
	return intent == "" || intent == "prevent"
}

// Finished says whether the action was carried out, whatever came of it.
func (x *Action) Finished() bool { return x.Props.Text("status") == "done" || x.Judged() }

// Judged says whether somebody has judged what the action did.
func (x *Action) Judged() bool {
	return slices.Contains([]string{"effective", "partly", "not-effective"}, x.Props.Text("status"))
}

func (a *Analysis) closed() bool { return a.Problem.Props.Text("status") == "closed" }

// decider is who owns something that the action changes, where that is not known to be the action's owner and nobody was
// asked yet: a role as *model.Element, else a name; nil = nobody.
func (a *Analysis) decider(x *Action) any {
	owner := a.person(x.Owner)
	if owner == "" || x.Approved() || x.Props.Known("decides") {
		return nil
	}
	theirs := a.Graph.Targets(x.ID, model.OwnedBy)
	for _, e := range a.Graph.Targets(x.ID, model.Changes) {
		roles := a.Graph.Targets(e.ID, model.OwnedBy)
		own := slices.ContainsFunc(roles, func(role *model.Element) bool {
			return slices.Contains(theirs, role) || strings.EqualFold(role.Name, owner)
		})
		switch person := a.person(e.Owner); {
		case !e.Kind.Spec().Map || own || strings.EqualFold(person, owner):
		case len(roles) > 0:
			return roles[0]
		case person != "":
			return person
		}
	}
	return nil
}

// costly says whether an action is a large one: more than the problem costs in a month, or an effort of 4 or 5.
func (a *Analysis) costly(x *Action) bool {
	if effort, ok := x.Props.Number("effort"); ok && effort.Lo >= 4 {
		return true
	}
	cost, known := x.Props.Number("cost")
	month, ok := a.Problem.Props.Number("cost_per_month")
	return known && ok && cost.Lo > month.Hi
}

// checkAfter checks what becomes of the actions.
func (a *Analysis) checkAfter() {
	for _, x := range a.Actions {
		if x.Counts() {
			a.checkEffect(x)
		}
	}
	if a.closed() && !a.Problem.Props.Known("fed_back_on") {
		a.find("V7", a.Problem.ID)
	}
}

func (a *Analysis) checkEffect(x *Action) {
	done := x.Props.Text("status") == "done"
	if done && len(a.Graph.Out(x.ID, model.ShownBy)) == 0 {
		a.find("V1", x.ID)
	}
	if !x.FindsOut() && !x.Judged() && (a.closed() || done && a.past(x.Props.Text("check_on"))) {
		f := a.find("V2", x.ID)
		f.At, f.Done = AtClosure, a.closed()
	}
	if x.Judged() && !x.FindsOut() && !x.Props.Known("baseline") {
		a.find("V3", x.ID)
	}
	if due := x.Props.Text("due"); !x.Finished() && a.past(due) {
		a.find("V5", x.ID, "Date", due)
	}
	if checker := a.person(x.Props.Text("checker")); checker != "" && strings.EqualFold(checker, a.person(x.Owner)) {
		a.find("V6", x.ID)
	}
}

// past says whether a day lies before today.
func (a *Analysis) past(day string) bool {
	return day != "" && !a.material.Now.IsZero() && day < a.material.Now.Format(time.DateOnly)
}
