package main

import (
	"encoding/json"
	"errors"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/exchange"
	"rootline/model/whys"
	"rootline/store"
	"rootline/web/inquiry"
)

type checkCommand struct {
	File      string `arg:"" optional:"" name:"FILE" help:"A file; - is standard input."`
	Workspace string `placeholder:"SLUG" help:"A workspace of the database instead."`
	State     string `placeholder:"ID" help:"One of its states; the current one by default."`
	Format    string `default:"text" enum:"text,json,sarif" help:"text, json or sarif."`
}

// findingsError says that something stops, or that a threshold is broken. All of it is on standard output already.
type findingsError struct{ stops, broken int }

func (findingsError) Error() string { return "findings that stop" }

// Run looks for findings that stop and for broken thresholds.
func (c *checkCommand) Run(p *program) error {
	if (c.File == "") == (c.Workspace == "") {
		return usage{errors.New(p.say.T("cli.check.what"))}
	}
	m, err := c.matter(p)
	if err != nil {
		return err
	}
	var all []checked
	stops := 0
	for _, a := range m.analyses {
		for _, f := range a.Findings {
			if f.Kept != nil {
				continue
			}
			all = append(all, checkedOf(p, a, f))
			if f.Stops() {
				stops++
			}
		}
	}
	held, broken := m.held(p)
	if err := c.write(p, all, held); err != nil {
		return err
	}
	if stops > 0 || broken > 0 {
		return findingsError{stops, broken}
	}
	return nil
}

// matter is what is checked: the analyses of a state, and its figures against the thresholds.
type matter struct {
	analyses   []*whys.Analysis
	graph      *model.Graph
	thresholds []model.Threshold
	currency   string
}

// heldTo is a figure that breaks a threshold, or of which that cannot be told, as it is written.
type heldTo struct {
	Metric  string           `json:"metric"`
	Part    string           `json:"part,omitempty"`
	Name    string           `json:"name,omitempty"`
	Verdict analysis.Verdict `json:"verdict"` // broken or untold
	Value   *float64         `json:"value,omitempty"`
	Lo      *float64         `json:"lo,omitempty"`
	Hi      *float64         `json:"hi,omitempty"`
	Min     *float64         `json:"min,omitempty"`
	Max     *float64         `json:"max,omitempty"`
	Message string           `json:"message"`
}

// held holds the graph to its thresholds, and counts those that are broken.
func (m *matter) held(p *program) (all []heldTo, broken int) {
	for _, j := range analysis.Judge(m.graph, m.thresholds) {
		if j.Verdict == analysis.Broken {
			broken++
		}
		for _, h := range inquiry.HeldWords(p.say, m.graph, &j, m.currency) {
			one := heldTo{Metric: j.Threshold.Metric, Part: h.ID, Name: h.Name, Verdict: h.Verdict, Min: j.Threshold.Min, Max: j.Threshold.Max, Message: h.Message}
			if f := h.Value; f.Sort == analysis.Known {
				if f.IsExact() {
					one.Value = &f.Lo
				} else {
					one.Lo = &f.Lo
				}
				if !f.IsExact() && !f.IsOpen() {
					one.Hi = &f.Hi
				}
			}
			all = append(all, one)
		}
	}
	return all, broken
}

// checked is one finding as it is written.
type checked struct {
	Problem string     `json:"problem"`
	Key     string     `json:"key"`
	Check   string     `json:"check"`
	Level   whys.Level `json:"level"`
	Stops   bool       `json:"stops"` // now; a stop at report, approval or closure does so once that act is done
	On      string     `json:"on"`
	Name    string     `json:"name,omitempty"`
	Message string     `json:"message"`
}

func checkedOf(p *program, a *whys.Analysis, f whys.Finding) checked {
	out := checked{Problem: a.Problem.ID, Key: f.Key, Check: f.Check, Level: f.Level, Stops: f.Stops(), On: f.On, Message: inquiry.Message(p.say, a, f)}
	if e := a.Graph.Element(f.On); e != nil {
		out.Name = e.Name
	}
	return out
}

func (c *checkCommand) matter(p *program) (*matter, error) {
	if c.File != "" {
		return c.fileMatter(p)
	}
	s, err := p.open(store.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	w, err := p.workspace(s, c.Workspace)
	if err != nil {
		return nil, err
	}
	g, _, err := s.StateGraph(p.ctx, w.ID, c.State)
	if absent(err) {
		return nil, noState(c.State)
	}
	if err != nil {
		return nil, err
	}
	m := &matter{graph: g, thresholds: w.Thresholds, currency: w.Currency}
	for _, problem := range g.OfKind(model.Problem) {
		a, err := inquiry.Analyse(p.ctx, s, w, g, problem.ID)
		if err != nil {
			return nil, err
		}
		m.analyses = append(m.analyses, a)
	}
	return m, nil
}

func (c *checkCommand) fileMatter(p *program) (*matter, error) {
	f, err := p.readFile(c.File, "")
	if err != nil {
		return nil, err
	}
	g, err := exchange.Graph(f, c.State)
	if err != nil {
		return nil, &inFile{c.File, err}
	}
	return &matter{analyses: inquiry.OfFile(f, g), graph: g, thresholds: f.Workspace.Thresholds, currency: f.Workspace.Currency}, nil
}

// noState says that a state is not there.
func noState(id string) error { return model.Fault(model.NotFound, "", "state.missing", "ID", id) }

func (c *checkCommand) write(p *program, all []checked, held []heldTo) error {
	switch c.Format {
	case "json":
		return p.json(struct {
			Findings   []checked `json:"findings"`
			Thresholds []heldTo  `json:"thresholds"`
		}{append([]checked{}, all...), append([]heldTo{}, held...)})
	case "sarif":
		return p.json(sarifOf(c.File, all, held))
	}
	for _, f := range all {
		p.print(p.stdout, "%-4s %-4s %s: %s\n", f.Level, f.Check, f.On, f.Message)
	}
	for _, h := range held {
		p.print(p.stdout, "%-6s %-4s %s\n", h.Verdict, h.Metric, h.Message)
	}
	return nil
}

func (p *program) json(v any) error {
	e := json.NewEncoder(p.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
