package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// inviteDays are the days for which an invitation can be open.
var inviteDays = []int{1, 7, 30}

// people shows the members of a workspace and the open invitations to it.
func (s *Server) people(c echo.Context) error {
	return s.showPeople(c, http.StatusOK, templates.InviteForm{Role: string(model.Contributor), Days: 7}, templates.Secret{}, "")
}

func (s *Server) showPeople(c echo.Context, status int, form templates.InviteForm, link templates.Secret, fault string) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	members, err := s.store.Members(ctx, v.Place.ID)
	if err != nil {
		return err
	}
	view := templates.PeopleView{Form: form, Link: link, Fault: fault, Owns: v.Place.Role.May(model.RightOwn)}
	space := v.space()
	view.InviteURL = space.URL("people", "invitations")
	for _, m := range members {
		view.Members = append(view.Members, templates.MemberRow{ID: m.ID, Name: m.Name, Email: m.Email, Role: string(m.Role), Disabled: m.Disabled, You: m.ID == v.User.ID, URL: space.URL("people", m.ID)})
	}
	if view.Owns {
		open, err := s.store.Invitations(ctx, v.Place.ID)
		if err != nil {
			return err
		}
		for _, p := range open {
			view.Open = append(view.Open, templates.InvitationRow{Email: p.Email, Role: string(p.Role), Until: v.Say.Date(p.Expires), RemoveURL: space.URL("people", "invitations", p.ID, "remove")})
		}
	}
	view.Roles = roleOptions(v, "")
	for _, d := range inviteDays {
		view.Days = append(view.Days, templates.Option{Value: strconv.Itoa(d), Label: v.Say.T("people.days", "count", d), On: d == form.Days})
	}
	p := s.page(c, v.Say.T("people.title"), "people")
	p.Styles = []string{"element", "records"}
	return s.render(c, status, templates.People(p, view))
}

func roleOptions(v *visit, chosen string) []templates.Option {
	var out []templates.Option
	for _, r := range model.Roles {
		out = append(out, templates.Option{Value: string(r), Label: v.Say.T("role." + string(r)), Hint: v.Say.T("role." + string(r) + ".says"), On: string(r) == chosen})
	}
	return out
}

// invite makes a link that brings somebody into the workspace; it is shown once.
func (s *Server) invite(c echo.Context) error {
	v := visitOf(c)
	days, _ := strconv.Atoi(field(c, "days"))
	form := templates.InviteForm{Email: field(c, "email"), Role: field(c, "role"), Days: days}
	var fault *model.Error
	email, isEmail := store.NormalEmail(form.Email)
	switch {
	case !slices.Contains(model.Roles, model.Role(form.Role)):
		fault = model.Fault(model.Invalid, "role", "role", "Value", form.Role)
	case !slices.Contains(inviteDays, days):
		fault = model.Fault(model.Invalid, "days", "people.days")
	case form.Email != "" && !isEmail:
		fault = model.Fault(model.Invalid, "email", "email")
	}
	if fault != nil {
		form.Errors = fieldErrors(v.Say, fault)
		return s.showPeople(c, http.StatusUnprocessableEntity, form, templates.Secret{}, "")
	}
	if form.Email == "" {
		email = ""
	}
	until := s.store.Now().AddDate(0, 0, days)
	_, secret, err := s.store.AddPass(c.Request().Context(), store.Pass{Kind: store.PassInvite, Workspace: v.Place.ID, Email: email, Role: model.Role(form.Role), Expires: until}, author(c))
	if err != nil {
		return err
	}
	link := templates.Secret{Label: v.Say.T("people.link"), Says: v.Say.T("people.link.says", "Role", v.Say.T("role."+form.Role), "Until", until), Value: s.baseURL(c) + "/join/" + secret}
	return s.showPeople(c, http.StatusOK, templates.InviteForm{Role: form.Role, Days: days}, link, "")
}

func (s *Server) inviteRemove(c echo.Context) error {
	v := visitOf(c)
	if err := s.store.RemoveInvitation(c.Request().Context(), v.Place.ID, c.Param("id"), author(c)); err != nil {
		return err
	}
	s.flash(c, v.Say.T("people.invite.removed"), "")
	return c.Redirect(http.StatusSeeOther, v.space().URL("people"))
}

// isMember says whether a person belongs to the workspace of the request. Errors: NotFound where not.
func (s *Server) isMember(c echo.Context) error {
	members, err := s.store.Members(c.Request().Context(), visitOf(c).Place.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m store.Member) bool { return m.ID == c.Param("user") }) {
		return model.Fault(model.NotFound, "", "not-found")
	}
	return nil
}

// memberSet gives a member another role.
func (s *Server) memberSet(c echo.Context) error {
	if err := s.isMember(c); err != nil {
		return err
	}
	v := visitOf(c)
	err := s.store.SetMember(c.Request().Context(), v.Place.ID, c.Param("user"), model.Role(field(c, "role")), author(c))
	return s.memberDone(c, err, "people.role.set")
}

