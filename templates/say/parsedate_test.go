package say

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, in, want string }{
		{"en", "2026-03-01", "2026-03-01"},
		{"en", " 2026/3/1 ", "2026-03-01"},
		{"en", "2026-03", "2026-03-01"},
		{"en", "01.03.2026", "2026-03-01"},
		{"en", "31/03/2026", "2026-03-31"},
		{"en", "03/31/2026", "2026-03-31"},
		{"en", "03/03/2026", "2026-03-03"},
		{"en", "01/03/2026", ""}, // March or January
		{"fr", "01/03/2026", "2026-03-01"},
		{"fr", "1er mars 2026", "2026-03-01"},
		{"fr", "14 août 2026", "2026-08-14"},
		{"en", "4 March 2026", "2026-03-04"},
		{"en", "4 Mar. 2026", "2026-03-04"},
		{"en", "March 2026", "2026-03-01"},
		{"fr", "4 March 2026", "2026-03-04"},
		{"zh", "2026年3月1日", "2026-03-01"},
		{"zh", "2026年3月", "2026-03-01"},
		{"fa", "1405/1/1", "2026-03-21"},
		{"fa", "۱۴۰۵/۰۱/۰۱", "2026-03-21"},
		{"fa", "۱ فروردین ۱۴۰۵", "2026-03-21"},
		{"fa", "30 اسفند 1403", "2025-03-20"}, // a leap year
		{"fa", "30 اسفند 1404", ""},
		{"fa", "۲۰۲۶-۰۳-۲۱", "2026-03-21"},
		{"en", "2026-02-30", ""}, {"en", "2026-13-01", ""}, {"en", "30.02.2026", ""}, {"en", "", ""}, {"en", "yesterday", ""}, {"en", "12", ""}, {"en", "1 Smarch 2026", ""},
		{"fa", "1 فروردین 2026", ""}, {"en", "1405/13/1", ""}, {"en", "99999-01-01", ""}, {"en", "2026-3-1 10:00", ""},
	} {
		got, ok := For(c.lang).ParseDate(c.in)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: ParseDate(%q) = %q, %v; want %q", c.lang, c.in, got, ok, c.want)
		}
	}
}

// What is said of a day is read as that day.
func TestParseDateReadsWhatIsSaid(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages() {
		p := For(lang)
		for d := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2025; d = d.AddDate(0, 0, 11) {
			if got, ok := p.ParseDate(p.Date(d)); !ok || got != d.Format(time.DateOnly) {
				t.Errorf("%s: %q is read as %q, %v", lang, p.Date(d), got, ok)
			}
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("۱۴۰۵/۰۱/۰۱")
	f.Add("4 March 2026")
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range languages {
			if iso, ok := For(lang).ParseDate(s); ok {
				if _, err := time.Parse(time.DateOnly, iso); err != nil {
					t.Errorf("%s: ParseDate(%q) = %q", lang, s, iso)
				}
			}
		}
	})
}
