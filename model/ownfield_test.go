package model

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var ownFields = []OwnField{
	{Kind: Technology, Name: "seats", Type: TypeNumber, Unit: "seats"}, {Kind: Technology, Name: "tier", Type: TypeChoice, Choices: []string{"gold", "silver"}},
	{Kind: Data, Name: "seats", Type: TypeDate}, {Kind: Technology, Name: "audited", Type: TypeBool},
}

func TestSuit(t *testing.T) {
	t.Parallel()
	g := NewGraph([]*Element{{ID: "crm", Kind: Technology}, {ID: "d", Kind: Data}}, nil)
	ops := []Op{
		Set("crm", "props.seats", nil, map[string]any{"lo": 1.0, "hi": 3.0}), Set("crm", "props.tier", nil, "gold"), Set("d", "props.seats", nil, "2026-03-01"),
		Set("crm", "props.other", nil, 3.0), Set("crm", "name", "", "seats"), Set("crm", "props.seats", nil, nil), Set("crm", "props.tier", nil, ""),
		Add(&Element{ID: "erp", Kind: Technology, Props: Props{"seats": 40.0, "audited": true, "tier": ""}}), Set("erp", "props.seats", 40.0, 41.0),
	}
	got, err := Suit(ownFields, g, ops)
	if err != nil {
		t.Fatal(err)
	}
	want := []Op{
		Set("crm", "props.seats", nil, Number{Lo: 1, Hi: 3}), Set("crm", "props.tier", nil, "gold"), Set("d", "props.seats", nil, "2026-03-01"),
		Set("crm", "props.other", nil, 3.0), Set("crm", "name", "", "seats"), Set("crm", "props.seats", nil, nil), Set("crm", "props.tier", nil, nil),
		Add(&Element{ID: "erp", Kind: Technology, Props: Props{"seats": Num(40), "audited": true}}), Set("erp", "props.seats", 40.0, Num(41)),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ops (-want +got):\n%s", diff)
	}
	if ops[7].Element.Props["seats"] != 40.0 {
		t.Error("the caller's ops were changed")
	}
	if !HasOutside(g, ops) || HasOutside(g, ops[4:6]) || HasOutside(g, []Op{Set("crm", "props.vendor", nil, "x"), Set("none", "props.x", nil, 1)}) {
		t.Error("HasOutside does not tell the props of the registry from others")
	}
}

func TestSuitRefuses(t *testing.T) {
	t.Parallel()
	g := NewGraph([]*Element{{ID: "crm", Kind: Technology}}, nil)
	_, err := Suit(ownFields, g, []Op{
		Set("crm", "props.vendor", nil, "x"), Set("crm", "props.seats", nil, "many"), Set("crm", "props.tier", nil, "bronze"),
		Add(&Element{ID: "d", Kind: Data, Props: Props{"seats": "2026-02-30"}}), Set("crm", "props.audited", nil, "yes"),
	})
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error = %v", err)
	}
	var got []string
	for _, f := range e.All() {
		got = append(got, f.Field+" "+f.Msg)
	}
	want := []string{"ops[1].new prop.number", "ops[2].new prop.choice", "ops[3].element.props.seats prop.date", "ops[4].new prop.bool"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
