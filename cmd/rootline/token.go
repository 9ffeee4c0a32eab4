package main

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"rootline/model"
	"rootline/store"
)

type tokenCommands struct {
	Create tokenCreate `cmd:"" help:"Make a token; prints it, this once."`
}

type tokenCreate struct {
	Email   string `required:"" help:"Whom it acts for."`
	Name    string `required:"" help:"What it is for."`
	Scope   string `default:"write" enum:"read,write,admin" help:"read, write (all that the person may do in workspaces) or admin (the installation too)."`
	Expires string `placeholder:"90d" help:"After how many days, or on which date, it ends. Never by default."`
}

// Run makes a token.
func (c *tokenCreate) Run(p *program) error {
	now := time.Now().UTC()
	expires, ok := expiry(c.Expires, now)
	if !ok {
		return usage{errors.New(p.say.T("cli.expires", "Value", c.Expires))}
	}
	s, err := p.open(store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	u, err := s.UserByEmail(p.ctx, c.Email)
	if absent(err) {
		return model.Fault(model.NotFound, "", "cli.person", "Email", c.Email)
	}
	if err != nil {
		return err
	}
	_, secret, err := s.AddToken(p.ctx, u, store.Token{Name: c.Name, Scope: store.Scope(c.Scope), Expires: expires}, byCommand())
	if err != nil {
		return err
	}
	p.print(p.stdout, "%s\n", secret)
	return nil
}

// expiry reads "90d", a duration such as "12h", or a date, whose end is meant; zero = never.
func expiry(s string, now time.Time) (time.Time, bool) {
	if s == "" {
		return time.Time{}, true
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		return now.AddDate(0, 0, n), err == nil && n > 0
	}
	if d, err := time.ParseDuration(s); err == nil {
		return now.Add(d), d > 0
	}
	day, err := time.Parse(time.DateOnly, s)
	return day.AddDate(0, 0, 1), err == nil
}
