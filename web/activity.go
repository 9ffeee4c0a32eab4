package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rootline/model"
	"rootline/store"
	"rootline/templates"
)

// What one page of the history holds, and how far it looks for what a filter lets through.
const (
	entriesPerPage = 50
	entriesAtOnce  = 100
	mostLooked     = 2000
)

// activityQuery is what somebody asks of the history: by whom, of what, from where on back.
type activityQuery struct {
	who    string // id of a person, "command" for changes of no person; "" = everybody
	what   string // "changes", "comments", a kind of element; "" = everything
	before model.Revision
	said   store.Before
	deeds  int64 // number of the deed before which to go on; 0 = the newest
}

func activityQueryOf(c echo.Context) activityQuery {
	q := activityQuery{who: c.QueryParam("who"), what: c.QueryParam("what")}
	n, _ := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	q.before = model.Revision(max(n, 0))
	at, id, _ := strings.Cut(c.QueryParam("said"), "-")
	if ms, err := strconv.ParseInt(at, 10, 64); err == nil && ms > 0 {
		q.said = store.Before{At: time.UnixMilli(ms), ID: id}
	}
	deeds, _ := strconv.ParseInt(c.QueryParam("deeds"), 10, 64)
	q.deeds = max(deeds, 0)
	return q
}

// url is the address of a page of the history at base.
func (q activityQuery) url(base string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("who", q.who)
	set("what", q.what)
	if q.before > 0 {
		set("before", revision(q.before))
	}
	if !q.said.At.IsZero() {
		set("said", strconv.FormatInt(q.said.At.UnixMilli(), 10)+"-"+q.said.ID)
	}
	if q.deeds > 0 {
		set("deeds", strconv.FormatInt(q.deeds, 10))
	}
	if len(v) == 0 {
		return base
	}
	return base + "?" + v.Encode()
}

func (q activityQuery) kind() model.Kind {
	if model.Kind(q.what).Spec() == nil {
		return ""
	}
	return model.Kind(q.what)
}

// history tells what was changed and said in a workspace, the newest first.
func (s *Server) history(c echo.Context) error {
	r, err := s.enter(c)
	if err != nil {
		return err
	}
	q := activityQueryOf(c)
	base := r.space.URL("history")
	v := templates.HistoryView{Self: base, Some: q.who != "" || q.what != "", Who: r.whoOptions(q.who), What: r.whatOptions(q.what)}
	if q.before > 0 || !q.said.At.IsZero() || q.deeds > 0 {
		v.Newest = activityQuery{who: q.who, what: q.what}.url(base)
	}
	found, older, err := s.activity(c.Request().Context(), r, q)
	if err != nil {
		return err
	}
	if older != nil {
		v.Older = older.url(base)
	}
	v.Days = s.days(r, found)
	p := s.roomPage(r, r.Say.T("frame.history"), "history")
	p.Styles = append(p.Styles, "talk")
	return s.render(c, http.StatusOK, templates.History(p, v))
}

// whoOptions are the people whose acts the history can show alone.
func (r *room) whoOptions(chosen string) []templates.Option {
	out := []templates.Option{{Label: r.Say.T("activity.who.all"), On: chosen == ""}}
	for _, m := range r.members {
		out = append(out, templates.Option{Value: m.ID, Label: m.Name, On: m.ID == chosen})
	}
	return append(out, templates.Option{Value: byNobody, Label: r.Say.T("records.by.command"), On: chosen == byNobody})
}

// byNobody asks for the changes of no person: imports by the command line.
const byNobody = "command"

// whatOptions are the sorts of thing that the history can show alone.
func (r *room) whatOptions(chosen string) []templates.Option {
	var out []templates.Option
	for _, what := range []string{"", "changes", "comments"} {
		id := "activity.what.all"
		if what != "" {
			id = "activity.what." + what
		}
		out = append(out, templates.Option{Value: what, Label: r.Say.T(id), On: what == chosen})
	}
	for _, k := range model.AllKinds() {
		if len(r.graph.OfKind(k)) > 0 || string(k) == chosen {
			out = append(out, templates.Option{Value: string(k), Label: r.Say.Kind(k, true), On: string(k) == chosen})
		}
	}
	return out
}

// happening is one thing of the history: a change, a comment, or a deed beside them.
type happening struct {
	at    time.Time
	entry *store.Entry
	said  *store.Comment
	deed  *store.Deed
}

