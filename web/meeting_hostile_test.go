package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// shownCards are the cards of a meeting, after its facilitator has shown them.
func (x *site) shownCards(t *testing.T, host *browser, at string, m store.Meeting) []store.Card {
	t.Helper()
	host.post(t, at+"/do", url.Values{"do": {"show"}}).want(t, http.StatusSeeOther)
	cards, err := x.store.Cards(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	return cards
}

// Who is a member no more has no part in a session either, and hears of it no more.
func TestRemovedMemberLeavesTheSession(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	_, _, m := x.begun(t, "write", nil)
	ana := x.person(t, "Ana", model.Editor)
	b, door := x.browse(t, ana), "/join/"+m.Code
	b.post(t, door, url.Values{"name": {"Ana"}}).want(t, http.StatusSeeOther)
	b.post(t, door+"/cards", url.Values{"text": {"While I may"}}).want(t, http.StatusSeeOther)
	guest, err := x.store.GuestOf(t.Context(), m, ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.store.RemoveMember(t.Context(), x.space.ID, ana.ID, byCommand); err != nil {
		t.Fatal(err)
	}
	b.post(t, door+"/cards", url.Values{"text": {"Still here"}}).want(t, http.StatusForbidden)
	if body := b.get(t, door).want(t, 200).body; strings.Contains(body, "While I may") {
		t.Error("who was removed sees their part of the session")
	}
	if in, err := x.store.StillIn(t.Context(), m, guest.ID); in || err != nil {
		t.Errorf("the stream of who was removed goes on: %t, %v", in, err)
	}
}

// A guest who writes while the session ends, or while the group moves on, keeps what was written.
func TestWhatAGuestWroteTooLateIsShown(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	guest, door := x.comeIn(t, m, "Amara", ""), "/join/"+m.Code
	host.post(t, at+"/polls", url.Values{"kind": {"consent"}, "choices": {"New rule"}}).want(t, http.StatusSeeOther)
	polls, err := x.store.Polls(t.Context(), m)
	if err != nil || len(polls) != 1 {
		t.Fatalf("polls = %v, %v", polls, err)
	}
	vote := url.Values{"vote.line-1": {"0"}, "why.line-1": {"It is too dear"}}
	host.post(t, at+"/polls/"+polls[0].ID+"/close", nil).want(t, http.StatusSeeOther)
	if body := guest.post(t, door+"/votes/"+polls[0].ID, vote).want(t, http.StatusConflict).body; !strings.Contains(body, "It is too dear") {
		t.Error("the reason of a late vote is lost")
	}
	host.post(t, at+"/do", url.Values{"do": {"next"}}).want(t, http.StatusSeeOther)
	late := url.Values{"text": {"One more thought"}}
	if body := guest.post(t, door+"/cards", late).want(t, http.StatusConflict).body; !strings.Contains(body, "One more thought") {
		t.Error("a card for a stage that is over is lost")
	}
	host.post(t, at+"/do", url.Values{"do": {"end"}}).want(t, http.StatusSeeOther)
	if body := guest.post(t, door+"/cards", late).want(t, http.StatusGone).body; !strings.Contains(body, "One more thought") || !strings.Contains(body, "The session is over") {
		t.Error("a card for a session that is over is lost")
	}
	x.browse(t, store.User{}).post(t, door+"/cards", late).want(t, http.StatusNotFound)
	notes := url.Values{"do": {"notes"}, "was": {""}, "notes": {"Ask the auditors"}}
	if body := host.post(t, at+"/do", notes).want(t, http.StatusConflict).body; !strings.Contains(body, "Ask the auditors") {
		t.Error("notes for a session that is over are lost")
	}
	lines := url.Values{"kind": {"dots"}, "choices": {"Till\nRule of thumb"}}
	if body := host.post(t, at+"/polls", lines).want(t, http.StatusConflict).body; !strings.Contains(body, "Rule of thumb") {
		t.Error("the lines of a vote for a session that is over are lost")
	}
}

// A card that was written in one stage, and arrives in the next, is not taken for that one: its author sees it, and sends it.
func TestCardOfAnEarlierStage(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	guest, door := x.comeIn(t, m, "Amara", ""), "/join/"+m.Code
	card := guest.get(t, door).want(t, 200).form(t, "/cards")
	card.Set("text", "What we think first")
	must(t, errOf(x.store.SetMeeting(t.Context(), m.Workspace, m.ID, byCommand, func(m *store.Meeting) error {
		m.Agenda = append(m.Agenda, m.Agenda[m.Stage])
		m.Enter(len(m.Agenda)-1, x.store.Now())
		return nil
	})))
	again := guest.post(t, door+"/cards", card).want(t, http.StatusConflict).form(t, "/cards")
	if cards := x.shownCards(t, host, at, m); len(cards) > 0 || again.Get("text") != card.Get("text") {
		t.Errorf("cards = %v, and its author sees %q", cards, again.Get("text"))
	}
	guest.post(t, door+"/cards", again).want(t, http.StatusSeeOther)
	if cards := x.shownCards(t, host, at, m); len(cards) != 1 {
		t.Errorf("sent again: %v", cards)
	}
}

func errOf[T any](_ T, err error) error { return err }

// A guest who was put out is told so, and is not taken for somebody else.
func TestWhoWasPutOut(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	guest, door := x.comeIn(t, m, "Amara", ""), "/join/"+m.Code
	guests, err := x.store.Guests(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if whose := guest.get(t, door+"/here").want(t, 200).body; whose != m.ID+" "+guests[0].ID {
		t.Errorf("here is %q", whose)
	}
	host.post(t, at+"/guests/"+guests[0].ID, url.Values{"do": {"out"}}).want(t, http.StatusSeeOther)
	guest.get(t, door+"/here").want(t, http.StatusForbidden)
}

// Dots that are too many stay where they were put.
func TestTooManyDotsStay(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "act", nil)
	guest := x.comeIn(t, m, "Amara", "")
	host.post(t, at+"/polls", url.Values{"kind": {"dots"}, "dots": {"3"}, "choices": {"Till\nRule"}}).want(t, http.StatusSeeOther)
	polls, err := x.store.Polls(t.Context(), m)
	if err != nil || len(polls) != 1 {
		t.Fatalf("polls = %v, %v", polls, err)
	}
	body := guest.post(t, "/join/"+m.Code+"/votes/"+polls[0].ID, url.Values{"vote.line-1": {"2"}, "vote.line-2": {"3"}}).want(t, http.StatusUnprocessableEntity).body
	for _, put := range []string{`name="vote.line-1" value="2" checked`, `name="vote.line-2" value="3" checked`} {
		if !strings.Contains(body, put) {
			t.Errorf("the refused vote lacks %s", put)
		}
	}
}

// A slip that was typed in with another text, a clock time and a line that is no card: nothing of it is lost.
func TestPaperIsNotLost(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	long := "x" + strings.Repeat(" long", store.MostCard)
	if body := host.post(t, at+"/cards", url.Values{"cards": {"First\n" + long}}).want(t, http.StatusUnprocessableEntity).body; !strings.Contains(body, "First\n"+long) {
		t.Error("what was typed beside a line that is too long is lost")
	}
	body := host.post(t, at+"/cards", url.Values{"cards": {"1: The till\n1: The rule\n10:30 the bus came"}}).want(t, http.StatusConflict).body
	if !strings.Contains(body, ">1: The rule</textarea>") || !strings.Contains(body, "2 cards were taken") {
		t.Error("a slip with another text is not handed back")
	}
	for _, card := range x.shownCards(t, host, at, m)[:1] { // one that was taken away is typed in again
		host.post(t, at+"/cards/"+card.ID, url.Values{"do": {"remove"}}).want(t, http.StatusSeeOther)
	}
	host.post(t, at+"/cards", url.Values{"cards": {"1: The till"}}).want(t, http.StatusSeeOther)
	var texts []string
	for _, card := range x.shownCards(t, host, at, m) {
		texts = append(texts, card.Text)
	}
	slices.Sort(texts)
	slices.Reverse(texts)
	if got := strings.Join(texts, "|"); got != "The till|10:30 the bus came" {
		t.Errorf("cards = %s", got)
	}
}

// A card whose element was removed can become something again; one that two make something becomes it once.
func TestPromotedAgain(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.problem(t, "No store takes back a lamp bought online")
	host, at, m := x.begun(t, "write", url.Values{"problem": {"p"}})
	x.comeIn(t, m, "Amara", "").post(t, "/join/"+m.Code+"/cards", url.Values{"text": {"The till asks"}}).want(t, http.StatusSeeOther)
	card := at + "/cards/" + x.shownCards(t, host, at, m)[0].ID
	promote := func(as string) {
		host.post(t, card, url.Values{"do": {"promote"}, "as": {as}}).want(t, http.StatusSeeOther)
	}
	promote("cause")
	promote("technology")
	if g := x.graph(t); len(g.OfKind(model.Cause)) != 1 || len(g.OfKind(model.Technology)) != 0 {
		t.Error("a card became two things")
	}
	host.post(t, at+"/undo", nil).want(t, http.StatusSeeOther)
	if body := host.get(t, at).want(t, 200).body; strings.Contains(body, "In the model") || !strings.Contains(body, "Into the model") {
		t.Error("a card whose element is gone cannot be made something")
	}
	promote("technology")
	if g := x.graph(t); len(g.OfKind(model.Cause)) != 0 || len(g.OfKind(model.Technology)) != 1 {
		t.Error("a card whose element is gone did not become something else")
	}
}

// Notes that two facilitators write at once are both kept.
func TestNotesOfTwo(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	for _, text := range []string{"Mine", "Yours"} {
		host.post(t, at+"/do", url.Values{"do": {"notes"}, "was": {""}, "notes": {text}}).want(t, http.StatusSeeOther)
	}
	now, err := x.store.Meeting(t.Context(), x.space.ID, m.ID)
	if err != nil || !strings.Contains(now.Notes, "Mine") || !strings.Contains(now.Notes, "Yours") {
		t.Errorf("notes = %q, %v", now.Notes, err)
	}
	// Where the other changed another line, both are joined; where nobody else wrote, what is typed stands alone.
	for _, save := range [][3]string{{now.Notes, "One\nTwo\nThree", "One\nTwo\nThree"}, {"One\nTwo\nThree", "1\nTwo\nThree", "1\nTwo\nThree"}, {"One\nTwo\nThree", "One\nTwo\n3", "1\nTwo\n3"}} {
		host.post(t, at+"/do", url.Values{"do": {"notes"}, "was": {save[0]}, "notes": {save[1]}}).want(t, http.StatusSeeOther)
		if now, err := x.store.Meeting(t.Context(), x.space.ID, m.ID); err != nil || now.Notes != save[2] {
			t.Errorf("notes = %q, want %q, %v", now.Notes, save[2], err)
		}
	}
}

// A wall of many cards stays light, one hurried guest cannot fill it, and what was parked in silence stays unseen.
func TestManyCards(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host, at, m := x.begun(t, "write", nil)
	guest, door := x.comeIn(t, m, "Amara", ""), "/join/"+m.Code
	guest.post(t, door+"/cards", url.Values{"text": {"Who pays?"}, "parked": {"true"}}).want(t, http.StatusSeeOther)
	if strings.Contains(host.get(t, at).want(t, 200).body, "Who pays?") {
		t.Error("a card that was parked in silence is on the wall")
	}
	refused := false
	for n := 0; n < 100 && !refused; n++ {
		text := fmt.Sprintf("Thought %d", n)
		answer := guest.post(t, door+"/cards", url.Values{"text": {text}})
		if refused = answer.status == http.StatusTooManyRequests; refused && !strings.Contains(answer.body, text) {
			t.Error("what was written too fast is lost")
		}
	}
	if !refused {
		t.Error("a guest writes a hundred cards a minute")
	}
	for n := range 400 {
		if _, err := x.store.AddCard(t.Context(), m, store.Card{Stage: m.Stage, Text: fmt.Sprintf("Card %d", n)}); err != nil {
			t.Fatal(err)
		}
	}
	x.shownCards(t, host, at, m)
	wall := host.get(t, at).want(t, 200).body
	if n := strings.Count(wall, `id="card-`); n != mostOnWall || len(wall) > 1<<20 || !strings.Contains(wall, "?from=200") || !strings.Contains(wall, "Who pays?") {
		t.Errorf("the wall shows %d cards in %d bytes", n, len(wall))
	}
}
