package whys

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// word is one word of a pattern.
type word struct {
	s    string
	kind wordKind
}

type wordKind uint8

const (
	exact wordKind = iota
	prefix
	suffix
	number
)

func (w word) is(t token) bool {
	switch w.kind {
	case prefix:
		return strings.HasPrefix(t.norm, w.s)
	case suffix:
		return len(t.norm) > len(w.s) && strings.HasSuffix(t.norm, w.s)
	case number:
		return t.digit
	}
	return t.norm == w.s
}

// phrases is a set of rows of words, found by their first.
type phrases struct {
	first map[string][][]word // the rows that begin with this word, without it
	wild  [][]word            // the rows that begin with a part of a word
}

func (p *phrases) add(row []word) {
	if len(row) == 0 {
		return
	}
	if row[0].kind != exact {
		p.wild = append(p.wild, row)
		return
	}
	if p.first == nil {
		p.first = map[string][][]word{}
	}
	p.first[row[0].s] = append(p.first[row[0].s], row[1:])
}

func row(words []word, ts []token, i, end int) int {
	if i+len(words) > end {
		return -1
	}
	for n, w := range words {
		if !w.is(ts[i+n]) {
			return -1
		}
	}
	return i + len(words)
}

// item is one place of a pattern.
type item struct {
	*phrases      // what may stand here; nil = one of the others
	gap      int  // up to so many words between
	start    bool // ^
	end      bool // $
	optional bool
	person   bool // the workspace's people count too
}

// pattern is one line of a section.
type pattern struct {
	section   string
	exception bool
	items     []item
}

// literal reads words as they stand: a name, say.
func literal(text string) []word {
	ts := tokens(text)
	out := make([]word, len(ts))
	for i, t := range ts {
		out[i].s = t.norm
	}
	return out
}

// joined is a key for words.
func joined(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.s)
		b.WriteByte(' ')
	}
	return b.String()
}

// parsePattern reads one line; the lists that it names must be in lists.
func parsePattern(text string, lists map[string]*phrases) ([]item, error) {
	var items []item
	for field := range strings.FieldsSeq(text) {
		var it item
		if len(field) > 1 && strings.HasSuffix(field, "?") {
			it.optional, field = true, strings.TrimSuffix(field, "?")
		}
		switch {
		case field == "^":
			it.start = true
		case field == "$":
			it.end = true
		case strings.HasPrefix(field, "..."):
			it.gap = 3
			if n := field[3:]; n != "" {
				var err error
				if it.gap, err = strconv.Atoi(n); err != nil || it.gap < 1 || it.gap > 40 {
					return nil, fmt.Errorf("%q is not a number of words from 1 to 40", field)
				}
			}
		default:
			it.phrases = &phrases{}
			for alternative := range strings.SplitSeq(field, "|") {
				if err := it.alternative(alternative, lists); err != nil {
					return nil, err
				}
			}
		}
		items = append(items, it)
	}
	for _, it := range items {
		if it.phrases != nil && !it.optional {
			return items, nil
		}
	}
	return nil, fmt.Errorf("%q would hold everywhere: it needs a word", text)
}

func (it *item) alternative(text string, lists map[string]*phrases) error {
	if name, ok := strings.CutPrefix(text, "@"); ok {
		list := lists[name]
		if list == nil {
			return fmt.Errorf("there is no [list %s]", name)
		}
		it.person = it.person || name == "person"
		it.phrases = it.phrases.union(list)
		return nil
	}
	row, err := parseRow(strings.ReplaceAll(text, "_", " "))
	if err != nil {
		return err
	}
	it.add(row)
	return nil
}

