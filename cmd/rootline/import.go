package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"rootline/model"
	"rootline/model/exchange"
	"rootline/store"
	"rootline/templates/say"
	"rootline/web/transfer"
)

type importCommand struct {
	Workspace string   `placeholder:"SLUG" help:"Where to; made where it is missing. By default what the file says."`
	Format    string   `help:"Found from the content by default."`
	Mode      string   `default:"add" enum:"add,replace" help:"add, or replace: take away what the file lacks."`
	DryRun    bool     `help:"Only say what would happen."`
	Strict    bool     `help:"All of a table or nothing; files of Rootline are always so."`
	Files     []string `arg:"" name:"FILE" help:"Files to bring in; - is standard input."`
}

// Run brings files in, each as one change. All are read before the first is stored.
func (c *importCommand) Run(p *program) error {
	files := make([]*exchange.File, len(c.Files))
	for i, name := range c.Files {
		p.progress("cli.import.reading", "File", name)
		f, err := p.readFile(name, c.Format)
		if err != nil {
			return err
		}
		files[i] = f
	}
	s, err := p.open(store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	for i, f := range files {
		p.progress("cli.import.storing", "File", c.Files[i], "count", len(f.Elements)+len(f.Links))
		title := func(p *say.Printer) string { return p.T("change.import", "File", filepath.Base(c.Files[i])) }
		r, err := transfer.Import(p.ctx, s, f, transfer.Options{Slug: c.Workspace, Make: true, Own: true, Replace: c.Mode == "replace",
			DryRun: c.DryRun, Author: byCommand(), Title: title(p.say), Titles: say.InAll(title)})
		if err != nil {
			return &inFile{c.Files[i], err}
		}
		p.report(c.Files[i], r, c.DryRun)
	}
	return nil
}

// report says what an import did; on a dry run, row by row.
func (p *program) report(name string, r transfer.Report, dry bool) {
	if r.Workspace == "" {
		p.print(p.stdout, "%s\n", p.say.T("cli.import.nothing", "File", name))
		return
	}
	if dry {
		for _, row := range append(r.Rows, r.States...) {
			p.print(p.stdout, "%s\t%s\t%s\n", row.Outcome, row.ID, row.Path)
		}
	}
	id := "cli.import.done"
	if dry {
		id = "cli.import.dry"
	}
	p.print(p.stdout, "%s\n", p.say.T(id, "File", name, "Workspace", r.Workspace, "Added", r.Count(exchange.Added),
		"Changed", r.Count(exchange.Changed), "Same", r.Count(exchange.Same), "Removed", r.Count(exchange.Removed)))
	if n := len(r.States); n > 0 {
		p.print(p.stdout, "%s\n", p.say.T("cli.import.states", "count", n))
	}
}

// readFile reads a file that was named on the command line, and tells of what in it was noticed.
func (p *program) readFile(name, format string) (*exchange.File, error) {
	data, err := p.content(name)
	if err != nil {
		return nil, err
	}
	f, warnings, err := transfer.Read(bytes.NewReader(data), format)
	if err != nil {
		return nil, &inFile{name, err}
	}
	for _, w := range warnings {
		sentence := p.say.Error(&model.Error{Kind: model.Invalid, Msg: w.Msg, Args: w.Args})
		p.print(p.stderr, "%s\n", p.say.T("cli.warning", "File", name, "Path", w.Path, "Sentence", sentence))
	}
	return f, nil
}

func (p *program) content(name string) ([]byte, error) {
	if name == "-" {
		b, err := io.ReadAll(p.stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return b, nil
	}
	b, err := os.ReadFile(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &inFile{name, &model.Error{Kind: model.NotFound, Msg: "file.missing", Args: map[string]any{"Path": name}, Err: err}}
	case err != nil:
		return nil, &inFile{name, &model.Error{Kind: model.Unavailable, Msg: "file.unreadable", Args: map[string]any{"Path": name}, Err: err}}
	}
	return b, nil
}
