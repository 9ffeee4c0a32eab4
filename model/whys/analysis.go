package whys

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"rootline/model"
)

// Material is what an analysis is made from beside the graph.
type Material struct {
	Reader    *Reader // of the workspace; nil = Default
	Judgement Judgement
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

	material Material
	byID     map[string]*Node
}

// Node is the problem or a cause in its analysis.
type Node struct {
	*model.Element
	Depth    int              // whys from the problem, on the longest way without a circle; 0 for the problem
	Causes   []*Edge          // why it happens, in order
	Effects  []*Edge          // what it makes happen
	Places   []*model.Element // where it lies: of a cause its located_in, of the problem what it affects
	Evidence []Fact
	Actions  []*Action // that address it
}

// Edge is a because link: From happens because of To.
type Edge struct {
	*model.Link
	From, To *Node
	Circle   bool      // a vicious circle, meant
	Verdicts []Verdict // that still count
}

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

// Status is how sure a cause is: as recorded, else suspected.
func (n *Node) Status() string { return cmp.Or(n.Props.Text("status"), "suspected") }

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
		if l := lensOf[p.Kind]; l != "" {
			return l
		}
	}
	return ""
}

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
	a := &Analysis{Graph: g, material: m, byID: make(map[string]*Node)}
	a.Problem = a.reach(e)
	a.deepen()
	for _, n := range a.Nodes {
		a.furnish(n)
	}
	a.check()
	a.Score = a.score()
	return a
}

// Node returns the problem or a cause of the analysis by id, nil where it is not of it.
func (a *Analysis) Node(id string) *Node { return a.byID[id] }

