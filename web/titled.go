package web

import (
	"slices"

	"rootline/model"
	"rootline/templates/say"
)

// titled words what a change does for one reader, in whose language the room is.
type titled func(r *room) string

// telling is a title that the catalogue has. What of its arguments is worded for the reader as well is a titled, or a list of them.
func telling(id string, args ...any) titled {
	return func(r *room) string {
		said := slices.Clone(args)
		for i, a := range args {
			switch a := a.(type) {
			case titled:
				said[i] = a(r)
			case []titled:
				said[i] = r.read(a)
			}
		}
		return r.Say.T(id, said...)
	}
}

func (r *room) read(list []titled) []string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t(r)
	}
	return words
}

// quoting are somebody's own words as a title has them.
func quoting(s string) titled {
	return func(r *room) string { return r.Say.Quote(shortened(s, 80)) }
}

// quotedName is the name of an element as a title has it.
func quotedName(e *model.Element) titled { return func(r *room) string { return r.quoted(e) } }

// bareName is the name of an element within a sentence.
func bareName(e *model.Element) titled {
	return func(r *room) string { return shortened(e.NameIn(r.Say.Lang()), 80) }
}

// quotedTitle is what a change is called, within the title of another.
func quotedTitle(c model.Change) titled {
	return func(r *room) string { return r.Say.Quote(shortened(c.TitleIn(r.Say.Lang()), 120)) }
}

// kindName is what a kind is called.
func kindName(k model.Kind) titled { return func(r *room) string { return r.Say.Kind(k, false) } }

// label is what a field of a kind of element or link is called.
func label(kind, field string) titled {
	return func(r *room) string { return r.wording().Field(kind, field) }
}

// sentence says a link.
func sentence(l *model.Link) titled {
	return func(r *room) string { return r.wording().LinkSentence(r.graph, l, "", r.named).String() }
}

// title is what a change is called: by its author, and by a reader of each language.
func (r *room) title(t titled) (title string, titles map[string]string) {
	titles = say.InAll(func(p *say.Printer) string {
		v, reader := *r.visit, *r
		v.Say, reader.visit = p.In(r.Say.Zone()), &v
		return shortened(t(&reader), 200)
	})
	return titles[r.Say.Lang()], titles
}
