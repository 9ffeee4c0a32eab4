package web

import (
	"math/rand/v2"
	"testing"
)

func TestReadFigure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, typed string
		want        float64
		ok          bool
	}{
		{"en", "184000", 184000, true}, {"en", "184,000", 184000, true}, {"en", "1,234.5", 1234.5, true}, {"en", " 12 ", 12, true},
		{"en", "0,4", .4, true}, {"en", "-2", -2, true}, {"en", "−2", -2, true}, {"en", "25 %", .25, true}, {"en", "+3", 3, true}, {"en", "1'000", 1000, true},
		{"fr", "0,4", .4, true}, {"fr", "184 000", 184000, true}, {"fr", "1 234,5", 1234.5, true}, {"fr", "1,234", 1.234, true}, {"fr", "2.5", 2.5, true},
		{"fa", "۱۸۴٬۰۰۰", 184000, true}, {"fa", "۰٫۴", .4, true}, {"fa", "۲۵٪", .25, true}, {"zh", "１２．５", 0, false}, {"zh", "１２", 12, true},
		{"en", "", 0, false}, {"en", "lots", 0, false}, {"en", "Inf", 0, false}, {"en", "NaN", 0, false}, {"en", "0x10", 0, false}, {"en", "1e400", 0, false}, {"en", "1,23,4", 0, false},
	} {
		if got, ok := readFigure(c.lang, c.typed); ok != c.ok || got != c.want {
			t.Errorf("readFigure(%s, %q) = %v, %v; want %v, %v", c.lang, c.typed, got, ok, c.want, c.ok)
		}
	}
}

// What a form shows of a figure is read as the same figure, in every language.
func TestFigureRoundTrip(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		v := (r.Float64() - .5) * []float64{1, 1000, 1e9, 1e-6}[r.IntN(4)]
		for _, lang := range []string{"en", "fr", "zh", "fa"} {
			if got, ok := readFigure(lang, writeFigure(lang, v)); !ok || got != v {
				t.Fatalf("%s: %v is written %q and read as %v, %v", lang, v, writeFigure(lang, v), got, ok)
			}
		}
	}
}

func FuzzReadFigure(f *testing.F) {
	f.Add("en", "1,234.5")
	f.Fuzz(func(t *testing.T, lang, typed string) {
		v, ok := readFigure(lang, typed)
		if again, still := readFigure(lang, writeFigure(lang, v)); ok && (!still || again != v) {
			t.Errorf("%q is %v, written again %v, %v", typed, v, again, still)
		}
	})
}
