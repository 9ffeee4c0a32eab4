package web

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"rootline/static"
)

// policy is the content security policy of every page: nothing but our own files, nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.scheme(c) == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if strings.HasPrefix(c.Request().URL.Path, "/s/") {
			h.Set("X-Robots-Tag", "noindex")
			h.Set("Referrer-Policy", "no-referrer")
		}
		return next(c)
	}
}

// logged writes one line for each request that failed on our side or took long; never a body, a query or a secret in a path.
func (s *Server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		if took := time.Since(start); took > time.Second && !strings.HasSuffix(c.Path(), "/events") {
			s.log.Info("slow request", "route", c.Request().Method+" "+c.Path(), "took", took, "request", requestID(c))
		}
		return nil
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if p := recover(); p != nil {
				if e, ok := p.(error); ok && errors.Is(e, http.ErrAbortHandler) {
					panic(p)
				}
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}

func (s *Server) compressed() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024, Skipper: func(c echo.Context) bool {
		return strings.HasSuffix(c.Path(), "/events") || strings.HasPrefix(c.Path(), static.Prefix)
	}})
}

// roomier are the forms that may send more than one megabyte, and how many.
var roomier = map[string]int{"/w/:ws/new/list": 8, "/w/:ws/states/import": 16, "/login": 17}

// mostMegabytes is how much a form of this route may send; the API has its own limits.
func mostMegabytes(path string) int { return max(1, roomier[path]) }

// asset serves a file that ships with the program.
func (s *Server) asset(c echo.Context) error {
	a, ok := static.Lookup(c.Request().URL.Path)
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	if a.Kept {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	body := a.Body
	if a.Gzip != nil && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.Gzip
	}
	return c.Blob(http.StatusOK, a.Type, body)
}
