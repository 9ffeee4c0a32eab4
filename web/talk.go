package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// talk is what was said on a topic, with the form to say more.
func (s *Server) talk(r *room, on model.Topic) (templates.TalkView, error) {
	list, err := s.store.Comments(r.c.Request().Context(), r.Place.ID, on)
	if err != nil {
		return templates.TalkView{}, err
	}
	v := templates.TalkView{Say: r.Place.Role.May(model.RightComment), People: r.people, Form: r.commentForm(on, "")}
	var order []string
	threads := map[string]*templates.Thread{}
	settled := map[string]bool{}
	for _, c := range list {
		t := threads[c.Thread]
		if t == nil { // the comment that begins it is the oldest
			t = &templates.Thread{First: s.remark(r, c), Answer: r.commentForm(on, c.ID), By: c.ResolvedBy}
			if c.ByID == r.User.ID || r.Place.Role.May(model.RightAnswer) {
				t.StateURL = r.space.URL("comments", c.ID, "settle")
				if c.ResolvedBy != "" {
					t.StateURL = r.space.URL("comments", c.ID, "reopen")
				}
			}
			threads[c.Thread], settled[c.Thread] = t, c.ResolvedBy != ""
			order = append(order, c.Thread)
			continue
		}
		t.Answers = append(t.Answers, s.remark(r, c))
	}
	for _, id := range order {
		if settled[id] {
			v.Settled = append(v.Settled, *threads[id])
		} else {
			v.Threads = append(v.Threads, *threads[id])
		}
	}
	return v, nil
}

func (s *Server) remark(r *room, c store.Comment) templates.Remark {
	m := templates.Remark{ID: c.ID, By: c.By, Initials: initials(c.By), You: c.ByID == r.User.ID, Text: c.Text, When: s.when(r.Say, c.At), Edited: !c.Edited.IsZero() && c.Removed.IsZero()}
	if !c.Removed.IsZero() {
		return m
	}
	if m.You {
		m.EditURL = r.space.URL("comments", c.ID, "edit")
	}
	if m.You || r.Place.Role.May(model.RightOwn) {
		m.RemoveURL = r.space.URL("comments", c.ID, "remove")
	}
	return m
}

// commentForm is the form for a comment on a topic, or for an answer in a thread.
func (r *room) commentForm(on model.Topic, thread string) templates.CommentForm {
	f := templates.CommentForm{Action: r.space.URL("comments"), On: string(on), Thread: thread, Client: store.NewID(), Key: thread, Label: r.Say.T("talk.yours"), Button: r.Say.T("talk.go"), Main: true}
	if thread != "" {
		f.Label, f.Button, f.Main = r.Say.T("talk.answer.yours"), r.Say.T("talk.answer"), false
	}
	return f
}

// topicURL is the page that shows what was said on a topic.
func topicURL(space templates.Workspace, on model.Topic) string {
	switch {
	case on.Change() != "":
		return space.URL("history", on.Change())
	case on.Report() != "":
		return space.URL("problems", on.Report(), "report")
	}
	return space.URL("elements", on.Element(), "comments")
}

// commentURL is where one comment stands.
func commentURL(space templates.Workspace, c store.Comment) string {
	return topicURL(space, c.Topic) + "#" + templates.RemarkAnchor(c.ID)
}

// topicName names a topic in words: an element and a report by name, a change by its title.
func (s *Server) topicName(ctx context.Context, r *room, on model.Topic) string {
	switch {
	case on.Change() != "":
		if e, err := s.store.Entry(ctx, r.Place.ID, on.Change()); err == nil { // without it its id stands
			return e.TitleIn(r.Say.Lang())
		}
		return on.Change()
	case on.Report() != "":
		return r.Say.T("talk.on.report", "Name", r.Say.Quote(r.elementName(on.Report())))
	}
	return r.elementName(on.Element())
}

// elementName is the name of an element of this state, or of the present.
func (r *room) elementName(id string) string {
	if e := r.graph.Element(id); e != nil {
		return e.NameIn(r.Say.Lang())
	}
	return nameIn(r.Say, r.today, id)
}

// elementComments shows what was said of an element.
func (s *Server) elementComments(c echo.Context) error {
	r, e, err := s.elementOf(c)
	if err != nil {
		return err
	}
	v, err := s.elementView(r, e, "comments")
	if err != nil {
		return err
	}
	t, err := s.talk(r, model.ElementTopic(e.ID))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, templates.ElementComments(talking(s.elementPage(r, e)), v, t))
}

// talking is the frame of a page with comments on it.
func talking(p templates.Page) templates.Page {
	p.Styles = append(p.Styles, "talk")
	p.Scripts = append(p.Scripts, "talk")
	return p
}

// commentAdd says something on a topic.
func (s *Server) commentAdd(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	on := model.Topic(field(c, "on"))
	said := store.Comment{ID: freshID(c, "comment", 0), Topic: on, Thread: field(c, "thread"), Text: field(c, "text")}
	gone := on.Element() != "" && !r.graph.Has(on.Element()) && !r.today.Has(on.Element())
	if gone {
		err = model.Fault(model.NotFound, "", "absent", "ID", on.Element())
	} else {
		said, err = s.store.AddComment(c.Request().Context(), r.Place.ID, said, author(c))
	}
	if fault, ok := mendableIn(err); ok {
		f := r.commentForm(on, said.Thread)
		f.Client, f.Text, f.Error, f.Main = c.FormValue("client"), said.Text, r.Say.Error(fault), true
		if gone {
			f.Cancel = r.space.URL("history")
		} else if on.Check() == nil {
			f.Cancel = topicURL(r.space, on)
		}
		if said.Thread == said.ID {
			f.Thread = ""
		}
		return s.showComment(r, Status(fault.Kind), on, r.Say.T("talk.refused"), f)
	}
	if err != nil {
		return err
	}
	s.aside(r, "")
	return c.Redirect(http.StatusSeeOther, commentURL(r.space, said))
}

