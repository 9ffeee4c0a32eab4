package main

import (
	"bytes"
	"os"
	"slices"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
	"rootline/web/paper"
	"rootline/web/transfer"
)

type exportCommand struct {
	Workspace string         `required:"" placeholder:"SLUG" help:"Which."`
	State     string         `placeholder:"ID" help:"Only this state; the whole workspace by default."`
	At        model.Revision `placeholder:"REV" help:"As it stood at a revision."`
	Format    string         `default:"rootline" help:"The format of the file: rootline, or svg, the ecosystem map as a drawing."`
	Out       string         `name:"out" short:"o" placeholder:"FILE" help:"Where to; standard output by default."`
}

// Run writes a workspace as a file.
func (c *exportCommand) Run(p *program) error {
	s, err := p.open(store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	w, err := p.workspace(s, c.Workspace)
	if err != nil {
		return err
	}
	if c.State != "" && c.State != model.Current {
		if _, _, err := s.State(p.ctx, w.ID, c.State); absent(err) {
			return noState(c.State)
		}
	}
	var f *exchange.File
	if c.State == "" && c.At == 0 {
		f, err = transfer.Whole(p.ctx, s, w)
	} else {
		f, err = transfer.Moment(p.ctx, s, w, c.State, c.At)
	}
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if slices.Contains([]string{"svg", "png", "pdf"}, c.Format) {
		p.progress("cli.export.drawing")
	}
	if err := transfer.Write(p.ctx, &b, paper.Find(""), f, c.Format); err != nil {
		return err
	}
	if c.Out == "" || c.Out == "-" {
		_, err := p.stdout.Write(b.Bytes())
		return err
	}
	if err := os.WriteFile(c.Out, b.Bytes(), 0o644); err != nil {
		return &model.Error{Kind: model.Unavailable, Field: c.Out, Msg: "file.unwritable", Args: map[string]any{"Path": c.Out}, Err: err}
	}
	return nil
}

// workspace finds a workspace by its slug, and says which one is missing.
func (p *program) workspace(s *store.Store, slug string) (model.Workspace, error) {
	w, err := s.Workspace(p.ctx, slug)
	if absent(err) {
		return w, model.Fault(model.NotFound, "", "workspace.missing", "Value", slug)
	}
	return w, err
}
