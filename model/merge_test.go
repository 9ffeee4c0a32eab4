package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
)

// merged applies what a merge makes of left.
func merged(t require, o, l, r *model.Graph, res ...model.Resolution) (*model.Graph, []model.Clash, error) {
	t.Helper()
	ops, clashes, err := model.Merge(o, l, r, res)
	if err != nil {
		t.Fatalf("Merge: %v", err)
	}
	if len(clashes) > 0 {
		return nil, clashes, nil
	}
	g, _, err := l.Apply(model.Change{Ops: ops})
	return g, nil, err
}

func TestMergeFields(t *testing.T) {
	t.Parallel()
	o := mustApply(t, shop(t), set("till", "props.run_cost_per_year", nil, 1000.0))
	l := mustApply(t, o, set("till", "name", "Till", "POS"), set("till", "owner", nil, "Ana"), set("till", "props.run_cost_per_year", 1000.0, 2000.0), set("clerk", "notes", nil, "alike"))
	r := mustApply(t, o, set("till", "notes", nil, "Old"), set("till", "props.run_cost_per_year", 1000.0, 4000.0), set("clerk", "notes", nil, "alike"), add("technology", "crm", "CRM"))
	_, clashes, _ := merged(t, o, l, r)
	want := []model.Clash{{ID: "till", Field: "props.run_cost_per_year", Original: model.Num(1000), Left: model.Num(2000), Right: model.Num(4000)}}
	if diff := cmp.Diff(want, clashes); diff != "" {
		t.Fatalf("clashes (-want +got):\n%s", diff)
	}
	for take, cost := range map[model.Take]float64{model.TakeOriginal: 1000, model.TakeLeft: 2000, model.TakeRight: 4000, model.TakeValue: 2500} {
		g, clashes, err := merged(t, o, l, r, model.Resolution{ID: "till", Field: "props.run_cost_per_year", Take: take, Value: 2500.0})
		if err != nil || len(clashes) > 0 {
			t.Fatalf("%s: %v, %v", take, clashes, err)
		}
		e := g.Element("till")
		if n, _ := e.Props.Number("run_cost_per_year"); n.Mid() != cost || e.Name != "POS" || e.Owner != "Ana" || e.Notes != "Old" || g.Element("crm") == nil {
			t.Errorf("%s: %+v, want cost %v and what each changed alone", take, e, cost)
		}
	}
	if _, _, err := model.Merge(o, l, r, []model.Resolution{{ID: "till", Field: "name", Take: "both"}}); err == nil {
		t.Error("an unknown choice is taken")
	}
}

// What one side took away while the other worked on it is asked about as a whole.
func TestMergeOfWhatIsGone(t *testing.T) {
	t.Parallel()
	o := mustApply(t, shop(t), add("technology", "crm", "CRM"), join("uses", "u", "clerk", "crm"))
	gone := mustApply(t, o, removeLink("u"), remove("crm"))
	for name, worked := range map[string]*model.Graph{
		"renamed":       mustApply(t, o, set("crm", "name", "CRM", "Sales")),
		"joined":        mustApply(t, o, join("depends_on", "d", "till", "crm")),
		"moved onto it": mustApply(t, o, reEnd("l-dep", "to", o.Link("l-dep").To, "crm")),
	} {
		for side, at := range map[string][2]*model.Graph{"left": {gone, worked}, "right": {worked, gone}} {
			_, clashes, err := merged(t, o, at[0], at[1])
			if err != nil || len(clashes) != 1 || clashes[0].ID != "crm" || clashes[0].Field != "" {
				t.Errorf("%s, gone %s: clashes %v, %v; want one about crm", name, side, clashes, err)
				continue
			}
			there, away := model.TakeRight, model.TakeLeft
			if side == "right" {
				there, away = away, there
			}
			if g, _, err := merged(t, o, at[0], at[1], model.Resolution{ID: "crm", Take: away}); err != nil || g.Element("crm") != nil {
				t.Errorf("%s, gone %s, taken away: %v", name, side, err)
			}
			if g, _, err := merged(t, o, at[0], at[1], model.Resolution{ID: "crm", Take: there}); err != nil || g.Element("crm") == nil || g.Link("u") == nil {
				t.Errorf("%s, gone %s, kept: %v", name, side, err)
			}
		}
	}
}