func (s *Server) showComment(r *room, status int, on model.Topic, title string, f templates.CommentForm) error {
	p := talking(s.roomPage(r, title, "elements"))
	p.Crumbs = []templates.Crumb{{Label: r.space.Name, URL: r.space.URL()}}
	if on.Check() == nil {
		p.Crumbs = append(p.Crumbs, templates.Crumb{Label: s.topicName(r.c.Request().Context(), r, on), URL: topicURL(r.space, on)})
	}
	return s.render(r.c, status, templates.CommentPage(p, title, r.people, f))
}

// commentOf finds the comment that the path names, one that was not taken away. Errors: NotFound.
func (s *Server) commentOf(c echo.Context) (*room, store.Comment, error) {
	r, err := s.enter(c)
	if err != nil {
		return nil, store.Comment{}, err
	}
	said, err := s.store.Comment(c.Request().Context(), r.Place.ID, c.Param("id"))
	if err == nil && !said.Removed.IsZero() {
		err = model.Fault(model.NotFound, "", "not-found")
	}
	return r, said, err
}

// commentEditPage is the form to change what one said.
func (s *Server) commentEditPage(c echo.Context) error {
	r, said, err := s.commentOf(c)
	if err != nil {
		return err
	}
	if said.ByID != r.User.ID {
		return model.Fault(model.Forbidden, "", "comment.others")
	}
	return s.showCommentEdit(r, http.StatusOK, said, said.Text, nil, nil)
}

func (s *Server) showCommentEdit(r *room, status int, said store.Comment, text string, saw *seen, fault *model.Error) error {
	f := templates.CommentForm{Action: r.space.URL("comments", said.ID, "edit"), Cancel: commentURL(r.space, said), On: string(said.Topic), Text: text, Seen: carries("text", said.Text),
		Label: r.Say.T("talk.yours"), Button: r.Say.T("part.save"), Main: true}
	if saw != nil {
		f.Seen = saw.form()
	}
	if fault != nil && len(f.Seen.Stale) == 0 {
		f.Error = r.Say.Error(fault)
	}
	return s.showComment(r, status, said.Topic, r.Say.T("talk.edit.title"), f)
}

func (s *Server) commentEdit(c echo.Context) error {
	r, said, err := s.commentOf(c)
	if err != nil {
		return err
	}
	saw := look(c)
	text := saw.text("text", r.Say.T("talk.yours"), field(c, "text"), said.Text)
	if err = saw.fault(); err == nil {
		err = s.store.EditComment(c.Request().Context(), r.Place.ID, said.ID, text, author(c))
	}
	if fault, ok := mendable(err); ok {
		return s.showCommentEdit(r, Status(fault.Kind), said, text, saw, fault)
	}
	if err != nil {
		return err
	}
	s.flashAside(r, r.Say.T("part.saved"), "")
	return c.Redirect(http.StatusSeeOther, commentURL(r.space, said))
}

// commentRemovePage asks before the words of a comment go for good.
func (s *Server) commentRemovePage(c echo.Context) error {
	r, said, err := s.commentOf(c)
	if err != nil {
		return err
	}
	if said.ByID != r.User.ID && !r.Place.Role.May(model.RightOwn) {
		return model.Fault(model.Forbidden, "", "comment.others")
	}
	q := templates.Question{Title: r.Say.T("talk.remove.title"), Text: r.Say.T("talk.remove.says"), Action: r.space.URL("comments", said.ID, "remove"), Yes: r.Say.T("talk.remove.yes"), No: commentURL(r.space, said)}
	return s.render(c, http.StatusOK, templates.ConfirmPage(s.roomPage(r, q.Title, "elements"), q))
}

// commentRemove blanks the words of a comment; who sends it twice finds it done.
func (s *Server) commentRemove(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	said, err := s.store.Comment(c.Request().Context(), r.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	if said.Removed.IsZero() {
		if err := s.store.RemoveComment(c.Request().Context(), r.Place.ID, said.ID, author(c)); err != nil {
			return err
		}
		s.flashAside(r, r.Say.T("talk.removed.done"), "")
	}
	return c.Redirect(http.StatusSeeOther, commentURL(r.space, said))
}

func (s *Server) commentSettle(c echo.Context) error { return s.resolve(c, true) }

func (s *Server) commentReopen(c echo.Context) error { return s.resolve(c, false) }

// resolve settles a thread, or opens it again.
func (s *Server) resolve(c echo.Context, settled bool) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	said, err := s.store.Comment(c.Request().Context(), r.Place.ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.store.ResolveThread(c.Request().Context(), r.Place.ID, said.ID, settled, author(c)); err != nil {
		return err
	}
	if settled {
		s.flashAside(r, r.Say.T("talk.settled.done"), r.space.URL("comments", said.ID, "reopen"))
		return c.Redirect(http.StatusSeeOther, topicURL(r.space, said.Topic))
	}
	return c.Redirect(http.StatusSeeOther, commentURL(r.space, said))
}
