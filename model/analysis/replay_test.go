package analysis_test

import (
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/analysis"
)

// Four problems with a root each: in a system that goes, in one that is fed otherwise, in one that nobody touches, and in none.
func causesByFate(t *testing.T) (from, to *model.Graph) {
	t.Helper()
	var elements []*model.Element
	var links []*model.Link
	for _, x := range []struct {
		id   string
		cost any
	}{{"gone", 100.0}, {"changed", map[string]any{"lo": 10.0, "hi": 30.0}}, {"kept", 50.0}, {"nowhere", 7.0}, {"unpriced", nil}} {
		p := &model.Element{ID: "p-" + x.id, Kind: model.Problem, Name: x.id, Props: model.Props{}}
		if n, ok := x.cost.(map[string]any); ok {
			p.Props["cost_per_month"] = model.Number{Lo: n["lo"].(float64), Hi: n["hi"].(float64)}
		} else if x.cost != nil {
			p.Props["cost_per_month"] = model.Num(x.cost.(float64))
		}
		elements = append(elements, p, &model.Element{ID: "c-" + x.id, Kind: model.Cause, Name: x.id, Props: model.Props{"stop": "root"}},
			&model.Element{ID: "t-" + x.id, Kind: model.Technology, Name: x.id})
		links = append(links, &model.Link{ID: "b-" + x.id, Kind: model.Because, From: p.ID, To: "c-" + x.id})
		if x.id != "nowhere" {
			links = append(links, &model.Link{ID: "l-" + x.id, Kind: model.LocatedIn, From: "c-" + x.id, To: "t-" + x.id})
		}
	}
	from = model.NewGraph(elements, links)
	to, _, err := from.Apply(model.Change{Ops: []model.Op{
		{Kind: model.OpRemoveLink, ID: "l-gone"}, {Kind: model.OpRemoveElement, ID: "t-gone"},
		model.Join(&model.Link{ID: "f", Kind: model.Feeds, From: "t-changed", To: "t-nowhere"}),
		model.Set("t-kept", "name", "kept", "Kept"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return from, to
}

func TestReplay(t *testing.T) {
	t.Parallel()
	from, to := causesByFate(t)
	r := analysis.ReplayOf(from, to)
	want := map[string]analysis.ReplayedProblem{
		"p-gone":     {Fate: analysis.CauseGone, Saves: model.Num(100)},
		"p-changed":  {Fate: analysis.CauseChanged, Saves: model.Number{Lo: 0, Hi: 30}},
		"p-kept":     {Fate: analysis.CauseUntouched},
		"p-nowhere":  {Fate: analysis.CauseNowhere},
		"p-unpriced": {Fate: analysis.CauseUntouched},
	}
	for _, p := range r.Problems {
		w := want[p.Problem.ID]
		if p.Fate != w.Fate || p.Saves != w.Saves {
			t.Errorf("%s is %s and saves %v, want %s and %v", p.Problem.ID, p.Fate, p.Saves, w.Fate, w.Saves)
		}
		delete(want, p.Problem.ID)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	if r.Untouched != model.Num(50) || r.Unpriced != 1 {
		t.Errorf("left untouched: %v a month, and %d without a cost", r.Untouched, r.Unpriced)
	}
	if (r.Saves != model.Number{Lo: 100, Hi: 130}) {
		t.Errorf("saves %v", r.Saves)
	}
	for _, tt := range []struct {
		op   model.Op
		want string
	}{{model.Op{Kind: model.OpRemoveElement, ID: "t-gone"}, "c-gone"}, {model.Join(&model.Link{ID: "f", Kind: model.Feeds, From: "t-changed", To: "t-nowhere"}), "c-changed"},
		{model.Set("elsewhere", "props.vendor", nil, "E"), ""}, {model.Set("t-kept", "name", "kept", "Kept"), ""}, {model.Set("t-gone", "name", "gone", "Left"), ""},
		{model.Set("c-kept", "notes", nil, "Seen twice"), ""}} {
		var got []string
		for _, i := range r.Cures(model.Change{Ops: []model.Op{tt.op}}) {
			got = append(got, r.Causes[i].Cause.ID)
		}
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s cures %v, want %q", tt.op.Kind, got, tt.want)
		}
	}
}

// What another state says a problem costs counts before what the causes let one hope for.
func TestReplayOfACostThatIsSaid(t *testing.T) {
	t.Parallel()
	from, _ := causesByFate(t)
	to, _, err := from.Apply(model.Change{Ops: []model.Op{model.Set("p-kept", "props.cost_per_month", model.Num(50), model.Number{Lo: 5, Hi: 20})}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range analysis.ReplayOf(from, to).Problems {
		if p.Problem.ID == "p-kept" && (p.Saves != model.Number{Lo: 30, Hi: 45} || p.Fate != analysis.CauseChanged) {
			t.Errorf("%s, saves %v", p.Fate, p.Saves)
		}
	}
}

// A cost that becomes known is said, were it nothing; one that is only surer than before is not another. What is saved where nobody
// knows the cost is counted apart, not as nothing.
func TestReplayOfCostsNobodyKnew(t *testing.T) {
	t.Parallel()
	from, _ := causesByFate(t)
	guess := model.Number{Lo: 50, Hi: 50, Confidence: "guess"}
	to, _, err := from.Apply(model.Change{Ops: []model.Op{
		model.Set("p-unpriced", "props.cost_per_month", nil, model.Num(0)), model.Set("p-kept", "props.cost_per_month", model.Num(50), guess),
		model.Set("t-kept", "props.vendor", nil, "Acme"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range analysis.ReplayOf(from, to).Problems {
		switch p.Problem.ID {
		case "p-unpriced":
			if !p.Said || p.Saves != (model.Number{}) {
				t.Errorf("it is said to cost nothing from now on: %+v", p)
			}
		case "p-kept":
			if p.Said || p.Saves != (model.Number{Lo: 0, Hi: 50}) {
				t.Errorf("its cost is only less sure: %+v", p)
			}
		}
	}
	to, _, err = from.Apply(model.Change{Ops: []model.Op{{Kind: model.OpRemoveLink, ID: "l-unpriced"}, {Kind: model.OpRemoveElement, ID: "t-unpriced"}}})
	if err != nil {
		t.Fatal(err)
	}
	if r := analysis.ReplayOf(from, to); r.Unsaved != 1 || r.Saving != 0 || r.Unpriced != 0 {
		t.Errorf("the one problem that it cures has no cost: %d of %d without, %d untouched", r.Unsaved, r.Unsaved+r.Saving, r.Unpriced)
	}
}
