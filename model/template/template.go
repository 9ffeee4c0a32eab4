// Package template holds ready-made changes: a few answers become the ops of one change. The answers are kept with the change,
// so that one which does not hold any more can be made again over what is there now.
package template

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rootline/model"
)

// Template is one sort of ready-made change.
type Template struct {
	ID        string
	Questions []Question
	expand    func(*expanding)
}

// Question is one thing that a template asks.
type Question struct {
	ID       string
	Kinds    []model.Kind // of the elements to pick; none = a choice or a text
	Links    bool         // a link between two elements is picked, see Feeds
	Many     bool         // several can be picked
	Name     bool         // a name will do instead: what has it is made
	Choices  []string
	Optional bool
	SameKind string // id of another question: what is picked must be of the kind of what that names
}

// Answers are what somebody answered: ids, a name, a choice; by question. More than one only where Many asks for it.
type Answers map[string][]string

// Fresh stands before an answer that is not an id but the name of something to make.
const Fresh = "+"

// One is the first answer to a question.
func (a Answers) One(question string) string {
	if len(a[question]) == 0 {
		return ""
	}
	return a[question][0]
}

// Keep is the form in which a change keeps its answers.
func (a Answers) Keep() map[string]any {
	out := make(map[string]any, len(a))
	for q, list := range a {
		if len(list) == 1 {
			out[q] = list[0]
			continue
		}
		all := make([]any, len(list))
		for i, v := range list {
			all[i] = v
		}
		out[q] = all
	}
	return out
}

// Kept reads answers as a change keeps them.
func Kept(m map[string]any) Answers {
	out := make(Answers, len(m))
	for q, v := range m {
		switch v := v.(type) {
		case string:
			out[q] = []string{v}
		case []string:
			out[q] = v
		case []any:
			for _, item := range v {
				if s, ok := item.(string); ok {
					out[q] = append(out[q], s)
				}
			}
		}
	}
	return out
}

// What can be merged, split, replaced and retired.
var (
	things   = []model.Kind{model.Technology, model.Data, model.Channel, model.Touchpoint, model.Employee, model.Partner, model.Policy, model.Capability}
	actors   = []model.Kind{model.Employee, model.Partner}
	rhythms  = []string{"now", "hourly", "daily"}
	interval = map[string]float64{"hourly": 3600, "daily": 86400} // seconds
)

// All are the templates, in the order in which they are offered.
var All = []*Template{
	{"replace", []Question{{ID: "old", Kinds: things}, {ID: "new", Kinds: things, Name: true, SameKind: "old"}}, replace},
	{"retire", []Question{{ID: "what", Kinds: things}, {ID: "instead", Kinds: things, Optional: true, SameKind: "what"}}, retire},
	{"introduce", []Question{{ID: "name", Name: true}, {ID: "serves", Kinds: []model.Kind{model.Step}, Many: true, Optional: true}, {ID: "users", Kinds: actors, Many: true, Optional: true}}, introduce},
	{"merge", []Question{{ID: "keep", Kinds: things}, {ID: "others", Kinds: things, Many: true, SameKind: "keep"}}, merge},
	{"split", []Question{{ID: "what", Kinds: things}, {ID: "name", Name: true}, {ID: "takes", Kinds: everything(), Many: true}}, split},
	{"automate", []Question{{ID: "feed", Links: true}, {ID: "how", Choices: rhythms}}, automate},
	{"master", []Question{{ID: "data", Kinds: []model.Kind{model.Data}}, {ID: "on", Kinds: []model.Kind{model.Technology}}}, master},
	{"unify", []Question{{ID: "channels", Kinds: []model.Kind{model.Channel}, Many: true}, {ID: "on", Kinds: []model.Kind{model.Technology}, Name: true}}, unify},
	{"open", []Question{{ID: "name", Kinds: []model.Kind{model.Channel}, Name: true}, {ID: "customers", Kinds: []model.Kind{model.Customer}, Many: true}, {ID: "on", Kinds: []model.Kind{model.Technology}, Name: true, Optional: true}}, open},
	{"close", []Question{{ID: "channel", Kinds: []model.Kind{model.Channel}}, {ID: "instead", Kinds: []model.Kind{model.Channel}, Optional: true}}, closeChannel},
	{"handover", []Question{{ID: "steps", Kinds: []model.Kind{model.Step}, Many: true}, {ID: "partner", Kinds: []model.Kind{model.Partner}, Name: true}}, handOver},
}

