package api

import (
	"context"
	"slices"
	"time"

	"rootline/model"
	"rootline/store"
)

// Me is the person that a token acts for.
type Me struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Admin bool   `json:"admin"`
}

func (a *API) me(_ context.Context, c *call, _ *struct{}) (*body[Me], error) {
	return &body[Me]{Me{c.User.ID, c.User.Email, c.User.Name, c.User.Admin}}, nil
}

// Tokens is a page of tokens.
type Tokens struct {
	Tokens []store.Token `json:"tokens"`
	Next   string        `json:"next,omitempty"`
}

func (a *API) tokens(ctx context.Context, c *call, in *Page) (*body[Tokens], error) {
	list, err := a.Store.Tokens(ctx, c.User.ID)
	if err != nil {
		return nil, err
	}
	var out Tokens
	out.Tokens, out.Next = cut(list, func(t store.Token) string { return t.ID }, *in)
	return &body[Tokens]{out}, nil
}

type tokenNew struct {
	Body struct {
		Name    string      `json:"name"`
		Scope   store.Scope `json:"scope,omitempty" default:"write" enum:"read,write,admin"`
		Expires string      `json:"expires,omitempty" doc:"A date or a moment; never by default"`
	}
}

// NewToken is a token with its secret.
type NewToken struct {
	ID    string      `json:"id"`
	Token string      `json:"token"`
	Name  string      `json:"name"`
	Scope store.Scope `json:"scope"`
}

// scopes, each with the rights of those before it.
var scopes = []store.Scope{store.ScopeRead, store.ScopeWrite, store.ScopeAdmin}

func (a *API) tokenAdd(ctx context.Context, c *call, in *tokenNew) (*body[NewToken], error) {
	tok := store.Token{Name: in.Body.Name, Scope: in.Body.Scope}
	if tok.Scope == "" {
		tok.Scope = store.ScopeWrite
	}
	if slices.Index(scopes, tok.Scope) > slices.Index(scopes, c.Scope) {
		return nil, model.Fault(model.Forbidden, "scope", "token.scope.more")
	}
	var err error
	if in.Body.Expires != "" {
		if tok.Expires, err = moment("expires", in.Body.Expires); err != nil {
			return nil, err
		}
	}
	tok, secret, err := a.Store.AddToken(ctx, c.User, tok, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[NewToken]{NewToken{tok.ID, secret, tok.Name, tok.Scope}}, nil
}

// moment reads a date, which means its end, or a moment.
func moment(field, s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, 1), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, model.Fault(model.Invalid, field, "prop.date", "Value", s)
	}
	return t.UTC(), nil
}

type inToken struct {
	ID string `path:"id"`
}

func (a *API) tokenRemove(ctx context.Context, c *call, in *inToken) (*none, error) {
	return nil, a.Store.RemoveToken(ctx, c.User.ID, in.ID, c.Author())
}
