package find

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns text as people search for it: small letters without accents, Persian and Arabic forms of one letter alike,
// digits of every script as 0–9, no marks of direction or joining.
func Fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ': // accents, vowel points, joiners, tatweel
			continue
		case r == 'ي' || r == 'ى' || r == 'ے':
			r = 'ی'
		case r == 'ك':
			r = 'ک'
		case r == 'ة' || r == 'ہ' || r == 'ھ' || r == 'ە':
			r = 'ه'
		case r >= '٠' && r <= '٩':
			r = r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			r = r - '۰' + '0'
		case r == 'ß':
			b.WriteByte('s')
			r = 's'
		case r == 'ø' || r == 'Ø':
			r = 'o'
		case r == 'ł' || r == 'Ł':
			r = 'l'
		case r == 'œ' || r == 'Œ':
			b.WriteByte('o')
			r = 'e'
		case r == 'æ' || r == 'Æ':
			b.WriteByte('a')
			r = 'e'
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
