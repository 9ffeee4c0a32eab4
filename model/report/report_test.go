package report_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/model/exchange/demo"
	"rootline/model/report"
	"rootline/model/whys"
)

var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// of builds a report on a problem of the demo.
func of(t *testing.T, problem string, o report.Options) *report.Report {
	t.Helper()
	f, _, err := exchange.Read(bytes.NewReader(demo.File()))
	if err != nil {
		t.Fatal(err)
	}
	var said whys.Judgement
	for _, v := range f.Verdicts {
		said.Verdicts = append(said.Verdicts, whys.Verdict{Link: v.Link, By: v.By, Verdict: v.Verdict})
	}
	o.Today, o.Workspace = today, f.Workspace
	return report.Build(whys.Analyse(model.NewGraph(f.Elements, f.Links), problem, whys.Material{Judgement: said}), o)
}

// The lamp: three roots that take 0.7 × 0.6 = 0.42, 0.3 and 0.7 × 0.4 = 0.28 of 18,400 a month, so 7,728, 5,520 and 5,152, which
// together are 18,400.
func TestSharesOfTheLamp(t *testing.T) {
	t.Parallel()
	r := of(t, "lamp-return", report.Options{Audience: report.Executive, Language: "en"})
	var roots []string
	for _, root := range r.Roots {
		roots = append(roots, root.ID)
	}
	if diff := cmp.Diff([]string{"c-nightly", "c-margin", "c-receipt"}, roots); diff != "" {
		t.Errorf("roots (-want +got):\n%s", diff)
	}
	total := 0.0
	for i, want := range []struct {
		id          string
		share, cost float64
	}{{"order-mgmt", .42, 7728}, {"returns-rule", .3, 5520}, {"till", .28, 5152}} {
		got := r.Beneath.Shares[i]
		total += got.Cost.Lo
		if got.ID != want.id || math.Abs(got.Share-want.share) > 1e-6 || math.Abs(got.Cost.Lo-want.cost) > .01 {
			t.Errorf("share %d = %s %v %v, want %v", i, got.ID, got.Share, got.Cost.Number, want)
		}
	}
	if math.Abs(total-18400) > .01 {
		t.Errorf("the shares cost %v together, want 18400", total)
	}
}

func TestDecision(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		problem string
		want    report.Decision
	}{
		// One action of the lamp is proposed; the approved ones are not asked again.
		{"lamp-return", report.Decision{Sort: report.Asked, From: []string{"Marta Klein, head of retail"}, By: "2027-02-28", Next: "2027-05-31",
			Actions: []report.Named{{ID: "a-ask-direct", Name: "Till asks Order management by order number or name"}}, Cost: &report.Amount{Number: model.Number{Lo: 38000, Hi: 38000, Confidence: "estimate"}}}},
		{"where-parcel", report.Decision{Sort: report.Underway, By: "2026-10-20", Next: "2026-11-18"}},
		{"gift-cards", report.Decision{Sort: report.Judged, By: "2026-09-15"}},
		{"dimmer-advice", report.Decision{Sort: report.Nothing}},
	} {
		got := of(t, c.problem, report.Options{Language: "en"}).Decision
		if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(report.Decision{}, "Actions")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.problem, diff)
		}
		if c.want.Actions != nil {
			if diff := cmp.Diff(c.want.Actions, got.Actions); diff != "" {
				t.Errorf("%s: actions (-want +got):\n%s", c.problem, diff)
			}
		}
	}
}

// Two proposed actions: 100 as a fact and 200 to 300 as a guess come to 300 to 400, a guess; a third has no cost.
func TestDecisionAddsCosts(t *testing.T) {
	t.Parallel()
	action := func(id string, props model.Props) []*model.Element {
		props["status"] = "proposed"
		return []*model.Element{{ID: id, Kind: model.Action, Name: id, Props: props}}
	}
	elements := slices.Concat([]*model.Element{{ID: "p", Kind: model.Problem, Name: "p"}, {ID: "c", Kind: model.Cause, Name: "c", Props: model.Props{"stop": "root"}}},
		action("a", model.Props{"cost": model.Number{Lo: 100, Hi: 100, Confidence: "fact"}, "due": "2027-05-01", "decides": "the board"}),
		action("b", model.Props{"cost": model.Number{Lo: 200, Hi: 300, Confidence: "guess"}, "due": "2027-03-01", "decides": "the board"}),
		action("d", model.Props{"intent": "prevent"}))
	links := []*model.Link{{ID: "l", Kind: model.Because, From: "p", To: "c"}}
	for _, id := range []string{"a", "b", "d"} {
		links = append(links, &model.Link{ID: "l" + id, Kind: model.Addresses, From: id, To: "c"})
	}
	r := report.Build(whys.Analyse(model.NewGraph(elements, links), "p", whys.Material{}), report.Options{Today: today})
	d := r.Decision
	if d.Cost == nil || d.Cost.Number != (model.Number{Lo: 300, Hi: 400, Confidence: "guess"}) || d.Uncosted != 1 || d.By != "2027-03-01" || !slices.Equal(d.From, []string{"the board"}) {
		t.Errorf("decision = %+v with cost %+v, want 300 to 400 (guess), one without a cost, by 1 March, of the board", d, d.Cost)
	}
}