// memberRemove ends a membership.
func (s *Server) memberRemove(c echo.Context) error {
	if err := s.isMember(c); err != nil {
		return err
	}
	v := visitOf(c)
	err := s.store.RemoveMember(c.Request().Context(), v.Place.ID, c.Param("user"), author(c))
	if err == nil && c.Param("user") == v.User.ID && !v.User.Admin {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	return s.memberDone(c, err, "people.removed")
}

func (s *Server) memberDone(c echo.Context, err error, says string) error {
	v := visitOf(c)
	if e, ok := mendable(err); ok {
		return s.showPeople(c, Status(e.Kind), templates.InviteForm{Role: string(model.Editor), Days: 7}, templates.Secret{}, v.Say.Error(e))
	}
	if err != nil {
		return err
	}
	s.flash(c, v.Say.T(says), "")
	return c.Redirect(http.StatusSeeOther, v.space().URL("people"))
}

// joinPage greets who comes by an invitation.
func (s *Server) joinPage(c echo.Context) error {
	if store.NormalCode(c.Param("code")) != "" { // an invitation's is far longer
		return s.meetingPart(c)
	}
	return s.showJoin(c, http.StatusOK, templates.PersonForm{})
}

// invitation is the open invitation that the path names, and its workspace. Errors: NotFound, alike for all that do not
// lead anywhere.
func (s *Server) invitation(c echo.Context) (store.Pass, model.Workspace, error) {
	p, err := s.store.Pass(c.Request().Context(), store.PassInvite, c.Param("code"))
	if err != nil {
		return p, model.Workspace{}, err
	}
	w, err := s.store.WorkspaceByID(c.Request().Context(), p.Workspace)
	return p, w, err
}

func (s *Server) showJoin(c echo.Context, status int, f templates.PersonForm) error {
	pass, w, err := s.invitation(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	if f.Email == "" {
		f.Email = pass.Email
	}
	f.Action = c.Request().URL.Path
	view := templates.JoinView{Workspace: w.Name, Role: v.Say.T("role." + string(pass.Role)), RoleSays: v.Say.T("role." + string(pass.Role) + ".says"), Form: f}
	p := s.page(c, v.Say.T("join.title", "Workspace", w.Name), "")
	p.NoIndex = true
	return s.render(c, status, templates.Join(p, view))
}

// join brings the person into the workspace of the invitation; who has no account yet makes one by it.
func (s *Server) join(c echo.Context) error {
	if store.NormalCode(c.Param("code")) != "" {
		return s.meetingJoin(c)
	}
	_, w, err := s.invitation(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	ctx := c.Request().Context()
	if v.User.ID != "" {
		if err := s.store.AcceptInvitation(ctx, c.Param("code"), v.User); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, templates.Workspace{Slug: w.Slug}.URL())
	}
	f := templates.PersonForm{Name: field(c, "name"), Email: field(c, "email")}
	u, err := s.store.Register(ctx, store.PassInvite, c.Param("code"), store.User{Name: f.Name, Email: f.Email, Language: v.Say.Lang()}, c.FormValue("password"))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(v.Say, e)
		return s.showJoin(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, templates.Workspace{Slug: w.Slug}.URL())
}

// passwordDays is for how many days a link to set a password works.
const passwordDays = 3

// passwordLink makes a link by which a person sets a password.
func (s *Server) passwordLink(c echo.Context, user string) (string, error) {
	_, secret, err := s.store.AddPass(c.Request().Context(), store.Pass{Kind: store.PassPassword, User: user, Expires: s.store.Now().Add(passwordDays * 24 * time.Hour)}, author(c))
	return s.baseURL(c) + "/password/" + secret, err
}

// passwordPage asks for a new password of who comes by a link.
func (s *Server) passwordPage(c echo.Context) error {
	return s.showPassword(c, http.StatusOK, nil)
}

func (s *Server) showPassword(c echo.Context, status int, errors []templates.FieldError) error {
	pass, err := s.store.Pass(c.Request().Context(), store.PassPassword, c.Param("secret"))
	if err != nil {
		return err
	}
	u, err := s.store.User(c.Request().Context(), pass.User)
	if err != nil {
		return err
	}
	p := s.page(c, visitOf(c).Say.T("password.title"), "")
	p.NoIndex = true
	return s.render(c, status, templates.NewPassword(p, templates.PasswordForm{Action: c.Request().URL.Path, Name: u.Name, Email: u.Email, Errors: errors}))
}

func (s *Server) passwordReset(c echo.Context) error {
	u, err := s.store.ResetPassword(c.Request().Context(), c.Param("secret"), c.FormValue("password"))
	if e, ok := mendable(err); ok {
		return s.showPassword(c, Status(e.Kind), fieldErrors(visitOf(c).Say, e))
	}
	if err != nil {
		return err
	}
	if u.Disabled {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	if err := s.signIn(c, u); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}
