package api

import (
	"context"
	"strings"
	"time"

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
	Reconciled model.Revision `json:"reconciled_at" doc:"The revision up to which it agrees with its base"`
	Changes    []StateChange  `json:"changes" doc:"In the order in which they apply"`
	Drift      []Drift        `json:"drift" doc:"Where the current state differs now from what realised changes brought"`
}

// StateChange is a change of a state, and whether it holds over the present.
type StateChange struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Status     model.PlanStatus `json:"status"`
	Stale      []model.Stale    `json:"stale"`
	WaitsFor   []string         `json:"waits_for" doc:"Changes that are left out, and on which it rests"`
	Refused    []string         `json:"refused,omitempty" doc:"Why it cannot be, in sentences"`
	Author     model.Author     `json:"author"`
	At         time.Time        `json:"at"`
	Revision   model.Revision   `json:"revision"`
	On         string           `json:"on,omitempty" doc:"The day on which it was realised"`
	Evidence   string           `json:"evidence,omitempty"`
	Reason     string           `json:"reason,omitempty" doc:"Why it was dropped, or came otherwise"`
	RealisedBy string           `json:"realised_by,omitempty" doc:"Id of the change of current that realised it"`
	Template   string           `json:"template,omitempty"`
	Ops        []model.Op       `json:"ops"`
}

// Drift is one thing that came otherwise than a realised change had it.
type Drift struct {
	Change   string `json:"change"`
	ID       string `json:"id"`
	Field    string `json:"field"`
	Proposed any    `json:"proposed"`
	Present  any    `json:"present"`
}

// OfState names a state.
type OfState struct {
	InSpace
	ID string `path:"id"`
}

