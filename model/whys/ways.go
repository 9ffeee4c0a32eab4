package whys

import (
	"slices"

	"rootline/model"
)

// findWays finds out what lies on which way from the problem: what is live, circles, depths, what was read and shown. All
// of it takes time in proportion to the analysis, however deep or woven it is.
func (a *Analysis) findWays() {
	a.findLive()
	a.findCircles()
	a.findShortest()
	a.sortDownwards()
	met := make([]*Node, len(a.Nodes)) // the effect that met a cause last
	for _, n := range a.downwards {
		n.shown = n.Kind == model.Cause && wellShown(n)
		for _, e := range n.Effects {
			if e.Circle || n.Live && !e.From.Live {
				continue
			}
			n.Depth = max(n.Depth, e.From.Depth+1)
			n.unread = n.unread || e.From.unread || !e.Read()
			n.shown = n.shown || e.From.shown
		}
		for _, e := range n.Causes {
			if e.To.Live && !e.Circle && met[e.To.at] != n {
				met[e.To.at] = n
				n.live = append(n.live, e)
			}
		}
	}
}

// findLive marks what is reached without passing anything disproved.
func (a *Analysis) findLive() {
	a.Problem.Live = true
	for todo := []*Node{a.Problem}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range n.Causes {
			if !e.To.Live && !e.To.Disproved() {
				e.To.Live = true
				todo = append(todo, e.To)
			}
		}
	}
}

// findCircles tells the links that lead back. A link marked as a circle closes one only together with others; and as
// another problem may enter that circle elsewhere, it need not be the marked link that leads back in this analysis. A
// link leads back if both its ends lie in one circle, and it is not the way to causes that nothing but a marked link
// reaches. What is disproved does not close a circle of what stands.
func (a *Analysis) findCircles() {
	if !slices.ContainsFunc(a.Links, (*Edge).marked) {
		return // the model sees to it that the others make none
	}
	all := func(*Edge) bool { return true }
	circle, marks := a.components(all), a.fewestMarks(all)
	a.circle = a.components((*Edge).Live)
	liveMarks := a.fewestMarks((*Edge).Live)
	for _, e := range a.Links {
		circle, marks := circle, marks
		if e.Live() {
			circle, marks = a.circle, liveMarks
		}
		from, to := marks[e.From.at], marks[e.To.at]
		back := from > to || from == to && e.marked() || e.To.Live && !e.From.Live
		e.Circle = circle[e.From.at] == circle[e.To.at] && back
	}
}

func (e *Edge) marked() bool { return e.Props.Bool("circle") }

// fewestMarks counts for each node the marked links on the way to it that has the fewest, of the links that follow lets
// pass.
func (a *Analysis) fewestMarks(follow func(*Edge) bool) []int {
	marks := make([]int, len(a.Nodes))
	seen := make([]bool, len(a.Nodes))
	for round, count := []*Node{a.Problem}, 0; len(round) > 0; count++ {
		var next []*Node
		for len(round) > 0 {
			n := round[len(round)-1]
			round = round[:len(round)-1]
			if seen[n.at] {
				continue
			}
			seen[n.at], marks[n.at] = true, count
			for _, e := range n.Causes {
				switch {
				case !follow(e):
				case e.marked():
					next = append(next, e.To)
				default:
					round = append(round, e.To)
				}
			}
		}
		round = next
	}
	return marks
}

// components numbers the strongly connected components, by index of node, of the links that follow lets pass. Tarjan, SIAM
// Journal on Computing 1 (1972), with a stack of its own in place of recursion.
func (a *Analysis) components(follow func(*Edge) bool) []int {
	type place struct {
		of   *Node
		next int
	}
	component := make([]int, len(a.Nodes)) // 0 = none yet
	number := make([]int, len(a.Nodes))    // in order of arrival, from 1
	low := make([]int, len(a.Nodes))
	var open []*Node
	var way []place
	arrived, closed := 0, 0
	enter := func(n *Node) {
		arrived++
		number[n.at], low[n.at] = arrived, arrived
		open, way = append(open, n), append(way, place{of: n})
	}
	for _, start := range a.Nodes {
		if number[start.at] == 0 {
			enter(start)
		}
		for len(way) > 0 {
			here := &way[len(way)-1]
			n := here.of
			if here.next < len(n.Causes) {
				e := n.Causes[here.next]
				here.next++
				switch {
				case !follow(e):
				case number[e.To.at] == 0:
					enter(e.To)
				case component[e.To.at] == 0:
					low[n.at] = min(low[n.at], number[e.To.at])
				}
				continue
			}
			way = way[:len(way)-1]
			if len(way) > 0 {
				up := way[len(way)-1].of
				low[up.at] = min(low[up.at], low[n.at])
			}
			if low[n.at] < number[n.at] {
				continue
			}
			closed++
			for {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				component[last.at] = closed
				if last == n {
					break
				}
			}
		}
	}
	return component
}

