package main

import (
	"context"
	"errors"
	"time"

	"rootline/model"
	"rootline/store"
	"rootline/templates/say"
)

// demoSlug and demoEmail name the filled workspace and its owner, who has no password.
const (
	demoSlug  = "demo"
	demoEmail = "demo@rootline.invalid"
)

// demoLife is how long the link to the demo stands open.
const demoLife = 30 * 24 * time.Hour

// openDemo adds the filled workspace and its owner where they are missing, and returns the secret of a link that signs the
// owner in.
func openDemo(ctx context.Context, s *store.Store, p *say.Printer) (string, error) {
	owner, err := s.UserByEmail(ctx, demoEmail)
	if absent(err) {
		owner, err = s.AddUser(ctx, store.User{Email: demoEmail, Name: p.T("cli.demo.owner")}, "", byCommand())
	}
	if err != nil {
		return "", err
	}
	w, err := s.Workspace(ctx, demoSlug)
	if absent(err) {
		if err = tellDemo(ctx, s, p, owner); err == nil {
			w, err = s.Workspace(ctx, demoSlug)
		}
	}
	if err != nil {
		return "", err
	}
	if err := s.SetMember(ctx, w.ID, owner.ID, model.Owner, byCommand()); err != nil {
		return "", err
	}
	_, secret, err := s.AddPass(ctx, store.Pass{Kind: store.PassDemo, User: owner.ID, Workspace: w.ID, Expires: s.Now().Add(demoLife)}, byCommand())
	return secret, err
}

func absent(err error) bool {
	e, ok := errors.AsType[*model.Error](err)
	return ok && e.Kind == model.NotFound
}
