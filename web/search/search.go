// Package search finds elements by the words that people type, alike on pages and in the API.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rootline/model"
)

// Fold returns text as people search for it: small letters without accents, Persian and Arabic forms of one letter alike,
// digits of every script as 0–9, no marks of direction or joining.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	if ascii(s) {
		return strings.ToLower(s)
	}
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ': // accents, vowel points, joiners, tatweel
			continue
		case r == 'ي' || r == 'ى':
			r = 'ی'
		case r == 'ك':
			r = 'ک'
		case r == 'ة':
			r = 'ه'
		case r >= '٠' && r <= '٩':
			r = r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			r = r - '۰' + '0'
		case r == 'ß':
			b.WriteByte('s')
			r = 's'
		case r == 'ø' || r == 'Ø':
			r = 'o'
		case r == 'ł' || r == 'Ł':
			r = 'l'
		case r == 'œ' || r == 'Œ':
			b.WriteByte('o')
			r = 'e'
		case r == 'æ' || r == 'Æ':
			b.WriteByte('a')
			r = 'e'
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Words are the folded words of a search, each of which must be found.
func Words(q string) []string { return strings.Fields(Fold(q)) }

// Matches says whether a folded text holds every word.
func Matches(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Names are the folded names of an element in every language; its id where it has no name.
func Names(e *model.Element) string {
	var b strings.Builder
	b.WriteString(e.Name)
	for _, n := range e.Names {
		b.WriteString("\n" + n)
	}
	if e.Name == "" {
		b.WriteString(e.ID)
	}
	return Fold(b.String())
}

// Text is all that an element is found by, folded: names, notes, owner, tags and the texts of its props.
func Text(e *model.Element) string {
	var b strings.Builder
	b.WriteString(e.Notes + "\n" + e.Owner)
	for _, t := range e.Tags {
		b.WriteString("\n" + t)
	}
	for _, v := range e.Props {
		switch v := v.(type) {
		case string:
			b.WriteString("\n" + v)
		case []string:
			b.WriteString("\n" + strings.Join(v, "\n"))
		}
	}
	return Names(e) + "\n" + Fold(b.String())
}
