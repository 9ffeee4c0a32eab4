package say

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, in string
		want     float64
		ok       bool
	}{
		{"en", "12", 12, true}, {"en", " 12,500 ", 12500, true}, {"en", "12,500.25", 12500.25, true}, {"en", "1,5", 1.5, true},
		{"en", "1,234,567", 1234567, true}, {"en", "-3", -3, true}, {"en", "−3.5", -3.5, true}, {"en", ".5", .5, true}, {"en", "1'000", 1000, true},
		{"fr", "12,5", 12.5, true}, {"fr", "12,500", 12.5, true}, {"fr", "12 500", 12500, true}, {"fr", "12\u202f500,5", 12500.5, true},
		{"fr", "1.234,5", 1234.5, true}, {"fr", "12.5", 12.5, true}, {"fr", "1.234.567", 1234567, true},
		{"fa", "۱۲٬۵۰۰", 12500, true}, {"fa", "۳٫۵", 3.5, true}, {"fa", "٣٫٥", 3.5, true}, {"fa", "12.5", 12.5, true}, {"zh", "１２．５", 12.5, true},
		{"en", "-0", 0, true},
		{"en", "", 0, false}, {"en", "twelve", 0, false}, {"en", "12 a month", 0, false}, {"en", "1,2,3", 0, false}, {"en", "1.2.3", 0, false},
		{"en", "--3", 0, false}, {"en", "1e5", 0, false}, {"en", "NaN", 0, false}, {"en", "0x1p4", 0, false}, {"en", "1_000", 0, false},
		{"en", "1,23,456.7", 0, false}, {"en", "1.5.000,2", 0, false}, {"en", "-", 0, false}, {"en", "1,000,5.2", 0, false},
	} {
		if got, ok := For(c.lang).ParseNumber(c.in); got != c.want || ok != c.ok {
			t.Errorf("%s: ParseNumber(%q) = %v, %v, want %v, %v", c.lang, c.in, got, ok, c.want, c.ok)
		}
	}
}

// What the program writes it reads again, in every language.
func TestNumberReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := For(rapid.SampledFrom(languages).Draw(t, "language"))
		want := float64(rapid.IntRange(-1e12, 1e12).Draw(t, "thousandths")) / 1000
		if got, ok := p.ParseNumber(p.Number(want)); !ok || got != want {
			t.Fatalf("%s: %v is written %q and read as %v, %v", p.lang, want, p.Number(want), got, ok)
		}
	})
}
