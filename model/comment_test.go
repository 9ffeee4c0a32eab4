package model

import (
	"slices"
	"testing"
)

func TestMentions(t *testing.T) {
	t.Parallel()
	people := []Mentionable{
		{"ana", "Ana Silva", "ana@example.org"}, {"anna", "Anna Berg", "anna@example.org"}, {"jo1", "Jo Weber", "jo.w@example.org"}, {"jo2", "Jo Li", "jo.li@example.org"},
		{"wang", "王小明", "wang@example.org"}, {"wx", "王小", "wx@example.org"}, {"nad", "نادیا کریمی", "nadia@example.org"}, {"one", "Élodie", "elodie@example.org"},
	}
	for text, want := range map[string][]string{
		"":                          nil,
		"no one":                    nil,
		"@Ana Silva, look":          {"ana"},
		"@ana silva":                {"ana"},
		"@Ana: by first name":       {"ana"},
		"@Anatole is somebody else": nil,
		"@Jo could be two":          nil,
		"@Jo Li and @Jo Weber":      {"jo2", "jo1"},
		"@Jo Li, @Jo Li":            {"jo2"},
		"(@élodie)":                 {"one"},
		"@ÉLODIE!":                  {"one"},
		"@ana@example.org.":         {"ana"},
		"@ANA@Example.org":          {"ana"},
		"@ana@example.org.uk":       {"ana"}, // not that address; the first name stands
		"@wang@example.org-ltd":     nil,
		"write to ana@example.org":  nil,
		"mail@Ana is an address":    nil,
		"请@王小明看一下":                  {"wang"},
		"@王小看":                      {"wx"},
		"@Ana请看":                    {"ana"},
		"سلام @ناديا كريمي، ببین": {"nad"}, // typed on an Arabic keyboard
		"@نادیا":                             {"nad"},
		"@@Ana":                              {"ana"},
		"@Ana_x":                             nil,
		"**@Anna** and `@ana@example.org` @": {"anna", "ana"},
	} {
		if got := Mentions(text, people); !slices.Equal(got, want) {
			t.Errorf("Mentions(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestTopic(t *testing.T) {
	t.Parallel()
	for topic, ok := range map[Topic]bool{
		ElementTopic("crm"): true, ChangeTopic("01ABC"): true, ReportTopic("p1"): true,
		"": false, "element:": false, "report:p1": false, "report:problem:": false, "link:l": false, "element:\x00": false,
	} {
		if got := topic.Check() == nil; got != ok {
			t.Errorf("%q is a topic: %v, want %v", topic, got, ok)
		}
	}
	if ReportTopic("p1").Element() != "" || ReportTopic("p1").Report() != "p1" || ElementTopic("x:y").Element() != "x:y" {
		t.Error("a topic does not know what it names")
	}
}