// TestAlsoRestsOnThese: the late refund shares the cause c-nightly; the parcel has a root of its own in Order management.
func TestAlsoRestsOnThese(t *testing.T) {
	t.Parallel()
	also := of(t, "lamp-return", report.Options{Language: "en"}).Beneath.Also
	if len(also) != 2 || also[0].ID != "where-parcel" || also[0].Places[0].ID != "order-mgmt" || also[1].ID != "late-refund" || also[1].Causes[0].ID != "c-nightly" {
		t.Errorf("also = %+v, want the parcel by its place, then the late refund by its cause", also)
	}
}

func TestDraftSaysWhy(t *testing.T) {
	t.Parallel()
	if r := of(t, "lamp-return", report.Options{}); r.Draft || len(r.Stops) > 0 {
		t.Errorf("the lamp is a draft for %v", r.Stops)
	}
	r := of(t, "late-refund", report.Options{Language: "en"})
	if !r.Draft || len(r.Stops) == 0 {
		t.Errorf("the late refund is not a draft: %v", r.Stops)
	}
	if bare := of(t, "dimmer-advice", report.Options{}); !bare.Draft || bare.Beneath.Shares != nil {
		t.Errorf("a problem without causes: draft %v, shares %v", bare.Draft, bare.Beneath.Shares)
	}
}

func TestDisputedLinkIsToldWithItsCount(t *testing.T) {
	t.Parallel()
	for _, o := range of(t, "lamp-return", report.Options{}).Against {
		if o.Sort == "link" {
			if o.Cause.ID != "c-margin" || o.Effect.ID != "c-loss" || o.Sometimes != 2 || o.Of != 5 || o.Not != 0 {
				t.Errorf("disputed %+v, want the margin and the loss, 2 of 5 only sometimes", o)
			}
			return
		}
	}
	t.Error("the disputed link is not told")
}

func TestAudiences(t *testing.T) {
	t.Parallel()
	executive := of(t, "lamp-return", report.Options{Audience: report.Executive})
	if executive.Chains != nil || executive.Evidence != nil || executive.Quality == nil {
		t.Error("an executive gets one page, with its quality")
	}
	manager := of(t, "lamp-return", report.Options{Audience: report.Manager})
	if len(manager.Chains) != 3 || manager.Dropped == nil || manager.Evidence != nil {
		t.Error("a manager gets the chains and what was dropped, not the table of evidence")
	}
	analyst := of(t, "lamp-return", report.Options{Audience: report.Analyst})
	if len(analyst.Evidence) != 11 {
		t.Errorf("an analyst gets %d pieces of evidence, want the 11 of the demo", len(analyst.Evidence))
	}
	reporter := of(t, "lamp-return", report.Options{Audience: report.Reporter})
	if reporter.Quality != nil || reporter.Problem.Cost != nil || reporter.Beneath.Shares[0].Cost != nil || reporter.Actions[0].Owner != "" || reporter.Against != nil {
		t.Error("who raised it gets money or judgement")
	}
}

func TestRedactionKeepsRoles(t *testing.T) {
	t.Parallel()
	elements := []*model.Element{
		{ID: "p", Kind: model.Problem, Name: "Ana Silva waits for the key", Owner: "u1", Props: model.Props{"customer_words": "I waited."}},
		{ID: "c", Kind: model.Cause, Name: "Only Bo has the key, and Bob none", Props: model.Props{"stop": "root"}},
		{ID: "role", Kind: model.Employee, Name: "Shop Clerk"},
		{ID: "a", Kind: model.Action, Name: "A second key", Owner: "Bo", Props: model.Props{"status": "approved", "decides": "Ana Silva, head of keys", "checker": "Shop Clerk"}},
	}
	links := []*model.Link{{ID: "l", Kind: model.Because, From: "p", To: "c"}, {ID: "m", Kind: model.Addresses, From: "a", To: "c"}}
	a := whys.Analyse(model.NewGraph(elements, links), "p", whys.Material{})
	r := report.Build(a, report.Options{Audience: report.Analyst, Redact: true, Role: "somebody", Today: today, Person: func(owner string) string {
		if owner == "u1" {
			return "Ana Silva"
		}
		return owner
	}})
	got := []string{r.Problem.Name, r.Problem.Owner, r.Problem.Said, r.Roots[0].Name, r.Actions[0].Owner, r.Actions[0].Decides, r.Actions[0].Checker}
	want := []string{"somebody waits for the key", "", "", "Only somebody has the key, and Bob none", "", "head of keys", "Shop Clerk"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if name := r.Name(a.Problem.Element); strings.Contains(name, "Ana") {
		t.Errorf("a drawing would say %q", name)
	}
}

func TestUnknownsNameTheirTasks(t *testing.T) {
	t.Parallel()
	got := of(t, "lamp-return", report.Options{Language: "en"}).Unknowns
	if len(got) != 2 || got[0].On.ID != "c-receipt" || got[0].Task.ID != "a-try-name" || got[1].Task.ID != "a-survey" {
		t.Errorf("unknowns = %+v, want the suspected root with its trial, and the survey", got)
	}
}
