package whys

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"rootline/model"
)

// Material is what an analysis is made from beside the graph.
type Material struct {
	Reader    *Reader // of the workspace; nil = Default
	Judgement Judgement
	Now       time.Time                 // zero = the checks of dates are silent
	Person    func(owner string) string // the name behind an element's owner: a member's for an id, else the text itself; nil = the text
}

// Judgement is what people said of the analysis: findings they keep and verdicts on links. What was said of a text that has
// changed since no longer counts.
type Judgement struct {
	Kept     []Kept
	Verdicts []Verdict
}

// Kept is a finding that a team keeps, with its reason.
type Kept struct {
	Key, Reason, By, At string // At as RFC 3339
	Digest              string // of the text it judged; "" = the present one
}

// Verdict is one person's judgement of a link when the chain was read back.
type Verdict struct {
	Link, By, Verdict string // follows, sometimes, not
	Digest            string // of the texts it judged; "" = the present ones
}

// Analysis is a problem with all that was found beneath it, in one state of a workspace. It is made afresh from the graph
// and holds no truth of its own.
type Analysis struct {
	Graph    *model.Graph
	Problem  *Node
	Nodes    []*Node // the problem first, then every cause it reaches, in reading order
	Links    []*Edge // the because links among them, in reading order
	Actions  []*Action
	Findings []Finding
	Score    Score

	material  Material
	byID      map[string]*Node
	links     map[string]*Edge
	actions   map[string]*Action
	findings  map[string][]int // indices of Findings, by what they are on
	customers []*model.Element
	circle    []int   // by index of node, which circle it lies in, of what stands; nil = there are none
	downwards []*Node // every effect before its causes
	looked    int     // counts looks around a node
}

// Node is the problem or a cause in its analysis.
type Node struct {
	*model.Element
	Depth    int              // whys from the problem, on the longest way; 0 for the problem. What stands counts its ways through what stands alone
	Near     int              // whys from the problem, on the shortest way
	Live     bool             // not disproved, and reached by a way on which nothing is
	Causes   []*Edge          // why it happens, in order
	Effects  []*Edge          // what it makes happen
	Places   []*model.Element // where it lies: of a cause its located_in, of the problem what it affects
	Evidence []Fact
	Actions  []*Action // that address it

	live    []*Edge // to the causes that stand, one for each cause; circles do not count
	at      int     // index in Nodes
	by      *Edge   // the last link of the shortest way to it; nil of the problem
	unread  bool    // a link on a way to it was not read back
	shown   bool    // it, or a cause on a way to it, is shown by more than one person's word
	said    *said
	tripped []string // checks of its wording
	looked  int      // the last look around that met it
}

// Edge is a because link: From happens because of To.
type Edge struct {
	*model.Link
	From, To *Node
	Circle   bool      // it leads back to where this analysis came from: a vicious circle
	Verdicts []Verdict // that still count, one of each person
}

// Live says whether both ends are.
func (e *Edge) Live() bool { return e.From.Live && e.To.Live }

// Fact is a piece of evidence for a node.
type Fact struct {
	*model.Element
	Link    string // id of the shown_by link
	Starred bool
}

// Action is a countermeasure, or a parked idea, that addresses something of the analysis.
type Action struct {
	*model.Element
	Addresses []*Node
}

// Idea says whether the action is only parked.
func (a *Action) Idea() bool {
	s := a.Props.Text("status")
	return s == "idea" || s == ""
}

// Counts says whether the action is meant to happen: no idea, and not rejected.
func (a *Action) Counts() bool { return !a.Idea() && a.Props.Text("status") != "rejected" }

// Approved says whether the action was approved, whatever became of it since.
func (a *Action) Approved() bool {
	return slices.Contains([]string{"approved", "doing", "done", "effective", "partly", "not-effective"}, a.Props.Text("status"))
}

// IsRoot says whether the cause is one where the team stops and acts.
func (n *Node) IsRoot() bool { return n.Kind == model.Cause && n.Props.Text("stop") == "root" }

// Disproved says whether the cause turned out not to be one.
func (n *Node) Disproved() bool { return n.Props.Text("status") == "disproved" }

// Status is how sure a cause is: as recorded; before anybody has judged it, likely where the team is at least that sure, else
// suspected. Only a judgement confirms.
func (n *Node) Status() string {
	if c := n.Props.Text("certainty"); c == "sure" || c == "likely" {
		return cmp.Or(n.Props.Text("status"), "likely")
	}
	return cmp.Or(n.Props.Text("status"), "suspected")
}

// Standing says how far a cause is believed, as a choice of a prop: its status where somebody has judged it, else how sure the
// team is of it. Where nobody has said either it is suspected.
func (n *Node) Standing() (prop, value string) {
	for _, prop := range []string{"status", "certainty"} {
		if value := n.Props.Text(prop); value != "" {
			return prop, value
		}
	}
	return "status", "suspected"
}

