package templates

import (
	"strings"

	"rootline/model/report"
)

// ReportMarkdown writes a report as Markdown (CommonMark with tables), in the order of its pages.
func ReportMarkdown(r *report.Report) string {
	m := &markdownReport{reportText: textOf(r)}
	m.first()
	if m.withAnnex() {
		m.annex()
	}
	return strings.TrimRight(m.b.String(), "\n") + "\n"
}

type markdownReport struct {
	reportText
	b strings.Builder
}

// escaper keeps what people wrote from being read as Markdown or HTML.
var escaper = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "\\|", "#", "\\#",
	"~", "\\~", "\r\n", " ", "\n", " ")

func esc(s string) string { return escaper.Replace(strings.TrimSpace(s)) }

func (m *markdownReport) line(parts ...string) { m.b.WriteString(strings.Join(parts, "") + "\n\n") }

func (m *markdownReport) head(id string) { m.line("## ", esc(m.s.T(id))) }

func (m *markdownReport) list(items []string, none string) {
	if len(items) == 0 {
		if none != "" {
			m.line(esc(none))
		}
		return
	}
	for _, x := range items {
		m.b.WriteString("- " + esc(x) + "\n")
	}
	m.b.WriteByte('\n')
}

func (m *markdownReport) table(head []string, rows [][]string) {
	write := func(cells []string) { m.b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	var titles, rule []string
	for _, id := range head {
		titles = append(titles, esc(m.s.T(id)))
		rule = append(rule, "---")
	}
	write(titles)
	write(rule)
	for _, row := range rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, esc(c))
		}
		write(cells)
	}
	m.b.WriteByte('\n')
}

// first is the page that everybody gets.
func (m *markdownReport) first() {
	s := m.s
	above, sentence := m.decision()
	m.line("*", esc(m.headLeft()), " · ", esc(m.headRight()), "*")
	if m.Draft {
		said := "**" + esc(s.T("report.draft")) + "**"
		if stops := m.stops(); len(stops) > 0 {
			said += " " + esc(s.T("report.draft.why", "What", joined(stops, s.T("report.semicolon"))))
		}
		m.line("> ", said)
	}
	m.line("**", esc(above), "**")
	m.line("# ", esc(sentence))
	m.head("report.problem")
	lead := esc(m.lead())
	if m.Problem.Said != "" {
		lead += " *" + esc(s.Quote(m.Problem.Said)) + "*"
	}
	m.line(lead)
	m.line(esc(m.felt()))
	figures := []string{}
	if !m.Audience.Outside() {
		cost, notes := m.cost()
		figures = append(figures, s.T("report.effect.on", "Day", s.T("report.costs"), "What", joined(append([]string{cost}, notes...), s.T("report.semicolon"))))
	}
	often, notes := m.often()
	figures = append(figures, s.T("report.effect.on", "Day", s.T("report.often"), "What", joined(append([]string{often}, notes...), s.T("report.semicolon"))))
	m.list(figures, "")
	m.roots()
	m.beneath()
	m.actions()
	if !m.Audience.Outside() {
		m.head("report.unknowns")
		m.list(m.unknowns(), s.T("report.unknowns.none"))
		m.head("report.against")
		m.list(m.objections(), s.T("report.against.none"))
	}
	if m.Quality != nil {
		figure, rest := m.quality()
		m.line("**", esc(figure), "** ", esc(rest))
	}
	if m.Redacted {
		m.line(esc(s.T("report.redacted")))
	}
}

func (m *markdownReport) roots() {
	m.head("report.roots")
	if len(m.Roots) == 0 {
		m.line(esc(m.s.T("report.roots.none")))
	}
	for _, r := range m.Roots {
		prop, sure := standing(r)
		said := Numeral(r.Number) + " " + esc(m.rootSentence(r)) + " **" + esc(standingWords(m.s, prop, sure)) + "**"
		if known := m.known(r); known != "" {
			said += " (" + esc(known) + ")"
		}
		m.line(said)
	}
	if m.MoreRoot > 0 {
		m.line(esc(m.s.T("report.roots.more", "count", m.MoreRoot)))
	}
}

func (m *markdownReport) beneath() {
	s := m.s
	m.line("## ", esc(m.beneathTitle()))
	percents := m.percents()
	var items []string
	for i, x := range m.Beneath.Shares {
		items = append(items, s.T("report.effect.on", "Day", x.Name, "What", percents[i]))
	}
	for i, x := range m.Beneath.Unassigned {
		items = append(items, s.T("report.effect.on", "Day", s.T("report.unassigned", "Cause", x.Name), "What", percents[len(m.Beneath.Shares)+i]))
	}
	m.list(items, s.T("report.beneath.none"))
	if m.Beneath.Split && len(items) > 1 {
		m.line(esc(s.T("report.beneath.split")))
	}
	if m.Audience.Outside() {
		return
	}
	m.head("report.also")
	var also []string
	for _, x := range m.Beneath.Also[:min(len(m.Beneath.Also), report.MostProblems)] {
		also = append(also, m.also(x))
	}
	m.list(also, s.T("report.also.none"))
}

