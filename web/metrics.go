package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/inquiry"
)

const (
	metricParts    = 40 // that the page of a metric lists at first
	partTraces     = 6  // said behind each of many
	fewParts       = 3  // each of which says three times as many
	traceNames     = 8  // named in one
	costRows       = 6  // problems and elements by cost
	fewDisconnects = 8  // of one sort
)

// metricsTabs are the parts of the pages about figures.
func (r *room) metricsTabs(current string) []templates.Tab {
	var out []templates.Tab
	for _, t := range []struct {
		name  string
		at    []string
		count int
	}{{"figures", []string{"metrics"}, 0}, {"promises", []string{"metrics", "thresholds"}, len(r.Place.Thresholds)},
		{"disconnects", []string{"disconnects"}, analysis.CountDisconnects(r.graph)}, {"causes", []string{"causes"}, 0}, {"unknowns", []string{"unknowns"}, 0}} {
		out = append(out, templates.Tab{Label: r.Say.T("metrics.tab." + t.name), URL: r.space.URL(t.at...), Count: t.count, Current: t.name == current})
	}
	return out
}

// metricsPage is the frame of a page about figures.
func (s *Server) metricsPage(r *room, title string) templates.Page {
	p := s.roomPage(r, title, "metrics")
	p.Styles = append(p.Styles, "metrics")
	return p
}

// figure words a figure of a metric.
func (r *room) figure(f analysis.Figure, unit analysis.Unit) string {
	return inquiry.FigureWords(r.Say, f, unit, r.Place.Currency)
}

// metricList lists all figures.
func (s *Server) metricList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	measured := make(map[*analysis.Metric]*analysis.Result)
	for _, res := range analysis.Metrics(r.graph) {
		measured[res.Metric] = res
	}
	v := templates.MetricsView{Tabs: r.metricsTabs("figures"), Lead: r.Say.T("metrics.lead")}
	judged := make(map[string][]analysis.Judgement)
	for _, j := range analysis.Judge(r.graph, r.Place.Thresholds) {
		judged[j.Threshold.Metric] = append(judged[j.Threshold.Metric], j)
	}
	for _, group := range analysis.Groups {
		g := templates.MetricGroup{ID: string(group), Title: r.Say.T("metrics.group." + string(group))}
		for _, m := range analysis.Registry {
			if m.Group == group {
				g.Rows = append(g.Rows, r.metricRow(measured[m], judged[m.ID]))
			}
		}
		v.Groups = append(v.Groups, g)
	}
	v.Costs = r.costs()
	return s.render(c, http.StatusOK, templates.Metrics(s.metricsPage(r, r.Say.T("metrics.title")), v))
}

func (r *room) metricRow(res *analysis.Result, judged []analysis.Judgement) templates.MetricRow {
	m := res.Metric
	row := templates.MetricRow{Name: inquiry.MetricName(r.Say, m.ID), URL: r.space.URL("metrics", m.ID)}
	value := res.Value
	if !m.Whole {
		value = analysis.Figure{Sort: analysis.Undefined}
		if worst := worstFirst(m, res.Parts); len(worst) > 0 && worst[0].Value.Sort != analysis.Undefined {
			value, row.Who = worst[0].Value, inquiry.PartName(r.Say, r.graph, worst[0])
			if n := len(res.Parts); n > 1 {
				row.Note = r.Say.T(extreme(m), "count", n)
			}
		}
	}
	row.Value, row.Unknown = r.figure(value, m.Unit), value.Sort == analysis.Unknown || value.Sort == analysis.Undefined
	row.Strip = stripOf(res, judged)
	for _, j := range judged {
		row.Promises = append(row.Promises, templates.PromiseMark{Bound: inquiry.BoundWords(r.Say, j.Threshold, r.Place.Currency),
			Verdict: string(j.Verdict), Word: r.Say.T("metrics.verdict." + string(j.Verdict))})
	}
	return row
}

// extreme says which of the parts of a metric is shown first.
func extreme(m *analysis.Metric) string {
	if m.Better == analysis.Higher {
		return "metrics.lowest"
	}
	return "metrics.highest"
}

