// Package markdown turns what people wrote into HTML that is safe to show. It is the one place in
// the program from which markup comes that templ did not escape.
package markdown

import (
	"bytes"
	"io"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// longest is the most text that is rendered, in bytes; what lies beyond is shown as it was typed.
const longest = 400_000

// reader parses CommonMark with tables, strikethrough, task lists and bare addresses. It is not
// WithUnsafe: markup in the text is left out.
var reader = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Linkify),
	goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(mentions{}, 500))),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

// policy keeps what a note needs. Addresses are http, https or mailto: goldmark knows only a list of
// bad ones. Pictures are left out, since they would tell another server who reads.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").OnElements("input")
	p.AllowURLSchemeWithCustomPolicy("http", hasHost)
	p.AllowURLSchemeWithCustomPolicy("https", hasHost)
	p.AllowURLSchemes("mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
})

func hasHost(u *url.URL) bool { return u.Host != "" }

// HTML renders Markdown. Headings begin at h3, below those of the page.
func HTML(text string) string { return HTMLWith(text, nil) }

// HTMLWith is HTML of a text in which people are mentioned: who tells the name of the person whom the text after an "@" begins
// with, and how many bytes of it are that mention, 0 where nobody is. They stand out.
func HTMLWith(text string, who func(after string) (name string, length int)) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	source := []byte(text)
	if len(source) > longest {
		return "<pre>" + string(util.EscapeHTML(source)) + "</pre>"
	}
	var raw bytes.Buffer
	if err := reader.Convert(source, &raw, parser.WithContext(mentioning(who))); err != nil {
		return "<pre>" + string(util.EscapeHTML(source)) + "</pre>"
	}
	var clean bytes.Buffer
	_ = policy().SanitizeReaderToWriter(lower(&raw), &clean) // a buffer neither fails to read nor to write
	return clean.String()
}

// lower moves headings two levels down.
func lower(raw *bytes.Buffer) io.Reader {
	return strings.NewReader(levels.Replace(raw.String()))
}

var levels = strings.NewReplacer(
	"<h1", "<h3", "</h1", "</h3", "<h2", "<h4", "</h2", "</h4", "<h3", "<h5", "</h3", "</h5", "<h4", "<h6", "</h4", "</h6", "<h5", "<h6", "</h5", "</h6")
