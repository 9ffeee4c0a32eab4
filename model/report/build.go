package report

import (
	"cmp"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/whys"
)

// Build makes the report of an analysis. It never fails: what is not there is left out, and a report that is not ready says so.
func Build(a *whys.Analysis, o Options) *Report {
	if !o.Audience.Known() {
		o.Audience = Manager
	}
	b := &builder{a: a, o: o, number: map[string]int{}}
	b.r = &Report{Measures: o.Measures, Audience: o.Audience, Language: o.Language, Redacted: o.Redact, Workspace: o.Workspace.Name, Currency: o.Workspace.Currency,
		On: o.Today.Format(time.DateOnly), Revision: o.Revision, State: o.State, analysis: a}
	if o.Redact {
		b.r.redact = newRedaction(a, o)
	}
	b.ends = analysis.CostEnds(a.Graph, a.Problem.ID)
	b.roots()
	b.problem()
	b.draft()
	b.beneath()
	b.actions()
	b.decision()
	b.unknowns()
	if !o.Audience.Outside() {
		b.against()
		b.quality()
		b.readers()
	}
	if o.Audience == Manager || o.Audience == Analyst {
		b.ways()
		b.passed()
		b.dropped()
	}
	if o.Audience == Analyst {
		b.evidence()
		b.history()
	}
	return b.r
}

// builder is a report under way.
type builder struct {
	a      *whys.Analysis
	o      Options
	r      *Report
	ends   analysis.Ends
	number map[string]int // of roots by id, from 1
}

func (b *builder) named(e *model.Element) Named { return Named{e.ID, b.r.Name(e)} }

// prop is a text of an element, in the form in which the report may say it.
func (b *builder) prop(e *model.Element, name string) string {
	return b.r.redact.text(e.Props.Text(name))
}

func (b *builder) person(owner string) string { return b.r.redact.person(b.o.person(owner)) }

func amount(e *model.Element, prop string) *Amount {
	n, ok := e.Props.Number(prop)
	if !ok {
		return nil
	}
	return &Amount{n}
}

// overdue says whether a day has passed. Days compare as texts.
func (b *builder) overdue(day string, done bool) bool { return day != "" && !done && day < b.r.On }

func (b *builder) problem() {
	e := b.a.Problem.Element
	p := Problem{Named: b.named(e), Sort: e.Props.Text("sort"), Effect: b.prop(e, "business_effect"), Status: e.Props.Text("status"),
		Since: e.Props.Text("since"), Owner: b.person(e.Owner), IsNot: b.prop(e, "is_not"), Frequency: amount(e, "frequency_per_month"), Severity: amount(e, "severity")}
	if !b.o.Redact {
		p.Said = e.Props.Text("customer_words")
	}
	if !b.o.Audience.Outside() {
		p.Cost, p.Opportunity = amount(e, "cost_per_month"), amount(e, "opportunity_per_month")
	} else {
		p.Effect, p.Owner = "", ""
	}
	for _, c := range b.a.Customers() {
		p.Customers = append(p.Customers, b.r.Name(c))
	}
	for _, x := range b.a.Problem.Places {
		if x.Kind == model.Step || x.Kind == model.Touchpoint {
			p.Places = append(p.Places, b.r.Name(x))
		}
	}
	b.r.Problem = p
}

func (b *builder) draft() {
	b.r.Draft = b.a.Draft()
	for _, f := range b.a.Findings {
		if f.Level == whys.Stop && f.Kept == nil && (f.At == "" || f.At == whys.AtReport) {
			b.r.Stops = append(b.r.Stops, Stop{f.Check, b.on(f.On)})
		}
	}
	if len(b.a.LiveRoots()) == 0 {
		b.r.Draft = true
		b.r.Stops = append(b.r.Stops, Stop{"", b.r.Problem.Named})
	}
}

