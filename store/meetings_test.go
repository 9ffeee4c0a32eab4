package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

func meeting(t *testing.T, w shop, door string) store.Meeting {
	t.Helper()
	m, err := w.AddMeeting(t.Context(), store.Meeting{Workspace: w.id, Title: " Lamp return ", Door: door,
		Agenda: []store.Stage{{Kind: "write", Minutes: 5}, {Kind: "merge", Minutes: 5, Prompt: "Which say the same?"}}}, model.Author{Kind: model.ByUser, ID: "u", Name: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMeetingClock(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		m := meeting(t, w, "")
		if m.Title != "Lamp return" || m.Now() != nil || m.Door != store.DoorOpen {
			t.Errorf("new meeting = %+v", m)
		}
		set := func(f func(*store.Meeting)) store.Meeting {
			t.Helper()
			m, err := w.SetMeeting(t.Context(), w.id, m.ID, model.Author{}, func(m *store.Meeting) error { f(m); return nil })
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		set(func(m *store.Meeting) { m.Enter(0, b.Now()) })
		b.advance(2 * time.Minute)
		set(func(m *store.Meeting) { m.Pause(b.Now()) })
		b.advance(time.Hour) // stands
		set(func(m *store.Meeting) { m.Extend(time.Minute) })
		set(func(m *store.Meeting) { m.Pause(b.Now()) })
		b.advance(time.Minute)
		again, err := w.Meeting(t.Context(), w.id, m.ID)
		if err != nil || again.Remains(b.Now()) != 3*time.Minute || again.Now().Kind != "write" {
			t.Errorf("5 min, 2 used, 1 given, 1 used: %v left, %v", again.Remains(b.Now()), err)
		}
		if last := set(func(m *store.Meeting) { m.Enter(2, b.Now()) }); last.Now() != nil || last.Stage != 2 {
			t.Errorf("behind the last stage = %+v", last)
		}
		_, err = w.SetMeeting(t.Context(), w.id, m.ID, model.Author{}, func(m *store.Meeting) error { m.Agenda = nil; return nil })
		wantKind(t, err, model.Invalid, "meeting.agenda")
	})
}

// A code leads to its meeting while that lasts, however it is typed; guessing is limited.
func TestMeetingCode(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		m := meeting(t, w, "")
		typed := m.Code[:4] + "-" + m.Code[4:]
		if got, err := w.MeetingByCode(t.Context(), " "+typed+" ", "a"); err != nil || got.ID != m.ID {
			t.Fatalf("by code = %v, %v", got.ID, err)
		}
		var err error
		for range 200 {
			if _, err = w.MeetingByCode(t.Context(), "AAAAAAAA", "guesser"); kindOf(err) == model.TooMany {
				break
			}
		}
		wantKind(t, err, model.TooMany, "sign-in.many")
		_, err = w.MeetingByCode(t.Context(), m.Code, "guesser")
		wantKind(t, err, model.TooMany, "sign-in.many") // or guessing would go on
		if _, err := w.MeetingByCode(t.Context(), m.Code, "neighbour"); err != nil {
			t.Errorf("the right code from elsewhere = %v", err)
		}
		b.advance(10 * time.Minute)
		if _, err := w.MeetingByCode(t.Context(), m.Code, "guesser"); err != nil {
			t.Errorf("the right code after a while = %v", err)
		}
		if err := w.EndMeeting(t.Context(), w.id, m.ID, model.Author{}); err != nil {
			t.Fatal(err)
		}
		_, err = w.MeetingByCode(t.Context(), m.Code, "b")
		wantKind(t, err, model.NotFound, "not-found")
		wantKind(t, w.EndMeeting(t.Context(), w.id, m.ID, model.Author{}), model.Conflict, "meeting.over")
	})
}

// A guest without an account contributes within the meeting alone: not from the door, not once sent out, not after the end.
func TestGuest(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		w.must(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "No store takes the lamp back"}))
		m := meeting(t, w, store.DoorWaiting)
		_, _, err := w.Join(t.Context(), m, store.Guest{Name: "\u200b\u2060"})
		wantKind(t, err, model.Invalid, "name.blank")
		g, secret, err := w.Join(t.Context(), m, store.Guest{Name: "Amara", Role: "Shop clerk"})
		if err != nil || secret == "" || g.Standing != store.GuestWaiting {
			t.Fatalf("join = %+v, %v", g, err)
		}
		n := 0
		try := func(ops ...model.Op) error {
			n++
			c := w.change(ops...)
			c.Author = g.Author()
			_, err := w.Commit(t.Context(), c)
			return err
		}
		cause := func(id string) []model.Op {
			return []model.Op{model.Add(&model.Element{ID: id, Kind: model.Cause, Name: "The till does not find it"}), link(model.Because, "b-"+id, "p", id)}
		}
		wantKind(t, try(cause("c1")...), model.Forbidden, "forbidden.change")
		if err := w.Stand(t.Context(), m, g.ID, store.GuestIn, model.Author{}); err != nil {
			t.Fatal(err)
		}
		if err := try(cause("c2")...); err != nil {
			t.Errorf("a guest who is in = %v", err)
		}
		wantKind(t, try(tech("t", "Till")), model.Forbidden, "forbidden.change")
		if got, of, err := w.GuestBySecret(t.Context(), secret); err != nil || got.Name != "Amara" || of.ID != m.ID {
			t.Errorf("by secret = %+v, %v", got, err)
		}
		other := newShopAt(t, s, "elsewhere")
		c := other.change(cause("c3")...)
		c.Author = g.Author()
		_, err = other.Commit(t.Context(), c)
		wantKind(t, err, model.Forbidden, "forbidden.change")
		if err := w.EndMeeting(t.Context(), w.id, m.ID, model.Author{}); err != nil {
			t.Fatal(err)
		}
		wantKind(t, try(cause("c4")...), model.Forbidden, "forbidden.change")
		_, _, err = w.GuestBySecret(t.Context(), secret)
		wantKind(t, err, model.NotFound, "not-found")
		_, _, err = w.Join(t.Context(), m, store.Guest{Name: "Late"})
		wantKind(t, err, model.Conflict, "meeting.over")
	})
}

