package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/skip2/go-qrcode"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
	"rootline/web/live"
)

// agendas are the agendas to begin from.
var agendas = map[string][]store.Stage{"quick": store.QuickAgenda, "full": store.FullAgenda}

// writes are the kinds of stage in which participants write cards.
var writes = []string{"tell", "shape", "write", "dig", "cure"}

// session is a meeting as a request of its facilitator or a participant sees it.
type session struct {
	store.Meeting
	say    *say.Printer
	now    time.Time
	guests []store.Guest
	cards  []store.Card
	polls  []store.Poll
	votes  []store.Vote
}

// session gathers a meeting.
func (s *Server) session(ctx context.Context, m store.Meeting, p *say.Printer) (*session, error) {
	x := &session{Meeting: m, say: p, now: s.store.Now()}
	var err error
	if x.guests, err = s.store.Guests(ctx, m); err != nil {
		return nil, err
	}
	if x.cards, err = s.store.Cards(ctx, m); err != nil {
		return nil, err
	}
	if x.polls, err = s.store.Polls(ctx, m); err != nil {
		return nil, err
	}
	x.votes, err = s.store.Votes(ctx, m)
	return x, err
}

// title is how a stage is called.
func (x *session) title(st store.Stage) string {
	if st.Title != "" {
		return st.Title
	}
	return x.say.T("meeting.stage." + st.Kind)
}

// prompt is what a stage asks of participants.
func (x *session) prompt(st store.Stage, problem string) string {
	switch {
	case st.Prompt != "":
		return st.Prompt
	case problem == "":
		return x.say.T("meeting.stage." + st.Kind + ".asks")
	}
	return x.say.T("meeting.stage."+st.Kind+".asks.of", "Problem", x.say.Quote(problem))
}

// clock is what is left, as 2:48, and the moment at which it is over, zero while it stands.
func (x *session) clock() templates.MeetingClock {
	left := x.Remains(x.now)
	c := templates.MeetingClock{Left: clockWords(left), Over: left < 0}
	if !x.Since.IsZero() {
		c.Ends = x.now.Add(left)
	}
	return c
}

func clockWords(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	seconds := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%s%d:%02d", sign, seconds/60, seconds%60)
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
	v.Form.Action = r.space.URL("sessions")
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
	m := store.Meeting{Workspace: v.Place.ID, Title: f.Title, Problem: f.Problem, Agenda: agendas[f.Agenda], Door: store.DoorOpen}
	if f.Waiting {
		m.Door = store.DoorWaiting
	}
	m, err := s.store.AddMeeting(c.Request().Context(), m, author(c))
	if e, ok := mendable(err); ok {
		f.Errors = fieldErrors(v.Say, e)
		return s.showMeetings(c, Status(e.Kind), f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, v.space().URL("sessions", m.ID))
}

// meeting reads the session of the request. Errors: NotFound.
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
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	if x.Over() {
		return c.Redirect(http.StatusSeeOther, r.space.URL("sessions", x.ID, "record"))
	}
	base := r.space.URL("sessions", x.ID)
	v := templates.MeetingView{Base: base, Title: x.Title, Code: x.Code[:4] + " " + x.Code[4:], JoinURL: s.baseURL(c) + "/join/" + x.Code, QR: base + "/qr.png",
		Waiting: x.Door == store.DoorWaiting, Notes: x.Notes, Runs: r.Place.Role.May(model.RightChange), Stage: x.Stage, Begun: x.Stage >= 0}
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
		v.Writes = slices.Contains(writes, st.Kind)
		v.Place = r.stagePlace(st.Kind, x.Problem)
	}
	x.people(&v)
	x.lay(&v, s.alike(r, x))
	x.tallies(&v)
	p := s.roomPage(r, x.Title, "sessions")
	p.Rail, p.Wide = true, true
	p.Styles, p.Scripts = append(p.Styles, "meeting"), []string{"meeting"}
	if p.Live != nil {
		p.Live.Events = base + "/events"
	}
	return s.render(c, http.StatusOK, templates.Meeting(p, v))
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

// people are those who take part, and what each has written in this stage.
func (x *session) people(v *templates.MeetingView) {
	written := map[string]int{}
	for _, card := range x.cards {
		if card.Stage == x.Stage {
			written[card.Guest]++
		}
	}
	for _, g := range x.guests {
		if g.Standing == store.GuestOut {
			continue
		}
		one := templates.MeetingPerson{ID: g.ID, Name: g.Name, Role: g.Role, Initials: initials(g.Name), Cards: written[g.ID], Hand: !g.Hand.IsZero(), Waiting: g.Standing == store.GuestWaiting}
		if one.Waiting {
			v.Door = append(v.Door, one)
		} else {
			v.People = append(v.People, one)
			if one.Cards == 0 {
				v.Silent++
			}
		}
	}
}

