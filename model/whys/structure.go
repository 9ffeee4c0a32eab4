package whys

import (
	"slices"

	"rootline/model"
)

// Figures of the checks of structure.
const (
	shallow  = 2 // whys, at which a root stops early (G1)
	deep     = 8 // whys, from which a branch is very deep (G2)
	oneLine  = 3 // causes that make a single line (G3)
	fewLens  = 4 // causes from which the share of one lens says anything (G10)
	twoHuman = 2 // causes from which it does, if all of them are people
)

func (a *Analysis) checkStructure() {
	if a.singleLine() {
		a.find("G3", a.Problem.ID)
	}
	for _, n := range a.Nodes {
		if !n.Live {
			continue
		}
		if len(n.live) >= 2 && n.Props.Text("gate") == "" {
			a.find("G11", n.ID)
		}
		if len(n.live) == 1 && !n.live[0].To.Props.Bool("alone") {
			a.find("G4", n.ID)
		}
		if stop := n.Props.Text("stop"); n.Depth >= deep && !n.Explained() && (stop == "" || stop == "dig") {
			a.find("G2", n.ID)
		}
	}
	a.checkCircles()
	for _, e := range a.Links {
		if !e.Live() {
			continue
		}
		if slices.ContainsFunc(e.Verdicts, func(v Verdict) bool { return v.Verdict == "not" }) {
			a.find("G7", e.ID, "Cause", e.To.Element, "Effect", e.From.Element)
		}
		if e.Disputed() {
			a.find("G14", e.ID, "Cause", e.To.Element, "Effect", e.From.Element)
		}
	}
	a.checkLenses()
}

// singleLine says whether the whole analysis is one path.
func (a *Analysis) singleLine() bool {
	length := 0
	for n := a.Problem; ; length++ {
		switch len(n.live) {
		case 0:
			return length >= oneLine
		case 1:
			n = n.live[0].To
		default:
			return false
		}
	}
}

// checkCircles looks, for each vicious circle, for a cause outside of it that starts it.
func (a *Analysis) checkCircles() {
	if a.circle == nil {
		return
	}
	started := make(map[int]bool)
	for _, e := range a.Links {
		if from := a.circle[e.From.at]; e.Live() && a.circle[e.To.at] != from {
			started[from] = true
		}
	}
	for _, e := range a.Links {
		if circle := a.circle[e.From.at]; e.Live() && e.Circle && !started[circle] {
			started[circle] = true // asked once
			a.find("G5", e.ID)
		}
	}
}

// checkLenses looks for places where nobody looked, and for causes that all come from one. A cause whose lens is not known
// counts among all causes, and in none.
func (a *Analysis) checkLenses() {
	count := make(map[string]int)
	all := 0
	for _, n := range a.Causes() {
		if n.Live {
			count[n.Lens()]++
			all++
		}
	}
	if all == count[""] {
		return
	}
	var blind []string
	for _, lens := range model.Lenses {
		if n := count[lens]; all >= fewLens && 10*n > 8*all || all >= twoHuman && lens == "people" && n == all {
			a.find("G10", a.Problem.ID, "Lens", []string{lens}).Lens = lens
		}
		if count[lens] == 0 && !slices.Contains(a.Problem.Props.List("looked"), lens) {
			blind = append(blind, lens)
		}
	}
	if len(blind) > 0 {
		a.find("G9", a.Problem.ID, "Lens", blind)
	}
}