// on names what a finding is about; of a link its cause.
func (b *builder) on(id string) Named {
	if e := b.a.Graph.Element(id); e != nil {
		return b.named(e)
	}
	if e := b.a.Edge(id); e != nil {
		return b.named(e.To.Element)
	}
	return Named{ID: id}
}

// roots numbers the roots, the one with the largest share of the problem first.
func (b *builder) roots() {
	live := b.a.LiveRoots()
	slices.SortStableFunc(live, func(x, y *whys.Node) int {
		return cmp.Compare(round(b.ends.Roots[y.ID]), round(b.ends.Roots[x.ID]))
	})
	b.r.Roots = []Root{}
	for i, n := range live {
		b.number[n.ID] = i + 1
		if i == MostRoots && b.o.Audience != Analyst {
			b.r.MoreRoot = len(live) - MostRoots
		}
		if b.r.MoreRoot == 0 {
			b.r.Roots = append(b.r.Roots, b.root(n, i+1))
		}
	}
}

func (b *builder) root(n *whys.Node, number int) Root {
	root := Root{Named: b.named(n.Element), Number: number, Status: n.Status(), Grade: n.BestGrade(), Share: round(b.ends.Roots[n.ID]),
		Accepted: b.prop(n.Element, "accepted"), Predicts: b.prop(n.Element, "predicts")}
	if prop, sure := n.Standing(); prop == "certainty" {
		root.Certainty = sure
	}
	path := b.a.Path(n)
	root.Shortened = len(path) > 4
	for _, m := range outcome(path) {
		root.Sentence = append(root.Sentence, b.r.Name(m.Element))
	}
	for _, f := range n.Evidence {
		if f.Props.Text("grade") == root.Grade {
			root.Evidence = append(root.Evidence, b.r.Name(f.Element))
		}
	}
	for _, p := range n.Places {
		root.Places = append(root.Places, b.named(p))
	}
	if n.Props.Known("without_it") {
		needed := !n.Props.Bool("without_it")
		root.Needed = &needed
	}
	for _, x := range n.Actions {
		if x.Counts() && x.FindsOut() {
			root.Check = b.task(x)
		}
	}
	if b.o.Audience.Outside() {
		root.Evidence, root.Accepted, root.Predicts, root.Check, root.Needed = nil, "", "", nil, nil
	}
	return root
}

// outcome picks from a way what tells it: the end, what it leads to at once, and what the customer meets, which is the problem
// itself on a short way.
func outcome(path []*whys.Node) []*whys.Node {
	last := len(path) - 1
	if last <= 2 {
		out := slices.Clone(path)
		slices.Reverse(out)
		return out
	}
	return []*whys.Node{path[last], path[last-1], path[1]}
}

// round takes away the noise of binary fractions.
func round(v float64) float64 { return float64(int(v*1e6+.5)) / 1e6 }

func (b *builder) beneath() {
	out := &b.r.Beneath
	out.Split = b.ends.Split
	cost, known := b.a.Problem.Props.Number("cost_per_month")
	known = known && !b.o.Audience.Outside()
	list := func(parts map[string]float64) []Share {
		var shares []Share
		for id, part := range parts {
			e := b.a.Graph.Element(id)
			s := Share{Named: b.named(e), Kind: e.Kind, Share: round(part), element: e}
			if s.Share == 0 {
				continue
			}
			if known {
				s.Cost = &Amount{model.Number{Lo: round(part * cost.Lo), Hi: round(part * cost.Hi), Confidence: cost.Confidence}}
			}
			shares = append(shares, s)
		}
		slices.SortFunc(shares, func(x, y Share) int { return cmp.Or(cmp.Compare(y.Share, x.Share), cmp.Compare(x.ID, y.ID)) })
		return shares
	}
	if len(b.a.LiveRoots()) > 0 {
		out.Shares, out.Unassigned = list(b.ends.Places), list(b.ends.Unassigned)
	}
	if !b.o.Audience.Outside() {
		out.Also = b.also()
	}
}

