package main

import (
	"fmt"

	"rootline/model"
	"rootline/model/exchange"
)

// element is one application, with as much said of it as people say.
func element(id string, n int) *model.Element {
	return &model.Element{ID: id, Kind: model.Technology, Name: fmt.Sprintf("Application %d", n),
		Notes: "Keeps orders, and the stock of the store beside them.", Owner: "Ana",
		Props: model.Props{"type": "application", "lifecycle": "live", "vendor": "ACME", "run_cost_per_year": model.Num(float64(1000 + n%5000))}}
}

// ecosystem is the elements from one number to before another, each depending on two of those before it, as far as there
// are two.
func ecosystem(from, to int) *exchange.File {
	f := &exchange.File{}
	id := func(n int) string { return fmt.Sprintf("technology-%d", n) }
	for n := from; n < to; n++ {
		f.Elements = append(f.Elements, element(id(n), n))
		for k, on := range []int{n - 1, n / 2} {
			if on >= 0 && on < n-k {
				f.Links = append(f.Links, &model.Link{ID: fmt.Sprintf("l%d-%d", n, k), Kind: model.DependsOn, From: id(n), To: id(on), Props: model.Props{"hard": k == 0}})
			}
		}
	}
	return f
}
