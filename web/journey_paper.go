package web

import "rootline/templates"

// A journey and its blueprint are printed in bands, each with the names of its rows: as many steps stand side by side as can
// still be read. A4 stands upright, A3 lies.
const (
	paperA3   = "a3"
	stepsOnA3 = 10
)

// paperOf is the paper that an address asks for: any but A3 is A4.
func paperOf(asked string) string {
	if asked == paperA3 {
		return paperA3
	}
	return ""
}

// perBand is how many steps stand side by side on the paper that is asked for.
func (q blueprintQuery) perBand() int {
	if q.Paper == paperA3 {
		return stepsOnA3
	}
	return templates.StepsOnA4
}

// papers lead to the same bands on another paper.
func (b *blueprint) papers(at func(change func(*blueprintQuery)) string) []templates.Tab {
	var out []templates.Tab
	for _, paper := range []string{"", paperA3} {
		label := "A4"
		if paper != "" {
			label = "A3"
		}
		out = append(out, templates.Tab{Label: label, URL: at(func(q *blueprintQuery) { q.Print, q.Paper = true, paper }), Current: b.q.Paper == paper})
	}
	return out
}
