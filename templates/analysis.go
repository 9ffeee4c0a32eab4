package templates

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/whys"
	"rootline/templates/say"
)

// Inquiry is what every page of the guided analysis shows around its question.
type Inquiry struct {
	PickURL   string        // where what is typed into a field that names elements is looked up
	Base      string        // address of the analysis
	Page, On  string        // the question: its page and what it is about, "" = the problem
	Check     string        // where the wording of the field "name" is read while one writes; "" = nowhere
	Now       string        // id of what the graph points out; "" = what the question is about
	Stages    []StageMark   // the progress line
	More      int           // how many questions of this stage, beside this one, have no answer yet
	Saved     Clock         // when the person last saved something; zero = not known
	Leave     string        // where leaving leads
	Back      string        // the question before; "" = none
	Ask       string        // the question, which is the heading
	Chain     []Clause      // the chain so far, below the heading
	Client    string        // names this drawing of the form, so that a retry takes effect once
	Drawn     string        // revision at which the form was drawn
	Was       []Option      // value of each field as drawn, so that only what changed is stored
	Looked    []string      // keys of the findings that this page shows: they are asked once
	CanSay    bool          // the person may answer
	Idea      string        // typed beside the answer, of a form that was refused
	Go        string        // words of the main button; "" = save and go on
	GoValue   string        // what the main button sends as "do"
	NoGo      bool          // the page has no main button
	Further   []Option      // further buttons: what they send as "do", and their words
	Errors    []FieldError  // what is wrong with the answer
	Stale     []StaleAnswer // somebody else changed the same meanwhile
	Told      string        // what an act beside the question did
	Found     map[string][]Finding
	Analysis  *whys.Analysis
	Currency  string
	Elsewhere []Elsewhere
}

// Clock is a moment as a page shows it: machine-readable, and in words.
type Clock struct{ ISO, Words string }

// StageMark is one stage on the progress line.
type StageMark struct {
	Stage whys.Stage
	URL   string // "" = it asks nothing yet
	State string // "done", "now", "none" for nothing to ask, or ""
}

// StaleAnswer is a field that somebody else changed while the form was open: both values are shown, none is lost.
type StaleAnswer struct{ Label, Seen, Present, Yours string }

// Elsewhere is a cause of another problem that lies in the same place.
type Elsewhere struct {
	Cause, Problem string // names
	URL            string // of the question with this cause filled in; "" = it cannot be used here
}

// Answers are the values of a form by the name of the field.
type Answers map[string][]string

