package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/report"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/inquiry"
)

// shareLife is how long a link lives where nobody says otherwise.
const shareLife = 30 * 24 * time.Hour

// problemTarget is what a share of the report on a problem names.
func problemTarget(id string) string { return "problem:" + id }

// sharePage offers to share a report, and lists the links that are open.
func (s *Server) sharePage(c echo.Context) error {
	f := templates.ShareForm{Audience: c.QueryParam("audience"), Language: c.QueryParam("language"), Expires: s.store.Now().Add(shareLife).Format(time.DateOnly)}
	if !report.Audience(f.Audience).Known() {
		f.Audience = string(report.Manager)
	}
	return s.showShare(c, http.StatusOK, f)
}

func (s *Server) showShare(c echo.Context, status int, f templates.ShareForm) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	problem, err := r.element()
	if err != nil {
		return err
	}
	if problem.Kind != model.Problem {
		return model.Fault(model.NotFound, "", "not-found")
	}
	all, err := s.store.Shares(c.Request().Context(), r.Place.ID)
	if err != nil {
		return err
	}
	f.Action = r.space.URL("problems", problem.ID, "share")
	f.Report = r.space.URL("problems", problem.ID, "report")
	f.Audiences = audienceOptions(r.Say, f.Audience)
	f.Languages = reportLanguages(f.Language, r.Say.T("share.language.browser"))
	f.Earliest = s.store.Now().Format(time.DateOnly)
	for _, sh := range all {
		if sh.Target != problemTarget(problem.ID) {
			continue
		}
		open := templates.OpenShare{Audience: r.Say.T("report.audience." + sh.Audience), Until: r.Say.Date(sh.Expires.Add(-time.Second)), By: r.person(sh.By), On: r.Say.Date(sh.Created),
			Password: sh.Password, Redact: sh.Redact, Revoke: r.space.URL("problems", problem.ID, "share", sh.ID, "revoke")}
		if sh.Language != "" {
			open.Language = templates.OwnName(sh.Language)
		}
		f.Open = append(f.Open, open)
	}
	name := problem.NameIn(r.Say.Lang())
	p := s.roomPage(r, r.Say.T("share.title"), "reports")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("report.list.title"), URL: r.space.URL("reports")}, {Label: name, URL: f.Report}}
	p.Scripts = append(p.Scripts, "report")
	return s.render(c, status, templates.Share(p, f))
}

// shareNew makes a link and shows it, this once.
func (s *Server) shareNew(c echo.Context) error {
	v := visitOf(c)
	f := templates.ShareForm{Audience: field(c, "audience"), Language: field(c, "language"), Expires: field(c, "expires"), Redact: field(c, "redact") != ""}
	sh, fault := s.shareAsked(v, c.Param("id"), f)
	if fault != nil {
		return s.shareAgain(c, f, fault)
	}
	g, _, err := s.store.Graph(c.Request().Context(), v.Place.ID)
	if err != nil {
		return err
	}
	if e := g.Element(c.Param("id")); e == nil || e.Kind != model.Problem {
		return model.Fault(model.NotFound, "", "not-found")
	}
	_, secret, err := s.store.AddShare(c.Request().Context(), sh, c.FormValue("password"), author(c))
	if e, ok := mendable(err); ok {
		return s.shareAgain(c, f, e)
	}
	if err != nil {
		return err
	}
	f.Made = s.baseURL(c) + "/s/" + secret
	return s.showShare(c, http.StatusOK, f)
}

func (s *Server) shareAgain(c echo.Context, f templates.ShareForm, e *model.Error) error {
	f.Errors = fieldErrors(visitOf(c).Say, e)
	return s.showShare(c, Status(e.Kind), f)
}

