package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/skip2/go-qrcode"

	"rootline/model"
	"rootline/store"
	"rootline/web/live"
)

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
		May: s.stillMay(c.Param("ws"), v.User), Meeting: m.ID, Seen: seenOf(c, m)})
}

// seenOf is the version of a meeting that the page which listens shows: what happened since is told at once.
func seenOf(c echo.Context, m store.Meeting) int64 {
	seen, err := strconv.ParseInt(c.QueryParam("seen"), 10, 64)
	if err != nil {
		return m.Version
	}
	return seen
}

// meetingStream is where the page of a meeting listens.
func meetingStream(base string, m store.Meeting) string {
	return base + "/events?seen=" + strconv.FormatInt(m.Version, 10)
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
	if to := field(c, "back"); to != "" { // from the page to which everybody is brought
		back = localPath(to)
	}
	now, beside := s.store.Now(), false
	seen, seenErr := strconv.Atoi(field(c, "seen"))
	m, err := s.store.SetMeeting(ctx, v.Place.ID, id, by, func(m *store.Meeting) error {
		if seenErr == nil && seen != m.Stage && slices.Contains([]string{"start", "next", "back", "pause", "resume", "show"}, do) {
			do = "" // another facilitator was quicker
		}
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
		case "pause", "resume":
			if m.Since.IsZero() == (do == "resume") {
				m.Pause(now)
			}
		case "extend":
			m.Extend(time.Minute)
		case "open":
			m.Door = store.DoorOpen
		case "close":
			m.Door = store.DoorWaiting
		case "follow":
			m.Follow = localPath(field(c, "follow"))
		case "free":
			m.Follow = ""
		case "notes":
			m.Notes, beside = notesOf(m.Notes, field(c, "was"), field(c, "notes"))
		}
		return nil
	})
	if err == nil && do == "show" {
		err = s.store.ShowCards(ctx, m, m.Stage)
	}
	if err == nil && do == "follow" && field(c, "back") == "" { // who brings everybody goes along
		back = m.Follow
	}
	if do == "notes" && err != nil { // its page holds what was typed
		return err
	}
	if beside {
		s.flash(c, v.Say.T("meeting.notes.beside"), "")
	}
	return s.meetingBack(c, back, err)
}

// notesOf joins what somebody made of notes with what others made of them meanwhile; where both changed the same place, theirs
// stand below, and beside says so.
func notesOf(now, was, typed string) (notes string, beside bool) {
	if now == was || now == typed {
		return typed, false
	}
	if merged, ok := model.MergeTexts(was, now, typed); ok {
		return merged, false
	}
	return now + "\n\n" + typed, true
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