// findShortest finds the shortest way to each node, one through what is live where there is one.
func (a *Analysis) findShortest() {
	seen := make([]bool, len(a.Nodes))
	seen[a.Problem.at] = true
	walk := func(todo []*Node, pass func(*Edge) bool) []*Node {
		for i := 0; i < len(todo); i++ {
			for _, e := range todo[i].Causes {
				if seen[e.To.at] || e.Circle || !pass(e) {
					continue
				}
				seen[e.To.at] = true
				e.To.by, e.To.Near = e, todo[i].Near+1
				todo = append(todo, e.To)
			}
		}
		return todo
	}
	live := walk([]*Node{a.Problem}, (*Edge).Live)
	walk(live, func(*Edge) bool { return true })
}

// sortDownwards lists the nodes so that every effect stands before its causes, circles aside.
func (a *Analysis) sortDownwards() {
	waits := make([]int, len(a.Nodes))
	for _, e := range a.Links {
		if !e.Circle {
			waits[e.To.at]++
		}
	}
	a.downwards = append(make([]*Node, 0, len(a.Nodes)), a.Problem)
	for i := 0; i < len(a.downwards); i++ {
		for _, e := range a.downwards[i].Causes {
			if e.Circle {
				continue
			}
			if waits[e.To.at]--; waits[e.To.at] == 0 {
				a.downwards = append(a.downwards, e.To)
			}
		}
	}
}

// Path is the shortest way from the problem to a node, the problem first and n last; nil where n is not of the analysis.
func (a *Analysis) Path(n *Node) []*Node {
	if n == nil || a.byID[n.ID] != n {
		return nil
	}
	path := []*Node{n}
	for n.by != nil {
		n = n.by.From
		path = append(path, n)
	}
	slices.Reverse(path)
	return path
}

// EdgesTo is the way from the problem to a node that is to be read back, as links, the problem's own first: the shortest
// with a link that nobody has read, else the shortest.
func (a *Analysis) EdgesTo(n *Node) []*Edge {
	var way []*Edge
	if n.unread && n.Live {
		way = a.unreadWay(n)
	} else {
		for up := n; up.by != nil; up = up.by.From {
			way = append(way, up.by)
		}
	}
	slices.Reverse(way)
	return way
}

// unreadWay is the shortest way with an unread link, the last link first: breadth first over each node twice, before such
// a link and behind it.
func (a *Analysis) unreadWay(n *Node) []*Edge {
	type place struct {
		of     *Node
		behind bool
	}
	came := map[place]*Edge{}
	var from = map[place]place{}
	start, goal := place{of: a.Problem}, place{n, true}
	for todo := []place{start}; len(todo) > 0 && came[goal] == nil; todo = todo[1:] {
		for _, e := range todo[0].of.Causes {
			next := place{e.To, todo[0].behind || !e.Read()}
			if e.Circle || !e.Live() || came[next] != nil {
				continue
			}
			came[next], from[next] = e, todo[0]
			todo = append(todo, next)
		}
	}
	var way []*Edge
	for at := goal; came[at] != nil; at = from[at] {
		way = append(way, came[at])
	}
	return way
}

// RootEdges are all links on any way from the problem to a root that stands, in reading order.
func (a *Analysis) RootEdges() []*Edge { return a.edgesTo(a.LiveRoots()) }

func (a *Analysis) edgesTo(nodes []*Node) []*Edge {
	leads := make([]bool, len(a.Nodes))
	todo := slices.Clone(nodes)
	for _, n := range nodes {
		leads[n.at] = true
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range n.Effects {
			if !leads[e.From.at] && !e.Circle && e.Live() {
				leads[e.From.at] = true
				todo = append(todo, e.From)
			}
		}
	}
	var out []*Edge
	for _, e := range a.Links {
		if leads[e.To.at] && !e.Circle && e.Live() {
			out = append(out, e)
		}
	}
	return out
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

// mostAbove bounds how many texts above a cause it is compared with.
const mostAbove = 64

// repeats tells whether a cause says the same as one above it on any way, the nearest first, or nothing that its effect
// does not.
func (a *Analysis) repeats(n *Node) bool {
	var above, parents [][]uint64
	a.looked++
	n.looked = a.looked
	for i, todo := 0, []*Node{n}; i < len(todo) && i < mostAbove; i++ {
		for _, e := range todo[i].Effects {
			if e.From.looked == a.looked || e.Circle || !e.From.Live {
				continue
			}
			e.From.looked = a.looked
			todo = append(todo, e.From)
			above = append(above, e.From.said.stems)
			if i == 0 {
				parents = append(parents, e.From.said.stems)
			}
		}
	}
	return repeats(n.said.stems, append(above, a.Problem.said.stems), parents)
}
