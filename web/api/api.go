// Package api serves the JSON API under /api/v1. operations.go is its map: every operation with its method, path and the
// right it asks. It knows nothing of the pages; what it shares with them is handed in.
package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/web/live"
	"rootline/web/paper"
)

// Prefix is where the API stands.
const Prefix = "/api/v1"

// Deps are what the API is handed.
type Deps struct {
	Store   *store.Store
	Streams *live.Streams
	Log     *slog.Logger
	Status  func(model.ErrorKind) int // the status of each kind of error
	BaseURL func(echo.Context) string // where people reach the server, without a slash at the end
	Paper   *paper.Printer            // prints PDF and PNG; nil where this machine has no browser for it
}

// Route is one operation: its path as the router has it, and the right it asks.
type Route struct {
	Method, Path string
	Right        model.Right
}

// API is what its handlers share. Safe for concurrent use.
type API struct {
	Deps
	huma   huma.API
	routes []Route
	orders orders
}

// Mount registers the API.
func Mount(e *echo.Echo, d Deps) *API {
	speakProblems()
	a := &API{Deps: d}
	a.huma = humaecho.NewWithGroup(e, e.Group(Prefix), huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Rootline", Version: "1",
				Description: "Everything that a team records, as JSON. Errors are problem documents (RFC 9457)."},
			Servers:    []*huma.Server{{URL: Prefix}},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:       map[string]huma.Format{"application/json": strictJSON, "json": strictJSON},
		DefaultFormat: "application/json",
	})
	a.huma.OpenAPI().Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token from your profile, or from `rootline token create`."},
	}
	a.operations()
	a.description(e)
	return a
}

// Routes lists every operation with the right it asks.
func (a *API) Routes() []Route { return a.routes }

// Owns says whether a request is for the API, so that its errors are the API's to answer.
func Owns(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, Prefix+"/") }

// Fault answers an error that no operation dealt with, such as a method that a path does not have.
func (a *API) Fault(c echo.Context, err error) error {
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		return a.send(c, &Problem{Status: h.Code, Title: http.StatusText(h.Code)})
	}
	return a.send(c, a.problem(c, err))
}

// description serves the OpenAPI document of all operations.
func (a *API) description(e *echo.Echo) {
	text := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) })
	e.GET(Prefix+"/openapi.json", func(c echo.Context) error {
		b, err := text()
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/openapi+json", b)
	})
	a.routes = append(a.routes, Route{http.MethodGet, Prefix + "/openapi.json", model.RightNone})
	e.RouteNotFound(Prefix+"/*", func(c echo.Context) error {
		return a.send(c, a.problem(c, model.Fault(model.NotFound, "", "not-found")))
	})
}
