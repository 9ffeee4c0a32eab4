package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/model"
	"rootline/model/whys"
)

// redaction takes names of people out of texts. nil takes nothing out. It rather takes too much: what may be a name and is no
// role of the model is one.
type redaction struct {
	names []string // the longest first, so that no part of one is left
	roles map[string]bool
	word  string // that stands for a name
}

// newRedaction knows the members, and whoever owns, checks, decides or judges something in the workspace.
func newRedaction(a *whys.Analysis, o Options) *redaction {
	r := &redaction{word: o.Role, roles: map[string]bool{}}
	for _, e := range a.Graph.OfKind(model.Employee) {
		r.roles[e.Name] = true
		for _, name := range e.Names {
			r.roles[name] = true
		}
	}
	for _, name := range o.People {
		r.add(name)
	}
	for e := range a.Graph.Elements() {
		r.add(o.person(e.Owner))
		r.add(o.person(e.Props.Text("checker")))
		r.add(o.person(e.Props.Text("decides")))
	}
	for _, e := range a.Links {
		for _, v := range e.Verdicts {
			r.add(v.By)
		}
	}
	for _, f := range a.Findings {
		if f.Kept != nil {
			r.add(f.Kept.By)
		}
	}
	for _, e := range o.History {
		r.add(e.By)
	}
	slices.SortFunc(r.names, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return r
}

// add remembers who may be a person, without the role behind a comma.
func (r *redaction) add(who string) {
	name, _ := nameAndRole(who)
	if name != "" && !r.isRole(name) && utf8.RuneCountInString(name) > 1 && !slices.Contains(r.names, name) {
		r.names = append(r.names, name)
	}
}

// nameAndRole parts "Marta Klein, head of retail".
func nameAndRole(who string) (name, role string) {
	who = strings.TrimSpace(who)
	i := strings.IndexAny(who, ",،，(（")
	if i < 0 {
		return who, ""
	}
	return strings.TrimSpace(who[:i]), strings.TrimFunc(who[i:], func(c rune) bool { return unicode.IsSpace(c) || unicode.IsPunct(c) })
}

// isRole says whether a text is a role of the model, or written like one: with a word in small letters.
func (r *redaction) isRole(s string) bool {
	return r.roles[s] || slices.ContainsFunc(strings.Fields(s), func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return unicode.IsLower(first)
	})
}

// text is s with another word where a name stood.
func (r *redaction) text(s string) string {
	if r == nil {
		return s
	}
	for _, name := range r.names {
		s = replaceWord(s, name, r.word)
	}
	return s
}

// replaceWord replaces a name where it stands on its own; a script without spaces has no such place.
func replaceWord(s, name, with string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, name)
		if i < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(name):])
		if unicode.Is(unicode.Han, after) || unicode.Is(unicode.Han, before) || !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			b.WriteString(s[:i] + with)
		} else {
			b.WriteString(s[:i+len(name)])
		}
		s = s[i+len(name):]
	}
	return b.String() + s
}

// person is who somebody is: without names, only a role.
func (r *redaction) person(who string) string {
	if r == nil || who == "" {
		return who
	}
	name, role := nameAndRole(who)
	switch {
	case r.isRole(name):
		return who
	case role != "":
		return role
	}
	return ""
}

func (o Options) person(owner string) string {
	if o.Person == nil {
		return owner
	}
	return o.Person(owner)
}
