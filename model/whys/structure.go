package whys

import (
	"slices"

	"rootline/model"
)

// Level says how much a finding asks.
type Level string

// The levels: stop, cannot go on; ask, mend it or keep it with a reason; hint, a grey note.
const (
	Stop Level = "stop"
	Ask  Level = "ask"
	Hint Level = "hint"
)

// Act is what a finding of level stop stops, where it is not the analysis itself.
type Act string

// The acts: at report the report stays a draft that says so; at approval and closure that act alone is refused.
const (
	AtReport   Act = "report"
	AtApproval Act = "approval"
	AtClosure  Act = "closure"
)

// Finding is what a check has to say of one element or link.
type Finding struct {
	Key   string // stable until the text it speaks of changes; [A-Za-z0-9_.-]+
	Check string // "A5"
	Level Level
	At    Act    // of a Stop; "" = at once
	Done  bool   // whether the act that it stops has been done all the same
	On    string // id of an element or link
	Lens  string // of G9 and G10
	Kept  *Kept  // nil = it stands open
}

// Stops says whether the finding stands in the way now: it stops at once, or stops an act that has been done.
func (f Finding) Stops() bool { return f.Level == Stop && f.Kept == nil && (f.At == "" || f.Done) }

// Open lists the findings that are not kept and of at least this level.
func (a *Analysis) Open(levels ...Level) []Finding {
	var out []Finding
	for _, f := range a.Findings {
		if f.Kept == nil && (len(levels) == 0 || slices.Contains(levels, f.Level)) {
			out = append(out, f)
		}
	}
	return out
}

// FindingsOn lists the findings about one element or link.
func (a *Analysis) FindingsOn(id string) []Finding {
	var out []Finding
	for _, f := range a.Findings {
		if f.On == id {
			out = append(out, f)
		}
	}
	return out
}

// Draft says whether the report is still a draft: something stops at report, or at once.
func (a *Analysis) Draft() bool {
	return slices.ContainsFunc(a.Findings, func(f Finding) bool { return f.Level == Stop && f.Kept == nil && (f.At == "" || f.At == AtReport) })
}

// Full says whether the analysis goes the full track.
func (a *Analysis) Full() bool { return a.Problem.Props.Text("track") == "full" }

// levels are those of the checks that always have the same; the others say it where they fire.
var levels = map[string]Level{
	"P1": Ask, "P2": Ask, "P3": Ask, "P4": Ask, "P5": Ask, "P6": Hint, "P8": Ask, "P9": Ask, "P10": Ask,
	"A1": Ask, "A2": Ask, "A3": Ask, "A4": Ask, "A5": Ask, "A6": Hint, "A7": Ask, "A8": Hint, "A9": Ask, "A10": Hint, "A11": Hint, "A12": Hint,
	"A13": Ask, "A14": Ask, "A16": Ask, "A17": Ask, "A20": Hint,
	"G1": Ask, "G2": Hint, "G3": Ask, "G4": Hint, "G5": Ask, "G9": Hint, "G10": Ask, "G11": Ask, "G14": Ask,
	"R1": Stop, "R2": Ask, "R4": Ask, "R5": Ask, "R8": Ask,
	"C1": Stop, "C3": Ask, "C4": Hint, "C5": Ask, "C6": Stop, "C7": Stop, "C8": Ask, "C11": Hint,
}

// find records a finding about the element or link on.
func (a *Analysis) find(check, on string) *Finding {
	a.Findings = append(a.Findings, Finding{Key: check + "-" + on, Check: check, Level: levels[check], On: on})
	return &a.Findings[len(a.Findings)-1]
}

// check runs every check, and then takes note of what is kept.
func (a *Analysis) check() {
	a.checkProblem()
	for _, n := range a.Causes() {
		a.checkCause(n)
	}
	a.checkStructure()
	for _, n := range a.LiveRoots() {
		a.checkRoot(n)
	}
	a.checkActions()
	for i := range a.Findings {
		a.keep(&a.Findings[i])
	}
}

// keep marks a finding that the team keeps. A stop cannot be kept: an answer lifts it.
func (a *Analysis) keep(f *Finding) {
	if f.Level == Stop {
		return
	}
	for _, k := range a.material.Judgement.Kept {
		if k.Key == f.Key && (k.Digest == "" || k.Digest == Digest(a.Graph, f.On)) {
			f.Kept = &k
		}
	}
}

