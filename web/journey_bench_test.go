package web

import (
	"fmt"
	"testing"

	"rootline/model"
)

// BenchmarkJourneyShow draws a journey of so many steps, each with a few words and two technologies.
func BenchmarkJourneyShow(b *testing.B) {
	for _, n := range []int{10, 30, 60} {
		b.Run(fmt.Sprintf("steps=%d", n), func(b *testing.B) {
			x := newSite(b)
			var names []string
			for i := range n {
				names = append(names, fmt.Sprintf("s%d", i))
			}
			ops := append(lampJourney(names...), model.Add(&model.Element{ID: "t1", Kind: model.Technology, Name: "Till"}), model.Add(&model.Element{ID: "t2", Kind: model.Technology, Name: "Orders"}))
			for i, s := range names {
				ops = append(ops, model.Set(s, "props.does", nil, "Stands at the counter and explains."), model.Set(s, "props.feeling", nil, float64(i%5-2)))
				for _, t := range []string{"t1", "t2"} {
					ops = append(ops, model.Join(&model.Link{ID: t + s, Kind: model.Serves, From: t, To: s}))
				}
			}
			x.commit(b, ops...)
			person := x.browse(b, x.owner)
			for b.Loop() {
				if r := person.get(b, "/w/lamps/journeys/j"); r.status != 200 {
					b.Fatal(r.status)
				}
			}
		})
	}
}
