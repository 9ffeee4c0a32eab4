package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
	"rootline/web/live"
)

// guestCookie holds the secret of a guest without an account, for the pages of that one meeting.
func (s *Server) guestCookie(code, secret string) *http.Cookie {
	return &http.Cookie{Name: "guest", Value: secret, Path: "/join/" + code, MaxAge: 12 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(s.base, "https://")}
}

// part is a meeting with who takes part in it, as the request shows; the guest is zero for one who has not come in. Errors:
// NotFound, alike for codes that lead nowhere; TooMany.
func (s *Server) part(c echo.Context) (store.Meeting, store.Guest, error) {
	ctx := c.Request().Context()
	if secret := cookie(c, "guest"); secret != "" { // who is in stays in, whoever guesses codes from the same address
		g, m, err := s.store.GuestBySecret(ctx, secret)
		if err == nil && m.Code == store.NormalCode(c.Param("code")) {
			return m, g, nil
		}
	}
	m, err := s.store.MeetingByCode(ctx, c.Param("code"), asker(c))
	if err != nil {
		return m, store.Guest{}, err
	}
	if u := visitOf(c).User; u.ID != "" {
		g, err := s.store.GuestOf(ctx, m, u.ID)
		if err == nil && g.Standing != store.GuestOut {
			return m, g, nil
		}
	}
	return m, store.Guest{}, nil
}

// asker is who asks for a session by its code: a person, or an address.
func asker(c echo.Context) string {
	if u := visitOf(c).User; u.ID != "" {
		return u.ID
	}
	return address(c)
}

// partIn is part for what only those may do who are in. Errors: also Forbidden.
func (s *Server) partIn(c echo.Context) (store.Meeting, store.Guest, error) {
	m, g, err := s.part(c)
	if err == nil && g.Standing != store.GuestIn {
		err = model.Fault(model.Forbidden, "", "meeting.notin")
	}
	return m, g, err
}

// meetingPart is what a participant holds: the one thing that is asked now. Who has not come in yet gives a name.
func (s *Server) meetingPart(c echo.Context) error {
	return s.showPart(c, http.StatusOK, templates.PartForm{})
}

// partGone tells a guest whose session is over so, with what they were about to send. Who only says that they were in one learns
// nothing by it.
func (s *Server) partGone(c echo.Context, err error) error {
	if !isKind(err, model.NotFound) || cookie(c, "guest") == "" {
		return err
	}
	p := s.page(c, visitOf(c).Say.T("meeting.part.over"), "")
	p.NoIndex = true
	if meeting, guest, err := s.store.GuestOnce(c.Request().Context(), cookie(c, "guest")); err == nil && c.Request().Method == http.MethodGet {
		p.Live = &templates.Live{Shelf: shelf(meeting, guest)} // what was typed and not sent is shown
	}
	card, reasons := partText(c)
	return s.render(c, http.StatusGone, templates.MeetingOver(p, strings.TrimSpace(card+"\n"+reasons)))
}

// partText is what a participant typed: on a card, and as reasons of a vote.
func partText(c echo.Context) (card, reasons string) {
	form, err := c.FormParams()
	if err != nil || c.Request().Method != http.MethodPost {
		return "", ""
	}
	var whys []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if text := field(c, name); text != "" && strings.HasPrefix(name, "why.") {
			whys = append(whys, text)
		}
	}
	return field(c, "text"), strings.Join(whys, "\n")
}

