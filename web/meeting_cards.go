package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// paperLine is a line of what was typed in from paper.
type paperLine struct {
	text, client string
	number       int // of its slip; 0 = none
}

// meetingPaper takes cards that were written on paper, one on each line. A line that begins with the number of its slip is
// taken once, however often it is typed; another text under the same number is handed back. Nothing is taken where a line is
// no card.
func (s *Server) meetingPaper(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	m, err := s.store.Meeting(ctx, v.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	form := templates.PaperForm{Text: field(c, "cards"), Parked: field(c, "parked") != ""}
	refuse := func(status int, message string) error {
		form.Errors = []templates.FieldError{{Field: "cards", Message: message}}
		return s.showMeeting(c, status, form, templates.PollForm{})
	}
	stage := max(0, m.Stage)
	var lines []paperLine
	for i, text := range causeLines(form.Text) {
		line := paperLine{text: text}
		if line.number, text = slipOf(v.Say.Lang(), text); line.number > 0 {
			line.text, line.client = text, "slip."+strconv.Itoa(stage)+"."+strconv.Itoa(line.number)
		} else if id := once(c); id != "" {
			line.client = id + "." + strconv.Itoa(i)
		}
		if utf8.RuneCountInString(text) > store.MostCard {
			return refuse(http.StatusUnprocessableEntity, v.Say.T("meeting.paper.long", "Text", v.Say.Quote(shortened(text, 60)), "Most", store.MostCard))
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return refuse(http.StatusUnprocessableEntity, v.Say.T("error.required"))
	}
	taken := 0
	var left []string
	for i, line := range lines {
		card, err := s.store.AddCard(ctx, m, store.Card{Stage: stage, Text: line.text, Parked: form.Parked, Client: line.client})
		if e, ok := mendable(err); ok {
			form.Text = strings.Join(append(left, paperText(lines[i:])...), "\n")
			return refuse(Status(e.Kind), v.Say.Error(e))
		}
		if err != nil {
			return err
		}
		if card.Text != line.text {
			left = append(left, paperText(lines[i:i+1])...)
			continue
		}
		taken++
	}
	if len(left) > 0 {
		form.Text = strings.Join(left, "\n")
		return refuse(http.StatusConflict, v.Say.T("meeting.paper.other", "count", taken))
	}
	s.flash(c, v.Say.T("meeting.paper.taken", "count", taken), "")
	return s.meetingBack(c, v.space().URL("sessions", m.ID), nil)
}

// paperText is how lines were typed.
func paperText(lines []paperLine) []string {
	var out []string
	for _, line := range lines {
		if line.number > 0 {
			line.text = strconv.Itoa(line.number) + ": " + line.text
		}
		out = append(out, line.text)
	}
	return out
}

// slipOf reads a line from a numbered slip, "12: The till asks for a number"; 0 where there is no number, as in "10:30 the bus".
func slipOf(lang, line string) (number int, text string) {
	i := strings.IndexAny(line, ":：")
	if i < 0 || strings.HasPrefix(line[i:], ":") && !strings.HasPrefix(line[i:], ": ") {
		return 0, line
	}
	n, ok := readFigure(lang, strings.TrimSpace(line[:i]))
	text = strings.TrimLeft(line[i:], ":： ")
	if !ok || n < 1 || n > mostSlips || n != float64(int(n)) || text == "" {
		return 0, line
	}
	return int(n), text
}

// meetingCard does something with a card on the wall.
func (s *Server) meetingCard(c echo.Context) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("card")
	set := func(edit func(*store.Card)) error {
		_, err := s.store.SetCard(ctx, x.Meeting, id, func(card *store.Card) error { edit(card); return nil })
		return err
	}
	switch field(c, "do") {
	case "heap":
		err = set(func(card *store.Card) { card.Heap = field(c, "on") })
	case "apart":
		err = set(func(card *store.Card) { card.Heap = "" })
	case "park":
		err = set(func(card *store.Card) { card.Parked, card.Heap = true, "" })
	case "unpark":
		err = set(func(card *store.Card) { card.Parked = false })
	case "remove":
		err = s.store.RemoveCard(ctx, x.Meeting, id)
	case "promote":
		return s.promote(r, x, id)
	}
	return s.meetingBack(c, r.space.URL("sessions", x.ID), err)
}

// promote makes a card part of the model. One whose element was removed since can be made something again.
func (s *Server) promote(r *room, x *session, id string) error {
	back := r.space.URL("sessions", x.ID)
	card, err := s.store.Card(r.c.Request().Context(), x.Meeting, id)
	if err != nil {
		return err
	}
	if r.graph, r.rev, err = s.store.Graph(r.c.Request().Context(), x.Workspace); err != nil { // as it is now that the card was read
		return err
	}
	if r.graph.Element(card.Element) != nil {
		return s.meetingBack(r.c, back, model.Fault(model.Conflict, "", "meeting.promoted"))
	}
	notes := ""
	if g := slices.IndexFunc(x.guests, func(g store.Guest) bool { return g.ID == card.Guest }); g >= 0 && field(r.c, "named") != "" {
		notes = r.Say.T("meeting.by", "Name", x.guests[g].Name, "Session", x.Title)
	}
	ops, e, err := r.becomes(x, card, field(r.c, "as"), notes)
	if err != nil {
		return s.meetingBack(r.c, back, err)
	}
	title := telling("meeting.promoted", "Kind", kindName(e.Kind), "Name", quoting(card.Text))
	done, err := s.store.Promote(r.c.Request().Context(), x.Meeting, card, e.ID, s.change(r, title, ops))
	if err != nil {
		return s.meetingBack(r.c, back, err)
	}
	s.done(r, title(r), done.ID)
	return s.meetingBack(r.c, back, nil)
}

// meetingPoll opens a vote on the lines of a form, else on the cards on the wall, else on the causes of the problem.
func (s *Server) meetingPoll(c echo.Context) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	if x.cards, err = s.store.WallCards(c.Request().Context(), x.Meeting, x.shown); err != nil {
		return err
	}
	form := templates.PollForm{Kind: field(c, "kind"), Question: field(c, "question"), Choices: field(c, "choices"), Dots: field(c, "dots")}
	p := store.Poll{Stage: max(0, x.Stage), Kind: form.Kind, Question: form.Question}
	if p.Kind == store.PollDots {
		if p.Dots, err = strconv.Atoi(form.Dots); err != nil {
			p.Dots = 3
		}
	}
	if p.Question == "" {
		p.Question = r.Say.T("meeting.poll." + p.Kind + ".asks")
	}
	for i, line := range causeLines(form.Choices) {
		p.Choices = append(p.Choices, store.Choice{ID: "line-" + strconv.Itoa(i+1), Text: line})
	}
	if len(p.Choices) == 0 {
		for _, card := range x.tops() {
			p.Choices = append(p.Choices, store.Choice{ID: card.ID, Text: card.Text})
		}
	}
	if len(p.Choices) == 0 && x.Problem != "" {
		for _, e := range r.graph.Targets(x.Problem, model.Because) {
			p.Choices = append(p.Choices, store.Choice{ID: e.ID, Text: e.NameIn(r.Say.Lang())})
		}
	}
	if len(p.Choices) == 0 {
		p.Choices = []store.Choice{{ID: "it", Text: p.Question}}
	}
	_, err = s.store.AddPoll(c.Request().Context(), x.Meeting, p)
	if e, ok := mendable(err); ok && e.Kind == model.Invalid {
		form.Errors = fieldErrors(r.Say, e)
		return s.showMeeting(c, Status(e.Kind), templates.PaperForm{}, form)
	}
	if err != nil { // its page holds what was typed
		return err
	}
	return s.meetingBack(c, r.space.URL("sessions", x.ID), nil)
}

// meetingPollClose closes a vote; its result is seen from then on.
func (s *Server) meetingPollClose(c echo.Context) error {
	v := visitOf(c)
	m, err := s.store.Meeting(c.Request().Context(), v.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	return s.meetingBack(c, v.space().URL("sessions", m.ID), s.store.ClosePoll(c.Request().Context(), m, c.Param("poll")))
}

// votesOf reads a person's votes from a form: vote.CHOICE and why.CHOICE.
func votesOf(c echo.Context, p store.Poll) ([]store.Vote, error) {
	var out []store.Vote
	for _, choice := range p.Choices {
		text := strings.TrimSpace(c.FormValue("vote." + choice.ID))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, model.Fault(model.Invalid, "votes", "meeting.vote")
		}
		if n == 0 && p.Kind == store.PollDots {
			continue
		}
		out = append(out, store.Vote{Choice: choice.ID, Value: n, Reason: field(c, "why."+choice.ID)})
	}
	return out, nil
}
