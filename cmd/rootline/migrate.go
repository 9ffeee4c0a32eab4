package main

import (
	"runtime/debug"

	"rootline/store"
)

type migrateCommand struct {
	Status bool `help:"Only say where the database stands."`
}

// Run brings the database forward.
func (c *migrateCommand) Run(p *program) error {
	if !c.Status {
		s, err := p.open(store.Options{})
		if err != nil {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
	have, want, err := store.SchemaStatus(p.ctx, p.db)
	if err != nil {
		return err
	}
	said := p.say.T("cli.schema", "Have", have, "Want", want)
	switch {
	case have > want:
		said += " " + p.say.T("cli.schema.newer")
	case have < want:
		said += " " + p.say.T("cli.schema.older")
	}
	p.print(p.stdout, "%s\n", said)
	return nil
}

type versionCommand struct{}

// Run says which version this is.
func (*versionCommand) Run(p *program) error {
	version, revision := "(devel)", ""
	info, ok := debug.ReadBuildInfo()
	if ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
		p.print(p.stdout, "rootline %s%s %s\n", version, revision, info.GoVersion)
		return nil
	}
	p.print(p.stdout, "rootline %s\n", version)
	return nil
}
