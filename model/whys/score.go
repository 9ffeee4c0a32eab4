package whys

import (
	"math"
	"slices"
	"strings"
)

// Score is how much of an analysis is in order, and why no more. It is about the analysis, never about people.
type Score struct {
	Value   int // 0–100
	Known   bool
	Reasons []Reason // what is missing, most weighty first
}

// Reason is one thing that keeps the score down: a message id under "score." and how many times.
type Reason struct {
	ID    string // problem, unread, disputed, evidence, depth, control, actions
	Count int
}

// part is one part of the score: so many of so many are in order.
type part struct {
	weight   float64
	ok, all  int
	id       string
	disputed int // of links: read, but contested
}

// problemChecks are the checks of the problem itself that count.
var problemChecks = []string{"P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9", "P10"}

// score weighs the parts: problem 15, links read back 25, evidence 20, depth and system level 20, control 10, actions 10. A
// part with nothing to count is left out and the rest scaled up.
func (a *Analysis) score() Score {
	parts := []part{a.problemPart(), a.linkPart(), a.evidencePart(), a.depthPart(), a.controlPart(), a.actionPart()}
	var sum, weight float64
	var s Score
	for _, p := range parts {
		if p.all == 0 {
			continue
		}
		weight += p.weight
		sum += p.weight * float64(p.ok) / float64(p.all)
		if p.disputed > 0 {
			s.Reasons = append(s.Reasons, Reason{"disputed", p.disputed})
		}
		if missing := p.all - p.ok - p.disputed; missing > 0 {
			s.Reasons = append(s.Reasons, Reason{p.id, missing})
		}
	}
	if weight > 0 {
		s.Value, s.Known = int(math.Round(100*sum/weight)), true
	}
	return s
}

func (a *Analysis) open(check, on string) bool {
	return slices.ContainsFunc(a.Findings, func(f Finding) bool { return f.Check == check && f.On == on && f.Kept == nil })
}

func (a *Analysis) problemPart() part {
	p := part{weight: 15, id: "problem", all: len(problemChecks)}
	for _, check := range problemChecks {
		if !a.open(check, a.Problem.ID) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) linkPart() part {
	p := part{weight: 25, id: "unread"}
	for _, e := range a.RootEdges() {
		p.all++
		switch {
		case e.Disputed() && a.open("G14", e.ID):
			p.disputed++
		case e.Read():
			p.ok++
		}
	}
	return p
}

func (a *Analysis) evidencePart() part {
	p := part{weight: 20, id: "evidence"}
	for _, n := range a.Causes() {
		if n.Disproved() {
			continue
		}
		p.all++
		if wellShown(n) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) depthPart() part {
	p := part{weight: 20, id: "depth"}
	narrow := "" // the lens that everything points to
	for _, f := range a.Findings {
		if f.Check == "G10" && f.Kept == nil {
			narrow = f.Lens
		}
	}
	for _, n := range a.LiveRoots() {
		p.all++
		if len(n.Places) > 0 && !a.open("G1", n.ID) && (narrow == "" || n.Lens() != narrow) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) controlPart() part {
	p := part{weight: 10, id: "control"}
	for _, n := range a.LiveRoots() {
		p.all++
		if slices.ContainsFunc(n.Places, a.controlled) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) actionPart() part {
	p := part{weight: 10, id: "actions"}
	for _, n := range a.LiveRoots() {
		p.all++
		strong := func(x *Action) bool { return x.Counts() && x.Props.Text("strength") != "weaker" }
		if n.Props.Known("accepted") || slices.ContainsFunc(n.Actions, strong) {
			p.ok++
		}
	}
	return p
}

// SoundKey says whether s can be the key of a finding.
func SoundKey(s string) bool {
	return s != "" && len(s) <= 200 && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
	}) < 0
}