func (a *Analysis) checkProblem() {
	p := a.Problem
	on := p.ID
	none := func(props ...string) bool {
		return !slices.ContainsFunc(props, p.Props.Known)
	}
	if none("frequency_per_month", "cost_per_month", "opportunity_per_month") {
		a.find("P1", on)
	}
	if !slices.ContainsFunc(p.Places, func(e *model.Element) bool { return e.Kind == model.Step || e.Kind == model.Touchpoint }) {
		a.find("P2", on)
	}
	for _, check := range a.material.Reader.Problem(p.Name) {
		a.find(check, on)
	}
	if len(p.Evidence) == 0 {
		a.find("P8", on)
	}
	if len(a.Customers()) == 0 {
		a.find("P9", on)
	}
	if none("business_effect", "cost_per_month") {
		a.find("P10", on)
	}
}

func (a *Analysis) checkCause(n *Node) {
	if n.Disproved() {
		return // what is no cause needs no better words
	}
	for _, check := range a.material.Reader.Cause(CauseText{Text: n.Name, Ancestors: a.Ancestors(n), Explained: len(n.Causes) > 0}) {
		a.find(check, n.ID)
	}
	if len(n.Evidence) == 0 && n.Props.Text("stop") != "unknown" {
		f := a.find("A15", n.ID)
		f.Level = Hint
		if n.IsRoot() {
			f.Level = Ask
		}
	}
	if n.Depth <= 2 && n.BestGrade() == "assumption" {
		a.find("A16", n.ID)
	}
	if len(n.Places) == 0 {
		a.find("A17", n.ID)
	}
}

func (a *Analysis) checkStructure() {
	if a.singleLine() {
		a.find("G3", a.Problem.ID)
	}
	for _, n := range a.Nodes {
		live := liveCauses(n)
		if len(live) >= 2 && n.Props.Text("gate") == "" {
			a.find("G11", n.ID)
		}
		if len(live) == 1 && !live[0].To.Props.Known("alone") {
			a.find("G4", n.ID)
		}
		if n.Depth >= 8 && !n.IsRoot() {
			a.find("G2", n.ID)
		}
	}
	for _, e := range a.Links {
		if e.Circle && !a.startedOutside(e) {
			a.find("G5", e.ID)
		}
		if e.Disputed() {
			a.find("G14", e.ID)
		}
	}
	a.checkLenses()
}

// liveCauses are the causes of a node that are not disproved; circles do not count.
func liveCauses(n *Node) []*Edge {
	var out []*Edge
	for _, e := range n.Causes {
		if !e.Circle && !e.To.Disproved() {
			out = append(out, e)
		}
	}
	return out
}

// singleLine says whether the whole analysis is one path of at least three causes.
func (a *Analysis) singleLine() bool {
	length := 0
	for n := a.Problem; ; length++ {
		next := liveCauses(n)
		if len(next) > 1 {
			return false
		}
		if len(next) == 0 {
			return length >= 3
		}
		n = next[0].To
	}
}

// startedOutside says whether a vicious circle has a cause outside of itself.
func (a *Analysis) startedOutside(circle *Edge) bool {
	below := beneath(circle.To) // the circle leads from To down to From and back
	inside := make(map[*Node]bool)
	for n := range below {
		if beneath(n)[circle.From] {
			inside[n] = true
		}
	}
	inside[circle.From], inside[circle.To] = true, true
	for n := range inside {
		for _, e := range n.Causes {
			if !inside[e.To] && !e.To.Disproved() {
				return true
			}
		}
	}
	return false
}

// beneath are the node and all causes it reaches.
func beneath(n *Node) map[*Node]bool {
	seen := map[*Node]bool{n: true}
	for todo := []*Node{n}; len(todo) > 0; todo = todo[1:] {
		for _, e := range todo[0].Causes {
			if !seen[e.To] {
				seen[e.To] = true
				todo = append(todo, e.To)
			}
		}
	}
	return seen
}

