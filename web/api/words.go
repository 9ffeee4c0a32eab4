package api

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"rootline/model"
)

// letters are typed in two ways by keyboards for Persian and Arabic.
var letters = strings.NewReplacer("ي", "ی", "ك", "ک", "\u200c", " ")

// fold brings text into the form in which words are compared: without case, accents and differences of keyboards.
func fold(s string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		plain = s
	}
	return strings.ToLower(letters.Replace(plain))
}

// hasWords says whether an element has all these folded words somewhere in its texts.
func hasWords(e *model.Element, words []string) bool {
	if len(words) == 0 {
		return true
	}
	texts := []string{e.ID, e.Name, e.Notes, strings.Join(e.Tags, " ")}
	for _, name := range e.Names {
		texts = append(texts, name)
	}
	text := fold(strings.Join(texts, "\n"))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
