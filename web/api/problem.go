package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates/say"
)

// Problem says what went wrong, as RFC 9457 has it.
type Problem struct {
	Status  int           `json:"status"`
	Title   string        `json:"title" doc:"What sort of problem it is"`
	Detail  string        `json:"detail,omitempty" doc:"A sentence for people, in the language that the request asks for"`
	Errors  []Fault       `json:"errors,omitempty" doc:"What is wrong with the input"`
	Stale   []model.Stale `json:"stale,omitzero" doc:"Of a conflict: the ops that met another value than their author saw, with all three values"`
	Clashes []model.Clash `json:"conflicts,omitzero" doc:"Of a merge: what two sides changed apart; resolve each"`
	RestsOn []string      `json:"rests_on,omitzero" doc:"Of an undo: ids of the later changes that rest on it; name them in \"with\" to take all back together"`
	Request string        `json:"request,omitempty" doc:"Of a failure on our side: what the log calls it"`
}

// Fault is one thing that is wrong with the input.
type Fault struct {
	Path    string `json:"path" doc:"Where in the input, such as ops[2].new"`
	Message string `json:"message"`
}

// Error is for logs.
func (p *Problem) Error() string { return fmt.Sprintf("%d %s", p.Status, p.Detail) }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes the answer a problem document.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// problem turns an error into what the caller is told, in the language the request asks for. What is ours to repair is logged and
// not told.
func (a *API) problem(c echo.Context, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	say := printer(c)
	e, ok := errors.AsType[*model.Error](err)
	if !ok {
		e = &model.Error{Kind: model.Internal, Err: err}
	}
	p := &Problem{Status: a.Status(e.Kind)}
	p.Title = http.StatusText(p.Status)
	if p.Status >= 500 && e.Kind != model.Lacking {
		p.Request = requestID(c)
		a.Log.Error("request", "route", c.Request().Method+" "+c.Path(), "status", p.Status, "error", err, "request", p.Request)
	}
	if e.Kind == model.Invalid {
		p.Detail = say.T("error.input", "count", len(e.All()))
		for _, f := range e.All() {
			one := *f
			one.Also = nil
			p.Errors = append(p.Errors, Fault{f.Field, say.Error(&one)})
		}
		return p
	}
	p.Detail = say.Error(e)
	p.Stale, p.RestsOn, p.Clashes = e.Stale, e.Rests, e.Clashes
	if e.Kind == model.Conflict && e.Field != "" {
		p.Errors = []Fault{{e.Field, p.Detail}}
	}
	return p
}

// send answers with a problem outside of the operations.
func (a *API) send(c echo.Context, p *Problem) error {
	h := c.Response().Header()
	h.Set("Content-Type", problemType)
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="rootline"`)
	}
	c.Response().WriteHeader(p.Status)
	if err := json.NewEncoder(c.Response()).Encode(p); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// speakProblems makes the library's own errors problem documents like ours. It asks for package-wide variables.
var speakProblems = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false // an empty list is []
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return libraryProblem(say.For("en"), status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return libraryProblem(printer(humaecho.Unwrap(ctx)), status, msg, errs)
	}
})

// undoConflict makes sure that a conflict on undo says of both lists that they are there, be they empty.
func undoConflict(err error) error {
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Kind != model.Conflict {
		return err
	}
	full := *e
	full.Stale, full.Rests = append([]model.Stale{}, e.Stale...), append([]string{}, e.Rests...)
	return &full
}
