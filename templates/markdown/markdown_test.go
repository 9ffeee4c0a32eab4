package markdown

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"nothing", " \n", ""},
		{"words", "a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>\n"},
		{"heading", "# One\n## Two", "<h3>One</h3>\n<h4>Two</h4>\n"},
		{"list", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"link", "[x](https://example.org/a?b=1)", "<p><a href=\"https://example.org/a?b=1\" rel=\"nofollow noreferrer\">x</a></p>\n"},
		{"bare address", "see https://example.org", "<p>see <a href=\"https://example.org\" rel=\"nofollow noreferrer\">https://example.org</a></p>\n"},
		{"mail", "<a@example.org>", "<p><a href=\"mailto:a@example.org\" rel=\"nofollow noreferrer\">a@example.org</a></p>\n"},
		{"table", "|a|b|\n|-|-|\n|1|2|", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"lines", "a\nb", "<p>a<br>\nb</p>\n"},
		{"signs", "1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"},
		{"words about a heading", "`<h1>`", "<p><code>&lt;h1&gt;</code></p>\n"},
		{"tasks", "- [x] a", "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> a</li>\n</ul>\n"},
	} {
		if got := HTML(c.in); got != c.want {
			t.Errorf("%s: HTML(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// hostile texts, after the CommonMark and OWASP collections; none may leave anything that runs,
// loads or looks like the page.
var hostile = []string{
	`<script>alert(1)</script>`, `<ScRiPt src=//evil.example></sCrIpT>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`,
	`<a href="javascript:alert(1)">x</a>`, `[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](&#x6A;avascript:alert(1))`,
	`[x](java	script:alert(1))`, `[x](vbscript:msgbox)`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](file:///etc/passwd)`, `[x](//evil.example)`,
	`[x](/w/other/delete)`, `[x](<javascript:alert(1)>)`, `[x]( javascript:alert(1))`, `<javascript:alert(1)>`, `[x]:javascript:alert(1)` + "\n\n[x]",
	`![x](https://evil.example/pixel.gif)`, `![x](javascript:alert(1))`, `<style>*{display:none}</style>`, `<link rel=stylesheet href=//evil.example>`,
	`<iframe src=//evil.example>`, `<form action=//evil.example><button>x</button></form>`, `<input autofocus onfocus=alert(1)>`, `<input type="password">`,
	`# x {onclick=alert(1)}`, `# x {style="position:fixed"}`, `# x {id=content class=toast}`, "```\"onmouseover=alert(1)\nx\n```", "```<script>\nx\n```",
	`<b style="color:red" onclick=x>b</b>`, `<math><mi//xlink:href="data:x,<script>alert(4)</script>">`, `<<script>alert(1);//<</script>`,
	`[x](https://example.org "onmouseover=alert(1)")`, `[x](https://example.org" onmouseover="alert(1))`, `<!--><script>alert(1)</script>-->`,
	"<table background=\"javascript:alert(1)\">", "\x00<script>alert(1)</script>", `<a href="https&#58;//x" onclick=1>y</a>`, `{{.Name}}`, strings.Repeat("[", 20000), strings.Repeat("> ", 5000) + "x",
}

var (
	allowedTag = regexp.MustCompile(`^</?(p|br|hr|h3|h4|h5|h6|strong|em|del|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td)>$|^<ol start="\d+">$|^<a href="(https?://|mailto:)[^"<>]*" rel="nofollow noreferrer">$|^</a>$|^<input( (checked|disabled)="")* type="checkbox"/?>$`)
	tag        = regexp.MustCompile(`<[^>]*>`)
)

func checkSafe(t *testing.T, in string) {
	t.Helper()
	for _, m := range tag.FindAllString(HTML(in), -1) {
		if !allowedTag.MatchString(m) {
			t.Errorf("HTML(%.80q) holds %q", in, m)
		}
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, in := range hostile {
		checkSafe(t, in)
	}
}

func TestLongTextIsShownAsTyped(t *testing.T) {
	t.Parallel()
	got := HTML(strings.Repeat("<b>", longest))
	if !strings.HasPrefix(got, "<pre>&lt;b&gt;") {
		t.Errorf("a long text begins %q", got[:20])
	}
}

func FuzzHTML(f *testing.F) {
	for _, in := range hostile {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) { checkSafe(t, in) })
}

func BenchmarkHTML(b *testing.B) {
	text, err := os.ReadFile("markdown.go")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		HTML(string(text))
	}
}
