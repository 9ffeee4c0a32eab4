package model

import (
	"slices"
	"strings"
	"unicode"
)

// mostMerged is how many words each text may have that is merged; beyond, people read both.
const mostMerged = 1500

// MergeTexts joins two rewritings of a text word by word, where they do not touch: what one side changed and the other left
// is as changed. False where both changed the same place, or where a text is too long to compare.
func MergeTexts(original, a, b string) (string, bool) {
	o, x, y := words(original), words(a), words(b)
	if max(len(o), len(x), len(y)) > mostMerged {
		return "", false
	}
	inX, inY := common(o, x), common(o, y)
	var out strings.Builder
	i, j, k := 0, 0, 0
	for at := range len(o) + 1 {
		// Up to the next word that both left, or the end of all.
		end, endX, endY := len(o), len(x), len(y)
		if at < len(o) {
			if inX[at] < 0 || inY[at] < 0 {
				continue
			}
			end, endX, endY = at, inX[at], inY[at]
		}
		was, left, right := o[i:end], x[j:endX], y[k:endY]
		switch {
		case slices.Equal(was, left) || slices.Equal(left, right):
			out.WriteString(strings.Join(right, ""))
		case slices.Equal(was, right):
			out.WriteString(strings.Join(left, ""))
		default:
			return "", false
		}
		if at < len(o) {
			out.WriteString(o[at])
			i, j, k = at+1, endX+1, endY+1
		}
	}
	return out.String(), true
}

// words cuts a text into words, each with the space behind it; joined they are the text again. Signs of Chinese are words each.
func words(text string) []string {
	var out []string
	begin, space := 0, false
	for i, r := range text {
		now := unicode.IsSpace(r)
		if i > begin && (space && !now || !now && unicode.Is(unicode.Han, r)) {
			out = append(out, text[begin:i])
			begin = i
		}
		space = now
	}
	if begin < len(text) {
		out = append(out, text[begin:])
	}
	return out
}

// common is, for each word of a, its place in b within the longest run of words that both have in the same order; -1 where it
// is not in that.
func common(a, b []string) []int {
	width := len(b) + 1
	longest := make([]uint16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	out := make([]int, len(a))
	for i, j := 0, 0; i < len(a); i++ {
		out[i] = -1
		for j < len(b) && a[i] != b[j] && longest[i*width+j+1] >= longest[(i+1)*width+j] {
			j++
		}
		if j < len(b) && a[i] == b[j] {
			out[i] = j
			j++
		}
	}
	return out
}
