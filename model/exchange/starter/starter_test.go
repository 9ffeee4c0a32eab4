package starter_test

import (
	"fmt"
	"slices"
	"testing"

	"rootline/model"
	"rootline/model/exchange/starter"
)

// begin brings a journey into an empty workspace of these languages.
func begin(t *testing.T, key string, present func(model.Kind, string) string, languages ...string) (*model.Graph, string) {
	t.Helper()
	n := 0
	id, ops := starter.Find(key).Ops(starter.Ground{Languages: languages, Speak: "en", Present: present,
		NewID: func(kind string) string { n++; return fmt.Sprintf("%s-%d", kind, n) }})
	g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return g, id
}

func none(model.Kind, string) string { return "" }

func TestEveryStarterIsWhole(t *testing.T) {
	t.Parallel()
	for _, key := range starter.Keys {
		for _, lang := range []string{"en", "fr", "zh", "fa"} {
			g, id := begin(t, key, none, lang)
			steps := model.JourneySteps(g, id)
			if len(steps) != 6 || len(g.Sources(id, model.Lives)) == 0 {
				t.Errorf("%s: %d steps, %d customers; want six and some", key, len(steps), len(g.Sources(id, model.Lives)))
			}
			touchpoints := 0
			for _, l := range steps {
				e := g.Element(l.To)
				touchpoints += len(g.Out(e.ID, model.At))
				for _, prop := range []string{"stage", "does", "thinks", "feels", "feeling"} {
					if !e.Props.Known(prop) {
						t.Errorf("%s, %s: %q says nothing of %s", key, lang, e.Name, prop)
					}
				}
			}
			if touchpoints < 5 {
				t.Errorf("%s: %d touchpoints, want nearly one for each step", key, touchpoints)
			}
			for e := range g.Elements() {
				if e.Name == "" || e.Kind != model.Journey && e.Kind != model.Step && len(g.In(e.ID))+len(g.Out(e.ID)) == 0 {
					t.Errorf("%s, %s: %s %q has no name, or nothing to do with a step", key, lang, e.ID, e.Name)
				}
			}
		}
	}
}

func TestStarterSpeaksTheWorkspace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		languages  []string
		name, does string
		names      map[string]string
	}{
		{[]string{"en"}, "Chooses", "Compares three of them in the evening and reads what others say.", nil},
		{[]string{"fr", "en"}, "Choisit", "En compare trois le soir et lit les avis.", map[string]string{"en": "Chooses"}},
		{[]string{"de", "fa"}, "Chooses", "Compares three of them in the evening and reads what others say.", map[string]string{"fa": "انتخاب می‌کند"}},
	} {
		g, id := begin(t, "return", none, c.languages...)
		first := g.Element(model.JourneySteps(g, id)[0].To)
		if first.Name != c.name || first.Props.Text("does") != c.does || fmt.Sprint(first.Names) != fmt.Sprint(c.names) {
			t.Errorf("%v: the first step is %q (%v), does %q", c.languages, first.Name, first.Names, first.Props.Text("does"))
		}
	}
}

func TestStarterUsesWhatIsThere(t *testing.T) {
	t.Parallel()
	var asked []string
	id, ops := starter.Find("return").Ops(starter.Ground{Languages: []string{"en"}, NewID: func(kind string) string { return kind },
		Present: func(k model.Kind, name string) string {
			asked = append(asked, string(k)+" "+name)
			if k == model.Technology && name == "Till" {
				return "our-till"
			}
			return ""
		}})
	if id == "" || !slices.Contains(asked, "customer People who buy online") {
		t.Errorf("asked for %v", asked)
	}
	used := false
	for _, op := range ops {
		if op.Element != nil && op.Element.Name == "Till" {
			t.Error("the till is added although it is there")
		}
		used = used || op.Link != nil && op.Link.Kind == model.Serves && op.Link.From == "our-till"
	}
	if !used {
		t.Error("the till that is there serves no step")
	}
}

// A Text has exactly four members, so a missing one would read as the empty text.
func TestEveryTextIsWritten(t *testing.T) {
	t.Parallel()
	for _, key := range starter.Keys {
		j := starter.Find(key)
		texts := []starter.Text{j.Name, j.Says, j.Goal}
		for _, thing := range j.Things {
			texts = append(texts, thing.Name)
		}
		for _, s := range j.Steps {
			texts = append(texts, s.Stage, s.Name, s.Does, s.Thinks, s.Feels)
		}
		for _, text := range texts {
			if slices.Contains(text[:], "") {
				t.Errorf("%s: %q is not written in every language", key, text)
			}
		}
	}
}
