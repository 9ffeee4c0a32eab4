package api

import (
	"context"
	"errors"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
)

// States is a page of states.
type States struct {
	States []store.State `json:"states"`
	Next   string        `json:"next,omitempty"`
}

type inStates struct {
	InSpace
	Page
}

func (a *API) states(ctx context.Context, c *call, in *inStates) (*body[States], error) {
	list, err := a.Store.States(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	var out States
	out.States, out.Next = cut(list, func(s store.State) string { return s.ID }, in.Page)
	return &body[States]{out}, nil
}

type stateNew struct {
	InSpace
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"1000"`
		Kind string `json:"kind" enum:"future,transition,view"`
		Base string `json:"base,omitempty" default:"current" doc:"current, or the id of another state"`
	}
}

// Made names what was made.
type Made struct {
	ID string `json:"id"`
}

func (a *API) stateAdd(ctx context.Context, c *call, in *stateNew) (*body[Made], error) {
	st := store.State{ID: store.NewElementID("state"), Name: in.Body.Name, Kind: in.Body.Kind, Base: in.Body.Base}
	if st.Base == "" {
		st.Base = model.Current
	}
	if st.Kind == "" {
		st.Kind = exchange.StateKinds[0]
	}
	if err := a.Store.AddState(ctx, c.Place.ID, st, c.Author()); err != nil {
		return nil, err
	}
	return &body[Made]{Made{st.ID}}, nil
}

// OneState is one state with its changes.
type OneState struct {
	store.State
	Changes []StateChange `json:"changes"`
}

// StateChange is a change of a state, and whether it holds over the present.
type StateChange struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Status   string        `json:"status"`
	Stale    []model.Stale `json:"stale"`
	WaitsFor []string      `json:"waits_for"`
}

type inState struct {
	InSpace
	ID string `path:"id"`
}

func (a *API) state(ctx context.Context, c *call, in *inState) (*body[OneState], error) {
	list, err := a.Store.States(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	for _, st := range list {
		if st.ID != in.ID {
			continue
		}
		g, _, err := a.Store.StateGraph(ctx, c.Place.ID, st.Base)
		if err != nil {
			return nil, err
		}
		changes, err := a.Store.StateChanges(ctx, c.Place.ID, st.ID)
		if err != nil {
			return nil, err
		}
		return &body[OneState]{OneState{st, judged(g, changes)}}, nil
	}
	return nil, model.Fault(model.NotFound, "", "not-found")
}

// judged says of each change of a state what it meets over g, and which changes before it that are left out it waits for.
func judged(g *model.Graph, changes []store.Entry) []StateChange {
	out := make([]StateChange, len(changes))
	leftOut := make(map[string][]string) // ids of changes left out, by what they touch
	for i, e := range changes {
		out[i] = StateChange{ID: e.ID, Title: e.Title, Status: "planned", Stale: []model.Stale{}, WaitsFor: []string{}}
		next, _, err := g.Apply(e.Change)
		if err == nil {
			g = next
			continue
		}
		if fault, ok := errors.AsType[*model.Error](err); ok {
			out[i].Stale = append(out[i].Stale, fault.Stale...)
		}
		seen := make(map[string]bool)
		for _, op := range e.Ops {
			for _, key := range op.Touches() {
				for _, id := range leftOut[key] {
					if !seen[id] {
						seen[id] = true
						out[i].WaitsFor = append(out[i].WaitsFor, id)
					}
				}
			}
		}
		for _, op := range e.Ops {
			for _, key := range op.Touches() {
				leftOut[key] = append(leftOut[key], e.ID)
			}
		}
	}
	return out
}