// worstFirst orders the parts of a metric: those that are furthest from well first, then what is not known, then what is not there.
func worstFirst(m *analysis.Metric, parts []analysis.Part) []*analysis.Part {
	out := make([]*analysis.Part, len(parts))
	for i := range parts {
		out[i] = &parts[i]
	}
	badness := func(f analysis.Figure) float64 {
		switch {
		case f.Sort == analysis.Never:
			return math.Inf(1)
		case f.Sort == analysis.Unknown:
			return -1e30
		case f.Sort == analysis.Undefined:
			return math.Inf(-1)
		case m.Better == analysis.Higher:
			return -f.Lo
		case m.Better == analysis.One && f.Lo < 1:
			return 1.5 // worse than one, better than two
		case f.IsOpen():
			return f.Lo
		}
		return f.Hi
	}
	slices.SortStableFunc(out, func(a, b *analysis.Part) int { return cmp.Compare(badness(b.Value), badness(a.Value)) })
	return out
}

// stripOf draws the figures of a metric beside each other, with what is promised of all of them.
func stripOf(res *analysis.Result, judged []analysis.Judgement) *templates.Strip {
	var figures [][2]float64
	var broken []bool
	var bounds []float64
	of := res.Parts
	if res.Metric.Whole {
		of = []analysis.Part{{Value: res.Value}}
	}
	breaks := map[string]bool{} // by id of the part, that of the whole is ""
	for _, j := range judged {
		for _, x := range j.Broken {
			if x.Part == nil {
				breaks[""] = true
			} else {
				breaks[x.Part.ID] = true
			}
		}
	}
	for _, p := range of {
		if p.Value.Sort != analysis.Known {
			continue
		}
		figures = append(figures, [2]float64{p.Value.Lo, p.Value.Hi})
		broken = append(broken, breaks[""] || breaks[p.ID])
	}
	for _, j := range judged {
		if j.Threshold.Part == "" {
			bounds = append(bounds, boundsOf(j.Threshold)...)
		}
	}
	scale := scaleOf(res.Metric)
	if len(figures)+len(bounds) < 2 && scale == 0 {
		return nil // nothing to compare
	}
	return templates.StripOf(figures, broken, bounds, scale)
}

// scaleOf is what the line of a strip runs to at least: a share is one of the whole.
func scaleOf(m *analysis.Metric) float64 {
	if m.Unit == analysis.ShareOf {
		return 1
	}
	return 0
}

func boundsOf(t model.Threshold) []float64 {
	var out []float64
	for _, b := range []*float64{t.Min, t.Max} {
		if b != nil {
			out = append(out, *b)
		}
	}
	return out
}

func (r *room) costs() templates.CostsView {
	costs := analysis.CostsOf(r.graph)
	v := templates.CostsView{}
	for _, side := range []struct {
		name    string
		f       analysis.Figure
		unknown int
	}{{"tangible", costs.Total.Tangible, costs.Total.UnknownTangible}, {"opportunity", costs.Total.Opportunity, costs.Total.UnknownOpportunity}} {
		sum := templates.CostSum{Name: r.Say.T("metrics.costs." + side.name), Says: r.Say.T("metrics.costs." + side.name + ".says"), Value: r.money(side.f)}
		if side.unknown > 0 {
			sum.Unknown = r.Say.T("metrics.costs.unknown", "count", side.unknown)
		}
		v.Sums = append(v.Sums, sum)
	}
	rows := func(list []analysis.CostOf) (out []templates.CostRow) {
		for _, c := range list[:min(costRows, len(list))] {
			out = append(out, templates.CostRow{Thing: r.named(c.Element), Tangible: r.money(c.Tangible), Opportunity: r.money(c.Opportunity)})
		}
		return out
	}
	v.Problems, v.Places = rows(costs.Problems), rows(costs.Elements)
	return v
}

// money words an amount a month without the month.
func (r *room) money(f analysis.Figure) string {
	n, ok := f.Number()
	if !ok { // costs have both bounds, or are not known
		return r.figure(f, analysis.MoneyPerMonth)
	}
	return r.Say.Quantity(model.Number{Lo: math.Round(n.Lo), Hi: math.Round(n.Hi)}, model.Money, r.Place.Currency)
}

