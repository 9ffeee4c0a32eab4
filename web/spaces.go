package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/model/find"
	"rootline/templates"
)

func (s *Server) spaceNewPage(c echo.Context) error {
	return s.showSpaceNew(c, http.StatusOK, templates.SpaceForm{Currency: "EUR", Languages: []string{visitOf(c).Say.Lang()}})
}

func (s *Server) showSpaceNew(c echo.Context, status int, f templates.SpaceForm) error {
	return s.render(c, status, templates.SpaceNew(s.page(c, visitOf(c).Say.T("space.new.title"), ""), f))
}

func (s *Server) spaceNew(c echo.Context) error {
	f := templates.SpaceForm{Name: field(c, "name"), Slug: strings.ToLower(field(c, "slug")), Currency: strings.ToUpper(field(c, "currency")), Languages: fields(c, "languages")}
	if f.Slug == "" {
		f.Slug = slugFrom(f.Name)
	}
	w := model.Workspace{Slug: f.Slug, Name: f.Name, Currency: f.Currency, Languages: f.Languages}
	w, err := s.store.AddWorkspace(c.Request().Context(), w, visitOf(c).User.ID, author(c))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(visitOf(c).Say, e)
		return s.showSpaceNew(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, templates.Workspace{Slug: w.Slug}.URL())
}

// slugFrom makes an address from a name: its Latin letters and digits in lower case, joined by hyphens.
func slugFrom(name string) string {
	var b strings.Builder
	for _, r := range find.Fold(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 48 {
			break
		}
	}
	slug := strings.Trim(b.String(), "-")
	if slug == "" {
		return "workspace"
	}
	return slug
}
