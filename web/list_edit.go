package web

import (
	"net/url"
	"slices"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// rowEdit is a row as a form: an input for the name, the tags and each column that can be set. It posts to the form of the
// element, which takes what it is sent and leaves the rest as it is.
func (r *room) rowEdit(w templates.Wording, cols []templates.Column, e *model.Element, q listQuery, base string) *templates.RowEdit {
	back := q.here(base) + "#r-" + e.ID
	edit := templates.RowEdit{Client: store.NewID(), DrawnAt: revision(r.rev), Cancel: back, Full: editWithBack(r.space.URL("elements", e.ID, "edit"), back),
		Action: editWithBack(r.space.URL("elements", e.ID, "edit"), back), Stay: editWithBack(r.space.URL("elements", e.ID, "edit"), q.here(base, "edit", e.ID))}
	fields := r.fieldsOf(e.Kind, e)
	input := func(name string) templates.Input {
		i := slices.IndexFunc(fields, func(f formField) bool { return f.name == name })
		if i < 0 || fields[i].is(model.TypeIDs) || fields[i].ticked() || name == "kind" {
			return templates.Input{}
		}
		return r.input(w, fields[i], r.show(fields[i], fieldValue(e, name)), "")
	}
	edit.Name, edit.Tags = input("name"), input("tags")
	for _, col := range cols[1:] {
		edit.Cells = append(edit.Cells, input(col.Key))
	}
	return &edit
}

func editWithBack(address, back string) string {
	return address + "?back=" + url.QueryEscape(back)
}
