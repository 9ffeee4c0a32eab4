package api

import (
	"context"
	"time"

	"rootline/model"
	"rootline/store"
)

// Session is a mapping session.
type Session struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Code    string    `json:"code,omitempty" doc:"By which people join at /join/CODE; absent once it is over"`
	Problem string    `json:"problem,omitempty" doc:"What it is about"`
	Stage   int       `json:"stage" doc:"Which part of the agenda is at hand, from 0; -1 before it has begun"`
	Created time.Time `json:"created"`
	Ended   time.Time `json:"ended,omitzero"`
}

func sessionOf(m store.Meeting) Session {
	s := Session{ID: m.ID, Title: m.Title, Code: m.Code, Problem: m.Problem, Stage: m.Stage, Created: m.Created, Ended: m.Ended}
	if m.Over() {
		s.Code = ""
	}
	return s
}

// Sessions is a page of sessions.
type Sessions struct {
	Sessions []Session `json:"sessions"`
	Next     string    `json:"next,omitempty"`
}

func (a *API) sessions(ctx context.Context, c *call, in *inStates) (*body[Sessions], error) {
	list, err := a.Store.Meetings(ctx, c.Place.ID)
	if err != nil {
		return nil, err
	}
	page, next := cut(list, func(m store.Meeting) string { return m.ID }, in.Page)
	out := Sessions{Sessions: []Session{}, Next: next}
	for _, m := range page {
		out.Sessions = append(out.Sessions, sessionOf(m))
	}
	return &body[Sessions]{out}, nil
}

type sessionNew struct {
	InSpace
	Body struct {
		Title   string        `json:"title" minLength:"1" maxLength:"1000"`
		Problem string        `json:"problem,omitempty" doc:"id of the problem it is about"`
		Agenda  []store.Stage `json:"agenda,omitempty" doc:"Its parts; the quick agenda by default"`
		Waiting bool          `json:"waiting,omitempty" doc:"Guests wait until the facilitator lets each in"`
	}
}

// SessionMade names a session and its code.
type SessionMade struct {
	ID   string `json:"id"`
	Code string `json:"code"`
}

func (a *API) sessionAdd(ctx context.Context, c *call, in *sessionNew) (*body[SessionMade], error) {
	m := store.Meeting{Workspace: c.Place.ID, Title: in.Body.Title, Problem: in.Body.Problem, Agenda: in.Body.Agenda, Door: store.DoorOpen}
	if len(m.Agenda) == 0 {
		m.Agenda = store.QuickAgenda
	}
	if in.Body.Waiting {
		m.Door = store.DoorWaiting
	}
	m, err := a.Store.AddMeeting(ctx, m, c.Author())
	if err != nil {
		return nil, err
	}
	return &body[SessionMade]{SessionMade{m.ID, m.Code}}, nil
}

type inSession struct {
	InSpace
	ID string `path:"id"`
}

// SessionWhole is a session with all that was said in it and may be seen.
type SessionWhole struct {
	Session
	Agenda []store.Stage `json:"agenda"`
	People []Participant `json:"people"`
	Cards  []Card        `json:"cards" doc:"Those that all may read"`
	Hidden int           `json:"hidden" doc:"How many cards are not shown yet"`
	Polls  []Poll        `json:"polls"`
}

// Participant is one who takes or took part.
type Participant struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Standing string `json:"standing" doc:"waiting, in or out"`
}

// Card is what somebody wrote in a session.
type Card struct {
	ID      string `json:"id"`
	Stage   int    `json:"stage"`
	Text    string `json:"text"`
	Heap    string `json:"heap,omitempty" doc:"id of the card under which it lies"`
	Parked  bool   `json:"parked,omitempty"`
	Element string `json:"element,omitempty" doc:"id of what it became"`
}

// Poll is a vote in a session.
type Poll struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind" doc:"dots, scale, consent or verdict"`
	Question string         `json:"question"`
	Open     bool           `json:"open"`
	Choices  []store.Choice `json:"choices"`
	Votes    map[string]int `json:"votes,omitempty" doc:"Sum of the values given to each choice; of a closed vote only"`
	Voters   int            `json:"voters"`
}

