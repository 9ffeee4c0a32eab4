package web

import (
	"slices"
	"strings"

	"rootline/model"
	"rootline/templates"
)

// usualColumns are those of a list that nobody has chosen: of one kind, its first facts; of all, what they have in common.
func usualColumns(w templates.Wording, k model.Kind) []string {
	if k == "" {
		return []string{"kind", "owner", "changed"}
	}
	var cols []string
	for _, p := range listProps(w, k) {
		cols = append(cols, model.PropField(p.Name))
	}
	return append(cols, "owner", "changed")
}

// What a list of one kind shows beside names unless it is asked for more.
const (
	listedFacts = 3
	listedOwn   = 2
)

// listProps are the props that a list of this kind shows: those asked for first, and the first fields that the workspace added;
// texts are left out.
func listProps(w templates.Wording, k model.Kind) []model.Prop {
	spec := k.Spec()
	fits := func(p model.Prop) bool {
		return p.Type != model.TypeLong && p.Type != model.TypeIDs && p.Type != model.TypeList
	}
	var out []model.Prop
	if k == model.Problem { // what one decides by
		out = []model.Prop{*spec.Prop("cost_per_month"), *spec.Prop("frequency_per_month"), *spec.Prop("status")}
	}
	for _, asked := range []bool{true, false} {
		for _, p := range spec.Props {
			if len(out) < listedFacts && p.Asked == asked && fits(p) {
				out = append(out, p)
			}
		}
	}
	own := 0
	for _, p := range w.Props(k)[len(spec.Props):] {
		if own < listedOwn && fits(p) {
			out = append(out, p)
			own++
		}
	}
	return out
}

// columnKeys are the columns that a list of a kind can have, in their order.
func (r *room) columnKeys(w templates.Wording, k model.Kind) []string {
	var keys []string
	if k == "" {
		keys = append(keys, "kind")
	}
	for _, p := range w.Props(k) {
		keys = append(keys, model.PropField(p.Name))
	}
	for _, l := range r.Place.Languages[min(1, len(r.Place.Languages)):] {
		keys = append(keys, "names."+l)
	}
	return append(keys, "notes", "links", "owner", "changed")
}

// chosenColumns are the columns that the query asks for, in the order of the form, and whether they are the usual ones.
func (r *room) chosenColumns(w templates.Wording, q listQuery) (keys []string, usual bool) {
	all, common := r.columnKeys(w, q.Kind), usualColumns(w, q.Kind)
	if q.Cols == nil {
		return common, true
	}
	for _, key := range all {
		if slices.Contains(q.Cols, key) {
			keys = append(keys, key)
		}
	}
	same := len(keys) == len(common) && !slices.ContainsFunc(keys, func(key string) bool { return !slices.Contains(common, key) })
	return keys, same
}

// label is the head of a column.
func (r *room) label(w templates.Wording, k model.Kind, key string) string {
	switch key {
	case "changed":
		return w.Say.T("records.changed")
	case "links":
		return w.Say.T("records.tab.links")
	}
	return w.Field(string(k), key)
}

// columns are the columns of a list with their heads, by which it is put in order; the first is the name.
func (r *room) columns(w templates.Wording, q listQuery, base string) []templates.Column {
	keys, _ := r.chosenColumns(w, q)
	cols := []templates.Column{r.column(w, q, base, "name")}
	for _, key := range keys {
		cols = append(cols, r.column(w, q, base, key))
	}
	return cols
}

func (r *room) column(w templates.Wording, q listQuery, base, key string) templates.Column {
	col := templates.Column{Key: key, Label: r.label(w, q.Kind, key)}
	if p := columnProp(w, q.Kind, key); p != nil {
		col.Number = p.Type == model.TypeNumber || p.Type == model.TypeWhole
		col.Long = p.Type == model.TypeLong
		if p.Type == model.TypeIDs || p.Type == model.TypeList {
			return col
		}
	}
	switch key {
	case "links":
		col.Number = true
	case "notes":
		col.Long = true
		return col
	}
	next := key
	if col.Number && key == "links" || key == "changed" { // most first
		next = "-" + key
	}
	switch q.Sort {
	case key:
		col.Sorted, next = "ascending", "-"+key
	case "-" + key:
		col.Sorted, next = "descending", key
	}
	col.URL = q.url(base, func(n *listQuery) { n.Sort = next })
	return col
}

// columnProp is the prop that a column shows, nil where it shows none.
func columnProp(w templates.Wording, k model.Kind, key string) *model.Prop {
	if name, ok := model.PropName(key); ok {
		return w.Prop(string(k), name)
	}
	return nil
}

// cellValue is what the model has in a cell: nil where nothing, or where the column is no field.
func cellValue(e *model.Element, key string) any {
	switch key {
	case "links", "changed":
		return nil
	}
	return e.Field(key)
}

// longestCell is how many characters of a text a list shows.
const longestCell = 160

// listRow words a row.
func (r *room) listRow(w templates.Wording, cols []templates.Column, e *model.Element, changed map[string]templates.When) templates.Row {
	row := templates.Row{ID: e.ID, Thing: r.named(e), Mark: r.mark(e.ID), Tags: e.Tags, Cells: make([]templates.Cell, 0, len(cols)-1)}
	for i := range cols[1:] {
		col := &cols[i+1]
		cell := templates.Cell{Number: col.Number, Long: col.Long}
		switch col.Key {
		case "kind":
			cell.Text = r.Say.Kind(e.Kind, false)
		case "owner":
			cell.Text = r.person(e.Owner)
		case "changed":
			cell.When = changed[e.ID]
		case "links":
			cell.Text = r.Say.Number(float64(r.linkCount(e)))
		default:
			v := cellValue(e, col.Key)
			if v == nil && !strings.HasPrefix(col.Key, "props.") {
				break // an empty cell says enough
			}
			cell.Text, cell.Unknown = w.Value(string(e.Kind), col.Key, v), v == nil
			if col.Long {
				cell.Text = shortened(cell.Text, longestCell)
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// linkCount is how many links an element has.
func (r *room) linkCount(e *model.Element) int {
	h := r.graph.Handle(e.ID)
	return len(r.graph.OutHandles(h)) + len(r.graph.InHandles(h))
}
