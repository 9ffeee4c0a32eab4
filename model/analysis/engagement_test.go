package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/model/analysis"
)

// fromWords is a graph from words: "kind:id" is an element, "from kind to" a link.
func fromWords(t *testing.T, words ...string) *model.Graph {
	t.Helper()
	g := model.NewGraph(nil, nil)
	var ops []model.Op
	for i, w := range words {
		if parts := strings.Fields(w); len(parts) == 3 {
			ops = append(ops, model.Join(&model.Link{ID: fmt.Sprintf("l%d", i), Kind: model.LinkKind(parts[1]), From: parts[0], To: parts[2]}))
			continue
		}
		kind, id, _ := strings.Cut(w, ":")
		ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Kind(kind), Name: id}))
	}
	next, _, err := g.Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func ids(list []*model.Element) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

var shop = []string{"customer:home", "customer:hotel", "channel:web", "channel:store", "channel:phone", "touchpoint:checkout",
	"technology:shop", "technology:till", "technology:desk", "technology:pay", "technology:erp", "employee:clerk", "capability:know",
	"web reaches home", "store reaches home", "phone reaches hotel", "web offers checkout", "shop supports web", "pay supports checkout",
	"shop supports checkout", "till supports store", "desk supports phone", "clerk runs store", "till depends_on erp", "shop depends_on erp", "web requires know"}

func TestEngage(t *testing.T) {
	t.Parallel()
	g := fromWords(t, shop...)
	want := analysis.Engagement{Customers: []string{"home", "hotel"}, Channels: []string{"web", "store", "phone"},
		Platforms: []string{"shop", "pay", "till", "desk"}, Capabilities: []string{"know"}}
	if diff := cmp.Diff(want, analysis.Engage(0, false, g)); diff != "" {
		t.Errorf("Engage (-want +got):\n%s", diff)
	}
	want.Under = []string{"erp"}
	if diff := cmp.Diff(want, analysis.Engage(0, true, g)); diff != "" {
		t.Errorf("with what lies under (-want +got):\n%s", diff)
	}
	if got := analysis.Engage(0, true, model.NewGraph(nil, nil)); !got.Empty() {
		t.Errorf("of nothing = %v", got)
	}
}

func TestEngageKeepsWhatIsJoinedToMost(t *testing.T) {
	t.Parallel()
	g := fromWords(t, append(slices.Clone(shop), "customer:nobody", "web reaches hotel")...)
	got := analysis.Engage(2, false, g)
	if diff := cmp.Diff([]string{"home", "hotel"}, got.Customers); diff != "" {
		t.Errorf("customers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"web", "store"}, got.Channels); diff != "" {
		t.Errorf("channels (-want +got):\n%s", diff)
	}
	if got.Left != 1+1+1 { // nobody, phone, and one of shop, pay, till
		t.Errorf("left out %d, want 3", got.Left)
	}
}

// Two states share their places: what either has is in the selection of both, what both have once.
func TestEngageOfTwoStates(t *testing.T) {
	t.Parallel()
	today := fromWords(t, "customer:home", "channel:fax", "channel:web", "technology:shop", "shop supports web")
	later := fromWords(t, "customer:home", "channel:web", "channel:app", "technology:mobile", "mobile supports app")
	want := analysis.Engagement{Customers: []string{"home"}, Channels: []string{"fax", "web", "app"}, Platforms: []string{"shop", "mobile"}}
	if diff := cmp.Diff(want, analysis.Engage(0, false, today, later)); diff != "" {
		t.Errorf("Engage (-want +got):\n%s", diff)
	}
}

func TestIslands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		more []string
		want []string
	}{
		{"two that share nothing", nil, []string{"web", "store"}},
		{"joined by a system", []string{"shop supports store"}, []string{"web store"}},
		{"joined by a third", []string{"channel:app", "app reaches home", "shop supports app", "till supports app"}, []string{"web store app"}},
		{"of one nothing is known", []string{"channel:fax", "fax reaches home"}, []string{"web", "store"}},
		{"said twice", []string{"web reaches home"}, []string{"web", "store"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, island := range analysis.Islands(fromWords(t, append(slices.Clone(shop), test.more...)...), "home", model.Supports) {
				got = append(got, strings.Join(ids(island), " "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("islands (-want +got):\n%s", diff)
			}
		})
	}
	if got := analysis.Islands(fromWords(t, shop...), "home", model.Runs); len(got) != 1 {
		t.Errorf("islands of who runs them = %d, want 1: of the web nobody said", len(got))
	}
}

func TestReachOf(t *testing.T) {
	t.Parallel()
	g := model.NewGraph([]*model.Element{{ID: "web", Kind: model.Channel}, {ID: "home", Kind: model.Customer}}, []*model.Link{
		{ID: "a", Kind: model.Reaches, From: "web", To: "home", Props: model.Props{"policy": "not", "want": model.Num(1)}},
		{ID: "b", Kind: model.Reaches, From: "web", To: "home", Props: model.Props{"policy": "serve", "want": model.Num(2)}}})
	want := analysis.Reach{Link: "a", Want: model.Num(2), Wanted: true, Policy: "serve"}
	if got, ok := analysis.ReachOf(g, "web", "home"); !ok || got != want {
		t.Errorf("ReachOf = %v, %v, want %v", got, ok, want)
	}
	if _, ok := analysis.ReachOf(g, "home", "web"); ok {
		t.Error("a customer does not reach a channel")
	}
}
