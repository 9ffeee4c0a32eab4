package whys

import (
	"fmt"
	"strings"
)

// The words of checks are kept in text files, one per language:
//
//	# A comment: a line that begins so.
//	[A5]                    the section of a check, of several ([P6 A10]), or a list: [list person]
//	poor                    a line is a pattern; it holds anywhere inside one sentence
//	! poor weather          an exception: where it overlaps what another pattern found, that is no find
//
// A pattern is a row of words, in the order of the text. A word may be
//
//	late|overdue            one of several; an underscore joins the words of one of them: out_of_date
//	late*  *ed              by its beginning or its end
//	@person                 one entry of the list of that name (@person knows the workspace's members and roles too)
//	the?                    there or not
//	#n                      a number in digits
//	...  ...6               up to 3, or 6, words between
//	^  $                    the beginning or the end of a sentence
//
// Case, accents, apostrophes and hyphens do not matter; Chinese is matched character by character. In a file that
// changes another (see [Load]), a section adds; "[A5 replace]" puts the section in place of what came before; and a
// line "- poor" takes that line out again.

// section is one section as read: patterns in the order of their lines.
type section struct {
	names   []string // "A5", "list person", "stop", …
	replace bool
	lines   []line
}

type line struct {
	text             string // without its marker
	exception, taken bool
	at               string // "en.txt:12", for errors
}

// checksOfWords are the sections there may be, besides lists.
var checksOfWords = map[string]bool{"P3": true, "P4": true, "P5": true, "P6": true, "A1": true, "A2": true, "A3": true, "A4": true, "A5": true, "A6": true,
	"A8": true, "A9": true, "A10": true, "A13": true, "A14": true, "A20": true, "C4": true, "C5": true, "C6": true, "C7": true,
	sectionStop: true, sectionNumber: true, sectionSentence: true, sectionActor: true,
	"employee": true, "partner": true, "policy": true, "data": true}

const (
	sectionStop     = "stop"     // words that carry no content
	sectionNumber   = "number"   // numbers in words
	sectionSentence = "sentence" // what shows that a short text is a sentence
	sectionActor    = "actor"    // somebody does something
)

func parseWords(file, text string) ([]section, error) {
	var out []section
	n := 0
	for s := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		at := fmt.Sprintf("%s:%d", file, n)
		s = strings.TrimSpace(s)
		if s == "" || s == "#" || strings.HasPrefix(s, "# ") {
			continue
		}
		if s[0] == '[' {
			sec, err := heading(s)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", at, err)
			}
			out = append(out, sec)
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("%s: %q stands before the first [section]", at, s)
		}
		l := line{text: s, at: at}
		switch {
		case strings.HasPrefix(s, "! "):
			l.text, l.exception = strings.TrimSpace(s[2:]), true
		case strings.HasPrefix(s, "- "):
			l.text, l.taken = strings.TrimSpace(s[2:]), true
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
	}
	return out, nil
}

func heading(s string) (section, error) {
	inner, ok := strings.CutSuffix(s[1:], "]")
	names := strings.Fields(inner)
	if !ok || len(names) == 0 {
		return section{}, fmt.Errorf("section %q is not of the form [A5]", s)
	}
	var sec section
	if n := len(names) - 1; n > 0 && names[n] == "replace" {
		sec.replace, names = true, names[:n]
	}
	if names[0] == "list" {
		if len(names) != 2 {
			return section{}, fmt.Errorf("section %q is not of the form [list person]", s)
		}
		sec.names = []string{"list " + names[1]}
		return sec, nil
	}
	for _, name := range names {
		if !checksOfWords[name] {
			return section{}, fmt.Errorf("section %q: there is no check or list %q", s, name)
		}
	}
	sec.names = names
	return sec, nil
}

// merged lays sections over each other, in order: what each name holds in the end.
func merged(sections []section) (map[string][]line, []string) {
	held, order := map[string][]line{}, []string{}
	for _, sec := range sections {
		for _, name := range sec.names {
			if _, ok := held[name]; !ok {
				order = append(order, name)
			}
			if sec.replace {
				held[name] = nil
			}
			for _, l := range sec.lines {
				if l.taken {
					held[name] = without(held[name], l.text)
					continue
				}
				held[name] = append(held[name], l)
			}
		}
	}
	return held, order
}

func without(lines []line, text string) []line {
	var kept []line
	for _, l := range lines {
		if l.text != text {
			kept = append(kept, l)
		}
	}
	return kept
}