func TestMergeOfOneIdTwice(t *testing.T) {
	t.Parallel()
	o := shop(t)
	l, r := mustApply(t, o, add("technology", "crm", "CRM")), mustApply(t, o, add("technology", "crm", "Sales"), set("crm", "notes", nil, "New"))
	_, clashes, _ := merged(t, o, l, r)
	if len(clashes) != 2 || clashes[0].Field != "name" || clashes[1].Field != "notes" {
		t.Fatalf("clashes = %v, want name and notes", clashes)
	}
	g, _, err := merged(t, o, l, r, model.Resolution{ID: "crm", Field: "name", Take: model.TakeLeft}, model.Resolution{ID: "crm", Field: "notes", Take: model.TakeRight})
	if err != nil || g.Element("crm").Name != "CRM" || g.Element("crm").Notes != "New" {
		t.Errorf("resolved: %v", err)
	}
	r = mustApply(t, o, add("partner", "crm", "CRM"))
	if _, clashes, _ = merged(t, o, l, r); len(clashes) != 1 || clashes[0].Field != "" {
		t.Fatalf("clashes = %v, want one about the whole", clashes)
	}
	if g, _, err = merged(t, o, l, r, model.Resolution{ID: "crm", Take: model.TakeRight}); err != nil || g.Element("crm").Kind != model.Partner {
		t.Errorf("resolved: %v", err)
	}
	if ops, clashes, err := model.Merge(o, l, l, nil); len(ops)+len(clashes) > 0 || err != nil {
		t.Errorf("both alike: %v, %v, %v", ops, clashes, err)
	}
}

// The whole is judged: a circle that only the two together close is refused.
func TestMergeIntegrity(t *testing.T) {
	t.Parallel()
	o := mustApply(t, shop(t), add("technology", "a", "A"), add("technology", "b", "B"))
	l, r := mustApply(t, o, join("part_of", "x", "a", "b")), mustApply(t, o, join("part_of", "y", "b", "a"))
	if _, _, err := merged(t, o, l, r); err == nil {
		t.Error("a circle of parts came through")
	}
}

func TestMergeProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, o := change(t, model.NewGraph(nil, nil), 30)
		_, l := change(t, o, 8)
		_, r := change(t, o, 8)
		file := func(g *model.Graph) string { return picture(t, g).File }
		for _, same := range [][3]*model.Graph{{o, l, l}, {o, o, l}, {o, l, o}, {l, l, l}} {
			got, clashes, err := merged(t, same[0], same[1], same[2])
			if err != nil || len(clashes) > 0 {
				t.Fatalf("where one side did nothing, or both the same: %v, %v", clashes, err)
			}
			want := same[1]
			if same[0] == same[1] {
				want = same[2]
			}
			if diff := cmp.Diff(file(want), file(got)); diff != "" {
				t.Fatalf("where one side did nothing, or both the same:\n%s", diff)
			}
		}
		lr, clashes, err := merged(t, o, l, r)
		rl, turned, errTurned := merged(t, o, r, l)
		if len(clashes) != len(turned) {
			t.Fatalf("left to right %v, right to left %v", clashes, turned)
		}
		for i, c := range clashes {
			if c.ID != turned[i].ID || c.Field != turned[i].Field || !model.Same(c.Left, turned[i].Right) || !model.Same(c.Right, turned[i].Left) {
				t.Fatalf("left to right %v, right to left %v", c, turned[i])
			}
		}
		if (err == nil) != (errTurned == nil) {
			t.Fatalf("left to right %v, right to left %v", err, errTurned)
		}
		if len(clashes) == 0 && err == nil {
			if diff := cmp.Diff(file(lr), file(rl)); diff != "" {
				t.Fatalf("independent edits, in the one order and the other:\n%s", diff)
			}
			return
		}
		var res []model.Resolution
		for _, c := range clashes {
			res = append(res, model.Resolution{ID: c.ID, Field: c.Field, Take: rapid.SampledFrom(model.Takes[:3]).Draw(t, "take")})
		}
		if _, left, _ := merged(t, o, l, r, res...); len(left) > 0 {
			t.Fatalf("decided, and still open: %v", left)
		}
	})
}