// goOn makes a query go on behind what happened.
func (h happening) goOn(q *activityQuery) {
	switch {
	case h.entry != nil:
		q.before = h.entry.Revision
	case h.deed != nil:
		q.deeds = h.deed.Seq
	default:
		q.said = store.Before{At: h.said.At, ID: h.said.ID}
	}
}

// stretch is what a query lets through of the next things of one sort, the newest first.
type stretch struct {
	found []happening
	end   time.Time            // of the last thing that was looked at, where there may be more
	more  func(*activityQuery) // makes a query go on behind that; nil = there is no more
}

// activity is a page of what happened, the newest first, and where to go on; nil = that was the beginning.
func (s *Server) activity(ctx context.Context, r *room, q activityQuery) ([]happening, *activityQuery, error) {
	type one struct {
		happening
		sort int       // of which stretch it is
		turn time.Time // when its turn is: a change that says it was earlier comes where the log has it
	}
	var all []one
	var end time.Time // what is older may have something between that was not looked at
	var looked [3]stretch
	for i, some := range [...]func(context.Context, *room, activityQuery) (stretch, error){s.someChanges, s.someComments, s.someDeeds} {
		l, err := some(ctx, r, q)
		if err != nil {
			return nil, nil, err
		}
		if l.more != nil && l.end.After(end) {
			end = l.end
		}
		first, turn := len(all), l.end
		for _, h := range slices.Backward(l.found) {
			if h.at.After(turn) {
				turn = h.at
			}
			all = append(all, one{h, i, turn})
		}
		slices.Reverse(all[first:])
		looked[i] = l
	}
	slices.SortStableFunc(all, func(a, b one) int { return b.turn.Compare(a.turn) })
	older, last := q, true
	var page []happening
	var told [3]int
	for _, o := range all[:min(len(all), entriesPerPage)] {
		if o.turn.Before(end) {
			break
		}
		page = append(page, o.happening)
		told[o.sort]++
		o.goOn(&older)
	}
	for i, l := range looked {
		last = last && l.more == nil && told[i] == len(l.found)
		if l.more != nil && told[i] == len(l.found) {
			l.more(&older)
		}
	}
	slices.SortStableFunc(page, func(a, b happening) int { return b.at.Compare(a.at) })
	if last {
		return page, nil, nil
	}
	return page, &older, nil
}

// someChanges are at least a page of changes that the query lets through, as far as it looks.
func (s *Server) someChanges(ctx context.Context, r *room, q activityQuery) (out stretch, err error) {
	if q.what == "comments" {
		return out, nil
	}
	before, end := q.before, time.Time{}
	for looked := 0; looked < mostLooked && len(out.found) <= entriesPerPage; looked += entriesAtOnce {
		list, err := s.store.Lately(ctx, r.Place.ID, r.Line, before, entriesAtOnce)
		if err != nil {
			return out, err
		}
		for i := range list {
			if q.lets(r, list, i) {
				out.found = append(out.found, happening{at: list[i].At, entry: &list[i]})
			}
		}
		if len(list) < entriesAtOnce {
			return out, nil
		}
		before = list[len(list)-1].Revision
		end = list[len(list)-1].At
	}
	out.end, out.more = end, func(q *activityQuery) { q.before = before }
	return out, nil
}

// lets says whether one of a list of changes is what the query asks for.
func (q activityQuery) lets(r *room, list []store.Entry, i int) bool {
	e := list[i]
	if q.who == byNobody && e.Author.Kind == model.ByUser || q.who != "" && q.who != byNobody && e.Author.ID != q.who {
		return false
	}
	k := q.kind()
	return k == "" || slices.Contains(concernedKinds(r.graph, e), k)
}

// concernedKinds are the kinds of the elements that a change edits or links, none of a very long one.
func concernedKinds(g *model.Graph, e store.Entry) []model.Kind {
	names := known([]store.Entry{e})
	var out []model.Kind
	add := func(id string) {
		x := g.Element(id)
		if x == nil {
			x = names.elements[id]
		}
		if x != nil && !slices.Contains(out, x.Kind) {
			out = append(out, x.Kind)
		}
	}
	for _, op := range e.Ops {
		add(op.Target())
		for _, l := range []*model.Link{names.links[op.Target()], g.Link(op.Target())} {
			if l != nil {
				add(l.From)
				add(l.To)
			}
		}
	}
	return out
}

