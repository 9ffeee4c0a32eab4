// Package ecosystem chooses what the map of an ecosystem shows, and where each thing stands on it: in a lane by its layer, in
// a column by the steps that it has to do with. What comes out is data: model/layout says where boxes go, templates draw them.
//
// Start at Of; place.go gives everything its column, choose.go decides what is shown, draw.go which links are lines.
package ecosystem

import "rootline/model"

// Lane is one row of the map, from the customer down.
type Lane string

// The lanes, top to bottom. Customers are lines over the steps that they live; policies and capabilities lie over all.
const (
	Customers    Lane = "customers"
	Journeys     Lane = "journeys"
	Steps        Lane = "steps"
	Touchpoints  Lane = "touchpoints"
	Channels     Lane = "channels"
	Seen         Lane = "seen"
	Unseen       Lane = "unseen"
	Tools        Lane = "tools"
	Foundations  Lane = "foundations"
	Records      Lane = "data"
	Others       Lane = "others" // what an import brought and the model has no kind for
	Capabilities Lane = "capabilities"
	Policies     Lane = "policies"
)

// Lanes are all lanes, top to bottom.
var Lanes = []Lane{Customers, Journeys, Steps, Touchpoints, Channels, Seen, Unseen, Tools, Foundations, Records, Others, Capabilities, Policies}

// layers are those on whose ground each lane lies.
var layers = map[Lane]model.Layer{
	Customers: model.LayerCustomer, Journeys: model.LayerCustomer, Steps: model.LayerCustomer, Touchpoints: model.LayerContact, Channels: model.LayerContact,
	Seen: model.LayerSeen, Unseen: model.LayerUnseen, Tools: model.LayerTool, Foundations: model.LayerDeep, Records: model.LayerDeep, Others: model.LayerForeign,
	Capabilities: model.LayerPolicy, Policies: model.LayerPolicy,
}

// Layer is the layer on whose ground the lane lies.
func (l Lane) Layer() model.Layer { return layers[l] }

// IsBand says whether the lane is a band across all columns.
func (l Lane) IsBand() bool { return l == Capabilities || l == Policies }

// IsBelow says whether the lane lies below the line of visibility.
func (l Lane) IsBelow() bool {
	switch l {
	case Unseen, Tools, Foundations, Records, Others:
		return true
	}
	return false
}

// Adds are the kinds of element that can be added in the lane, the likeliest first.
func (l Lane) Adds() []model.Kind {
	switch l {
	case Customers:
		return []model.Kind{model.Customer}
	case Journeys:
		return []model.Kind{model.Journey}
	case Steps:
		return []model.Kind{model.Step}
	case Touchpoints:
		return []model.Kind{model.Touchpoint}
	case Channels:
		return []model.Kind{model.Channel}
	case Seen, Unseen:
		return []model.Kind{model.Employee, model.Partner}
	case Tools, Foundations:
		return []model.Kind{model.Technology}
	case Records:
		return []model.Kind{model.Data}
	case Capabilities:
		return []model.Kind{model.Capability}
	case Policies:
		return []model.Kind{model.Policy}
	}
	return nil
}

// laneOf is the lane of an element on a layer.
func laneOf(k model.Kind, layer model.Layer) Lane {
	switch k {
	case model.Customer:
		return Customers
	case model.Journey:
		return Journeys
	case model.Step:
		return Steps
	case model.Touchpoint:
		return Touchpoints
	case model.Channel:
		return Channels
	case model.Technology:
		if layer == model.LayerTool {
			return Tools
		}
		return Foundations
	case model.Data:
		return Records
	case model.Employee, model.Partner:
		if layer == model.LayerUnseen {
			return Unseen
		}
		return Seen
	case model.Capability:
		return Capabilities
	case model.Policy:
		return Policies
	}
	return Others
}

// Phases are the phases of life cycle, in time: the columns where no journey is chosen.
var Phases = model.Journey.Spec().Prop("lifecycle").Choices

