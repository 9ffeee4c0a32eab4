package exchange

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
)

// published reads a journey that others published, restated, into an empty workspace.
func published(t *testing.T, name string) (*model.Graph, string) {
	t.Helper()
	text, err := os.ReadFile("testdata/journeys/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	f, warnings := mustRead(t, string(text))
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	if diff := cmp.Diff(string(text), written(t, f)); diff != "" {
		t.Errorf("not canonical (-want +got):\n%s", diff)
	}
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: Ops(f)})
	if err != nil {
		t.Fatal(err)
	}
	return g, g.OfKind(model.Journey)[0].ID
}

// The source counts 4 steps, 20 uses of 18 touchpoints, 10 things behind the scenes and 17 of support (27 that shape a
// step), of which the six of steps 2 and 3 are the same, five partners and three policies.
func TestBurgerRestaurant(t *testing.T) {
	t.Parallel()
	g, j := published(t, "burger-restaurant")
	steps := model.JourneySteps(g, j)
	uses, shaped := 0, 0
	support := make([][]string, len(steps))
	for i, l := range steps {
		uses += len(g.Out(l.To, model.At))
		shaping := append(g.In(l.To, model.Performs, model.Governs, model.Serves), g.Out(l.To, model.Requires)...)
		shaped += len(shaping)
		for _, e := range g.Sources(l.To, model.Performs, model.Governs) {
			support[i] = append(support[i], e.ID)
		}
		slices.Sort(support[i])
	}
	got := []int{len(steps), uses, len(g.OfKind(model.Touchpoint)), shaped, len(g.OfKind(model.Partner)), len(g.OfKind(model.Policy))}
	if want := []int{4, 20, 18, 27, 5, 3}; !slices.Equal(got, want) {
		t.Errorf("steps, uses, touchpoints, what shapes them, partners, policies = %v, want %v", got, want)
	}
	if len(support[1]) != 6 || !slices.Equal(support[1], support[2]) {
		t.Errorf("support of step 2 = %v, of step 3 = %v; want the same six", support[1], support[2])
	}
}

// The source has six steps, in two of which the feeling turns, six kinds of staff and four pains. It gives no figures.
func TestEmergencyRoomPatient(t *testing.T) {
	t.Parallel()
	g, j := published(t, "emergency-room-patient")
	var stages, feels []string
	for _, l := range model.JourneySteps(g, j) {
		e := g.Element(l.To)
		stages = append(stages, e.Props.Text("stage"))
		feels = append(feels, e.Props.Text("feels"))
		if e.Props.Known("feeling") {
			t.Errorf("%s has a figure that the source does not give", e.ID)
		}
	}
	if want := []string{"Get there", "Register and wait", "Get a bed", "Get assessed", "Get diagnosed and treated", "Leave"}; !slices.Equal(slices.Compact(stages), want) {
		t.Errorf("stages = %q, want the steps of the source %q", stages, want)
	}
	if want := []string{"Anxiety", "Anxiety", "Impatience", "Relief", "Frustration", "Fear", "Relief", "Relief"}; !slices.Equal(feels, want) {
		t.Errorf("feels = %q, want %q", feels, want)
	}
	if staff, pains := len(g.OfKind(model.Employee)), len(g.OfKind(model.Problem)); staff != 6 || pains != 4 {
		t.Errorf("%d kinds of staff and %d pains, want 6 and 4", staff, pains)
	}
}
