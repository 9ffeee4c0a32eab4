package whys

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type script uint8

const (
	latin  script = iota // and every other script that is written with spaces
	han                  // one token per character
	arabic               // Persian
)

// token is a word, or one Han character.
type token struct {
	norm     string // lower case, without accents: what patterns are matched with
	raw      string // lower case, as written: what a stemmer wants
	script   script
	sentence int  // counts from 0
	glued    bool // a zero-width non-joiner stands before it
	digit    bool // has a digit
	from, to int  // where it stands in the text, in bytes
}

// tokens splits a text into words and folds the ways of writing one: case, accents, full width, Arabic letters for
// Persian ones, contractions ("didn't" is did not) and elisions ("n'a" is ne a).
func tokens(text string) []token {
	s := splitter{out: make([]token, 0, len(text)/4+1)}
	runes := []rune(text)
	for i, r := range runes {
		s.at, s.next = s.next, s.next+utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(text[s.at:], "\ufffd") {
			s.next = s.at + 1 // a byte that is no text
		}
		if r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9') { // most characters are plain
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			s.grow(r)
			continue
		}
		r = fold(r)
		switch {
		case r == ' ' && len(s.word) > 0: // and most others stand between words
			s.flush()
			s.glue = false
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || r == '\u00ad': // marks, tatweel and soft hyphens vanish
		case unicode.Is(unicode.Han, r):
			s.flush()
			s.from, s.to = s.at, s.next
			s.add(string(r), string(r), han, unicode.IsDigit(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			s.grow(unicode.ToLower(r))
		case (r == '.' || r == ',' || r == '٫') && digitAt(runes, i-1) && digitAt(runes, i+1):
			s.grow('.')
		case r == '\'' && len(s.word) > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i+1]):
			s.grow('\'')
		default:
			s.flush()
			s.glue = r == '\u200c'
			if endsSentence(runes, i, r) && !s.abbreviation(r) && len(s.out) > 0 && s.out[len(s.out)-1].sentence == s.sentence {
				s.sentence++
			}
		}
	}
	s.flush()
	return affixes(s.out)
}

type splitter struct {
	out      []token
	word     []rune
	sentence int
	glue     bool
	at, next int // where the character at hand begins and ends, in bytes
	from, to int // the word
}

// grow puts a character behind the word at hand.
func (s *splitter) grow(r rune) {
	if len(s.word) == 0 {
		s.from = s.at
	}
	s.to = s.next
	s.word = append(s.word, r)
}

func (s *splitter) add(norm, raw string, sc script, digit bool) {
	s.out = append(s.out, token{norm, raw, sc, s.sentence, s.glue, digit, s.from, s.to})
	s.glue = false
}

func (s *splitter) flush() {
	if len(s.word) == 0 {
		return
	}
	word := string(s.word)
	sc, digit, quote, accent := latin, false, false, false
	for _, r := range s.word {
		switch {
		case r < 0x80:
			digit = digit || r >= '0' && r <= '9'
			quote = quote || r == '\''
		default:
			accent = true
			digit = digit || unicode.IsDigit(r)
			if unicode.Is(unicode.Arabic, r) {
				sc = arabic
			}
		}
	}
	s.word = s.word[:0]
	if !quote {
		norm := word
		if accent {
			norm = plain(word)
		}
		s.add(norm, word, sc, digit)
		return
	}
	before, after, _ := strings.Cut(word, "'")
	for _, part := range contraction(before, after) {
		s.add(plain(part), part, sc, digit)
	}
}

// contraction undoes an apostrophe of English or French. What it does not know becomes two words.
func contraction(before, after string) []string {
	if stem, ok := strings.CutSuffix(before, "n"); ok && after == "t" {
		switch stem {
		case "ca":
			stem = "can"
		case "wo":
			stem = "will"
		case "sha":
			stem = "shall"
		}
		return []string{stem, "not"}
	}
	if full, ok := elided[before]; ok {
		return []string{full, after}
	}
	if full, ok := shortened[after]; ok {
		if full == "" {
			return []string{before}
		}
		return []string{before, full}
	}
	return []string{before, after}
}

