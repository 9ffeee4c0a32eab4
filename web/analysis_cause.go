package web

import (
	"slices"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

// causeChecks are the checks that stand beside the fields of a cause.
var causeChecks = map[string][]string{
	"name": {"A1", "A2", "A3", "A4", "A5", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14", "A19", "A20"},
	"sure": {"A6"}, "place": {"A17", "A18", "R4"}, "proof": {"A15", "A16", "R8"},
}

var askFirst = asking{
	fill: func(*study, templates.Answers) {},
	answer: func(st *study, given templates.Answers) outcome {
		out := outcome{title: telling("analysis.change.first")}
		for _, text := range causeLines(given.Text("causes")) {
			ops, id := st.newCause(st.Problem.ID, text, st.guessed(text, ""))
			out.ops, out.wrote = append(out.ops, ops...), append(out.wrote, id)
		}
		if looked := given.List("looked_at"); len(looked) > 0 {
			all := append(slices.Clone(st.Problem.Props.List("looked")), looked...)
			slices.Sort(all)
			out.ops = append(out.ops, model.Set(st.Problem.ID, "props.looked", nil, slices.Compact(all)))
		}
		if len(out.ops) == 0 && len(st.Problem.Causes) == 0 {
			return st.refuse("causes", "analysis.first.empty")
		}
		if given.Text("causes") != "" {
			out.ops = append(out.ops, st.begun()...)
		}
		return out
	},
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisFirst(p, q, a)
	},
	found: map[string][]string{"lenses": {"G10"}},
	chain: true,
}

// begun is the op that says that the analysis has begun, none where that is said already.
func (st *study) begun() []model.Op {
	if s := st.Problem.Props.Text("status"); s == "" || s == "open" {
		return []model.Op{model.Set(st.Problem.ID, "props.status", nil, "analysing")}
	}
	return nil
}

// guessed are the props of a new cause: how sure one is, a guess where its wording says so and nobody said otherwise (A6).
func (st *study) guessed(text, certainty string) model.Props {
	if certainty == "" && slices.Contains(st.Reader().Cause(whys.CauseText{Text: text}), "A6") {
		certainty = "guess"
	}
	if certainty == "" {
		return nil
	}
	return model.Props{"certainty": certainty}
}

var askGround = asking{
	of: "cause",
	fill: func(st *study, form templates.Answers) {
		form.Set("cause", st.on)
		st.fillCause(form, st.Node(st.on))
	},
	answer: func(st *study, given templates.Answers) outcome { return st.keepCause(st.Node(st.on), given) },
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisCause(p, q, a)
	},
	found: causeChecks,
	chain: true,
}

var askDig = asking{
	of: "node",
	fill: func(st *study, form templates.Answers) {
		if n := st.written(); n != nil {
			form.Set("cause", n.ID)
			st.fillCause(form, n)
		} else if id := st.c.QueryParam("reuse"); st.graph.Element(id) != nil {
			form.Set("reuse.id", id)
		}
	},
	answer: func(st *study, given templates.Answers) outcome {
		if n := st.written(); n != nil {
			return st.keepCause(n, given)
		}
		if given.Text("do") == "unknown" {
			return st.findOut(st.node(), "")
		}
		return st.addCause(given)
	},
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		if a.Text("cause") == "" {
			q.Further = []templates.Option{{Value: "unknown", Label: st.Say.T("analysis.dig.unknown")}}
		}
		return templates.AnalysisCause(p, q, a)
	},
	found: causeChecks,
	chain: true,
}

// written is the cause that was written on this page a moment ago and is looked at again; nil = none.
func (st *study) written() *whys.Node {
	n := st.Node(st.c.FormValue("cause")) // of the form, else of the address
	if n == nil || n.Kind != model.Cause {
		return nil
	}
	return n
}

func (st *study) fillCause(form templates.Answers, n *whys.Node) {
	st.scalars(n.Element, form, "name", "certainty")
	form.Set("place.id", idsOf(n.Places)...)
	if n.Props.Bool("human") {
		form.Set("human", "true")
	}
}

// keepCause changes a cause that is there.
func (st *study) keepCause(n *whys.Node, given templates.Answers) outcome {
	if given.Text("name") == "" {
		return st.refuse("name", "analysis.cause.empty")
	}
	ops, wrong := st.sets(n.Element, given, "name", "certainty")
	if human := given.Text("human"); human != was(given, "human") {
		ops = append(ops, model.Set(n.ID, "props.human", nil, trueOrNone(human)))
	}
	title := telling("analysis.change.ground", "Name", given.Text("name"))
	ops = append(ops, st.placed(n.ID, given, &title)...)
	ops = append(ops, st.evidence(n.ID, given)...)
	if !n.Props.Known("certainty") && given.Text("certainty") == "" {
		if v := st.guessed(given.Text("name"), "").Text("certainty"); v != "" {
			ops = append(ops, model.Set(n.ID, "props.certainty", nil, v))
		}
	}
	return outcome{title: title, ops: ops, refused: wrong, wrote: []string{n.ID}}
}

