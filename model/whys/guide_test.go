package whys_test

import (
	"fmt"
	"testing"

	"rootline/model/whys"
)

func asked(q whys.Question) string {
	if q.On == "" {
		return q.Page
	}
	return q.Page + " " + q.On
}

// TestWalk takes a problem through the quick track: what each answer adds, and where "save and go on" leads from the page
// that it was given on.
func TestWalk(t *testing.T) {
	t.Parallel()
	line := "p"
	for i, step := range []struct{ page, on, answer, after string }{
		{"what", "", `p "A lamp bought online cannot be given back"`, "where"},
		{"where", "", "p: at pay", "figures"},
		{"figures", "", "", "effect"}, // passed over
		{"effect", "", "p: hurts", "proof"},
		{"proof", "", "p: shown measured", "sentence"},
		{"sentence", "", "", "first"},
		{"first", "", "c1 < p; c2 < p", "more p"},
		{"more", "p", "p: and", "ground c1"},
		{"ground", "c1", "c1: at till shown measured", "ground c2"},
		{"ground", "c2", `c2 "The clerk forgot to scan the label": at clerk`, "person c2"},
		{"person", "c2", "c2: human=yes same_for_others=yes", "stop c1"},
		{"stop", "c1", "c1: dig", "dig c1"}, // its question is gone: on to what came in its place
		{"dig", "c1", "c3 < c1", "more c1"},
		{"more", "c1", "c3: alone", "ground c3"},
		{"ground", "c3", "c3: certainty=likely", "stop c3"},
		{"stop", "c3", "c3: root", "stop c2"},
		{"stop", "c2", "c2: outside", "read c3"},
		{"read", "c3", "read c1<p follows", "cure c3"}, // half of it; on, and back later
		{"cure", "c3", "a1 > c3", "plan a1"},
		{"plan", "a1", "a1: owner Ana due=2026-10-01", "report"}, // the end: nobody is led back from there
		{"figures", "", "p: often", "read c3"},                   // what was passed over is gone back to by hand
		{"read", "c3", "read c3<c1 follows", "report"},
		{"report", "", "", "report"},
	} {
		if step.answer != "" {
			line += "; " + step.answer
		}
		a := analyse(t, line)
		if got := asked(a.After(step.page, step.on)); got != step.after {
			t.Fatalf("step %d: after %s %s comes %s, want %s", i, step.page, step.on, got, step.after)
		}
	}
	a := analyse(t, line)
	if got := asked(a.Next()); got != "report" {
		t.Errorf("at the end, next is %s", got)
	}
	for _, stage := range whys.Stages {
		if done, any := a.StageDone(stage); done != (stage != whys.StageReport) || !any {
			t.Errorf("at the end, stage %s is done %v, of any question %v", stage, done, any)
		}
	}
}

// TestPhases: what was passed over is asked before its phase ends, once more and not again; from a later phase nobody is led back.
func TestPhases(t *testing.T) {
	t.Parallel()
	const dug = "p: sound; c1 < p: sound root; c2 < p: sound"
	for _, c := range []struct{ sketch, page, on, want string }{
		{dug + " root", "stop", "c2", "more p"}, // a cause was opened before its turn
		{dug + " root", "more", "p", "read c1"}, // passed over again
		{dug + ";p: or", "ground", "c1", "stop c2"},
		{"p: at pay; c1 < p: sound root alone; read *; a1 > c1: sound", "plan", "a1", "report"},
		{dug + " root; p: or; read *", "read", "c2", "cure c1"},
		{dug + " root; p: or; read *; a1 > c1", "cure", "c1", "plan a1"},
		{dug + " root; p: or; read *; a1 > c1: sound", "plan", "a1", "cure c2"},
		{dug + " root; p: or; read *; a1 > c1: sound; a2 > c2", "cure", "c2", "plan a2"},
		{dug + " root; read *; a1 > c1: sound; a2 > c2: sound", "plan", "a2", "report"}, // "more p" is open
	} {
		if got := asked(analyse(t, c.sketch).After(c.page, c.on)); got != c.want {
			t.Errorf("%s: after %s %s comes %s, want %s", c.sketch, c.page, c.on, got, c.want)
		}
	}
}

