package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// mostEarlier is how many agendas of earlier sessions are offered to begin from.
const mostEarlier = 8

// agendaOptions are the agendas that a new session can begin from: the method's own, and those of earlier sessions.
func agendaOptions(r *room, list []store.Meeting) []templates.Option {
	out := []templates.Option{
		{Value: "quick", Label: r.Say.T("meeting.agenda.quick"), Hint: r.Say.T("meeting.agenda.quick.hint")},
		{Value: "full", Label: r.Say.T("meeting.agenda.full"), Hint: r.Say.T("meeting.agenda.full.hint")},
	}
	known := [][]store.Stage{store.QuickAgenda, store.FullAgenda}
	for _, m := range list {
		if len(known) == mostEarlier+2 {
			break
		}
		if slices.ContainsFunc(known, func(a []store.Stage) bool { return slices.Equal(a, m.Agenda) }) {
			continue
		}
		known = append(known, m.Agenda)
		out = append(out, templates.Option{Value: m.ID, Label: r.Say.T("meeting.agenda.as", "Title", r.Say.Quote(m.Title)),
			Hint: r.Say.T("meeting.agenda.sum", "count", len(m.Agenda), "Minutes", r.Say.T("meeting.minutes", "count", minutesOf(m.Agenda)))})
	}
	return out
}

func minutesOf(agenda []store.Stage) (n int) {
	for _, st := range agenda {
		n += st.Minutes
	}
	return n
}

// agendaNamed is the agenda that a form has chosen, nil where there is none of the name.
func (s *Server) agendaNamed(c echo.Context, name string) ([]store.Stage, error) {
	if agenda, ok := agendas[name]; ok || name == "" {
		return agenda, nil
	}
	m, err := s.store.Meeting(c.Request().Context(), visitOf(c).Place.ID, name)
	if isKind(err, model.NotFound) {
		return nil, nil
	}
	return m.Agenda, err
}

// meetingAgenda shows the agenda of a session, to be changed.
func (s *Server) meetingAgenda(c echo.Context) error { return s.showAgenda(c, http.StatusOK, nil, nil) }

func (s *Server) showAgenda(c echo.Context, status int, typed []templates.AgendaRow, fault *model.Error) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	base := r.space.URL("sessions", x.ID)
	v := templates.AgendaView{Title: x.Title, Action: base + "/agenda", Back: base, Rows: typed, Mark: x.AgendaMark(), Client: store.NewID()}
	if typed == nil {
		for _, st := range x.Agenda {
			v.Rows = append(v.Rows, templates.AgendaRow{Kind: st.Kind, Title: st.Title, Prompt: st.Prompt, Minutes: strconv.Itoa(st.Minutes)})
		}
	}
	for i, row := range v.Rows {
		v.Rows[i].Asks, v.Rows[i].Now = x.prompt(store.Stage{Kind: row.Kind}, ""), i == x.Stage
	}
	for _, kind := range store.StageKinds {
		v.Kinds = append(v.Kinds, templates.Option{Value: kind, Label: r.Say.T("meeting.stage." + kind)})
	}
	if fault != nil {
		v.Errors = fieldErrors(r.Say, fault)
		if typed == nil {
			if v.Typed, err = agendaRows(c); err != nil {
				return err
			}
		}
	}
	p := s.roomPage(r, r.Say.T("meeting.agenda.edit"), "sessions")
	p.Styles = append(p.Styles, "meeting")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("meeting.list"), URL: r.space.URL("sessions")}, {Label: x.Title, URL: base}}
	return s.render(c, status, templates.MeetingAgenda(p, v))
}

// meetingAgendaSave takes the agenda of a form, after the act of the button that was pressed: a stage moves, goes or is added.
// The stage at hand stays at hand wherever it moves.
func (s *Server) meetingAgendaSave(c echo.Context) error {
	rows, err := agendaRows(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	at, act := agendaAct(c)
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	switch {
	case act == "up" && at > 0 && at < len(rows):
		order[at-1], order[at] = order[at], order[at-1]
	case act == "down" && at >= 0 && at < len(rows)-1:
		order[at+1], order[at] = order[at], order[at+1]
	case act == "remove" && at >= 0 && at < len(rows):
		order = slices.Delete(order, at, at+1)
	}
	agenda := make([]store.Stage, 0, len(order)+1)
	typed := make([]templates.AgendaRow, 0, len(order)+1)
	for _, i := range order {
		minutes, ok := readFigure(v.Say.Lang(), rows[i].Minutes)
		if !ok || minutes != float64(int(minutes)) {
			minutes = 0 // refused by the check of the meeting
		}
		agenda = append(agenda, store.Stage{Kind: rows[i].Kind, Title: rows[i].Title, Prompt: rows[i].Prompt, Minutes: int(minutes)})
		typed = append(typed, rows[i])
	}
	if act == "add" {
		order = append(order, -1)
		agenda = append(agenda, store.Stage{Kind: "free", Minutes: 5})
		typed = append(typed, templates.AgendaRow{Kind: "free", Minutes: "5"})
	}
	_, err = s.store.SetAgenda(c.Request().Context(), v.Place.ID, c.Param("id"), author(c), field(c, "mark"), agenda, order)
	if e, ok := mendable(err); ok && e.Msg == "meeting.agenda.moved" { // the rows as they are now, and what was typed to read
		return s.showAgenda(c, Status(e.Kind), nil, e)
	} else if ok {
		return s.showAgenda(c, Status(e.Kind), typed, e)
	}
	if err != nil {
		return err
	}
	to := v.space().URL("sessions", c.Param("id"))
	if act != "save" {
		to += "/agenda"
	}
	s.flash(c, v.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, to)
}

// agendaRows are the stages as a form has them.
func agendaRows(c echo.Context) ([]templates.AgendaRow, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.ErrBadRequest
	}
	kinds, titles, minutes, prompts := form["kind"], form["title"], form["minutes"], form["prompt"]
	if len(titles) != len(kinds) || len(minutes) != len(kinds) || len(prompts) != len(kinds) {
		return nil, echo.ErrBadRequest
	}
	rows := make([]templates.AgendaRow, len(kinds))
	for i := range kinds {
		rows[i] = templates.AgendaRow{Kind: kinds[i], Title: strings.TrimSpace(titles[i]), Prompt: strings.TrimSpace(prompts[i]), Minutes: strings.TrimSpace(minutes[i])}
	}
	return rows, nil
}

// agendaAct is what the button that was pressed does, "save" where it says nothing, and to which row.
func agendaAct(c echo.Context) (at int, act string) {
	act, row, found := strings.Cut(field(c, "do"), ":")
	if act == "" {
		return -1, "save"
	}
	if !found {
		return -1, act
	}
	at, err := strconv.Atoi(row)
	if err != nil {
		return -1, act
	}
	return at, act
}
