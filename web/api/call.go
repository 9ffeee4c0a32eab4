package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates/say"
)

// call is one request that may be answered: who asks, by what token, and of which workspace.
type call struct {
	User  store.User
	Scope store.Scope
	Place store.Place // its zero value where the operation is of no workspace
	Say   *say.Printer

	secret string // of the token
	echo   echo.Context
}

// callKey leads to the call in a request's context.
type callKey struct{}

// Author is the caller as the author of a change.
func (c *call) Author() model.Author {
	a := c.User.Author()
	a.Address, a.Request = c.echo.RealIP(), requestID(c.echo)
	return a
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

func printer(c echo.Context) *say.Printer {
	return say.For(say.Match(c.Request().Header.Get("Accept-Language"), ""))
}

// guard asks for the right of an operation, once, before its input is read.
func (a *API) guard(op operation) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humaecho.Unwrap(ctx)
		call := &call{Say: printer(c), echo: c, secret: bearer(c.Request())}
		if err := a.ask(ctx.Context(), call, op, c.Param("ws")); err != nil {
			if err := a.send(c, a.problem(c, err)); err != nil {
				a.Log.Warn("answer", "error", err)
			}
			return
		}
		next(huma.WithValue(ctx, callKey{}, call))
	}
}

func bearer(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}

// ask finds out who calls and whether they may. What one may not see answers as what is not there; only what one may see
// can be forbidden.
func (a *API) ask(ctx context.Context, c *call, op operation, slug string) error {
	if op.Right == model.RightNone {
		return nil
	}
	if c.secret == "" {
		return model.Fault(model.Unauthenticated, "", "token.none")
	}
	var err error
	if c.User, c.Scope, err = a.Store.UserByToken(ctx, c.secret); err != nil {
		return err
	}
	switch op.Right {
	case model.RightSignIn:
	case model.RightAdmin:
		if !c.User.Admin {
			return model.Fault(model.NotFound, "", "not-found")
		}
		if c.Scope != store.ScopeAdmin {
			return model.Fault(model.Forbidden, "", "token.scope.admin")
		}
	default:
		if c.Place, err = a.Store.Place(ctx, slug, c.User); err != nil {
			return err
		}
		if !c.Place.Role.May(op.Right) {
			return model.Fault(model.Forbidden, "", "forbidden")
		}
	}
	if c.Scope == store.ScopeRead && op.Method != http.MethodGet {
		return model.Fault(model.Forbidden, "", "token.scope.read")
	}
	return nil
}

// operation is one entry of the map of the API.
type operation struct {
	Method, Path string
	Right        model.Right
	ID, Summary  string
	Status       int // of success; 0 = 200, or 204 without a body
}

// on registers an operation. Its handler is called only for those who have its right.
func on[I, O any](a *API, op operation, handle func(context.Context, *call, *I) (*O, error)) {
	o := huma.Operation{Method: op.Method, Path: op.Path, OperationID: op.ID, Summary: op.Summary, DefaultStatus: op.Status,
		Middlewares: huma.Middlewares{a.guard(op)}, MaxBodyBytes: maxBody,
		Errors:     []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
		Extensions: map[string]any{"x-right": op.Right}}
	if op.Right != model.RightNone {
		o.Security = []map[string][]string{{"token": {}}}
	}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		c, _ := ctx.Value(callKey{}).(*call)
		out, err := handle(ctx, c, in)
		if err != nil {
			return nil, a.problem(c.echo, err)
		}
		return out, nil
	})
	path := strings.NewReplacer("{", ":", "}", "").Replace(Prefix + op.Path)
	a.routes = append(a.routes, Route{op.Method, path, op.Right})
}

// maxBody is the most that a call may send; an import has its own limit.
const maxBody = 1 << 20
