package api

import (
	"context"

	"rootline/model"
	"rootline/store"
)

// InSpace is the input of an operation of a workspace.
type InSpace struct {
	WS string `path:"ws" doc:"The slug of the workspace"`
}

// body is an answer with a body.
type body[T any] struct{ Body T }

// none is an answer without one.
type none struct{}

// Space is a workspace as the API shows it.
type Space struct {
	Slug      string         `json:"slug"`
	Name      string         `json:"name"`
	Currency  string         `json:"currency" doc:"ISO 4217"`
	Languages []string       `json:"languages" doc:"The first is that of the elements' own names"`
	Role      model.Role     `json:"role" doc:"What you are in it"`
	Revision  model.Revision `json:"revision" doc:"The number of its last change"`
	Fields    []OwnField     `json:"fields" doc:"Fields that the workspace adds to kinds: props of their elements"`
}

// OwnField is a field that a workspace adds to a kind of element.
type OwnField struct {
	Kind    model.Kind     `json:"kind"`
	Name    string         `json:"name" doc:"Of the prop"`
	Label   string         `json:"label,omitempty" doc:"What people call it"`
	Type    model.PropType `json:"type" doc:"text, long, number, whole, bool, date, choice or list"`
	Unit    string         `json:"unit,omitempty"`
	Choices []string       `json:"choices,omitempty"`
}

func spaceOf(p store.Place) Space {
	fields := make([]OwnField, len(p.Fields))
	for i, f := range p.Fields {
		fields[i] = OwnField(f)
	}
	return Space{p.Slug, p.Name, p.Currency, p.Languages, p.Role, p.Revision, fields}
}

// Spaces is a page of workspaces.
type Spaces struct {
	Workspaces []Space `json:"workspaces"`
	Next       string  `json:"next,omitempty"`
}

func (a *API) workspaces(ctx context.Context, c *call, in *Page) (*body[Spaces], error) {
	places, err := a.Store.Places(ctx, c.User, in.After, in.Limit+1)
	if err != nil {
		return nil, err
	}
	var out Spaces
	if len(places) > in.Limit {
		places = places[:in.Limit]
		out.Next = places[in.Limit-1].Slug
	}
	out.Workspaces = make([]Space, len(places))
	for i, p := range places {
		out.Workspaces[i] = spaceOf(p)
	}
	return &body[Spaces]{out}, nil
}

type workspaceNew struct {
	Body struct {
		Slug      string   `json:"slug"`
		Name      string   `json:"name"`
		Currency  string   `json:"currency,omitempty" default:"EUR"`
		Languages []string `json:"languages,omitempty" doc:"English by default"`
	}
}

func (a *API) workspaceAdd(ctx context.Context, c *call, in *workspaceNew) (*body[Space], error) {
	w := model.Workspace{Slug: in.Body.Slug, Name: in.Body.Name, Currency: in.Body.Currency, Languages: in.Body.Languages}
	if len(w.Languages) == 0 {
		w.Languages = []string{"en"}
	}
	w, err := a.Store.AddWorkspace(ctx, w, c.User.ID, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[Space]{spaceOf(store.Place{Workspace: w, Role: model.Owner})}, nil
}

func (a *API) workspace(_ context.Context, c *call, _ *InSpace) (*body[Space], error) {
	return &body[Space]{spaceOf(c.Place)}, nil
}

type workspaceEdit struct {
	InSpace
	Body struct {
		Slug      *string    `json:"slug,omitempty"`
		Name      *string    `json:"name,omitempty"`
		Currency  *string    `json:"currency,omitempty"`
		Languages []string   `json:"languages,omitempty"`
		Fields    []OwnField `json:"fields,omitempty" doc:"All of them: one that is left out goes, its values stay with their elements"`
	}
}

func (a *API) workspaceSet(ctx context.Context, c *call, in *workspaceEdit) (*body[Space], error) {
	for _, f := range []struct {
		field *string
		to    *string
	}{{&c.Place.Slug, in.Body.Slug}, {&c.Place.Name, in.Body.Name}, {&c.Place.Currency, in.Body.Currency}} {
		if f.to != nil {
			*f.field = *f.to
		}
	}
	if in.Body.Languages != nil {
		c.Place.Languages = in.Body.Languages
	}
	if in.Body.Fields != nil {
		c.Place.Fields = nil
		for _, f := range in.Body.Fields {
			c.Place.Fields = append(c.Place.Fields, model.OwnField(f))
		}
	}
	if err := a.Store.SetWorkspace(ctx, c.Place.Workspace, c.Author()); err != nil {
		return nil, err
	}
	return &body[Space]{spaceOf(c.Place)}, nil
}

func (a *API) workspaceRemove(ctx context.Context, c *call, _ *InSpace) (*none, error) {
	return nil, a.Store.RemoveWorkspace(ctx, c.Place.ID, c.Author())
}

// Member is a person in a workspace.
type Member struct {
	ID    string     `json:"id"`
	Email string     `json:"email"`
	Name  string     `json:"name"`
	Role  model.Role `json:"role"`
}

// Members is a page of members.
type Members struct {
	Members []Member `json:"members"`
	Next    string   `json:"next,omitempty"`
}

type memberList struct {
	InSpace
	Page
}

func (a *API) members(ctx context.Context, c *call, in *memberList) (*body[Members], error) {
	list, err := a.Store.Members(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	var out Members
	list, out.Next = cut(list, func(m store.Member) string { return m.ID }, in.Page)
	out.Members = make([]Member, len(list))
	for i, m := range list {
		out.Members[i] = Member{m.ID, m.Email, m.Name, m.Role}
	}
	return &body[Members]{out}, nil
}

// InMember names a member.
type InMember struct {
	InSpace
	User string `path:"user" doc:"The id of the person"`
}

func (a *API) member(ctx context.Context, c *call, in *InMember) (*body[Member], error) {
	list, err := a.Store.Members(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.ID == in.User {
			return &body[Member]{Member{m.ID, m.Email, m.Name, m.Role}}, nil
		}
	}
	return nil, model.Fault(model.NotFound, "", "not-found")
}

type memberEdit struct {
	InMember
	Body struct {
		Role model.Role `json:"role" doc:"viewer, contributor, editor or owner"`
	}
}

func (a *API) memberSet(ctx context.Context, c *call, in *memberEdit) (*body[Member], error) {
	if err := a.Store.SetMember(ctx, c.Place.ID, in.User, in.Body.Role, c.Author()); err != nil {
		return nil, err
	}
	return a.member(ctx, c, &in.InMember)
}

func (a *API) memberRemove(ctx context.Context, c *call, in *InMember) (*none, error) {
	return nil, a.Store.RemoveMember(ctx, c.Place.ID, in.User, c.Author())
}
