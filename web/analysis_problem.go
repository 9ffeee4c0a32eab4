package web

import (
	"rootline/model"
	"rootline/templates"
)

var placeKinds = map[string][]model.Kind{
	"step": {model.Step, model.Journey}, "touchpoint": {model.Touchpoint, model.Channel}, "customer": {model.Customer},
}

var askWhat = asking{
	fill: func(st *study, form templates.Answers) {
		st.scalars(st.Problem.Element, form, "name", "customer_words")
	},
	answer: func(st *study, given templates.Answers) outcome {
		if given.Text("name") == "" {
			return st.refuse("name", "analysis.what.empty")
		}
		ops, wrong := st.sets(st.Problem.Element, given, "name", "customer_words")
		return outcome{title: telling("analysis.change.what", "Name", given.Text("name")), ops: ops, refused: wrong, wrote: []string{st.Problem.ID}}
	},
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisWhat(p, q, a)
	},
	found: map[string][]string{"name": {"P3", "P4", "P5", "P6", "P7"}},
}

var askWhere = asking{
	fill: func(st *study, form templates.Answers) {
		for field, kinds := range placeKinds {
			form.Set(field+".id", idsOf(st.Problem.Places, kinds...)...)
		}
	},
	answer: func(st *study, given templates.Answers) outcome {
		var ops []model.Op
		for _, field := range []string{"step", "touchpoint", "customer"} {
			kinds := placeKinds[field]
			ops = append(ops, st.ended(st.Problem.ID, model.Affects, given, field, kinds[0], kinds...)...)
		}
		return outcome{title: telling("analysis.change.where"), ops: ops}
	},
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisWhere(p, q, a)
	},
	found: map[string][]string{"place": {"P2"}, "customer": {"P9"}},
	chain: true,
}

var figures = []string{"since", "frequency_per_month", "cost_per_month", "opportunity_per_month"}

var askFigures = asking{
	fill: func(st *study, form templates.Answers) { st.scalars(st.Problem.Element, form, figures...) },
	answer: func(st *study, given templates.Answers) outcome {
		ops, wrong := st.sets(st.Problem.Element, given, figures...)
		return outcome{title: telling("analysis.change.figures"), ops: ops, refused: wrong}
	},
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisFigures(p, q, a)
	},
	found: map[string][]string{"figures": {"P1"}},
	chain: true,
}

var askEffect = asking{
	fill: func(st *study, form templates.Answers) { st.scalars(st.Problem.Element, form, "business_effect") },
	answer: func(st *study, given templates.Answers) outcome {
		ops, wrong := st.sets(st.Problem.Element, given, "business_effect")
		return outcome{title: telling("analysis.change.effect"), ops: ops, refused: wrong}
	},
	show: func(_ *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		return templates.AnalysisEffect(p, q, a)
	},
	found: map[string][]string{"effect": {"P10"}},
	chain: true,
}

var askProof = asking{
	fill: func(*study, templates.Answers) {},
	answer: func(st *study, given templates.Answers) outcome {
		if given.Text("evidence") == "" && (given.Text("grade") != "" || given.Text("source") != "") {
			return st.refuse("evidence", "analysis.proof.empty")
		}
		out := outcome{title: telling("analysis.change.proof"), ops: st.evidence(st.Problem.ID, given)}
		if given.Text("do") == "another" && len(out.ops) > 0 {
			out.to = st.base() + "/proof"
		}
		return out
	},
	show: func(st *study, p templates.Page, q templates.Inquiry, a templates.Answers) component {
		q.Further = []templates.Option{{Value: "another", Label: st.Say.T("analysis.proof.another")}}
		return templates.AnalysisProof(p, q, a)
	},
	found: map[string][]string{"proof": {"P8"}},
	chain: true,
}

var askSentence = asking{
	fill:   func(*study, templates.Answers) {},
	answer: func(st *study, _ templates.Answers) outcome { return outcome{to: st.base() + "/first"} },
	show: func(st *study, p templates.Page, q templates.Inquiry, _ templates.Answers) component {
		q.Go = st.Say.T("analysis.sentence.yes")
		return templates.AnalysisSentence(p, q, templates.ProblemSentence(st.Say, st.Analysis, st.Place.Currency))
	},
	found: map[string][]string{
		"name": {"P3", "P4", "P5", "P6"}, "place": {"P2"}, "customer": {"P9"}, "figures": {"P1"}, "effect": {"P10"}, "proof": {"P8"},
	},
}
