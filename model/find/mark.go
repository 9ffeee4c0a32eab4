package find

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Part is a piece of a text, marked where it is what somebody looked for.
type Part struct {
	Text string
	On   bool
}

// Mark takes a text apart where it holds words of the query. The parts together are the text.
func (q Query) Mark(text string) []Part {
	folded, from := folded(text)
	on := make([]bool, len(text))
	set := func(begin, end int) {
		for i := from[begin]; i < from[end]; i++ {
			on[i] = true
		}
	}
	for _, w := range runs(folded) {
		for _, t := range q.typed {
			if t.unspaced != w.unspaced {
				continue
			}
			if !t.unspaced {
				if strings.HasPrefix(w.text, cut(t.text)) {
					set(w.from, w.from+len(cut(t.text)))
				}
				continue
			}
			for _, term := range t.terms(false) {
				for at := range w.text {
					if strings.HasPrefix(w.text[at:], term) {
						set(w.from+at, w.from+at+len(term))
					}
				}
			}
		}
	}
	var parts []Part
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && on[end] == on[i] {
			end++
		}
		parts = append(parts, Part{text[i:end], on[i]})
		i = end
	}
	return parts
}

// folded is Fold with, for each byte and for the end, where in the text it came from.
func folded(text string) (string, []int) {
	var b strings.Builder
	var from []int
	for i, r := range text {
		f := Fold(string(r))
		b.WriteString(f)
		for range len(f) {
			from = append(from, i)
		}
	}
	return b.String(), append(from, len(text))
}

// Excerpt is Mark for a long text: about so many letters around the first of the words, from the first letter of a word to
// the end of one; nil where there is none.
func (q Query) Excerpt(text string, letters int) []Part {
	parts := q.Mark(strings.Join(strings.Fields(text), " "))
	first := slices.IndexFunc(parts, func(p Part) bool { return p.On })
	if first < 0 {
		return nil
	}
	parts = parts[max(0, first-1):]
	if before := &parts[0]; !before.On {
		if short := tail(before.Text, letters/4); short != before.Text {
			before.Text = "…" + short
		}
	}
	for i := range parts {
		n := utf8.RuneCountInString(parts[i].Text)
		if n <= letters {
			letters -= n
			continue
		}
		if parts[i].On {
			return append(parts[:i:i], Part{Text: "…"})
		}
		return append(parts[:i:i], Part{Text: head(parts[i].Text, letters) + "…"})
	}
	return parts
}

// head are the first letters of a text, up to the end of a word where one ends among the last of them.
func head(text string, letters int) string {
	r := []rune(text)
	s := string(r[:min(letters, len(r))])
	if at := strings.LastIndexByte(s, ' '); at > len(s)-20 && at >= 0 && letters < len(r) {
		return s[:at]
	}
	return s
}

// tail are the last letters of a text, from the beginning of a word where one begins among the first of them.
func tail(text string, letters int) string {
	r := []rune(text)
	if len(r) <= letters {
		return text
	}
	s := string(r[len(r)-letters:])
	if at := strings.IndexByte(s, ' '); at >= 0 && at < 20 {
		return s[at+1:]
	}
	return s
}
