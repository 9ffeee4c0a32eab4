package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// grouped is a figure with commas between its thousands, as English and Chinese write it.
var grouped = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// decimalComma says whether a language writes 0,4 where English writes 0.4.
func decimalComma(lang string) bool { return lang == "fr" }

// readFigure reads a figure as people of a language type it: digits of any script, with spaces, apostrophes or the
// language's own mark between thousands, with its decimal mark or a point. A percentage is a share.
func readFigure(lang, s string) (float64, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '۰' && r <= '۹':
			r = r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			r = r - '٠' + '0'
		case r >= '０' && r <= '９':
			r = r - '０' + '0'
		case r == '٫':
			r = '.'
		case r == '−' || r == '–' || r == '－':
			r = '-'
		case r == '٪' || r == '％':
			r = '%'
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '٬' || r == '\'' || r == '’' || r == '_' ||
			r == '\u200e' || r == '\u200f' || r == '\u2066' || r == '\u2067' || r == '\u2068' || r == '\u2069':
			continue
		case r == '،' || r == '，':
			r = ','
		}
		b.WriteRune(r)
	}
	t, percent := strings.CutSuffix(strings.TrimPrefix(b.String(), "+"), "%")
	switch {
	case !decimalComma(lang) && grouped.MatchString(t):
		t = strings.ReplaceAll(t, ",", "")
	case strings.Count(t, ",") == 1 && !strings.Contains(t, "."):
		t = strings.Replace(t, ",", ".", 1)
	}
	if strings.ContainsAny(t, "xXpPiInN") { // Go also reads 0x1p-2, Inf and NaN
		return 0, false
	}
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	if percent {
		v /= 100
	}
	return v, true
}

// writeFigure writes a figure so that readFigure reads the same from it.
func writeFigure(lang string, v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if decimalComma(lang) {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
