package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCells(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		sep  rune
		want []Line
	}{
		"nothing":                       {" \n\n\t\n", '\t', nil},
		"a list":                        {"Till\n\n  Web shop \r\n\"Where is my parcel?\" gets three answers, always", 0, []Line{{1, []string{"Till"}}, {3, []string{"Web shop"}}, {4, []string{`"Where is my parcel?" gets three answers, always`}}}},
		"a spreadsheet":                 {"Name\tCost\nTill\t5\n", '\t', []Line{{1, []string{"Name", "Cost"}}, {2, []string{"Till", "5"}}}},
		"a line break in quotes":        {"\"Till\nof 2014\"\t\"5\"\nWeb\t6", '\t', []Line{{1, []string{"Till\nof 2014", "5"}}, {3, []string{"Web", "6"}}}},
		"quotes within quotes":          {`"The ""new"" till",5`, ',', []Line{{1, []string{`The "new" till`, "5"}}}},
		"a quote that nothing closes":   {"\"Till\t5\nWeb\t6", '\t', []Line{{1, []string{`"Till`, "5"}}, {2, []string{"Web", "6"}}}},
		"text behind the closing quote": {`"Till" of 2014,5`, ',', []Line{{1, []string{`"Till" of 2014`, "5"}}}},
		"stray tabs":                    {"Till\t\t5\t\t\nWeb\t\t\t\t\n", '\t', []Line{{1, []string{"Till", "5"}}, {2, []string{"Web", ""}}}},
		"merged cells":                  {"Till\t1\n\t2\n", '\t', []Line{{1, []string{"Till", "1"}}, {2, []string{"", "2"}}}},
		"marks of direction around":     {"\u200f\u202bصندوق\u202c\u200e\u00a0\n\ufeffنام‌ها", 0, []Line{{1, []string{"صندوق"}}, {2, []string{"نام‌ها"}}}},
		"old line ends and controls":    {"A\x00\x1b[31m\rB", 0, []Line{{1, []string{"A[31m"}}, {2, []string{"B"}}}},
		"semicolons":                    {"a;b\n1,5;2", ';', []Line{{1, []string{"a", "b"}}, {2, []string{"1,5", "2"}}}},
		"an emoji and a tag":            {"💡 lamp\t<script>alert(1)</script>", '\t', []Line{{1, []string{"💡 lamp", "<script>alert(1)</script>"}}}},
	} {
		if diff := cmp.Diff(c.want, Cells(c.text, c.sep)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// No text makes it fail, and of a list nothing that can be seen is lost.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"a\tb\n\"c\nd\"\te", `"`, "\"\"\"", "a,\"b\"\"c\",\n", "\r\r\n", "\ufeff", "x\xffy"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, sep := range []rune{'\t', ',', ';'} {
			for _, row := range Cells(text, sep) {
				for _, c := range row.Cells {
					if CleanCell(c) != c {
						t.Fatalf("the cell %q is not clean", c)
					}
				}
			}
		}
		var got []string
		for _, row := range Cells(text, 0) {
			got = append(got, row.Cells...)
		}
		var want []string
		for _, line := range strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool { return r == '\n' || r == '\r' }) {
			if line = CleanCell(line); line != "" {
				want = append(want, line)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("lines (-want +got):\n%s", diff)
		}
	})
}
