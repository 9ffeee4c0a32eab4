package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// tokenDays are the days after which a token can expire; 0 = never.
var tokenDays = []int{30, 90, 365, 0}

// account is the page of who has signed in: name, language, password, sessions, tokens.
func (s *Server) account(c echo.Context) error {
	return s.showAccount(c, http.StatusOK, templates.AccountView{})
}

func (s *Server) showAccount(c echo.Context, status int, view templates.AccountView) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	view.Name, view.Email, view.Language, view.Theme, view.Zone, view.Keys = v.User.Name, v.User.Email, v.User.Language, v.User.Theme, v.User.TimeZone, !v.User.KeysOff
	view.Zones = someZones
	if z := zoneNamed(cookie(c, "tz")); z != nil {
		view.BrowserZone = z.String()
	}
	var err error
	if view.HasPassword, err = s.store.PasswordSet(ctx, v.User.ID); err != nil {
		return err
	}
	tokens, err := s.store.Tokens(ctx, v.User.ID)
	if err != nil {
		return err
	}
	for _, tok := range tokens {
		row := templates.TokenRow{Name: tok.Name, Scope: v.Say.T("me.scope." + string(tok.Scope)), Made: v.Say.Date(tok.Created), Until: v.Say.T("me.token.never"), RemoveURL: "/account/tokens/" + tok.ID + "/remove"}
		if !tok.Expires.IsZero() {
			row.Until = v.Say.Date(tok.Expires)
			row.Over = !tok.Expires.After(s.store.Now())
		}
		view.Tokens = append(view.Tokens, row)
	}
	for _, scope := range []store.Scope{store.ScopeRead, store.ScopeWrite, store.ScopeAdmin} {
		if scope != store.ScopeAdmin || v.User.Admin {
			view.Scopes = append(view.Scopes, templates.Option{Value: string(scope), Label: v.Say.T("me.scope." + string(scope)), Hint: v.Say.T("me.scope." + string(scope) + ".says"), On: string(scope) == cmpOr(view.Token.Scope, "write")})
		}
	}
	for _, d := range tokenDays {
		label := v.Say.T("me.token.never")
		if d > 0 {
			label = v.Say.T("people.days", "count", d)
		}
		view.Days = append(view.Days, templates.Option{Value: strconv.Itoa(d), Label: label, On: strconv.Itoa(d) == cmpOr(view.Token.Days, "90")})
	}
	p := s.page(c, v.Say.T("frame.account"), "")
	p.Styles = []string{"element", "records"}
	return s.render(c, status, templates.Account(p, view))
}

// accountSet sets name, language and colours.
func (s *Server) accountSet(c echo.Context) error {
	v := visitOf(c)
	u := v.User
	u.Name, u.Language, u.Theme, u.TimeZone, u.KeysOff = field(c, "name"), field(c, "language"), field(c, "theme"), field(c, "zone"), field(c, "keys") != "true"
	if u.Language != "" && !slices.Contains(model.Languages, u.Language) {
		u.Language = ""
	}
	if u.Theme != "light" && u.Theme != "dark" {
		u.Theme = ""
	}
	err := s.store.SetProfile(c.Request().Context(), u, author(c))
	if e, ok := mendable(err); ok {
		v.User = u // what was entered stays
		return s.showAccount(c, Status(e.Kind), templates.AccountView{Errors: fieldErrors(v.Say, e)})
	}
	if err != nil {
		return err
	}
	s.remember(c, "theme", u.Theme)
	if u.Language != "" {
		s.remember(c, "lang", u.Language)
	}
	s.flash(c, v.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, "/account")
}

// accountPassword changes the password of who knows the old one, or gives one to who has none yet, and ends their other
// sessions.
func (s *Server) accountPassword(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	refuse := func(status int, field, message string) error {
		return s.showAccount(c, status, templates.AccountView{Errors: []templates.FieldError{{Field: field, Message: message}}})
	}
	set, err := s.store.PasswordSet(ctx, v.User.ID)
	if err == nil && set { // as a sign-in, so that trying is limited
		_, err = s.store.SignIn(ctx, v.User.Email, c.FormValue("old"), address(c))
	}
	if e, ok := errors.AsType[*model.Error](err); ok {
		switch e.Kind {
		case model.Unauthenticated:
			return refuse(http.StatusUnprocessableEntity, "old", v.Say.T("error.me.old"))
		case model.TooMany:
			return refuse(Status(e.Kind), "old", v.Say.Error(e))
		}
	}
	if err != nil {
		return err
	}
	err = s.store.SetPassword(ctx, v.User.ID, c.FormValue("password"), author(c))
	if e, ok := mendable(err); ok {
		return refuse(Status(e.Kind), "password", v.Say.Error(e))
	}
	if err != nil {
		return err
	}
	u, err := s.store.User(ctx, v.User.ID)
	if err != nil {
		return err
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	s.flash(c, v.Say.T("me.password.done"), "")
	return c.Redirect(http.StatusSeeOther, "/account")
}

// accountSignOut ends all sessions of who asks.
func (s *Server) accountSignOut(c echo.Context) error {
	ctx := c.Request().Context()
	if err := s.store.SignOutEverywhere(ctx, visitOf(c).User.ID, author(c)); err != nil {
		return err
	}
	if err := s.sessions.Destroy(ctx); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}

// tokenNew makes a token for a program that acts as who asks; it is shown once.
func (s *Server) tokenNew(c echo.Context) error {
	v := visitOf(c)
	form := templates.TokenForm{Name: field(c, "token"), Scope: field(c, "scope"), Days: field(c, "days")}
	days, err := strconv.Atoi(form.Days)
	if err != nil || !slices.Contains(tokenDays, days) {
		days = 90
	}
	tok := store.Token{Name: form.Name, Scope: store.Scope(form.Scope)}
	if days > 0 {
		tok.Expires = s.store.Now().Add(time.Duration(days) * 24 * time.Hour)
	}
	_, secret, err := s.store.AddToken(c.Request().Context(), v.User, tok, author(c))
	if e, ok := mendable(err); ok {
		field := e.Field
		if field == "name" {
			field = "token" // the page has a name of its own
		}
		return s.showAccount(c, Status(e.Kind), templates.AccountView{Token: form, Errors: []templates.FieldError{{Field: field, Message: v.Say.Error(e)}}})
	}
	if err != nil {
		return err
	}
	return s.showAccount(c, http.StatusOK, templates.AccountView{Fresh: templates.Secret{Label: v.Say.T("me.token.fresh", "Name", form.Name), Says: v.Say.T("me.token.fresh.says"), Value: secret}})
}

func (s *Server) tokenRemove(c echo.Context) error {
	v := visitOf(c)
	if err := s.store.RemoveToken(c.Request().Context(), v.User.ID, c.Param("id"), author(c)); err != nil {
		return err
	}
	s.flash(c, v.Say.T("me.token.removed"), "")
	return c.Redirect(http.StatusSeeOther, "/account")
}
