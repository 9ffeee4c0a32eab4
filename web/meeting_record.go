package web

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/templates"
	"rootline/templates/say"
)

// meetingRecord is what remains of a session: who was there, what was written and voted, what became of it.
func (s *Server) meetingRecord(c echo.Context) error {
	r, x, err := s.meeting(c)
	if err != nil {
		return err
	}
	if x.cards, err = s.store.Cards(c.Request().Context(), x.Meeting); err != nil {
		return err
	}
	entries, err := s.store.MeetingChanges(c.Request().Context(), x.Workspace, x.ID)
	if err != nil {
		return err
	}
	v := templates.MeetingRecord{Title: x.Title, On: r.Say.Date(x.Created), Notes: x.Notes, Base: r.space.URL("sessions", x.ID), Over: x.Over(), Runs: r.Place.Role.May(model.RightChange)}
	if e := r.graph.Element(x.Problem); e != nil {
		v.Problem = r.named(e)
	}
	roles := map[string]int{}
	for _, g := range x.guests {
		roles[g.Role]++
	}
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		label := role
		if label == "" {
			label = r.Say.T("meeting.role.none")
		}
		v.Roles = append(v.Roles, r.Say.T("meeting.record.role", "Role", label, "count", roles[role]))
	}
	var stages []string
	for _, st := range x.Agenda {
		stages = append(stages, r.Say.T("meeting.record.stage", "Title", x.title(st), "Minutes", r.Say.T("meeting.minutes", "count", st.Minutes)))
	}
	v.Agenda = strings.Join(stages, " · ")
	for i, st := range x.Agenda {
		part := templates.MeetingRecordPart{Title: x.title(st)}
		for _, card := range x.cards {
			if card.Stage != i || card.Parked || card.Heap != "" {
				continue
			}
			one := templates.MeetingCard{Text: card.Text}
			for _, under := range x.cards {
				if under.Heap == card.ID {
					one.Under = append(one.Under, templates.MeetingCard{Text: under.Text})
				}
			}
			if e := r.graph.Element(card.Element); e != nil {
				one.Became = r.named(e)
				if e.Kind == model.Action {
					v.Next = append(v.Next, r.named(e))
				}
			}
			part.Cards = append(part.Cards, one)
		}
		for _, p := range x.polls {
			if p.Stage == i && !p.Open() {
				part.Polls = append(part.Polls, x.tally(p))
			}
		}
		v.Parts = append(v.Parts, part)
	}
	for _, card := range x.cards {
		if card.Parked {
			v.Open = append(v.Open, card.Text)
		}
	}
	for _, e := range entries {
		v.Changes = append(v.Changes, templates.Option{Label: e.TitleIn(r.Say.Lang()), Value: r.space.URL("history", e.ID)})
		v.Undoable = v.Undoable || e.UndoneBy == 0 && len(e.Undoes) == 0
	}
	if len(entries) > 0 { // from what was there before the first of them
		v.Film = r.space.URL("film") + "?at=" + strconv.FormatInt(int64(max(1, entries[0].Revision-1)), 10)
	}
	if c.QueryParam("format") == "md" {
		var b bytes.Buffer
		templates.WriteMeetingRecord(&b, r.Say, v)
		c.Response().Header().Set("Content-Disposition", `attachment; filename="`+x.ID+`.md"`)
		return c.Blob(http.StatusOK, "text/markdown; charset=utf-8", b.Bytes())
	}
	p := s.roomPage(r, x.Title, "sessions")
	p.Styles = append(p.Styles, "meeting")
	p.Crumbs = []templates.Crumb{{Label: r.Say.T("meeting.list"), URL: r.space.URL("sessions")}}
	return s.render(c, http.StatusOK, templates.MeetingRecordPage(p, v))
}

// meetingUndo takes back all that was made in a session: as one change of each state that it changed.
func (s *Server) meetingUndo(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	if _, err := s.store.Meeting(ctx, v.Place.ID, c.Param("id")); err != nil {
		return err
	}
	back := v.space().URL("sessions", c.Param("id"), "record")
	entries, err := s.store.MeetingChanges(ctx, v.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	made := map[string][]string{} // ids, by state
	for _, e := range entries {
		if e.UndoneBy == 0 && len(e.Undoes) == 0 {
			made[e.State] = append(made[e.State], e.ID)
		}
	}
	for _, state := range slices.Sorted(maps.Keys(made)) {
		undo := model.Change{Workspace: v.Place.ID, Undoes: made[state], Author: author(c), ClientID: once(c), Title: v.Say.T("meeting.undo.title"),
			Titles: say.InAll(func(p *say.Printer) string { return p.T("meeting.undo.title") })}
		if undo.ClientID != "" {
			undo.ClientID += "." + state
		}
		if _, err := s.store.Undo(ctx, undo); err != nil {
			return s.meetingBack(c, back, err)
		}
	}
	if len(made) > 0 {
		s.flash(c, v.Say.T("meeting.undone"), "")
	}
	return s.meetingBack(c, back, nil)
}
