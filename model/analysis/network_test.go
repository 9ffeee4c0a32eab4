package analysis_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/analysis"
)

func around(n analysis.Network) []string {
	var out []string
	for _, x := range n.Nodes {
		out = append(out, fmt.Sprintf("%s %d %+d", x.Element.ID, x.Distance, x.Rank))
	}
	return out
}

func TestNetworkOf(t *testing.T) {
	t.Parallel()
	g := fromWords(t, "technology:a", "technology:b", "technology:c", "technology:d", "technology:e", "technology:alone", "employee:clerk",
		"a depends_on b", "b depends_on c", "d depends_on b", "e depends_on d", "clerk uses b", "b depends_on b")
	tests := []struct {
		name  string
		id    string
		depth int
		kinds []model.LinkKind
		most  int
		want  []string
		links int
		left  int
	}{
		{"one link", "b", 1, nil, 0, []string{"b 0 +0", "c 1 +1", "a 1 -1", "d 1 -1", "clerk 1 -1"}, 5, 0},
		{"two links", "a", 2, nil, 0, []string{"a 0 +0", "b 1 +1", "c 2 +2", "d 2 +0", "clerk 2 +0"}, 5, 0},
		{"three links", "a", 3, nil, 0, []string{"a 0 +0", "b 1 +1", "c 2 +2", "d 2 +0", "clerk 2 +0", "e 3 -1"}, 6, 0},
		{"of one kind", "b", 1, []model.LinkKind{model.Uses}, 0, []string{"b 0 +0", "clerk 1 -1"}, 1, 0},
		{"not all", "b", 2, nil, 3, []string{"b 0 +0", "c 1 +1", "a 1 -1"}, 3, 2},
		{"alone", "alone", 3, nil, 0, []string{"alone 0 +0"}, 0, 0},
		{"absent", "x", 3, nil, 0, nil, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := analysis.NetworkOf(g, test.id, test.depth, test.kinds, test.most, 0)
			if diff := cmp.Diff(test.want, around(n)); diff != "" {
				t.Errorf("nodes (-want +got):\n%s", diff)
			}
			if len(n.Links) != test.links || n.Left != test.left {
				t.Errorf("%d links, %d left; want %d and %d", len(n.Links), n.Left, test.links, test.left)
			}
		})
	}
	narrow := analysis.NetworkOf(g, "b", 1, nil, 0, 2)
	if diff := cmp.Diff([]string{"b 0 +0", "c 1 +1", "a 1 -1", "clerk 1 -1"}, around(narrow)); diff != "" { // one of each kind of link before a second
		t.Errorf("at most two in a rank (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[int]int{-1: 1}, narrow.More); diff != "" || narrow.Left != 1 {
		t.Errorf("more (-want +got):\n%s%d left, want 1", diff, narrow.Left)
	}
	kinds := analysis.NetworkOf(g, "b", 1, []model.LinkKind{model.Uses}, 0, 0).Kinds
	if diff := cmp.Diff([]analysis.LinkCount{{Kind: model.Uses, Count: 1}, {Kind: model.DependsOn, Count: 4}}, kinds); diff != "" {
		t.Errorf("kinds to choose from (-want +got):\n%s", diff)
	}
	if got := analysis.Hub(g); got != "b" {
		t.Errorf("Hub = %s, want b", got)
	}
	if got := analysis.Hub(model.NewGraph(nil, nil)); got != "" {
		t.Errorf("Hub of nothing = %s", got)
	}
}

// What is found is what a walk of at most so many links can reach, and nothing is found twice.
func TestNetworkIsAllThatCanBeReached(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "elements")
		var elements []*model.Element
		var links []*model.Link
		near := make([][]bool, n)
		for i := range n {
			elements = append(elements, &model.Element{ID: fmt.Sprint("e", i), Kind: model.Technology})
			near[i] = make([]bool, n)
		}
		for i := range rapid.IntRange(0, 24).Draw(t, "links") {
			a, b := rapid.IntRange(0, n-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b")
			links = append(links, &model.Link{ID: fmt.Sprint("l", i), Kind: model.DependsOn, From: fmt.Sprint("e", a), To: fmt.Sprint("e", b)})
			near[a][b], near[b][a] = true, true
		}
		depth := rapid.IntRange(1, 3).Draw(t, "depth")
		reached := map[int]int{0: 0}
		for d := 1; d <= depth; d++ {
			for i := range n {
				for k := range n {
					if at, ok := reached[k]; ok && at == d-1 && near[k][i] {
						if _, known := reached[i]; !known {
							reached[i] = d
						}
					}
				}
			}
		}
		want := map[string]int{}
		for i, d := range reached {
			want[fmt.Sprint("e", i)] = d
		}
		got := map[string]int{}
		for _, x := range analysis.NetworkOf(model.NewGraph(elements, links), "e0", depth, nil, 0, 0).Nodes {
			if _, twice := got[x.Element.ID]; twice {
				t.Fatalf("%s is there twice", x.Element.ID)
			}
			got[x.Element.ID] = x.Distance
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("reached (-want +got):\n%s", diff)
		}
	})
}
