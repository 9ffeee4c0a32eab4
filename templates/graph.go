package templates

import (
	"slices"

	"rootline/model"
	"rootline/model/layout"
	"rootline/model/whys"
	"rootline/templates/say"
)

// CauseGraphView is what a drawing of causes shows. The page brings the style sheet "graph".
type CauseGraphView struct {
	Analysis *whys.Analysis
	Currency string                    // of the workspace
	URL      func(n *whys.Node) string // where a box leads; nil = the boxes are no links
	Name     Namer                     // how the page calls elements; nil = in its language
	Now      string                    // id of the problem or cause that is looked at; the way to it stands out
	Ask      bool                      // under Now stands an open box: what else?
	Small    bool                      // as on a report: without signs and grades
	Numbers  map[string]int            // numbers of roots by id, set after their text
	Live     bool                      // what was disproved is left out
	Lines    int                       // longest text of a box; 0 = whole
	MinWidth float64                   // at least this wide, in pixels; 0 = as the place asks
	LineName bool                      // the line of visibility carries its name
}

// causeGraph is a CauseGraphView with its places.
type causeGraph struct {
	CauseGraphView
	layout.Drawing
	nodes []*whys.Node // of each box; nil = the open one
	edges []*whys.Edge // of each route; nil = to the open box
	hot   map[*whys.Edge]bool
	rtl   bool
}

func (v CauseGraphView) draw(s *say.Printer) causeGraph {
	g := causeGraph{CauseGraphView: v, hot: map[*whys.Edge]bool{}, rtl: s.Dir() == "rtl"}
	c := layout.Causes{RightToLeft: g.rtl, Small: v.Small, Lines: v.Lines, Width: v.MinWidth}
	at := map[*whys.Node]int{}
	for _, n := range v.Analysis.Nodes {
		if !v.shows(n) {
			continue
		}
		at[n] = len(c.Nodes)
		g.nodes = append(g.nodes, n)
		box := layout.Node{ID: n.ID, Text: v.Name.of(s, n.Element), Strong: n.Kind == model.Problem && !v.Small || n.ID == v.Now}
		if i := v.Numbers[n.ID]; i > 0 {
			box.Text = Numeral(i) + " " + box.Text
		}
		box.Text = s.Isolate(box.Text)
		if !v.Small {
			box.Note = nodeNote(s, n, v.Currency)
		}
		box.Gate = v.gated(n)
		if box.Gate {
			box.GateNote = gateNote(s, n, len(n.Causes))
		}
		c.Nodes = append(c.Nodes, box)
	}
	for _, e := range v.Analysis.Links {
		if !v.shows(e.From) || !v.shows(e.To) {
			continue
		}
		g.edges = append(g.edges, e)
		c.Links = append(c.Links, layout.Link{From: at[e.From], To: at[e.To], Return: e.Circle})
	}
	if now := v.Analysis.Node(v.Now); now != nil {
		for _, e := range v.Analysis.EdgesTo(now) {
			g.hot[e] = true
		}
		if v.Ask {
			c.Links = append(c.Links, layout.Link{From: at[now], To: len(c.Nodes)})
			c.Nodes = append(c.Nodes, layout.Node{Text: s.T("graph.ask"), Note: s.T("graph.here"), Question: true})
			g.nodes, g.edges = append(g.nodes, nil), append(g.edges, nil)
		}
	}
	g.Drawing = layout.DrawCauses(c)
	return g
}

// shows says whether n is drawn: without what was disproved, neither is what only that leads to.
func (v CauseGraphView) shows(n *whys.Node) bool {
	if !v.Live || n.Kind == model.Problem {
		return true
	}
	return !n.Disproved() && slices.ContainsFunc(n.Effects, func(e *whys.Edge) bool { return !e.Circle && v.shows(e.From) })
}

// gated says whether a gate joins the causes of n: there are two that still count, or one and an open place beside it.
func (v CauseGraphView) gated(n *whys.Node) bool {
	live := liveCauses(n)
	return live >= 2 || live == 1 && v.Ask && n.ID == v.Now && n.Props.Text("gate") != ""
}

// liveCauses counts the causes of n that are neither disproved nor a circle.
func liveCauses(n *whys.Node) int {
	count := 0
	for _, e := range n.Causes {
		if !e.Circle && !e.To.Disproved() {
			count++
		}
	}
	return count
}

