package analysis

import (
	"rootline/model"
)

// Needs says what cannot work without what: a step without the technologies that serve it, an actor without those that it uses
// and that serve a step it performs, a technology without those it depends on hard. Safe for concurrent use.
type Needs struct {
	down, up lists // by handle: what it needs; what needs it
	nodes    []model.Handle
	is       []bool // by handle: an edge touches it
}

// NeedsOf returns what needs what in g.
func NeedsOf(g *model.Graph) *Needs {
	return model.Keep(g, "analysis.needs", onNeeds, func() *Needs {
		var from, to []model.Handle
		serves, depends := relationOf(g, model.Serves), hardOf(g)
		from, to = append(append(from, serves.to...), depends.of...), append(append(to, serves.from...), depends.is...)
		uses, performs := relationOf(g, model.Uses), relationOf(g, model.Performs)
		serving := marksOf(g) // the technologies of the actor's steps
		for h := range model.Handle(g.Span()) {
			if len(uses.out.at(h)) == 0 {
				continue
			}
			serving.clear()
			for step := range performs.targets(h) {
				for t := range serves.sources(step) {
					serving.add(t)
				}
			}
			for t := range uses.targets(h) {
				if serving.has(t) {
					from, to = append(from, h), append(to, t)
				}
			}
		}
		n := &Needs{is: make([]bool, g.Span())}
		n.down = group(g, from, to)
		n.up = group(g, to, from)
		for h := range model.Handle(g.Span()) {
			if len(n.down.at(h))+len(n.up.at(h)) > 0 {
				n.is[h] = true
				n.nodes = append(n.nodes, h)
			}
		}
		return n
	})
}

// hardOf are the technologies, each with one that it depends on hard.
func hardOf(g *model.Graph) pairs {
	return model.Keep(g, "analysis.hard", model.Says(model.DependsOn, "hard"), func() pairs {
		var p pairs
		depends := relationOf(g, model.DependsOn)
		for l := range depends.links {
			if hard(depends.link(model.Handle(l))) {
				p.add(depends.from[l], depends.to[l])
			}
		}
		return p
	})
}

// hard says whether a technology cannot work without the one it depends on: so it is where nobody said otherwise.
func hard(l *model.Link) bool {
	soft, known := l.Props["hard"].(bool)
	return !known || soft
}

// Len is the number of elements that need something, or are needed.
func (n *Needs) Len() int { return len(n.nodes) }

// reach appends to list what is reached over next from the handles in list, them included, each once and the nearest first.
func reach(next lists, seen *marks, list []model.Handle) []model.Handle {
	for _, h := range list {
		seen.add(h)
	}
	for i := 0; i < len(list); i++ {
		for _, h := range next.at(list[i]) {
			if seen.add(h) {
				list = append(list, h)
			}
		}
	}
	return list
}
