package report

import (
	"cmp"
	"slices"

	"rootline/model"
	"rootline/model/whys"
)

// settled says whether there is nothing left to do for an action.
func settled(x *whys.Action) bool {
	return slices.Contains([]string{"done", "effective", "partly", "not-effective"}, x.Props.Text("status"))
}

// judged says whether the effect of an action was judged.
func judged(x *whys.Action) bool {
	return slices.Contains([]string{"effective", "partly", "not-effective"}, x.Props.Text("status"))
}

// cures are the actions that are meant to change something, the strongest first, then by their day.
func (b *builder) cures() []*whys.Action {
	var out []*whys.Action
	for _, x := range b.a.Actions {
		if x.Counts() && !x.FindsOut() {
			out = append(out, x)
		}
	}
	strengths := []string{"stronger", "intermediate", "weaker", ""}
	slices.SortStableFunc(out, func(x, y *whys.Action) int {
		return cmp.Or(cmp.Compare(slices.Index(strengths, x.Props.Text("strength")), slices.Index(strengths, y.Props.Text("strength"))),
			cmp.Compare(lastIfEmpty(x.Props.Text("due")), lastIfEmpty(y.Props.Text("due"))))
	})
	return out
}

func lastIfEmpty(day string) string { return cmp.Or(day, "9999") }

func (b *builder) actions() {
	b.r.Actions = []Action{}
	for _, x := range b.cures() {
		e := x.Element
		out := Action{Named: b.named(e), Status: e.Props.Text("status"), Strength: e.Props.Text("strength"), Intent: e.Props.Text("intent"), Owner: b.person(e.Owner),
			Due: e.Props.Text("due"), Overdue: b.overdue(e.Props.Text("due"), settled(x)), Cost: amount(e, "cost"), Measure: b.prop(e, "measure"),
			Baseline: b.prop(e, "baseline"), Target: b.prop(e, "target"), CheckOn: e.Props.Text("check_on"), Checker: b.person(e.Props.Text("checker")),
			Decides: b.decider(e), Worse: b.prop(e, "side_effects"), Trial: b.prop(e, "trial")}
		for _, n := range x.Addresses {
			if i := b.number[n.ID]; i > 0 {
				out.Roots = append(out.Roots, i)
			}
		}
		slices.Sort(out.Roots)
		if b.o.Audience.Outside() {
			out = Action{Named: out.Named, Status: out.Status, Intent: out.Intent, Roots: out.Roots, Due: out.Due}
		}
		b.r.Actions = append(b.r.Actions, out)
	}
	for _, n := range b.a.Causes() {
		if reason := b.prop(n.Element, "accepted"); reason != "" && !n.Disproved() && !b.o.Audience.Outside() {
			b.r.Accepted = append(b.r.Accepted, Acceptance{b.named(n.Element), reason})
		}
	}
}

// decider is who decides about an action: a name, a role, or both.
func (b *builder) decider(e *model.Element) string { return b.person(e.Props.Text("decides")) }

// decision is the one thing that the report asks. Where nothing is proposed it says how things stand.
func (b *builder) decision() {
	cures := b.cures()
	with := func(ok func(*whys.Action) bool) (list []*whys.Action) {
		for _, x := range cures {
			if ok(x) {
				list = append(list, x)
			}
		}
		return list
	}
	status := func(want ...string) func(*whys.Action) bool {
		return func(x *whys.Action) bool { return slices.Contains(want, x.Props.Text("status")) }
	}
	d := &b.r.Decision
	asked, underway := with(status("proposed")), with(status("approved", "doing", "done"))
	switch {
	case len(cures) == 0:
		d.Sort = Nothing
		if live := b.a.LiveRoots(); len(live) > 0 && !slices.ContainsFunc(live, func(n *whys.Node) bool { return !n.Props.Known("accepted") }) {
			d.Sort = LeftAlone
		}
		return
	case len(asked) > 0 && !b.o.Audience.Outside():
		d.Sort, underway = Asked, nil
		b.cost(d, asked)
	case len(underway) > 0 || len(asked) > 0:
		d.Sort, asked = Underway, append(underway, asked...)
	default:
		d.Sort, asked = Judged, with(judged)
	}
	for _, x := range asked {
		d.Actions = append(d.Actions, b.named(x.Element))
		if who := b.decider(x.Element); d.Sort == Asked && who != "" && !slices.Contains(d.From, who) {
			d.From = append(d.From, who)
		}
		if due := x.Props.Text("due"); due != "" && (d.By == "" || due < d.By) {
			d.By = due
		}
		if on := x.Props.Text("check_on"); on != "" && !judged(x) && (d.Next == "" || on < d.Next) {
			d.Next = on
		}
	}
}