// also lists other problems that share a live cause with this one, or have a root where it has one; the dearest first.
func (b *builder) also() []Shared {
	g := b.a.Graph
	byID := map[string]*Shared{}
	var order []string
	of := func(id string) *Shared {
		if byID[id] == nil {
			byID[id] = &Shared{Named: b.named(g.Element(id)), Cost: amount(g.Element(id), "cost_per_month")}
			order = append(order, id)
		}
		return byID[id]
	}
	for _, n := range b.a.Causes() {
		if n.Disproved() {
			continue
		}
		for _, p := range problemsOver(g, n.ID) {
			if p != b.a.Problem.ID {
				s := of(p)
				s.Causes = append(s.Causes, b.named(n.Element))
			}
		}
	}
	for _, n := range b.a.LiveRoots() {
		for _, place := range n.Places {
			for _, c := range g.Sources(place.ID, model.LocatedIn) {
				if b.a.Node(c.ID) != nil || c.Props.Text("stop") != "root" || c.Props.Text("status") == "disproved" {
					continue
				}
				for _, p := range problemsOver(g, c.ID) {
					if s := of(p); p != b.a.Problem.ID && len(s.Causes) == 0 && !slices.ContainsFunc(s.Places, func(x Named) bool { return x.ID == place.ID }) {
						s.Places = append(s.Places, b.named(place))
					}
				}
			}
		}
	}
	var out []Shared
	for _, id := range order {
		if id != b.a.Problem.ID && (len(byID[id].Causes) > 0 || len(byID[id].Places) > 0) {
			out = append(out, *byID[id])
		}
	}
	slices.SortStableFunc(out, func(x, y Shared) int { return cmp.Compare(mid(y.Cost), mid(x.Cost)) })
	return out
}

func mid(a *Amount) float64 {
	if a == nil {
		return -1 // behind all that is known
	}
	return a.Mid()
}

// problemsOver are the problems that a cause leads up to, in order of arrival, not through what was disproved.
func problemsOver(g *model.Graph, cause string) []string {
	seen := map[string]bool{cause: true}
	var out []string
	for todo := []string{cause}; len(todo) > 0; todo = todo[1:] {
		for _, l := range g.In(todo[0], model.Because) {
			e := g.Element(l.From)
			if seen[e.ID] || l.Props.Bool("circle") || e.Props.Text("status") == "disproved" {
				continue
			}
			seen[e.ID] = true
			if e.Kind == model.Problem {
				out = append(out, e.ID)
			} else {
				todo = append(todo, e.ID)
			}
		}
	}
	return out
}

// ways are those from the problem to each root, a few of them where there are many.
func (b *builder) ways() {
	for _, root := range b.sortedRoots() {
		for _, path := range waysTo(b.a.Problem, root) {
			w := Way{Root: b.number[root.ID], Names: []string{b.r.Problem.Name}, Read: true, links: path}
			for _, e := range path {
				w.Names = append(w.Names, b.r.Name(e.To.Element))
				w.Read = w.Read && read(e)
			}
			b.r.Chains = append(b.r.Chains, w)
		}
	}
}

// readers are those who read the chains back.
func (b *builder) readers() {
	seen := map[string]bool{}
	for _, e := range b.a.Links {
		for _, v := range e.Verdicts {
			if !seen[v.By] {
				seen[v.By] = true
				b.r.Readers++
				if name := b.r.redact.person(v.By); name != "" {
					b.r.Judges = append(b.r.Judges, name)
				}
			}
		}
	}
}

func (b *builder) sortedRoots() []*whys.Node {
	live := b.a.LiveRoots()
	slices.SortFunc(live, func(x, y *whys.Node) int { return b.number[x.ID] - b.number[y.ID] })
	return live
}

// read says whether a link, or another between the same two, was read back.
func read(e *whys.Edge) bool {
	return slices.ContainsFunc(e.From.Causes, func(same *whys.Edge) bool { return same.To == e.To && same.Read() })
}