// TestNext: the first question without an answer, as an analysis grows.
func TestNext(t *testing.T) {
	t.Parallel()
	const told = "p: sound and; "
	for _, c := range []struct{ sketch, want string }{
		{"p", "where"},
		{"p: at pay", "figures"},
		{"p: at pay often", "effect"},
		{"p: at pay often hurts", "proof"},
		{"p: sound", "sentence"},
		{told + "c1 < p", "more p"},
		{told + "c1 < p: alone", "ground c1"},
		{told + "c1 < p: alone sound", "stop c1"},
		{told + "c1 < p: not-alone sound dig", "dig c1"},
		{told + "c1 < p: disproved", "first"},
		{told + "c1 < p: sound; c2 < p: sound; c3 < c1: sound alone; c2: root", "stop c3"},
		{told + "c1 < p: alone sound; c2 < c1: alone sound; c1 < c2*", "report"}, // a circle explains c2: nothing is left to ask of it
		{told + "c1 < p: sound alone human=yes", "person c1"},
		{told + "c1 < p: sound alone root", "read c1"},
		{told + "c1 < p: sound alone root; read *", "cure c1"},
		{told + "c1 < p: sound alone root accepted=rare; read *", "report"},
		{told + "c1 < p: sound alone root; read *; a1 > c1", "plan a1"},
		{told + "c1 < p: sound alone root; read *; a1 > c1: sound", "report"},
		{told + "c1 < p: sound alone root; read *; a1 > c1: sound status=idea", "cure c1"},
		{told + "c1 < p: sound outside alone", "report"},
	} {
		if got := asked(analyse(t, c.sketch).Next()); got != c.want {
			t.Errorf("%s: next is %s, want %s", c.sketch, got, c.want)
		}
	}
}

// TestBefore walks back through all questions, from each to the one in front.
func TestBefore(t *testing.T) {
	t.Parallel()
	a := analyse(t, "p: sound and; c1 < p: sound root; c2 < p: sound dig; c3 < p: sound; read c1<p follows; a1 > c1")
	qs := a.Questions()
	for i, q := range qs {
		if got, want := a.Before(q.Page, q.On), qs[max(0, i-1)]; got != want {
			t.Errorf("before %s is %s, want %s", asked(q), asked(got), asked(want))
		}
	}
	for _, c := range []struct{ page, on, before, after string }{
		{"stop", "c2", "stop c3", "dig c2"}, // not asked now: it was answered with "dig on"
		{"person", "c1", "ground c3", "stop c3"},
		{"plan", "a9", "plan a1", "plan a1"},
		{"nothing", "", "what", "dig c2"},
	} {
		if before, after := asked(a.Before(c.page, c.on)), asked(a.After(c.page, c.on)); before != c.before || after != c.after {
			t.Errorf("%s %s: before %s, after %s; want %s and %s", c.page, c.on, before, after, c.before, c.after)
		}
	}
}

// TestStageDone: a stage without a question is not done.
func TestStageDone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sketch string
		stage  whys.Stage
		want   string
	}{
		{"p", whys.StageProblem, "false true"},
		{"p: sound; c1 < p", whys.StageProblem, "true true"},
		{"p", whys.StageFirst, "false true"},
		{"c1 < p", whys.StageFirst, "true true"},
		{"p", whys.StagePeople, "false false"},
		{"c1 < p: human=yes", whys.StagePeople, "false true"},
		{"c1 < p: human=yes same_for_others=no", whys.StagePeople, "true true"},
		{"c1 < p: root; c2 < p", whys.StageStop, "false true"},
		{"c1 < p: root; c2 < p: unknown", whys.StageStop, "true true"},
		{"p", whys.StageReport, "false true"},
	} {
		done, any := analyse(t, c.sketch).StageDone(c.stage)
		if got := fmt.Sprint(done, " ", any); got != c.want {
			t.Errorf("%s: stage %s is %s, want %s (done, any)", c.sketch, c.stage, got, c.want)
		}
	}
}

// TestPersonQuestion: it is asked where a human act is named or marked, or a role of the workspace acts.
func TestPersonQuestion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cause string
		want  bool
	}{
		{"The clerk forgot to scan the label", true},
		{"He closed the order too early", true},
		{"The clerk scans each label twice", true},
		{"Often the clerk scans a label twice", true},
		{"Each label that leaves the house is scanned by the clerk", false},
		{"The clerk desk closes at noon", false}, // the name of something else
		{"The till does not find the online order", false},
	} {
		s := draw(t, `desk touchpoint; c1 < p "`+c.cause+`"`)
		s.get("clerk").Name = "Clerk"
		s.get("counter").Name = "Clerk desk"
		g := s.graph()
		s.material.Reader = whys.ReaderFor(g, nil, []string{"en"}, nil)
		got := false
		for _, q := range whys.Analyse(g, "p", s.material).Questions() {
			got = got || q.Page == "person"
		}
		if got != c.want {
			t.Errorf("%q: the person question is asked = %v", c.cause, got)
		}
	}
}
