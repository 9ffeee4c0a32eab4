package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
)

// was says what a field held when the form was drawn.
func was(given templates.Answers, name string) string { return given.Text("was." + name) }

// refuse is an outcome that is only a message beside a field.
func (st *study) refuse(field, id string, args ...any) outcome {
	return outcome{refused: []templates.FieldError{{Field: field, Message: st.Say.T(id, args...)}}}
}

// fieldOf is a field of an element as a form asks for it: its name in the reader's language, its owner, or a prop by its
// name.
func (st *study) fieldOf(e *model.Element, name string) formField {
	switch {
	case name == "name" && e.Names[st.Say.Lang()] != "":
		return formField{name: "names." + st.Say.Lang(), kind: string(e.Kind)}
	case name == "name" || name == "owner":
		return formField{name: name, kind: string(e.Kind)}
	}
	return formField{name: model.PropField(name), kind: string(e.Kind), prop: e.Kind.Spec().Prop(name)}
}

// scalars fills the form with fields of an element: its name, its owner, and props by their names.
func (st *study) scalars(e *model.Element, form templates.Answers, names ...string) {
	for _, name := range names {
		f := st.fieldOf(e, name)
		shows := st.show(f, e.Field(f.name))
		form.Set(name, shows.Text)
		if f.is(model.TypeNumber) {
			form.Set(name+".hi", shows.Upper)
			form.Set(name+".confidence", shows.Sure)
		}
	}
}

// sets are the ops that bring fields of an element to what was answered, where the answer changed since the form was
// drawn. What its author saw comes from the revision of the form, see model.Change.
func (st *study) sets(e *model.Element, given templates.Answers, names ...string) ([]model.Op, []templates.FieldError) {
	var ops []model.Op
	var wrong []templates.FieldError
	for _, name := range names {
		f := st.fieldOf(e, name)
		now := entered{Text: given.Text(name), Upper: given.Text(name + ".hi"), Sure: given.Text(name + ".confidence")}
		drawn := entered{Text: strings.TrimSpace(was(given, name)), Upper: was(given, name+".hi"), Sure: was(given, name+".confidence")}
		if now.same(drawn) {
			continue
		}
		v, err := st.parse(f, now, e.Field(f.name))
		if err != nil {
			wrong = append(wrong, templates.FieldError{Field: name, Message: st.Say.Error(err)})
			continue
		}
		ops = append(ops, model.Set(e.ID, f.name, nil, v))
	}
	return ops, wrong
}

// ended are the ops that bring links of one kind from an element to what was ticked and typed in a field that names
// elements: what was unticked goes, what was ticked or typed comes, made in place where it is not there yet.
func (st *study) ended(from string, link model.LinkKind, given templates.Answers, field string, fallback model.Kind, kinds ...model.Kind) []model.Op {
	var ops []model.Op
	ticked, before := given.List(field+".id"), given.List("was."+field+".id")
	for _, l := range st.graph.Out(from, link) {
		if slices.Contains(before, l.To) && !slices.Contains(ticked, l.To) {
			ops = append(ops, model.Op{Kind: model.OpRemoveLink, ID: l.ID})
		}
	}
	joined := st.graph.Targets(from, link)
	join := func(to string) {
		if !slices.ContainsFunc(joined, func(e *model.Element) bool { return e.ID == to }) {
			ops = append(ops, model.Join(&model.Link{ID: store.NewElementID(string(link)), Kind: link, From: from, To: to}))
		}
	}
	for _, id := range ticked {
		if !slices.Contains(before, id) && st.graph.Element(id) != nil {
			join(id)
		}
	}
	if typed := given.Text(field); typed != "" {
		if found := st.byName(typed, kinds...); len(found) > 0 {
			join(found[0].ID)
		} else {
			e := &model.Element{ID: store.NewElementID(string(fallback)), Kind: fallback, Name: typed}
			ops = append(ops, model.Add(e))
			join(e.ID)
		}
	}
	return ops
}

