package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// A whole session: begun by an editor, joined by somebody without an account, from the first card to the record.
func TestMeeting(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.problem(t, "No store takes back a lamp bought online")
	host := x.browse(t, x.person(t, "Edda Editor", model.Editor))
	at := host.post(t, "/w/lamps/sessions", url.Values{"title": {"Lamp return"}, "problem": {"p"}, "agenda": {"quick"}}).want(t, http.StatusSeeOther).location
	m, err := x.store.Meeting(t.Context(), x.space.ID, path.Base(at))
	if err != nil {
		t.Fatal(err)
	}
	do := func(what string) {
		t.Helper()
		host.post(t, at+"/do", url.Values{"do": {what}}).want(t, http.StatusSeeOther)
	}
	door := "/join/" + m.Code
	amara, bert := x.browse(t, store.User{}), x.browse(t, store.User{})
	amara.post(t, door, url.Values{"name": {" "}}).want(t, http.StatusUnprocessableEntity)
	amara.post(t, door, url.Values{"name": {"Amara"}, "role": {"Shop clerk"}}).want(t, http.StatusSeeOther)
	bert.post(t, door, url.Values{"name": {"Bert"}}).want(t, http.StatusSeeOther)

	early := amara.post(t, door+"/cards", url.Values{"text": {"Too early"}}).want(t, http.StatusConflict)
	if !strings.Contains(early.body, "was not added") {
		t.Error("a card before the stage is not refused in words")
	}
	do("start")
	do("next") // first causes, silently
	const text = "The clerk is asked for a receipt number and has only an order number"
	form := url.Values{"text": {text}, "client": {"once-1"}}
	amara.post(t, door+"/cards", form).want(t, http.StatusSeeOther)
	amara.post(t, door+"/cards", form).want(t, http.StatusSeeOther) // the network was slow
	bert.post(t, door+"/cards", url.Values{"text": {"The till asks the clerk for a receipt number, not an order number"}}).want(t, http.StatusSeeOther)

	wall := func() string { return host.get(t, at).want(t, 200).body }
	if body := wall(); strings.Contains(body, text) || !strings.Contains(body, "2 cards, hidden") {
		t.Error("cards are seen before they are shown, or not counted once each")
	}
	if !strings.Contains(amara.get(t, door).want(t, 200).body, text) || strings.Contains(bert.get(t, door).want(t, 200).body, text) {
		t.Error("a card is not for its author alone")
	}
	do("show")
	body := wall()
	if !strings.Contains(body, text) || !strings.Contains(body, "They look alike") {
		t.Error("the shown cards are not on the wall, or two that are alike are not proposed")
	}
	cards, err := x.store.Cards(t.Context(), m)
	if err != nil || len(cards) != 2 {
		t.Fatalf("cards = %v, %v", cards, err)
	}
	amara.post(t, door+"/cards/"+cards[0].ID, url.Values{"text": {"Changed my mind"}}).want(t, http.StatusForbidden)
	card := at + "/cards/" + cards[0].ID
	host.post(t, at+"/cards/"+cards[1].ID, url.Values{"do": {"heap"}, "on": {cards[0].ID}}).want(t, http.StatusSeeOther)
	for range 2 {
		host.post(t, card, url.Values{"do": {"promote"}, "as": {"cause"}, "named": {"true"}}).want(t, http.StatusSeeOther)
	}
	causes := x.graph(t).Targets("p", model.Because)
	if len(causes) != 1 || causes[0].Name != text || !strings.Contains(causes[0].Notes, "Amara") {
		t.Fatalf("causes = %v", causes)
	}

	host.post(t, at+"/polls", url.Values{"kind": {"dots"}, "dots": {"3"}, "choices": {"Till\nRule"}}).want(t, http.StatusSeeOther)
	polls, err := x.store.Polls(t.Context(), m)
	if err != nil || len(polls) != 1 {
		t.Fatalf("polls = %v, %v", polls, err)
	}
	vote := func(b *browser, till, rule string) reply {
		return b.post(t, door+"/votes/"+polls[0].ID, url.Values{"vote.line-1": {till}, "vote.line-2": {rule}})
	}
	vote(amara, "2", "1").want(t, http.StatusSeeOther)
	vote(bert, "3", "3").want(t, http.StatusUnprocessableEntity)
	vote(bert, "0", "3").want(t, http.StatusSeeOther)
	if body := wall(); strings.Contains(body, "4 dots") || !strings.Contains(body, "2 people have voted") {
		t.Error("an open vote shows its result, or not how many have voted")
	}
	host.post(t, at+"/polls/"+polls[0].ID+"/close", nil).want(t, http.StatusSeeOther)
	if !strings.Contains(wall(), "4 dots") {
		t.Error("a closed vote does not show its result")
	}

	amara.get(t, "/w/lamps").want(t, http.StatusSeeOther) // to sign in: a guest sees nothing else
	do("end")
	amara.get(t, door).want(t, http.StatusGone)
	x.browse(t, store.User{}).get(t, door).want(t, http.StatusNotFound)
	record := host.get(t, at+"/record").want(t, 200).body
	for _, part := range []string{"Shop clerk", text, "4 dots", "From a card"} {
		if !strings.Contains(record, part) {
			t.Errorf("the record lacks %q", part)
		}
	}
	if md := host.get(t, at+"/record?format=md").want(t, 200).body; !strings.Contains(md, "- "+text+"\n  - The till asks") {
		t.Errorf("as Markdown:\n%s", md)
	}
	host.post(t, at+"/undo", nil).want(t, http.StatusSeeOther)
	if left := x.graph(t).Targets("p", model.Because); len(left) != 0 {
		t.Errorf("after undoing the session, %v", left)
	}
}

// At a closed door, guests wait until they are let in, and see nothing meanwhile.
func TestMeetingDoor(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	host := x.browse(t, x.person(t, "Edda Editor", model.Editor))
	at := host.post(t, "/w/lamps/sessions", url.Values{"title": {"Lamp return"}, "agenda": {"full"}, "waiting": {"true"}}).want(t, http.StatusSeeOther).location
	m, err := x.store.Meeting(t.Context(), x.space.ID, path.Base(at))
	if err != nil {
		t.Fatal(err)
	}
	guest, door := x.browse(t, store.User{}), "/join/"+m.Code
	guest.post(t, door, url.Values{"name": {"Amara"}}).want(t, http.StatusSeeOther)
	host.post(t, at+"/do", url.Values{"do": {"start"}}).want(t, http.StatusSeeOther)
	if body := guest.get(t, door).want(t, 200).body; !strings.Contains(body, "You are at the door") || strings.Contains(body, "Choose what it is about") {
		t.Error("one at the door sees the session")
	}
	guest.post(t, door+"/cards", url.Values{"text": {"Psst"}}).want(t, http.StatusForbidden)
	list, err := x.store.Guests(t.Context(), m)
	if err != nil || len(list) != 1 {
		t.Fatalf("guests = %v, %v", list, err)
	}
	host.post(t, at+"/guests/"+list[0].ID, url.Values{"do": {"in"}}).want(t, http.StatusSeeOther)
	if body := guest.get(t, door).want(t, 200).body; strings.Contains(body, "You are at the door") {
		t.Error("one who was let in is still at the door")
	}
	host.post(t, at+"/guests/"+list[0].ID, url.Values{"do": {"out"}}).want(t, http.StatusSeeOther)
	if body := guest.get(t, door).want(t, 200).body; !strings.Contains(body, "Come in") {
		t.Error("one who was sent out is still in")
	}
}
