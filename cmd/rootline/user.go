package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"rootline/store"
)

type userCommands struct {
	Create userCreate `cmd:"" help:"Make a person; prints the id."`
}

type userCreate struct {
	Email         string `required:"" help:"Where mail reaches them; they sign in by it."`
	Name          string `required:"" help:"How others know them."`
	Admin         bool   `help:"Let them administer the installation."`
	PasswordStdin bool   `help:"Read the password from standard input. Without one they cannot sign in by a password."`
}

// Run makes a person.
func (c *userCreate) Run(p *program) error {
	var password string
	if c.PasswordStdin {
		line, err := bufio.NewReader(p.stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("password: %w", err)
		}
		if password = strings.TrimRight(line, "\r\n"); password == "" {
			return usage{errors.New(p.say.T("cli.password.none"))}
		}
	}
	s, err := p.open(store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	u, err := s.AddUser(p.ctx, store.User{Email: c.Email, Name: c.Name, Admin: c.Admin}, password, byCommand())
	if err != nil {
		return err
	}
	p.print(p.stdout, "%s\n", u.ID)
	return nil
}