// idsOf are the ids of elements of these kinds.
func idsOf(list []*model.Element, kinds ...model.Kind) []string {
	var out []string
	for _, e := range list {
		if len(kinds) == 0 || slices.Contains(kinds, e.Kind) {
			out = append(out, e.ID)
		}
	}
	return out
}

// evidence are the ops that show an element by what was answered; none where nothing was. A grade alone is evidence too:
// it says how one knows, even where nobody wrote down more.
func (st *study) evidence(of string, given templates.Answers) []model.Op {
	text, grade := given.Text("evidence"), given.Text("grade")
	if text == "" && grade == "" {
		return nil
	}
	e := &model.Element{ID: store.NewElementID("evidence"), Kind: model.Evidence, Name: text, Props: model.Props{}}
	if text == "" {
		e.Name, e.Names = st.Say.Choice("grade", grade), map[string]string{}
		for _, lang := range model.Languages {
			if lang != st.Say.Lang() {
				e.Names[lang] = say.For(lang).Choice("grade", grade)
			}
		}
	}
	for _, name := range []string{"grade", "source", "on"} {
		if v := given.Text(name); v != "" {
			e.Props[name] = v
		}
	}
	return []model.Op{model.Add(e), model.Join(&model.Link{ID: store.NewElementID(string(model.ShownBy)), Kind: model.ShownBy, From: of, To: e.ID})}
}

// dropEvidence takes evidence away from what it showed, and altogether where it showed nothing else.
func (st *study) dropEvidence(link string) outcome {
	l := st.graph.Link(link)
	if l == nil || l.Kind != model.ShownBy || st.Node(l.From) == nil {
		return st.refuse("", "analysis.drop.gone")
	}
	ops := []model.Op{{Kind: model.OpRemoveLink, ID: link}}
	if len(st.graph.In(l.To))+len(st.graph.Out(l.To)) == 1 {
		ops = append(ops, model.Op{Kind: model.OpRemoveElement, ID: l.To})
	}
	return outcome{title: telling("analysis.change.drop"), ops: ops, told: st.Say.T("analysis.dropped")}
}

// because is the op that adds a link from an effect to a cause, behind those that are there.
func (st *study) because(effect, cause string, circle bool) model.Op {
	l := &model.Link{ID: store.NewElementID(string(model.Because)), Kind: model.Because, From: effect, To: cause, Props: model.Props{}}
	if n := st.lastOrder(effect); n > 0 {
		l.Props["order"] = model.Num(n + 1)
	}
	if circle {
		l.Props["circle"] = true
	}
	return model.Join(l)
}

// lastOrder is the highest place in the order among the causes of an effect, 0 where they have none.
func (st *study) lastOrder(effect string) float64 {
	last := 0.0
	for _, l := range st.graph.Out(effect, model.Because) {
		if n, ok := l.Props.Number("order"); ok {
			last = max(last, n.Lo)
		}
	}
	return last
}

// newCause are the ops that add a cause below an effect, and its id.
func (st *study) newCause(effect, text string, props model.Props) ([]model.Op, string) {
	e := &model.Element{ID: store.NewElementID("cause"), Kind: model.Cause, Name: text, Props: props}
	return []model.Op{model.Add(e), st.because(effect, e.ID, false)}, e.ID
}

// causeLines are the lines of a text that say something, without the marks of a list.
func causeLines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-*•–"))
		if line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// park keeps an idea for later: an action that is only an idea, so that solutions typed early stay out of the graph.
func (st *study) park(idea string, about *whys.Node) outcome {
	if idea == "" {
		return st.refuse("idea", "analysis.park.empty")
	}
	if about == nil {
		about = st.Problem
	}
	x := &model.Element{ID: store.NewElementID("action"), Kind: model.Action, Name: idea, Props: model.Props{"status": "idea"}}
	return outcome{
		title: telling("analysis.change.park", "Name", idea),
		ops:   []model.Op{model.Add(x), model.Join(&model.Link{ID: store.NewElementID(string(model.Addresses)), Kind: model.Addresses, From: x.ID, To: about.ID})},
		told:  st.Say.T("analysis.parked", "Name", st.Say.Quote(idea)),
	}
}