func (s *Server) showPart(c echo.Context, status int, f templates.PartForm) error {
	m, g, err := s.part(c)
	if err != nil {
		return s.partGone(c, err)
	}
	v := visitOf(c)
	base := "/join/" + m.Code
	p := s.page(c, m.Title, "")
	p.NoIndex, p.Styles = true, []string{"meeting"}
	f.Base, f.Title, f.Client = base, m.Title, store.NewID()
	if g.ID == "" {
		if f.Name == "" {
			f.Name = v.User.Name
		}
		return s.render(c, status, templates.MeetingJoin(p, f))
	}
	x, err := s.session(c.Request().Context(), m, v.Say)
	if err != nil {
		return err
	}
	graph, _, err := s.store.Graph(c.Request().Context(), m.Workspace)
	if err != nil {
		return err
	}
	problem := ""
	if e := graph.Element(m.Problem); e != nil {
		problem = e.NameIn(v.Say.Lang())
	}
	view := templates.PartView{Form: f, Moods: store.Moods, Name: g.Name, Waiting: g.Standing == store.GuestWaiting, Hand: !g.Hand.IsZero(), Mood: x.mood(g), Begun: m.Stage >= 0, People: len(x.guests)}
	if st := m.Now(); st != nil && !view.Waiting {
		view.Heading, view.Prompt, view.Clock = x.title(*st), x.prompt(*st, problem), x.clock()
		view.Writes, view.Stage = stageWrites(st.Kind), m.Stage
		if view.Rows = stageRows[st.Kind]; view.Writes {
			view.Subjects = x.subjects(graph, st.Kind)
		} else if st.Kind != "choose" {
			view.Outline = x.causes(graph)
		}
		view.Choose(field(c, "about"), field(c, "row"))
		own, err := s.store.OwnCards(c.Request().Context(), m, g.ID)
		if err != nil {
			return err
		}
		for _, card := range own {
			view.Own = append(view.Own, templates.MeetingCard{ID: card.ID, Text: card.Text, About: x.aboutWords(graph, card), Row: card.Row, Fixed: card.Shown || card.Element != ""})
		}
		shown, err := s.store.ShownCards(c.Request().Context(), m, x.shown, mostOnWall)
		if err != nil {
			return err
		}
		for _, card := range shown {
			if card.Guest != g.ID || card.Stage != m.Stage {
				view.Others = append(view.Others, templates.MeetingCard{ID: card.ID, Text: card.Text, About: x.aboutWords(graph, card), Row: card.Row})
			}
		}
	}
	if !view.Waiting {
		for _, poll := range slices.Backward(x.polls) {
			t := x.tally(poll)
			if poll.Open() {
				for i, choice := range t.Choices {
					for _, vote := range x.votes {
						if vote.Poll == poll.ID && vote.Guest == g.ID && vote.Choice == choice.ID {
							t.Choices[i].Mine, t.Choices[i].Voted, t.Choices[i].Why, t.Voted = vote.Value, true, vote.Reason, true
						}
					}
					if value, err := strconv.Atoi(field(c, "vote."+choice.ID)); err == nil { // was sent, and could not be taken
						t.Choices[i].Mine, t.Choices[i].Voted, t.Choices[i].Why = value, true, field(c, "why."+choice.ID)
					}
				}
				view.Poll = &t
				break
			}
			if poll.Stage == m.Stage {
				view.Results = append(view.Results, t)
			}
		}
	}
	card, reasons := partText(c)
	if view.Poll == nil { // there is no field for it any more
		view.Lost = reasons
	}
	if view.Poll != nil || !view.Writes {
		view.Lost = strings.TrimSpace(card + "\n" + view.Lost)
	}
	view.Fresh = c.QueryParam("again") != ""
	view.Led = m.Follow != ""
	if g.User != "" {
		view.Follow = m.Follow
	}
	if c.Request().Method == http.MethodGet {
		p.Live = &templates.Live{Events: meetingStream(base, m), Whose: base + "/here", Shelf: shelf(m.ID, g.ID)}
	}
	p.Scripts = []string{"meeting"}
	return s.render(c, status, templates.MeetingPart(p, view))
}

// meetingJoin lets somebody into the session, or to its door.
func (s *Server) meetingJoin(c echo.Context) error {
	m, err := s.store.MeetingByCode(c.Request().Context(), c.Param("code"), asker(c))
	if err != nil {
		return err
	}
	v := visitOf(c)
	g := store.Guest{Name: field(c, "name"), Role: field(c, "role")}
	if v.User.ID != "" {
		role, err := s.store.RoleIn(c.Request().Context(), m.Workspace, v.User.ID)
		if err != nil {
			return err
		}
		if role != model.NoRole {
			g.User = v.User.ID
		}
	}
	_, secret, err := s.store.Join(c.Request().Context(), m, g)
	if e, ok := mendable(err); ok {
		return s.showPart(c, Status(e.Kind), templates.PartForm{Name: g.Name, Role: g.Role, Errors: fieldErrors(v.Say, e)})
	}
	if err != nil {
		return err
	}
	if secret != "" {
		c.SetCookie(s.guestCookie(m.Code, secret))
	}
	return c.Redirect(http.StatusSeeOther, "/join/"+m.Code)
}

// partCard keeps what a participant writes on a card.
func (s *Server) partCard(c echo.Context) error {
	m, g, err := s.partIn(c)
	if err != nil {
		return s.partGone(c, err)
	}
	stage := field(c, "stage") // in which it was written, where the form says so
	if st := m.Now(); st == nil || !stageWrites(st.Kind) || stage != "" && stage != strconv.Itoa(m.Stage) {
		return s.showPart(c, http.StatusConflict, templates.PartForm{Text: field(c, "text"), Errors: []templates.FieldError{{Field: "text", Message: visitOf(c).Say.T("meeting.part.closed")}}})
	}
	card := store.Card{Stage: m.Stage, Guest: g.ID, Text: field(c, "text"), Parked: field(c, "parked") != ""}
	if client := once(c); client != "" {
		card.Client = g.ID + "." + client
	}
	graph, _, err := s.store.Graph(c.Request().Context(), m.Workspace)
	if err != nil {
		return err
	}
	x := &session{Meeting: m, say: visitOf(c).Say}
	x.placed(graph, &card, field(c, "about"), field(c, "row"))
	if _, err = s.store.AddCard(c.Request().Context(), m, card); err != nil {
		return s.partBack(c, m, err)
	}
	next := url.Values{"again": {"1"}}
	if card.About != "" { // the next card is likely to be about the same
		next.Set("about", card.About)
		next.Set("row", card.Row)
	}
	return c.Redirect(http.StatusSeeOther, "/join/"+m.Code+"?"+next.Encode())
}

