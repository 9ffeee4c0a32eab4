package say

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var grouped = regexp.MustCompile(`^\d{1,3}([,.]\d{3})+$`)

// ParseNumber reads a number as people type it: in Latin, Persian or Arabic digits, grouped or not,
// with a point or a comma before the decimals. Where one comma could mean either ("12,500"), the
// habit of the language decides. It answers false to what is no finite number.
func (p *Printer) ParseNumber(s string) (float64, bool) {
	s = strings.Map(latin, s)
	sign := 1.0
	if rest, minus := strings.CutPrefix(s, "-"); minus {
		s, sign = rest, -1
	}
	if strings.Trim(s, "0123456789.,") != "" {
		return 0, false
	}
	comma, point := strings.LastIndex(s, ","), strings.LastIndex(s, ".")
	switch {
	case comma >= 0 && point >= 0: // the later of the two comes before the decimals
		decimals := max(comma, point)
		whole := s[:decimals]
		if !grouped.MatchString(whole) || strings.Contains(whole, s[decimals:decimals+1]) {
			return 0, false
		}
		s = strings.NewReplacer(",", "", ".", "").Replace(whole) + "." + s[decimals+1:]
	case comma >= 0 && grouped.MatchString(s) && (p.lang != "fr" || strings.Count(s, ",") > 1):
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = strings.Replace(s, ",", ".", 1) // a second one is refused below
	case strings.Count(s, ".") > 1 && grouped.MatchString(s):
		s = strings.ReplaceAll(s, ".", "")
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	return sign*v + 0, true // + 0 turns -0 into 0
}

// latin turns the digits and signs of other scripts into ASCII and drops what only groups.
func latin(r rune) rune {
	switch {
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == '٫' || r == '．':
		return '.'
	case r == '，':
		return ','
	case r == '−' || r == '–' || r == '－':
		return '-'
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '٬', r == '\'', r == '’':
		return -1
	}
	return r
}
