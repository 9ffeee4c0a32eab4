package web

import (
	"math"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/templates"
)

// How many causes, and elements, the page ranks as long as nobody wants them all; and how many lead its headline.
const (
	fewCauses  = 12
	mostCauses = 500
	leadCauses = 3
)

// causeList ranks causes across all problems and says which to mend first.
func (s *Server) causeList(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	ranking := analysis.Causes(r.graph)
	v := templates.CausesView{Tabs: r.metricsTabs("causes"), Lead: r.Say.T("causes.none"), Action: r.space.URL("causes"), AddURL: r.space.URL("problems")}
	status := http.StatusOK
	if len(ranking.Causes) > 0 {
		v.Lead = r.causesLead(ranking)
		most := fewCauses
		if c.QueryParam("all") != "" {
			most = mostCauses
		}
		r.rankCauses(&v, ranking, most)
		if v.Fixes = r.fixes(); v.Fixes.Error != "" {
			status = http.StatusUnprocessableEntity
		}
	}
	return s.render(c, status, templates.Causes(s.metricsPage(r, r.Say.T("causes.title")), v))
}

// causesLead says how many causes lie behind how many problems, and how much of the cost a few of them carry.
func (r *room) causesLead(ranking *analysis.Ranking) string {
	problems := map[model.Handle]bool{}
	for _, x := range ranking.Causes {
		for _, p := range x.Problems {
			problems[p] = true
		}
	}
	lead := r.Say.T("causes.lead", "Causes", r.Say.T("causes.count.causes", "count", len(ranking.Causes)), "Problems", r.Say.T("causes.count.problems", "count", len(problems)))
	carried, n := 0.0, 0
	for _, x := range ranking.Causes[:min(leadCauses, len(ranking.Causes))] {
		if x.Share.Lo > 0 {
			carried, n = carried+x.Share.Lo, n+1
		}
	}
	if n > 0 {
		lead += " " + r.Say.T("causes.lead.carry", "count", n, "Share", r.Say.Percent(carried))
	}
	return lead
}

// rankCauses fills the two tables: causes, and the elements that they lie in.
func (r *room) rankCauses(v *templates.CausesView, ranking *analysis.Ranking, most int) {
	for _, x := range ranking.Causes[:min(most, len(ranking.Causes))] {
		row := r.causeRow(r.graph.At(x.Element), x.Share, r.graph.IDs(x.Problems))
		if len(x.Choke) > 0 {
			row.Note = r.Say.T("causes.choke", "count", len(x.Choke))
		}
		v.Causes = append(v.Causes, row)
	}
	for _, x := range ranking.Elements[:min(most, len(ranking.Elements))] {
		row := r.causeRow(r.graph.At(x.Element), x.Share, r.graph.IDs(x.Problems))
		row.Touched = r.money(x.Touched)
		v.Elements = append(v.Elements, row)
	}
	if len(ranking.Causes) > len(v.Causes) || len(ranking.Elements) > len(v.Elements) {
		v.AllURL = r.space.URL("causes") + "?all=1"
	}
	if share, ok := ranking.Unassigned.Number(); ok && share.Hi > 0 {
		v.Notes = append(v.Notes, r.Say.T("causes.unassigned", "Share", r.figure(ranking.Unassigned, analysis.ShareOf)))
	}
	if n := len(ranking.WithoutCost); n > 0 {
		v.Notes = append(v.Notes, r.Say.T("causes.costless", "count", n))
	}
}

func (r *room) causeRow(e *model.Element, share analysis.Figure, problems []string) templates.CauseRank {
	row := templates.CauseRank{Thing: r.named(e), Problems: r.enumerate(problems), Share: r.figure(share, analysis.ShareOf)}
	if n, ok := share.Number(); ok {
		row.Least, row.Most = n.Lo, n.Hi
	}
	return row
}

// fixes is the least to mend, within the budget that the address names.
func (r *room) fixes() templates.FixesView {
	v := templates.FixesView{Budget: strings.TrimSpace(r.c.QueryParam("budget")), Currency: r.Say.Currency(r.Place.Currency)}
	var budget *float64
	if v.Budget != "" {
		n, ok := r.Say.ParseNumber(v.Budget)
		if !ok || n < 0 || math.IsInf(n, 0) {
			v.Error = r.Say.T("causes.budget.wrong")
			return v
		}
		budget = &n
	}
	f := analysis.SmallestFixes(r.graph, budget)
	covered := map[string]bool{}
	for _, id := range f.Covers {
		covered[id] = true
	}
	var left []string
	for _, p := range r.graph.OfKind(model.Problem) {
		if !covered[p.ID] && p.Props.Text("status") != "closed" {
			left = append(left, p.ID)
		}
	}
	cost, unsaid := 0.0, 0
	for _, id := range f.Causes {
		e := r.graph.Element(id)
		fix := templates.Fix{Thing: r.named(e), Cost: r.Say.T("say.unknown"), Unknown: true}
		if n, known := analysis.FixCost(r.graph, e); known {
			fix.Cost, fix.Unknown = r.Say.Money(n, r.Place.Currency), false
			cost += n
		} else {
			unsaid++
		}
		for _, a := range r.graph.Sources(id, model.Addresses) {
			if a.Props.Text("status") != "rejected" {
				fix.Actions = append(fix.Actions, r.named(a))
			}
		}
		for _, at := range r.graph.Targets(id, model.LocatedIn) {
			fix.Places = append(fix.Places, r.named(at))
		}
		v.Fixes = append(v.Fixes, fix)
	}
	v.Answer = r.fixesAnswer(f, cost, unsaid, budget)
	v.Ends, v.Leaves = r.enumerate(f.Covers), r.enumerate(left)
	if unsaid > 0 {
		v.Notes = append(v.Notes, r.Say.T("causes.fixes.unsaid", "count", unsaid))
	}
	if !f.Optimal {
		v.Notes = append(v.Notes, r.Say.T("causes.fixes.early"))
	}
	return v
}

// fixesAnswer says what to mend, what that costs and what it ends, in a sentence or two.
func (r *room) fixesAnswer(f analysis.Fixes, cost float64, unsaid int, budget *float64) string {
	switch {
	case len(f.Causes) == 0 && budget != nil:
		return r.Say.T("causes.fixes.poor", "Budget", r.Say.Money(*budget, r.Place.Currency))
	case len(f.Causes) == 0:
		return r.Say.T("causes.fixes.none")
	}
	answer := r.Say.T("causes.fixes", "count", len(f.Causes), "Problems", r.Say.T("causes.count.problems", "count", len(f.Covers)))
	if cost > 0 || unsaid == 0 {
		answer += " " + r.Say.T("causes.fixes.cost", "Cost", r.Say.Money(math.Round(cost), r.Place.Currency))
	}
	if f.Money > 0 {
		answer += " " + r.Say.T("causes.fixes.money", "Money", r.Say.Money(math.Round(f.Money), r.Place.Currency))
	}
	return answer
}
