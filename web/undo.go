package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
)

// changeUndo takes a change back, together with those later ones that the form names.
func (s *Server) changeUndo(c echo.Context) error {
	r, e, err := s.changeOf(c)
	if err != nil {
		return err
	}
	return s.takeBack(r, e, fields(c, "with"))
}

// ownUndo takes back the last change of who asks: what Ctrl+Z does, on any page. Where they did something since that is no change
// of the graph, it takes that back, or says that it cannot.
func (s *Server) ownUndo(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	e, err := s.store.LastOwn(c.Request().Context(), r.Place.ID, r.State.ID, r.User.ID)
	if err != nil && kindOf(err) != model.NotFound {
		return err
	}
	if one, ok := s.lastAside(r); ok && one.at.After(e.At) && s.ofToday(one.at) {
		if one.undo != "" {
			return c.Redirect(http.StatusTemporaryRedirect, one.undo)
		}
		s.dropAside(c, one) // who asks again means what came before
		s.flash(c, r.Say.T("find.undo.aside"), "")
		return c.Redirect(http.StatusSeeOther, s.backFrom(r))
	}
	return s.step(r, e, err, "find.undo.none")
}

// ownRedo takes back the last undo of who asks: what Ctrl+Shift+Z does.
func (s *Server) ownRedo(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	e, err := s.store.LastUndone(c.Request().Context(), r.Place.ID, r.State.ID, r.User.ID)
	if err != nil && kindOf(err) != model.NotFound {
		return err
	}
	if back := readAside(s.sessions.GetString(c.Request().Context(), sessionAsideBack)); back.place == r.Place.ID && back.at.After(e.At) {
		s.sessions.Remove(c.Request().Context(), sessionAsideBack)
		s.flash(c, r.Say.T("find.redo.aside"), "")
		return c.Redirect(http.StatusSeeOther, s.backFrom(r))
	}
	return s.step(r, e, err, "find.redo.none")
}

// ofToday says whether something is not long ago: nobody means yesterday's work by a key.
func (s *Server) ofToday(at time.Time) bool { return s.store.Now().Sub(at) <= 24*time.Hour }

// step takes back a change that was found, where there is one and it is not long ago.
func (s *Server) step(r *room, e store.Entry, err error, none string) error {
	if kindOf(err) == model.NotFound && err != nil || err == nil && !s.ofToday(e.At) {
		s.flash(r.c, r.Say.T(none), "")
		return r.c.Redirect(http.StatusSeeOther, s.backFrom(r))
	}
	if err != nil {
		return err
	}
	return s.takeBack(r, e, nil)
}

// takeBack takes back a change and those with it. Where others rest on it, the page of the change lists them and offers to
// take all back together.
func (s *Server) takeBack(r *room, e store.Entry, with []string) error {
	c := r.c
	title, redo, err := s.undoTitle(r, e)
	if err != nil {
		return err
	}
	undo := model.Change{Workspace: r.Place.ID, Undoes: append([]string{e.ID}, with...), Author: author(c)}
	undo.Title, undo.Titles = r.title(title)
	done, err := s.store.Undo(c.Request().Context(), undo)
	if fault, ok := asFault(err); ok {
		switch {
		case fault.Msg == "undo.done": // sent twice: it is as they want it
			return c.Redirect(http.StatusSeeOther, s.backFrom(r))
		case len(fault.Rests) > 0:
			all := slices.Compact(slices.Sorted(slices.Values(append(with, fault.Rests...))))
			return s.showChange(r, http.StatusConflict, e, all, r.Say.T("error.undo.rests", "count", len(all)))
		case fault.Kind == model.Conflict || fault.Kind == model.Invalid || fault.Msg == "absent":
			return s.showChange(r, http.StatusConflict, e, nil, r.Say.T("records.undo.cannot"))
		}
	}
	if err != nil {
		return err
	}
	s.done(r, undo.Title, done.ID)
	if !redo {
		s.flashRedo(c)
	}
	if r, err = s.enter(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.backFrom(r))
}

// undoTitle is what the log will call the taking back of a change, by the title of what is at the bottom of it all, and
// whether that brings something back.
func (s *Server) undoTitle(r *room, e store.Entry) (title titled, redo bool, err error) {
	for len(e.Undoes) > 0 {
		redo = !redo
		if e, err = s.store.Entry(r.c.Request().Context(), r.Place.ID, e.Undoes[0]); err != nil {
			return nil, false, err
		}
	}
	if redo {
		return telling("records.title.redo", "Title", quotedTitle(e.Change)), true, nil
	}
	return telling("records.title.undo", "Title", quotedTitle(e.Change)), false, nil
}