func (s *Server) partBack(c echo.Context, m store.Meeting, err error) error {
	e, ok := mendable(err)
	if isKind(err, model.TooMany) {
		e, ok = errors.AsType[*model.Error](err)
	}
	if ok {
		return s.showPart(c, Status(e.Kind), templates.PartForm{Text: field(c, "text"), Errors: fieldErrors(visitOf(c).Say, e)})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/join/"+m.Code)
}

// partCardSet changes a card of one's own, or takes it back, until all have seen it.
func (s *Server) partCardSet(c echo.Context) error {
	m, g, err := s.partIn(c)
	if err != nil {
		return s.partGone(c, err)
	}
	own := func(card *store.Card) error {
		if card.Guest != g.ID || card.Shown || card.Element != "" {
			return model.Fault(model.Forbidden, "", "meeting.card.fixed")
		}
		if field(c, "do") != "remove" {
			card.Text = field(c, "text")
		}
		return nil
	}
	_, err = s.store.SetCard(c.Request().Context(), m, c.Param("card"), own)
	if err == nil && field(c, "do") == "remove" {
		err = s.store.RemoveCard(c.Request().Context(), m, c.Param("card"))
	}
	return s.partBack(c, m, err)
}

// partVote takes a participant's votes.
func (s *Server) partVote(c echo.Context) error {
	m, g, err := s.partIn(c)
	if err != nil {
		return s.partGone(c, err)
	}
	polls, err := s.store.Polls(c.Request().Context(), m)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(polls, func(p store.Poll) bool { return p.ID == c.Param("poll") })
	if i < 0 {
		return model.Fault(model.NotFound, "", "not-found")
	}
	votes, err := votesOf(c, polls[i])
	if err == nil {
		err = s.store.CastVotes(c.Request().Context(), m, polls[i].ID, g.ID, votes)
	}
	return s.partBack(c, m, err)
}

// partHand raises a hand, or takes it down.
func (s *Server) partHand(c echo.Context) error {
	m, g, err := s.partIn(c)
	if err != nil {
		return err
	}
	return s.partBack(c, m, s.store.RaiseHand(c.Request().Context(), m, g.ID, g.Hand.IsZero()))
}

// partMood shows the others what a participant feels, for a while.
func (s *Server) partMood(c echo.Context) error {
	m, g, err := s.partIn(c)
	if err != nil {
		return err
	}
	return s.partBack(c, m, s.store.ShowMood(c.Request().Context(), m, g.ID, field(c, "mood")))
}

// partLeave ends one's part in the session.
func (s *Server) partLeave(c echo.Context) error {
	m, g, err := s.part(c)
	if err != nil {
		return err
	}
	if g.ID != "" {
		if err := s.store.Stand(c.Request().Context(), m, g.ID, store.GuestOut, g.Author()); err != nil {
			return err
		}
	}
	k := s.guestCookie(m.Code, "")
	k.MaxAge = -1
	c.SetCookie(k)
	return c.Redirect(http.StatusSeeOther, "/join/"+m.Code)
}

// partEvents is the stream of a participant's page: that something happened in the session, and nothing of the workspace.
func (s *Server) partEvents(c echo.Context) error {
	m, g, err := s.part(c)
	if err != nil {
		return err
	}
	if g.ID == "" {
		return model.Fault(model.Forbidden, "", "meeting.notin")
	}
	since, err := live.Since(c.Request())
	if err != nil {
		return err
	}
	return s.streams.Serve(c.Response(), c.Request(), live.Listener{Workspace: m.Workspace, Since: since, Mute: true, May: s.stillIn(m, g), Meeting: m.ID, Seen: seenOf(c, m)})
}

// partWhose says for which guest the server takes a browser.
func (s *Server) partWhose(c echo.Context) error {
	m, g, err := s.part(c)
	if err == nil && g.ID == "" {
		err = model.Fault(model.Forbidden, "", "meeting.notin")
	}
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, shelf(m.ID, g.ID))
}

// stillIn asks whether a guest still takes part.
func (s *Server) stillIn(m store.Meeting, g store.Guest) func(context.Context) error {
	return func(ctx context.Context) error {
		in, err := s.store.StillIn(ctx, m, g.ID)
		if err == nil && !in {
			err = model.Fault(model.Forbidden, "", "meeting.notin")
		}
		return err
	}
}
