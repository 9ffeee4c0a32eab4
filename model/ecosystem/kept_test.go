package ecosystem_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rootline/model"
	"rootline/model/ecosystem"
)

// shown is a map as lines.
func shown(m *ecosystem.Map) []string {
	out := []string{fmt.Sprint(m.Columns, m.Found, m.Total, m.Span)}
	for _, b := range m.Boxes {
		pins := ""
		for _, p := range b.Pins {
			pins += p.ID + " "
		}
		out = append(out, fmt.Sprint(b.ID, b.Name, b.Props, b.Lane, b.Column, b.Row, b.Half, pins, b.Rules, b.Number, b.Stations))
	}
	for _, l := range m.Lines {
		out = append(out, fmt.Sprint(l.From, l.To, len(l.Links), *l.Links[0]))
	}
	return out
}

// TestMapIsFresh: whatever is edited, the map is that of a graph that nobody has looked at before.
func TestMapIsFresh(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := shop()
		shown(ecosystem.Of(g, ecosystem.Query{}))
		for n := range 6 {
			elements, links := slices.Collect(g.Elements()), slices.Collect(g.Links())
			one := func(kinds ...model.Kind) *model.Element {
				some := slices.DeleteFunc(slices.Clone(elements), func(e *model.Element) bool { return !slices.Contains(kinds, e.Kind) })
				if len(some) == 0 {
					return elements[0]
				}
				return rapid.SampledFrom(some).Draw(t, "element")
			}
			set := func(e *model.Element, prop string, to any) []model.Op {
				return []model.Op{model.Set(e.ID, model.PropField(prop), e.Props[prop], to)}
			}
			var ops []model.Op
			switch rapid.IntRange(0, 8).Draw(t, "edit") {
			case 0:
				e := rapid.SampledFrom(elements).Draw(t, "named")
				ops = []model.Op{model.Set(e.ID, "name", e.Field("name"), fmt.Sprint("named ", n))}
			case 1:
				ops = set(one(model.Step), "stage", rapid.SampledFrom([]string{"Buy", "Use"}).Draw(t, "stage"))
			case 2:
				ops = set(one(model.Journey), "lifecycle", rapid.SampledFrom(ecosystem.Phases).Draw(t, "phase"))
			case 3:
				if e := one(model.Cause); e.Kind == model.Cause {
					ops = set(e, "status", "disproved")
				}
			case 4:
				kind := rapid.SampledFrom(model.Kinds).Draw(t, "kind").Kind
				ops = []model.Op{model.Add(&model.Element{ID: fmt.Sprint("new", n), Kind: kind, Name: "new"})}
			case 5:
				ops = model.Remove(g, rapid.SampledFrom(elements).Draw(t, "removed").ID)
			case 6:
				l := rapid.SampledFrom(links).Draw(t, "link")
				switch l.Kind {
				case model.Performs:
					ops = []model.Op{model.Set(l.ID, "props.visible", l.Props["visible"], rapid.Bool().Draw(t, "seen"))}
				case model.HasStep:
					ops = []model.Op{model.Set(l.ID, "props.order", l.Props["order"], model.Num(float64(rapid.IntRange(1, 5).Draw(t, "order"))))}
				default:
					ops = []model.Op{{Kind: model.OpRemoveLink, ID: l.ID}}
				}
			default:
				spec := rapid.SampledFrom(model.LinkKinds).Draw(t, "joined")
				from, to := one(spec.From...), one(spec.To...)
				ops = []model.Op{model.Join(&model.Link{ID: fmt.Sprint("join", n), Kind: spec.Kind, From: from.ID, To: to.ID})}
			}
			next, _, err := g.Apply(model.Change{Ops: ops})
			if err != nil {
				continue // a circle, an end of another kind
			}
			g = next
			afresh := model.NewGraph(slices.Collect(g.Elements()), slices.Collect(g.Links()))
			if diff := cmp.Diff(shown(ecosystem.Of(afresh, ecosystem.Query{})), shown(ecosystem.Of(g, ecosystem.Query{}))); diff != "" {
				t.Fatalf("map (-afresh +kept):\n%s", diff)
			}
		}
	})
}
