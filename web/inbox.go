package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// What one page of an inbox holds.
const (
	mostNotices = 200 // that are looked at
	mostRead    = 40  // read ones that stay in sight
)

// waiting says how many things of an inbox are unread: one look at an index, and a second one where days have come.
func (s *Server) waiting(ctx context.Context, v *visit, g *model.Graph) (int, error) {
	var keys []string
	for _, d := range dutiesOf(g, s.store.Now(), v.User.ID, v.User.Name) {
		keys = append(keys, d.key())
	}
	n, read, err := s.store.Unread(ctx, v.Place.ID, v.User.ID, keys)
	return n + len(keys) - len(read), err
}

// inbox shows what waits for who looks: what mentions them, answers them, is theirs now, was to be done by them.
func (s *Server) inbox(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	items, err := s.inboxItems(r)
	if err != nil {
		return err
	}
	v := templates.InboxView{OpenURL: r.space.URL("inbox", "open"), MarkURL: r.space.URL("inbox", "mark"), AllURL: r.space.URL("inbox", "all"),
		Until: strconv.FormatInt(s.store.Now().UnixMilli(), 10)}
	for _, i := range items {
		if i.Unread {
			v.Unread = append(v.Unread, i)
		} else if len(v.Read) < mostRead {
			v.Read = append(v.Read, i)
		}
	}
	p := s.roomPage(r, r.Say.T("frame.inbox"), "inbox")
	p.Styles = append(p.Styles, "talk")
	return s.render(c, http.StatusOK, templates.Inbox(p, v))
}

// inboxItems are the things in an inbox, the newest first.
func (s *Server) inboxItems(r *room) ([]templates.InboxItem, error) {
	ctx := r.c.Request().Context()
	notices, err := s.store.Notices(ctx, r.Place.ID, r.User.ID, mostNotices)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, n := range notices {
		if id := n.Comment(); id != "" {
			ids = append(ids, id)
		}
	}
	comments, err := s.store.CommentsByID(ctx, r.Place.ID, ids)
	if err != nil {
		return nil, err
	}
	type dated struct {
		at   time.Time
		item templates.InboxItem
	}
	var all []dated
	for _, n := range notices {
		i := templates.InboxItem{Key: n.Key, When: s.when(r.Say, n.At), Unread: n.Read.IsZero(), Icon: "k-customer", Quote: templates.Snippet(comments[n.Comment()].Text, r.people, 160)}
		if n.By == "" {
			n.By = r.Say.Upper(r.Say.T("records.by.command"))
		}
		name := shortened(s.topicName(ctx, r, n.Topic), 100)
		if n.Topic.Report() == "" { // that of a report is quoted already
			name = r.Say.Quote(name)
		}
		switch n.Sort {
		case store.Mentioned:
			i.Icon, i.Text = "talk", r.Say.T("inbox.mention", "Who", n.By, "Name", name)
		case store.Answered:
			i.Icon, i.Text = "talk", r.Say.T("inbox.reply", "Who", n.By, "Name", name)
		case store.Given:
			i.Icon, i.Text = "person", r.Say.T("inbox.owner", "Who", n.By, "Name", name)
			if n.Topic.Change() != "" {
				i.Text = r.Say.T("inbox.owner.many", "Who", n.By, "Name", name)
			}
		case store.Asked:
			i.Icon, i.Text = "edit", r.Say.T("inbox.ask", "Who", n.By, "Name", name)
			i.Quote = r.question(n)
		}
		all = append(all, dated{n.At, i})
	}
	mine := dutiesOf(r.graph, s.store.Now(), r.User.ID, r.User.Name)
	keys := make([]string, len(mine))
	for i, d := range mine {
		keys[i] = d.key()
	}
	_, read, err := s.store.Unread(ctx, r.Place.ID, r.User.ID, keys)
	if err != nil {
		return nil, err
	}
	for _, d := range mine {
		day, err := time.Parse(time.DateOnly, d.day)
		if err != nil {
			continue // not reached: days are checked when they are stored
		}
		all = append(all, dated{day, templates.InboxItem{Key: d.key(), Icon: "clock", Late: true, Unread: !read[d.key()], When: templates.When{ISO: d.day, Text: r.Say.Date(day)},
			Text: r.Say.T("todo."+d.sort, "Name", r.Say.Quote(shortened(d.element.NameIn(r.Say.Lang()), 100))), Quote: r.dutyNote(d)}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return b.at.Compare(a.at) })
	out := make([]templates.InboxItem, len(all))
	for i, d := range all {
		out[i] = d.item
	}
	return out, nil
}

// question is what a notice asks for: the prop, and of a link what it says.
func (r *room) question(n store.Notice) string {
	id, prop := n.Ask()
	if e := r.graph.Element(id); e != nil {
		return r.wording().Label(string(e.Kind), prop)
	}
	l := r.graph.Link(id)
	if l == nil {
		return ""
	}
	w := r.wording()
	said := w.LinkSentence(r.graph, l, "", r.named)
	said.Detail = ""
	return r.Say.T("unknowns.of", "Label", w.Label(string(l.Kind), prop), "Name", shortened(said.String(), 160))
}

// dutyNote says what a duty asks besides its day: what to measure.
func (r *room) dutyNote(d duty) string {
	if d.sort == "check" {
		return shortened(d.element.Props.Text("measure"), 160)
	}
	return ""
}

// inboxOpen marks one thing as read and leads to it.
func (s *Server) inboxOpen(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	key := field(c, "key")
	if err := s.mark(r, key, true); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.noticePlace(r, key))
}

