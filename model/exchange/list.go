package exchange

import (
	"regexp"
	"strings"
)

// Signs that people, text editors and mail programs put before the lines of a list: a bullet or a box to tick, with room behind
// it, and a number of at most three figures with its dot or bracket.
var (
	bullet   = regexp.MustCompile(`^(?:[-*+–—−][ \t\x{a0}\x{3000}]+(?:\[[ xX]?\][ \t]+)?|[•‣◦▪▫●○■□·∙⁃☐☑☒✓✔➢➤►▶→][ \t\x{a0}\x{3000}]*|\[[ xX]?\][ \t]+)`)
	numbered = regexp.MustCompile(`^(?:[(（]?[0-9۰-۹٠-٩０-９]{1,3}(?:[.)][ \t\x{a0}\x{3000}]+|[、．）][ \t\x{3000}]*)|[①-⑳][ \t\x{3000}]*)`)
)

// Listed are the lines of a text that hold something, each without the bullet or number before it. A single line keeps its
// number: nothing tells that it counts.
func Listed(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	for i, line := range out {
		out[i] = unlisted(line, len(out) > 1)
	}
	return out
}

// unlisted is a line without its bullet, and without its number where there are several lines. A line of nothing else stays.
func unlisted(line string, several bool) string {
	bare := bullet.ReplaceAllString(line, "")
	if several {
		bare = numbered.ReplaceAllString(bare, "")
	}
	if bare == "" {
		return line
	}
	return bare
}
