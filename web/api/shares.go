package api

import (
	"context"
	"strings"
	"time"

	"rootline/model"
	"rootline/store"
)

// Share is an open share link, without its address.
type Share struct {
	ID       string    `json:"id"`
	Target   string    `json:"target"`
	Audience string    `json:"audience"`
	Language string    `json:"language,omitempty"`
	Redact   bool      `json:"redact"`
	Password bool      `json:"password" doc:"Whether one is asked"`
	Created  time.Time `json:"created"`
	Expires  time.Time `json:"expires"`
}

// Shares is a page of share links.
type Shares struct {
	Shares []Share `json:"shares"`
	Next   string  `json:"next,omitempty"`
}

type inShares struct {
	InSpace
	Page
}

func (a *API) shares(ctx context.Context, c *call, in *inShares) (*body[Shares], error) {
	list, err := a.Store.Shares(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	var out Shares
	list, out.Next = cut(list, func(s store.Share) string { return s.ID }, in.Page)
	out.Shares = make([]Share, len(list))
	for i, s := range list {
		out.Shares[i] = Share{s.ID, s.Target, s.Audience, s.Language, s.Redact, s.Password, s.Created, s.Expires}
	}
	return &body[Shares]{out}, nil
}

type shareNew struct {
	InSpace
	Body struct {
		Target   string `json:"target" doc:"problem:ID"`
		Audience string `json:"audience,omitempty" default:"manager" doc:"executive, manager, analyst, reporter or customer"`
		Language string `json:"language,omitempty" doc:"As the reader's browser asks, by default"`
		Expires  string `json:"expires,omitempty" doc:"A date or a moment; in 30 days by default"`
		Password string `json:"password,omitempty" maxLength:"1000"`
		Redact   bool   `json:"redact,omitempty" doc:"Without names and quotes"`
	}
}

// NewShare is a share link with its address.
type NewShare struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// shareLife is how long a share link lives where nothing else is said.
const shareLife = 30 * 24 * time.Hour

func (a *API) shareAdd(ctx context.Context, c *call, in *shareNew) (*body[NewShare], error) {
	sh := store.Share{Workspace: c.Place.ID, Target: in.Body.Target, Audience: in.Body.Audience, Language: in.Body.Language, Redact: in.Body.Redact}
	if sh.Audience == "" {
		sh.Audience = "manager"
	}
	if err := audience(sh.Audience); err != nil {
		return nil, err
	}
	if err := language(sh.Language); sh.Language != "" && err != nil {
		return nil, err
	}
	if err := a.shareable(ctx, c, sh.Target); err != nil {
		return nil, err
	}
	sh.Expires = a.Store.Now().Add(shareLife)
	if in.Body.Expires != "" {
		var err error
		if sh.Expires, err = moment("expires", in.Body.Expires); err != nil {
			return nil, err
		}
	}
	sh, secret, err := a.Store.AddShare(ctx, sh, in.Body.Password, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[NewShare]{NewShare{sh.ID, a.BaseURL(c.echo) + "/s/" + secret}}, nil
}

// shareable says whether a target is a report that there is.
func (a *API) shareable(ctx context.Context, c *call, target string) error {
	id, ok := strings.CutPrefix(target, "problem:")
	if !ok {
		return model.Fault(model.Invalid, "target", "share.target", "Value", target)
	}
	g, _, err := a.Store.Graph(ctx, c.Place.ID)
	if err != nil {
		return err
	}
	if e := g.Element(id); e == nil || e.Kind != model.Problem {
		return model.Fault(model.Invalid, "target", "absent", "ID", id)
	}
	return nil
}

type inShare struct {
	InSpace
	ID string `path:"id"`
}

func (a *API) shareRemove(ctx context.Context, c *call, in *inShare) (*none, error) {
	return nil, a.Store.RevokeShare(ctx, c.Place.ID, in.ID, c.Author())
}
