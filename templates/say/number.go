package say

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/number"
)

// Number writes v in the language's digits, grouped, with as few decimals as tell it (six at most,
// three figures below a thousandth).
func (p *Printer) Number(v float64) string {
	return p.numbers.Sprint(number.Decimal(v, number.MaxFractionDigits(decimals(v))))
}

// decimals says how many decimals show v: enough for its figures, without the noise of binary
// fractions.
func decimals(v float64) int {
	if v == 0 || math.Abs(v) >= .001 {
		return 6
	}
	return 2 - int(math.Floor(math.Log10(math.Abs(v))))
}

// Plain writes v as Number does, without grouping: for years, codes and other figures that count
// nothing.
func (p *Printer) Plain(v float64) string {
	return p.numbers.Sprint(number.Decimal(v, number.MaxFractionDigits(decimals(v)), number.NoSeparator()))
}

// Range writes an interval: "2 to 4".
func (p *Printer) Range(lo, hi float64) string {
	return p.T("say.range", "Lo", p.Number(lo), "Hi", p.Number(hi))
}

// Money writes an amount of the currency (ISO 4217 code): in whole units where it is whole or a
// thousand and more, else with two decimals. A currency that the catalogue does not name is
// written by its code.
func (p *Printer) Money(v float64, currency string) string {
	options := []number.Option{number.MaxFractionDigits(0)}
	if v != math.Trunc(v) && math.Abs(v) < 1000 {
		options = []number.Option{number.MinFractionDigits(2), number.MaxFractionDigits(2)}
	}
	amount := p.numbers.Sprint(number.Decimal(math.Abs(v), options...))
	if v < 0 {
		amount = "−" + amount
	}
	sign := p.Currency(currency)
	id := "say.money.sign"
	if last, _ := utf8.DecodeLastRuneInString(sign); unicode.IsLetter(last) {
		id = "say.money.code" // a word keeps its distance
	}
	return p.T(id, "Sign", sign, "Amount", amount)
}

// Currency is the sign or name by which people know a currency, its code where the catalogue has none.
func (p *Printer) Currency(code string) string {
	if id := "currency." + code; p.Has(id) {
		return p.T(id)
	}
	return code
}

// Percent writes a share between 0 and 1 in whole percent; with one decimal below one percent, so
// that what is there never reads as nothing.
func (p *Printer) Percent(share float64) string {
	digits := 0
	if a := math.Abs(share); a > 0 && a < .01 {
		digits = 1
	}
	return p.numbers.Sprint(number.Percent(share, number.MaxFractionDigits(digits)))
}

// plural picks the form of a count by the Unicode rules of the language.
func (p *Printer) plural(count any) plural.Form {
	var v float64
	switch c := count.(type) {
	case int:
		v = float64(c)
	case int64:
		v = float64(c)
	case float64:
		v = c
	default:
		return other
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'f', -1, 64), ".")
	i, err := strconv.Atoi(whole)
	if err != nil {
		return other // beyond an int
	}
	if len(fraction) > 6 {
		fraction = fraction[:6]
	}
	f, _ := strconv.Atoi(fraction) // "" is 0
	return plural.Cardinal.MatchPlural(p.tag, i, len(fraction), len(fraction), f, f)
}
