package exchange

import (
	"slices"

	"rootline/model"
)

// Graph returns the graph of a file in one of its states, model.Current or "" for what it says of the present. A change of a state
// with a stale op is left out whole. Errors: Invalid for what cannot be; NotFound for a state that the file does not have.
func Graph(f *File, state string) (*model.Graph, error) {
	return graphOf(f, state, nil)
}

func graphOf(f *File, state string, above []string) (*model.Graph, error) {
	if state == "" || state == model.Current {
		g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: Ops(f)})
		return g, err
	}
	if slices.Contains(above, state) {
		return nil, model.Fault(model.Invalid, "states", "state.loop", "ID", state)
	}
	i := slices.IndexFunc(f.States, func(s State) bool { return s.ID == state })
	if i < 0 {
		return nil, model.Fault(model.NotFound, "", "state.missing", "ID", state)
	}
	g, err := graphOf(f, f.States[i].Base, append(above, state))
	if err != nil {
		return nil, err
	}
	for _, c := range f.States[i].Changes {
		if next, _, err := g.Apply(c); err == nil {
			g = next
		}
	}
	return g, nil
}
