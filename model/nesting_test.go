package model_test

import (
	"math"
	"testing"

	"rootline/model"
)

func TestValuesThatNobodyCouldReadBackAreRefused(t *testing.T) {
	t.Parallel()
	nested := func(depth int) any {
		var v any = "x"
		for range depth {
			v = map[string]any{"in": []any{v}}
		}
		return v
	}
	for name, tt := range map[string]struct {
		value any
		ok    bool
	}{
		"shallow":  {nested(10), true},
		"deep":     {nested(100), false},
		"large":    {1e30, true},
		"infinite": {math.MaxFloat64, false}, // a sum of two is no number any more
	} {
		e := &model.Element{ID: "e", Kind: model.Data, Name: "e", Props: model.Props{"own": tt.value}}
		_, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: []model.Op{model.Add(e)}})
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v, want ok = %v", name, err, tt.ok)
		}
	}
}
