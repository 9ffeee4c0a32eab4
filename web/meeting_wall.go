package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rootline/model"
	"rootline/model/analysis"
	"rootline/model/find"
	"rootline/model/whys"
	"rootline/store"
	"rootline/templates"
	"rootline/templates/say"
)

// session is a meeting as a request of its facilitator or a participant sees it.
type session struct {
	store.Meeting
	say    *say.Printer
	now    time.Time
	guests []store.Guest
	cards  []store.Card
	polls  []store.Poll
	votes  []store.Vote
	shown  int // the stage whose cards are on the wall
}

// session gathers a meeting, all but its cards.
func (s *Server) session(ctx context.Context, m store.Meeting, p *say.Printer) (*session, error) {
	x := &session{Meeting: m, say: p, now: s.store.Now()}
	var err error
	if x.guests, err = s.store.Guests(ctx, m); err != nil {
		return nil, err
	}
	if x.polls, err = s.store.Polls(ctx, m); err != nil {
		return nil, err
	}
	if x.votes, err = s.store.Votes(ctx, m); err != nil {
		return nil, err
	}
	if x.shown = m.Stage; !stageOpens(m.Now()) {
		x.shown, err = s.store.ShownStage(ctx, m)
	}
	return x, err
}

// stageOpens says whether a stage begins with an empty wall; others go on from what was last shown.
func stageOpens(st *store.Stage) bool {
	return st != nil && stageWrites(st.Kind) && st.Kind != "dig" && st.Kind != "cure"
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
	c := templates.MeetingClock{Left: x.say.Countdown(left), Over: left < 0}
	if !x.Since.IsZero() {
		c.Ends = x.now.Add(left)
	}
	return c
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
		one := templates.MeetingPerson{ID: g.ID, Name: g.Name, Role: g.Role, Initials: initials(g.Name), Cards: written[g.ID], Hand: !g.Hand.IsZero(), Mood: x.mood(g), Waiting: g.Standing == store.GuestWaiting}
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

// mood is what a guest shows the others, for as long as it lasts.
func (x *session) mood(g store.Guest) string {
	if x.now.Sub(g.MoodAt) > store.MoodLasts {
		return ""
	}
	return g.Mood
}

// mostOnWall is how many cards a page of the wall shows.
const mostOnWall = 200

// lay puts the cards of the stage, from a place on, and those in the parking lot on the wall; before they are shown, only their
// number.
func (x *session) lay(v *templates.MeetingView, g *model.Graph, alike map[string]string, from int) {
	names := map[string]string{}
	for _, g := range x.guests {
		names[g.ID] = g.Name
	}
	at := map[string]int{}
	for _, card := range x.cards {
		one := templates.MeetingCard{ID: card.ID, Text: card.Text, By: names[card.Guest], Like: alike[card.ID], About: x.aboutWords(g, card), Row: card.Row}
		if g.Element(card.Element) != nil {
			one.Element = card.Element
		}
		switch {
		case card.Parked:
			if card.Seen(x.Stage) {
				v.Parked = append(v.Parked, one)
			}
		case !card.Shown:
			v.Hidden++
		case card.Stage == x.shown && card.Heap == "":
			at[card.ID] = len(v.Cards)
			v.Cards = append(v.Cards, one)
		}
	}
	for _, card := range x.cards {
		if i, ok := at[card.Heap]; ok && card.Shown && !card.Parked {
			v.Cards[i].Under = append(v.Cards[i].Under, templates.MeetingCard{ID: card.ID, Text: card.Text, By: names[card.Guest]})
		}
	}
	v.Laid = len(v.Cards)
	from = max(0, min(from, len(v.Cards)-1))
	v.Cards = v.Cards[from:min(from+mostOnWall, len(v.Cards))]
	v.From, v.Most = from, mostOnWall
}

// tops are the cards on the wall that all have seen, each that of its heap.
func (x *session) tops() []store.Card {
	var out []store.Card
	for _, card := range x.cards {
		if card.Shown && !card.Parked && card.Heap == "" && card.Stage == x.shown {
			out = append(out, card)
		}
	}
	return out
}

// alike proposes, for a card on the wall, another that says nearly the same: by what their words share. The group decides.
func (s *Server) alike(r *room, x *session) map[string]string {
	const enough, most = 0.4, 150
	reader := whys.ReaderFor(r.graph, nil, r.Place.Languages, nil)
	tops := x.tops()
	tops = tops[:min(len(tops), most)]
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

// tallies say how polls stand: of an open one only how many have voted. Those of earlier stages stand apart.
func (x *session) tallies(v *templates.MeetingView) {
	for _, p := range slices.Backward(x.polls) {
		t := x.tally(p)
		switch {
		case p.Stage == x.Stage || p.Open():
			v.Polls = append(v.Polls, t)
		case p.Stage < x.Stage:
			v.Earlier = append(v.Earlier, t)
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
	roles := x.rolesOf(voters)
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
		for _, role := range roles {
			row.ByRole = append(row.ByRole, x.roleTally(p, choice.ID, role))
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

// roleVoters are those of one role who have voted.
type roleVoters struct {
	role   string
	guests map[string]bool
}

// rolesOf groups voters by the role that they gave. Results are told by role only where that tells of nobody alone: each role
// has two voters or more, and there are two roles or more; who gave none, or is alone in theirs, is left to the whole.
func (x *session) rolesOf(voters map[string]bool) []roleVoters {
	var out []roleVoters
	for _, g := range x.guests {
		if !voters[g.ID] || g.Role == "" {
			continue
		}
		i := slices.IndexFunc(out, func(r roleVoters) bool { return find.Fold(r.role) == find.Fold(g.Role) })
		if i < 0 {
			i = len(out)
			out = append(out, roleVoters{g.Role, map[string]bool{}})
		}
		out[i].guests[g.ID] = true
	}
	out = slices.DeleteFunc(out, func(r roleVoters) bool { return len(r.guests) < 2 })
	if len(out) < 2 {
		return nil
	}
	slices.SortFunc(out, func(a, b roleVoters) int { return cmp.Compare(a.role, b.role) })
	return out
}

// roleTally is how those of one role voted on a choice.
func (x *session) roleTally(p store.Poll, choice string, role roleVoters) templates.RoleTally {
	t := templates.RoleTally{Role: role.role, Counts: make([]int, p.Highest()+1)}
	for _, v := range x.votes {
		if v.Poll == p.ID && v.Choice == choice && role.guests[v.Guest] {
			t.Sum += v.Value
			t.Counts[v.Value]++
		}
	}
	return t
}

func sum(counts []int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
