package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Not all that people do is a change of the graph: a value is measured, a promise made, a view saved, a comment written. So that
// Ctrl+Z takes back what somebody did last, and nothing else, their session remembers these acts.

// asideAct is one of them.
type asideAct struct {
	at          time.Time
	place, undo string // where; the address that takes it back, "" where a key cannot
}

// mostAside is how many of them a session remembers.
const mostAside = 20

func (a asideAct) String() string {
	return strconv.FormatInt(a.at.UnixMilli(), 10) + " " + a.place + " " + a.undo
}

// readAside reads what String wrote; zero where it is nothing of the kind.
func readAside(line string) asideAct {
	parts := strings.SplitN(line, " ", 3)
	ms, err := strconv.ParseInt(parts[0], 10, 64)
	if len(parts) < 3 || err != nil {
		return asideAct{}
	}
	return asideAct{time.UnixMilli(ms), parts[1], parts[2]}
}

// aside remembers such an act. One that takes another back is remembered as that alone.
func (s *Server) aside(r *room, undo string) {
	ctx, act := r.c.Request().Context(), asideAct{s.store.Now(), r.Place.ID, undo}
	if taken, _ := r.c.Get(takesBack).(bool); taken {
		s.sessions.Put(ctx, sessionAsideBack, act.String())
		return
	}
	list := append(s.asides(r.c), act.String())
	s.sessions.Put(ctx, sessionAside, strings.Join(list[max(0, len(list)-mostAside):], "\n"))
}

// flashAside flashes what such an act did, with the way to take it back where there is one.
func (s *Server) flashAside(r *room, text, undo string) {
	s.aside(r, undo)
	s.flash(r.c, text, undo)
}

func (s *Server) asides(c echo.Context) []string {
	kept := s.sessions.GetString(c.Request().Context(), sessionAside)
	if kept == "" {
		return nil
	}
	return strings.Split(kept, "\n")
}

// lastAside is the last of them in this workspace, if there is one.
func (s *Server) lastAside(r *room) (asideAct, bool) {
	for _, line := range slices.Backward(s.asides(r.c)) {
		if one := readAside(line); one.place == r.Place.ID {
			return one, true
		}
	}
	return asideAct{}, false
}

func (s *Server) dropAside(c echo.Context, one asideAct) {
	left := slices.DeleteFunc(s.asides(c), func(line string) bool { return line == one.String() })
	s.sessions.Put(c.Request().Context(), sessionAside, strings.Join(left, "\n"))
}

// takesBack marks a request that takes an act back, by the key or by the button that said so: the act is remembered no longer.
const takesBack = "takes-back"

func (s *Server) takesAsideBack(c echo.Context) {
	for _, line := range s.asides(c) {
		if one := readAside(line); one.undo != "" && one.undo == c.Request().RequestURI {
			s.dropAside(c, one)
			c.Set(takesBack, true)
		}
	}
}