// trueOrNone is what a box that is ticked says; one that is not says nothing.
func trueOrNone(ticked string) any {
	if ticked == "true" {
		return true
	}
	return nil
}

// placed are the ops that say in what a cause lies. A new place is of the kind that was chosen, else of the one that its name
// tells; then the title says so, for it may be wrong.
func (st *study) placed(cause string, given templates.Answers, title *titled) []model.Op {
	typed, kind := given.Text("place"), model.Kind(given.Text("place.kind"))
	if typed != "" && !model.LocatedIn.Spec().Joins(model.Cause, kind) {
		kind = st.Reader().Kind(typed, st.Say.Lang())
		if len(st.byName(typed, model.MapKinds()...)) == 0 {
			*title = telling("analysis.change.placed", "Title", *title, "Name", quoting(typed), "ThingKind", kindName(kind))
		}
	}
	return st.ended(cause, model.LocatedIn, given, "place", kind, model.MapKinds()...)
}

// addCause adds a cause below the effect of the question: one that is written now, or one that is there.
func (st *study) addCause(given templates.Answers) outcome {
	effect := st.node()
	if again := st.reused(given); again != nil && given.Text("name") == "" {
		ops := []model.Op{st.because(effect.ID, again.ID, given.Text("circle") == "true")}
		return outcome{title: telling("analysis.change.reuse", "Name", again.Name), ops: append(ops, st.begun()...)}
	}
	if given.Text("reuse") != "" && given.Text("name") == "" {
		return st.refuse("reuse", "analysis.reuse.none")
	}
	text := given.Text("name")
	if text == "" {
		return st.refuse("name", "analysis.cause.empty")
	}
	props := st.guessed(text, given.Text("certainty"))
	if given.Text("human") == "true" {
		if props == nil {
			props = model.Props{}
		}
		props["human"] = true
	}
	ops, id := st.newCause(effect.ID, text, props)
	title := telling("analysis.change.dig", "Name", text)
	ops = append(ops, st.placed(id, given, &title)...)
	ops = append(ops, st.evidence(id, given)...)
	return outcome{title: title, ops: append(ops, st.begun()...), wrote: []string{id}}
}

// reused is the existing cause that an answer names, nil where it names none.
func (st *study) reused(given templates.Answers) *model.Element {
	if ids := given.List("reuse.id"); len(ids) > 0 {
		if e := st.graph.Element(ids[len(ids)-1]); e != nil && e.Kind == model.Cause {
			return e
		}
	}
	if name := given.Text("reuse"); name != "" {
		if found := st.byName(name, model.Cause); len(found) > 0 {
			return found[0]
		}
	}
	return nil
}

// findOut makes a task of what nobody knows yet: an action that finds out, and the cause waits for it.
func (st *study) findOut(n *whys.Node, task string) outcome {
	if task == "" {
		task = st.Say.T("analysis.task.why", "About", st.Say.Quote(unstopped(n.NameIn(st.Say.Lang()))))
	}
	x := &model.Element{ID: store.NewElementID("action"), Kind: model.Action, Name: task, Props: model.Props{"status": "proposed", "intent": "find-out"}}
	out := outcome{title: telling("analysis.change.task", "Name", task), ops: []model.Op{
		model.Add(x), model.Join(&model.Link{ID: store.NewElementID(string(model.Addresses)), Kind: model.Addresses, From: x.ID, To: n.ID}),
	}}
	if n.Kind == model.Cause && n.Props.Text("stop") != "unknown" {
		out.ops = append(out.ops, model.Set(n.ID, "props.stop", nil, "unknown"))
	}
	return out
}

var askMore = asking{
	of: "node",
	fill: func(st *study, form templates.Answers) {
		n := st.node()
		form.Set("gate", n.Props.Text("gate"))
		if l := n.Causing(); len(l) == 1 {
			form.Set("gate", "")
			if l[0].To.Props.Bool("alone") {
				form.Set("gate", "alone")
			}
		}
	},
	answer: func(st *study, given templates.Answers) outcome { return st.more(given) },
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisMore(p, q, a, st.node(), st.node().Causing())
	},
	found: map[string][]string{"gate": {"G3", "G4", "G11", "G2"}},
	chain: true,
}

