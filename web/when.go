package web

import (
	"time"

	"rootline/templates"
	"rootline/templates/say"
)

// when says a moment: the time of day where it is today's, else the day, with its year where that is another.
func (s *Server) when(p *say.Printer, t time.Time) templates.When { return s.moments(p)(t) }

// moments says many moments, as when does; those of one day take their words from each other.
func (s *Server) moments(p *say.Printer) func(time.Time) templates.When {
	zone := p.Zone()
	now := s.store.Now().In(zone)
	abroad := "" // the zone is not known to be the reader's own
	if zone == time.Local {
		abroad, _ = now.Zone()
	}
	type day struct {
		year  int
		month time.Month
		day   int
	}
	dayOf := func(t time.Time) (d day) { d.year, d.month, d.day = t.Date(); return d }
	today, said := dayOf(now), map[day]string{}
	return func(t time.Time) templates.When {
		local := t.In(zone)
		w := templates.When{ISO: t.UTC().Format(time.RFC3339), Zone: abroad}
		d := dayOf(local)
		if d == today {
			w.Text = p.Clock(local)
			return w
		}
		if w.Text = said[d]; w.Text == "" {
			w.Text = p.DateNear(local, now)
			said[d] = w.Text
		}
		return w
	}
}