// gateWord is the word in the gate under n: and, or; a question mark where nobody has said.
func gateWord(s *say.Printer, n *whys.Node) string {
	if gate := n.Props.Text("gate"); gate != "" {
		return s.T("graph.gate." + gate)
	}
	return s.T("graph.gate.unsaid")
}

// gateNote explains the gate beside it.
func gateNote(s *say.Printer, n *whys.Node, causes int) string {
	switch n.Props.Text("gate") {
	case "and":
		return s.T("graph.gate.and.says", "count", causes)
	case "or":
		return s.T("graph.gate.or.says")
	}
	return s.T("graph.gate.unsaid.says")
}

// nodeNote is the smaller line of a box: of the problem its cost, of a cause whether it is a root, how we know it and how sure
// it is.
func nodeNote(s *say.Printer, n *whys.Node, currency string) string {
	if n.Kind == model.Problem {
		if cost, ok := n.Props.Number("cost_per_month"); ok {
			return s.Quantity(cost, model.MoneyPerMonth, currency)
		}
		return ""
	}
	if n.Disproved() {
		return s.Choice("status", "disproved")
	}
	var note string
	grade := n.BestGrade()
	prop, standing := n.Standing()
	said := n.Props.Known(prop)
	switch {
	case grade != "" && said:
		note = s.T("graph.note", "Grade", s.T("graph.grade."+grade), "Sure", s.Choice(prop, standing))
	case grade != "":
		note = s.T("graph.grade." + grade)
	case said:
		note = s.Choice(prop, standing)
	}
	switch {
	case !n.IsRoot():
		return note
	case note == "":
		return s.T("graph.root")
	}
	return s.T("graph.note.root", "Root", s.T("graph.root"), "Note", note)
}

// nodeClass tells a box's kind and how certain it is, by its edge.
func (g causeGraph) nodeClass(i int) string {
	n := g.nodes[i]
	if n == nil {
		return "nd q"
	}
	class := "nd c"
	if n.Kind == model.Problem {
		class = "nd p"
	} else if edge := certaintyEdge(n); edge != "" {
		class += " " + edge
	}
	if n.ID == g.Now {
		class += " now"
	}
	return class
}

// certaintyEdge is the edge of a cause: thick for what is confirmed, thin for what the team is sure of, dashed for what is likely,
// dotted for what is suspected.
func certaintyEdge(n *whys.Node) string {
	switch _, standing := n.Standing(); standing {
	case "confirmed":
		return "conf"
	case "sure":
		return ""
	case "likely":
		return "lik"
	case "disproved":
		return "out"
	}
	return "susp"
}

func (g causeGraph) routeClass(i int) string {
	e := g.edges[i]
	switch {
	case e == nil:
		return "ln hot dash"
	case g.hot[e]:
		return "ln hot"
	case e.Circle:
		return "ln back"
	case e.To.Disproved():
		return "ln off"
	}
	return "ln"
}

// stemClass is that of the line between a box and its gate.
func (g causeGraph) stemClass(node int) string {
	for i, e := range g.edges {
		if e != nil && e.From == g.nodes[node] && g.hot[e] || e == nil && g.nodes[node].ID == g.Now {
			if g.routeClass(i) != "ln" {
				return "ln hot"
			}
		}
	}
	return "ln"
}

func (g causeGraph) url(i int) string {
	if g.URL == nil || g.nodes[i] == nil {
		return ""
	}
	return g.URL(g.nodes[i])
}

// title is the whole text of a box, which a small drawing may have cut.
func (g causeGraph) title(s *say.Printer, i int) string {
	n := g.nodes[i]
	if n == nil {
		return s.T("graph.ask")
	}
	text := g.Name.of(s, n.Element)
	if n.Kind == model.Cause {
		text = s.T("graph.title", "Cause", text, "Status", s.Choice(n.Standing()))
	}
	return text
}

// Numeral is the number of a root in a ring, as in ①; beyond twenty in parentheses.
func Numeral(i int) string {
	if i >= 1 && i <= 20 {
		return string(rune('①' + i - 1))
	}
	return "(" + say.For("en").Plain(float64(i)) + ")"
}

// foot are the roots under the box of a root.
func foot(b layout.Box) string {
	x, y := b.X+b.W/2, b.Y+b.H
	return "M" + px(x) + " " + px(y) + "v9M" + px(x) + " " + px(y) + "c-1 5 -5 5 -8 8M" + px(x) + " " + px(y) + "c1 5 5 5 8 8"
}