// more says how the causes of an effect combine, and adds those that were missing.
func (st *study) more(given templates.Answers) outcome {
	n, gate := st.node(), given.Text("gate")
	there := n.Causing()
	added := causeLines(given.Text("causes"))
	again := st.reused(given)
	if given.Text("reuse") != "" && again == nil {
		return st.refuse("reuse", "analysis.reuse.none")
	}
	total := len(there) + len(added)
	if again != nil {
		total++
	}
	switch {
	case gate == "" && total == 1:
		return st.refuse("gate", "analysis.more.choose")
	case gate == "alone" && total > 1:
		return st.refuse("gate", "analysis.more.combine")
	case gate != "alone" && total == 1:
		return st.refuse("causes", "analysis.more.empty")
	case gate == "" && total > 1:
		return st.refuse("gate", "analysis.more.combine")
	}
	out := outcome{title: telling("analysis.change.more")}
	if len(there) == 1 {
		out.ops = append(out.ops, model.Set(there[0].To.ID, "props.alone", nil, gate != "and"))
	}
	if gate != "alone" && n.Props.Text("gate") != gate {
		out.ops = append(out.ops, model.Set(n.ID, "props.gate", nil, gate))
	}
	for _, text := range added {
		ops, _ := st.newCause(n.ID, text, st.guessed(text, ""))
		out.ops = append(out.ops, ops...)
	}
	if again != nil {
		out.ops = append(out.ops, st.because(n.ID, again.ID, given.Text("circle") == "true"))
	}
	return out
}

var askPerson = asking{
	of: "cause",
	fill: func(st *study, form templates.Answers) {
		n := st.node()
		form.Set("person", personSaid(n))
		form.Set("conditions", n.Props.List("conditions")...)
		for _, c := range model.Conditions {
			form.Set("text."+c, st.Say.T("analysis.deeper."+c))
		}
	},
	answer: func(st *study, given templates.Answers) outcome {
		if given.Text("deeper") == "true" {
			return st.deeper(given)
		}
		return st.capable(given)
	},
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		if conditions := st.node().Props.List("conditions"); len(conditions) > 0 && (st.c.QueryParam("deeper") != "" || a.Text("deeper") != "") {
			q.Ask, q.Go = st.Say.T("analysis.ask.deeper"), st.Say.T("analysis.deeper.go")
			q.Back = st.base() + "/person/" + st.on
			return templates.AnalysisDeeper(p, q, a, conditions)
		}
		return templates.AnalysisPerson(p, q, a)
	},
	found: map[string][]string{"person": {"R1"}},
	chain: true,
}

// personSaid is the answer to the person question: "yes", "no", "none" (not a person) or "" for not answered.
func personSaid(n *whys.Node) string {
	switch {
	case n.Props.Known("human") && !n.Props.Bool("human"):
		return "none"
	case !n.Props.Known("same_for_others"):
		return ""
	case n.Props.Bool("same_for_others"):
		return "yes"
	}
	return "no"
}

// capable takes the answer to the person question, and what stood around the act.
func (st *study) capable(given templates.Answers) outcome {
	n := st.node()
	out := outcome{title: telling("analysis.change.person")}
	said := given.Text("person")
	if said == "" {
		return st.refuse("person", "analysis.person.choose")
	}
	if said != was(given, "person") {
		out.ops = append(out.ops, model.Set(n.ID, "props.human", nil, said != "none"))
		var same any
		if said != "none" {
			same = said == "yes"
		}
		out.ops = append(out.ops, model.Set(n.ID, "props.same_for_others", nil, same))
	}
	conditions := given.List("conditions")
	if said == "none" {
		return out
	}
	if !slices.Equal(conditions, given.List("was.conditions")) {
		out.ops = append(out.ops, model.Set(n.ID, "props.conditions", nil, conditions))
	}
	if len(conditions) > 0 {
		out.to = st.base() + "/person/" + st.on + "?deeper=1"
	}
	return out
}

// deeper adds the causes that were proposed for conditions, as far as they were confirmed.
func (st *study) deeper(given templates.Answers) outcome {
	out := outcome{title: telling("analysis.change.deeper")}
	for _, condition := range given.List("add") {
		text := given.Text("text." + condition)
		if text == "" || !slices.Contains(model.Conditions, condition) {
			continue
		}
		ops, _ := st.newCause(st.on, text, st.guessed(text, ""))
		out.ops = append(out.ops, ops...)
	}
	return out
}
