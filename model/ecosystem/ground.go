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

// onGround is all that the ground rests on: which elements there are, what links join, and where customers see who acts. What is
// said of an element otherwise moves nothing.
var onGround = func() []model.Aspect {
	on := []model.Aspect{model.Says(model.Performs, "visible")[0], model.Says(model.Cause, "status")[0]}
	for i := range model.Kinds {
		on = append(on, model.Members(model.Kinds[i].Kind))
	}
	for i := range model.LinkKinds {
		on = append(on, model.Joins(model.LinkKinds[i].Kind))
	}
	return on
}()

func groundOf(g *model.Graph) *ground {
	return model.Keep(g, "ecosystem.ground", onGround, func() *ground { return newGround(g) })
}

var (
	performs, serves, governs, lives = model.Performs.Number(), model.Serves.Number(), model.Governs.Number(), model.Lives.Number()
	at, asks, gives, requires        = model.At.Number(), model.Asks.Number(), model.Gives.Number(), model.Requires.Number()
	hasStep, affects, ownedBy        = model.HasStep.Number(), model.Affects.Number(), model.OwnedBy.Number()
	locatedIn, because               = model.LocatedIn.Number(), model.Because.Number()
)

func newGround(g *model.Graph) *ground {
	n, ends := g.Span(), g.Ends()
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
		layer := model.LayerAt(g, h, e)
		gr.lane[h] = laneOf(e.Kind, layer)
		gr.half[h] = layer == model.LayerSeen && (e.Kind == model.Employee || e.Kind == model.Partner) && hiddenSomewhere(g, h)
	}
	for from := range model.Handle(n) {
		for _, l := range g.OutHandles(from) {
			to, kind := ends.To[l], ends.Kind[l]
			if gr.lane[from] != "" && gr.lane[to] != "" && kind != ownedBy {
				gr.links[from]++
				gr.links[to]++
			}
			switch kind {
			case performs, serves, governs, lives:
				if gr.lane[to] == Steps {
					gr.steps[from]++
				}
			case at, asks, gives, requires:
				if gr.lane[from] == Steps {
					gr.steps[to]++
				}
			case hasStep:
				gr.steps[from]++
				gr.steps[to]++
			case affects:
				gr.problems[to]++
			}
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
		ends, seen := g.Ends(), map[model.Handle]bool{}
		todo := []model.Handle{g.Handle(problem)}
		for len(todo) > 0 {
			h := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, l := range g.OutHandles(h) {
				to, kind := ends.To[l], ends.Kind[l]
				switch {
				case kind == locatedIn:
					if !yield(to) {
						return
					}
				case kind == because && !seen[to] && g.At(to).Props.Text("status") != "disproved":
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
	}
}
