package say

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, chosen, want string }{
		{"", "", "en"},
		{"fr-CA,fr;q=0.9,en;q=0.5", "", "fr"},
		{"zh-Hans-CN", "", "zh"},
		{"fa-IR,en", "", "fa"},
		{"de-DE,fr;q=0.4", "", "fr"},
		{"xx", "", "en"},
		{"fr;q=nonsense", "", "en"},
		{"fr", "fa", "fa"},
		{"fr", "klingon", "fr"},
	} {
		if got := Match(c.header, c.chosen); got != c.want {
			t.Errorf("Match(%q, %q) = %q, want %q", c.header, c.chosen, got, c.want)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	p := newPrinter("fr")
	if got := p.T("no.such.message"); got != "no.such.message" {
		t.Errorf("T of a missing message = %q, want its id", got)
	}
	delete(p.messages, "say.month.1")
	if got := p.T("say.month.1"); got != "January" {
		t.Errorf("T of a message that French lacks = %q, want the English text", got)
	}
	if got := p.T("say.quote"); !strings.Contains(got, "{Text}") {
		t.Errorf("T without its argument = %q, want {Text} in it", got)
	}
	if got := len(p.Missed()); got != 3 {
		t.Errorf("Missed has %d ids, want 3: %q", got, p.Missed())
	}
	if got := p.First("no.such", "say.month.2", "say.month.3"); got != "février" {
		t.Errorf("First = %q, want février", got)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	march := time.Date(2026, 3, 4, 10, 42, 0, 0, time.UTC)
	first := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	words := func(p *Printer) []string {
		return []string{
			p.Number(31200), p.Number(0.1 + 0.2), p.Number(0.00001234), p.Plain(2026),
			p.Money(18400, "EUR"), p.Money(12.5, "USD"), p.Money(-3, "CHF"), p.Money(70, "XAF"),
			p.Percent(.28), p.Percent(.004), p.Range(2, 4),
			p.Date(march), p.Date(first), p.DateTime(march), p.Day("2026-03-04"), p.Day("soon"),
			p.List([]string{"a"}), p.List([]string{"1", "2", "3"}),
			p.Duration(.4), p.Duration(1), p.Duration(90), p.Duration(43725), p.Duration(86399), p.Duration(172800),
		}
	}
	want := map[string][]string{
		"en": {
			"31,200", "0.3", "0.0000123", "2026", "€18,400", "$12.50", "CHF −3", "XAF 70", "28%", "0.4%", "2 to 4",
			"4 March 2026", "1 May 2026", "4 March 2026, 10:42", "4 March 2026", "soon", "a", "1, 2 and 3",
			"0.4 seconds", "1 second", "1 minute 30 seconds", "12 hours 9 minutes", "1 day", "2 days",
		},
		"fr": {
			"31 200", "0,3", "0,0000123", "2026", "18 400 €", "12,50 $", "−3 CHF", "70 XAF", "28 %", "0,4 %", "2 à 4",
			"4 mars 2026", "1er mai 2026", "4 mars 2026 à 10:42", "4 mars 2026", "soon", "a", "1, 2 et 3",
			"0,4 seconde", "1 seconde", "1 minute 30 secondes", "12 heures 9 minutes", "1 jour", "2 jours",
		},
		"zh": {
			"31,200", "0.3", "0.0000123", "2026", "€18,400", "$12.50", "CHF −3", "XAF 70", "28%", "0.4%", "2 至 4",
			"2026年3月4日", "2026年5月1日", "2026年3月4日 10:42", "2026年3月4日", "soon", "a", "1、2和3",
			"0.4 秒", "1 秒", "1 分钟 30 秒", "12 小时 9 分钟", "1 天", "2 天",
		},
		// 4 March 2026 is 13 Esfand 1404, 1 May 2026 is 11 Ordibehesht 1405.
		"fa": {
			"۳۱٬۲۰۰", "۰٫۳", "۰٫۰۰۰۰۱۲۳", "۲۰۲۶", "۱۸٬۴۰۰ یورو", "۱۲٫۵۰ دلار", "−۳ فرانک سوئیس", "۷۰ \u2068XAF\u2069", "۲۸٪", "۰٫۴٪", "۲ تا ۴",
			"۱۳ اسفند ۱۴۰۴", "۱۱ اردیبهشت ۱۴۰۵", "۱۳ اسفند ۱۴۰۴، ساعت ۱۰:۴۲", "۱۳ اسفند ۱۴۰۴", "soon", "a", "1، 2 و 3",
			"۰٫۴ ثانیه", "۱ ثانیه", "۱ دقیقه و ۳۰ ثانیه", "۱۲ ساعت و ۹ دقیقه", "۱ روز", "۲ روز",
		},
	}
	plainSpaces := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200e", "")
	for lang, w := range want {
		got := words(For(lang))
		for i := range got {
			got[i] = plainSpaces.Replace(got[i])
		}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestQuoteIsolatesTheOtherDirection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, text, want string }{
		{"en", "CRM", "“CRM”"},
		{"en", "سفارش", "“\u2068سفارش\u2069”"},
		{"fa", "CRM", "«\u2068CRM\u2069»"},
		{"fa", "سفارش ۱۲", "«سفارش ۱۲»"},
		{"fr", "CRM", "«\u00a0CRM\u00a0»"},
		{"en", "Renamed “CRM”", "“Renamed ‘CRM’”"},
		{"fr", "Renommé «\u00a0CRM\u00a0»", "«\u00a0Renommé “CRM”\u00a0»"},
		{"zh", "把“收银机”改名", "“把‘收银机’改名”"},
		{"fa", "نام «سفارش» عوض شد", "«نام ‹سفارش› عوض شد»"},
	} {
		if got := For(c.lang).Quote(c.text); got != c.want {
			t.Errorf("%s: Quote(%q) = %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestUnknownLanguageSpeaksEnglish(t *testing.T) {
	t.Parallel()
	if p := For("tlh"); p.Lang() != "en" || p.Dir() != "ltr" {
		t.Errorf("For(tlh) = %s %s, want en ltr", p.Lang(), p.Dir())
	}
	if got := For("fa").Dir(); got != "rtl" {
		t.Errorf("Persian runs %s, want rtl", got)
	}
}

func BenchmarkT(b *testing.B) {
	p := For("en")
	for b.Loop() {
		p.T("say.month.1")
	}
}

func BenchmarkTPlural(b *testing.B) {
	p := For("en")
	for b.Loop() {
		p.T("say.days", "count", 3)
	}
}

func BenchmarkTName(b *testing.B) {
	p := For("fa")
	for b.Loop() {
		p.T("say.quote", "Text", "Order management")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		newPrinter("fa")
	}
}

func BenchmarkNumber(b *testing.B) {
	p := For("fa")
	for b.Loop() {
		p.Number(31200)
	}
}

// A day of this year, by the calendar of the language, is said without it.
func TestDateNear(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang string
		day  string
		want string
	}{
		{"en", "2026-03-04", "4 March"}, {"en", "2025-12-31", "31 December 2025"}, {"fr", "2026-02-01", "1er février"}, {"zh", "2026-03-04", "3月4日"},
		{"fa", "2026-03-25", "۵ فروردین"}, {"fa", "2026-03-04", "۱۳ اسفند ۱۴۰۴"}, // another year there
	} {
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := For(c.lang).DateNear(day, now); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.day, c.lang, got, c.want)
		}
	}
}
