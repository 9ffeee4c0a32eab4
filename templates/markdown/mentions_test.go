package markdown

import (
	"strings"
	"testing"
)

func TestMentions(t *testing.T) {
	t.Parallel()
	names := func(after string) (string, int) {
		for written, name := range map[string]string{"Ana Silva": "Ana Silva", "<b>": "<b>", "a_b_c": "a_b_c", "z@example.org": "Zoë *Z*"} {
			if strings.HasPrefix(after, written) {
				return name, len(written)
			}
		}
		return "", 0
	}
	for in, want := range map[string]string{
		"@Ana Silva, look":  "<p><strong>@Ana Silva</strong>, look</p>\n",
		"a@Ana Silva":       "<p>a@Ana Silva</p>\n",
		"请@Ana Silva":       "<p>请<strong>@Ana Silva</strong></p>\n",
		"`@Ana Silva`":      "<p><code>@Ana Silva</code></p>\n",
		"@Ben":              "<p>@Ben</p>\n",
		"x\n@Ana Silva":     "<p>x<br>\n<strong>@Ana Silva</strong></p>\n",
		"@<b> is a name":    "<p><strong>@&lt;b&gt;</strong> is a name</p>\n", // a name is no markup
		"@a_b_c":            "<p><strong>@a_b_c</strong></p>\n",
		"x @z@example.org.": "<p>x <strong>@Zoë *Z*</strong>.</p>\n",
		"> @Ana Silva":      "<blockquote>\n<p><strong>@Ana Silva</strong></p>\n</blockquote>\n",
		"ana@example.org @": "<p><a href=\"mailto:ana@example.org\" rel=\"nofollow noreferrer\">ana@example.org</a> @</p>\n",
	} {
		if got := HTMLWith(in, names); got != want {
			t.Errorf("HTMLWith(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := Plain("# One\n\n**two** [three](https://example.org) `<b>` @Ana Silva\n- &amp; four\n- five<br>six", names), "One two three <b> @Ana Silva & four fivesix"; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
	if got := HTML("@Ana Silva"); got != "<p>@Ana Silva</p>\n" {
		t.Errorf("HTML mentions: %q", got)
	}
}
