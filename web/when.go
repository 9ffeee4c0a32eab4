package web

import (
	"time"

	"rootline/templates"
	"rootline/templates/say"
)

// when says a moment: the time of day where it is today's, else the day.
func (s *Server) when(p *say.Printer, t time.Time) templates.When {
	local, now := t.In(p.Zone()), s.store.Now().In(p.Zone())
	w := templates.When{ISO: t.UTC().Format(time.RFC3339), Text: p.Date(local)}
	y, m, d := local.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		w.Text = p.Clock(local)
	}
	if p.Zone() == time.Local { // not known to be the reader's own
		w.Zone, _ = now.Zone()
	}
	return w
}