func everything() []model.Kind {
	return []model.Kind{model.Customer, model.Journey, model.Step, model.Channel, model.Touchpoint, model.Employee, model.Partner, model.Policy, model.Capability, model.Technology, model.Data}
}

// Of returns the template with this id, nil where there is none.
func Of(id string) *Template {
	for _, t := range All {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// Question returns the question with this id, nil where the template asks none such.
func (t *Template) Question(id string) *Question {
	for i := range t.Questions {
		if t.Questions[i].ID == id {
			return &t.Questions[i]
		}
	}
	return nil
}

// Feeds are the links that the template "automate" can be about: what somebody types again by hand.
func Feeds(g *model.Graph) []*model.Link {
	var out []*model.Link
	for l := range g.Links() {
		if l.Kind == model.Feeds && l.Props.Text("mode") == "manual" {
			out = append(out, l)
		}
	}
	return out
}

// Expand makes of the answers the ops of one change of g. newID gives ids to what it adds. Errors: Invalid, with the question
// as its field, where an answer is missing, is of another kind or names what is not there; of all answers at once.
func (t *Template) Expand(g *model.Graph, a Answers, newID func(kind string) string) ([]model.Op, error) {
	a = maps.Clone(a)
	x := &expanding{g: g, a: a, newID: newID, gone: make(map[string]bool), wrote: make(map[string]bool)}
	for _, q := range t.Questions {
		x.check(t, q)
	}
	if len(x.faults) == 0 {
		t.expand(x)
	}
	if len(x.faults) == 0 && len(x.ops) == 0 {
		x.fault(t.Questions[len(t.Questions)-1].ID, "template.nothing")
	}
	if len(x.faults) > 0 {
		first := *x.faults[0]
		first.Also = x.faults[1:]
		return nil, &first
	}
	return x.ops, nil
}

// expanding is one Expand under way.
type expanding struct {
	g      *model.Graph
	a      Answers
	newID  func(string) string
	ops    []model.Op
	faults []*model.Error
	gone   map[string]bool // links and elements that go
	wrote  map[string]bool // links that would be there twice, by kind and ends
}

func (x *expanding) fault(question, msg string, args ...any) {
	x.faults = append(x.faults, model.Fault(model.Invalid, question, msg, args...))
}

func (x *expanding) check(t *Template, q Question) {
	list := slices.DeleteFunc(slices.Clone(x.a[q.ID]), func(s string) bool { return strings.TrimSpace(s) == "" })
	x.a[q.ID] = list
	switch {
	case len(list) == 0:
		if !q.Optional {
			x.fault(q.ID, "required")
		}
		return
	case len(list) > 1 && !q.Many:
		x.fault(q.ID, "template.one")
		return
	}
	for _, v := range list {
		switch {
		case len(q.Choices) > 0:
			if !slices.Contains(q.Choices, v) {
				x.fault(q.ID, "prop.choice", "Value", v, "Choices", q.Choices)
			}
		case q.Links:
			if l := x.g.Link(v); l == nil || l.Kind != model.Feeds {
				x.fault(q.ID, "template.gone", "ID", v)
			}
		case len(q.Kinds) > 0:
			x.checkPicked(t, q, v)
		}
	}
}

func (x *expanding) checkPicked(t *Template, q Question, id string) {
	e := x.g.Element(id)
	switch name, fresh := strings.CutPrefix(id, Fresh); {
	case fresh && q.Name:
		if strings.TrimSpace(name) == "" {
			x.fault(q.ID, "required")
		}
	case e == nil:
		x.fault(q.ID, "template.gone", "ID", id)
	case !slices.Contains(q.Kinds, e.Kind):
		x.fault(q.ID, "template.kind", "Name", e.NameIn(""))
	case q.SameKind != "":
		other := x.g.Element(x.a.One(q.SameKind))
		if other != nil && other.Kind != e.Kind {
			x.fault(q.ID, "template.same", "Name", e.NameIn(""), "Other", other.NameIn(""))
		} else if other == e {
			x.fault(q.ID, "template.itself", "Name", e.NameIn(""))
		}
	}
}

// element is what an answer names; where it is the name of something new, an element of this kind is made.
func (x *expanding) element(question string, kind model.Kind) *model.Element {
	v := x.a.One(question)
	if v == "" {
		return nil
	}
	if name, fresh := strings.CutPrefix(v, Fresh); fresh {
		return x.add(kind, name)
	}
	return x.g.Element(v)
}

func (x *expanding) add(kind model.Kind, name string) *model.Element {
	e := &model.Element{ID: x.newID(string(kind)), Kind: kind, Name: strings.TrimSpace(name)}
	x.ops = append(x.ops, model.Add(e))
	return e
}

// there says whether a link of this kind joins the two already, in g or by what was added.
func (x *expanding) there(kind model.LinkKind, from, to string) bool {
	if x.wrote[string(kind)+" "+from+" "+to] {
		return true
	}
	return slices.ContainsFunc(x.g.Out(from, kind), func(l *model.Link) bool { return l.To == to && !x.gone[l.ID] })
}

func (x *expanding) join(kind model.LinkKind, from, to string, props model.Props) {
	if x.there(kind, from, to) {
		return
	}
	x.wrote[string(kind)+" "+from+" "+to] = true
	x.ops = append(x.ops, model.Join(&model.Link{ID: x.newID(string(kind)), Kind: kind, From: from, To: to, Props: props}))
}

func (x *expanding) unlink(l *model.Link) {
	if !x.gone[l.ID] {
		x.gone[l.ID] = true
		x.ops = append(x.ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID, Old: map[string]any{"from": l.From, "to": l.To}})
	}
}

// remove takes an element away with the links that it has left.
func (x *expanding) remove(e *model.Element) {
	for _, l := range x.links(e.ID) {
		x.unlink(l)
	}
	x.gone[e.ID] = true
	x.ops = append(x.ops, model.Op{Kind: model.OpRemoveElement, ID: e.ID})
}

// said are the links by which an analysis speaks of a thing: what it says of one is not true of what comes in its place.
var said = []model.LinkKind{model.LocatedIn, model.Affects, model.ShownBy, model.Changes}

// links are those of an element that have not gone or moved.
func (x *expanding) links(id string) []*model.Link {
	var out []*model.Link
	for _, l := range append(x.g.Out(id), x.g.In(id)...) {
		if !x.gone[l.ID] && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b *model.Link) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// move brings the links of one element to another, as far as that one can have them; what would be there twice, or lead from
// the other to itself, goes.
func (x *expanding) move(from, to *model.Element, which func(*model.Link) bool) {
	for _, l := range x.links(from.ID) {
		if which != nil && !which(l) || slices.Contains(said, l.Kind) {
			continue
		}
		start, end := l.From, l.To
		if start == from.ID {
			start = to.ID
		}
		if end == from.ID {
			end = to.ID
		}
		if start == end || x.there(l.Kind, start, end) {
			x.unlink(l)
			continue
		}
		x.gone[l.ID] = true // it is where it should be
		x.wrote[string(l.Kind)+" "+start+" "+end] = true
		if start != l.From {
			x.ops = append(x.ops, model.Op{Kind: model.OpReEnd, ID: l.ID, End: "from", Old: l.From, New: start})
		}
		if end != l.To {
			x.ops = append(x.ops, model.Op{Kind: model.OpReEnd, ID: l.ID, End: "to", Old: l.To, New: end})
		}
	}
	if from.Kind == model.Data && which == nil {
		x.carry(from.ID, to.ID)
	}
}

// carry renames what feeds are said to carry.
func (x *expanding) carry(from, to string) {
	for l := range x.g.Links() {
		old := l.Props.List("data")
		if l.Kind != model.Feeds || !slices.Contains(old, from) {
			continue
		}
		var list []string
		for _, id := range old {
			if id == from {
				id = to
			}
			if !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
		x.ops = append(x.ops, model.Set(l.ID, "props.data", old, list))
	}
}

func (x *expanding) set(id, field string, old, value any) {
	if !model.Same(old, value) {
		x.ops = append(x.ops, model.Set(id, field, old, value))
	}
}