// lay puts the cards of the stage, and those in the parking lot, on the wall; before they are shown, only their number.
func (x *session) lay(v *templates.MeetingView, alike map[string]string) {
	names := map[string]string{}
	for _, g := range x.guests {
		names[g.ID] = g.Name
	}
	at := map[string]int{}
	for _, card := range x.cards {
		one := templates.MeetingCard{ID: card.ID, Text: card.Text, By: names[card.Guest], Like: alike[card.ID], Element: card.Element}
		switch {
		case card.Parked:
			v.Parked = append(v.Parked, one)
		case card.Stage != x.shownStage():
		case !card.Shown:
			v.Hidden++
		case card.Heap == "":
			at[card.ID] = len(v.Cards)
			v.Cards = append(v.Cards, one)
		}
	}
	for _, card := range x.cards {
		if i, ok := at[card.Heap]; ok && card.Shown && !card.Parked {
			v.Cards[i].Under = append(v.Cards[i].Under, templates.MeetingCard{ID: card.ID, Text: card.Text, By: names[card.Guest]})
		}
	}
}

// shownStage is the stage whose cards are on the wall: that at hand where it has any or asks for some, else the last before it.
func (x *session) shownStage() int {
	if st := x.Now(); st != nil && slices.Contains(writes, st.Kind) {
		return x.Stage
	}
	last := x.Stage
	for _, card := range x.cards {
		if card.Stage <= x.Stage && !card.Parked {
			last = card.Stage
		}
	}
	best := -1
	for _, card := range x.cards {
		if card.Stage <= x.Stage && card.Stage > best {
			best = card.Stage
		}
	}
	if best >= 0 {
		return best
	}
	return last
}

// alike proposes, for a card on the wall, another that says nearly the same: by what their words share. The group decides.
func (s *Server) alike(r *room, x *session) map[string]string {
	const enough, most = 0.4, 150
	reader := whys.ReaderFor(r.graph, nil, r.Place.Languages, nil)
	var tops []store.Card
	for _, card := range x.cards {
		if card.Shown && !card.Parked && card.Heap == "" && card.Stage == x.shownStage() && len(tops) < most {
			tops = append(tops, card)
		}
	}
	out := map[string]string{}
	for i, a := range tops {
		best := enough
		for _, b := range tops[:i] {
			if like := reader.Similarity(a.Text, b.Text); like >= best {
				best, out[a.ID] = like, b.ID
			}
		}
	}
	return out
}

// tallies say how polls stand: of an open one only how many have voted.
func (x *session) tallies(v *templates.MeetingView) {
	for _, p := range slices.Backward(x.polls) {
		t := x.tally(p)
		if p.Stage == x.Stage || p.Open() {
			v.Polls = append(v.Polls, t)
		}
	}
}

func (x *session) tally(p store.Poll) templates.MeetingPoll {
	t := templates.MeetingPoll{ID: p.ID, Kind: p.Kind, Question: p.Question, Open: p.Open(), Dots: p.Dots, Highest: p.Highest()}
	voters := map[string]bool{}
	for _, v := range x.votes {
		if v.Poll == p.ID {
			voters[v.Guest] = true
		}
	}
	t.Voters = len(voters)
	for _, choice := range p.Choices {
		row := templates.MeetingChoice{ID: choice.ID, Text: choice.Text, Counts: make([]int, p.Highest()+1)}
		for _, v := range x.votes {
			if v.Poll == p.ID && v.Choice == choice.ID {
				row.Sum += v.Value
				row.Counts[v.Value]++
				if v.Reason != "" {
					row.Reasons = append(row.Reasons, v.Reason)
				}
			}
		}
		if n := sum(row.Counts); n > 0 && p.Kind == store.PollScale {
			row.Mean = float64(row.Sum) / float64(n)
			row.Agreement, row.Known = analysis.Agreement(row.Counts)
		}
		t.Choices = append(t.Choices, row)
	}
	if !p.Open() && p.Kind == store.PollDots {
		slices.SortStableFunc(t.Choices, func(a, b templates.MeetingChoice) int { return b.Sum - a.Sum })
	}
	return t
}

