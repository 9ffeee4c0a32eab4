package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"rootline/model"
)

func TestOverlayHasWhatEitherHas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := twoGraphs(t)
		both := model.Overlay(a, b)
		for e := range b.Elements() {
			if both.Element(e.ID) != e {
				t.Fatalf("%s is another one", e.ID)
			}
		}
		for l := range b.Links() {
			if both.Link(l.ID) != l {
				t.Fatalf("%s is another one", l.ID)
			}
		}
		for e := range a.Elements() {
			if !both.Has(e.ID) {
				t.Fatalf("%s is missing", e.ID)
			}
		}
	})
}

func TestOverlayWithoutACircle(t *testing.T) {
	t.Parallel()
	things := []*model.Element{{ID: "x", Kind: model.Technology, Name: "X"}, {ID: "y", Kind: model.Technology, Name: "Y"}, {ID: "z", Kind: model.Technology, Name: "Z"}}
	a := model.NewGraph(things, []*model.Link{{ID: "l1", Kind: model.PartOf, From: "x", To: "y"}, {ID: "l3", Kind: model.DependsOn, From: "x", To: "z"}})
	b := model.NewGraph(things, []*model.Link{{ID: "l2", Kind: model.PartOf, From: "y", To: "x"}})
	both := model.Overlay(a, b)
	if both.Has("l1") || !both.Has("l2") || !both.Has("l3") {
		t.Errorf("l1 %v, l2 %v, l3 %v: only the link that closes the circle should be left out", both.Has("l1"), both.Has("l2"), both.Has("l3"))
	}
}
