package say

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jalaali/go-jalaali"
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$`)
	worded    = regexp.MustCompile(`^(?:(\d{1,2})(?:er|st|nd|rd|th|\.)? )?(\D+?),? (\d{4})$`)
)

// oldest is the first Gregorian year that is believed; what lies before it is a Jalali one.
const oldest = 1700

// ParseDate reads a day as people write it, as YYYY-MM-DD: year first, day first, or with the name of the month; in Latin,
// Persian or Arabic digits; by the Jalali calendar where the year says so. A month without a day is its first. Where day and
// month could be either and the language has no habit, it answers false, as to what is no day.
func (p *Printer) ParseDate(s string) (iso string, ok bool) {
	s = strings.Join(strings.Fields(strings.Map(digitsOnly, s)), " ")
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		d, month := m[1], m[3]
		switch first, second := number2(d), number2(month); {
		case second > 12: // month first, as in the United States
			d, month = month, d
		case m[2] == "/" && p.lang != "fr" && first <= 12 && first != second:
			return "", false
		}
		return day(m[4], month, d)
	}
	if m := worded.FindStringSubmatch(s); m != nil {
		if month, jalali := p.monthNamed(m[2]); month > 0 && jalali == (number2(m[3]) < oldest) {
			return day(m[3], strconv.Itoa(month), m[1])
		}
	}
	return "", false
}

// digitsOnly turns the digits of other scripts into ASCII and drops what only steers direction.
func digitsOnly(r rune) rune {
	switch {
	case r >= '۰' && r <= '۹' || r >= '٠' && r <= '٩' || r >= '０' && r <= '９':
		return latin(r)
	case r == '\u200e' || r == '\u200f' || r >= '\u2066' && r <= '\u2069':
		return -1
	case r == '\u00a0' || r == '\u202f':
		return ' '
	}
	return r
}

func number2(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // not reached: they are digits
	}
	return n
}

// day is the day of a calendar that the year tells, "" and false where it has no such day.
func day(year, month, d string) (string, bool) {
	y, m, n := number2(year), number2(month), 1
	if d != "" {
		n = number2(d)
	}
	if y < oldest {
		if m < 1 || m > 12 || n < 1 || n > 31 {
			return "", false
		}
		gy, gm, gd, err := jalaali.ToGregorian(y, jalaali.Month(m), n)
		if err != nil {
			return "", false
		}
		return time.Date(gy, gm, gd, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
	}
	t := time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC)
	return t.Format(time.DateOnly), t.Day() == n && int(t.Month()) == m
}

// monthNamed is the number of the month with this name, or that an abbreviation of three letters and more begins, in this
// language or in English, and whether it is one of the Jalali calendar; 0 = none.
func (p *Printer) monthNamed(name string) (month int, jalali bool) {
	name = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), ".")
	for _, speaker := range []*Printer{p, For(languages[0])} {
		for _, calendar := range []string{"say.jalali.", "say.month."} {
			for m := 1; m <= 12; m++ {
				full := strings.ToLower(speaker.T(calendar + strconv.Itoa(m)))
				if full == name || len([]rune(name)) >= 3 && calendar == "say.month." && strings.HasPrefix(full, name) {
					return m, calendar == "say.jalali."
				}
			}
		}
	}
	return 0, false
}
