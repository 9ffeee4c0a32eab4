package main

import (
	"rootline/store"
)

type backupCommand struct {
	File string `arg:"" name:"FILE" help:"Where to; it must not be there yet."`
}

// Run writes a copy of the database.
func (c *backupCommand) Run(p *program) error {
	if err := store.Exists(p.db); err != nil {
		return err // a copy of a new, empty database would look like a backup
	}
	s, err := p.open(store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	p.progress("cli.backup", "File", c.File)
	return s.Backup(p.ctx, c.File)
}

type restoreCommand struct {
	File  string `arg:"" name:"FILE" help:"A copy that backup wrote."`
	Force bool   `help:"Overwrite the database that is there."`
}

// Run puts a copy in the place of the database.
func (c *restoreCommand) Run(p *program) error {
	return store.Restore(p.ctx, c.File, p.db, c.Force)
}
