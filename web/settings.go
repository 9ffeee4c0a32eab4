package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
)

// settings is the form of a workspace's name, address, currency and languages.
func (s *Server) settings(c echo.Context) error {
	w := visitOf(c).Place.Workspace
	return s.showSettings(c, http.StatusOK, templates.SpaceForm{Name: w.Name, Slug: w.Slug, Currency: w.Currency, Languages: w.Languages,
		Seen: carries("name", w.Name, "slug", w.Slug, "currency", w.Currency, "languages", asOne(w.Languages))})
}

// asOne is a set of languages as one value.
func asOne(languages []string) string {
	return strings.Join(slices.Sorted(slices.Values(languages)), " ")
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
	saw, typed := look(c), f
	err := s.store.EditWorkspace(c.Request().Context(), w.ID, func(now *model.Workspace) error {
		saw, f = look(c), typed // it may run twice
		languages := func(list string) string {
			var names []string
			for _, l := range strings.Fields(list) {
				names = append(names, templates.Wording{Say: v.Say}.Language(l))
			}
			return v.Say.List(names)
		}
		f.Name = saw.text("name", v.Say.T("space.name"), f.Name, now.Name)
		f.Slug = saw.text("slug", v.Say.T("space.slug"), f.Slug, now.Slug)
		f.Currency = saw.text("currency", v.Say.T("space.currency"), f.Currency, now.Currency)
		f.Languages = firstStays(now.Languages, strings.Fields(saw.field("languages", v.Say.T("space.languages"), asOne(f.Languages), asOne(now.Languages), languages)))
		now.Name, now.Slug, now.Currency, now.Languages = f.Name, f.Slug, f.Currency, f.Languages
		w = *now
		return saw.fault()
	}, author(c))
	if e, ok := mendable(err); ok {
		if f.Seen = saw.form(); len(f.Seen.Stale) == 0 {
			f.Errors = fieldErrors(v.Say, e)
		}
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
