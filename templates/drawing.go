package templates

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"rootline/static"
	"rootline/templates/say"
)

// Canvas is what a drawing stands on: on a page, or alone as a file, which carries its title, its styles and its signs.
type Canvas struct {
	Say           *say.Printer
	Title         string // says what is drawn: the name of the drawing
	Width, Height float64
	File          bool     // the drawing is a file of its own
	Icons         []string // the signs that it uses; of a file alone
	Plain         bool     // nothing in it is a link: one picture
	Class         string   // beside "draw"
}

// sign is the address of a sign.
func (c Canvas) sign(icon string) string {
	if c.File {
		return "#" + icon
	}
	return static.URL("icons.svg") + "#" + icon
}

// head is what a file needs before its drawing: styles and signs, of our own making.
func (c Canvas) head() string {
	var b strings.Builder
	b.WriteString("<style>" + drawingStyles() + "</style><defs>")
	icons := slices.Clone(c.Icons)
	slices.Sort(icons)
	for _, icon := range slices.Compact(icons) {
		if s := static.Symbol(icon); s != "" {
			b.WriteString(`<symbol id="` + icon + `" viewBox="0 0 16 16">` + s + "</symbol>")
		}
	}
	b.WriteString("</defs>")
	return b.String()
}

// WriteSVG writes a drawing whose canvas is a file.
func WriteSVG(ctx context.Context, w io.Writer, drawing templ.Component) error {
	b := bytes.NewBufferString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	if err := drawing.Render(ctx, b); err != nil {
		return err
	}
	_, err := w.Write(bytes.Map(inXML, b.Bytes()))
	return err
}

// inXML leaves out what no XML file can hold, however it is written.
func inXML(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

// drawingStyles are the styles of drawings with all values put in, as on light paper: programs that draw SVG seldom know
// custom properties.
var drawingStyles = sync.OnceValue(func() string {
	return plainStyles(static.Text("css/tokens.css"), static.Text("css/parts.css"), static.Text("css/canvas.css"))
})

// DrawingPolicy is the content security policy of a drawing as a file: its own styles, and nothing else.
var DrawingPolicy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(drawingStyles()))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})

var (
	property  = regexp.MustCompile(`(--[\w-]+):\s*((?:[^;(]|\([^)]*\))+);`)
	lightDark = regexp.MustCompile(`light-dark\(([^,]+),[^)]*\)`)
	useOf     = regexp.MustCompile(`var\((--[\w-]+)\)`)
	rule      = regexp.MustCompile(`(?m)^(\.draw[^{@]*)\{([^}]*)\}`)
	layered   = regexp.MustCompile(`(\.(?:bx|ln))\b`) // what has a layer
	layerRule = regexp.MustCompile(`\.(l-\w+) \{ --c: var\((--[\w-]+)\); --ct: var\((--[\w-]+)\); \}`)
)

// fileFonts are names of fonts, which every program understands.
const fileFonts = `"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans Arabic", "Noto Sans CJK SC", sans-serif`

// plainStyles are the rules of the drawing sheet with the light values of the tokens. A rule that takes the colour of its layer
// is said once for each.
func plainStyles(tokens, parts, drawing string) string {
	root, _, _ := strings.Cut(comment.ReplaceAllString(tokens, ""), `[data-theme`)
	values := map[string]string{}
	for _, m := range property.FindAllStringSubmatch(root, -1) {
		values[m[1]] = lightDark.ReplaceAllString(strings.TrimSpace(m[2]), "$1")
	}
	values["--sans"] = fileFonts
	put := func(s string, more map[string]string) string {
		for range 3 { // a value may use another
			s = useOf.ReplaceAllStringFunc(s, func(use string) string {
				name := useOf.FindStringSubmatch(use)[1]
				if v, ok := more[name]; ok {
					return v
				}
				return values[name]
			})
		}
		return s
	}
	layers := map[string]map[string]string{}
	for _, m := range layerRule.FindAllStringSubmatch(parts, -1) {
		layers[m[1]] = map[string]string{"--c": values[m[2]], "--ct": values[m[3]]}
	}
	var b strings.Builder
	for _, m := range rule.FindAllStringSubmatch(comment.ReplaceAllString(drawing, ""), -1) {
		selector, body := strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
		ofLayer := strings.Contains(body, "var(--c)") || strings.Contains(body, "var(--ct)")
		if !ofLayer {
			b.WriteString(selector + "{" + put(body, nil) + "}\n")
			continue
		}
		for _, layer := range slices.Sorted(maps.Keys(layers)) {
			b.WriteString(layered.ReplaceAllString(selector, "$1."+layer) + "{" + put(body, layers[layer]) + "}\n")
		}
	}
	return b.String()
}
