package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// administration lists the people of the installation.
func (s *Server) administration(c echo.Context) error {
	return s.showAdmin(c, http.StatusOK, templates.AdminForm{}, templates.Secret{}, "")
}

func (s *Server) showAdmin(c echo.Context, status int, form templates.AdminForm, link templates.Secret, fault string) error {
	v := visitOf(c)
	users, err := s.store.Users(c.Request().Context())
	if err != nil {
		return err
	}
	view := templates.AdminView{Form: form, Link: link, Fault: fault}
	for _, u := range users {
		view.People = append(view.People, templates.AdminRow{Name: u.Name, Email: u.Email, Admin: u.Admin, Disabled: u.Disabled, You: u.ID == v.User.ID, URL: "/admin/people/" + u.ID})
	}
	p := s.page(c, v.Say.T("frame.admin"), "")
	p.Styles = []string{"element", "records"}
	return s.render(c, status, templates.Admin(p, view))
}

// adminAdd makes a person and a link by which they set their password.
func (s *Server) adminAdd(c echo.Context) error {
	v := visitOf(c)
	form := templates.AdminForm{Name: field(c, "name"), Email: field(c, "email"), Admin: field(c, "admin") == "true"}
	u, err := s.store.AddUser(c.Request().Context(), store.User{Name: form.Name, Email: form.Email, Admin: form.Admin}, "", author(c))
	if e, ok := mendable(err); ok {
		form.Errors = fieldErrors(v.Say, e)
		return s.showAdmin(c, Status(e.Kind), form, templates.Secret{}, "")
	}
	if err != nil {
		return err
	}
	return s.showPasswordLink(c, u.ID, u.Name)
}

func (s *Server) showPasswordLink(c echo.Context, id, name string) error {
	v := visitOf(c)
	link, err := s.passwordLink(c, id)
	if err != nil {
		return err
	}
	return s.showAdmin(c, http.StatusOK, templates.AdminForm{}, templates.Secret{Label: v.Say.T("admin.link", "Name", name), Says: v.Say.T("admin.link.says", "count", passwordDays), Value: link}, "")
}

// adminPassword makes a link by which a person sets a new password.
func (s *Server) adminPassword(c echo.Context) error {
	u, err := s.store.User(c.Request().Context(), c.Param("user"))
	if err != nil {
		return err
	}
	return s.showPasswordLink(c, u.ID, u.Name)
}

// adminDisable keeps a person from signing in, or lets them again.
func (s *Server) adminDisable(c echo.Context) error {
	v := visitOf(c)
	if c.Param("user") == v.User.ID {
		return s.showAdmin(c, http.StatusConflict, templates.AdminForm{}, templates.Secret{}, v.Say.Error(model.Fault(model.Conflict, "", "admin.self")))
	}
	if err := s.store.SetDisabled(c.Request().Context(), c.Param("user"), field(c, "disabled") == "true", author(c)); err != nil {
		return err
	}
	s.flash(c, v.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, "/admin")
}