// shareAsked reads what kind of link a form asks for. It lives until the end of its last day.
func (s *Server) shareAsked(v *visit, problem string, f templates.ShareForm) (store.Share, *model.Error) {
	sh := store.Share{Workspace: v.Place.ID, Target: problemTarget(problem), Audience: f.Audience, Language: f.Language, Redact: f.Redact}
	if !report.Audience(f.Audience).Known() {
		return sh, model.Fault(model.Invalid, "audience", "required")
	}
	if f.Language != "" && !slices.Contains(say.Languages(), f.Language) {
		return sh, model.Fault(model.Invalid, "language", "language", "Value", f.Language)
	}
	sh.Expires = s.store.Now().Add(shareLife)
	if f.Expires != "" {
		day, err := time.ParseInLocation(time.DateOnly, f.Expires, v.Say.Zone())
		if err != nil {
			return sh, model.Fault(model.Invalid, "expires", "prop.date", "Value", f.Expires)
		}
		sh.Expires = day.AddDate(0, 0, 1)
	}
	return sh, nil
}

// shareRevoke ends a link.
func (s *Server) shareRevoke(c echo.Context) error {
	v := visitOf(c)
	if err := s.store.RevokeShare(c.Request().Context(), v.Place.ID, c.Param("share"), author(c)); err != nil {
		return err
	}
	s.flash(c, v.Say.T("share.revoked"), "")
	return c.Redirect(http.StatusSeeOther, v.space().URL("problems", c.Param("id"), "share"))
}

// sharedShow shows a report to whoever holds its link. A link that is unknown, expired, revoked, or leads to what is no longer
// there, answers like any page that does not exist.
func (s *Server) sharedShow(c echo.Context) error {
	sh, w, problem, err := s.shared(c)
	if err != nil {
		return err
	}
	if sh.Password && !s.sessions.GetBool(c.Request().Context(), sharedKey(sh)) {
		return s.showLocked(c, http.StatusOK, "")
	}
	r, err := s.reportOf(c, w, inquiry.Wanted{Problem: problem, Audience: report.Audience(sh.Audience), Redact: sh.Redact}, sh.Language)
	if err != nil {
		return err
	}
	if format := c.QueryParam("format"); format != "" {
		return s.sendReport(c, r, format)
	}
	view := templates.ReportView{PDF: s.paper.Ready(), Report: r, Self: c.Request().URL.Path}
	p := s.reportPage(c, r)
	if sh.Language == "" {
		view.Languages = reportLanguages(r.Language, "")
	}
	p.OneLanguage = sh.Language != ""
	p.Say = say.For(r.Language)
	p.NoIndex, p.Workspace, p.Person, p.Spaces = true, templates.Workspace{}, templates.Person{}, nil
	return s.render(c, http.StatusOK, templates.Report(p, view))
}

// shared finds what a link leads to.
func (s *Server) shared(c echo.Context) (sh store.Share, w model.Workspace, problem string, err error) {
	ctx := c.Request().Context()
	if sh, err = s.store.ShareBySecret(ctx, c.Param("token")); err != nil {
		return sh, w, "", err
	}
	if w, err = s.store.WorkspaceByID(ctx, sh.Workspace); err != nil {
		return sh, w, "", err
	}
	g, _, err := s.store.Graph(ctx, w.ID)
	if err != nil {
		return sh, w, "", err
	}
	problem, ok := strings.CutPrefix(sh.Target, "problem:")
	if e := g.Element(problem); !ok || e == nil || e.Kind != model.Problem {
		return sh, w, "", model.Fault(model.NotFound, "", "not-found")
	}
	return sh, w, problem, nil
}

// sharedKey is where a session remembers that a password was given.
func sharedKey(sh store.Share) string { return "share:" + sh.ID }

func (s *Server) showLocked(c echo.Context, status int, wrong string) error {
	p := s.page(c, visitOf(c).Say.T("share.locked.title"), "")
	p.NoIndex, p.Flash = true, nil
	return s.render(c, status, templates.ShareLocked(p, c.Request().URL.Path, wrong))
}

// sharedOpen takes the password of a link.
func (s *Server) sharedOpen(c echo.Context) error {
	sh, _, _, err := s.shared(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	ok, err := s.store.OpensShare(ctx, sh, c.FormValue("password"), address(c))
	if err != nil {
		return err
	}
	if !ok {
		return s.showLocked(c, http.StatusUnprocessableEntity, visitOf(c).Say.T("share.locked.wrong"))
	}
	s.sessions.Put(ctx, sharedKey(sh), true)
	return c.Redirect(http.StatusSeeOther, c.Request().URL.Path)
}
