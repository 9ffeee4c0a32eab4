package ecosystem

import (
	"rootline/model"
)

// ground is what is known of every element whatever is asked, by handle.
type ground struct {
	all      []model.Handle // of the map's kinds, in order of arrival
	lane     []Lane         // "" = not on the map
	half     []bool
	problems []int32 // that are felt there, or of which a cause lies there
	steps    []int32 // that it is on, or has
	links    []int32 // to others on the map
}

func groundOf(g *model.Graph) *ground {
	return model.Memo(g, "ecosystem.ground", func() *ground { return newGround(g) })
}

func newGround(g *model.Graph) *ground {
	n := g.Span()
	gr := &ground{lane: make([]Lane, n), half: make([]bool, n), problems: make([]int32, n), steps: make([]int32, n), links: make([]int32, n)}
	for h := range model.Handle(n) {
		e := g.At(h)
		if e == nil {
			continue
		}
		if spec := e.Kind.Spec(); spec == nil || !spec.Map {
			continue
		}
		gr.all = append(gr.all, h)
		layer := model.LayerOf(g, e)
		gr.lane[h] = laneOf(e.Kind, layer)
		gr.half[h] = layer == model.LayerSeen && (e.Kind == model.Employee || e.Kind == model.Partner) && hiddenSomewhere(g, h)
	}
	for l := range g.Links() {
		from, to := g.Handle(l.From), g.Handle(l.To)
		if gr.lane[from] != "" && gr.lane[to] != "" && l.Kind != model.OwnedBy {
			gr.links[from]++
			gr.links[to]++
		}
		switch l.Kind {
		case model.Performs, model.Serves, model.Governs, model.Lives:
			if gr.lane[to] == Steps {
				gr.steps[from]++
			}
		case model.At, model.Asks, model.Gives, model.Requires:
			if gr.lane[from] == Steps {
				gr.steps[to]++
			}
		case model.HasStep:
			gr.steps[from]++
			gr.steps[to]++
		case model.Affects:
			gr.problems[to]++
		}
	}
	for _, p := range g.OfKind(model.Problem) {
		seen := map[model.Handle]bool{}
		for h := range liesIn(g, p.ID) {
			if !seen[h] && len(g.InHandles(h)) > 0 && !felt(g, p.ID, h) {
				gr.problems[h]++
			}
			seen[h] = true
		}
	}
	return gr
}

// hiddenSomewhere says whether an actor performs a step unseen.
func hiddenSomewhere(g *model.Graph, h model.Handle) bool {
	for _, l := range g.OutHandles(h) {
		if l := g.LinkAt(l); l.Kind == model.Performs && !l.Props.Bool("visible") {
			return true
		}
	}
	return false
}

func felt(g *model.Graph, problem string, h model.Handle) bool {
	for _, l := range g.InHandles(h) {
		if l := g.LinkAt(l); l.Kind == model.Affects && l.From == problem {
			return true
		}
	}
	return false
}

// liesIn yields the elements in which the causes of a problem lie, without those of causes that were disproved.
func liesIn(g *model.Graph, problem string) func(yield func(model.Handle) bool) {
	return func(yield func(model.Handle) bool) {
		seen := map[model.Handle]bool{}
		todo := []model.Handle{g.Handle(problem)}
		for len(todo) > 0 {
			h := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, l := range g.OutHandles(h) {
				l := g.LinkAt(l)
				to := g.Handle(l.To)
				switch {
				case l.Kind == model.LocatedIn:
					if !yield(to) {
						return
					}
				case l.Kind == model.Because && !seen[to] && g.At(to).Props.Text("status") != "disproved":
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
	}
}
