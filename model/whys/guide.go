package whys

import (
	"slices"

	"rootline/model"
)

// Stage is one stretch of the guided analysis, as the progress line shows it.
type Stage string

// The stages of the quick track, in order. Every stage can be entered at any time.
const (
	StageProblem Stage = "problem"
	StageFirst   Stage = "first"  // first causes, silently
	StageDig     Stage = "dig"    // what made each of them happen
	StagePeople  Stage = "people" // where a human act is named
	StageStop    Stage = "stop"   // stop here, or dig on
	StageRead    Stage = "read"   // read it back
	StageCures   Stage = "cures"  // countermeasures
	StagePlan    Stage = "plan"   // owner, date, measure
	StageReport  Stage = "report"
)

// Stages are the stages in order.
var Stages = []Stage{StageProblem, StageFirst, StageDig, StagePeople, StageStop, StageRead, StageCures, StagePlan, StageReport}

// Question is one question of the guided analysis: one page, one address.
type Question struct {
	Stage Stage
	Page  string // the page that asks it: what, where, figures, effect, proof, sentence, first, ground, more, dig, person, stop, read, cure, plan, report
	On    string // id of the cause, root or action it is about; "" = the problem, whose "more" has its id
	Done  bool   // there is an answer
}

// Questions lists all questions as the analysis stands now, in the order in which the guide asks them. Answering one can
// bring others.
func (a *Analysis) Questions() []Question {
	qs := a.problemQuestions()
	qs = append(qs, Question{StageFirst, "first", "", a.Problem.Explained()})
	var people, stops []Question
	for _, n := range a.Nodes {
		if !n.Live {
			continue
		}
		if n.Kind == model.Cause {
			qs = append(qs, Question{StageDig, "ground", n.ID, n.Props.Known("certainty") || len(n.Places) > 0 || len(n.Evidence) > 0})
			if a.asksPerson(n) {
				people = append(people, Question{StagePeople, "person", n.ID, personAnswered(n)})
			}
		}
		switch {
		case len(n.live) > 1:
			qs = append(qs, Question{StageDig, "more", n.ID, n.Props.Known("gate")})
		case len(n.live) == 1:
			qs = append(qs, Question{StageDig, "more", n.ID, n.live[0].To.Props.Known("alone")})
		case n.Kind == model.Problem || n.Explained(): // a circle explains it
		case n.Props.Text("stop") == "dig":
			qs = append(qs, Question{StageDig, "dig", n.ID, false})
		default:
			stops = append(stops, Question{StageStop, "stop", n.ID, n.Props.Known("stop")})
		}
	}
	qs = append(append(qs, people...), stops...)
	roots := a.LiveRoots()
	for _, n := range roots {
		qs = append(qs, Question{StageRead, "read", n.ID, !n.unread})
	}
	planned := map[*Action]bool{}
	plan := func(list []*Action) {
		for _, x := range list {
			if x.Counts() && !planned[x] {
				planned[x] = true
				qs = append(qs, Question{StagePlan, "plan", x.ID, x.Owner != "" && x.Props.Known("due")})
			}
		}
	}
	for _, n := range roots { // what is done about one root is planned before the next is asked about
		qs = append(qs, Question{StageCures, "cure", n.ID, n.Props.Known("accepted") || slices.ContainsFunc(n.Actions, (*Action).Counts)})
		plan(n.Actions)
	}
	plan(a.Actions)
	return append(qs, Question{StageReport, "report", "", false})
}

func (a *Analysis) problemQuestions() []Question {
	p := a.Problem
	known := func(props ...string) bool { return slices.ContainsFunc(props, p.Props.Known) }
	return []Question{
		{StageProblem, "what", "", p.Name != ""},
		{StageProblem, "where", "", len(p.Places) > 0},
		{StageProblem, "figures", "", known("frequency_per_month", "cost_per_month", "opportunity_per_month", "since")},
		{StageProblem, "effect", "", known("business_effect")},
		{StageProblem, "proof", "", len(p.Evidence) > 0},
		{StageProblem, "sentence", "", len(p.Causes) > 0}, // read once, before the first cause
	}
}