// BestGrade is the best grade among the evidence, "" where there is none.
func (n *Node) BestGrade() string {
	best := len(model.Grades)
	for _, f := range n.Evidence {
		if i := slices.Index(model.Grades, f.Props.Text("grade")); i >= 0 {
			best = min(best, i)
		}
	}
	if best == len(model.Grades) {
		return ""
	}
	return model.Grades[best]
}

// Lens is where a cause was looked for: as recorded, else by the kind of the element it lies in; "" = not known.
func (n *Node) Lens() string {
	if l := n.Props.Text("lens"); l != "" {
		return l
	}
	for _, p := range n.Places {
		if p.Kind == model.Policy && p.Props.Text("form") == "incentive" {
			return "incentives"
		}
		if l := lensOf[p.Kind]; l != "" {
			return l
		}
	}
	return ""
}

// lensOf leaves out the kinds that say nothing of where to look.
var lensOf = map[model.Kind]string{model.Employee: "people", model.Partner: "partners", model.Policy: "policies",
	model.Technology: "technology", model.Data: "data", model.Customer: "customer"}

// Digest is a short digest of the text that a finding or verdict speaks of: the name of an element, the names of both ends
// of a link. "" where g has neither.
func Digest(g *model.Graph, id string) string {
	var text string
	if e := g.Element(id); e != nil {
		text = e.Name
	} else if l := g.Link(id); l != nil {
		text = g.Element(l.From).Name + "\x00" + g.Element(l.To).Name
	} else {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// Analyse returns the analysis of a problem, nil where g has no problem of this id.
func Analyse(g *model.Graph, problem string, m Material) *Analysis {
	e := g.Element(problem)
	if e == nil || e.Kind != model.Problem {
		return nil
	}
	if m.Reader == nil {
		m.Reader = Default()
	}
	if m.Person == nil {
		m.Person = func(owner string) string { return owner }
	}
	a := &Analysis{Graph: g, material: m, byID: make(map[string]*Node), links: make(map[string]*Edge), actions: make(map[string]*Action)}
	a.reach(e)
	a.judge()
	for _, n := range a.Nodes {
		a.furnish(n)
	}
	a.findWays()
	a.customers = a.feltBy()
	a.check()
	a.Score = a.score()
	return a
}

// Reader is what reads the wording of the analysis.
func (a *Analysis) Reader() *Reader { return a.material.Reader }

// Node returns the problem or a cause of the analysis by id, nil where it is not of it.
func (a *Analysis) Node(id string) *Node { return a.byID[id] }

// Edge returns a because link of the analysis by id, nil where it is not of it.
func (a *Analysis) Edge(id string) *Edge { return a.links[id] }

// Action returns an action of the analysis by id, nil where it is not of it.
func (a *Analysis) Action(id string) *Action { return a.actions[id] }

// Causes are the nodes without the problem.
func (a *Analysis) Causes() []*Node { return a.Nodes[1:] }

// Roots are the causes the problem reaches where the team stops and acts, in reading order; also those disproved since.
func (a *Analysis) Roots() []*Node { return a.where((*Node).IsRoot) }

// LiveRoots are the roots that stand: neither they nor all ways to them are disproved.
func (a *Analysis) LiveRoots() []*Node {
	return a.where(func(n *Node) bool { return n.IsRoot() && n.Live })
}

// Causing are the links to the causes of n that stand, one for each cause; links that lead back do not count.
func (n *Node) Causing() []*Edge { return n.live }

// Leaves are the causes that stand and that nothing standing explains.
func (a *Analysis) Leaves() []*Node {
	return a.where(func(n *Node) bool { return n.Kind == model.Cause && n.Live && !n.Explained() })
}

// Explained says whether a cause that stands was found for it, be it by a circle.
func (n *Node) Explained() bool {
	return slices.ContainsFunc(n.Causes, func(e *Edge) bool { return e.To.Live })
}

func (a *Analysis) where(ok func(*Node) bool) []*Node {
	var out []*Node
	for _, n := range a.Nodes {
		if ok(n) {
			out = append(out, n)
		}
	}
	return out
}

// reach makes the nodes of the problem and of every cause beneath, in reading order: a cause behind its first effect, and
// before that effect's next cause.
func (a *Analysis) reach(problem *model.Element) {
	a.Problem = a.enter(problem)
	type place struct {
		of   *Node
		next int // of its causes
	}
	for way := []place{{of: a.Problem}}; len(way) > 0; {
		here := &way[len(way)-1]
		if here.next == len(here.of.Causes) {
			way = way[:len(way)-1]
			continue
		}
		e := here.of.Causes[here.next]
		here.next++
		a.Links = append(a.Links, e)
		a.links[e.ID] = e
		if e.To = a.byID[e.Link.To]; e.To == nil {
			e.To = a.enter(a.Graph.Element(e.Link.To))
			way = append(way, place{of: e.To})
		}
		e.To.Effects = append(e.To.Effects, e)
	}
}

// enter makes the node of an element, and its links to causes with their ends still open.
func (a *Analysis) enter(e *model.Element) *Node {
	n := &Node{Element: e, at: len(a.Nodes), said: a.material.Reader.said(e.Name)}
	a.byID[e.ID] = n
	a.Nodes = append(a.Nodes, n)
	causes := a.Graph.Out(e.ID, model.Because)
	slices.SortStableFunc(causes, model.ByOrder)
	for _, l := range causes {
		n.Causes = append(n.Causes, &Edge{Link: l, From: n})
	}
	return n
}

// furnish gives a node its places, evidence and actions.
func (a *Analysis) furnish(n *Node) {
	g, place := a.Graph, model.LocatedIn
	if n.Kind == model.Problem {
		place = model.Affects
	}
	h := g.Handle(n.ID)
	for _, lh := range g.OutHandles(h) {
		l := g.LinkAt(lh)
		if l.Kind != place && l.Kind != model.ShownBy {
			continue
		}
		switch to := g.Element(l.To); {
		case l.Kind == place && !slices.Contains(n.Places, to):
			n.Places = append(n.Places, to)
		case l.Kind == model.ShownBy:
			n.Evidence = append(n.Evidence, Fact{Element: to, Link: l.ID, Starred: l.Props.Bool("starred")})
		}
	}
	for _, lh := range g.InHandles(h) {
		l := g.LinkAt(lh)
		if l.Kind != model.Addresses {
			continue
		}
		x := a.actions[l.From]
		if x == nil {
			x = &Action{Element: g.Element(l.From)}
			a.actions[x.ID] = x
			a.Actions = append(a.Actions, x)
		}
		if !slices.Contains(x.Addresses, n) { // there may be two such links
			x.Addresses = append(x.Addresses, n)
			n.Actions = append(n.Actions, x)
		}
	}
}

// judge gives the links the verdicts that still count: of each person the last, on the texts as they are.
func (a *Analysis) judge() {
	for _, v := range a.material.Judgement.Verdicts {
		e := a.links[v.Link]
		if e == nil || v.Digest != "" && v.Digest != Digest(a.Graph, e.ID) {
			continue
		}
		same := func(w Verdict) bool { return w.By == v.By && v.By != "" }
		if i := slices.IndexFunc(e.Verdicts, same); i >= 0 {
			e.Verdicts[i] = v
		} else {
			e.Verdicts = append(e.Verdicts, v)
		}
	}
}

// Read says whether anybody has read the link back.
func (e *Edge) Read() bool { return len(e.Verdicts) > 0 }

// Disputed says whether the link is contested: somebody says that it does not follow, or at least three in ten that it does
// so only sometimes.
func (e *Edge) Disputed() bool {
	sometimes := 0
	for _, v := range e.Verdicts {
		switch v.Verdict {
		case "not":
			return true
		case "sometimes":
			sometimes++
		}
	}
	return sometimes > 0 && 10*sometimes >= 3*len(e.Verdicts)
}

// Customers are the customer types that feel the problem: those of whom the team says so; where it says so of none, those who
// live the steps, journeys and touchpoints that the problem affects.
func (a *Analysis) Customers() []*model.Element { return a.customers }

func (a *Analysis) feltBy() []*model.Element {
	g := a.Graph
	seen := make(map[string]bool)
	var out []*model.Element
	add := func(list ...*model.Element) {
		for _, e := range list {
			if e.Kind == model.Customer && !seen[e.ID] {
				seen[e.ID] = true
				out = append(out, e)
			}
		}
	}
	ofStep := func(id string) {
		add(g.Sources(id, model.Lives)...)
		for _, j := range g.Sources(id, model.HasStep) {
			add(g.Sources(j.ID, model.Lives)...)
		}
	}
	if add(a.Problem.Places...); len(out) > 0 {
		return out
	}
	for _, p := range a.Problem.Places {
		switch p.Kind {
		case model.Step:
			ofStep(p.ID)
		case model.Journey:
			add(g.Sources(p.ID, model.Lives)...)
		case model.Touchpoint:
			for _, s := range g.Sources(p.ID, model.At) {
				ofStep(s.ID)
			}
		case model.Channel:
			add(g.Targets(p.ID, model.Reaches)...)
		}
	}
	return out
}

// person is the name behind an owner.
func (a *Analysis) person(owner string) string { return strings.TrimSpace(a.material.Person(owner)) }
