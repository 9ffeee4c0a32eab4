package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
)

// spacesPerPage is how many workspaces one page of them lists.
const spacesPerPage = 100

// front is the first page: the workspaces of who has signed in.
func (s *Server) front(c echo.Context) error {
	v := visitOf(c)
	if v.User.ID == "" {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	after := c.QueryParam("after")
	places, err := s.store.Places(c.Request().Context(), v.User, after, spacesPerPage+1)
	if err != nil {
		return err
	}
	var pages templates.Pages
	if after != "" {
		pages.Before = "/"
	}
	if len(places) > spacesPerPage {
		places = places[:spacesPerPage]
		pages.Next = "/?" + url.Values{"after": {places[spacesPerPage-1].Slug}}.Encode()
	}
	spaces := make([]templates.Workspace, 0, len(places))
	for _, p := range places {
		spaces = append(spaces, frameSpace(p))
	}
	return s.render(c, http.StatusOK, templates.Spaces(s.page(c, v.Say.T("spaces.title"), ""), spaces, pages))
}

func frameSpace(p store.Place) templates.Workspace {
	return templates.Workspace{Slug: p.Slug, Name: p.Name, Role: string(p.Role)}
}

// space is the workspace of the request, in the state that its address names.
func (v *visit) space() templates.Workspace {
	return frameSpace(v.Place).In(v.State.ID, v.State.Name)
}

func (s *Server) loginPage(c echo.Context) error {
	if visitOf(c).User.ID != "" {
		return c.Redirect(http.StatusSeeOther, localPath(c.QueryParam("back")))
	}
	return s.showLogin(c, http.StatusOK, templates.LoginForm{Back: localPath(c.QueryParam("back"))})
}

func (s *Server) showLogin(c echo.Context, status int, f templates.LoginForm) error {
	return s.render(c, status, templates.Login(s.page(c, visitOf(c).Say.T("login.title"), ""), f))
}

func (s *Server) login(c echo.Context) error {
	f := templates.LoginForm{Email: field(c, "email"), Back: localPath(field(c, "back")), Kept: keptIn(c)}
	u, err := s.store.SignIn(c.Request().Context(), f.Email, c.FormValue("password"), address(c))
	if k := kindOf(err); k == model.Unauthenticated || k == model.TooMany {
		e, _ := asFault(err)
		f.Errors = fieldErrors(visitOf(c).Say, e)
		return s.showLogin(c, Status(k), f)
	}
	if err != nil {
		return err
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	if f.Kept != nil {
		return s.keptShow(c, u, f.Kept, f.Back)
	}
	return c.Redirect(http.StatusSeeOther, f.Back)
}

func (s *Server) logout(c echo.Context) error {
	if err := s.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}

// setupPage greets the first administrator, who comes by a link that works once.
func (s *Server) setupPage(c echo.Context) error {
	if _, err := s.store.Pass(c.Request().Context(), store.PassSetup, c.Param("secret")); err != nil {
		return err
	}
	return s.showSetup(c, http.StatusOK, templates.PersonForm{Action: c.Request().URL.Path})
}

func (s *Server) showSetup(c echo.Context, status int, f templates.PersonForm) error {
	return s.render(c, status, templates.Setup(s.page(c, visitOf(c).Say.T("setup.title"), ""), f))
}

func (s *Server) setup(c echo.Context) error {
	if _, err := s.store.Pass(c.Request().Context(), store.PassSetup, c.Param("secret")); err != nil {
		return err // before the form is judged: who has no pass learns nothing of it
	}
	f := templates.PersonForm{Action: c.Request().URL.Path, Name: field(c, "name"), Email: field(c, "email")}
	u, err := s.store.Register(c.Request().Context(), store.PassSetup, c.Param("secret"), store.User{Name: f.Name, Email: f.Email}, c.FormValue("password"))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(visitOf(c).Say, e)
		return s.showSetup(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// demo signs in the owner of the demo, who comes by the link that serve --demo prints.
func (s *Server) demo(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.store.Pass(ctx, store.PassDemo, c.Param("secret"))
	if err != nil {
		return err
	}
	u, err := s.store.User(ctx, p.User)
	if err != nil {
		return err
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	w, err := s.store.WorkspaceByID(ctx, p.Workspace)
	if err != nil {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	return c.Redirect(http.StatusSeeOther, templates.Workspace{Slug: w.Slug}.URL())
}

// preferences sets the language or the colours, for this browser and for the person.
func (s *Server) preferences(c echo.Context) error {
	v := visitOf(c)
	u := v.User
	if l := field(c, "lang"); slices.Contains(say.Languages(), l) {
		u.Language = l
		s.remember(c, "lang", l)
	}
	if t := field(c, "theme"); t == "system" || t == "light" || t == "dark" {
		if t == "system" {
			t = ""
		}
		u.Theme = t
		s.remember(c, "theme", t)
	}
	if u.ID != "" {
		if err := s.store.SetProfile(c.Request().Context(), u, author(c)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, localPath(field(c, "back")))
}

// remember keeps a choice in the browser for a year.
func (s *Server) remember(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()), HttpOnly: true,
		Secure: s.scheme(c) == "https", SameSite: http.SameSiteLaxMode})
}
