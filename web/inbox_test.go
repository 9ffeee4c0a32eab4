package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
	"rootline/store"
)

// inboxOf is what an inbox shows: unread things first, each as it is worded.
func inboxOf(t *testing.T, b *browser) (unread, read []string) {
	t.Helper()
	for n := range b.get(t, "/w/lamps/inbox").want(t, 200).nodes(t) {
		if n.Data != "li" || n.Parent == nil {
			continue
		}
		if class, _ := attr(n.Parent, "class"); class != "inbox" {
			continue
		}
		text := ""
		for d := range n.Descendants() {
			if class, _ := attr(d, "class"); d.Data == "form" && class == "go" {
				text = strings.TrimPrefix(textOf(d), "Unread: ")
			}
		}
		if class, _ := attr(n, "class"); class == "unread" {
			unread = append(unread, text)
		} else {
			read = append(read, text)
		}
	}
	return unread, read
}

func wantInbox(t *testing.T, b *browser, unread, read string) {
	t.Helper()
	u, r := inboxOf(t, b)
	if got := strings.Join(u, "; "); got != unread {
		t.Errorf("unread: %s\nwant:   %s", got, unread)
	}
	if got := strings.Join(r, "; "); got != read {
		t.Errorf("read: %s\nwant: %s", got, read)
	}
}

// sideCount is the figure beside the inbox in the side bar, "" where there is none.
func sideCount(t *testing.T, page reply) string {
	t.Helper()
	for n := range page.nodes(t) {
		if h, _ := attr(n, "href"); strings.HasSuffix(h, "/inbox") {
			return strings.TrimSpace(strings.TrimPrefix(textOf(n), "Inbox"))
		}
	}
	t.Fatal("the side bar does not lead to the inbox")
	return ""
}

func TestInbox(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	ana, ben := x.person(t, "Ana", model.Viewer), x.person(t, "Ben", model.Editor)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}),
		model.Add(&model.Element{ID: "a1", Kind: model.Action, Name: "Ask the till", Owner: ana.ID, Props: model.Props{"status": "doing", "due": "2020-03-01"}}),
		model.Add(&model.Element{ID: "a2", Kind: model.Action, Name: "Count", Owner: ben.ID, Props: model.Props{"status": "done", "check_on": "2020-02-01", "checker": "Ana", "measure": "Refusals a month"}}),
		model.Add(&model.Element{ID: "a3", Kind: model.Action, Name: "Far away", Owner: ana.ID, Props: model.Props{"status": "doing", "due": "2090-03-01"}}))
	a, b := x.browse(t, ana), x.browse(t, ben)
	said, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:crm", Text: "@Ana who keeps **this**?"}, ben.Author())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.store.CommitChange(t.Context(), model.Change{Workspace: x.space.ID, Title: "Hand over", Author: ben.Author(), Ops: []model.Op{model.Set("crm", "owner", nil, ana.ID)}}); err != nil {
		t.Fatal(err)
	}
	due := "Did “Count” work? and “Ask the till” should be done by now"
	words := map[string]string{}
	u, _ := inboxOf(t, a)
	for _, w := range u {
		words[w] = w
	}
	for _, want := range []string{"Ben made you the owner of “CRM”", "Ben mentioned you on “CRM”"} {
		if words[want] == "" {
			t.Errorf("the inbox lacks %q, has %q", want, u)
		}
	}
	// The import by the command line gave Ana two things at once: told once. Two days have passed; one is far away.
	if len(u) != 5 {
		t.Errorf("%d things wait: %q, want 5: %s", len(u), u, due)
	}
	if got := sideCount(t, a.get(t, "/w/lamps")); got != "5" {
		t.Errorf("the side bar says %q", got)
	}
	if got := sideCount(t, a.get(t, "/w/lamps/people")); got != "5" {
		t.Errorf("the side bar of another page says %q", got)
	}
	wantInbox(t, b, "The command line made you the owner of “Count”", "")

	open := a.post(t, "/w/lamps/inbox/open", url.Values{"key": {"comment:" + said.ID}}).want(t, http.StatusSeeOther)
	if open.location != "/w/lamps/elements/crm/comments#c-"+said.ID {
		t.Errorf("opening leads to %s", open.location)
	}
	open = a.post(t, "/w/lamps/inbox/open", url.Values{"key": {"due:due:a1:2020-03-01"}}).want(t, http.StatusSeeOther)
	if open.location != "/w/lamps/elements/a1" {
		t.Errorf("opening what is due leads to %s", open.location)
	}
	if u, r := inboxOf(t, a); len(u) != 3 || len(r) != 2 {
		t.Errorf("after opening two: %q, %q", u, r)
	}
	// Another day is another thing; what is done is none.
	x.commit(t, model.Set("a1", "props.due", "2020-03-01", "2020-04-01"), model.Set("a2", "props.status", "done", "effective"))
	if u, r := inboxOf(t, a); len(u) != 3 || len(r) != 1 {
		t.Errorf("after the day was moved: %q, %q", u, r)
	}
	page := a.get(t, "/w/lamps/inbox")
	form := page.form(t, "/inbox/all")
	if _, err := x.store.AddComment(t.Context(), x.space.ID, store.Comment{Topic: "element:crm", Text: "@Ana?", Thread: said.ID}, ben.Author()); err != nil {
		t.Fatal(err)
	}
	form.Set("until", "1000") // drawn before any of it came
	a.post(t, "/w/lamps/inbox/all", form).want(t, http.StatusSeeOther)
	if u, _ := inboxOf(t, a); len(u) != 3 {
		t.Errorf("what came after the page was drawn was marked as read: %q", u)
	}
	a.post(t, "/w/lamps/inbox/all", nil).want(t, http.StatusSeeOther)
	if u, r := inboxOf(t, a); len(u) != 0 || len(r) != 5 {
		t.Errorf("after reading all: %q, %q", u, r)
	}
	if got := sideCount(t, a.get(t, "/w/lamps")); got != "" {
		t.Errorf("the side bar says %q", got)
	}
	a.post(t, "/w/lamps/inbox/mark", url.Values{"key": {"comment:" + said.ID}, "read": {"false"}}).want(t, http.StatusSeeOther)
	if u, _ := inboxOf(t, a); len(u) != 1 {
		t.Errorf("after marking one as unread: %q", u)
	}
	// Nobody marks for somebody else, and a key that is none does nothing.
	b.post(t, "/w/lamps/inbox/mark", url.Values{"key": {"comment:" + said.ID}, "read": {"true"}}).want(t, http.StatusSeeOther)
	a.post(t, "/w/lamps/inbox/open", url.Values{"key": {"due:nothing"}}).want(t, http.StatusSeeOther)
	if u, _ := inboxOf(t, a); len(u) != 1 {
		t.Errorf("somebody else's mark counted: %q", u)
	}
}
