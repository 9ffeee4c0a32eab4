package api

import (
	"context"
	"encoding/json"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/web/inquiry"
)

// InGraph names a state of a workspace.
type InGraph struct {
	InSpace
	State string `query:"state" default:"current"`
}

// Measured is one metric: its unit, which way is better, and its parts. Where the metric is one number of the state it has a
// value; one that is an interval is lo and hi instead (lo alone where nothing bounds it from above), an unknown one neither.
// What else is said beside it stands under names of its own.
type Measured map[string]any

// figure puts a figure under its name, or as value, lo and hi where name is "value".
func (m Measured) figure(name string, f analysis.Figure) {
	if name != "value" {
		if v, ok := amount(f); ok {
			m[name] = v
		}
		return
	}
	switch {
	case f.Sort == analysis.Never:
		m["value"], m["never"] = nil, true
	case f.Sort != analysis.Known:
	case f.IsExact():
		m["value"] = f.Lo
	default:
		m["lo"] = f.Lo
		if !f.IsOpen() {
			m["hi"] = f.Hi
		}
	}
}

// amount is a figure as one value: a number, or lo and hi; null where it is never reached. false where nothing is known.
func amount(f analysis.Figure) (any, bool) {
	switch {
	case f.Sort == analysis.Never:
		return nil, true
	case f.Sort != analysis.Known:
		return nil, false
	case f.IsExact():
		return f.Lo, true
	case f.IsOpen():
		return map[string]float64{"lo": f.Lo}, true
	}
	return map[string]float64{"lo": f.Lo, "hi": f.Hi}, true
}

func (a *API) metrics(ctx context.Context, c *call, in *InGraph) (*body[map[string]Measured], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Measured, len(analysis.Registry))
	for _, r := range analysis.Metrics(g) {
		out[r.Metric.ID] = measured(g, r)
	}
	return &body[map[string]Measured]{out}, nil
}

func measured(g *model.Graph, r *analysis.Result) Measured {
	m := Measured{"unit": string(r.Metric.Unit), "better": string(r.Metric.Better)}
	if r.Metric.Whole {
		m.figure("value", r.Value)
	}
	for _, n := range r.Beside {
		m.figure(n.Name, n.Figure)
	}
	parts := make([]Measured, len(r.Parts))
	for i := range r.Parts {
		parts[i] = partMeasured(g, r.Metric, &r.Parts[i])
	}
	m["parts"] = parts
	return m
}

func partMeasured(g *model.Graph, metric *analysis.Metric, p *analysis.Part) Measured {
	m := Measured{"id": p.ID}
	for _, n := range p.Beside {
		m.figure(n.Name, n.Figure)
	}
	switch {
	case p.On != nil:
		m["data"], m["on"] = p.Element.ID, p.On.ID
		m.figure("worst", p.Value)
		if p.Value.Sort == analysis.Never {
			m["never"] = true
		}
		return m
	case p.Link != nil:
		m["name"] = nameOf(g, p.Link.From) + " → " + nameOf(g, p.Link.To)
		m["from"], m["to"] = p.Link.From, p.Link.To
		if metric.Unit == analysis.Seconds {
			m.figure("worst", p.Value)
		}
	case p.Element != nil:
		m["name"], m["kind"] = p.Element.Name, string(p.Element.Kind)
	default:
		m["name"] = p.ID // a kind
	}
	m.figure("value", p.Value)
	return m
}

func nameOf(g *model.Graph, id string) string {
	if e := g.Element(id); e != nil {
		return e.Name
	}
	return id
}

// Rippled is what rests on an element, and what it rests on.
type Rippled struct {
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Kind         model.Kind      `json:"kind"`
	Technologies []Touched       `json:"technologies" doc:"That rest on it, the nearest first"`
	Actors       []Touched       `json:"actors" doc:"Employees and partners that rest on it"`
	Steps        []Touched       `json:"steps"`
	Others       []Touched       `json:"others" doc:"What else lies on the way, where it begins at a rule, data or a capability"`
	Contacts     []Touched       `json:"contacts" doc:"Channels and touchpoints that it supports"`
	Journeys     []Touched       `json:"journeys" doc:"Of these steps"`
	Customers    []Touched       `json:"customers" doc:"Who live them"`
	RestsOn      []Touched       `json:"rests_on" doc:"What it rests on itself"`
	Counts       RippleCounts    `json:"counts" doc:"How many there are of each, also of those that limit leaves out"`
	Runs         json.RawMessage `json:"runs_per_month,omitempty" doc:"Of these journeys: a number, or lo and hi"`
}

// RippleCounts counts what a ripple reaches, list by list.
type RippleCounts struct {
	Technologies int `json:"technologies"`
	Actors       int `json:"actors"`
	Steps        int `json:"steps"`
	Others       int `json:"others"`
	Contacts     int `json:"contacts"`
	Journeys     int `json:"journeys"`
	Customers    int `json:"customers"`
	RestsOn      int `json:"rests_on"`
}

// Touched is an element that a ripple reaches.
type Touched struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Kind model.Kind `json:"kind"`
	Path []string   `json:"path" doc:"Ids of a shortest way from the element, both ends included"`
}

