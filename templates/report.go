package templates

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/model/report"
	"rootline/templates/say"
)

// reportText words a report: every rendering takes its sentences from here.
type reportText struct {
	*report.Report
	s *say.Printer
}

// measure is what the first page shows of how often the problem happens: its first series with a line to draw.
func (t reportText) measure() (Measure, bool) {
	for _, m := range t.Measures {
		if len(m.Points) > 2 {
			return Measure{Series: m}, true
		}
	}
	return Measure{}, false
}

func textOf(r *report.Report) reportText { return reportText{r, say.For(r.Language)} }

// ReportTitle is the title of a report's document.
func ReportTitle(r *report.Report) string {
	t := textOf(r)
	return t.s.T("report.title.of", "Name", r.Problem.Name)
}

func (t reportText) graph() *model.Graph { return t.Analysis().Graph }

// name calls elements as the report does.
func (t reportText) name(e *model.Element) string { return t.Name(e) }

func (t reportText) headLeft() string {
	id := "report.title"
	if t.Audience == report.Executive {
		id = "report.onepage"
	}
	return t.s.T("report.head", "Workspace", t.Workspace, "Title", t.s.T(id))
}

func (t reportText) headRight() string {
	if t.State != "" {
		return t.s.T("report.made.plan", "Date", t.s.Day(t.On), "Revision", int64(t.Revision), "Plan", t.s.Quote(t.State))
	}
	return t.s.T("report.made", "Date", t.s.Day(t.On), "Revision", int64(t.Revision))
}

// stops says why the report is a draft.
func (t reportText) stops() []string {
	var out []string
	for _, stop := range t.Stops {
		said := t.s.T("report.draft.noroot")
		if stop.Check != "" {
			said = t.s.T("report.draft.item", "Check", t.s.T("check."+stop.Check+".name"), "On", t.s.Quote(stop.On.Name))
		}
		out = append(out, said)
	}
	return out
}

// decision is the first sentence of the report, and the line above it.
func (t reportText) decision() (above, sentence string) {
	d, s := t.Decision, t.s
	var names []string
	for _, x := range d.Actions {
		names = append(names, s.Quote(x.Name))
	}
	what := s.List(names)
	if t.Audience.Outside() {
		above = s.T("report.outside")
		switch d.Sort {
		case report.Judged:
			return above, s.T("report.outside.judged", "What", what)
		case report.Nothing:
			return above, s.T("report.outside.nothing")
		}
		return above, s.T("report.outside.underway", "count", len(d.Actions))
	}
	switch d.Sort {
	case report.Asked:
		return t.asked(), t.approve(what)
	case report.Underway:
		sentence = s.T("report.decision.underway", "count", len(d.Actions))
		if d.Next != "" {
			sentence = s.T("report.decision.underway.next", "count", len(d.Actions), "Next", s.Day(d.Next))
		}
		return s.T("report.decision.none"), sentence
	case report.Judged:
		if t.failed() {
			return s.T("report.decision.nobody"), s.T("report.decision.failed", "What", what)
		}
		return s.T("report.decision.none"), t.judged()
	case report.LeftAlone:
		return s.T("report.decision.none"), s.T("report.decision.left")
	}
	if len(t.Roots) == 0 {
		return s.T("report.decision.none"), s.T("report.decision.noroot")
	}
	return s.T("report.decision.nobody"), s.T("report.decision.nothing")
}

func (t reportText) asked() string {
	d := t.Decision
	id, args := "report.decision.asked", []any{"Who", t.s.List(d.From)}
	if len(d.From) == 0 {
		id = "report.decision.nobody"
	}
	if d.By != "" {
		id += ".by"
		args = append(args, "By", t.s.Day(d.By))
	}
	return t.s.T(id, args...)
}

func (t reportText) approve(what string) string {
	d, s := t.Decision, t.s
	switch {
	case d.Cost == nil:
		return s.T("report.decision.approve.unknown", "What", what)
	case d.Uncosted > 0:
		return s.T("report.decision.approve.part", "What", what, "Cost", t.money(d.Cost))
	case d.Cost.Hi == 0:
		return s.T("report.decision.approve.free", "What", what)
	}
	return s.T("report.decision.approve.cost", "What", what, "Cost", t.money(d.Cost))
}

