package model

import (
	"regexp"
	"slices"
	"testing"
)

// TestTheRegistryIsSound: forms, files, words and tables of the database all lean on these names.
func TestTheRegistryIsSound(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z][a-z_]*[a-z]$`)
	kinds := map[Kind]bool{}
	for _, s := range Kinds {
		if !name.MatchString(string(s.Kind)) || kinds[s.Kind] {
			t.Errorf("kind %q is no name, or stands twice", s.Kind)
		}
		kinds[s.Kind] = true
		if s.Layer == "" || s.Icon == "" {
			t.Errorf("kind %s has no layer or no icon", s.Kind)
		}
		soundProps(t, string(s.Kind), s.Props)
	}
	links := map[LinkKind]bool{}
	for _, s := range LinkKinds {
		if !name.MatchString(string(s.Kind)) || links[s.Kind] {
			t.Errorf("kind of link %q is no name, or stands twice", s.Kind)
		}
		links[s.Kind] = true
		if len(s.From) == 0 || len(s.To) == 0 {
			t.Errorf("%s joins nothing", s.Kind)
		}
		for _, k := range slices.Concat(s.From, s.To) {
			if !kinds[k] {
				t.Errorf("%s joins %q, which is no kind", s.Kind, k)
			}
		}
		soundProps(t, string(s.Kind), s.Props)
	}
	if len(kinds) != 17 || len(links) != 28 {
		t.Errorf("%d kinds and %d kinds of link, want the 17 and 28 of the design", len(kinds), len(links))
	}
}

func soundProps(t *testing.T, of string, props []Prop) {
	t.Helper()
	units := map[Unit]string{Seconds: "_s", Hours: "_h", PerMonth: "_per_month", PerYear: "_per_year", HoursPerMonth: "_h_per_month",
		MoneyPerMonth: "_per_month", MoneyPerYear: "_per_year", MoneyPerHour: "_per_hour"}
	seen := map[string]bool{}
	for _, p := range props {
		if !propForm.MatchString(p.Name) || seen[p.Name] {
			t.Errorf("%s: prop %q is no name, or stands twice", of, p.Name)
		}
		seen[p.Name] = true
		if end := units[p.Unit]; end != "" && !regexp.MustCompile(regexp.QuoteMeta(end)+`$|^seconds$`).MatchString(p.Name) {
			t.Errorf("%s.%s is in %s, which its name does not say", of, p.Name, p.Unit)
		}
		if p.Type == TypeChoice && len(p.Choices) < 2 || p.Type == TypeWhole && p.Max <= p.Min || p.Type == TypeIDs && p.Of.Spec() == nil {
			t.Errorf("%s.%s lacks its choices, its bounds or the kind it names", of, p.Name)
		}
		for i, c := range p.Choices {
			if c == "" || slices.Contains(p.Choices[:i], c) {
				t.Errorf("%s.%s: choice %q is empty, or stands twice", of, p.Name, c)
			}
		}
	}
}

func TestJoins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind     LinkKind
		from, to Kind
		want     bool
	}{
		{Uses, Employee, Technology, true}, {Uses, Partner, Technology, true}, {Uses, Technology, Employee, false}, {Uses, Customer, Technology, false},
		{PartOf, Technology, Technology, true}, {PartOf, Technology, Data, false},
		{Because, Problem, Cause, true}, {Because, Cause, Cause, true}, {Because, Cause, Problem, false},
		{LocatedIn, Cause, Policy, true}, {LocatedIn, Cause, Foreign, true}, {LocatedIn, Cause, Evidence, false}, {LocatedIn, Cause, Action, false},
		{ShownBy, Technology, Evidence, true}, {Changes, Action, Problem, true}, {ForeignLink, Foreign, Target, true},
	} {
		if got := c.kind.Spec().Joins(c.from, c.to); got != c.want {
			t.Errorf("%s joins %s to %s = %v, want %v", c.kind, c.from, c.to, got, c.want)
		}
	}
}