func (b *builder) cost(d *Decision, asked []*whys.Action) {
	var sum model.Number
	known := 0
	for _, x := range asked {
		n, ok := x.Props.Number("cost")
		if !ok {
			d.Uncosted++
			continue
		}
		sum.Lo, sum.Hi = sum.Lo+n.Lo, sum.Hi+n.Hi
		if known == 0 {
			sum.Confidence = n.Confidence
		} else {
			sum.Confidence = surer(sum.Confidence, n.Confidence)
		}
		known++
	}
	if known > 0 {
		d.Cost = &Amount{sum}
	}
}

// surer is the confidence of a sum: that of its least sure part; "" where one has none and no other is rougher.
func surer(x, y string) string {
	rank := []string{"fact", "", "estimate", "guess"}
	return rank[max(slices.Index(rank, x), slices.Index(rank, y))]
}

func (b *builder) task(x *whys.Action) *Task {
	due := x.Props.Text("due")
	return &Task{b.named(x.Element), b.person(x.Owner), due, b.overdue(due, settled(x))}
}

// unknowns gathers what nobody knows yet: why it happens at all, figures of the problem, causes that are not known or only suspected, causes without an
// answer, and tasks that find something out.
func (b *builder) unknowns() {
	add := func(sort string, on Named, t *Task) { b.r.Unknowns = append(b.r.Unknowns, Unknown{sort, on, t}) }
	p := b.a.Problem
	used := map[string]bool{}
	taskOf := func(n *whys.Node) *Task {
		for _, x := range n.Actions {
			if x.Counts() && x.FindsOut() && !settled(x) && !used[x.ID] {
				used[x.ID] = true
				return b.task(x)
			}
		}
		return nil
	}
	if b.o.Audience.Outside() {
		return
	}
	if !slices.ContainsFunc(b.a.Causes(), func(n *whys.Node) bool { return !n.Disproved() }) {
		add("why", b.r.Problem.Named, nil)
	}
	for _, n := range b.a.Causes() {
		switch stop := n.Props.Text("stop"); {
		case n.Disproved():
		case stop == "unknown":
			add("open", b.named(n.Element), taskOf(n))
		case n.IsRoot() && n.Status() == "suspected":
			add("cause", b.named(n.Element), taskOf(n))
		case len(n.Causes) == 0 && (stop == "" || stop == "dig"):
			add("open", b.named(n.Element), taskOf(n))
		}
	}
	for _, x := range b.a.Actions {
		if x.Counts() && x.FindsOut() && !settled(x) && !used[x.ID] {
			used[x.ID] = true
			add("task", Named{}, b.task(x))
		}
	}
	if !p.Props.Known("cost_per_month") {
		add("cost", b.r.Problem.Named, nil)
	}
	if !p.Props.Known("frequency_per_month") {
		add("frequency", b.r.Problem.Named, nil)
	}
}

// against gathers what speaks against the report.
func (b *builder) against() {
	for _, e := range b.a.Links {
		if !e.Disputed() {
			continue
		}
		o := Objection{Sort: "link", Cause: b.named(e.To.Element), Effect: b.named(e.From.Element), Of: len(e.Verdicts)}
		for _, v := range e.Verdicts {
			switch v.Verdict {
			case "not":
				o.Not++
			case "sometimes":
				o.Sometimes++
			}
		}
		b.r.Against = append(b.r.Against, o)
	}
	for _, n := range b.sortedRoots() {
		if n.Props.Bool("without_it") {
			b.r.Against = append(b.r.Against, Objection{Sort: "contributes", Cause: b.named(n.Element)})
		}
	}
	for _, x := range b.cures() {
		text := b.prop(x.Element, "side_effects")
		said := slices.ContainsFunc(b.r.Against, func(o Objection) bool { return o.Text == text })
		if text != "" && !said && !judged(x) {
			b.r.Against = append(b.r.Against, Objection{Sort: "worse", Action: b.named(x.Element), Text: text})
		}
	}
}

func (b *builder) quality() {
	if !b.a.Score.Known || len(b.a.Causes()) == 0 { // of a problem alone it would say little
		return
	}
	q := &Quality{Value: b.a.Score.Value}
	for _, r := range b.a.Score.Reasons {
		q.Reasons = append(q.Reasons, Reason{r.ID, r.Count})
	}
	for _, f := range b.a.Findings {
		if f.Kept == nil {
			continue
		}
		day := f.Kept.At
		if len(day) > len("2006-01-02") {
			day = day[:len("2006-01-02")]
		}
		q.Kept = append(q.Kept, Kept{f.Check, b.on(f.On), b.r.redact.person(f.Kept.By), day, b.r.redact.text(f.Kept.Reason)})
	}
	b.r.Quality = q
}
