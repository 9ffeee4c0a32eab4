package whys

import (
	"slices"
	"strings"

	"rootline/model"
)

func (a *Analysis) checkProblem() {
	p := a.Problem
	none := func(props ...string) bool { return !slices.ContainsFunc(props, p.Props.Known) }
	if none("frequency_per_month", "cost_per_month", "opportunity_per_month") {
		a.find("P1", p.ID)
	}
	if !slices.ContainsFunc(p.Places, isContact) {
		a.find("P2", p.ID)
	}
	for _, check := range a.material.Reader.Problem(p.Name) {
		a.find(check, p.ID)
	}
	if len(p.Evidence) == 0 {
		a.find("P8", p.ID)
	}
	if len(a.Customers()) == 0 {
		a.find("P9", p.ID)
	}
	if none("business_effect", "cost_per_month") {
		a.find("P10", p.ID)
	}
}

// isContact says whether the customer stands there when it happens.
func isContact(e *model.Element) bool { return e.Kind == model.Step || e.Kind == model.Touchpoint }

func (a *Analysis) checkCause(n *Node) {
	n.tripped = n.said.trips(a.material.Reader, a.repeats(n), n.Explained())
	for _, check := range n.tripped {
		a.find(check, n.ID)
	}
	if len(n.Evidence) == 0 && !n.Doubted() {
		f := a.find("A15", n.ID)
		if n.IsRoot() {
			f.Level = Ask
		}
	}
	if n.Near <= 2 && n.BestGrade() == "assumption" {
		a.find("A16", n.ID)
	}
	if len(n.Places) == 0 {
		a.find("A17", n.ID)
	}
}

// Doubted says whether the team itself marked the cause as one it does not know: as a guess, as unknown, or by a question
// mark at its end.
func (n *Node) Doubted() bool {
	return n.Props.Text("stop") == "unknown" || n.Props.Text("certainty") == "guess" ||
		slices.ContainsFunc([]string{"?", "？", "؟"}, func(mark string) bool { return strings.HasSuffix(strings.TrimSpace(n.Name), mark) })
}
