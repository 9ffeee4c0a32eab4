package model

import "regexp"

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

// OwnField is a field that a workspace adds to a kind.
type OwnField struct {
	Kind    Kind     `json:"kind"`
	Name    string   `json:"name"`
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
	case !IsSlug(w.Slug):
		return Fault(Invalid, "slug", "slug", "Value", w.Slug)
	case w.Name == "":
		return Fault(Invalid, "name", "required")
	case !currencyForm.MatchString(w.Currency):
		return Fault(Invalid, "currency", "currency", "Value", w.Currency)
	case len(w.Languages) == 0:
		return Fault(Invalid, "languages", "required")
	}
	if err := checkText("name", w.Name, MaxName); err != nil {
		return err
	}
	for _, l := range w.Languages {
		if !langForm.MatchString(l) {
			return Fault(Invalid, "languages", "language", "Value", l)
		}
	}
	return nil
}