// parseRow reads words that follow each other, each with or without a star.
func parseRow(text string) ([]word, error) {
	var out []word
	for field := range strings.FieldsSeq(text) {
		if field == "#n" {
			out = append(out, word{kind: number})
			continue
		}
		words := literal(strings.Trim(field, "*"))
		if len(words) == 0 {
			return nil, fmt.Errorf("%q has no word in it", text)
		}
		if strings.HasPrefix(field, "*") {
			words[0].kind = suffix
		}
		if strings.HasSuffix(field, "*") {
			words[len(words)-1].kind = prefix
		}
		out = append(out, words...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%q has no word in it", text)
	}
	return out, nil
}

func (p *phrases) union(q *phrases) *phrases {
	if p.first == nil && p.wild == nil {
		return q // the common case: share the list
	}
	all := &phrases{wild: append(append([][]word{}, p.wild...), q.wild...), first: map[string][][]word{}}
	for _, part := range []*phrases{p, q} {
		for w, rows := range part.first {
			all.first[w] = append(all.first[w][:len(all.first[w]):len(all.first[w])], rows...)
		}
	}
	return all
}

// index finds, by the first word, the patterns that may begin at a place.
type index struct {
	patterns []pattern
	word     map[string][]int32
	letter   map[rune][]int32 // those that begin with the beginning of a word
	person   []int32
	any      []int32 // those that must be tried everywhere
}

func newIndex(patterns []pattern) *index {
	x := &index{patterns: patterns, word: map[string][]int32{}, letter: map[rune][]int32{}}
	for i, p := range patterns {
		x.enter(int32(i), p.items)
	}
	return x
}

func (x *index) enter(id int32, items []item) {
	for len(items) > 0 && items[0].start {
		items = items[1:]
	}
	if len(items) == 0 || items[0].phrases == nil {
		x.any = append(x.any, id)
		return
	}
	first := items[0]
	if first.optional {
		x.enter(id, items[1:])
	}
	for w := range first.first {
		x.word[w] = append(x.word[w], id)
	}
	for _, row := range first.wild {
		if row[0].kind == prefix {
			r, _ := utf8.DecodeRuneInString(row[0].s)
			x.letter[r] = append(x.letter[r], id)
		} else {
			x.any = append(x.any, id)
		}
	}
	if first.person {
		x.person = append(x.person, id)
	}
}

// span is a part of a text: tokens from, up to but not including to.
type span struct{ from, to int }

func (s span) overlaps(t span) bool { return s.from < t.to && t.from < s.to }

// finds holds, by section, where its patterns were found and not excepted.
type finds map[string][]span

// search finds all patterns in ts.
func (x *index) search(ts []token, people *names) finds {
	found, except := finds{}, finds{}
	try := func(ids []int32, i, end int) {
		for _, id := range ids {
			p := &x.patterns[id]
			into := found
			if p.exception {
				into = except
			}
			m := matching{ts, i, end, people}
			if e := m.from(p.items, i); e > i {
				into[p.section] = append(into[p.section], span{i, e})
			}
		}
	}
	for i, t := range ts {
		end := i + 1
		for end < len(ts) && ts[end].sentence == t.sentence {
			end++
		}
		r, _ := utf8.DecodeRuneInString(t.norm)
		try(x.word[t.norm], i, end)
		try(x.letter[r], i, end)
		try(x.any, i, end)
		if people.longest(ts, i, end) > 0 {
			try(x.person, i, end)
		}
	}
	for name, spans := range except {
		found[name] = apart(found[name], spans)
		if len(found[name]) == 0 {
			delete(found, name)
		}
	}
	return found
}

// apart returns the spans that overlap none of the others.
func apart(spans, others []span) []span {
	var out []span
next:
	for _, s := range spans {
		for _, o := range others {
			if s.overlaps(o) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

type matching struct {
	ts     []token
	origin int // where the pattern began
	end    int // of the sentence
	people *names
}

// from returns where items, begun at i, end; -1 = they do not stand there.
func (m *matching) from(items []item, i int) int {
	if len(items) == 0 {
		return i
	}
	it, rest := &items[0], items[1:]
	switch {
	case it.start:
		if i > 0 && m.ts[i-1].sentence == m.ts[i].sentence {
			return -1
		}
		return m.from(rest, i)
	case it.end:
		if i < m.end {
			return -1
		}
		return m.from(rest, i)
	case it.gap > 0 && len(rest) == 0: // at the end it takes all it may: of use in an exception
		return min(i+it.gap, m.end)
	case it.gap > 0:
		for n := 0; n <= it.gap && i+n <= m.end; n++ {
			if e := m.from(rest, i+n); e >= 0 {
				return e
			}
		}
		return -1
	}
	if i < m.end {
		for _, words := range it.first[m.ts[i].norm] {
			if e := m.after(words, rest, i+1); e >= 0 {
				return e
			}
		}
		for _, words := range it.wild {
			if e := m.after(words, rest, i); e >= 0 {
				return e
			}
		}
		if it.person {
			if e := m.people.longest(m.ts, i, m.end); e >= 0 {
				if e = m.from(rest, e); e >= 0 {
					return e
				}
			}
		}
	}
	if it.optional {
		return m.from(rest, i)
	}
	return -1
}

func (m *matching) after(words []word, rest []item, i int) int {
	if e := row(words, m.ts, i, m.end); e >= 0 {
		return m.from(rest, e)
	}
	return -1
}
