package model

import (
	"fmt"
	"regexp"
	"slices"
)

// Workspace is a team's own room: one graph, one log, one currency.
type Workspace struct {
	ID         string      `json:"-"`
	Slug       string      `json:"slug"`
	Name       string      `json:"name,omitempty"`
	Currency   string      `json:"currency,omitempty"`  // ISO 4217
	Languages  []string    `json:"languages,omitempty"` // the first is that of the elements' own names
	Fields     []OwnField  `json:"fields,omitempty"`
	Thresholds []Threshold `json:"thresholds,omitempty"`
	Revision   Revision    `json:"-"`
}

// OwnField is a field that a workspace adds to a kind: a prop of its elements, beside those of the registry.
type OwnField struct {
	Kind    Kind     `json:"kind"`
	Name    string   `json:"name"`            // of the prop
	Label   string   `json:"label,omitempty"` // what people call it; "" = as the prop
	Type    PropType `json:"type"`
	Unit    string   `json:"unit,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

// Threshold is a bound of the team's own on a metric; a nil bound is none.
type Threshold struct {
	Metric string   `json:"metric"`
	Part   string   `json:"part,omitempty"`
	Min    *float64 `json:"min,omitempty"`
	Max    *float64 `json:"max,omitempty"`
}

// Languages are the languages that Rootline speaks.
var Languages = []string{"en", "fr", "zh", "fa"}

var (
	slugForm     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// IsSlug says whether s can be the slug of a workspace: lower-case letters, digits and hyphens, at most 63.
func IsSlug(s string) bool { return slugForm.MatchString(s) }

// Check says what is wrong with the settings, nil where nothing is.
func (w *Workspace) Check() *Error {
	switch {
	case w.Slug == "":
		return Fault(Invalid, "slug", "slug", "Value", "")
	case Blank(w.Name):
		return Fault(Invalid, "name", "required")
	case w.Currency == "":
		return Fault(Invalid, "currency", "currency", "Value", "")
	case len(w.Languages) == 0:
		return Fault(Invalid, "languages", "required")
	}
	if faults := w.Faults(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

// Faults lists what is wrong with the settings that are given; a file may leave some out.
func (w *Workspace) Faults() []*Error {
	var faults []*Error
	refuse := func(field, msg string, args ...any) { faults = append(faults, Fault(Invalid, field, msg, args...)) }
	if w.Slug != "" && !IsSlug(w.Slug) {
		refuse("slug", "slug", "Value", w.Slug)
	}
	if err := CheckText("name", w.Name, MaxName); err != nil {
		faults = append(faults, err)
	}
	if w.Currency != "" && !currencyForm.MatchString(w.Currency) {
		refuse("currency", "currency", "Value", w.Currency)
	}
	for i, l := range w.Languages {
		if !langForm.MatchString(l) || slices.Contains(w.Languages[:i], l) {
			refuse(fmt.Sprintf("languages[%d]", i), "language", "Value", l)
		}
	}
	for i, f := range w.Fields {
		faults = append(faults, f.faults(fmt.Sprintf("fields[%d]", i))...)
	}
	return faults
}
