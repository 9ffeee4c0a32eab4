package web

import (
	"context"
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

// ownUndo takes back the last change of who asks: what Ctrl+Z does, on any page.
func (s *Server) ownUndo(c echo.Context) error { return s.step(c, s.store.LastOwn, "find.undo.none") }

// ownRedo takes back the last undo of who asks: what Ctrl+Shift+Z does.
func (s *Server) ownRedo(c echo.Context) error {
	return s.step(c, s.store.LastUndone, "find.redo.none")
}

// step takes back what last finds, where it is not long ago: nobody means yesterday's work by a key.
func (s *Server) step(c echo.Context, last func(ctx context.Context, workspace, state, user string) (store.Entry, error), none string) error {
	const lately = 24 * time.Hour
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	e, err := last(c.Request().Context(), r.Place.ID, r.State.ID, r.User.ID)
	if kindOf(err) == model.NotFound && err != nil || err == nil && s.store.Now().Sub(e.At) > lately {
		s.flash(c, r.Say.T(none), "")
		return c.Redirect(http.StatusSeeOther, s.backFrom(r))
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