// metric is the metric that the path names. Errors: NotFound.
func (r *room) metric() (*analysis.Metric, error) {
	m := analysis.MetricOf(r.c.Param("id"))
	if m == nil {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	return m, nil
}

// metricShow is the page of one metric.
func (s *Server) metricShow(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	m, err := r.metric()
	if err != nil {
		return err
	}
	return s.showMetric(r, http.StatusOK, m, r.promiseForm(m))
}

func (s *Server) showMetric(r *room, status int, m *analysis.Metric, f *templates.PromiseForm) error {
	res := m.Of(r.graph)
	var judged []analysis.Judgement
	for _, j := range analysis.Judge(r.graph, r.Place.Thresholds) {
		if j.Threshold.Metric == m.ID {
			judged = append(judged, j)
		}
	}
	v := templates.MetricView{Name: inquiry.MetricName(r.Say, m.ID), Asks: r.Say.T("metrics." + m.ID + ".asks"), How: r.Say.T("metrics." + m.ID + ".how"),
		Better: r.Say.T("metrics.better." + string(m.Better)), Symbols: m.Formula, Source: cmp.Or(m.Source, r.Say.T("metrics.source.ours")), Form: f}
	if m.Whole {
		v.Value, v.Unknown = r.figure(res.Value, m.Unit), res.Value.Sort == analysis.Unknown || res.Value.Sort == analysis.Undefined
	}
	v.Beside = r.besides(m, res.Beside)
	parts := worstFirst(m, res.Parts)
	if r.c.QueryParam("all") == "" && len(parts) > metricParts {
		v.More, v.MoreURL = r.Say.T("metrics.each.more", "N", len(parts)), r.space.URL("metrics", m.ID)+"?all=1"
		parts = parts[:metricParts]
	}
	for _, p := range parts {
		v.Parts = append(v.Parts, r.metricPart(m, res, p, judged))
	}
	for _, j := range judged {
		v.Promises = append(v.Promises, r.promiseLine(&j))
	}
	p := s.metricsPage(r, v.Name)
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}, {Label: r.Say.T("metrics.title"), URL: r.space.URL("metrics")}}
	return s.render(r.c, status, templates.Metric(p, v))
}

// besideUnits are the units of what stands beside a value.
var besideUnits = map[string]analysis.Unit{"expected": analysis.Seconds, "runs": analysis.ShareOf, "technologies": analysis.ShareOf, "fact": analysis.ShareOf, "estimate": analysis.ShareOf,
	"guess": analysis.ShareOf, "cost": analysis.MoneyPerMonth, "total": analysis.MoneyPerMonth, "unassigned": analysis.ShareOf, "unassigned_cost": analysis.MoneyPerMonth}

// besides words what stands beside a value; what is none is left out.
func (r *room) besides(m *analysis.Metric, list []analysis.Named) []templates.NamedFigure {
	var out []templates.NamedFigure
	for _, n := range list {
		if n.Figure.Sort == analysis.Undefined || n.Figure == analysis.Exactly(0) || m.ID == "M15" && n.Name == "steps" || m.ID == "M16" && n.Name == "nodes" {
			continue
		}
		unit, ok := besideUnits[n.Name]
		if !ok {
			unit = analysis.Count
		}
		out = append(out, templates.NamedFigure{Name: r.Say.T("metrics.beside." + n.Name), Value: r.figure(n.Figure, unit)})
	}
	return out
}