func (a *API) state(ctx context.Context, c *call, in *OfState) (*body[OneState], error) {
	v, err := a.Store.Plan(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	current, _, err := a.Store.Graph(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	out := OneState{State: v.State, Reconciled: v.Reconciled, Changes: []StateChange{}, Drift: []Drift{}}
	for i, p := range v.Changes {
		j := v.Judged[i]
		one := StateChange{ID: p.ID, Title: p.Title, Status: p.Status, Stale: append([]model.Stale{}, j.Stale...), WaitsFor: append([]string{}, j.WaitsFor...),
			Author: p.Author, At: p.At, Revision: p.Revision, On: p.On, Evidence: p.Evidence, Reason: p.Reason, RealisedBy: p.RealisedBy, Template: p.Template,
			Ops: append([]model.Op{}, p.Ops...)}
		for _, e := range j.Refused {
			one.Refused = append(one.Refused, c.Say.Error(e))
		}
		out.Changes = append(out.Changes, one)
	}
	for _, d := range model.DriftOf(current, v.Changes) {
		out.Drift = append(out.Drift, Drift(d))
	}
	return &body[OneState]{out}, nil
}

type stateSet struct {
	OfState
	Body struct {
		Name *string `json:"name,omitempty" minLength:"1" maxLength:"1000"`
		Kind *string `json:"kind,omitempty" enum:"future,transition,view"`
	}
}

func (a *API) stateSet(ctx context.Context, c *call, in *stateSet) (*body[store.State], error) {
	st, _, err := a.Store.State(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	if in.Body.Name != nil {
		st.Name = *in.Body.Name
	}
	if in.Body.Kind != nil {
		st.Kind = *in.Body.Kind
	}
	if err := a.Store.SetState(ctx, c.Place.ID, st, c.Author()); err != nil {
		return nil, err
	}
	return &body[store.State]{st}, nil
}

func (a *API) stateRemove(ctx context.Context, c *call, in *OfState) (*struct{}, error) {
	return nil, a.Store.RemoveState(ctx, c.Place.ID, in.ID, c.Author())
}

type inSettle struct {
	OfState
	Body struct {
		Resolutions []model.Resolution `json:"resolutions,omitempty" doc:"left is the base, right the state"`
		ClientID    string             `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateRebase(ctx context.Context, c *call, in *inSettle) (*body[store.Done], error) {
	act, err := a.act(ctx, c, in.ID, model.Act{}, "rebase", in.Body.ClientID)
	if err != nil {
		return nil, err
	}
	done, err := a.Store.Rebase(ctx, act, in.Body.Resolutions)
	if err != nil {
		return nil, err
	}
	return &body[store.Done]{done}, nil
}

type inMerge struct {
	OfState
	Body struct {
		With        string             `json:"with" doc:"Another state"`
		Resolutions []model.Resolution `json:"resolutions,omitempty" doc:"left is the state in the path, right the other"`
		ClientID    string             `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateMerge(ctx context.Context, c *call, in *inMerge) (*body[store.Done], error) {
	if in.Body.With == model.Current {
		return nil, model.Fault(model.Invalid, "with", "plan.with")
	}
	other, _, err := a.Store.State(ctx, c.Place.ID, in.Body.With)
	if err != nil {
		return nil, err
	}
	act := store.Act{Act: model.Act{State: in.ID}, Workspace: c.Place.ID, Title: c.Say.T("plan.act.merge", "Name", c.Say.Quote(other.Name)), Author: c.Author(), ClientID: in.Body.ClientID}
	done, err := a.Store.Merge(ctx, act, other.ID, in.Body.Resolutions)
	if err != nil {
		return nil, err
	}
	return &body[store.Done]{done}, nil
}

// act is an act on the list of a state, called what it does.
func (a *API) act(ctx context.Context, c *call, state string, act model.Act, does, client string) (store.Act, error) {
	v, err := a.Store.Plan(ctx, c.Place.ID, state)
	if err != nil {
		return store.Act{}, err
	}
	name := v.Name
	if act.Change != "" {
		i := v.Change(act.Change)
		if i < 0 {
			return store.Act{}, model.Fault(model.NotFound, "", "not-found")
		}
		name = v.Changes[i].Title
	}
	act.State = state
	out := store.Act{Act: act, Workspace: c.Place.ID, Title: c.Say.T("plan.act."+does, "Name", c.Say.Quote(name)), Author: c.Author(), ClientID: client}
	if act.Kind == model.ActRealise {
		out.Title = "" // that of the change itself
	}
	return out, nil
}

// acted does an act on one change of a state.
func (a *API) acted(ctx context.Context, c *call, in OfPlanned, act model.Act, client string) (*body[store.Done], error) {
	act.Change = in.Change
	asked, err := a.act(ctx, c, in.ID, act, string(act.Kind), client)
	if err != nil {
		return nil, err
	}
	done, err := a.Store.Do(ctx, asked)
	if err != nil {
		return nil, undoConflict(err)
	}
	return &body[store.Done]{done}, nil
}

// OfPlanned names a change of a state.
type OfPlanned struct {
	OfState
	Change string `path:"change"`
}

type inRealise struct {
	OfPlanned
	Body *struct {
		On       string `json:"on,omitempty" format:"date" doc:"Today by default"`
		Evidence string `json:"evidence,omitempty" maxLength:"10000" doc:"How one sees that it is so"`
		ClientID string `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateRealise(ctx context.Context, c *call, in *inRealise) (*body[store.Done], error) {
	act, client := model.Act{Kind: model.ActRealise}, ""
	if in.Body != nil {
		act.On, act.Evidence, client = in.Body.On, in.Body.Evidence, in.Body.ClientID
	}
	return a.acted(ctx, c, in.OfPlanned, act, client)
}

type inReason struct {
	OfPlanned
	Body struct {
		Reason   string `json:"reason" maxLength:"10000"`
		On       string `json:"on,omitempty" format:"date" doc:"Of one that came otherwise: the day"`
		ClientID string `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateDrop(ctx context.Context, c *call, in *inReason) (*body[store.Done], error) {
	return a.acted(ctx, c, in.OfPlanned, model.Act{Kind: model.ActDrop, Reason: strings.TrimSpace(in.Body.Reason)}, in.Body.ClientID)
}

func (a *API) stateDeviate(ctx context.Context, c *call, in *inReason) (*body[store.Done], error) {
	return a.acted(ctx, c, in.OfPlanned, model.Act{Kind: model.ActDeviate, On: in.Body.On, Reason: strings.TrimSpace(in.Body.Reason)}, in.Body.ClientID)
}

type inBare struct {
	OfPlanned
	Body *struct {
		ClientID string `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (in *inBare) client() string {
	if in.Body == nil {
		return ""
	}
	return in.Body.ClientID
}

func (a *API) stateStart(ctx context.Context, c *call, in *inBare) (*body[store.Done], error) {
	return a.acted(ctx, c, in.OfPlanned, model.Act{Kind: model.ActStart}, in.client())
}

func (a *API) statePlan(ctx context.Context, c *call, in *inBare) (*body[store.Done], error) {
	return a.acted(ctx, c, in.OfPlanned, model.Act{Kind: model.ActPlan}, in.client())
}

type inOneSettle struct {
	OfPlanned
	Body struct {
		Resolutions []model.Resolution `json:"resolutions" doc:"left is the base, right the change"`
		ClientID    string             `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateSettle(ctx context.Context, c *call, in *inOneSettle) (*body[store.Done], error) {
	act, err := a.act(ctx, c, in.ID, model.Act{Kind: model.ActSettle, Change: in.Change}, "settle", in.Body.ClientID)
	if err != nil {
		return nil, err
	}
	done, err := a.Store.Settle(ctx, act, in.Body.Resolutions)
	if err != nil {
		return nil, err
	}
	return &body[store.Done]{done}, nil
}

type inOrder struct {
	OfState
	Body struct {
		Changes  []string `json:"changes" minItems:"1" doc:"Ids in their new order; those not named come behind"`
		ClientID string   `json:"client_id,omitempty" maxLength:"200"`
	}
}

func (a *API) stateOrder(ctx context.Context, c *call, in *inOrder) (*body[store.Done], error) {
	act, err := a.act(ctx, c, in.ID, model.Act{Kind: model.ActOrder, Order: in.Body.Changes}, "order", in.Body.ClientID)
	if err != nil {
		return nil, err
	}
	done, err := a.Store.Do(ctx, act)
	if err != nil {
		return nil, err
	}
	return &body[store.Done]{done}, nil
}
