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

// agendas are the agendas to begin from.
var agendas = map[string][]store.Stage{"quick": store.QuickAgenda, "full": store.FullAgenda}

// stageWrites says whether participants write cards in a kind of stage.
func stageWrites(kind string) bool {
	return slices.Contains([]string{"tell", "shape", "write", "dig", "cure", "free"}, kind)
}

// meetingList lists the sessions of a workspace and offers to begin one.
func (s *Server) meetingList(c echo.Context) error {
	return s.showMeetings(c, http.StatusOK, templates.MeetingForm{Agenda: "quick"})
}

func (s *Server) showMeetings(c echo.Context, status int, f templates.MeetingForm) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	list, err := s.store.Meetings(c.Request().Context(), r.Place.ID)
	if err != nil {
		return err
	}
	v := templates.MeetingsView{Form: f}
	v.Form.Action, v.Form.Agendas = r.space.URL("sessions"), agendaOptions(r, list)
	if f.Problem == "" {
		v.Form.Problem = c.QueryParam("problem")
	}
	for _, p := range dearest(r.graph.OfKind(model.Problem)) {
		v.Form.Problems = append(v.Form.Problems, templates.Option{Value: p.ID, Label: p.NameIn(r.Say.Lang()), On: p.ID == v.Form.Problem})
	}
	for _, m := range list {
		row := templates.MeetingRow{Title: m.Title, URL: r.space.URL("sessions", m.ID), On: r.Say.Date(m.Created), Over: m.Over()}
		if m.Over() {
			row.URL = r.space.URL("sessions", m.ID, "record")
		}
		if m.Problem != "" {
			row.About = nameIn(r.Say, r.graph, m.Problem)
		}
		v.Rows = append(v.Rows, row)
	}
	p := s.roomPage(r, r.Say.T("meeting.list"), "sessions")
	p.Styles = append(p.Styles, "meeting")
	return s.render(c, status, templates.Meetings(p, v))
}

// meetingNew begins a session; it can be joined at once.
func (s *Server) meetingNew(c echo.Context) error {
	v := visitOf(c)
	f := templates.MeetingForm{Title: field(c, "title"), Problem: field(c, "problem"), Agenda: field(c, "agenda"), Waiting: field(c, "waiting") != ""}
	m := store.Meeting{Workspace: v.Place.ID, Title: f.Title, Problem: f.Problem, Door: store.DoorOpen}
	if f.Waiting {
		m.Door = store.DoorWaiting
	}
	var err error
	if m.Agenda, err = s.agendaNamed(c, f.Agenda); err != nil {
		return err
	}
	m, err = s.store.AddMeeting(c.Request().Context(), m, author(c))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(v.Say, e)
		return s.showMeetings(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, v.space().URL("sessions", m.ID))
}

// meeting reads the session of the request, all but its cards. Errors: NotFound.
func (s *Server) meeting(c echo.Context) (*room, *session, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, nil, err
	}
	m, err := s.store.Meeting(c.Request().Context(), r.Place.ID, c.Param("id"))
	if err != nil {
		return nil, nil, err
	}
	x, err := s.session(c.Request().Context(), m, r.Say)
	return r, x, err
}

// meetingShow is what the facilitator shows on the wall.
func (s *Server) meetingShow(c echo.Context) error {
	return s.showMeeting(c, http.StatusOK, templates.PaperForm{}, templates.PollForm{})
}

// showMeeting shows the wall, with forms as they were typed.
func (s *Server) showMeeting(c echo.Context, status int, paper templates.PaperForm, poll templates.PollForm) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	if x.Over() && c.Request().Method == http.MethodGet {
		return c.Redirect(http.StatusSeeOther, r.space.URL("sessions", x.ID, "record"))
	}
	base := r.space.URL("sessions", x.ID)
	v := templates.MeetingView{Base: base, Title: x.Title, Code: spaced(x.Code), JoinURL: s.baseURL(c) + "/join", QR: base + "/qr.png",
		Waiting: x.Door == store.DoorWaiting, Notes: x.Notes, Client: store.NewID(), Paper: paper, PollForm: poll, Runs: r.Place.Role.May(model.RightChange), Stage: x.Stage, Begun: x.Stage >= 0, Follow: x.Follow}
	problem := r.graph.Element(x.Problem)
	name := ""
	if problem != nil {
		name = problem.NameIn(r.Say.Lang())
		v.Problem = r.named(problem)
	}
	for i, st := range x.Agenda {
		v.Agenda = append(v.Agenda, templates.MeetingStage{Title: x.title(st), Minutes: st.Minutes, Done: i < x.Stage, Now: i == x.Stage})
	}
	if st := x.Now(); st != nil {
		v.Heading, v.Prompt, v.Clock, v.Running = x.title(*st), x.prompt(*st, name), x.clock(), !x.Since.IsZero()
		v.Place = r.stagePlace(st.Kind, x.Problem)
	}
	if x.cards, err = s.store.WallCards(c.Request().Context(), x.Meeting, x.shown); err != nil {
		return err
	}
	x.people(&v)
	from, _ := strconv.Atoi(c.QueryParam("from")) // nonsense is the first
	x.lay(&v, r.graph, s.alike(r, x), from)
	x.tallies(&v)
	v.Put = v.Laying(c.QueryParam("put"))
	p := s.roomPage(r, x.Title, "sessions")
	p.Rail, p.Wide, p.Session = true, true, nil
	p.Styles, p.Scripts = append(p.Styles, "meeting"), []string{"meeting"}
	if p.Live != nil {
		p.Live.Events = meetingStream(base, x.Meeting)
	}
	return s.render(c, status, templates.Meeting(p, v))
}

// stagePlace is the page on which the group works in a stage.
func (r *room) stagePlace(kind, problem string) templates.Option {
	analysis := func(page string) string {
		if problem == "" {
			return ""
		}
		return r.space.URL("problems", problem, "analysis", page)
	}
	var url string
	switch kind {
	case "tell":
		url = r.space.URL("journeys")
	case "shape":
		url = r.space.URL("map")
	case "choose":
		url = r.space.URL("problems")
	case "dig", "merge", "act":
		url = analysis("outline")
	case "read", "cure", "decide":
		url = analysis("")
	}
	if url == "" {
		return templates.Option{}
	}
	return templates.Option{Value: strings.TrimSuffix(url, "/"), Label: r.Say.T("meeting.place." + kind)}
}
