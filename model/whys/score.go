package whys

import (
	"cmp"
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

// lost is how much of its weight a part does not bring.
func (p part) lost() float64 {
	if p.all == 0 {
		return 0
	}
	return p.weight * float64(p.all-p.ok) / float64(p.all)
}

// problemChecks are the checks of the problem itself that count.
var problemChecks = []string{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"}

// score weighs the parts: problem 15, links read back 25, evidence 20, depth and system level 20, control 10, actions 10. A
// part with nothing to count is left out and the rest scaled up.
func (a *Analysis) score() Score {
	parts := []part{a.problemPart(), a.linkPart(), a.evidencePart(), a.depthPart(), a.controlPart(), a.actionPart()}
	slices.SortStableFunc(parts, func(p, q part) int { return cmp.Compare(q.lost(), p.lost()) })
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

func (a *Analysis) problemPart() part {
	p := part{weight: 15, id: "problem", all: len(problemChecks)}
	for _, check := range problemChecks {
		if !a.open(check, a.Problem.ID) {
			p.ok++
		}
	}
	return p
}

// linkPart counts the links on the ways to roots. An unread one is in order where the team keeps that its root was not
// read back, a disputed one where the team keeps the dispute.
func (a *Analysis) linkPart() part {
	p := part{weight: 25, id: "unread"}
	roots := a.LiveRoots()
	toRead := make(map[*Edge]bool)
	for _, e := range a.edgesTo(slices.DeleteFunc(slices.Clone(roots), func(n *Node) bool { return a.kept("G13", n.ID) })) {
		toRead[e] = true
	}
	for _, e := range a.edgesTo(roots) {
		p.all++
		switch {
		case a.open("G14", e.ID):
			p.disputed++
		case e.Read() || !toRead[e]:
			p.ok++
		}
	}
	return p
}

func (a *Analysis) evidencePart() part {
	p := part{weight: 20, id: "evidence"}
	for _, n := range a.Causes() {
		if !n.Live {
			continue
		}
		p.all++
		if wellShown(n) || slices.ContainsFunc([]string{"A15", "A16", "R8"}, func(check string) bool { return a.kept(check, n.ID) }) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) depthPart() part {
	p := part{weight: 20, id: "depth"}
	narrow := "" // the lens that everything points to
	for _, f := range a.FindingsOn(a.Problem.ID) {
		if f.Check == "G10" && f.Kept == nil {
			narrow = f.Lens
		}
	}
	for _, n := range a.LiveRoots() {
		p.all++
		if a.placed(n) && !a.open("G1", n.ID) && (narrow == "" || n.Lens() != narrow) {
			p.ok++
		}
	}
	return p
}

// placed says whether a cause lies somewhere, or the team keeps that it does not.
func (a *Analysis) placed(n *Node) bool { return len(n.Places) > 0 || a.kept("A17", n.ID) }

func (a *Analysis) controlPart() part {
	p := part{weight: 10, id: "control"}
	for _, n := range a.LiveRoots() {
		p.all++
		if a.placed(n) && !a.open("R4", n.ID) {
			p.ok++
		}
	}
	return p
}

func (a *Analysis) actionPart() part {
	p := part{weight: 10, id: "actions"}
	weakKept := a.kept("C3", a.Problem.ID)
	for _, n := range a.LiveRoots() {
		p.all++
		does := func(x *Action) bool { return x.Counts() && (weakKept || !a.weaker(x)) }
		if n.Props.Known("accepted") || slices.ContainsFunc(n.Actions, does) {
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
