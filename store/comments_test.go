package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rootline/model"
	"rootline/store"
)

// say adds a comment and returns its id.
func (w shop) say(t testing.TB, u store.User, on model.Topic, thread, text string) string {
	t.Helper()
	c, err := w.AddComment(t.Context(), w.id, store.Comment{Topic: on, Thread: thread, Text: text}, u.Author())
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// said is what stands on a topic, as "name: text", with what became of each.
func (w shop) said(t testing.TB, on model.Topic) (out []string) {
	t.Helper()
	list, err := w.Comments(t.Context(), w.id, on)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		s := c.By + ": " + c.Text
		if !c.Begins() {
			s = "> " + s
		}
		for word, at := range map[string]time.Time{" (edited)": c.Edited, " (removed)": c.Removed, " (resolved by " + c.ResolvedBy + ")": c.Resolved} {
			if !at.IsZero() {
				s += word
			}
		}
		out = append(out, s)
	}
	return out
}

// inbox is what waits for a person, as "sort key-without-id topic", the newest first.
func (w shop) inbox(t testing.TB, u store.User) (out []string) {
	t.Helper()
	list, err := w.Notices(t.Context(), w.id, u.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		s := string(n.Sort) + " by " + n.By + " on " + string(n.Topic)
		if n.Change() != "" {
			s = strings.ReplaceAll(s, n.Change(), "ID")
		}
		if n.Read.IsZero() {
			s += ", unread"
		}
		out = append(out, s)
	}
	return out
}

func TestComments(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Editor)
		eve := w.member(t, "eve", model.Owner)
		done := w.mustDone(t, w.change(tech("crm", "CRM"), element(model.Problem, "p", "Late")))
		on := model.ElementTopic("crm")
		first := w.say(t, ana, on, "", "Who keeps this?")
		b.advance(time.Minute)
		second := w.say(t, ben, on, first, "I do.")
		w.say(t, ben, model.ChangeTopic(done.ID), "", "Good")
		w.say(t, ben, model.ReportTopic("p"), "", "Fine")
		want := []string{"ana: Who keeps this?", "> ben: I do."}
		if diff := cmp.Diff(want, w.said(t, on)); diff != "" {
			t.Errorf("comments (-want +got):\n%s", diff)
		}
		wantKind(t, w.EditComment(t.Context(), w.id, second, "You do.", ana.Author()), model.Forbidden, "comment.others")
		wantKind(t, w.RemoveComment(t.Context(), w.id, second, ana.Author()), model.Forbidden, "comment.others")
		wantKind(t, w.RemoveComment(t.Context(), w.id, first, ben.Author()), model.Forbidden, "comment.others") // an editor, not an owner
		for _, err := range []error{
			w.EditComment(t.Context(), w.id, second, "We do.", ben.Author()),
			w.RemoveComment(t.Context(), w.id, first, eve.Author()), // an owner takes away what should not stand
			w.ResolveThread(t.Context(), w.id, first, true, ben.Author()),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		want = []string{"ana:  (removed) (resolved by ben)", "> ben: We do. (edited)"}
		got := w.said(t, on)
		if !slices.Equal(got, want) && !slices.Equal(got, []string{"ana:  (resolved by ben) (removed)", want[1]}) {
			t.Errorf("comments = %q, want %q", got, want)
		}
		if n, err := w.CountComments(t.Context(), w.id, on); n != 1 || err != nil {
			t.Errorf("count = %d, %v; want 1", n, err)
		}
		wantKind(t, w.EditComment(t.Context(), w.id, first, "again", ana.Author()), model.NotFound, "not-found")
		// Nothing keeps the words that were taken away.
		rows, err := w.Audit(t.Context(), w.id, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if strings.Contains(string(r.Detail), "keeps") {
				t.Errorf("the audit repeats a comment: %s %s", r.Act, r.Detail)
			}
		}
		if err := w.ResolveThread(t.Context(), w.id, first, false, ana.Author()); err != nil { // she began it
			t.Fatal(err)
		}
		wantKind(t, w.ResolveThread(t.Context(), w.id, second, true, ben.Author()), model.NotFound, "not-found")
	})
}

// A viewer who did not begin a thread cannot settle it.
func TestResolveOthers(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Viewer)
		w.must(t, tech("crm", "CRM"))
		id := w.say(t, ana, model.ElementTopic("crm"), "", "Why?")
		wantKind(t, w.ResolveThread(t.Context(), w.id, id, true, ben.Author()), model.Forbidden, "comment.others")
	})
}

func TestCommentRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w, beside := newShop(t, s), newShopAt(t, s, "beside")
		ana := w.member(t, "ana", model.Viewer)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		beside.must(t, tech("pos", "POS"))
		first := w.say(t, ana, model.ElementTopic("crm"), "", "x")
		for name, c := range map[string]struct {
			store.Comment
			kind model.ErrorKind
			msg  string
		}{
			"nothing said":          {store.Comment{Topic: "element:crm", Text: " \n"}, model.Invalid, "comment.empty"},
			"long":                  {store.Comment{Topic: "element:crm", Text: strings.Repeat("é", model.MaxComment+1)}, model.Invalid, "text.long"},
			"nul":                   {store.Comment{Topic: "element:crm", Text: "a\x00"}, model.Invalid, "text.nul"},
			"no such sort":          {store.Comment{Topic: "link:l", Text: "x"}, model.Invalid, "comment.on"},
			"no element":            {store.Comment{Topic: "element:", Text: "x"}, model.Invalid, "comment.on"},
			"absent":                {store.Comment{Topic: "element:none", Text: "x"}, model.NotFound, "absent"},
			"another workspace's":   {store.Comment{Topic: "element:pos", Text: "x"}, model.NotFound, "absent"},
			"absent change":         {store.Comment{Topic: "change:none", Text: "x"}, model.NotFound, "absent"},
			"no problem":            {store.Comment{Topic: "report:problem:crm", Text: "x"}, model.NotFound, "absent"},
			"thread of another":     {store.Comment{Topic: "element:erp", Thread: first, Text: "x"}, model.NotFound, "absent"},
			"thread that never was": {store.Comment{Topic: "element:crm", Thread: "none", Text: "x"}, model.NotFound, "absent"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := w.AddComment(t.Context(), w.id, c.Comment, ana.Author())
				wantKind(t, err, c.kind, c.msg)
			})
		}
	})
}

// The same form sent twice says it once.
func TestCommentTwice(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Viewer)
		w.must(t, tech("crm", "CRM"))
		c := store.Comment{ID: "c1", Topic: "element:crm", Text: "Once"}
		for range 2 {
			if _, err := w.AddComment(t.Context(), w.id, c, ana.Author()); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.said(t, c.Topic); len(got) != 1 {
			t.Errorf("said %q", got)
		}
		_, err := w.AddComment(t.Context(), w.id, c, ben.Author())
		wantKind(t, err, model.Conflict, "id.taken")
	})
}

func TestInbox(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Editor)
		out := w.member(t, "out", model.NoRole)
		w.must(t, tech("crm", "CRM"), tech("erp", "ERP"))
		on := model.ElementTopic("crm")
		first := w.say(t, ana, on, "", "@ana, @ben and @out@example.org: who knows?")
		b.advance(time.Minute)
		w.say(t, ben, on, first, "@ana I do") // a mention, and an answer: told once
		b.advance(time.Minute)
		w.say(t, ben, on, first, "Well.")
		b.advance(time.Minute)
		c := w.as(ben, model.Set("crm", "owner", nil, ana.ID))
		w.mustDone(t, c)
		b.advance(time.Minute)
		c = w.as(ben, model.Set("erp", "owner", nil, ana.ID), model.Set("crm", "owner", ana.ID, ben.ID))
		given := w.mustDone(t, c)
		b.advance(time.Minute)
		w.mustDone(t, w.as(ben, model.Set("crm", "owner", ben.ID, ana.ID), model.Set("erp", "owner", ana.ID, nil), tech("pos", "POS")))
		want := []string{
			"owner by ben on element:crm, unread", "owner by ben on element:erp, unread", "owner by ben on element:crm, unread",
			"reply by ben on element:crm, unread", "mention by ben on element:crm, unread",
		}
		if diff := cmp.Diff(want, w.inbox(t, ana)); diff != "" {
			t.Errorf("inbox of ana (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"mention by ana on element:crm, unread"}, w.inbox(t, ben)); diff != "" {
			t.Errorf("inbox of ben (-want +got):\n%s", diff)
		}
		if got := w.inbox(t, out); got != nil {
			t.Errorf("who is no member was told: %q", got)
		}
		n, _, err := w.Unread(t.Context(), w.id, ana.ID, nil)
		if n != 5 || err != nil {
			t.Errorf("unread = %d, %v; want 5", n, err)
		}
		if err := w.MarkRead(t.Context(), w.id, ana.ID, []string{"change:" + given.ID}, nil, true); err != nil {
			t.Fatal(err)
		}
		if got := w.inbox(t, ana); got[1] != "owner by ben on element:erp" || got[0] != want[0] {
			t.Errorf("after reading one: %q", got)
		}
		// What comes after somebody looked stays unread.
		looked := b.Now()
		b.advance(time.Minute)
		w.say(t, ben, on, first, "Wait!")
		due := []store.Notice{{Key: "due:check:a1:2026-11-01", Topic: "element:crm"}}
		if err := w.MarkAllRead(t.Context(), w.id, ana.ID, looked, due); err != nil {
			t.Fatal(err)
		}
		n, read, err := w.Unread(t.Context(), w.id, ana.ID, []string{"due:check:a1:2026-11-01", "due:check:a2:2026-11-01"})
		if diff := cmp.Diff(map[string]bool{"due:check:a1:2026-11-01": true}, read); n != 1 || err != nil || diff != "" {
			t.Errorf("unread = %d, %v; want 1; read days (-want +got):\n%s", n, err, diff)
		}
		if err := w.MarkRead(t.Context(), w.id, ana.ID, []string{"change:" + given.ID}, due, false); err != nil {
			t.Fatal(err)
		}
		n, read, err = w.Unread(t.Context(), w.id, ana.ID, []string{"due:check:a1:2026-11-01"})
		if n != 2 || len(read) != 0 || err != nil {
			t.Errorf("after marking as unread: %d, %v, %v", n, read, err)
		}
	})
}