func (r *room) metricPart(m *analysis.Metric, res *analysis.Result, p *analysis.Part, judged []analysis.Judgement) templates.MetricPart {
	out := templates.MetricPart{Value: r.figure(p.Value, m.Unit), Unknown: p.Value.Sort == analysis.Unknown || p.Value.Sort == analysis.Undefined, Beside: r.besides(m, p.Beside)}
	switch {
	case p.Link != nil:
		out.Arrow = true
		for _, id := range []string{p.Link.From, p.Link.To} {
			out.Things = append(out.Things, r.named(r.graph.Element(id)))
		}
	case p.Element != nil:
		out.Things = append(out.Things, r.named(p.Element))
		if p.On != nil {
			out.Things = append(out.Things, r.named(p.On))
		}
	default:
		out.Name = r.Say.Upper(r.Say.Kind(model.Kind(p.ID), true))
	}
	for _, j := range judged {
		for _, side := range []struct {
			verdict analysis.Verdict
			list    []analysis.Judged
		}{{analysis.Broken, j.Broken}, {analysis.Untold, j.Untold}} {
			if out.Verdict == "" && slices.ContainsFunc(side.list, func(x analysis.Judged) bool { return x.Part != nil && x.Part.ID == p.ID }) {
				out.Verdict, out.Word = string(side.verdict), r.Say.T("metrics.verdict."+string(side.verdict))
			}
		}
	}
	if p.Value.Sort == analysis.Known {
		var bounds []float64
		for _, j := range judged {
			if j.Threshold.Part == "" && !m.Whole || j.Threshold.Part == p.ID {
				bounds = append(bounds, boundsOf(j.Threshold)...)
			}
		}
		out.Strip = templates.StripOf([][2]float64{{p.Value.Lo, p.Value.Hi}}, []bool{out.Verdict == string(analysis.Broken)}, bounds, max(mostOf(res), scaleOf(m)))
	}
	traces := m.Behind(r.graph, p)
	most := partTraces
	if len(res.Parts) <= fewParts {
		most *= 3
	}
	for _, t := range traces[:min(most, len(traces))] {
		out.Behind = append(out.Behind, r.trace(t))
	}
	if more := len(traces) - most; more > 0 {
		out.Unspoken = r.Say.T("metrics.behind.more", "count", more)
	}
	return out
}

// mostOf is the greatest bound of any part.
func mostOf(res *analysis.Result) float64 {
	most := 0.
	for _, p := range res.Parts {
		if p.Value.Sort == analysis.Known {
			most = max(most, p.Value.Lo)
			if !p.Value.IsOpen() {
				most = max(most, p.Value.Hi)
			}
		}
	}
	return most
}

// trace says one thing behind a number, with links to the elements that it names.
func (r *room) trace(t analysis.Trace) templates.Sentence {
	id := "metrics.trace." + t.What
	rest := t.IDs
	out := templates.Sentence{}
	for i, name := range []string{"A", "B", "C"} {
		if slices.ContainsFunc(r.Say.Pieces(id), func(p say.Piece) bool { return p.Name == name }) {
			rest = t.IDs[min(i+1, len(t.IDs)):]
		}
	}
	if t.What == "feed" {
		rest = t.IDs[2:]
		if len(rest) == 0 {
			return templates.Sentence{Parts: []templates.SentencePart{{Text: r.Say.T("disconnects.data.unsaid")}}}
		}
	}
	for _, piece := range r.Say.Pieces(id) {
		switch piece.Name {
		case "":
			out.Parts = append(out.Parts, templates.SentencePart{Text: piece.Text})
		case "Rest":
			out.Parts = append(out.Parts, r.enumerate(rest)...)
		default:
			out.Parts = append(out.Parts, r.enumerate(t.IDs[strings.Index("ABC", piece.Name):][:1])...)
		}
	}
	return out
}

// enumerate names elements with the list words of the language between them; of many the first few.
func (r *room) enumerate(ids []string) []templates.SentencePart {
	var out []templates.SentencePart
	shown := ids[:min(len(ids), traceNames)]
	text := func(id string) { out = append(out, templates.SentencePart{Text: r.Say.T(id)}) }
	for i, id := range shown {
		switch {
		case i == 0:
		case i == len(shown)-1 && len(shown) == len(ids):
			text("say.list.and")
		default:
			text("say.list.comma")
		}
		e := r.graph.Element(id)
		if e == nil {
			out = append(out, templates.SentencePart{Text: id})
			continue
		}
		out = append(out, templates.SentencePart{Thing: r.named(e)})
	}
	if more := len(ids) - len(shown); more > 0 {
		text("say.list.comma")
		out = append(out, templates.SentencePart{Text: r.Say.T("metrics.behind.more", "count", more)})
	}
	return out
}
