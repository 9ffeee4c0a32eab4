package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// zwnj stands within Persian words where two letters must not join; people type it, leave it out, or put a space for it.
const zwnj = '\u200c'

// longest is how many bytes of a word are looked at, in what is searched and in what is asked alike.
const longest = 64

// unspaced are scripts that put no spaces between words: there every two neighbouring letters make a word.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// isUnspaced says so of letters of these scripts, and of pictures.
func isUnspaced(r rune) bool {
	return r >= 0x0e00 && (unicode.In(r, unspaced...) || r == 'ー' || unicode.Is(unicode.So, r))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || isUnspaced(r) }

// run is a word of folded text: letters and digits without a gap, all of them of unspaced scripts or none.
type run struct {
	text     string
	from     int // where it begins
	unspaced bool
}

// runs takes folded text apart.
func runs(folded string) []run {
	var out []run
	from, was := -1, false
	end := func(to int) {
		if from >= 0 {
			out = append(out, run{folded[from:to], from, was})
		}
		from = -1
	}
	for i, r := range folded {
		if !isWord(r) {
			end(i)
			continue
		}
		if is := isUnspaced(r); from < 0 || is != was {
			end(i)
			from, was = i, is
		}
	}
	end(len(folded))
	return out
}

// terms are what a run is found by: itself, or every two neighbours of it; with last also the last one alone, so that each
// letter of an unspaced script begins a term.
func (w run) terms(last bool) []string {
	if !w.unspaced {
		return []string{cut(w.text)}
	}
	letters := []rune(w.text)
	var out []string
	for i := range len(letters) - 1 {
		out = append(out, string(letters[i:i+2]))
	}
	if last || len(letters) == 1 {
		out = append(out, string(letters[len(letters)-1]))
	}
	return out
}

func cut(word string) string {
	if len(word) <= longest {
		return word
	}
	word = word[:longest]
	for !utf8.ValidString(word) {
		word = word[:len(word)-1]
	}
	return word
}

// words are all that a text is found by.
func words(text string) []string {
	var out []string
	add := func(s string) {
		for _, w := range runs(Fold(s)) {
			out = append(out, w.terms(true)...)
		}
	}
	add(text)
	if strings.ContainsRune(text, zwnj) { // the parts of such words as well
		add(apart(text))
	}
	return out
}

// whole is a name or question in one term: its words one after another.
func whole(text string) string {
	var parts []string
	for _, w := range runs(Fold(text)) {
		parts = append(parts, w.text)
	}
	return cut(strings.Join(parts, "·"))
}

// unique sorts terms and leaves out what stands twice, and what comes behind the first of very many.
func unique(terms []string) []string {
	if len(terms) > maxTerms {
		seen := make(map[string]bool, maxTerms)
		terms = slices.DeleteFunc(terms, func(t string) bool {
			again := seen[t] || len(seen) == maxTerms
			if !again {
				seen[t] = true
			}
			return again
		})
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}