func (m *markdownReport) actions() {
	s := m.s
	m.head("report.cures")
	if m.Audience.Outside() || len(m.Actions) == 0 {
		var items []string
		for _, a := range m.Actions {
			items = append(items, s.T("report.effect.on", "Day", a.Name, "What", m.outsideState(a)))
		}
		m.list(items, s.T("report.cures.none"))
	} else {
		var rows [][]string
		for _, a := range m.Actions {
			due := m.due(a)
			if a.Overdue {
				due += m.s.T("report.comma") + s.T("report.overdue")
			}
			strength := s.T("say.unknown")
			if a.Strength != "" {
				strength = s.Choice("strength", a.Strength)
			}
			rows = append(rows, []string{strings.TrimSpace(a.Name + " " + numerals(a.Roots)), m.choice("status", a.Status), strength, m.owner(a), due, m.actionCost(a), m.worked(a)})
		}
		m.table([]string{"report.col.what", "report.col.state", "report.col.strength", "report.col.owner", "report.col.by", "report.col.cost", "report.col.worked"}, rows)
	}
	for _, x := range m.Accepted {
		m.line(esc(s.T("report.accepted", "Cause", x.Name, "Reason", x.Reason)))
	}
}

// worked is the effect of an action with its measure.
func (m *markdownReport) worked(a report.Action) string {
	if a.Measure == "" {
		return m.effect(a)
	}
	return m.effect(a) + m.s.T("report.semicolon") + a.Measure
}

func (m *markdownReport) annex() {
	s := m.s
	if len(m.Chains) > 0 {
		m.head("report.annex.read")
		for _, w := range m.Chains {
			said := Numeral(w.Root) + " " + esc(ClauseText(m.readBack(w)))
			if !w.Read {
				said += " (" + esc(s.T("report.notread")) + ")"
			}
			m.line(said)
		}
		if len(m.Judges) > 0 {
			m.line(esc(s.T("report.readers.who", "Who", m.Judges)))
		}
	}
	for _, x := range []struct{ id, text string }{{"report.annex.effect", m.Problem.Effect}, {"report.annex.isnot", m.Problem.IsNot}} {
		if x.text != "" {
			m.head(x.id)
			m.line(esc(x.text))
		}
	}
	if len(m.Actions) > 0 {
		m.head("report.annex.plan")
		for _, a := range m.Actions {
			m.line("**", esc(a.Name), "**")
			m.list(m.plan(a), s.T("say.unknown"))
		}
	}
	var items []string
	section := func(id string) {
		if len(items) > 0 {
			m.head(id)
			m.list(items, "")
		}
		items = nil
	}
	for _, r := range m.predictions() {
		items = append(items, Numeral(r.Number)+" "+r.Predicts)
	}
	section("report.annex.predicts")
	for _, d := range m.Dropped {
		items = append(items, s.T("report.draft.item", "Check", d.Name, "On", m.droppedWhy(d)))
	}
	section("report.annex.dropped")
	for _, x := range m.Passed {
		items = append(items, s.T("report.draft.item", "Check", x.Name, "On", m.passed(x)))
	}
	section("report.annex.passed")
	items = namesOf(m.Ideas)
	section("report.annex.ideas")
	if len(m.Evidence) > 0 {
		m.head("report.annex.evidence")
		var rows [][]string
		for _, e := range m.Evidence {
			name := m.evidence(e)
			if e.Starred {
				name += " ★ " + s.T("report.starred")
			}
			if e.Source != "" {
				name += " (" + e.Source + ")"
			}
			rows = append(rows, []string{name, e.Of.Name, m.grade(e), m.age(e)})
		}
		m.table([]string{"report.col.evidence", "report.col.of", "report.col.grade", "report.col.day"}, rows)
	}
	if m.Quality != nil {
		for _, k := range m.Quality.Kept {
			items = append(items, m.keptText(k))
		}
		section("report.annex.kept")
	}
	for _, e := range m.History {
		items = append(items, m.eventLine(e))
	}
	section("report.annex.history")
	m.head("report.annex.method")
	m.line(esc(s.T("report.method")))
}

func joined(list []string, with string) string { return strings.Join(list, with) }