func sum(counts []int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// meetingEvents is the stream of the facilitator's page.
func (s *Server) meetingEvents(c echo.Context) error {
	since, err := live.Since(c.Request())
	if err != nil {
		return err
	}
	v := visitOf(c)
	m, err := s.store.Meeting(c.Request().Context(), v.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	return s.streams.Serve(c.Response(), c.Request(), live.Listener{Workspace: v.Place.ID, Since: since, Here: hereOf(c),
		May: s.stillMay(c.Param("ws"), v.User), Also: s.happened(m)})
}

// happened tells, once for each time, that something happened in a meeting since it was read.
func (s *Server) happened(m store.Meeting) func(context.Context) []byte {
	version := m.Version
	return func(ctx context.Context) []byte {
		now, err := s.store.Meeting(ctx, m.Workspace, m.ID)
		if err != nil || now.Version == version {
			return nil
		}
		version = now.Version
		return fmt.Appendf(nil, "event: happened\ndata: %d\n\n", version)
	}
}

// meetingQR is the code of a session as a picture that a phone reads.
func (s *Server) meetingQR(c echo.Context) error {
	m, err := s.store.Meeting(c.Request().Context(), visitOf(c).Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	b, err := qrcode.Encode(s.baseURL(c)+"/join/"+m.Code, qrcode.Medium, 512)
	if err != nil {
		return err
	}
	return c.Stream(http.StatusOK, "image/png", bytes.NewReader(b))
}

// meetingDo does what the facilitator asks: start, pause, go on, give time, show the cards, open the door, end.
func (s *Server) meetingDo(c echo.Context) error {
	v := visitOf(c)
	ctx, id, by := c.Request().Context(), c.Param("id"), author(c)
	back := v.space().URL("sessions", id)
	do := field(c, "do")
	if do == "end" {
		if err := s.store.EndMeeting(ctx, v.Place.ID, id, by); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, back+"/record")
	}
	now := s.store.Now()
	m, err := s.store.SetMeeting(ctx, v.Place.ID, id, by, func(m *store.Meeting) error {
		switch do {
		case "start":
			m.Enter(max(0, m.Stage), now)
		case "next":
			m.Enter(m.Stage+1, now)
		case "back":
			m.Enter(max(0, m.Stage-1), now)
		case "stage":
			n, err := strconv.Atoi(field(c, "stage"))
			if err != nil {
				return echo.ErrBadRequest
			}
			m.Enter(n, now)
		case "pause":
			m.Pause(now)
		case "extend":
			m.Extend(time.Minute)
		case "door":
			m.Door = map[string]string{store.DoorOpen: store.DoorWaiting, store.DoorWaiting: store.DoorOpen}[m.Door]
		case "follow":
			m.Follow = localPath(field(c, "follow"))
		case "free":
			m.Follow = ""
		case "notes":
			m.Notes = field(c, "notes")
		case "agenda":
			return editAgenda(c, m)
		}
		return nil
	})
	if err == nil && do == "show" {
		err = s.store.ShowCards(ctx, m, m.Stage)
	}
	return s.meetingBack(c, back, err)
}

// editAgenda takes the stages of a form: title, minutes and prompt of each; one without minutes goes, a new one comes last.
func editAgenda(c echo.Context, m *store.Meeting) error {
	form, err := c.FormParams()
	if err != nil {
		return echo.ErrBadRequest
	}
	kinds, titles, minutes, prompts := form["kind"], form["title"], form["minutes"], form["prompt"]
	if len(titles) != len(kinds) || len(minutes) != len(kinds) || len(prompts) != len(kinds) {
		return echo.ErrBadRequest
	}
	var agenda []store.Stage
	for i, kind := range kinds {
		n, err := strconv.Atoi(strings.TrimSpace(minutes[i]))
		if err != nil || n < 1 {
			continue
		}
		agenda = append(agenda, store.Stage{Kind: kind, Title: strings.TrimSpace(titles[i]), Prompt: strings.TrimSpace(prompts[i]), Minutes: n})
	}
	m.Agenda = agenda
	m.Stage = min(m.Stage, len(agenda))
	return nil
}

// meetingBack answers an act of a session: what cannot be done is said on the page it came from.
func (s *Server) meetingBack(c echo.Context, back string, err error) error {
	if e, ok := mendable(err); ok {
		s.flash(c, visitOf(c).Say.Error(e), "")
	} else if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// meetingGuest lets somebody in, or out.
func (s *Server) meetingGuest(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	m, err := s.store.Meeting(ctx, v.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	switch field(c, "do") {
	case "in":
		err = s.store.Stand(ctx, m, c.Param("guest"), store.GuestIn, author(c))
	case "out":
		err = s.store.Stand(ctx, m, c.Param("guest"), store.GuestOut, author(c))
	case "hand":
		err = s.store.RaiseHand(ctx, m, c.Param("guest"), false)
	}
	return s.meetingBack(c, v.space().URL("sessions", m.ID), err)
}
