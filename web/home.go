package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

const (
	homeProblems = 8 // named on the first page of a workspace
	homeJourneys = 6
	homeChanges  = 10 // told there
	homeOps      = 3  // elements and links of a change whose edits are told
)

// home is the first page of a workspace: what its problems cost, and what changed lately.
func (s *Server) home(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	v := templates.HomeView{Problems: r.space.URL("problems"), History: r.space.URL("history"), Add: r.space.URL("add", "problem"), MayAdd: r.mayAdd(model.Problem)}
	w := r.wording()
	problems := dearest(r.graph.OfKind(model.Problem))
	problems = slices.DeleteFunc(problems, func(e *model.Element) bool { return e.Props.Text("status") == "closed" })
	v.Total = len(problems)
	v.Empty = len(r.graph.OfKind(model.Problem)) == 0
	v.AllJourneys = r.space.URL("journeys")
	for _, j := range r.graph.OfKind(model.Journey) {
		if len(v.Journeys) < homeJourneys {
			t := r.named(j)
			t.URL = r.space.URL("journeys", j.ID)
			v.Journeys = append(v.Journeys, t)
		}
	}
	v.Title, v.Lead = r.headline(w, problems)
	for _, e := range problems[:min(homeProblems, len(problems))] {
		v.Rows = append(v.Rows, r.problemRow(w, e, problems[0]))
	}
	v.Hero = r.hero(w, problems[:min(homeProblems, len(problems))])
	if len(problems) > 0 && r.space.CanContribute() {
		doors := r.problemDoors(problems[0])
		v.Go = doors[0]
		if s := problems[0].Props.Text("status"); s == "acting" || s == "verified" { // the analysis has led to its report
			v.Go = doors[len(doors)-1]
			v.Go.Label = r.Say.T("share.locked.go")
		}
	}
	v.Todos = r.todos(s.store.Now())
	v.TodoCount = len(v.Todos)
	v.Todos = v.Todos[:min(homeTodos, len(v.Todos))]
	entries, err := s.store.Lately(c.Request().Context(), r.Place.ID, r.Line, 0, homeChanges)
	if err != nil {
		return err
	}
	v.Lately = s.teller(r).tell(entries, "", 1)
	for i := range v.Lately {
		v.Lately[i].Initials = initials(entries[i].Author.Name)
		if touches(entries[i].Ops) > homeOps {
			v.Lately[i].Words = r.gist(entries[i], v.Lately[i].Words)
		}
	}
	p := s.roomPage(r, r.space.Name, "home")
	p.Styles = append([]string{"home"}, p.Styles...)
	return s.render(c, http.StatusOK, templates.Home(p, v))
}

// headline states what the problems cost a month: a sum of what is known, which is an interval where any is, and never
// counts what is not known.
func (r *room) headline(w templates.Wording, problems []*model.Element) (title, lead string) {
	var sum model.Number
	known := 0
	for _, e := range problems {
		if n, ok := e.Props.Number("cost_per_month"); ok {
			sum.Lo, sum.Hi, known = sum.Lo+n.Lo, sum.Hi+n.Hi, known+1
		}
	}
	unknown := len(problems) - known
	if known == 0 {
		title = r.Say.T("records.home.unpriced", "count", len(problems))
	} else {
		sum.Lo, sum.Hi = rounded(sum.Lo), rounded(sum.Hi)
		title = r.Say.T("records.home.costs", "count", known, "Cost", r.Say.Quantity(sum, model.MoneyPerMonth, r.Place.Currency))
		lead = r.Say.T("records.home.dearest", "Name", r.Say.Quote(problems[0].NameIn(r.Say.Lang())))
		if unknown > 0 {
			lead += " " + r.Say.T("records.home.unknown", "count", unknown)
		}
	}
	return title, lead
}

// rounded is v to two figures: a headline says "about".
func rounded(v float64) float64 {
	if math.Abs(v) < 100 {
		return math.Round(v)
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-1)
	return math.Round(v/unit) * unit
}

// dearest returns problems by what they cost a month, those whose cost is not known last.
func dearest(problems []*model.Element) []*model.Element {
	out := slices.Clone(problems)
	slices.SortStableFunc(out, func(a, b *model.Element) int {
		x, okx := a.Props.Number("cost_per_month")
		y, oky := b.Props.Number("cost_per_month")
		switch {
		case okx != oky:
			if okx {
				return -1
			}
			return 1
		case x.Mid() != y.Mid():
			return cmp.Compare(y.Mid(), x.Mid())
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return out
}

// cost words what a problem costs a month, without the month.
func cost(w templates.Wording, e *model.Element) string {
	n, ok := e.Props.Number("cost_per_month")
	if !ok {
		return w.Say.T("say.unknown")
	}
	return w.Say.Quantity(n, model.Money, w.Currency)
}

func (r *room) problemRow(w templates.Wording, e, dearest *model.Element) templates.ProblemRow {
	row := templates.ProblemRow{Thing: r.named(e), Cost: cost(w, e)}
	n, ok := e.Props.Number("cost_per_month")
	row.Unknown = !ok
	if most, ok := dearest.Props.Number("cost_per_month"); ok && most.Mid() > 0 {
		row.Share = int(math.Round(100 * n.Mid() / most.Mid()))
	}
	row.Why = append(row.Why, r.Say.Upper(r.Say.Choice("status", cmp.Or(e.Props.Text("status"), "open"))))
	if f, ok := e.Props.Number("frequency_per_month"); ok {
		row.Why = append(row.Why, r.Say.T("records.home.times", "N", w.PropValue(&model.Prop{Type: model.TypeNumber}, "", f)))
	}
	if e.Owner != "" {
		row.Why = append(row.Why, r.person(e.Owner))
	} else {
		row.Why = append(row.Why, r.Say.T("records.home.ownerless"))
	}
	return row
}

// initials are the first letters of the first and last word of a name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "·"
	}
	out := string([]rune(words[0])[:1])
	if len(words) > 1 {
		out += string([]rune(words[len(words)-1])[:1])
	}
	return strings.ToUpper(out)
}

// touches counts the elements and links that ops edit.
func touches(ops []model.Op) int {
	seen := map[string]bool{}
	for _, op := range ops {
		seen[op.Target()] = true
	}
	return len(seen)
}