type inRipple struct {
	InGraph
	ID    string `path:"id" doc:"The id of an element"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000000" doc:"At most so many of each list, the nearest first; all where it is not given"`
}

func (a *API) ripple(ctx context.Context, c *call, in *inRipple) (*body[Rippled], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	r := analysis.RippleOf(g, in.ID)
	if r == nil {
		return nil, model.Fault(model.NotFound, "", "not-found")
	}
	n := RippleCounts{Contacts: len(r.Contacts), Journeys: len(r.Journeys), Customers: len(r.Customers), RestsOn: len(r.On)}
	var technologies, actors, steps, others []analysis.Reached
	for _, x := range r.Rests {
		list, count := &others, &n.Others
		switch r.Kind(x) {
		case model.Technology:
			list, count = &technologies, &n.Technologies
		case model.Employee, model.Partner:
			list, count = &actors, &n.Actors
		case model.Step:
			list, count = &steps, &n.Steps
		}
		*count++
		if in.Limit == 0 || *count <= in.Limit {
			*list = append(*list, x)
		}
	}
	out := Rippled{ID: r.Of.ID, Name: r.Of.Name, Kind: r.Of.Kind, Counts: n}
	for _, part := range []struct {
		to   *[]Touched
		list []analysis.Reached
	}{
		{&out.Technologies, technologies}, {&out.Actors, actors}, {&out.Steps, steps}, {&out.Others, others},
		{&out.Contacts, r.Contacts}, {&out.Journeys, r.Journeys}, {&out.Customers, r.Customers}, {&out.RestsOn, r.On},
	} {
		if in.Limit > 0 && len(part.list) > in.Limit {
			part.list = part.list[:in.Limit]
		}
		*part.to = touched(r, part.list)
	}
	if v, ok := amount(r.Runs); ok {
		if out.Runs, err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	return &body[Rippled]{out}, nil
}

// touched lists elements of a ripple with their ways.
func touched(r *analysis.Ripple, list []analysis.Reached) []Touched {
	out := make([]Touched, len(list))
	for i, x := range list {
		e := r.Element(x)
		path := r.Path(x)
		out[i] = Touched{e.ID, e.Name, e.Kind, make([]string, len(path))}
		for k, on := range path {
			out[i].Path[k] = on.ID
		}
	}
	return out
}

// Disconnects is a page of places where an ecosystem falls apart.
type Disconnects struct {
	Disconnects []Disconnect `json:"disconnects"`
}

// Disconnect is one such place.
type Disconnect struct {
	Key     string                  `json:"key" doc:"The same as long as it is between the same elements"`
	Sort    analysis.DisconnectSort `json:"sort" doc:"people, systems, function, promised, wanted, masters, copies, orphans, manual, slow, retired or trace"`
	Message string                  `json:"message"`
	On      []string                `json:"on" doc:"Ids of where it is: the two channels, the data, both ends of a feed, the system, the step"`
	Left    []string                `json:"left,omitempty" doc:"Who runs the first channel, or its systems; the masters"`
	Right   []string                `json:"right,omitempty" doc:"The same of the second; the copies"`
	For     []string                `json:"for,omitempty" doc:"The customers or data that it concerns"`
	Link    string                  `json:"link,omitempty" doc:"The feed, or the link that makes the promise"`
	Worst   *float64                `json:"worst_s,omitempty" doc:"Of a slow feed: seconds until data has arrived, at least"`
}

func (a *API) disconnects(ctx context.Context, c *call, in *InGraph) (*body[Disconnects], error) {
	g, _, err := a.Store.StateGraph(ctx, c.Place.ID, in.State)
	if err != nil {
		return nil, err
	}
	out := Disconnects{Disconnects: []Disconnect{}}
	for _, d := range analysis.Disconnects(g) {
		one := Disconnect{Key: d.Key, Sort: d.Sort, Message: inquiry.DisconnectWords(c.Say, &d), Link: d.Link, On: idsOf(d.On), Left: idsOf(d.Left), Right: idsOf(d.Right), For: idsOf(d.For)}
		if d.Latency.Sort == analysis.Known {
			one.Worst = &d.Latency.Lo
		}
		out.Disconnects = append(out.Disconnects, one)
	}
	return &body[Disconnects]{out}, nil
}

func idsOf(list []*model.Element) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

func (a *API) thresholds(_ context.Context, c *call, _ *InSpace) (*body[[]model.Threshold], error) {
	return &body[[]model.Threshold]{append([]model.Threshold{}, c.Place.Thresholds...)}, nil
}

type inThresholds struct {
	InSpace
	Body []model.Threshold
}

func (a *API) thresholdsSet(ctx context.Context, c *call, in *inThresholds) (*body[[]model.Threshold], error) {
	if faults := analysis.CheckThresholds(in.Body); len(faults) > 0 {
		faults[0].Also = faults[1:]
		return nil, faults[0]
	}
	if err := a.Store.SetThresholds(ctx, c.Place.ID, in.Body, c.Author()); err != nil {
		return nil, err
	}
	c.Place.Thresholds = in.Body
	return a.thresholds(ctx, c, &in.InSpace)
}
