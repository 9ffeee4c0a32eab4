package whys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/whys"
)

// TestScore against sums by hand. The parts: problem 15, links 25, evidence 20, depth 20, control 10, actions 10.
func TestScore(t *testing.T) {
	t.Parallel()
	const (
		whole = "p: sound; c1 < p: sound; c2 < c1: sound; c3 < c2: sound root; a1 > c3: sound; read *"
		half  = "p: sound; c1 < p: sound root; c2 < p; read c1<p follows"
		weak  = "p: sound; c1 < p: sound; c2 < c1: sound; c3 < c2: sound root; a1 > c3: sound weaker; read *"
	)
	for _, c := range []struct {
		sketch  string
		want    int
		reasons string
	}{
		// P1, P2, P8, P9, P10 of ten checks are open, nothing else is there to count: 15·5/10 of 15.
		{"p", 50, "problem 5"},
		{"p: sound", 100, ""},
		// P2, P8, P9, P10 open: 15·6/10 = 9. Links, depth, control, actions: no root. Evidence 20·1/2 = 10. 19 of 35 = 54.3.
		{"p: often; c1 < p: sound; c2 < p", 54, "evidence 1, problem 4"},
		{whole, 100, ""},
		// Problem 15, link 25, evidence 20·1/2 = 10, depth 0 (G1), control 10, actions 0.
		{half, 60, "depth 1, evidence 1, actions 1"},
		{half + "; keep G1-c1", 80, "evidence 1, actions 1"},
		{half + "; keep A15-c2", 70, "depth 1, actions 1"},
		{half + "; keep A15-c2 stale", 60, "depth 1, evidence 1, actions 1"},
		{half + "; keep C1-c1", 60, "depth 1, evidence 1, actions 1"}, // a stop is not kept
		{half + "; c2: disproved", 70, "depth 1, actions 1"},
		{half + "; c1: accepted=rare", 70, "depth 1, evidence 1"},
		// Control 0 (R4), then kept.
		{whole + "; till off; c1: at rule; c2: at rule; c3: at ledger; p: at buyer", 90, "control 1"},
		{whole + "; till off; c1: at rule; c2: at rule; c3: at ledger; p: at buyer; keep R4-c3", 100, ""},
		// One of three links disputed: 25·2/3 = 16.7; kept, it counts.
		{whole + "; read c2<c1 sometimes", 92, "disputed 1"},
		{whole + "; read c2<c1 sometimes; keep G14-c1.c2", 100, ""},
		// Actions 0, unless the team keeps that there are weaker ones alone.
		{weak, 90, "actions 1"},
		{weak + "; keep C3-p", 100, ""},
		// Problem 15, links kept unread 25, evidence 20, depth 20, control 10, actions 10.
		{"p: sound; c1 < p: sound root accepted=rare; keep G13-c1; keep G1-c1", 100, ""},
		// A place that the team keeps empty: depth and control in order; evidence, links and problem too.
		{"p: sound; c1 < p: sound; c2 < c1: sound; c3 < c2: shown measured root accepted=rare; read *; keep A17-c3", 100, ""},
		{"p: sound; c1 < p: sound; c2 < c1: sound; c3 < c2: shown measured root accepted=rare; read *", 70, "depth 1, control 1"},
		// G10: four causes of four in technology, and so the root: depth 0.
		{whole + "; c4 < p: sound", 80, "depth 1"},
		{whole + "; c4 < p: sound; keep G10-p", 100, ""},
	} {
		a := analyse(t, c.sketch)
		var reasons []string
		for _, r := range a.Score.Reasons {
			reasons = append(reasons, fmt.Sprint(r.ID, " ", r.Count))
		}
		if got := strings.Join(reasons, ", "); a.Score.Value != c.want || got != c.reasons || !a.Score.Known {
			t.Errorf("%s: score %d because of %q, want %d and %q", c.sketch, a.Score.Value, got, c.want, c.reasons)
		}
	}
}

