package say

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/jalaali/go-jalaali"
)

// Date writes the day of t: "4 March 2026", in Persian by the Jalali calendar. Midnight in UTC to the nanosecond stands for
// a day of no zone, and stays that day wherever one reads.
func (p *Printer) Date(t time.Time) string {
	y, month, d := p.day(t)
	return p.T(p.dated("say.date", d), "Day", p.Plain(float64(d)), "Month", p.T(month), "Year", p.Plain(float64(y)))
}

// DateNear writes the day of t without its year where that is the year of now: "4 March".
func (p *Printer) DateNear(t, now time.Time) string {
	y, month, d := p.day(t)
	if this, _, _ := p.day(now); y != this {
		return p.Date(t)
	}
	return p.T(p.dated("say.date.near", d), "Day", p.Plain(float64(d)), "Month", p.T(month))
}

// dated is the message of a date on this day of a month.
func (p *Printer) dated(id string, day int) string {
	if first := id + ".first"; day == 1 && p.Has(first) {
		return first
	}
	return id
}

// day is the day of t by the calendar of the language; month is its message.
func (p *Printer) day(t time.Time) (year int, month string, day int) {
	if t.Location() != time.UTC || !t.Equal(t.Truncate(24*time.Hour)) {
		t = p.local(t)
	}
	y, m, d := t.Date()
	month = "say.month." + strconv.Itoa(int(m))
	if p.lang == "fa" {
		jy, jm, jd, err := jalaali.ToJalaali(y, m, d)
		if err == nil { // beyond its calendar's reach the Gregorian date stands
			y, d, month = jy, jd, "say.jalali."+strconv.Itoa(int(jm))
		}
	}
	return y, month, d
}

// Day writes a date as it stands in the model, YYYY-MM-DD; what is not one is returned as it is.
func (p *Printer) Day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return p.Date(t)
}

// local is t as the clocks of the printer's zone show it, as it is where none was chosen.
func (p *Printer) local(t time.Time) time.Time {
	if p.zone == nil {
		return t
	}
	return t.In(p.zone)
}

// Clock writes the time of day of t: "10:42".
func (p *Printer) Clock(t time.Time) string {
	return p.digits(p.local(t).Format("15:04"))
}

// DateTime writes day and time of t.
func (p *Printer) DateTime(t time.Time) string {
	t = p.local(t)
	return p.T("say.datetime", "Date", p.Date(t), "Clock", p.Clock(t))
}

// Countdown writes what is left of some minutes, as 2:48; below zero with a minus.
func (p *Printer) Countdown(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	seconds := int(d.Round(time.Second).Seconds())
	return p.digits(fmt.Sprintf("%s%d:%02d", sign, seconds/60, seconds%60))
}

// digits writes the ASCII digits of s in the language's own.
func (p *Printer) digits(s string) string {
	if p.lang != "fa" {
		return s
	}
	out := []rune(s)
	for i, r := range out {
		if r >= '0' && r <= '9' {
			out[i] = r - '0' + '۰'
		}
	}
	return string(out)
}

// spans are the units of a duration, the longest first. Months and years are not among them: their
// length differs.
var spans = []struct {
	id      string
	seconds float64
}{
	{"say.days", 86400}, {"say.hours", 3600}, {"say.minutes", 60}, {"say.seconds", 1},
}

// Duration says a number of seconds, zero or more, in its two longest units: "12 hours 9 minutes".
// Below a minute it keeps the decimals.
func (p *Printer) Duration(seconds float64) string {
	if seconds < 60 {
		return p.T("say.seconds", "count", seconds)
	}
	for i, span := range spans {
		if i+1 == len(spans) {
			break
		}
		next := spans[i+1]
		small := math.Round(seconds / next.seconds)
		per := span.seconds / next.seconds
		if small < per {
			continue
		}
		first := p.T(span.id, "count", math.Floor(small/per))
		if rest := math.Mod(small, per); rest > 0 {
			return p.T("say.span", "First", first, "Second", p.T(next.id, "count", rest))
		}
		return first
	}
	return p.T("say.seconds", "count", math.Round(seconds)) // not reached: a minute holds 60 seconds
}
