package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/model"
)

// commented is what the page of a topic shows of comments: "name: words", answers after ">".
func commented(t *testing.T, page reply) (out []string) {
	t.Helper()
	for n := range page.nodes(t) {
		if class, _ := attr(n, "class"); class != "remark" {
			continue
		}
		who, words := "", ""
		for d := range n.Descendants() {
			class, _ := attr(d, "class")
			switch {
			case d.Data == "b" && who == "":
				who = textOf(d)
			case class == "prose" || class == "dim gone":
				words = textOf(d)
			}
		}
		answer := ""
		if class, _ := attr(n.Parent, "class"); class == "answers" {
			answer = "> "
		}
		out = append(out, answer+who+": "+words)
	}
	return out
}

func wantTalk(t *testing.T, page reply, want ...string) {
	t.Helper()
	if got := commented(t, page); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("comments:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A viewer asks, an editor answers, the words change, go, and the thread is settled: without script.
func TestTalk(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.commit(t, model.Add(&model.Element{ID: "crm", Kind: model.Technology, Name: "CRM"}))
	ana, ben := x.person(t, "Ana Silva", model.Viewer), x.person(t, "Ben", model.Editor)
	a, b := x.browse(t, ana), x.browse(t, ben)
	const at = "/w/lamps/elements/crm/comments"
	page := a.get(t, at).want(t, 200)
	form := page.form(t, "/comments")
	form.Set("text", "Who keeps *this*, @Ben? <script>alert(1)</script>")
	for range 2 { // sent twice, said once
		if r := a.post(t, "/w/lamps/comments", form).want(t, http.StatusSeeOther); !strings.HasPrefix(r.location, at+"#c-") {
			t.Fatalf("led to %s", r.location)
		}
	}
	page = b.get(t, at).want(t, 200)
	wantTalk(t, page, "Ana Silva: Who keeps this, @Ben? alert(1)")
	if strings.Contains(page.body, "<script>alert") || !strings.Contains(page.body, "<strong>@Ben</strong>") {
		t.Error("the words are not shown as Markdown, or the mention does not stand out")
	}
	if strings.Contains(page.body, "/edit\">Edit</a></p>") {
		t.Error("an editor is offered to change somebody else's words")
	}
	if about := b.get(t, "/w/lamps/elements/crm"); !strings.Contains(textOfPage(t, about), "Comments 1") {
		t.Error("the tab does not count the comment")
	}
	form = page.form(t, "/comments") // the first form answers in the thread
	if form.Get("thread") == "" {
		t.Fatal("no form answers")
	}
	form.Set("text", "I do.")
	b.post(t, "/w/lamps/comments", form).want(t, http.StatusSeeOther)
	page = b.get(t, at)
	wantTalk(t, page, "Ana Silva: Who keeps this, @Ben? alert(1)", "> Ben: I do.")

	edit := hrefIn(t, page, "/edit", "/comments/")
	form = b.get(t, edit).want(t, 200).form(t, "/edit")
	form.Set("text", "  ")
	refused := b.post(t, edit, form).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.body, "Write something first") {
		t.Error("empty words are not explained")
	}
	form.Set("text", "We do.")
	b.post(t, edit, form).want(t, http.StatusSeeOther)
	a.get(t, edit).want(t, http.StatusForbidden)
	a.post(t, edit, form).want(t, http.StatusForbidden)
	remove := strings.TrimSuffix(edit, "/edit") + "/remove"
	b.get(t, remove).want(t, 200).form(t, "/remove")
	a.post(t, remove, nil).want(t, http.StatusForbidden)
	for range 2 {
		b.post(t, remove, nil).want(t, http.StatusSeeOther)
	}
	wantTalk(t, b.get(t, at), "Ana Silva: Who keeps this, @Ben? alert(1)", "> Ben: This comment was deleted.")

	settle := actionIn(t, b.get(t, at), "/settle")
	done := b.post(t, settle, nil).want(t, http.StatusSeeOther)
	page = b.get(t, done.location)
	if text := textOfPage(t, page); !strings.Contains(text, "Resolved by Ben") || !strings.Contains(text, "1 resolved thread") {
		t.Errorf("the thread is not settled: %s", text)
	}
	b.post(t, page.undo(t), nil).want(t, http.StatusSeeOther)
	if text := textOfPage(t, b.get(t, at)); strings.Contains(text, "Settled by") {
		t.Error("the toast did not open the thread again")
	}
}

// hrefIn is the first link of a page that ends so and holds a part.
func hrefIn(t *testing.T, page reply, end, part string) string {
	t.Helper()
	for n := range page.nodes(t) {
		if h, ok := attr(n, "href"); ok && strings.HasSuffix(h, end) && strings.Contains(h, part) {
			return h
		}
	}
	t.Fatalf("no link ends in %s", end)
	return ""
}

// actionIn is the address of the first form of a page that ends so.
func actionIn(t *testing.T, page reply, end string) string {
	t.Helper()
	for n := range page.nodes(t) {
		if h, ok := attr(n, "action"); ok && strings.HasSuffix(h, end) {
			return h
		}
	}
	t.Fatalf("no form posts to %s", end)
	return ""
}

// What is refused keeps what was typed; what is said of a change and of a report stands on their pages, and a shared report
// shows nothing of it.
func TestTalkElsewhere(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	done := x.commit(t, model.Add(&model.Element{ID: "p", Kind: model.Problem, Name: "Late"}))
	b := x.browse(t, x.owner)
	refused := b.post(t, "/w/lamps/comments", url.Values{"on": {"element:none"}, "text": {"Kept words"}}).want(t, http.StatusNotFound)
	if refused.form(t, "/comments").Get("text") != "Kept words" {
		t.Error("what was typed is lost")
	}
	for _, at := range []string{"/w/lamps/history/" + done.ID, "/w/lamps/problems/p/report"} {
		form := b.get(t, at).want(t, 200).form(t, "/comments")
		form.Set("text", "Words about "+at)
		if r := b.post(t, "/w/lamps/comments", form).want(t, http.StatusSeeOther); !strings.HasPrefix(r.location, at+"#") {
			t.Errorf("led to %s, want %s", r.location, at)
		}
		wantTalk(t, b.get(t, at), "Olga Owner: Words about "+at)
	}
	for _, format := range []string{"html", "md", "json"} {
		if r := b.get(t, "/w/lamps/problems/p/report?format="+format).want(t, 200); strings.Contains(r.body, "Words about") {
			t.Errorf("the report as %s repeats a comment", format)
		}
	}
}

// In a state one speaks of what is planned there.
func TestTalkInState(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.plan(t, "one-desk", model.Current)
	x.within(t, "one-desk", model.Add(&model.Element{ID: "desk", Kind: model.Technology, Name: "One desk"}))
	b := x.browse(t, x.owner)
	const at = "/w/lamps~one-desk/elements/desk/comments"
	form := b.get(t, at).want(t, 200).form(t, "/comments")
	form.Set("text", "When?")
	if r := b.post(t, "/w/lamps~one-desk/comments", form).want(t, http.StatusSeeOther); !strings.HasPrefix(r.location, at) {
		t.Errorf("led to %s", r.location)
	}
	wantTalk(t, b.get(t, at), "Olga Owner: When?")
}
