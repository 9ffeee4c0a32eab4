package markdown

import (
	"html"
	"regexp"
	"strings"
)

var (
	breaks = regexp.MustCompile(`</(p|li|h[3-6]|tr|td|th|pre|blockquote)>|<br>`)
	marks  = regexp.MustCompile(`<[^>]*>`)
)

// Plain is the text of what somebody wrote, on one line and without its marks; who is as of HTMLWith. It is text, not markup:
// escape it where it is shown.
func Plain(text string, who func(after string) (name string, length int)) string {
	clean := breaks.ReplaceAllString(HTMLWith(text, who), " ")
	return strings.Join(strings.Fields(html.UnescapeString(marks.ReplaceAllString(clean, ""))), " ")
}
