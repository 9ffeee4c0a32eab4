package model_test

import (
	"testing"

	"rootline/model"
)

func TestMay(t *testing.T) {
	t.Parallel()
	for right, least := range map[model.Right]int{ // the place of the first role that has it
		model.RightRead: 0, model.RightAnswer: 1, model.RightChange: 2, model.RightShare: 2, model.RightOwn: 3,
	} {
		for i, role := range model.Roles {
			if got, want := role.May(right), i >= least; got != want {
				t.Errorf("%s may %s = %v, want %v", role, right, got, want)
			}
		}
		if model.NoRole.May(right) || model.Role("admin").May(right) {
			t.Errorf("someone who is no member may %s", right)
		}
	}
	if model.Owner.May("fly") {
		t.Error("an owner may do what is no right")
	}
}

func TestMayChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ops  []model.Op
		want bool // of a contributor
	}{
		"a cause":                              {[]model.Op{add("cause", "c9", "Because"), join("because", "b9", "c3", "c9")}, true},
		"a cause's wording":                    {[]model.Op{set("c1", "name", "Not found", "Not to be found")}, true},
		"a problem's cost":                     {[]model.Op{set("p", "props.cost_per_month", nil, 5.0)}, true},
		"a place for a cause":                  {[]model.Op{join("located_in", "x", "c1", "till")}, true},
		"a new place for a cause":              {[]model.Op{add("technology", "crm", "CRM"), join("located_in", "x", "c1", "crm")}, true},
		"a removal of a cause":                 {[]model.Op{removeLink("b2"), removeLink("l-bin"), remove("c3")}, true},
		"a link between causes":                {[]model.Op{set("b1", "props.share", nil, 0.5)}, true},
		"an owner of a problem":                {[]model.Op{join("owned_by", "x", "p", "clerk")}, true},
		"a technology":                         {[]model.Op{add("technology", "crm", "CRM")}, false},
		"a technology that another names":      {[]model.Op{add("technology", "crm", "CRM"), join("located_in", "x", "c1", "till")}, false},
		"a technology's name":                  {[]model.Op{set("till", "name", "Till", "POS")}, false},
		"a link between technologies":          {[]model.Op{removeLink("l-dep")}, false},
		"a target":                             {[]model.Op{add("target", "t", "T")}, false},
		"one op of many":                       {[]model.Op{set("p", "name", "No refund", "None"), set("till", "owner", nil, "Ana")}, false},
		"a problem that turns foreign":         {[]model.Op{set("p", "kind", "problem", "foreign"), removeLink("b0")}, false},
		"a foreign thing that turns cause":     {[]model.Op{set("box", "kind", "foreign", "cause")}, false},
		"a link of others bent to a problem":   {[]model.Op{reEnd("l-box", "to", "till", "p")}, false},
		"a new technology by way of a problem": {[]model.Op{add("problem", "q", "Q"), set("q", "kind", "problem", "foreign"), set("q", "kind", "foreign", "technology")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := shop(t)
			change := model.Change{Ops: c.ops}
			next := mustApply(t, g, c.ops...)
			for role, want := range map[model.Role]bool{model.NoRole: false, model.Viewer: false, model.Contributor: c.want, model.Editor: true, model.Owner: true} {
				if got := role.MayChange(g, next, change); got != want {
					t.Errorf("%s may = %v, want %v", role, got, want)
				}
			}
			change.State = model.Current
			if got := model.Contributor.MayChange(g, next, change); got != c.want {
				t.Errorf("a contributor of %q may = %v, want %v", change.State, got, c.want)
			}
			change.State = "one-desk"
			for role, want := range map[model.Role]bool{model.NoRole: false, model.Viewer: false, model.Contributor: true, model.Editor: true} {
				if got := role.MayChange(g, next, change); got != want {
					t.Errorf("%s may change a planned state = %v, want %v", role, got, want)
				}
			}
		})
	}
}

// What a contributor may make, they may take back, whatever it brought with it; what others made, only as their role lets
// them change it.
func TestMayUndo(t *testing.T) {
	t.Parallel()
	ana, ben := model.Author{Kind: model.ByUser, ID: "ana"}, model.Author{Kind: model.ByUser, ID: "ben"}
	place := []model.Op{add("technology", "crm", "CRM"), join("located_in", "x", "c1", "crm")}
	for name, c := range map[string]struct {
		ops  []model.Op // of the change that is taken back
		by   model.Author
		want bool // of a contributor who is Ana
	}{
		"a place that their cause brought":    {place, ana, true},
		"a place that somebody else brought":  {place, ben, false},
		"what they added when they might":     {[]model.Op{add("technology", "crm", "CRM")}, ana, false},
		"a name they gave when they might":    {[]model.Op{set("till", "name", "Till", "POS")}, ana, false},
		"a command's change of the same name": {place, model.Author{Kind: model.ByCommand, ID: "ana"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := shop(t)
			after, inverse, err := before.Apply(model.Change{Ops: c.ops})
			if err != nil {
				t.Fatal(err)
			}
			if model.Contributor.MayChange(after, before, inverse) {
				t.Error("a contributor may make the inverse as a change of its own")
			}
			undone := []model.Change{{Author: c.by, Ops: c.ops}}
			for role, want := range map[model.Role]bool{model.NoRole: false, model.Viewer: false, model.Contributor: c.want} {
				if got := role.MayUndo(after, before, ana, undone); got != want {
					t.Errorf("%s may = %v, want %v", role, got, want)
				}
			}
			if model.Contributor.MayUndo(after, before, ana, append(undone, model.Change{Author: ben, Ops: c.ops})) {
				t.Error("together with a change of somebody else's it is allowed")
			}
		})
	}
}
