// Package web serves the pages and the API. routes.go is the map of the site; a handler reads the request, asks the model
// or the store, renders, and returns its error.
package web

import (
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"rootline/model"
	"rootline/store"
	"rootline/web/api"
	"rootline/web/live"
	"rootline/web/paper"
)

// Options are what a server is handed.
type Options struct {
	Store   *store.Store
	Log     *slog.Logger   // slog.Default() by default
	BaseURL string         // where people reach the server, without a slash at the end; "" = as each request came
	Paper   *paper.Printer // prints PDF and PNG; nil where this machine has no browser for it
	Proxies []*net.IPNet   // from where a request may say on whose behalf it comes; none by default: a header could claim anything
}

// Server serves the pages and the API of one store. Safe for concurrent use.
type Server struct {
	store    *store.Store
	log      *slog.Logger
	base     string
	sessions *scs.SessionManager
	listings listings
	drawn    drawn
	orders   orders
	streams  *live.Streams
	paper    *paper.Printer
	proxies  []*net.IPNet
	api      *api.API
	routes   []Route
	handler  http.Handler
}

// Route is one route and the right it asks.
type Route struct {
	Method string      `json:"method"`
	Path   string      `json:"path"`
	Right  model.Right `json:"right"`
	handle echo.HandlerFunc
}

// New returns a server.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &Server{store: o.Store, log: o.Log, base: strings.TrimSuffix(o.BaseURL, "/"), paper: o.Paper, proxies: o.Proxies}
	s.sessions = s.newSessions()
	s.streams = live.New(o.Store, o.Log)
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = s.addresses()
	e.HTTPErrorHandler = s.fault
	e.Use(middleware.RequestIDWithConfig(middleware.RequestIDConfig{Generator: store.NewID}))
	e.Use(s.logged, s.recovered, s.headers, s.compressed())
	e.Pre(middleware.RemoveTrailingSlashWithConfig(middleware.TrailingSlashConfig{RedirectCode: http.StatusMovedPermanently,
		Skipper: func(c echo.Context) bool { return c.Request().Method != http.MethodGet }}))
	s.mount(e)
	cross := http.NewCrossOriginProtection()
	s.handler = cross.Handler(headAsGet(e))
	return s
}

// headAsGet answers HEAD as GET; the server leaves the body out, since it knows the request as it came.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// Handler answers requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Routes lists every route with the right it asks.
func (s *Server) Routes() []Route { return s.routes }

// HTTP returns a server with the limits that a public address needs. Streams clear their own deadlines, and end when it
// shuts down: their clients connect again.
func (s *Server) HTTP() *http.Server {
	h := &http.Server{Handler: s.handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	h.RegisterOnShutdown(s.streams.Close)
	return h
}

// baseURL is where the person reaches the server, for links that are handed on.
func (s *Server) baseURL(c echo.Context) string {
	if s.base != "" {
		return s.base
	}
	return (&url.URL{Scheme: s.scheme(c), Host: c.Request().Host}).String()
}

// scheme believes the connection, the configured address and trusted proxies, not other headers.
func (s *Server) scheme(c echo.Context) string {
	r := c.Request()
	if strings.HasPrefix(s.base, "https://") || r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" && s.trusts(echo.ExtractIPDirect()(r)) {
		return "https"
	}
	return "http"
}

// addresses finds the network address a request came from: that of the connection, or what trusted proxies say of it, from
// the nearest back to the first that is not trusted.
func (s *Server) addresses() echo.IPExtractor {
	if len(s.proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range s.proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	direct, forwarded := echo.ExtractIPDirect(), echo.ExtractIPFromXFFHeader(trust...)
	return func(r *http.Request) string {
		if !s.trusts(direct(r)) {
			return direct(r)
		}
		return forwarded(r)
	}
}

// trusts says whether an address is one of a trusted proxy.
func (s *Server) trusts(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && slices.ContainsFunc(s.proxies, func(p *net.IPNet) bool { return p.Contains(ip) })
}

// address is the network address a request came from.
func address(c echo.Context) string { return c.RealIP() }
