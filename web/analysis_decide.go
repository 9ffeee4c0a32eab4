package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
)

var askStop = asking{
	of: "cause",
	fill: func(st *study, form templates.Answers) {
		st.scalars(st.node().Element, form, "stop", "accepted")
	},
	answer: func(st *study, given templates.Answers) outcome { return st.stop(given) },
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisStop(p, q, a)
	},
	found: map[string][]string{"stop": {"G1", "G2", "R1", "R5", "R8", "A13"}},
	chain: true,
}

// stop records where a branch ends, and what follows from it.
func (st *study) stop(given templates.Answers) outcome {
	n, decision := st.node(), given.Text("stop")
	if decision == "" {
		return st.refuse("stop", "analysis.stop.choose")
	}
	ops, wrong := st.sets(n.Element, given, "stop")
	out := outcome{title: telling("analysis.change.stop", "Name", n.Name), ops: ops, refused: wrong}
	switch decision {
	case "dig":
		out.to = st.base() + "/dig/" + n.ID
	case "outside":
		if inside := given.Text("inside"); inside != "" {
			out.ops = append(out.ops, st.letThrough(n, inside)...)
		}
	case "unknown":
		if !asksToFindOut(n) {
			task := st.findOut(n, given.Text("task"))
			out.ops = append(out.ops, withoutSet(task.ops, n.ID, "props.stop")...)
		}
	case "not-worth":
		more, wrong := st.sets(n.Element, given, "accepted")
		out.ops, out.refused = append(out.ops, more...), append(out.refused, wrong...)
	}
	return out
}

// asksToFindOut says whether a task to find out more about the cause is there.
func asksToFindOut(n *whys.Node) bool {
	return slices.ContainsFunc(n.Actions, (*whys.Action).FindsOut)
}

func withoutSet(ops []model.Op, id, field string) []model.Op {
	var out []model.Op
	for _, op := range ops {
		if op.Kind != model.OpSet || op.ID != id || op.Field != field {
			out = append(out, op)
		}
	}
	return out
}

// letThrough adds what let a cause from outside through: it acts together with that cause on the same effect, or below the
// cause where several of the effect act each alone.
func (st *study) letThrough(n *whys.Node, inside string) []model.Op {
	effect := n.Effects[0].From
	if effect.Props.Text("gate") == "or" && len(effect.Causing()) > 1 {
		ops, _ := st.newCause(n.ID, inside, nil)
		return ops
	}
	ops, _ := st.newCause(effect.ID, inside, nil)
	if effect.Props.Text("gate") != "and" {
		ops = append(ops, model.Set(effect.ID, "props.gate", nil, "and"))
	}
	return ops
}

var askRead = asking{
	of: "cause",
	fill: func(st *study, form templates.Answers) {
		for _, e := range st.EdgesTo(st.node()) {
			for _, v := range e.Verdicts {
				if v.By == st.User.Name {
					form.Set("verdict."+e.ID, v.Verdict)
				}
			}
		}
	},
	answer: func(st *study, given templates.Answers) outcome { return st.readBack(given) },
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		edges := st.EdgesTo(st.node())
		var steps []templates.ReadStep
		for i := len(edges) - 1; i >= 0; i-- {
			e := edges[i]
			steps = append(steps, templates.ReadStep{Edge: e, Others: st.others(e),
				Sentence: templates.ReadBack(st.Say, st.graph, edges[i:i+1], nil)})
		}
		return templates.AnalysisRead(p, q, a, templates.ReadBack(st.Say, st.graph, edges, nil), steps)
	},
	found: map[string][]string{"read": {"G13", "G7"}},
}

// others says what other people said of a link; differing views are shown, not averaged.
func (st *study) others(e *whys.Edge) string {
	count := map[string]int{}
	for _, v := range e.Verdicts {
		if v.By != st.User.Name {
			count[v.Verdict]++
		}
	}
	var words []string
	for _, v := range store.Verdicts {
		if count[v] > 0 {
			words = append(words, st.Say.T("analysis.read.others."+v, "count", count[v]))
		}
	}
	return st.Say.List(words)
}

// readBack takes the verdicts on one way. A condition that was missing joins the cause; a cause that was missing comes
// between the two; then the way is read again as it is now.
func (st *study) readBack(given templates.Answers) outcome {
	out := outcome{title: telling("analysis.change.read")}
	for _, e := range st.Links { // whichever were shown: meanwhile another way may be the next to read
		verdict := given.Text("verdict." + e.ID)
		condition, between := given.Text("and."+e.ID), given.Text("between."+e.ID)
		switch {
		case verdict == "sometimes" && condition != "":
			ops, _ := st.newCause(e.From.ID, condition, nil)
			out.ops = append(out.ops, ops...)
			if e.From.Props.Text("gate") == "" || len(e.From.Causing()) < 2 {
				out.ops = append(out.ops, model.Set(e.From.ID, "props.gate", nil, "and"), model.Set(e.To.ID, "props.alone", nil, false))
			}
			out.to = st.base() + "/read/" + st.on
		case verdict == "not" && between != "":
			out.ops = append(out.ops, st.between(e, between)...)
			out.to = st.base() + "/read/" + st.on
		case verdict != "":
			out.verdicts = append(out.verdicts, store.Verdict{Link: e.ID, Digest: whys.Digest(st.graph, e.ID), Verdict: verdict})
		}
	}
	if len(out.ops) == 0 && len(out.verdicts) == 0 {
		return st.refuse("", "analysis.read.choose")
	}
	return out
}

