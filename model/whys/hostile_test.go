package whys_test

import (
	"fmt"
	"testing"

	"rootline/model"
	"rootline/model/whys"
)

// TestHostile: analyses that nobody draws by hand are worked through too, in a time that grows with their size and not
// with its square.
func TestHostile(t *testing.T) {
	t.Parallel()
	same := func(int) string { return "The till does not find the online order" }
	other := func(i int) string { return fmt.Sprintf("The till %d does not find order %d", i, i+1) }
	for _, c := range []struct {
		name  string
		text  func(int) string
		up    func(i int) []int // effects of cause i; -1 = the problem
		back  func(i int) int   // where a link of i leads back to; -1 = it has none
		n     int
		depth int // of the last cause
	}{
		{"a chain", other, func(i int) []int { return []int{i - 1} }, nil, 100_000, 100_000},
		{"a chain of one text", same, func(i int) []int { return []int{i - 1} }, nil, 5_000, 5_000},
		{"a fan", other, func(int) []int { return []int{-1} }, nil, 5_000, 1},
		{"a fan of one text", same, func(int) []int { return []int{-1} }, nil, 5_000, 1},
		{"a ladder", other, func(i int) []int { return []int{max(-1, i-1), max(-1, i-2)} }, nil, 5_000, 5_000},
		{"a chain of circles", other, func(i int) []int { return []int{i - 1} }, func(i int) int { return max(0, i-1) }, 5_000, 5_000},
		{"one circle", other, func(i int) []int { return []int{i - 1} }, func(i int) int { return 0 }, 5_000, 5_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			elements := []*model.Element{{ID: "p", Kind: model.Problem, Name: "Orders are late"}}
			var links []*model.Link
			join := func(from, to int, props model.Props) {
				id := "p"
				if from >= 0 {
					id = fmt.Sprint("c", from)
				}
				links = append(links, &model.Link{ID: fmt.Sprint("l", len(links)), Kind: model.Because, From: id, To: fmt.Sprint("c", to), Props: props})
			}
			for i := range c.n {
				elements = append(elements, &model.Element{ID: fmt.Sprint("c", i), Kind: model.Cause, Name: c.text(i), Props: model.Props{"stop": "root"}})
				for _, up := range c.up(i) {
					join(up, i, nil)
				}
				if c.back != nil {
					join(i, c.back(i), model.Props{"circle": true})
				}
			}
			a := whys.Analyse(model.NewGraph(elements, links), "p", whys.Material{})
			if got := a.Node(fmt.Sprint("c", c.n-1)).Depth; len(a.Nodes) != c.n+1 || got != c.depth {
				t.Errorf("%d nodes, the last at depth %d; want %d and %d", len(a.Nodes), got, c.n+1, c.depth)
			}
			a.Next()
		})
	}
}