// TestKeptFallsAway: what was said of one text says nothing of another, be it of a cause or of a link's two ends.
func TestKeptFallsAway(t *testing.T) {
	t.Parallel()
	const line = "c1 < p; read c1<p not"
	before := draw(t, line)
	g := before.graph()
	var kept []whys.Kept
	for _, f := range whys.Analyse(g, "p", before.material).Findings {
		kept = append(kept, whys.Kept{Key: f.Key, Reason: "agreed", Digest: whys.Digest(g, f.On)})
	}
	for _, c := range []struct {
		rename, key string
		want        bool
	}{
		{"", "A17-c1", true},
		{"", "G14-p.c1", true},
		{"", "G7-p.c1", true},
		{"", "P1-p", true},
		{`; c1 "The till is closed on Monday"`, "A17-c1", false},
		{`; c1 "The till is closed on Monday"`, "G14-p.c1", false},
		{`; c1 "The till is closed on Monday"`, "P1-p", true},
		{`; p "Lamps cannot be given back at all"`, "A17-c1", true},
		{`; p "Lamps cannot be given back at all"`, "G14-p.c1", false},
		{`; p "Lamps cannot be given back at all"`, "P1-p", false},
	} {
		s := draw(t, line+c.rename)
		s.material.Judgement.Kept = kept
		a := whys.Analyse(s.graph(), "p", s.material)
		i := slices.IndexFunc(a.Findings, func(f whys.Finding) bool { return f.Key == c.key })
		if i < 0 || (a.Findings[i].Kept != nil) != c.want {
			t.Errorf("after %q, %s is kept = %v, want %v", c.rename, c.key, i >= 0 && a.Findings[i].Kept != nil, c.want)
		}
	}
}

// TestKeys: a key is sound and stands once, and what happens elsewhere does not change it.
func TestKeys(t *testing.T) {
	t.Parallel()
	keys := func(a *whys.Analysis) map[string]bool {
		out := map[string]bool{}
		for _, f := range a.Findings {
			if out[f.Key] || !whys.SoundKey(f.Key) {
				t.Errorf("the key %q is not sound, or stands twice", f.Key)
			}
			out[f.Key] = true
		}
		return out
	}
	for _, d := range drawnExamples(t) {
		keys(analyse(t, d.sketch))
	}
	before := keys(analyse(t, "c1 < p; c2 < c1; c3 < c1: shown measured"))
	after := keys(analyse(t, "p: at pay; c1 < p; c2 < c1; c3 < c1: shown measured; c4 < p; a1 > c4"))
	for _, key := range []string{"P1-p", "P8-p", "A15-c1", "A15-c2", "A17-c3", "G11-c1"} {
		if !before[key] || !after[key] {
			t.Errorf("%s: before %v, after %v", key, before[key], after[key])
		}
	}
	long := strings.Repeat("x", 64)
	for _, s := range []string{"A5-" + long, "A18-" + long + "-" + long, "G14-because.p.c1"} {
		if !whys.SoundKey(s) {
			t.Errorf("SoundKey(%q) = false", s)
		}
	}
	for _, s := range []string{"", "A5 c1", "A5/c1", "A5-ü", strings.Repeat("x", 201)} {
		if whys.SoundKey(s) {
			t.Errorf("SoundKey(%q) = true", s)
		}
	}
}