// waysTo lists ways down to a root as links, the shortest first, at most mostWays.
func waysTo(problem, root *whys.Node) [][]*whys.Edge {
	var out [][]*whys.Edge
	for todo := [][]*whys.Edge{nil}; len(todo) > 0 && len(out) < mostWays; todo = todo[1:] {
		way, top := todo[0], root
		if len(way) > 0 {
			top = way[0].From
		}
		for _, e := range top.Effects {
			met := e.From == root || slices.ContainsFunc(way, func(w *whys.Edge) bool { return w.From == e.From })
			if e.Circle || met || e.From.Disproved() {
				continue
			}
			longer := append([]*whys.Edge{e}, way...)
			if e.From == problem {
				out = append(out, longer)
			} else if len(todo) < 200 { // a dense graph has more ways than anybody reads
				todo = append(todo, longer)
			}
		}
	}
	return out[:min(len(out), mostWays)]
}

func (b *builder) evidence() {
	for _, n := range b.a.Nodes {
		for _, f := range n.Evidence {
			e := Evidence{Named: b.named(f.Element), Of: b.named(n.Element), Grade: f.Props.Text("grade"), Source: b.prop(f.Element, "source"),
				On: f.Props.Text("on"), ReviewOn: f.Props.Text("review_on"), Starred: f.Starred}
			if day, err := time.Parse(time.DateOnly, e.On); err == nil {
				e.Days = max(0, int(b.o.Today.Sub(day).Hours()/24))
			}
			e.Stale = e.ReviewOn != "" && e.ReviewOn < b.r.On
			b.r.Evidence = append(b.r.Evidence, e)
		}
	}
}

func (b *builder) dropped() {
	for _, n := range b.a.Causes() {
		if !n.Disproved() {
			continue
		}
		d := Dropped{Named: b.named(n.Element), Why: b.r.redact.text(n.Notes)}
		for _, f := range n.Evidence {
			d.Evidence = append(d.Evidence, b.r.Name(f.Element))
		}
		b.r.Dropped = append(b.r.Dropped, d)
	}
}

// passed lists the causes in the middle on which nobody acts, the ends that are left as they are, and the parked ideas.
func (b *builder) passed() {
	for _, n := range b.a.Causes() {
		stop := n.Props.Text("stop")
		left := slices.Contains([]string{"outside", "not-worth", "as-designed"}, stop)
		middle := len(n.Causes) > 0 && (stop == "" || stop == "dig")
		if n.Disproved() || !left && !middle || slices.ContainsFunc(n.Actions, (*whys.Action).Counts) {
			continue
		}
		p := Passed{Named: b.named(n.Element), Reason: b.prop(n.Element, "accepted")}
		if left {
			p.Stop = stop
		} else {
			p.Roots = b.rootsUnder(n)
		}
		b.r.Passed = append(b.r.Passed, p)
	}
	for _, x := range b.a.Actions {
		if x.Idea() {
			b.r.Ideas = append(b.r.Ideas, b.named(x.Element))
		}
	}
}

func (b *builder) rootsUnder(n *whys.Node) []int {
	seen := map[*whys.Node]bool{n: true}
	var out []int
	for todo := []*whys.Node{n}; len(todo) > 0; todo = todo[1:] {
		if i := b.number[todo[0].ID]; i > 0 {
			out = append(out, i)
		}
		for _, e := range todo[0].Causes {
			if !seen[e.To] && !e.Circle && !e.To.Disproved() {
				seen[e.To] = true
				todo = append(todo, e.To)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (b *builder) history() {
	for _, e := range b.o.History {
		e.By = b.r.redact.person(e.By)
		if el := b.a.Graph.Element(e.ID); el != nil {
			e.Name = b.r.Name(el)
		} else {
			e.Name = b.r.redact.text(e.Name)
		}
		b.r.History = append(b.r.History, e)
	}
}