var (
	elided = map[string]string{"l": "le", "d": "de", "n": "ne", "s": "se", "c": "ce", "j": "je", "m": "me", "t": "te", "qu": "que",
		"jusqu": "jusque", "lorsqu": "lorsque", "puisqu": "puisque", "parce qu": "parce que", "quoiqu": "quoique"}
	shortened = map[string]string{"s": "", "d": "", "ll": "will", "re": "are", "ve": "have", "m": "am"}
)

// fold maps the ways of writing one character to one of them.
func fold(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E: // full width
		return r - 0xFEE0
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	}
	switch r {
	case 'ي', 'ى':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ة', 'ۀ':
		return 'ه'
	case 'أ', 'إ', 'ٱ':
		return 'ا'
	case 'ؤ':
		return 'و'
	case '’', '‘', 'ʼ', '`', '´':
		return '\''
	}
	return r
}

// plain takes the accents off Latin letters, so that a text typed without them meets the lists too.
func plain(word string) string {
	if strings.IndexFunc(word, func(r rune) bool { return r >= 0xC0 && r < 0x180 }) < 0 {
		return word
	}
	return accents.Replace(word)
}

var accents = strings.NewReplacer("à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "í", "i", "ì", "i", "ô", "o", "ö", "o", "ó", "o", "ò", "o", "õ", "o", "ù", "u", "û", "u", "ü", "u", "ú", "u", "ÿ", "y",
	"ñ", "n", "œ", "oe", "æ", "ae", "ß", "ss")

func digitAt(runes []rune, i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }

func endsSentence(runes []rune, i int, r rune) bool {
	switch r {
	case '!', '?', ';', '\n', '。', '؟', '؛':
		return true
	case '.':
		return i+1 == len(runes) || unicode.IsSpace(runes[i+1])
	}
	return false
}

func (s *splitter) abbreviation(r rune) bool {
	if r != '.' || len(s.out) == 0 {
		return false
	}
	switch s.out[len(s.out)-1].norm {
	case "mr", "mrs", "ms", "dr", "nr", "vs", "approx", "e", "g", "i", "p", "m", "mme", "art", "env", "cf", "ex", "ref", "tel", "max", "min":
		return true
	}
	return false
}

// affixes joins what Persian writes with a zero-width non-joiner, with a space or together: "می‌کند", "می کند".
func affixes(ts []token) []token {
	if !hasArabic(ts) {
		return ts
	}
	out := ts[:0]
	for _, t := range ts {
		if n := len(out); n > 0 && t.script == arabic && out[n-1].script == arabic && out[n-1].sentence == t.sentence {
			last := out[n-1]
			if t.glued && t.norm == "ی" && strings.HasSuffix(last.norm, "ه") { // the ezafe of "همه‌ی" is not always written
				continue
			}
			joins := suffixes[t.norm] || t.glued && (endings[t.norm] || persons[t.norm] && strings.HasSuffix(last.norm, "ه"))
			if joins || last.norm == "می" || last.norm == "نمی" {
				last.norm += t.norm
				last.raw += t.raw
				last.to = t.to
				out[n-1] = last
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

var (
	suffixes = map[string]bool{"ها": true, "های": true, "هایی": true, "هایش": true, "هایشان": true, "هایمان": true}
	endings  = map[string]bool{"تر": true, "ترین": true, "ی": true, "اش": true, "شان": true}
	persons  = map[string]bool{"ام": true, "ای": true, "اند": true, "ایم": true, "اید": true} // of a participle
)

func hasArabic(ts []token) bool {
	for _, t := range ts {
		if t.script == arabic {
			return true
		}
	}
	return false
}

// wordCount counts words; of Han text, 17 characters count as 10 words, rounded up.
func wordCount(ts []token) int {
	chars := 0
	for _, t := range ts {
		if t.script == han {
			chars++
		}
	}
	return len(ts) - chars + (chars*10+16)/17
}
