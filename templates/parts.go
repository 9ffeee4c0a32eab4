package templates

import (
	"rootline/model"
	"rootline/templates/say"
)

// Field is what stands around one input. Label is needed, and Name, under which the value is sent.
type Field struct {
	Name    string
	Label   string
	Hint    string // what to write, in a sentence
	Example string // a worked example, folded away
	Value   string
	Error   string // what is wrong with the value, in a sentence; "" = nothing
	Type    string // of an input; "" = text
	Unit    string // words after the input
	Rows    int    // of a text area; 0 = 3
	Short   bool   // the input is narrow: its values are
	Dir     string // direction of the value; "" = by what is typed
	Among   string // tells it from another field of its name on the page; "" = there is none
	// Autocomplete and InputMode are the attributes of these names; "" = not set.
	Autocomplete, InputMode string
	Required                bool // said to readers; the server decides
	First                   bool // the page begins with it: it takes the focus
}

// Option is one of several values.
type Option struct {
	Value, Label, Hint string
	On                 bool // chosen
}

// FieldError says what is wrong with the field of that name; Field is "" where none is at fault.
type FieldError struct{ Field, Message string }

// FieldID is the id of the input of a field: what an error summary points at.
func FieldID(name string) string { return "f-" + name }

func (f Field) id() string { return FieldID(f.Name + f.Among) }

// describes lists the ids of what explains the input.
func (f Field) describes() string {
	ids := ""
	if f.Hint != "" {
		ids = f.id() + "-hint"
	}
	if f.Error != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.id() + "-error"
	}
	return ids
}

func (f Field) class() string {
	if f.Error != "" {
		return "field bad"
	}
	return "field"
}

func (f Field) inputClass() string {
	if f.Short {
		return "short"
	}
	return ""
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) dir() string {
	if f.Dir == "" {
		return "auto"
	}
	return f.Dir
}

// NumberField is a Field for a number that may be unknown, rough or an interval. The figure is sent
// under Name, the upper end of an interval under Name.hi, how sure it is under Name.confidence.
type NumberField struct {
	Field
	Upper      string
	Confidence string // "fact", "estimate", "guess"; "" = not said
	Plain      bool   // only the figure: neither an interval nor how sure
}

// PickField is a Field that names elements: by typing, with what is there below. What is typed is
// sent under Name, what has been chosen under Name.id, once for each.
type PickField struct {
	Field
	Source  string       // where the options for what is typed are fetched: PickOptions as a fragment
	Chosen  []PickOption // already
	Names   []string     // suggestions for browsers without script
	Several bool         // more than one may be chosen
}

// PickOption is an element that can be picked, or one that would be added.
type PickOption struct {
	ID          string // "" = would be added
	Name        string
	Icon, Layer string
	Note        string     // what it is, why it is suggested
	Kind        model.Kind // of what would be added; "" = there is no choice
}

// Finding asks about one thing. It offers two ways out: mend it, or keep it with a reason.
type Finding struct {
	Key       string
	Level     string // "stop", "ask" or "hint"
	Lead      string // what was found, in short; may be empty
	Text      string // the question
	Hint      string // an example or a remark
	MendURL   string // where it can be mended; "" = here
	MendLabel string
	KeepURL   string // takes the reason by POST; "" = it cannot be kept
	Kept      *Kept  // it was kept
	InForm    bool   // it stands within a form: the page puts KeepForm outside of it
}

// Kept is the reason that a finding was kept with.
type Kept struct{ By, On, Reason string }

func (f Finding) class() string {
	switch {
	case f.Kept != nil:
		return "ask kept"
	case f.Level == "stop":
		return "ask stop"
	case f.Level == "hint":
		return "ask hinted"
	}
	return "ask"
}

func (f Finding) formID() string { return "keep-" + f.Key }

// Tab is one of the parts of a page that has several.
type Tab struct {
	Label, URL string
	Count      int // shown where above zero
	Current    bool
	Narrow     string // the label where the screen is narrow; "" = the same
}

// Pages are the ways on in a list.
type Pages struct {
	From         int    // number of the first row; 0 = not said
	Shown, Total int    // Total 0 = not counted
	Before, Next string // "" = none
}

// Question is what a page asks before it does something that takes much away.
type Question struct {
	Title, Text string
	Action      string // takes the POST
	Yes         string // the words of the button
	No          string // where not doing it leads
	Hidden      []Option
}

// EmptyPlace teaches what belongs where there is nothing yet.
type EmptyPlace struct{ Title, Text, Example string }

// Look tells the sign and the layer by which an element is drawn. An actor whom no customer sees is
// the business of the caller, who knows the links.
func Look(e *model.Element) (icon, layer string) {
	spec := e.Kind.Spec()
	if spec == nil {
		return "k-foreign", string(model.LayerForeign)
	}
	icon = spec.Icon
	if e.Kind == model.Technology {
		switch t := e.Props.Text("type"); t {
		case "database", "device", "integration", "network":
			icon = "k-" + t
		}
	}
	return icon, string(spec.Layer)
}

// standingWords say how sure a cause is where it stands alone: "sure" does not say who is.
func standingWords(s *say.Printer, prop, value string) string {
	if prop == "certainty" && value == "sure" {
		return s.T("report.standing.sure")
	}
	return s.Choice(prop, value)
}

// statusClass is the look of a badge: filled for what is confirmed, a thin edge for what the team is sure of, dashed, dotted.
func statusClass(status string) string {
	switch status {
	case "confirmed":
		return "badge full l-cause"
	case "sure":
		return "badge l-cause"
	case "likely":
		return "badge likely l-cause"
	case "suspected", "guess":
		return "badge suspected l-cause"
	}
	return "badge"
}