// asksPerson says whether a cause names a human act, so that the person question has to be asked: it is marked as one, its
// wording says so, or a role acts in it.
func (a *Analysis) asksPerson(n *Node) bool {
	if n.Props.Bool("human") || n.said.acts(a.material.Reader) {
		return true
	}
	return slices.ContainsFunc(a.findings[n.ID], func(i int) bool {
		return slices.Contains([]string{"A1", "A2", "A3"}, a.Findings[i].Check)
	})
}

// Next is the first question without an answer; the report where all have one.
func (a *Analysis) Next() Question {
	qs := a.Questions()
	return qs[slices.IndexFunc(qs, func(q Question) bool { return !q.Done })] // the report is never done
}

// phases are stretches of the analysis that are finished one after the other: what is wrong, why, whether that holds, what is
// done about it.
var phases = map[Stage]int{StageProblem: 0, StageFirst: 1, StageDig: 1, StagePeople: 1, StageStop: 1, StageRead: 2, StageCures: 3, StagePlan: 3, StageReport: 4}

// After is where "save and go on" leads: the first question without an answer behind the given one in its phase; else, after an
// answer, the first that was passed over in this phase; else the first of the phases to come, and at last the report. Nobody is
// led back into a phase that is behind them. An answer can take its own question away ("dig on" does, of where to stop): then
// it is the question that came in its place, about the same cause.
func (a *Analysis) After(page, on string) Question {
	qs := a.Questions()
	open := func(q Question) bool { return !q.Done && q.Stage != StageReport }
	i, asked := locate(qs, page, on)
	behind, phase, answered := qs[i:], phases[pageStages[page]], true
	if asked {
		answered, behind = qs[i].Done, behind[1:]
	} else if j := slices.IndexFunc(qs, func(q Question) bool { return open(q) && q.On == on && on != "" }); j >= 0 {
		return qs[j]
	}
	first := func(part []Question, same bool) int {
		return slices.IndexFunc(part, func(q Question) bool { return open(q) && (phases[q.Stage] == phase) == same })
	}
	if j := first(behind, true); j >= 0 {
		return behind[j]
	}
	if j := first(qs[:i], true); j >= 0 && answered {
		return qs[j]
	}
	if j := first(behind, false); j >= 0 {
		return behind[j]
	}
	return qs[len(qs)-1]
}

// Before is the question in front of the given one; the first has itself.
func (a *Analysis) Before(page, on string) Question {
	qs := a.Questions()
	i, _ := locate(qs, page, on)
	return qs[max(0, i-1)]
}

// locate returns where a question stands among qs; or, where it is not asked, the place it would have at the latest, behind
// the others of its stage.
func locate(qs []Question, page, on string) (place int, asked bool) {
	if i := slices.IndexFunc(qs, func(q Question) bool { return q.Page == page && q.On == on }); i >= 0 {
		return i, true
	}
	stage := slices.Index(Stages, pageStages[page])
	for place = len(qs) - 1; place > 0 && slices.Index(Stages, qs[place-1].Stage) > stage; place-- {
	}
	return place, false
}

// pageStages are the stages of the pages; the others are of the first, which is about the problem.
var pageStages = map[string]Stage{"first": StageFirst, "ground": StageDig, "more": StageDig, "dig": StageDig, "person": StagePeople,
	"stop": StageStop, "read": StageRead, "cure": StageCures, "plan": StagePlan, "report": StageReport}

// StageDone says whether every question of a stage has an answer, and whether it has any question.
func (a *Analysis) StageDone(s Stage) (done, any bool) {
	done = true
	for _, q := range a.Questions() {
		if q.Stage == s {
			any = true
			done = done && q.Done
		}
	}
	return done && any, any
}
