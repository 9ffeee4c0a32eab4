package templates

import (
	"strings"
	"testing"

	"rootline/templates/say"
)

func TestViewSwitchKeepsWhatIsLookedAt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		v    Views
		want []string
	}{
		{"of anything", Views{Space: Workspace{Slug: "a"}, Now: ViewMap},
			[]string{`href="/w/a/blueprint"`, `href="/w/a/network"`, `href="/w/a/map" aria-current="page"`, `href="/w/a/elements"`}},
		{"of a journey", Views{Space: Workspace{Slug: "a"}, Now: ViewBlueprint, Journey: "j"},
			[]string{`href="/w/a/journeys/j/blueprint" aria-current="page"`}},
		{"of an element", Views{Space: Workspace{Slug: "a"}, Now: ViewNetwork, Element: "e"},
			[]string{`href="/w/a/elements/e/network" aria-current="page"`}},
		{"with an address of its own", Views{Space: Workspace{Slug: "a"}, At: map[View]string{ViewTable: "/w/a/elements?kind=technology"}},
			[]string{`href="/w/a/elements?kind=technology"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			if err := ViewSwitch(say.For("en"), test.v).Render(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("no %s in %s", want, b.String())
				}
			}
			if n := strings.Count(b.String(), "aria-current"); test.v.Now != "" && n != 1 {
				t.Errorf("%d views are current, want 1", n)
			}
		})
	}
}
