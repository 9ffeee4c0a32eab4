package say

import (
	"strings"
	"unicode"
)

// List joins words: "a", "a and b", "a, b and c".
func (p *Printer) List(words []string) string {
	n := len(words)
	switch n {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	first := strings.Join(words[:n-1], p.messages["say.list.comma"].forms[other].literal)
	return first + p.messages["say.list.and"].forms[other].literal + words[n-1]
}

// Quote sets s in the language's quotation marks, isolated from the direction of what surrounds it. What s itself quotes
// gets the marks for a quotation within one.
func (p *Printer) Quote(s string) string {
	return p.T("say.quote", "Text", within[p.Lang()].Replace(s))
}

// within turns the marks of a quotation into those of one within another, by language.
var within = map[string]*strings.Replacer{
	"en": strings.NewReplacer("“", "‘", "”", "’"),
	"zh": strings.NewReplacer("“", "‘", "”", "’"),
	"fr": strings.NewReplacer("« ", "“", "«\u00a0", "“", "«\u202f", "“", "«", "“", " »", "”", "\u00a0»", "”", "\u202f»", "”", "»", "”"),
	"fa": strings.NewReplacer("«", "‹", "»", "›"),
}

const (
	isolateStart = '\u2068' // first strong isolate: the text brings its own direction
	isolateLTR   = '\u2066'
	isolateRTL   = '\u2067'
	isolateEnd   = '\u2069'
)

// Isolate keeps a text of the other direction from disturbing the sentence around it: what bdi
// does for markup. How a text runs is told by most of its letters, so that one which begins with a
// foreign name still runs its own way. A text that runs as the sentence does is returned as it is.
func (p *Printer) Isolate(s string) string {
	first, ltr, rtl := false, 0, 0 // first: the first letter runs from right to left
	for _, r := range s {
		if r < '0' || !unicode.IsLetter(r) {
			continue
		}
		right := unicode.In(r, unicode.Arabic, unicode.Hebrew)
		if ltr+rtl == 0 {
			first = right
		}
		if right {
			rtl++
		} else {
			ltr++
		}
	}
	switch right := rtl > ltr; {
	case ltr+rtl == 0 || right == (p.Dir() == "rtl"):
		return s
	case right == first:
		return string(isolateStart) + s + string(isolateEnd)
	case right:
		return string(isolateRTL) + s + string(isolateEnd)
	}
	return string(isolateLTR) + s + string(isolateEnd)
}

// Piece is a part of a message: a text, or the name of a placeholder.
type Piece struct{ Text, Name string }

// Pieces takes a message apart, so that a page can put links where its placeholders stand. It uses
// the general form of a message that has several.
func (p *Printer) Pieces(id string) []Piece {
	t := p.messages[id]
	if t == nil {
		return []Piece{{Text: p.T(id)}}
	}
	var out []Piece
	add := func(s string) {
		if s != "" {
			out = append(out, Piece{Text: s})
		}
	}
	add(t.forms[other].literal)
	for _, part := range t.forms[other].parts {
		out = append(out, Piece{Name: part.name})
		add(part.after)
	}
	return out
}

// Upper begins s with a capital letter, where the script has them.
func (p *Printer) Upper(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
