package whys

import (
	"slices"
	"time"

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
	Lens  string // of G10
	Kept  *Kept  // nil = it stands open

	// Args are what its message names: elements as *model.Element, a date as YYYY-MM-DD, lenses as []string, else text.
	Args map[string]any
}

// Message is the id of what the finding says, a text of the catalogue; its name stands under "check.A5.name".
func (f Finding) Message() string {
	if f.Check == "R7" && f.Args["Date"] == nil {
		return "check.R7.undated"
	}
	return "check." + f.Check
}

// Speaker says messages in one language, as a printer of templates/say does.
type Speaker interface {
	T(id string, args ...any) string
	Lang() string
}

// Say words the finding: a question to the team.
func (f Finding) Say(s Speaker) string {
	var args []any
	for name, v := range f.Args {
		switch known := v.(type) {
		case *model.Element:
			v = known.NameIn(s.Lang())
		case []string:
			words := make([]string, len(known))
			for i, lens := range known {
				words[i] = s.T("lens." + lens)
			}
			v = words
		case string:
			if day, err := time.Parse(time.DateOnly, known); err == nil && name == "Date" {
				v = day
			}
		}
		args = append(args, name, v)
	}
	return s.T(f.Message(), args...)
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
	for _, i := range a.findings[id] {
		out = append(out, a.Findings[i])
	}
	return out
}

// Draft says whether the report is still a draft: something stops at report, or at once.
func (a *Analysis) Draft() bool {
	return slices.ContainsFunc(a.Findings, func(f Finding) bool { return f.Level == Stop && f.Kept == nil && (f.At == "" || f.At == AtReport) })
}

// Full says whether the analysis goes the full track.
func (a *Analysis) Full() bool { return a.Problem.Props.Text("track") == "full" }

// levels are the checks there are, each with its level; some say another where they fire.
var levels = map[string]Level{
	"P1": Ask, "P2": Ask, "P3": Ask, "P4": Ask, "P5": Ask, "P6": Hint, "P7": Hint, "P8": Ask, "P9": Ask, "P10": Ask,
	"A1": Ask, "A2": Ask, "A3": Ask, "A4": Ask, "A5": Ask, "A6": Hint, "A7": Ask, "A8": Hint, "A9": Ask, "A10": Hint, "A11": Hint, "A12": Hint,
	"A13": Ask, "A14": Ask, "A15": Hint, "A16": Ask, "A17": Ask, "A18": Hint, "A19": Hint, "A20": Hint,
	"G1": Ask, "G2": Hint, "G3": Ask, "G4": Hint, "G5": Ask, "G7": Ask, "G9": Hint, "G10": Ask, "G11": Ask, "G13": Ask, "G14": Ask,
	"R1": Stop, "R2": Ask, "R3": Hint, "R4": Ask, "R5": Ask, "R6": Hint, "R7": Ask, "R8": Ask,
	"C1": Stop, "C2": Ask, "C3": Ask, "C4": Hint, "C5": Ask, "C6": Stop, "C7": Stop, "C8": Ask, "C9": Ask, "C10": Hint, "C11": Hint, "C12": Hint,
	"V1": Stop, "V2": Stop, "V3": Ask, "V5": Hint, "V6": Hint, "V7": Hint,
}

// find records a finding about the element or link on; args alternate the names and values that its message has.
func (a *Analysis) find(check, on string, args ...any) *Finding {
	f := Finding{Key: check + "-" + on, Check: check, Level: levels[check], On: on}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = make(map[string]any, len(args)/2)
		}
		f.Args[args[i].(string)] = args[i+1]
	}
	a.Findings = append(a.Findings, f)
	return &a.Findings[len(a.Findings)-1]
}

// check runs every check, and then takes note of what is kept.
func (a *Analysis) check() {
	a.checkProblem()
	for _, n := range a.Causes() {
		if n.Live { // what is no cause needs no better words
			a.checkCause(n)
		}
	}
	a.checkElsewhere()
	a.checkStructure()
	roots := a.LiveRoots()
	for _, n := range roots {
		a.checkRoot(n)
	}
	a.checkRoots(roots)
	a.checkActions()
	a.checkAfter()
	kept := make(map[string]*Kept)
	for i := range a.material.Judgement.Kept {
		k := &a.material.Judgement.Kept[i]
		kept[k.Key] = k
	}
	a.findings = make(map[string][]int)
	for i := range a.Findings {
		f := &a.Findings[i]
		a.findings[f.On] = append(a.findings[f.On], i)
		if k := kept[f.Key]; k != nil && f.Level != Stop && (k.Digest == "" || k.Digest == Digest(a.Graph, f.On)) {
			f.Kept = k // a stop cannot be kept: an answer lifts it
		}
	}
}

// standing tells whether a check found something on an element or link, and whether the team keeps it.
func (a *Analysis) standing(check, on string) (found, kept bool) {
	for _, i := range a.findings[on] {
		if f := &a.Findings[i]; f.Check == check {
			found, kept = true, kept || f.Kept != nil
		}
	}
	return found, kept
}

// open tells whether a finding stands that is not kept.
func (a *Analysis) open(check, on string) bool {
	found, kept := a.standing(check, on)
	return found && !kept
}

// kept tells whether a finding stands and is kept.
func (a *Analysis) kept(check, on string) bool {
	_, kept := a.standing(check, on)
	return kept
}