// someComments are a page and one more of the comments that the query lets through, as far as it looks: on what there is in this
// state.
func (s *Server) someComments(ctx context.Context, r *room, q activityQuery) (out stretch, err error) {
	if q.what == "changes" || q.who == byNobody {
		return out, nil
	}
	list, err := s.store.RecentComments(ctx, r.Place.ID, q.said, q.who, mostLooked)
	if err != nil {
		return out, err
	}
	for i := range list {
		c := &list[i]
		if e := r.graph.Element(c.Topic.Element() + c.Topic.Report()); e == nil && c.Topic.Change() == "" || q.kind() != "" && (e == nil || e.Kind != q.kind()) {
			continue
		}
		if out.found = append(out.found, happening{at: c.At, said: c}); len(out.found) > entriesPerPage {
			list = list[:i+1]
			break
		}
	}
	if len(out.found) > entriesPerPage || len(list) == mostLooked {
		last := happening{said: &list[len(list)-1]}
		out.end, out.more = last.said.At, last.goOn
	}
	return out, nil
}

// days words what happened, day by day; changes of one person that belong together are one entry.
func (s *Server) days(r *room, found []happening) []templates.HistoryDay {
	var days []templates.HistoryDay
	t := s.teller(r)
	var entries []store.Entry
	for _, h := range found {
		if h.entry != nil {
			entries = append(entries, *h.entry)
		}
	}
	told := t.tell(entries, "", 3)
	n := 0 // of told
	for i := 0; i < len(found); i++ {
		h := found[i]
		day := r.Say.Date(h.at.Local())
		if len(days) == 0 || days[len(days)-1].Date != day {
			days = append(days, templates.HistoryDay{Date: day})
		}
		today := &days[len(days)-1]
		if h.deed != nil {
			told := t.deed(*h.deed)
			told.When.Text = r.Say.Clock(h.at.Local())
			today.Items = append(today.Items, templates.HistoryItem{Changes: []templates.Happened{told}})
			continue
		}
		if h.said != nil {
			today.Items = append(today.Items, templates.HistoryItem{Said: s.saidItem(r, *h.said)})
			continue
		}
		item := templates.HistoryItem{}
		group := together(r, found[i:])
		item.Words = group.words
		for range max(group.count, 1) {
			told[n].When.Text = r.Say.Clock(entries[n].At.Local())
			t.sayOnce(&told[n], entries[n])
			item.Changes = append(item.Changes, told[n])
			n++
		}
		i += len(item.Changes) - 1
		today.Items = append(today.Items, item)
	}
	return days
}

// sayOnce leaves one of title and words where a change did one thing and both say it: the words where they say more. A title
// that does not name the thing keeps the words below it.
func (t *teller) sayOnce(h *templates.Happened, e store.Entry) {
	if len(e.Ops) != 1 || len(h.Words) != 1 || len(e.Undoes) > 0 || e.Titles == nil && !strings.HasPrefix(h.Words[0], h.Title) {
		return // or somebody called it so
	}
	if e.Ops[0].Kind == model.OpSet {
		h.Title, h.Typed, h.Words = h.Words[0], false, nil
	} else if t.names(h.Title, e) {
		h.Words = nil
	}
}

// names says whether a title has the names of all that the one op of a change adds, removes or links.
func (t *teller) names(title string, e store.Entry) bool {
	op, k := e.Ops[0], known([]store.Entry{e})
	ids := []string{op.Target()}
	if op.Kind == model.OpAddLink || op.Kind == model.OpRemoveLink {
		l := op.Link
		if l == nil {
			l = t.gone(op.ID, k)
		}
		if l == nil {
			return false
		}
		ids = []string{l.From, l.To}
	}
	return !slices.ContainsFunc(ids, func(id string) bool {
		was := k.elements[id]
		return !strings.Contains(title, t.name(id, k)) && (was == nil || !strings.Contains(title, was.NameIn(t.Say.Lang())))
	})
}

// saidItem words a comment.
func (s *Server) saidItem(r *room, c store.Comment) *templates.SaidItem {
	who := c.By
	if c.ByID == r.User.ID {
		who = r.Say.Upper(r.Say.T("records.by.you"))
	}
	name := shortened(s.topicName(r.c.Request().Context(), r, c.Topic), 100)
	if c.Topic.Report() == "" {
		name = r.Say.Quote(name)
	}
	return &templates.SaidItem{Words: r.Say.T("activity.said", "Who", who, "Name", name), URL: commentURL(r.space, c), Quote: templates.Snippet(c.Text, r.people, 200),
		When: templates.When{ISO: c.At.Format(time.RFC3339), Text: r.Say.Clock(c.At.Local())}}
}
