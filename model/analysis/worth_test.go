package analysis_test

import (
	"strings"
	"testing"

	"rootline/model"
	"rootline/model/analysis"
)

func TestWorthsBeginWithTheStarvedUnderPain(t *testing.T) {
	t.Parallel()
	g := fromWords(t, "step:good", "step:bad", "step:worst", "step:unfelt", "problem:p", "problem:closed",
		"employee:happy", "employee:idle", "employee:starved", "partner:starving", "employee:unsaid", "partner:fed", "employee:lucky", "employee:twice",
		"happy performs good", "starved performs bad", "starving performs worst", "unsaid performs worst", "fed performs worst", "lucky performs good",
		"twice performs unfelt", "twice performs unfelt", "p affects unfelt", "closed affects good", "p affects bad")
	set := func(id, field string, v any) {
		next, _, err := g.Apply(model.Change{Ops: []model.Op{model.Set(id, field, nil, v)}})
		if err != nil {
			t.Fatal(err)
		}
		g = next
	}
	for id, v := range map[string]float64{"good": 1, "bad": -1, "worst": -2} {
		set(id, "props.feeling", model.Num(v))
	}
	for id, v := range map[string]string{"happy": "all", "starved": "some", "starving": "none", "fed": "all", "lucky": "some", "twice": "none"} {
		set(id, "props.value", v)
	}
	set("p", "props.cost_per_month", model.Num(500))
	set("closed", "props.status", "closed")
	var got []string
	for _, w := range analysis.Worths(g) {
		got = append(got, w.Actor.ID)
	}
	// starving at −2, starved at −1, twice under a problem though nobody said how it feels; unsaid at −2; lucky gets some and
	// hurts nobody; idle acts nowhere; fed at −2 and happy get all.
	const want = "starving starved twice unsaid lucky idle fed happy"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("order = %s, want %s", s, want)
	}
	for _, w := range analysis.Worths(g) {
		switch w.Actor.ID {
		case "twice":
			if len(w.Steps) != 1 || w.Cost != model.Num(500) || w.Felt {
				t.Errorf("twice = %+v, want one step, €500, no feeling", w)
			}
		case "happy":
			if w.Painful() || w.Priced {
				t.Errorf("a closed problem hurts: %+v", w)
			}
		}
	}
}