// checkLenses looks for places where nobody looked, and for causes that all come from one.
func (a *Analysis) checkLenses() {
	count := make(map[string]int)
	total := 0
	for _, n := range a.Causes() {
		if l := n.Lens(); l != "" && !n.Disproved() {
			count[l]++
			total++
		}
	}
	const fewest = 4 // causes with a lens, before a share says anything
	for _, lens := range model.Lenses {
		if total >= fewest && (10*count[lens] > 8*total) || total >= 2 && lens == "people" && count[lens] == total {
			a.find("G10", a.Problem.ID).Lens = lens
		}
		if a.Full() && total > 0 && count[lens] == 0 && !slices.Contains(a.Problem.Props.List("looked"), lens) {
			f := a.find("G9", a.Problem.ID)
			f.Lens, f.Key = lens, f.Key+"-"+lens
		}
	}
}

func (a *Analysis) checkRoot(n *Node) {
	if n.Depth <= 2 {
		a.find("G1", n.ID)
	}
	wording := a.material.Reader.Cause(CauseText{Text: n.Name, Ancestors: a.Ancestors(n)})
	if (slices.Contains(wording, "A1") || slices.Contains(wording, "A2")) && !personAnswered(n) {
		a.find("R1", n.ID)
	}
	if n.Props.Bool("without_it") {
		a.find("R2", n.ID)
	}
	if len(n.Places) > 0 && !slices.ContainsFunc(n.Places, a.controlled) {
		a.find("R4", n.ID)
	}
	if a.Full() && len(a.LiveRoots()) == 1 {
		a.find("R5", n.ID)
	}
	if len(n.Evidence) > 0 && !a.shown(n) {
		a.find("R8", n.ID)
	}
	if !a.readBack(n) {
		f := a.find("G13", n.ID)
		f.Level = Ask
		if a.Full() {
			f.Level, f.At, f.Done = Stop, AtReport, a.reported()
		}
	}
	if !n.Props.Known("accepted") && !slices.ContainsFunc(n.Actions, (*Action).Counts) {
		f := a.find("C1", n.ID)
		f.At, f.Done = AtReport, a.reported()
	}
}

// personAnswered says whether the person question of step 5 has been answered for a cause.
func personAnswered(n *Node) bool {
	return n.Props.Known("same_for_others") || n.Props.Known("human") && !n.Props.Bool("human")
}

// reported says whether the problem has gone on to acting, for which its report was the ground.
func (a *Analysis) reported() bool {
	return slices.Contains([]string{"acting", "verified", "closed"}, a.Problem.Props.Text("status"))
}

// controlled says whether somebody in the model owns an element.
func (a *Analysis) controlled(e *model.Element) bool {
	return e.Owner != "" || len(a.Graph.Out(e.ID, model.OwnedBy)) > 0
}

// shown says whether the way to a root has a piece of evidence that is better than one person's word.
func (a *Analysis) shown(root *Node) bool {
	return slices.ContainsFunc(a.Path(root)[1:], wellShown)
}

func wellShown(n *Node) bool {
	i := slices.Index(model.Grades, n.BestGrade())
	return i >= 0 && i < slices.Index(model.Grades, "one")
}

// readBack says whether somebody has read every link on the way to a root.
func (a *Analysis) readBack(root *Node) bool {
	return !slices.ContainsFunc(a.EdgesTo(root), func(e *Edge) bool { return !e.Read() })
}

func (a *Analysis) checkActions() {
	var counting []*Action
	for _, x := range a.Actions {
		if x.Counts() {
			counting = append(counting, x)
			a.checkAction(x)
		}
	}
	if len(counting) > 0 && !slices.ContainsFunc(counting, func(x *Action) bool { return x.Props.Text("strength") != "weaker" }) {
		a.find("C3", a.Problem.ID)
	}
}

func (a *Analysis) checkAction(x *Action) {
	r := a.material.Reader
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
	if !x.Props.Known("measure") || !x.Props.Known("target") || !x.Props.Known("check_on") {
		f := a.find("C8", x.ID)
		if a.Problem.Props.Text("status") == "closed" {
			f.Level, f.At, f.Done = Stop, AtClosure, true
		}
	}
	if x.Props.Text("strength") == "stronger" && !x.Props.Known("side_effects") {
		a.find("C11", x.ID)
	}
}
