package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
)

// What a session holds.
const (
	sessionUser  = "user"
	sessionEpoch = "epoch"
	sessionFlash = "flash" // what the last act did, for the next page
	sessionUndo  = "undo"  // where it is taken back
	sessionRedo  = "redo"  // whether that was a taking back itself
	sessionAside = "aside" // acts that are no changes of a graph

	sessionAsideBack = "aside-back" // the last of them that was taken back
)

func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store, m.Codec = s.store.Sessions(), plainSession{}
	m.Lifetime = 30 * 24 * time.Hour
	m.Cookie.Name = "rootline"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	if strings.HasPrefix(s.base, "https://") {
		m.Cookie.Name, m.Cookie.Secure = "__Host-rootline", true
	}
	return m
}

// remembered loads the session of a request, and saves it before the answer begins. Where it cannot be saved, what it would have
// said on the next page is lost and the answer is not; who signs in has it saved before (signIn), and hears of it.
func (s *Server) remembered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Add(echo.HeaderVary, "Cookie")
		ctx, err := s.sessions.Load(c.Request().Context(), cookie(c, s.sessions.Cookie.Name))
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		if c.Request().Method == http.MethodPost {
			s.takesAsideBack(c)
		}
		c.Response().Before(func() { s.saveSession(ctx, c.Response()) })
		return next(c)
	}
}

func (s *Server) saveSession(ctx context.Context, w http.ResponseWriter) {
	switch s.sessions.Status(ctx) {
	case scs.Modified:
		token, expiry, err := s.sessions.Commit(ctx)
		if err != nil {
			s.log.Error("session", "error", err)
			return
		}
		s.sessions.WriteSessionCookie(ctx, w, token, expiry)
	case scs.Destroyed:
		s.sessions.WriteSessionCookie(ctx, w, "", time.Time{})
	}
}

// visit is what is known of a request: who asks, where, and how to speak to them.
type visit struct {
	User  store.User  // zero where nobody has signed in
	Place store.Place // zero outside of a workspace
	State store.State // that the page is in; zero = the present
	Line  store.Line  // of that state
	Say   *say.Printer
	Theme string
}

const visitKey = "visit"

// visitOf returns what is known of the request.
func visitOf(c echo.Context) *visit {
	v, _ := c.Get(visitKey).(*visit)
	return v
}

// author is the person as the author of what the request does.
func author(c echo.Context) model.Author {
	a := visitOf(c).User.Author()
	a.Address, a.Request = address(c), requestID(c)
	return a
}

// known finds out who asks. It stands within scs's own middleware.
func (s *Server) known(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := &visit{Theme: cookie(c, "theme")}
		chosen := cookie(c, "lang")
		ctx := c.Request().Context()
		if id := s.sessions.GetString(ctx, sessionUser); id != "" {
			u, err := s.store.User(ctx, id)
			switch {
			case kindOf(err) == model.NotFound || err == nil && (u.Disabled || u.Epoch != s.sessions.GetInt64(ctx, sessionEpoch)):
				if err := s.sessions.Destroy(ctx); err != nil {
					return err
				}
			case err != nil:
				return err
			default:
				v.User = u
				if u.Language != "" {
					chosen = u.Language
				}
				if u.Theme != "" {
					v.Theme = u.Theme
				}
			}
		}
		if v.Theme != "light" && v.Theme != "dark" {
			v.Theme = ""
		}
		v.Say = say.For(say.Match(c.Request().Header.Get("Accept-Language"), chosen)).In(zoneOf(c, v.User.TimeZone))
		c.Set(visitKey, v)
		return next(c)
	}
}

func cookie(c echo.Context, name string) string {
	k, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return k.Value
}

// signIn begins a session for u under a new id, with nothing in it of somebody else who was signed in here.
func (s *Server) signIn(c echo.Context, u store.User) error {
	ctx := c.Request().Context()
	if s.sessions.GetString(ctx, sessionUser) != u.ID {
		if err := s.sessions.Clear(ctx); err != nil {
			return err
		}
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionUser, u.ID)
	s.sessions.Put(ctx, sessionEpoch, u.Epoch)
	if _, _, err := s.sessions.Commit(ctx); err != nil {
		return err
	}
	s.remember(c, whoCookie, who(u))
	return nil
}

// flash says text on the next page; undo, where given, is the address that takes the act back.
func (s *Server) flash(c echo.Context, text, undo string) {
	s.sessions.Put(c.Request().Context(), sessionFlash, text)
	s.sessions.Put(c.Request().Context(), sessionUndo, undo)
	s.sessions.Remove(c.Request().Context(), sessionRedo)
}

// notice says text on the next page where nothing else is said: a form that is sent twice keeps the way back that its first
// answer offers.
func (s *Server) notice(c echo.Context, text string) {
	if !s.sessions.Exists(c.Request().Context(), sessionFlash) {
		s.flash(c, text, "")
	}
}

// flashRedo says that what the flash offers to take back is itself a taking back.
func (s *Server) flashRedo(c echo.Context) { s.sessions.Put(c.Request().Context(), sessionRedo, true) }

func (s *Server) takeFlash(c echo.Context) *templates.Flash {
	ctx := c.Request().Context()
	if c.Request().Header.Get("Fresh") != "" || !s.sessions.Exists(ctx, sessionFlash) { // it is for the page that follows the act, not for one that is drawn afresh meanwhile
		return nil
	}
	return &templates.Flash{Text: s.sessions.PopString(ctx, sessionFlash), Undo: s.sessions.PopString(ctx, sessionUndo), Redo: s.sessions.PopBool(ctx, sessionRedo)}
}
