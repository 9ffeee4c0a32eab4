package whys

import (
	"slices"

	"rootline/model"
)

// checkRoot checks a root that stands.
func (a *Analysis) checkRoot(n *Node) {
	if n.Depth <= shallow {
		a.find("G1", n.ID)
	}
	if !personAnswered(n) && (slices.Contains(n.tripped, "A1") || slices.Contains(n.tripped, "A2")) {
		a.find("R1", n.ID)
	}
	if n.Props.Bool("without_it") && !slices.ContainsFunc(n.Effects, func(e *Edge) bool { return e.Props.Known("share") }) {
		a.find("R2", n.ID)
	}
	if a.Full() && !n.Props.Known("predicts") {
		a.find("R3", n.ID)
	}
	if len(n.Places) > 0 && !slices.ContainsFunc(n.Places, a.controlled) {
		a.find("R4", n.ID)
	}
	if x := a.fixedBefore(n); x != nil {
		f := a.find("R7", n.ID)
		for _, date := range []string{"check_on", "due"} {
			if day := x.Props.Text(date); day != "" && f.Args == nil {
				f.Args = map[string]any{"Date": day}
			}
		}
	}
	if !n.shown {
		a.find("R8", n.ID)
	}
	if n.unread {
		f := a.find("G13", n.ID)
		if a.Full() {
			f.Level, f.At, f.Done = Stop, AtReport, a.reported()
		}
	}
	if !n.Props.Known("accepted") && !slices.ContainsFunc(n.Actions, (*Action).Counts) {
		f := a.find("C1", n.ID)
		f.At, f.Done = AtReport, a.reported()
	}
}

// checkRoots looks at the choice of roots. Both checks belong to steps that the quick track leaves out.
func (a *Analysis) checkRoots(roots []*Node) {
	if !a.Full() || len(roots) == 0 {
		return
	}
	if len(roots) == 1 {
		a.find("R5", roots[0].ID)
	}
	middle, considered := false, slices.ContainsFunc(roots, (*Node).Explained)
	for _, n := range a.Causes() {
		if n.Live && n.Explained() {
			middle = true
			considered = considered || n.Props.Known("stop") || len(n.Actions) > 0
		}
	}
	if middle && !considered {
		a.find("R6", a.Problem.ID)
	}
}

// personAnswered says whether the person question of step 5 has been answered for a cause: any answer will do.
func personAnswered(n *Node) bool {
	return n.Props.Known("same_for_others") || n.Props.Known("human") && !n.Props.Bool("human") || n.Props.Known("conditions")
}

// reported says whether the problem has gone on to acting, for which its report was the ground.
func (a *Analysis) reported() bool {
	return slices.Contains([]string{"acting", "verified", "closed"}, a.Problem.Props.Text("status"))
}

// controlled says whether somebody in the model owns an element.
func (a *Analysis) controlled(e *model.Element) bool {
	return e.Owner != "" || len(a.Graph.Out(e.ID, model.OwnedBy)) > 0
}

func wellShown(n *Node) bool {
	i := slices.Index(model.Grades, n.BestGrade())
	return i >= 0 && i < slices.Index(model.Grades, "one")
}

// fixedBefore returns an action by which the root was declared fixed although it is found again: one that was done before
// this analysis came to act, or that ended the analysis of another problem.
func (a *Analysis) fixedBefore(root *Node) *Action {
	for _, x := range root.Actions {
		if s := x.Props.Text("status"); s != "done" && s != "effective" {
			continue
		}
		switch a.Problem.Props.Text("status") {
		case "open", "analysing":
			return x
		case "verified", "closed":
			continue
		}
		for _, p := range a.problemsAbove(root) {
			if s := p.Props.Text("status"); p.ID != a.Problem.ID && (s == "verified" || s == "closed") {
				return x
			}
		}
	}
	return nil
}