// Text returns the value of a field, the first where there are several, "" where there is none.
func (a Answers) Text(name string) string {
	if v := a[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// List returns all values of a field.
func (a Answers) List(name string) []string { return a[name] }

// Set makes a field have these values.
func (a Answers) Set(name string, values ...string) { a[name] = values }

// field is a field of the question with its value and message.
func (q Inquiry) field(a Answers, name, label, hint string) Field {
	f := Field{Name: name, Label: label, Hint: hint, Value: a.Text(name)}
	for _, e := range q.Errors {
		if e.Field == name {
			f.Error = e.Message
		}
	}
	return f
}

// number is a field of the question for a figure of the problem or of an action.
func (q Inquiry) number(s *say.Printer, a Answers, kind model.Kind, name string) NumberField {
	f := q.field(a, name, s.Prop(string(kind), name), s.Hint(string(kind), name))
	f.Unit = UnitWords(s, kind.Spec().Prop(name).Unit, q.Currency)
	return NumberField{Field: f, Upper: a.Text(name + ".hi"), Confidence: a.Text(name + ".confidence")}
}

// pick is a field that names elements of these kinds; what is typed and not there is added, but for causes.
func (q Inquiry) pick(s *say.Printer, a Answers, name, label, hint string, several bool, kinds ...model.Kind) PickField {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	f := PickField{Field: q.field(a, name, label, hint), Several: several, Source: q.PickURL + "?kinds=" + strings.Join(words, ",")}
	if !slices.Contains(kinds, model.Cause) {
		f.Source += "&add=1"
	}
	g := q.Analysis.Graph
	for _, id := range a.List(name + ".id") {
		if e := g.Element(id); e != nil {
			icon, layer := Look(e)
			f.Chosen = append(f.Chosen, PickOption{ID: id, Name: e.NameIn(s.Lang()), Icon: icon, Layer: layer})
		}
	}
	const most = 200 // suggestions for browsers without script
	for _, k := range kinds {
		for _, e := range g.OfKind(k) {
			if e.ID != q.On && len(f.Names) < most {
				f.Names = append(f.Names, e.NameIn(s.Lang()))
			}
		}
	}
	return f
}

func (q Inquiry) url(page, on string) string {
	if on == "" {
		return q.Base + "/" + page
	}
	return q.Base + "/" + page + "/" + on
}

// kept lists the findings of the page, whose forms stand outside of the question's.
func (q Inquiry) kept() []Finding {
	var out []Finding
	for _, list := range q.Found {
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// choices are the values of a prop that is a choice, in words.
func choices(s *say.Printer, prop string, values []string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: v, Label: s.Choice(prop, v)}
	}
	return out
}

// newKinds are what something can be that a cause lies in and that is not in the model yet, the likeliest first.
func newKinds(s *say.Printer) []Option {
	var out []Option
	for _, k := range []model.Kind{model.Technology, model.Policy, model.Employee, model.Partner, model.Data, model.Step, model.Touchpoint, model.Channel, model.Capability, model.Customer} {
		out = append(out, Option{Value: string(k), Label: s.Kind(k, false)})
	}
	return out
}

// FindingWords takes the message of a finding apart: what was found, where that stands before the question, and the question.
func FindingWords(message string) (lead, text string) {
	for _, stop := range []string{". ", "。"} {
		if i := strings.Index(message, stop); i > 0 && i+len(stop) < len(message) {
			return message[:i+len(strings.TrimSpace(stop))], strings.TrimSpace(message[i+len(stop):])
		}
	}
	return "", message
}

// missingLenses are the places where nobody has found a cause and nobody said that there is none.
func missingLenses(a *whys.Analysis) []string {
	return slices.DeleteFunc(slices.Clone(model.Lenses), func(lens string) bool {
		return slices.Contains(a.Problem.Props.List("looked"), lens) ||
			slices.ContainsFunc(a.Causes(), func(n *whys.Node) bool { return n.Lens() == lens })
	})
}

// ProblemSentence says a problem in one sentence: where it is felt and by whom, since when, how often, what it costs; and
// in a second what it does to the business.
func ProblemSentence(s *say.Printer, a *whys.Analysis, currency string) []Clause {
	p := a.Problem
	out := []Clause{{clause(s, a.Graph, p.NameIn(s.Lang()), true), true}}
	add := func(id, value string) {
		for _, piece := range s.Pieces(id) {
			if piece.Name == "" {
				out = append(out, Clause{piece.Text, false})
			} else {
				out = append(out, Clause{value, true})
			}
		}
	}
	names := func(list []*model.Element, written func(string) string) string {
		var words []string
		for _, e := range list {
			words = append(words, written(e.NameIn(s.Lang())))
		}
		return s.List(words)
	}
	places := slices.DeleteFunc(slices.Clone(p.Places), func(e *model.Element) bool { return e.Kind == model.Customer })
	if len(places) > 0 {
		add("analysis.sentence.place", names(places, s.Quote))
	}
	if customers := a.Customers(); len(customers) > 0 {
		add("analysis.sentence.customer", names(customers, s.Isolate))
	}
	if since := p.Props.Text("since"); since != "" {
		add("analysis.sentence.since", s.Day(since))
	}
	for _, name := range []string{"frequency_per_month", "cost_per_month", "opportunity_per_month"} {
		if n, ok := p.Props.Number(name); ok {
			add("analysis.sentence."+name, s.Quantity(n, model.Problem.Spec().Prop(name).Unit, currency))
		}
	}
	out = append(out, Clause{s.T("sentence.read.end"), false})
	if effect := p.Props.Text("business_effect"); effect != "" {
		out = append(out, Clause{" " + clause(s, a.Graph, effect, true) + s.T("sentence.read.end"), false})
	}
	return out
}