// failed says whether every action that was judged had no effect.
func (t reportText) failed() bool {
	return !slices.ContainsFunc(t.Actions, func(a report.Action) bool { return a.Status != "not-effective" })
}

// judged says what became of the actions that were judged.
func (t reportText) judged() string {
	var worked, all []string
	for _, x := range t.Actions {
		if x.Status == "effective" {
			worked = append(worked, t.s.Quote(x.Name))
		}
		all = append(all, t.s.T("report.decision.verdict", "What", t.s.Quote(x.Name), "Verdict", t.s.Choice("status", x.Status)))
	}
	if len(worked) == len(t.Actions) {
		return t.s.T("report.decision.worked", "What", t.s.List(worked))
	}
	return t.s.T("report.decision.judged", "What", t.s.List(all))
}

// money words an amount paid once, and how sure it is.
func (t reportText) money(a *report.Amount) string {
	return t.sure(a, t.s.Quantity(a.Number, model.Money, t.Currency))
}

// sure adds how sure an amount is to its words.
func (t reportText) sure(a *report.Amount, words string) string {
	switch a.Confidence {
	case "estimate":
		return t.s.T("report.about", "Value", words)
	case "guess":
		return t.s.T("report.guess", "Value", words)
	}
	return words
}

// lead is the problem in one sentence.
func (t reportText) lead() string {
	return strings.TrimRight(t.Problem.Name, ".。") + t.s.T("sentence.read.end")
}

// felt says who feels it, and where.
func (t reportText) felt() string {
	p := t.Problem
	switch {
	case len(p.Customers) > 0 && len(p.Places) > 0:
		return t.s.T("report.felt.at", "Who", t.s.List(p.Customers), "Where", t.s.List(p.Places))
	case len(p.Customers) > 0:
		return t.s.T("report.felt", "Who", t.s.List(p.Customers))
	}
	return t.s.T("report.felt.unknown")
}

// cost is what the problem costs a month, without the month; how sure that is stands in notes with what is not earned.
func (t reportText) cost() (figure string, notes []string) {
	p := t.Problem
	figure = t.s.T("say.unknown")
	if p.Cost != nil {
		figure = t.s.Quantity(p.Cost.Number, model.Money, t.Currency)
		if p.Cost.Confidence != "" {
			notes = append(notes, t.s.T("confidence."+p.Cost.Confidence))
		}
	}
	if p.Opportunity != nil {
		notes = append(notes, t.s.T("report.notearned", "Money", t.sure(p.Opportunity, t.s.Quantity(p.Opportunity.Number, model.Money, t.Currency))))
	}
	return figure, notes
}

// often is how often it happens a month, and since when.
func (t reportText) often() (figure string, notes []string) {
	p := t.Problem
	figure = t.s.T("say.unknown")
	if p.Frequency != nil {
		figure = t.s.Quantity(p.Frequency.Number, "", "")
		if p.Frequency.Confidence != "" {
			notes = append(notes, t.s.T("confidence."+p.Frequency.Confidence))
		}
	}
	if p.Since != "" {
		notes = append(notes, t.s.T("report.since", "Day", t.s.Day(p.Since)))
	}
	return figure, notes
}

func (t reportText) rootSentence(r report.Root) string {
	return Outcome(t.s, t.graph(), r.Sentence, r.Shortened)
}

// standing is how far a root is believed, as a choice of a prop: what the badge says is what the drawing says.
func standing(r report.Root) (prop, value string) {
	if r.Certainty != "" {
		return "certainty", r.Certainty
	}
	return "status", r.Status
}

// evidence is what a piece of evidence is called: the words of its grade where nobody wrote down more.
func (t reportText) evidence(e report.Evidence) string {
	if e.Grade != "" && say.OnlyGrade(e.Name) {
		return t.s.Choice("grade", e.Grade)
	}
	return e.Name
}