// TestStops: what stops does so at its act alone, and only once that is done.
func TestStops(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sketch, key string
		at          whys.Act
		stops       bool
		draft       bool
	}{
		{`c1 < p "The clerk forgot to scan the label": root accepted=rare; read *`, "R1-c1", "", true, true},
		{"c1 < p: root; read *", "C1-c1", whys.AtReport, false, true},
		{"p: status=analysing; c1 < p: root; read *", "C1-c1", whys.AtReport, false, true},
		{"p: status=acting; c1 < p: root; read *", "C1-c1", whys.AtReport, true, true},
		{"p: full; c1 < p: root accepted=rare", "G13-c1", whys.AtReport, false, true},
		{"p: full status=closed; c1 < p: root accepted=rare", "G13-c1", whys.AtReport, true, true},
		{"c1 < p: root accepted=rare", "G13-c1", "", false, false},
		{"a1 > p", "C6-a1", whys.AtApproval, false, false},
		{"a1 > p: status=approved", "C6-a1", whys.AtApproval, true, false},
		{"a1 > p: status=done", "C7-a1", whys.AtApproval, true, true}, // V1 makes it a draft
		{"a1 > p: status=doing", "C7-a1", whys.AtApproval, true, false},
		{"a1 > p: sound measure=", "C8-a1", "", false, false},
		{"p: status=closed; a1 > p: sound measure= status=effective", "C8-a1", whys.AtClosure, true, false},
		{"now 2027-01-01; a1 > p: sound status=done shown measured", "V2-a1", whys.AtClosure, false, false},
		{"p: status=closed; a1 > p: sound status=done shown measured", "V2-a1", whys.AtClosure, true, false},
	} {
		a := analyse(t, c.sketch)
		i := slices.IndexFunc(a.Findings, func(f whys.Finding) bool { return f.Key == c.key })
		if i < 0 {
			t.Errorf("%s: no %s", c.sketch, c.key)
			continue
		}
		if f := a.Findings[i]; f.At != c.at || f.Stops() != c.stops || a.Draft() != c.draft {
			t.Errorf("%s: %s stops at %q: %v, draft: %v; want %q, %v, %v", c.sketch, c.key, f.At, f.Stops(), a.Draft(), c.at, c.stops, c.draft)
		}
	}
}

// TestSharedCause: two problems count one cause, each in its own analysis.
func TestSharedCause(t *testing.T) {
	t.Parallel()
	s := draw(t, `p: sound; q "Calls are lost": sound; c1 < p; c2 < c1; c3 < c2: root sound; c4 < q: dig; c3 < c4`)
	g := s.graph()
	for problem, want := range map[string]string{"p": "c1 c2 c3", "q": "c4 c3"} {
		a := whys.Analyse(g, problem, s.material)
		var got []string
		for _, n := range a.Causes() {
			got = append(got, n.ID)
		}
		if strings.Join(got, " ") != want || len(a.Roots()) != 1 || len(a.Node("c3").Effects) != 1 {
			t.Errorf("%s: causes %v with %d roots, want %s and one", problem, got, len(a.Roots()), want)
		}
		if g1 := slices.ContainsFunc(a.Findings, func(f whys.Finding) bool { return f.Key == "G1-c3" }); g1 != (problem == "q") {
			t.Errorf("%s: G1 on the root it shares = %v", problem, g1)
		}
	}
	if whys.Analyse(g, "c1", s.material) != nil || whys.Analyse(g, "nobody", s.material) != nil {
		t.Error("there is an analysis of what is no problem")
	}
}

// TestOrder: causes are read by their order, those without one behind, each before its effect's next.
func TestOrder(t *testing.T) {
	t.Parallel()
	s := draw(t, "c1 < p; c2 < p; c3 < p; c4 < c3; c5 < c3")
	for id, order := range map[string]float64{"p.c3": 1, "p.c2": 2, "c3.c5": 1, "c3.c4": 1.5} {
		s.links[slices.IndexFunc(s.links, func(l *model.Link) bool { return l.ID == id })].Props["order"] = model.Num(order)
	}
	var got []string
	for _, n := range whys.Analyse(s.graph(), "p", s.material).Nodes {
		got = append(got, n.ID)
	}
	if want := "p c3 c5 c4 c2 c1"; strings.Join(got, " ") != want {
		t.Errorf("read in the order %v, want %s", got, want)
	}
}
