package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/api"
)

// Status is the status of an error of this kind, on pages and in the API alike.
func Status(kind model.ErrorKind) int {
	switch kind {
	case model.Invalid:
		return http.StatusUnprocessableEntity
	case model.NotFound:
		return http.StatusNotFound
	case model.Conflict:
		return http.StatusConflict
	case model.Forbidden:
		return http.StatusForbidden
	case model.Unauthenticated:
		return http.StatusUnauthorized
	case model.TooMany:
		return http.StatusTooManyRequests
	case model.Full:
		return http.StatusInsufficientStorage
	case model.Unavailable:
		return http.StatusServiceUnavailable
	case model.TooLarge:
		return http.StatusRequestEntityTooLarge
	case model.Lacking:
		return http.StatusNotImplemented
	}
	return http.StatusInternalServerError
}

// kindOf is the kind of an error, Internal where it has none.
func kindOf(err error) model.ErrorKind {
	if e, ok := errors.AsType[*model.Error](err); ok {
		return e.Kind
	}
	return model.Internal
}

// asFault returns the model's own error in err.
func asFault(err error) (*model.Error, bool) { return errors.AsType[*model.Error](err) }

// mendable returns the fault that the person can mend in the form before them: Invalid, or Conflict.
func mendable(err error) (*model.Error, bool) {
	e, ok := errors.AsType[*model.Error](err)
	return e, ok && (e.Kind == model.Invalid || e.Kind == model.Conflict)
}

// isKind says whether an error is a fault of this kind.
func isKind(err error, kind model.ErrorKind) bool {
	e, ok := errors.AsType[*model.Error](err)
	return ok && e.Kind == kind
}

// fault answers an error that no handler dealt with.
func (s *Server) fault(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if api.Owns(c) {
		if err := s.api.Fault(c, err); err != nil {
			s.log.Warn("answer", "error", err)
		}
		return
	}
	status, text, id := http.StatusInternalServerError, "", ""
	v := visitOf(c)
	if v == nil {
		v = &visit{Say: say.For(say.Match(c.Request().Header.Get("Accept-Language"), ""))}
		c.Set(visitKey, v)
	}
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		status = h.Code
		if status == http.StatusRequestEntityTooLarge {
			text = v.Say.T("fault.413.form", "Most", mostMegabytes(c.Path()))
			c.Request().Body = http.NoBody // nobody reads how much it is
		}
	} else if e, ok := errors.AsType[*model.Error](err); ok {
		status = Status(e.Kind)
		if e.Kind != model.Internal && e.Kind != model.Full && e.Msg != "not-found" { // of those the page says more
			text = v.Say.Error(e)
		}
	}
	if status >= 500 && status != http.StatusNotImplemented {
		id = requestID(c)
		s.log.Error("request", "route", c.Request().Method+" "+c.Path(), "status", status, "error", err, "request", id)
		if status == http.StatusInternalServerError {
			text = ""
		} else {
			id = ""
		}
	}
	page := s.page(c, "", "")
	page.Flash = nil
	if r := c.Request(); r.Method == http.MethodGet && v.Place.ID != "" && v.User.ID != "" { // what was typed on a page that has gone is shown
		page.Live = &templates.Live{Whose: page.Workspace.URL("here"), Shelf: shelf(v.Place.ID, v.User.ID)}
	}
	var typed []templates.Option
	if status != http.StatusRequestEntityTooLarge { // what was too large to be read is not read now
		r := c.Request()
		r.Body = http.MaxBytesReader(c.Response(), r.Body, int64(mostMegabytes(c.Path()))<<20) // where no route matched, nothing else bounds it
		typed = wrote(v, asFields(sent(c)))
	}
	if len(typed) > 0 {
		page.Styles = []string{"list"}
	}
	if err := s.render(c, status, templates.Fault(page, status, text, id, typed)); err != nil {
		s.log.Error("error page", "error", err)
	}
}