// Query says what to show. The zero Query is everything that is worth it.
type Query struct {
	Journey  string       // whose stages are the columns; "" = the only one there is, else the phases of life cycle
	Phases   bool         // the phases of life cycle, even where there is but one journey
	Focus    string       // only what is near this element
	Depth    int          // how many links away is near; 0 = 1
	Kinds    []model.Kind // only these; nil = all of the map
	Tags     []string     // only what bears one of them; nil = all
	Customer string       // only what this customer's steps have to do with
	Problem  string       // only where this problem is felt or lies
	Owner    string       // only what this one keeps: a member's id, a name, or the id of an employee
	Hidden   bool         // only what customers never see
	Hurt     bool         // only where problems are felt or lie
	Keep     string       // this element is shown whatever the rest says; "" = none
	First    []string     // these before all others where not everything has room
	Among    []string     // only these; nil = all
	Most     int          // boxes at most; 0 = 150
	All      bool         // however many there are
	Whole    bool         // leave nothing out that the columns say already, nor what is on the steps of other journeys alone
}

// Usual is how many boxes a map shows by itself.
const Usual = 150

// Narrows says whether the query asks for less than everything.
func (q Query) Narrows() bool {
	return q.Journey != "" || q.Focus != "" || len(q.Kinds) > 0 || len(q.Tags) > 0 || q.Customer != "" || q.Problem != "" || q.Owner != "" || q.Hidden || q.Hurt
}

// Map is what is shown, and where.
type Map struct {
	Journey *model.Element // whose steps are the columns, by stage; nil = they are the phases of life cycle
	Columns []Column
	Boxes   []Box  // by lane, then column, then how much they matter
	Lines   []Line // the links that are drawn
	Found   int    // elements of the map's kinds that the query lets through
	Total   int    // elements of the map's kinds
	Span    []int  // by lane: the boxes of Lanes[i] are Boxes[Span[i]:Span[i+1]]
	at      map[string]int
	homes   map[string]int
}

// Column is a step of the journey, a phase of life cycle, or what is on no step.
type Column struct {
	Stage   string // of the step, as people wrote it; columns of one stage stand together
	Step    string // its id
	Phase   string // of Phases; several columns may be of one
	Unknown bool   // of journeys whose phase is not known
	Rest    bool   // what is on no step
}

// Belongs says whether the column stands under one name with the one before it.
func (c Column) Belongs(before Column) bool {
	return !c.Rest && c.Stage == before.Stage && c.Phase == before.Phase && c.Unknown == before.Unknown && (c.Stage != "" || c.Phase != "" || c.Unknown)
}

// Box is one element on the map.
type Box struct {
	*model.Element
	Lane     Lane
	Column   int              // −1 in a band, and for customers
	Row      int              // of a step in its lane; 0 where the columns are steps
	Begins   *model.Element   // of a step: the journey whose row begins with it; nil = none, or the columns are steps
	Also     []*model.Element // of such a step: those of its journey that stand in the rows of others, in the order of the journey
	Half     bool             // an actor seen in one place and hidden in another
	Pins     []*model.Element // the problems felt here, the dearest first
	Rules    []int            // numbers of the policies that govern it
	Number   int              // of a policy
	Stations []int            // of a customer: the boxes of the steps that it lives, in order
}

// Line is what is drawn between two boxes: one or more links that say the same way.
type Line struct {
	From, To int           // boxes; a line to itself is drawn beside it
	Links    []*model.Link // the first says how the line is drawn
}

// Box returns the box of an element, −1 where it is not shown.
func (m *Map) Box(id string) int {
	if i, ok := m.at[id]; ok {
		return i
	}
	return -1
}

// In returns the boxes of a lane.
func (m *Map) In(l Lane) []Box {
	for i, lane := range Lanes {
		if lane == l {
			return m.Boxes[m.Span[i]:m.Span[i+1]]
		}
	}
	return nil
}

// Of chooses the map of a graph. Deterministic.
func Of(g *model.Graph, q Query) *Map {
	gr := groundOf(g)
	m := &Map{Total: len(gr.all)}
	p := place(g, gr, q)
	m.Journey, m.Columns = p.journey, p.columns
	shown, found := choose(g, gr, p, q)
	m.Found = found
	m.fill(g, gr, p, shown)
	m.draw(g)
	return m
}
