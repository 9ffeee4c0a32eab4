// Package find finds elements by the words that people type: alike in the database, in lists, on pages and in the API, in
// every language. An element is found by a Doc of terms, a Query asks for some of them, and both make their terms by one
// folding, so that an index in a database and a scan of a graph cannot answer differently.
//
// Words are what stands between spaces and signs. Where a script puts no spaces, every two neighbouring letters are a word,
// so that a Chinese word of two characters is found wherever it stands. Full analysers (bleve's) were tried: they do the
// same for these scripts, keep "l'eau" and "crm-north.example" in one piece, so that their parts are not found, and bring a
// database, bitmaps and geometry into the program.
package find

import (
	"maps"
	"slices"
	"strings"

	"rootline/model"
)

// The first letter of a term says where it stands.
const (
	inID    = 'i' // the id, without its signs
	inWhole = 'e' // a whole name
	inName  = 'n' // a word of a name
	inAny   = 't' // a word of anything, names included
	inKind  = 'k' // the kind
)

// maxTerms bounds what one element is found by; notes of a hundred thousand letters have fewer words than that,
// and PostgreSQL takes a megabyte of them.
const maxTerms = 12_000

// Doc is what an element is found by: its terms in order, each between two spaces.
type Doc string

// Of returns the doc of an element.
func Of(e *model.Element) Doc {
	names := make([]string, 0, 1+len(e.Names))
	if e.Name != "" {
		names = append(names, e.Name)
	}
	for _, lang := range slices.Sorted(maps.Keys(e.Names)) {
		names = append(names, e.Names[lang])
	}
	if len(names) == 0 {
		names = append(names, e.ID)
	}
	terms := []string{string(inID) + squeezed(e.ID), string(inKind) + squeezed(string(e.Kind))}
	add := func(mark byte, words []string) {
		for _, w := range words {
			terms = append(terms, string(mark)+w)
		}
	}
	for _, n := range names {
		if w := whole(n); w != "" {
			terms = append(terms, string(inWhole)+w)
		}
		found := words(n)
		add(inName, found)
		add(inAny, found)
	}
	add(inAny, words(e.Notes))
	add(inAny, words(e.Owner))
	for _, t := range e.Tags {
		add(inAny, words(t))
	}
	for _, r := range e.Refs {
		add(inAny, words(r.Title+" "+r.URL))
	}
	for _, name := range slices.Sorted(maps.Keys(e.Props)) {
		switch v := e.Props[name].(type) {
		case string:
			add(inAny, words(v))
		case []string:
			add(inAny, words(strings.Join(v, " ")))
		}
	}
	return Doc(" " + strings.Join(unique(terms), " ") + " ")
}

// OfText is the doc of what has a name and perhaps other words, but is no element.
func OfText(name string, other ...string) Doc {
	return Of(&model.Element{ID: "-", Name: name, Notes: strings.Join(other, "\n")})
}

// squeezed is an id without its signs.
func squeezed(id string) string {
	var b strings.Builder
	for _, w := range runs(Fold(id)) {
		b.WriteString(w.text)
	}
	return cut(b.String())
}

// Terms returns the terms of a doc.
func (d Doc) Terms() []string { return strings.Fields(string(d)) }

// Query is what somebody looks for. The zero value asks for nothing.
type Query struct {
	asked bool // something was typed, be it only signs
	whole string
	id    string // squeezed, of what may be an id; "" = none
	words []word
	typed []run // as they are marked in texts
}

// word is one word of a query: any of several ways to write it, each of one or more terms.
type word [][]string

// maxWords is how many words of a query are looked for; who types more has said enough.
const maxWords = 16

// Ask reads what somebody typed.
func Ask(text string) Query {
	q := Query{asked: strings.TrimSpace(text) != "", whole: whole(text)}
	if id := strings.TrimSpace(text); model.IsID(id) {
		q.id = squeezed(id)
	}
	for _, typed := range strings.Fields(text) {
		q.words = append(q.words, alternatives(typed)...)
		if len(q.words) >= maxWords {
			q.words = q.words[:maxWords]
			break
		}
	}
	q.typed = runs(Fold(text))
	if strings.ContainsRune(text, zwnj) {
		q.typed = append(q.typed, runs(Fold(apart(text)))...)
	}
	return q
}

// apart puts a space where a mark keeps two letters from joining.
func apart(text string) string { return strings.ReplaceAll(text, string(zwnj), " ") }

// alternatives are the words of a text without spaces. One that was typed with a mark against joining is also looked for in
// its parts.
func alternatives(typed string) []word {
	joined := termsOf(typed)
	if parts := termsOf(apart(typed)); len(parts) > len(joined) {
		return []word{{joined, parts}}
	}
	var out []word
	for _, t := range joined {
		out = append(out, word{{t}})
	}
	return out
}

func termsOf(text string) []string {
	var out []string
	for _, w := range runs(Fold(text)) {
		out = append(out, w.terms(false)...)
	}
	return out
}

// Empty says whether nothing is asked for: then everything is found.
func (q Query) Empty() bool { return !q.asked }

// Wordless says whether there is no word in what is asked for: then nothing is found, unless nothing is asked for.
func (q Query) Wordless() bool { return len(q.words) == 0 }
