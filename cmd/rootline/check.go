package main

import (
	"encoding/json"
	"errors"

	"rootline/model"
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

// findingsError says that something stops. The findings are on standard output already.
type findingsError struct{ stops int }

func (findingsError) Error() string { return "findings that stop" }

// Run looks for findings that stop.
func (c *checkCommand) Run(p *program) error {
	if (c.File == "") == (c.Workspace == "") {
		return usage{errors.New(p.say.T("cli.check.what"))}
	}
	analyses, err := c.analyses(p)
	if err != nil {
		return err
	}
	var all []checked
	stops := 0
	for _, a := range analyses {
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
	if err := c.write(p, all); err != nil {
		return err
	}
	if stops > 0 {
		return findingsError{stops}
	}
	return nil
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

func (c *checkCommand) analyses(p *program) ([]*whys.Analysis, error) {
	if c.File != "" {
		f, err := p.readFile(c.File, "")
		if err != nil {
			return nil, err
		}
		g, _, err := model.NewGraph(nil, nil).Apply(model.Change{Ops: exchange.Ops(f)})
		if err != nil {
			return nil, &inFile{c.File, err}
		}
		return inquiry.OfFile(f, g), nil
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
	if err != nil {
		return nil, err
	}
	var out []*whys.Analysis
	for _, problem := range g.OfKind(model.Problem) {
		a, err := inquiry.Analyse(p.ctx, s, w, g, problem.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (c *checkCommand) write(p *program, all []checked) error {
	switch c.Format {
	case "json":
		return p.json(struct {
			Findings []checked `json:"findings"`
		}{append([]checked{}, all...)})
	case "sarif":
		return p.json(sarifOf(c.File, all))
	}
	for _, f := range all {
		p.print(p.stdout, "%-4s %-4s %s: %s\n", f.Level, f.Check, f.On, f.Message)
	}
	return nil
}

func (p *program) json(v any) error {
	e := json.NewEncoder(p.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
