package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A rule is something that our pages or style sheets never hold, and why.
type rule struct {
	name, why string
	found     *regexp.Regexp
}

// The content security policy refuses these silently, in the browser and nowhere else.
var markupRules = []rule{
	{"style attribute", "the policy refuses it: use a class", regexp.MustCompile(`(?i)[\s"'{]style=\s*["'{]`)},
	{"inline script", "the policy refuses it: put it under static/js", regexp.MustCompile(`(?i)<script(?:\s+[^>]*)?>\s*[^<\s]`)},
	{"inline handler", "the policy refuses it: listen in a script", regexp.MustCompile(`(?i)\s(?:on[a-z]+|hx-on[a-z:-]*)=\s*["'{]`)},
	{"javascript URL", "the policy refuses it", regexp.MustCompile(`(?i)["']javascript:`)},
	{"script or css of templ", "they become inline code: write a file under static", regexp.MustCompile(`(?m)^(?:script|css)\s+\w+\(`)},
}

// cssValue is one value of several: a word, or a function with what is in its brackets.
const cssValue = `(?:[\w-]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[^\s;}()!]+)`

// A page that runs from right to left is laid out by the same sheet.
var styleRules = []rule{
	{"left or right in a property", "use the logical one, as margin-inline-start", regexp.MustCompile(`(?i)(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius`)},
	{"left or right as a property", "use inset-inline-start or -end", regexp.MustCompile(`(?im)(?:^|[{;\s])(?:left|right)\s*:`)},
	{"left and right apart", "say it with -block and -inline; of four values the second and the last are right and left",
		regexp.MustCompile(`(?i)(?:margin|padding|inset)\s*:\s*` + cssValue + `(?:\s+` + cssValue + `){3}`)},
	{"left or right as a value", "use start or end", regexp.MustCompile(`(?i)(?:text-align|float|clear)\s*:\s*(?:left|right)`)},
}

func TestMarkupKeepsToThePolicy(t *testing.T) {
	t.Parallel()
	obey(t, ".templ", markupRules)
}

func TestStyleSheetsAreLogical(t *testing.T) {
	t.Parallel()
	obey(t, ".css", styleRules)
}

// obey reads every file below the top folder that ends in suffix, but third-party ones.
func obey(t *testing.T, suffix string, rules []rule) {
	t.Helper()
	for _, file := range filesBelow(t, repository, suffix) {
		if strings.HasPrefix(file, "static/lib/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(repository, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rules {
			for _, at := range r.found.FindAllIndex(text, -1) {
				line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
				t.Errorf("%s:%d: %s (%q): %s", file, line, r.name, text[at[0]:at[1]], r.why)
			}
		}
	}
}

// TestRules shows each rule one thing to refuse and one to let pass.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules      []rule
		text, name string // the name of the rule that fires; "" = none
	}{
		{markupRules, `<p style="color:red">`, "style attribute"},
		{markupRules, `<p style={ color }>`, "style attribute"},
		{markupRules, `<p data-style="plain" class="style">`, ""},
		{markupRules, `<script>alert(1)</script>`, "inline script"},
		{markupRules, "<script type=\"module\">\n\tgo()\n</script>", "inline script"},
		{markupRules, `<script src="/static/js/a.js" defer></script>`, ""},
		{markupRules, `<button onclick="go()">`, "inline handler"},
		{markupRules, `<button onclick={ go() }>`, "inline handler"},
		{markupRules, `<button hx-on:click="go()">`, "inline handler"},
		{markupRules, `<input name="on" value="once = 1">`, ""},
		{markupRules, `<a href="javascript:go()">`, "javascript URL"},
		{markupRules, "script focus(id string) {\n", "script or css of templ"},
		{styleRules, `p { margin-left: 1rem }`, "left or right in a property"},
		{styleRules, `p { border-top-right-radius: 0 }`, "left or right in a property"},
		{styleRules, `p { margin-inline-start: 1rem }`, ""},
		{styleRules, `p { left: 0 }`, "left or right as a property"},
		{styleRules, `p { padding: 6px var(--s4) 6px 0 }`, "left and right apart"},
		{styleRules, `p { margin: 0 calc(1rem - (2 * var(--s1))) 0 0 }`, "left and right apart"},
		{styleRules, `p { margin: -1px calc(100% - 1px) 0; padding: 0 auto }`, ""},
		{styleRules, `p { text-align: right }`, "left or right as a value"},
		{styleRules, `p { text-align: end; transform-origin: left }`, ""},
	} {
		var fired []string
		for _, r := range c.rules {
			if r.found.MatchString(c.text) {
				fired = append(fired, r.name)
			}
		}
		if got := strings.Join(fired, ", "); got != c.name {
			t.Errorf("rules that fire on %q = %q, want %q", c.text, got, c.name)
		}
	}
}

// everywhere are the scripts that a page with the frame may load, whatever it shows; the morph comes when others change something.
var everywhere = []string{"js/frame.js", "js/keys.js", "js/palette.js", "js/live.js", "js/send.js", "js/toasts.js", "js/typed.js", "lib/idiomorph/idiomorph.min.js"}

// onPages are the scripts that pages load beside those, those of one page together, and how much all may weigh; the drag library
// comes only when somebody reaches for a handle.
var onPages = []struct {
	page  string
	files []string
	most  int // bytes after gzip
}{
	{"lists", []string{"js/list.js", "js/pick.js", "js/talk.js"}, 30_000},
	{"journey", []string{"js/journey.js", "js/pick.js", "js/rove.js"}, 30_000},
	{"analysis", []string{"js/analysis.js", "js/pick.js", "js/report.js", "js/meeting.js"}, 30_000},
	{"map", []string{"js/map.js", "js/pick.js", "lib/panzoom/panzoom.min.js"}, 60_000},
}

// unloaded are scripts that no page loads by itself.
var unloaded = []string{"lib/sortable/Sortable.min.js"}

// TestScriptsWeighLittle adds up what each sort of page may load: 30 kB compressed, on the map 60 kB. A script that is in none of
// the lists fails.
func TestScriptsWeighLittle(t *testing.T) {
	t.Parallel()
	weight := map[string]int{}
	for _, file := range filesBelow(t, filepath.Join(repository, "static"), ".js") {
		text, err := os.ReadFile(filepath.Join(repository, "static", file))
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%6d bytes compressed: static/%s", packed.Len(), file)
		weight[file] = packed.Len()
	}
	listed := slices.Concat(everywhere, unloaded)
	for _, p := range onPages {
		total := 0
		for _, file := range slices.Concat(everywhere, p.files) {
			total += weight[file]
		}
		if total > p.most {
			t.Errorf("the scripts of %s are %d bytes compressed, want at most %d", p.page, total, p.most)
		}
		listed = append(listed, p.files...)
	}
	for file := range weight {
		if !slices.Contains(listed, file) {
			t.Errorf("which page loads static/%s?", file)
		}
	}
}
