package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// refRows are the references of an element, each with the host that it leads to.
func refRows(e *model.Element) []templates.RefRow {
	var out []templates.RefRow
	for _, r := range e.Refs {
		row := templates.RefRow{Ref: r}
		if u, err := url.Parse(r.URL); err == nil {
			row.Host = strings.TrimPrefix(u.Hostname(), "www.")
		}
		out = append(out, row)
	}
	return out
}

// refEditing enters for an edit of the references of an element. Errors: NotFound; Forbidden.
func (s *Server) refEditing(c echo.Context) (*room, *model.Element, error) {
	r, e, err := s.elementOf(c)
	if err == nil && !r.mayEdit(e) {
		err = model.Fault(model.Forbidden, "", "forbidden.change")
	}
	return r, e, err
}

// refAdd adds a reference to an element.
func (s *Server) refAdd(c echo.Context) error {
	r, e, err := s.refEditing(c)
	if err != nil {
		return err
	}
	f := templates.RefForm{URL: field(c, "url"), Name: field(c, "title"), Client: c.FormValue("client")}
	ref := model.Ref{URL: f.URL, Title: strings.Join(strings.Fields(f.Name), " ")}
	if !model.SafeURL(ref.URL) {
		f.Error = r.Say.Error(model.Fault(model.Invalid, "url", "ref"))
		return s.showElement(r, http.StatusUnprocessableEntity, e, f)
	}
	if slices.Contains(e.Refs, ref) { // sent twice
		return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID)+"#refs")
	}
	err = s.setRefs(r, e, append(slices.Clone(e.Refs), ref), "refs.added")
	if fault, ok := mendable(err); ok && fault.Kind == model.Invalid {
		f.Error = r.Say.Error(fault)
		return s.showElement(r, Status(fault.Kind), e, f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID)+"#refs")
}

// refRemove takes a reference away from an element. Sent twice, it is done.
func (s *Server) refRemove(c echo.Context) error {
	r, e, err := s.refEditing(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Refs, func(ref model.Ref) bool { return ref.URL == c.FormValue("url") && ref.Title == c.FormValue("title") })
	if i >= 0 {
		if err := s.setRefs(r, e, slices.Delete(slices.Clone(e.Refs), i, i+1), "refs.removed"); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("elements", e.ID)+"#refs")
}

// setRefs commits other references of an element; title is the message that names the change.
func (s *Server) setRefs(r *room, e *model.Element, refs []model.Ref, title string) error {
	var now any
	if len(refs) > 0 {
		now = refs
	}
	words := telling(title, "Name", quotedName(e))
	done, err := s.store.CommitChange(r.c.Request().Context(), s.change(r, words, []model.Op{model.Set(e.ID, "refs", e.Field("refs"), now)}))
	if err == nil {
		s.done(r, words(r), done.ID)
	}
	return err
}

// freshRef is an empty form for a reference.
func freshRef() templates.RefForm { return templates.RefForm{Client: store.NewID()} }
