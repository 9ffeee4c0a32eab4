package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TextSize is the height of the letters, in pixels: of the text of a box, and of the smaller line beneath.
type TextSize struct{ Text, Note float64 }

// TextWidth estimates the width of a text in a common sans-serif face of this size: rather more than less. Latin, Cyrillic,
// Arabic and Han scripts are told apart.
func TextWidth(text string, size float64, strong bool) float64 {
	w := 0.0
	for _, r := range text {
		w += letterWidth(r)
	}
	if strong {
		w *= 1.07
	}
	return w * size
}

// letterWidth is the advance of a letter as a share of the size. The figures are those of Noto Sans, rounded up; it is wider
// than most.
func letterWidth(r rune) float64 {
	switch {
	case r == '\u200c' || r == '\u200d' || r >= isolateLTR && r <= isolateEnd || unicode.Is(unicode.Mn, r):
		return 0
	case r < 0x80:
		return asciiWidth[r]
	case wide(r):
		return 1
	case unicode.Is(unicode.Arabic, r):
		return .56
	case unicode.IsUpper(r):
		return .7
	}
	return .6
}

var asciiWidth = func() (w [0x80]float64) {
	for r := range w {
		switch {
		case strings.ContainsRune("ijl.,:;'|!I", rune(r)):
			w[r] = .29
		case strings.ContainsRune("ftr()[]- \"", rune(r)):
			w[r] = .38
		case strings.ContainsRune("mwMW@%", rune(r)):
			w[r] = .92
		case r >= 'A' && r <= 'Z':
			w[r] = .68
		case strings.ContainsRune("csvxyzk", rune(r)):
			w[r] = .52
		default:
			w[r] = .6
		}
	}
	w[' '] = .27
	return w
}()

// wide says whether a letter takes a whole square, and a line may break beside it.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60
}

// noStart are letters that must not begin a line.
const noStart = "，。、；：？！）》」』”’％,.;:?!)»%"

// tolerance is how much wider than its line a single word may be before it is cut: estimates are wide, and a cut word reads badly.
const tolerance = 1.15

// Wrap breaks a text into lines of at most this width: between words, beside Han letters, within a word only where it is too
// long for a line. With most > 0, what does not fit into so many lines ends in an ellipsis. Of a text that is isolated from the
// direction of what surrounds it, each line is.
func Wrap(text string, width, size float64, strong bool, most int) []string {
	mark, text := isolated(text)
	lines := wrap(text, width, size, strong, most)
	if mark != 0 {
		for i, l := range lines {
			lines[i] = string(mark) + l + string(isolateEnd)
		}
	}
	return lines
}

// The marks that keep a text from the direction of what surrounds it.
const (
	isolateLTR   = '\u2066'
	isolateRTL   = '\u2067'
	isolateFirst = '\u2068' // it runs as its first letter does
	isolateEnd   = '\u2069'
)

// isolated takes the marks from a text that stands in them as a whole, and says which mark gives each of its lines the direction
// of the whole; 0 = none.
func isolated(text string) (mark rune, bare string) {
	bare, ok := strings.CutSuffix(text, string(isolateEnd))
	mark, size := utf8.DecodeRuneInString(bare)
	if !ok || mark < isolateLTR || mark > isolateFirst || strings.ContainsRune(bare, isolateEnd) {
		return 0, text
	}
	bare = bare[size:]
	if mark == isolateFirst {
		mark = isolateLTR
		if i := strings.IndexFunc(bare, unicode.IsLetter); i >= 0 {
			if r, _ := utf8.DecodeRuneInString(bare[i:]); unicode.In(r, unicode.Arabic, unicode.Hebrew) {
				mark = isolateRTL
			}
		}
	}
	return mark, bare
}

func wrap(text string, width, size float64, strong bool, most int) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(strings.Join(strings.Fields(text), " ")) {
		next := line + piece
		if line == "" || TextWidth(strings.TrimRight(next, " "), size, strong) <= width {
			line = next
		} else {
			lines = append(lines, strings.TrimRight(line, " "))
			line = piece
		}
		for TextWidth(strings.TrimRight(line, " "), size, strong) > tolerance*width {
			head := fitting(line, width, size, strong)
			if head == strings.TrimRight(line, " ") {
				break
			}
			rest := line[len(head):]
			if less := fitting(line, width-TextWidth(hyphen, size, strong), size, strong); parted(less, line[len(less):]) {
				head, rest = less+hyphen, line[len(less):]
			}
			lines, line = append(lines, head), rest
		}
	}
	if line = strings.TrimRight(line, " "); line != "" {
		lines = append(lines, line)
	}
	if most > 0 && len(lines) > most {
		last := fitting(lines[most-1]+" …", width-TextWidth("…", size, strong), size, strong)
		lines = append(lines[:most-1], strings.TrimRight(last, " …,;:"+hyphen)+"…")
	}
	return lines
}

// hyphen ends a line within a word. It is not the sign that people type.
const hyphen = "‐"

// parted says whether a word that is cut here needs a hyphen: between letters of scripts that are written apart.
func parted(head, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(head)
	first, _ := utf8.DecodeRuneInString(rest)
	apart := func(r rune) bool {
		return unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
	}
	return apart(last) && apart(first)
}

// pieces cuts a text where a line may break. A space belongs to the piece before it.
func pieces(text string) []string {
	var out []string
	start, before := 0, rune(0)
	for i, r := range text {
		if i > start && (before == ' ' || wide(before) || wide(r)) && !strings.ContainsRune(noStart, r) && r != ' ' && before != '（' && before != '《' && before != '“' {
			out = append(out, text[start:i])
			start = i
		}
		before = r
	}
	return append(out, text[start:])
}

// fitting is the longest beginning of a word that fits, one letter at least.
func fitting(word string, width, size float64, strong bool) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && TextWidth(word[:next], size, strong) > width {
			break
		}
		end = next
	}
	return strings.TrimRight(word[:end], " ")
}
