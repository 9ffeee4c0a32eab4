package web

import (
	"net/http"
	"net/url"

	"rootline/model"
	"rootline/templates"
)

// sessionBar is what every page of the workspace says to who takes part in a session that is under way; nil = nothing.
func (s *Server) sessionBar(r *room) *templates.SessionBar {
	m, err := s.store.MeetingOf(r.c.Request().Context(), r.Place.ID, r.User.ID)
	if err != nil {
		if !isKind(err, model.NotFound) {
			s.log.Warn("session", "workspace", r.Place.ID, "error", err) // the page itself can be shown
		}
		return nil
	}
	wall := r.space.Today().URL("sessions", m.ID)
	b := &templates.SessionBar{ID: m.ID, Title: m.Title, URL: wall, Follow: m.Follow, Leads: m.By == r.User.ID, Runs: r.Place.Role.May(model.RightChange)}
	if !b.Runs {
		b.URL = "/join/" + m.Code
	}
	if b.Runs && r.c.Request().Method == http.MethodGet {
		b.Do, b.Here = wall+"/do", r.c.Request().URL.RequestURI()
	}
	return b
}

// sessionStream is where a page listens whose reader takes part in a session: it also hears to where its facilitator brings everybody.
func sessionStream(events string, b *templates.SessionBar) string {
	if b == nil || b.Leads {
		return events
	}
	return events + "?" + url.Values{"meeting": {b.ID}}.Encode()
}