// known says how a root is known, and what will still be checked.
func (t reportText) known(r report.Root) string {
	var parts []string
	switch {
	case t.Audience.Outside():
		return ""
	case r.Grade == "":
		parts = append(parts, t.s.T("report.unshown"))
	default:
		written := slices.DeleteFunc(slices.Clone(r.Evidence), say.OnlyGrade)
		if len(written) == 0 {
			parts = append(parts, t.s.Choice("grade", r.Grade))
		} else {
			parts = append(parts, t.s.T("report.shown", "Grade", t.s.T("graph.grade."+r.Grade), "What", t.s.List(written[:min(2, len(written))])))
		}
	}
	if c := r.Check; c != nil {
		if c.Due != "" {
			parts = append(parts, t.s.T("report.check.by", "Day", t.s.Day(c.Due)))
		} else {
			parts = append(parts, t.s.T("report.check"))
		}
	}
	return strings.Join(parts, t.s.T("report.semicolon"))
}

func (t reportText) beneathTitle() string {
	if t.Problem.Cost == nil {
		return t.s.T("report.beneath.nocost")
	}
	return t.s.T("report.beneath")
}

// percent writes a share in whole percent.
func (t reportText) percent(share float64) string { return t.s.Percent(share) }

// percents writes the shares of elements, and then of what is unassigned, in whole percent that make 100 together: the largest
// remainders are rounded up. Shares that are not nothing are never 0.
func (t reportText) percents() []string {
	list := append(slices.Clone(t.Beneath.Shares), t.Beneath.Unassigned...)
	whole := make([]int, len(list))
	left := 100
	for i, s := range list {
		whole[i] = int(math.Floor(s.Share * 100))
		left -= whole[i]
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		ra, rb := list[a].Share*100-float64(whole[a]), list[b].Share*100-float64(whole[b])
		switch {
		case ra > rb:
			return -1
		case ra < rb:
			return 1
		}
		return 0
	})
	for i := 0; i < left && i < len(order); i++ {
		whole[order[i]]++
	}
	out := make([]string, len(list))
	for i, s := range list {
		if whole[i] == 0 && s.Share > 0 {
			out[i] = t.percent(min(s.Share, .009))
			continue
		}
		out[i] = t.percent(float64(whole[i]) / 100)
	}
	return out
}

// also says another problem that rests on the same.
func (t reportText) also(x report.Shared) string {
	cost := t.s.T("report.costunknown")
	if x.Cost != nil {
		cost = t.s.Quantity(x.Cost.Number, model.MoneyPerMonth, t.Currency)
	}
	var roots []int
	for _, r := range t.Roots {
		if slices.ContainsFunc(x.Causes, func(c report.Named) bool { return c.ID == r.ID }) {
			roots = append(roots, r.Number)
		}
	}
	switch {
	case len(roots) > 0:
		return t.s.T("report.also.root", "Problem", x.Name, "Cost", cost, "Roots", numerals(roots))
	case len(x.Causes) > 0:
		return t.s.T("report.also.cause", "Problem", x.Name, "Cost", cost, "Cause", t.s.Quote(deepest(x.Causes)))
	}
	return t.s.T("report.also.place", "Problem", x.Name, "Cost", cost, "Place", t.s.List(namesOf(x.Places)))
}

// deepest is the last of the shared causes, which lies at the bottom.
func deepest(causes []report.Named) string { return causes[len(causes)-1].Name }

func namesOf(list []report.Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Name
	}
	return out
}

// numerals are the numbers of roots: ①③.
func numerals(numbers []int) string {
	out := ""
	for _, n := range numbers {
		out += Numeral(n)
	}
	return out
}

func (t reportText) actionCost(a report.Action) string {
	switch {
	case a.Cost == nil:
		return t.s.T("say.unknown")
	case a.Cost.Hi == 0:
		return t.s.T("report.free")
	}
	return t.s.Quantity(a.Cost.Number, model.Money, t.Currency)
}

func (t reportText) due(a report.Action) string {
	if a.Due == "" {
		return t.s.T("say.unknown")
	}
	return t.s.Day(a.Due)
}

func (t reportText) owner(a report.Action) string {
	if a.Owner == "" {
		if t.Redacted {
			return t.s.T("report.withheld")
		}
		return t.s.T("say.unknown")
	}
	return a.Owner
}