// Taking a comment away takes it out of inboxes; new words mention who was not told before.
func TestInboxFollows(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Viewer)
		w.must(t, tech("crm", "CRM"))
		id := w.say(t, ana, "element:crm", "", "Who knows?")
		if got := w.inbox(t, ben); got != nil {
			t.Fatalf("told %q", got)
		}
		for range 2 {
			if err := w.EditComment(t.Context(), w.id, id, "@ben knows?", ana.Author()); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.inbox(t, ben); len(got) != 1 {
			t.Fatalf("told %q, want one mention", got)
		}
		if err := w.RemoveComment(t.Context(), w.id, id, ana.Author()); err != nil {
			t.Fatal(err)
		}
		if got := w.inbox(t, ben); got != nil {
			t.Errorf("what was taken away still waits: %q", got)
		}
	})
}

// Many things given in one change are one notice; what an undo gives back is none.
func TestInboxGiven(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := newShop(t, s)
		ana, ben := w.member(t, "ana", model.Editor), w.member(t, "ben", model.Editor)
		ops := []model.Op{}
		for _, id := range []string{"a", "b", "c"} {
			ops = append(ops, model.Add(&model.Element{ID: id, Kind: model.Technology, Name: id, Owner: ana.ID}))
		}
		w.mustDone(t, w.as(ben, ops...))
		if diff := cmp.Diff([]string{"owner by ben on change:ID, unread"}, w.inbox(t, ana)); diff != "" {
			t.Errorf("inbox (-want +got):\n%s", diff)
		}
		taken := w.mustDone(t, w.as(ben, model.Set("a", "owner", ana.ID, ben.ID)))
		if _, err := w.Undo(t.Context(), model.Change{Workspace: w.id, Undoes: []string{taken.ID}, Author: ben.Author(), Title: "undo"}); err != nil {
			t.Fatal(err)
		}
		if got := w.inbox(t, ana); len(got) != 1 {
			t.Errorf("the undo told %q", got)
		}
	})
}

func TestRecentComments(t *testing.T) {
	eachBase(t, func(t *testing.T, b base) {
		w := newShop(t, b.open(t))
		ana, ben := w.member(t, "ana", model.Viewer), w.member(t, "ben", model.Viewer)
		w.must(t, tech("crm", "CRM"))
		for i, text := range []string{"one", "two", "three", "four", "five"} {
			who := ana
			if i%2 == 1 {
				who = ben
			}
			w.say(t, who, "element:crm", "", text)
			if i != 2 { // three and four are of one moment
				b.advance(time.Minute)
			}
		}
		var got [][]string
		var before store.Before
		for range 3 {
			list, err := w.RecentComments(t.Context(), w.id, before, "", 2)
			if err != nil {
				t.Fatal(err)
			}
			var page []string
			for _, c := range list {
				page = append(page, c.Text)
				before = store.Before{At: c.At, ID: c.ID}
			}
			got = append(got, page)
		}
		if diff := cmp.Diff([][]string{{"five", "four"}, {"three", "two"}, {"one"}}, got); diff != "" {
			t.Errorf("pages (-want +got):\n%s", diff)
		}
		list, err := w.RecentComments(t.Context(), w.id, store.Before{}, ben.ID, 10)
		if err != nil || len(list) != 2 || list[0].Text != "four" {
			t.Errorf("of ben: %v, %v", list, err)
		}
	})
}