// noticePlace is the page that something in an inbox is about, the inbox itself where it has gone.
func (s *Server) noticePlace(r *room, key string) string {
	ctx := r.c.Request().Context()
	n := store.Notice{Key: key}
	if id := n.Comment(); id != "" {
		if said, err := s.store.Comment(ctx, r.Place.ID, id); err == nil && (said.Topic.Element() == "" || r.graph.Element(said.Topic.Element()) != nil) {
			return commentURL(r.space, said)
		}
	}
	if n.Change() != "" {
		if id := s.givenTopic(r, key).Element(); r.graph.Element(id) != nil {
			return r.space.URL("elements", id)
		}
		return r.space.URL("history", n.Change())
	}
	if id, prop := n.Ask(); r.graph.Has(id) {
		if r.mayAnswer(id) {
			return r.space.URL("unknowns", id, prop)
		}
		if l := r.graph.Link(id); l != nil {
			id = l.From
		}
		return r.space.URL("elements", id)
	}
	for _, d := range duties(r.graph, s.store.Now()) {
		if d.key() == key {
			return r.space.URL("elements", d.element.ID)
		}
	}
	return r.space.URL("inbox")
}

// givenTopic is the topic of a notice in the inbox of who looks, "" where it is not there.
func (s *Server) givenTopic(r *room, key string) model.Topic {
	notices, err := s.store.Notices(r.c.Request().Context(), r.Place.ID, r.User.ID, mostNotices)
	if err != nil {
		return ""
	}
	for _, n := range notices {
		if n.Key == key {
			return n.Topic
		}
	}
	return ""
}

// mark marks one thing of an inbox. One that is not there is left alone.
func (s *Server) mark(r *room, key string, read bool) error {
	var due []store.Notice
	for _, d := range dutiesOf(r.graph, s.store.Now(), r.User.ID, r.User.Name) {
		if d.key() == key {
			due = append(due, dueNotice(d))
		}
	}
	return s.store.MarkRead(r.c.Request().Context(), r.Place.ID, r.User.ID, []string{key}, due, read)
}

func dueNotice(d duty) store.Notice {
	return store.Notice{Key: d.key(), Topic: model.ElementTopic(d.element.ID)}
}

// inboxMark marks one thing as read, or as unread again.
func (s *Server) inboxMark(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	if err := s.mark(r, field(c, "key"), field(c, "read") == "true"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, r.space.URL("inbox"))
}

// inboxAll marks as read all that came until the page was drawn.
func (s *Server) inboxAll(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	until := s.store.Now()
	if ms, err := strconv.ParseInt(field(c, "until"), 10, 64); err == nil && ms < until.UnixMilli() {
		until = time.UnixMilli(ms)
	}
	var due []store.Notice
	for _, d := range dutiesOf(r.graph, s.store.Now(), r.User.ID, r.User.Name) {
		due = append(due, dueNotice(d))
	}
	if err := s.store.MarkAllRead(c.Request().Context(), r.Place.ID, r.User.ID, until, due); err != nil {
		return err
	}
	s.flash(c, r.Say.T("inbox.all.done"), "")
	return c.Redirect(http.StatusSeeOther, r.space.URL("inbox"))
}
