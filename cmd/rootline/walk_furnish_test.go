package main

import (
	"strings"
	"testing"
	"time"

	"rootline/model"
	"rootline/store"
)

// furnisher adds to the demo what its file does not hold, so that every page has something to show.
type furnisher struct {
	*testing.T
	*store.Store
	space model.Workspace
	owner store.User
	ids   map[string]string // by the names that addresses have in braces
}

// well ends the test where something failed.
func well[T any](f *furnisher) func(T, error) T {
	return func(v T, err error) T {
		f.Helper()
		if err != nil {
			f.Fatal(err)
		}
		return v
	}
}

func furnish(t *testing.T, s *store.Store) *furnisher {
	t.Helper()
	f := &furnisher{T: t, Store: s, ids: map[string]string{}}
	f.space = well[model.Workspace](f)(s.Workspace(t.Context(), demoSlug))
	f.owner = well[store.User](f)(s.UserByEmail(t.Context(), demoEmail))
	by := f.owner.Author()
	ctx := t.Context()
	settled := f.comment("Who keeps it?", f.owner)
	if err := s.ResolveThread(ctx, f.space.ID, settled, true, by); err != nil {
		t.Fatal(err)
	}
	f.ids["series"] = well[model.Series](f)(s.AddSeries(ctx, f.space.ID, model.Series{Element: "order-mgmt", Name: "Hours out of order", Unit: "h",
		Points: []model.Point{{On: "2026-01-01", Value: 3}, {On: "2026-02-01", Value: 5}, {On: "2026-04-01", Value: 2}}}, by)).ID
	for _, owner := range []string{"", f.owner.ID} {
		well[store.View](f)(s.AddView(ctx, store.View{Workspace: f.space.ID, Page: "elements", Path: "elements", Query: "q=order", Name: "Orders", Owner: owner, By: f.owner.ID}, by))
	}
	for _, op := range []model.Op{model.Add(&model.Element{ID: "scanner", Kind: model.Technology, Name: "Scanner"}), {Kind: model.OpRemoveElement, ID: "scanner"}} {
		done := well[store.Done](f)(s.CommitChange(ctx, model.Change{Workspace: f.space.ID, Title: "Looked again", Author: by, Ops: []model.Op{op}}))
		f.ids["change"] = done.ID
	}
	f.doors(by)
	f.meetings(by)
	return f
}

func (f *furnisher) comment(text string, by store.User) string {
	f.Helper()
	return well[store.Comment](f)(f.AddComment(f.Context(), f.space.ID, store.Comment{Topic: model.ElementTopic("order-mgmt"), Text: text}, by.Author())).ID
}

// doors are the links that lead in without a session.
func (f *furnisher) doors(by model.Author) {
	ctx, later := f.Context(), f.Now().Add(24*time.Hour)
	pass := func(p store.Pass) string {
		p.Expires = later
		_, secret, err := f.AddPass(ctx, p, by)
		return well[string](f)(secret, err)
	}
	f.ids["setup"] = pass(store.Pass{Kind: store.PassSetup})
	f.ids["password"] = pass(store.Pass{Kind: store.PassPassword, User: f.owner.ID})
	f.ids["invitation"] = pass(store.Pass{Kind: store.PassInvite, Workspace: f.space.ID, Role: model.Viewer})
	for name, password := range map[string]string{"share": "", "locked": "lamps and returns"} {
		_, secret, err := f.AddShare(ctx, store.Share{Workspace: f.space.ID, Target: "problem:lamp-return", Audience: "manager", By: f.owner.ID, Expires: later}, password, by)
		f.ids[name] = well[string](f)(secret, err)
	}
	_, _, err := f.AddToken(ctx, f.owner, store.Token{Name: "export", Scope: store.ScopeRead}, by)
	if err != nil {
		f.Fatal(err)
	}
	f.ids["empty"] = well[model.Workspace](f)(f.AddWorkspace(ctx, model.Workspace{Slug: "empty", Name: "Nothing yet", Currency: "EUR", Languages: []string{"en"}}, f.owner.ID, by)).Slug
}

// meetings are one in which people write, one in which they vote, and one that is over.
func (f *furnisher) meetings(by model.Author) {
	ctx := f.Context()
	begin := func(title string, stage int) store.Meeting {
		m := well[store.Meeting](f)(f.AddMeeting(ctx, store.Meeting{Workspace: f.space.ID, Title: title, Problem: "lamp-return", Agenda: store.QuickAgenda, Door: store.DoorOpen}, by))
		return well[store.Meeting](f)(f.SetMeeting(ctx, f.space.ID, m.ID, by, func(m *store.Meeting) error { m.Enter(stage, f.Now()); return nil }))
	}
	card := func(m store.Meeting, text string) {
		guest, _, err := f.Join(ctx, m, store.Guest{Name: "Amara", Role: "Shop clerk"})
		if err != nil {
			f.Fatal(err)
		}
		well[store.Card](f)(f.AddCard(ctx, m, store.Card{Stage: m.Stage, Guest: guest.ID, Text: text}))
	}
	writing, voting, over := begin("Why lamps come back", 1), begin("What to do first", 1), begin("Last week", 1)
	for _, m := range []store.Meeting{writing, voting, over} {
		card(m, "The clerk is asked for a receipt number")
		card(m, "The till knows only its own orders")
	}
	for _, m := range []store.Meeting{voting, over} {
		if err := f.ShowCards(ctx, m, m.Stage); err != nil {
			f.Fatal(err)
		}
		for _, kind := range store.PollKinds {
			well[store.Poll](f)(f.AddPoll(ctx, m, store.Poll{Stage: m.Stage, Kind: kind, Question: "Which first?", Dots: 3, Choices: []store.Choice{{ID: "a", Text: "The till"}, {ID: "b", Text: "The rule"}}}))
		}
	}
	if err := f.EndMeeting(ctx, f.space.ID, over.ID, by); err != nil {
		f.Fatal(err)
	}
	f.ids["meeting"], f.ids["code"] = writing.ID, writing.Code
	f.ids["voting"], f.ids["votingcode"], f.ids["over"] = voting.ID, voting.Code, over.ID
}

// walker is somebody who may open every page, and reads them in one language; and a reader, who may not.
type walker struct {
	link    string // signs the walker in
	comment string // id of what the walker said
	reader  string // address of the reader
}

const readersPassword = "lamps and returns"

func (f *furnisher) walker(language string) walker {
	f.Helper()
	ctx, by := f.Context(), f.owner.Author()
	member := func(u store.User, role model.Role, password string) store.User {
		u.Email, u.Language = strings.ToLower(store.NewID())+"@example.com", language
		u = well[store.User](f)(f.AddUser(ctx, u, password, by))
		if err := f.SetMember(ctx, f.space.ID, u.ID, role, by); err != nil {
			f.Fatal(err)
		}
		return u
	}
	u := member(store.User{Name: "Walter Walker", Admin: true}, model.Owner, "")
	reader := member(store.User{Name: "Rita Reader"}, model.Viewer, readersPassword)
	_, secret, err := f.AddPass(ctx, store.Pass{Kind: store.PassDemo, User: u.ID, Workspace: f.space.ID, Expires: f.Now().Add(24 * time.Hour)}, by)
	return walker{"/demo/" + well[string](f)(secret, err), f.comment("Is it down **each** night?", u), reader.Email}
}
