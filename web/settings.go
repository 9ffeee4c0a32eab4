package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/templates"
)

// settings is the form of a workspace's name, address, currency and languages.
func (s *Server) settings(c echo.Context) error {
	w := visitOf(c).Place.Workspace
	return s.showSettings(c, http.StatusOK, templates.SpaceForm{Name: w.Name, Slug: w.Slug, Currency: w.Currency, Languages: w.Languages})
}

func (s *Server) showSettings(c echo.Context, status int, f templates.SpaceForm) error {
	v := visitOf(c)
	p := s.page(c, v.Say.T("frame.settings"), "settings")
	p.Styles = []string{"records"}
	return s.render(c, status, templates.Settings(p, f))
}

func (s *Server) settingsSet(c echo.Context) error {
	v := visitOf(c)
	f := templates.SpaceForm{Name: field(c, "name"), Slug: strings.ToLower(field(c, "slug")), Currency: strings.ToUpper(field(c, "currency")), Languages: fields(c, "languages")}
	w := v.Place.Workspace
	w.Name, w.Slug, w.Currency, w.Languages = f.Name, f.Slug, f.Currency, firstStays(w.Languages, f.Languages)
	err := s.store.SetWorkspace(c.Request().Context(), w, author(c))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(v.Say, e)
		return s.showSettings(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	s.flash(c, v.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, templates.Workspace{Slug: w.Slug}.URL("settings"))
}

// firstStays puts the languages that were chosen into the order they had: the first is that of the elements' own names.
func firstStays(had, chosen []string) []string {
	var out []string
	for _, list := range [][]string{had, chosen} {
		for _, l := range list {
			if slices.Contains(chosen, l) && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out
}

// spaceRemovePage asks before a workspace goes.
func (s *Server) spaceRemovePage(c echo.Context) error {
	v := visitOf(c)
	space := v.space()
	q := templates.Question{Title: v.Say.T("settings.remove.title", "Name", v.Say.Quote(v.Place.Name)), Text: v.Say.T("settings.remove.says"),
		Action: space.URL("settings", "remove"), Yes: v.Say.T("settings.remove.yes"), No: space.URL("settings")}
	return s.render(c, http.StatusOK, templates.ConfirmPage(s.page(c, q.Title, "settings"), q))
}

func (s *Server) spaceRemove(c echo.Context) error {
	v := visitOf(c)
	if err := s.store.RemoveWorkspace(c.Request().Context(), v.Place.ID, author(c)); err != nil {
		return err
	}
	s.flash(c, v.Say.T("settings.removed", "Name", v.Place.Name), "")
	return c.Redirect(http.StatusSeeOther, "/")
}
