package web

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/skip2/go-qrcode"

	"rootline/model"
	"rootline/templates"
)

// Slips on paper: how many there may be, and how many there are unless somebody says otherwise.
const (
	mostSlips  = 400
	usualSlips = 40
)

// meetingSlips are numbered slips to print, for a room where not everybody has a phone: each asks what the stage asks, and its
// code leads to the session for those who would rather type.
func (s *Server) meetingSlips(c echo.Context) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	number := func(name string, usual int) int {
		n, err := strconv.Atoi(field(c, name))
		if err != nil {
			return usual
		}
		return n
	}
	first, count := max(1, number("from", 1)), max(1, min(number("count", usualSlips), mostSlips))
	join := s.baseURL(c) + "/join/" + x.Code
	png, err := qrcode.Encode(join, qrcode.Medium, 168)
	if err != nil {
		return err
	}
	v := templates.SlipsView{Title: x.Title, Code: spaced(x.Code), JoinURL: s.baseURL(c) + "/join", QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(png),
		From: first, Count: count, Most: mostSlips, Back: r.space.URL("sessions", x.ID)}
	for i := range x.Agenda {
		if st := x.Agenda[i]; i == x.Stage || x.Stage < 0 && v.Asks == "" && stageWrites(st.Kind) {
			problem := ""
			if e := r.graph.Element(x.Problem); e != nil {
				problem = e.NameIn(r.Say.Lang())
			}
			v.Asks = x.prompt(st, problem)
		}
	}
	for n := first; n < first+count; n++ {
		v.Numbers = append(v.Numbers, r.Say.Number(float64(n)))
	}
	p := s.roomPage(r, r.Say.T("meeting.slips"), "sessions")
	p.Live = nil
	p.Styles, p.Scripts = append(p.Styles, "meeting"), []string{"meeting"}
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("meeting.list"), URL: r.space.URL("sessions")}, {Label: x.Title, URL: v.Back}}
	return s.render(c, http.StatusOK, templates.MeetingSlips(p, v))
}

// spaced is a code as people read it aloud.
func spaced(code string) string { return code[:len(code)/2] + " " + code[len(code)/2:] }

// codePage asks for the code of a session: for who has read it off the wall.
func (s *Server) codePage(c echo.Context) error {
	v := visitOf(c)
	f := templates.CodeForm{Code: field(c, "code")}
	if f.Code != "" {
		m, err := s.store.MeetingByCode(c.Request().Context(), f.Code, asker(c))
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/join/"+m.Code)
		}
		if !isKind(err, model.NotFound) {
			return err
		}
		f.Errors = fieldErrors(v.Say, model.Fault(model.Invalid, "code", "meeting.code"))
	}
	p := s.page(c, v.Say.T("meeting.code"), "")
	p.NoIndex = true
	status := http.StatusOK
	if len(f.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, templates.MeetingCode(p, f))
}