// between puts a cause between the two ends of a link: the link leads to it from now on, and it leads to where the link led.
func (st *study) between(e *whys.Edge, text string) []model.Op {
	c := &model.Element{ID: store.NewElementID("cause"), Kind: model.Cause, Name: text}
	return []model.Op{
		model.Add(c),
		{Kind: model.OpReEnd, ID: e.ID, End: "to", New: c.ID},
		model.Join(&model.Link{ID: store.NewElementID(string(model.Because)), Kind: model.Because, From: c.ID, To: e.To.ID}),
	}
}

var askCure = asking{
	of: "cause",
	fill: func(st *study, form templates.Answers) {
		st.scalars(st.node().Element, form, "accepted")
	},
	answer: func(st *study, given templates.Answers) outcome { return st.cure(given) },
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisCure(p, q, a, st.node())
	},
	found: map[string][]string{"cure": {"C1", "C3", "C12", "R2", "R3", "R6", "R7"}},
	chain: true,
}

// cure proposes an action against a root, makes a proposal of a parked idea, or accepts the risk.
func (st *study) cure(given templates.Answers) outcome {
	n := st.node()
	out := outcome{title: telling("analysis.change.cure", "Name", n.Name)}
	id := given.Text("idea_id")
	switch idea := st.Action(id); {
	case idea != nil && idea.Idea():
		out.ops = append(out.ops, model.Set(id, "props.status", nil, "proposed"))
		for _, name := range []string{"strength", "intent"} {
			if v := given.Text(name); v != "" {
				out.ops = append(out.ops, model.Set(id, model.PropField(name), nil, v))
			}
		}
		if !addresses(idea, n) {
			out.ops = append(out.ops, model.Join(addressing(id, n.ID)))
		}
	case given.Text("name") != "":
		x := &model.Element{ID: store.NewElementID("action"), Kind: model.Action, Name: given.Text("name"), Props: model.Props{"status": "proposed"}}
		for _, name := range []string{"strength", "intent"} {
			if v := given.Text(name); v != "" {
				x.Props[name] = v
			}
		}
		id = x.ID
		out.ops = append(out.ops, model.Add(x), model.Join(addressing(x.ID, n.ID)))
	case given.Text("accepted") != was(given, "accepted"):
		ops, wrong := st.sets(n.Element, given, "accepted")
		out.ops, out.refused = ops, wrong
		return out
	case len(n.Actions) == 0 && !n.Props.Known("accepted"):
		return st.refuse("name", "analysis.cure.empty")
	default:
		return out
	}
	out.to = st.base() + "/plan/" + id
	return out
}

func addressing(action, cause string) *model.Link {
	return &model.Link{ID: store.NewElementID(string(model.Addresses)), Kind: model.Addresses, From: action, To: cause}
}

func addresses(x *whys.Action, n *whys.Node) bool {
	for _, a := range x.Addresses {
		if a == n {
			return true
		}
	}
	return false
}

var planned = []string{"name", "owner", "due", "measure", "baseline", "target", "check_on", "checker", "cost", "strength", "intent", "side_effects", "decides"}

var askPlan = asking{
	of:     "action",
	fill:   func(st *study, form templates.Answers) { st.scalars(st.Action(st.on).Element, form, planned...) },
	answer: func(st *study, given templates.Answers) outcome { return st.plan(given) },
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		x := st.Action(st.on)
		q.Further = []templates.Option{}
		status := x.Props.Text("status")
		if !x.Approved() {
			q.Further = append(q.Further, templates.Option{Value: "approve", Label: st.Say.T("analysis.plan.approve")})
		}
		var members []string
		for _, m := range st.members {
			members = append(members, m.Name)
		}
		return templates.AnalysisPlan(p, q, a, members, status)
	},
	found: map[string][]string{
		"name": {"C4", "C5"}, "owner": {"C6", "C9"}, "due": {"C7"}, "measure": {"C8", "C10", "V6"}, "side_effects": {"C11"},
	},
}

// plan takes the plan of an action, and approves or rejects it. Approval is refused while it has no single owner (C6) or
// no date (C7).
func (st *study) plan(given templates.Answers) outcome {
	x := st.Action(st.on)
	if given.Text("name") == "" {
		return st.refuse("name", "analysis.cure.empty")
	}
	ops, wrong := st.sets(x.Element, given, planned...)
	out := outcome{title: telling("analysis.change.plan", "Name", given.Text("name")), ops: ops, refused: wrong, wrote: []string{x.ID}}
	switch given.Text("do") {
	case "approve":
		r := st.Reader()
		if len(r.Owner(given.Text("owner"))) > 0 {
			out.refused = append(out.refused, templates.FieldError{Field: "owner", Message: st.Say.T("analysis.plan.approve.owner")})
		}
		if len(r.Due(given.Text("due"))) > 0 {
			out.refused = append(out.refused, templates.FieldError{Field: "due", Message: st.Say.T("analysis.plan.approve.due")})
		}
		out.title = telling("analysis.change.approve", "Name", given.Text("name"))
		out.ops = append(out.ops, model.Set(x.ID, "props.status", nil, "approved"))
		if s := st.Problem.Props.Text("status"); s == "" || s == "open" || s == "analysing" {
			out.ops = append(out.ops, model.Set(st.Problem.ID, "props.status", nil, "acting"))
		}
		out.wrote = nil
	case "reject":
		reason := given.Text("reason")
		if reason == "" {
			return st.refuse("reason", "analysis.plan.reason.empty")
		}
		said := st.Say.T("analysis.plan.rejected", "By", st.User.Name, "Reason", reason)
		out.title = telling("analysis.change.reject", "Name", given.Text("name"))
		out.ops = append(out.ops, model.Set(x.ID, "props.status", nil, "rejected"),
			model.Set(x.ID, "notes", nil, strings.TrimSpace(x.Notes+"\n\n"+said)))
		out.wrote = nil
	}
	return out
}