// effect is what an action is to bring and when that is checked, or what came of it.
func (t reportText) effect(a report.Action) string {
	goal := a.Target
	if goal != "" && a.Baseline != "" {
		goal = t.s.T("report.effect.from", "Target", t.digits(a.Target), "Baseline", t.digits(a.Baseline))
	}
	switch {
	case a.Status == "effective" || a.Status == "partly" || a.Status == "not-effective":
		verdict := t.s.Choice("status", a.Status)
		if goal == "" {
			return verdict
		}
		return t.s.T("report.effect.on", "Day", verdict, "What", goal)
	case goal != "" && a.CheckOn != "":
		return t.s.T("report.effect.on", "Day", t.s.Day(a.CheckOn), "What", goal)
	case goal != "":
		return goal
	case a.CheckOn != "":
		return t.s.Day(a.CheckOn)
	}
	return t.s.T("say.unknown")
}

// digits writes a text that is only a number in the language's digits.
func (t reportText) digits(s string) string {
	if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(n, 0) && !math.IsNaN(n) {
		return t.s.Number(n)
	}
	return s
}

func (t reportText) unknown(u report.Unknown) string {
	var said string
	switch u.Sort {
	case "task":
		return t.task(u.Task)
	case "why", "cost", "frequency":
		said = t.s.T("report.unknown." + u.Sort)
	default:
		said = t.s.T("report.unknown."+u.Sort, "Cause", t.s.Quote(u.On.Name))
	}
	if u.Task != nil {
		said += " " + t.task(u.Task)
	}
	return said
}

// task says who finds what out by when.
func (t reportText) task(k *report.Task) string {
	day := ""
	switch {
	case k.Due != "" && k.Overdue:
		day = t.s.T("report.task.overdue", "Day", t.s.Day(k.Due))
	case k.Due != "":
		day = t.s.T("report.task.by", "Day", t.s.Day(k.Due))
	}
	switch {
	case k.Owner != "" && day != "":
		return t.s.T("report.task.both", "Task", k.Name, "Who", k.Owner, "Day", day)
	case k.Owner+day != "":
		return t.s.T("report.task", "Task", k.Name, "Who", k.Owner+day)
	}
	return t.s.T("report.task.alone", "Task", k.Name)
}

func (t reportText) objection(o report.Objection) string {
	if o.Sort == "contributes" {
		return t.s.T("report.against.contributes", "Cause", t.s.Quote(o.Cause.Name))
	}
	if o.Sort == "worse" {
		return t.s.Isolate(o.Text)
	}
	sentence := t.s.Quote(LinkSentence(t.s, t.graph(), o.Cause.Name, o.Effect.Name))
	switch {
	case o.Not > 0 && o.Sometimes > 0:
		return t.s.T("report.against.both", "Not", o.Not, "Sometimes", o.Sometimes, "Of", o.Of, "Link", sentence)
	case o.Not > 0:
		return t.s.T("report.against.not", "N", o.Not, "Of", o.Of, "Link", sentence)
	}
	return t.s.T("report.against.sometimes", "N", o.Sometimes, "Of", o.Of, "Link", sentence)
}

// quality is the score with its reasons, what was kept, and who read back.
func (t reportText) quality() (figure, rest string) {
	var reasons []string
	for _, r := range t.Quality.Reasons {
		reasons = append(reasons, t.s.T("report.reason."+r.ID, "count", r.Count))
	}
	if len(reasons) == 0 {
		reasons = []string{t.s.T("report.reason.none")}
	}
	said := []string{strings.Join(reasons, t.s.T("report.comma")) + t.s.T("sentence.read.end")}
	if n := len(t.Quality.Kept); n > 0 {
		said = append(said, t.s.T("report.kept", "count", n))
	}
	if t.Readers > 0 {
		said = append(said, t.s.T("report.readers", "count", t.Readers))
	}
	return t.s.T("report.quality", "Value", t.Quality.Value), strings.Join(said, " ")
}

func (t reportText) readBack(w report.Way) []Clause {
	return ReadBack(t.s, t.graph(), w.Links(), t.name)
}