func TestCards(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		m := meeting(t, w, "")
		add := func(text, client string) store.Card {
			t.Helper()
			c, err := w.AddCard(t.Context(), m, store.Card{Text: text, Client: client, Guest: "g"})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		a, b := add("The till searches by receipt", "1"), add("Nobody may refund web orders", "2")
		if again := add("The till searches by receipt", "1"); again.ID != a.ID {
			t.Error("a retry added a second card")
		}
		c := add("Till: receipts only", "")
		heap := func(card, on store.Card) error {
			_, err := w.SetCard(t.Context(), m, card.ID, func(c *store.Card) error { c.Heap = on.ID; return nil })
			return err
		}
		if err := heap(a, b); err != nil {
			t.Fatal(err)
		}
		if err := heap(c, a); err != nil { // a lies under b already
			t.Fatal(err)
		}
		wantKind(t, heap(b, c), model.Invalid, "meeting.heap")
		_, err := w.SetCard(t.Context(), m, a.ID, func(c *store.Card) error { c.Text = " "; return nil })
		wantKind(t, err, model.Invalid, "required")
		if err := w.ShowCards(t.Context(), m, 0); err != nil {
			t.Fatal(err)
		}
		look := func() (out []string) {
			list, err := w.Cards(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				at := slices.IndexFunc(list, func(o store.Card) bool { return o.ID == x.Heap })
				under := ""
				if at >= 0 {
					under = " under " + list[at].Text
				}
				if !x.Shown {
					under += " hidden"
				}
				out = append(out, x.Text+under)
			}
			return out
		}
		if diff := cmp.Diff([]string{"The till searches by receipt under Nobody may refund web orders", "Nobody may refund web orders", "Till: receipts only under Nobody may refund web orders"}, look()); diff != "" {
			t.Errorf("cards (-want +got):\n%s", diff)
		}
		if err := w.RemoveCard(t.Context(), m, b.ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"The till searches by receipt", "Till: receipts only"}, look()); diff != "" {
			t.Errorf("after the top went (-want +got):\n%s", diff)
		}
	})
}

func TestVotes(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		m := meeting(t, w, "")
		p, err := w.AddPoll(t.Context(), m, store.Poll{Kind: store.PollDots, Question: "Where do we act?", Dots: 3, Choices: []store.Choice{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}}})
		if err != nil {
			t.Fatal(err)
		}
		vote := func(guest string, a, b int) error {
			return w.CastVotes(t.Context(), m, p.ID, guest, []store.Vote{{Choice: "a", Value: a}, {Choice: "b", Value: b}})
		}
		for _, try := range []error{vote("g1", 1, 1), vote("g1", 0, 3), vote("g2", 2, 1)} {
			if try != nil {
				t.Fatal(try)
			}
		}
		wantKind(t, vote("g3", 2, 2), model.Invalid, "meeting.dots")
		sum := map[string]int{}
		votes, err := w.Votes(t.Context(), m)
		for _, v := range votes {
			sum[v.Choice] += v.Value
		}
		if diff := cmp.Diff(map[string]int{"a": 2, "b": 4}, sum); diff != "" || err != nil {
			t.Errorf("dots (-want +got):\n%s%v", diff, err)
		}
		if err := w.ClosePoll(t.Context(), m, p.ID); err != nil {
			t.Fatal(err)
		}
		wantKind(t, vote("g3", 1, 1), model.Conflict, "meeting.poll.closed")
	})
}

// Whatever happens in a meeting wakes those who watch, and is counted; what was made in it is known.
func TestMeetingHappens(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		m := meeting(t, w, "")
		changed, stop := s.Watch(w.id)
		defer stop()
		if _, err := w.AddCard(t.Context(), m, store.Card{Text: "A"}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatal("nobody was woken")
		}
		if again, err := w.Meeting(t.Context(), w.id, m.ID); err != nil || again.Version != 1 {
			t.Errorf("version = %d, %v", again.Version, err)
		}
		if pulses, err := w.Pulses(t.Context(), w.id); err != nil || pulses[m.ID].Version != 1 {
			t.Errorf("pulses = %v, %v", pulses, err)
		}
	})
}