func (a *API) session(ctx context.Context, c *call, in *inSession) (*body[SessionWhole], error) {
	m, err := a.Store.Meeting(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	out := SessionWhole{Session: sessionOf(m), Agenda: m.Agenda, People: []Participant{}, Cards: []Card{}, Polls: []Poll{}}
	guests, err := a.Store.Guests(ctx, m)
	if err != nil {
		return nil, err
	}
	for _, g := range guests {
		out.People = append(out.People, Participant{g.ID, g.Name, g.Role, g.Standing})
	}
	cards, err := a.Store.Cards(ctx, m)
	if err != nil {
		return nil, err
	}
	for _, card := range cards {
		if !card.Seen(m.Stage) {
			out.Hidden++
			continue
		}
		out.Cards = append(out.Cards, Card{card.ID, card.Stage, card.Text, card.Heap, card.Parked, card.Element})
	}
	polls, err := a.Store.Polls(ctx, m)
	if err != nil {
		return nil, err
	}
	votes, err := a.Store.Votes(ctx, m)
	if err != nil {
		return nil, err
	}
	for _, p := range polls {
		poll := Poll{ID: p.ID, Kind: p.Kind, Question: p.Question, Open: p.Open(), Choices: p.Choices}
		voters, sums := map[string]bool{}, map[string]int{}
		for _, v := range votes {
			if v.Poll == p.ID {
				voters[v.Guest] = true
				sums[v.Choice] += v.Value
			}
		}
		if poll.Voters = len(voters); !poll.Open {
			poll.Votes = sums
		}
		out.Polls = append(out.Polls, poll)
	}
	return &body[SessionWhole]{out}, nil
}

type cardNew struct {
	InSpace
	ID   string `path:"id"`
	Body struct {
		Text     string `json:"text" minLength:"1" maxLength:"500"`
		Parked   bool   `json:"parked,omitempty"`
		ClientID string `json:"client_id,omitempty" maxLength:"64" doc:"A retry with the same id takes effect once"`
	}
}

// sessionCard writes a card in the part that is at hand, by the person of the token, who takes part from then on.
func (a *API) sessionCard(ctx context.Context, c *call, in *cardNew) (*body[Made], error) {
	m, err := a.Store.Meeting(ctx, c.Place.ID, in.ID)
	if err != nil {
		return nil, err
	}
	if m.Over() {
		return nil, model.Fault(model.Conflict, "", "meeting.over")
	}
	g, _, err := a.Store.Join(ctx, m, store.Guest{User: c.User.ID, Name: c.User.Name})
	if err != nil {
		return nil, err
	}
	card, err := a.Store.AddCard(ctx, m, store.Card{Stage: max(0, m.Stage), Guest: g.ID, Text: in.Body.Text, Parked: in.Body.Parked, Client: in.Body.ClientID})
	if err != nil {
		return nil, err
	}
	return &body[Made]{Made{card.ID}}, nil
}

type sessionStage struct {
	InSpace
	ID   string `path:"id"`
	Body struct {
		Stage int `json:"stage" minimum:"0" doc:"Which part of the agenda to begin, from 0; their number = behind the last"`
	}
}

// sessionEnter goes to a part of the agenda and starts its clock.
func (a *API) sessionEnter(ctx context.Context, c *call, in *sessionStage) (*body[Session], error) {
	m, err := a.Store.SetMeeting(ctx, c.Place.ID, in.ID, c.Author(), func(m *store.Meeting) error {
		m.Enter(in.Body.Stage, a.Store.Now())
		return nil
	})
	return &body[Session]{sessionOf(m)}, err
}

// sessionEnd ends a session: its code leads nowhere from then on.
func (a *API) sessionEnd(ctx context.Context, c *call, in *inSession) (*body[Session], error) {
	if err := a.Store.EndMeeting(ctx, c.Place.ID, in.ID, c.Author()); err != nil {
		return nil, err
	}
	m, err := a.Store.Meeting(ctx, c.Place.ID, in.ID)
	return &body[Session]{sessionOf(m)}, err
}