func (t reportText) passed(p report.Passed) string {
	var said string
	switch {
	case p.Stop != "":
		said = t.s.Choice("stop", p.Stop)
	case len(p.Roots) > 0:
		said = t.s.T("report.passed.middle", "Roots", numerals(p.Roots))
	default:
		said = t.s.T("report.passed.alone")
	}
	if p.Reason != "" {
		said += t.s.T("report.semicolon") + t.s.Isolate(p.Reason)
	}
	return said
}

// day of a piece of evidence, its age, and whether it should have been looked at again.
func (t reportText) age(e report.Evidence) string {
	if e.On == "" {
		return t.s.T("say.unknown")
	}
	said := t.s.Day(e.On)
	if e.Days > 0 {
		said = t.s.T("report.age", "Day", said, "count", e.Days)
	}
	if e.Stale {
		said += t.s.T("report.semicolon") + t.s.T("report.stale")
	}
	return said
}

func (t reportText) grade(e report.Evidence) string {
	if e.Grade == "" {
		return t.s.T("say.unknown")
	}
	return t.s.T("graph.grade." + e.Grade)
}

func (t reportText) event(e report.Event) string {
	if e.From == "" {
		return t.s.T("report.event.new", "Name", t.s.Quote(e.Name), "To", t.s.Choice("status", e.To))
	}
	return t.s.T("report.event", "Name", t.s.Quote(e.Name), "From", t.s.Choice("status", e.From), "To", t.s.Choice("status", e.To))
}

// plan are the further words of an action: how it is tried, what is measured, who judges and decides.
func (t reportText) plan(a report.Action) []string {
	var out []string
	add := func(id, value string) {
		if value != "" {
			out = append(out, t.s.T("report.plan."+id, "Value", value))
		}
	}
	add("intent", t.choice("intent", a.Intent))
	add("measure", a.Measure)
	add("trial", a.Trial)
	add("worse", a.Worse)
	add("checker", a.Checker)
	add("decides", a.Decides)
	return out
}

func (t reportText) choice(prop, value string) string {
	if value == "" {
		return ""
	}
	return t.s.Choice(prop, value)
}

// predictions are what should be seen elsewhere if a root is true.
func (t reportText) predictions() []report.Root {
	var out []report.Root
	for _, r := range t.Roots {
		if r.Predicts != "" {
			out = append(out, r)
		}
	}
	return out
}

// withAnnex says whether pages follow the first.
func (t reportText) withAnnex() bool {
	return t.Audience == report.Manager || t.Audience == report.Analyst
}

// drawing is the graph of the report, small on its first page.
func (t reportText) drawing(small bool) CauseGraphView {
	v := CauseGraphView{Analysis: t.Analysis(), Currency: t.Currency, Small: small, Numbers: map[string]int{}, Name: t.name}
	if small {
		v.Lines, v.Live = 3, true
	} else {
		v.LineName, v.MinWidth = true, 760
	}
	if t.Audience.Outside() {
		v.Currency = ""
	}
	for _, r := range t.Roots {
		v.Numbers[r.ID] = r.Number
	}
	return v
}

// fitsFirstPage says whether the small drawing can be read: not too many causes side by side, nor one
// below the other.
func (t reportText) fitsFirstPage() bool {
	wide := map[int]int{}
	for _, n := range t.Analysis().Nodes {
		if n.Disproved() {
			continue
		}
		wide[n.Depth]++
		if wide[n.Depth] > 3 || n.Depth > 5 {
			return false
		}
	}
	return len(t.Roots) > 0 && len(t.Analysis().Nodes) <= 14
}

// keptText says one kept finding.
func (t reportText) keptText(k report.Kept) string {
	said := t.s.T("report.draft.item", "Check", t.s.T("check."+k.Check+".name"), "On", t.s.Quote(k.On.Name)) + t.s.T("report.colon") + t.s.Isolate(k.Reason)
	var who []string
	if k.By != "" {
		who = append(who, t.s.Isolate(k.By))
	}
	if day, err := time.Parse(time.DateOnly, k.At); err == nil && day.Year() > 1 {
		who = append(who, t.s.Date(day))
	}
	if len(who) > 0 {
		said += " (" + strings.Join(who, t.s.T("report.comma")) + ")"
	}
	return said
}