// Edge returns a because link of the analysis by id, nil where it is not of it.
func (a *Analysis) Edge(id string) *Edge {
	i := slices.IndexFunc(a.Links, func(e *Edge) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return a.Links[i]
}

// Action returns an action of the analysis by id, nil where it is not of it.
func (a *Analysis) Action(id string) *Action {
	i := slices.IndexFunc(a.Actions, func(x *Action) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return a.Actions[i]
}

// Causes are the nodes without the problem.
func (a *Analysis) Causes() []*Node { return a.Nodes[1:] }

// Roots are the causes the problem reaches where the team stops and acts, in reading order; also those disproved since.
func (a *Analysis) Roots() []*Node { return a.where((*Node).IsRoot) }

// LiveRoots are the roots that are not disproved.
func (a *Analysis) LiveRoots() []*Node {
	return a.where(func(n *Node) bool { return n.IsRoot() && !n.Disproved() })
}

// Leaves are the causes without a cause of their own that are not disproved.
func (a *Analysis) Leaves() []*Node {
	return a.where(func(n *Node) bool { return n.Kind == model.Cause && len(n.Causes) == 0 && !n.Disproved() })
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

// reach makes the node of e and of every cause beneath, in reading order.
func (a *Analysis) reach(e *model.Element) *Node {
	n := &Node{Element: e}
	a.byID[e.ID] = n
	a.Nodes = append(a.Nodes, n)
	for _, l := range inOrder(a.Graph.Out(e.ID, model.Because)) {
		edge := &Edge{Link: l, From: n, To: a.byID[l.To], Circle: l.Props.Bool("circle")}
		n.Causes = append(n.Causes, edge)
		a.Links = append(a.Links, edge)
		if edge.To == nil {
			edge.To = a.reach(a.Graph.Element(l.To))
		}
		edge.To.Effects = append(edge.To.Effects, edge)
	}
	return n
}

// inOrder sorts links by their prop order, those without behind, else as they came.
func inOrder(links []*model.Link) []*model.Link {
	slices.SortStableFunc(links, func(x, y *model.Link) int {
		nx, okx := x.Props.Number("order")
		ny, oky := y.Props.Number("order")
		switch {
		case okx && oky:
			return cmp.Compare(nx.Lo, ny.Lo)
		case okx:
			return -1
		case oky:
			return 1
		}
		return 0
	})
	return links
}

// deepen gives each node its depth: the longest way from the problem that follows no circle. Nodes are visited once all
// their effects have been.
func (a *Analysis) deepen() {
	waits := make(map[*Node]int)
	for _, e := range a.Links {
		if !e.Circle {
			waits[e.To]++
		}
	}
	for todo := []*Node{a.Problem}; len(todo) > 0; todo = todo[1:] {
		for _, e := range todo[0].Causes {
			if e.Circle {
				continue
			}
			e.To.Depth = max(e.To.Depth, todo[0].Depth+1)
			if waits[e.To]--; waits[e.To] == 0 {
				todo = append(todo, e.To)
			}
		}
	}
}

// furnish gives a node its places, evidence, actions and the verdicts of its links.
func (a *Analysis) furnish(n *Node) {
	place := model.LocatedIn
	if n.Kind == model.Problem {
		place = model.Affects
	}
	n.Places = a.Graph.Targets(n.ID, place)
	for _, l := range a.Graph.Out(n.ID, model.ShownBy) {
		n.Evidence = append(n.Evidence, Fact{Element: a.Graph.Element(l.To), Link: l.ID, Starred: l.Props.Bool("starred")})
	}
	for _, e := range a.Graph.Sources(n.ID, model.Addresses) {
		x := a.Action(e.ID)
		if x == nil {
			x = &Action{Element: e}
			a.Actions = append(a.Actions, x)
		}
		x.Addresses = append(x.Addresses, n)
		n.Actions = append(n.Actions, x)
	}
	for _, e := range n.Causes {
		for _, v := range a.material.Judgement.Verdicts {
			if v.Link == e.ID && (v.Digest == "" || v.Digest == Digest(a.Graph, e.ID)) {
				e.Verdicts = append(e.Verdicts, v)
			}
		}
	}
}

// Path is the shortest way from the problem to a node, the problem first, links in reading order; nil where n is not of the
// analysis.
func (a *Analysis) Path(n *Node) []*Node {
	edges := a.EdgesTo(n)
	path := []*Node{a.Problem}
	for _, e := range edges {
		path = append(path, e.To)
	}
	return path
}

// EdgesTo is the shortest way from the problem to a node as links, the problem's own first.
func (a *Analysis) EdgesTo(n *Node) []*Edge {
	came := map[*Node]*Edge{}
	for todo := []*Node{a.Problem}; len(todo) > 0 && came[n] == nil; todo = todo[1:] {
		for _, e := range todo[0].Causes {
			if came[e.To] == nil && e.To != a.Problem && !e.Circle {
				came[e.To] = e
				todo = append(todo, e.To)
			}
		}
	}
	var way []*Edge
	for e := came[n]; e != nil; e = came[e.From] {
		way = append(way, e)
	}
	slices.Reverse(way)
	return way
}

// RootEdges are all links on any way from the problem to a root that is not disproved, in reading order.
func (a *Analysis) RootEdges() []*Edge {
	leads := make(map[*Node]bool)
	todo := a.LiveRoots()
	for _, n := range todo {
		leads[n] = true
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, e := range todo[0].Effects {
			if !leads[e.From] {
				leads[e.From] = true
				todo = append(todo, e.From)
			}
		}
	}
	var out []*Edge
	for _, e := range a.Links {
		if leads[e.To] && !e.Circle && !e.To.Disproved() {
			out = append(out, e)
		}
	}
	return out
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

// Ancestors are the texts above a node, the problem first and the parent last, along the shortest way.
func (a *Analysis) Ancestors(n *Node) []string {
	var out []string
	for _, up := range a.Path(n) {
		if up != n {
			out = append(out, up.Name)
		}
	}
	return out
}

// Customers are the customer types that feel the problem: those it affects itself, and those who live the steps, journeys
// and touchpoints it affects.
func (a *Analysis) Customers() []*model.Element {
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
	for _, p := range a.Problem.Places {
		add(p)
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
